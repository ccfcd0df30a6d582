"""Reports made by hand, for tests of what is done with a report."""

from __future__ import annotations

import re
from typing import Any

from mathdoctest.page import Formula, Page, Span
from mathdoctest.report import Claim, Finding, Report


def page(text: str, path: str = "docs/walkthrough.md") -> Page:
    """A page with the formulas of its ``$$`` blocks and ``$`` pairs, found the simple way."""
    formulas: list[Formula] = []
    for match in re.finditer(r"\$\$(.*?)\$\$|\$(.*?)\$", text, re.DOTALL):
        group = 1 if match[1] is not None else 2
        formulas.append(
            Formula(
                span=Span(*match.span()),
                body=Span(*match.span(group)),
                latex=match[group],
                display=group == 1,
                delimiter="$$" if group == 1 else "$",
                block=len(formulas),
                section=0,
            )
        )
    return Page(text, path, formulas=tuple(formulas))


def place(page_: Page, needle: str, nth: int = 0) -> dict[str, Any]:
    """Where the n-th occurrence of a text stands."""
    start = -1
    for _ in range(nth + 1):
        start = page_.text.index(needle, start + 1)
    line, column = page_.position(start)
    end_line, end_column = page_.position(start + len(needle))
    return {
        "start": start,
        "end": start + len(needle),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def claim(page_: Page, text: str, nth: int = 0, **fields: Any) -> Claim:  # noqa: ANN401
    defaults = {"role": "claim", "verdict": "verified"}
    return Claim(**place(page_, text, nth), text=text, **{**defaults, **fields})


def finding(page_: Page, text: str, nth: int = 0, **fields: Any) -> Finding:  # noqa: ANN401
    defaults = {"rule": "undefined", "verdict": "wrong", "message": "it is wrong"}
    return Finding(**place(page_, text, nth), **{**defaults, **fields})


def report(page_: Page, *items: Claim | Finding, **fields: Any) -> Report:  # noqa: ANN401
    claims = tuple(item for item in items if isinstance(item, Claim))
    findings = tuple(item for item in items if isinstance(item, Finding))
    return Report(page_, claims=claims, findings=findings, **fields)
