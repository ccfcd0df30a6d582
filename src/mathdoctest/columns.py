r"""What a table's own formulas say of the numbers below and beside them.

Many a page gives its data as a table: ``$i$`` and ``$x_i$`` in the head, numbers below; or a symbol
in the first cell of a row and its value in the next. A column whose head is a formula of the first
column's letter, or an equation with one, says what each of its numbers stands for: that formula,
with the row's own number for the letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_LETTER = re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RELATION = re.compile(
    r"[=<>≈≤≥≠&]|\\(?:approx|le|ge|ne|to|mid|text|frac\{\\partial|dots|sum|prod)\b|\.\.\."
)
_SYMBOL = re.compile(
    r"(?:\\(?:hat|bar|mathrm|vec)\{?)?\\?[A-Za-z]+\}?"
    r"(?:_(?:[A-Za-z0-9]|\{[\w, ]+\})|\^\{?[\(\[]\d+[\)\]]\}?){0,2}"
)
_VALUE = frozenset(("number", "value", "values", "wert"))
"""Words over a column of values."""


def implied(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[tuple[int, int], str]:
    """The LaTeX that cells stand for, by row and column from 0.

    Args:
        head: the texts of the head's cells.
        rows: the texts of the cells of each row.
    """
    formulas = [_told(_formula(text)) for text in head]
    found: dict[tuple[int, int], str] = {}
    key = next((k for k, latex in enumerate(formulas) if _LETTER.fullmatch(latex)), None)
    if key is not None and all(
        len(row) > key and _NUMBER.fullmatch(row[key].strip("$ ")) for row in rows
    ):
        for column, latex in enumerate(formulas):
            if column == key or not latex or _RELATION.search(latex):
                continue
            for r, row in enumerate(rows):
                own = _with(latex, formulas[key], row[key].strip("$ "))
                if own and own != latex:
                    found[r, column] = own
    for column, text in enumerate(head):
        if text.strip("*_ ").lower() in _VALUE:
            for r, row in enumerate(rows):
                symbol = _formula(row[0]) if row else ""
                if _SYMBOL.fullmatch(symbol):
                    found[r, column] = symbol
    return found


def _formula(text: str) -> str:
    """The LaTeX of a cell that holds one formula and nothing else."""
    inner = text.strip("* ")
    if len(inner) > 2 and inner[0] == inner[-1] == "$" and "$" not in inner[1:-1]:
        return inner[1:-1].strip()
    return ""


def _told(latex: str) -> str:
    """What a column's quantity is, of a formula that says so: ``2 x_i`` of ``y_i = 2 x_i``."""
    sides = latex.split("=")
    return sides[1].strip() if len(sides) == 2 and sides[0].strip() else latex


def _with(latex: str, letter: str, value: str) -> str:
    """A formula with a number for a letter: as a subscript, a mark in brackets, or a factor."""
    whole = value.isdigit()
    marked = re.sub(rf"_(?:\{{{letter}\}}|{letter}(?![A-Za-z]))", f"_{{{value}}}", latex)
    marked = re.sub(rf"\^\{{?\({letter}\)\}}?", f"^{{({value})}}", marked)
    if marked != latex and not whole:
        return ""
    # A letter inside a command or a name is none.
    return re.sub(rf"(?<![A-Za-z\\_]){letter}(?![A-Za-z])", f"({value})", marked)
