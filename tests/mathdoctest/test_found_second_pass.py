"""What a page tells after its update: new values by the formulas that gave the old ones."""

from __future__ import annotations

import math

import pytest
from verdicts import wrong

import mathdoctest

X, W, B, ETA, SLOPES = (0.35, 0.8), (0.22, -0.41), 0.15, 0.5, (0.2, 0.1)
NEW = [w - ETA * slope for w, slope in zip(W, SLOPES, strict=True)]


def out(weights: tuple[float, ...] | list[float]) -> float:
    return 1 / (1 + math.exp(-(weights[0] * X[0] + weights[1] * X[1] + B)))


FORWARD = f"""$x_1 = 0.35$, $x_2 = 0.80$, $w_1 = 0.22$, $w_2 = -0.41$, $b = 0.15$, $\\eta = 0.5$.

$$net = w_1 x_1 + w_2 x_2 + b = {W[0] * X[0] + W[1] * X[1] + B:.3f}$$

$$out = \\frac{{1}}{{1 + e^{{-net}}}} = {out(W):.5f}$$

$$y = out^2 = {out(W) ** 2:.5f}$$

"""
TABLE = f"""| weight | old | gradient | new |
|---|---|---|---|
| $w_1$ | 0.22 | 0.20 | {NEW[0]:.2f} |
| $w_2$ | -0.41 | 0.10 | {NEW[1]:.2f} |

"""
FORMULAS = (
    f"$w_1<mark> = w_1 - \\eta \\cdot 0.20 = {NEW[0]:.2f}$ and"
    f" $w_2<mark> = w_2 - \\eta \\cdot 0.10 = {NEW[1]:.2f}$.\n\n"
)
AGAIN = "Forward once more:\n\n$$out<mark> = <out>$$\n\n$$y<mark> = <y>$$\n"
RIGHT = f"{out(NEW):.5f}", f"{out(NEW) ** 2:.5f}"
MARKS = ["'", "^{+}", "^{new}"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("update", [TABLE, FORMULAS])
def test_a_new_value_is_what_its_formula_makes_of_the_new_weights(update: str, mark: str) -> None:
    page = FORWARD + update.replace("<mark>", mark) + AGAIN
    page = page.replace("<mark>", mark).replace("<y>", RIGHT[1])
    assert not wrong(page.replace("<out>", RIGHT[0]))
    off = f"{out(NEW) + 0.0004:.5f}"
    assert wrong(page.replace("<out>", off)) == [(off, RIGHT[0])]


@pytest.mark.parametrize("update", [TABLE, FORMULAS.replace("<mark>", "'")])
def test_an_old_value_that_is_told_as_the_new_one_is_found(update: str) -> None:
    page = FORWARD + update + AGAIN.replace("<mark>", "'")
    stale = f"{out(W):.5f}"
    assert (stale, RIGHT[0]) in wrong(page.replace("<out>", stale).replace("<y>", RIGHT[1]))


@pytest.mark.parametrize(
    "told",
    [
        # Of another quantity that is far from both.
        "The other unit has $out' = 0.91234$.",
        # Of what was before.
        f"Before the update we had $out' = {out(W):.5f}$.",
    ],
)
def test_a_new_value_may_be_told_of_something_else(told: str) -> None:
    assert not wrong(FORWARD + TABLE + told + "\n")


def test_a_new_value_that_only_rounding_moves_is_no_slip() -> None:
    # Worked out with the new output as it is printed, and rounded down.
    told = f"$$out' = {RIGHT[0]}$$\n\n$$y' = {float(RIGHT[0]) ** 2 - 2e-5:.5f}$$\n"
    assert not wrong(FORWARD + TABLE + told)


def test_a_new_weight_that_is_not_known_leaves_what_rests_on_it_open() -> None:
    table = TABLE.replace("0.10 |", "n/a |").replace(f"{NEW[1]:.2f}", "-0.52")
    assert not wrong(FORWARD + table + f"$$out' = {out([NEW[0], -0.52]):.5f}$$\n")


def test_a_formula_worked_out_in_old_numbers_tells_no_new_value() -> None:
    page = (
        "$x = 0.8$, $w = 0.37$, $\\eta = 0.5$.\n\n$net = 0.37 \\cdot 0.8 = 0.296$,"
        " $out = \\tanh(net) = 0.28765$, $s = out + w = 0.65765$.\n\n"
        "$w' = w - \\eta \\cdot 0.3 = 0.22$\n\n"
        f"$s' = {math.tanh(0.22 * 0.8) + 0.22:.5f}$\n"
    )
    assert not wrong(page)


def test_a_table_with_a_slip_keeps_the_new_values_below_it_right() -> None:
    page = FORWARD + TABLE.replace(f"{NEW[0]:.2f}", "0.21") + AGAIN.replace("<mark>", "'")
    page = page.replace("<out>", RIGHT[0]).replace("<y>", RIGHT[1])
    assert RIGHT[0] not in dict(wrong(page))
    assert mathdoctest.check(page).claims


@pytest.mark.parametrize(
    "told",
    [
        # The new weights are printed rounded.
        "$w' \\approx 0.51$, $v' \\approx 0.38$, so $y' \\approx 5.068$.",
        # A derivative has a tick, too.
        "$w' = w + 0.2 = 0.73$. The derivative is $y' = 4.50$.",
    ],
)
def test_a_mark_may_be_of_a_rounded_value_or_of_a_derivative(told: str) -> None:
    page = "$x_1 = 4.5$, $x_2 = 7.2$, $w = 0.53$, $v = 0.41$, $y = w x_1 + v x_2 = 5.337$\n\n"
    assert not wrong(page + told + "\n")


LAYERS = """$x_1 = 0$, $x_2 = 1$, $y_1 = 0.8$, $y_2 = 1.2$, $c_1 = -0.0076$, $c_3 = -0.076$.

$w_1 = 0.5$, $w_2 = 0.6$, $w_5 = 0.1$, $w_6 = 0.9$.

$$w_5 = w_5 + c_3 \\cdot y_1 = 0.1 + (-0.076) \\cdot 0.8 = 0.0392$$

$$w_6 = w_6 + c_3 \\cdot y_2 = 0.9 + (-0.076) \\cdot 1.2 = 0.8088$$

$$w_1 = 0.5 + (-0.0076) \\cdot 0 = 0.5, \\quad w_2 = 0.6 + (-0.0076) \\cdot 1 = 0.5924$$
"""


def test_the_rule_of_another_layer_is_not_meant_where_only_a_whole_number_is_near() -> None:
    assert not wrong(LAYERS)
    assert wrong(LAYERS.replace("0.5924", "0.5942")) == [("0.5942", "0.5924")]


STEPPED = """$q_0 = 0.5$, $\\alpha = 0.01$, $m = 0.24$.

$$q_1 = q_0 - \\alpha \\cdot m = 0.5 - 0.0024 = 0.4976$$

$$q_2 = q_1 - \\alpha \\cdot 0.0347 / \\sqrt{0.04} = q_1 - 0.001735 = 0.495865$$
"""


def test_a_term_that_is_far_off_is_found_beside_one_that_stays_a_symbol() -> None:
    assert not wrong(STEPPED)
    # The root is lost, and the result is right.
    assert wrong(STEPPED.replace("0.001735", "0.008675")) == [("0.008675", "0.001735")]


@pytest.mark.parametrize("told", ["so it is 0.6500", "so $q = 0.6500$", "so H(a) = 0.6500"])
def test_a_sentence_may_conclude_what_looks_like_an_operand(told: str) -> None:
    entropy = "$h = -0.4 \\log_2 0.4 - 0.6 \\log_2 0.6 = 0.9710$"
    assert not wrong(f"Before: {entropy}.\n\n- Branch a: {told}.\n")


MATRICES = r"""$$x = \begin{bmatrix} 0.8 \\ -0.5 \end{bmatrix}, \quad
W = \begin{bmatrix} 0.15 & -0.40 \\ 0.62 & 0.30 \end{bmatrix}, \quad
U = \begin{bmatrix} 0.2 & 0.7 \\ 0.1 & -0.3 \end{bmatrix}, \quad \alpha = 0.5, \quad
G = \begin{bmatrix} 0.1 & 0.2 \\ -0.1 & 0.3 \end{bmatrix}$$

$$z = W x = \begin{bmatrix} 0.32 \\ 0.346 \end{bmatrix}, \quad
v = U z = \begin{bmatrix} 0.3062 \\ -0.0718 \end{bmatrix}$$

$$W_{\text{new}} = W - \alpha G = \begin{bmatrix} 0.10 & -0.50 \\ 0.67 & 0.15 \end{bmatrix}$$

Again: $$z_{\text{new}} = \begin{bmatrix} 0.33 \\ <z> \end{bmatrix}, \quad
v_{\text{new}} = \begin{bmatrix} 0.3887 \\ <v> \end{bmatrix}$$
"""


def test_new_lists_are_what_the_formulas_of_the_old_ones_make() -> None:
    right = MATRICES.replace("<z>", "0.461").replace("<v>", "-0.1053")
    assert not wrong(right)
    # Each with one that is still the old one, and one with a slip.
    assert wrong(right.replace("-0.1053", "-0.0718")) == [("0.0718", "0.1053")]
    assert wrong(right.replace("0.461", "0.416")) == [("0.416", "0.461")]
    # Of a bias that moved, too, the page says nothing.
    assert not wrong(right.replace("0.33 ", "0.38 ").replace("0.461", "0.512"))
