"""Where two statements stand: in one sentence, in items of a list, in parts of an exercise."""

from __future__ import annotations

import re

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.ledger import Ledger
from mathdoctest.outline import Statement
from mathdoctest.tree import Num
from mathdoctest.wording import sentence_of

_PART = re.compile(
    r"^ {0,3}(?:\*\*)?(?:\(?[a-zA-Z0-9]{1,2}[.)]"
    r"|(?:Problem|Exercise|Question|Part|Case|Example|Sample|Pattern|Run|Trial|Aufgabe|Beispiel"
    r"|Muster|Fall|Probe|Exemple|Exercice|Cas|Ejemplo|Ejercicio|Muestra|Caso|Esempio|Campione"
    r"|Exemplo)\b|(?<=\*\*)[a-z0-9]\*\*\s*$)",
    re.MULTILINE,
)
"""The label of a part of an exercise at the beginning of a paragraph: ``(b)``, ``**2.**``."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LABEL = re.compile(r"\s*(?:\d+[.)]\s|\W*[^\W\d_]{2,})")
"""An item or a paragraph that begins so has a number or words before its datum."""
_SIGNED = re.compile(r"[-−+]?\d+(?:[.,]\d+)*")
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
_GIVEN = re.compile(r"=[^$]*\d[^$]*\$")
"""A datum that an item gives before another one."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
LONGEST_ITEM = 40
"""Lines of an item of a list that are searched for its beginning."""
LONGEST_HEAD = 200
"""Characters of an item or a paragraph that are compared with those of another one."""
LONGEST_PART = 4000
"""Characters between two values of a symbol that are searched for the label of a part."""


class Places:
    """Tells whether the text sets a statement apart from where a quantity was told before."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document

    def in_items(self, old: Definition, statement: Statement) -> bool:
        """Whether each stands in an item of its own in a list, as results of several cases do."""
        text = self.ledger.page.text
        # The value of a formula that has none stands where it was told first.
        told = old.node.start if isinstance(old.node, Num) else old.start
        here, there = (_item(text, at) for at in (told, statement.chain.start))
        return here is not None and there is not None and here != there

    def in_parts(self, old: Definition, statement: Statement) -> bool:
        """Whether each stands in a labelled part of its own, as answers to several questions do."""
        text = self.ledger.page.text
        between = text[old.start : statement.chain.start]
        return len(between) < LONGEST_PART and any(
            text.endswith("\n\n", 0, old.start + label.start()) for label in _PART.finditer(between)
        )

    def in_cases(self, k: int, old: Definition) -> bool:
        """Whether items of a list are cases: “- High temperature ($T = 2$)”.

        Each begins with the datum, and goes on with it or is called by other words.
        """
        text, formulas = self.ledger.page.text, self.ledger.page.formulas
        before = self.ledger.page.formula_before(old.start)
        starts = [
            formulas[place].span.start for place in (self.document.statements[k].formula, before)
        ]
        items = [_item(text, at) for at in starts]
        if None in items or items[0] == items[1]:
            return False
        heads = [
            text[_text_of_item(text, item) : at].rstrip()
            for item, at in zip(items, starts, strict=True)
            if item is not None
        ]
        if all(head.endswith("(") for head in heads):
            return True
        if any(map(_holds_formula, heads)):
            return False
        if all(head.endswith(":") for head in heads):
            return heads[0] != heads[1]
        following = self.document.statements[k + 1 : k + 2]
        return heads[0] == heads[1] and any(
            _item(text, s.chain.start) == items[0] for s in following
        )

    def in_same_words(self, k: int, old: Definition) -> bool:
        """Whether a label gives a datum as another one did: “At $T = 2$:” and “At $T = 5$:”."""
        line = self.document.statements[k].line
        now, before = map(self.ledger.page.line_text, (line, old.line))
        if line == old.line or not now.rstrip(" *_").endswith(":"):
            return False
        if _NUMBER.sub("#", now) != _NUMBER.sub("#", before):
            return False
        return _WORDS.search(_FORMULA.sub("", now)) is not None

    def labelled_likewise(self, k: int, old: Definition) -> bool:
        """Whether two items or paragraphs begin in the same words, but for a number that counts."""
        text = self.ledger.page.text
        ends = self.document.statements[k].chain.start, old.start
        now, before = (_head(text, at) for at in ends)
        same = _SIGNED.sub("#", now) == _SIGNED.sub("#", before)
        return now != before and same and _LABEL.match(now) is not None

    def among_data(self, k: int, old: Definition) -> bool:
        """Whether two items give a datum behind other data that differ: “- $x = 1$, $y = 2$”."""
        text = self.ledger.page.text
        ends = self.document.statements[k].chain.start, old.start
        if _item(text, ends[0]) is None or _item(text, ends[0]) == _item(text, ends[1]):
            return False
        now, before = (_head(text, at) for at in ends)
        same = _SIGNED.sub("#", now) == _SIGNED.sub("#", before)
        return now != before and same and _GIVEN.search(now) is not None

    def beside(self, one: Statement, other: Statement) -> bool:
        """Whether two statements stand in one formula or in one sentence."""
        if one.formula == other.formula:
            return True
        page = self.ledger.page
        both = not (one.display or other.display)
        return both and sentence_of(page, one)[0] == sentence_of(page, other)[0]


def _item(text: str, at: int) -> int | None:
    """Where the item of a list begins that a place stands in; nothing where it is in none."""
    for _ in range(LONGEST_ITEM):
        at = text.rfind("\n", 0, at) + 1
        if _ITEM.match(text, at):
            return at
        if at == 0 or not text[at].isspace():
            return None
        at -= 1
    return None


def _head(text: str, at: int) -> str:
    """What an item or a paragraph says before a place in it, blanks as one."""
    item = _item(text, at)
    # A session leaves room behind formulas, which says nothing.
    far = max(0, at - 8 * LONGEST_HEAD)
    paragraph = text.rfind("\n\n", far, at)
    begins = item if item is not None else paragraph + 2 if paragraph >= 0 else 0
    said = text[max(begins, far) : at]
    return " ".join(said.split())[-LONGEST_HEAD:]


def _text_of_item(text: str, item: int) -> int:
    """Where the words of an item of a list begin, behind its mark."""
    mark = _ITEM.match(text, item)
    return item if mark is None else mark.end()


def _holds_formula(head: str) -> bool:
    return any(sign in head for sign in ("$", "\\(", "\\["))
