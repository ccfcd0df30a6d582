"""Check one version after another of a page, each time only what an edit touches.

The first version is checked as a whole, step by step: a step is a statement or a bound number, and
of each it is noted what it read, what it wrote and what it found. For another version, in which
only the inside of some formulas differs, everything is taken back to the first of these formulas.
From there on, steps that read something that is not as it was are made anew, and all others only
write again what they wrote before. Their findings stay, and so does the first version: whatever was
done for another one is taken back in the end.

The outcome is the one of `mathdoctest.check`, which is asked itself wherever more has changed.
How many claims have each verdict is known at once; where everything stands now is worked out once
somebody reads it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from mathdoctest.activations import depends_on_words
from mathdoctest.align import MAX_WORK
from mathdoctest.assembly import BEFORE, CODE, IDLE, STEPS, UNUSED, Assembly, Found
from mathdoctest.chains import Chain
from mathdoctest.commas import runs
from mathdoctest.extract import extract
from mathdoctest.garbage import without_collection
from mathdoctest.givens import may_give
from mathdoctest.heads import NEW, is_headed
from mathdoctest.latex import parse
from mathdoctest.laying import Laid
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import LatexError, Names, collect, lex
from mathdoctest.likeness import alike, equal_number
from mathdoctest.limits import MAX_MARKS, MAX_PAGE_WORK, MAX_WRITTEN
from mathdoctest.listing import listed
from mathdoctest.notation import Notation, name_of_row, notation_rows
from mathdoctest.outline import Statement, finer, numbered, outline
from mathdoctest.page import Page, line_starts
from mathdoctest.recording import (
    ALL,
    MISSING,
    Key,
    Members,
    OtherPageError,
    RecordedDocument,
    RecordedDoubts,
    RecordedValues,
    Recorder,
    Store,
    Trace,
    restore,
)
from mathdoctest.repair import MAX_SLIPPED, MAX_TRIALS
from mathdoctest.report import Finding, Report
from mathdoctest.revision import ROOM, Revision, revision, spaced
from mathdoctest.samples import Samples
from mathdoctest.sentences import may_tell
from mathdoctest.tree import Num, Stand, literals
from mathdoctest.variation import MAX_STEPS, steps_often
from mathdoctest.verify import (
    Sweep,
    ambiguous,
    check,
    claims_nothing,
    continued_base,
    events,
    numbers_outside,
    statements_of,
    unused,
)


class Session:
    """Checks versions of one page.

    Args:
        text: the version that the others will be compared with.
        path: its path, as for `mathdoctest.check`.
        notation: the path of the page whose table binds symbols to Python expressions.
        namespace: the names that the page's code defined; ``None`` if it was not run.
    """

    def __init__(
        self,
        text: str,
        *,
        path: str | None = None,
        notation: str | None = None,
        namespace: Mapping[str, Any] | None = None,
    ) -> None:
        self.text = text
        self._whole: Callable[[str], Report] = lambda other: check(
            other, path=path, notation=notation, namespace=namespace
        )
        with without_collection():
            page = extract(text, path or "<text>")
            self._first = _clear_first(page, notation, namespace)
        self.report = self._whole(text) if self._first is None else self._first.report
        """What a check of the first version finds."""
        self.again = 0
        """How many versions were checked as a whole after the first."""

    def check(self, text: str) -> Report:
        """Check another version: the same report as that of ``mathdoctest.check``."""
        report = self.part(text)
        if report is not None:
            return report
        self.again += 1
        return self._whole(text)

    def part(self, text: str) -> Report | None:
        """The same, if only a part of it has to be checked for that; else nothing."""
        if text == self.text:
            return self.report
        if self._first is None:
            return None
        try:
            with without_collection():
                return self._first.check(text)
        except OtherPageError:
            return None


def _has_open_numbers(page: Page) -> bool:
    """Whether numbers stand in sentences or tables unbound, and may say again what was found."""
    return any(n.kind == "unbound" and ("." in n.text or n.percent) for n in page.numbers)


def _clear_first(
    page: Page, notation: str | None, namespace: Mapping[str, Any] | None
) -> _First | None:
    """The first version step by step; nothing where its steps do not tell all that matters."""
    try:
        first = _First(page, notation, namespace)
    except OtherPageError:
        return None
    return first if first.clear else None


class _First:
    """The first version, step by step."""

    def __init__(
        self, page: Page, notation: str | None, namespace: Mapping[str, Any] | None
    ) -> None:
        self.page = page
        self.clear = False
        base, problem = continued_base(page)
        if (
            problem
            or (notation is not None and Path(page.path) == Path(notation))
            or len(page.text) > _LONGEST
            # What a table's head and the other rows say changes with them.
            or any(n.binding is not None and n.binding.implied for n in page.numbers)
            or _has_open_numbers(page)
            or Samples(page, {}).may_be
            or listed(page)
            or may_give(page)
            or page.typed
            or may_tell(page)
            or depends_on_words(page.text)
            # An edit may make them so many that none is worked out.
            or steps_often(page.text, MAX_STEPS // 2)
            # The new values of a table may be what primed names mean below it.
            or any(is_headed(title, NEW) for table in page.tables for title in table.titles)
            # The ends of an interval may stand in a sentence behind it.
            or "\\pm" in page.text
            or "±" in page.text
            # What its commas mean is told by all of it.
            or page.commas
            or sum(map(page.text.count, _MARKS)) > MAX_MARKS - len(page.formulas) * ROOM
        ):
            return
        self.rows = () if notation is None else notation_rows(page, notation)
        self.room = spaced(page)
        self.values = RecordedValues(recorder := Recorder())
        self.ledger = Ledger(self.room, self.values)
        self.recorder = recorder
        names = Names() if base is None else base.names.copy()
        statements = statements_of(self.room, names, self.ledger)
        if names.prefixed or names.commas or names.normal or names.spreads:
            return
        self.document = RecordedDocument(
            recorder, statements, names, self.ledger.values, self.room, base
        )
        self.document.outside = numbers_outside(page)
        self.sweep = Sweep(self.ledger, self.document, namespace)
        self.notation = Notation(self.ledger, self.document, self.rows, namespace)
        self.bound = {name_of_row(row, names) for row in self.rows}
        self._record()
        self.events = [*events(self.room, statements), None]
        """Bound numbers, statements by index, and (`None`) the comparison with code at the end."""
        self.step = {event: n for n, event in enumerate(self.events) if isinstance(event, int)}
        self.before = len(self.ledger.findings)
        self.traces = [self._run(n, Trace()) for n in range(len(self.events))]
        self.readers: dict[Key, list[int]] = {}
        """The steps that read each key, in order."""
        for n, trace in enumerate(self.traces):
            for key in trace.reads:
                self.readers.setdefault(key, []).append(n)
            for definition in trace.used:
                self.document.counts[definition] = self.document.counts.get(definition, 0) + 1
        self.stems = Counter(stem for s in statements for stem in set(numbered(s.chain)))
        """How many statements number each name."""
        self.formulas: dict[int, list[int]] = {}
        for k, statement in enumerate(statements):
            self.formulas.setdefault(statement.formula, []).append(k)
        idle = ((k, self._claims_nothing(k)) for k in self.formulas)
        self.idle = {k: finding for k, finding in idle if finding is not None}
        self.lengths = self._lengths()
        found = self._found(enumerate(self.traces))
        for index in range(self.before):
            found.findings.add(self.ledger.findings[index], BEFORE, 0, index)
        for k, finding in self.idle.items():
            found.findings.add(finding, IDLE, k, 0)
        self._add_unused(found)
        ends = [formula.span.end for formula in self.room.formulas]
        self.assembly = Assembly(found, page, lambda at: at - ROOM * bisect_left(ends, at))
        self.report = self.assembly.report
        self.ambiguous = ambiguous(page.text)
        list(self.sweep.statements.links.literals.figures.candidates(Num(0, 0, "0", Fraction(0))))
        self.clear = (
            not recorder.unclear
            and not (self.ambiguous and _is_wrong(self.report))
            and len(statements) <= _MOST
            and self._within_limits()
        )

    def _record(self) -> None:
        """Let every store of the ledger and of the statements note what happens to it."""
        ledger, recorder, statements = self.ledger, self.recorder, self.sweep.statements
        ledger.printed = Store(recorder, "printed")
        ledger.doubts = RecordedDoubts(recorder, ledger.values)
        ledger.doubts.numerals = self.document.numerals
        ledger.data = Members(recorder, "data")
        ledger.weak = Store(recorder, "weak")
        ledger.given = Store(recorder, "given")
        ledger.roots = Store(recorder, "roots")
        ledger.roots_by_value = Store(recorder, "roots_by_value")
        ledger.values.corrected = Store(recorder, "corrected")
        statements.seen_undefined = Members(recorder, "seen_undefined")
        statements.seen_ahead = Members(recorder, "seen_ahead")
        statements.updates.rules = Store(recorder, "update_rules")
        statements.chains = Store(recorder, "chains")

    # -- one step ----------------------------------------------------------------------------------

    def _run(self, n: int, earlier: Trace) -> Trace:
        """Make a step and note it. ``earlier`` is what the same step did in the first version."""
        ledger, statements, recorder = self.ledger, self.sweep.statements, self.recorder
        trace = recorder.trace = Trace()
        recorder.step, recorder.earlier = n, earlier
        self.document.unresolved.clear()
        claims, findings, links = len(ledger.claims), len(ledger.findings), len(ledger.links)
        last = recorder.value(_LAST)
        statements.last = last = Laid() if last is MISSING else last
        event = self.events[n]
        if event is None:
            self.document.reached = len(self.document.statements) - 1
            self.notation.check()
        else:
            if isinstance(event, int) and self.document.statements[event].chain.parts[0].relation:
                trace.reads.add(_LAST)
            self.sweep.check(event)
        if statements.last is not last:
            recorder.write(_LAST, statements.last)
        trace.claims = range(claims, len(ledger.claims))
        trace.findings = range(findings, len(ledger.findings))
        trace.links = range(links, len(ledger.links))
        return trace

    def _claims_nothing(self, k: int) -> Finding | None:
        """What is to be said of formula ``k`` as a whole."""
        first = len(self.ledger.findings)
        claims_nothing(self.ledger, [self.document.statements[s] for s in self.formulas[k]])
        found = self.ledger.findings[first:]
        del self.ledger.findings[first:]
        return found[0] if found else None

    # -- another version ---------------------------------------------------------------------------

    def check(self, text: str) -> Report:
        """The report of another version. Raises `OtherPageError`."""
        found = revision(self.page, text)
        if found is None:
            raise OtherPageError
        revised, latex = found
        room = self._room(revised, latex)
        changed = self._reread(room, latex)
        todo = {
            n
            for k in changed
            for n in (
                self.step[k],
                *self.readers.get(("statements", k), ()),
                *self.readers.get(("statements", ALL), ()),
            )
        }
        with self._revising() as again:
            self.ledger.page = room
            self.document.text = room.text
            before = list(self.document.statements)
            self.values.fresh = frozenset(
                _literals(changed.values()) - _literals(before[k] for k in changed)
            )
            self.document.change((before[k], new) for k, new in changed.items())
            for k, statement in changed.items():
                list.__setitem__(self.document.statements, k, statement)
            self._go_through(sorted(todo), again)
            old = self._found((n, self.traces[n]) for n in again)
            new = self._found(again.items())
            for k in latex:
                if k in self.idle:
                    old.findings.add(self.idle[k], IDLE, k, 0)
                if k in self.formulas and (finding := self._claims_nothing(k)):
                    new.findings.add(finding, IDLE, k, 0)
            self._add_unused(new)
            if not self._within_limits():
                raise OtherPageError
            report = self.assembly.later(old, new, revised, latex, _real(room, revised))
        around = (f"${body}$" for body in revised.bodies.values())
        if (self.ambiguous or any(map(ambiguous, around))) and _is_wrong(report):
            raise OtherPageError
        return report

    def _room(self, revised: Revision, latex: Mapping[int, str]) -> Page:
        """The spaced page with the new formulas, in which nothing else has moved."""
        text = self.room.text
        formulas = list(self.room.formulas)
        lines = list(self.room.lines)
        pieces = []
        at = 0
        for k in sorted(latex):
            formula, body = formulas[k], revised.bodies[k]
            grown = len(body) - (formula.body.end - formula.body.start)
            if grown >= ROOM:
                raise OtherPageError
            span = replace(formula.span, end=formula.span.end + grown)
            inner = replace(formula.body, end=formula.body.end + grown)
            closing = text[formula.body.end : formula.span.end]
            pieces += [text[at : formula.body.start], body, closing, " " * (ROOM - grown)]
            at = formula.span.end + ROOM
            formulas[k] = replace(formula, span=span, body=inner, latex=latex[k])
        text = "".join([*pieces, text[at:]])
        for k in latex if revised.moves else ():
            start, end = formulas[k].body.start, self.room.formulas[k].span.end + ROOM
            inside = slice(bisect_right(lines, start), bisect_right(lines, end))
            lines[inside] = line_starts(text, start, end)
        room = replace(self.room, text=text, formulas=tuple(formulas))
        return room.with_lines(lines)

    def _reread(self, room: Page, latex: Mapping[int, str]) -> dict[int, Statement]:
        """The statements that differ, by index. Raises `OtherPageError`."""
        changed: dict[int, Statement] = {}
        stems: Counter[str] = Counter()
        for k in latex:
            old, new = self.room.formulas[k], room.formulas[k]
            try:
                before = lex(old.latex, old.body.start)
                tokens = lex(new.latex, new.body.start)
            except LatexError:
                raise OtherPageError from None
            if [run.text for run in runs(before)] != [run.text for run in runs(tokens)]:
                # What a comma means is told by the page as a whole.
                raise OtherPageError
            names, others = Names(), Names()
            collect(before, others)
            collect(tokens, names)
            chains = parse(tokens, self.document.names, new.body.end)
            if self.document.names.prefixed:
                self.document.names.prefixed = False
                raise OtherPageError
            own = self.formulas.get(k, [])
            if names != others or len(chains) != len(own):
                raise OtherPageError
            for index, chain in zip(own, chains, strict=True):
                statement = self.document.statements[index]
                if outline(chain) != outline(statement.chain):
                    raise OtherPageError
                stems.update(set(numbered(chain)))
                stems.subtract(set(numbered(statement.chain)))
                merged = _merged(statement.chain, chain)
                line = room.position(chain.start)[0]
                changed[index] = Statement(merged, k, line, statement.section, statement.display)
        statements = list(self.document.statements)
        for k, statement in changed.items():
            statements[k] = statement
        if finer(statements) != self.document.finer:
            raise OtherPageError
        if any((self.stems[stem] + n > 0) != (self.stems[stem] > 0) for stem, n in stems.items()):
            raise OtherPageError
        return changed

    @contextmanager
    def _revising(self) -> Iterator[dict[int, Trace]]:
        """Make steps again for another version, and forget about it in the end."""
        statements = list(self.document.statements)
        aligner = self.sweep.statements.links.laying.aligner
        repair = self.sweep.statements.links.mending.repair
        worked, written = aligner.worked, self.document.written
        trials, slipped = repair.trials, repair.slipped
        again: dict[int, Trace] = {}
        self.recorder.revising = True
        try:
            yield again
        finally:
            self.recorder.revising = False
            self.recorder.unclear = False
            self.recorder.other.clear()
            self.values.restore()
            self.ledger.page = self.room
            self.document.text = self.room.text
            list.__setitem__(self.document.statements, slice(None), statements)
            self.document.change(())
            for n, trace in again.items():
                self._count(trace, self.traces[n])
            aligner.worked, self.document.written = worked, written
            repair.trials, repair.slipped = trials, slipped
            self._forget()

    def _within_limits(self) -> bool:
        """Whether the page is so far from what limits all of its steps that none meets it."""
        worked, written = self.sweep.statements.links.laying.aligner.worked, self.document.written
        repair = self.sweep.statements.links.mending.repair
        return (
            worked + MAX_WORK < MAX_PAGE_WORK
            and written < MAX_WRITTEN
            and repair.trials < MAX_TRIALS
            and repair.slipped < MAX_SLIPPED
        )

    def _count(self, old: Trace, new: Trace) -> None:
        counts = self.document.counts
        for definition in old.used:
            counts[definition] -= 1
        for definition in new.used:
            counts[definition] = counts.get(definition, 0) + 1

    def _memory(self) -> Iterator[dict[Any, Any] | list[Any]]:
        """What only ever grows."""
        ledger = self.ledger
        yield from (ledger.claims, ledger.findings, ledger.links)
        yield from ledger.values.memory()
        yield from self.sweep.statements.links.laying.aligner.memory()
        yield from (self.document.lost, self.document.counts)

    def _lengths(self) -> list[int]:
        return [len(memory) for memory in self._memory()]

    def _forget(self) -> None:
        """Take back what was remembered of the other version."""
        for memory, length in zip(self._memory(), self.lengths, strict=True):
            if isinstance(memory, list):
                del memory[length:]
            else:
                while len(memory) > length:
                    memory.popitem()

    def _go_through(self, todo: list[int], again: dict[int, Trace]) -> None:
        """Make every step again that depends on what has changed, and note how it went."""
        while todo:
            n = heappop(todo)
            if n not in again:
                again[n] = self._again(n)
                for key in self.traces[n].writes | again[n].writes:
                    self._look_for_readers(key, todo)

    def _again(self, n: int) -> Trace:
        """Make a step again."""
        recorder, old = self.recorder, self.traces[n]
        recorder.step = n
        recorder.unwrite(old.writes)
        for definition, (before, _) in old.redefined.items():
            restore(definition, before)
        try:
            new = self._run(n, old)
            if not _may_stay(old, new):
                if self.values.meant:
                    raise OtherPageError
                recorder.unwrite(old.writes | new.writes)
                for definition, (before, _) in new.redefined.items():
                    restore(definition, before)  # it is the first version's, which goes on
                new = self._run(n, Trace())
        finally:
            for definition, (_, after) in old.redefined.items():
                restore(definition, after)
        if recorder.unclear:
            raise OtherPageError
        self._count(old, new)
        return new

    def _look_for_readers(self, key: Key, todo: list[int]) -> None:
        """Add to the steps to be made all that read a key while it is not as it was."""
        recorder = self.recorder
        if self._same(recorder.value(key), recorder.first_value(key)):
            return
        end = recorder.next_write(key)
        for reads in (key, (key[0], ALL)):
            readers = self.readers.get(reads, ())
            low = bisect_right(readers, recorder.step)
            high = len(readers) if end is None else bisect_right(readers, end)
            for n in readers[low:high]:
                heappush(todo, n)

    def _same(self, a: object, b: object) -> bool:
        return alike(a, b, stands=self._same_stand)

    def _same_stand(self, a: Stand, b: Stand) -> bool:
        key = ("corrected", id(a.num))
        recorder = self.recorder
        return a.num is b.num and recorder.value(key) == recorder.first_value(key)

    # -- the report --------------------------------------------------------------------------------

    def _found(self, traces: Iterable[tuple[int, Trace]]) -> Found:
        """What some of the steps found."""
        ledger, found = self.ledger, Found()
        for n, trace in traces:
            stage = CODE if self.events[n] is None else STEPS
            for index in trace.claims:
                found.claims.add(ledger.claims[index], stage, n, index)
            for index in trace.findings:
                found.findings.add(ledger.findings[index], stage, n, index)
            for index in trace.links:
                found.links.add(ledger.links[index], stage, n, index)
        return found

    def _add_unused(self, found: Found) -> None:
        self.recorder.trace, self.recorder.step = Trace(), len(self.events)
        first = len(self.ledger.findings)
        unused(self.ledger, self.document, lambda: self.bound)
        for place, finding in enumerate(self.ledger.findings[first:]):
            found.findings.add(finding, UNUSED, 0, place)
        del self.ledger.findings[first:]


def _literals(statements: Iterable[Statement]) -> set[int]:
    """The printed numbers of some statements, by identity."""
    parts = (part.node for statement in statements for part in statement.chain.parts)
    return {id(num) for node in parts for num in literals(node)}


def _is_wrong(report: Report) -> bool:
    return any(claim.verdict == "wrong" for claim in report.claims)


def _real(room: Page, revised: Revision) -> Callable[[int], int]:
    """Where something stands in a revised page that stands somewhere in its spaced page."""
    ends = [formula.span.end for formula in room.formulas]
    changed = sorted(revised.bodies)

    def real(at: int) -> int:
        before = bisect_left(ends, at)
        return at - ROOM * before + revised.shifts[bisect_left(changed, before)]

    return real


def _merged(old: Chain, new: Chain) -> Chain:
    """A chain that was read again, with those of its parts that say the same as before."""
    parts = tuple(
        p if k < len(old.parts) and alike(p := old.parts[k], q, equal_number) else q
        for k, q in enumerate(new.parts)
    )
    if (
        len(parts) == len(old.parts)
        and all(p is q for p, q in zip(parts, old.parts, strict=True))
        and (
            old.start,
            old.end,
        )
        == (new.start, new.end)
    ):
        return old
    return Chain(new.start, new.end, parts)


def _may_stay(old: Trace, new: Trace) -> bool:
    """Whether the definitions that a step took from before mean in the end what they meant."""
    for key, definition in new.made.items():
        if old.made.get(key) is not definition:
            continue
        before, after = old.redefined.get(definition), new.redefined.get(definition)
        if (before is None) != (after is None):
            return False
        if before is not None and after is not None and not alike(before[1], after[1]):
            return False
    return True


_MOST = 5_000
"""Statements of a page beyond which it is always checked as a whole."""
_LONGEST = 900_000
"""Characters of such a page."""
_MARKS = "\\$`<[]&{|0123456789:w"
"""Characters that may begin something in Markdown, of which a page may have so many."""
_LAST: Key = ("last", None)
"""The chain that a statement may go on from."""
