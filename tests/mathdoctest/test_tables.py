"""Numbers of a table that nobody bound: what its rows, its head and its page say that they are."""

from __future__ import annotations

import random

import pytest
from verdicts import is_clean, undecided, wrong

import mathdoctest


def undecided_fractions(text: str) -> list[str]:
    """The decimal fractions that nothing was said of."""
    return [text for text in undecided(text) if "." in text]


PRODUCTS = r"""
| deviation of size | deviation of price | product |
|---|---|---|
| -22.5 | -52.5 | 1181.25 |
| -12.5 | -22.5 | {} |
| 7.5 | 7.5 | 56.25 |
| 27.5 | 67.5 | 1856.25 |
"""


def test_a_column_that_only_words_name_is_held_to_what_its_rows_have_in_common() -> None:
    assert "281.25" not in undecided(PRODUCTS.format("281.25"))
    assert not wrong(PRODUCTS.format("281.25"))
    assert wrong(PRODUCTS.format("218.25")) == [("218.25", "281.25")]


LOAN = r"""A loan of $L = 248000$ at the monthly rate $i = 0.0031$ is paid back with $M = 1271$.

| Month | Interest | Principal | Balance |
|---|---|---|---|
| 1 | 768.80 | 502.20 | 247,497.80 |
| 2 | {} | 503.76 | 246,994.04 |
| 3 | 765.68 | {} | 246,488.72 |
"""


def test_a_row_follows_from_the_row_above_and_the_first_one_from_the_page() -> None:
    right = LOAN.format("767.24", "505.32")
    assert not undecided_fractions(right)
    assert not wrong(right)
    assert wrong(LOAN.format("776.24", "505.32")) == [("776.24", "767.24")]
    assert wrong(LOAN.format("767.24", "505.31")) == [("505.31", "505.32")]


EPOCH = r"""
| $x$ | $y$ | $z = 0.6 x - 1.5$ | $\hat{{p}} = \sigma(z)$ | $\hat{{p}} - y$ | loss |
|---|---|---|---|---|---|
| 1 | 0 | -0.9 | 0.2891 | 0.2891 | 0.3412 |
| 2 | 0 | -0.3 | {} | {} | 0.5544 |
| 3.5 | 1 | 0.6 | 0.6457 | -0.3543 | {} |
| 5 | 1 | 1.5 | 0.8176 | -0.1824 | 0.2014 |
"""


def test_the_losses_of_a_batch_follow_from_targets_and_outputs() -> None:
    right = EPOCH.format("0.4256", "0.4256", "0.4375")
    assert not undecided_fractions(right)
    assert not wrong(right)
    assert wrong(EPOCH.format("0.4256", "0.4256", "0.4735")) == [("0.4735", "0.4375")]


def test_what_follows_from_a_slip_in_a_row_is_right_if_the_page_went_on_without_it() -> None:
    assert wrong(EPOCH.format("0.4286", "0.4256", "0.4375")) == [("0.4286", "0.4256")]


BISECTION = r"""$f(x) = x^3 - 2x - 4.5$ on $[2, 3]$:

| step | $a$ | $b$ | $c = \frac{{a+b}}{{2}}$ | $f(c)$ |
|---:|---:|---:|---:|---:|
| 1 | 2 | 3 | 2.5 | 6.1250 |
| 2 | 2 | 2.5 | 2.25 | {} |
| 3 | 2 | 2.25 | {} | 0.8457 |
| 4 | 2 | 2.125 | 2.0625 | 0.1487 |
"""


def test_a_function_of_the_page_is_put_to_the_numbers_of_each_row() -> None:
    assert not wrong(BISECTION.format("2.3906", "2.125"))
    assert not undecided_fractions(BISECTION.format("2.3906", "2.125"))
    assert wrong(BISECTION.format("2.3206", "2.125")) == [("2.3206", "2.3906")]
    assert wrong(BISECTION.format("2.3906", "2.152")) == [("2.152", "2.125")]


MOMENTUM = r"""$\beta = 0.9$, $\eta = 0.1$, and the slope of $E(\theta) = 1.75 \theta^2 - 3 \theta$:

| Step | position | slope | velocity | next |
|---|---|---|---|---|
| 0 | 2 | 4.0000 | 4.0000 | 1.6000 |
| 1 | 1.6000 | 2.6000 | {} | 0.9800 |
| 2 | 0.9800 | 0.4300 | 6.0100 | {} |
| 3 | 0.3790 | -1.6735 | 3.7355 | 0.0055 |
"""


def test_a_step_that_goes_on_from_its_own_last_result_is_followed_through_a_slip() -> None:
    right = MOMENTUM.format("6.2000", "0.3790")
    assert not wrong(right)
    assert "6.2000" not in undecided(right)
    assert wrong(MOMENTUM.format("6.0200", "0.3790")) == [("6.0200", "6.2000")]
    assert wrong(MOMENTUM.format("6.2000", "0.3970")) == [("0.3970", "0.3790")]


SUMS = r"""
| $i$ | $x_i$ | $y_i$ | $x_i y_i$ | $y_i^2$ |
|---|---|---|---|---|
| 1 | 2 | 3.1 | 6.2 | 9.61 |
| 2 | 4 | 4.4 | 17.6 | 19.36 |
| 3 | 5 | 5.9 | 29.5 | 34.81 |
| {} | 11 | 13.4 | 53.3 | {} |
"""


@pytest.mark.parametrize("title", ["Σ", "**Total**", "sum", r"$\sum$"])
def test_a_row_of_sums_adds_up_what_is_above_it_whatever_the_head_says(title: str) -> None:
    assert not wrong(SUMS.format(title, "63.78"))
    assert not {"13.4", "53.3", "63.78"} & set(undecided_fractions(SUMS.format(title, "63.78")))
    assert wrong(SUMS.format(title, "67.38")) == [("67.38", "63.78")]


MEANS = r"""
| run | seconds | degrees |
|---|---|---|
| 1 | 18.42 | 21.3 |
| 2 | 18.35 | 21.9 |
| 3 | 18.39 | 22.2 |
| {} | {} | 21.8 |
"""


@pytest.mark.parametrize("title", ["mean", "**Average**", "Mittelwert"])
def test_a_row_of_means_is_the_mean_of_each_column(title: str) -> None:
    assert not wrong(MEANS.format(title, "18.387"))
    assert wrong(MEANS.format(title, "18.378")) == [("18.378", "18.387")]


NEWTON = r"""$f(x) = x^3 - 2x - 5$ with $f'(x) = 3x^2 - 2$ and $x_0 = 2$:

$$x_1 = x_0 - \frac{{f(x_0)}}{{f'(x_0)}} = 2 - \frac{{-1}}{{10}} = 2.1$$

$$x_2 = x_1 - \frac{{f(x_1)}}{{f'(x_1)}} = 2.1 - \frac{{0.061}}{{11.23}} = 2.09457$$

| $n$ | $x_n$ | $f(x_n)$ |
|---|---|---|
| 0 | 2 | -1 |
| 1 | 2.10000 | 0.06100 |
| 2 | 2.09457 | {} |
"""


def test_a_head_that_was_right_twice_is_right_about_a_number_that_is_far_off() -> None:
    assert not wrong(NEWTON.format("0.00019"))
    assert wrong(NEWTON.format("0.00660")) == [("0.00660", "0.00019")]


CALLS = r"""$\lambda = 2.6$ calls per hour. $P(X = k) = \frac{{\lambda^k}}{{k!}}e^{{-\lambda}}$:

| $k$ | 0 | 1 | 2 | 3 |
|---|---|---|---|---|
| $P(X = k)$ | 0.0743 | 0.1931 | {} | 0.2176 |
"""


def test_rows_may_have_the_place_of_columns() -> None:
    assert not undecided_fractions(CALLS.format("0.2510"))
    assert not wrong(CALLS.format("0.2510"))
    assert wrong(CALLS.format("0.2501")) == [("0.2501", "0.2510")]


def test_a_table_of_measurements_is_called_neither_right_nor_wrong() -> None:
    draw = random.Random(7)  # noqa: S311 -- a sample
    for _ in range(3):
        rows = "\n".join(
            f"| {n} | " + " | ".join(f"{draw.uniform(0.1, 30):.2f}" for _ in range(4)) + " |"
            for n in range(1, 7)
        )
        page = (
            f"$k = 0.35$ and $m = 2.4$\n\n| run | a | b | c | d |\n|---|---|---|---|---|\n{rows}\n"
        )
        report = mathdoctest.check(page)
        assert {c.verdict for c in report.claims if c.kind != "equation"} == {"unverified"}


def test_a_number_that_may_be_the_slip_of_the_one_it_follows_from_is_not_called_wrong() -> None:
    # Either of 3.217 and 1.6035 may be mistyped, and nothing tells which.
    page = r"""
| charge | current |
|---|---|
| 3.125 | 1.5625 |
| 3.217 | 1.6035 |
| 4.581 | 2.2905 |
| 5.273 | 2.6365 |
"""
    assert not wrong(page)


WEIGHTS = r"""$d = 0.25$, $x_1 = 0.8$ and $x_2 = 0.3$.

| weight | gradient | value |
|---|---|---|
| $w_1$ | $d x_1$ | $0.2$ |
| $w_2$ | $-d x_2$ | ${}$ |
"""


def test_a_cell_may_hold_its_number_as_a_formula_beside_what_it_is() -> None:
    report = mathdoctest.check(WEIGHTS.format("-0.075"))
    assert [c.text for c in report.claims if c.kind == "table"] == ["0.2", "0.075"]
    assert not wrong(WEIGHTS.format("-0.075"))
    assert wrong(WEIGHTS.format("-0.057")) == [("0.057", "0.075")]


def test_a_formula_of_a_number_that_the_table_says_nothing_of_is_no_claim() -> None:
    page = "| a | b |\n|---|---|\n| $0.13$ | $0.71$ |\n| $0.92$ | $0.44$ |\n"
    assert mathdoctest.check(page).ok(strict=True)


# ------------------------------------------------------------------ numbers of sentences


SPAM = r"""A mail has the word with the probability $p = 0.8$, and $q = 0.385$ else:

$$P = \frac{{p}}{{p + q}} = \frac{{0.8}}{{0.8 + 0.385}} = 0.6751$$

so it is spam with a probability of {}%.
"""


def test_a_share_in_percent_says_again_what_was_found_just_before() -> None:
    assert not undecided_fractions(SPAM.format("67.5"))
    assert not wrong(SPAM.format("67.5"))
    assert wrong(SPAM.format("76.5")) == [("76.5", "67.5")]
    # What is quite another share is one that the page does not compute.
    assert not wrong(SPAM.format("33.2"))
    assert "33.2" in undecided(SPAM.format("33.2"))


COURSES = r"""$$a = \frac{{10}}{{7}} = 1.42857$$

$$b = \frac{{20}}{{11}} = 1.81818, \qquad c = \sqrt{{3.6}} = 1.897367$$

After two steps the first is at {}, the second at {}.
"""


def test_a_sentence_says_results_again_in_fewer_digits() -> None:
    assert not undecided_fractions(COURSES.format("1.4286", "1.8182"))
    assert not wrong(COURSES.format("1.4286", "1.8182"))
    assert wrong(COURSES.format("1.4286", "8.1182")) == [("8.1182", "1.8182")]
    # Alone, a number is not held to be another one.
    assert not wrong(COURSES.format("9.9999", "8.1182"))


def test_a_value_near_to_another_is_that_of_another_step() -> None:
    assert not wrong(COURSES.format("1.4286", "1.8128"))


GRADIENT = r"""
| $h$ | $y$ | $z = 0.6 h - 1.5$ | $\hat{{p}} = \sigma(z)$ | $\hat{{p}} - y$ |
|---|---|---|---|---|
| 1 | 0 | -0.9 | 0.2891 | 0.2891 |
| 2 | 0 | -0.3 | 0.4256 | 0.4256 |
| 3.5 | 1 | 0.6 | 0.6457 | -0.3543 |
| 5 | 1 | 1.5 | 0.8176 | -0.1824 |

$$g = \frac{{1}}{{4}} \sum_i (\hat{{p}}_i - y_i) h_i
= \frac{{0.2891 \cdot 1 + 0.4256 \cdot 2 - 0.3543 \cdot 3.5 - 0.1824 \cdot 5}}{{4}} = {}$$
"""


def test_a_formula_goes_on_from_the_numbers_of_a_table_with_all_their_digits() -> None:
    # 0.25304, and 0.25294 of what is printed.
    assert not wrong(GRADIENT.format("-0.2530"))
    assert wrong(GRADIENT.format("-0.2503")) == [("-0.2503"[1:], "0.2530")]


STEP = r"""$w_1 = 0.4$, $w_2 = -0.3$, $b = 0.15$, $\eta = 0.5$.

$$\frac{{\partial L}}{{\partial w_1}} = 0.31 \cdot 0.72 = 0.2232, \quad
\frac{{\partial L}}{{\partial w_2}} = 0.31 \cdot (-1.18) = -0.3658, \quad
\frac{{\partial L}}{{\partial b}} = 0.31 \cdot 1 = 0.31$$

$$w_1 := 0.4 - 0.5 \cdot 0.2232 = 0.2884$$

$$w_2 := -0.3 - 0.5 \cdot (-0.3658) = -0.1171$$

$$b := 0.15 - 0.5 \cdot 0.31 = -0.005$$

{}
"""
"""The gradient and the step, computed by hand, before a table that tells them again."""

ROWS = """| Gewicht | vorher | Ableitung | nachher |
|---|---|---|---|
| $w_1$ | {} | 0.2232 | 0.2884 |
| $w_2$ | -0.3 | {} | -0.1171 |
| $b$ | 0.15 | 0.31 | {} |"""

COLUMNS = """| | $w_1$ | $w_2$ | $b$ |
|---|---|---|---|
| vorher | 0.4 | -0.3 | 0.15 |
| Ableitung | 0.2232 | {} | 0.31 |
| nachher | 0.2884 | -0.1171 | {} |"""


def test_a_table_tells_again_what_the_page_names_after_its_symbols_whatever_words_it_has() -> None:
    right = STEP.format(ROWS.format("0.4", "-0.3658", "-0.005"))
    assert not undecided_fractions(right)
    assert not wrong(right)
    assert wrong(STEP.format(ROWS.format("0.4", "-0.3685", "-0.005"))) == [("0.3685", "0.3658")]
    assert wrong(STEP.format(ROWS.format("0.4", "-0.3658", "-0.006"))) == [("0.006", "0.005")]
    assert wrong(STEP.format(ROWS.format("0.4", "0.3658", "-0.005"))) == [("0.3658", "-0.3658")]


def test_the_symbols_may_stand_in_the_head() -> None:
    right = STEP.format(COLUMNS.format("-0.3658", "-0.005"))
    assert not undecided_fractions(right)
    assert not wrong(right)
    assert wrong(STEP.format(COLUMNS.format("-0.3685", "-0.005"))) == [("0.3685", "0.3658")]


def test_a_word_for_the_start_means_the_value_before_the_step() -> None:
    start = ROWS.replace("vorher", "start")
    assert not wrong(STEP.format(start.format("0.4", "-0.3658", "-0.005")))


SLOPES = r"""$w_1 = 0.4$, $w_2 = -0.3$, $x_1 = 1.5$, $x_2 = 0.8$, $t = 0.2$.

$$y = w_1 x_1 + w_2 x_2 = 0.36, \qquad L = (y - t)^2 = 0.0256, \qquad
\frac{{\partial L}}{{\partial y}} = 2 (y - t) = 0.32$$

| Gewicht | Ableitung |
|---|---|
| $w_1$ | {} |
| $w_2$ | 0.256 |
"""
"""By hand: 2 · 0.16 · 1.5 = 0.48 and 2 · 0.16 · 0.8 = 0.256."""


def test_a_table_may_list_derivatives_that_the_page_writes_nowhere() -> None:
    assert not undecided_fractions(SLOPES.format("0.480"))
    assert not wrong(SLOPES.format("0.480"))


def test_a_table_of_one_step_is_not_held_to_what_the_next_step_gives() -> None:
    page = r"""Start: $w_0 = 0.30$ and $b_0 = -0.45$, $z_i = w x_i + b$.

$$p_i = \sigma(z_i) = \frac{1}{1 + e^{-z_i}}$$

| $i$ | $z_i$ | $p_i$ |
|---|---|---|
| 1 | -0.300 | 0.426 |
| 2 | -0.060 | 0.485 |
| 3 | 0.180 | 0.545 |

$$
\begin{aligned}
z_1 &= 0.431 \times 0.5 + (-0.458) = -0.243, & p_1 &= \sigma(-0.243) = 0.440 \\
z_2 &= 0.431 \times 1.3 + (-0.458) = 0.102, & p_2 &= \sigma(0.102) = 0.525 \\
z_3 &= 0.431 \times 2.1 + (-0.458) = 0.447, & p_3 &= \sigma(0.447) = 0.610 \\
\end{aligned}
$$
"""
    assert not wrong(page)


SAMPLE = r"""| $x_i$ | $y_i$ |
|---|---|
| 1.25 | 2.35 |
| 2.10 | 4.05 |
| 3.35 | 5.15 |
| 4.20 | 4.95 |

"""


def test_sums_and_means_that_are_told_of_a_column_are_those_of_its_numbers() -> None:
    # By hand: 10.9, 16.5, 52.6875 - 3.2025 = 49.485 and 10.9 / 4.
    told = SAMPLE + r"$\sum x_i = %s$, $\sum x_i y_i = %s$ and $\bar{x} = %s$"
    assert not wrong(told % ("10.90", "49.485", "2.725"))
    assert wrong(told % ("10.91", "49.458", "2.752")) == [
        ("10.91", "10.90"),
        ("49.458", "49.485"),
        ("2.752", "2.725"),
    ]
    # Another sample, of which the page has no table.
    assert not wrong(told % ("85.2", "310.4", "21.3"))


def test_sums_over_a_column_need_no_telling() -> None:
    # The deviations of x are -1.475, -0.625, 0.625 and 1.475; their squares add up to 5.1325.
    page = SAMPLE + r"$n = 4$ and $$s^2 = \frac{\sum_{i=1}^{n} (x_i - \bar x)^2}{n - 1} = %s$$"
    assert not wrong(page % "1.711")
    assert wrong(page % "1.771") == [("1.771", "1.711")]
    plain = SAMPLE.replace("_i", "") + r"$S_{xx} = %s$ and $S_{xy} = %s$"
    assert not wrong(plain % ("5.1325", "4.5225"))
    assert wrong(plain % ("5.1325", "4.5522")) == [("4.5522", "4.5225")]


def test_a_mean_that_is_told_rounded_is_not_rounded_in_what_is_computed_with_it() -> None:
    page = (
        "| $x$ | $x - \\bar x$ | $(x - \\bar x)^2$ |\n|---|---|---|\n"
        "| 31 | -17.17 | %s |\n| 65 | 16.83 | 283.36 |\n| 38 | -10.17 | %s |\n"
        "| 52 | 3.83 | 14.69 |\n| 59 | 10.83 | 117.36 |\n| 44 | -4.17 | 17.36 |\n\n"
        r"Here $\bar x = 48.167$."
    )
    assert not wrong(page % ("294.69", "103.36"))  # of 17.1666…; 17.167 squared is 294.71
    assert wrong(page % ("294.69", "103.63")) == [("103.63", "103.36")]
    found = mathdoctest.check(page % ("294.69", "103.36"))
    assert not [f.rule for f in found.findings if f.rule == "undefined-symbol"]


def test_what_is_fitted_to_a_table_says_nothing_of_the_numbers_in_it() -> None:
    page = (
        "| $c$ | $A$ | $A/c$ |\n|---|---|---|\n| 1.0 | 0.112 | 0.1120 |\n| 2.0 | 0.231 | 0.1155 |\n"
        "| 3.0 | 0.339 | 0.1130 |\n| 4.0 | 0.458 | 0.1145 |\n\n"
        r"The line $A = a + b c$, with $\bar{c} = 2.5$ and $\bar{A} = 0.285$:"
        "\n\n"
        r"$$b = \frac{\sum (c_i - \bar{c})(A_i - \bar{A})}{\sum (c_i - \bar{c})^2}"
        r" = \frac{0.573}{5.0} = 0.1146$$"
        "\n\n"
        r"$$a = \bar{A} - b \bar{c} = 0.285 - 0.1146 \cdot 2.5 = %s$$"
    )
    assert not wrong(page % "-0.0015")
    assert wrong(page % "-0.0051") == [("0.0051", "0.0015")]


def test_an_end_of_a_bisection_may_stay_what_it_was() -> None:
    page = (
        "| step | $a$ | $b$ | $c$ |\n|:--|:--|:--|:--|\n"
        "| 1 | 2 | 3 | 2.5 |\n| 2 | 2 | 2.5 | 2.25 |\n| 3 | 2 | 2.25 | 2.125 |\n"
        "| 4 | 2 | 2.125 | 2.0625 |\n| 5 | 2.0625 | 2.125 | %s |\n"
    )
    assert not wrong(page % "2.09375")


def test_words_and_units_in_a_head_leave_its_formula_one() -> None:
    page = (
        "| $t$ | payment | factor $1.06^{-t}$ | present value | $t \\cdot$ present value |\n"
        "|--:|--:|--:|--:|--:|\n| 1 | 45 | 0.94340 | 42.45 | 42.45 |\n"
        "| 2 | 45 | 0.89000 | 40.05 | %s |\n| 3 | 45 | %s | 37.78 | 113.35 |\n"
        "| 4 | 45 | 0.79209 | 35.64 | 142.58 |\n| 5 | 1045 | 0.74726 | 780.88 | 3904.42 |\n"
    )
    assert not wrong(page % ("80.10", "0.83962"))
    assert wrong(page % ("83.10", "0.83962")) == [("83.10", "80.10")]
    assert wrong(page % ("80.10", "0.83926")) == [("0.83926", "0.83962")]


def test_a_column_may_be_of_a_mean_that_is_worked_out_below_it() -> None:
    page = (
        "| trial $i$ | $t_i$ (s) | $t_i - \\bar{t}$ (s) |\n|:-:|:-:|:-:|\n"
        "| 1 | 18.94 | -0.07 |\n| 2 | 19.06 | %s |\n| 3 | 18.99 | -0.02 |\n"
        "| 4 | 19.10 | 0.09 |\n| 5 | 18.92 | -0.09 |\n| 6 | 19.05 | 0.04 |\n\n"
        "$$\\bar{t} = \\frac{114.06}{6} = 19.01$$\n"
    )
    assert not wrong(page % "0.05")
    assert wrong(page % "0.08") == [("0.08", "0.05")]
    # Words that make something else of a formula are not held to it.
    other = page.replace("$t_i - \\bar{t}$ (s)", "tenfold $t_i - \\bar{t}$")
    for value in ("-0.07", "-0.02", "0.09", "-0.09", "0.04"):
        other = other.replace(f" {value} |", f" {float(value) * 10:.1f} |")
    assert not wrong(other % "0.5")


def test_the_units_of_the_heads_may_move_the_point_of_a_column() -> None:
    page = (
        "| $U$ / V | $I$ / mA | $R = U/I$ / Ω |\n|:--|:--|:--|\n"
        "| 1.00 | 2.11 | 473.9 |\n| 2.00 | 4.28 | %s |\n| 3.00 | 6.35 | 472.4 |\n"
        "| 4.00 | 8.54 | 468.4 |\n| 5.00 | 10.62 | 470.8 |\n"
    )
    assert not wrong(page % "467.3")
    assert "467.3" not in undecided(page % "467.3")
    assert wrong(page % "476.3") == [("476.3", "467.3")]
    # In one row alone it is a slip of the point.
    assert wrong(page.replace("mA", "A").replace("473.9", "0.4739").replace("472.4", "0.4724")
                 .replace("468.4", "0.4684").replace("470.8", "0.4708") % "467.3") == [
        ("467.3", "0.5")
    ]  # fmt: skip


def test_rows_of_means_variances_and_deviations_are_of_the_numbers_above() -> None:
    page = (
        "| plot | A | B | C |\n|:--|--:|--:|--:|\n"
        "| 1 | 23.1 | 26.4 | 22.0 |\n| 2 | 24.8 | 27.9 | 21.4 |\n"
        "| 3 | 22.9 | 25.5 | 23.6 |\n| 4 | 25.2 | 27.0 | 22.2 |\n"
        "| mean | 24.00 | %s | 22.30 |\n| variance | 1.3667 | 1.0200 | %s |\n"
        "| std. dev. | %s | 1.010 | 0.931 |\n"
    )
    right = ("26.70", "0.8667", "1.169")
    assert not wrong(page % right)
    assert not {"26.70", "0.8667", "1.169"} & set(undecided(page % right))
    assert wrong(page % ("26.73", *right[1:])) == [("26.73", "26.70")]
    assert wrong(page % ("26.70", "0.8676", "1.169")) == [("0.8676", "0.8667")]
    assert wrong(page % ("26.70", "0.8667", "1.196")) == [("1.196", "1.169")]
    # Divided by their number, not by one less: the row shows which.
    every = page.replace("1.3667", "1.0250").replace("1.0200", "0.7650").replace("1.010", "0.875")
    every = every.replace("0.931", "0.806")
    assert not wrong(every % ("26.70", "0.6500", "1.012"))
    assert wrong(every % ("26.70", "0.6050", "1.012")) == [("0.6050", "0.6500")]


def test_an_analysis_of_variance_is_computed_along_its_rows() -> None:
    page = (
        "| source | SS | df | MS | F |\n|:--|--:|--:|--:|--:|\n"
        "| between | 39.387 | 2 | %s | %s |\n| within | 9.760 | 9 | %s | |\n"
        "| total | 49.147 | 11 | | |\n"
    )
    right = ("19.694", "18.16", "1.0844")
    assert not wrong(page % right)
    assert not set(right) & set(undecided(page % right))
    for at, slip in enumerate(("19.649", "18.61", "1.0484")):
        slipped = (*right[:at], slip, *right[at + 1 :])
        assert (slip, right[at]) in wrong(page % slipped)


def test_a_number_behind_a_calculation_is_its_result() -> None:
    page = (
        "| node | formula | price |\n|---|---|---:|\n"
        "| up | $105 \\cdot 1.13315^2$ | 134.82 |\n| even | $105$ | 105.00 |\n"
        "| down | $105 \\cdot 0.88250^2$ | %s |\n"
    )
    assert not wrong(page % "81.77")
    assert wrong(page % "81.76") == [("81.76", "81.77")]
    # What is quite another number means something else.
    assert not wrong(page % "40")


def test_the_next_step_of_a_row_is_that_of_the_next_row() -> None:
    page = (
        "With $\\beta = 0.9$, $\\eta = 0.1$, $v_0 = 0$, $g(\\theta) = 6 \\theta - 8$, "
        "$v_{t+1} = \\beta v_t + g(\\theta_t)$ and $\\theta_{t+1} = \\theta_t - \\eta v_{t+1}$:\n\n"
        "| $t$ | $\\theta_t$ | $g(\\theta_t)$ | $v_{t+1}$ | $\\theta_{t+1}$ |\n"
        "|---|---|---|---|---|\n| 0 | 2 | 4.0000 | 4.0000 | 1.6000 |\n"
        "| 1 | 1.6000 | 1.6000 | %s | 1.0800 |\n"
        "| 2 | 1.0800 | -1.5200 | 3.1600 | %s |\n"
    )
    assert not wrong(page % ("5.2000", "0.7640"))
    assert wrong(page % ("5.0200", "0.7640")) == [("5.0200", "5.2000")]
    assert wrong(page % ("5.2000", "0.7460")) == [("0.7460", "0.7640")]


def test_a_small_number_of_a_list_may_be_rounded_as_its_neighbours_are() -> None:
    page = (
        "| $f_i - \\bar f$ | $(f_i - \\bar f)^2$ |\n|--:|--:|\n| 0.128 | 0.01638 |\n"
        "| 0.023 | %s |\n| -0.126 | 0.01588 |\n| -0.109 | 0.01188 |\n| -0.116 | 0.01346 |\n"
    )
    assert not wrong(page % "0.00053")
    assert not wrong(page % "0.00054")  # of 0.0232
    assert wrong(page % "0.00083") == [("0.00083", "0.00053")]


RESULTS = r"""$x = 0.341$, $a = 2 x + 0.1 = 0.782$, $b = a^2 = 0.611524$ and $c = a b = 0.47821$.

| what | found |
|---|---|
| first | 0.782 |
| second | {} |
| third | 0.47821 |
"""


def test_a_table_says_again_what_the_page_has_found() -> None:
    # 0.782² = 0.611524, and 0.782 · 0.611524 = 0.478212
    assert not undecided_fractions(RESULTS.format("0.611524"))
    assert not wrong(RESULTS.format("0.611524"))
    assert wrong(RESULTS.format("0.161524")) == [("0.161524", "0.611524")]


def test_what_a_table_holds_and_the_page_has_not_found_is_its_own() -> None:
    assert not wrong(RESULTS.format("0.345678"))
    assert undecided_fractions(RESULTS.format("0.345678")) == ["0.345678"]


STATES = r"""$W = 0.5$, $U = 0.1$ and $h_0 = 0$.

| t | $x_t$ | $a_t = W x_t + U h_{{t-1}}$ | $h_t = \tanh(a_t)$ |
|---|---|---|---|
| 1 | 1 | {} | 0.4621 |
| 2 | 2 | 1.0462 | {} |
"""


def test_a_head_without_dollars_counts_the_rows_if_other_heads_have_its_letter() -> None:
    # tanh 0.5 = 0.46212, 1 + 0.1 · 0.46212 = 1.046212, tanh 1.046212 = 0.78032
    assert not wrong(STATES.format("0.5000", "0.7803"))
    assert wrong(STATES.format("0.5100", "0.7803")) == [("0.5100", "0.5000")]
    assert wrong(STATES.format("0.5000", "0.7083")) == [("0.7083", "0.7803")]


UPDATES = r"""
| which | $w_{{old}}$ | Gradient | $w_{{new}} = w_{{old}} - 0.1 \times \text{{grad}}$ |
|---|---|---|---|
| a | 0.500 | 0.02651 | 0.4973 |
| b | -0.200 | -0.02435 | {} |
| c | 0.400 | 0.01218 | 0.3988 |
"""


def test_a_head_may_shorten_the_title_of_another_column() -> None:
    # -0.2 + 0.002435 = -0.197565
    assert not wrong(UPDATES.format("-0.1976"))
    assert wrong(UPDATES.format("-0.1796")) == [("0.1796", "0.1976")]


def test_a_head_that_is_a_command_is_no_letter() -> None:
    assert mathdoctest.check("\\c|\n|-\n").ok()


ACROSS = """
| | one | two | three | mean |
|---|---|---|---|---|
| a | 6 | 8 | 4 | 6.0 |
| b | 8 | 12 | 9 | {} |
| c | 13 | 9 | 11 | 11.0 |
"""


def test_a_column_sums_up_the_numbers_before_it_if_its_head_and_the_other_rows_say_so() -> None:
    # (8 + 12 + 9) / 3 = 9.67
    assert not wrong(ACROSS.format("9.7"))
    assert wrong(ACROSS.format("7.9")) == [("7.9", "9.7")]
    total = ACROSS.replace("mean", "total").replace("| 6.0", "| 18").replace("| 11.0", "| 33")
    assert wrong(total.format("28")) == [("28", "29")]
    other = ACROSS.replace("| 6.0", "| 7.0").replace("| 11.0", "| 12.0")
    assert not wrong(other.format("7.9")), "a head alone tells nothing"


def test_a_table_tells_the_entries_beside_their_indices() -> None:
    page = r"""Let $y = [1, 0]$.

| $i$ | $p_i$ |
|---|---|
| 1 | 0.7 |
| 2 | 0.3 |

Then $q = 2 p_2 = 2 \cdot %s$ and

$$p - y = [0.7 - 1,\ 0.3 - 0] = [-0.3, 0.3]$$
"""
    assert is_clean(page % "0.3 = 0.6")
    assert ("0.4", "0.3") in wrong(page % "0.4 = 0.8")


def test_a_column_that_counts_its_rows_says_nothing_of_the_page() -> None:
    table = "| $i$ | $p_i$ |\n|---|---|\n| 1 | 0.7 |\n| %s | 0.3 |\n"
    assert undecided(table % "2") == []
    assert undecided(table % "4") == ["1", "4"]


def test_a_table_of_factors_gives_them_to_as_many_places_as_it_shows() -> None:
    page = (
        "The rate is **10%%**.\n\n| Year | Factor |\n|---|---|\n| 0 | 1.0000 |\n| 1 | 0.9091 |\n"
        "| 2 | %s |\n| 3 | 0.7513 |\n\n"
        "$D_1 = 70000 \\times 0.9091 = 63637$ and $D_3 = 80000 \\times 0.7513 = %s$\n"
    )
    # With 1.1^-3 it would be 60105.
    assert is_clean(page % ("0.8264", "60104"))
    assert wrong(page % ("0.8264", "61004")) == [("61004", "60104")]
    assert ("0.8246", "0.8264") in wrong(page % ("0.8246", "60104"))


# ------------------------------------------------------------------ worked out again, or beside

STEPS = r"""
| $i$ | $x^{{(i)}}$ | $y^{{(i)}}$ |
|--|--|--|
| 1 | 0.5 | 0 |
| 2 | 1.5 | 0 |
| 3 | 2.0 | 1 |
| 4 | 3.5 | 1 |

$\hat p^{{(i)}} = \sigma(\theta_0 + \theta_1 x^{{(i)}})$ with $\sigma(z) = 1/(1 + e^{{-z}})$,
$\theta_0 = -0.8$ and $\theta_1 = 0.6$.

\begin{{align*}}
z^{{(1)}} &= -0.8 + 0.6 \cdot 0.5 = -0.50 \\
z^{{(2)}} &= -0.8 + 0.6 \cdot 1.5 = 0.10 \\
z^{{(3)}} &= -0.8 + 0.6 \cdot 2.0 = 0.40 \\
z^{{(4)}} &= -0.8 + 0.6 \cdot 3.5 = 1.30
\end{{align*}}

| $i$ | $z^{{(i)}}$ | $\hat p^{{(i)}}$ |
|--|--|--|
| 1 | -0.50 | {first} |
| 2 | 0.10 | 0.5250 |
| 3 | 0.40 | 0.5987 |
| 4 | 1.30 | 0.7858 |

After the step $\theta_0' = -0.8 + 0.1 = -0.7$ and $\theta_1' = 0.6 + 0.05 = 0.65$. The same again:

| $i$ | $z^{{(i)}}$ | $\hat p^{{(i)}}$ |
|--|--|--|
| 1 | -0.375 | 0.4073 |
| 2 | 0.275 | {second} |
| 3 | 0.600 | 0.6457 |
| 4 | 1.575 | 0.8285 |
"""


def test_a_table_of_the_next_step_is_judged_by_the_new_values() -> None:
    # σ(-0.7 + 0.65 · 1.5) = 0.5683; the 0.5250 of the first step was left standing.
    assert not wrong(STEPS.format(first="0.3775", second="0.5683"))
    assert wrong(STEPS.format(first="0.3775", second="0.5638")) == [("0.5638", "0.5683")]


def test_a_number_alone_of_a_column_that_the_page_has_a_formula_for_is_wrong_however_far_off() -> (
    None
):
    # σ(0.5) for σ(-0.5)
    page = STEPS.format(first="0.6225", second="0.5683")
    assert wrong(page) == [("0.6225", "0.3775")]


def test_an_exception_to_what_only_the_numbers_say_of_a_column_is_none_of_its_slips() -> None:
    assert not wrong(
        "| $z$ | $a$ |\n|--|--|\n| 0.734 | 0.734 |\n| 1.256 | 1.256 |\n| 0.333 | 0.333 |\n"
        "| -0.48 | -0.0048 |\n"
    )


DEVIATIONS = """
| plot | $B$ | $\\Delta_B$ | $\\Delta_B^2$ |
|---|---|---|---|
| I | 6.9 | 0.13 | 0.0178 |
| II | 6.2 | -0.57 | {} |
| III | 7.4 | 0.63 | 0.4011 |
| IV | 6.7 | -0.07 | 0.0044 |
| V | 7.1 | 0.33 | 0.1111 |
| VI | 6.3 | -0.47 | 0.2178 |

$$\\bar{{B}} = \\frac{{\\sum B}}{{6}} = \\frac{{{}}}{{6}} = 6.767, \\quad
s_B^2 = \\frac{{\\sum \\Delta_B^2}}{{6 - 1}} = \\frac{{{}}}{{5}} = 0.2147$$
"""


def test_deviations_from_a_mean_that_no_cell_holds_are_compared() -> None:
    page = DEVIATIONS.format("0.3211", "40.6", "1.0733")
    assert not wrong(page)
    assert not [text for text in undecided_fractions(page) if float(text) < 1]
    # 0.57² is 0.3249, and the deviation is 0.5667
    assert ("0.3249", "0.3211") in wrong(DEVIATIONS.format("0.3249", "40.6", "1.0733"))


def test_rows_with_roman_numbers_and_columns_of_a_group_are_added_up() -> None:
    assert wrong(DEVIATIONS.format("0.3211", "46.0", "1.0733")) == [("46.0", "40.6")]
    assert wrong(DEVIATIONS.format("0.3211", "40.6", "1.0373")) == [("1.0373", "1.0733")]


RESIDUALS = """
| | x | y |
|--|--|--|
| A | 4.5 | 38 |
| B | 8.0 | 61 |
| C | 12.5 | 74 |
| D | 17.0 | 113 |
| E | 23.5 | 128 |

The line is $a = 15.4$ and $b = 5.2$.

| | fit | residual | squared |
|--|--|--|--|
| A | 38.8 | -0.8 | 0.64 |
| B | 57.0 | {} | 16.00 |
| C | 80.4 | -6.4 | 40.96 |
| D | 103.8 | 9.2 | 84.64 |
| E | 137.6 | -9.6 | 92.16 |
"""


def test_a_column_may_be_computed_from_those_of_a_table_above() -> None:
    # 61 - (15.4 + 5.2 · 8) = 4
    assert not wrong(RESIDUALS.format("4.0"))
    assert not {"4.0", "57.0", "16.00"} & set(undecided(RESIDUALS.format("4.0")))
    assert ("4.6", "4.0") in wrong(RESIDUALS.format("4.6"))


AMOUNTS = """
A rate of $r = 0.3$ a year.

| year | start | charge | end |
|--|--|--|--|
| 1 | 48,000 | 14,400 | 33,600 |
| 2 | 33,600 | 10,080 | 23,520 |
| 3 | 23,520 | 7,056 | 16,464 |
| 4 | 16,464 | {} | 11,525 |
| 5 | 11,525 | 3,458 | 8,067 |
"""


def test_whole_amounts_are_compared_with_what_their_rows_have_in_common() -> None:
    assert not wrong(AMOUNTS.format("4,939"))
    assert "4,939" not in undecided(AMOUNTS.format("4,939"))


@pytest.mark.parametrize("last", ["1000", "850"])
def test_whole_numbers_that_somebody_chose_are_no_slips(last: str) -> None:
    days = "| 1 | 10 | 450 |\n| 2 | 10 | 550 |\n| 3 | 10 | 650 |\n| 4 | 10 | 750 |\n"
    assert not wrong(f"| day | times | mg |\n|--|--|--|\n{days}| 5 | 10 | {last} |\n")


def test_years_are_no_amounts() -> None:
    rows = "".join(f"| {year} | 1 |\n" for year in (2019, 2020, 2021, 2022, 2025))
    assert not wrong(f"| year | times |\n|--|--|\n{rows}")


def test_a_row_is_named_by_a_symbol_without_dollars_too() -> None:
    page = (
        "$w_1 = 0.001$, $w_2 = 0.01$, $w_3 = -0.005$ and $b = 0.1$.\n\n"
        "| weight | before | half |\n|--|--|--|\n| w₁ | 0.001 | 0.0005 |\n| w₂ | 0.01 | 0.005 |\n"
        "| w₃ | -0.005 | -0.0025 |\n| b | 0.1 | 0.05 |\n"
    )
    assert not wrong(page)
    assert not {"0.001", "0.01", "0.005"} & set(undecided(page))


def test_a_short_number_of_a_table_is_none_of_the_results_before() -> None:
    page = (
        "$c = 2.35 \\cdot 0.06383 = 0.15$.\n\n"
        "| tube | calculation | c |\n|--|--|--|\n| 1 | 0.85 × 0.2 | 0.1700 |\n"
        "| 2 | 0.1700 × 0.2 | 0.0340 |\n"
    )
    assert not wrong(page)


SQUARES = """
| $x$ | $y$ | $x y$ | $x^2$ |
|--|--|--|--|
| 9 | 5 | 45 | 81 |
| 4 | 2 | 8 | 16 |
| 5 | 8 | 40 | {} |
| 5 | 5 | 25 | 25 |
| 23 | 20 | 118 | 147 |
"""


def test_a_last_row_that_adds_up_all_columns_holds_sums_without_a_word() -> None:
    assert not wrong(SQUARES.format("25"))
    # Of four columns one may be another number, here the square of the sum.
    assert not wrong(SQUARES.replace("| 147", "| 529").format("25"))


DILUTION = """
| tube | calculation | mM |
|--|--|--|
| 1 | 0.85 × 0.2 | 0.1700 |
| 2 | 0.1700 × 0.2 | 0.0340 |
| 3 | 0.0340 × 0.2 | {} |
"""


def test_a_calculation_without_dollars_stands_before_its_result() -> None:
    assert not wrong(DILUTION.format("0.0068"))
    assert not undecided_fractions(DILUTION.format("0.0068"))
    assert wrong(DILUTION.format("0.0086")) == [("0.0086", "0.0068")]
    assert wrong(DILUTION.format("0.0680")) == [("0.0680", "0.0068")]
    # What is quite another number is no result.
    assert not wrong(DILUTION.format("0.7315"))


READ_OUT = r"""
With $V = 1.2$, $s_1 = 0.5784$ and $s_2 = -0.4702$:

| $t$ | $d_t$ | $o_t = V s_t$ | $e_t = o_t - d_t$ |
|:---:|------:|------:|------:|
| 1 | 0.10 | 0.6941 | 0.5941 |
| 2 | 0.30 | -0.5642 | -0.8642 |

$$
q_1 = V e_1 = 1.2 \cdot 0.5941 = 0.7129, \qquad q_2 = V e_2 = 1.2 \cdot (-0.8642) = %s
$$
"""


def test_what_a_table_works_out_is_known_by_the_symbol_in_its_head() -> None:
    assert not undecided(READ_OUT % "-1.0371")
    assert not wrong(READ_OUT % "-1.0371")
    assert wrong(READ_OUT % "-1.0731") == [("1.0731", "1.0371")]
    # With all of its digits, as the table shows it, it is not what four of them make.
    assert wrong((READ_OUT % "-1.0371").replace("0.5941 = 0.7129", "0.5941 = 0.7128"))
