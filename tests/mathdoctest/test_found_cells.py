"""Equations in cells: of matrices, of arrays, and what tables show with a sign before it."""

from __future__ import annotations

import math

import pytest
from verdicts import claims, table, undecided, wrong

COLUMN = r"""
$W = \begin{bmatrix} 0.4 & 0.2 \\ -0.3 & 0.6 \end{bmatrix}$,
$x = \begin{bmatrix} 0.5 \\ 1.5 \end{bmatrix}$ and

$$z = W @ x
= \begin{bmatrix} 0.4 * 0.5 + 0.2 * 1.5 = %s \\ -0.3 * 0.5 + 0.6 * 1.5 = %s \end{bmatrix}$$
"""
ARRAY = r"""
$z = 0.4$ and $p = \frac{1}{1 + e^{-z}}$.

$$
\begin{array}{ll}
\text{share:} & p = %s \\
\text{loss:}  & L = -\ln p = %s
\end{array}
$$
"""
SOFTMAX_LATER = r"""
$$z = 0.5 \cdot 1 + 0.1 = 0.6$$

$$a = \sigma(0.6) \approx %s$$

## Several classes

$$\sigma(z_i) = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
"""
GIVEN = r"""
$\eta = 0.8$, $x = 0.9$, $w = 0.6$ and $b = -0.2$: $y = w x + b = 0.34$ and $L = y^2$, so
$\frac{\partial L}{\partial w} = 2 y x = 0.612$ and $\frac{\partial L}{\partial b} = 2 y = 0.68$.

"""


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_a_matrix_of_equations_is_an_equation_of_matrices() -> None:
    assert not wrong(COLUMN % ("0.50", "0.75"))
    assert not undecided(COLUMN % ("0.50", "0.75"))
    assert wrong(COLUMN % ("0.55", "0.75")) == [("0.55", "0.50")]
    assert [text for text, _ in wrong(COLUMN % ("0.50", "-0.75"))] == ["0.75"], "the sign is lost"


def test_a_matrix_of_which_one_cell_is_an_equation_is_not_read_and_not_wrong() -> None:
    page = r"$$z = \begin{bmatrix} 0.1 + 0.2 = 0.3 \\ 0.4 \end{bmatrix}$$"
    assert not wrong(page)


def test_an_array_of_equations_is_read_line_by_line() -> None:
    share = sigmoid(0.4)
    right = f"{share:.4f}", f"{-math.log(share):.4f}"
    assert not wrong(ARRAY % right)
    assert not undecided(ARRAY % right)
    assert wrong(ARRAY % ("0.5897", right[1])) == [("0.5897", right[0])]
    assert wrong(ARRAY % (right[0], "0.5310")) == [("0.5310", right[1])]


def test_an_array_of_cases_is_still_one_function() -> None:
    page = r"""
$$f(x) = \left\{ \begin{array}{ll} x & x > 0 \\ 0 & x \le 0 \end{array} \right.$$

$f(2.5) = %s$
"""
    assert not wrong(page % "2.5")
    assert wrong(page % "5.2") == [("5.2", "2.5")]


def test_a_function_that_is_told_of_a_list_further_down_does_not_hold_for_a_number() -> None:
    assert not wrong(SOFTMAX_LATER % "0.6457")
    assert wrong(SOFTMAX_LATER % "0.6475") == [("0.6475", f"{sigmoid(0.6):.4f}")]


@pytest.mark.parametrize("sign", ["+", ""])
def test_a_sign_before_the_number_of_a_cell_is_read(sign: str) -> None:
    def step(new: str) -> str:
        rows = [["$w$", "0.6", f"{sign}0.6120", new], ["$b$", "-0.2", f"{sign}0.6800", "-0.7440"]]
        return GIVEN + table(["parameter", "before", "gradient", "after"], rows)

    assert not wrong(step("0.1104"))
    assert wrong(step("0.1140")) == [("0.1140", "0.1104")]


def test_a_number_with_a_plus_behind_it_is_a_bound() -> None:
    page = table(["age", "people"], [["0", "3"], ["1", "4"], ["2", "5"], ["3+", "9"]])
    assert not wrong(page)


def test_of_a_product_by_at_the_operands_are_those_of_the_matrices() -> None:
    found = {c.column: c for c in claims(COLUMN % ("0.50", "0.75")) if c.line == 6}
    assert {"0.4", "0.2", "0.3", "0.6"} <= {c.text for c in found.values() if c.stands_for}


def test_a_list_that_is_typed_on_several_lines_is_one() -> None:
    page = """
```
Z = [[0.4, 0.1],
     [-0.3, 0.2]]
E = exp(Z) = [[1.4918, 1.1052],
              [%s, 1.2214]]
```
"""
    right = f"{math.exp(-0.3):.4f}"
    assert not wrong(page % right)
    assert right in [claim.text for claim in claims(page % right) if claim.verdict == "verified"]
    assert wrong(page % "0.7480") == [("0.7480", right)]


def test_lines_behind_a_comma_without_an_open_bracket_are_apart() -> None:
    page = "```\nz = 0.5 * 0.4 = 0.2,\nq = 0.3 * 0.2 = %s\n```\n"
    assert not wrong(page % "0.06")
    assert wrong(page % "0.60") == [("0.60", "0.06")]
