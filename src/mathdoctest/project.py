"""Check a page as its project asks: with its notation, its settings and, if asked for, its code.

This is what the command line, pytest and Sybil share; ``mathdoctest.check`` itself knows a text
and nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mathdoctest import config
from mathdoctest.extract import extract
from mathdoctest.page import Page
from mathdoctest.python import Namespace
from mathdoctest.recheck import Session
from mathdoctest.report import Claim, Crash, Finding, Link, Report
from mathdoctest.reporting.paths import relative
from mathdoctest.run import Execution, finding, not_run, run_page, unlexed
from mathdoctest.source import Source, UnreadableError, read
from mathdoctest.verify import check, extracted

TIME_LIMIT = 60.0
"""Seconds for the code of one page, where its project sets no other limit."""


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
    return Settings(
        strict=project.strict if options.strict is None else options.strict,
        run_code=(project.run_code and at_home) if options.run_code is None else options.run_code,
        notation=notation,
        time_limit=project.time_limit or TIME_LIMIT,
    )


def check_file(
    path: Path, options: Options | None = None, sessions: Sessions | None = None
) -> Report:
    """Check one file; with ``sessions``, only what has changed since it was checked with them.

    Raises:
        UnreadableError: it cannot be read.
        ConfigError: its project's settings cannot be used.
    """
    chosen = settings(path, options or Options())
    return check_source(read(path), chosen, sessions=sessions)


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
) -> Report:
    """Check a page that was read before, its code included, which finds ``names`` defined."""
    code = run_code(source, chosen, names)
    if sessions is None or code.namespace is not None:
        report = check_text(source.text, source.path, chosen, code)
    else:
        report = sessions.check(source, chosen)
    # Appended, so that the indices in the report's own links stay what they are.
    first = len(report.findings)
    report = replace(report, findings=(*report.findings, *code.findings))
    return _at_home(_with_fences(report, code.ran, first), source)


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


_MOST_KEPT = 4


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
    page = extract(source.text, str(source.path))
    unread = tuple(unlexed(page, fence) for fence in page.fences if fence.kind == "unlexed")
    if not chosen.run_code:
        runnable = (fence for fence in page.fences if fence.kind in ("python", "doctest"))
        return Code(findings=(*unread, *(not_run(page, fence) for fence in runnable)))
    names = {} if names is None else names
    lost: dict[str, Crash] = {}
    inherited = []
    for crash in _inherit(page, names, lost, chosen, frozenset({source.path.resolve()})):
        name = Path(crash.path).name
        message = f"the code of {name}, which this page continues, does not run to its end: {crash}"
        inherited.append(finding(page, 1, "code-failed", message, crash=crash))
    execution = _run(source, page, names, lost, chosen)
    return Code(
        Namespace(execution.namespace, execution.lost),
        execution.ran,
        findings=(*unread, *inherited, *execution.findings),
    )


def _run(
    source: Source, page: Page, names: dict[str, Any], lost: dict[str, Crash], chosen: Settings
) -> Execution:
    def home(line: int) -> int:
        return source.position(page.line_start(line))[0]

    return run_page(page, namespace=names, lost=lost, time_limit=chosen.time_limit, home=home)


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


def _inherit(
    page: Page,
    names: dict[str, Any],
    lost: dict[str, Crash],
    chosen: Settings,
    walked: frozenset[Path],
) -> tuple[Crash, ...]:
    """Run the pages that a page continues, the first of them first; returns how their code ended.

    A page that is missing, or that continues itself, is no matter of its code: the check says so.
    """
    path = continued(page)
    if path is None or path.resolve() in walked:
        return ()
    try:
        source = read(path)
    except UnreadableError:
        return ()
    before = extracted(source.text, str(path))
    crashes = _inherit(before, names, lost, chosen, walked | {path.resolve()})
    return tuple(dict.fromkeys([*crashes, *_run(source, before, names, lost, chosen).crashes]))
