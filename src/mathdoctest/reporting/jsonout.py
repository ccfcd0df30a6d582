"""The report for a program: one JSON object, as ``schema/report.schema.json`` describes it."""

from __future__ import annotations

import json
from typing import Any

from mathdoctest.report import Claim, Finding, Link, Report
from mathdoctest.reporting.tally import VERDICTS, Tally, tally

VERSION = 1
"""Of the object. Keys may be added within a version; none is taken away or changes its meaning."""


def record(report: Report) -> dict[str, Any]:
    """One page as plain data."""
    counted = tally(report)
    return {
        "path": report.path,
        "claims": [_claim(claim) for claim in report.claims],
        "findings": [_finding(finding) for finding in report.findings],
        "links": [_link(link) for link in report.links],
        "counts": counted.counts,
        "checked": dict(counted.checked),
        "exempt": counted.exempt,
    }


def dumps(value: object) -> str:
    """JSON in ASCII, so that no terminal's or pipe's encoding can break it."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def totals(total: Tally) -> dict[str, Any]:
    """The counts of a whole run."""
    return {
        "files": total.files,
        "checked": dict(total.checked),
        "claims": {v: total.claims.get(v, 0) for v in VERDICTS},
        "givens": total.givens,
        "findings": {v: total.findings.get(v, 0) for v in VERDICTS},
        "advice": total.advice,
        "exempt": total.exempt,
    }


def _place(item: Claim | Finding) -> dict[str, Any]:
    return {
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "start": item.start,
        "end": item.end,
    }


def _crash(item: Claim | Finding) -> dict[str, Any] | None:
    crash = item.crash
    return None if crash is None else {"path": crash.path, "line": crash.line, "error": crash.error}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        **_place(claim),
        "text": claim.text,
        "role": claim.role,
        "kind": claim.kind,
        "verdict": claim.verdict,
        "rule": claim.rule,
        "stands_for": claim.stands_for,
        "exact": claim.exact,
        "expected": claim.expected,
        "message": claim.message,
        "operands": [{"name": o.name, "value": o.value, "line": o.line} for o in claim.operands],
        "cause": claim.cause,
        "crash": _crash(claim),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        **_place(finding),
        "rule": finding.rule,
        "verdict": finding.verdict,
        "message": finding.message,
        "advice": finding.advice,
        "crash": _crash(finding),
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "line": link.line,
        "column": link.column,
        "start": link.start,
        "end": link.end,
        "kind": link.kind,
        "text": link.text,
        "claims": list(link.claims),
        "findings": list(link.findings),
    }
