"""Check a page as its project asks: with its notation, its settings and, if asked for, its code.

This is what the command line, pytest and Sybil share; ``mathdoctest.check`` itself knows a text
and nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mathdoctest import config
from mathdoctest.copies import Copies, copied, open_files
from mathdoctest.extract import extract
from mathdoctest.garbage import without_collection
from mathdoctest.page import Page
from mathdoctest.python import Namespace
from mathdoctest.recheck import Session
from mathdoctest.report import Claim, Crash, Finding, Link, Report
from mathdoctest.reporting.paths import relative
from mathdoctest.run import Execution, finding, not_run, run_page, unlexed
from mathdoctest.source import Source, UnreadableError, read
from mathdoctest.verify import check, examine, extracted

TIME_LIMIT = 60.0
"""Seconds for the code of one page, where its project sets no other limit."""
_MOST_KEPT = 4
"""Sessions and beginnings that are kept, for they take room."""


@dataclass(frozen=True, slots=True)
class Options:
    """What somebody asked for; ``None`` leaves it to the page's project."""

    strict: bool | None = None
    run_code: bool | None = None
    notation: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one page."""

    strict: bool = False
    run_code: bool = False
    notation: str | None = None
    time_limit: float = TIME_LIMIT


def as_tests(path: Path) -> Options:
    """What somebody asks for who runs the pages as tests: their code, too.

    Unless the page's project says that its code shall not run.

    Raises:
        ConfigError: the project's settings cannot be used.
    """
    return Options(run_code=config.for_page(path).run_code is not False)


def settings(path: Path, options: Options) -> Settings:
    """What was asked for, and where nothing was, what the page's project says.

    A project's own wish to run code counts only for somebody who works inside that project:
    checking a stranger's page runs nothing of theirs.

    Raises:
        ConfigError: the project's settings cannot be used.
    """
    project = config.for_page(path)
    at_home = project.root is not None and Path.cwd().is_relative_to(project.root)
    notation = options.notation
    if notation is None and project.notation is not None:
        # As the command line names it, so that a report can, and the page knows itself.
        notation = relative(str(project.resolve(project.notation)))
    asked = bool(project.run_code and at_home) if options.run_code is None else options.run_code
    return Settings(
        strict=project.strict if options.strict is None else options.strict,
        run_code=asked,
        notation=notation,
        time_limit=project.time_limit or TIME_LIMIT,
    )


def check_file(
    path: Path,
    options: Options | None = None,
    sessions: Sessions | None = None,
    beginnings: Beginnings | None = None,
) -> Report:
    """Check one file; with ``sessions``, only what has changed since it was checked with them.

    With ``beginnings``, the code that it begins with is not run again if it ran with them before.

    Raises:
        UnreadableError: it cannot be read.
        ConfigError: its project's settings cannot be used.
    """
    chosen = settings(path, options or Options())
    return check_source(read(path), chosen, sessions=sessions, beginnings=beginnings)


@dataclass(frozen=True, slots=True)
class Code:
    """What came of the code of a page, for every check of that page."""

    namespace: Mapping[str, Any] | None = None
    """The page's names; ``None`` where nothing was run."""
    ran: tuple[int, ...] = ()
    """The fences that were run, by index."""
    findings: tuple[Finding, ...] = ()


def check_source(
    source: Source,
    chosen: Settings,
    names: dict[str, Any] | None = None,
    sessions: Sessions | None = None,
    beginnings: Beginnings | None = None,
) -> Report:
    """Check a page that was read before, its code included, which finds ``names`` defined."""
    task = _Task.of(source, chosen)
    if beginnings is not None and names is None and task.before:
        return beginnings.check(task)
    code = task.run(_State.of(names))
    if sessions is None or code.namespace is not None:
        return task.report(code)
    return task.told(sessions.check(source, chosen), code)


def _at_home(report: Report, source: Source) -> Report:
    """A report of a view, with the lines and columns of the file."""
    if source.view is None:
        return report

    def line(number: int) -> int:
        return source.position(report.page.line_start(number))[0] if number else 0

    def places(item: Claim | Finding) -> dict[str, Any]:
        first, last = source.position(item.start), source.position(max(item.start, item.end - 1))
        after = last[1] + (item.end > item.start)
        return {"line": first[0], "column": first[1], "end_line": last[0], "end_column": after}

    return replace(
        report,
        claims=tuple(
            replace(
                c, **places(c), operands=tuple(replace(o, line=line(o.line)) for o in c.operands)
            )
            for c in report.claims
        ),
        findings=tuple(replace(f, **places(f)) for f in report.findings),
        links=tuple(
            replace(k, line=at[0], column=at[1])
            for k in report.links
            for at in [source.position(k.start)]
        ),
    )


def check_text(text: str, path: Path, chosen: Settings, code: Code) -> Report:
    """Check the mathematics and the numbers of a text, with the names of code that ran before."""
    return check(
        text,
        path=str(path),
        notation=chosen.notation,
        strict=chosen.strict,
        namespace=code.namespace,
    )


def checker(source: Source, chosen: Settings) -> Callable[[str], Report]:
    """What checks one version after another of the same page, whose code is run once."""
    code = run_code(source, chosen)
    session = Session(
        source.text,
        path=str(source.path),
        notation=chosen.notation,
        namespace=code.namespace,
    )
    return session.check


class Sessions:
    """Checks pages again and again, each time only what has changed.

    What a session remembers takes room, so a page gets one only when it is checked a second time,
    and only the last ones are kept.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self._seen: set[str] = set()
        self._kept: dict[str, _Kept] = {}

    def __getstate__(self) -> dict[str, Any]:
        # Another process begins anew.
        return {"options": self.options, "_seen": set(), "_kept": {}}

    def check(self, source: Source, chosen: Settings) -> Report:
        """Check a page whose code is not run."""
        key = str(source.path)
        if key not in self._seen:
            self._seen.add(key)
            return check_text(source.text, source.path, chosen, Code())
        kept = self._kept.pop(key, None)
        if kept is not None and kept.chosen == chosen and kept.rests_on == _contents(kept.files):
            report = kept.session.part(source.text)
            if report is not None:
                self._kept[key] = kept
                return report
        session = Session(source.text, path=key, notation=chosen.notation)
        files = dependencies(source.path, self.options)
        self._kept[key] = _Kept(session, chosen, files, _contents(files))
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return session.report


@dataclass(frozen=True, slots=True)
class _Kept:
    """A session, and what it holds for."""

    session: Session
    chosen: Settings
    files: tuple[Path, ...]
    """What the page depends on."""
    rests_on: tuple[bytes | None, ...]
    """What they held."""


def _contents(files: tuple[Path, ...]) -> tuple[bytes | None, ...]:
    found: list[bytes | None] = []
    for file in files:
        try:
            found.append(file.read_bytes())
        except OSError:
            found.append(None)
    return tuple(found)


def run_code(source: Source, chosen: Settings, names: dict[str, Any] | None = None) -> Code:
    """Run a page's code, if that was asked for, and say of every block that is not why."""
    return _Task.of(source, chosen).run(_State.of(names))


@dataclass(slots=True)
class _State:
    """What the code of some pages, one after the other, has come to."""

    names: dict[str, Any]
    lost: dict[str, Crash] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()
    pages: int = 0
    """How many have run."""

    @classmethod
    def of(cls, names: dict[str, Any] | None) -> _State:
        return cls({} if names is None else names)

    def run(self, source: Source, page: Page, time_limit: float) -> Execution:
        def home(line: int) -> int:
            return source.position(page.line_start(line))[0]

        execution = run_page(
            page, namespace=self.names, lost=self.lost, time_limit=time_limit, home=home
        )
        self.crashes = tuple(dict.fromkeys([*self.crashes, *execution.crashes]))
        self.pages += 1
        return execution

    def run_before(self, before: Iterable[Source], time_limit: float) -> None:
        for source in before:
            self.run(source, extracted(source.text, str(source.path)), time_limit)


@dataclass(frozen=True, slots=True)
class _Task:
    """A page to check, with the pages whose code runs before its own."""

    source: Source
    page: Page
    chosen: Settings
    before: tuple[Source, ...] = ()

    @classmethod
    def of(cls, source: Source, chosen: Settings) -> _Task:
        with without_collection():
            page = extract(source.text, str(source.path))
        return cls(source, page, chosen, _ancestors(page) if chosen.run_code else ())

    def run(self, state: _State) -> Code:
        """Run the code, from what has run already."""
        page = self.page
        unread = tuple(unlexed(page, fence) for fence in page.fences if fence.kind == "unlexed")
        if not self.chosen.run_code:
            runnable = (fence for fence in page.fences if fence.kind in ("python", "doctest"))
            return Code(findings=(*unread, *(not_run(page, fence) for fence in runnable)))
        limit = self.chosen.time_limit
        state.run_before(self.before[state.pages :], limit)
        inherited = []
        for crash in state.crashes:
            name = Path(crash.path).name
            message = (
                f"the code of {name}, which this page continues, does not run to its end: {crash}"
            )
            inherited.append(finding(page, 1, "code-failed", message, crash=crash))
        execution = state.run(self.source, page, limit)
        return Code(
            Namespace(execution.namespace, execution.lost),
            execution.ran,
            findings=(*unread, *inherited, *execution.findings),
        )

    def report(self, code: Code) -> Report:
        """Check the page with the names of its code."""
        notation, namespace = self.chosen.notation, code.namespace
        with without_collection():
            report = examine(self.page, notation=notation, namespace=namespace).report
        return self.told(report, code)

    def told(self, report: Report, code: Code) -> Report:
        """Add what came of the code to the report on the rest."""
        # Appended, so that the indices in the report's own links stay what they are.
        first = len(report.findings)
        report = replace(report, findings=(*report.findings, *code.findings))
        return _at_home(_with_fences(report, code.ran, first), self.source)

    def go_on(self, state: _State) -> Report:
        """Check the page and its code, from what has run already."""
        return self.report(self.run(state))


class Beginnings:
    """Runs the code that several pages begin with once, and goes on from there for each of them.

    What code leaves behind is more than its names: modules remember, too. So each page that begins
    with the same one is checked in a copy of the process that this one's code ran in, from the
    second such page on. Where there can be no such copy, that code is run again.
    """

    def __init__(self) -> None:
        self._copies: dict[tuple[Path, str, float], Copies[_Task, Report] | None] = {}
        self._seen: set[tuple[Path, str, float]] = set()

    def __getstate__(self) -> dict[str, Any]:
        # Another process begins anew.
        return {"_copies": {}, "_seen": set()}

    def check(self, task: _Task) -> Report:
        """Check a page that continues another one, its code included."""
        first, limit = task.before[0], task.chosen.time_limit
        key = (first.path, first.raw, limit)
        copies = self._copies.get(key)
        report = None if copies is None else copies.work(task)
        if report is not None:
            return report
        files = open_files()
        state = _State({})
        state.run_before([first], limit)
        if key in self._seen and key not in self._copies:
            self._keep(key, copied(lambda other: other.go_on(state), files))
        self._seen.add(key)
        return task.go_on(state)

    def _keep(self, key: tuple[Path, str, float], copies: Copies[_Task, Report] | None) -> None:
        self._copies[key] = copies
        if len(self._copies) > _MOST_KEPT:
            self._end(self._copies.pop(next(iter(self._copies))))

    def _end(self, copies: Copies[_Task, Report] | None) -> None:
        if copies is not None:
            copies.close()

    def close(self) -> None:
        """Let the copies end."""
        while self._copies:
            self._end(self._copies.popitem()[1])


def _with_fences(report: Report, ran: tuple[int, ...], first: int) -> Report:
    """Add each block that ran as a link, with the findings on its lines."""
    links = []
    for index in ran:
        fence = report.page.fences[index]
        line, column = report.page.position(fence.span.start)
        links.append(
            Link(
                start=fence.span.start,
                end=fence.span.end,
                line=line,
                column=column,
                kind="fence",
                text=next((t.strip() for t in fence.code.splitlines() if t.strip()), ""),
                findings=tuple(
                    i
                    for i, found in enumerate(report.findings[first:], first)
                    if fence.span.start <= found.start < fence.span.end
                ),
            )
        )
    checked = {**report.checked, **({"fence": len(links)} if links else {})}
    return replace(report, links=(*report.links, *links), checked=checked)


def continued(page: Page) -> Path | None:
    """The page that a page says it continues."""
    own = page.front.get("mathdoctest")
    name = own.get("continues") if isinstance(own, Mapping) else None
    return Path(page.path).parent / name if isinstance(name, str) and name else None


def dependencies(path: Path, options: Options) -> tuple[Path, ...]:
    """The other files that decide what a check of a page finds, its imports left out."""
    found: list[Path] = []
    try:
        root = config.for_page(path).root
        notation = settings(path, options).notation
        page = extract(read(path).text, str(path))
    except (UnreadableError, config.ConfigError):
        return ()
    if root is not None:
        found.append(root / "pyproject.toml")
    if notation is not None:
        found.append(Path(notation))
    while (before := continued(page)) is not None and before not in found:
        found.append(before)
        try:
            page = extract(read(before).text, str(before))
        except UnreadableError:
            break
    return tuple(found)


def _ancestors(page: Page) -> tuple[Source, ...]:
    """The pages that a page continues, the first of them first.

    A page that is missing, or that continues itself, is no matter of its code: the check says so.
    """
    found: list[Source] = []
    walked = {Path(page.path).resolve()}
    while (path := continued(page)) is not None and path.resolve() not in walked:
        walked.add(path.resolve())
        try:
            source = read(path)
        except UnreadableError:
            break
        found.insert(0, source)
        page = extracted(source.text, str(path))
    return tuple(found)
