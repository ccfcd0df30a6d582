"""Whatever a text holds, the page read from it is sound, and code stays code."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mathdoctest.extract import extract
from mathdoctest.page import Page, Span
from mathdoctest.worked import calculations

MARKS = (
    *("$", "$$", "$`", "`", "``", "```", "````", "~~~", "```python", "```math", "\\(", "\\)"),
    *("\\[", "\\]", "\\begin{align}", "\\end{align}", "\\text{", "}", "{", "\\", "\\$", "_", "="),
    *("\n", "\n", "\n", "\n\n", "\r\n", " ", " ", "    ", "\t", "a", "b c", "and", "Step 2", "."),
    *("> ", ">", "- ", "+ ", "* ", "1. ", "# ", "---", "===", "|", "|--|--|", "| a | b |", ": "),
    *('!!! note "x"', "??? tip", '=== "T"', "[^1]:", "::: a.b", "--8<--", "[", "]", "(", ")", "]("),
    *("<!--", "-->", "<!-- = x -->", "<!-- = $#$ before -->", "<!-- exempt -->", "<!-- n -->"),
    *("<!-- no-run: a -->", "<pre>", "</pre>", "<code>", "</code>", "<svg ", '<a href="$x$">'),
    *("0.5", "1,000", "1e-3", "w11", "2-2-1", "3.11.5", "2026-11-05", "10\u2009000", "%", "-", "−"),
    *("https://x.y/1$", "&#12;", "\ufeff", "𝒳", "\u2028", "\x00", "\x0c", "---\na: 1\n---\n"),
)
PAGES = st.lists(st.sampled_from(MARKS), max_size=60).map("".join) | st.text(max_size=200)


def spans(page: Page) -> list[Span]:
    found = [f.span for f in page.formulas]
    found += [f.span for f in page.fences]
    found += [n.span for n in page.numbers]
    return sorted(found, key=lambda span: (span.start, span.end))


@settings(max_examples=500, deadline=None)
@given(PAGES)
@example("$$\n" * 3)
@example("text $$\n")
@example("> $$\n>\n> a\n> $$")
@example("a $$ b `$$` c")
@example("-      code")
def test_any_text_is_a_sound_page(text: str) -> None:
    page = extract(text)
    assert page.text == text
    for first, second in itertools.pairwise(spans(page)):
        assert first.end <= second.start
    for records in (page.formulas, page.fences, page.tables, page.numbers, page.problems):
        starts = [record.span.start for record in records]
        assert starts == sorted(starts)
    for formula in page.formulas:
        span, body = formula.span, formula.body
        assert 0 <= span.start <= body.start <= body.end <= span.end <= len(text)
        source = text[body.start : body.end]
        assert len(source) == len(formula.latex)
        assert all(a in (b, " ") for a, b in zip(formula.latex, source, strict=True))
        assert formula.latex.strip()
    for number in page.numbers:
        assert text[number.span.start : number.span.end] == number.text
        assert any(c.isdigit() for c in number.text)
        assert (number.binding is not None) is (number.kind == "bound")
        assert bool(number.reason) is (number.kind in ("structural", "exempt"))
    for fence in page.fences:
        assert fence.span.start <= fence.body.start <= fence.body.end <= len(text)
        assert page.position(fence.body.start)[0] == fence.line
    for table in page.tables:
        for cell in itertools.chain(table.header, *table.rows):
            assert text[cell.span.start : cell.span.end] == cell.text
    for problem in page.problems:
        assert 0 <= problem.span.start < problem.span.end <= len(text)
    blocks = [formula.block for formula in page.formulas]
    assert blocks == sorted(blocks)
    sections = [formula.section for formula in page.formulas]
    assert sections == sorted(sections)


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_line_endings_change_nothing_in_any_text(text: str) -> None:
    unix = text.replace("\r", "")
    one, other = extract(unix), extract(unix.replace("\n", "\r\n"))
    assert [f.latex.split() for f in one.formulas] == [f.latex.split() for f in other.formulas]
    assert [(f.kind, f.code) for f in one.fences] == [(f.kind, f.code) for f in other.fences]
    assert [(n.kind, n.text) for n in one.numbers] == [(n.kind, n.text) for n in other.numbers]
    assert [p.rule for p in one.problems] == [p.rule for p in other.problems]


@settings(deadline=None)
@given(PAGES, st.sampled_from(["", "> ", "    "]), st.sampled_from(["", "text", "c"]))
@example("÷=", "", "")
@example("0=²", "", "text")
def test_whatever_stands_in_a_fence_is_code_unless_it_has_no_language_and_calculates(
    text: str, prefix: str, language: str
) -> None:
    mark = "~" * 300
    rows = text.split("\n")
    assume(language or not calculations(rows))
    lines = [mark + language, *rows, mark]
    opening = "- item\n\n" if prefix == "    " else ""
    page = extract(opening + "\n".join(prefix + line for line in lines) + "\n\n$x$ 0.5\n")
    assert [f.latex for f in page.formulas] == ["x"]
    assert [n.text for n in page.numbers] == ["0.5"]
    assert len(page.fences) == 1
    assert page.problems == ()


@settings(deadline=None)
@given(PAGES)
def test_whatever_stands_in_a_comment_is_not_read(text: str) -> None:
    inside = text.replace("--", "")
    page = extract(f"<!-- - {inside} -->\n\n$x$ 0.5\n")
    assert [f.latex for f in page.formulas] == ["x"]
    assert [n.text for n in page.numbers] == ["0.5"]
    assert page.fences == ()
    assert page.problems == ()


@settings(deadline=None)
@given(PAGES)
def test_whatever_stands_in_a_code_span_is_not_read(text: str) -> None:
    inside = " ".join(text.replace("`", "").split())
    page = extract(f"A line with ```` {inside} ```` and $x$ 0.5\n")
    assert [f.latex for f in page.formulas] == ["x"]
    assert [n.text for n in page.numbers] == ["0.5"]
    assert page.problems == ()


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "text",
                "text",
                "",
                "",
                "",
                "```",
                "```",
                "```py",
                "~~~",
                "````",
                "    ```",
                "   ```",
            ),
            *("- item", "1. one", "> q", "> ```", ">", "    x", "        y", "  z", "# h", "- ```"),
            *("    - sub", "* * *", "a `b` c", ">     q", "\tt", "+ p", "2. two", "> - item"),
        ]
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_code_blocks_are_those_of_a_markdown_parser(lines: list[str]) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    text = "\n".join(lines) + "\n"
    page = extract(text)
    if any(problem.rule == "unclosed-fence" for problem in page.problems):
        return  # a parser reads on to the end of the page; we say so and go on earlier
    fenced: set[int] = set()
    indented: set[int] = set()
    for fence in page.fences:
        first, last = (page.position(at)[0] for at in (fence.span.start, fence.span.end - 1))
        block = indented if fence.span.start == fence.body.start else fenced
        block.update(
            n for n in range(first, last + 1) if block is fenced or lines[n - 1].strip("> ")
        )
    expected: dict[str, set[int]] = {"fence": set(), "code_block": set()}
    for token in parser.parse(text):
        if token.type in expected:
            expected[token.type].update(range(token.map[0] + 1, token.map[1] + 1))
    assert fenced == expected["fence"]
    # Indented code is code only where Python-Markdown agrees.
    assert indented <= expected["code_block"]


INLINE = st.lists(
    st.sampled_from(["`", "``", "```", "$x$", "$x$", " ", "a", "\\\\", "\n", "*", "[a](b)"]),
    max_size=15,
)


@settings(max_examples=300, deadline=None)
@given(INLINE)
def test_code_spans_are_those_of_a_markdown_parser(parts: list[str]) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    text = "a " + "".join(parts)
    tokens = parser.parse(text)
    if any(token.type == "fence" for token in tokens) or "$`" in text:
        return
    expected = sum(
        child.content.count("$x$")
        for token in tokens
        for child in token.children or ()
        if child.type == "text"
    )
    assert [f.latex for f in extract(text).formulas if f.latex == "x"] == ["x"] * expected


@pytest.mark.parametrize(
    "text",
    [
        "$" * 1_000_000,
        "`" * 100_000,
        "> " * 100_000 + "$x$",
        "- " * 100_000 + "$x$",
        "[" * 100_000 + "]" * 100_000,
        "\\(" * 100_000,
        "$$\n\n" * 20_000,
        "<!-- " * 100_000,
        "<pre>\n\n" * 20_000,
        "\\begin{align}\n" * 20_000,
        "| a |\n|---|\n" * 10_000,
        "1." * 100_000,
        "---\n" + "[" * 50_000 + "\n---\n",
    ],
    ids=lambda text: text[:12],
)
def test_endless_repetition_is_read(text: str) -> None:
    page = extract(text)
    assert page.text == text
