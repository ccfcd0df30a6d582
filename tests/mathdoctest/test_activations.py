"""Which function a page means by the letter of the sigmoid."""

from __future__ import annotations

import math

import pytest
from verdicts import claims, undecided, wrong

TOLD = """{words}

$x = 0.8$, $w = 1.5$, $v = 0.4$.

$$h = \\sigma(w x) = \\sigma(1.2) = {first}$$

$$y = \\sigma(v h) = {second}$$

$$g = \\sigma'(y) \\cdot v = {slope}$$
"""


def page(words: str, *values: float) -> str:
    first, second, slope = (f"{value:.4f}" for value in values)
    return TOLD.format(words=words, first=first, second=second, slope=slope)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize(
    "words", ["Activation: ReLU for all nodes.", "Aktiveringsfunktion: ReLU för alla noder."]
)
def test_the_letter_is_the_only_function_that_a_page_names_if_it_makes_the_numbers(
    words: str,
) -> None:
    right = page(words, 1.2, 0.48, 0.4)
    assert not wrong(right)
    assert not undecided(right)
    assert wrong(right.replace("0.4800", "0.4900")) == [("0.4900", "0.4800")]


@pytest.mark.parametrize(
    "words", ["All units use tanh.", "Here it is the hyperbolic tangent.", "Tangens Hyperbolicus."]
)
def test_the_letter_may_be_the_hyperbolic_tangent(words: str) -> None:
    first = math.tanh(1.2)
    second = math.tanh(0.4 * first)
    right = page(words, first, second, 0)
    right = right.partition("$$g")[0]
    assert not wrong(right)
    off = f"{second + 0.0002:.4f}"
    assert wrong(right.replace(f"{second:.4f}", off)) == [(off, f"{second:.4f}")]


@pytest.mark.parametrize(
    "words",
    ["Hidden units often have a ReLU.", "The other gates use tanh.", "No ReLU but a sigmoid."],
)
def test_the_letter_is_the_sigmoid_where_that_makes_the_numbers(words: str) -> None:
    first = sigmoid(1.2)
    second = sigmoid(0.4 * first)
    slope = sigmoid(second) * (1 - sigmoid(second)) * 0.4
    right = page(words, first, second, slope)
    assert not wrong(right)
    bare = f"{0.4 * first:.4f}"
    assert (bare, f"{second:.4f}") in wrong(right.replace(f"{second:.4f}", bare))


@pytest.mark.parametrize(
    "words", ["Here a ReLU, unlike a sigmoid.", "Each node has a ReLU, the output a softmax."]
)
def test_of_several_functions_the_letter_is_the_one_that_makes_all_the_numbers(words: str) -> None:
    right = page(words, 1.2, 0.48, 0.4).replace("v h)", "v h) = \\sigma(0.48)")
    assert not wrong(right)
    assert wrong(right.replace("0.4800", "0.4900")) == [("0.4900", "0.4800")]
    # One value alone does not tell.
    first = sigmoid(1.2)
    assert not wrong(page(words, first, sigmoid(0.4 * first), 0).partition("$$g")[0])


def test_the_letter_may_be_a_leaky_function() -> None:
    words = "We use σ = leaky ReLU with slope 0.1, so σ(−2.0) = −0.20."
    right = (
        words
        + "\n\n$h = \\sigma(0.6 - 0.2) = \\sigma(0.4) = 0.40$ and $g = \\sigma(-0.6) = -0.06$."
    )
    assert not wrong(right)
    assert wrong(right.replace("-0.06", "-0.09")) == [("0.09", "0.06")]


def test_the_letter_of_a_function_that_is_not_known_is_no_sigmoid() -> None:
    right = "Here $\\sigma$ is an ELU.\n\nSo $\\sigma(-2.0) = -0.8647$ and $\\sigma(0.8) = 0.8$."
    assert not wrong(right)
    assert not [c.text for c in claims(right) if c.verdict == "verified" and c.role == "claim"]
    # Where most of it is the sigmoid's, the ELU is another one.
    sigmoids = f"$\\sigma(-2.0) = {sigmoid(-2):.3f}$, $\\sigma(0.8) = {sigmoid(0.8):.3f}$, "
    page = f"Some nets have an ELU.\n\nSo {sigmoids} $\\sigma(0.5) = 0.5$."
    assert wrong(page) == [("0.5", "0.6")]
