r"""What a comma between two digits means on a page: a decimal point, thousands, or a list.

``3,5`` is one number to some authors and two to others, and so is ``10,000``. A formula alone does
not tell, the page as a whole mostly does. What its formulas and its text tell together holds for
the numbers of its sentences and tables as well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from mathdoctest.lexer import Names, Token

DECIMAL, GROUPING = "decimal", "grouping"
BRACED = "braced"
"""Commas in braces stand before decimals on a page that has points before decimals elsewhere."""
OPEN = "open"
"""What commas mean in a text whose numbers could be decimals, and are not clearly so."""
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


_MAY_JOIN = re.compile(r"[0-9](?:,|\{,\})[0-9]")
_TEXT_RUN = re.compile(
    r"(?<![0-9.,])(?:[1-9][0-9]{0,2}(?:[. \u00a0\u2009\u202f][0-9]{3}){1,6}+|[0-9]++)"
    r"(?:,[0-9]++)++(?!\.?[0-9])"
)
"""Digits in a sentence or a cell that commas join."""
_ONE = re.compile(
    r"(?<![0-9.,])(?:[1-9][0-9]{0,2}(?:[. \u00a0\u2009\u202f][0-9]{3}){1,6}+,[0-9]++"
    r"|[0-9]++,[0-9]++|[1-9][0-9]{0,2}\.[0-9]{3})(?![0-9]|[.,][0-9])"
)
"""A number in such a text where commas stand before decimals, and points group."""
_LOOKS = str.maketrans({",": ".", ".": ",", " ": "\u00a0"})
"""How the signs of such a number are read: as those of ``1,234.5``."""
_GROUPS = re.compile(r"[. \u00a0\u2009\u202f]")
_POINTED = re.compile(r"(?<![0-9.,])[0-9]++\.[0-9]++(?![.,]?[0-9])")
_NAMED = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞА-Я]\w*\.?[ \u00a0]\Z")
"""What makes a name of the number behind it, as in “Kapitel 2.1”."""
_SIGN_BEHIND = re.compile(r"[ \u00a0\u202f]?(?:[·×*+÷−%€£$¥]|\\%|-[ ])")
_SIGN_BEFORE = re.compile(r"(?:[·×*+÷−] ?|[€£¥][ \u00a0\u202f]?)\Z")
"""What stands beside a number, and beside no list."""
_NEAR = 20
_PLAIN = 2
"""Tokens of a comma without braces, and of the number behind it."""
_CLEAR = 4
"""What the numbers of a text must weigh to tell by themselves what their commas mean."""


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
    """`DECIMAL`, `BRACED`, `GROUPING`, or nothing where each comma between digits separates two.

    Args:
        formulas: the LaTeX of each formula, and its tokens.
    """
    found = [run for latex, tokens in formulas if "," in latex for run in runs(tokens)]
    if _decimals(found) and not any(_has_point(tokens) for _, tokens in formulas):
        return DECIMAL
    if _braced_decimals(found):
        return BRACED
    if not any(run.thousands for run in found):
        return ""
    like = any(_LIKE_GROUPED.fullmatch(run.text) and not run.braced for run in found)
    return GROUPING if like else ""


@dataclass(slots=True)
class Outside:
    """What the numbers of a page show that stand in its sentences and tables."""

    weights: dict[str, int] = field(default_factory=dict)
    """How clearly a number is one with decimals."""
    lists: bool = False
    """Whether a comma joins what can be no number, or groups three digits again and again."""
    thousands: bool = False
    """Whether a comma stands before three digits."""
    cells: bool = False
    """Whether a cell of a table is a formula of one number that a comma joins."""

    def add(self, text: str, numbers: Container[int]) -> None:
        """Look through a paragraph or the row of a table; ``numbers`` is where its numbers begin.

        What begins elsewhere stands in code, in a formula or in a name.
        """
        for match in _TEXT_RUN.finditer(text) if _MAY_JOIN.search(text) else ():
            run, (start, end) = match[0], match.span()
            if start not in numbers:
                continue
            if run.count(",") > 1:
                self.lists = True
            elif _GROUPED.fullmatch(run):
                self.thousands = True
            elif not _is_alone(text, start, end):
                weight = _weight(run, text[max(0, start - _NEAR) : start], text[end : end + _NEAR])
                self.weights[run] = max(weight, self.weights.get(run, 0))


def _weight(run: str, before: str, behind: str) -> int:
    """How clearly a number with one comma is no list of two."""
    run = _GROUPS.sub("", run)
    several = len(run.partition(",")[2]) > 1
    if (several and _NO_LIST.fullmatch(run)) or (
        _SIGN_BEHIND.match(behind) or _SIGN_BEFORE.search(before)
    ):
        return 2
    return int(several)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a number is all that stands in brackets, as a point or an interval is."""
    return text[start - 1 : start] in ("(", "[", "{") and text[end : end + 1] in (")", "]", "}")


def _is_factor(text: str, start: int, end: int) -> bool:
    """Whether a number in brackets stands beside other brackets, as ``(0,5)(-0,2)`` does."""
    return text[max(0, start - 2) : start - 1] == ")" or text[end + 1 : end + 2] == "("


def of_text(
    outside: Outside, formulas: Sequence[tuple[str, Sequence[Token]]], *, pointed: bool
) -> str:
    """What commas between digits mean in a page's sentences and tables.

    `DECIMAL`, `OPEN` where they could mean decimals and do not clearly, or nothing.

    Args:
        outside: the numbers in them.
        formulas: the LaTeX of each formula, and its tokens.
        pointed: whether a number in them has a decimal point.
    """
    doubt = OPEN if outside.weights else ""
    if pointed or not (outside.weights or outside.thousands or outside.cells):
        return doubt
    said = meaning(formulas)
    clear = sum(outside.weights.values()) >= _CLEAR
    if said == BRACED and clear and not (outside.lists or outside.thousands):
        return DECIMAL  # and the points in formulas are a lapse
    if said or any(_has_point(tokens) for _, tokens in formulas):
        return DECIMAL if said == DECIMAL else doubt
    found = [run for latex, tokens in formulas if "," in latex for run in runs(tokens)]
    alone = all(run.alone or run.text.count(",") > 1 for run in found)
    # Two prices of one country may stand beside the thousands of another.
    needed = 2 * _CLEAR if outside.thousands else _CLEAR
    if outside.lists or (found and alone) or sum(outside.weights.values()) < needed:
        return doubt
    return DECIMAL


def has_point(text: str) -> bool:
    """Whether a text has a number with decimals behind a point."""
    return any(not _POINTS.fullmatch(match[0]) for match in _POINTED.finditer(text))


def is_named(text: str, at: int) -> bool:
    """Whether the word before a place makes a name of the number there, as in “Kapitel 2.1”."""
    return _NAMED.search(text, max(0, at - _NEAR), at) is not None


def may_join(latex: str) -> bool:
    """Whether a comma joins digits in a formula."""
    return _MAY_JOIN.search(latex) is not None


def decimals(text: str, numbers: Container[int]) -> list[tuple[int, str]]:
    """The signs to read otherwise where commas stand before decimals, and their places.

    ``1.234,5`` is to be read as ``1,234.5``, which is as long.

    Args:
        text: a paragraph or the row of a table.
        numbers: where its numbers begin; what begins elsewhere is left as it is.
    """
    found: list[tuple[int, str]] = []
    for match in _ONE.finditer(text):
        start, end = match.span()
        comma = match[0].rpartition(",")[2]
        alone = len(comma) == 1 and _is_alone(text, start, end)
        if start in numbers and not (alone and not _is_factor(text, start, end)):
            signs = enumerate(match[0].translate(_LOOKS), start)
            found += [(at, sign) for at, sign in signs if sign != text[at]]
    return found


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


def _braced_decimals(found: list[Run]) -> bool:
    """Whether most commas in braces cannot group thousands, whatever points mean beside them."""
    braced = [run for run in found if run.braced and "." not in run.text]
    decimal = {run.text for run in braced if not run.thousands and _DECIMAL.fullmatch(run.text)}
    return len(decimal) >= ENOUGH and len(decimal) > sum(run.thousands for run in braced)


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
            if step == _PLAIN and (braced or _is_braced(tokens, end + 1)):
                break  # two numbers: that of 0,2{,}5 is 2.5
            braced |= step > _PLAIN
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


def _is_braced(tokens: Sequence[Token], i: int) -> bool:
    """Whether a comma in braces belongs to the number at ``i``."""
    return "{,}" in tokens[i].text or _joint(tokens, i + 1) > _PLAIN


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
    if names.commas == DECIMAL or (names.commas == BRACED and run.braced):
        decimal = _DECIMAL.fullmatch(run.text)
        return f"{decimal[1].replace('.', '')}.{decimal[2]}" if decimal else ""
    if names.commas == BRACED:
        return ""
    # Between brackets two numbers are a point or an interval, unless the second counts hundreds.
    grouped = _LIKE_GROUPED.fullmatch(run.text) is not None
    if grouped and (not run.alone or run.text.endswith("00")):
        return run.text.replace(",", "")
    return ""
