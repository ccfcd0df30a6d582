r"""Numbers that a page colours, frames or says first, and letters that look like constants."""

from __future__ import annotations

import math

import pytest
from verdicts import undecided, wrong

# What is set in another way is the same number

FIVE = "$a = 2.1 + 3.4 = {}$"
STYLED = (
    r"\textcolor{red}{%s}",
    r"{\color{red} %s}",
    r"\colorbox{yellow}{%s}",
    r"\fbox{%s}",
    r"\boxed{%s}",
    r"\textbf{%s}",
    r"\mathrm{%s}",
    r"\text{%s}",
    r"\bold{%s}",
    r"\blue{%s}",
    r"\tiny %s",
    r"\htmlClass{result}{%s}",
)


@pytest.mark.parametrize("style", STYLED)
def test_a_number_is_read_however_it_is_set(style: str) -> None:
    assert not wrong(FIVE.format(style % "5.5"))
    assert not undecided(FIVE.format(style % "5.5"))
    assert wrong(FIVE.format(style % "5.3")) == [("5.3", "5.5")]


@pytest.mark.parametrize(
    "relation",
    [
        r"\overset{(1)}{=}",
        r"\stackrel{\text{def}}{=}",
        r"\stackrel{(2)}=",
        r"\underset{n = 2}{\approx}",
    ],
)
def test_what_stands_over_a_relation_only_says_why_it_holds(relation: str) -> None:
    assert wrong(f"$a {relation} 2.1 + 3.4 = 5.3$") == [("5.3", "5.5")]
    assert wrong(f"$a = 2.1 + 3.4 {relation} 5.3$") == [("5.3", "5.5")]
    assert not wrong(f"$a = 2.1 + 3.4 {relation} 5.5$")


@pytest.mark.parametrize(
    "page",
    [
        r"$4^2 + 7^2 = 65 \overset{?}{=} 64$",
        r"$0.8 \cdot 15 - 0.6 F \overset{!}{=} 0$, so $F = 20$",
        r"$17 \overset{\text{mod } 5}{=} 2$",
        r"$X \overset{\text{iid}}{\sim} N$ and $a = 2.1 + 3.4 = 5.5$",
        r"$\underset{x}{\max} f = 5.5$",
        r"$w_{\text{1}} = 3.5$, $w_1 + 2 = 5.5$",
        r"$x^{\text{2}} = 4$ for $x = 2$",
    ],
)
def test_other_things_set_over_or_as_text_are_no_numbers_of_their_own(page: str) -> None:
    assert not wrong(page)


# A number in front of what it is

SIGMOID = f"{1 / (1 + math.exp(-0.3775)):.4f}"


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (r"$z = 0.3775$: $%s = \sigma(z)$", SIGMOID, "0.5923"),
        ("$x = 2$ and $%s = x + 3.53$", "5.53", "5.35"),
        ("$%s = 2.12 + 3.41$", "5.53", "5.35"),
        ("$-%s = 2.12 - 3.41$", "1.29", "1.92"),
    ],
)
def test_a_number_that_stands_before_its_formula_is_its_result(
    page: str, right: str, slip: str
) -> None:
    assert not wrong(page % right)
    assert not undecided(page % right)
    assert wrong(page % slip) == [(slip, right)]


@pytest.mark.parametrize(
    "page",
    [
        "$x = 2$. What is $z$ in $7.5 = 2 z + x$?",
        "$0.0 = x^2 - 2$ has the root $x = 1.414$.",
        "$5.5 = 2.1 + 3.4 = 11/2$",
    ],
)
def test_a_number_before_an_unknown_is_a_datum(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize("name", [r"\operatorname{sigm}", r"\text{logistic}", r"\mathrm{expit}"])
def test_the_logistic_function_has_several_names(name: str) -> None:
    page = f"$z = 0.3775$, $a = {name}(z) = %s$"
    assert not wrong(page % SIGMOID)
    assert wrong(page % "0.5923") == [("0.5923", SIGMOID)]


# A policy, and a diagram

POLICY = r"""
$$\pi(A) = \frac{2.718}{4.086} \approx 0.665$$
$$\pi(B) = \frac{1.368}{4.086} \approx 0.335$$

The advantage is $A = 2.0 - 0.5 = 1.5$. Then $d = 0 - \pi(A) = -%s$.
"""


def test_a_policy_of_actions_is_no_product_with_the_constant() -> None:
    assert not wrong(POLICY % "0.665")
    assert not undecided(POLICY % "0.665")
    assert wrong(POLICY % "0.656") == [("0.656", "0.665")]


def test_the_constant_before_one_bracket_is_a_factor() -> None:
    assert not wrong(r"$r = 2$, $U = \pi (r) = 6.283$")
    assert wrong(r"$r = 2$, $U = \pi (r) = 6.383$") == [("6.383", "6.283")]


def test_the_boxes_of_a_diagram_are_no_chain() -> None:
    diagram = (
        "```\nx=2 ──▶ [×w1 +b1] ──▶ z=1.0 ──▶ [½(y-t)²] ──▶ L=0.125\n"
        "        w1=0.5             t=1\n```\n"
    )
    assert not wrong(diagram)


def test_letters_are_largest_where_a_chinese_sentence_says_so() -> None:
    page = "缓冲容量最大时，$p = q$。\n\n$$\\ln\\frac{p}{q} = 0.26$$"
    assert not wrong(page)


# What a number was put in for in one problem is not known in the next one

PUT_IN = """## Example 1

$$p = 4.74 + 2 \\frac{a}{b} = 4.74 + 2 \\frac{0.10}{0.20} = 5.74$$

## %s

$$6.50 = 4.74 + 2 \\frac{a}{b}$$

$$\\frac{a}{b} = 0.88$$
"""


@pytest.mark.parametrize("title", ["Example 2", "Example 2: another ratio"])
def test_a_new_example_starts_without_the_numbers_put_in_before(title: str) -> None:
    assert not wrong(PUT_IN % title)


@pytest.mark.parametrize("title", ["Discussion", "The same example"])
def test_numbers_put_in_hold_on_below_other_headings(title: str) -> None:
    assert wrong(PUT_IN % title)


def test_chinese_problems_are_examples_of_their_own() -> None:
    assert not wrong((PUT_IN % "例题 2").replace("Example 1", "例题 1"))


# Units in italics, samples told in one line, another example by its number


def test_units_behind_a_thin_space_are_no_product_with_the_mass() -> None:
    page = (
        r"A mass $m$ = 2.5 kg is moved by $s = 20\,m$ in $t = 4\,s$: "
        r"$a = \frac{2 s}{t^2} = %s\,m/s^2$ and $v = a t = 10\,m/s$."
    )
    assert not wrong(page % "2.5")
    assert wrong(page % "5.2") == [("5.2", "2.5")]


def test_a_product_with_a_symbol_is_no_unit() -> None:
    assert not wrong(r"$m = 3$, $F = 2.5\,m = 7.5$.")
    assert wrong(r"$m = 3$, $F = 2.5\,m = 5.7$.") == [("5.7", "7.5")]


SAMPLES = """The samples are $x = 1$, $y = 2$; and then $x = 2$, $y = 3$. With $w = 0.5$:

First: $z = w x = 0.5$, $e = z - y = -1.5$.

Second: $z = w x = 1.0$, $e = z - y = -2.0$.
"""


def test_data_of_several_samples_in_one_line_are_no_slips_of_each_other() -> None:
    assert not wrong(SAMPLES)


def test_the_result_of_a_sample_that_no_data_explain_is_found() -> None:
    assert wrong(SAMPLES.replace("$e = z - y = -1.5$", "$e = z - y = z - 2 = -5.1$"))


def test_a_result_of_an_example_named_by_its_number_is_of_that_one() -> None:
    page = "$y = 0.25 + 0.37 = 0.62$, $L = -\\ln y = 0.478$.\n\n%s $L = 0.8544$."
    assert not wrong(page % "In example 2 it was")
    assert wrong(page.replace("0.8544", "0.487") % "So it is")


TRUE_PAGES = (
    # Products that look like a quantity a little further on.
    "$b = 3$ and $h = 4$, so $a = 2 b = 6$.\n\n$$S = a(b + h) + 2 h = 6 \\cdot 7 + 8 = 50$$",
    "$x = 3$, $\\varepsilon = 0.5$, $b = 2 x = 6$: $y = b(x + \\varepsilon) = 6 \\cdot 3.5 = 21$.",
    # Letters that are a function elsewhere.
    "The ellipsoid has e² = 0.00669438.",
    "Let e = 0.6. Then: e² = 0.36.",
    "The errors are e₁ = 0.6 and e₂ = 0.8, so e² = 1.0.",
    "The sum of divisors of 12 is σ(12) = 28.",
    "Let σ(1) = 2.",
    "In modular arithmetic, sqrt(2) = 3 because 3² = 2.",
    # A direction, binary numbers, what is set and not so.
    "The new heading is 350° + 20° = 10°.",
    "$\\texttt{101} + \\texttt{011} = \\texttt{1000}$",
    "$w = 5$.\n\n$$2 (w - 3) \\stackrel{\\text{set}}{=} 0$$",
    "$v_\\mathrm{d} = 0.5$, $t = 4$.\n\n$$s = v_\\mathrm{d} t + 3 = 5$$",
)


@pytest.mark.parametrize("page", TRUE_PAGES)
def test_a_true_page_that_only_looks_like_one_of_these_is_left_alone(page: str) -> None:
    assert not wrong(page)


def test_a_datum_in_the_unit_it_was_told_in_is_a_slip_by_a_power_of_ten() -> None:
    page = (
        "$v = 250\\text{ m/s}$ and $t = 4\\text{ s}$.\n\n"
        "$$s = v t = 2.50\\text{ m/s} \\cdot 4\\text{ s} = 10\\text{ m}$$"
    )
    assert wrong(page)


def test_a_product_with_a_drift_velocity_is_none_with_a_differential() -> None:
    page = TRUE_PAGES[-1].replace("= 5$$", "= 6$$")
    assert wrong(page) == [("6", "5")]
