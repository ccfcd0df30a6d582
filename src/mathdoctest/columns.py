r"""What a table's own formulas say of the numbers below and beside them.

Many a page gives its data as a table: ``$i$`` and ``$x_i$`` in the head, numbers below; or a symbol
in the first cell of a row and its value in the next. A column whose head is a formula of the first
column's letter, or an equation with one, says what each of its numbers stands for: that formula,
with the row's own number for the letter. One whose head is a formula of other columns' symbols is
that formula of the numbers beside it. Rows may take the place of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_LETTER = re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RELATION = re.compile(
    r"[=<>≈≤≥≠&]|\\(?:approx|le|ge|ne|to|mid|text|frac\{\\partial|dots|sum|prod)\b|\.\.\."
)
_OUTSIDE = re.compile(r"\([^()]*\)")
"""What stands in brackets: the ``X = k`` of ``P(X = k)`` relates nothing outside of them."""
_BARE = re.compile(r"(?:\\(?:hat|bar|mathrm|vec)\{?)?\\?[A-Za-z]\}?")
_SYMBOL = re.compile(
    r"(?:\\(?:hat|bar|mathrm|vec)\{?)?\\?[A-Za-z]+\}?"
    r"(?:_(?:[A-Za-z0-9]|\{[\w, ]+\})|\^\{?[\(\[]\d+[\)\]]\}?){0,2}"
)
_SIGNED = re.compile(r"[-−–]?\d+(?:\.\d+)?")
_FORMULA = re.compile(r"\$([^$]+)\$")
_VALUE = frozenset(("number", "value", "values", "result", "wert"))
"""Words over a column of values."""


def implied(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[tuple[int, int], str]:
    """The LaTeX that cells stand for, by row and column from 0.

    Args:
        head: the texts of the head's cells; their own row is -1.
        rows: the texts of the cells of each row.
    """
    formulas = [_told(_formula(text)) for text in head]
    found: dict[tuple[int, int], str] = dict(_beside(head, rows))
    found.update(_across(head, rows))
    key = next((k for k, latex in enumerate(formulas) if _LETTER.fullmatch(latex)), None)
    if key is not None and all(
        len(row) > key and _NUMBER.fullmatch(row[key].strip("$ ")) for row in rows
    ):
        for column, latex in enumerate(formulas):
            if column == key or not latex or _relates(latex):
                continue
            for r, row in enumerate(rows):
                own = _with(latex, formulas[key], row[key].strip("$ "))
                if own and own != latex:
                    found[r, column] = own
    for column, text in enumerate(head):
        if text.strip("*_ ").lower() in _VALUE:
            for r, row in enumerate(rows):
                # The nearest formula before it; a row may have a symbol and what that is.
                before = [_formula(text) for text in row[:column]]
                latex = next((f for f in reversed(before) if _LETTER.search(f)), "")
                if latex and not _relates(latex):
                    found[r, column] = latex
    return found


def _beside(
    head: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Columns whose heads are formulas of the symbols of other columns."""
    symbols = [column_symbol(text) for text in head]
    for column, text in enumerate(head):
        latex = _told(_formula(text))
        if not latex or _SYMBOL.fullmatch(latex) or _relates(latex):
            continue
        inside = [k for k, symbol in enumerate(symbols) if symbol and _holds(latex, symbol)]
        if not inside or column in inside:
            continue
        for r, row in enumerate(rows):
            cells = {symbols[k]: row[k].strip("$ ") for k in inside if k < len(row)}
            if len(cells) == len(inside) and all(map(_SIGNED.fullmatch, cells.values())):
                yield (r, column), _put(latex, cells)


def _across(
    head: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Rows that begin with a symbol, below a row of numbers that begins with one, too."""
    letter = _formula(head[0]) if head else ""
    values = [text.strip("$ ") for text in head[1:]]
    if not values or not _LETTER.fullmatch(letter) or not all(map(_SIGNED.fullmatch, values)):
        return
    listed = False
    for r, row in enumerate(rows):
        latex = _told(_formula(row[0])) if row else ""
        if not latex or _relates(latex):
            continue
        for k, value in enumerate(values, 1):
            own = _with(latex, letter, value)
            if own and own != latex:
                yield (r, k), own
            elif own and _BARE.fullmatch(latex):
                yield (r, k), f"{latex}_{{{k}}}"
                listed = True
    if listed:
        for k in range(1, len(head)):
            yield (-1, k), f"{letter}_{{{k}}}"


def column_symbol(text: str) -> str:
    """The symbol of a column: alone in its head, said there to be something, or beside words."""
    found = _FORMULA.findall(text)
    symbol = found[0].partition("=")[0].strip() if len(found) == 1 else ""
    return symbol if _SYMBOL.fullmatch(symbol) else ""


def column_formula(text: str) -> str:
    """The formula of a column: what it is said to be where its symbol is given, too."""
    found = _FORMULA.findall(text)
    return _told(found[0].strip()) if len(found) == 1 else ""


def _around(symbol: str) -> re.Pattern[str]:
    """Where a formula holds a symbol, and not a longer name that begins or ends like it."""
    return re.compile(rf"(?<![A-Za-z\\_{{^]){re.escape(symbol)}(?![A-Za-z_^'({{])")


def _holds(latex: str, symbol: str) -> bool:
    return _around(symbol).search(latex) is not None


def _put(latex: str, cells: Mapping[str, str]) -> str:
    """A formula with numbers for symbols, the longest symbols first."""
    for symbol in sorted(cells, key=len, reverse=True):
        # A number holds nothing that stands for a part of what was found.
        latex = _around(symbol).sub(f"({cells[symbol]})", latex)
    return latex


def _formula(text: str) -> str:
    """The LaTeX of a cell that holds one formula and nothing else."""
    inner = text.strip("* ")
    if len(inner) > 2 and inner[0] == inner[-1] == "$" and "$" not in inner[1:-1]:
        return inner[1:-1].strip()
    return ""


def _told(latex: str) -> str:
    """What a column's quantity is, of a formula that says so: ``2 x_i`` of ``y_i = 2 x_i``."""
    sides = _OUTSIDE.sub("", latex).split("=")
    return latex.partition("=")[2].strip() if len(sides) == 2 and sides[0].strip() else latex


def _relates(latex: str) -> bool:
    """Whether a formula holds a relation, outside of its brackets."""
    return _RELATION.search(_OUTSIDE.sub("", latex)) is not None


def _with(latex: str, letter: str, value: str) -> str:
    """A formula with a number for a letter: as a subscript, a mark in brackets, or a factor."""
    whole = value.isdigit()
    marked = re.sub(rf"_(?:\{{{letter}\}}|{letter}(?![A-Za-z]))", f"_{{{value}}}", latex)
    marked = re.sub(rf"\^\{{?\({letter}\)\}}?", f"^{{({value})}}", marked)
    if marked != latex and not whole:
        return ""
    # A letter inside a command or a name is none.
    return re.sub(rf"(?<![A-Za-z\\_]){letter}(?![A-Za-z])", f"({value})", marked)
