"""Arithmetic without dollars is read where it is nothing else, and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from verdicts import claims, wrong

import mathdoctest
from mathdoctest.edits import edits
from mathdoctest.extract import extract
from mathdoctest.fix import fix
from mathdoctest.patch import apply
from mathdoctest.recheck import Session


def read(text: str) -> list[str]:
    """The calculations that are read in a page, as they stand there."""
    page = extract(text)
    return [text[f.span.start : f.span.end] for f in page.formulas if f.delimiter == "text"]


@pytest.mark.parametrize(
    ("text", "slip", "right"),
    [
        ("**Average Waiting Time = (0+2+11+4)/4 = 17/4 = 4.35**", "4.35", "4.25"),
        ("- R_A = 4 + 5 + 6 = 16", "16", "15"),
        ("- SS = (2-4)² + (4-4)² + (5-4)² = 6", "6", "5"),
        ("0.85 × 0.85 + 0.15 × 0.40 = 0.7835", "0.7835", "0.7825"),
        ("| case | mean |\n|--|--|\n| A | (1 + 2)/2 = 1.6 |", "1.6", "1.5"),
        ("Sum of strengths = 320 + 315 + 300 = 945 kN.", "945", "935"),
        ("So 17 / 40 = 0.425 = **43.5%** of them.", "43.5", "42.5"),
        ("So 17 / 40 × 100 = 43.5 % of them.", "43.5", "42.5"),
        ("In all, 1,200 + 34.5 = 1,235.5 (see below).", "1,235.5", "1,234.5"),
        ("Then √16 + 3^2 − 1 = 13, and 2^10 ÷ 2 = 512.", "13", "12"),
        ("The cost of ten: 10 × $5 = $51.", "51", "50"),
        ("Together that is 5 x 4 = 21, roughly.", "21", "20"),
        ("β̂₀ = 4 - 0.6 × 3\n= 2.3", "2.3", "2.2"),
        ("```\nthe share\n  10/4 = 2.6\n```", "2.6", "2.5"),
        ("1/3 ≈ 0.334", "0.334", "0.333"),
    ],
)
def test_a_slip_in_arithmetic_without_dollars_is_found(text: str, slip: str, right: str) -> None:
    """In a sentence, a list, a bold run, a cell, a fence without a language."""
    assert wrong(text) == [(slip, right)]
    report = mathdoctest.check(text)
    assert fix(text, report) == text.replace(slip, right)
    assert not wrong(text.replace(slip, right))


@pytest.mark.parametrize("text", [
    "Average = (0+2+11+4)/4 = 17/4 = 4.25", "17/40 = 42.5 %", "100% - 38% = 62%", "x = 1-0.9 = 0.1",
])  # fmt: skip
def test_each_number_of_a_calculation_is_a_claim_with_its_place(text: str) -> None:
    """Those that it starts from are given."""
    for claim in claims(text):
        assert text[claim.start : claim.end] == claim.text
        assert claim.verdict == "verified"
    digits = "".join(c if c.isdigit() or c == "." else " " for c in text)
    assert [claim.text for claim in claims(text)] == digits.split()


@pytest.mark.parametrize(
    "text",
    [
        "See 2024-01-15 = 8, or 2024/25 = 312 units, or 12/25 = 3.",
        "Grades: 90-100 = 4.0, 80-89 = 3.0, 70-79 = 2.0",
        "16:9 = 1.78 and 4:3 × 2 = 8:6 and at 10:30 + 1 = 11:30",
        "Call +1 555-1234 = 7",
        "In base 8, 7 + 1 = 10.",
        "1 + 1 = 10 and 10 + 10 = 100",
        "7 + 5 = 2 (mod 10)",
        "`2 + 2 = 5` and <code>2 + 2 = 5</code> and https://a.b/?q=2+2=5&x=3+3=7",
        "[2 + 2 = 5](there)",
        "2x + 3 = 7, 4 + 6 = 5x, and 4 + 6 = 5 x",
        "20% of 50 + 3 = 13, 5 choose 2 × 3 = 30, log 2 + 3 = 3.3",
        "sqrt(9) + 1 = 4, f(2, 3) -4+1 = 5, gcd(12, 8) × 3 + 2 = 14, max(3, 5) + 2 = 7",
        "5! / 3! = 20 and 3! + 4 = 10 and 4 × 6 = 4!",
        "1 + 2 + ... + 10 = 55 and 1 + 2 + … + 10 = 55",
        "3 × 400000 = 1.2 million",
        "12 × 100 = 1.2 km and 45 + 45 = 1.5 hours and 60 × 24 = 1 day",
        "30 + 30 = 1 hour 5 min",
        "10/3 = 3-4 days",
        "0,5 × 4 = 2 and 1,5 + 2 = 3,5",
        "x == 2 + 3 == 5 and a += 2 + 3 = 6x",
        "1/2 tsp = 2.5 ml, and 3/4 = 10 spoons",
        "Rated 7/10 = 3 stars; Score = 7/10 = 3 stars; open 24/7 = 365",
        "= 10^(-3) × 5 = 0.006, 1e3 + 1 = 1003, 2e-3 + 1 = 3",
        "|3 - 5| = 3 and ⌊7/2⌋ = 4",
        "half of 8 + 2 = 6; square of 3 + 1 = 10",
        "1/2(3+4) = 14",
        "(3, 4) + (1, 2) = (4, 7)",
        "Version 1.2.3 + 4 = 5",
        "3 + 4 = 8<!-- exempt: an example of a slip -->",
        "0b101 + 0b1 = 7 and 0x10 + 1 = 18",
        "2 dozen + 3 = 27, 2 * 12 = 2 dozen, 5 apples * 3 + 2 = 17",
        "4 + 3 = 10 - x, 4 + 3 = 10 - cost, 10 - 5 = 5 × $y$",
        "Team 3 + 4 = 8 and Q3/4 = 5",
        "5 = 5, x = 3, y = 4",
        "2 + 2 ≠ 5, 2 + 2 <= 5, 2 + 2 => 5, 2 + 2 != 5",
        "```python\nassert 2 + 2 = 5\n```",
        "<!-- 2 + 2 = 5 -->",
        "# Why 2 + 2 = 5",
        "| a | <!-- exempt: made up -->b |\n|--|--|\n| 1 | 2 + 2 = 5 |",
        "5 ÷ (2 - 2) = 7 and √(3 - 5) = 2 and 9^999 × 9^999 = 1",
    ],
)  # fmt: skip
def test_what_is_no_closed_arithmetic_is_left_alone(text: str) -> None:
    """Dates, ranges, scores, ratios, code, equations to solve, and other units."""
    assert read(text) == []
    assert wrong(text) == []


@pytest.mark.parametrize("text", [
    "f(1) = 3 + 4 = 7", "R2 = 3 * 4 = 12 V", "Case (b) 3 + 4 = 7.", "x = y = 3 + 4 = 7 ms (max)",
    "$f$(1) = 3 + 4 = 7", "**Total**: 3 + 4 = **7**", "Score is 3 + 4 = 7; 2 + 2 = 4.",
])  # fmt: skip
def test_words_before_the_first_relation_are_only_a_label(text: str) -> None:
    """Whatever they are, what stands behind is arithmetic by itself."""
    assert read(text)
    assert wrong(text) == []


def test_a_calculation_says_nothing_of_a_symbol() -> None:
    """A number of it is not the nearest value of the page."""
    assert wrong("$x = 0.852$ and $y = 2 x = 1.704$\n\nx = 0.825 × 2 = 1.65") == []


NUMBERS = st.integers(0, 999).map(str) | st.decimals(0, 99, places=2).map(str)
PIECES = NUMBERS | st.sampled_from(
    "+ - × / = ≈ ( ) : , ; . % ~ x is of the in and to about * ** _ | # ! - \n - 2024-01-15 3-5"
    " 16:9 1.2.3 $ ` km v2 = = is approx".split(" ")
)


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_arbitrary_prose_makes_no_claim_of_its_own(text: str) -> None:
    """What is read is exactly what Python works out of the same characters."""
    for run in read(text):
        sides = run.replace("≈", "=").split("=")
        assert len(sides) > 1
        assert any(c in run for c in "+-×/*")
        for side in sides:
            plain = side.replace("×", "*").replace("~", "").replace("x", "*").strip(" *_\n")
            plain = plain.replace(" %", "%").replace("%", "/100")
            eval(plain, {"__builtins__": {}})  # noqa: S307 -- digits and operators


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6), st.integers(1, 9))
def test_what_is_right_is_never_called_wrong(numbers: list[int], divisor: int) -> None:
    """A sum and a quotient of random numbers, rounded as authors round."""
    total = sum(numbers)
    value = round(float(Fraction(total, divisor)), 2)
    terms = " + ".join(map(str, numbers))
    text = f"Mean = ({terms})/{divisor} = {total}/{divisor} = {value} per week"
    assert wrong(text) == []


def test_a_slip_planted_in_a_calculation_is_read_as_one() -> None:
    """With signs and not with commands; and a check again says what a check says."""
    text = "Mean = (3 + 4) / 4 = 1.75 and so on.\n\n$a = 2$ and $2 a = 4$\n"
    session = Session(text)
    for edit in edits(extract(text)):
        slipped = apply(text, edit.patches)
        assert "\\" not in slipped or edit.start > text.index("$")
        said = session.check(slipped)
        fresh = mathdoctest.check(slipped)
        assert said.claims == fresh.claims
        assert said.findings == fresh.findings


@pytest.mark.parametrize("piece", [
    "2 + ", "2 = ", "(", "2 + 3 = 5 ", "**2 = ", "= 2^2 ", "√", "-", "2 + 3 = 5\n", "(2", "2 x ",
])  # fmt: skip
def test_hostile_lengths_take_linear_time(piece: str) -> None:
    """Eight times as much takes about eight times as long."""

    def once(text: str) -> float:
        begin = process_time()
        extract(text)
        return process_time() - begin

    def seconds(times: int) -> float:
        # The quickest of three: a collection of what other tests left is no work of this one.
        return min(once(piece * times) for _ in range(3))

    seconds(100)
    assert seconds(16_000) < 30 * seconds(2_000) + 0.2


def test_a_row_that_goes_on_from_two_equations_is_of_neither() -> None:
    fence = (
        "```\n dL/dw = -0.25 * 2.0       dL/db = -0.25 * 1.0\n"
        "       = -0.50                  = -0.25\n```\n"
    )
    assert not wrong(fence)
    assert wrong("```\ndL/dw = -0.25 * 2.0\n      = -0.70\n```\n") == [("0.70", "0.50")]
