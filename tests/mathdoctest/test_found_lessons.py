"""What lessons on neural networks leave to their readers, and what it may not hide."""

from __future__ import annotations

import pytest
from verdicts import undecided, wrong

import mathdoctest

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


# ------------------------------------------------------------------ once more with new values


_ONE_STEP = (
    r"$x = 2$, $w = 0.5$, $b = 0.25$ and $o = w x + b = 0.5 \cdot 2 + 0.25 = 1.25$."
    "\n\n"
    r"One step later $w' = w - 0.1 = 0.4$ and $b' = b - 0.05 = 0.2$. "
)


def test_a_result_told_with_new_values_is_not_the_old_one() -> None:
    # 0.4 · 2 + 0.2
    page = _ONE_STEP + "A second pass gives $o = {}$."
    assert not wrong(page.format("1.00"))
    assert not undecided(page.format("1.00"))
    assert wrong(page.format("1.01")) == [("1.01", "1.00")]
    assert wrong(_ONE_STEP + "The output was $o = 1.52$.") == [("1.52", "1.25")]


def test_a_result_with_new_values_that_the_page_does_not_tell_is_taken_as_it_is() -> None:
    page = (
        r"$x_1 = 2$, $x_2 = 3$, $w_1 = 0.5$, $w_2 = 0.25$ and "
        r"$o = w_1 x_1 + w_2 x_2 = 0.5 \cdot 2 + 0.25 \cdot 3 = 1.75$."
        "\n\n"
        r"Now $w_1' = w_1 - 0.1 = 0.4$ and so on. A second pass gives $o = 1.49$."
    )
    assert not wrong(page)
    assert wrong(page.replace("= 1.75", "= 1.85")) == [("1.85", "1.75")]


# ------------------------------------------------------------------ tables of named rows


def test_a_last_row_of_sums_does_not_hide_what_the_head_says() -> None:
    page = (
        "$x_1 = 3$, $x_2 = 5$\n\n| $i$ | $x_i^2$ |\n|---|---|\n| 1 | {} |\n| 2 | 25.0 |\n"
        "| sum | 34.0 |\n"
    )
    assert not wrong(page.format("9.0"))
    assert wrong(page.format("9.1")) == [("9.1", "9.0")]


def test_a_letter_may_run_in_a_subscript_beside_a_capital() -> None:
    page = (
        "| $i$ | $g_{{iA}}$ |\n|---|---|\n| 1 | 0.25 |\n| 2 | 0.75 |\n\n"
        "$S = \\sum_i g_{{iA}} = {}$ and $g_{{2A}} - g_{{1A}} = {}$"
    )
    assert not wrong(page.format("1.00", "0.50"))
    assert wrong(page.format("1.10", "0.50")) == [("1.10", "1.00")]
    assert wrong(page.format("1.00", "0.52")) == [("0.52", "0.50")]


_STEP = (
    r"\(w_1 = 0.14\), \(w_2 = 0.3125\) and $n = w_1 + 2 w_2 = 0.14 + 2 \cdot 0.3125 = 0.765$."
    "\n\n"
    r"$\frac{{\partial E}}{{\partial w_1}} = 0.8 \cdot 0.75 = 0.60$ and "
    r"$\frac{{\partial E}}{{\partial w_2}} = 0.8 \cdot 0.25 = 0.20$. With $\eta = 0.1$ it is "
    r"$w_1' = w_1 - \eta \frac{{\partial E}}{{\partial w_1}} = 0.080$, and so on:"
    "\n\n| | old | gradient | new |\n|---|---|---|---|\n"
    "| \\(w_1\\) | 0.14 | {} | 0.080 |\n| \\(w_2\\) | 0.3125 | 0.20 | {} |\n"
)


def test_words_over_the_columns_say_what_each_row_tells_of_its_symbol() -> None:
    assert not wrong(_STEP.format("0.60", "0.2925"))
    assert not undecided(_STEP.format("0.60", "0.2925"))
    assert wrong(_STEP.format("0.66", "0.2925")) == [("0.66", "0.60")]
    assert wrong(_STEP.format("0.60", "0.2952")) == [("0.2952", "0.2925")]


def test_a_figure_is_not_shown_exact_by_one_that_rests_on_a_badly_rounded_one() -> None:
    # The weights may be 0.12344 and 0.45644: then 1.6159 is right, and 0.8079 is half of it.
    page = (
        "| $i$ | $g_i$ | $x_i$ |\n|---|---|---|\n| 1 | 0.1234 | 2.0 |\n| 2 | 0.4564 | 3.0 |\n\n"
        r"$$M = \frac{\sum_i g_i x_i}{2} = \frac{1.6159}{2} = 0.8080$$"
        "\n\n"
        r"$$V = \sum_i g_i x_i^2 = 4.6014$$"
    )
    assert not wrong(page)


def test_a_head_that_says_what_a_column_is_may_have_its_symbol_in_a_fraction() -> None:
    page = (
        "$m = 0.5$, $s = 1.25$, $c = 1.5$\n\n"
        r"| $x_i$ | $\hat{{x}}_i = \frac{{x_i - m}}{{s}}$ | $y_i = c \hat{{x}}_i + 0.2$ |"
        "\n|---|---|---|\n| 1.7 | {} | 1.64 |\n| 0.6 | 0.08 | {} |\n"
    )
    assert not wrong(page.format("0.96", "0.32"))
    assert not undecided(page.format("0.96", "0.32"))
    assert wrong(page.format("0.69", "0.32"))[0] == ("0.69", "0.96")
    assert wrong(page.format("0.96", "0.35")) == [("0.35", "0.32")]


def test_few_digits_of_a_sentence_do_not_tell_what_the_same_digits_stand_for() -> None:
    page = (
        r"$a = 0.4 \cdot 2.6 = 1.04$, $r = 5 - 1.932 = 3.068$."
        "\n\nNow a point (0.5, 3.1). "
        r"Then $e = 0.8 - 3.1 = -2.3$ and $q = (-2.3)^2 = {}$."
    )
    assert not wrong(page.format("5.29"))
    assert wrong(page.format("5.92")) == [("5.92", "5.29")]


def test_what_was_computed_in_numbers_alone_may_lead_anywhere() -> None:
    # How h comes from z no formula says, so the gradient is no slip of 0.
    page = (
        r"$x = 2$, $w = 0.5$, $z = 0.5 \cdot 2 = 1$, $h = \tanh(w x) = 0.7616$, $L = h^2 = 0.5800$ "
        r"and $\frac{\partial L}{\partial z} = 2 \cdot 0.7616 \cdot (1 - 0.7616^2) = 0.6397$."
    )
    assert not wrong(page)


def test_a_policy_is_no_multiple_of_the_number_pi() -> None:
    page = (
        r"$$\pi(1) = \frac{e^{0.2}}{e^{0.2} + e^{-0.1}} = 0.5744$$"
        "\n\n"
        r"$$\pi(2) = \frac{e^{-0.1}}{e^{0.2} + e^{-0.1}} = %s$$"
        "\n\nA circle of radius 2 has the area $F = \\pi \\cdot 2^2 = 12.566$.\n"
    )
    # The second one is 0.904837 of 1.221403 + 0.904837.
    assert not wrong(page % "0.4256")
    assert wrong(page % "0.4265") == [("0.4265", "0.4256")]
    assert wrong(r"$A = \pi(9) = 28.28$") == [("28.28", "28.27")]


def test_a_gradient_by_an_error_term_told_in_numbers_agrees_at_these() -> None:
    page = (
        r"$x = 2$, $w = 0.5$, $t = 0.7$, $y = w x = 1$ and $E = \frac{1}{2} (y - t)^2 = 0.045$. "
        r"So $\delta = 0.3$ and $\frac{\partial E}{\partial w} = \delta x = %s$."
    )
    assert not wrong(page % "0.6")
    assert wrong(page % "0.7") == [("0.7", "0.6")]
    # By what the gradient does rest on it has to agree in general: here x happens to be 2.
    page = (
        r"$x = 2$, $w = 0.5$, $t = 0.7$, $y = w x = 1$ and $E = y t = 0.7$. "
        r"Then $\frac{\partial E}{\partial w} = %s t = 1.4$."
    )
    assert mathdoctest.check(page % "x").ok()
    assert not mathdoctest.check(page % r"4 w").ok()


# ------------------------------------------------------------------ updates of lists


UPDATED = r"""
$$z = \begin{bmatrix} 0.7 & 0.8 & 0.9 \end{bmatrix} \begin{bmatrix} 0.5 \\ 0.6 \\ 0.7 \end{bmatrix}
 + 0.1 = 1.56$$

$$w %s w - 0.1 \begin{bmatrix} -0.0221 & -0.0255 & -0.0283 \end{bmatrix}
 = \begin{bmatrix} 0.7022 & %s & 0.9028 \end{bmatrix}$$
"""


def test_an_update_begins_with_the_list_that_was_put_in_for_no_symbol() -> None:
    for assigns in (":=", "=", r"\leftarrow"):
        page = UPDATED % (assigns, "0.8026")
        assert not wrong(page)
        assert not undecided(page)
        # 0.8 + 0.1 · 0.0255 = 0.80255
        assert wrong(UPDATED % (assigns, "0.8062")) == [("0.8062", "0.8026")]


def test_an_update_of_what_the_page_gives_nowhere_is_not_one_of_a_number() -> None:
    page = (
        r"$$w := w - 0.1 \begin{bmatrix} -0.02 & -0.04 \end{bmatrix}"
        r" = \begin{bmatrix} 0.302 & 0.504 \end{bmatrix}$$"
    )
    assert not wrong(page)


def test_a_list_of_new_values_is_what_the_formulas_of_its_entries_make_of_new_data() -> None:
    page = (
        r"$z_1 = 0.2$ and $z_2 = 0.9$. With $S = \sum_k e^{z_k} = 3.6810$ we get "
        r"$y_1 = \frac{e^{z_1}}{S} = 0.3318$ and $y_2 = \frac{e^{z_2}}{S} = 0.6682$."
        "\n\n"
        r"After the step $z' = [0.1, 1.0]$, and then $y' = [0.2891, %s]$."
    )
    # e^0.1 = 1.105171 and e^1 = 2.718282
    assert not wrong(page % "0.7109")
    assert wrong(page % "0.7019") == [("0.7019", "0.7109")]


def test_a_column_of_gradients_is_the_matrix_that_the_page_tells() -> None:
    page = (
        r"$x_1 = 2$, $x_2 = 3$ and $\delta = 0.7 \cdot 0.5 = 0.35$, so"
        "\n\n"
        r"$$\frac{\partial \mathcal{L}}{\partial W} = \delta [x_1, x_2]"
        r" = \begin{bmatrix} 0.70 & 1.05 \end{bmatrix}$$"
        "\n\n| weight | before | gradient |\n|---|---|---|\n"
        "| $W_{1}$ | 0.35 | 0.70 |\n| $W_{2}$ | 0.20 | %s |\n"
    )
    assert not wrong(page % "1.05")
    assert wrong(page % "1.50") == [("1.50", "1.05")]


def test_an_operand_far_back_is_no_slip_where_what_lies_between_stays_wrong() -> None:
    # 1.4475 is not what the products come to, and 0.3 for 0.9 would not make it so either.
    page = (
        r"$$z = 0.7 \cdot 0.5769 + 0.8 \cdot 0.6627 + 0.9 \cdot 0.7358 + 0.1 = 1.4475$$"
        "\n\n"
        r"$$a = \frac{1}{1 + e^{-z}} = 0.8078, \qquad d = (a - 1) a (1 - a) = -0.0384$$"
    )
    assert "0.9" not in [text for text, _ in wrong(page)]
    assert "1.4475" in [text for text, _ in wrong(page)]


# ------------------------------------------------------------------ entropy of each branch


BRANCHES = r"""#### i. Income = High

$$\text{Entropy} = -0.5 \log_2 0.5 - 0.5 \log_2 0.5 = 1$$

#### ii. Income = Medium

$$\text{Entropy} = -\frac{4}{6} \log_2 \frac{4}{6} - \frac{2}{6} \log_2 \frac{2}{6}$$
$$\frac{4}{6} = 0.667, \quad \frac{2}{6} = 0.333$$
$$= -0.667 \times (-0.585) - 0.333 \times (-1.585)$$
$$= 0.390 + 0.528 = %s$$
"""


def test_headings_that_give_a_property_another_value_are_cases() -> None:
    assert not wrong(BRANCHES % "0.918")
    assert wrong(BRANCHES % "0.981") == [("0.981", "0.918")]


# ------------------------------------------------------------------ layers counted from zero


def test_entries_told_one_by_one_say_that_lists_are_counted_from_zero() -> None:
    page = (
        r"$x = [1.0, 2.0]$, $W_1 = \begin{bmatrix} 0.5 & -0.1 \\ -0.3 & 0.8 \end{bmatrix}$ and "
        r"$b_1 = [0.1, -0.1]$. With $a_1 = W_1 x + b_1$ we get"
        "\n\n"
        r"$$a_{1,0} = 0.5 \cdot 1.0 + (-0.1) \cdot 2.0 + 0.1 = 0.5 - 0.2 + 0.1 = 0.4$$"
        "\n"
        r"$$a_{1,1} = (-0.3) \cdot 1.0 + 0.8 \cdot 2.0 + (-0.1) = -0.3 + 1.6 - 0.1 = %s$$"
    )
    assert not wrong(page % "1.2")
    assert wrong(page % "1.3") == [("1.3", "1.2")]


def test_lists_are_multiplied_in_pairs_where_a_list_is_printed() -> None:
    page = (
        r"$W = \begin{bmatrix} 0.2 & 0.3 \end{bmatrix}$, $a = \begin{bmatrix} 0.5 \\ 0.6 "
        r"\end{bmatrix}$ and $s = -0.4$. Then"
        "\n\n"
        r"$$d = s \cdot W \cdot a \cdot (1 - a)$$"
        "\n\n"
        r"$$= -0.4 \cdot [0.2, 0.3] \cdot [0.5(1 - 0.5), 0.6(1 - 0.6)] = [-0.0200, %s]$$"
    )
    # -0.4 · 0.3 · 0.24 = -0.0288
    assert not wrong(page % "-0.0288")
    assert wrong(page % "-0.0282") == [("0.0282", "0.0288")]
    assert not wrong(r"$w = [1, 2]$, $x = [3, 4]$ and $w \cdot x = [1, 2] \cdot [3, 4] = 11$")


_SIX = r"""
$$z_1 = w_1 x_1 + w_2 x_2 = 0.5 \cdot 1 + 0.2 \cdot 2 = 0.9$$
$$z_2 = w_3 x_1 + w_4 x_2 = -0.3 \cdot 1 + 0.8 \cdot 2 = {}$$

With $\delta = 0.2$ we have $\frac{{\partial L}}{{\partial w_3}} = \delta x_1 = 0.2 \cdot 1 = 0.2$.
So $\delta \cdot w_3 = 0.2 \cdot (-0.3) = {}$. With the rate $\eta = 0.5$ each weight is updated as
$w_i \leftarrow w_i - \eta \frac{{\partial L}}{{\partial w_i}}$.

| Weight | Old | New |
|---|---|---|
| $w_3$ | -0.3 | -0.4 |
"""


def test_a_rule_for_all_weights_says_nothing_of_them_before_it() -> None:
    assert not wrong(_SIX.format("1.3", "-0.06"))
    assert wrong(_SIX.format("1.4", "-0.06")) == [("1.4", "1.3")]
    assert wrong(_SIX.format("1.3", "-0.08")) == [("0.08", "0.06")]


def test_an_update_of_a_sibling_with_data_that_nothing_tells_is_no_rule() -> None:
    page = (
        r"$x_1 = 0.22$, $w_0 = 0.0448$, $w_1 = 0.0706$, $y = 0$, $p = 0.518$ and $\alpha = 0.1$."
        "\n\n"
        r"$$w_0 = w_0 - \alpha (p - y)$$ $$w_1 = w_1 - \alpha (p - y) x_1$$"
        "\n\n"
        r"$$w_0 = 0.0448 - 0.1(0.518) = %s$$"
    )
    assert not wrong(page % "-0.007")
    assert wrong(page % "-0.006") == [("0.006", "0.007")]


def test_a_gradient_told_as_a_number_may_be_rounded() -> None:
    page = (
        r"$w_1 = 0.35$, $w_2 = -0.4$ and $\eta = 0.6$. Now $g = 0.35 \cdot 0.5 = 0.175$."
        "\n\n"
        r"* $\frac{\partial E}{\partial w_2} = -0.007401$"
        "\n\n"
        r"$$w_2^{+} = w_2 - \eta \frac{\partial E}{\partial w_2} = %s$$"
    )
    # Between -0.3955591 and -0.3955597.
    assert not wrong(page % "-0.395560")
    assert not wrong(page % "-0.395559")
    assert wrong(page % "-0.395595") == [("0.395595", "0.395559")]


def test_a_matrix_beside_one_of_another_shape_is_of_new_data() -> None:
    page = (
        r"$$Q = \begin{pmatrix} 1 & 0 \\ 0 & 1 \\ 1 & 1 \end{pmatrix}, \quad "
        r"K = \begin{pmatrix} 1 & 0 \\ 0 & 0 \\ 1 & 1 \end{pmatrix}$$"
        "\n\n**Another example:**\n\n"
        r"$$Q = \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}, \quad "
        r"K = \begin{pmatrix} 1 & 0 \\ 0 & 1 \\ 1 & 1 \end{pmatrix}$$"
        "\n\n"
        r"$$Q K^\top = \begin{pmatrix} 1 & 0 & 1 \\ 0 & %s & 1 \end{pmatrix}$$"
    )
    assert not wrong(page % "1")
    assert wrong(page % "2") == [("2", "1")]


# ------------------------------------------------------------------ rectified units


_RECTIFIED = r"""
$x = {x}$, $w = 0.5$, $v = 3$ and $t = 1$. With $z = w x$, $h = \max(0, z)$, $y = v h$ and
$L = (y - t)^2$ the gradient is
$$\frac{{\partial L}}{{\partial w}} = {gradient}$$
"""


def test_a_rectified_unit_passes_its_gradient_on_or_nothing() -> None:
    def loss(w: float, x: float) -> float:
        return (3 * max(0.0, w * x) - 1) ** 2

    for x in (2, -2):
        # By central differences, which know nothing of how a maximum is differentiated.
        gradient = (loss(0.5 + 1e-6, x) - loss(0.5 - 1e-6, x)) / 2e-6
        assert not wrong(_RECTIFIED.format(x=x, gradient=f"{gradient:.2f}"))
        assert wrong(_RECTIFIED.format(x=x, gradient=f"{gradient + 1:.2f}"))


def test_the_derivative_of_relu_is_known_by_its_name() -> None:
    page = r"$z = [0.4, -1.2]$ and $\text{ReLU}'(z) = [1, %s]$"
    assert not wrong(page % "0")
    assert wrong(page % "1") == [("1", "0")]


def test_a_general_formula_says_what_each_gradient_is() -> None:
    page = (
        r"$x_1 = 2$, $x_2 = 3$, $d_1 = 0.7$, $d_2 = -0.2$, $w_{11} = 0.5$, $w_{12} = -0.4$ and "
        r"$\text{lr} = 0.1$. With $\partial L / \partial w_{ji} = d_j x_i$ we get"
        "\n\n| weight | old | gradient | new |\n|---|---|---|---|\n"
        "| $w_{11}$ | 0.5 | 1.4 | 0.36 |\n| $w_{12}$ | -0.4 | {} | {} |\n"
        "| $w_{21}$ | 0.1 | -0.4 | 0.14 |\n| $w_{22}$ | 0.2 | -0.6 | 0.26 |\n"
    )
    assert not wrong(page.replace("{}", "%s") % ("2.1", "-0.61"))
    assert wrong(page.replace("{}", "%s") % ("2.2", "-0.61")) == [("2.2", "2.1")]
    assert wrong(page.replace("{}", "%s") % ("2.1", "-0.16")) == [("0.16", "0.61")]


def test_another_function_that_a_line_names_is_what_its_letter_means_there() -> None:
    page = (
        r"$\sigma(z) = \frac{1}{1 + e^{-z}}$ and $\sigma(0.5) = 0.6225$."
        "\n\n"
        r"$a = [0.6, -0.3]$"
        "\n\n"
        r"- ReLU gradient: $\sigma'(a) = [1, %s]$"
    )
    assert not wrong(page % "0")
    assert wrong(page % "1") == [("1", "0")]


def test_a_gradient_may_be_named_by_what_it_is_taken_of_alone() -> None:
    page = (
        r"$A = [0.5, 0.2]$, $\alpha = 0.1$ and $\nabla_A = 2 A = [1.0, 0.4]$, "
        r"so $A' = A - \alpha \nabla_A = [0.4, %s]$"
    )
    assert not wrong(page % "0.16")
    assert not undecided(page % "0.16")
    assert wrong(page % "0.61") == [("0.61", "0.16")]


def test_a_long_result_is_none_of_a_formula_that_it_is_no_slip_of() -> None:
    # The formula of w_6 would make 0.237 of w_2, whose gradient is another one.
    page = (
        r"$w_6 = 0.40$, $w_2 = 0.27$, $\eta = 0.4$, $d = 0.135041031$ and $h_2 = 0.610876967$. "
        r"$$w_6^{+} = w_6 - \eta d h_2 = 0.40 - 0.4 \cdot 0.135041031 \cdot 0.610876967"
        r" = 0.367002618$$"
        "\n\nThe remaining one:\n\n$w_2^{+} = 0.265534054$\n"
    )
    assert not wrong(page)


@pytest.mark.parametrize(
    "words", ["Supongamos ahora", "Nehmen wir an", "Supposons maintenant", "Supponiamo ora"]
)
def test_data_are_supposed_in_other_languages_too(words: str) -> None:
    page = (
        r"$z = 0.2$ and $\hat{y} = \frac{1}{1 + e^{-z}} \approx 0.55$."
        "\n\n## Next\n\n"
        rf"{words}: $y = 1$, $\hat{{y}} = 0.55$. $L = \frac{{1}}{{2}} (y - \hat{{y}})^2 = %s$"
    )
    assert not wrong(page % "0.10125")
    assert wrong(page % "0.11025") == [("0.11025", "0.10125")]


def test_lists_beside_one_whose_numbers_all_differ_are_another_example() -> None:
    page = (
        "$x = [1, 2]$, $w = [0.4, 0.1]$ and $x_1 + x_2 = 3$.\n\n"
        "$$x = [1, 0.5], \\quad w = [0.2, -0.3]$$\n\nHere $w \\cdot x = %s$."
    )
    assert not wrong(page % "0.05")
    assert wrong(page % "0.50") == [("0.50", "0.05")]


def test_a_cell_worked_out_from_a_rounded_number_is_not_blamed_for_its_last_digit() -> None:
    # The logarithm of 0.26894 is -1.3133, and that of the rounded 0.2689 is -1.3134.
    page = (
        "With $a = -1$, $\\hat{y} = 1/(1+e^{-a})$ and $y = 1$:\n\n"
        "| Step | Computation | Result |\n|---|---|---|\n"
        "| Output | $1/(1+e^{1})$ | 0.2689 |\n\n"
        "Continue ($\\hat{y} = 0.2689$).\n\n"
        "| Step | Computation | Result |\n|---|---|---|\n"
        "| Loss | $-\\log 0.2689$ | %s |\n| Error | $\\hat{y} - y = 0.2689 - 1$ | −0.7311 |\n"
    )
    assert not wrong(page % "1.3133")
    assert not wrong(page % "1.3134")
    assert wrong(page % "1.3331") == [("1.3331", "1.3134")]


def test_dots_leave_out_cells_and_not_those_beside_them() -> None:
    page = "$a = 2$ and $b = 3$. $x = [a b, \\dots, a + b] = [%s, 1, 2, %s]$ and $x_1 + a = %s$"
    assert not wrong(page % (6, 5, 8))
    assert wrong(page % (7, 5, 8)) == [("7", "6")]
    assert wrong(page % (6, 4, 8)) == [("4", "5")]
