"""What published pages do that no page before them did."""

from __future__ import annotations

import math

import pytest
from verdicts import claims, undecided, wrong

H_1 = math.tanh(0.4)
SLOPE = 1 - H_1**2
TAGGED = r"""
Let $w\_1 = 0.4$ and $x\_1 = 1$.

{% equation(id="first") %}
h\_1 = \tanh(w\_1 x\_1) \approx {}, \qquad 1 - h\_1^2 \approx {}
{% end %}
"""
ENDED = "$x = 3$.\n\n{% katex %}\ny = 2 x = {}\n{% endkatex %}\n\nGo on.\n"
HUGO = "$x = 3$.\n\n{{< katex display >}}\ny = 2 x = {}\n{{< /katex >}}\n\nGo on.\n"
DOUBLE = "$x = 3$.\n\n{{< math >}}\n$$y = 2 x = {}$$\n{{< /math >}}\n\nGo on.\n"


def fill(page: str, *values: str) -> str:
    for value in values:
        page = page.replace("{}", value, 1)
    return page


@pytest.mark.parametrize("page", [ENDED, HUGO, DOUBLE])
def test_what_stands_between_the_tags_of_a_site_generator_is_a_formula(page: str) -> None:
    assert not wrong(fill(page, "6"))
    assert wrong(fill(page, "7")) == [("7", "6")]


def test_an_escaped_underscore_of_an_index_is_one() -> None:
    right = f"{H_1:.4f}", f"{SLOPE:.4f}"
    assert not wrong(fill(TAGGED, *right))
    assert not undecided(fill(TAGGED, *right))
    off = f"{SLOPE + 0.01:.4f}"
    assert wrong(fill(TAGGED, right[0], off)) == [(off, right[1])]


@pytest.mark.parametrize(
    "name", [r"max\_steps", r"d\_model", r"\text{lr\_max}", r"\mathrm{n\_in}", r"one\_hot"]
)
def test_an_underscore_in_a_word_is_none_of_an_index(name: str) -> None:
    assert not wrong(f"$m = 2$, $d = 3$, $l = 4$, $n = 5$. ${name} = 512$ and $\\theta\\_1 = 2$.")


def test_a_tag_that_is_never_closed_takes_no_text() -> None:
    page = "$x = 3$.\n\n{% math %}\nIt is $y = 2 x = {}$.\n\nNothing more.\n"
    assert not wrong(fill(page, "6"))
    assert wrong(fill(page, "7")) == [("7", "6")]


def test_prose_between_tags_stays_prose() -> None:
    page = "{% math %}\nOf the 7 pages that we read = 3 were new ones.\n{% endmath %}\n"
    assert all(claim.verdict != "wrong" for claim in claims(page))


def test_an_escaped_asterisk_is_one_in_a_formula() -> None:
    assert not wrong(r"$y = 2 \* 3 = 6$")
    assert wrong(r"$y = 2 \* 3 = 7$") == [("7", "6")]


APPLIED = [
    ("so it is tanh(0.5) = {}.", f"{math.tanh(0.5):.4f}", "0.4612"),
    ("We get: sigmoid(-0.28) ≈ {}, a bit less.", f"{1 / (1 + math.exp(0.28)):.3f}", "0.340"),
    ("σ(1.4) = {}", f"{1 / (1 + math.exp(-1.4)):.4f}", "0.8012"),
    ("The terms are (e^2={}) and (e^0=1).", f"{math.exp(2):.3f}", "7.398"),
    ("The first term is: e² = {}.", f"{math.exp(2):.3f}", "7.398"),
    ("√7 ≈ {}", f"{math.sqrt(7):.4f}", "2.6475"),
    ("the loss: -ln(0.25) = {}", f"{-math.log(0.25):.3f}", "1.368"),
    ("| unit | output |\n|---|---|\n| A | ReLU(0.45) = {} |", "0.45", "0.54"),
    ("| unit | output |\n|---|---|\n| A | exp(1.5) ≈ **{}** |", f"{math.exp(1.5):.3f}", "4.842"),
]


@pytest.mark.parametrize(("page", "right", "off"), APPLIED)
def test_a_function_of_numbers_that_is_typed_as_text_is_worked_out(
    page: str, right: str, off: str
) -> None:
    assert not wrong(fill(page, right))
    assert not undecided(fill(page, right))
    assert wrong(fill(page, off)) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "sin(30) = 0.5 and cos(60) = 0.5, in degrees.",
        "f(2) = 5, g(0.5) = 3.",
        "The constant is e = 2.7.",
        "exp(3) = 20.08... and sqrt(7) = 2.645…",
        "The room has 5 m² = 50000 cm².",
        "log(8) = 3 bits, so it is.",
        # A result that the sentence before does not work out, and what rests on it.
        (
            "Then a = 0.6775. The error is a - y = 0.6775 for y = 0, the loss is"
            f" -ln(1 - 0.6775) = {-math.log(1 - 0.67754):.4f}."
        ),
    ],
)
def test_what_only_looks_like_a_function_of_numbers_is_left(page: str) -> None:
    assert not wrong(page)


def test_a_square_that_is_typed_with_a_raised_digit_is_computed_with() -> None:
    assert not wrong("Let w = 0.7 and x = 2. Then y = x² + w = 4.7.")
    assert wrong("Let w = 0.7 and x = 2. Then y = x² + w = 7.4.") == [("7.4", "4.7")]


ROWS = """
| unit | sum | it is |
|---|---|---|
| A | (0.5×0.2) + (0.3×-0.1) + 0.2 | z₁ = 0.27 |
| B | (0.5×0.4) + (0.3×0.5) + 0.1 | z₂ = {} |
"""


def test_a_calculation_in_a_cell_comes_to_what_the_next_cell_names() -> None:
    right = f"{0.5 * 0.4 + 0.3 * 0.5 + 0.1:.2f}"
    assert not wrong(fill(ROWS, right))
    assert ("0.54", right) in wrong(fill(ROWS, "0.54"))
    # Far off: another quantity.
    assert not wrong(fill(ROWS, "7.25"))


@pytest.mark.parametrize("sign", ["-", "−"])
def test_a_negative_result_that_a_sentence_says_again_is_known(sign: str) -> None:
    page = f"$z = 0.2553 - 1.7878 = {0.2553 - 1.7878:.4f}$.\n\nSo the result is {sign}{{}}.\n"
    right = f"{1.7878 - 0.2553:.4f}"
    assert not undecided(fill(page, right))
    assert not wrong(fill(page, right))
    assert wrong(fill(page, "1.5352")) == [("1.5352", right)]


@pytest.mark.parametrize(
    "said",
    ["a range of 0.8-1.532", "a drop of 1.532", "the mean -1.536", "-1.523 before"],
)
def test_what_is_no_negative_result_is_not_taken_for_one(said: str) -> None:
    assert not wrong(f"$z = 0.255 - 1.787 = {0.255 - 1.787:.3f}$.\n\nThere was {said}.\n")


def test_a_negative_number_is_no_positive_result() -> None:
    page = f"$z = 0.255 + 1.277 = {0.255 + 1.277:.3f}$.\n\nIt was -1.532 elsewhere.\n"
    assert undecided(page) == ["1.532"]


@pytest.mark.parametrize("mark", ["[^1]", "[^note-a].", ".[^1]"])
def test_a_footnote_behind_a_result_is_no_part_of_it(mark: str) -> None:
    page = f"IQR = 108 − 31 = {{}}{mark}\n\n[^1]: The book.\n[^note-a]: Another.\n"
    assert not wrong(fill(page, "77"))
    assert wrong(fill(page, "76")) == [("76", "77")]


def test_what_one_lacks_to_one_beside_it_is_known_from_three_digits_on() -> None:
    p = 1 / (1 + math.exp(-0.5))
    page = (
        rf"$p = \sigma(0.5) = {p:.3f}$, so the slope is $s = {p:.3f} \cdot {{}} = {p - p * p:.3f}$."
    )
    right = f"{1 - p:.3f}"
    assert not undecided(fill(page, right))
    assert not wrong(fill(page, right))
    # Another number beside it is what it is.
    assert not wrong(rf"$p = \sigma(0.5) = {p:.3f}$, $s = {p:.3f} \cdot 0.412 = {p * 0.412:.3f}$.")


NAMED = r"""
$z = [0.41, -0.12, 0.83]$, $W = [0.3, 0.5, -0.2]$, $b = 0.54$

| what | value |
|---|---|
| $a = \tanh(z)$ | $[{}, -0.1194, 0.6805]$ |
| $c = W \cdot a + b$ | ${}$ |
| $p = \sigma(c)$ | {} |
"""
A = [math.tanh(z) for z in (0.41, -0.12, 0.83)]
C = 0.3 * A[0] + 0.5 * A[1] - 0.2 * A[2] + 0.54
VALUES = f"{A[0]:.4f}", f"{C:.4f}", f"{1 / (1 + math.exp(-C)):.4f}"


def test_a_cell_says_what_the_named_formula_before_it_comes_to() -> None:
    assert not wrong(fill(NAMED, *VALUES))
    assert not undecided(fill(NAMED, *VALUES))
    assert wrong(fill(NAMED, VALUES[0], VALUES[1], "0.6123")) == [("0.6123", VALUES[2])]
    assert ("0.3858", VALUES[0]) in wrong(fill(NAMED, "0.3858", *VALUES[1:]))


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("target | value", ("1.20 | 1.00", "1.35 | 1.30")),
        ("default | least", ("1.20 | 0.50", "1.40 | 0.90")),
        ("step | size", ("0.10 | 1.10", "0.20 | 1.20")),
        ("before | after", ("1.00 | 1.11", "1.30 | 1.41")),
    ],
)
def test_a_cell_behind_a_named_formula_may_say_something_else(
    head: str, cells: tuple[str, str]
) -> None:
    rows = f"| $d = w x$ | {cells[0]} |\n| $c = w x + y$ | {cells[1]} |\n"
    page = f"$w = 0.5$, $x = 2.0$, $y = 0.3$\n\n| what | {head} |\n|---|---|---|\n{rows}"
    assert not wrong(page)


TWO_PASSES = r"""
$w = 0.5$, $x = 2$. The forward pass gives $\hat{y} = \sigma(w x) = 0.7311$.

The step: $w = 0.5 + 0.1 \cdot 2 = 0.7$. Now $\hat y = \sigma(w x) = 0.8022$.

{}

After:

$$\hat y = 0.8022$$
"""
OLD, NEW = (f"{1 / (1 + math.exp(-2 * w)):.4f}" for w in (0.5, 0.7))


@pytest.mark.parametrize(
    "said",
    [
        "Before:\n\n$$\\hat y = 0.7311$$",
        "- **Before the update:** $\\hat y = 0.731$",
        "Old prediction: $\\hat y = 0.7311$",
    ],
)
def test_a_label_tells_a_result_of_the_state_before(said: str) -> None:
    assert OLD == "0.7311"
    assert not wrong(fill(TWO_PASSES, said))
    assert not undecided(fill(TWO_PASSES, said))


@pytest.mark.parametrize("said", ["So $\\hat y = 0.7311$.", "Hence:\n\n$$\\hat y = 0.7311$$"])
def test_without_such_a_label_the_old_result_is_a_slip(said: str) -> None:
    assert wrong(fill(TWO_PASSES, said)) == [("0.7311", NEW)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (r"$x = 1.5$, $y = \frac{x}{7} = 0.2152\ldots$", "0.2142"),
        (r"$x = 1.5$, $y = \frac{x}{7} = 0.2152$", "0.2143"),
        (r"$x = 1.5$, $y = 0.2 x = 0.37...$", "0.30"),
        ("So a = exp(3) = 20.28...", "20.08"),
    ],
)
def test_the_digits_of_a_number_that_goes_on_are_cut_off(page: str, expected: str) -> None:
    assert [found[1] for found in wrong(page)] == [expected]
