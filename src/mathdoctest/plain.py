"""Arithmetic that a page writes in its sentences, without dollars: ``mean = (0 + 2 + 4) / 3 = 2``.

Only what can be nothing else is read: numbers and signs from one relation to the next, each side
with a value of its own. Words before the first relation name nothing. A range, a score, a date or
a side with a letter in it is no arithmetic, and ends what is read.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mathdoctest.lexer import UNIT
from mathdoctest.numerals import Numeral
from mathdoctest.units import kind, worth
from mathdoctest.worked import ASIDE

_FORMULA = re.compile(r"[=≈≅]")
"""Without one of these nothing is computed."""
_LONGEST = 2_000
"""Tokens of one calculation."""
_DEEPEST = 50
"""Open brackets."""
_SIDE = 200
"""Tokens of one side that goes on from a formula."""
_NEAR = 80
"""Characters before and behind a calculation that tell whether it is one."""

_PIECE = re.compile(
    r"""(?P<num>(?:(?!0)\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,6}+(?!\d)|\d++)(?:\.\d++)?+|\.\d++)
      | (?P<rel>(?<![=!<>:+\-*/^~|&≤≥≠])[=≈≅](?![=>~<]))
      | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]++|\^[-\u2212]?\d++(?![.\d]))
      | (?P<bold>\*\*|__)
      | (?P<op>\\?[-+*]|[/×·⋅÷\u2212\u2013∗]|(?<=[\d)][ ])[xX](?=[ ][\d(])|(?<=\d)[xX](?=\d))
      | (?P<open>\() | (?P<close>\))
      | (?P<percent>[ \u00a0\u202f]?\\?%) | (?P<degree>(?<=[\d)])°(?![\w°'′"″]))
      | (?P<unit>(?<=[\d)])[ \u00a0\u202f]
           (?:[€£¥]|°[CF]|[^\W\d_]{1,6}+(?:[/·][^\W\d_]{1,6}+)*+[²³]?)
           (?=[ ]*+(?:[-+*/×·⋅÷\u2212\u2013=≈)]|\Z)))
      | (?P<root>√) | (?P<about>~(?=[\d.(])) | (?P<money>\\?[$€£¥₹](?=\.?\d))
      | (?P<space>[ \t\u00a0\u2009\u202f]++) | (?P<line>[ \t]*+\r?\n[ \t]*+)
      | (?P<other>[^\W\d_]++|[\s\S])""",
    re.VERBOSE,
)
_OPERATORS = {
    "+": "+", "-": "-", "\u2212": "-", "\u2013": "-", "*": "*", "∗": "*", "×": "*", "·": "*",
    "⋅": "*", "x": "*", "X": "*", "/": "/", "÷": "/",
}  # fmt: skip
_TIMES = frozenset("×·⋅")
"""Signs behind which a minus may stand at once; ``*-`` and ``--`` mean something else elsewhere."""
_CHARACTERS = {"x": "×", "X": "×", "\u2013": "-", "*": "×", "∗": "×"}
"""Signs that do not mean the same in a formula."""
_RAISED = str.maketrans("0123456789-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻\u2212", "0123456789--")
_BINDS = {"(": 0, "+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "pos": 3, "root": 4}

_OTHER_ARITHMETIC = re.compile(
    r"(?:\b(?:mod|modulo|modular|binary|hex|hexadecimal|octal|xor|boolean|base[- ]?\d+)\b)|[≡⊕]",
    re.IGNORECASE,
)
"""What says that numbers are added in another way."""
OPENS = frozenset(
    "is are was so then thus hence therefore get gets gives give have has that since because "
    "compute calculate compare need namely equals yields now also i.e e.g ie eg "
    "est soit donc car ist gilt also es son luego entonces è quindi cioè é são logo".split()
)
"""Words that the first side of a calculation can stand behind."""
_WORD_BEFORE = re.compile(
    rf"(?:\A|[\s(*_])(?:{'|'.join(map(re.escape, sorted(OPENS)))})\s*\Z"
    r"|[,.;:)]\s+(?:and|und|et|y|e|or)\s*\Z"
    r"|\b(?:fell|falls|fallen|rose|risen|grew|grows|dropped|drops|went|goes) from\s*\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:!?]\s|\n")
_LAST_WORD = re.compile(r"[^\W\d_]{2,}+\Z")
_MAKES_OTHER = frozenset(
    "of times plus minus over per by half twice double thrice divided less more and or to from "
    "than at each every je zu lang von mal durch pro halb doppelt und oder de par fois moins por "
    "veces menos".split()
)
"""Words that make another quantity of the one behind them."""
_NO_UNITS = frozenset(
    "mod modulo div choose times plus minus over squared cubed million millions billion billions "
    "trillion thousand hundred dozen lakh crore mln mio mrd k m bn percent pct sqrt sin cos tan "
    "log ln exp pi x y z n i j e a b c d p q r t u v w h".split()
)
"""Words behind a number that make another number of it, or may; letters may be quantities."""
_UNITS = frozenset("m h d t c".split())
"""Letters that are units where nothing is calculated with them."""
_UNIT = re.compile(r"[^\W\d_]++(?:[/·][^\W\d_]++)*+[²³]?")
_BLANKS = " \u00a0\u202f"
_MEASURE = re.compile(rf"[€£¥](?!\d)|°[CF]|{_UNIT.pattern}")
_UNSCALED = frozenset("€£¥°")
"""What a unit begins with that has no prefix."""
_GOES_ON = re.compile(
    r"[ \t]*+(?:[-+/×÷^=≈√>\u2212]|[·⋅](?![A-Za-z])|<(?![A-Za-z/!])|\*(?=[ \t]*+[\w(])|\d)"
)
"""What makes a factor of the word before it, rather than a unit."""
_ALTERNATIVE = re.compile(
    r"(?:or|to|and|bis|oder|und|ou|à|et|o|y|a|through)[ \t]+[-+~$€£]?\d", re.IGNORECASE
)
_EXPONENT = re.compile(r"-?\d{1,3}")
_YEARS = re.compile(r"(?:19|20)\d\d/(?:\d\d|(?:19|20)\d\d)")
_FACTORS = (6.0, 3.6, 2.4, 1.44, 8.64, 1.2, 7.0, 3.0, 3.65, 5.2, 8.0, 1.024, 1.048576, 1.073741824,
            8.192, 2.54)  # fmt: skip
"""What units of one kind differ by, but for powers of ten."""
_TENTHS = frozenset(("mm", "cm", "dm", "cl", "dl"))
_CLOSES = frozenset(".,;:?)]}|\"'”’»<>…—€£¥₹。，、；：！？）】」》")
"""Signs that a calculation may end right before."""
_SAME = 0.01
_CLOSE = 0.1
_EXACTLY = 1e-6
_FAR = math.log(101)
"""What is further from the side before it than this is another quantity."""


class Calculation(NamedTuple):
    """Where a calculation stands, and what it says in the signs of formulas, as long as it is."""

    start: int
    end: int
    latex: str


class Token(NamedTuple):
    """A piece of plain text that may be a part of arithmetic or of a formula."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Side:
    """What stands between two relations."""

    tokens: list[Token]
    value: float | None = None
    operators: int = 0
    doubtful: str = ""
    """The one sign of ``3-5`` or ``3/5``, which may be a range or a score."""
    percent: bool = False
    angle: bool = False
    """Whether it counts degrees."""
    behind: str = ""
    """The word behind it: a unit perhaps."""
    unit: Token | None = None
    """The unit behind it."""
    told: bool = False
    """Whether a relation stands before it."""
    scaled: float | None = None
    """Its value in units without prefixes, if units stand within it or behind it."""
    measured: bool | None = None
    """Whether its value has a unit; nothing where units may cancel."""
    kind: str | None = None
    """What its unit measures, where that is plain to see."""
    mixed: bool = False
    """Whether it adds, subtracts or divides by each other units of one kind and unlike size."""
    changes: dict[int, str] = field(default_factory=dict)
    """What some characters say, by place."""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def has_units(self) -> bool:
        """Whether units stand within it."""
        return any(token.kind == "unit" for token in self.tokens)


def calculations(
    text: str, numerals: Sequence[Numeral], said: Container[int] = (), *, rows: bool = False
) -> list[Calculation]:
    """The calculations in a paragraph, a row of a table or the inside of a fence.

    Args:
        text: The paragraph.
        numerals: Its numbers; what is none of them stands in code, in an address or in a formula.
        said: Where numbers begin of which a comment says what they are.
        rows: Whether each line is by itself, as in a fence.
    """
    if len(numerals) < 3 or not _FORMULA.search(text) or _OTHER_ARITHMETIC.search(text):
        return []
    ends = {n.start: n.end for n in numerals if not n.reason and n.start not in said}
    found = []
    for tokens in _stretches(text, rows=rows):
        for chain in _chains(text, tokens, rows=rows):
            numbers = [t for side in chain for t in side.tokens if t.kind == "num"]
            if not _are_numerals(numbers, ends):
                continue
            if all(set(number.text) <= {"0", "1"} for number in numbers):
                continue  # binary, or logic
            found.append(_made(text, chain))
    return found


def side_at(text: str, at: int, ends: dict[int, int]) -> Calculation | None:
    """As `worked_out_at`, without what it comes to."""
    found = worked_out_at(text, at, ends)
    return None if found is None else found[0]


def worked_out_at(text: str, at: int, ends: dict[int, int]) -> tuple[Calculation, float] | None:
    """The number, or the calculation, that begins at a place and ends with a sentence or a unit.

    Args:
        text: The paragraph.
        at: Where a relation has just ended.
        ends: Where the text's numbers end, by where they begin.
    """
    tokens: list[Token] = []
    for match in itertools.islice(_PIECE.finditer(text, at), _SIDE):
        sort = match.lastgroup or ""
        if sort in ("line", "other", "rel", "unit"):
            break
        if sort != "space":
            tokens.append(Token(sort, match[0], match.start(), match.end()))
    else:
        sort = ""
    side = _read(tokens) if sort == "rel" else _last(text, tokens)
    if side is None or side.doubtful or side.behind.lower() in _NO_UNITS - _UNITS:
        return None
    numbers = [token for token in side.tokens if token.kind == "num"]
    if side.value is None or not _are_numerals(numbers, ends):
        return None
    return _made(text, [side]), side.value


def _stretches(text: str, *, rows: bool) -> Iterator[list[Token]]:
    """Tokens side by side with nothing between that is no part of arithmetic."""
    tokens: list[Token] = []
    relations = 0
    for match in _PIECE.finditer(text):
        sort = match.lastgroup or ""
        if sort == "space":
            continue
        if sort == "line" and tokens and (
            (_FORMULA.match(text, match.end()) and not (rows and ASIDE.match(text, match.end())))
            or (rows and tokens[-1].kind == "op" and _goes_on(text, match.end()))
        ):  # fmt: skip
            continue
        if sort in ("line", "other") or (sort == "unit" and _size_of(match[0][1:]) is None):
            if relations and len(tokens) <= _LONGEST:
                yield tokens
            tokens, relations = [], 0
            continue
        relations += sort == "rel"
        blank = sort == "unit"
        tokens.append(Token(sort, match[0][blank:], match.start() + blank, match.end()))
    if relations and len(tokens) <= _LONGEST:
        yield tokens


def _goes_on(text: str, at: int) -> bool:
    """Whether a line that ends with an operator is continued by what begins at a place."""
    match = _PIECE.match(text, at)
    return match is not None and match.lastgroup in ("num", "open")


def sides(tokens: Sequence[Token]) -> list[list[Token]]:
    """What stands before, between and behind the relations of a chain."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "rel":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _chains(text: str, tokens: list[Token], *, rows: bool) -> Iterator[list[_Side]]:
    """The longest chains of sides that each have a value, and are about the same quantity."""
    parts = sides(tokens)
    chain: list[_Side] = []
    for index, part in enumerate(parts):
        side: _Side | None
        if index == 0:
            side = _first(text, part, rows=rows)
        elif index == len(parts) - 1:
            side = _last(text, part)
        else:
            side = _read(part)
            if side and side.doubtful == "/" and _YEARS.match(text, side.start):
                side = None
        if side is not None:
            side.told = index > 0
        if side is None or (chain and not _follows(chain[-1], side)):
            yield from _worth(chain)
            chain = []
        if side is not None:
            chain.append(side)
    yield from _worth(chain)


def _worth(chain: list[_Side]) -> Iterator[list[_Side]]:
    if len(chain) < 2 or not any(side.operators for side in chain):
        return
    last = chain[-1]
    if any(side.has_units for side in chain):
        if last.unit is not None:
            last.tokens.append(last.unit)
            last.changes |= _unit_as_text(last.unit)
        elif not last.has_units and any(side.measured for side in chain):
            return  # 3 m + 2 = 11 asks for m
    yield chain


def _size_of(unit: str) -> float | None:
    """What a unit is worth in units without a prefix; nothing where it is no unit."""
    if unit[0] in _UNSCALED:
        return 1.0
    word = unit if len(unit) == 1 else unit.lower()
    size = None if word in _NO_UNITS - _UNITS else worth(unit)
    return None if size is None else float(size)


def _unit_as_text(unit: Token) -> dict[int, str]:
    """What the characters of a unit and of the blank before it say in a formula."""
    if unit.text[0] in _UNSCALED:
        return dict.fromkeys(range(unit.start - 1, unit.end), " ")
    return {unit.start - 1: UNIT}


# ------------------------------------------------------------------ one side


def _read(tokens: list[Token]) -> _Side | None:
    """A side whose value can be worked out, without the marks of emphasis around it."""
    first, last = 0, len(tokens)
    while first < last and _emphasis(tokens, first, 1):
        first += 1
    while last > first and _emphasis(tokens, last - 1, -1):
        last -= 1
    tokens = tokens[first:last]
    if tokens and tokens[0].kind == "about":
        tokens = tokens[1:]
    if not any(token.kind == "num" for token in tokens):
        return None
    side = _Side(tokens)
    try:
        side.value = _Reader(side).value()
        if side.has_units:
            side.scaled = _Reader(replace(side, changes={}), scaled=True).value()
    except (_NoArithmetic, ArithmeticError):
        return None
    return side if math.isfinite(side.value) and math.isfinite(side.scaled or 0.0) else None


def _emphasis(tokens: list[Token], at: int, step: int) -> bool:
    token = tokens[at]
    if token.kind == "bold":
        return True
    if token.text != "*":
        return False
    if not 0 <= at + step < len(tokens):
        return True
    near = tokens[at + step]
    return token.end == near.start or near.end == token.start


class _NoArithmetic(Exception):  # noqa: N818 -- nothing is in error
    """Something else than a number and an operator in turn."""


class _Reader:
    """Works out a side, and notes what its signs are in a formula."""

    def __init__(self, side: _Side, *, scaled: bool = False) -> None:
        self.side = side
        self.scaled = scaled
        """Whether units count for what their prefixes are worth."""
        self.values: list[float] = []
        self.measured: list[bool | None] = []
        """Which of the values have a unit; nothing where units may have cancelled."""
        self.units: list[str | None] = []
        """The unit of each value, empty without one; nothing where it was made of several."""
        self.waiting: list[str] = []
        self.depth = 0
        self.operand = False
        """Whether a number has just ended."""
        self.before: Token | None = None
        self.tight = ""
        """The operator read last, if it has no blank before it."""

    def value(self) -> float:
        """What the side comes to; raises `_NoArithmetic` if it is none."""
        side = self.side
        for token in side.tokens:
            _READERS.get(token.kind, _Reader._refuse)(self, token)
            self.before = token
        if not self.operand or self.depth:
            raise _NoArithmetic
        while self.waiting:
            self._apply()
        if side.operators == 1 and self.tight in ("-", "/") and side.tokens[0].kind != "open":
            side.doubtful = self.tight
        side.measured = self.measured[-1]
        side.kind = kind(self.units[-1]) if self.units[-1] else None
        return self.values[-1]

    def _refuse(self, token: Token) -> None:
        raise _NoArithmetic(token.text)

    def _adjacent(self, token: Token) -> bool:
        return self.before is not None and self.before.end == token.start

    def _blank(self, token: Token) -> None:
        self.side.changes |= dict.fromkeys(range(token.start, token.end), " ")

    def number(self, token: Token) -> None:
        if self.operand:
            raise _NoArithmetic
        self.values.append(float(re.sub(r"[^\d.]", "", token.text)))
        self.measured.append(False)
        self.units.append("")
        self.operand = True
        self._roots()

    def opening(self, token: Token) -> None:
        if self.operand:
            # 2(3 + 4); of 1/2(3 + 4) nobody knows which it is.
            if not self._adjacent(token) or "/" in self.waiting[-1:]:
                raise _NoArithmetic
            self._operator("*")
        bracket = token.kind == "open"
        self.waiting.append("(" if bracket else "root")
        self.depth += bracket
        if self.depth > _DEEPEST:
            raise _NoArithmetic
        self.operand = False

    def closing(self, token: Token) -> None:
        if not self.operand or not self.depth:
            raise _NoArithmetic(token.text)
        while self.waiting[-1] != "(":
            self._apply()
        self.waiting.pop()
        self.depth -= 1
        self._roots()

    def raised(self, token: Token) -> None:
        digits = token.text.lstrip("^").translate(_LOWERED)
        if not self.operand or not self._adjacent(token) or not _EXPONENT.fullmatch(digits):
            raise _NoArithmetic
        self.side.operators += 1
        self.values[-1] = math.pow(self.values[-1], int(digits))
        if token.text[0] == "^":
            said = " " + token.text[1:].translate(_RAISED)
            self.side.changes |= dict(enumerate(said, token.start))

    def percent(self, token: Token) -> None:
        if not self.operand:
            raise _NoArithmetic
        self.values[-1] /= 100
        self.side.percent = True
        self._blank(token)
        self.side.changes[token.start] = "%"

    def degree(self, token: Token) -> None:
        if not self.operand:
            raise _NoArithmetic
        self.side.angle = True
        self._blank(token)

    def unit(self, token: Token) -> None:
        size = _size_of(token.text)
        if not self.operand or not size or (self.before is not None and self.before.kind == "unit"):
            raise _NoArithmetic
        if self.scaled:
            self.values[-1] *= size
        self.measured[-1] = True
        self.units[-1] = token.text
        self.side.changes |= _unit_as_text(token)

    def money(self, token: Token) -> None:
        if self.operand:
            raise _NoArithmetic
        self._blank(token)

    def sign(self, token: Token) -> None:
        text, before = token.text, self.before
        sign = _OPERATORS[text[-1]]
        self._blank(token)
        self.side.changes[token.end - 1] = _CHARACTERS.get(text[-1], text[-1])
        if self.operand:
            self._operator(sign)
            self.tight = sign if self._adjacent(token) and text[0] in "-\u2013/" else ""
            self.operand = False
        elif sign in "+-" and (
            before is None
            or before.kind == "open"
            or (before.kind == "op" and (before.text in _TIMES or not self._adjacent(token)))
        ):
            self.waiting.append("neg" if sign == "-" else "pos")
        else:
            raise _NoArithmetic

    def _operator(self, sign: str) -> None:
        self.side.operators += 1
        while self.waiting and _BINDS[self.waiting[-1]] >= _BINDS[sign]:
            self._apply()
        self.waiting.append(sign)

    def _roots(self) -> None:
        while self.waiting and self.waiting[-1] == "root":
            self._apply()

    def _apply(self) -> None:
        sign = self.waiting.pop()
        if sign in ("neg", "pos"):
            self.values[-1] *= -1 if sign == "neg" else 1
            return
        if sign == "root":
            self.side.operators += 1
            if self.values[-1] < 0:
                raise _NoArithmetic
            self.values[-1] = math.sqrt(self.values[-1])
            return
        right, left = self.values.pop(), self.values.pop()
        self.values.append(_WORKED[sign](left, right))
        one, two = self.measured.pop(), self.measured.pop()
        unit, other = self.units.pop(), self.units.pop()
        if sign in "+-" and {one, two} == {True, False}:
            raise _NoArithmetic  # a letter that is no unit
        alike = bool(unit and other) and kind(unit or "") == kind(other or "")
        if sign in "+-" and unit and other and not alike:
            raise _NoArithmetic  # as in a reaction, 2 A + 3 B
        if alike and sign != "*" and _size_of(unit or "") != _size_of(other or ""):
            self.side.mixed = True
        self.measured.append(None if None in (one, two) or (one and two) else one or two)
        if sign in "+-":
            self.units.append(unit if unit == other else None)
        else:
            self.units.append(other if not unit and unit is not None else None)


_READERS: dict[str, Callable[[_Reader, Token], None]] = {
    "num": _Reader.number,
    "open": _Reader.opening,
    "root": _Reader.opening,
    "close": _Reader.closing,
    "raised": _Reader.raised,
    "percent": _Reader.percent,
    "degree": _Reader.degree,
    "money": _Reader.money,
    "unit": _Reader.unit,
    "op": _Reader.sign,
}
_WORKED: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


# ------------------------------------------------------------------ the ends of a chain


def _first(text: str, tokens: list[Token], *, rows: bool) -> _Side | None:
    """The side that no relation stands before, if nothing before it can be a part of it."""
    tokens = list(tokens)
    begin = 0
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0:
            begin, depth = at + 1, 0
        elif token.kind == "num" and at and tokens[at - 1].kind == "close" and not depth:
            begin = at  # (b) 2 + 3 = 5
    while depth > 0 and begin < len(tokens) and tokens[begin].kind in ("open", "bold"):
        depth -= tokens[begin].kind == "open"
        begin += 1
    if begin and tokens[begin:] and tokens[begin].kind == "op":
        return None  # what stands in the brackets before belongs to it
    side = _read(tokens[begin:])
    return side if side and side.operators and _opens(text, side, rows=rows) else None


def _opens(text: str, side: _Side, *, rows: bool) -> bool:
    """Whether a side can begin where it does."""
    at = side.start
    attached = text[max(0, at - _NEAR) : at].rstrip("*_")
    bare = attached.rstrip()
    gap = attached[len(bare) :]
    signed = side.tokens[0].kind == "op"
    if signed and side.tokens[1].start > side.tokens[0].end:
        return False  # a dash
    if not bare:
        return at <= _NEAR
    if not gap:
        return bare[-1] in '(["“‘«>|' and not signed
    said = bare.rstrip("*_")
    if "\n" in gap and (
        rows
        or not said[-1:].isalnum()
        or len(said) < len(bare)
        or gap.startswith("  ")
        or _FORMULA.search(bare.rpartition("\n")[2])
    ):
        return True
    last = said.rstrip()[-1:]
    if side.has_units and not signed and (word := _LAST_WORD.search(bare)):
        # With units it is a whole quantity, but for what a word or a number makes of it.
        counted = any(char.isdigit() for char in _SENTENCE.split(bare)[-1])
        return not counted and word[0].lower() not in _MAKES_OTHER
    if signed or side.tokens[0].kind == "open":
        return last in ("", *".:;,([|>→⇒⟹➜")
    if last in ("", *'.:;,([|"“”>→⇒⟹➜—•✓✅✔?!)]}'):
        return True
    return _WORD_BEFORE.search(said) is not None


def _last(text: str, tokens: list[Token]) -> _Side | None:
    """The side that no relation stands behind, if nothing behind it can be a part of it."""
    end = len(tokens)
    depth = 0
    for at, token in enumerate(tokens):
        before = tokens[at - 1]
        remark = (
            not depth
            and token.kind == "open"
            and before.end < token.start
            and before.kind in ("num", "close", "percent", "bold", "raised")
        )
        depth += (token.kind == "open") - (token.kind == "close")
        if remark or depth < 0:
            end = at
            break
    side = _read(tokens[:end])
    if side is None:
        return None
    if side.doubtful == "-" or (side.doubtful == "/" and _YEARS.match(text, side.start)):
        return None
    _measure(text, side)
    bare = text[side.end : side.end + _NEAR].lstrip("*_")
    behind = bare.lstrip(" \t\u00a0\u2009\u202f")
    if not behind or behind[0] in "\r\n":
        further = behind.lstrip()
        return None if further[:1] in tuple("+×·/÷^=≈") else side
    attached = len(behind) == len(bare)
    char = behind[0]
    if char == "°":
        return side if not behind[2:3].isalnum() else None
    if char.isalpha():
        return side if _has_unit(side, behind) else None
    if attached:
        return side if char in _CLOSES and not behind[1:2].isdigit() else None
    return None if char in "$\\{!^√%" or char.isdigit() else side


def _measure(text: str, side: _Side) -> None:
    """Note the unit behind a side, and what the side is worth with it."""
    found = _MEASURE.match(text, side.end + 1)
    if found is None or text[side.end] not in _BLANKS or side.has_units:
        return
    size = _size_of(found[0])
    if size is not None and side.value is not None:
        side.unit = Token("unit", found[0], *found.span())
        side.scaled = side.value * size


def _has_unit(side: _Side, behind: str) -> bool:
    """Whether the word behind a number can be its unit, or goes on with the sentence."""
    unit = _UNIT.match(behind)
    if unit is None or _ALTERNATIVE.match(behind):
        return False
    word = unit[0]
    if _GOES_ON.match(behind, unit.end()) or behind[unit.end() : unit.end() + 1] in tuple("(_[!²³"):
        return False
    side.behind = word
    return True


# ------------------------------------------------------------------ side by side


def _follows(before: _Side, side: _Side) -> bool:
    """Whether two sides speak of the same quantity."""
    one, other = before.value or 0.0, side.value or 0.0
    if before.angle != side.angle:
        return False  # degrees, and radians perhaps
    if side.angle and one != other and abs(math.remainder(one - other, 360)) < _EXACTLY:
        return False  # a direction begins again behind 360°
    if side.percent and not side.operators and (
        _ratio(one, 100 * other) < _ratio(one, other)
    ):  # fmt: skip
        # 17 / 40 × 100 = 42.5 %
        other = side.value = 100 * other
        side.changes |= {
            at: " " for t in side.tokens if t.kind == "percent" for at in range(t.start, t.end)
        }
    if before.has_units and before.scaled is not None:
        worth_of = other if side.scaled is None and before.measured is None else side.scaled
        own = side.kind or (kind(side.unit.text) if side.unit else None)
        if before.kind and own and before.kind != own:
            return False
        if before.mixed:
            # Only what the prefixes are worth tells what it comes to.
            return worth_of is not None and abs(before.scaled - worth_of) <= _SAME * abs(worth_of)
        if worth_of is not None:
            return _ratio(before.scaled, worth_of) < _FAR or _ratio(one, other) < _FAR
    if abs(one - other) <= _CLOSE * abs(other):
        return True
    if side.doubtful == "-" or side.behind.lower() in _NO_UNITS:
        return False
    if side.doubtful and side.behind:
        return False
    if before.doubtful and (not before.told or side.behind or abs(one) < 1 <= abs(other)):
        return False  # a score, or a range
    if one == 0 or other == 0:
        return not side.behind
    ratio = _ratio(one, other)
    return ratio < _FAR and not (side.behind and _converted(math.exp(ratio), side.behind))


def _ratio(one: float, other: float) -> float:
    """How far two numbers are from each other, as a logarithm."""
    return abs(math.log(abs(one / other))) if one and other else math.inf


def _converted(factor: float, unit: str) -> bool:
    """Whether two numbers differ as those of one quantity in two units do."""
    shift = 10.0 ** math.floor(math.log10(factor) + 0.01)
    if abs(factor - shift) < _SAME * shift and (shift > 10 or unit in _TENTHS):
        return True
    return any(
        abs(factor / scale - known) < _SAME * known
        for known, scale in itertools.product(_FACTORS, (1.0, shift, shift / 10))
    )


# ------------------------------------------------------------------ what is handed on


def _are_numerals(numbers: Sequence[Token], ends: dict[int, int]) -> bool:
    """Whether all are numbers of the text, and none a part of a date or a name."""
    covered = -1
    for number in numbers:
        end = ends.get(number.start)
        if end is None:
            if number.end > covered:
                return False
        elif end > number.end:
            covered = end  # 2×3, the shape of something
    return True


def _made(text: str, chain: Sequence[_Side]) -> Calculation:
    """What is read as a formula: marks of emphasis blank, and each sign as formulas have it."""
    start, end = chain[0].start, chain[-1].end
    latex = list(text[start:end])
    for one, other in itertools.pairwise(chain):
        for at in range(one.end - start, other.start - start):
            if not _FORMULA.match(latex[at]):
                latex[at] = " "
    for side in chain:
        for at, char in side.changes.items():
            latex[at - start] = char
    return Calculation(start, end, "".join(latex))
