r"""Which number is the slip: the result, or one of the operands that it was computed from?

In ``\sqrt{(5.5 - 5.0)^2} = 3.5`` the two sides contradict each other, and nothing but the page can
tell which is wrong. If an operand that nothing backs is one slip of the pen away from a number that
the page prints elsewhere, and with that number everything agrees, then the operand is the slip.
Otherwise the result is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from mathdoctest.align import Match
from mathdoctest.evaluate import Exact, Values
from mathdoctest.ledger import Ledger
from mathdoctest.rounding import as_float, printed, prints
from mathdoctest.tree import Node, Num, Ref, Stand, children

MAX_TRIALS = 400
"""Operands that are tried on one page."""
MAX_OPERANDS = 40
"""Operands of one segment that are tried."""
MAX_NODES = 2_000
MAX_SLIPS = 4
"""Slips in the operands of one segment."""
MAX_PAIRED = 24
"""Operands and what they may be, of which all pairs are tried."""
ROUNDING = 3
"""A result that is off by no more of its last places was rounded badly, and no operand mistyped."""


def slips(text: str) -> Iterator[str]:
    """All that one digit mistyped makes of a number, or two neighbours that changed places."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for i in digits:
        for digit in "0123456789":
            if digit != text[i]:
                yield f"{text[:i]}{digit}{text[i + 1 :]}"
    # Digits may change places across a point: 0.5 for 5.0.
    for i, j in pairwise(digits):
        if text[i] != text[j]:
            yield f"{text[:i]}{text[j]}{text[i + 1 : j]}{text[i]}{text[j + 1 :]}"


def one_slip(a: str, b: str) -> bool:
    """Whether one number is another one with one digit mistyped, or two exchanged."""
    return len(a) == len(b) and b in slips(a)


def _nearly(num: Num, value: Exact) -> bool:
    """Whether a number is off by so little that it was rounded badly."""
    last = as_float(num.scale) * 10.0**-num.decimals
    return abs(as_float(num.value) - abs(as_float(value))) <= ROUNDING * last


class Repair:
    """Looks for the operand that is the slip, and takes it for what it was meant to be."""

    def __init__(self, ledger: Ledger, values: Values, known: Callable[[], Counter[str]]) -> None:
        self.ledger = ledger
        self.values = values
        self._known = known
        self.trials = 0
        self.doubtful = False
        """Whether any of several operands may be the slip."""

    def find(
        self, match: Match, sources: list[Node], again: Callable[[], Match | None]
    ) -> Match | None:
        """A better way to lay a segment, with an operand taken for another; nothing without one."""
        self.doubtful = False
        corrected = self.values.corrected
        operands = [num for num in self._operands(sources) if id(num) not in corrected]
        if not operands:
            return None
        slip, rounded = self._result(match)
        if rounded:
            return None
        # What only the doubtful result prints is no witness.
        own = Counter(num.digits for num, _ in match.pairs)
        pairs = [
            (num, digits) for num in operands for digits in self._candidates(num, own, slip=slip)
        ]
        best: Match | None = None
        for _ in range(MAX_SLIPS):
            found = self._try([(pair,) for pair in pairs], best or match, again)
            if found is None:
                break
            best = found
            if not best.wrong:
                return best
        if best is None and not self.doubtful and len(pairs) <= MAX_PAIRED:
            two = [(a, b) for a, b in combinations(pairs, 2) if a[0] is not b[0]]
            best = self._try(two, match, again)
        return best

    def _try(
        self,
        ways: Iterable[tuple[tuple[Num, str], ...]],
        match: Match,
        again: Callable[[], Match | None],
    ) -> Match | None:
        """The one way to take operands for others that leaves fewer numbers wrong.

        Where there are several, those count first that change what the page shows only once.
        """
        good: list[tuple[int, tuple[tuple[Num, str], ...]]] = []
        for way in ways:
            self.trials += 1
            if self.trials > MAX_TRIALS:
                break
            found = self._with(way, again)
            if found is None or found.wrong >= match.wrong:
                continue
            common = sum(self._known()[num.digits] > 1 for num, _ in way)
            if any(num.digits != digits for num, digits in way):
                good.append((1 + common, way))
            elif not found.wrong:
                # As printed, and not as what its figures stood for before.
                good.append((0, way))
        if not good:
            return None
        least = min(rank for rank, _ in good)
        first, *others = (way for rank, way in good if rank == least)
        if any(other[0][0] is not first[0][0] for other in others):
            self.doubtful = True
            return None
        for num, digits in first:
            self.values.mean(num, Fraction(digits) * num.scale)
            if digits != num.digits:
                self.ledger.blame(num, Fraction(digits) * num.scale)
        return again()

    def _with(
        self, way: tuple[tuple[Num, str], ...], again: Callable[[], Match | None]
    ) -> Match | None:
        """What comes of taking some operands for others; it is undone again."""
        meant = {id(num): Fraction(digits) * num.scale for num, digits in way}
        with self.values.supposing(meant):
            return again()

    def _result(self, match: Match) -> tuple[bool, bool]:
        """Whether the one wrong number is a slip of the right one; whether all are rounded."""
        wrong = [
            (num, stands)
            for num, stands in match.pairs
            if (value := self.values.known(stands)) is not None and not prints(num, value)
        ]
        if all(_nearly(num, self.values.exact(stands)) for num, stands in wrong):
            return False, True
        if len(wrong) != 1:
            return False, False
        num, stands = wrong[0]
        value = self.values.exact(stands)
        return one_slip(num.digits, printed(value, num).lstrip("-")), False

    def _operands(self, sources: list[Node]) -> Iterator[Num]:
        """The literals below some trees that nothing backs, the nearest first."""
        weak = self.ledger.weak
        seen: set[int] = set()
        stack = list(reversed(sources))
        count = 0
        while stack and len(seen) < MAX_NODES:
            top = stack.pop()
            if id(top) in seen:
                continue
            seen.add(id(top))
            if isinstance(top, Num):
                if id(top) in weak:
                    count += 1
                    yield top
                    if count >= MAX_OPERANDS:
                        return
            elif isinstance(top, Stand):
                if id(top.num) in weak:
                    yield top.num
                stack.append(top.source)
            elif isinstance(top, Ref):
                if top.definition.node is not None:
                    stack.append(top.definition.node)
            else:
                stack.extend(reversed(children(top)))

    def _candidates(self, num: Num, own: Counter[str], *, slip: bool) -> Iterator[str]:
        """What an operand may have been meant to be: itself, or what the page has elsewhere.

        ``own`` are the numbers of the doubtful result, which are no witnesses. What the page shows
        more than once is no slip where the result may be one.
        """
        yield num.digits
        known = self._known()
        if slip and known[num.digits] > 1:
            return
        yield from sorted(text for text in slips(num.digits) if known[text] > own[text])
