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
_FOREIGN = re.compile(r"[#\"`$\\;]|//|[a-z]\.[a-z]")


def calculations(rows: Sequence[str]) -> list[list[int]]:
    """Which rows are one formula each, by index; nothing where the rows are anything else.

    What lies between may hold words, but no number.
    """
    found: list[list[int]] = []
    told = False
    for i, row in enumerate(rows):
        if found and _GOES_ON.match(row):
            found[-1].append(i)
            told = True
        elif _is_equation(row):
            found.append([i])
            told = told or _TYPESET.search(row) is not None
        elif any(map(str.isdigit, row)):
            return []
        if _FOREIGN.search(row):
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
