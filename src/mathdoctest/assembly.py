"""A report put together from what the steps of a check found, and again when some have changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import ChainMap, Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from mathdoctest.garbage import without_collection
from mathdoctest.page import Page
from mathdoctest.report import Claim, Finding, Link, Report, counted, tally
from mathdoctest.revision import Place, Revision

BEFORE, STEPS, IDLE, CODE, UNUSED = range(5)
"""The stages of a check, in the order in which they find something."""

Rank: TypeAlias = tuple[int, int, int, int, int]
"""Where something stands, then when it was found: at which stage and step, as what of it."""

_T = TypeVar("_T")
_Item = TypeVar("_Item", bound=Claim | Finding | Link)


@dataclass(slots=True)
class Shelf(Generic[_Item]):
    """Claims, findings or links."""

    ranks: list[Rank] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    """By which links and claims refer to each."""

    def add(self, item: _Item, stage: int, step: int, index: int) -> None:
        """Put something behind the others."""
        self.ranks.append((item.start, item.end, stage, step, index))
        self.items.append(item)
        self.indices.append(index if stage in (BEFORE, STEPS, CODE) else -1)

    def sort(self) -> None:
        """Put everything in reading order."""
        order = sorted(range(len(self.ranks)), key=self.ranks.__getitem__)
        self.ranks = [self.ranks[i] for i in order]
        self.items = [self.items[i] for i in order]
        self.indices = [self.indices[i] for i in order]

    def places(self) -> dict[int, int]:
        """Where each of them is, by its index."""
        return {index: place for place, index in enumerate(self.indices)}

    def columns(self, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """What all of them hold, field by field."""
        return list(zip(*map(attrgetter(*names), self.items), strict=True))


@dataclass(slots=True)
class Found:
    """All that some steps found."""

    claims: Shelf[Claim] = field(default_factory=Shelf)
    findings: Shelf[Finding] = field(default_factory=Shelf)
    links: Shelf[Link] = field(default_factory=Shelf)


class Assembly:
    """The report of the first version of a page, from which those of others are made.

    Args:
        found: what all steps found.
        page: the page.
        real: where something stands in it that stands somewhere in the page that was checked.
    """

    def __init__(self, found: Found, page: Page, real: Place) -> None:
        self.found = found
        claims, findings, links = found.claims, found.findings, found.links
        for shelf in (claims, findings, links):
            shelf.sort()
        self.at_claims, self.at_findings = claims.places(), findings.places()
        refer = _Refer(self.at_claims, self.at_findings)
        claims.items = [refer.claim(_placed_claim(item, page, real)) for item in claims.items]
        findings.items = [_placed_finding(item, page, real) for item in findings.items]
        links.items = [refer.link(_placed_link(item, page, real)) for item in links.items]
        self.caused = [at for at, claim in enumerate(claims.items) if claim.cause is not None]
        self.unused = Shelf[Finding]()
        for rank, item in zip(findings.ranks, findings.items, strict=True):
            if rank[2] == UNUSED:
                self.unused.ranks.append(rank)
                self.unused.items.append(item)
        self.report = _report(page, found)
        self.columns = (
            claims.columns(_FIELDS_OF_CLAIM),
            findings.columns(_FIELDS_OF_FINDING),
            links.columns(_FIELDS_OF_LINK),
        )

    def later(
        self, old: Found, new: Found, revised: Revision, latex: Mapping[int, str], real: Place
    ) -> Report:
        """The report of another version, made once somebody reads it: it says where all stands.

        Args:
            old: what is not found any more.
            new: what is found instead; of what is unused, all.
            revised: what makes the other version.
            latex: its new formulas.
            real: as above, for the other version.
        """
        old.findings.ranks += self.unused.ranks
        old.findings.items += self.unused.items
        counts = Counter(self.report.counts)
        counts.subtract(tally(old.claims.items, old.findings.items))
        counts.update(tally(new.claims.items, new.findings.items))
        make = partial(self._revised, old, new, revised, latex, real)
        return Report.later(without_collection()(make), counts)

    def _revised(
        self, old: Found, new: Found, revised: Revision, latex: Mapping[int, str], real: Place
    ) -> Report:
        page = revised.read(latex)
        first = self.found
        claims = _Merged(first.claims, old.claims, new.claims)
        findings = _Merged(first.findings, old.findings, new.findings)
        links = _Merged(first.links, old.links, new.links)
        claims.place(lambda item: _placed_claim(item, page, real))
        findings.place(lambda item: _placed_finding(item, page, real))
        links.place(lambda item: _placed_link(item, page, real))
        refer = _Refer(claims.at(self.at_claims), findings.at(self.at_findings))
        of_claims, of_findings, of_links = self.columns
        behind = len(first.links.items)
        stable = claims.stable and findings.stable
        if of_links and not stable:
            *others, own, notes = of_links
            own = links.with_kept(own, lambda part: claims.now(part, refer.claims))
            notes = links.with_kept(notes, lambda part: findings.now(part, refer.findings))
            of_links = [*others, own, notes]
        if revised.moves:
            real = revised.place
            claims.move(revised, lambda item: _placed_claim(item, page, real), Claim, of_claims)
            findings.move(
                revised, lambda item: _placed_finding(item, page, real), Finding, of_findings
            )
            behind = links.move(
                revised, lambda item: _placed_link(item, page, real), Link, of_links
            )
        if of_links and not stable:
            own, notes = of_links[-2:]
            for place, origin in links.kept(0, behind):
                link = links.items[place]
                if own[origin] is not link.claims or notes[origin] is not link.findings:
                    here = link.start, link.end, link.line, link.column
                    said = link.kind, link.text, own[origin], notes[origin]
                    links.items[place] = Link(*here, *said)
        if not claims.stable:
            for before in self.caused:
                at = refer.claims.get(first.claims.indices[before])
                if at is not None and (cause := claims.items[at].cause) is not None:
                    ((cause,),) = claims.now([(cause,)], refer.claims)
                    claims.items[at] = replace(claims.items[at], cause=cause)
        for at in claims.fresh:
            claims.items[at] = refer.claim(claims.items[at])
        for at in links.fresh:
            links.items[at] = refer.link(links.items[at])
        return _report(page, Found(claims, findings, links))


class _Merged(Shelf[_Item]):
    """What the first version holds, without some of it, and with what stands there instead."""

    def __init__(self, first: Shelf[_Item], old: Shelf[_Item], new: Shelf[_Item]) -> None:
        cut = self.cut = sorted(bisect_left(first.ranks, rank) for rank in old.ranks)
        new.sort()
        if len(cut) + len(new.ranks) > _MANY:
            gone = set(cut)
            kept = [i for i in range(len(first.ranks)) if i not in gone]
            self.ranks = [*(first.ranks[i] for i in kept), *new.ranks]
            self.items = [*(first.items[i] for i in kept), *new.items]
            self.indices = [*(first.indices[i] for i in kept), *new.indices]
            self.sort()
            self.fresh = [bisect_left(self.ranks, rank) for rank in new.ranks]
        else:
            self.ranks, self.items = list(first.ranks), list(first.items)
            self.indices = list(first.indices)
            for at in reversed(cut):
                del self.ranks[at], self.items[at], self.indices[at]
            self.fresh = []
            for rank, item, index in zip(new.ranks, new.items, new.indices, strict=True):
                at = bisect_left(self.ranks, rank)
                self.ranks.insert(at, rank)
                self.items.insert(at, item)
                self.indices.insert(at, index)
                self.fresh.append(at)
        self.stable = cut == self.fresh
        """Whether everything that was kept is where it was."""
        self._before = first.indices
        self._low = min([*cut[:1], *self.fresh[:1]], default=0)
        self._grown = len(self.fresh) - len(cut)
        self._high = max([*cut[-1:], *(at - self._grown for at in self.fresh[-1:])], default=0)

    def now(
        self, column: Sequence[tuple[int, ...]], at: Mapping[int, int]
    ) -> Sequence[tuple[int, ...]]:
        """Where things are that were kept; ``at`` says where each is, by its index."""
        if self.stable:
            return column
        low, high, grown = self._low, self._high, self._grown
        return [
            places
            if not places or places[-1] < low
            else tuple([place + grown for place in places])
            if places[0] > high
            else tuple(sorted([at[self._before[place]] for place in places]))
            for places in column
        ]

    def place(self, placed: Callable[[_Item], _Item]) -> None:
        """Give what is new its place in the page."""
        for at in self.fresh:
            self.items[at] = placed(self.items[at])

    def move(
        self,
        revised: Revision,
        placed: Callable[[_Item], _Item],
        make: Callable[..., _Item],
        columns: list[tuple[Any, ...]],
    ) -> int:
        """Give what was kept its new place in the page.

        Args:
            revised: what has moved.
            placed: makes an item anew for its place, line and column.
            make: makes an item of what it holds.
            columns: what the first version's items hold, field by field.

        Returns:
            From which of the first version's items on all were made of the columns.
        """
        if not columns:
            return 0
        items = self.items
        starts, ends, lines = columns[:3]
        moved = bisect_left(starts, revised.first)
        behind = max(moved, bisect_right(lines, revised.line))
        shift = revised.shifts[-1]
        for at, _ in self.kept(moved, behind):
            items[at] = placed(items[at])
        # Most of them stand on lines that have moved as a whole.
        for place, origin, size in self._runs():
            low, high = max(origin, behind), origin + size
            if low < high:
                items[place + low - origin : place + size] = map(
                    make,
                    [start + shift for start in starts[low:high]],
                    [end + shift for end in ends[low:high]],
                    *[column[low:high] for column in columns[2:]],
                )
        return behind

    def kept(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Where things are that were kept, and where they were: some of the first version's."""
        for place, origin, size in self._runs():
            for n in range(max(low - origin, 0), min(high - origin, size)):
                yield place + n, origin + n

    def with_kept(
        self, column: tuple[_T, ...], new: Callable[[Sequence[_T]], Sequence[_T]]
    ) -> tuple[_T, ...]:
        """A column of the first version, with other contents for what was kept."""
        made = list(column)
        for _, origin, size in self._runs():
            made[origin : origin + size] = new(column[origin : origin + size])
        return tuple(made)

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """Runs of what was kept: where each begins, where it began before, and its length."""
        cut, fresh = iter([*self.cut, len(self._before)]), iter([*self.fresh, len(self.items)])
        gone, new = next(cut), next(fresh)
        place = origin = 0
        while True:
            size = min(gone - origin, new - place)
            if size:
                yield place, origin, size
            place, origin = place + size, origin + size
            if origin < len(self._before) and origin == gone:
                gone, origin = next(cut), origin + 1
            elif place < len(self.items):
                new, place = next(fresh), place + 1
            else:
                return

    def at(self, before: dict[int, int]) -> Mapping[int, int]:
        """Where each is, by its index; ``before`` says where each was."""
        if not self.stable:
            return self.places()
        return ChainMap({self.indices[at]: at for at in self.fresh}, before)


_MANY = 100
"""Changes of a list beyond this are made all at once."""


@dataclass(frozen=True, slots=True)
class _Refer:
    """Claims and findings by their places in a report, instead of their indices."""

    claims: Mapping[int, int]
    findings: Mapping[int, int]

    def claim(self, claim: Claim) -> Claim:
        """A claim with the place of its cause."""
        return claim if claim.cause is None else replace(claim, cause=self.claims[claim.cause])

    def link(self, link: Link) -> Link:
        """A link with the places of what it is about."""
        claims = tuple(sorted(self.claims[i] for i in link.claims))
        findings = tuple(sorted(self.findings[i] for i in link.findings))
        if claims == link.claims and findings == link.findings:
            return link
        return replace(link, claims=claims, findings=findings)


def _report(page: Page, found: Found) -> Report:
    links = tuple(found.links.items)
    claims, findings = tuple(found.claims.items), tuple(found.findings.items)
    return Report(page, claims, findings, links, counted(links))


_FIELDS_OF_CLAIM = tuple(f.name for f in fields(Claim))
_FIELDS_OF_FINDING = tuple(f.name for f in fields(Finding))
_FIELDS_OF_LINK = tuple(f.name for f in fields(Link))
# Making a record anew takes a third of the time of `dataclasses.replace`.
_OF_CLAIM = attrgetter(*_FIELDS_OF_CLAIM[6:])
_OF_FINDING = attrgetter(*_FIELDS_OF_FINDING[6:])
_OF_LINK = attrgetter(*_FIELDS_OF_LINK[4:])


def _placed_claim(item: Claim, page: Page, real: Place) -> Claim:
    return Claim(*_place(item, page, real), *_OF_CLAIM(item))


def _placed_finding(item: Finding, page: Page, real: Place) -> Finding:
    return Finding(*_place(item, page, real), *_OF_FINDING(item))


def _place(item: Claim | Finding, page: Page, real: Place) -> tuple[int, int, int, int, int, int]:
    """Where a claim or finding stands in the page itself, on the lines that are known."""
    start, end, line, end_line = real(item.start), real(item.end), item.line, item.end_line
    column = start - page.line_start(line) + 1
    return start, end, line, column, end_line, end - page.line_start(end_line) + 1


def _placed_link(item: Link, page: Page, real: Place) -> Link:
    start, line = real(item.start), item.line
    column = start - page.line_start(line) + 1
    return Link(start, real(item.end), line, column, *_OF_LINK(item))
