r"""Whether two formulas say the same, whatever their symbols stand for.

An edit that leaves a page true (a commuted product) cannot be noticed and need not be. To tell
such edits from blind spots, this module decides sameness by a road of its own, which shares
nothing with the checker: both sides of each relation are evaluated in the field of integers modulo
a large prime, with random elements for the symbols and functions as black boxes. Two different
rational expressions agree there with a probability of about the degree over the prime
(Schwartz and Zippel), which is less than 1e-16. Where that is not enough, because it takes the
nature of a function (the sigmoid's derivative is even), they are evaluated a second time, with
40 digits at random real values and with the functions as the page declares them.

A matrix is evaluated cell by cell. A symbol beside a transposed or an element-wise product may be a
matrix, so there every symbol is one, with random cells: such products do not commute.
"""

from __future__ import annotations

import hashlib
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

import mpmath

from mathdoctest.edits import BINARY, MATRIX, Token, canonical, name, scan

_PRIME = 2**89 - 1
_DEPTH = 60
_DIGITS = 40
_ODOT = (r"\odot", r"\circ")
_TOP = (r"\top", r"\intercal")


class _UnreadError(Exception):
    """A formula that this module does not read; then nothing is claimed of it."""


def why_same(
    before: str,
    after: str,
    functions: Functions | None = None,
    aliases: Mapping[str, str] | None = None,
) -> str:
    """The reason why an edited formula says the same as before; empty where none can be shown.

    ``functions`` are those that the page declares, and ``aliases`` the names that it gives to one
    quantity; see `declared` and `renamed`.
    """
    left, right = _segments(before), _segments(after)
    if [relation for relation, _ in left] != [relation for relation, _ in right]:
        return ""
    reasons = set()
    for (_, one), (_, other) in zip(left, right, strict=True):
        if _texts(one) == _texts(other):
            continue
        reason = _why_equal(one, other, functions or {}) or _renamed(one, other, aliases or {})
        if not reason:
            return ""
        reasons.add(reason)
    return " and ".join(sorted(reasons)) if reasons else "the same formula"


def _why_equal(one: Sequence[Token], other: Sequence[Token], functions: Functions) -> str:
    try:
        if _value(one, _Field()) == _value(other, _Field()):
            reordered = Counter(_texts(one)) == Counter(_texts(other))
            return _order(one) if reordered else "the same value whatever the symbols stand for"
        if functions and all(_agree(one, other, _Reals(functions, seed)) for seed in range(3)):
            return "the same value, by what the page's functions are"
    except (_UnreadError, RecursionError, ZeroDivisionError, ValueError, OverflowError):
        pass
    return ""


def _renamed(one: Sequence[Token], other: Sequence[Token], aliases: Mapping[str, str]) -> str:
    """Why two segments are equal if they differ only in names of one quantity."""
    if any(token.text == r"\partial" for token in one):
        # By which of two equal quantities something is differentiated does matter.
        return ""
    left, right = _texts(one), _texts(other)
    if len(left) != len(right):
        return ""
    exchanged = {(a, b) for a, b in zip(left, right, strict=True) if a != b}
    if any(a not in aliases or aliases[a] != aliases.get(b) for a, b in exchanged):
        return ""
    return "another name of the same quantity"


def renamed(latex: Iterable[str]) -> dict[str, str]:
    r"""The names that some formulas give to one quantity, as in ``D = \delta``: the first for each.

    A name that stands alone on both sides of a sign of equality.
    """
    found: dict[str, str] = {}
    for formula in latex:
        alone = ""
        for relation, tokens in _segments(formula):
            if relation == "&" and not tokens:
                continue  # the mark of alignment before a sign of equality
            if relation != "=":
                alone = ""
            if len(tokens) == 1 and tokens[0].kind == "symbol":
                here = _text(tokens[0])
                alone = alone or here
                first, second = found.get(alone, alone), found.get(here, here)
                found |= {each: first for each, its in found.items() if its == second}
                found |= {alone: first, here: first}
    return found


def _agree(one: Sequence[Token], other: Sequence[Token], reals: _Reals) -> bool:
    with mpmath.workdps(_DIGITS):
        left, right = _value(one, reals), _value(other, reals)
        if not isinstance(left, _Table) and not isinstance(right, _Table):
            return _close(left, right)
        if not (isinstance(left, _Table) and isinstance(right, _Table)):
            return False
        return all(cell for row in left.with_each(right, _close).rows for cell in row)


def _close(left: Any, right: Any) -> bool:  # noqa: ANN401
    return bool(abs(left - right) <= mpmath.mpf(10) ** (-_DIGITS // 2) * (1 + abs(left)))


Functions: TypeAlias = Mapping[str, tuple[str, Sequence[Token]]]
"""For each function that a page declares: its variable, and what it is."""


def declared(latex: Iterable[str]) -> dict[str, tuple[str, Sequence[Token]]]:
    """The functions that some formulas declare, as in ``f(x) = x^2``."""
    found: dict[str, tuple[str, Sequence[Token]]] = {}
    for formula in latex:
        segments = _segments(formula)
        if len(segments) < 2 or segments[1][0] != "=":
            continue
        match segments[0][1]:
            case [Token(kind="symbol", primes=0, applied=True) as f, opening, x, closing] if (
                opening.text == "(" and x.kind == "symbol" and closing.text == ")"
            ):
                found.setdefault(name(f), (name(x), segments[1][1]))
    return found


def _order(tokens: Sequence[Token]) -> str:
    kinds = {BINARY[token.text] for token in tokens if token.kind == "operator"}
    if kinds == {"+"}:
        return "a sum in another order"
    if kinds <= {r"\cdot"}:
        return "a commuted product"
    return "the same terms and factors in another order"


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [_text(token) for token in tokens]


def _text(token: Token) -> str:
    if token.kind == "symbol":
        return name(token) + "'" * token.primes
    return BINARY.get(token.text, token.text)


def _segments(latex: str) -> list[tuple[str, list[Token]]]:
    """What stands between the relations of a formula, each with the relation before it."""
    segments: list[tuple[str, list[Token]]] = [("", [])]
    depth = 0
    for token in scan(latex, matrices=True):
        depth += _depth(token)
        if depth <= 0 and token.text.startswith(r"\\"):
            continue
        if depth <= 0 and (
            token.kind == "relation" or token.text in (r"\quad", r"\qquad", ",", "&")
        ):
            segments.append((token.text, []))
        else:
            segments[-1][1].append(token)
    return segments


def _depth(token: Token) -> int:
    """By how much a token leads into matrices."""
    found = MATRIX.match(token.text)
    if found is None:
        return 0
    return 1 if found[1] == "begin" else -1


def _random(*parts: object) -> int:
    """An element of the field that depends on nothing but its name."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return int.from_bytes(digest[:16], "big") % _PRIME


class _Table:
    """A matrix of elements of an algebra."""

    def __init__(self, rows: Iterable[Iterable[Any]]) -> None:
        self.rows = tuple(map(tuple, rows))
        if len({len(row) for row in self.rows}) != 1:
            raise _UnreadError

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    def each(self, of: Callable[[Any], Any]) -> _Table:
        return _Table(map(of, row) for row in self.rows)

    def with_each(self, other: Any, of: Callable[[Any, Any], Any]) -> _Table:  # noqa: ANN401
        """Cells with cells; a number goes with every cell."""
        if not isinstance(other, _Table):
            return self.each(lambda cell: of(cell, other))
        if other.shape != self.shape:
            raise _UnreadError
        return _Table(map(of, *pair) for pair in zip(self.rows, other.rows, strict=True))

    def transposed(self) -> _Table:
        return _Table(zip(*self.rows, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def __neg__(self) -> _Table:
        return self.each(operator.neg)

    def __add__(self, other: Any) -> _Table:  # noqa: ANN401
        return self.with_each(other, operator.add)

    __radd__ = __add__

    def __mul__(self, other: Any) -> _Table:  # noqa: ANN401
        """The product of matrices, or of a matrix and a number."""
        if not isinstance(other, _Table):
            return self.each(lambda cell: cell * other)
        if self.shape[1] != other.shape[0]:
            raise _UnreadError
        columns = other.transposed().rows
        return _Table([sum(map(operator.mul, row, c)) for c in columns] for row in self.rows)

    def __rmul__(self, other: Any) -> _Table:  # noqa: ANN401
        return self.each(lambda cell: other * cell)


def _each(value: Any, of: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    return value.each(of) if isinstance(value, _Table) else of(value)


class _Algebra(Protocol):
    """What numbers, symbols and functions are while a formula is read."""

    def number(self, text: str) -> Any: ...  # noqa: ANN401
    def symbol(self, token: Token) -> Any: ...  # noqa: ANN401
    def opaque(self, *parts: object) -> Any: ...  # noqa: ANN401
    def divide(self, left: Any, right: Any) -> Any: ...  # noqa: ANN401
    def whole_power(self, base: Any, exponent: int) -> Any: ...  # noqa: ANN401
    def power(self, base: Any, exponent: Any) -> Any: ...  # noqa: ANN401
    def apply(self, token: Token, value: Any) -> Any: ...  # noqa: ANN401
    def reduce(self, value: Any) -> Any: ...  # noqa: ANN401


def _key(token: Token) -> tuple[str, str | None, int]:
    return token.base, None if token.sub is None else canonical(token.sub), token.primes


class _Field:
    """Integers modulo a prime, and functions that nothing is known of."""

    def number(self, text: str) -> int:
        exact = Fraction(text)
        return self.divide(exact.numerator, exact.denominator)

    def symbol(self, token: Token) -> int:
        return _random("symbol", _key(token))

    def opaque(self, *parts: object) -> int:
        return _random("opaque", *parts)

    def divide(self, left: int, right: int) -> int:
        return left * pow(right, -1, _PRIME) % _PRIME

    def whole_power(self, base: int, exponent: int) -> int:
        return pow(base, exponent, _PRIME)

    def power(self, base: int, exponent: int) -> int:
        return _random("power", base, exponent)

    def apply(self, token: Token, value: int) -> int:
        return _random("applied", _key(token), value)

    def reduce(self, value: int) -> int:
        return value % _PRIME


class _Reals:
    """Real numbers with many digits, and functions as a page declares them."""

    def __init__(self, functions: Functions, seed: int) -> None:
        self.functions = functions
        self.seed = seed
        self.bound: dict[str, Any] = {}

    def number(self, text: str) -> Any:  # noqa: ANN401
        return mpmath.mpf(text)

    def symbol(self, token: Token) -> Any:  # noqa: ANN401
        if name(token) in self.bound and not token.primes:
            return self.bound[name(token)]
        if name(token) == "e" and not token.primes:
            return +mpmath.e
        return self.opaque("symbol", _key(token))

    def opaque(self, *parts: object) -> Any:  # noqa: ANN401
        return (1 + mpmath.mpf(_random(self.seed, *parts)) / _PRIME) / 2

    def divide(self, left: Any, right: Any) -> Any:  # noqa: ANN401
        return left / right

    def whole_power(self, base: Any, exponent: int) -> Any:  # noqa: ANN401
        return base**exponent

    def power(self, base: Any, exponent: Any) -> Any:  # noqa: ANN401
        result = mpmath.power(base, exponent)
        if mpmath.im(result):
            raise _UnreadError
        return result

    def apply(self, token: Token, value: Any) -> Any:  # noqa: ANN401
        if name(token) not in self.functions or name(token) in self.bound:
            raise _UnreadError
        variable, body = self.functions[name(token)]

        def function(at: Any) -> Any:  # noqa: ANN401
            inner = _Reals(self.functions, self.seed)
            # A function that calls itself has no value.
            inner.bound = {**self.bound, variable: at, name(token): None}
            return _value(body, inner)

        return mpmath.diff(function, value, token.primes) if token.primes else function(value)

    def reduce(self, value: Any) -> Any:  # noqa: ANN401
        return value


def _value(tokens: Sequence[Token], algebra: _Algebra) -> Any:  # noqa: ANN401
    reader = _Reader(tokens, algebra)
    value = reader.sum(0)
    if reader.at < len(tokens):
        raise _UnreadError
    return value


class _Reader:
    """Evaluates one segment by recursive descent."""

    def __init__(self, tokens: Sequence[Token], algebra: _Algebra) -> None:
        self.tokens = tokens
        self.algebra = algebra
        self.at = 0
        self.inside = 0
        """How many matrices the next token lies in."""
        self.tables = any(token.text in (*_ODOT, *_TOP) for token in tokens)
        """Whether a symbol may be a matrix."""
        self.explicit = any(map(_depth, tokens))
        """Whether a matrix is written out."""

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self, text: str) -> bool:
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            raise _UnreadError

    def sum(self, depth: int) -> Any:  # noqa: ANN401
        if depth > _DEPTH:
            raise _UnreadError
        value = self.product(depth)
        while (sign := BINARY.get(self.peek())) in ("+", "-"):
            self.at += 1
            term = self.product(depth)
            value = value + (term if sign == "+" else -term)
        return _each(value, self.algebra.reduce)

    def product(self, depth: int) -> Any:  # noqa: ANN401
        value = self.signed(depth)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            sign = BINARY.get(token.text)
            if sign in (r"\cdot", "/"):
                self.at += 1
                factor = self.signed(depth)
            elif token.text in _ODOT:
                self.at += 1
                sign, factor = token.text, self.signed(depth)
            elif (
                token.kind in ("number", "symbol")
                or token.text in ("(", r"\left", r"\frac")
                or _depth(token) > 0
            ):
                sign, factor = r"\cdot", self.power(depth)
            else:
                break
            if sign == "/":
                value = self.divided(value, factor)
            elif sign in _ODOT:
                if not isinstance(value, _Table) or not isinstance(factor, _Table):
                    raise _UnreadError
                value = value.with_each(factor, lambda a, b: self.algebra.reduce(a * b))
            else:
                value = _each(value * factor, self.algebra.reduce)
        return value

    def divided(self, value: Any, by: Any) -> Any:  # noqa: ANN401
        if isinstance(by, _Table):
            raise _UnreadError
        return _each(value, lambda cell: self.algebra.divide(cell, by))

    def signed(self, depth: int) -> Any:  # noqa: ANN401
        sign = 1
        while BINARY.get(self.peek()) in ("+", "-"):
            sign = -sign if BINARY[self.peek()] == "-" else sign
            self.at += 1
        return _each(sign * self.power(depth), self.algebra.reduce)

    def power(self, depth: int) -> Any:  # noqa: ANN401
        base = self.primary(depth)
        if not self.take("^"):
            return base
        first = self.at
        if isinstance(base, _Table):
            braced = self.take("{")
            if self.peek() not in _TOP:
                raise _UnreadError
            self.at += 1
            if braced:
                self.need("}")
            return base.transposed()
        exponent = self.argument(depth)
        written = self.tokens[first : self.at]
        numbers = [token.text for token in written if token.text not in "{}"]
        if len(numbers) == 1 and numbers[0].isdecimal():
            return self.algebra.whole_power(base, int(numbers[0]))
        return self.algebra.power(base, exponent)

    def argument(self, depth: int) -> Any:  # noqa: ANN401
        """What stands in braces, or the one token that needs none."""
        if self.take("{"):
            value = self.sum(depth + 1)
            self.need("}")
            return value
        return self.primary(depth + 1)

    def primary(self, depth: int) -> Any:  # noqa: ANN401
        if depth > _DEPTH or self.at >= len(self.tokens):
            raise _UnreadError
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return self.algebra.number(token.text.replace("{,}", "").replace(",", ""))
        if token.kind == "symbol":
            return self.symbol(token, depth)
        if token.text == "(":
            return self.closed(")", depth)
        if token.text == r"\left":
            self.need("(")
            value = self.sum(depth + 1)
            self.need(r"\right")
            self.need(")")
            return value
        if token.text in (r"\frac", r"\dfrac", r"\tfrac"):
            return self.fraction(depth)
        if _depth(token) > 0:
            return self.matrix(depth)
        raise _UnreadError

    def matrix(self, depth: int) -> _Table:
        self.inside += 1
        rows: list[list[Any]] = [[self.cell(depth)]]
        while not (self.at < len(self.tokens) and _depth(self.tokens[self.at]) < 0):
            if self.take("&"):
                rows[-1].append(self.cell(depth))
            elif self.peek().startswith(r"\\"):
                self.at += 1
                rows.append([self.cell(depth)])
            else:
                raise _UnreadError
        self.at += 1
        self.inside -= 1
        return _Table(rows)

    def cell(self, depth: int) -> Any:  # noqa: ANN401
        value = self.sum(depth + 1)
        if isinstance(value, _Table):
            raise _UnreadError
        return value

    def closed(self, end: str, depth: int) -> Any:  # noqa: ANN401
        value = self.sum(depth + 1)
        self.need(end)
        return value

    def symbol(self, token: Token, depth: int) -> Any:  # noqa: ANN401
        # A parenthesis behind a symbol is taken for its argument. Were it a factor, equal
        # arguments would still make equal products, so nothing is called the same that is not.
        if token.applied:
            if self.take(r"\left"):
                self.need("(")
                value = self.sum(depth + 1)
                self.need(r"\right")
                self.need(")")
            else:
                self.need("(")
                value = self.closed(")", depth)
            return _each(value, lambda cell: self.algebra.apply(token, cell))
        if self.inside or not (self.tables or self.explicit):
            return self.algebra.symbol(token)
        if not self.tables:
            # Whether it is a number or a matrix beside the one that is written out is not known.
            raise _UnreadError
        key = _key(token)
        return _Table([self.algebra.opaque("cell", key, i, j) for j in (0, 1)] for i in (0, 1))

    def fraction(self, depth: int) -> Any:  # noqa: ANN401
        first = self.at
        if any(token.text == r"\partial" for token in self.tokens[first : first + 3]):
            # A derivative is one quantity; its parts are not factors.
            self.skip()
            self.skip()
            return self.algebra.opaque(*_texts(self.tokens[first : self.at]))
        above = self.argument(depth)
        return self.divided(above, self.argument(depth))

    def skip(self) -> None:
        self.need("{")
        depth = 1
        while depth:
            if self.at >= len(self.tokens):
                raise _UnreadError
            depth += {"{": 1, "}": -1}.get(self.peek(), 0)
            self.at += 1
