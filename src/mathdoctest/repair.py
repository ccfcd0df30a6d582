r"""Which number is the slip: the result, or one of the operands that it was computed from?

In ``\sqrt{(5.5 - 5.0)^2} = 3.5`` the two sides contradict each other, and nothing but the page can
tell which is wrong. If an operand that nothing backs is one slip of the pen away from a number that
the page prints elsewhere, and with that number everything agrees, then the operand is the slip.
Otherwise the result is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, takewhile
from typing import TypeAlias

from mathdoctest.align import Match
from mathdoctest.definitions import Definition
from mathdoctest.evaluate import Rough, Values
from mathdoctest.ledger import Ledger
from mathdoctest.nearness import TELLING, nearly
from mathdoctest.page import SPAN_BEGINS
from mathdoctest.rounding import (
    PERCENT,
    as_float,
    as_fraction,
    key_of,
    printed,
    prints,
    significant,
    written,
)
from mathdoctest.slips import carried, one_slip, slips, typed_once, uneven_slips
from mathdoctest.tree import Neg, Node, Num, Ref, Stand, behind, is_longer, walk

DOUBTFUL = "a number here is wrong, and nothing tells which of several"
"""What is said of numbers where a slip of the page has more than one explanation."""
MAX_TRIALS = 4_000
"""Operands that are tried on one page."""
MAX_WORK = 30_000
"""Pairs of parts that are compared for the ways to mend one segment."""
MAX_OPERANDS = 40
"""Operands of one segment that are tried."""
MAX_NODES = 1_000
"""Parts of a formula, and of what is behind it, that are looked through."""
LEAST = "3"
"""The least digit alone that is taken for a result; those below are constants of formulas."""
MAX_SLIPS = 4
"""Slips in the operands of one segment."""
MUCH = 2
"""One slip explains much if it leaves less than one of so many wrong numbers."""
MAX_PAIRED = 24
"""Operands and what they may be, of which all pairs are tried."""
MAX_SLIPPED = 4_000
"""Slips of operands that are tried on one page with floats."""
MAX_FIGURES = 1_000
"""Numbers of a page, of which any may have slipped in for another: of more, one fits by chance."""
CLOSE = 0.5001
"""Last places that a number in floats may be off by, and still be rounded well."""
SURE = 6
"""Digits of a result that no other number of the page gives by chance."""
SURE_OF_FEW = 4
"""The same of a few numbers that stand near."""
SURE_OF_TWO = 5
"""The same of two slips at once, where both numbers stand elsewhere, too."""
AGAIN = 2
"""Times that a page prints a result again, so that it was meant, however short it is."""
NEAR = 8.5
"""Last places that a result is off by which the page goes on with, so that it was meant: of two
digits that changed places in an operand these are nine, or more."""
LONGEST = 400
"""Characters before a formula that hold the beginning of its paragraph."""
FAR = 50
"""Last places that a result is off by, so that hardly any slip gives it by chance."""
CROWD = 6
"""Operands of a formula among which one can be taken for another so that two digits are right."""
FARTHEST = 1_000
"""The same for one of few digits."""


def _read(digits: str) -> Fraction:
    """What digits are worth, perhaps with a minus before them."""
    return -written(digits[1:]) if digits.startswith("-") else written(digits)


def _repeats(source: Node) -> bool:
    """Whether a number only says again what another one says."""
    told = _told(source)
    return isinstance(told, Num) or (isinstance(told, Ref) and told.definition.node is None)


def _told(source: Node) -> Node:
    """What stand-ins, signs and names of quantities lead to; in a circle, one of them."""
    seen: set[int] = set()
    while id(source) not in seen:
        seen.add(id(source))
        if isinstance(source, Ref) and source.definition.node is not None:
            source = source.definition.node
        elif isinstance(source, (Neg, Stand)):
            source = source.arg if isinstance(source, Neg) else source.source
    return source


def _is_long(source: Node) -> bool:
    """Whether a source, or the formula of the quantity that it is, has a great many parts."""
    formula = source.definition.node if isinstance(source, Ref) else None
    return is_longer(source if formula is None else formula, MAX_NODES)


Way: TypeAlias = tuple[tuple[Num, str], ...]
"""Operands, and the digits that they are taken for."""


def _alone(pair: tuple[Num, str], operands: Sequence[Num]) -> Way:
    """One operand taken for another number, and those that repeat it as they are printed."""
    num, digits = pair
    if digits == num.digits:
        return (pair,)
    twins = {id(other): other for other in operands if other.digits == num.digits}
    return (pair, *((other, other.digits) for key, other in twins.items() if key != id(num)))


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment with wrong numbers, for as long as operands are tried."""

    sources: list[Node]
    """What it may be laid against, the nearest first."""
    again: Callable[[], Match | None]
    """Lays it anew."""


class Repair:
    """Looks for the operand that is the slip, and takes it for what it was meant to be."""

    def __init__(
        self,
        ledger: Ledger,
        values: Values,
        known: Callable[[], Counter[str]],
        said: Callable[[Definition], Sequence[Node]],
        opposed: Callable[[Num], bool],
        worked: Callable[[], int],
    ) -> None:
        self.ledger = ledger
        self.values = values
        self._known = known
        self._said = said
        self._opposed = opposed
        self._worked = worked
        self.trials = 0
        self.slipped = 0
        self.doubtful = False
        """Whether any of several operands may be the slip."""

    def find(
        self,
        match: Match,
        segment: Segment,
        goes_on: Callable[[], bool],
    ) -> Match | None:
        """A better way to lay a segment, with an operand taken for another; nothing without one.

        ``goes_on`` tells whether what comes next was computed with the doubtful result.
        """
        self.doubtful = False
        sources = segment.sources
        corrected = self.values.corrected
        if self.trials > MAX_TRIALS:
            return None  # what could be tried is not even looked for
        operands = [num for num in self._operands(sources) if id(num) not in corrected]
        if any(map(_is_long, sources)):
            return None  # each of many trials would work out all of a long sum
        if not operands:
            return self._of_factor(match, segment)
        if self._fits_without_units(match):
            return None
        slip, rounded = self._result(match)
        # What only the doubtful result prints is no witness.
        own = Counter(num.digits for num, _ in match.pairs)
        meant = self._meant(match, own)
        if rounded:
            return self._try(self._odd_ones(operands, own, 0 if meant else 1), match, segment)
        meant = meant or goes_on()
        if not meant and self._only_lost_signs(match):
            return None
        # Of what one digit more makes of a number, something makes two digits come out right.
        shown = sum(significant(num) for num, _ in self._wrong(match))
        pairs = [
            (num, digits)
            for num in operands
            for digits in self._candidates(
                num, own, slip=slip and not meant, uneven=meant or shown >= TELLING
            )
        ]
        best: Match | None = None
        for _ in range(MAX_SLIPS):
            found = self._try([_alone(pair, operands) for pair in pairs], best or match, segment)
            if found is None:
                break
            best = found
            if not best.wrong:
                return best
        if best is None and not self.doubtful:
            rare = [pair for pair in pairs if self._known()[pair[0].digits] < 2]
            paired = pairs if len(pairs) <= MAX_PAIRED and shown >= SURE_OF_TWO else rare
            if len(paired) > MAX_PAIRED:
                start, end = sources[0].start, sources[0].end
                paired = [pair for pair in rare if start <= pair[0].start < end]
            if len(paired) <= MAX_PAIRED:
                two = [(a, b) for a, b in combinations(paired, 2) if a[0] is not b[0]]
                best = self._try(two, match, segment)
        if best is None and not self.doubtful:
            best = self._undone(match, segment, own, slip=slip, meant=meant)
        if best is None and not self.doubtful:
            # One number behind all that is wrong: it may well be the slip.
            alone = len(operands) == 1 and self._known()[operands[0].digits] == 1
            self.doubtful = alone and len(match.pairs) == match.wrong > 1
        if best is None and self.doubtful:
            self.doubtful = not self._said_elsewhere(match, own)
        if self.doubtful and len(operands) == 1:
            (num,) = operands
            if self.ledger.weak[id(num)] is None:
                self.ledger.weak[id(num)] = self.ledger.claim(num, None, reason=DOUBTFUL)
        return best

    def _of_factor(self, match: Match, segment: Segment) -> Match | None:
        """A segment of names, with a factor that stands nowhere else taken for another number.

        A page steps by 0.08 everywhere, and once by 0.80.
        """
        wrong = self._wrong(match)
        own = Counter(num.digits for num, _ in match.pairs)
        if self._result(match)[0] or any(significant(num) < TELLING - 1 for num, _ in wrong):
            return None
        first = segment.sources[-1]
        formula = first.definition.node if isinstance(first, Ref) else first
        factors = [
            node
            for node in walk(formula or first)
            if isinstance(node, Num) and node.start >= 0 and "." in node.digits
        ]
        ways = [
            way
            for way in self._odd_ones(factors, own, 0)
            if (found := self._with(way, segment)) is not None and not found.wrong
        ]
        return self._try(ways, match, segment)

    def datum(self, stands: Node) -> Num | None:
        """The number behind a reference that the page tells as a mere number, and only once."""
        for _ in range(MAX_NODES):
            if not isinstance(stands, Ref) or stands.definition.node is None:
                break
            stands = stands.definition.node
        if (
            not isinstance(stands, Num)
            or (id(stands) not in self.ledger.weak and id(stands) not in self.ledger.given)
            or id(stands) in self.values.corrected
            or significant(stands) < TELLING
            or self._known()[stands.digits] > 1
        ):
            return None
        return stands

    def _exchanged(
        self,
        wrong: list[tuple[Num, Node]],
        own: Counter[str],
        right: Callable[[Callable[[Num], Iterable[str]]], Way],
        *,
        meant: bool,
        slip: bool,
    ) -> Way:
        """Operands for which another number of the page has slipped in, by what makes all right."""
        known = self._known()
        if any(self._printed(num, num.digits) is not None for num, _ in wrong):
            return ()  # the result is a number that stood somewhere else before
        again = min(known[num.digits] - own[num.digits] for num, _ in wrong)
        telling = self._off(wrong) >= FARTHEST or all(significant(n) >= TELLING for n, _ in wrong)
        sure = all(significant(num) >= SURE for num, _ in wrong)
        ways: Way = ()
        if (telling and (meant or (sure and not slip))) or (meant and again >= AGAIN):
            ways = right(self._figures)
        if not ways and telling and (again or all(significant(n) >= SURE_OF_TWO for n, _ in wrong)):
            ways = right(self._figures_beside)
        if not ways and telling:
            operands = {id(num): num.digits for num, _ in self._inside([s for _, s in wrong])}
            twice = Counter(operands.values())
            if all(significant(num) >= SURE_OF_FEW for num, _ in wrong):
                ways = right(lambda num: [text for text in self._figures(num) if text in twice])
        if not ways and telling:
            ways = right(lambda num: self._figures(num) if twice[num.digits] > 1 else ())
        return ways

    def _figures_beside(self, operand: Num) -> Iterable[str]:
        """What stands in the same formula before an operand that is a number of another one."""
        formulas = self.ledger.page.formulas
        k = self.ledger.page.formula_before(operand.start)
        beside: set[str] = set()
        for claim in reversed(self.ledger.claims):
            if claim.start < formulas[k].span.start:
                break
            beside.add(claim.text)
        return [text for text in self._figures(operand) if text in beside] if beside else ()

    def _undone(
        self, match: Match, segment: Segment, own: Counter[str], *, slip: bool, meant: bool
    ) -> Match | None:
        """A better way to lay a segment, with a slip undone that no other number tells of.

        The result is a witness: where it has digits enough, and only one slip in one operand gives
        it, that was the slip. Where the result may be one as well, what the page does with it
        tells: a result that is ``meant`` is printed again.
        """
        wrong = self._wrong(match)
        if not wrong or (slip and not meant):
            return None
        off = self._off(wrong)
        far = off >= (NEAR if meant else FAR)

        def right(options: Callable[[Num], Iterable[str]]) -> Way:
            return tuple(
                (num, digits)
                for num, digits in self._inverted(wrong, options)
                if (meant or significant(num) > 1 or num.digits >= LEAST)
                and (found := self._with(((num, digits),), segment)) is not None
                and not found.wrong
                and self._keeps(((num, digits),), segment)
            )

        telling = off >= FARTHEST or all(significant(num) >= TELLING for num, _ in wrong)
        ways = right(self._slips) if far or meant else ()
        if not ways and off >= NEAR and all(significant(num) >= TELLING for num, _ in wrong):
            ways = right(self._turned)
            far = far or len(ways) == 1
        if not ways and (telling or meant):
            ways = right(self._signs)
        if not ways and meant and all(significant(num) > TELLING for num, _ in wrong):
            ways = right(self._carried)
        if not ways and off >= FAR and len(self._known()) <= MAX_FIGURES:
            ways = self._exchanged(wrong, own, right, meant=meant, slip=slip)
        if not ways and off >= FAR and all(significant(num) >= SURE_OF_FEW for num, _ in wrong):
            first = min(stands.start for _, stands in wrong)
            ways = right(lambda num: (f"-{num.digits}",) if 0 <= num.start < first else ())
        if (
            not ways or self.slipped > MAX_SLIPPED
        ):  # where not all is tried, one is not the only one
            return None
        alone = [num for num, _ in ways if len(num.digits) == 1]
        if alone and self._said_elsewhere(match, own):
            return None  # a constant of the formula, and the page goes on with what it gives
        if not far:
            self.doubtful = bool(alone)
            return None
        # Nobody types nothing but zeros for something else.
        ways = tuple(way for way in ways if _read(way[1])) or ways
        if len(ways) > 1 or not (telling or meant) or any(num.digits < LEAST for num in alone):
            self.doubtful = True
            return None
        return self._take(ways, segment)

    def _off(self, wrong: list[tuple[Num, Node]]) -> float:
        """Last places that numbers are off by: the more, the fewer slips give all by chance.

        What is off by a few of them some digit somewhere almost always makes right.
        """
        off = 1.0
        for num, stands in wrong:
            place = as_float(num.scale) * 10.0**-num.decimals
            size = abs(as_float(self.values.exact(stands)))
            off *= abs(as_float(num.value) - size) / place if place else 0.0
        return off

    def _odd_ones(
        self, operands: list[Num], own: Counter[str], least: int
    ) -> Iterator[tuple[tuple[Num, str]]]:
        """Operands that the page prints only here, and numbers one slip away that it has elsewhere.

        ``least`` is how often it must have them at least, and once more.
        """
        known = self._known()
        for num in operands:
            if known[num.digits] == 1 and len(num.digits) > 1:
                for digits in (*slips(num.digits), *typed_once(num.digits)):
                    if known[digits] - own[digits] > least:
                        yield ((num, digits),)

    def _wrong(self, match: Match) -> list[tuple[Num, Node]]:
        return [
            (num, stands)
            for num, stands in match.pairs
            if (value := self.values.known(stands)) is not None and not prints(num, value)
        ]

    def _fits_without_units(self, match: Match) -> bool:
        """Whether only the units of numbers make them wrong, so that no operand needs mending."""
        wrong = self._wrong(match)
        return any(num.scale not in (1, PERCENT) for num, _ in wrong) and all(
            prints(replace(num, value=num.value / num.scale, scale=Fraction(1)), abs(value))
            for num, stands in wrong
            if (value := self.values.known(stands)) is not None
        )

    def _only_lost_signs(self, match: Match) -> bool:
        """Whether results are right but for a minus, for which no operand has to be a slip."""
        wrong = self._wrong(match)
        return bool(wrong) and all(prints(num, -self.values.exact(node)) for num, node in wrong)

    def _meant(self, match: Match, own: Counter[str]) -> bool:
        """Whether the page prints the doubtful result again, and rather than what it should be."""
        known = self._known()
        return all(
            known[num.digits] - own[num.digits]
            > known[printed(self.values.exact(stands), num).lstrip("-")]
            for num, stands in self._wrong(match)
        )

    def _said_elsewhere(self, match: Match, own: Counter[str]) -> bool:
        """Whether the page prints elsewhere what doubtful results should be, and not the results.

        Then they are the slips, whatever else an operand may be.
        """
        known = self._known()
        return all(
            known[num.digits] <= own[num.digits]
            and known[printed(self.values.exact(stands), num).lstrip("-")] > 0
            for num, stands in self._wrong(match)
        )

    def _slips(self, operand: Num) -> Iterable[str]:
        """The slips of an operand that the page shows only once."""
        return () if self._known()[operand.digits] > 1 else dict.fromkeys(slips(operand.digits))

    def _turned(self, operand: Num) -> Iterable[str]:
        """The same where two digits changed places, as hardly any other number can do by chance."""
        if significant(operand) < SURE_OF_FEW:
            return ()
        return [text for text in self._slips(operand) if sorted(text) == sorted(operand.digits)]

    def _carried(self, operand: Num) -> Iterable[str]:
        """An operand that is a sum in which a one was carried wrongly."""
        known = self._known()[operand.digits] > 1 or significant(operand) < TELLING
        return () if known else carried(operand.digits)

    def _signs(self, operand: Num) -> Iterable[str]:
        """An operand with a minus, if the page has a quantity of that value and none without."""
        return (f"-{operand.digits}",) if self._opposed(operand) else ()

    def _figures(self, operand: Num) -> Iterable[str]:
        """What an operand may have been exchanged for: any number that the page printed so far."""
        found = [text for text in self._known() if self._printed(operand, text) is not None]
        found.sort(key=lambda text: len(text) == len(operand.digits))
        # Of 0.8 and 0.80 the one that looks like it.
        return {written(text): text for text in found}.values()

    def _inverted(
        self, wrong: list[tuple[Num, Node]], options: Callable[[Num], Iterable[str]]
    ) -> Iterator[tuple[Num, str]]:
        """What single operands may be meant to be for wrong numbers to come out right, in floats.

        ``options`` are the digits that an operand is taken for.
        """
        results = [
            (as_float(num.value), stands, CLOSE * as_float(num.scale) * 10.0**-num.decimals)
            for num, stands in wrong
        ]
        for operand, keys in self._inside([stands for _, stands in wrong]):
            if id(operand) in self.values.corrected:
                continue
            rough = Rough(self.values, {})
            for digits in options(operand):
                self.slipped += 1
                if self.slipped > MAX_SLIPPED:
                    return
                meant = as_float(self._worth(operand, digits))
                rough.suppose(dict.fromkeys(keys, meant))
                try:
                    close = all(
                        abs(size - abs(rough.of(stands))) <= most for size, stands, most in results
                    )
                except (ValueError, ArithmeticError, TypeError):
                    continue
                if close:
                    yield operand, digits

    def _inside(self, sources: list[Node]) -> list[tuple[Num, list[int]]]:
        """The operands below some trees, each with the identities of all that shows it."""
        stands: dict[int, list[int]] = {}
        operands = {id(num): num for num in self._operands(sources, stands)}
        return [(num, [key, *stands.get(key, ())]) for key, num in operands.items()]

    def _try(
        self,
        ways: Iterable[Way],
        match: Match,
        segment: Segment,
    ) -> Match | None:
        """The one way to take operands for others that leaves fewer numbers wrong.

        Where there are several, those count first that change what the page shows only once, and
        of them those that make of it what the page has shown so far.
        """
        good: list[tuple[int, int, Way]] = []
        most = self._worked() + MAX_WORK
        for way in ways:
            self.trials += 1
            if self.trials > MAX_TRIALS or self._worked() > most:
                break
            found = self._with(way, segment)
            if found is None or found.wrong >= match.wrong or not self._keeps(way, segment):
                continue
            common = sum(self._known()[num.digits] > 1 for num, _ in way)
            if any(num.digits != digits for num, digits in way):
                # What the page shows more than once is a slip only if that explains all, or much.
                if not common or not found.wrong or match.wrong > MUCH * found.wrong:
                    unbacked = sum(not self._backed(num, digits) for num, digits in way)
                    good.append((1 + common, unbacked, way))
            elif not found.wrong:
                # As printed, and not as what its figures stood for before.
                good.append((0, 0, way))
        if not good:
            return None
        least = min(rank[:2] for rank in good)
        first, *others = (way for *rank, way in good if tuple(rank) == least)
        if any(other[0][0] is not first[0][0] for other in others) or any(
            len(digits) == 1 and digits != num.digits for num, digits in first
        ):
            # Of a digit alone nothing is sure.
            self.doubtful = True
            return None
        if self._by_chance(first, match, segment):
            return None
        return self._take(first, segment)

    def _by_chance(self, way: Way, match: Match, segment: Segment) -> bool:
        """Whether a result has too few digits to tell of slips so far from it, or of so many.

        Of all that the page has in store, something makes two digits come out right.
        """
        wrong = self._wrong(match)
        if sum(significant(num) for num, _ in wrong) >= TELLING:
            return False
        known = self._known()
        if all(
            known[num.digits] > AGAIN
            and not known[printed(self.values.exact(stands), num).lstrip("-")]
            for num, stands in wrong
        ):
            return False  # the page goes on with what it printed
        formulas = self.ledger.page.formulas
        at = match.pairs[0][0].start
        k = self.ledger.page.formula_before(at)
        changed = [num for num, digits in way if num.digits != digits]
        far = [num for num in changed if not formulas[k].span.start <= num.start < at]
        crowd = sum(1 for _ in self._operands(segment.sources)) >= CROWD
        return len(far) > 1 or any(known[num.digits] > 1 for num in (changed if crowd else far))

    def _take(self, way: Iterable[tuple[Num, str]], segment: Segment) -> Match | None:
        """Take operands for what they were meant to be, and call them wrong."""
        for num, digits in way:
            self.values.mean(num, self._worth(num, digits))
            if len(digits) != len(num.digits) and digits[0] != "-":
                # With another number of places what it stands for is rounded anew.
                self.ledger.blame(num, self._worth(num, digits), digits)
            elif digits != num.digits:
                self.ledger.blame(num, _read(digits) * num.scale, digits)
        return segment.again()

    def _with(self, way: Way, segment: Segment) -> Match | None:
        """What comes of taking some operands for others; it is undone again."""
        meant = {id(num): self._worth(num, digits) for num, digits in way}
        with self.values.supposing(meant):
            return segment.again()

    def _keeps(self, way: Way, segment: Segment) -> bool:
        """Whether results between the operands and the doubtful one stay right."""
        between = list(behind(segment.sources, MAX_NODES))
        # What a quantity was said to be in other steps of its chain is between them as well.
        said = [
            part
            for ref in between
            if isinstance(ref, Ref)
            for node in self._said(ref.definition)
            for part in walk(node)
        ]
        stands = [
            node
            for node in (*between, *said)
            if isinstance(node, Stand) and not _repeats(node.source)
        ]
        right = [stand for stand in stands if self._is_right(stand)]
        wrong = [stand for stand in stands if not self._is_right(stand)]
        before = {id(stand): self.values.known(stand.source) for stand in wrong}
        with self.values.supposing({id(num): self._worth(num, digits) for num, digits in way}):
            return all(self._is_right(stand) for stand in right) and all(
                self._is_right(stand)
                for stand in wrong
                if self.values.known(stand.source) != before[id(stand)]
            )

    def _is_right(self, stand: Stand) -> bool:
        value = self.values.known(stand.source)
        return value is not None and prints(stand.num, value)

    def _worth(self, num: Num, digits: str) -> Fraction:
        """What other digits stand for: the exact value of what was printed so before."""
        source = self._printed(num, digits)
        value = None if source is None else self.values.known(source)
        if value is None or digits == num.digits:
            return _read(digits) * num.scale
        return as_fraction(abs(value))

    def _backed(self, num: Num, digits: str) -> bool:
        """Whether digits were printed before, for something that has a name or was computed."""
        source = self._printed(num, digits)
        return source is not None and not isinstance(source, Num)

    def _printed(self, num: Num, digits: str) -> Node | None:
        """What a literal with other digits stood for where the page printed it last."""
        return self.ledger.printed.get(key_of(digits, num.scale))

    def _result(self, match: Match) -> tuple[bool, bool]:
        """Whether the one wrong number is a slip of the right one; whether all are rounded."""
        wrong = self._wrong(match)
        if all(nearly(num, self.values.exact(stands)) for num, stands in wrong):
            return False, True
        if len(wrong) != 1:
            return False, False
        num, stands = wrong[0]
        value = self.values.exact(stands)
        return one_slip(num.digits, printed(value, num).lstrip("-")), False

    def _operands(
        self, sources: list[Node], stands: dict[int, list[int]] | None = None
    ) -> Iterator[Num]:
        """The literals below some trees that nothing backs, the nearest first.

        ``stands`` is filled with the trees that show each of them, by their identities.
        """
        weak = self.ledger.weak
        count = 0
        for node in behind(sources, MAX_NODES):
            if isinstance(node, Num) and id(node) in weak:
                count += 1
                yield node
                if count >= MAX_OPERANDS:
                    return
            elif isinstance(node, Stand) and id(node.num) in weak:
                if stands is not None:
                    stands.setdefault(id(node.num), []).append(id(node))
                yield node.num

    def _candidates(
        self, num: Num, own: Counter[str], *, slip: bool, uneven: bool
    ) -> Iterator[str]:
        """What an operand may have been meant to be: itself, or what the page has elsewhere.

        ``own`` are the numbers of the doubtful result, which are no witnesses. What the page shows
        more than once is no slip where the result may be one. A digit is typed twice or left out
        where slips may be ``uneven``.
        """
        yield num.digits
        known = self._known()
        if known[num.digits] > 1 and (slip or self._is_told_beside(num)):
            return
        for text in sorted(dict.fromkeys(slips(num.digits))):
            if (known[text] > own[text] and not self._is_slip(num, text)) or (
                len(text) == 1 and text >= LEAST and self._backed(num, text)
            ):
                yield text
        # A digit alone is a constant of its formula, and no digit was left out beside it.
        uneven = uneven and len(num.digits) > 1
        for text in sorted(dict.fromkeys(uneven_slips(num.digits))) if uneven else ():
            tells = len(text) < len(num.digits) or len(text.lstrip("0.")) > 1
            if known[text] > own[text] and (tells or self._backed(num, text)):
                yield text

    def _is_told_beside(self, num: Num) -> bool:
        """Whether the words of its paragraph tell an operand, before its formula puts it in."""
        page = self.ledger.page
        k = page.formula_before(num.start)
        if k < 0 or significant(num) < AGAIN:
            return False
        at = page.formulas[k].span.start
        begin = page.text.rfind("\n\n", max(0, at - LONGEST), at)
        told = islice(page.numbers, bisect_left(page.numbers, begin, key=SPAN_BEGINS), None)
        return begin >= 0 and any(
            number.text == num.digits for number in takewhile(lambda one: one.span.start < at, told)
        )

    def _is_slip(self, num: Num, digits: str) -> bool:
        """Whether digits are elsewhere on the page only by a slip themselves."""
        source = self._printed(num, digits)
        value = None if source is None else self.values.known(source)
        return value is not None and not prints(replace(num, digits=digits), abs(value))
