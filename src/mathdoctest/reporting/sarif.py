"""The report as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from mathdoctest.report import Claim, Finding, Report
from mathdoctest.reporting.paths import uri
from mathdoctest.reporting.text import advises, headline, sentence
from mathdoctest.rules import RULES, Rule, describe
from mathdoctest.source import Failure

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"wrong": "error", "unknown": "warning", "unverified": "note"}


def results(report: Report, *, strict: bool = False) -> list[dict[str, Any]]:
    """The results of one page."""
    seen: Counter[tuple[str, ...]] = Counter()
    items: list[Claim | Finding] = [c for c in report.claims if c.verdict != "verified"]
    items += report.findings
    return [_result(report, item, seen, strict=strict) for item in items]


def log(found: list[dict[str, Any]], failures: list[Failure], version: str) -> dict[str, Any]:
    """The whole log of a run, from the results of all its pages."""
    named = sorted(RULES.keys() | {result["ruleId"] for result in found})
    notices = [
        {
            "level": "error",
            "message": {"text": str(failure)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.path)}}],
        }
        for failure in failures
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mathdoctest",
                        "version": version,
                        "rules": [_rule(describe(name)) for name in named],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not failures,
                        **({"toolExecutionNotifications": notices} if notices else {}),
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": [
                    {**result, "ruleIndex": named.index(result["ruleId"])} for result in found
                ],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    text = rule.help or rule.title
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": text},
    }


def _artifact(path: str) -> dict[str, Any]:
    reference = uri(path)
    # Relative to the root of the sources, which the reader of the log knows and this machine not.
    base = {} if reference.startswith("file:") else {"uriBaseId": "%SRCROOT%"}
    return {"uri": reference, **base}


def _region(item: Claim | Finding, report: Report) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": item.line,
        "startColumn": item.column,
        "endLine": item.end_line,
        "endColumn": item.end_column,
    }
    if snippet := report.page.text[item.start : item.end]:
        region["snippet"] = {"text": snippet}
    return region


def _result(
    report: Report, item: Claim | Finding, seen: Counter[tuple[str, ...]], *, strict: bool
) -> dict[str, Any]:
    level = "error" if strict else _LEVELS.get(item.verdict, "note")
    if advises(item) and not strict:
        level = "note"
    rule = headline(item)
    result: dict[str, Any] = {
        "ruleId": rule,
        "level": level,
        "message": {"text": sentence(item)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(report.path),
                    "region": _region(item, report),
                }
            }
        ],
    }
    # What the finding is about, not where it stands: it is the same one after the page has moved.
    identity = (
        rule,
        uri(report.path),
        report.page.text[item.start : item.end],
        item.stands_for if isinstance(item, Claim) else "",
    )
    seen[identity] += 1
    digest = hashlib.sha256("\0".join((*identity, str(seen[identity]))).encode("utf-8", "replace"))
    result["partialFingerprints"] = {"mathdoctest/v1": digest.hexdigest()[:32]}
    if isinstance(item, Claim) and item.cause is not None and item.cause < len(report.claims):
        cause = report.claims[item.cause]
        result["relatedLocations"] = [
            {
                "message": {"text": f"it repeats or follows from {cause.text} here"},
                "physicalLocation": {
                    "artifactLocation": _artifact(report.path),
                    "region": _region(cause, report),
                },
            }
        ]
    return result
