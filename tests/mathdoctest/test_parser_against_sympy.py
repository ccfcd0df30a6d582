"""Formulas that SymPy reads as well mean the same to both parsers.

SymPy's parser is no dependency of anything here: it comes with ``benchmarks/requirements.txt``,
and without it these tests are skipped.

Left out is what people read in two ways, such as ``a/b c``, ``\\sin x y`` or ``x(y + 1)``.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mathdoctest

pytest.importorskip("antlr4")
sympy: Any = pytest.importorskip("sympy")
latex: Any = pytest.importorskip("sympy.parsing.latex")

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


def by_sympy(formula: str) -> Any:  # noqa: ANN401 -- SymPy has no types
    """The value to thirty digits; nothing where it is read in another way or has no real one."""
    tree = latex.parse_latex(formula)
    # It reads decimals as floats, which would take the thirty digits with them.
    tree = tree.replace(lambda n: n.is_Float, lambda n: sympy.Rational(str(n)))
    values = {
        sympy.Symbol(SYMBOLS.get(name, name)): sympy.Rational(value)
        for name, value in GIVEN.items()
    }
    values |= {sympy.Symbol("e"): sympy.E, sympy.Symbol("pi"): sympy.pi}
    value = tree.subs(values).evalf(30)
    return value if value.is_Float or value.is_Rational else None


def by_mathdoctest(formula: str) -> str | None:
    """What the report says the formula comes to; nothing where it says that it cannot tell."""
    data = " ".join(f"${name} = {value}$," for name, value in GIVEN.items())
    report = mathdoctest.check(f"With {data}\n\n$$\nr = {formula} = {FAR_OFF}\n$$\n")
    wrong = [claim for claim in report.claims if claim.text == FAR_OFF]
    return wrong[0].exact if wrong and wrong[0].verdict == "wrong" else None


@settings(max_examples=150, deadline=None)
@given(formulas())
def test_both_parsers_come_to_the_same_value(formula: str) -> None:
    try:
        theirs = by_sympy(formula)
    except (latex.LaTeXParsingError, TypeError, ZeroDivisionError):
        theirs = None
    assume(theirs is not None)
    ours = by_mathdoctest(formula)
    assume(ours is not None)
    assert abs(sympy.Float(ours, 30) - theirs) <= 1e-12 * abs(theirs)


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
def test_both_parsers_read_what_authors_write(formula: str) -> None:
    ours, theirs = by_mathdoctest(formula), by_sympy(formula)
    assert ours is not None
    assert theirs is not None
    assert abs(sympy.Float(ours, 30) - theirs) <= 1e-12 * abs(theirs)
