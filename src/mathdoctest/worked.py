"""Calculations that a page writes in a fence without a language, as a terminal would print them.

A line that begins with ``=`` goes on from the one above it. No programming language has such
lines, nor signs such as ``×`` and ``²``; so a fence that has one of them, and holds nothing but
equations, is read as formulas::

    net = w₁ · x₁ + b
        = 0.15 × 0.05 + 0.35
        = 0.3575
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GOES_ON = re.compile(r"\s*+[=≈](?![=>])")
_BEGINS = re.compile(r"(?P<left>[^=≈<>!:]{1,60}+)[=≈](?![=>])")
_WORDS = re.compile(r"[^\W\d_]{2,}+\s++[^\W\d_]{2,}+")
_TYPESET = re.compile(r"[×·÷−√≈²³⁰-⁹⁻₀-₉]")
_FOREIGN = re.compile(r"[#\"`$\\;\u2500-\u25ff]|//|[a-z]\.[a-z]")
"""Signs of programs and of diagrams: ``x = 2 ──▶ h = 1.0``."""
_LABEL = re.compile(r"[^\W\d_]{2,20}+:(?=\s++[^=≈]{1,60}[=≈])")
_GAP = re.compile(r"(?<=[\w)\]%²³⁰-⁹⁻₀-₉])(?:[ \t]{3,}+|[ \t]*+(?:→|⇒|->|=>)[ \t]*+)(?=[^=≈\s])")

ASIDE = re.compile(r"[ \t]*[=≈][^\n=≈]*[^\s=≈][ \t]{4,}[=≈](?![=>])")
"""A row that goes on from two equations side by side, each of which is somewhere above."""


def apart(row: str) -> str:
    """A row with a semicolon between equations side by side, and its label blank; as long as it is.

    Blanks in front of the first relation only align it.
    """
    label = _LABEL.match(row)
    if label is not None:
        row = " " * label.end() + row[label.end() :]
    last = max(row.rfind("="), row.rfind("≈"))
    first = _BEGINS.match(row)
    begin = first.end() if first else 0

    def gap(found: re.Match[str]) -> str:
        between = begin <= found.start() and found.end() <= last
        return ";".ljust(len(found[0])) if between else found[0]

    return _GAP.sub(gap, row)


def calculations(rows: Sequence[str]) -> list[list[int]]:
    """Which rows are one formula each, by index; nothing where the rows are anything else.

    What lies between may hold words, but no number.
    """
    found: list[list[int]] = []
    told = False
    for i, row in enumerate(map(apart, rows)):
        if ASIDE.match(row):
            continue
        if found and _GOES_ON.match(row):
            found[-1].append(i)
            told = True
        elif _is_equation(row):
            found.append([i])
            told = told or _TYPESET.search(row) is not None
        elif any(map(str.isdigit, row)):
            return []
        if _FOREIGN.search(rows[i]):
            return []
    return found if told else []


def _is_equation(row: str) -> bool:
    begins = _BEGINS.match(row)
    return (
        begins is not None
        and any(map(str.isalnum, begins["left"]))
        and any(map(str.isalnum, row[begins.end() :]))
        and not _WORDS.search(begins["left"])
    )
