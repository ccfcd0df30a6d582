r"""Inequalities, intervals and what words say of them: ``p < 0.05``, ``x \in [0, 1]``."""

from __future__ import annotations

import re
from typing import TypeGuard

from mathdoctest.chains import Part
from mathdoctest.document import Document
from mathdoctest.evaluate import UnknownValueError, holds
from mathdoctest.ledger import Ledger
from mathdoctest.rounding import digits15
from mathdoctest.tree import Arr, Node, Num, Ref
from mathdoctest.unparse import unparse
from mathdoctest.wording import WANTS, sentence_of

_ORDER = {
    "<": "less than",
    ">": "greater than",
    "\\le": "at most",
    "\\ge": "at least",
    "\\ne": "different from",
}
_VAGUE = frozenset(("\\ll", "\\gg"))
COMPARED = _ORDER.keys() | {"\\in"} | _VAGUE
"""Relations of an inequality."""
_HYPOTHESIS = re.compile(r"H_(?:\w|\{\w+\})\s*:[\s\\,;&]*$")
LONGEST_LABEL = 16
"""Characters before an inequality that are searched for the name of a hypothesis."""


class Inequalities:
    """Decides inequalities of one page by exact values."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values

    def is_hypothesis(self, target: Node, part: Part, source: Node) -> TypeGuard[Num]:
        """Whether an inequality is one that a test of statistics asks for: ``H_1: p < 0.5``."""
        before = self.ledger.page.text[max(0, source.start - LONGEST_LABEL) : source.start]
        return (
            isinstance(target, Num)
            and part.relation in _ORDER
            and _HYPOTHESIS.search(before) is not None
            and self.values.known(source) is not None
        )

    def can_be_decided(self, part: Part, source: Node) -> bool:
        """Whether it is of two numbers, and says more than that one is much the larger."""
        return not isinstance(source, Arr) and part.relation not in _VAGUE

    def findings(self, part: Part, source: Node, target: Node) -> list[int]:
        """What is to be said of an inequality that does not hold, or cannot be decided."""
        start, end = part.relation_start, target.end
        try:
            if self._holds(part.relation, source, target):
                return []
        except UnknownValueError as error:
            why = f"cannot be decided: {error}"
            return [self.ledger.find(start, end, "undecided", "unknown", why)]
        if self._is_wanted(source):
            why = "the words around it may say that it need not hold"
            return [self.ledger.find(start, end, "undecided", "unknown", why)]
        left = digits15(self.values.exact(source))
        order = _ORDER.get(part.relation, "in")
        says = f"{unparse(source)} is {left}, which is not {order} {unparse(target)}"
        return [self.ledger.find(start, end, "inequality", "wrong", says)]

    def _is_wanted(self, source: Node) -> bool:
        """Whether words say of an inequality that it is asked for, or denied, or of another test.

        Reports of several tests give each its own p: “$p = .018$, and of time $p < .001$”.
        """
        if not isinstance(source, Ref):
            return False
        statement = self.document.statements[self.document.reached]
        start, words = sentence_of(self.ledger.page, statement)
        other = source.definition.name in ("p", "P") and source.definition.start >= start
        return other or WANTS.search(words) is not None

    def _holds(self, relation: str, source: Node, target: Node) -> bool:
        a = self.values.exact(source)
        if relation == "\\in":
            if not isinstance(target, Arr) or target.shape != (1, 2):
                raise UnknownValueError("not an interval")
            low, high = (self.values.exact(cell) for cell in target.rows[0])
            opening, closing = (
                self.ledger.page.text[target.start],
                self.ledger.page.text[target.end - 1],
            )
            return bool(
                (a > low or (a == low and opening == "["))
                and (a < high or (a == high and closing == "]"))
            )
        return holds(relation, a, self.values.exact(target))
