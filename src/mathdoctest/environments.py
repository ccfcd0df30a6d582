"""Lists, matrices and cases: expressions that an environment or brackets put in order."""

from __future__ import annotations

from fractions import Fraction

from mathdoctest.cursor import MAX_AHEAD, Cursor, spelled
from mathdoctest.lexer import COMPARISONS, UNDEFINED, LatexError, Token, subscript
from mathdoctest.tree import Arr, Call, Node, Num

MATRICES = {
    "bmatrix",
    "pmatrix",
    "matrix",
    "Bmatrix",
    "smallmatrix",
    "array",
    "bmatrix*",
    "pmatrix*",
}
PIECEWISE = ("cases", "dcases", "cases*", "dcases*")
_CONDITIONAL = frozenset(
    "if for when else otherwise wenn falls für sonst si sinon altrimenti".split()
)
"""Words before a condition or instead of one."""
_BOTH = frozenset("and und et y e".split())
"""Words between two conditions that must both hold."""
_EITHER = frozenset(("or", "oder", "ou", "o", "oppure", "\\lor", "\\vee"))
"""Words and signs between two conditions of which either is enough."""


class Environments(Cursor):
    """Reads what stands in rows and columns."""

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
                raise self.error(f"expected “{close}”, found {spelled(self.token)}")
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

    def _is_open_array(self) -> bool:
        r"""Whether a brace opens that nothing closes: ``\left\{ \begin{array}… \right.``."""
        if self.tokens[self.i + 1][:2] not in (("begin", "array"), ("begin", "matrix")):
            return False
        i = self.i + 2
        while self.tokens[i].kind not in ("end", "begin", "eof"):
            i += 1
        return self.tokens[i].kind == "end" and self.signs[i + 1] != "\\}"

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


def _first_word(text: str) -> str:
    return text.lower().lstrip(" ,;.").partition(" ")[0]


def _joins(token: Token) -> bool:
    """Whether a token may stand between two conditions."""
    first = _first_word(token.text)
    return token.kind in ("text", "cmd") and (first in _BOTH or first in _EITHER)
