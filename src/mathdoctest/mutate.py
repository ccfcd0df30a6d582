"""How many single slips of the pen a check of a page would notice.

Each edit is made in turn, the page is checked under ``strict``, and the edit counts as noticed if
the report is worse than that of the page as it is. An edit that leaves the page true (a commuted
product) cannot be noticed: it is listed with the reason, and does not count.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from mathdoctest import project
from mathdoctest.edits import KINDS, Edit, Place, edits
from mathdoctest.page import Page
from mathdoctest.parallel import ordered
from mathdoctest.patch import Patch, apply
from mathdoctest.report import Claim, Finding, Report
from mathdoctest.sameness import declared, renamed, why_same
from mathdoctest.source import Source, read
from mathdoctest.verify import lineage

_CHUNK = 25
"""Edits that a process takes at a time: a few seconds' work at most."""
_ROUNDINGS = ("decimal point", "sign flipped", "sign deleted", "swap", "swap with neighbour")
"""Edits that may leave a number a right rounding of its value: to more digits, or of zero."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """An edit that no check noticed."""

    edit: Edit
    line: int
    column: int
    said: str
    """What was done, in words."""
    reason: str
    """Why the page is as true as before; empty where that could not be shown."""
    failure: str = ""
    """How the check itself failed; empty where it merely noticed nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many edits of a page were noticed."""

    page: Page
    tried: Counter[tuple[Place, str]]
    """Edits by place and kind."""
    survivors: tuple[Survivor, ...]
    """In reading order."""
    possible: int
    """How many edits there are; more than were tried if only a sample was."""
    wrong: int = 0
    """How many things are wrong on the page as it is: edits of them cannot be noticed."""

    @property
    def missed(self) -> tuple[Survivor, ...]:
        """Survivors that are not known to leave the page true."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)

    @property
    def score(self) -> float | None:
        """Percentage of edits noticed, of those that may change what the page says."""
        return score(self.tried.total(), len(self.survivors), len(self.missed))


def score(tried: int, survived: int, missed: int) -> float | None:
    """Percentage of edits noticed; ``None`` where none of them could be."""
    relevant = tried - (survived - missed)
    return 100 * (relevant - missed) / relevant if relevant else None


def mutate(
    text: str,
    check: Callable[[str], Report],
    *,
    sample: int | None = None,
    seed: int = 0,
) -> Outcome:
    """Make every edit of a text in turn, or a random sample of them, and count those noticed.

    Args:
        text: the page.
        check: what checks a text; it is called once for every edit.
        sample: how many edits to try; all by default.
        seed: which sample.
    """
    subject = Subject(Source(Path(), text), check)
    chosen = choose(len(subject.edits), sample, seed)
    return subject.outcome(chosen, subject.survivors(chosen))


@dataclass(frozen=True, slots=True)
class Plan:
    """Which edits to try, and with how many processes."""

    sample: int | None = None
    """How many edits, drawn at random; all where ``None``."""
    seed: int = 0
    """Which sample."""
    jobs: int = 1


def mutate_file(
    path: Path, options: project.Options, plan: Plan, progress: Callable[[int, int], None]
) -> Outcome:
    """The same for a file, with its project's settings, in several processes if asked.

    ``progress`` is told how many edits are done, and of how many.

    Raises:
        UnreadableError: the file cannot be read.
        ConfigError: its project's settings cannot be used.
    """
    settings = project.settings(path, options)
    source = read(path)
    subject = _subject(source, settings)
    chosen = choose(len(subject.edits), plan.sample, plan.seed)
    chunks = [chosen[at : at + _CHUNK] for at in range(0, len(chosen), _CHUNK)]
    tasks = (_Task(source, settings, tuple(chunk)) for chunk in chunks)
    found: list[Found] = []
    done = 0
    for chunk, survivors in zip(
        chunks, ordered(_work, tasks, min(plan.jobs, len(chunks))), strict=True
    ):
        found += survivors
        done += len(chunk)
        progress(done, len(chosen))
    return subject.outcome(chosen, found)


def choose(number: int, sample: int | None, seed: int) -> Sequence[int]:
    """Which edits to try, by index, in order."""
    if sample is None or sample >= number:
        return range(number)
    return sorted(random.Random(seed).sample(range(number), sample))  # noqa: S311 -- a sample


@dataclass(frozen=True, slots=True)
class Found:
    """A survivor on its way from the process that found it."""

    index: int
    reason: str = ""
    failure: str = ""


class Subject:
    """A page whose edits are tried: its text, its edits, and what a check says of it as it is."""

    def __init__(self, source: Source, check: Callable[[str], Report]) -> None:
        self.source = source
        self.text = text = source.text
        self.check = check
        report = check(text)
        self.page = report.page
        self.baseline = complaints(report)
        self.wrong = sum(claim.verdict == "wrong" for claim in report.claims) + sum(
            found.verdict == "wrong" and not found.advice for found in report.findings
        )
        self.edits = list(edits(self.page))
        latex = [formula.latex for page in lineage(self.page) for formula in page.formulas]
        self.functions = declared(latex)
        self.aliases = renamed(latex)
        self.claims = {claim.start: claim for claim in report.claims}

    def survivors(self, chosen: Iterable[int]) -> Iterator[Found]:
        """Of some edits those that are not noticed."""
        for index in chosen:
            edit = self.edits[index]
            try:
                report = self.check(apply(self.text, edit.patches))
            except Exception as error:  # noqa: BLE001 -- a fault of ours must not end the run
                yield Found(index, failure=f"{type(error).__name__}: {error}")
            else:
                if complaints(report) <= self.baseline:
                    yield Found(index, reason=self._reason(edit))

    def _reason(self, edit: Edit) -> str:
        if edit.kind in _ROUNDINGS and (value := self._rounded(edit)):
            return f"also {value} rounded"
        reasons = []
        for index in edit.formulas:
            formula = self.page.formulas[index]
            start, end = formula.body.start, formula.body.end
            within = [p for p in edit.patches if start <= p.start and p.end <= end]
            moved = [Patch(p.start - start, p.end - start, p.text) for p in within]
            after = apply(formula.latex, moved)
            reasons.append(why_same(formula.latex, after, self.functions, self.aliases))
        return " and ".join(sorted(set(reasons))) if reasons and all(reasons) else ""

    def _rounded(self, edit: Edit) -> str:
        """The values that the new numbers are right roundings of too; empty if one is not."""
        values = []
        for patch in edit.patches:
            claim = self.claims.get(patch.start)
            if claim is None or claim.role == "given" or not patch.end <= claim.end:
                return ""
            moved = Patch(patch.start - claim.start, patch.end - claim.start, patch.text)
            try:
                exact, new = Decimal(claim.exact), Decimal(apply(claim.text, [moved]))
                if exact.quantize(new) != new:
                    return ""
            except InvalidOperation:
                return ""
            values.append(claim.exact)
        return " and ".join(dict.fromkeys(values))

    def _survivor(self, found: Found) -> Survivor:
        edit = self.edits[found.index]
        line, column = self.source.position(edit.start)
        return Survivor(edit, line, column, self._said(edit), found.reason, found.failure)

    def _said(self, edit: Edit) -> str:
        old = [self.text[patch.start : patch.end] for patch in edit.patches]
        if len(old) > 1:
            return f"{old[0]} and {old[1]} exchanged"
        return f"{old[0] or 'nothing'} made {edit.patches[0].text.strip() or 'nothing'}"

    def outcome(self, chosen: Iterable[int], found: Iterable[Found]) -> Outcome:
        """The counts for some edits, of which some survived."""
        tried = Counter((self.edits[i].place, self.edits[i].kind) for i in chosen)
        survivors = sorted(
            map(self._survivor, found),
            key=lambda survivor: (survivor.edit.start, KINDS.index(survivor.edit.kind)),
        )
        return Outcome(self.page, tried, tuple(survivors), len(self.edits), self.wrong)


def complaints(report: Report) -> Counter[tuple[str, str, int]]:
    """What fails a strict check of a page, by verdict, rule and line.

    The texts are left out: a number that nobody vouched for is not noticed to have changed merely
    because the complaint that nobody vouches for it quotes another number.
    """
    items: list[Claim | Finding] = [c for c in report.claims if c.verdict != "verified"]
    items += report.findings
    return Counter((item.verdict, item.rule, item.line) for item in items)


@dataclass(frozen=True, slots=True)
class _Task:
    """Some edits of one page, for another process."""

    source: Source
    settings: project.Settings
    chosen: tuple[int, ...]


def _work(task: _Task) -> list[Found]:
    return list(_subject(task.source, task.settings).survivors(task.chosen))


@lru_cache(maxsize=1)
def _subject(source: Source, settings: project.Settings) -> Subject:
    """A page made ready once in each process: its code is run, and its formulas are read."""
    return Subject(source, project.checker(source, settings))
