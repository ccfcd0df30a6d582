"""Which printed numbers may be rounded themselves, and how far that moves what rests on them.

A figure that nothing backs, such as the 0.123 that a page begins with, may be exact or rounded.
If a much finer figure that was computed from it comes out right, it was exact.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, MutableSet, Sequence
from typing import TypeAlias

from mathdoctest.evaluate import Exact, Rough, Values
from mathdoctest.rounding import as_float, half_place, printed, significant, text_key
from mathdoctest.tree import Node, Num, Stand, behind, is_longer, origins, walk

ROUNDED = 3
"""A figure of so many digits that nothing backs may be a rounded one."""
MARGIN = 1.2
"""What a rounded operand may do, and a little more: a function is no straight line."""
TELLING = 4
"""Digits of a figure that is not printed twice by chance."""
FINER = 6
"""A figure shows its operands exact if their rounding would move it by so many times its own."""
MAX_DOUBTS = 400
"""Nodes that are searched for rounded operands."""
MAX_PARTS = 2_000
"""Parts of a tree that is worked out again for each of them."""
MAX_ROUNDED = 200
"""Literals that what rests on them, if they are rounded, is remembered for."""
MAX_REMEMBERED = 5_000
"""Values that are remembered for one of them."""

Witness: TypeAlias = tuple[Num, Node]
"""A number that came out right, and what it was computed from."""


class Doubts:
    """The numbers of one page that may be rounded themselves."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.assumed: MutableSet[int] = set()
        """Literals that nothing explains, by identity."""
        self.excused: MutableSet[int] = set()
        """Literals that only such roundings make right, by identity."""
        self._witnesses: list[Witness] = []
        """Those that were not heard yet."""
        self._confirmed: set[str] = set()
        """The texts of literals that turned out to be exact."""
        self._rounded: dict[Num, Rough] = {}
        self._epoch = values.epoch
        self.numerals: Callable[[], Counter[str]] | None = None
        """The digits of all numbers that the page prints, once its document is known."""

    def assume(self, num: Num, *, listed: bool = False) -> None:
        """Take a literal that nothing backs for a figure that may be rounded itself.

        In a list of numbers one near to zero shows as few digits as its places leave it.
        """
        shown = max(significant(num), num.decimals) if listed else significant(num)
        if "." in num.digits and shown >= ROUNDED:
            self.assumed.add(id(num))

    def witness(self, num: Num, source: Node) -> None:
        """Note a number that came out right, unless it rests on one that did not."""
        if self.assumed and (not self.excused or self.is_sound(source)):
            self._witnesses.append((num, source))

    def is_sound(self, source: Node) -> bool:
        """Whether a tree shows no number that only the rounding of others makes right."""
        return not any(isinstance(n, Stand) and id(n.num) in self.excused for n in walk(source))

    def excuse(self, num: Num, source: Node, value: Exact, *, flipped: bool = False) -> bool:
        """Whether unexplained literals, if they are rounded, could make a literal right.

        Not where the page prints again what they give as they are, and the literal nowhere else.
        One that is ``flipped`` has the other sign than the value.
        """
        slack = self._slack(source)
        if not slack:
            return False
        size = -abs(as_float(value)) if flipped else abs(as_float(value))
        off = abs(as_float(num.value) - size) - half_place(num)
        if off > slack or self._goes_on_with(num, value):
            return False
        self.excused.add(id(num))
        return True

    def _goes_on_with(self, num: Num, value: Exact) -> bool:
        meant = printed(abs(value), num)
        if significant(num) < TELLING or meant == num.digits or self.numerals is None:
            return False
        known = self.numerals()
        return known[meant] > 0 and known[num.digits] < 2

    def _slack(self, source: Node) -> float:
        """How far the rounding of literals that nothing backs can move a value."""
        doubted = self.below(source)
        if doubted and is_longer(source, MAX_PARTS):
            return math.inf  # of thousands of terms each may be rounded
        # Witnesses are heard only now, because few pages need them.
        return self.moved(source, self.confirmed(doubted)) if doubted else 0.0

    def confirmed(self, _doubted: Collection[Num]) -> Collection[str]:
        """The texts of literals, some that are doubted among them, that turned out to be exact."""
        hear(self, self._witnesses, self._confirmed)
        self._witnesses.clear()
        return self._confirmed

    def rounded(self, num: Num, above: Mapping[int, int]) -> Rough:
        """What values are if a literal is rounded as far as it can be.

        A page computes each result from those before it, which are not worked out anew for each.
        """
        if self._epoch is not self.values.epoch:
            self._epoch = self.values.epoch
            self._rounded.clear()
        found = self._rounded.pop(num, None)
        if found is None or len(found) > MAX_REMEMBERED:
            found = Rough(self.values, {id(num): as_float(num.value) + half_place(num)})
        self._rounded[num] = found
        if len(self._rounded) > MAX_ROUNDED:
            del self._rounded[next(iter(self._rounded))]
        found.above = above, above[id(num)]
        return found

    def below(self, source: Node) -> list[Num]:
        """The literals below a tree, through definitions, that nothing explains."""
        if not self.assumed:
            return []
        below = behind((source,), MAX_DOUBTS)
        return [node for node in below if isinstance(node, Num) and id(node) in self.assumed]

    def moved(self, source: Node, confirmed: Collection[str]) -> float:
        """How far a value moves if the doubted literals below are rounded as far as they can be."""
        doubted = [num for num in self.below(source) if text_key(num) not in confirmed]
        if not doubted:
            return 0.0
        above = _above(source, doubted)
        try:
            middle = as_float(self.values.exact(source))
            moved = [abs(self.rounded(num, above).of(source) - middle) for num in doubted]
        except (ValueError, ArithmeticError):
            return 0.0
        return MARGIN * sum(moved)


def hear(doubts: Doubts, witnesses: Iterable[Witness], confirmed: set[str]) -> None:
    """Add the texts of literals with which a much finer figure comes out right."""
    for num, source in witnesses:
        doubted = {text_key(one) for one in doubts.below(source)} - confirmed
        if doubted and doubts.moved(source, confirmed) > FINER * half_place(num):
            confirmed |= doubted


def _above(source: Node, doubted: Sequence[Num]) -> dict[int, int]:
    """By identity, which literals a tree's parts rest on: a bit for each of them."""
    rests = {id(num): 1 << k for k, num in enumerate(doubted)}
    region = [(id(node), [*map(id, origins(node))]) for node in behind((source,), MAX_DOUBTS)]
    region.reverse()
    found = True
    while found:
        # What is shared may come before all that was made from it: seldom more than once.
        found = False
        for key, parts in region:
            bits = before = rests.get(key, 0)
            for part in parts:
                bits |= rests.get(part, 0)
            if bits != before:
                rests[key] = bits
                found = True
    return rests
