"""A formula goes on outside of its dollars where nothing else can be meant."""

from __future__ import annotations

from time import process_time

import pytest
from verdicts import undecided, wrong

import mathdoctest
from mathdoctest.edits import edits
from mathdoctest.extract import extract
from mathdoctest.fix import fix
from mathdoctest.patch import apply
from mathdoctest.recheck import Session


@pytest.mark.parametrize("given", [
    "Focal length ($f$) = -15 cm.", "**Focal length ($f$)** = **-15 cm**",
    "with $f$ = -15, $u$ = 4",
    "the focal length $f$ = $-15$ cm", "| f | ($f$) = -15 |\n|--|--|\n| g | $f$ = -15 |",
])  # fmt: skip
def test_a_symbol_alone_between_dollars_has_the_value_behind_it(given: str) -> None:
    """In brackets behind its name, in bold, in a cell."""
    assert wrong(f"{given}\n\nSo $2 f = -30$.") == []
    assert wrong(f"{given}\n\nSo $2 f = -31$.") == [("31", "30")]


@pytest.mark.parametrize(("text", "slip", "right"), [
    ("$f = 20 / 2$ = 11 cm.", "11", "10"),
    ("$f = 4$\n\nMagnification ($m$) = $-\\frac{f}{5} = -\\frac{4}{5}$ = -0.9.", "0.9", "0.8"),
    ("$R = 3$\n\nFocal length ($f$) = $R/2$ = +1.60 m.", "1.60", "1.50"),
    ("Likelihood(True) = $0.5 \\times 0.4 = 0.7$", "0.7", "0.2"),
    ("$a$ = 3 + 4 = 8 in all", "8", "7"),
    ("\\(a = 3 + 4\\) = 8", "8", "7"),
])  # fmt: skip
def test_a_slip_outside_of_the_dollars_is_found(text: str, slip: str, right: str) -> None:
    """And put right where it stands."""
    assert [w for w in wrong(text) if w[0] == slip] == wrong(text)
    assert wrong(text)[0][0] == slip
    if (slip, right) in wrong(text):
        assert fix(text, mathdoctest.check(text)) == right.join(text.rsplit(slip, 1))
    assert not wrong(right.join(text.rsplit(slip, 1)))


def test_a_number_alone_between_dollars_behind_words_is_not_passed_over() -> None:
    """Nothing backs it, unless it says a result again."""
    assert undecided("Lower bound = $10.0372$ mm") == ["10.0372"]
    assert undecided("$a = 20.0744$ and $a / 2 = 10.0372$\n\nLower bound = $10.0372$ mm") == []


@pytest.mark.parametrize("text", [
    "P($A$) = 0.3", "the mean of $x$ = 5", "the sum of all $x$ = 10", "2$x$ = 6", "-$x$ = 3",
    "log $x$ = 3", "average $x$ = 5", "$x$ = 3 or 4", "$x$ = 1, 2, 3", "$x$ = 3 $y$",
    "$x$ = 1 to 5", "$x$ = 3 million", "For $x$ = $1$ to $5$", "$P(A$ or $x$) = 0.5",
    "$a$ + $x$ = 5", "E[$x$] = 3", "$x$ = 3x + 2", "$x$ = 2024-01-15", "$x$ = 1.2.3", "$x$ = 3-5",
    "$x < 3$ = 5", "$x$-th = 3", "$x$ == 3", "$x$ => 3", "$x$ = 3 × $y$", "|$x$| = 3",
    "$a$ ($x$) = 3",
    "number of $x$ = 5", "`$x$ = 3`", "$x$ = `3`", "the media de $x$ = 4", "$x$<!-- $x$ --> = 4",
])  # fmt: skip
def test_what_may_be_said_of_something_else_gives_no_value(text: str) -> None:
    """Of a mean, a function, a list, a product."""
    assert wrong(f"{text}\n\nWith $x = 77.25$ we have $2 x = 154.5$.") == []
    bodies = [text[f.span.start : f.span.end] for f in extract(text).formulas]
    assert not any("= " in body.partition("$")[2].partition("$")[2] for body in bodies)


def test_a_slip_in_a_formula_half_outside_is_checked_again_as_ever() -> None:
    """With signs instead of commands outside of the dollars."""
    text = "Radius ($R$) = 20 cm, and $f = R / 2$ = 10 cm.\n\n> ($g$) = 4\n\n$2 g = 8$\n"
    session = Session(text)
    for edit in edits(extract(text)):
        slipped = apply(text, edit.patches)
        said, fresh = session.check(slipped), mathdoctest.check(slipped)
        assert said.claims == fresh.claims
        assert said.findings == fresh.findings


@pytest.mark.parametrize(
    "piece", ["$x$ = ", "($x$) = 3 ", "$x$ = 3 ", "($", "$x$ = $", "$x = 2$ = 2 "]
)
def test_hostile_lengths_take_linear_time(piece: str) -> None:
    """Eight times as much takes about eight times as long."""

    def seconds(times: int) -> float:
        text = piece * times
        begin = process_time()
        extract(text)
        return process_time() - begin

    seconds(100)
    assert seconds(8_000) < 30 * seconds(1_000) + 0.2


@pytest.mark.parametrize("given", [
    "학습률($$\\eta$$)을 0.1이라고 할 때", "取学习率$\\eta$为0.1。",
    "学習率($\\eta$)を 0.1 とする。",
    "The learning rate ($\\eta$) of 0.1 is used.", "The step ($\\eta$) is 0.1 here.",
])  # fmt: skip
def test_words_say_what_a_symbol_is_as_a_relation_does(given: str) -> None:
    page = given + "\n\n$$\\eta + 1 = %s$$"
    assert not wrong(page % "1.1")
    assert not undecided(page % "1.1")
    assert wrong(page % "1.2") == [("1.2", "1.1")]


@pytest.mark.parametrize("words", [
    "The rate ($\\eta$) is 2 times larger.", "率($\\eta$)为2倍。", "Take ($\\eta$) to 3 or 4.",
])  # fmt: skip
def test_words_that_say_something_else_give_no_symbol(words: str) -> None:
    assert not wrong(words + "\n\n$\\eta = 0.5$ and $\\eta + 1 = 1.5$")


@pytest.mark.parametrize("said", [
    "The sigmoid $\\frac{1}{1 + e^{-2.3}}$ is then {}.",
    "It is clear that \\(1/(1 + e^{-2.3})\\) gives {}.",
    "Der Ausgang $\\frac{1}{1 + e^{-2.3}}$ ist {} und klein.",
])  # fmt: skip
def test_words_say_what_a_calculation_is_as_a_relation_does(said: str) -> None:
    right = said.replace("{}", "0.909")
    assert not wrong(right)
    assert not undecided(right)
    assert wrong(said.replace("{}", "0.919")) == [("0.919", "0.909")]


@pytest.mark.parametrize("said", [
    "The product $2.5 \\cdot 3$ is 7 more than 0.5.", "Here $2.5 \\cdot 3$ is 7 metres less.",
    "So $2.5 \\cdot 3$ is 5 times 1.5.", "Twice $2.5 \\cdot 3$ is 15.",
    "The rate $\\alpha \\cdot 3$ is 2.", "Item $3$ is 2.", "The set $2, 3 + 1$ is 7.",
])  # fmt: skip
def test_words_that_say_something_else_of_a_calculation_say_no_result(said: str) -> None:
    assert not wrong(said)
