r"""What a comma between two digits means on a page: a decimal point, thousands, or a list.

``3,5`` is one number to some authors and two to others, and so is ``10,000``. A formula alone does
not tell, the page as a whole mostly does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mathdoctest.lexer import Names, Token

DECIMAL, GROUPING = "decimal", "grouping"
ENOUGH = 2
"""Numbers that could be lists as well, and make decimals of each other."""
_TIMES = frozenset(("\\cdot", "\\times", "*", "·", "×"))
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LIKE_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
"""What a slip of the pen may make of it."""
_POINTS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_DECIMAL = re.compile(r"([0-9]+|[1-9][0-9]{0,2}\.[0-9]{3}),([0-9]+)")
_NO_LIST = re.compile(r"0,[0-9]+|[0-9]+,(?:0[0-9]+|[0-9]{4,})|[1-9][0-9]{0,2}\.[0-9]{3},[0-9]+")
"""What no list of whole numbers looks like."""


@dataclass(frozen=True, slots=True)
class Run:
    """Digits, joined by commas without a space: ``3,5`` or ``1,000,000``."""

    first: int
    end: int
    """The tokens that it is made of."""
    text: str
    """Its digits, points and commas."""
    braced: bool
    """Whether the commas stand in braces, which makes them no separators."""
    alone: bool
    """Whether it is all that stands in a pair of brackets, as an interval or a point is."""
    factor: bool
    """Whether it is multiplied, as no list is."""

    @property
    def thousands(self) -> bool:
        """Whether the commas may group digits by three."""
        return _GROUPED.fullmatch(self.text) is not None


def meaning(formulas: Sequence[tuple[str, Sequence[Token]]]) -> str:
    """`DECIMAL`, `GROUPING`, or nothing where no comma joins digits, or each separates two.

    Args:
        formulas: the LaTeX of each formula, and its tokens.
    """
    found = [run for latex, tokens in formulas if "," in latex for run in runs(tokens)]
    if _decimals(found) and not any(_has_point(tokens) for _, tokens in formulas):
        return DECIMAL
    if not any(run.thousands for run in found):
        return ""
    like = any(_LIKE_GROUPED.fullmatch(run.text) and not run.braced for run in found)
    return GROUPING if like else ""


def _has_point(tokens: Sequence[Token]) -> bool:
    """Whether a formula has a decimal point in a number that no comma joins to others."""
    inside = {i for run in runs(tokens) for i in range(run.first, run.end)}
    return any(i not in inside and _is_pointed(token) for i, token in enumerate(tokens))


def _is_pointed(token: Token) -> bool:
    """Whether a token is a number with a point that groups no thousands."""
    return token.kind == "num" and "." in token.text and not _POINTS.fullmatch(token.text)


def _decimals(found: list[Run]) -> bool:
    """Whether the commas of a page without decimal points stand for them."""
    two = [run for run in found if _DECIMAL.fullmatch(run.text) and not run.thousands]
    if any(run.braced for run in two):
        return True
    if any(run.text.count(",") > 1 and not run.thousands for run in found):
        return False
    open_ = [run for run in two if not run.alone]
    return any(run.factor or _NO_LIST.fullmatch(run.text) for run in open_) or (
        len({run.text for run in open_}) >= ENOUGH
    )


def runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """The digits of a formula that commas join, but for those of subscripts."""
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        if token.text == "_" and token.kind == "op":
            i = _behind_script(tokens, i + 1)
            continue
        if token.kind != "num":
            i += 1
            continue
        end, text, braced = i + 1, token.text, "{,}" in token.text
        while step := _joint(tokens, end):
            braced |= step > 2
            end += step
            text += f",{tokens[end - 1].text}"
        if end > i + 1 or braced:
            alone = (
                i > 0
                and end < size
                and tokens[i - 1].text in ("(", "[")
                and tokens[end].text in (")", "]")
                and not braced
            )
            around = {t.text for t in (*tokens[max(i - 1, 0) : i], *tokens[end : end + 1])}
            factor = not around.isdisjoint(_TIMES)
            yield Run(i, end, text.replace("{,}", ","), braced, alone, factor)
        i = end


def _joint(tokens: Sequence[Token], i: int) -> int:
    """How many tokens make a comma and the number that touches it, if they stand at ``i``."""
    if i < len(tokens) and tokens[i].text not in (",", "{"):
        return 0
    for shape in ((",",), ("{", ",", "}")):
        piece = tokens[i - 1 : i + len(shape) + 1]
        if (
            len(piece) == len(shape) + 2
            and piece[-1].kind == "num"
            and tuple(token.text for token in piece[1:-1]) == shape
            and all(a.end == b.start for a, b in itertools.pairwise(piece))
        ):
            return len(shape) + 1
    return 0


def _behind_script(tokens: Sequence[Token], i: int) -> int:
    depth = 0
    while i < len(tokens):
        depth += (tokens[i].text == "{") - (tokens[i].text == "}")
        i += 1
        if depth <= 0:
            break
    return i


def joined(tokens: list[Token], names: Names) -> list[Token]:
    """The tokens of a formula, with the numbers made whole that commas run through."""
    if not names.commas:
        return tokens
    made: list[Token] = []
    at = 0
    for run in runs(tokens):
        text = _number(run, names)
        if text:
            place = tokens[run.first].start, tokens[run.end - 1].end
            made += [*_others(tokens[at : run.first], names), Token("num", text, *place)]
            at = run.end
    return [*made, *_others(tokens[at:], names)]


def _others(tokens: list[Token], names: Names) -> list[Token]:
    """Tokens that no comma joins; where commas stand before decimals, points group."""
    if names.commas != DECIMAL:
        return tokens
    return [
        token._replace(text=token.text.replace(".", ""))
        if token.kind == "num" and _POINTS.fullmatch(token.text)
        else token
        for token in tokens
    ]


def _number(run: Run, names: Names) -> str:
    """The digits of a run as those of one number, or nothing where it is several."""
    if names.commas == DECIMAL:
        decimal = _DECIMAL.fullmatch(run.text)
        return f"{decimal[1].replace('.', '')}.{decimal[2]}" if decimal else ""
    # Between brackets two numbers are a point or an interval, unless the second counts hundreds.
    grouped = _LIKE_GROUPED.fullmatch(run.text) is not None
    if grouped and (not run.alone or run.text.endswith("00")):
        return run.text.replace(",", "")
    return ""
