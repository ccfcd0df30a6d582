"""What a sentence says that a number is of others: a change, a part of a bill, a sum."""

from __future__ import annotations

from mathdoctest.bills import billed
from mathdoctest.changes import change_told
from mathdoctest.deviations import deviates
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.ledger import Ledger
from mathdoctest.progress import become
from mathdoctest.sums import added_up
from mathdoctest.tree import Node, Num


def told_of_others(
    ledger: Ledger, document: Document, num: Num, *, negative: bool = False
) -> tuple[Node, Exact] | None:
    """What the words around a number make of the numbers before it, and what that is worth."""
    text, values = ledger.page.plain, ledger.values
    change = change_told(text, num, ledger.printed, values, negative=negative)
    if change is not None or negative:
        return change or deviates(document, text, num, negative=negative)
    bill = billed(text, num)
    if bill is not None:
        return bill, values.exact(bill)
    return (
        added_up(text, num, ledger.printed, values)
        or become(document, text, num)
        or deviates(document, text, num, negative=False)
    )
