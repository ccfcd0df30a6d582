r"""Whether two formulas say the same, whatever their symbols stand for.

An edit that leaves a page true (a commuted product) cannot be noticed and need not be. To tell
such edits from blind spots, this module decides sameness by a road of its own, which shares
nothing with the checker: both sides of each relation are evaluated in the field of integers modulo
a large prime, with random elements for the symbols and functions as black boxes. Two different
rational expressions agree there with a probability of about the degree over the prime
(Schwartz and Zippel), which is less than 1e-16. Where that is not enough, because it takes the
nature of a function (the sigmoid's derivative is even), they are evaluated a second time, with
40 digits at random real values and with the functions as the page declares them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

import mpmath

from mathdoctest.edits import BINARY, Token, canonical, name, scan

_PRIME = 2**89 - 1
_DEPTH = 60
_DIGITS = 40


class _UnreadError(Exception):
    """A formula that this module does not read; then nothing is claimed of it."""


def why_same(before: str, after: str, functions: Functions | None = None) -> str:
    """The reason why an edited formula says the same as before; empty where none can be shown.

    ``functions`` are those that the page declares; see `declared`.
    """
    left, right = _segments(before), _segments(after)
    if [relation for relation, _ in left] != [relation for relation, _ in right]:
        return ""
    reasons = set()
    for (_, one), (_, other) in zip(left, right, strict=True):
        if _texts(one) == _texts(other):
            continue
        if not (reason := _why_equal(one, other, functions or {})):
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


def _agree(one: Sequence[Token], other: Sequence[Token], reals: _Reals) -> bool:
    with mpmath.workdps(_DIGITS):
        left, right = _value(one, reals), _value(other, reals)
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
    if kinds <= {"+"}:
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
    for token in scan(latex):
        if token.kind == "relation" or token.text in (r"\quad", r"\qquad", ",", "&"):
            segments.append((token.text, []))
        else:
            segments[-1][1].append(token)
    return segments


def _random(*parts: object) -> int:
    """An element of the field that depends on nothing but its name."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return int.from_bytes(digest[:16], "big") % _PRIME


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
        while (operator := BINARY.get(self.peek())) in ("+", "-"):
            self.at += 1
            term = self.product(depth)
            value += term if operator == "+" else -term
        return self.algebra.reduce(value)

    def product(self, depth: int) -> Any:  # noqa: ANN401
        value = self.signed(depth)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            operator = BINARY.get(token.text)
            if operator in (r"\cdot", "/"):
                self.at += 1
                factor = self.signed(depth)
            elif token.kind in ("number", "symbol") or token.text in ("(", r"\left", r"\frac"):
                operator, factor = r"\cdot", self.power(depth)
            else:
                break
            if operator == "/":
                value = self.algebra.divide(value, factor)
            else:
                value = self.algebra.reduce(value * factor)
        return value

    def signed(self, depth: int) -> Any:  # noqa: ANN401
        sign = 1
        while BINARY.get(self.peek()) in ("+", "-"):
            sign = -sign if BINARY[self.peek()] == "-" else sign
            self.at += 1
        return self.algebra.reduce(sign * self.power(depth))

    def power(self, depth: int) -> Any:  # noqa: ANN401
        base = self.primary(depth)
        if not self.take("^"):
            return base
        first = self.at
        exponent = self.argument(depth)
        written = self.tokens[first : self.at]
        numbers = [token.text for token in written if token.text not in "{}"]
        if len(numbers) == 1 and numbers[0].isdigit():
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
        raise _UnreadError

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
            return self.algebra.apply(token, value)
        return self.algebra.symbol(token)

    def fraction(self, depth: int) -> Any:  # noqa: ANN401
        first = self.at
        if any(token.text == r"\partial" for token in self.tokens[first : first + 3]):
            # A derivative is one quantity; its parts are not factors.
            self.skip()
            self.skip()
            return self.algebra.opaque(*_texts(self.tokens[first : self.at]))
        above = self.argument(depth)
        below = self.argument(depth)
        return self.algebra.divide(above, below)

    def skip(self) -> None:
        self.need("{")
        depth = 1
        while depth:
            if self.at >= len(self.tokens):
                raise _UnreadError
            depth += {"{": 1, "}": -1}.get(self.peek(), 0)
            self.at += 1
