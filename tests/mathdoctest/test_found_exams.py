"""What exams and protocols write: letters that are units elsewhere, data in turn, residuals."""

from __future__ import annotations

import math

import pytest
from verdicts import claims, table, undecided, wrong

FALL = r"""
A stone falls from $h = 7.7$ m: $v = \sqrt{2 g h} = \sqrt{2 \cdot 9.81 \cdot 7.7} \approx %s$.
"""
TRIANGLES = """
```
a = 3
b = 4
c = sqrt(a^2 + b^2) = 5
a = 5
b = 12
c = sqrt(a^2 + b^2) = 13
a = 6
b = 8
c = sqrt(a^2 + b^2) = %s
```
"""
TALKED_OF = r"""
$w = -1$, $x = 0.7$, $g = -0.5$ and $\eta = 0.1$. The gradient is negative, so that
$w \leftarrow w - \eta \cdot (-0.5) = w + 0.5 \eta$ would raise the weight.

As it is, $h = w x = -1 \cdot 0.7 = %s$.
"""
RESIDUALS = r"""
The slope of the cost is $s = -\frac{2}{n} \sum r_i$ with $n = 4$.

At the end the residuals are $r = (0.01, -0.33, 0.63, -0.31)$.

At the start they were $r = (0.8, 1.85, 4.2, 4.65)$, and
$$s = -\frac{2}{4} \sum r_i = %s$$

The next value is $k = 1 - 0.02 s = 1.115$.
"""
FITTED = """
The residual is $r = y - \\hat y$.

"""


def rows(residuals: dict[int, str] | None = None) -> str:
    """A table of what a line says and what was measured, with some residuals replaced."""
    points = [(2.3, 2.29), (4.1, 4.43), (7.2, 6.57), (8.4, 8.71)]
    return table(
        ["$y$", r"$\hat y$", "$r$"],
        [
            [f"{y}", f"{said:.3f}", (residuals or {}).get(i, f"{y - said:.3f}")]
            for i, (y, said) in enumerate(points)
        ],
    )


def resistances(off: dict[int, str] | None = None, head: str = "$R = U/I$ in Ω") -> str:
    """A table of voltages, currents in milliamperes and resistances."""
    measured = [(1.5, 6.7), (3.0, 13.5), (6.0, 27.0), (7.5, 33.6)]
    return table(
        ["$U$ in V", "$I$ in mA", head],
        [
            [f"{u}", f"{i}", (off or {}).get(k, f"{1000 * u / i:.1f}")]
            for k, (u, i) in enumerate(measured)
        ],
    )


def test_a_letter_that_the_page_has_told_is_no_unit() -> None:
    speed = math.sqrt(2 * 9.81 * 7.7)
    assert not wrong(FALL % f"{speed:.2f}")
    assert wrong(FALL % "12.92") == [("12.92", f"{speed:.2f}")]


def test_a_letter_behind_a_number_that_the_page_has_not_told_is_one() -> None:
    page = r"$m = 3$. Two steps of $0.7\,\mathrm{m}$ are $2 \cdot 0.7 = %s\,\mathrm{m}$."
    assert not wrong(page % "1.4")
    assert wrong(page % "1.7") == [("1.7", "1.4")]


def test_numbers_of_a_fence_hold_until_it_says_others() -> None:
    assert not wrong(TRIANGLES % "10")
    assert [c.text for c in claims(TRIANGLES % "10") if c.stands_for == "c"] == ["5", "13", "10"]


def test_of_numbers_told_one_after_the_other_none_holds() -> None:
    page = "```\na = 3\na = 5\nb = 4\nc = a * b = %s\n```\n"
    assert not wrong(page % "12")
    assert not wrong(page % "20")


def test_the_last_digits_of_a_float_are_what_the_machine_left_of_them() -> None:
    page = "$a = 0.1$, $b = 0.2$ and $c = a + b = %s$."
    assert not wrong(page % repr(0.1 + 0.2))
    assert wrong(page % "0.30000000000000504") == [("0.30000000000000504", "0.30000000000000000")]
    assert wrong(page % "0.300000000000005") == [("0.300000000000005", "0.300000000000000")]


def test_measured_values_in_proportion_are_not_computed_from_each_other() -> None:
    assert not wrong(resistances())
    assert not wrong(resistances(head="$R$ in Ω"))


def test_the_units_of_the_heads_move_the_point_in_all_rows() -> None:
    assert not {"223.9", "222.2", "223.2"} & set(undecided(resistances()))
    assert wrong(resistances({3: "232.2"})) == [("232.2", "223.2")]


def test_an_update_that_ends_in_the_quantity_gives_no_new_value() -> None:
    assert not wrong(TALKED_OF % "-0.7")
    assert wrong(TALKED_OF % "-0.07") == [("0.07", "0.70")]


def test_an_update_whose_last_side_is_a_number_gives_one() -> None:
    page = r"$w = -1$, $x = 0.7$. $w \leftarrow w - 0.1 \cdot (-0.5) = -0.95$. $h = w x = %s$."
    assert not wrong(page % "-0.665")
    assert wrong(page % "-0.7") == [("0.7", "0.7")] or wrong(page % "-0.700") == [
        ("0.700", "0.665")
    ]


def test_a_formula_said_again_is_of_the_data_that_were_given_since() -> None:
    slope = -2 / 4 * (0.8 + 1.85 + 4.2 + 4.65)
    assert not wrong(RESIDUALS % f"{slope:.3f}")
    assert wrong(RESIDUALS % "-2.875") == [("2.875", f"{-slope:.3f}")]


def test_a_formula_said_again_with_its_old_numbers_is_of_the_old_data() -> None:
    page = r"""
$x = 0.5$, $w = 0.4$ and $z = w x = 0.4 \cdot 0.5 = 0.2$. For the second input $x = 0.9$.

We had $z = w x = 0.4 \cdot 0.5 = 0.2$ before.
"""
    assert not wrong(page)


def test_a_sentence_before_a_table_says_what_a_column_is() -> None:
    assert not wrong(FITTED + rows())
    assert wrong(FITTED + rows({1: "0.330"})) == [("0.330", "-0.330")]
    assert wrong(FITTED + rows({2: "0.360"})) == [("0.360", "0.630")]


def test_a_sentence_about_something_else_says_nothing_of_a_column() -> None:
    page = "The radius is $r = c - d$ with $c = 5$ and $d = 2$.\n\n"
    assert not wrong(page + rows())


@pytest.mark.parametrize("shown", ["0.330", "-0.330"])
def test_a_column_with_negative_numbers_is_no_absolute_value(shown: str) -> None:
    assert not [off for off in wrong(rows({1: shown})) if off[0] == "0.310"]


def test_a_change_in_another_quantity_is_not_that_of_the_numbers_before_it() -> None:
    page = "The response time fell from 240 ms to 150 ms, an improvement of %s."
    assert not wrong(page % "60% in throughput")
    assert wrong(page % "38.5% in one week") == [("38.5", "37.5")]
    assert wrong(page % "38.5% in the mean") == [("38.5", "37.5")]


def test_a_function_behind_with_is_another_one() -> None:
    page = (
        "$f(x) = x^2 + 1$ gives $f(2) = 5$ and $f(3) = 10$. "
        "With $f(x) = x^2 - 1$ we get $f(2) = 3$ and $f(3) = %s$."
    )
    assert not wrong(page % "8")
    assert wrong(page % "18") == [("18", "8")]


def test_a_function_told_again_with_another_sign_is_a_slip() -> None:
    page = "$f(x) = x^2 + 1$ gives $f(2) = 5$. The function $f(x) = x^2 - 1$ has $f(3) = %s$."
    assert not [off for off in wrong(page % "10") if off[0] == "10"]


def test_a_value_that_was_only_tried_is_not_the_one_that_holds() -> None:
    page = r"""
The rate is $\eta = 0.1$; only in row 2 did we try $\eta = 0.5$.

With $w = 0.8$ and $g = 0.3$ the step is $w - \eta g = %s$.
"""
    assert not wrong(page % "0.77")
    assert wrong(page % "0.65") == [("0.65", "0.77")]


def test_a_mean_without_one_of_the_numbers_is_another_one() -> None:
    page = (
        r"The mean is $\bar B = 4.84$. The fourth one is an outlier. Without it, $\bar B = 4.575$."
    )
    assert not wrong(page)


def test_a_function_that_the_page_changes_is_another_one() -> None:
    page = r"""
$n_1 = 0.31 \cdot 0.4 - 0.074 = 0.05$, so $h(n_1) = 0.51250$ with $h(n) = \frac{1}{1 + e^{-n}}$.

Now we change the steepness, $h(n) = \frac{1}{1 + e^{-2n}}$. Then $h(n_1) = %s$.
"""
    right = f"{1 / (1 + math.exp(-2 * 0.05)):.5f}"
    assert not wrong(page % right)
    assert wrong(page % "0.52948") == [("0.52948", right)]


@pytest.mark.parametrize("label", ["Sample", "Muster", "Run", "Caso"])
def test_a_result_of_another_sample_may_have_another_sign(label: str) -> None:
    page = (
        f"**{label} A**, $x = (1, 0.5)$:\n\n- $z_1 = 0.2 \\cdot 1 - 0.4 \\cdot 0.5 + 0.1 = 0.10$, "
        f"$h_1 = \\sigma(z_1) = %s$\n\n**{label} B**, $x = (0, 1)$:\n\n"
        "- $z_1 = -0.30$, $h_1 = %s$\n"
    )
    first, second = (f"{1 / (1 + math.exp(-z)):.4f}" for z in (0.1, -0.3))
    assert not wrong(page % (first, second))
    assert wrong(page % ("0.5520", second)) == [("0.5520", first)]


EXAM = r"""
$w_1 = 0.5$, $w_2 = 0.5$, $x_1 = 3$ and $x_2 = 4$:
$z = w_1 x_1 + w_2 x_2 = 0.5 \cdot 3 + 0.5 \cdot 4 = 3.5$.

**The next year** the input is $[3, 5]$:

$$q = w_1 x_1 + w_2 x_2 = 0.5 \cdot 3 + 0.5 \cdot %s = %s$$
"""


def test_a_list_by_itself_gives_the_inputs_of_the_next_problem() -> None:
    assert not wrong(EXAM % ("5", "4"))
    assert wrong(EXAM.replace("[3, 5]", "[3, 9]") % ("5", "4")) == [("5", "4")]
    assert [text for text, _ in wrong(EXAM % ("5", "4.5"))]
