r"""Every single slip of the pen in a page's mathematics and numbers.

The formulas are read here with a small scanner of their own, not with the checker's parser: what
the parser overlooks must not be overlooked by the measure of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal, TypeAlias

from mathdoctest.commas import DECIMAL
from mathdoctest.page import WITHOUT, Formula, Page
from mathdoctest.patch import Patch

Place: TypeAlias = Literal["equation", "table", "prose"]

KINDS = (
    "digit",
    "decimal point",
    "sign flipped",
    "sign deleted",
    "operator",
    "relation",
    "subscript",
    "prime",
    "symbol",
    "swap",
    "swap with neighbour",
)
"""Every kind of edit, in the order in which they are reported."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One slip of the pen."""

    place: Place
    kind: str
    patches: tuple[Patch, ...]
    formulas: tuple[int, ...] = ()
    """Which formulas of the page it is in, by index."""

    @property
    def start(self) -> int:
        """Where it begins in the page as it is."""
        return self.patches[0].start


# ------------------------------------------------------------------ reading a formula

_GREEK = re.split(
    r"\s+",
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar nabla",
)
_NAMING = "text|mathrm|mathbf|mathit|mathsf|mathcal|mathbb|boldsymbol|operatorname|textbf|textit"
_ACCENTS = "hat|bar|tilde|vec|dot|ddot|widehat|overline|boxed"

_SKIPPED = re.compile(
    r"""\\begin\s*\{[^{}]*\}(?:\{[lcr|\s]*\})?   # environments and their columns
      | \\end\s*\{[^{}]*\}
      | \\(?:tag|label|color|hspace|vspace|mspace|kern|mkern|phantom)\*?\s*\{[^{}]*\}
      | \\\\(?:\[[^\]]*\])?                      # ends of rows
      | (?<!\\)%[^\n]*                           # comments""",
    re.VERBOSE,
)
_TOKEN = re.compile(
    rf"""(?P<skip>{_SKIPPED.pattern}
      )
      | (?P<number>\d+(?:(?:\{{,\}}|,)\d{{3}})+(?:\.\d+)?(?!\d) | \d+(?:\.\d+)? | \.\d+)
      | (?P<symbol>\\(?:{_NAMING})\s*\{{[A-Za-z0-9]+\}}
          | \\(?:{_ACCENTS})\s*(?:\{{\s*(?:\\[A-Za-z]+|[A-Za-z])\s*\}}|\s[A-Za-z])
          | \\(?:{"|".join(_GREEK)})(?![A-Za-z])
          | [^\W\d_])
      | (?P<text>\\(?:{_NAMING})\s*\{{[^{{}}]*\}})
      | (?P<command>\\[A-Za-z]+|\\.)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_SUBSCRIPT = re.compile(
    r"\s*_\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+(?:\{[^{}]*\})?|\\.|[^\s{}\\_^]))"
)
_MARK = re.compile(r"(?:'|\s*\^\s*(?:\\prime|\{\s*(?:\\prime\s*)+\}))+")

BINARY: Mapping[str, str] = {
    "+": "+", "-": "-", "−": "-", r"\cdot": r"\cdot", r"\times": r"\cdot", "*": r"\cdot",
    "·": r"\cdot", "×": r"\cdot", "/": "/", r"\div": "/", "÷": "/",
}  # fmt: skip
"""Operators, and the one of four that each is."""

RELATIONS: Mapping[str, tuple[str, ...]] = {
    "=": (r"\approx", r"\leftarrow"),
    r"\approx": ("=", r"\leftarrow"),
    "≈": ("=", r"\leftarrow"),
    r"\leftarrow": ("=", r"\approx"),
    "←": ("=", r"\approx"),
    r"\gets": ("=", r"\approx"),
    r"\equiv": (r"\approx",),
    "<": (">",), ">": ("<",),
    r"\lt": (r"\gt",), r"\gt": (r"\lt",),
    r"\le": (r"\ge",), r"\ge": (r"\le",), "≤": ("≥",), "≥": ("≤",),
    r"\leq": (r"\geq",), r"\geq": (r"\leq",),
    r"\ll": (r"\gg",), r"\gg": (r"\ll",),
    r"\ne": ("=",), r"\neq": ("=",), "≠": ("=",),
}  # fmt: skip
"""Relations, and what each is taken for by a slip."""

_INDEXED = frozenset({r"\sum", r"\prod", r"\max", r"\min", r"\lim", r"\log", r"\int"})
_OPEN = frozenset({"(", "[", "{", "&", ",", "|", r"\{", r"\left", r"\quad", r"\qquad", ";"})
_CLOSE = frozenset({")", "]", "}", "|", "!", "'", "%", r"\%", r"\}"})


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a formula."""

    kind: Literal["number", "symbol", "operator", "sign", "relation", "other"]
    start: int
    end: int
    text: str
    base: str = ""
    """Of a symbol: without primes and subscript."""
    sub: str | None = None
    """Of a symbol: what its subscript holds."""
    sub_start: int = 0
    sub_end: int = 0
    primes: int = 0
    applied: bool = False
    """Of a symbol: whether a parenthesis follows."""
    index: bool = False
    """Whether it stands below a sum or a product: ``i = 1`` there is no claim."""


MATRIX = re.compile(
    r"\\(begin|end)\s*\{(?:[bBpvV]?matrix|smallmatrix|array)\*?\}(?:\{[lcr|\s]*\})?"
)
"""Where a matrix begins or ends."""


def scan(latex: str, *, matrices: bool = False) -> list[Token]:
    """The pieces of a formula, spaces and commands of layout left out.

    Where matrices begin and end and where rows do is layout too, unless ``matrices`` asks for it.
    """
    tokens: list[Token] = []
    at = 0
    below = 0
    while at < len(latex):
        match = _TOKEN.match(latex, at)
        if match is None:  # pragma: no cover -- the last alternative takes any character
            break
        at = match.end()
        kind, text = match.lastgroup, match[0]
        if kind in ("skip", "space", "text"):
            if matrices and (text.startswith(r"\\") or MATRIX.fullmatch(text)):
                tokens.append(Token("other", match.start(), at, text))
            continue
        if kind == "symbol":
            token = _symbol(latex, match)
            at = token.end
        else:
            token = _token(kind or "", match, tokens)
        if below or (tokens and tokens[-1].text == "_" and _is_indexed(tokens)):
            below += {"{": 1, "}": -1}.get(text, 0)
            token = _indexed(token)
        tokens.append(token)
    return tokens


def _is_indexed(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and tokens[-2].text in _INDEXED


def _indexed(token: Token) -> Token:
    return Token(
        "other" if token.kind == "relation" else token.kind,
        token.start,
        token.end,
        token.text,
        base=token.base,
        index=True,
    )


def _token(kind: str, match: re.Match[str], before: Sequence[Token]) -> Token:
    text = match[0]
    if kind == "number":
        return Token("number", match.start(), match.end(), text)
    if text in RELATIONS:
        return Token("relation", match.start(), match.end(), text)
    if text in BINARY:
        last = before[-1] if before else None
        operand = last is not None and (last.kind in ("number", "symbol") or last.text in _CLOSE)
        if operand or BINARY[text] in (r"\cdot", "/"):
            return Token("operator", match.start(), match.end(), text)
        return Token("sign", match.start(), match.end(), text)
    return Token("other", match.start(), match.end(), text)


def _symbol(latex: str, match: re.Match[str]) -> Token:
    """A symbol with its primes and its subscript, in either order."""
    base = match[0]
    end = match.end()
    primes, sub, sub_start, sub_end = 0, None, 0, 0
    while True:
        if sub is None and (found := _SUBSCRIPT.match(latex, end)):
            sub = (found[1] if found[1] is not None else found[2]).strip()
            sub_start, sub_end = found.span()
        elif not primes and (found := _MARK.match(latex, end)):
            primes = found[0].count("'") + found[0].count(r"\prime")
        else:
            break
        end = found.end()
    rest = latex[end : end + 12].lstrip()
    applied = rest.startswith(("(", r"\left(", r"\bigl(", r"\big("))
    text = latex[match.start() : end]
    return Token("symbol", match.start(), end, text, base, sub, sub_start, sub_end, primes, applied)


def name(token: Token) -> str:
    """A symbol's name, however its subscript is spelled; without primes."""
    base = re.sub(r"\s+", "", token.base)
    return base if token.sub is None else f"{base}_{{{canonical(token.sub)}}}"


def canonical(sub: str) -> str:
    """What a subscript holds, however it is spelled."""
    return re.sub(r"\s+|\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", sub)


# ------------------------------------------------------------------ edits of formulas


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What a page uses, and a slip may take from elsewhere on it."""

    symbols: Mapping[str, str]
    """Each symbol's name, and how it is written."""
    subscripts: Mapping[str, str]
    """Each subscript, and how it is written."""
    primed: frozenset[str]
    """Bases that carry a prime somewhere, or are applied to something."""


def _vocabulary(scanned: Mapping[int, list[Token]]) -> _Vocabulary:
    symbols: dict[str, str] = {}
    subscripts: dict[str, str] = {}
    primed: set[str] = set()
    for tokens in scanned.values():
        for token in tokens:
            if token.kind != "symbol" or token.index:
                continue
            if not token.primes:
                symbols.setdefault(name(token), token.text)
            if token.sub is not None:
                subscripts.setdefault(canonical(token.sub), token.sub)
            if token.primes or token.applied:
                primed.add(token.base)
    # The constant e is no symbol of the page.
    symbols.pop("e", None)
    return _Vocabulary(symbols, subscripts, frozenset(primed))


def claiming(page: Page) -> dict[int, list[Token]]:
    """The formulas that make a claim, which is to say that they hold a relation, by index."""
    scanned = ((index, scan(formula.latex)) for index, formula in enumerate(page.formulas))
    return {
        index: tokens
        for index, tokens in scanned
        # A lone sign is only spoken about.
        if len(tokens) > 1 and any(token.kind == "relation" for token in tokens)
    }


def edits(page: Page) -> Iterator[Edit]:
    """Every single edit of a page's claims, in reading order of the formulas, then numbers."""
    scanned = claiming(page)
    vocabulary = _vocabulary(scanned)
    order = list(scanned)
    for position, index in enumerate(order):
        formula = page.formulas[index]
        tokens = scanned[index]
        place: Place = "table" if formula.cell else "equation"
        body = page.text[formula.body.start : formula.body.end]
        # At least in part without dollars.
        outside = formula.delimiter in WITHOUT or (formula.latex != body and "\n" not in body)
        for kind, patches in _edits_within(tokens, vocabulary):
            made = tuple(map(_in_text, patches)) if outside else patches
            if not any(patch.text in _NO_ARITHMETIC for patch in made):
                yield Edit(place, kind, _moved(made, formula), (index,))
        if position + 1 < len(order):
            following = order[position + 1]
            after = page.formulas[following]
            for one, other in product(_numbers(tokens), _numbers(scanned[following])):
                if one.text != other.text:
                    left = _moved((Patch(one.start, one.end, other.text),), formula)
                    right = _moved((Patch(other.start, other.end, one.text),), after)
                    yield Edit(place, "swap with neighbour", left + right, (index, following))
    yield from _number_edits(page)


_IN_TEXT: Mapping[str, str] = {r"\cdot ": "·", r"\approx ": "≈", r"\leftarrow ": "←"}
_NO_ARITHMETIC = frozenset("←")
"""What is no relation outside of dollars."""


def _in_text(patch: Patch) -> Patch:
    """The same slip where signs have no commands."""
    return Patch(patch.start, patch.end, _IN_TEXT.get(patch.text, patch.text))


def _moved(patches: tuple[Patch, ...], formula: Formula) -> tuple[Patch, ...]:
    base = formula.body.start
    return tuple(Patch(p.start + base, p.end + base, p.text) for p in patches)


def _numbers(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind == "number"]


_Edits: TypeAlias = Iterator[tuple[str, tuple[Patch, ...]]]


def _edits_within(tokens: Sequence[Token], vocabulary: _Vocabulary) -> _Edits:
    for at, token in enumerate(tokens):
        yield from _of_token(token, vocabulary)
        if token.kind in ("number", "symbol"):
            yield from _signs(tokens, at)
    for one, other in combinations(_numbers(tokens), 2):
        if one.text != other.text:
            there, back = (
                Patch(one.start, one.end, other.text),
                Patch(other.start, other.end, one.text),
            )
            yield "swap", (there, back)


def _of_token(token: Token, vocabulary: _Vocabulary) -> _Edits:
    match token.kind:
        case "number":
            for kind, text in number_edits(token.text):
                yield kind, (Patch(token.start, token.end, text),)
        case "operator":
            for text in ("+", "-", r"\cdot", "/"):
                if text != BINARY[token.text]:
                    yield "operator", (_spaced(token, text),)
        case "sign":
            yield "sign flipped", (_spaced(token, "+" if BINARY[token.text] == "-" else "-"),)
            yield "sign deleted", (Patch(token.start, token.end, ""),)
        case "relation":
            for text in RELATIONS[token.text]:
                yield "relation", (_spaced(token, text),)
        case "symbol":
            yield from _symbol_edits(token, vocabulary)


def _spaced(token: Token, text: str) -> Patch:
    """Another operator in a token's place; a command must not run into the letter behind it."""
    return Patch(token.start, token.end, text + " " if text.startswith("\\") else text)


def number_edits(text: str) -> Iterator[tuple[str, str]]:
    """What becomes of one number: each digit another one, and the point moved."""
    for at, char in enumerate(text):
        if char.isdigit():
            for digit in "0123456789":
                if digit != char:
                    yield "digit", text[:at] + digit + text[at + 1 :]
    plain = text.replace("{,}", "").replace(",", "")
    whole, _, fraction = plain.partition(".")
    whole = whole or "0"
    moved = {
        _number(whole[:-1], whole[-1:] + fraction),
        _number(whole + fraction[:1], fraction[1:]) if fraction else _number(whole + "0", ""),
    }
    for other in sorted(moved - {plain}):
        yield "decimal point", other


def _number(whole: str, fraction: str) -> str:
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _signs(tokens: Sequence[Token], at: int) -> _Edits:
    """A minus where there is none: at the start of an operand, in parentheses where it must."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if token.index:
        return
    if before is None or before.kind == "relation" or before.text in _OPEN:
        yield "sign flipped", (Patch(token.start, token.start, "-"),)
    elif token.kind == "number" and BINARY.get(before.text) in (r"\cdot", "/"):
        yield "sign flipped", (Patch(token.start, token.end, f"(-{token.text})"),)


def _symbol_edits(token: Token, vocabulary: _Vocabulary) -> _Edits:
    if token.index:
        return
    if token.sub is not None:
        for sub, spelled in vocabulary.subscripts.items():
            if sub != canonical(token.sub):
                text = f"_{spelled}" if len(spelled) == 1 else f"_{{{spelled}}}"
                yield "subscript", (Patch(token.sub_start, token.sub_end, text),)
    if token.primes:
        yield "prime", (Patch(token.start, token.end, _MARK.sub("", token.text, count=1)),)
    elif token.base in vocabulary.primed:
        at = token.start + len(token.base)
        yield "prime", (Patch(at, at, "'"),)
    for other, spelled in vocabulary.symbols.items():
        # What is only another subscript was counted as such.
        if other == name(token) or (token.sub is not None and other.startswith(f"{token.base}_{{")):
            continue
        gap = " " if re.search(r"\\[A-Za-z]+$", spelled) else ""
        yield "symbol", (Patch(token.start, token.end, spelled + "'" * token.primes + gap),)


# ------------------------------------------------------------------ edits of other numbers

_COMMAS = str.maketrans(".,", ",.")

_NEAR = 4
"""How many numbers further on one may be swapped with."""


def _number_edits(page: Page) -> Iterator[Edit]:
    """Edits of the numbers outside formulas that somebody vouches for, or should."""
    numbers = [number for number in page.numbers if number.kind in ("bound", "unbound")]
    for at, number in enumerate(numbers):
        place: Place = "table" if page.table_at(number.span.start) >= 0 else "prose"
        start, end = number.span.start, number.span.end
        for kind, text in number_edits(number.text):
            yield Edit(place, kind, (Patch(start, end, _as_printed(page, text)),))
        if number.negative:
            yield Edit(place, "sign deleted", (Patch(start - 1, start, ""),))
        else:
            yield Edit(place, "sign flipped", (Patch(start, start, "-"),))
        for other in numbers[at + 1 : at + 1 + _NEAR]:
            if other.text != number.text:
                there = Patch(start, end, _as_printed(page, other.text))
                back = Patch(other.span.start, other.span.end, _as_printed(page, number.text))
                yield Edit(place, "swap", (there, back))


def _as_printed(page: Page, text: str) -> str:
    """A number as the page would print it."""
    return text.translate(_COMMAS) if page.commas == DECIMAL else text
