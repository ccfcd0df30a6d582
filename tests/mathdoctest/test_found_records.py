"""What records of a calculation say in few words: entries, steps, sums, shares and changes."""

from __future__ import annotations

import math

import pytest
from verdicts import wrong

import mathdoctest


def undecided(page: str) -> list[str]:
    """The numbers of a page that are claims of which nothing is known."""
    claims = mathdoctest.check(page).claims
    return [c.text for c in claims if c.role == "claim" and c.verdict not in ("verified", "wrong")]


MATRIX = r"""
$$
W_1 = \begin{bmatrix} 0.25 & -0.40 \\ 0.65 & 0.10 \end{bmatrix}, \quad
x = \begin{bmatrix} 2 \\ 3 \end{bmatrix}
$$

"""


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        (r"In it $(W_1)_{12} = %s$.", "-0.40", "-0.41"),
        (r"In it $(W_1)_{2,1} \cdot x_1 = %s$.", "1.30", "1.03"),
        (r"We get $z_1 = W_1 x = (-0.7, 1.6)^\top$ and $(z_1)_2 = %s$.", "1.6", "6.1"),
    ],
)
def test_an_entry_may_be_written_with_its_matrix_in_brackets(
    said: str, right: str, off: str
) -> None:
    assert not wrong(MATRIX + said % right)
    assert not undecided(MATRIX + said % right)
    assert off.lstrip("-") in dict(wrong(MATRIX + said % off))


@pytest.mark.parametrize(
    "said",
    [
        r"In binary $(1011)_2 = 11$.",
        r"Then $(x_1 + 3)_1 = 5$.",
        r"The square has $(W_1^2)_{11} = -0.1975$.",
        r"The sequence $(x_n)_{n}$ goes on.",
    ],
)
def test_brackets_with_an_index_around_something_else_are_no_entry(said: str) -> None:
    assert not wrong(MATRIX + said)


STEPS = r"""
A single unit with $z = W_1 x$ and the loss $L = \frac{1}{2} z^\top z$ for

$$
W_1 = \begin{bmatrix} 0.25 & -0.40 \\ 0.65 & 0.10 \end{bmatrix}, \quad
x = \begin{bmatrix} 0.7 \\ -1.3 \end{bmatrix}, \quad \eta = 0.1
$$

$$
z = W_1 x = \begin{bmatrix} 0.695 \\ 0.325 \end{bmatrix}, \quad
\frac{\partial L}{\partial W_1} = z x^\top
= \begin{bmatrix} 0.4865 & -0.9035 \\ 0.2275 & -0.4225 \end{bmatrix}
$$

Every weight goes its way, $W \leftarrow W - \eta \frac{\partial L}{\partial W}$:

| weight | old | new |
|---|---|---|
| $(W_1)_{11}$ | $0.25$ | $0.20135$ |
| $(W_1)_{12}$ | $-0.40$ | $%s$ |
| $(W_1)_{21}$ | $0.65$ | $0.62725$ |
| $(W_1)_{22}$ | $0.10$ | $%s$ |
"""


def test_a_table_of_steps_may_name_entries_of_matrices() -> None:
    steps = [old - 0.1 * z * x for old, z, x in ((-0.40, 0.695, -1.3), (0.10, 0.325, -1.3))]
    right = tuple(f"{step:.5f}" for step in steps)
    assert not wrong(STEPS % right)
    assert not undecided(STEPS % right)
    assert [text for text, _ in wrong(STEPS % (right[0], "0.14252"))] == ["0.14252"]


def test_a_new_weight_that_is_that_of_another_row_is_a_slip() -> None:
    assert "0.62725" in dict(wrong(STEPS % ("-0.30965", "0.62725")))


NIGHTS = r"""
Each night has $z = w x + b$ and $p = \sigma(z) = \frac{1}{1 + e^{-z}}$.

Before, the sums are $z_A = 0.4$, $z_B = -1.1$ and $z_C = 1.3$. So the answers are $p_A = 0.5987$,
$p_B = 0.2497$ and $p_C = 0.7858$.

After it, the sums are $z_A' = 0.55$, $z_B' = -1.25$ and $z_C' = 0.95$, and the answers become
$p_A' = 0.6341$, $p_B' = 0.2227$ and $p_C' = %s$.
"""


def test_what_is_told_of_a_bare_letter_holds_under_any_subscript_and_prime() -> None:
    right = f"{1 / (1 + math.exp(-0.95)):.4f}"
    assert not wrong(NIGHTS % right)
    assert "0.7858" in dict(wrong(NIGHTS % "0.7858"))  # the old one
    assert "0.7121" in dict(wrong(NIGHTS % "0.7121"))


@pytest.mark.parametrize(
    "page",
    [
        # Another layer has another function, and nothing shows that this is the same one.
        r"The first layer has $a = \tanh(z)$. Now $z_2 = 0.7$, and the output is $a_2 = 0.6682$.",
        # Other numbers of another problem.
        NIGHTS % "0.7211" + "\n## Another unit\n\nWith $z_C' = 1.5$ it is $p_C' = 0.8176$.\n",
        # A letter with a subscript that the formula's own letters do not have.
        r"With $y = \sqrt{x}$ and $x = 2.25$ we get $y = 1.5$. The yield is $y_s = 1.485$.",
    ],
)
def test_a_subscript_may_also_name_something_else(page: str) -> None:
    assert not wrong(page)
