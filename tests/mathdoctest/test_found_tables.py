"""Tables whose heads are short formulas or words, and what stands below their columns."""

from __future__ import annotations

from collections.abc import Sequence

from verdicts import undecided, wrong


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# -- decimal commas in the formulas of cells

GERMAN = r"""
$$\bar{x} = \frac{2 + 4 + 9}{3} = 5, \qquad \bar{y} = \frac{1{,}6 + 3{,}1 + 5{,}5}{3} = 3{,}4$$

| $i$ | $x_i$ | $y_i$ | $x_i - \bar{x}$ | $y_i - \bar{y}$ | $(x_i - \bar{x})(y_i - \bar{y})$ |
|---|---|---|---|---|---|
| 1 | $2$ | $1{,}6$ | $-3$ | $%s$ | $5{,}4$ |
| 2 | $4$ | $3{,}1$ | $-1$ | $-0{,}3$ | $%s$ |
| 3 | $9$ | $5{,}5$ | $4$ | $2{,}1$ | $8{,}4$ |
"""


def test_a_cell_may_hold_a_number_with_a_decimal_comma_as_a_formula() -> None:
    right = GERMAN % ("-1{,}8", "0{,}3")
    assert not wrong(right)
    assert not undecided(right)
    assert wrong(GERMAN % ("1{,}8", "0{,}3")) == [("1{,}8", "-1{,}8")]
    assert wrong(GERMAN % ("-1{,}8", "0{,}8")) == [("0{,}8", "0{,}3")]


def test_a_comma_in_the_formula_of_a_cell_may_group_thousands() -> None:
    page = "The price is $p = 1{,}250.50$.\n\n" + table(
        ["$n$", "$n p$"], [["$2$", "$2{,}501.00$"], ["$4$", "$%s$"]]
    )
    assert not wrong(page % "5{,}002.00")
    assert wrong(page % "5{,}020.00") == [("5{,}020.00", "5{,}002.00")]
