"""Answers that pages of other authors print: their signs, their data, their second problems."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from verdicts import undecided, wrong

import mathdoctest

# Delimiters whose backslashes are written twice, since Markdown takes one for itself


DOUBLED = r"""
The inputs are \\( x = 1.5 \\) and \\(w = 0.4\\).

\\[
z = w x + 0.1 = 0.4 \cdot 1.5 + 0.1
\\]

\\[
= 0.6 + 0.1 = %s
\\]

\\[ v = \begin{bmatrix} w \\\\ 2 w \end{bmatrix} = \begin{bmatrix} 0.4 \\\\ %s \end{bmatrix} \\]

| \\(w\\) | \\(w^2\\) |
|--|--|
| 1 | 1 |
| 2 | 4 |
| 3 | %s |
| 4 | 16 |
"""


def test_formulas_whose_backslashes_are_doubled_are_read() -> None:
    assert not wrong(DOUBLED % ("0.7", "0.8", "9"))
    assert wrong(DOUBLED % ("0.9", "0.8", "9")) == [("0.9", "0.7")]
    assert wrong(DOUBLED % ("0.7", "0.6", "9")) == [("0.6", "0.8")]
    assert wrong(DOUBLED % ("0.7", "0.8", "6")) == [("6", "9")]


@pytest.mark.parametrize(
    "page",
    [
        r"It is in C:\\(x86) = 3, and $1 + 1 = 2$.",
        r"The pattern `\\(` or \\(a finds 3 = 4.",
        "\\[\na &= 1 + 1 = 2 \\\\[4pt]\nb &= 2 + 1 = 3 \\\\\n\\]",
        r"We have \( (1 + 1) = 2 \), and \\(1 + 1 = 2\\).",
        "\\\\[1\\\\] is a note = 7.",
    ],
)
def test_what_only_looks_like_a_doubled_delimiter_is_left_alone(page: str) -> None:
    report = mathdoctest.check(page)
    assert not wrong(page)
    assert not [found for found in report.findings if "math" in found.rule]


# Samples and tests of a statistics page, one after the other


AHEAD = r"""
**First sample** with $n = 5$: the mean is $\bar{x} = (3 + 4 + 4 + 6 + 8)/5 = 5$.

The results scatter around $\mu$.

**Survey**: we ask $n = 100$ people, $\bar{x} = 170$ and $s = 8$, so that $s / \sqrt{n} = 0.8$.

**Test**: with $p = 0.5$ we expect $\mu = n p = %s$ heads.
"""


def test_what_is_met_ahead_of_its_formula_is_made_of_the_data_there() -> None:
    assert not wrong(AHEAD % "50")
    assert wrong(AHEAD % "5") == [("5", "50")]


BOUND = r"""
**Test**: with $p = 0.5$ and $n = 100$ we expect $\mu = n p = 50$.

$$z = \frac{63 - 50}{5} = \frac{13}{5} = 2.6$$

That is beyond the bound. For 95 %% in the middle it is $z = %s$. The test said $z = %s$.
"""


def test_a_bound_from_the_table_is_not_the_statistic_that_has_its_letter() -> None:
    assert not wrong(BOUND % ("1.96", "2.6"))
    assert not wrong(BOUND % ("1.645", "2.60"))
    assert ("2.9", "2.6") in wrong(BOUND % ("1.96", "2.9"))
    assert ("2.06", "2.60") in wrong(BOUND % ("2.06", "2.6"))  # no bound, but a slip


SAMPLES = r"""
**First** (sample: 2, 4, 4, 6, 9, with $n = 5$): $\bar{x} = (2+4+4+6+9)/5 = 25/5 = 5$ and

$$s^2 = \frac{9+1+1+1+16}{5-1} = \frac{28}{4} = 7; \quad s = \sqrt{7} \approx 2.65$$

**Second** (sample: 5, 7, 7, 8, 9, 10, with $n = 6$):

- $\bar{x} = (5+7+7+8+9+10)/6 = 46/6 \approx 7.67$.
- $s^2 = \frac{(5-7.67)^2 + 2(7-7.67)^2 + (8-7.67)^2 + (9-7.67)^2 + (10-7.67)^2}{5}
  = \frac{7.13 + 0.89 + 0.11 + 1.78 + 5.44}{5} = \frac{15.33}{5} \approx %s$; $s \approx %s$.
"""


def test_a_step_that_is_rounded_badly_does_not_make_another_variance_the_old_one() -> None:
    assert wrong(SAMPLES % ("3.07", "1.75")) == [("7.13", "7.11")]
    assert ("1.57", "1.75") in wrong(SAMPLES % ("3.07", "1.57"))
    assert wrong(SAMPLES % ("7.03", "1.75"))


# Lines that name a quantity in brackets and say its number behind a colon


CONSTANTS = r"""
- **Vehicle mass ($m$):** $1200 \text{ kg}$
- **Gravity ($g$):** $9.81 \text{ m/s}^2$
- Rate ($\eta$): 0.25
* **Average slope ($\theta$) so far:** **$2.05^\circ$ uphill** (no steep hills).
* **(ii) Efficiency ($\kappa$):** 0.85.

$$F = m g \sin(\theta) = 1200 \cdot 9.81 \cdot 0.0358 = %s$$

Then $\eta \kappa = %s$.
"""


def test_a_line_that_names_a_quantity_and_says_its_number_gives_it() -> None:
    force = 1200 * 9.81 * math.sin(math.radians(2.05))
    right = f"{force:.2f}"
    assert not wrong(CONSTANTS % (right, "0.2125"))
    off = f"{force + 4:.2f}"
    assert wrong(CONSTANTS % (off, "0.2125")) == [(off, right)]
    assert wrong(CONSTANTS % (right, "0.2215")) == [("0.2215", "0.2125")]
    assert not undecided(CONSTANTS % (right, "0.2125"))


@pytest.mark.parametrize(
    "line",
    [
        r"- Gradient with respect to the weight ($w$): 0.35",
        r"- Choices of the weight ($w$): 3, 5, 7",
        r"- Weight ($w$): 2 to 4",
        r"- New weight ($w$): 0.35",
        r"- Weight ($w$): 3 times the old one",
        r"- Next step ($w$): $w + 0.2$",
        r"- Weights ($w$, $v$): 0.35",
        r"- Change of the loss ($w$): $-0.2$",
    ],
)
def test_what_a_line_says_of_something_else_is_no_value_of_the_name_in_it(line: str) -> None:
    page = f"With $w = 0.5$ and $x = 3$ we have $w x = 1.5$.\n\n{line}\n\nSo $2 w = 1$."
    assert not wrong(page)


SLOPES = r"""
## First route

- Slope ($\theta$): $1.85^\circ$

$$F = m g \sin(1.85^\circ)$$

With $m = 1500$ and $g = 9.81$ this is $F = 1500 \cdot 9.81 \cdot 0.0323 = 475.04$.

## Second route

- Slope ($\theta$): $1.90^\circ$

$$F = 1500 \cdot 9.81 \cdot \sin(%s^\circ) = %s$$
"""


def test_a_section_puts_in_its_own_data_however_near_to_those_before() -> None:
    now = f"{1500 * 9.81 * math.sin(math.radians(1.9)):.2f}"
    assert not wrong(SLOPES % ("1.90", now))
    assert wrong(SLOPES % ("1.90", "475.04")) == [("475.04", now)]
    # The section gives no such slope.
    assert ("1.95", "1.85") in wrong(SLOPES % ("1.95", "475.04"))


ENERGY = r"""
With $k = 1.0$: $E_1 = 65523529 \text{ J}$ and

$$E_2 = \frac{65523529}{3600000} = %s \text{ kWh}$$

The net is $18.20 \cdot 0.80 = 14.56 \text{ kWh}$, and $E_3 = 14.56 \cdot (1.0 + 0.2 \cdot 0.95)$.
"""


def test_a_result_in_a_unit_is_no_reason_to_take_a_divisor_for_a_slip() -> None:
    assert not wrong(ENERGY % "18.20")
    assert ("18.40", "18.20") in wrong(ENERGY % "18.40")


EXAMS = r"""
**【2022 真题】** 训练样本为 $x = 3$, $t = 0.5$.

$$
u = 0.5 x = 1.5
$$

$$
y = \sigma(u) = \frac{1}{1 + e^{-1.5}} = 0.82
$$

$$
L = \frac{1}{2}(y - t)^2 = \frac{1}{2}(0.82 - 0.5)^2 = 0.05
$$

**【2021 真题】** 输入为 $v = 2$.

$$
z = 0.5 v = 0.5 \times 2 = 1
$$

$$
a = \sigma(z) = \frac{1}{1 + e^{-1}} = 0.73
$$

$$
L = \frac{1}{2}(y - t)^2 = \frac{1}{2}(%s - 0)^2 = %s
$$
"""


def test_a_problem_puts_what_it_has_found_in_for_a_name_of_the_one_before() -> None:
    loss = f"{(1 / (1 + math.exp(-1))) ** 2 / 2:.2f}"
    assert not wrong(EXAMS % ("0.73", "0.27"))
    assert wrong(EXAMS % ("0.73", "0.72"))
    # The section has found no such number.
    assert ("0.83", "0.82") in wrong(EXAMS % ("0.83", "0.34"))
    # Nor in one problem.
    assert wrong((EXAMS % ("0.73", "0.27")).replace("**【2021 真题】**", ""))
    assert loss == "0.27"


def test_a_count_may_be_told_in_round_numbers() -> None:
    page = r"With $n = 197$ tokens there are $n^2 %s %s$ scores, and $2 n = 394$ rows."
    assert not wrong(page % (r"\approx", "39{,}000"))
    assert not wrong(page % (r"\approx", "38{,}809"))
    assert wrong(page % (r"\approx", "38{,}000")) == [("38{,}000", "38{,}809")]
    assert wrong(page % (r"\approx", "38{,}890")) == [("38{,}890", "38{,}809")]
    assert wrong(page % ("=", "39{,}000")) == [("39{,}000", "38{,}809")]


OUTPUT = r"""
With $w = 0.37$, $x = 1.3$ and $v = 1.7$:

$$a = \sigma(w x) = \frac{1}{1 + e^{-0.481}} = 0.618$$

$$z = v a = 1.7 \times 0.618 = %s$$

$$\delta = \hat{y} - t = %s - 1 = %s, \qquad 0.3 \delta = 0.3 \times %s = %s$$
"""


def test_a_result_that_is_put_in_for_another_name_is_no_number_of_three_digits() -> None:
    z = 1.7 / (1 + math.exp(-0.481))
    shown, step = f"{z:.2f}", f"{0.3 * (z - 1):.4f}"
    delta = f"{z - 1:.3f}"
    assert not wrong(OUTPUT % (shown, shown, delta, delta, step))
    # From what was rounded to three digits.
    rounded = f"{0.3 * (float(shown) - 1):.4f}"
    assert rounded != step
    assert wrong(OUTPUT % (shown, shown, delta, delta, rounded)) == [(rounded, step)]
    # A number that nothing printed before is a datum.
    assert not wrong(OUTPUT % (shown, "1.25", "0.25", "0.25", "0.075"))


# Slips of operands that change a result by little


UPDATES = r"""
With a rate of 0.1: $w_1 = 0.5 - 0.1(-1) = 0.6$, $w_2 = -1 - 0.1(-0.5) = -0.95$,
$b = 0 - %s(-0.5) = %s$.

The next pass: $0.6 \cdot 2 - 0.95 + 0.05 = 0.30$, and the mean of $0.35 \cdot 0.5 = 0.175$ and
$0.25 \cdot 0.5 = 0.125$ is $m = 0.15$. So $s = 0.275 + %s - 0.125 = 0.325$
and $1 - 0.325 = 0.675$.
"""


def test_a_digit_typed_twice_is_the_slip_where_the_page_has_the_number_elsewhere() -> None:
    assert not wrong(UPDATES % ("0.1", "0.05", "0.175"))
    assert [text for text, _ in wrong(UPDATES % ("0.11", "0.05", "0.175"))] == ["0.11"]
    assert [text for text, _ in wrong(UPDATES % ("0.1", "0.05", "0.1775"))] == ["0.1775"]
    # What follows from it is right: another rate.
    assert not wrong(UPDATES % ("0.11", "0.055", "0.175"))


STEPS = r"""
We start from $w_1 = 0.3$ and $w_2 = 0.7$, with the gradients $g_1 = -0.2$ and $g_2 = 0.6$.

**Update with $\eta = %s$:**

$$w_1^{\text{new}} = 0.3 - %s \cdot (-0.2) = %s$$

$$w_2^{\text{new}} = 0.7 - %s \cdot 0.6 = %s$$
"""


def test_a_rate_that_no_update_puts_in_is_a_slip_of_the_one_that_all_put_in() -> None:
    assert not wrong(STEPS % ("0.5", "0.5", "0.4", "0.5", "0.4"))
    assert [text for text, _ in wrong(STEPS % ("8.5", "0.5", "0.4", "0.5", "0.4"))] == ["8.5"]
    assert [text for text, _ in wrong(STEPS % ("0.55", "0.5", "0.4", "0.5", "0.4"))] == ["0.55"]
    # No slip of it, or not all of the updates: another rate, told elsewhere.
    assert not wrong(STEPS % ("0.01", "0.5", "0.4", "0.5", "0.4"))
    assert not wrong(STEPS % ("0.1", "0.5", "0.4", "0.2", "0.58"))
    # What no update puts in need not be the rate of one.
    layers = (STEPS % ("0.2", "0.5", "0.4", "0.5", "0.4")).replace(r"^{\text{new}}", "0")
    assert not wrong(layers.replace("w_10", "z_1").replace("w_20", "z_2"))


# Copies that lost their backslashes, and gradients that nothing leads to


LOST = r"""
The logits are

[
z = [z_1, z_2] = [2,;0]
]

and the weights of the layer $z = W x + b$ with $x = [1, 2]$ are

[
W = \begin{bmatrix} 0.4 & 0.8 \\ 0.2 & -0.1 \end{bmatrix}, \quad b = [0,;0]
]

[
p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} = 0.881
]

[
L = -\ln(p_1) = 0.127
]

[
\frac{\partial L}{\partial W_1} = -0.119[1,2] = [-0.119,;%s]
]

[
\frac{\partial L}{\partial W} = \begin{bmatrix} -0.119 & %s \\ 0.119 & 0.238 \end{bmatrix}
]
"""


def test_a_comma_and_a_semicolon_are_what_a_space_was() -> None:
    assert not wrong(LOST % ("-0.238", "-0.238"))
    assert ("0.283", "0.238") in wrong(LOST % ("-0.283", "-0.238"))


def test_a_gradient_is_not_zero_where_a_number_stands_for_what_the_weights_make() -> None:
    page = LOST % ("-0.238", "-0.238")
    assert not wrong(page)
    # Nothing says that the logits are made of the weights.
    apart = page.replace("the layer $z = W x + b$", "a layer")
    assert ("0.119", "0.000") in wrong(apart)


# Symbols in a row that one equation gives


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        ("$x_1, x_2 = 3, 4$, so $x_1 + 2 x_2 = %s$.", "11", "10"),
        (r"$w_1, w_2 = 0.5$ and $w_1 + 2 w_2 = %s$.", "1.5", "1.6"),
        (r"With $S, K, r = 100, 105, -0.05$ we have $S + K = %s$ and $2 r = -0.10$.", "205", "250"),
        (r"With $u, v = 2$ and $v = 2$ we have $3 v = %s$.", "6", "5"),
        (r"For $i, j = 1, 2$ and $x = 3$: $2 x = %s$.", "6", "5"),
    ],
)
def test_symbols_in_a_row_are_given_together(page: str, right: str, off: str) -> None:
    assert not wrong(page % right)
    assert wrong(page % off) == [(off, right)]


def test_symbols_in_a_row_may_be_given_anew_together() -> None:
    page = r"""
## Forward

$n_1, n_2 = 1$, so $2 n_1 + n_2 = 3$.

## Backward

$n_1, n_2 = 0$, so $2 n_1 + n_2 = %s$.
"""
    assert not wrong(page % "0")
    assert wrong(page % "3") == [("3", "0")]


def test_a_decimal_comma_between_two_digits_makes_no_list() -> None:
    assert not wrong(r"Mit $a, b = 0,5$ ist $2 b = 1,0$ und $b + 0,25 = 0,75$.")


# Probabilities of a standard normal number


def below(z: float) -> float:
    return NormalDist().cdf(z)


CHANCES = r"""
The statistic has a standard normal distribution.

$P(Z < -2.1) = %s$ and $P(Z > 1.3) = %s$, so $P(-1 \le Z \le 2) = %s$.

$P(X > 85) = P\left(Z > \frac{85 - 70}{10}\right) = P(Z > 1.5) = %s$
"""


def test_what_is_said_of_a_standard_normal_number_is_worked_out() -> None:
    right = [below(-2.1), below(-1.3), below(2) - below(-1), below(-1.5)]
    shown = [f"{value:.4f}" for value in right]
    assert not wrong(CHANCES % tuple(shown))
    for k, text in enumerate(shown):
        off = f"{right[k] + 0.0312:.4f}"
        page = CHANCES % (*shown[:k], off, *shown[k + 1 :])
        assert wrong(page) == [(off, text)]


def test_a_probability_of_a_rounded_bound_may_be_that_of_the_bound_before_it_was_rounded() -> None:
    page = r"The z-test gives $z = -1.2464$, and $P(Z < -1.25) = %s$."
    assert not wrong(page % f"{below(-1.25):.4f}")
    assert not wrong(page % f"{below(-1.2464):.4f}")
    assert wrong(page % "0.1506") == [("0.1506", f"{below(-1.25):.4f}")]


@pytest.mark.parametrize(
    "page",
    [
        "Of the normal distribution: $P(Y < 1.5) = 0.2$ and $P(Z = 3) = 0.4$.",
        "A die, and no distribution: $P(Z < 3) = 0.3333$, $P(Z > 4) = 0.3333$.",
        r"In a normal distribution, $P(Z < 1.5 \mid Y = 2) = 0.3$.",
        "In a normal distribution with $Z = 3$ and $P = 2$ we have $P(Z + 1) = 8$.",
    ],
)
def test_other_events_and_other_letters_say_nothing_of_it(page: str) -> None:
    assert not wrong(page)
