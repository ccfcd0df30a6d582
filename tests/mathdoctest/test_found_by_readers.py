"""What a reader of the checker found: odd tables, torn brackets, and what only looks like sums."""

from __future__ import annotations

import pytest
from patience import within
from verdicts import is_clean, table, wrong

import mathdoctest

TURNED = """
| x | a | b |
|--|--|--|
| p | 1.234 | 2.345 |
| q | 3.456 | 4.567 |

| x | 1.5 | 2.5 | 3.5 | 4.5 | 5.5 |
|--|--|--|--|--|--|
| p | 2.734 | 3.734 | 4.734 | 5.734 | 6.734 |
| q | 4.234 | 6.234 | 8.234 | 10.234 | 12.234 |
"""
SUMS = r"""
$$\begin{bmatrix} \sum_{i=1}^2 i \\ \sum_{i=1}^3 i \end{bmatrix}
= \begin{bmatrix} 3 \\ %s \end{bmatrix}$$
"""
ALIGNED = r"""
$$\begin{array}{rcl} x &=& 1 + 1 = 2 \\ y &=& x + 1 = %s \end{array}$$
"""
IN_COLUMNS = r"$$\begin{array}{r} 12 \\ + 13 \\ \hline = 25 \end{array}$$"


@pytest.mark.parametrize("page", [TURNED, "|\n|-\n8|0|.3635\n||.36354"])
def test_tables_of_any_shape_are_checked(page: str) -> None:
    assert not mathdoctest.check(page).counts["wrong"]


def test_relations_inside_of_brackets_part_no_matrix() -> None:
    assert not wrong(SUMS % "6")
    assert wrong(SUMS % "7") == [("7", "6")]


def test_cells_with_other_relations_are_no_equation_of_matrices() -> None:
    assert not wrong(r"$$\begin{bmatrix} 3 = 3 \\ 1 < 2 \end{bmatrix}$$")


def test_columns_of_an_array_may_only_line_its_relations_up() -> None:
    assert is_clean(ALIGNED % "3")
    assert wrong(ALIGNED % "4") == [("4", "3")]


def test_a_sum_written_in_columns_is_no_array_of_equations() -> None:
    assert not wrong(IN_COLUMNS)


@pytest.mark.parametrize(
    "sentence",
    [
        "The voltage rises from 0.5 to 5.0, a gain of 10.",
        "The time fell from 100 to 10: a reduction of 10.",
        "The rent rose from 500 to 620, an increase of 20, on average, each year.",
    ],
)
def test_a_factor_or_a_yearly_rise_is_no_difference(sentence: str) -> None:
    assert not wrong(sentence)


def test_data_of_another_paragraph_that_types_them_are_new() -> None:
    assert not wrong("x = 2\n\ny = x * 3 = 6\n\nx = 5\n")
    assert not wrong("x = 2.\ny = x * 3 = 6.\nx = 5.")


def test_not_at_all_is_no_sum() -> None:
    rows = [["p", "12.5"], ["q", "22.5"], ["not at all", "35.5"]]
    assert not wrong(table(["answer", "share"], rows))
    rows[2] = ["total", "36.5"]
    assert wrong(table(["answer", "share"], rows)) == [("36.5", "35.0")]


def test_a_datum_told_anew_makes_nothing_used_before_it() -> None:
    page = "Let $x = 2$. Then $y = 3 x = 6$.\n\nNow $x = 5$, $y = 3 x = 15$.\n"
    assert "used-before-definition" not in {one.rule for one in mathdoctest.check(page).findings}


def test_blanks_behind_an_amount_are_passed_over_once() -> None:
    page = "The net is 80.00 euros. A 10 % discount, 9.00" + " " * 8000 + "end."
    with within(2):
        mathdoctest.check(page)
