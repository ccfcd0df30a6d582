"""Quantities by their values: which of them may a printed number be?"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from mathdoctest.evaluate import Values
from mathdoctest.rounding import as_float
from mathdoctest.tree import Num, Ref

if TYPE_CHECKING:
    from mathdoctest.definitions import Definition
    from mathdoctest.document import Document

_SLACK = 1e-9
"""Floats are not exact: the candidates are those that are this near or nearer, relatively."""


class Figures:
    """Finds the quantities of a document that have about a given value, without going through all.

    A page may hold thousands of quantities and thousands of numbers that nothing explains.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._values: Values = document.values
        self._taken = 0
        self._ranks: dict[str, int] = {}
        self._sorted: list[tuple[float, int, int]] = []
        self._entries: list[tuple[Definition, Definition]] = []

    def near(self, num: Num) -> Iterator[Definition]:
        """The quantities whose magnitude may be printed so, in page order.

        Only the newest version of each counts.
        """
        for whole, definition in self.candidates(num):
            # A name that another section has for something else may have no version now.
            if self._document.definitions.get(whole.name, ())[-1:] == (whole,):
                yield definition

    def candidates(self, num: Num) -> Iterator[tuple[Definition, Definition]]:
        """The same for all versions, each with the whole that it is an entry of."""
        if len(self._document.entered) > self._taken:
            self._update()
        if not self._sorted:
            return
        shown = as_float(num.value)
        reach = 0.5 * 10.0**-num.decimals * as_float(num.scale) + _SLACK * shown
        if math.isinf(shown) or math.isinf(reach):
            return
        low = bisect_left(self._sorted, (shown - reach, -1, -1))
        high = bisect_right(self._sorted, (shown + reach, len(self._entries), 0))
        for _, _, k in sorted(self._sorted[low:high], key=itemgetter(1, 2)):
            yield self._entries[k]

    def _update(self) -> None:
        """Take in what was defined since the last question."""
        entered = self._document.entered
        for whole in entered[self._taken :]:
            rank = self._ranks.setdefault(whole.name, len(self._ranks))
            for definition in [whole, *whole.entries]:
                magnitude = self.magnitude(definition)
                if magnitude is not None:
                    insort(self._sorted, (magnitude, rank, len(self._entries)))
                    self._entries.append((whole, definition))
        self._taken = len(entered)

    def magnitude(self, definition: Definition) -> float | None:
        """The absolute value of a quantity, where it has one."""
        value = None if definition.node is None else self._values.known(Ref(0, 0, definition))
        if value is None:
            return None
        magnitude = abs(as_float(value))
        return magnitude if math.isfinite(magnitude) else None
