"""Random chains of equations: what is right is verified, and what is planted in them is noticed.

The oracle has nothing of the checker's: rational numbers where they do, mpmath's own context of
sixty digits elsewhere, rounding on whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mathdoctest

ORACLE: Any = mpmath.mp.clone()
ORACLE.dps = 60
NAMES = "abcdh"
"""No letters that other notations give a meaning of their own."""
SMALLEST, LARGEST = 0.002, 500
"""What the parts of an expression may come to, so that no rounding leaves nothing of them."""
STEEPEST = 30
"""Further out the logistic function differs from 0 and 1 by less than anybody computes with."""
HEAD = r"The logistic function is $\sigma(u) = \frac{1}{1 + e^{-u}}$."

Value: TypeAlias = Any
"""A Fraction, or a number of sixty digits where there is no rational one."""


# -- expressions -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Name:
    """A symbol, and the number that is given for it."""

    name: str
    value: Fraction


@dataclass(frozen=True, eq=False)
class Literal:
    """A printed number."""

    digits: str
    negative: bool
    stands_for: Tree

    @property
    def value(self) -> Fraction:
        return -Fraction(self.digits) if self.negative else Fraction(self.digits)


@dataclass(frozen=True, eq=False)
class Operation:
    """``+ - * /`` of two expressions; ``square``, ``root`` or ``sigma`` of one."""

    kind: str
    parts: tuple[Tree, ...]


Tree: TypeAlias = Name | Literal | Operation


def wide(value: Value) -> Value:
    if isinstance(value, Fraction):
        return ORACLE.mpf(value.numerator) / value.denominator
    return value


def applied(kind: str, values: list[Value], steepest: float = STEEPEST) -> Value:
    """The value of an operation. Raises `ZeroDivisionError` and `ValueError` where it has none."""
    if kind in ("root", "sigma"):
        (value,) = values
        if kind == "root" and isinstance(value, Fraction) and value >= 0:
            # Of 2.56 it is a fraction, and only a fraction knows a tie for one.
            above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
            if Fraction(above, below) ** 2 == value:
                return Fraction(above, below)
        x = wide(value)
        if kind == "sigma":
            if abs(x) > steepest:
                raise ValueError
            return 1 / (1 + ORACLE.exp(-x))
        if x < 0:
            raise ValueError
        return ORACLE.sqrt(x)
    if not all(isinstance(value, Fraction) for value in values):
        values = [wide(value) for value in values]
    if kind == "square":
        return values[0] * values[0]
    x, y = values
    if kind == "+":
        return x + y
    if kind == "-":
        return x - y
    return x * y if kind == "*" else x / y


def value_of(tree: Tree, steepest: float = STEEPEST) -> Value:
    if isinstance(tree, Operation):
        values = [value_of(part, steepest) for part in tree.parts]
        return applied(tree.kind, values, steepest)
    return tree.value


def value_or_none(tree: Tree) -> Value | None:
    """The value of an expression that may hold an error, which may make it steep."""
    try:
        return value_of(tree, steepest=math.inf)
    except (ValueError, ZeroDivisionError):
        return None


def height(tree: Tree) -> int:
    return 1 + max(map(height, tree.parts)) if isinstance(tree, Operation) else 0


def inside(tree: Tree) -> list[Tree]:
    """A tree and all that it consists of."""
    found = [tree]
    if isinstance(tree, Operation):
        for part in tree.parts:
            found += inside(part)
    return found


def exchanged(tree: Tree, old: Tree, new: Tree) -> Tree:
    """A tree with one of its parts replaced."""
    if tree is old:
        return new
    if isinstance(tree, Operation):
        return Operation(tree.kind, tuple(exchanged(part, old, new) for part in tree.parts))
    return tree


def same(x: Value, y: Value) -> bool:
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x == y
    return bool(abs(wide(x) - wide(y)) <= ORACLE.mpf(10) ** -45 * abs(wide(x)))


# -- as it is printed ------------------------------------------------------------------------------


def roundings(value: Value, decimals: int) -> list[str]:
    """The digits of a magnitude; half-up, and on a tie half-even as well."""
    scaled = abs(value) * 10**decimals
    low = scaled.numerator // scaled.denominator if isinstance(scaled, Fraction) else int(scaled)
    rest = scaled - low
    if isinstance(rest, Fraction) and rest == Fraction(1, 2):
        near = [low + 1] if low % 2 else [low + 1, low]
    else:
        near = [low + 1 if rest > 0.5 else low]
    texts = [str(number).rjust(decimals + 1, "0") for number in near]
    return [f"{text[:-decimals]}.{text[-decimals:]}" for text in texts]


def printed(tree: Tree, decimals: int) -> Literal:
    value = value_of(tree)
    return Literal(roundings(value, decimals)[0], bool(value < 0), tree)


def worked_out(tree: Tree, level: int, decimals: int) -> Tree:
    """A tree whose parts up to a height are worked out, and names replaced by what is given."""
    if isinstance(tree, Name):
        return printed(tree, 2)
    if height(tree) <= level:
        return printed(tree, decimals)
    assert isinstance(tree, Operation)
    return Operation(tree.kind, tuple(worked_out(part, level, decimals) for part in tree.parts))


LEVELS = {"+": 1, "-": 1, "*": 2, "/": 4, "root": 4, "sigma": 4, "square": 3}


def latex(tree: Tree, level: int = 0, *, leads: bool = True) -> str:
    """LaTeX for a place that binds as closely as ``level``, where a sign may stand if it leads."""
    if isinstance(tree, Name):
        return tree.name
    if isinstance(tree, Literal):
        text = f"-{tree.digits}" if tree.negative else tree.digits
        return f"({text})" if tree.negative and (not leads or level > 2) else text
    own = LEVELS[tree.kind]
    if own < level:
        return rf"\left({latex(tree)}\right)"
    first, last = tree.parts[0], tree.parts[-1]
    match tree.kind:
        case "/":
            return rf"\frac{{{latex(first)}}}{{{latex(last)}}}"
        case "root":
            return rf"\sqrt{{{latex(first)}}}"
        case "sigma":
            return rf"\sigma({latex(first)})"
        case "square":
            return f"{latex(first, 5)}^2"
        case kind:
            sign = r"\cdot" if kind == "*" else kind
            # a - (b - c), but a + b - c.
            behind = 2 if kind == "-" else own
            return f"{latex(first, own, leads=leads)} {sign} {latex(last, behind, leads=False)}"


@dataclass(frozen=True)
class Chain:
    """An expression, and the segments in which it is worked out."""

    given: tuple[Name, ...]
    segments: tuple[Tree, ...]
    relations: tuple[str, ...]

    @property
    def text(self) -> str:
        data = ", ".join(f"${name.name} = {latex(printed(name, 2))}$" for name in self.given)
        links = zip(self.relations, map(latex, self.segments[1:]), strict=True)
        body = latex(self.segments[0]) + "".join(f" {sign} {text}" for sign, text in links)
        return f"{HEAD} Given {data} we get\n\n$$\ny = {body}\n$$\n"


# -- drawing them ----------------------------------------------------------------------------------


@st.composite
def expressions(draw: st.DrawFn, given: tuple[Name, ...], depth: int) -> Tree:
    """An expression none of whose parts is undefined, huge or next to nothing."""
    if depth == 0:
        return draw(st.sampled_from(given))
    parts = tuple(draw(expressions(given, depth - draw(st.integers(1, depth)))) for _ in range(2))
    fitting = []
    for kind in LEVELS:
        operands = parts if kind in "+-*/" else parts[:1]
        try:
            value = applied(kind, [value_of(part) for part in operands])
        except (ValueError, ZeroDivisionError):
            continue
        if SMALLEST <= abs(value) <= LARGEST:
            fitting.append(Operation(kind, operands))
    return draw(st.sampled_from(fitting)) if fitting else parts[0]


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    cents = st.integers(11, 499) | st.integers(-499, -11)
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    given = tuple(Name(name, Fraction(draw(cents), 100)) for name in names)
    tree = draw(expressions(given, draw(st.integers(1, 3))))
    assume(isinstance(tree, Operation))
    decimals = draw(st.sampled_from([4, 5, 6]))
    segments = (tree, *(worked_out(tree, k, decimals) for k in range(height(tree) + 1)))
    # Rounded up, the argument of a root or of σ may just pass what it may be.
    assume(all(value_or_none(segment) is not None for segment in segments))
    relations = tuple(
        "=" if same(value_of(before), value_of(after)) else r"\approx"
        for before, after in pairwise(segments)
    )
    used = {part.name for part in inside(tree) if isinstance(part, Name)}
    return Chain(tuple(name for name in given if name.name in used), segments, relations)


@dataclass(frozen=True)
class Planted:
    """A chain with an error in it."""

    chain: Chain
    kind: str
    where: int
    """The segment."""
    before: Tree
    after: Tree


@st.composite
def planted(draw: st.DrawFn, kind: str) -> Planted:
    """A chain in which one digit, sign or operator of a segment in numbers is another one."""
    chain = draw(chains())
    where = draw(st.integers(1, len(chain.segments) - 1))
    segment = chain.segments[where]
    if kind == "operator":
        found = [p for p in inside(segment) if isinstance(p, Operation) and p.kind in "+-*"]
        assume(found)
        operation = draw(st.sampled_from(found))
        other = draw(st.sampled_from([sign for sign in "+-*" if sign != operation.kind]))
        before: Tree = operation
        after: Tree = replace(operation, kind=other)
    else:
        literal = draw(st.sampled_from([p for p in inside(segment) if isinstance(p, Literal)]))
        before = literal
        if kind == "sign":
            after = replace(literal, negative=not literal.negative)
        else:
            places = [i for i, char in enumerate(literal.digits) if char.isdigit()]
            i = draw(st.sampled_from(places))
            digit = draw(st.sampled_from([d for d in "0123456789" if d != literal.digits[i]]))
            digits = literal.digits[:i] + digit + literal.digits[i + 1 :]
            decimals = len(digits.partition(".")[2])
            assume(digits not in roundings(value_of(literal.stands_for), decimals))
            after = replace(literal, digits=digits)
    new = exchanged(segment, before, after)
    value = value_or_none(new)
    # (-1.5)^2 for 1.5^2 or 2 + 2 for 2 · 2 leave the page true.
    assume(kind == "digit" or (value is not None and not same(value_of(segment), value)))
    segments = (*chain.segments[:where], new, *chain.segments[where + 1 :])
    return Planted(replace(chain, segments=segments), kind, where, before, after)


# -- what is held ----------------------------------------------------------------------------------


def worked_out_between(before: Tree, after: Tree) -> list[tuple[Tree, Literal]]:
    """The printed numbers of a segment, each with the part of the one before that it replaces."""
    if isinstance(after, Literal):
        return [(before, after)] if isinstance(before, Operation) else []
    assert isinstance(before, Operation)
    assert isinstance(after, Operation)
    pairs = zip(before.parts, after.parts, strict=True)
    return [pair for part, new in pairs for pair in worked_out_between(part, new)]


def misleading(chain: Chain) -> list[str]:
    """The right numbers that a reader does not get who types what is displayed before them."""
    found = []
    for before, after in pairwise(chain.segments[1:]):
        for part, literal in worked_out_between(before, after):
            typed = value_of(part)
            decimals = len(literal.digits.partition(".")[2])
            if literal.digits not in roundings(typed, decimals) or (typed < 0) != literal.negative:
                found.append(literal.digits)
    return sorted(found)


def wrong(report: mathdoctest.Report) -> list[str]:
    claims = [claim.rule for claim in report.claims if claim.verdict == "wrong"]
    return claims + [f.rule for f in report.findings if f.verdict == "wrong" and not f.advice]


@settings(max_examples=200, deadline=None)
@given(chains())
def test_a_right_chain_is_verified_to_its_last_digit_and_relation(chain: Chain) -> None:
    report = mathdoctest.check(chain.text)
    assert {claim.verdict for claim in report.claims} == {"verified"}
    assert {f.rule for f in report.findings} <= {"calculator", "unused-symbol"}
    last = report.claims[-1]
    value = value_of(chain.segments[0])
    exact = wide(value)
    # On an exact tie both neighbours are right, and only a fraction knows a tie for one.
    assert last.text in roundings(value, last.text[::-1].index("."))
    assert abs(abs(ORACLE.mpf(last.exact)) - abs(exact)) <= 1e-14 * abs(exact)


@settings(max_examples=200, deadline=None)
@given(chains())
def test_a_guard_digit_is_asked_for_just_where_a_calculator_gives_another_number(
    chain: Chain,
) -> None:
    report = mathdoctest.check(chain.text)
    asked = [chain.text[f.start : f.end] for f in report.findings if f.rule == "calculator"]
    assert sorted(asked) == misleading(chain)


@pytest.mark.parametrize("kind", ["digit", "sign", "operator"])
def test_a_planted_error_is_noticed(kind: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(planted(kind))
    def holds(page: Planted) -> None:
        report = mathdoctest.check(page.chain.text)
        undecided = [f for f in report.findings if f.rule == "undecided"]
        assert wrong(report) or undecided
        # What is undecided is so near that it could have been rounded before.
        right = wide(value_of(page.chain.segments[0]))
        shown = value_or_none(page.chain.segments[page.where])
        if shown is None or abs(wide(shown) - right) > 0.06 * max(abs(wide(shown)), abs(right)):
            assert wrong(report)

    holds()


@settings(max_examples=200, deadline=None)
@given(planted("digit"))
def test_a_wrong_result_is_named_with_the_right_one(page: Planted) -> None:
    chain = page.chain
    assume(page.where == len(chain.segments) - 1)
    assert isinstance(page.before, Literal)
    assert isinstance(page.after, Literal)
    report = mathdoctest.check(chain.text)
    (claim,) = [claim for claim in report.claims if claim.verdict == "wrong"]
    assert (claim.text, claim.rule) == (page.after.digits, "wrong-literal")
    assert claim.expected == page.before.digits
    assert chain.text[claim.end :].strip() == "$$"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (r"$c = 4/2 = 2$ and $\prod_{k=1}^{3} k = 6$", ["2", "6"]),
        (r"$z = 0.5$ and $y = \sigma(z) = \sigma(0.5) \approx 0.6225$", ["0.5", "0.6225"]),
        (r"$c = 4/4 = 1$ and $y = 2 e \approx 5.437$", ["1", "5.437"]),
        # Neither the square in a norm nor the one in the logistic function was printed by anyone.
        (r"$c = 1.25 = 1$ and $d = 2.25 = 2$ and $n = \|[3, 4]\| = 5$", ["5"]),
    ],
)
def test_a_number_that_the_checker_writes_itself_is_no_claim(text: str, claims: list[str]) -> None:
    report = mathdoctest.check(text)
    assert all(claim.text.replace(".", "").isdigit() for claim in report.claims)
    assert [claim.text for claim in report.claims][-len(claims) :] == claims


def test_a_figure_is_found_among_thousands_of_quantities_by_its_value() -> None:
    givens = "\n\n".join(f"$x_{{{i}}} = {i}.5$" for i in range(2_000))
    roots = "\n\n".join(rf"$r_{{{i}}} = \sqrt{{x_{{{i}}}}}$" for i in range(2_000))
    report = mathdoctest.check(f"{givens}\n\n{roots}\n\n$$44.2775 \\cdot 2 \\approx 88.5551$$\n")
    assert [claim.stands_for for claim in report.claims[-3:]] == [
        "r_{1960}",
        "",
        r"44.2775 \cdot 2",
    ]
    assert report.ok()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        # A derivative that is only a name still says of what it is one.
        (r"$x = 2$ and $\delta = \frac{\partial L}{\partial x} = 3 \cdot x$", "undefined-symbol"),
        (r"$y = 3.3$ and $\frac{1}{2} \cdot (1 - z)^2 = 2.645$", "undefined-symbol"),
        (
            (
                r"$x = 1.1$, $v = 0.2$, $z = x \cdot v = 1.1 \cdot 0.3 = 0.33$ "
                r"and $y = 0.3$, $u = 0.5$, $w = y \cdot u = 0.9 \cdot 0.7 = 0.63$"
            ),
            "redefined",
        ),
        (
            (
                r"$x = 1$ and $v = 0.5$ and $z = x \cdot v + 0.5 \cdot x = 1$ "
                r"and $v \leftarrow v + 0.25 = 0.75$ and $z \leftarrow z \cdot v + 0.5x = 1.25$"
            ),
            "update",
        ),
    ],
)
def test_what_a_check_takes_for_granted_is_said(text: str, rule: str) -> None:
    report = mathdoctest.check(text)
    assert rule in {finding.rule for finding in report.findings}
    assert not report.ok(strict=True)


def test_a_datum_too_small_for_a_float_is_compared() -> None:
    page = r"$k=1e-350$$x=.12$$U=\frac{1}{2}kx^2=\frac{1}{2}5\times(.1)^2=$"
    assert mathdoctest.check(page).claims


def test_a_number_with_which_all_comes_out_exactly_is_right() -> None:
    page = r"""$$
p = -\log_{10}(2.7 \times 10^{-4}) = -(\log_{10} %s - 4) = 3.5686, \qquad
s = \sqrt{e^{-0.2}} = e^{-0.1}
$$
"""
    report = mathdoctest.check(page % "2.7")
    assert {claim.verdict for claim in report.claims} == {"verified"}
    report = mathdoctest.check(page % "9.2")
    assert any(found.verdict == "wrong" and not found.advice for found in report.findings)
