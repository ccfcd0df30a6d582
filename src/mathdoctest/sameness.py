r"""Whether two formulas say the same, whatever their symbols stand for.

An edit that leaves a page true (a commuted product) cannot be noticed and need not be. To tell
such edits from blind spots, this module decides sameness by a road of its own, which shares
nothing with the checker: both sides of each relation are evaluated in the field of integers modulo
a large prime, with random elements for the symbols and functions as black boxes. Two different
rational expressions agree there with a probability of about the degree over the prime
(Schwartz and Zippel), which is less than 1e-16.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from mathdoctest.edits import BINARY, Token, canonical, name, scan

_PRIME = 2**89 - 1
_DEPTH = 60


class _UnreadError(Exception):
    """A formula that this module does not read; then nothing is claimed of it."""


def why_same(before: str, after: str) -> str:
    """The reason why an edited formula says the same as before; empty where none can be shown."""
    left, right = _segments(before), _segments(after)
    if [relation for relation, _ in left] != [relation for relation, _ in right]:
        return ""
    reasons = set()
    for (_, one), (_, other) in zip(left, right, strict=True):
        if _texts(one) == _texts(other):
            continue
        try:
            if _value(one) != _value(other):
                return ""
        except (_UnreadError, RecursionError, ZeroDivisionError, ValueError):
            return ""
        reordered = Counter(_texts(one)) == Counter(_texts(other))
        reasons.add(_order(one) if reordered else "the same value whatever the symbols stand for")
    return " and ".join(sorted(reasons)) if reasons else "the same formula"


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


def _value(tokens: Sequence[Token]) -> int:
    reader = _Reader(tokens)
    value = reader.sum(0)
    if reader.at < len(tokens):
        raise _UnreadError
    return value


class _Reader:
    """Evaluates one segment by recursive descent."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
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

    def sum(self, depth: int) -> int:
        if depth > _DEPTH:
            raise _UnreadError
        value = self.product(depth)
        while (operator := BINARY.get(self.peek())) in ("+", "-"):
            self.at += 1
            term = self.product(depth)
            value += term if operator == "+" else -term
        return value % _PRIME

    def product(self, depth: int) -> int:
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
            value = value * (factor if operator == r"\cdot" else pow(factor, -1, _PRIME)) % _PRIME
        return value

    def signed(self, depth: int) -> int:
        sign = 1
        while BINARY.get(self.peek()) in ("+", "-"):
            sign = -sign if BINARY[self.peek()] == "-" else sign
            self.at += 1
        return sign * self.power(depth) % _PRIME

    def power(self, depth: int) -> int:
        base = self.primary(depth)
        if not self.take("^"):
            return base
        first = self.at
        exponent = self.argument(depth)
        written = self.tokens[first : self.at]
        numbers = [token.text for token in written if token.text not in "{}"]
        if len(numbers) == 1 and numbers[0].isdigit():
            return pow(base, int(numbers[0]), _PRIME)
        return _random("power", base, exponent)

    def argument(self, depth: int) -> int:
        """What stands in braces, or the one token that needs none."""
        if self.take("{"):
            value = self.sum(depth + 1)
            self.need("}")
            return value
        return self.primary(depth + 1)

    def primary(self, depth: int) -> int:
        if depth > _DEPTH or self.at >= len(self.tokens):
            raise _UnreadError
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            exact = Fraction(token.text.replace("{,}", "").replace(",", ""))
            return exact.numerator * pow(exact.denominator, -1, _PRIME) % _PRIME
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

    def closed(self, end: str, depth: int) -> int:
        value = self.sum(depth + 1)
        self.need(end)
        return value

    def symbol(self, token: Token, depth: int) -> int:
        named = (token.base, None if token.sub is None else canonical(token.sub), token.primes)
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
            return _random("applied", named, value)
        return _random("symbol", named)

    def fraction(self, depth: int) -> int:
        first = self.at
        if any(token.text == r"\partial" for token in self.tokens[first : first + 3]):
            # A derivative is one quantity; its parts are not factors.
            self.skip()
            self.skip()
            return _random("derivative", *_texts(self.tokens[first : self.at]))
        above = self.argument(depth)
        below = self.argument(depth)
        return above * pow(below, -1, _PRIME) % _PRIME

    def skip(self) -> None:
        self.need("{")
        depth = 1
        while depth:
            if self.at >= len(self.tokens):
                raise _UnreadError
            depth += {"{": 1, "}": -1}.get(self.peek(), 0)
            self.at += 1
