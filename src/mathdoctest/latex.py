r"""LaTeX mathematics to trees, by recursive descent over the tokens.

The grammar is small and strict. A segment that is not understood becomes an `Opaque` node with the
reason, and reading goes on at the next relation or separator, so that one unknown macro costs one
segment. Every token keeps its place in the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from mathdoctest.chains import Chain, Part
from mathdoctest.commas import joined
from mathdoctest.cursor import (
    BEHIND_SEGMENT,
    ENDS_SEGMENT,
    ENDS_TERM,
    MAX_AHEAD,
    OPEN,
    TIMES,
    spelled,
)
from mathdoctest.dots import LEFT_OUT, filled
from mathdoctest.environments import MATRICES, PIECEWISE
from mathdoctest.lexer import (
    ACCENTS,
    KNOWN_FUNCTIONS,
    LatexError,
    Names,
    Token,
    collect,
    is_label,
    lex,
    skip_scripts,
    subscript,
)
from mathdoctest.measures import OHM, Measures
from mathdoctest.names import are_told, has_symbols, is_datum
from mathdoctest.naming import Naming
from mathdoctest.numerals import VULGAR, whole_number
from mathdoctest.respelling import (
    INDICATOR,
    said_in_percent,
    with_indicators,
    with_partials,
    with_sides_apart,
    with_times,
    without_remarks,
)
from mathdoctest.slips import one_slip
from mathdoctest.tree import (
    ONE,
    Add,
    Arr,
    Call,
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
from mathdoctest.tuples import together
from mathdoctest.twofold import is_scalar, is_twofold, spread, spreads_of
from mathdoctest.units import worth

MAX_DEPTH = 120
"""Nesting beyond this is refused: no worked example needs it, and recursion stays bounded."""
MAX_SIGNS = 64
"""Signs in a row beyond this are refused."""

_SCALES = ("C", "F")
"""Degrees of temperature: Celsius, Fahrenheit."""
_SIGNS = ("+", "-", "*", "\\pm", "\\cdot", "\\times", "\\odot", "\\circ", "\\top")
"""What may stand alone in a formula that only shows a sign."""
_ARCS = {"sin": "arcsin", "cos": "arccos", "tan": "arctan"}
"""What a trigonometric function to the power of minus one is."""
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
_BEHIND = {
    "^": "",
    "!": "",
    "'": "a prime behind something that is not a name",
    "_": "a subscript behind something that is not a name",
}
"""What may stand behind an atom, and what is wrong with it."""
_UNARY = ("+", "-", "\\pm", "\\mp")
_ROUNDED = {"\\lfloor": "floor", "\\lceil": "ceil"}
"""Brackets that make whole numbers, and the functions that they are."""
_ENDS_PRODUCT = _NO_FACTOR - TIMES.keys() - {"/", "|", "\\|", "\\parallel"}
"""Signs and commands that no product goes on with."""
_KIND, _TEXT = attrgetter("kind"), attrgetter("text")
_SEPARATES = ("sep", "row", "end")
"""Kinds of tokens that belong to no chain."""
_COUNTING = frozenset("ijklmn")
"""Letters of which a sum may run over several: ``\\sum_{i,j}``, ``\\sum_{ij}``."""
_MEASURED = frozenset(("\\frac", "\\dfrac", "\\tfrac", "\\sqrt"))
"""Commands for what may have an upright unit behind it: ``\\frac{4}{46}\\text{ h}``."""
MAX_NORM = 100
"""Tokens of a norm in doubled bars."""
MAX_REMARK = 100
"""Tokens of a remark in brackets; what is longer is none."""
_SPACES = ("\\quad", "\\qquad", "\\enspace")
"""Wide spaces, which set apart what stands behind them."""
_SEPARATORS = frozenset((",", ";", "&", ".", ":", "}", ")", "]", "\\}", "?", "!", "\\parallel"))
"""Signs that belong to none where one would begin."""
_BREAKS = frozenset((",", ";", "&", ".", ":", "?", "\\parallel"))
"""Signs that may."""


class _Parser(Naming, Measures):
    """Recursive descent over one formula's tokens."""

    # -- statements ------------------------------------------------------------------------------

    def statements(self) -> list[Chain]:
        chains: list[Chain] = []
        listed: set[int] = set()
        comma = False
        while self.tokens[self.i].kind != "eof":
            if self._separator():
                comma = self.at(",")
                self.i += 1
                self._skip_remark()
                continue
            if self.tokens[self.i].kind == "begin" and self.tokens[self.i].text in PIECEWISE:
                # Equations of a system: each is a statement.
                self.i += 1
                continue
            chain = self._chain()
            if chain.parts:
                if comma:
                    listed.add(len(chains))
                chains += self._apart(chain) if "\\pm" in self.signs else (chain,)
            comma = False
        return together(chains, listed) if listed else chains

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
            if self.tokens[self.i].kind in BEHIND_SEGMENT or self.signs[self.i] in _BREAKS:
                return node
            if self.boxed and self.at("}"):
                return node
            if self._goes_on():
                return node
            raise self.error(f"did not expect {spelled(self.token)}")
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
            if token.kind == "begin" or (token.kind == "op" and token.text in OPEN):
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
            and (self.signs[i + 1] in ENDS_TERM or self.tokens[i + 1].kind in ENDS_SEGMENT)
            and self.depth < MAX_DEPTH
        ):
            # A number alone is the most frequent product by far.
            return self._number()
        first = self._power()
        sign = self.signs[self.i]
        if sign in _ENDS_PRODUCT or not (
            sign in TIMES or sign in ("/", "\\div", "\\parallel") or self._starts_factor()
        ):
            return first
        factors: list[Node] = [first]
        how = ""
        while True:
            sign = self.signs[self.i]
            if total and (sign in ("/", "\\div") or self.at("\\sum")):
                break
            if sign in TIMES:
                sort = TIMES[sign]
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
        if len(factors) > 1 and how != sort and not {"odot", "outer"}.isdisjoint((how, sort)):
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
            return token.text in MATRICES or token.text in PIECEWISE
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
            elif sign == "_" and not isinstance(node, Num) and (places := self._places()):
                node = Call(node.start, self.previous_end(), "entry", (node, *places))
            else:
                raise self.error(_BEHIND[sign])

    def _places(self) -> list[Num]:
        """The row and the column in a subscript of a bracket: ``(AB)_{12}`` or ``(Ax)_1``."""
        at = self.tokens[self.i].start
        sub, end, _ = subscript(self.tokens, self.i + 1)
        places = sub.split(",") if "," in sub else [*sub]
        found = [k for place in places if (k := whole_number(place))]
        if not 0 < len(found) == len(places) <= 2:
            return []
        self.i = end
        self.plain = False
        return [Num(at, at, str(k), Fraction(k)) for k in found]

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
        raise self.error(f"expected an exponent, found {spelled(token)}")

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
        elif token.text in VULGAR:
            node = self._vulgar(token)
        elif token.kind == "op":
            node = self._with_spread(self._bracket(token))
            behind = self.tokens[self.i]
            told = behind.kind == "text" and worth(behind.text) == 1
            if (told or behind.text == OHM) and self._at_unit():
                self._skip_units()
        elif token.kind == "cmd":
            node = self._command(token)
            behind = self.tokens[self.i]
            unit = worth(behind.text) if behind.kind == "text" else None
            if token.text in _MEASURED and (unit or (behind.text == OHM and self._at_unit())):
                self._skip_units()
        elif token.kind == "begin" and token.text in MATRICES:
            node = self._matrix()
        elif token.kind == "begin" and token.text in PIECEWISE:
            node = self._piecewise()
        elif token.kind == "begin":
            raise self.error(f"the environment “{token.text}” is not known")
        elif token.kind == "eof":
            raise self.error("the formula ends where a number or a name should stand")
        else:
            raise self.error(f"expected a number or a name, found {spelled(token)}")
        self.depth -= 1
        return node

    def _with_spread(self, node: Node) -> Node:
        r"""What stands in brackets, with its unit if it was measured: ``(18.7 \pm 0.2)\,m``."""
        both = spread(node)
        if both is None or not self._at_unit():
            return node
        size = worth(self._skip_units()) or ONE
        one, other = (self._in_unit(num, size) for num in both)
        made = Call(node.start, self.previous_end(), "pm", (one, other))
        self.measured.add(id(made))
        return made

    def _apart(self, chain: Chain) -> Iterator[Chain]:
        r"""What a quantity was measured as, and how far that may be off, each by itself.

        In ``U = (6.24 \pm 0.03)\,\text{V}`` the second is ``\Delta U``, or what the page calls so.
        """
        first, *others = chain.parts
        both = spread(others[0].node) if len(others) == 1 else None
        if (
            both is None
            or not isinstance(first.node, Sym)
            or others[0].relation not in ("=", "\\approx")
        ):
            yield chain
            return
        mean, width = both
        if width.value >= mean.value:
            yield chain  # rather two roots than how far it may be off
            return
        name = next(filter(self.names.spreads.__contains__, spreads_of(first.node)), "")
        if not name and id(others[0].node) not in self.measured:
            yield chain
            return
        yield Chain(chain.start, mean.end, (first, replace(others[0], node=mean)))
        at = width.start
        told = Part("", at, at, width, plain=True)
        if name:
            told = Part("=", at, at, width, plain=True)
            symbol = Sym(at, at, name, name, "")
            yield Chain(at, chain.end, (Part("", at, at, symbol), told))
        else:
            yield Chain(at, chain.end, (told,))

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
            items = self._items(OPEN[token.text])
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
        raise self.error(f"expected a number or a name, found {spelled(token)}")

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
            nearest = text == "\\lfloor" and self.at("\\rceil")
            self.expect("\\rceil" if nearest else f"\\r{_ROUNDED[text]}")
            name = "round" if nearest else _ROUNDED[text]
            return Call(token.start, self.previous_end(), name, (rounded,))
        if text in ("\\binom", "\\dbinom", "\\tbinom"):
            self.i += 1
            pair = (self._group(), self._group())
            return Call(token.start, self.previous_end(), "binomial", pair)
        if text in ACCENTS:
            self.i += 1
            return self._scripts(self._accented(token), token.start, self.previous_end())
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
        if text == INDICATOR:
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
        if name == "log" and self._is_base():
            name += self.tokens[self.i].text
            self.i += 1
        elif self.at("_"):
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
            args = tuple(self._items(OPEN[token_open]))
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

    def _vulgar(self, token: Token) -> Node:
        """A fraction that is one character, as in ``½ m v²``."""
        if self.i and self.tokens[self.i - 1].kind == "num" and self.previous_end() == token.start:
            raise self.error("a number with a fraction behind it is not known")
        self.i += 1
        above, below = (
            Num(token.start, token.start, digits, Fraction(digits))
            for digits in VULGAR[token.text].split("/")
        )
        return Div(token.start, token.end, above, below)

    def _is_base(self) -> bool:
        """Whether a number between a logarithm and its brackets is its base: ``log2(8)``."""
        number, *further = self.tokens[self.i : self.i + 2]
        if number.text not in ("2", "10") or not further or further[0].text != "(":
            return False
        return self.previous_end() == number.start and number.end == further[0].start

    def _fraction(self, token: Token) -> Node:
        self.i += 1
        derivative = self._derivative(token)
        if derivative is not None:
            return derivative
        above = self._group()
        below = self._group()
        return Div(token.start, self.previous_end(), above, below)

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
        others: list[str] = []
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
                        if len(index) > 1 and set(index) <= _COUNTING:
                            index, others = index[0], [*index[1:]]
                        while self.at(",") and self.tokens[self.i + 1].text in _COUNTING:
                            others.append(self.tokens[self.i + 1].text)
                            self.i += 2
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
        end, kind = self.previous_end(), token.text[1:]
        running = {index, *others}
        if others and (
            len(running) <= len(others) or not are_told(body, running, self.names.indexed)
        ):
            raise self.error("bounds of a sum that are not known")
        for other in reversed(others):
            body = Sum(token.start, end, kind, other, lower, upper, body)
        return Sum(token.start, end, kind, index, lower, upper, body)

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


def parse(tokens: list[Token], names: Names, end: int) -> list[Chain]:
    """The statements of a formula: chains of segments joined by relations, in reading order.

    ``end`` is the place in the page where the formula ends. Never raises: what is not understood
    is an `Opaque` segment.
    """
    kinds, signs = set(map(_KIND, tokens)), set(map(_TEXT, tokens))
    if "&" in signs:
        # A script behind it belongs to what stands before it: ``\delta &^{[2]}``.
        behind = [*tokens[1:], tokens[-1]]
        tokens = [
            one
            for one, other in zip(tokens, behind, strict=True)
            if one.text != "&" or other.text not in ("^", "_")
        ]
    if "text" in kinds or "sep" in kinds:
        tokens = without_remarks(tokens, names)
    if "begin" in kinds:
        tokens = with_sides_apart(tokens, MATRICES)
    if "\\delta" in signs:
        tokens = with_partials(tokens, names)
    tokens = with_times(tokens, names)
    tokens = with_indicators(said_in_percent(joined(tokens, names)))
    return _Parser(tokens, names, end).statements()


def parse_text(latex: str, names: Iterable[str] = ()) -> list[Chain]:
    """The statements of a formula on its own, for tools and tests."""
    found = Names(symbols=set(names))
    tokens = lex(latex)
    collect(tokens, found)
    found.settle()
    return parse(tokens, found, len(latex))
