"""Marks that take a claim from its place in the Markdown to its place in the HTML.

A mark is made of private-use characters, which Markdown, its extensions and LaTeX's converter pass
through as they pass through a letter. So nothing has to be found again in the finished page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

_OPEN, _THEN, _CLOSE, _RELATION = "\ue010", "\ue011", "\ue012", "\ue013"
MARKED = re.compile(f"{_OPEN}([0-9]+){_THEN}([^{_OPEN}{_THEN}{_CLOSE}]*){_CLOSE}")
_ANY = re.compile(
    f"{_OPEN}[0-9]+{_THEN}|{_RELATION}[0-9]+{_THEN}|[{_OPEN}{_THEN}{_CLOSE}{_RELATION}]"
)
_SIGN = re.compile(r"^-(?=[0-9.])")
"""A hyphen before a number, for which formulas have a minus sign."""
_PIECE = re.compile(f"{_OPEN}([0-9]+){_THEN}|({_CLOSE})|{_RELATION}([0-9]+){_THEN}")


def mark(
    text: str, numbers: Mapping[tuple[int, int], int], relations: Mapping[int, int] | None = None
) -> str:
    """Put marks into a page: around each number by its span, before each relation by its place."""
    put: list[tuple[int, int, str]] = []
    for (start, end), claim in numbers.items():
        # At one place an end comes before a beginning.
        put += [(start, 1, f"{_OPEN}{claim}{_THEN}"), (end, 0, _CLOSE)]
    put += [(at, 2, f"{_RELATION}{k}{_THEN}") for at, k in (relations or {}).items()]
    put.sort()
    pieces, last = [], 0
    for at, _, piece in put:
        pieces += [text[last:at], piece]
        last = at
    return "".join([*pieces, text[last:]])


def unmark(latex: str) -> tuple[str, dict[tuple[int, int], int], dict[int, int]]:
    """A formula without its marks; the claims by their spans, and the relations by their places."""
    numbers: dict[tuple[int, int], int] = {}
    relations: dict[int, int] = {}
    pieces: list[str] = []
    length, last = 0, 0
    opened: tuple[int, int] | None = None
    for match in _PIECE.finditer(latex):
        pieces.append(latex[last : match.start()])
        length += match.start() - last
        last = match.end()
        if match[1]:
            opened = (length, int(match[1]))
        elif match[3]:
            relations[length] = int(match[3])
        elif opened is not None:
            numbers[opened[0], length] = opened[1]
            opened = None
    return strip("".join([*pieces, latex[last:]])), numbers, relations


def strip(text: str) -> str:
    """A text without any marks."""
    return _ANY.sub("", text)


def spans(text: str, attributes: Callable[[int], Mapping[str, str]]) -> str:
    """The HTML with each number that is still marked in an element of its own."""

    def element(match: re.Match[str]) -> str:
        written = "".join(
            f' {name}="{html.escape(value)}"' for name, value in attributes(int(match[1])).items()
        )
        return f"<span{written}>{_SIGN.sub('−', match[2])}</span>"

    return strip(MARKED.sub(element, text))


_EQUALITY = re.compile(r"=|\\approx(?![A-Za-z])")
_ELEMENT = re.compile(r"<mo>(?:=|≈)</mo>")


def relate(latex: str, mathml: str, relations: Mapping[int, int]) -> str:
    """MathML in which the relations of a formula can be found again.

    Nothing is marked where the signs of the formula and those of its MathML are not the same ones.
    """
    if not relations:
        return mathml
    places = [match.start() for match in _EQUALITY.finditer(latex)]
    if len(places) != len(_ELEMENT.findall(mathml)):
        return mathml
    numbered = iter(places)

    def element(match: re.Match[str]) -> str:
        found = relations.get(next(numbered))
        return (
            match[0] if found is None else match[0].replace("<mo", f'<mo data-relation="{found}"')
        )

    return _ELEMENT.sub(element, mathml)


def overlapping(spans: Iterable[tuple[int, int]]) -> bool:
    """Whether any two spans overlap."""
    ordered = sorted(spans)
    return any(a[1] > b[0] for a, b in pairwise(ordered))
