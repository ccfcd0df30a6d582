"""The report as annotations of a GitHub Actions run."""

from __future__ import annotations

from mathdoctest.report import Claim, Finding, Report
from mathdoctest.reporting.paths import in_checkout
from mathdoctest.reporting.text import advises, grouped, headline, sentence, with_value

_LEVELS = {"wrong": "error", "unknown": "warning", "unverified": "notice"}


def render(report: Report, *, strict: bool = False) -> str:
    """One line for each thing that is to be said about a page."""
    lines = []
    path = in_checkout(report.path)
    for root, following in grouped(report.claims).items():
        claim = report.claims[root]
        message = sentence(claim)
        if claim.verdict == "wrong" and claim.operands:
            values = ", ".join(map(with_value, claim.operands))
            message += f", with {values}"
        lines.append(_annotation(path, claim, message, strict=strict))
        lines += [_annotation(path, f, sentence(f), strict=strict) for f in following]
    lines += [_annotation(path, f, sentence(f), strict=strict) for f in report.findings]
    return "\n".join(lines)


def failure(path: str, message: str) -> str:
    """The line for a file that could not be checked."""
    return f"::error file={_property(in_checkout(path))},title=not checked::{_data(message)}"


def _annotation(path: str, item: Claim | Finding, message: str, *, strict: bool) -> str:
    level = "error" if strict else _LEVELS.get(item.verdict, "notice")
    if advises(item) and not strict:
        level = "notice"
    properties = {"file": path, "line": str(item.line), "endLine": str(item.end_line)}
    # GitHub takes columns only for a range within one line, and counts the last one in.
    if item.line == item.end_line:
        properties["col"] = str(item.column)
        properties["endColumn"] = str(max(item.column, item.end_column - 1))
    properties["title"] = headline(item)
    fields = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {fields}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
