"""The tokens of a formula, and the place that its reading has come to."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mathdoctest.lexer import LatexError, Names, Token
from mathdoctest.tree import Node

MAX_AHEAD = 200
"""Tokens that are looked through for where a comparison ends, for what a sum runs over, for names
around what may be a unit, and for words between conditions."""
OPEN = {"(": ")", "[": "]", "\\{": "\\}", "{": "}"}
TIMES = {
    "\\cdot": "dot",
    "\\times": "times",
    "*": "ast",
    "\\odot": "odot",
    "\\circ": "odot",
    "\\ast": "ast",
    "\\otimes": "outer",
}
"""The signs of multiplication, and what each means."""
_SIGN_KINDS = ("op", "cmd")
BETWEEN = frozenset(("rel", "sep", "row", "eof", "end", "begin"))
"""Kinds of tokens between the segments of chains."""
BEHIND_SEGMENT = ("rel", "eof", "sep", "row", "end")
"""Kinds of tokens that may stand behind a segment."""
ENDS_SEGMENT = ("rel", "eof")
"""Kinds of tokens with which a segment is at its end."""
ENDS_TERM = frozenset(("+", "-", ")", "}"))
"""Signs with which the next term begins, or something other than a term."""


class Cursor(ABC):
    """A place among one formula's tokens, and the steps over them."""

    def __init__(self, tokens: list[Token], names: Names, end: int) -> None:
        # Twice, so that a look at the token behind the next one never falls off the end.
        self.tokens = [*tokens, *[Token("eof", "", end, end)] * 2]
        self.signs = [token[1] if token[0] in _SIGN_KINDS else "" for token in self.tokens]
        """The text of each token that is a sign or a command; empty for names and numbers."""
        self.i = 0
        self.names = names
        self.depth = 0
        self.measured: set[int] = set()
        """What was measured with a unit, by identity: a number and how far it may be off."""
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
        """The token that comes next."""
        return self.tokens[self.i]

    def at(self, *texts: str) -> bool:
        """Whether one of some signs comes next."""
        return self.signs[self.i] in texts

    def expect(self, text: str) -> Token:
        """Step over a sign that has to come next."""
        token = self.tokens[self.i]
        if self.signs[self.i] != text:
            raise self.error(f"expected “{text}”, found {spelled(token)}")
        self.i += 1
        return token

    def split(self, pieces: list[Token]) -> None:
        """Put several names or numbers in the place of the one that was read as one."""
        self.tokens[self.i : self.i + 1] = pieces
        self.signs[self.i : self.i + 1] = [""] * len(pieces)
        self.nameless = (0, 0)

    def error(self, reason: str) -> LatexError:
        """What is not understood at the next token."""
        token = self.tokens[self.i]
        return LatexError(reason, token.start, token.end)

    def previous_end(self) -> int:
        """Where the token ends that was read last."""
        return self.tokens[self.i - 1].end if self.i else self.tokens[0].start

    # -- what is read ----------------------------------------------------------------------------

    @abstractmethod
    def expression(self) -> Node:
        """A sum of products, as far as it goes."""

    @abstractmethod
    def _product(self) -> Node:
        """Factors, as far as they go."""

    @abstractmethod
    def _power(self) -> Node:
        """An atom with what stands behind it."""

    @abstractmethod
    def _script(self) -> Node:
        """What is raised: one token, or what braces hold."""


def spelled(token: Token) -> str:
    """What a message calls a token."""
    if token.kind == "eof":
        return "the end"
    if token.kind in ("begin", "end"):
        return f"\\{token.kind}{{{token.text}}}"
    return f"“{token.text}”"
