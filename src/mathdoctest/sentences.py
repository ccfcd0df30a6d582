"""What a sentence says that a number is of others: a change, a distance, a bill, a sum."""

from __future__ import annotations

import re

from mathdoctest.bills import billed
from mathdoctest.changes import change_told
from mathdoctest.deviations import deviates
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.ledger import Ledger
from mathdoctest.page import Page
from mathdoctest.progress import become
from mathdoctest.shares import share_told
from mathdoctest.sums import added_up
from mathdoctest.tree import Node, Num

_ALONE = re.compile(r"(?:[^=]*(?:=|\\approx))?\s*[-\u2212]?[\d.,{}]+(?:\\[,;: ]|\s)*(?:\\?%)?\s*")
"""A formula that ends in a number, and is that or tells it."""
_TELLS = re.compile(
    r"%|\b(?:sum|difference|gap|Differenz|différence|diferencia|differenza|diferença|total|Summe|suma|somme|somma|soma|add|adds|summing|suman|together|zusammen"
    r"|ensemble|by|um|de|di|of|von)\b",
    re.IGNORECASE,
)
"""Words with which a number may be something of others."""
NEAR = 80
"""Characters before a formula that hold them."""


def told_of_others(
    ledger: Ledger, document: Document, num: Num, *, negative: bool = False
) -> tuple[Node, Exact] | None:
    """What the words around a number make of the numbers before it, and what that is worth."""
    text, values = ledger.page.plain, ledger.values
    change = change_told(text, num, ledger.printed, values, negative=negative)
    if change is not None:
        return change
    if negative:
        return (
            added_up(text, num, ledger.printed, values, negative=True)
            or deviates(document, text, num, negative=True)
            or share_told(text, num, ledger.printed, values, negative=True)
        )
    bill = billed(text, num)
    if bill is not None:
        return bill, values.exact(bill)
    return (
        added_up(text, num, ledger.printed, values)
        or become(document, text, num)
        or deviates(document, text, num, negative=False)
        or share_told(text, num, ledger.printed, values, negative=False)
    )


def may_tell(page: Page) -> bool:
    """Whether words beside a formula with one number may say what it is of others."""
    return any(
        _ALONE.fullmatch(one.latex)
        and (
            "%" in one.latex
            or _TELLS.search(page.text, max(0, one.span.start - NEAR), one.span.start)
        )
        for one in page.formulas
        if not one.display
    )
