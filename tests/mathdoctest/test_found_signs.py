"""Signs and letters that mean one thing to those who write them, and another to a parser."""

from __future__ import annotations

import math

import pytest
from verdicts import is_clean, undecided, wrong

# -- deltas that are differentials

W, X, B, Y = 0.3, 0.5, 0.1, 1.5
Z = W * X + B
OUT = 1 / (1 + math.exp(-Z))
NEURON = r"""
With $w = 0.3$, $x = 0.5$, $b = 0.1$ and the label $y = 1.5$:

$$z = w x + b = 0.25$$

$$\hat{y} = \frac{1}{1 + e^{-z}} \approx 0.5622$$

$$L = \frac{1}{2} (y - \hat{y})^2 \approx 0.4398$$

$$\frac{\delta L}{\delta w} = \frac{\delta L}{\delta \hat{y}} \frac{\delta \hat{y}}{\delta z}
\frac{\delta z}{\delta w}$$

$$\frac{\delta L}{\delta \hat{y}} = -(y - \hat{y}) \approx %s$$

$$\frac{\delta \hat{y}}{\delta z} = \hat{y} (1 - \hat{y}) \approx %s$$

$$\frac{\delta L}{\delta w} \approx %s$$
"""
SLOPES = (f"{OUT - Y:.4f}", f"{OUT * (1 - OUT):.4f}", f"{(OUT - Y) * OUT * (1 - OUT) * X:.4f}")


def test_a_fraction_of_deltas_is_a_derivative() -> None:
    assert is_clean(NEURON % SLOPES)
    assert not undecided(NEURON % SLOPES)
    for k, right in enumerate(SLOPES):
        slip = right[:-1] + str((int(right[-1]) + 4) % 10)
        found = wrong(NEURON % tuple(slip if i == k else one for i, one in enumerate(SLOPES)))
        assert (slip.lstrip("-"), right.lstrip("-")) in [(a, b.lstrip("-")) for a, b in found]


@pytest.mark.parametrize(
    "page",
    [
        r"With $\delta y = 0.3$ and $\delta x = 0.2$ it is $\frac{\delta y}{\delta x} = 1.5$.",
        r"With $\delta = 0.5$, $a = 3$ and $b = 2$ it is $\frac{\delta a}{b} = 0.75$.",
        r"With $\delta_1 = 0.6$ and $\delta_2 = 0.4$ it is $\frac{\delta_1}{\delta_2} = 1.5$.",
    ],
)
def test_deltas_with_a_value_of_their_own_are_divided(page: str) -> None:
    assert is_clean(page)
    assert not undecided(page)
    number = page[page.rindex("= ") + 2 : -2]
    assert wrong(page.replace(f"= {number}$", "= 1.875$"))


# -- what an operator is applied to

ERROR = r"""
With $y = 1.5$ and $u = 0.25$ let $p = u^2 = 0.0625$ and $E = \frac{1}{2} (y - p)^2 = 1.0332$.

$$\frac{\partial E}{\partial p} = \frac{\partial}{\partial p} \frac{1}{2} (y - p)^2 = %s$$
"""


def test_a_number_before_what_is_derived_is_a_factor_of_it() -> None:
    assert is_clean(ERROR % "-(y - p) = -1.4375")
    assert is_clean(ERROR % "p - y")
    assert not is_clean(ERROR % "y - p")
    assert wrong(ERROR % "-(y - p) = -1.4735") == [("1.4735", "1.4375")]


# -- outer products

DELTA, INPUTS = (0.3, -0.2), (0.5, 1.5, 2.0)
VECTORS = (
    r"$d = \begin{bmatrix} 0.3 \\ -0.2 \end{bmatrix}$ and"
    r" $x = \begin{bmatrix} 0.5 \\ 1.5 \\ 2 \end{bmatrix}$." + "\n\n"
)
GRID = [[f"{a * b:.2f}" for b in INPUTS] for a in DELTA]


def _matrix(rows: list[list[str]]) -> str:
    return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{bmatrix}"


@pytest.mark.parametrize("formula", [r"d \otimes x", r"d \otimes x^T", r"d \otimes x^\top"])
def test_the_outer_product_of_two_vectors_is_a_matrix(formula: str) -> None:
    page = f"{VECTORS}$$G = {formula} = %s$$\n"
    assert is_clean(page % _matrix(GRID))
    assert not undecided(page % _matrix(GRID))
    other = [GRID[0], [*GRID[1][:-1], "-0.50"]]
    assert wrong(page % _matrix(other)) == [("0.50", "0.40")]


def test_of_two_columns_of_one_length_the_result_tells_which_product_is_meant() -> None:
    two = (
        r"$a = \begin{bmatrix} 0.3 \\ -0.2 \end{bmatrix}$ and"
        r" $b = \begin{bmatrix} 4 \\ 3 \end{bmatrix}$, so that $$a \otimes b = %s$$"
    )
    assert is_clean(two % _matrix([["1.2", "0.9"], ["-0.8", "-0.6"]]))
    assert is_clean(two % _matrix([["1.2"], ["-0.6"]]))
    assert wrong(two % _matrix([["1.2", "0.9"], ["-0.8", "-0.7"]]))
    assert wrong(two % _matrix([["1.2"], ["-0.7"]]))
    # Of anything else nothing is said.
    matrices = r"$A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$ and $A \otimes A = 7$."
    assert not wrong(matrices)


# -- the letter of the sigmoid, and the name of ReLU

RECTIFIED = r"""
With $z_1 = 0.91$ and $z_2 = -0.4$ the unit gives $a_1 = \text{ReLU}(z_1) = 0.91$.

The gradient is $g = -0.18 \cdot %s(z_1) = -0.18 \cdot %s = %s$.
"""


def test_a_primed_letter_is_the_derivative_of_the_only_activation() -> None:
    assert is_clean(RECTIFIED % (r"\sigma'", "1", "-0.18"))
    assert wrong(RECTIFIED % (r"\sigma'", "1", "-0.81"))
    # Where the letter is a function of its own, it is the sigmoid, as everywhere.
    slope = math.exp(-0.91) / (1 + math.exp(-0.91)) ** 2
    own = r"The gate is $\sigma(z_1) = 0.7130$." + RECTIFIED
    assert is_clean(own % (r"\sigma'", f"{slope:.4f}", f"{-0.18 * slope:.4f}"))
    assert not is_clean(own % (r"\sigma'", "1", "-0.18"))


LEAKY = r"""
We use a leaky ReLU with %s.

$$h = \text{ReLU}(\begin{bmatrix} -0.125 \\ 1.375 \end{bmatrix})
= \begin{bmatrix} %s \\ 1.375 \end{bmatrix}$$
"""


def test_what_a_page_calls_leaky_leaks_as_much_as_it_says() -> None:
    assert is_clean(LEAKY % ("a slope of $0.2$", f"{-0.125 * 0.2:.3f}"))
    assert is_clean(LEAKY % ("slope 0.1", f"{-0.125 * 0.1:.4f}"))
    assert wrong(LEAKY % ("a slope of $0.2$", "-0.052"))
    assert not is_clean(LEAKY.replace("leaky ", "") % ("a slope of $0.2$", "-0.025"))


# -- names in capitals, and scripts behind a sign of alignment


def test_odds_in_capitals_are_a_name_and_no_word() -> None:
    odds = 48 * 33 / (42 * 17)
    page = (
        r"$$\mathrm{OR} = \frac{48 \cdot 33}{42 \cdot 17} = 2.2185, \qquad"
        r" \ln \mathrm{OR} = %s$$"
    )
    right = f"{math.log(odds):.4f}"
    assert is_clean(page % right)
    assert not undecided(page % right)
    assert wrong(page % "0.7986") == [("0.7986", right)]
    assert is_clean(r"$$x = 2 \text{ OR } y = 3$$")
    assert is_clean(r"$$a = 2 \text{ AND } b = 3$$ Then $a b = 6$.")


def test_a_script_behind_a_sign_of_alignment_belongs_to_the_name_before_it() -> None:
    page = (
        "$c = 0.3$ and\n\n$$\n\\begin{aligned}\nd &^{[2]} = 2 c \\\\ & = %s\n\\end{aligned}\n$$\n"
    )
    assert is_clean(page % "0.6")
    assert wrong(page % "0.9") == [("0.9", "0.6")]


# -- symbols in dollars whose numbers stand outside, and values of another source

POINTS = "The rate is $r = 4$. At $x$ = 3 we get $y = r x = 12$. At $x$ = 5 it is $y = r x = %s$."


def test_a_symbol_at_a_point_has_the_number_behind_its_dollars() -> None:
    assert is_clean(POINTS % "20")
    assert wrong(POINTS % "21") == [("21", "20")]


CURVE = r"""
From $a = 0.05$ and $c = 11.25$ follows $K = c/a = 225$.

%s $K = %s$.

$$\frac{K - 250}{250} \cdot 100\,\%% = -10.0\,\%%$$
"""


@pytest.mark.parametrize(
    "words",
    ["The leaflet of the supplier has", "The textbook says", "Das Datenblatt nennt", "Nominal is"],
)
def test_the_value_of_another_source_is_not_the_one_that_was_computed(words: str) -> None:
    assert is_clean(CURVE % (words, "250"))
    assert wrong((CURVE % (words, "250")).replace("-10.0", "-11.0")) == [("11.0", "10.0")]


def test_without_another_source_a_page_contradicts_itself() -> None:
    assert wrong(CURVE % ("As computed,", "252"))


def test_a_result_of_a_formula_of_strangers_is_not_the_one_before() -> None:
    page = (
        "With $m = 6$ and $k = 2$ the speed is $v = m/k = 3$.\n\n"
        "Elsewhere it is $v = m q/(k + q) = %s$.\n"
    )
    assert is_clean(page % "4.5")
    # The same formula is judged as ever.
    assert wrong("With $m = 6$ and $k = 2$: $v = m/k = 3$.\n\nSo $v = m/k = 4.5$.\n")


def test_a_leak_is_that_of_a_page_that_has_no_other_unit() -> None:
    told = "A leaky ReLU with slope 0.01 would be {}. The plain ReLU gives {}.\n\n"
    page = told.format("slower", "zeros") + r"$$\text{ReLU}(1.4) + \text{ReLU}(-0.6) = %s$$"
    assert is_clean(page % "1.4")
    assert wrong(page % "1.394")
    two = "Leaky ReLU with slope 0.01, or leaky ReLU with slope 0.2:\n\n"
    assert is_clean(two + r"$$\text{ReLU}(1.4) + \text{ReLU}(-0.6) = 1.4$$")


# -- words for indices, and values that nobody computes

KEYED = r"""
$W[\text{hi}] = 0.5$, $W[\text{you}] = -0.3$ and $u = 0.2$.

$a_1 = W[\text{hi}] + u \cdot 2 = 0.5 + 0.2 \cdot 2 = %s$
and $a_2 = W[\text{you}] + u \cdot 3 = %s$.
"""


def test_entries_may_have_words_for_indices() -> None:
    assert is_clean(KEYED % ("0.9", "0.3"))
    assert not undecided(KEYED % ("0.9", "0.3"))
    assert wrong(KEYED % ("0.9", "0.9")) == [("0.9", "0.3")]
    # A concentration behind a constant is a factor.
    rate = r"With $[\text{A}] = 0.4$ and $k = 2$ the rate is $v = k[\text{A}] = 0.8$."
    assert is_clean(rate)
    assert wrong(rate.replace("0.8", "0.6")) in ([], [("0.6", "0.8")])
