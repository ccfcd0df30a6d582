"""Names: subscripts, marks and primes, and whether a bracket behind them holds arguments."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from itertools import islice

from mathdoctest.cursor import BETWEEN, OPEN, TIMES, spelled
from mathdoctest.differentials import Differentials
from mathdoctest.environments import MATRICES, Environments
from mathdoctest.lexer import (
    ACCENT_ALIASES,
    ACCENTS,
    DIFFERENCES,
    KNOWN_FUNCTIONS,
    OF_FORMULAS,
    LatexError,
    Token,
    index_in_brackets,
    is_number_of_name,
    raised,
    skip_scripts,
    subscript,
)
from mathdoctest.normal import CHANCES, LESS, MORE, OF_Z, chance
from mathdoctest.tree import Call, Node, Num, Sym

_MARKS = ("+", "*", "\\ast", "\\star", "\\dagger")
"""Signs that are part of a name where they are its superscript."""
FUNCTION_ALIASES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "tg": "tan", "sign": "sgn",
}  # fmt: skip
_FUNCTIONS = KNOWN_FUNCTIONS | FUNCTION_ALIASES.keys()


class Naming(Differentials, Environments):
    """Reads symbols and applied functions."""

    @abstractmethod
    def _function(self, name: str, token: Token) -> Node:
        """A function that everybody knows, applied to what stands behind it."""

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
            return self._function(FUNCTION_ALIASES.get(token.text, token.text), token)
        self.i += 1
        base = token.text
        if base in DIFFERENCES and (base == "\\Delta" or base not in self.names.symbols):
            following = self.tokens[self.i]
            accent = following.text in ACCENTS
            if accent or following.kind in ("word", "name", "text"):
                self.i += 1
                base += f" {self._accented(following) if accent else following.text}"
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
        policy = base == "\\pi" and self.at("(") and self._is_policy()
        named = policy or base in self.names.symbols or self.at("_", "'")
        if base == "\\pi" and not named:
            return Call(token.start, token.end, "pi", ())
        if base == "e" and not named and self._raised(base) is None:
            return self._euler(token)
        return self._scripts(base, token.start, token.end)

    def _accented(self, accent: Token) -> str:
        """The base of a name whose accent has been read."""
        inner, self.i, _ = subscript(self.tokens, self.i)
        if not inner:
            raise self.error(f"{accent.text} over nothing")
        return f"{ACCENT_ALIASES.get(accent.text, accent.text)}{{{inner}}}"

    def _is_policy(self) -> bool:
        r"""Whether a page tells a policy, so that ``\pi(1)`` or ``\pi(A)`` is no product."""
        chosen = [
            one
            for one in self.names.applied.get("\\pi", ())
            if all(t.kind in ("word", "name", "text") or t.text in "_{}" for t in one.args)
        ]
        return max(len(self.names.numbers.get("\\pi", ())), len(chosen)) > 1

    def _split_word(self, token: Token) -> list[Token] | None:
        """The letters of a run as tokens of their own, or nothing if it is one name."""
        word = token.text
        names = self.names
        following = self.tokens[self.i + 1]
        if word in names.words or word in names.symbols or word in names.functions:
            return None
        if word in KNOWN_FUNCTIONS or word in FUNCTION_ALIASES:
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
                    raise self.error(f"expected a subscript, found {spelled(self.token)}")
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
            elif self.at("[") and (
                index := index_in_brackets(self.tokens, self.i, words=base in self.names.keyed)
            ):
                sub += f"[{index}]"
                self.i += 3
            else:
                break
            end = self.previous_end()
        name = base + (f"^{{{marks}}}" if marks else "") + (f"_{{{sub}}}" if sub else "")
        if sign == "(":
            if name in CHANCES and OF_Z in self.names.normal and not primes:
                event = self._chance(start)
                if event is not None:
                    return event
            if self._is_normal(name) and primes < 2:
                return self._application("npdf" if primes else "ncdf", start, 0)
            if not primes and (
                base in self.names.tabular or (self.names.points and self._at_point(base))
            ):
                name += self._tabulated()
                return Sym(start, self.previous_end(), name, base, "")
            if self._applies(base, name):
                return self._application(name, start, primes)
        elif self.token.kind == "begin" and name in OF_FORMULAS and self.token.text in MATRICES:
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
        return token.kind in ("rel", "eof", "sep", "row", "end") or token.text in TIMES

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
            depth += (token.text in OPEN) - (token.text in OPEN.values())
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
                    token is None or token.kind in BETWEEN or token.text == "&"
                    for token in (first, tokens[i + 1])
                )
        return False

    def _chance(self, start: int) -> Node | None:
        """The probability that a standard normal number is where a bracket says: ``P(Z < 1.5)``."""
        save = self.i
        try:
            self.expect("(")
            sides, signs = [self._side()], []
            while self.token.kind == "rel" and self.token.text in LESS | MORE:
                signs.append(self.token.text in LESS)
                self.i += 1
                sides.append(self._side())
            self.expect(")")
        except LatexError:
            sides, signs = [], []
        made = chance(start, self.previous_end(), sides, signs)
        if made is None:
            self.i = save
        return made

    def _side(self) -> Node | None:
        """A bound in such a bracket; nothing for the letter itself."""
        if self.token.text == "Z" and self.tokens[self.i + 1].text in LESS | MORE | {")"}:
            self.i += 1
            return None
        return self.expression()

    def _application(self, name: str, start: int, primes: int) -> Node:
        self.expect("(")
        args = self._items(")")
        end = self.previous_end()
        return Call(start, end, name, tuple(args), primes)
