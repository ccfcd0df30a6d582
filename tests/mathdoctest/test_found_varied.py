"""Derivatives checked by numbers, differentials, and letters that a page only speaks of."""

from __future__ import annotations

import math

import pytest
from patience import within
from verdicts import undecided, wrong

import mathdoctest

# A quantity a small step further on


def loss(w: float) -> float:
    """The half squared error of one unit at another weight."""
    return (1 / (1 + math.exp(-(1.5 * w + 0.1))) - 1) ** 2 / 2


STEP = 0.01
ABOVE, BELOW, HERE = (f"{loss(0.4 + by):.5f}" for by in (STEP, -STEP, 0))
CENTRAL = f"{(loss(0.4 + STEP) - loss(0.4 - STEP)) / (2 * STEP):.3f}"
FORWARD = f"{(loss(0.4 + STEP) - loss(0.4)) / STEP:.3f}"
UNIT = rf"""
$x = 1.5$, $w = 0.4$, $b = 0.1$, $y = 1$.

$$z = w x + b = 0.7, \quad a = \sigma(z) = 0.66819, \quad L = \frac{{1}}{{2}} (a - y)^2 = {HERE}$$

"""
CENTRAL_DIFFERENCE = (
    UNIT
    + r"""With $\varepsilon = 0.01$:

$$
\frac{L(w + \varepsilon) - L(w - \varepsilon)}{2 \varepsilon} = \frac{%s - %s}{0.02} = %s
$$
"""
)
SAID_ALONE = (
    UNIT + r"With $\epsilon = 0.01$ it is $L(w + \epsilon) = %s$ and $L(w - \epsilon) = %s$."
)
FORWARD_DIFFERENCE = (
    UNIT + r"With $h = 0.01$: $\frac{L(w + h) - L(w)}{h} = \frac{%s - %s}{0.01} = %s$"
)


@pytest.mark.parametrize(
    ("page", "right"),
    [
        (CENTRAL_DIFFERENCE, (ABOVE, BELOW, CENTRAL)),
        (SAID_ALONE, (ABOVE, BELOW)),
        (FORWARD_DIFFERENCE, (ABOVE, HERE, FORWARD)),
    ],
)
def test_a_loss_a_step_further_on_is_computed_anew(page: str, right: tuple[str, ...]) -> None:
    assert not wrong(page % right)
    assert not undecided(page % right)
    slip = "0.05999"
    for k, expected in enumerate(right[:2]):
        found = wrong(page % (*right[:k], slip, *right[k + 1 :]))
        assert (slip, expected) in found


@pytest.mark.parametrize(
    "page",
    [
        # A product of an area and a height.
        "$b = 2$, $A = 3 b = 6$, $h = 4$: $V = A(b + h) = 36$.",
        # A length that was computed from the width, and a width that is a little larger.
        r"$w = 0.48$, $L = 2 w = 0.96$, $\varepsilon = 0.002$: $L (w + \varepsilon) = 0.46272$.",
        # A product with a small number that nothing was computed from.
        r"$c = 2$, $L = 3$, $\varepsilon = 0.5$: $y = L (c + \varepsilon) = 7.5$.",
        # A product of two numbers, and no loss at a weight.
        "$w = 2$, $p = 3 w = 6$: $q = p (w) = 12$.",
    ],
)
def test_brackets_behind_a_name_are_a_product_elsewhere(page: str) -> None:
    assert not wrong(page)
    assert not undecided(page)


def test_a_loss_that_other_functions_lead_to_is_left_open() -> None:
    page = (
        r"$k = 2$, $w = 3$. $f(x) = k x$. $L = f(w) = 6$. With $\varepsilon = 0.1$: "
        r"$L(w + \varepsilon) = %s$."
    )
    assert not wrong(page % "6.2")
    assert not wrong(page % "6.9")


# Differentials


@pytest.mark.parametrize("d", ["d", r"\mathrm{d}", r"\text{d}"])
def test_a_differential_is_one_name_however_its_sign_is_set(d: str) -> None:
    page = rf"$a = 2.00$, ${d}a = 0.02$: ${d}V = 3 a^2 \, {d}a = %s$."
    assert not wrong(page % "0.24")
    assert wrong(page % "0.42") == [("0.42", "0.24")]


@pytest.mark.parametrize(
    "page",
    [
        r"$y = x^2$, $x = 3$: $\frac{\mathrm{d}y}{\mathrm{d}x} = 2 x = 6$.",
        r"$y = x^2$, $x = 3$: $\frac{\mathrm{d}}{\mathrm{d}x} y = 2 x = 6$.",
        r"The distance is $\mathrm{d} = 3$, so $2 \mathrm{d} = 6$.",
    ],
)
def test_an_upright_d_is_read_elsewhere_as_before(page: str) -> None:
    assert not wrong(page)
    assert wrong(page.replace("6$", "7$"))


# Letters and labels


FALL = r"""
**Altura ($h$):** $1{,}50$ m

$t = \sqrt{\frac{2 h}{9{,}78}} = %s$ s
"""


def test_a_label_gives_a_number_with_a_comma_in_braces() -> None:
    right = f"{math.sqrt(2 * 1.5 / 9.78):.3f}".replace(".", "{,}")
    assert not wrong(FALL % right)
    assert wrong(FALL % "0{,}545") == [("0{,}545", right)]


# Later passes, rules with other letters


def test_the_same_input_run_again_is_of_a_later_pass() -> None:
    page = "$p = 0.25 + 0.109 = 0.359$.\n\n%s $p = 0.509$."
    assert not wrong(page % "Running the same input again gives")
    assert not wrong(page % "Feeding the sample forward once more:")
    assert wrong(page % "So we have found that")


SUBSTITUTED = r"""
$$X = \begin{bmatrix} 1 & -2 \\ 0 & 1 \end{bmatrix}, \quad
A = \begin{bmatrix} 1 & 2 & 3 \\ 0 & 3 & 1 \end{bmatrix}$$

The rule with $X \to A$ comes later. First
$Z = X^\top A = \begin{bmatrix} 1.0 & 2.0 & 3.0 \\ -2.0 & -1.0 & %s \end{bmatrix}$.
"""


def test_an_arrow_between_two_letters_gives_neither_anew() -> None:
    assert not wrong(SUBSTITUTED % "-5.0")
    assert not undecided(SUBSTITUTED % "-5.0")
    assert wrong(SUBSTITUTED % "-6.0") == [("6.0", "5.0")]


# Powers of matrices


SLOPES = r"""
$$A = \begin{bmatrix} 0.5 & -0.2 \\ 0.1 & 0.8 \end{bmatrix}, \quad
G = \begin{bmatrix} 2 & 1 \\ -1 & 3 \end{bmatrix}$$

$$D = G \odot (1 - A^2) = \begin{bmatrix} 1.50 & 0.96 \\ -0.99 & %s \end{bmatrix}$$
"""


def test_the_slope_of_tanh_squares_each_entry() -> None:
    right = f"{3 * (1 - 0.8**2):.2f}"
    assert not wrong(SLOPES % right)
    assert wrong(SLOPES % "1.80") == [("1.80", right)]


def test_a_matrix_that_is_not_square_has_its_entries_squared() -> None:
    page = (
        r"$A = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}$, "
        r"$B = A^2 = \begin{bmatrix} 1 & 4 & 9 \\ 16 & 25 & %s \end{bmatrix}$"
    )
    assert not wrong(page % 36)
    assert wrong(page % 38) == [("38", "36")]


def test_a_square_matrix_is_multiplied_by_itself() -> None:
    page = (
        r"$A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$, "
        r"$B = A^2 = \begin{bmatrix} 7 & 10 \\ 15 & %s \end{bmatrix}$"
    )
    assert not wrong(page % 22)
    assert wrong(page % 16) == [("16", "22")]


def test_small_steps_over_a_long_chain_cost_no_more_than_a_bounded_time() -> None:
    chain = "".join(f"$x_{{{k + 1}}} = x_{{{k}}} + 0.5 x_{{{k}}} - 0.25$.\n\n" for k in range(80))
    told = r"$d = x_{80}(x_{0} + \varepsilon) - 1$." + "\n\n"
    with within(10):
        report = mathdoctest.check("$x_0 = 1.5$, $\\varepsilon = 0.01$.\n\n" + chain + told * 400)
    assert report.counts["wrong"] == 0
