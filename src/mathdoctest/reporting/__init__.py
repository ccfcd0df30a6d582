"""Reports in the forms that people and programs read.

A page is rendered where it was checked, perhaps in another process, and the whole is put together
as the pages arrive, so that memory does not grow with their number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import Literal, TypeAlias

from mathdoctest.report import Report
from mathdoctest.reporting import github, jsonout, sarif, text
from mathdoctest.reporting.tally import Tally, summary, tally
from mathdoctest.source import Failure

Format: TypeAlias = Literal["text", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = ("text", "json", "github", "sarif")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page's part of the output."""

    path: str
    body: str
    tally: Tally
    ok: bool

    @property
    def empty(self) -> bool:
        """Whether the page holds nothing that can be checked."""
        return not (self.tally.claims or self.tally.findings or self.tally.checked)


def version() -> str:
    """The version of this package."""
    try:
        return installed_version("mathdoctest")
    except PackageNotFoundError:  # pragma: no cover -- only in a source tree that is not installed
        return "0"


def render(report: Report, style: Format, *, strict: bool = False, color: bool = False) -> Rendered:
    """One page's part of the output, and what of it counts for the whole."""
    if style == "text":
        body = text.render(report, strict=strict, paint=text.ansi if color else text.plain)
    elif style == "json":
        body = jsonout.dumps(jsonout.record(report))
    elif style == "github":
        body = github.render(report, strict=strict)
    else:
        body = jsonout.dumps(sarif.results(report, strict=strict))
    return Rendered(report.path, body, tally(report), report.ok(strict=strict))


def document(
    pages: Iterable[Rendered | Failure], style: Format, *, quiet: bool = False
) -> Iterator[str]:
    """The whole output, piece by piece as pages arrive.

    ``quiet`` leaves out how much was checked, from the forms that people read.
    """
    end = _End(quiet=quiet, annotate=style == "github")
    write = {"json": _json, "sarif": _sarif}.get(style, _lines)
    yield from write(end.counted(pages), end)


@dataclass(slots=True)
class _End:
    """What is known of a run when its last page has been written."""

    quiet: bool
    annotate: bool
    total: Tally = field(default_factory=Tally)
    failures: list[Failure] = field(default_factory=list)
    ok: bool = True

    def counted(self, pages: Iterable[Rendered | Failure]) -> Iterator[Rendered]:
        """The pages that were checked, counted as they pass."""
        for page in pages:
            if isinstance(page, Failure):
                self.failures.append(page)
            else:
                self.total += page.tally
                self.ok = self.ok and page.ok
                yield page


def _lines(pages: Iterable[Rendered], end: _End) -> Iterator[str]:
    """Text and annotations: one page's lines after the other, and how much was checked."""
    for page in pages:
        if page.body:
            yield page.body + "\n\n"
    for failure in end.failures:
        if end.annotate:
            yield github.failure(failure.path, failure.message) + "\n"
    if not end.quiet:
        yield summary(end.total, len(end.failures)) + "\n"


def _json(pages: Iterable[Rendered], end: _End) -> Iterator[str]:
    tool = jsonout.dumps({"name": "mathdoctest", "version": version()})
    yield f'{{"version": {jsonout.VERSION}, "tool": {tool}, "files": ['
    separator = "\n"
    for page in pages:
        yield separator + page.body
        separator = ",\n"
    errors = [{"path": failure.path, "message": failure.message} for failure in end.failures]
    rest = {
        "errors": errors,
        "ok": end.ok and not end.failures,
        "summary": jsonout.totals(end.total),
    }
    yield "\n], " + jsonout.dumps(rest)[1:] + "\n"


def _sarif(pages: Iterable[Rendered], end: _End) -> Iterator[str]:
    results = [result for page in pages for result in json.loads(page.body)]
    yield jsonout.dumps(sarif.log(results, end.failures, version())) + "\n"
