"""A second problem uses the symbols of the first: no false alarm, and slips stay slips."""

from __future__ import annotations

from time import process_time

import pytest
from verdicts import is_clean, wrong

from mathdoctest import check


@pytest.mark.parametrize(
    "label",
    ["## Problem 2", "**Problem 2**", "**Example 2:**", "Exercise 2.", "**Ejercicio 2:**",
     "**Worked example in the style of an exam:**", "<details>\n<summary>Solution B</summary>",
     "**Q2.** What now?"],
)  # fmt: skip
def test_another_problem_may_have_data_one_digit_apart(label: str) -> None:
    first = "**Problem 1**\n\n$n = 20$ and $d = n - 1 = 19$\n\n"
    page = first + label + "\n\n$n = 12$ and $d = n - 1 = %s$"
    assert not wrong(page % "11")
    assert wrong(page % "19") == [("19", "11")]


def test_an_answer_in_a_numbered_list_is_a_problem_of_its_own() -> None:
    first = "1.  **Answer:**\n    $n = 20$\n    $\\alpha = 0.01$\n\n"
    assert not wrong(first + "2.  **Answer:**\n    $n = 12$\n    $\\alpha = 0.05$\n")


def test_items_of_a_list_that_begin_with_the_datum_are_cases() -> None:
    page = "1. Given $x = 15$, we get $2x = 30$.\n2. Given $x = 12$, we get $2x = %s$.\n"
    assert not wrong(page % "24")
    assert wrong(page % "30") == [("30", "24")]
    called = "- Class A: $\\mu = 3.5$\n- Class B: $\\mu = 7.5$\n\nHere $2 \\mu = %s$."
    assert not wrong(called % "15.0")
    steps = "- For $T=1$: $p = T/5 = 0.2$\n- For $T=2$: $p = T/5 = %s$\n"
    assert not wrong(steps % "0.4")
    assert wrong(steps % "0.3") == [("0.3", "0.4")]
    # In a sentence of its own the second is a slip of the first.
    assert wrong("Given $x = 15$. With $x = 12$ we go on.") == [("12", "15")]


def test_what_is_computed_from_new_data_by_the_same_formula_is_new() -> None:
    first = "**a)** $x = \\frac{3}{4} = 0.75$ and $z = 2 x = 1.5$.\n\n"
    page = first + "**b)** $x = \\frac{1}{4} = 0.25$ and $z = 2 x = %s$."
    assert not wrong(page % "0.5")
    assert wrong(page % "0.6") == [("0.6", "0.5")]


def test_a_calculation_with_other_numbers_is_of_another_case() -> None:
    heads = "### A\n\n$$p = \\frac{9}{14}$$\n\n### B\n\n$$p = \\frac{%s}{%s}$$\n"
    assert not wrong(heads % (2, 5))
    assert wrong(heads % (9, 15))  # one number is a slip
    bold = (
        "**A**\n\n$$H = -0.4 \\log_2 0.4 - 0.6 \\log_2 0.6 = 0.971$$\n\n"
        "**B**\n\n$$H = -0.5 \\log_2 0.5 - 0.5 \\log_2 0.5 = %s$$\n"
    )
    assert not wrong(bold % "1")
    displays = (
        "### A\n\n$$W = 0.5 \\times 0.8 + 0.5 \\times 0.6$$\n$$= 0.4 + 0.3 = 0.7$$\n\n"
        "### B\n\n$$W = 0.4 \\times 0.9 + 0.6 \\times 0.2$$\n$$= 0.36 + 0.12 = %s$$\n"
    )
    assert not wrong(displays % "0.48")
    assert wrong(displays % "0.84") == [("0.84", "0.48")]


def test_an_interval_with_other_ends_is_another_one() -> None:
    page = "Here $I = 10.05 \\pm 0.0128$.\n\nThen $I = %s \\pm 0.1187$."
    assert not wrong(page % "4.8083")
    assert not wrong("$m = 10.05$, $e = 0.0128$. " + page % "4.8083")
    assert wrong(page % "10.15") == [("10.15", "10.05"), ("0.1187", "0.0128")]


def test_a_square_that_another_problem_works_out_says_what_its_root_is() -> None:
    first = "## One\n\n$s = 0.02$ and $s^2 = 0.0004$\n\n## Two\n\n"
    page = first + "$s^2 = \\frac{0.384}{11} \\approx %s$, $n = 12$ and $s / \\sqrt{n} = %s$"
    # 0.384 / 11 = 0.034909…, whose root over that of 12 is 0.053936…
    assert not wrong(page % ("0.0349", "0.0539"))
    assert wrong(page % ("0.0349", "0.0593")) == [("0.0593", "0.0539")]
    assert wrong("## One\n\n$x = 1.5$\n\n## Two\n\n$x^2 = 6.25$") == [("6.25", "2.25")]


def test_what_a_later_problem_computes_is_not_meant_before() -> None:
    page = (
        "## Question 5\n\n$P = 2300 \\cos\\phi = 2300 \\times 0.75 = %s$ W.\n\n"
        "## Question 7\n\nThe angle is $\\phi = \\tan^{-1}(2.3/0.9) = 68.6°$.\n"
    )
    assert not wrong(page % "1725")
    assert wrong(page % "1752") == [("1752", "1725")]


def test_a_datum_of_another_problem_is_no_result_of_the_first() -> None:
    page = (
        "### One\n\n$a = 2$, $b = 1.1$: $f = a^2 / b = 3.636$\n\n### Two\n\nWith $f = 0.2$ we have "
        "$r = 3 f = 3 \\cdot 0.2 = %s$."
    )
    assert not wrong(page % "0.6")
    assert wrong(page % "0.8") == [("0.8", "0.6")]


def test_another_problem_with_data_of_its_own_may_give_what_the_first_computed() -> None:
    page = (
        "**Problem 1**\n\n$n = 12$ and $s = \\sqrt{0.035} = 0.187$\n\n"
        "**Problem 2**\n\n$n = 10$ and $s = 0.3$, so that $s / \\sqrt{n} = 0.3 / \\sqrt{10} = %s$"
    )
    assert not wrong(page % "0.0949")  # 0.09487 by hand
    assert wrong(page % "0.0994") == [("0.0994", "0.0949")]


def test_shares_that_change_together_are_those_of_another_case() -> None:
    shares = "\\[ p = \\frac{%s}{5}, \\quad q = \\frac{%s}{5} \\]\n\n"
    page = "### A\n\n" + shares % (2, 3) + "### B\n\n" + shares
    assert not wrong(page % (3, 2))
    assert wrong(page % (4, 3)) == [("4", "2")]


def test_advice_names_the_line_of_a_number_that_no_equation_gives() -> None:
    text = (
        "$s = 9$, $n = 15$.\n\n"
        "$M = t_{a} \\frac{s}{\\sqrt{n}} = 2.145 \\times \\frac{9}{\\sqrt{15}} \\approx 4.985$\n\n"
        "## B\n\nNow $s = 3$, $n = 8$.\n\n"
        "$M = t_{a} \\frac{s}{\\sqrt{n}} = 1.895 \\times \\frac{3}{\\sqrt{8}} \\approx 2.010$\n"
    )
    told = [
        f.message for f in check(text).findings if f.rule == "redefined" and "t_{a}" in f.message
    ]
    assert told == ["t_{a} is another number here than on line 3: give it anew first"]


def test_a_value_at_other_arguments_is_no_body_of_a_function() -> None:
    page = (
        "$$\nG(S, A) = H(S) - \\sum_{v \\in V(A)} \\frac{|S_v|}{|S|} H(S_v)\n$$\n\n"
        "$$\nG(S, Rain) = 0.94 - \\frac{7}{14} \\cdot 0.985 - 0.5 \\cdot 0.592 = 0.1515\n$$\n\n"
        "$$\nG(S, Wind) = 0.94 - \\frac{8}{14} \\cdot 0.811 - \\frac{6}{14} \\cdot 1 = %s\n$$\n"
    )
    assert not wrong(page % "0.0480")
    assert wrong(page % "0.0580") == [("0.0580", "0.0480")]


def test_a_result_further_down_is_not_meant_where_other_numbers_are_gone_on_with() -> None:
    page = (
        "$c_0 = 0.04$ and $k = 0.0005$. After 300 s\n\n"
        "$$c = c_0 e^{-k t} = 0.04 \\times e^{-0.0005 \\times 300} = 0.04 \\times %s = 0.0344$$\n\n"
        "For a tenth you would have to wait $t = \\ln(10)/k = %s$ s.\n"
    )
    assert not wrong(page % ("0.8607", "4605"))
    assert wrong(page % ("0.8670", "4605")) == [("0.8670", "0.8607")]
    assert wrong(page % ("0.8607", "4650")) == [("4650", "4605")]
    # Used before it is defined, a slip is one.
    early = "$$y = 2 a = 2 \\cdot %s = 6.2$$\n\nwhere $a = 1.5 + 1.6 = 3.1$\n"
    assert not wrong(early % "3.1")
    assert wrong(early % "3.7") == [("3.7", "3.1")]


STAR = r"""## Problem 1

In star $V_L = 400$ V. A phase has $V_{Ph} = \frac{V_L}{\sqrt{3}} = 230.94$ V.

$$|Z_{Ph}| = \sqrt{10^2 + 15^2} = 18.03$$

$$I_{Ph} = I_L = \frac{V_{Ph}}{|Z_{Ph}|} = \frac{230.94}{18.03} = 12.81$$

$$P = 3 V_{Ph} I_{Ph} = 8875.2$$

## Problem 2

In delta, $V_{Ph} = V_L = 400$ V.

$$|Z_{Ph}| = \sqrt{20^2 + 15^2} = %s$$

$$I_{Ph} = \frac{V_{Ph}}{|Z_{Ph}|} = \frac{400}{25} = %s$$

$$I_L = \sqrt{3} I_{Ph} = 27.71$$

$$P = 3 V_{Ph} I_{Ph} = 19200$$

## Problem 3

The load of problem 1 is to be halved: $Q = \frac{P}{2} = \frac{8875.2}{2} = %s$.
"""


def test_a_magnitude_in_bars_is_a_quantity_of_its_own() -> None:
    assert not wrong(STAR % ("25", "16", "4437.6"))
    assert ("26", "25") in wrong(STAR % ("26", "16", "4437.6"))
    assert ("61", "16") in wrong(STAR % ("25", "61", "4437.6"))


def test_a_third_problem_may_go_on_with_the_first_one_s_result() -> None:
    assert wrong(STAR % ("25", "16", "4473.6")) == [("4473.6", "4437.6")]


def test_a_size_of_what_the_page_gives_is_no_quantity_of_its_own() -> None:
    page = r"With $v = (3, 4)$ and $x = -2.5$ we get $\|v\| = %s$ and $|x| = %s$."
    assert not wrong(page % ("5", "2.5"))
    assert wrong(page % ("7", "2.5")) == [("7", "5")]
    assert wrong(page % ("5", "2.6")) == [("2.6", "2.5")]


def test_the_size_of_a_complex_number_is_told_where_that_is_not_understood() -> None:
    page = r"The load $Z = 3 + j4$ has $|Z| = \sqrt{3^2 + 4^2} = 5$. $I = \frac{230}{|Z|} = %s$"
    assert not wrong(page % "46")
    assert wrong(page % "64") == [("64", "46")]


TARGET = r"""## Example 1

$v_0 = 18.0$ m/s, $\theta = 35^\circ$ and $g = 9.81$.

$$v_x = v_0 \cos\theta = 14.74$$

## Example 2

From level ground a target at $R = 28.0$ m is to be hit.

The range is $R = \frac{v_0^2 \sin 2\theta}{g}$, so

$$\sin 2\theta = \frac{gR}{v_0^2} = \frac{(9.81)(28.0)}{(18.0)^2} = %s$$

$$2\theta = %s^\circ \quad\text{or}\quad 2\theta = 180^\circ - 58.0^\circ = 122.0^\circ$$
"""


def test_an_equation_may_ask_for_what_another_problem_gave() -> None:
    assert not wrong(TARGET % ("0.8478", "58.0"))
    assert is_clean(TARGET % ("0.8478", "58.0"))
    assert wrong(TARGET % ("0.8487", "58.0")) == [("0.8487", "0.8478")]
    assert wrong(TARGET % ("0.8478", "59.0")) == [("59.0", "58.0")]


def test_two_solutions_are_none_where_the_page_gives_the_symbol() -> None:
    assert wrong(r"With $a = 2.5$ we get $2a = 5.0$ or $2a = 7.1$.") == [("7.1", "5.0")]


def test_data_with_one_value_may_be_told_so_twice() -> None:
    page = "$S = K = 100$ and $r = S + K = 200$.\n\n## Again\n\nStill $S = K = %s$.\n"
    assert is_clean(page % "100")
    assert wrong(page % "110")


def test_a_rule_of_another_method_is_not_held_to_the_first_one_s_steps() -> None:
    page = r"""## Momentum

$v_1 = 0.9 \cdot 0 - 3.5 = -3.5$ and $w_1 = 1.0 - 0.1 \cdot 3.5 = 0.65$

## Adam

$$v_t = 0.999 v_{t-1} + 0.001 g_t^2, \quad v_0 = 0, \quad g_1 = -3.5$$

$v_1 = 0.999 \cdot 0 + 0.001 \cdot (-3.5)^2 = %s$
"""
    assert is_clean(page % "0.01225")
    assert wrong(page % "0.01252") == [("0.01252", "0.01225")]


def test_a_rule_in_symbols_may_be_recalled_beside_new_data() -> None:
    page = r"""$a = 2.5$, $b = 4.0$ and $c = a b = 10.0$.

## Exercise 2

Now $a = 3.5$. Recall that $c = a b$. So $c = 3.5 \cdot 4.0 = %s$.
"""
    assert is_clean(page % "14.0")
    assert wrong(page % "41.0") == [("41.0", "14.0")]


def test_an_amount_that_a_table_told_after_the_first_is_the_new_one() -> None:
    page = r"""$n = 25.0 \cdot 0.120 = 3.00$ mmol are left, $k = 4.74$.

| mmol | acid | base |
|---|---|---|
| before | 3.00 | 0 |
| after | %s | 1.00 |

$$p = k + \log_{10}\frac{m}{n} = 4.74 + \log_{10}\frac{1.00}{2.00} = 4.74 - 0.30 = 4.44$$
"""
    assert not wrong(page % "2.00")
    assert wrong(page % "2.50")


def test_a_datum_in_two_units_is_converted_by_a_calculation_too() -> None:
    page = r"It is $T = 24 \text{ h} = 24 \times %s \text{ s} = 86400 \text{ s}$."
    assert is_clean(page % "3600")
    assert not is_clean(page % "6300")
    law = r"""$m = 10 \text{ g} = 0.01 \text{ kg}$, $M = 5 \text{ kg}$ and $v = 400$.

$$m v = (m + M) u$$

$$u = \frac{4}{5.01} = %s$$
"""
    assert is_clean(law % "0.798")
    assert wrong(law % "0.789") == [("0.789", "0.798")]


def test_data_beside_new_data_are_those_of_another_example() -> None:
    page = """# One

$w_0 = 0$ and $$w_1 = 0 - 0.01 \\cdot (-22.67) = 0.227$$

# Another

Forward pass ({}):

$$z_1 = w_1 x + b_1 = 0.4 \\cdot 0.5 + 0.1 = {}$$
"""
    data = "$x = 0.5$, $w_1 = 0.4$, $w_2 = 0.6$, $b_1 = 0.1$"
    assert not wrong(page.format(data, "0.3"))
    assert wrong(page.format(data, "0.4")) == [("0.4", "0.3")]
    # Said again by itself, it is the result of before.
    assert wrong(page.format("$w_1 = 0.4$", "0.3"))


def test_a_function_of_what_was_worked_out_since_is_a_new_value() -> None:
    page = r"""
$$f(z) = 1 + 20 z$$

1. First
   - $z = (0 \times 0) + (0 \times 0) + 0 = 0$
   - $\hat{y} = f(0) = 1$

2. Second
   - $z = (0 \times 0) + (0 \times 1) - 0.1 = -0.1$
   - $\hat{y} = f(-0.1) = -%s$

3. Third, which comes to the same
   - $z = (0 \times 1) + (0 \times 0) - 0.1 = -0.1$
"""
    assert not wrong(page % "1")
    assert wrong(page % "3") == [("3", "1")]


def test_a_quantity_changes_with_what_the_page_says_it_is_made_of_later() -> None:
    page = r"""
$x = 0.5$, $t = 0.8$, $w = 0.4$, $b = 0.1$. In short $y = \tanh(w x + b)$ and $L = (y - t)^2$.

First $z = w x + b = 0.4 \cdot 0.5 + 0.1 = 0.3$, then $y = \tanh(z) = \tanh(0.3) \approx 0.2913$.

$$\frac{\partial y}{\partial z} = 1 - y^2 = 1 - 0.2913^2 \approx %s$$
"""
    assert is_clean(page % "0.9151")
    assert wrong(page % "0.9511") == [("0.9511", "0.9151")]


def test_numbers_put_in_for_what_this_problem_never_tells_are_its_own() -> None:
    page = """## Example 1

$n = 0.100$ mol and $V = 1.00$ L, so $c = n / V = 0.100 / 1.00 = 0.100$.

## Example 2

How much is needed for 250.0 mL of 0.100 M NaCl?

$$n = M \\times V = 0.100 \\times 0.2500 = {}$$
"""
    assert not wrong(page.format("0.02500"))
    assert wrong(page.format("0.02050"))


def test_data_are_told_by_what_the_next_line_goes_on_with() -> None:
    page = r"""## First

The car drives for $t = 0.5$.

## Second

The end is $v = 40$.

$$
\begin{align}
  s &= \frac{1}{2} (v + v_0) t \\
  s &= \frac{1}{2} \left( 40 + \frac{10}{0.75} \right) \cdot 4 \\
  s &= 106.6%s
\end{align}
$$
"""
    assert is_clean(page % "667")
    assert wrong(page % "767") == [("106.6767", "106.6667")]


def test_a_datum_is_put_in_as_its_own_equation_converts_it() -> None:
    page = r"""$T_1 = 27^\circ\text{C} = 300 \text{ K}$ and
$T_3 = T_{max} = 1000^\circ\text{C} = 1273 \text{ K}$.

$$
W = 2 (T_3 - T_1) = 2 \cdot (1273 - 300) = 19%s
$$
"""
    assert is_clean(page % "46")
    assert wrong(page % "64") == [("1964", "1946")]


def test_another_problem_may_tell_its_datum_in_percent() -> None:
    page = r"""## An example

$\eta = \frac{200}{250} = 0.8$

## The problem

The efficiency is %s%%, and $w = 201.4$.

$q = \frac{w}{\eta} = \frac{201.4}{0.85} = 236.94$
"""
    assert is_clean(page % "85")
    assert ("0.85", "0.80") in wrong(page % "90")


def test_a_problem_with_a_function_of_its_own_makes_its_own_steps() -> None:
    page = r"""## One

Given $f(x) = x^2 - 5$ and $x_0 = 2$, so $f'(x) = 2x$.

$$x_1 = x_0 - \frac{f(x_0)}{f'(x_0)} = 2 - \frac{-1}{4} = 2.25$$

$$x_2 = x_1 - \frac{f(x_1)}{f'(x_1)} = 2.25 - \frac{0.0625}{4.5} \approx 2.2361$$

## Two

Given $f(x) = \ln(x) - x + 2$ and $x_0 = 3$, so $f'(x) = \frac{1}{x} - 1$.

$$x_1 = x_0 - \frac{f(x_0)}{f'(x_0)} = 3 - \frac{0.098612}{-0.666667} \approx 3.147918$$

$$x_2 = x_1 - \frac{f(x_1)}{f'(x_1)} = 3.147918 - \frac{%s}{-0.682330} \approx 3.146193$$
"""
    assert is_clean(page % "-0.001177")
    # A slip in it leaves it the second problem's.
    assert [text for text, _ in wrong(page % "-0.001175")] == ["0.001175"]


def test_a_result_of_other_assumptions_is_told_twice() -> None:
    page = r"""## Without smoothing

$$
P = \frac{0.0071}{0.0345} \approx 0.2058
$$

## With smoothing

$$
P \approx 0.3120 \; (%s\%%)
$$

Without it $P$ was 20.58 %%, with it 31.20 %%.
"""
    assert is_clean(page % "31.20")
    assert not is_clean(page % "32.10")


def test_items_of_a_list_that_differ_in_their_numbers_are_cases() -> None:
    page = r"""The predictions:

- **Patient 1 (BMI 32):** predicts $1$. True $y = 1$.
- **Patient 2 (BMI 20):** predicts $-1$. True $y = -1$.
- **Patient 3 (BMI 28):** predicts $1$. True $y = 1$.
- **Patient 4 (BMI 30):** predicts $1$. True $y = -1$.
"""
    assert is_clean(page)


PARTS = r"""**d**

> Which braking force stops it in $4.0\,\mathrm{s}$?

$$
\begin{align}
  0 &= \frac{R}{2750} \cdot 4 + \frac{80}{3.6} & \\
  R &= -15277.8 \,\mathrm{N} = -15.3 \,\mathrm{kN} &
\end{align}
$$

**e**

> And which one, if the mass of the car was $3000 \,\mathrm{kg}$?

$$
\begin{align}
  0 &= \frac{R}{3000} \cdot 4 + \frac{80}{3.6} & \\
  R &= -16666.7 \,\mathrm{N} = -16.%s \,\mathrm{kN} &
\end{align}
$$
"""


def test_each_part_of_an_exercise_solves_its_own_equation() -> None:
    assert is_clean(PARTS % "7")
    assert wrong(PARTS % "8") == [("16.8", "16.7")]


def test_an_equation_holds_for_a_solution_as_far_as_that_is_rounded() -> None:
    assert is_clean(r"Here $t = 0.4995$, since $4.9 = -9.81 t + 9.8$.")
    assert not is_clean(r"Here $t = 0.49$, since $4.9 = -9.81 t + 9.8$.")


FORCE = r"""## A car

It changes its momentum by $\Delta p = 25$, within $\Delta t = 4$.

## A ball

They touch for $\Delta t = 0.02$.

$$
\begin{align}
  F &= \frac{\Delta p}{\Delta t} \\
  F &= \frac{%s}{0.02} \\
  F &= 14%s
\end{align}
$$
"""


def test_a_calculation_may_have_data_of_its_own_for_those_of_another_section() -> None:
    assert is_clean(FORCE % (r"0.058 \cdot 30 + 0.058 \cdot 20", "5"))
    slip = wrong(FORCE % (r"0.058 \cdot 30 + 0.058 \cdot 20", "6"))
    assert [text for text, _ in slip] == ["146"]


def test_a_slip_in_a_formula_of_another_sections_data_is_one() -> None:
    page = r"""## Data

$o = 0.75$ and $t = 0.11$.

## Gradient

$$
d = (o - t) o (1 - o) = (0.75 - 0.11) \cdot 0.75 \cdot %s = %s
$$
"""
    assert is_clean(page % ("0.25", "0.12"))
    assert not is_clean(page % ("(1 + 0.75)", "0.84"))


EXAM = """**Problem 1**

Given: a = 6.4 m/s², v = 27.5 m/s.

(a) $s = \\dfrac{{v^2}}{{2a}} = \\dfrac{{27.5^2}}{{2 \\cdot 6.4}} = 59.08$

**Problem 2**

Given: a = 7.2, b = 5.5, included angle γ = 64°.

(a) $A = \\tfrac12 a b \\sin\\gamma = \\tfrac12 \\cdot 7.2 \\cdot 5.5 \\cdot 0.8988 = {area}$

**Problem 3**

A deposit a = 3500 earns p = 3.2 % a year.

(a) $K = a (1 + p)^7 = 3500 \\cdot 1.032^{{7}} = {saved}$

**Problem 4**

Light has c = 2.998 · 10⁸ m/s, glass n = 1.52.

(a) $v = c / n = {speed} \\cdot 10^8$
"""


def test_each_problem_tells_in_words_what_a_letter_is_in_it() -> None:
    # 3.6 · 5.5 · sin 64° = 17.796, 3500 · 1.032⁷ = 4363.41, 2.998 / 1.52 = 1.97237
    right = {"area": "17.80", "saved": "4363.41", "speed": "1.972"}
    assert is_clean(EXAM.format(**right))
    assert wrong(EXAM.format(**right | {"area": "17.08"})) == [("17.08", "17.80")]
    assert wrong(EXAM.format(**right | {"saved": "4336.41"})) == [("4336.41", "4363.41")]
    ((slip, _),) = wrong(EXAM.format(**right | {"speed": "1.927"}))
    assert slip.startswith("1.927")


def test_advice_names_the_line_of_the_formula_that_a_derivative_follows_from() -> None:
    text = (
        "Model $f(x) = wx$, $w = 0.5$, loss $L = (f(x) - y)^2$.\n\n"
        "(a) $x = 1$, $y = 2$: $L = 2.25$, $\\frac{dL}{dw} = 2 (0.5 - 2) \\cdot 1 = -3$.\n\n"
        "(b) $x = 2$, $y = 1$: $L = 0$, $\\frac{dL}{dw} = 0$.\n"
    )
    told = [f.message for f in check(text).findings if f.rule == "redefined" and "dL" in f.message]
    assert told == ["\\frac{dL}{dw} is used anew here; it was defined on line 1"]


def test_many_names_that_are_given_anew_take_linear_time() -> None:
    """Sixteen times as many take about sixteen times as long."""

    def page(count: int) -> str:
        first = (
            f"$x_{{{i}}} = {i}.5$, $y_{{{i}}} = 2 x_{{{i}}} = {2 * i + 1}$" for i in range(count)
        )
        anew = (f"$x_{{{i}}} = {i + 7}.5$, so $y_{{{i}}} = {2 * i + 15}$" for i in range(count))
        return "\n\n".join((*first, *anew))

    def seconds(count: int) -> float:
        text = page(count)
        begin = process_time()
        check(text)
        return process_time() - begin

    seconds(10)
    assert seconds(480) < 50 * seconds(30) + 0.2
