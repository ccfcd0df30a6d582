"""What lessons on neural networks leave to their readers, and what it may not hide."""

from __future__ import annotations

import mathdoctest
from mathdoctest import Claim


def claims(text: str) -> list[Claim]:
    return list(mathdoctest.check(text).claims)


def wrong(text: str) -> list[tuple[str, str]]:
    """The numbers that are called wrong, each with what it should be."""
    return [(c.text, c.expected) for c in claims(text) if c.verdict == "wrong"]


def undecided(text: str) -> list[str]:
    return [c.text for c in claims(text) if c.verdict not in ("verified", "wrong")]


# ------------------------------------------------------------------ lists told one by one


def test_a_sum_whose_symbols_go_on_to_different_ends_has_terms_that_nobody_told() -> None:
    page = (
        r"$g_1 = 0.5$, $x_1 = 2$, $x_2 = 4$. Then $S = \sum_i g_i x_i = 3.25$."
        "\n\n"
        r"$y_1 = 3$, $y_2 = 5$ and $T = \sum_i x_i y_i = {}$."
    )
    assert not wrong(page.format("26.0"))
    assert wrong(page.format("27.0")) == [("27.0", "26.0")]


def test_what_was_told_one_by_one_is_a_list_where_a_formula_needs_one() -> None:
    page = (
        r"$x = [1, 3]$ and $y = [0.2, 0.5]$. With $d_k = (x_k - y_k) x_k$ we get"
        "\n\n"
        r"$$d_1 = (1 - 0.2) \cdot 1 = {}, \qquad d_2 = (3 - 0.5) \cdot 3 = 7.5$$"
        "\n\n"
        r"$$G = d x^T = \begin{{bmatrix}} 0.8 & {} \\ 7.5 & 22.5 \end{{bmatrix}}$$"
        "\n\n"
        r"$$\frac{{\partial E}}{{\partial b}} = d = [0.8, {}]$$"
    )
    assert not wrong(page.format("0.8", "2.4", "7.5"))
    assert not undecided(page.format("0.8", "2.4", "7.5"))
    assert wrong(page.format("0.9", "2.4", "7.5")) == [("0.9", "0.8")]
    assert wrong(page.format("0.8", "2.6", "7.5")) == [("2.6", "2.4")]
    assert wrong(page.format("0.8", "2.4", "7.9")) == [("7.9", "7.5")]


def test_elsewhere_a_letter_is_no_list_of_its_numbered_ones() -> None:
    page = r"The roots of $x^2 - 5x + 6 = (x - 2)(x - 3)$ are $x_1 = 2$ and $x_2 = 3$. "
    more = r"So $x^2 - 5x + 6 = (x - 2)(x - 3)$ with $x_1 + x_2 = {}$."
    report = mathdoctest.check(page + more.format("5"))
    assert not [f for f in report.findings if f.verdict == "wrong" and not f.advice]
    assert wrong(page + more.format("6")) == [("6", "5")]


# ------------------------------------------------------------------ new values told at once


_TWO_LAYERS = (
    r"$V_1 = \begin{{bmatrix}} 0.5 & 0.2 \end{{bmatrix}}$, "
    r"$V_2 = \begin{{bmatrix}} 0.7 & 0.9 \end{{bmatrix}}$, "
    r"$G_1 = \begin{{bmatrix}} 0.13 & 0.41 \end{{bmatrix}}$, "
    r"$G_2 = \begin{{bmatrix}} 0.37 & 0.25 \end{{bmatrix}}$ and $\mu = 0.1$."
    "\n\n"
    r"$$V_2 := V_2 - \mu G_2 = \begin{{bmatrix}} 0.663 & 0.875 \end{{bmatrix}}$$"
    "\n\n"
    r"$$V_1 := \begin{{bmatrix}} {} & {} \end{{bmatrix}}$$"
)


def test_a_new_value_told_in_numbers_is_what_the_update_of_its_sibling_makes() -> None:
    assert not wrong(_TWO_LAYERS.format("0.487", "0.159"))
    assert wrong(_TWO_LAYERS.format("0.487", "0.195")) == [("0.195", "0.159")]


def test_a_new_list_that_nothing_tells_of_is_taken_as_it_is() -> None:
    page = (
        r"$p = [0.1, 0.2]$, and a step later $p := [0.83, 0.46]$ with $2 p_1 = 2 \cdot 0.83 = {}$"
    )
    assert not wrong(page.format("1.66"))
    assert wrong(page.format("1.76")) == [("1.76", "1.66")]


# ------------------------------------------------------------------ convolutions


_IMAGE = r"$I = \begin{{bmatrix}} 1 & 2 & 0 \\ 0 & 3 & 1 \\ 4 & 0 & 2 \end{{bmatrix}}$"


def test_a_star_between_matrices_that_make_no_product_is_a_convolution() -> None:
    # By hand: 1 + 2·2 - 3 = 2, 2 + 0·2 - 1 = 1, 0 + 3·2 - 0 = 6 and 3 + 1·2 - 2 = 3.
    page = (
        _IMAGE
        + r" and $K = \begin{{bmatrix}} 1 & 2 \\ 0 & -1 \end{{bmatrix}}$, so $S = I * K + 0.5 = "
        r"\begin{{bmatrix}} {} & 1.5 \\ 6.5 & 3.5 \end{{bmatrix}}$."
    )
    assert not wrong(page.format("2.5"))
    assert not undecided(page.format("2.5"))
    assert wrong(page.format("2.8")) == [("2.8", "2.5")]


def test_the_printed_result_tells_how_a_convolution_is_meant() -> None:
    # By hand: 1·(-1) + 0·2 + 3·1 = 2, 2·(-1) + 3·2 + 1·1 = 5, 4·2 + 0 = 8, 3·(-1) + 2·1 = -1.
    turned = (
        _IMAGE + r" and $K = \begin{{bmatrix}} 1 & 2 \\ 0 & -1 \end{{bmatrix}}$, so $S = I * K = "
        r"\begin{{bmatrix}} 2 & {} \\ 8 & -1 \end{{bmatrix}}$."
    )
    assert not wrong(turned.format("5"))
    assert wrong(turned.format("7")) == [("7", "5")]
    full = r"$x = [1, 2, 3]$, $h = [0.5, 0.25]$ and $y = x * h = [0.5, 1.25, {}, 0.75]$"
    assert not wrong(full.format("2.0"))
    assert wrong(full.format("2.1")) == [("2.1", "2.0")]


# ------------------------------------------------------------------ constants and functions


def test_subscripts_make_no_names_of_the_two_constants() -> None:
    page = (
        r"Priors $\pi_A = 0.4$ and errors $e_1 = 0.5$, $e_2 = 0.25$: $\frac{{1}}{{\sqrt{{2\pi}}}} "
        r"\approx {}$, $e^{{-0.5}} \approx {}$ and $e_1 + \pi_A = 0.9$."
    )
    assert not wrong(page.format("0.3989", "0.6065"))
    assert not undecided(page.format("0.3989", "0.6065"))
    assert wrong(page.format("0.3998", "0.6065")) == [("0.3998", "0.3989")]
    assert wrong(page.format("0.3989", "0.6056")) == [("0.6056", "0.6065")]


def test_a_function_may_be_declared_for_one_number_among_its_arguments() -> None:
    page = r"Let $g(x; m, 2) = \frac{{(x - m)^2}}{{2}}$. Then $g(3; 1, 2) = {}$"
    assert not wrong(page.format("2.0"))
    assert wrong(page.format("2.5")) == [("2.5", "2.0")]
    assert not wrong(page.format("2.0") + " and $g(3; 1, 4) = 0.5$.")


def test_the_value_of_a_sigmoid_at_a_number_is_no_datum() -> None:
    page = r"Then $\sigma(0.3) = {}$, $\sigma(-1.2) = 0.2315$ and $-\ln \sigma(0.3) = {}$."
    assert not wrong(page.format("0.5744", "0.5544"))
    assert not undecided(page.format("0.5744", "0.5544"))
    assert wrong(page.format("0.5474", "0.5544")) == [("0.5474", "0.5744")]
    assert wrong(page.format("0.5744", "0.5545")) == [("0.5545", "0.5544")]
