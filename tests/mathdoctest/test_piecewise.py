"""Functions that are given case by case."""

from __future__ import annotations

import pytest
from verdicts import is_clean, undecided, wrong

import mathdoctest
from mathdoctest.latex import parse_text
from mathdoctest.tree import Opaque

STEP = r"\begin{cases} 1 & \text{if } z \geq 0 \\ 0 & \text{if } z < 0 \end{cases}"
WAYS = [
    STEP,
    r"\begin{cases} 1, & z \ge 0, \\ 0, & \text{otherwise.} \end{cases}",
    r"\begin{dcases} 1 & \text{wenn } 0 \le z \\ 0 & \text{sonst} \end{dcases}",
    r"\left\{ \begin{array}{ll} 1 & \mbox{if } z \geq 0 \\ 0 & \mbox{else} \end{array} \right.",
    r"\left\{\begin{matrix} 1 & z \geq 0 \\ 0 & z < 0 \end{matrix}\right.",
]


def is_proven(page: str) -> bool:
    return is_clean(page) and not undecided(page)


@pytest.mark.parametrize("cases", WAYS)
def test_a_function_is_read_case_by_case(cases: str) -> None:
    page = f"$$\nf(z) = {cases}\n$$\n\nIt gives $f(0.2) = 1$, $f(-0.2) = {{}}$ and $f(0) = 1$.\n"
    assert is_proven(page.replace("{}", "0"))
    assert wrong(page.replace("{}", "1")) == [("1", "0")]


def test_a_quantity_is_what_the_case_that_holds_says() -> None:
    page = r"""With $w = 0.5$, $b = -0.2$ and $x = 1$:

$$
y = \begin{cases} w x & \text{if } w x + b > 0 \\ b & \text{otherwise} \end{cases} = %s
$$
"""
    assert is_proven(page % "0.5")
    assert wrong(page % "-0.2")


@pytest.mark.parametrize(("t", "p"), [("2", "0.25"), ("4", "0.25"), ("5", "0"), ("-1", "0")])
def test_a_case_may_have_two_bounds(t: str, p: str) -> None:
    rule = r"\begin{cases} \frac{1}{4} & 0 \le t \le 4 \\ 0 & \text{otherwise} \end{cases}"
    page = f"$$ p(t) = {rule} $$\n\nHere $p({t}) = {{}}$.\n"
    assert is_proven(page.replace("{}", p))
    assert [text for text, _ in wrong(page.replace("{}", "0.75"))] == ["0.75"]


def test_its_derivative_is_that_of_the_case_that_holds() -> None:
    rule = r"\begin{cases} z^2 & z > 0 \\ 0.1 z & z \le 0 \end{cases}"
    page = f"$$ g(z) = {rule} $$\n\nThen $g'(3) = {{}}$ and $g'(-3) = 0.1$.\n"
    assert is_proven(page.replace("{}", "6"))
    assert wrong(page.replace("{}", "9")) == [("9", "6")]


def test_where_no_case_holds_the_cases_make_nothing_wrong() -> None:
    rule = r"\begin{cases} 1 & z > 1 \\ -1 & z < -1 \end{cases}"
    assert wrong(f"$$ g(z) = {rule} $$\n\nThen $g(0) = 5$, and $g(2) = 1$.\n") == []


@pytest.mark.parametrize("word", ["and", "und", "et si", "y", "e", ", und"])
def test_words_of_any_language_say_that_two_conditions_must_hold(word: str) -> None:
    rule = rf"\begin{{cases}} 1 & x > 0 \text{{ {word} }} x < 5 \\ 0 & \text{{else}} \end{{cases}}"
    page = f"$$ f(x) = {rule} $$\n\nThen $f(7) = {{}}$ and $f(3) = 1$.\n"
    assert is_proven(page.replace("{}", "0"))
    assert wrong(page.replace("{}", "1")) == [("1", "0")]


def test_a_word_between_conditions_may_be_a_name_elsewhere() -> None:
    rule = r"\begin{cases} 1 & 0 < \text{y} < 5 \\ 0 & \text{else} \end{cases}"
    page = f"$$ f(\\text{{y}}) = {rule} $$\n\nThen $f(7) = 0$ and $f(3) = {{}}$.\n"
    assert is_proven(page.replace("{}", "1"))
    assert wrong(page.replace("{}", "2")) == [("2", "1")]


@pytest.mark.parametrize(
    "either",
    [
        *(rf"\text{{ {word} }}" for word in ("or", "oder", "ou", "o", "oppure", ", or", "or if")),
        r"\lor",
        r"\vee",
    ],
)
def test_of_two_conditions_of_which_either_is_enough_nothing_is_said(either: str) -> None:
    rule = rf"\begin{{cases}} 1 & x > 0 {either} x < -1 \\ 0 & \text{{otherwise}} \end{{cases}}"
    page = f"$$ f(x) = {rule} $$\n\nThen $f(-2) = 1$ and $f(3) = 1$.\n"
    assert not wrong(page)
    assert any("either is enough" in f.message for f in mathdoctest.check(page).findings)


@pytest.mark.parametrize(
    "cases",
    [
        r"\begin{cases} 1 & z > 1 \text{ or } z < 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\begin{cases} 1 & z \text{ is even} \\ 0 & \text{otherwise} \end{cases}",
        r"\begin{cases} 1 \\ 0 \end{cases}",
        r"\begin{cases} \end{cases}",
        r"\begin{cases} 1 & z > 1",
    ],
)
def test_a_condition_that_is_not_understood_is_said_to_be_so(cases: str) -> None:
    (chain,) = parse_text(f"f(z) = {cases}")
    assert isinstance(chain.parts[1].node, Opaque)


def test_a_system_of_equations_is_its_equations() -> None:
    page = r"""Let $u = 2$ and $v = 1$. Both hold:

$$
\begin{cases} 2u + v = %s \\ u - v = 1 \end{cases}
$$
"""
    assert is_proven(page % "5")
    assert wrong(page % "6") == [("6", "5")]


def test_an_indicator_is_one_where_its_comparison_holds() -> None:
    forms = (
        r"\mathbb{I}(z > 0)",
        r"\mathbb{1}[z > 0]",
        r"\mathbf{1}_{z > 0}",
        r"\mathbf{1}\{z > 0\}",
        r"I\left(z > 0\right)",
    )
    for form in forms:
        page = f"With $z = %s$ it is $d = 0.4 \\cdot {form} = %s$."
        assert is_clean(page % ("1.6", "0.4"))
        assert is_clean(page % ("-1.6", "0.0"))
        assert wrong(page % ("-1.6", "0.4")) == [("0.4", "0.0")]
        assert not undecided(page % ("1.6", "0.4"))


def test_a_bold_one_before_a_bracket_is_a_number() -> None:
    assert is_clean(r"$x = \mathbf{1}(2 + 3) = 5$ and $y = \mathbf{1} > 0$")
    assert wrong(r"$x = \mathbf{1}(2 + 3) = 6$") == [("6", "5")]
