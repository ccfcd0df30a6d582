"""A second problem uses the symbols of the first: no false alarm, and slips stay slips."""

from __future__ import annotations

import pytest
from verdicts import wrong

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
