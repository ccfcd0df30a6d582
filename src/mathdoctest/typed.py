"""Formulas that a page types as text, without LaTeX: ``z₁ = w₁·x + b₁ = 0.4·0.5 + 0.1 = 0.3``.

What is read is a chain of sides with relations between, each a whole expression of numbers,
names, signs and brackets. Words and whatever else no formula holds end it. A chain of numbers
alone is left to :mod:`mathdoctest.plain`, and a number that a symbol is said to be is kept only
where another chain asks for it.

Whether a page means its text so is settled by its numbers: where this reading finds more wrong
than right, :mod:`mathdoctest.verify` takes the text for text again.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mathdoctest.numerals import VULGAR
from mathdoctest.plain import OPENS, Token, sides

_RELATION = re.compile(r"[=≈≅←]")
_NEXT_LINE = re.compile(r"[ \t\r\n]{0,200}[=≈≅←]")
"""The beginning of a line that goes on from the one above, blank lines between or not."""
_LONGEST = 2_000
"""Tokens of a stretch of text that is looked through for formulas."""
_LONGEST_ROWS = 200
"""Tokens of the rows of a list that is typed on several lines."""
_DEEPEST = 30
"""Open brackets."""
_TWO = 2
"""Sides of a chain that says but one thing."""
_IN_CODE = 5
"""Code spans that compute, of which a page has fewer where it only quotes some."""
_NEAR = 60
"""Characters before a formula that tell whether it can begin there."""

_MARKS = "\u0302\u0303\u0304\u0305\u0307\u20d7"
"""What stands above a letter, as a character behind it: x̂."""
_LETTER = rf"(?:[A-Za-zΑ-Ωα-ωâêîôûŷẑĥŶāēīōūȳ][{_MARKS}]?)"
_SUBSCRIPT = r"[₀-₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ]"
_WORDY = r"[^\W⁰¹²³⁴⁵⁶⁷⁸⁹ᵀˣᶻⁿ]"
"""What a word goes on with, which a raised digit is not."""
_FUNCTIONS = "exp log ln tanh sinh cosh sin cos tan sqrt max min abs sigmoid relu ReLU softmax"
_LOGARITHM = r"log(?:_?(?:2|10)|₂|₁₀)(?=\()"
"""One with its base behind its name."""
_PIECE = re.compile(
    rf"""(?P<num>(?:\d{{1,3}}(?:,\d{{3}}){{1,6}}+(?!\d)|\d++)(?:\.\d++)?+(?:[eE][-+]?\d{{1,3}}(?![\w.]))?+
           (?!(?!{_LOGARITHM})[A-Za-z_]*\d|[.,]\d)|\.\d++)
      | (?P<vulgar>[{"".join(VULGAR)}](?!\w))
      | (?P<rel>:=|←|(?<![=!<>:+\-*/^~|&≤≥≠])[=≈≅](?![=>~<]))
      | (?P<func>(?:{"|".join(_FUNCTIONS.split())})(?![A-Za-z0-9_₀-₉])|{_LOGARITHM})
      | (?P<name>∂?{_LETTER}(?:{_SUBSCRIPT}++|_(?:\{{\w{{1,8}}\}}|\w{{1,8}})|\d{{1,2}})?+['′]*+
           (?![{_MARKS}'’]|{_WORDY})
         |[A-Za-z]{{2,12}}(?:{_SUBSCRIPT}++|(?:_[A-Za-z0-9]{{1,8}}){{1,2}}|\d{{1,2}})['′]*+(?!{_WORDY}))
      | (?P<word>[A-Za-z]{{2,12}}(?!['’]|{_WORDY}))
      | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]++(?:·[⁰¹²³⁴⁵⁶⁷⁸⁹]++)?[ˣᶻⁿ]?|[ᵀˣᶻⁿ])
      | (?P<bold>\*\*(?=[-\d\u2212]++[\d.,]*+\*\*)|(?<=\d)\*\*(?![\w(]))
      | (?P<power>\^|\*\*(?=[-(\d]))
      | (?P<op>[-+*/×·⋅∙÷\u2212\u2013∗⊙])
      | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<comma>,)
      | (?P<root>√) | (?P<percent>%) | (?P<degree>°(?![\w°]))
      | (?P<space>[ \t\u00a0\u2009\u202f]++) | (?P<line>\r?\n)
      | (?P<other>[\s\S])""",
    re.VERBOSE,
)
_SAME = {"\u2013": "-", "\u2212": "-", "∙": "·", "∗": "*"}
_UNIT_GOES_ON = re.compile(r"[A-Za-z]+[ \t]*(?:[-+/×·÷^=≈√>\u2212(]|\*[ \t])")
_CODE = re.compile(
    r"^[ \t]*(?:def |class |import |from \w+ import|return\b|for \w+ in |if [^\n]*:[ \t]*$|else\b"
    r"|print\b|#|//|let |var |const |public |int |float |double )"
    r"|[;{}][ \t]*$|[-+*/]=|==|\bself\.|\w\(\)|->",
    re.MULTILINE,
)
"""What a fence of a program holds."""
_BEGINS = frozenset('*.:;,([|→⇒⟹➜•—“"_>')
"""Characters that a formula can begin behind."""
_ENDS = frozenset(".,;:?!)]}|\"'”’»<>…—→⇒✓✅✔*_")
"""Characters that a formula can end before."""
_ALSO_BEFORE = frozenset(
    "for if where when let with at and or while from until use using set consider the "
    "für mit bei wenn où avec si pour con donde para cuando".split()
)
"""Words that a formula of several names can stand behind, beside those before a calculation."""
_ASSIGNED = re.compile(r"(?:^|[(,;:]|->|→)[ \t]*([A-Za-z]{2,12})[ \t]*=(?!=)", re.MULTILINE)
_ASSIGNED_OF = re.compile(
    r"`([A-Za-z]{2,16})\(([A-Za-z]\w{0,15}(?:, ?[A-Za-z]\w{0,15}){0,2})\)[ \t]*[=≈](?!=)"
)
"""The same in a code span, of a quantity of others: ``Gain(S, Outlook) = ``."""
_BECOMES = re.compile(r"[ \t*_]*(?::=|←)")
_GOES_ON = re.compile(r"\.{3}(?!\.)|…")
"""What says of a number that its digits go on: ``20.08…``."""
_LETTERS = re.compile(r"[\u0391-\u03c9]")
"""Letters of quantities, which no word of a sentence begins with."""
_LAST_WORD = re.compile(r"([^\W\d_]+)[*_]*\s*\Z")


_BESIDE_NUMBERS = frozenset(("name", "func", "root", "vulgar"))
"""Tokens that arithmetic does not have."""
_OPERANDS = frozenset(("num", "name", "vulgar"))
_OF_SEVERAL = frozenset(("max", "min"))
"""Functions whose names are units, too, or words."""
_OF_ANGLES = frozenset(("sin", "cos", "tan"))
"""Functions of what may be in degrees."""
_FLOATS: Mapping[str, Callable[[float], float]] = {
    "e": math.exp,
    "exp": math.exp,
    "σ": lambda x: 1 / (1 + math.exp(-x)),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "ln": math.log,
    "sqrt": math.sqrt,
    "√": math.sqrt,
}
_OF_ONE = re.compile(
    rf"(?P<name>{'|'.join(_FLOATS)})(?:\^|\*\*)?\(?(?P<number>[-\u2212]?\d+(?:\.\d+)?)\)?"
)
"""One of these functions, of one number."""
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LIKE = 0.15
"""How many powers of ten a value may be off that has a slip."""
_APPLIED = {"e": ("power", "raised"), "σ": ("open",)}
"""What stands behind the letters that mean a function, where they do."""
_COMPUTES = frozenset(("op", "raised", "power", "root"))
"""Tokens that make something else of a name."""
_FULL = frozenset(("num", "name", "vulgar", "close", "raised", "percent", "degree"))
"""Tokens that an operand can end with."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A chain of sides, and the names in it."""

    start: int
    end: int
    latex: str
    """What it says, as long as it is."""
    defines: str
    """The name that is all of its first side, or nothing."""
    uses: frozenset[str]
    """The names of its other sides."""
    computes: bool
    """Whether a side behind the first computes with names, functions or lists, or the first one
    with a function of numbers or with degrees alone.
    """
    begins_with: frozenset[str]
    """The names that its first side computes with."""
    gives: bool
    """Whether it says of a name what number or list it is."""
    goes_on: bool
    """Whether it begins with a relation, and goes on from the formula above it."""
    section: int = 0
    """The heading of the page that it stands under."""
    code: bool = False
    """Whether it stands in a code span."""


def typed(
    text: str,
    ends: Mapping[int, int],
    words: frozenset[str] = frozenset(),
    *,
    rows: bool = False,
    code: bool = False,
) -> list[Typed]:
    """The formulas that are typed in a paragraph or in a fence.

    Args:
        text: The paragraph, or the inside of the fence.
        ends: Where its numbers end, by where they begin; what is none of them stands in code, in
            an address or in a formula.
        words: The words that are names on the page: see `assigned`.
        rows: Whether each line is by itself, as in a fence.
        code: Whether the text is all of a code span, where no words stand among the names.
    """
    if not ends or not _RELATION.search(text) or (rows and _CODE.search(text)):
        return []
    found = []
    for tokens in _stretches(text, words):
        for chain in _chains(text, tokens, apart=code):
            made = _made(text, chain, ends, code=code)
            if made is not None:
                if code:
                    worked_out = len(chain) > _TWO or made.latex.startswith("∂")
                    made = replace(made, computes=made.computes or worked_out, code=True)
                found.append(made)
    return found


def moved(one: Typed, by: int, section: int) -> Typed:
    """The same formula, counted from where its paragraph begins in the page."""
    return replace(one, start=one.start + by, end=one.end + by, section=section)


def asked_for(found: Sequence[Typed]) -> list[Typed]:
    """Those that compute something with names, and those that say what another one asks for."""
    if sum(one.code and one.computes for one in found) < _IN_CODE:
        found = [one for one in found if not one.code]
    defined = frozenset(one.defines for one in found)
    found = [
        replace(one, computes=True, uses=one.uses | one.begins_with)
        if one.begins_with and one.begins_with <= defined
        else one
        for one in found
    ]
    uses = frozenset(name for one in found if one.computes for name in one.uses)
    idle = _told_idly(found)
    return [one for one in found if one.computes or (one.defines in uses and one.start not in idle)]


def _told_idly(found: Sequence[Typed]) -> frozenset[int]:
    """Where a name is said to be a number, and another one before anything computes with it.

    Of such numbers none holds for what follows.
    """
    told: dict[tuple[str, int], list[Typed]] = {}
    """What each name was said to be since a formula asked for it, by section."""
    idle: set[int] = set()
    for one in sorted(found, key=lambda one: one.start):
        if one.computes:
            for name in one.uses:
                told.pop((name, one.section), None)
        if one.gives:
            before = told.setdefault((one.defines, one.section), [])
            said = {re.sub(r"\s", "", other.latex) for other in (*before[:1], one)}
            if len(said) > 1 or (before and before[0].start in idle):
                idle.update(other.start for other in (*before, one))
                before.clear()
            before.append(one)
    return frozenset(idle)


def assigned(text: str) -> frozenset[str]:
    """The words of a page that stand alone before a relation, so that they are names.

    Or with other names in brackets behind them, in code.
    """
    alone = {match[1] for match in _ASSIGNED.finditer(text)}
    of = {word for match in _ASSIGNED_OF.finditer(text) for word in re.findall(r"\w+", match[0])}
    return frozenset(alone | {word for word in of if len(word) > 1 and word.isalpha()})


# ------------------------------------------------------------------ tokens side by side


def _stretches(text: str, known: frozenset[str]) -> Iterator[list[Token]]:
    """Tokens side by side that may all be parts of one chain."""
    tokens: list[Token] = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("space", "bold"):
            continue
        if kind == "word":
            kind = "name" if match[0] in known else "other"
        if (
            kind == "line"
            and tokens
            and (
                _NEXT_LINE.match(text, match.end())
                or tokens[-1].kind == "op"
                or (tokens[-1].kind == "comma" and _is_open(tokens))
            )
        ):
            continue
        if kind in ("line", "other"):
            yield from _divided(tokens)
            tokens = []
        else:
            tokens.append(Token(kind, match[0], match.start(), match.end()))
    yield from _divided(tokens)


def _is_open(tokens: Sequence[Token]) -> bool:
    """Whether a list goes on behind its row: ``[[0.4, 0.1],``."""
    near = tokens[-_LONGEST_ROWS:]
    return sum((token.kind == "open") - (token.kind == "close") for token in near) > 0


def _divided(tokens: list[Token]) -> Iterator[list[Token]]:
    """Divided at commas between chains, and at brackets around what is a chain of its own."""
    if not any(token.kind == "rel" for token in tokens) or len(tokens) > _LONGEST:
        return
    stops: set[int] = set()
    opened: list[tuple[int, bool]] = []
    for i, token in enumerate(tokens):
        if token.kind == "open":
            opened.append((i, False))
        elif token.kind == "rel" and opened:
            opened[-1] = opened[-1][0], True
        elif token.kind == "close":
            if not opened:
                stops.add(i)
                continue
            at, related = opened.pop()
            if related:
                stops |= {at, i}
    stops |= {at for at, _ in opened}
    depth = 0
    part: list[Token] = []
    for i, token in enumerate(tokens):
        if i not in stops:
            depth += (token.kind == "open") - (token.kind == "close")
        if i in stops or (token.kind == "comma" and not depth):
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _chains(text: str, tokens: list[Token], *, apart: bool) -> Iterator[list[list[Token]]]:
    """Sides that are whole expressions, with nothing but relations between.

    One that goes on from the line above begins with a side of its relation alone. Factors may
    stand ``apart``, with a blank between.
    """
    if not any(token.kind == "rel" for token in tokens):
        return
    parts = sides(tokens)
    chain: list[list[Token]] = []
    for index, part in enumerate(parts):
        if index == 0 and not part and _begins_line(text, tokens[0].start):
            chain = [[tokens[0]]]
            continue
        side = part
        if index == 0:
            side = _first(text, part)
        elif index == len(parts) - 1:
            side = _last(text, part)
        if not _is_expression(side, apart=apart):
            yield chain
            chain = []
            continue
        chain.append(side)
    yield chain


def _begins_line(text: str, at: int) -> bool:
    """Whether nothing but blanks stands before a place in its line."""
    line = text[max(at - _NEAR, 0) : at].rpartition("\n")
    return not line[2].strip(" \t>") and (bool(line[1]) or at < _NEAR)


def _first(text: str, tokens: list[Token]) -> list[Token]:
    """The side before the first relation, as far as it can begin where it does."""
    begin = 0
    for at in range(len(tokens) - 1, 0, -1):
        # η 0.5: what is behind a gap with no sign before it may be by itself
        before, token = tokens[at - 1], tokens[at]
        apart = before.end < token.start and before.kind in ("num", "close", "name")
        if token.kind == "name" and apart:
            begin = at
            break
    side = tokens[begin:]
    if not side:
        return side
    at = side[0].start
    around = text[max(0, at - _NEAR) : at].rstrip("*_ \t")
    alone = len(side) == 1 or (
        side[0].kind in ("name", "func") and side[1].kind == "open" and side[-1].kind == "close"
    )
    if not around or around[-1] == "\n" or around[-1] in _BEGINS or (alone and begin == 0):
        return side if around[-1:] not in tuple("^=\\$`{/<-+×·") else []
    word = _LAST_WORD.search(around)
    opens = word is not None and word[1].lower() in (OPENS | _ALSO_BEFORE)
    return side if opens and begin == 0 else []


def _last(text: str, tokens: list[Token]) -> list[Token]:
    """The side behind the last relation, as far as it is one whole expression."""
    end = len(tokens)
    depth = 0
    for at, token in enumerate(tokens):
        before = tokens[at - 1]
        gap = at > 0 and before.end < token.start
        if (
            not depth
            and gap
            and before.kind in ("num", "close", "raised", "percent", "name")
            and (token.kind in ("name", "num") or (token.kind == "open" and token.text == "["))
        ):
            end = at
            break
        depth += (token.kind == "open") - (token.kind == "close")
    side = tokens[:end]
    if not side:
        return side
    behind = text[side[-1].end : side[-1].end + _NEAR]
    bare = behind.lstrip(" \t*_")
    if not bare or bare[0] in "\r\n" or bare[0] in _ENDS:
        digits = bare[:1] in (".", ",") and bare[1:2].isdigit()
        return [] if digits else side
    gapped = len(bare) < len(behind)
    if not gapped or _LETTERS.match(bare) or unicodedata.category(bare[0]) == "Sm":
        return []
    if bare[0].isalpha():
        return [] if _UNIT_GOES_ON.match(bare) else side
    return side if bare[0] in "([" or not bare[0].isascii() else []


def _is_expression(tokens: Sequence[Token], *, apart: bool) -> bool:
    """Whether operands and signs stand in turn, and each bracket is closed."""
    full = False
    depth = functions = 0
    before = Token("", "", -1, -1)
    for token in tokens:
        kind = token.kind
        functions += kind == "func"  # an angle by itself is read as a number of degrees
        near = before.end == token.start
        if kind in _OPERANDS or kind in ("func", "root"):
            written = near or (kind == "func" and token.text not in _OF_SEVERAL)
            beside = written and before.kind in ("num", "close", "vulgar")
            if full and not ((beside or apart) and kind not in ("num", "vulgar")):
                return False
            full = kind in _OPERANDS
        elif kind == "open":
            depth += 1
            if depth > _DEEPEST or (full and token.text == "[" and before.kind == "num"):
                return False
            full = False
        elif kind == "close":
            depth -= 1
            if not full or depth < 0:
                return False
        elif kind in ("raised", "percent", "power", "degree"):
            if not full or (kind == "degree" and not functions):
                return False
            full = kind != "power"
        elif kind == "comma":
            if not full or not depth:
                return False
            full = False
        elif kind == "op":
            if not full and token.text not in "-+\u2212\u2013":
                return False
            full = False
        else:
            return False
        before = token
    return full and not depth


# ------------------------------------------------------------------ what is handed on


def _made(
    text: str, chain: list[list[Token]], ends: Mapping[int, int], *, code: bool
) -> Typed | None:
    """A chain with names in it, in the signs of formulas; nothing if it has none of them."""
    if len(chain) < 2:
        return None
    tokens = list(itertools.chain.from_iterable(chain))
    goes_on = tokens[0].kind == "rel"
    if not goes_on and not _is_symbolic(tokens):
        return None
    numbers = [t for t in tokens if t.kind == "num"]
    if not all(ends.get(t.start) == t.end for t in numbers):
        return None
    first = chain[0]
    start, end = first[0].start, chain[-1][-1].end
    if tokens[-1].kind == "num" and (more := _GOES_ON.match(text, end)):
        end = more.end()
    latex = list(text[start:end])
    for i, token in enumerate(tokens):
        for at in range(token.end, tokens[i + 1].start if i + 1 < len(tokens) else token.end):
            if not _RELATION.match(text, at) and text[at] != ":":
                latex[at - start] = " "
        if token.text in _SAME:
            latex[token.start - start] = _SAME[token.text]
        elif token.kind == "power":
            latex[token.start - start : token.end - start] = "↑".rjust(len(token.text))
    return Typed(
        start,
        end,
        "".join(latex),
        first[0].text if len(first) == 1 and first[0].kind == "name" else "",
        frozenset(name for side in chain[1:] for name in _names(side)),
        goes_on
        or _BECOMES.match(text, first[-1].end) is not None
        or any(len(side) > 1 and _is_symbolic(side) for side in chain[1:])
        or (len(chain) > _TWO and any(map(_is_worked_out_list, chain[1:-1])))
        # In code it is quoted as often as it is meant.
        or (not code and _is_function_of_numbers(first) and _is_near(first, chain[1]))
        or _is_of_angles(first),
        frozenset(_names(first)) if any(t.kind in _COMPUTES for t in first) else frozenset(),
        not goes_on and all(_is_datum(side) for side in chain[1:]),
        goes_on,
    )


def _names(side: Sequence[Token]) -> list[str]:
    return [token.text.strip("'′") for token in side if token.kind == "name"]


def _is_function_of_numbers(side: Sequence[Token]) -> bool:
    """Whether a side has no names but of functions: ``tanh(0.5)``, ``e^2``, ``σ(-1.2)``."""
    if any(token.text in _OF_ANGLES for token in side):
        return False
    applied = False
    for token, behind in itertools.pairwise(side):
        if token.kind in ("name", "func"):
            signs = ("open",) if token.kind == "func" else _APPLIED.get(token.text, ())
            if behind.kind not in signs:
                return False
        applied = applied or token.kind in _BESIDE_NUMBERS
    return applied and side[-1].kind not in _BESIDE_NUMBERS


def _is_near(side: Sequence[Token], result: Sequence[Token]) -> bool:
    """Whether a function of one number comes near to what is said to be its value.

    The eccentricity of an ellipse is called e, too, and σ(12) is the sum of the divisors of 12.
    """
    found = _OF_ONE.fullmatch("".join(token.text for token in side).translate(_LOWERED))
    if found is None:
        return all(token.text not in _APPLIED for token in side)
    sign = -1 if result[0].text in "-\u2212\u2013" else 1
    shown = [float(token.text.replace(",", "")) for token in result if token.kind == "num"][:1]
    try:
        value = _FLOATS[found["name"]](float(found["number"].replace("\u2212", "-")))
        return bool(shown) and abs(math.log10(sign * shown[0] / value)) < _LIKE
    except (ValueError, ArithmeticError):
        return False


def _is_datum(side: Sequence[Token]) -> bool:
    """Whether a side is a number or a list of numbers."""
    return not (_calculates(side) or any(token.kind in _BESIDE_NUMBERS for token in side))


def _is_worked_out_list(side: Sequence[Token]) -> bool:
    """Whether a side is a list of numbers with signs between them: ``((1 + 3)/2, (2 + 4)/2)``."""
    return _calculates(side) and any(token.kind == "comma" for token in side)


def _calculates(side: Sequence[Token]) -> bool:
    """Whether a side has a sign between two operands; one in front belongs to its number."""
    return any(
        before.kind in _FULL and token.kind == "op" for before, token in itertools.pairwise(side)
    )


def _is_of_angles(side: Sequence[Token]) -> bool:
    """Whether a side is worked out with degrees, and with nothing that has a name."""
    kinds = {token.kind for token in side}
    return "degree" in kinds and "name" not in kinds


def _is_symbolic(side: Sequence[Token]) -> bool:
    """Whether a side holds what no arithmetic does."""
    return any(token.kind in _BESIDE_NUMBERS or token.text == "[" for token in side)
