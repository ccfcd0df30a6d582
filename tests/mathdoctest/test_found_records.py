"""What records of a calculation say in few words: entries, steps, sums, shares and changes."""

from __future__ import annotations

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
