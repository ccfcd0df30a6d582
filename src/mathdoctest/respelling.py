"""Tokens said in other words before they are parsed: no remarks, signs for letters."""

from __future__ import annotations

from collections.abc import Container
from itertools import accumulate

from mathdoctest.cursor import BETWEEN, MAX_AHEAD, OPEN
from mathdoctest.lexer import ACCENTS, COMPARISONS, Names, Token
from mathdoctest.measures import figure
from mathdoctest.units import worth

_INDICATORS = frozenset(
    ("1", "I", "\\mathbb{I}", "\\mathbf{I}", "\\mathcal{I}", "\\mathbb{1}", "𝟙", "𝟏")
)
"""What stands before a comparison in brackets for one where it holds."""
_FRACTIONS = frozenset(("\\frac", "\\dfrac", "\\tfrac"))
INDICATOR = "\\indicator"
MAX_INSIDE = 2_000
"""Tokens of an environment that are looked through for equations."""


def without_remarks(tokens: list[Token], names: Names) -> list[Token]:
    r"""Tokens without words in brackets behind a value: ``q = [1, 0] \; (\text{the query})``."""
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        kind, text = tokens[i].kind, tokens[i].text
        ahead = tokens[i : i + 3] if kind == "op" and text == "(" else []
        if (
            len(ahead) == 3
            and ahead[1].kind in ("text", "sep")
            and ahead[2].text == ")"
            and made
            and (made[-1].kind in ("num", "end") or made[-1].text in ("]", "}"))
            and (i + 3 == len(tokens) or tokens[i + 3].kind in BETWEEN or tokens[i + 3].text == ",")
            and ahead[1].text not in names.symbols
            and not worth(ahead[1].text)
        ):
            i += 3
            continue
        if (
            kind == "sep"
            and text[0] + text[-1] == "()"
            and made
            and made[-1].kind in ("num", "word", "name")
            and i + 1 < len(tokens)
            and (tokens[i + 1].kind == "rel" or tokens[i + 1].text in ("+", "-"))
        ):
            i += 1
            continue
        made.append(tokens[i])
        i += 1
    return made


def with_sides_apart(tokens: list[Token], matrices: Container[str]) -> list[Token]:
    r"""Tokens with an equation of matrices for a matrix of equations: ``[1 + 1 = 2 \\ 2 + 1 = 3]``.

    An ``array`` of equations is none of numbers: its cells stand one after the other.
    """
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end_of(tokens, i) if tokens[i].kind == "begin" else None
        inside = [] if end is None else tokens[i + 1 : end]
        told: list[Token] = []
        if end is not None and any(token.kind == "rel" for token in inside):
            if tokens[i].text == "array":
                inner = made and (made[-1].text in OPEN or made[-1].kind == "rel")
                told = [] if inner else _one_by_one(inside)
            elif tokens[i].text in matrices:
                told = _by_sides(tokens[i], inside, tokens[end])
        if end is not None and told:
            made += told
            i = end + 1
        else:
            made.append(tokens[i])
            i += 1
    return made


def _end_of(tokens: list[Token], begin: int) -> int | None:
    depth = 0
    for i in range(begin, min(begin + MAX_INSIDE, len(tokens))):
        depth += (tokens[i].kind == "begin") - (tokens[i].kind == "end")
        if not depth:
            return i
    return None


def _by_sides(begin: Token, inside: list[Token], end: Token) -> list[Token]:
    """The matrices that a matrix of equations equates; nothing where one has more sides."""
    cells: list[list[list[Token]]] = [[[]]]
    """The tokens of each cell by its sides; a separator stands behind its last one."""
    relations: list[Token] = []
    depth = 0
    for token in inside:
        depth += (token.text in OPEN or token.kind == "begin") - (
            token.text in OPEN.values() or token.kind == "end"
        )
        if depth:
            cells[-1][-1].append(token)
        elif token.kind == "rel":
            if len(cells) == 1:
                relations.append(token)
            elif [token.text] != [one.text for one in relations[len(cells[-1]) - 1 :][:1]]:
                return []
            cells[-1].append([])
        elif token.kind == "row" or token.text == "&":
            cells[-1].append([token])
            cells.append([[]])
        else:
            cells[-1][-1].append(token)
    cells[-1].append([])
    count = len(relations) + 2
    if not relations or any(len(cell) != count or not all(cell[:-1]) for cell in cells):
        return []
    made: list[Token] = []
    for side in range(count - 1):
        first, last = cells[0][side][0].start, cells[-1][side][-1].end
        if side:
            made.append(relations[side - 1])
        made.append(begin._replace(start=first, end=first) if side else begin)
        for cell in cells:
            made += cell[side] + cell[-1]
        made.append(end._replace(start=last, end=last))
    return made


def _one_by_one(inside: list[Token]) -> list[Token]:
    """The equations of an array, without the words beside them; nothing where it has no columns."""
    depths = accumulate((token.text == "{") - (token.text == "}") for token in inside)
    columns = next((i for i, depth in enumerate(depths) if not depth), 0)
    if not columns:
        return []
    made: list[Token] = []
    depth = 0
    said = related = False
    told = inside[columns + 1 :]
    for before, token, behind in zip([None, *told], told, [*told[1:], None], strict=False):
        depth += (token.kind == "begin") - (token.kind == "end")
        if depth or (token.kind not in ("text", "row") and token.text != "&"):
            said, related = said or token.kind != "sep", related or token.kind == "rel"
            made.append(token)
        elif token.kind == "row" or (token.text == "&" and not _lines_up(before, behind)):
            if said and not related:
                return []  # a table, or a sum that is written in columns
            said = related = False
            apart = Token("sep", "\\quad", token.start, token.end)
            made.append(token if token.kind == "row" else apart)
    return made if related or not said else []


def _lines_up(before: Token | None, behind: Token | None) -> bool:
    """Whether a sign between columns only lines up the relations beside it."""
    return any(token is not None and token.kind == "rel" for token in (before, behind))


def with_indicators(tokens: list[Token]) -> list[Token]:
    r"""Tokens with one name for what is one where a comparison holds: ``\mathbb{I}(z > 0)``."""
    signs = [token.text for token in tokens]
    if _INDICATORS.isdisjoint(signs) or COMPARISONS.isdisjoint(signs):
        return tokens
    made: list[Token] = []
    ends: dict[int, Token] = {}
    i = 0
    while i < len(tokens):
        one = 1 if signs[i] in _INDICATORS else 0
        if signs[i] == "{" and signs[i : i + 3] == ["{", "1", "}"]:
            one = 3
        opens = i + one + (signs[i + one : i + one + 1] == ["_"]) if one else i
        closes = _end_of_comparison(signs, opens) if one else None
        if closes is not None:
            made += [
                Token("cmd", INDICATOR, tokens[i].start, tokens[opens - 1].end),
                tokens[opens]._replace(text="("),
            ]
            ends[closes] = tokens[closes]._replace(text=")")
            i = opens + 1
            continue
        made.append(ends.get(i, tokens[i]))
        i += 1
    return made


def _end_of_comparison(signs: list[str], opens: int) -> int | None:
    """Where brackets end that hold a comparison and nothing beside it; nothing without one."""
    closing = OPEN.get(signs[opens]) if opens < len(signs) else None
    depth, compares = 0, False
    for i in range(opens, min(opens + MAX_AHEAD, len(signs)) if closing else opens):
        if signs[i] in OPEN:
            depth += 1
        elif signs[i] in OPEN.values():
            depth -= 1
            if depth == 0:
                return i if compares and signs[i] == closing else None
        elif depth == 1 and signs[i] in COMPARISONS:
            compares = True
    return None


def with_partials(tokens: list[Token], names: Names) -> list[Token]:
    r"""Tokens with derivatives for fractions of deltas: ``\frac{\delta L}{\delta w}``.

    As factors above and below they would be cancelled. Not where the page has such a difference
    as a quantity: ``\delta x = 0.1``.
    """
    made = list(tokens)
    for i in range(len(tokens) - 4):
        if tokens[i].text not in _FRACTIONS or tokens[i + 1].text != "{":
            continue
        end = _end_of_group(tokens, i + 1)
        signs = (i + 2, end + 2)
        if [one.text for one in tokens[end : end + 2]] != ["}", "{"]:
            continue
        # An uncertainty of what is derived is no such difference: \delta T = 0.006.
        if _is_difference(tokens, i + 2, None) and _is_difference(tokens, end + 2, names):
            for at in signs:
                made[at] = tokens[at]._replace(kind="cmd", text="\\partial")
    return made


def _end_of_group(tokens: list[Token], opens: int) -> int:
    """Where a group ends that opens in a formula; nowhere near without a closing brace."""
    depth = 0
    for i in range(opens, min(opens + MAX_AHEAD, len(tokens))):
        depth += (tokens[i].text == "{") - (tokens[i].text == "}")
        if not depth:
            return i
    return len(tokens)


def _is_difference(tokens: list[Token], at: int, names: Names | None) -> bool:
    """Whether a delta begins a group at ``at``, and what it is of touches it or is told behind.

    With the names of a page, only where it is no quantity of its own there.
    """
    ahead = tokens[at : at + 2]
    if len(ahead) < 2 or ahead[0].text != "\\delta":
        return False
    named = ahead[1].kind in ("word", "name", "text") or ahead[1].text in ACCENTS
    if ahead[1].text == "}" or names is None:
        return named or ahead[1].text == "}"
    return named and f"\\delta {ahead[1].text}" not in names.symbols


def said_in_percent(tokens: list[Token]) -> list[Token]:
    r"""Tokens in which a result that is said again in percent goes on: ``0.2045 \; (20.45\%)``."""
    signs = [token.text for token in tokens]
    if "%" not in signs:
        return tokens
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        ahead = tokens[i : i + 5]
        kinds = [token.kind for token in ahead]
        if kinds == ["num", "op", "num", "op", "op"] and signs[i + 1 : i + 5 : 2] == ["(", "%"]:
            number, bracket, percent, sign, close = ahead
            share, hundredfold = (figure(t.text)[1] for t in (number, percent))
            ends = i + 5 == len(tokens) or tokens[i + 5].kind in BETWEEN
            begins = i == 0 or tokens[i - 1].kind == "rel"
            if close.text == ")" and begins and ends and 50 < hundredfold / (share or 1) < 200:
                relation = "=" if hundredfold == 100 * share else "\\approx"
                made += [number, Token("rel", relation, *bracket[2:]), percent, sign]
                i += 5
                continue
        made.append(tokens[i])
        i += 1
    return made


def with_times(tokens: list[Token], names: Names) -> list[Token]:
    """Tokens in which a letter that stands between two numbers is a sign: ``0.15 x 0.05``.

    Not where it is a symbol anywhere else in the formula, or of the page.
    """
    at = [i for i, token in enumerate(tokens) if token.text == "x"]
    if not at or "x" in names.symbols or not all(_is_between(tokens, i) for i in at):
        return tokens
    made = list(tokens)
    for i in at:
        made[i] = Token("cmd", "\\times", *made[i][2:])
    return made


def _is_between(tokens: list[Token], i: int) -> bool:
    """Whether the token at ``i`` stands between two numbers, with blanks around it."""
    if not 0 < i < len(tokens) - 1 or tokens[i + 1].kind != "num":
        return False
    before, token, behind = tokens[i - 1 : i + 2]
    numbered = before.kind == "num" or before.text == ")"
    raised = i + 2 < len(tokens) and tokens[i + 2].text == "^"
    return numbered and not raised and before.end < token.start and token.end < behind.start
