"""Derivatives: fractions of differentials, and gradients."""

from __future__ import annotations

from mathdoctest.cursor import BEHIND_SEGMENT, Cursor
from mathdoctest.lexer import Token, subscript
from mathdoctest.names import is_constant
from mathdoctest.tree import Deriv, Node, Sym


class Differentials(Cursor):
    """Reads what is derived, and by what."""

    def _gradient(self, token: Token) -> Node:
        r"""``\nabla_W L`` as one name: what it is, the page says itself."""
        sub = ""
        if self.at("_"):
            sub, self.i, _ = subscript(self.tokens, self.i + 1)
        if sub and self.tokens[self.i].kind in BEHIND_SEGMENT:
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
            before = self.i
            of = self._power()
            if is_constant(of):
                # A number before what is derived: d/dx of 1/2 (x - 1)^2.
                self.i = before
                of = self._product()
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
