"""Formulas that SymPy reads as well mean the same to both parsers.

SymPy runs in a process of its own, ``sympy_oracle.py``, from the folder where ``make test``
installs it: it wants an older mpmath than this project has.

Left out is what people read in two ways, such as ``a/b c``, ``\\sin x y`` or ``x(y + 1)``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mathdoctest

ROOT = Path(__file__).parents[2]
SYMPY = ROOT / "build" / "sympy"
ORACLE = Path(__file__).with_name("sympy_oracle.py")

GIVEN = {
    "x": "1.3",
    "y": "0.7",
    "a_1": "1.9",
    "b_{12}": "0.45",
    r"\theta": "0.6",
    r"\lambda": "2.2",
}
SYMBOLS = {r"\theta": "theta", r"\lambda": "lambda", "a_1": "a_{1}"}
"""How SymPy calls those that it does not call as they are written."""
FAR_OFF = "987654321.125"
"""What no formula here comes to, so that the report says what it comes to instead."""

names = st.sampled_from(list(GIVEN))
numbers = st.sampled_from(["2", "3", "0.5", "12", "1.25", "0.10"])
functions = st.sampled_from([r"\sin", r"\cos", r"\tan", r"\exp", r"\ln", r"\sinh", r"\tanh"])


def formulas() -> st.SearchStrategy[str]:
    return st.recursive(names | numbers, larger, max_leaves=8)


def joined(*pieces: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = [st.just(piece) if isinstance(piece, str) else piece for piece in pieces]
    return st.tuples(*parts).map("".join)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = joined("(", inner, ")") | joined(r"\left(", inner, r"\right)")
    fraction = joined(r"\frac{", inner, "}{", inner, "}") | joined(
        r"\frac", st.sampled_from("123"), st.sampled_from("456")
    )
    root = joined(r"\sqrt{", inner, "}") | joined(r"\sqrt[3]{", inner, "}")
    applied = joined(functions, bracketed) | joined(
        st.sampled_from([r"\sin^2", r"\cos^{2}", r"\tan^{3}"]), bracketed
    )
    exponential = joined("e^{", inner, "}")
    closed = names | numbers | bracketed | fraction | root | applied | joined("|", inner, "|")
    exponent = joined("^", st.sampled_from("23") | joined("{", inner, "}"))
    power = joined(names | numbers | bracketed, exponent)
    factor = closed | power | exponential
    beside = joined(numbers | fraction, " ", names | joined(names, exponent)) | joined(
        names, " ", names
    )
    times = st.sampled_from([r" \cdot ", r" \times ", r"\cdot "])
    product = joined(factor, times, factor) | joined(factor, " / ", factor) | beside
    term = factor | product | joined(product, times, factor)
    signed = term | joined("-", term)
    total = joined(signed, st.sampled_from([" + ", " - ", "+", "-"]), term)
    return factor | signed | total | joined(total, " - ", term)


class Sympy:
    """SymPy, in another process."""

    def __init__(self, seconds: int = 20) -> None:
        self.seconds = seconds
        self.process = self.started()

    def started(self) -> subprocess.Popen[str]:
        given = {SYMBOLS.get(name, name): value for name, value in GIVEN.items()}
        return subprocess.Popen(  # noqa: S603 - a file of this folder
            [sys.executable, ORACLE, json.dumps(given), str(self.seconds)],
            env=os.environ | {"PYTHONPATH": str(SYMPY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self) -> None:
        with self.process:  # closes its pipes and waits for it
            pass

    def value(self, formula: str) -> Fraction | None:
        """The value to thirty digits; nothing where it takes long, is not read or not real."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(formula) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.ended()
            assert self.process.returncode == -signal.SIGALRM
            self.process = self.started()
            return None
        answer = json.loads(line)
        # Towers of powers come to numbers that would take all memory to write down.
        if answer is None or abs(int(answer.partition("e")[2] or 0)) > LARGEST:
            return None
        return Fraction(answer)


@pytest.fixture(scope="module")
def sympy() -> Iterator[Sympy]:
    if not (SYMPY / ".ready").exists():
        if os.environ.get("CI"):
            pytest.fail("build/sympy is missing; make test sets it up")
        pytest.skip("build/sympy is missing; make test sets it up")
    made = Sympy()
    yield made
    made.ended()


def by_mathdoctest(formula: str) -> str | None:
    """What the report says the formula comes to; nothing where it says that it cannot tell."""
    data = " ".join(f"${name} = {value}$," for name, value in GIVEN.items())
    report = mathdoctest.check(f"With {data}\n\n$$\nr = {formula} = {FAR_OFF}\n$$\n")
    wrong = [claim for claim in report.claims if claim.text == FAR_OFF]
    return wrong[0].exact if wrong and wrong[0].verdict == "wrong" else None


NOTHING = Fraction(1, 10**28)
LARGEST = 10_000
"""Digits of a number that is compared."""


def same(ours: str, theirs: Fraction) -> bool:
    # SymPy works with thirty digits: what is nothing may be 1e-37 to it, as -√(2² - 2·2) is.
    return abs(Fraction(ours) - theirs) <= max(Fraction(1, 10**12) * abs(theirs), NOTHING)


def test_a_formula_that_takes_sympy_for_ever_is_passed_over(sympy: Sympy) -> None:
    hasty = Sympy(seconds=5)
    assert hasty.value("9^{9^{9^{9}}}") is None
    assert hasty.value("x + 1") == sympy.value("x + 1") == Fraction("2.3")
    hasty.ended()


@settings(max_examples=150, deadline=None)
@given(formula=formulas())
def test_both_parsers_come_to_the_same_value(sympy: Sympy, formula: str) -> None:
    theirs = sympy.value(formula)
    assume(theirs is not None)
    ours = by_mathdoctest(formula)
    assume(ours is not None)
    assert ours is not None
    assert theirs is not None
    assert same(ours, theirs)


@pytest.mark.parametrize(
    "formula",
    [
        "-x^2",
        "-2^{-2}",
        "2^{3^{2}}",
        "(x - y)^{-2}",
        r"x - y - \theta",
        r"x / y / \theta",
        r"x - \frac{y}{\theta} \cdot 2",
        r"2 x y",
        r"\frac12 x^2",
        r"\frac{1}{2} \left(x - y\right)^2",
        r"\frac{1}{1 + e^{-x}}",
        r"\sqrt[3]{x + y}",
        r"|y - x| \cdot 3",
        r"\sin^{2}(x) + \cos^2(x)",
        r"x \cdot -y",
        r"x - -y",
        r"\pi \cdot \theta^2",
    ],
)
def test_both_parsers_read_what_authors_write(sympy: Sympy, formula: str) -> None:
    ours, theirs = by_mathdoctest(formula), sympy.value(formula)
    assert ours is not None
    assert theirs is not None
    assert same(ours, theirs)
