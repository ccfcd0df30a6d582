"""Where formulas, code, tables and numbers stand in a page, and where they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mathdoctest.extract import extract
from mathdoctest.page import Page

GOLDEN = sorted((Path(__file__).parent / "extract").glob("*.md"))

# The golden pages say by hand, with brackets that no author types, what is to be found where.
BRACKETS = {
    "⟦": "formula",
    "⦗": "code",
    "⟨": "unbound",
    "⟪": "bound",
    "⦅": "exempt",
}
CLOSING = dict(zip("⟧⦘⟩⟫⦆", BRACKETS, strict=True))
MARK = re.compile(r"⸢([a-z-]+)⸣|[⟦⦗⟨⟪⦅⟧⦘⟩⟫⦆]")


@dataclass
class Marked:
    """A page without its marks, and what they say."""

    text: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def unmark(source: str) -> Marked:
    marked = Marked("")
    open_marks: list[tuple[str, int]] = []
    parts = []
    length = behind = 0
    for match in MARK.finditer(source):
        parts.append(source[behind : match.start()])
        length += match.start() - behind
        behind = match.end()
        mark = match.group()
        if mark in BRACKETS:
            open_marks.append((mark, length))
        elif mark in CLOSING:
            opening, start = open_marks.pop()
            assert opening == CLOSING[mark]
            marked.spans.append((start, length, BRACKETS[opening]))
        else:
            marked.problems.append((length, match.group(1)))
    assert not open_marks
    marked.text = "".join(parts) + source[behind:]
    marked.spans.sort()
    return marked


def found_in(page: Page) -> list[tuple[int, int, str]]:
    found = [(f.span.start, f.span.end, "formula") for f in page.formulas]
    found += [(f.span.start, f.span.end, "code") for f in page.fences]
    found += [
        (n.span.start, n.span.end, n.kind) for n in page.numbers if n.kind != "structural"
    ]
    return sorted(found)


def shown(page: Page, spans: list[tuple[int, int, str]]) -> list[str]:
    """Spans as a reader would point at them."""
    lines = []
    for start, end, kind in spans:
        line, column = page.position(start)
        lines.append(f"{line}:{column} {kind} {page.text[start:end]!r}")
    return lines


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_page_holds_just_what_its_marks_say(path: Path) -> None:
    marked = unmark(path.read_text(encoding="utf-8"))
    page = extract(marked.text)
    assert shown(page, found_in(page)) == shown(page, marked.spans)
    problems = [(*page.position(p.span.start), p.rule) for p in page.problems]
    assert problems == [(*page.position(at), rule) for at, rule in marked.problems]
