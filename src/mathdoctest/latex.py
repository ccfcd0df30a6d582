r"""LaTeX mathematics to trees, by recursive descent over the tokens.

The grammar is small and strict. A segment that is not understood becomes an `Opaque` node with the
reason, and reading goes on at the next relation or separator, so that one unknown macro costs one
segment. Every token keeps its place in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise

from mathdoctest.commas import joined
from mathdoctest.dots import LEFT_OUT, filled
from mathdoctest.lexer import (
    ACCENT_ALIASES,
    ACCENTS,
    COMPARISONS,
    DIFFERENCES,
    KNOWN_FUNCTIONS,
    OF_FORMULAS,
    UNDEFINED,
    LatexError,
    Names,
    Token,
    collect,
    index_in_brackets,
    is_label,
    is_number_of_name,
    lex,
    raised,
    skip_scripts,
    subscript,
)
from mathdoctest.limits import MAX_DIGITS
from mathdoctest.names import has_symbols, is_datum
from mathdoctest.numerals import whole_number
from mathdoctest.ratios import ratio
from mathdoctest.records import record
from mathdoctest.slips import one_slip
from mathdoctest.tree import (
    ONE,
    Add,
    Arr,
    Call,
    Deriv,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Pow,
    Sum,
    Sym,
    literals,
    replaced,
)
from mathdoctest.twofold import is_scalar, is_twofold
from mathdoctest.units import worth

MAX_DEPTH = 120
"""Nesting beyond this is refused: no worked example needs it, and recursion stays bounded."""
MAX_SIGNS = 64
"""Signs in a row beyond this are refused."""
MAX_SCALE = 400
"""A power of ten beyond this does not make a literal."""

_MATRICES = {
    "bmatrix",
    "pmatrix",
    "matrix",
    "Bmatrix",
    "smallmatrix",
    "array",
    "bmatrix*",
    "pmatrix*",
}
_PIECEWISE = ("cases", "dcases", "cases*", "dcases*")
_CONDITIONAL = frozenset(
    "if for when else otherwise wenn falls für sonst si sinon altrimenti".split()
)
"""Words before a condition or instead of one."""
_BOTH = frozenset("and und et y e".split())
"""Words between two conditions that must both hold."""
_EITHER = frozenset(("or", "oder", "ou", "o", "oppure", "\\lor", "\\vee"))
"""Words and signs between two conditions of which either is enough."""
_SCALES = ("C", "F")
"""Degrees of temperature: Celsius, Fahrenheit."""
_SIGNS = ("+", "-", "*", "\\pm", "\\cdot", "\\times", "\\odot", "\\circ", "\\top")
"""What may stand alone in a formula that only shows a sign."""
_MARKS = ("+", "*", "\\ast", "\\star", "\\dagger")
"""Signs that are part of a name where they are its superscript."""
_ARCS = {"sin": "arcsin", "cos": "arccos", "tan": "arctan"}
"""What a trigonometric function to the power of minus one is."""
_FUNCTION_ALIASES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "tg": "tan", "sign": "sgn",
}  # fmt: skip
_FUNCTIONS = KNOWN_FUNCTIONS | _FUNCTION_ALIASES.keys()


@record
class Part:
    """One segment of a chain with the relation before it (empty for the first)."""

    relation: str
    relation_start: int
    relation_end: int
    node: Node
    plain: bool = False
    """Whether it is arithmetic: numbers and signs, and no name, function or matrix."""


@record
class Chain:
    """Segments joined by relations.

    The first relation is empty unless the chain goes on from an earlier one (``= 0.5``).
    """

    start: int
    end: int
    parts: tuple[Part, ...]


_OPEN = {"(": ")", "[": "]", "\\{": "\\}", "{": "}"}
_INDICATORS = frozenset(
    ("1", "I", "\\mathbb{I}", "\\mathbf{I}", "\\mathcal{I}", "\\mathbb{1}", "𝟙", "𝟏")
)
"""What stands before a comparison in brackets for one where it holds."""
_INDICATOR = "\\indicator"
MAX_AHEAD = 200
"""Tokens that are looked through for where a comparison ends, for what a sum runs over, for names
around what may be a unit, and for words between conditions."""
_NO_FACTOR = {
    ")",
    "]",
    "}",
    "\\}",
    ",",
    ";",
    "+",
    "-",
    "=",
    "&",
    "|",
    "\\|",
    ".",
    ":",
    "!",
    "^",
    "_",
    "'",
    "*",
    "/",
    "%",
    "?",
    "\\pm",
    "\\mp",
    "\\bmod",
    "\\mod",
    "\\pmod",
    "\\parallel",
    "\\dots",
    "\\ldots",
    "\\cdots",
    "\\vdots",
    "\\ddots",
    "\\top",
    "\\circ",
    "\\rfloor",
    "\\rceil",
}
"""Signs and commands that no factor begins with."""
_SIGN_KINDS = ("op", "cmd")
_BEHIND = {
    "^": "",
    "!": "",
    "'": "a prime behind something that is not a name",
    "_": "a subscript behind something that is not a name",
}
"""What may stand behind an atom, and what is wrong with it."""
_UNARY = ("+", "-", "\\pm", "\\mp")
_BETWEEN = frozenset(("rel", "sep", "row", "eof", "end", "begin"))
"""Kinds of tokens between the segments of chains."""
_ROUNDED = {"\\lfloor": "floor", "\\lceil": "ceil"}
"""Brackets that make whole numbers, and the functions that they are."""
_TIMES = {
    "\\cdot": "dot",
    "\\times": "times",
    "*": "ast",
    "\\odot": "odot",
    "\\circ": "odot",
    "\\ast": "ast",
    "\\otimes": "",
}
"""The signs of multiplication, and what each means; nothing for the one that is not known."""
_ENDS_PRODUCT = _NO_FACTOR - _TIMES.keys() - {"/", "|", "\\|", "\\parallel"}
"""Signs and commands that no product goes on with."""
_ENDS_TERM = frozenset(("+", "-", ")", "}"))
"""Signs with which the next term begins, or something other than a term."""
_ENDS_NUMBER = _ENDS_TERM | {"^"}
"""Signs behind which nothing more belongs to a number: no percent sign and no unit."""
_BEHIND_SEGMENT = ("rel", "eof", "sep", "row", "end")
"""Kinds of tokens that may stand behind a segment."""
_SEPARATES = ("sep", "row", "end")
"""Kinds of tokens that belong to no chain."""
_MEASURED = frozenset(("\\frac", "\\dfrac", "\\tfrac", "\\sqrt"))
"""Commands for what may have an upright unit behind it: ``\\frac{4}{46}\\text{ h}``."""
MAX_NORM = 100
"""Tokens of a norm in doubled bars."""
MAX_REMARK = 100
"""Tokens of a remark in brackets; what is longer is none."""
_CURRENCY = re.compile(r"\s*(?:[A-Z]{3}|Rs\.?|R\$|US\$|[€£¥₹])\s*")
_SPACES = ("\\quad", "\\qquad", "\\enspace")
"""Wide spaces, which set apart what stands behind them."""
_SEPARATORS = frozenset((",", ";", "&", ".", ":", "}", ")", "]", "\\}", "?", "!", "\\parallel"))
"""Signs that belong to none where one would begin."""
_BREAKS = frozenset((",", ";", "&", ".", ":", "?", "\\parallel"))
"""Signs that may."""
_ENDS_SEGMENT = ("rel", "eof")
"""Kinds of tokens with which a segment is at its end."""
_NO_UNIT = _TIMES.keys() | {"+", "-", ")", "}", "{", "^"}
"""Signs and commands that no unit begins with, to tell sooner than by looking for one."""


@lru_cache(maxsize=4096)
def _figure(text: str) -> tuple[str, Fraction, int | None]:
    """A number's mantissa, what that is worth, and the exponent of ``1.2e-3``, if it has one.

    Kept, because most numbers of a page are printed several times.
    """
    whole, _, fraction = text.partition(".")
    exponent = None
    if not (whole + fraction).isdigit():
        text = text.replace("{,}", "").replace("\\,", "")
        text, e, power = text.lower().partition("e")
        whole, _, fraction = text.partition(".")
        exponent = int(power) if e else None
    return text, ratio(int(whole + fraction), 10 ** len(fraction)), exponent


class _Parser:
    """Recursive descent over one formula's tokens."""

    def __init__(self, tokens: list[Token], names: Names, end: int) -> None:
        # Twice, so that a look at the token behind the next one never falls off the end.
        self.tokens = [*tokens, *[Token("eof", "", end, end)] * 2]
        self.signs = [token[1] if token[0] in _SIGN_KINDS else "" for token in self.tokens]
        """The text of each token that is a sign or a command; empty for names and numbers."""
        self.i = 0
        self.names = names
        self.depth = 0
        self.bars = 0
        self.brackets = 0
        self.boxed = False
        """Whether an equation in braces has begun: then a brace may end it."""
        self.modulus: Node | None = None
        r"""What a chain of congruences is modulo, once that was read: ``\pmod{7}``."""
        self.plain = True
        """Whether the segment that is read holds nothing but arithmetic so far."""
        self.nameless = (0, 0)
        """The first of some tokens that are no symbols and end no segment, and the one behind."""

    # -- moving ----------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.i]

    def at(self, *texts: str) -> bool:
        return self.signs[self.i] in texts

    def expect(self, text: str) -> Token:
        token = self.tokens[self.i]
        if self.signs[self.i] != text:
            raise self.error(f"expected “{text}”, found {_shown(token)}")
        self.i += 1
        return token

    def split(self, pieces: list[Token]) -> None:
        """Put several names or numbers in the place of the one that was read as one."""
        self.tokens[self.i : self.i + 1] = pieces
        self.signs[self.i : self.i + 1] = [""] * len(pieces)
        self.nameless = (0, 0)

    def error(self, reason: str) -> LatexError:
        token = self.tokens[self.i]
        return LatexError(reason, token.start, token.end)

    def previous_end(self) -> int:
        return self.tokens[self.i - 1].end if self.i else self.tokens[0].start

    # -- statements ------------------------------------------------------------------------------

    def statements(self) -> list[Chain]:
        chains: list[Chain] = []
        while self.tokens[self.i].kind != "eof":
            if self._separator():
                self.i += 1
                self._skip_remark()
                continue
            if self.tokens[self.i].kind == "begin" and self.tokens[self.i].text in _PIECEWISE:
                # Equations of a system: each is a statement.
                self.i += 1
                continue
            chain = self._chain()
            if chain.parts:
                chains.append(chain)
        return chains

    def _skip_remark(self) -> None:
        r"""Step over words in brackets behind a wide space: ``\quad (\text{two decimals})``."""
        first = self.i + 1 + (self.tokens[self.i + 1].kind == "num")
        if self.signs[self.i] != "(" or self.tokens[self.i - 1].text not in _SPACES:
            return
        if self.tokens[first].kind not in ("text", "sep") or worth(self.tokens[first].text):
            return
        depth = 0
        for i in range(self.i, min(self.i + MAX_REMARK, len(self.tokens))):
            depth += (self.signs[i] == "(") - (self.signs[i] == ")")
            if self.tokens[i].kind == "rel":
                return
            if not depth:
                self.i = i + 1
                return

    def _separator(self) -> bool:
        return self._separates(self.i)

    def _separates(self, i: int) -> bool:
        return self.tokens[i].kind in _SEPARATES or self.signs[i] in _SEPARATORS

    def _chain(self) -> Chain:
        if self.signs[self.i] == "{":
            self._unbox()
        start = self.tokens[self.i].start
        parts: list[Part] = []
        # The next row goes on from what its own row began with, or from this: the page tells.
        aside = self._is_aside()
        relation = Token("rel", "", start, start)
        if self.tokens[self.i].kind == "text" and is_label(self.tokens, self.i, self.names):
            self.i += 1
        if self.tokens[self.i + 1].kind == "eof" and self.signs[self.i] in _SIGNS:
            # A sign that the text speaks about, such as $\odot$.
            self.i += 1
            return Chain(start, self.previous_end(), ())
        if self.tokens[self.i].kind == "rel":
            relation = self.token
            self.i += 1
            if self.tokens[self.i].kind == "eof":
                # A sign that the text speaks about, such as $\approx$.
                return Chain(start, self.previous_end(), ())
        while True:
            while self.signs[self.i] == "&" or self.tokens[self.i].kind == "row":
                self.i += 1
            if self.signs[self.i] == "{":
                self._unbox()
            self.plain = True
            node = self._segment()
            if relation.text:
                node = _turned(node)
            parts.append(Part(relation.text, relation.start, relation.end, node, self.plain))
            if (aside and self.tokens[self.i].kind == "row") or not self._goes_on():
                break
            relation = self.token
            self.i += 1
        last = parts[-1].node
        if isinstance(last, Num) and len(parts) > 1:
            parts += self._in_percent(last)
        parts[1:] = [_measured(part, before) for before, part in pairwise(parts)]
        if len(parts) > 1 and any(isinstance(part.node, Arr) for part in parts):
            nodes = filled([part.node for part in parts])
            parts = [
                part if node is part.node else replace(part, node=node)
                for part, node in zip(parts, nodes, strict=True)
            ]
        if self.modulus is not None:
            parts = [_modulo(part, self.modulus) for part in parts]
            self.modulus = None
        if (
            len(parts) > 1
            and "\\pm" in self.signs
            and any(is_twofold(part.node) for part in parts[:-1])
        ):
            parts[-1] = replace(parts[-1], node=self._other_value(parts[-1].node))
        return Chain(start, self.previous_end(), tuple(parts))

    def _in_percent(self, result: Num) -> list[Part]:
        r"""What a result is in percent, in brackets behind a wide space: ``\quad (65.9\%)``.

        Another number may be its error.
        """
        i = self.i + 1
        if self.tokens[self.i].text not in _SPACES or self.signs[i] != "(":
            return []
        signs = [token.text for token in self.tokens[i + 2 : i + 4]]
        if self.tokens[i + 1].kind != "num" or signs != ["%", ")"]:
            return []
        before, opening = self.i, self.tokens[i]
        self.i = i + 1
        number = self._number()
        ends = self.tokens[i + 4].kind == "eof" or self._separates(i + 4)
        if not isinstance(number, Num) or not ends or not _says_again(number, result):
            self.i = before
            return []
        self.i = i + 4
        return [Part("=", opening.start, opening.end, number, plain=True)]

    def _is_aside(self) -> bool:
        r"""Whether something stands in a row before what begins here: ``y &= x^2, \quad x = 3``."""
        before = self.i - 1
        while before > 0 and self.signs[before] == "&":
            before -= 1
        return before > 0 and self._separates(before) and self.tokens[before].kind != "row"

    def _other_value(self, first: Node) -> Node:
        r"""Both values of a formula with ``\pm``, where the second stands behind an “or”."""
        save = self.i
        joints = ("and", "or", "\\quad", "\\qquad", "\\enspace")
        while self.token.text.lower() in joints or self.at(","):
            self.i += 1
        before = self.plain
        self.plain = True
        if self.i > save and is_scalar(first) and self.token.kind != "eof":
            second = self._segment()
            if self.plain and is_scalar(second) and not self._goes_on():
                self.plain = before
                return Arr(first.start, second.end, ((first, second),), flat=True)
        self.i = save
        self.plain = before
        return first

    def _unbox(self) -> None:
        r"""Step into braces around an equation, as in ``\boxed{x = 3}``; they end it."""
        while self.signs[self.i] == "{":
            depth = 1
            for ahead in range(self.i + 1, len(self.tokens)):
                sign = self.signs[ahead]
                depth += (sign == "{") - (sign == "}")
                if depth == 0:
                    return
                if depth == 1 and self.tokens[ahead].kind == "rel":
                    break
            else:
                return
            self.i += 1
            self.boxed = True

    def _goes_on(self) -> bool:
        """Whether a relation follows, perhaps behind an alignment mark or on the next row."""
        i = self.i
        while (kind := self.tokens[i].kind) == "row" or self.signs[i] == "&":
            i += 1
        if kind != "rel":
            return False
        self.i = i
        return True

    def _segment(self) -> Node:
        begin = self.i
        try:
            node = self.expression()
            if self.signs[self.i] == "\\pmod":
                self.i += 1
                self.modulus = _unprinted(self._group())
            if self.tokens[self.i].kind in _BEHIND_SEGMENT or self.signs[self.i] in _BREAKS:
                return node
            if self.boxed and self.at("}"):
                return node
            if self._goes_on():
                return node
            raise self.error(f"did not expect {_shown(self.token)}")
        except LatexError as error:
            self.depth = self.bars = self.brackets = 0
            self.plain = False
            self._resynchronise(begin)
            return Opaque(
                self.tokens[begin].start,
                max(self.previous_end(), self.tokens[begin].start),
                error.reason,
            )

    def _resynchronise(self, begin: int) -> None:
        """Go on at the next relation or separator outside all brackets."""
        depth = 0
        self.i = begin
        while self.tokens[self.i].kind != "eof":
            token = self.tokens[self.i]
            if token.kind == "begin" or (token.kind == "op" and token.text in _OPEN):
                depth += 1
            elif token.kind == "end" or (
                token.kind == "op" and token.text in (")", "]", "}", "\\}")
            ):
                depth = max(0, depth - 1)
            elif (
                depth == 0
                and self.i > begin
                and (
                    token.kind in ("rel", "sep", "row")
                    or (token.kind == "op" and token.text in (",", ";", "&"))
                )
            ):
                return
            self.i += 1

    # -- expressions -----------------------------------------------------------------------------

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")
        start = self.tokens[self.i].start
        terms = [self._signed()]
        while True:
            sign = self.signs[self.i]
            if sign == "\\pm" and len(terms) == 1:
                self.plain = False
                self.i += 1
                both = (terms[0], self._signed())
                terms = [Call(start, self.previous_end(), "pm", both)]
                break
            if sign in ("\\bmod", "\\mod"):
                self.plain = False
                self.i += 1
                whole = terms[0] if len(terms) == 1 else Add(start, self.previous_end(), (*terms,))
                pair = (whole, self._signed())
                terms = [Call(start, self.previous_end(), "mod", pair)]
                break
            if sign not in ("+", "-"):
                if self.tokens[self.i].kind != "row" or self.brackets:
                    break
                ahead = self._continued_row()
                if ahead is None:
                    break
                self.i = ahead
                sign = self.signs[ahead]
            self.i += 1
            if sign == "+":
                terms.append(self._signed())
            else:
                at = self.tokens[self.i - 1].start
                term = self._signed()
                terms.append(Neg(at, self.previous_end(), term))
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Add(start, self.previous_end(), tuple(terms))

    def _continued_row(self) -> int | None:
        """Where a sum goes on if the next row of an alignment begins with ``&`` and an operator."""
        i = self.i + 1
        if not (self.tokens[i].kind == "op" and self.tokens[i].text == "&"):
            return None
        while self.tokens[i].text == "&" or self.tokens[i].text in ("\\quad", "\\qquad"):
            i += 1
        return i if self.tokens[i].kind == "op" and self.tokens[i].text in ("+", "-") else None

    def _signed(self) -> Node:
        """A term with its signs; a loop, so that thousands of signs need no recursion."""
        if self.signs[self.i] not in _UNARY:
            return self._product()
        start = self.tokens[self.i].start
        minuses: list[int] = []
        while (sign := self.signs[self.i]) in _UNARY:
            if sign not in ("+", "-"):
                raise self.error("± stands for two values at once")
            if sign == "-":
                minuses.append(self.tokens[self.i].start)
            self.i += 1
        node = self._product()
        if len(minuses) > MAX_SIGNS:
            raise LatexError(f"{len(minuses):,} signs in a row", start, node.end)
        end = self.previous_end()
        for minus in reversed(minuses):
            node = Neg(minus, end, node)
        return node

    def _product(self, *, total: bool = False) -> Node:
        r"""A product; as the body of a total it ends where ``\sum x \sum y / n`` goes on."""
        i = self.i
        kind, _, start, _ = self.tokens[i]
        if (
            kind == "num"
            and (self.signs[i + 1] in _ENDS_TERM or self.tokens[i + 1].kind in _ENDS_SEGMENT)
            and self.depth < MAX_DEPTH
        ):
            # A number alone is the most frequent product by far.
            return self._number()
        first = self._power()
        sign = self.signs[self.i]
        if sign in _ENDS_PRODUCT or not (
            sign in _TIMES or sign in ("/", "\\div", "\\parallel") or self._starts_factor()
        ):
            return first
        factors: list[Node] = [first]
        how = ""
        while True:
            sign = self.signs[self.i]
            if total and (sign in ("/", "\\div") or self.at("\\sum")):
                break
            if sign in _TIMES:
                sort = _TIMES[sign]
                if not sort:
                    raise self.error("the tensor product is not known")
                factors = self._so_far(start, factors, how, sort)
                how = sort
                self.i += 1
                self._skip_alignment_inside()
                factors.append(self._power_signed())
            elif sign == "\\parallel":
                if self._begins_equation(factors[-1]):
                    break
                self.i += 1
                end = self.previous_end()
                left = factors[0] if len(factors) == 1 else Mul(start, end, tuple(factors), how)
                right = self._power_signed()
                factors = [parallel(left, right)]
                how = ""
            elif sign in ("/", "\\div"):
                end = self.previous_end()
                self.i += 1
                below = self._power_signed()
                above = factors[0] if len(factors) == 1 else Mul(start, end, tuple(factors), how)
                factors = [Div(start, self.previous_end(), above, below)]
            elif self._starts_factor():
                if isinstance(factors[-1], (Pow, Call)) and self._touches_exponent():
                    # A fraction or a line break that was lost on the way: 1 + e^{-x}1.
                    raise self.error("a number right behind an exponent is no factor")
                factors = self._so_far(start, factors, how, "")
                how = how if len(factors) > 1 else ""
                factors.append(self._power())
            else:
                break
        if len(factors) == 1:
            return factors[0]
        return Mul(start, self.previous_end(), tuple(factors), how)

    def _touches_exponent(self) -> bool:
        """Whether a number begins where the braces of an exponent end."""
        token = self.tokens[self.i]
        if token.kind != "num" or token.start != self.previous_end():
            return False
        return self.signs[self.i - 1] == "}" and "^" in self.signs[max(0, self.i - 9) : self.i]

    def _so_far(self, start: int, factors: list[Node], how: str, sort: str) -> list[Node]:
        r"""The factors that another one joins: in ``W d \odot g`` the product of the first two."""
        if len(factors) > 1 and (how == "odot") != (sort == "odot"):
            return [Mul(start, self.previous_end(), tuple(factors), how)]
        return factors

    def _begins_equation(self, before: Node) -> bool:
        r"""Whether a sign stands between two equations: ``R_1 = 5 \parallel R_2 = 6``."""
        tokens = self.tokens
        after = skip_scripts(tokens, self.i + 2) if self.i + 2 < len(tokens) else self.i
        return (
            isinstance(before, Num)
            and tokens[self.i + 1].kind in ("word", "name", "text")
            and tokens[min(after, len(tokens) - 1)].kind == "rel"
        )

    def _skip_alignment_inside(self) -> None:
        while self.brackets == 0 and (
            self.signs[self.i] == "&" or self.tokens[self.i].kind == "row"
        ):
            self.i += 1

    def _power_signed(self) -> Node:
        r"""A factor that may carry its own sign (``2 \cdot -1``)."""
        sign = self.signs[self.i]
        if sign not in ("-", "+"):
            return self._power()
        start = self.tokens[self.i].start
        self.i += 1
        node = self._power()
        return Neg(start, node.end, node) if sign == "-" else node

    def _starts_factor(self) -> bool:
        sign = self.signs[self.i]
        if sign:
            if sign in ("|", "\\|"):
                return self.bars == 0
            return sign not in _NO_FACTOR
        token = self.tokens[self.i]
        if token.kind == "begin":
            return token.text in _MATRICES or token.text in _PIECEWISE
        return token.kind in ("num", "word", "name", "text")

    def _power(self) -> Node:
        at_number = self.tokens[self.i].kind == "num" and self.depth < MAX_DEPTH
        node = self._number() if at_number else self._atom()
        sign = self.signs[self.i]
        if at_number and sign == "{" and self.signs[self.i : self.i + 3] == ["{", "}", "^"]:
            # A raised sign that hangs on nothing, as in ``25 {}^\circ``.
            self.i += 2
        while True:
            sign = self.signs[self.i]
            if sign not in _BEHIND:
                return node
            if sign == "^":
                self.i += 1
                if self.signs[self.i] in ("\\circ", "\\top", "\\intercal"):
                    self.plain = False
                marks = [token.text for token in self.tokens[self.i : self.i + 3]]
                braced = marks == ["{", "\\circ", "}"]
                if braced or self.at("\\circ"):
                    self.plain = False
                    self.i += 3 if braced else 1
                    if isinstance(node, Num) and self.token.text in _SCALES and self._at_unit():
                        # Of temperature: a unit, and no angle.
                        self.i += 1
                        continue
                    node = Call(node.start, self.previous_end(), "deg", (node,))
                    continue
                if self.at("\\top", "\\intercal"):
                    end = self.token.end
                    self.i += 1
                    node = Call(node.start, end, "transpose", (node,))
                    continue
                exponent = self._script()
                if (
                    isinstance(exponent, Sym)
                    and exponent.name == "T"
                    and "T" not in self.names.symbols
                ) or (isinstance(exponent, Call) and exponent.name == "transpose_mark"):
                    node = Call(node.start, self.previous_end(), "transpose", (node,))
                else:
                    node = Pow(node.start, self.previous_end(), node, exponent)
                    if isinstance(node.base, Num) and node.base.digits == "10":
                        # The unit of a bracket times a power of ten: prefixes are left aside.
                        self._skip_units()
            elif sign == "!":
                self.plain = False
                self.i += 1
                node = Call(node.start, self.previous_end(), "factorial", (node,))
            else:
                raise self.error(_BEHIND[sign])

    def _script(self) -> Node:
        """What stands in an exponent: a braced expression or one token."""
        if self.at("{"):
            self.i += 1
            self.brackets += 1
            if self.at("\\top", "\\intercal"):
                mark = self.token
                self.i += 1
                self.plain = False
                self.expect("}")
                self.brackets -= 1
                return Call(mark.start, mark.end, "transpose_mark", ())
            bars, self.bars = self.bars, 0
            node = self.expression()
            self.bars = bars
            self.expect("}")
            self.brackets -= 1
            return node
        token = self.tokens[self.i]
        if token.kind == "op" and token.text == "(":
            # e^(-0.3), as it is typed where nothing can be raised.
            return self._bracket(token)
        if token.kind == "num" and len(token.text) > 1:
            raise self.error(f"an exponent of several characters needs braces: ^{{{token.text}}}")
        if token.kind in ("num", "word", "name", "cmd", "text"):
            return self._atom()
        raise self.error(f"expected an exponent, found {_shown(token)}")

    # -- atoms -----------------------------------------------------------------------------------

    def _group(self) -> Node:
        """A braced argument of a command, or the one token that stands in its place."""
        if self.signs[self.i] != "{":
            token = self.tokens[self.i]
            if token.kind == "num" and len(token.text) > 1:
                # TeX takes one digit: \frac12 is one half.
                digit, rest = token.text[0], token.text[1:]
                if not (digit + rest.replace(".", "", 1)).isdigit():
                    raise self.error(f"braces are missing around {token.text}")
                between = token.start + 1
                self.split(
                    [
                        Token("num", digit, token.start, between),
                        Token("num", rest, between, token.end),
                    ]
                )
            return self._atom()
        self.i += 1
        self.brackets += 1
        bars, self.bars = self.bars, 0
        node = self.expression()
        self.bars = bars
        self.expect("}")
        self.brackets -= 1
        return node

    def _atom(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")
        token = self.tokens[self.i]
        if token.kind == "text" and self._is_currency():
            self.i += 1
            token = self.token
        if token.kind == "num":
            node: Node = self._number()
        elif token.kind in ("word", "name", "text"):
            node = self._name()
        elif token.text == "\\{" and self._is_open_array():
            self.i += 1
            node = self._piecewise()
        elif token.kind == "op":
            node = self._bracket(token)
            if self.token.kind == "text" and worth(self.token.text) == 1 and self._at_unit():
                self._skip_units()
        elif token.kind == "cmd":
            node = self._command(token)
            behind = self.tokens[self.i]
            if behind.kind == "text" and token.text in _MEASURED and worth(behind.text):
                self._skip_units()
        elif token.kind == "begin" and token.text in _MATRICES:
            node = self._matrix()
        elif token.kind == "begin" and token.text in _PIECEWISE:
            node = self._piecewise()
        elif token.kind == "begin":
            raise self.error(f"the environment “{token.text}” is not known")
        elif token.kind == "eof":
            raise self.error("the formula ends where a number or a name should stand")
        else:
            raise self.error(f"expected a number or a name, found {_shown(token)}")
        self.depth -= 1
        return node

    def _is_currency(self) -> bool:
        r"""Whether a currency stands before its number: ``\text{NZD } 70{,}424``."""
        token = self.token
        return (
            self.tokens[self.i + 1].kind == "num"
            and token.text not in self.names.upright
            and _CURRENCY.fullmatch(token.text) is not None
        )

    def _number(self) -> Node:
        _, text, start, end = self.tokens[self.i]
        self.i += 1
        if len(text) > MAX_DIGITS:
            raise LatexError(f"a number of {len(text):,} characters", start, end)
        digits, value, exponent = _figure(text)
        if exponent is None:
            scale = ONE
            ends = self.signs[self.i] in _ENDS_NUMBER or self.tokens[self.i].kind in _ENDS_SEGMENT
            if ends and not self.names.behind:
                return Num(start, end, digits, value)
        elif abs(exponent) > MAX_SCALE:
            raise LatexError("a power of ten too large for a number", start, end)
        else:
            scale = Fraction(10) ** exponent
        if scale is ONE and self.signs[self.i] in ("\\times", "\\cdot", "*"):
            scientific = self._scientific()
            if scientific is not None:
                power, end, self.i = scientific
                scale = Fraction(10) ** power
        if self.signs[self.i] == "%":
            scale /= 100
            self.i += 1
        cut = self.signs[self.i] in ("\\dots", "\\ldots", "\\cdots")
        self.i += cut
        unit = "" if self.signs[self.i] in _NO_UNIT else self._skip_units()
        number = Num(start, end, digits, value if scale is ONE else value * scale, scale, cut)
        if not unit and self.names.behind and self.tokens[self.i].kind == "eof":
            return self._in_unit(number, self.names.behind.get(self.tokens[self.i].start, ONE))
        return self._in_unit(number, worth(unit) or ONE) if unit else number

    def _in_unit(self, number: Num, unit_worth: Fraction) -> Num:
        """A number with a unit, which counts where a page is right only so."""
        if unit_worth == 1:
            return number
        self.names.prefixed = True
        if not self.names.honour:
            return number
        value, scale = number.value * unit_worth, number.scale * unit_worth
        return Num(number.start, number.end, number.digits, value, scale, number.cut)

    def _scientific(self) -> tuple[int, int, int] | None:
        r"""The power, the end and the next index if ``\times 10^{…}`` follows the mantissa."""
        i = self.i
        tokens = self.tokens
        if tokens[i + 1].text != "10" or tokens[i + 2].text != "^":
            return None
        i += 3
        braced = tokens[i].text == "{"
        i += braced
        sign = 1
        if tokens[i].text in ("-", "+") and braced:
            sign = -1 if tokens[i].text == "-" else 1
            i += 1
        if tokens[i].kind != "num" or not tokens[i].text.isdigit() or len(tokens[i].text) > 3:
            return None
        if not braced and len(tokens[i].text) > 1:
            return None
        power = sign * int(tokens[i].text)
        i += 1
        if braced:
            if tokens[i].text != "}":
                return None
            i += 1
        if abs(power) > MAX_SCALE:
            return None
        return power, tokens[i - 1].end, i

    def _skip_units(self) -> str:
        r"""Step over the units beside a number, as in ``9.81 \,\text{m/s}^2``; what they are."""
        first = self.i
        while self._at_unit():
            if self.at("\\frac", "\\tfrac", "\\dfrac"):
                self.i += 1
                _, self.i, _ = subscript(self.tokens, self.i)
                _, self.i, _ = subscript(self.tokens, self.i)
                continue
            self.i += 1
            if self.at("^"):
                self.i += 1
                self._script()
            if self.at("/", "\\cdot") and self._unit_word(self.i + 1):
                self.i += 1
        return " ".join(t.text for t in self.tokens[first : self.i]) if self.i > first else ""

    def _unit_word(self, i: int) -> bool:
        """Whether the token at ``i`` is a unit: upright, or of letters without a meaning here."""
        token = self.tokens[i]
        if token.kind == "text":
            return True
        return (
            token.kind == "word"
            and worth(token.text) is not None
            and token.text not in self.names.symbols
            and not any(letter in self.names.symbols for letter in token.text)
            and self.tokens[i + 1].text not in ("_", "(", "'")
            and not self._among_symbols(i)
        )

    def _among_symbols(self, i: int) -> bool:
        """Whether the segment of a letter behind a number has names in it: ``2g`` below ``v^2``."""
        # What was looked through for one letter is not looked through again for the next one.
        low, high = self.nameless if self.nameless[0] <= i < self.nameless[1] else (i, i + 1)
        before = behind = None
        while low > max(i - MAX_AHEAD, 0) and (before := self._is_symbol(low - 1)) is False:
            low -= 1
        last = min(i + MAX_AHEAD, len(self.tokens) - 1)
        while high <= last and (behind := self._is_symbol(high)) is False:
            high += 1
        self.nameless = low, high
        return bool(before or behind)

    def _is_symbol(self, i: int) -> bool | None:
        """Whether the token at ``i`` is a name that is no unit; nothing where a segment ends."""
        kind, text, _, _ = self.tokens[i]
        if kind == "word":
            if text == "e" or text in KNOWN_FUNCTIONS:
                return False
            before = self.tokens[i - 1]
            first = before.kind in ("op", "eof") and before.text in ("(", "{", "+", "-")
            # A letter that the page has told is a name: ``2 g h`` below a height h.
            return first or text in self.names.symbols or worth(text) is None
        if kind == "name":
            return text not in ("\\mu", "\\Omega", "\\pi")
        ends = kind in ("rel", "sep", "row", "eof") or text in (",", ";", "&")
        return None if ends else False

    def _at_unit(self) -> bool:
        """Whether a unit follows: an upright name that the page does not define as a quantity."""
        token = self.tokens[self.i]
        following = self.tokens[self.i + 1] if token.kind != "eof" else token
        if token.kind == "name" and token.text == "\\mu":
            return (
                following.kind in ("text", "word") and worth(f"\\mu {following.text}") is not None
            )
        if token.kind == "word":
            return self._unit_word(self.i)
        if token.kind == "name":
            return (
                token.text == "\\Omega"
                and token.text not in self.names.symbols
                and following.text != "_"
            )
        if token.kind == "text":
            if token.text in self.names.upright or token.text in self.names.functions:
                return False
            return not (following.kind == "op" and following.text in ("(", "_"))
        if token.kind == "cmd" and token.text in ("\\frac", "\\tfrac", "\\dfrac"):
            above = self.tokens[self.i + 2] if self.i + 2 < len(self.tokens) else token
            return (
                following.text == "{"
                and above.kind == "text"
                and above.text not in self.names.upright
            )
        return False

    def _name(self) -> Node:
        self.plain = False
        token = self.tokens[self.i]
        if token.kind == "word" and len(token.text) > 1:
            split = self._split_word(token)
            if split is not None:
                self.split(split)
                token = self.tokens[self.i]
        if (
            token.kind in ("word", "text")
            and token.text in _FUNCTIONS
            and (token.text not in self.names.symbols)
        ):
            self.i += 1
            return self._function(_FUNCTION_ALIASES.get(token.text, token.text), token)
        self.i += 1
        base = token.text
        if (
            base in DIFFERENCES
            and self.tokens[self.i].kind in ("word", "name", "text")
            and (base == "\\Delta" or base not in self.names.symbols)
        ):
            base = f"{base} {self.tokens[self.i].text}"
            self.i += 1
            token = token._replace(end=self.previous_end())
        if base == "\\nabla":
            return self._gradient(token)
        if (
            token.kind == "text"
            and len(base) == 1
            and self.tokens[self.i].kind == "word"
            and self.tokens[self.i].start == token.end
        ):
            # \text{p}K_a is one name.
            base += self.tokens[self.i].text
            self.i += 1
        # The policy π(1), π(2), … is no product.
        policy = base == "\\pi" and self.at("(") and len(self.names.numbers.get(base, ())) > 1
        named = policy or base in self.names.symbols or self.at("_", "'")
        if base == "\\pi" and not named:
            return Call(token.start, token.end, "pi", ())
        if base == "e" and not named and self._raised(base) is None:
            return self._euler(token)
        return self._scripts(base, token.start, token.end)

    def _gradient(self, token: Token) -> Node:
        r"""``\nabla_W L`` as one name: what it is, the page says itself."""
        sub = ""
        if self.at("_"):
            sub, self.i, _ = subscript(self.tokens, self.i + 1)
        if sub and self.tokens[self.i].kind in _BEHIND_SEGMENT:
            name = f"\\nabla_{{{sub}}}"  # of the loss, as everybody knows
            return Sym(token.start, self.tokens[self.i - 1].end, name, "\\nabla", sub)
        if self.tokens[self.i].kind not in ("word", "name", "text"):
            raise self.error("∇ of nothing")
        of = self._power()
        if not isinstance(of, Sym):
            raise self.error("∇ of something that is not a name")
        base = f"\\nabla {of.name}"
        name = f"{base}_{{{sub}}}" if sub else base
        return Sym(token.start, of.end, name, base, sub)

    def _split_word(self, token: Token) -> list[Token] | None:
        """The letters of a run as tokens of their own, or nothing if it is one name."""
        word = token.text
        names = self.names
        following = self.tokens[self.i + 1]
        if word in names.words or word in names.symbols or word in names.functions:
            return None
        if word in KNOWN_FUNCTIONS or word in _FUNCTION_ALIASES:
            return None
        if following.text == "(" and following.kind == "op" and len(word) > 2:
            return None
        known = [letter in names.symbols or letter == "e" for letter in word]
        # nRT is no word that anybody would say.
        mixed = word[0].islower() and word[1:].isupper() and any(known)
        if len(word) > 2 and not all(known) and not mixed:
            return None
        # Two letters are a product if one of them is known; TP is a name unless both are.
        if not (all(known) if word.isupper() else any(known)):
            return None
        return [
            Token("word", letter, token.start + k, token.start + k + 1)
            for k, letter in enumerate(word)
        ]

    def _euler(self, token: Token) -> Node:
        if self.at("^"):
            self.i += 1
            exponent = self._script()
            return Call(token.start, self.previous_end(), "exp", (exponent,))
        one = Num(token.start, token.start, "1", Fraction(1))  # that nobody printed
        return Call(token.start, token.end, "exp", (one,))

    def _scripts(self, base: str, start: int, end: int) -> Node:
        """Subscript, marks and primes of a name; then its arguments if it is a function."""
        self.plain = False
        sub = ""
        marks = ""
        primes = 0
        loose = False
        while True:
            sign = self.signs[self.i]
            if sign == "_":
                if sub:
                    raise self.error("a second subscript")
                before = self.i
                sub, self.i, loose = subscript(self.tokens, self.i + 1)
                if not sub:
                    self.i = before + 1
                    raise self.error(f"expected a subscript, found {_shown(self.token)}")
            elif sign == "'":
                primes += 1
                self.i += 1
            elif sign == "^" and self._prime_ahead():
                primes += 1
            elif sign == "^" and not marks:
                found = self._raised(base) or self._standard(base) or self._mark()
                if found is None:
                    break
                marks, self.i = found
            elif is_number_of_name(self.tokens, self.i) and (
                self.names.numbered or (base, self.token.text) in self.names.indexed
            ):
                # h1 on a page that numbers its names so or defines h_1, and E_y1 for E_{y1}.
                sub += self.token.text
                self.i += 1
            elif self.at("[") and (index := index_in_brackets(self.tokens, self.i)):
                sub += f"[{index}]"
                self.i += 3
            else:
                break
            end = self.previous_end()
        name = base + (f"^{{{marks}}}" if marks else "") + (f"_{{{sub}}}" if sub else "")
        if sign == "(":
            if self._is_normal(name) and primes < 2:
                return self._application("npdf" if primes else "ncdf", start, 0)
            if not primes and (
                base in self.names.tabular or (self.names.points and self._at_point(base))
            ):
                name += self._tabulated()
                return Sym(start, self.previous_end(), name, base, "")
            if self._applies(base, name):
                return self._application(name, start, primes)
        elif self.token.kind == "begin" and name in OF_FORMULAS and self.token.text in _MATRICES:
            # A matrix has brackets of its own.
            matrix = self._matrix()
            return Call(start, matrix.end, name, (matrix,), primes)
        if primes:
            name += "'" * primes
        return Sym(start, end, name, base, sub, loose)

    def _at_point(self, base: str) -> bool:
        """Whether a name and the brackets behind it are a quantity, not a function applied."""
        save = self.i
        try:
            return base + self._tabulated() in self.names.points
        except LatexError:
            return False
        finally:
            self.i = save

    def _tabulated(self) -> str:
        r"""The brackets that belong to a quantity's name: ``(A \mid B)``."""
        pieces: list[str] = []
        depth = 0
        while True:
            token = self.token
            if token.kind in ("eof", "row", "begin", "end"):
                raise self.error("a bracket that is never closed")
            pieces.append("|" if token.text == "\\mid" else token.text)
            depth += (token.text == "(") - (token.text == ")")
            self.i += 1
            if depth == 0:
                return "".join(pieces)

    def _standard(self, base: str) -> tuple[str, int] | None:
        r"""The sign of a standard state, which an angle's name never has: ``\Delta G^\circ``."""
        letter = base.rpartition(" ")[2]
        if len(letter) != 1 or not letter.isupper():
            return None
        i = self.i + 1
        if self.signs[i] == "\\circ":
            return "\\circ", i + 1
        if self.signs[i : i + 3] == ["{", "\\circ", "}"]:
            return "\\circ", i + 3
        return None

    def _mark(self) -> tuple[str, int] | None:
        """A superscript that is part of a name: ``^{(1)}``, ``^{[2]}``, ``^+``, ``^*``, ``^{new}``.

        Its text, and the index of the token behind it.
        """
        tokens = self.tokens
        i = self.i + 1
        token = tokens[i]
        marks = token.kind in ("op", "cmd") and token.text in _MARKS
        if marks and (token.text != "+" or tokens[i + 1].kind != "num"):
            return token.text.lstrip("\\"), i + 1
        if token.text == "-" and self._ends_name(tokens[i + 1]):
            return "-", i + 1
        if token.kind == "text" and token.text != "T":
            return token.text, i + 1
        if token.kind != "op" or token.text != "{":
            return None
        i += 1
        inner = tokens[i]
        if inner.kind == "op" and inner.text in ("(", "["):
            close = ")" if inner.text == "(" else "]"
            pieces = [inner.text]
            i += 1
            while tokens[i].kind in ("num", "word", "name", "text") or (
                tokens[i].kind == "op" and tokens[i].text in ("+", "-")
            ):
                pieces.append(tokens[i].text)
                i += 1
            if tokens[i].text == close:
                self._move_transposition(i + 1)
                pieces.append(close)
                i += 1
                if tokens[i].text in ("+", "*"):
                    # w^{(2)+}, the new weight of layer 2.
                    pieces.append(tokens[i].text)
                    i += 1
                if tokens[i].text == "}":
                    return "".join(pieces), i + 1
            return None
        if inner.kind == "num" and tokens[i + 1].text == "+" and tokens[i + 2].text == "}":
            # w^{1+}, the new weight of layer 1.
            return f"{inner.text}+", i + 3
        if tokens[i + 1].text != "}" or tokens[i + 1].kind != "op":
            return None
        if inner.kind in ("op", "cmd") and inner.text in (*_MARKS, "-"):
            return inner.text.lstrip("\\"), i + 2
        if (inner.kind == "text" and inner.text != "T") or (
            inner.kind == "word" and len(inner.text) > 1 and self._split_word(inner) is None
        ):
            return inner.text, i + 2
        return None

    def _raised(self, base: str) -> tuple[str, int] | None:
        """What the page has above a letter as part of a name, and the token behind it."""
        mark, behind = raised(self.tokens, self.i, base) if self.names.raised else ("", 0)
        return (mark, behind) if (base, mark) in self.names.raised else None

    def _move_transposition(self, i: int) -> None:
        """Read ``a^{[1]T}`` as ``a^{[1]}`` transposed, if that is what stands at ``i``."""
        tokens = self.tokens
        j = i + 1 if tokens[i].text == "^" else i
        mark = tokens[j]
        if mark.text in ("T", "\\top", "\\intercal") and tokens[j + 1].text == "}":
            close = tokens[j + 1]
            tokens[i : j + 2] = [
                close,
                Token("op", "^", mark.start, mark.start),
                Token("cmd", "\\top", mark.start, mark.end),
            ]
            self.signs[i : j + 2] = ["}", "^", "\\top"]
            self.nameless = (0, 0)

    def _prime_ahead(self) -> bool:
        r"""Step over a prime that is written as a superscript: ``x^\prime``."""
        tokens = self.tokens
        if tokens[self.i + 1].text == "'":
            self.i += 2
            return True
        if tokens[self.i + 1].text == "{" and [t.text for t in tokens[self.i + 2 : self.i + 4]] == [
            "'",
            "}",
        ]:
            self.i += 4
            return True
        return False

    def _ends_name(self, token: Token) -> bool:
        """Whether a minus in front of a token was a mark of a name, and no sign of an exponent."""
        if token.kind == "op":
            return token.text in ("+", "-", "=", ")", "]", ",", "&", "}")
        return token.kind in ("rel", "eof", "sep", "row", "end") or token.text in _TIMES

    def _is_normal(self, name: str) -> bool:
        """Whether a name is that of the normal distribution, and brackets with one number follow.

        ``N(0, 1)`` is the distribution itself.
        """
        names = self.names
        said = name in names.symbols or name in names.functions
        return name in names.normal and not said and not self._holds_list()

    def _applies(self, base: str, name: str) -> bool:
        """Whether a name before a bracket is a function applied, not a factor."""
        names = self.names
        if base in names.functions or name in names.functions:
            return True
        if base in names.symbols:
            inside = self.tokens[self.i + 1 : self.i + 3]
            alone = inside[0].kind in ("name", "word") and (
                inside[1].text == ")" or inside[1].text == "_"
            )
            if base in ("f", "g") and name == base and self._holds_list():
                return True  # beside f_0 = 1, a value of f(x, y)
            # A product would not put its one factor in brackets, nor have no other one.
            return base == "\\sigma" and (alone or (name == base and self._fills_segment()))
        if base == "g" and not self._holds_one():
            # Nobody declares it: the acceleration of gravity, times what is in brackets.
            return False
        return base in ("\\sigma", "f", "g", "\\phi", "\\varphi", "\\psi") or (
            len(base.lstrip("\\")) > 2 and not base.startswith("\\")
        )

    def _holds_list(self) -> bool:
        """Whether a comma stands in the brackets ahead, and in none inside of them."""
        depth = 0
        for token in islice(self.tokens, self.i, None):
            depth += (token.text in _OPEN) - (token.text in _OPEN.values())
            if depth <= 0 or (depth == 1 and token.text == ","):
                return depth == 1
        return False

    def _holds_one(self) -> bool:
        """Whether one name or number is all that stands in the brackets ahead."""
        behind = skip_scripts(self.tokens, self.i + 2)
        return [token.text for token in self.tokens[behind : behind + 1]] == [")"]

    def _fills_segment(self) -> bool:
        """Whether a name and its brackets, of numbers, are all of a chain's segment."""
        tokens = self.tokens
        first = tokens[self.i - 2] if self.i > 1 else None
        depth = 0
        for i in range(self.i, len(tokens)):
            text = tokens[i].text
            depth += (text == "(") - (text == ")")
            if tokens[i].kind in ("name", "word", "text"):
                return False
            if not depth:
                return all(
                    token is None or token.kind in _BETWEEN or token.text == "&"
                    for token in (first, tokens[i + 1])
                )
        return False

    def _application(self, name: str, start: int, primes: int) -> Node:
        self.expect("(")
        args = self._items(")")
        end = self.previous_end()
        return Call(start, end, name, tuple(args), primes)

    def _items(self, close: str) -> list[Node]:
        """Expressions between brackets, separated by commas, semicolons or wide spaces."""
        self.brackets += 1
        bars, self.bars = self.bars, 0
        items: list[Node] = []
        self._skip_spaces()
        while not self.at(close):
            items.append(self.expression())
            spaced = self._skip_spaces()
            if self.at(",", ";"):
                self.i += 1
                self._skip_spaces()
            elif not self.at(close) and not spaced:
                raise self.error(f"expected “{close}”, found {_shown(self.token)}")
        self.i += 1
        self.brackets -= 1
        self.bars = bars
        return items

    def _skip_spaces(self) -> bool:
        r"""Step over wide spaces, which separate the entries of a row: ``[0.3 \quad 0.7]``."""
        first = self.i
        while self.tokens[self.i].kind == "sep" and self.tokens[self.i].text.startswith("\\"):
            self.i += 1
        return self.i > first

    def _bracket(self, token: Token) -> Node:
        if token.text == "{":
            return self._group()
        if token.text in ("(", "[", "\\{"):
            self.i += 1
            if (
                token.text == "["
                and self.tokens[self.i].kind == "text"
                and self.tokens[self.i + 1].text == "]"
            ):
                # [H^+], a concentration.
                name = f"[{self.tokens[self.i].text}]"
                self.i += 2
                return self._scripts(name, token.start, self.previous_end())
            items = self._items(_OPEN[token.text])
            end = self.previous_end()
            if not items:
                raise LatexError("empty brackets", token.start, end)
            if len(items) == 1:
                # A bracketed matrix is that matrix; [x] is a list of one only where it must be.
                return items[0]
            self.plain = False
            if all(isinstance(item, Arr) and item.flat for item in items):
                return Arr(
                    token.start, end, tuple(item.rows[0] for item in items if isinstance(item, Arr))
                )
            return Arr(token.start, end, (tuple(items),), flat=True)
        if token.text in ("|", "\\|"):
            return self._in_bars()
        raise self.error(f"expected a number or a name, found {_shown(token)}")

    def _in_bars(self) -> Node:
        r"""An absolute value ``|x|`` or a norm: ``\|v\|``, ``||v||_2``."""
        token = self.token
        self.plain = False
        pairs = 2 if self._is_doubled() else 1
        self.i += pairs
        self.bars += 1
        self.brackets += 1
        node = self.expression()
        self.bars -= 1
        self.brackets -= 1
        for _ in range(pairs):
            self.expect(token.text)
        name = "abs" if token.text == "|" and pairs == 1 else "norm"
        if name == "norm" and self.at("_"):
            sub, self.i, _ = subscript(self.tokens, self.i + 1)
            if sub not in ("2", "F"):
                raise self.error(f"the norm {sub} is not known")
        if isinstance(node, Sym) and node.base in self.names.sizes:
            name = f"|{node.name}|"
            return Sym(token.start, self.previous_end(), name, name, "", node.loose)
        return Call(token.start, self.previous_end(), name, (node,))

    def _is_doubled(self) -> bool:
        """Whether two bars that begin here are one sign: in ``||v||``, not in ``||a| - |b||``."""

        def two(i: int) -> bool:
            return (
                self.signs[i : i + 2] == ["|", "|"]
                and self.tokens[i].end == self.tokens[i + 1].start
            )

        inside = self.i + 2
        if not two(self.i):
            return False
        near = range(inside, min(inside + MAX_NORM, len(self.signs)))
        end = next((k for k in near if self.signs[k] == "|"), inside)
        return end > inside and two(end)

    def _command(self, token: Token) -> Node:
        text = token.text
        if text in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"):
            return self._fraction(token)
        self.plain = False
        if text == "\\sqrt":
            return self._root(token)
        if text in _ROUNDED:
            self.i += 1
            self.brackets += 1
            rounded = self.expression()
            self.brackets -= 1
            self.expect(f"\\r{_ROUNDED[text]}")
            return Call(token.start, self.previous_end(), _ROUNDED[text], (rounded,))
        if text in ("\\binom", "\\dbinom", "\\tbinom"):
            self.i += 1
            pair = (self._group(), self._group())
            return Call(token.start, self.previous_end(), "binomial", pair)
        if text in ACCENTS:
            self.i += 1
            inner, self.i, _ = subscript(self.tokens, self.i)
            accent = ACCENT_ALIASES.get(text, text)
            if not inner:
                raise self.error(f"{text} over nothing")
            return self._scripts(f"{accent}{{{inner}}}", token.start, self.previous_end())
        if text in ("\\dots", "\\ldots", "\\cdots"):
            self.i += 1
            return Opaque(token.start, token.end, LEFT_OUT)
        if text in ("\\sum", "\\prod"):
            return self._sum(token)
        if text in ("\\underbrace", "\\overbrace"):
            self.i += 1
            node = self._group()
            if self.at("_", "^"):
                _, self.i, _ = subscript(self.tokens, self.i + 1)
            return node
        if text == "\\partial":
            return self._inline_derivative(token)
        if text == _INDICATOR:
            return self._indicator(token)
        name = text[1:]
        if name in KNOWN_FUNCTIONS:
            self.i += 1
            if name in self.names.symbols and self.tokens[self.i].kind in ("rel", "eof", "sep"):
                return Sym(token.start, token.end, name, name, "")
            return self._function(name, token)
        raise self.error(f"{text} is not known")

    def _function(self, name: str, token: Token) -> Node:
        exponent: Node | None = None
        base: Node | None = None
        if self.at("_"):
            sub, self.i, _ = subscript(self.tokens, self.i + 1)
            if name == "log" and sub in ("2", "10", "e"):
                name = "ln" if sub == "e" else f"log{sub}"
            elif name == "log" and (number := whole_number(sub) or 0) > 1:
                base = Num(token.start, token.start, sub, Fraction(number))
            elif name in ("max", "min"):
                reason = f"{name} with the subscript {sub} is not known"
                end = self._power().end if self._starts_factor() else self.previous_end()
                return Opaque(token.start, end, reason)
            else:
                raise self.error(f"{name} with the subscript {sub} is not known")
        if self.at("^"):
            self.i += 1
            exponent = self._script()
            if name in _ARCS and _is_minus_one(exponent):
                name, exponent = _ARCS[name], None
        if name == "lg":
            name = "log10"
        args: tuple[Node, ...]
        if self.at("(", "\\{") or (name in ("max", "min") and self.at("[")):
            token_open = self.tokens[self.i].text
            self.i += 1
            args = tuple(self._items(_OPEN[token_open]))
        elif self.at("{"):
            args = (self._group(),)
        elif self._starts_factor():
            first = self._power()
            factors = [first]
            while isinstance(first, Num) and self.tokens[self.i].kind in ("name", "word", "text"):
                factors.append(self._power())
            args = (
                (first,)
                if len(factors) == 1
                else (Mul(first.start, factors[-1].end, tuple(factors)),)
            )
        else:
            raise self.error(f"{name} of nothing")
        if not args:
            raise self.error(f"{name} of nothing")
        node: Node = Call(token.start, self.previous_end(), "ln" if base else name, args)
        if base is not None:
            below = Call(token.start, token.start, "ln", (base,))
            node = Div(token.start, self.previous_end(), node, below)
        if exponent is not None:
            node = Pow(token.start, self.previous_end(), node, exponent)
        return node

    def _fraction(self, token: Token) -> Node:
        self.i += 1
        derivative = self._derivative(token)
        if derivative is not None:
            return derivative
        above = self._group()
        below = self._group()
        return Div(token.start, self.previous_end(), above, below)

    def _derivative(self, token: Token) -> Node | None:
        r"""A fraction that is a derivative, or the operator of one.

        ``\frac{\partial L}{\partial w}``, ``\frac{dL}{dw}``, ``\frac{\partial}{\partial w}``.
        """
        save = self.i
        if self.signs[save] != "{":
            return None
        first = self.tokens[save + 1]
        partial = first.kind == "cmd" and first.text == "\\partial"
        ordinary = (
            first.kind in ("word", "text")
            and first.text[:1] == "d"
            and ("d" not in self.names.symbols or self._differentials())
        )
        if not partial and not ordinary:
            return None
        of: Node | None = None
        self.i += 1
        if not self._differential(partial=partial):
            self.i = save
            return None
        if not self.at("}"):
            self.brackets += 1
            of = self._product()
            self.brackets -= 1
        if not self.at("}") or self.tokens[self.i + 1].text != "{":
            self.i = save
            return None
        self.i += 2
        if not self._differential(partial=partial):
            self.i = save
            return None
        self.plain = False
        wrt = self._power()
        if not self.at("}"):
            self.i = save
            return None
        self.i += 1
        if of is None:
            of = self._power()
        return Deriv(token.start, self.previous_end(), of, wrt)

    def _differentials(self) -> bool:
        r"""Whether a fraction is ``\frac{do}{dn}``, though the page has a quantity ``d`` as well.

        As a factor above and below, ``d`` would be cancelled.
        """
        _, behind, _ = subscript(self.tokens, self.i)
        if self.tokens[behind].text != "{":
            return False
        return self._names_differential(self.i + 1) and self._names_differential(behind + 1)

    def _names_differential(self, at: int) -> bool:
        """Whether the sign of a differential stands at ``at``, and touches the name of a symbol."""
        sign = self.tokens[at]
        if (
            sign.kind not in ("word", "text")
            or sign.text[:1] != "d"
            or sign.text in self.names.words
        ):
            return False
        return len(sign.text) > 1 or self.tokens[at + 1].kind in ("word", "name", "text")

    def _differential(self, *, partial: bool) -> bool:
        """Step over the sign of a differential; the rest of a run such as ``dw`` stays."""
        token = self.tokens[self.i]
        if partial:
            if self.signs[self.i] != "\\partial":
                return False
            self.i += 1
            if self.signs[self.i] == "^":
                raise self.error("higher derivatives are not known")
            return True
        if token.kind not in ("word", "text") or token.text[:1] != "d":
            return False
        if len(token.text) == 1:
            self.i += 1
        else:
            self.tokens[self.i] = Token(token.kind, token.text[1:], token.start + 1, token.end)
        return True

    def _inline_derivative(self, token: Token) -> Node:
        self.i += 1
        of = self._power()
        if not self.at("/") or self.tokens[self.i + 1].text != "\\partial":
            raise self.error("∂ that is no derivative")
        self.i += 2
        wrt = self._power()
        return Deriv(token.start, self.previous_end(), of, wrt)

    def _root(self, token: Token) -> Node:
        self.i += 1
        degree: Node | None = None
        if self.at("["):
            self.i += 1
            self.brackets += 1
            degree = self.expression()
            self.expect("]")
            self.brackets -= 1
        # TeX takes one digit; the sign itself stands before a whole number.
        whole = token.end - token.start == 1 and self.tokens[self.i].kind == "num"
        body = self._atom() if whole else self._group()
        end = self.previous_end()
        if degree is None:
            return Call(token.start, end, "sqrt", (body,))
        one = Num(token.start, token.start, "1", Fraction(1))
        return Pow(token.start, end, body, Div(degree.start, degree.end, one, degree))

    def _sum(self, token: Token) -> Node:
        self.i += 1
        index = ""
        lower: Node | None = None
        upper: Node | None = None
        while self.at("_", "^"):
            if self.at("_"):
                self.i += 1
                if self.at("{"):
                    self.i += 1
                    self.brackets += 1
                    if self.tokens[self.i].kind in ("word", "name", "text"):
                        index = self.tokens[self.i].text
                        self.i += 1
                        if self.tokens[self.i].kind == "rel" and self.tokens[self.i].text == "=":
                            self.i += 1
                            lower = self.expression()
                    if not self.at("}"):
                        raise self.error("bounds of a sum that are not known")
                    self.i += 1
                    self.brackets -= 1
                else:
                    index, self.i, _ = subscript(self.tokens, self.i)
            else:
                self.i += 1
                upper = self._script()
        if not index and upper is None:
            index = self._letter_run_over()
        body = self._product(total=not index and upper is None)
        return Sum(token.start, self.previous_end(), token.text[1:], index, lower, upper, body)

    def _letter_run_over(self) -> str:
        r"""The letter of a sum that only its brackets tell: ``\sum P(x) \log Q(x)``."""
        found: Counter[str] = Counter()
        for i in range(self.i, min(self.i + MAX_AHEAD, len(self.tokens) - 3)):
            name, opens, inside, closes = self.tokens[i : i + 4]
            if name.kind in ("rel", "sep", "row"):
                break
            single = inside.kind == "word" and len(inside.text) == 1
            if name.kind == "word" and single and (opens.text, closes.text) == ("(", ")"):
                found[inside.text] += 1
        return next((letter for letter, count in found.most_common(1) if count > 1), "")

    def _matrix(self) -> Node:
        self.plain = False
        token = self.tokens[self.i]
        self.i += 1
        if token.text == "array" and self.at("{"):
            _, self.i, _ = subscript(self.tokens, self.i)
        if token.text.endswith("*") and self.at("["):
            while not self.at("]"):
                if self.tokens[self.i].kind == "eof":
                    raise self.error("a bracket that is never closed")
                self.i += 1
            self.i += 1
        self.brackets += 1
        bars, self.bars = self.bars, 0
        rows: list[list[Node]] = [[]]
        while not (self.tokens[self.i].kind == "end" and self.tokens[self.i].text == token.text):
            if self.tokens[self.i].kind == "eof":
                raise self.error(f"\\begin{{{token.text}}} is never closed")
            if self.tokens[self.i].kind == "row":
                self.i += 1
                rows.append([])
            elif self.at("&"):
                self.i += 1
            else:
                rows[-1].append(self.expression())
        self.i += 1
        self.brackets -= 1
        self.bars = bars
        full = [row for row in rows if row]
        end = self.previous_end()
        if not full or any(len(row) != len(full[0]) for row in full):
            shape = ", ".join(str(len(row)) for row in full) or "none"
            raise LatexError(
                f"a matrix whose rows have unequal lengths ({shape})", token.start, end
            )
        return Arr(token.start, end, tuple(tuple(row) for row in full))

    def _piecewise(self) -> Node:
        r"""The first that holds: ``\begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}``."""
        self.plain = False
        begin = self.token
        self.i += 1
        if begin.text == "array" and self.at("{"):
            _, self.i, _ = subscript(self.tokens, self.i)
        self.brackets += 1
        bars, self.bars = self.bars, 0
        branches: list[tuple[Node, list[tuple[str, Node, Node]]]] = []
        while self.tokens[self.i].kind != "end":
            value = self.expression()
            branches.append((value, self._conditions()))
            if self.tokens[self.i].kind == "row":
                self.i += 1
        self.i += 1
        self.brackets -= 1
        self.bars = bars
        end = self.previous_end()
        if not branches or not all(conditions for _, conditions in branches[:-1]):
            raise LatexError("a case without its condition", begin.start, end)
        node: Node = Call(end, end, UNDEFINED, ())
        if not branches[-1][1]:
            node, _ = branches.pop()
        for value, conditions in reversed(branches):
            otherwise, node = node, value
            for relation, left, right in reversed(conditions):
                node = Call(value.start, end, relation, (node, left, right, otherwise))
        return node

    def _indicator(self, token: Token) -> Node:
        """One where a comparison holds, and zero elsewhere; nobody printed either."""
        self.i += 2
        self.brackets += 1
        left = self.expression()
        relation = self.token.text
        if relation not in COMPARISONS:
            raise self.error("an indicator of something that is no comparison")
        self.i += 1
        right = self.expression()
        self.brackets -= 1
        if not self.at(")"):
            raise self.error("an indicator of more than one comparison")
        self.i += 1
        s = token.start
        met, otherwise = Num(s, s, "1", Fraction(1)), Num(s, s, "0", Fraction(0))
        return Call(s, self.previous_end(), relation, (met, left, right, otherwise))

    def _is_open_array(self) -> bool:
        r"""Whether a brace opens that nothing closes: ``\left\{ \begin{array}… \right.``."""
        if self.tokens[self.i + 1][:2] not in (("begin", "array"), ("begin", "matrix")):
            return False
        i = self.i + 2
        while self.tokens[i].kind not in ("end", "begin", "eof"):
            i += 1
        return self.tokens[i].kind == "end" and self.signs[i + 1] != "\\}"

    def _conditions(self) -> list[tuple[str, Node, Node]]:
        """The comparisons that must all hold for a case; none for the case that is left."""
        conditions: list[tuple[str, Node, Node]] = []
        self._part_conditions()
        self._skip_conditional()
        while self.tokens[self.i].kind not in ("row", "end"):
            left = self.expression()
            if self.token.kind != "rel":
                raise self.error("a case whose condition is not known")
            while self.token.kind == "rel":
                relation = self.token.text
                if relation not in COMPARISONS:
                    raise self.error("a case whose condition is not known")
                self.i += 1
                right = self.expression()
                conditions.append((relation, left, right))
                left = right
            self._skip_conditional()
        return conditions

    def _part_conditions(self) -> None:
        r"""Make separators of what joins two conditions: of ``\text{und}`` no name or unit."""
        compares = False
        for i in range(self.i, min(self.i + MAX_AHEAD, len(self.tokens))):
            token = self.tokens[i]
            if token.kind in ("row", "end", "eof"):
                return
            compares = compares or token.kind == "rel"
            word = _joins(token) and compares and self.tokens[i - 1].kind != "rel"
            after = self.tokens[i + 1]
            if word and after.kind not in ("rel", "row", "end") and after.text not in ("^", "_"):
                self.tokens[i] = token._replace(kind="sep")
                self.signs[i] = ""

    def _skip_conditional(self) -> None:
        """Skip what stands around a condition: signs, and words such as “if” and “otherwise”."""
        while (
            self.tokens[self.i].kind == "sep"
            or self.signs[self.i] in (",", ";", ".", "&", ":")
            or self.tokens[self.i].text.lower() in _CONDITIONAL
        ):
            if _first_word(self.tokens[self.i].text) in _EITHER:
                raise self.error("a case with two conditions, of which either is enough")
            self.i += 1


def _first_word(text: str) -> str:
    return text.lower().lstrip(" ,;.").partition(" ")[0]


def _joins(token: Token) -> bool:
    """Whether a token may stand between two conditions."""
    first = _first_word(token.text)
    return token.kind in ("text", "cmd") and (first in _BOTH or first in _EITHER)


def _says_again(percent: Num, result: Num) -> bool:
    """Whether a percentage has the digits of a result, but for one slip of the pen."""
    off = abs(percent.value - result.value)
    places = max(Fraction(1, 10**result.decimals), percent.scale / 10**percent.decimals)
    digits = (num.digits.replace(".", "").strip("0") for num in (percent, result))
    return 2 * off <= places or one_slip(*digits)


def parallel(a: Node, b: Node) -> Node:
    """Two resistors side by side."""
    s, e = a.start, b.end
    return Div(s, e, Mul(s, e, (a, b)), Add(s, e, (a, b)))


def _turned(node: Node) -> Node:
    r"""A side, or as the column that is meant where it is a row of data: ``(6, -2)^\top``."""
    if not (isinstance(node, Call) and node.name == "transpose" and is_datum(node.args[0])):
        return node
    row = node.args[0]
    if not isinstance(row, Arr) or 1 not in row.shape:
        return node
    rows = row.rows if row.flat else tuple(zip(*row.rows, strict=True))
    return Arr(node.start, node.end, rows, row.flat)


def _measured(part: Part, before: Part) -> Part:
    r"""A number in a unit that is a symbol elsewhere: ``V = 10 \cdot 0.75 = 7.5V``.

    Behind numbers alone no symbol comes in, so that the letter behind a number is no factor.
    """
    node = part.node.arg if isinstance(part.node, Neg) else part.node
    if not isinstance(node, Mul) or len(node.factors) != 2 or node.how:
        return part
    number, unit = node.factors
    if (
        not isinstance(number, Num)
        or not isinstance(unit, Sym)
        or worth(unit.name) != 1
        or has_symbols(before.node)
        or not literals(before.node)
    ):
        return part
    bare: Node = number
    if isinstance(part.node, Neg):
        bare = Neg(part.node.start, number.end, number)
    return replace(part, node=bare)


def _modulo(part: Part, modulus: Node) -> Part:
    """A segment of a congruence: what is computed in it is so but for multiples."""
    node = part.node
    if isinstance(node, Num) and not (isinstance(modulus, Num) and node.value >= modulus.value):
        return part
    if isinstance(node, (Neg, Sym, Opaque)):
        return part
    pair = (node, modulus)
    return replace(part, node=Call(node.start, node.end, "mod", pair), plain=False)


def _unprinted(node: Node) -> Node:
    """A tree whose numbers claim nothing, since it is only understood where it is used."""

    def hidden(leaf: Node) -> Node:
        return replace(leaf, end=leaf.start) if isinstance(leaf, Num) else leaf

    return replaced(node, hidden)


def _is_minus_one(node: Node) -> bool:
    return isinstance(node, Neg) and isinstance(node.arg, Num) and node.arg.value == 1


def _without_remarks(tokens: list[Token], names: Names) -> list[Token]:
    r"""Tokens without words in brackets behind a value: ``q = [1, 0] \; (\text{the query})``."""
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        ahead = tokens[i : i + 3]
        if (
            [token.kind for token in ahead] in (["op", "text", "op"], ["op", "sep", "op"])
            and ahead[0].text + ahead[2].text == "()"
            and made
            and (made[-1].kind in ("num", "end") or made[-1].text in ("]", "}"))
            and (
                i + 3 == len(tokens) or tokens[i + 3].kind in _BETWEEN or tokens[i + 3].text == ","
            )
            and ahead[1].text not in names.symbols
            and not worth(ahead[1].text)
        ):
            i += 3
            continue
        if (
            tokens[i].kind == "sep"
            and tokens[i].text[0] + tokens[i].text[-1] == "()"
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


def _with_indicators(tokens: list[Token]) -> list[Token]:
    r"""Tokens with one name for what is one where a comparison holds: ``\mathbb{I}(z > 0)``."""
    signs = [token.text for token in tokens]
    if COMPARISONS.isdisjoint(signs):
        return tokens
    made: list[Token] = []
    ends: dict[int, Token] = {}
    i = 0
    while i < len(tokens):
        one = 3 if signs[i : i + 3] == ["{", "1", "}"] else 1 if signs[i] in _INDICATORS else 0
        opens = i + one + (signs[i + one : i + one + 1] == ["_"])
        closes = _end_of_comparison(signs, opens) if one else None
        if closes is not None:
            made += [
                Token("cmd", _INDICATOR, tokens[i].start, tokens[opens - 1].end),
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
    closing = _OPEN.get(signs[opens]) if opens < len(signs) else None
    depth, compares = 0, False
    for i in range(opens, min(opens + MAX_AHEAD, len(signs)) if closing else opens):
        if signs[i] in _OPEN:
            depth += 1
        elif signs[i] in _OPEN.values():
            depth -= 1
            if depth == 0:
                return i if compares and signs[i] == closing else None
        elif depth == 1 and signs[i] in COMPARISONS:
            compares = True
    return None


def _said_in_percent(tokens: list[Token]) -> list[Token]:
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
            share, hundredfold = (_figure(t.text)[1] for t in (number, percent))
            ends = i + 5 == len(tokens) or tokens[i + 5].kind in _BETWEEN
            begins = i == 0 or tokens[i - 1].kind == "rel"
            if close.text == ")" and begins and ends and 50 < hundredfold / (share or 1) < 200:
                relation = "=" if hundredfold == 100 * share else "\\approx"
                made += [number, Token("rel", relation, *bracket[2:]), percent, sign]
                i += 5
                continue
        made.append(tokens[i])
        i += 1
    return made


def _with_times(tokens: list[Token], names: Names) -> list[Token]:
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


def _shown(token: Token) -> str:
    if token.kind == "eof":
        return "the end"
    if token.kind in ("begin", "end"):
        return f"\\{token.kind}{{{token.text}}}"
    return f"“{token.text}”"


def parse(tokens: list[Token], names: Names, end: int) -> list[Chain]:
    """The statements of a formula: chains of segments joined by relations, in reading order.

    ``end`` is the place in the page where the formula ends. Never raises: what is not understood
    is an `Opaque` segment.
    """
    if any(token.kind in ("text", "sep") for token in tokens):
        tokens = _without_remarks(tokens, names)
    tokens = _with_times(tokens, names)
    tokens = _with_indicators(_said_in_percent(joined(tokens, names)))
    return _Parser(tokens, names, end).statements()


def parse_text(latex: str, names: Iterable[str] = ()) -> list[Chain]:
    """The statements of a formula on its own, for tools and tests."""
    found = Names(symbols=set(names))
    tokens = lex(latex)
    collect(tokens, found)
    found.settle()
    return parse(tokens, found, len(latex))
