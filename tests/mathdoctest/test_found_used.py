"""Data that are right because what a page computes from them comes out."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest

PRODUCTS = """| year | flow | factor | present value |
|--:|--:|--:|--:|
| 1 | 4,317 | 0.94877 | {:.2f} |
| 2 | 5,608 | 0.90017 | {:.2f} |
| 3 | 6,329 | 0.85404 | {:.2f} |
| 4 | 6,871 | 0.81029 | {:.2f} |
"""
FLOWS, FACTORS = (4317, 5608, 6329, 6871), (0.94877, 0.90017, 0.85404, 0.81029)
MADE = [flow * factor for flow, factor in zip(FLOWS, FACTORS, strict=True)]


def verdicts(page: str) -> dict[str, str]:
    return {claim.text: claim.verdict for claim in mathdoctest.check(page).claims}


def test_data_are_right_whose_row_comes_out() -> None:
    found = verdicts(PRODUCTS.format(*MADE))
    assert [found[text] for text in ("4,317", "0.94877", "6,871", "0.81029")] == ["verified"] * 4


def test_data_of_a_row_that_does_not_come_out_stay_open() -> None:
    found = verdicts(PRODUCTS.format(*MADE[:3], 6123.45))
    assert found["4,317"] == "verified"
    assert found["6,871"] == found["0.81029"] == "unverified"


def test_a_column_that_nothing_is_computed_from_stays_open() -> None:
    page = PRODUCTS.format(*MADE).replace("| year |", "| room |")
    for number, room in enumerate(("17.3", "29.8", "11.6", "23.9"), 1):
        page = page.replace(f"| {number} |", f"| {room} |")
    found = verdicts(page)
    assert [found[room] for room in ("17.3", "29.8", "11.6", "23.9")] == ["unverified"] * 4
    assert found["5,608"] == "verified"


def test_old_weights_and_slopes_are_right_where_the_new_weights_are() -> None:
    rows = [(0.512, 0.0265), (0.431, 0.0122), (0.627, 0.1211), (-0.318, -0.0133)]
    lines = "\n".join(
        f"| $x_{k}$ to $h$ | {old} | {slope} | {old - 0.1 * slope:.5f} |"
        for k, (old, slope) in enumerate(rows)
    )
    page = (
        "The rate is $\\eta = 0.1$.\n\n| link | weight | gradient | new |\n|:--|--:|--:|--:|\n"
        f"{lines}\n"
    )
    assert {claim.verdict for claim in mathdoctest.check(page).claims} == {"verified"}


@pytest.mark.parametrize("total", ["64.5", "65.4"])
def test_items_are_right_where_their_total_is(total: str) -> None:
    items = "| item | price |\n|:--|--:|\n| a | 12.3 |\n| b | 41.7 |\n| c | 10.5 |\n"
    found = verdicts(f"{items}| Total | {total} |\n")
    assert (found["12.3"] == "verified") is (total == f"{12.3 + 41.7 + 10.5:.1f}")


WEIGHTS = """$w_1 = 0.25$, $w_2 = 0.41$, $w_3 = 0.63$, $w_4 = 0.87$, and $x = 2$, so
$z = w_1 x + w_2 x + w_3 x + w_4 x = 4.32$.

| weight | {} | {} |
|:--|--:|--:|
| $w_1$ | 0.25 | 0.2413 |
| $w_2$ | {} | 0.4022 |
| $w_3$ | 0.63 | 0.6301 |
| $w_4$ | 0.87 | 0.8754 |
"""


@pytest.mark.parametrize("head", ["original", "before", "Valor original", "更新前"])
def test_a_column_of_old_values_says_what_its_rows_are_called_by(head: str) -> None:
    assert verdicts(WEIGHTS.format(head, "new", "0.41"))["0.63"] == "verified"
    assert wrong(WEIGHTS.format(head, "new", "0.14")) == [("0.14", "0.41")]


@pytest.mark.parametrize("head", ["new", "after", "neue Gewichte", "更新后"])
def test_new_values_may_be_the_old_ones_but_for_one(head: str) -> None:
    assert not wrong(WEIGHTS.format(head, "later", "0.40"))


GRADIENTS = """The rate is $\\eta = 0.7$.

| weight | old | slope | new |
|:--|--:|--:|--:|
| $w_1$ | 0.22 | 0.002460 | 0.21828 |
| $w_2$ | -0.41 | 0.005622 | -0.41394 |
| $w_3$ | 0.57 | {} | 0.56635 |
| $w_4$ | 0.13 | {} | 0.12167 |
| $w_5$ | 0.48 | -0.015524 | 0.49087 |
"""


def test_a_slope_that_does_not_lead_to_its_rows_new_weight_is_found_if_it_is_the_one_above() -> (
    None
):
    assert not wrong(GRADIENTS.format("0.005208", "0.011904"))
    assert [text for text, _ in wrong(GRADIENTS.format("0.005208", "0.005208"))] == ["0.005208"]


def test_an_exception_in_a_row_is_no_slip_of_its_other_numbers() -> None:
    page = (
        "| day | from | to | hours |\n|:--|--:|--:|--:|\n| Mon | 8.00 | 16.50 | 8.00 |\n"
        "| Wed | 9.00 | 13.00 | 4.00 |\n| Thu | 14.00 | 22.00 | 8.00 |\n"
        "| Fri | 8.00 | 12.50 | 4.50 |\n| Sat | 8.25 | 12.50 | 4.25 |\n"
    )
    assert not wrong(page)


def test_a_row_may_say_the_best_of_each_column() -> None:
    page = (
        "| epoch | train | test | gap |\n|--|--|--|--|\n| 1 | 0.913 | 1.012 | 0.099 |\n"
        "| 2 | 0.742 | 0.905 | 0.163 |\n| 3 | 0.611 | 0.871 | 0.260 |\n"
        "| 4 | 0.525 | 0.863 | 0.338 |\n| best | 0.525 | 0.863 | 0.099 |\n"
    )
    assert not wrong(page)


@pytest.mark.parametrize("heads", ["old | new", "before | after", "original | replication"])
def test_a_table_may_compare_what_the_page_tells_with_what_was_before(heads: str) -> None:
    page = (
        "Flour costs $p_1 = 1.15$, sugar $p_2 = 1.30$ and an egg $p_3 = 3.20$.\n\n"
        f"| | {heads} |\n|---|--:|--:|\n| $p_1$ | 1.12 | 1.15 |\n| $p_2$ | 1.30 | 1.30 |\n"
        "| $p_3$ | 3.20 | 3.20 |\n"
    )
    assert not wrong(page)
