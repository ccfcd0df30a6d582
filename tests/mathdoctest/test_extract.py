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
    found += [(n.span.start, n.span.end, n.kind) for n in page.numbers if n.kind != "structural"]
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


# What stands around a page changes nothing about what it holds


def held(page: Page) -> list[tuple[str, str]]:
    """What a page holds, without where: formulas as their tokens, for a list indents its lines."""
    records: list[tuple[int, str, str]] = []
    records += [(f.span.start, f"formula {f.delimiter}", f.latex) for f in page.formulas]
    records += [(f.span.start, f"code {f.kind}", f.code) for f in page.fences]
    records += [(n.span.start, f"number {n.kind} {n.reason}", n.text) for n in page.numbers]
    records += [(p.span.start, f"problem {p.rule}", "") for p in page.problems]
    return [(kind, " ".join(text.split())) for _, kind, text in sorted(records)]


WHOLE = [path for path in GOLDEN if path.stem not in {"numbers", "unclosed"}]
"""Pages without front matter, and without code that runs to the end."""


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_line_endings_change_nothing(path: Path) -> None:
    marked = unmark(path.read_text(encoding="utf-8"))
    windows = unmark(path.read_text(encoding="utf-8").replace("\n", "\r\n"))
    page = extract(windows.text)
    assert held(page) == held(extract(marked.text))
    assert shown(page, found_in(page)) == shown(page, windows.spans)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_byte_order_mark_only_shifts_the_first_line(path: Path) -> None:
    marked = unmark(path.read_text(encoding="utf-8"))
    page = extract("\ufeff" + marked.text)
    assert held(page) == held(extract(marked.text))
    assert found_in(page) == [(start + 1, end + 1, kind) for start, end, kind in marked.spans]


def test_a_column_is_counted_in_characters_beyond_the_basic_plane() -> None:
    page = extract("𝒳 é 🎉 $x$ 0.5")
    assert page.position(page.formulas[0].span.start) == (1, 7)
    assert page.position(page.numbers[0].span.start) == (1, 11)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("opening", "prefix"),
    [
        ("", "> "),
        ("", "> > "),
        ("- item\n\n", "    "),
        ("1. item\n\n", "    "),
        ("!!! note\n\n", "    "),
        ('??? tip "Folded"\n\n', "    "),
        ('=== "Tab"\n\n', "    "),
        ("- item\n\n    !!! note\n\n", "        "),
        ("> !!! note\n>\n", ">     "),
        ("[^1]: note\n\n", "    "),
        ("<details>\n<summary>More</summary>\n\n", ""),
    ],
    ids=repr,
)
def test_a_container_changes_nothing(path: Path, opening: str, prefix: str) -> None:
    # A tab reaches less far behind a prefix.
    text = unmark(path.read_text(encoding="utf-8")).text.expandtabs(4)
    quoted = prefix.startswith(">")
    lines = [prefix + line if line or quoted else line for line in text.split("\n")]
    outer = extract(opening + "\n".join(lines))
    marker = [("number structural list marker", "1")] if opening.startswith("1.") else []
    assert held(outer) == marker + held(extract(text))


def test_a_quotes_marks_are_blanked_inside_a_formula() -> None:
    page = extract("> $$\n> a = 1 \\\\\n>b\n> $$\n> and $c\n> + d$.")
    first, second = page.formulas
    assert first.latex == "\n  a = 1 \\\\\n b\n  "
    assert second.latex == "c\n  + d"
    for formula in page.formulas:
        assert formula.body.end - formula.body.start == len(formula.latex)


def test_a_page_may_begin_with_a_formula_and_words_behind_it() -> None:
    for before in ("", "Fine.\n\n"):
        page = extract(f"{before}$$a = 2$$ With $b = 3$:\n")
        assert [f.latex for f in page.formulas] == ["a = 2", "b = 3"], before
        assert not page.problems


# Records in detail


def test_a_formula_knows_its_delimiters_and_what_stands_between() -> None:
    text = r"$a$ $$b$$ \(c\) $\( d \)$ $`e`$" + "\n\n$$\nf\n$$\n\n\\[ g \\]\n\n```math\nh\n```\n\n"
    page = extract(text + "\\begin{align}\ni\n\\end{align}")
    assert [(f.delimiter, f.display, f.latex) for f in page.formulas] == [
        ("$", False, "a"),
        ("$$", False, "b"),
        ("\\(", False, "c"),
        ("$\\(", False, " d "),
        ("$`", False, "e"),
        ("$$", True, "\nf\n"),
        ("\\[", True, " g "),
        ("math", True, "h"),
        ("begin", True, "\\begin{align}\ni\n\\end{align}"),
    ]
    for formula in page.formulas:
        assert page.text[formula.body.start : formula.body.end] == formula.latex


def test_the_options_of_a_formulas_fence_are_not_part_of_it() -> None:
    page = extract("```{math}\n:label: loss\n:nowrap:\n\na = 1\n```\n")
    (formula,) = page.formulas
    assert formula.latex.strip() == "a = 1"
    assert page.text[formula.body.start : formula.body.end] == formula.latex


def test_the_unbalanced_parenthesis_is_named_where_it_opens() -> None:
    head = "Gradient with respect to the weight $\\( w_{h1} \\)$ and the neuron $"
    page = extract(f"Text.\n\n{head}\\( z_0 $, the input. Then $x$.\n")
    (problem,) = page.problems
    assert problem.rule == "unbalanced-math"
    assert page.position(problem.span.start) == (3, len(head) + 1)
    assert [f.latex.strip() for f in page.formulas] == ["w_{h1}", "z_0", "x"]


def test_formulas_of_one_paragraph_share_a_block() -> None:
    page = extract(
        "$a$ and $b$\nand $c$\n\n$d$\n$$\ne\n$$\n$f$\n\n- $g$ $h$\n- $i$\n\n"
        "| $j$ | $k$ $l$ |\n|--|--|\n"
    )
    groups: dict[int, str] = {}
    for formula in page.formulas:
        groups[formula.block] = groups.get(formula.block, "") + formula.latex.strip()
    assert list(groups.values()) == ["abc", "d", "e", "f", "gh", "i", "j", "kl"]
    assert list(groups) == sorted(groups)


def test_headings_divide_a_page_into_sections() -> None:
    page = extract("$a$\n\n# One $b$\n\n$c$\n\nTwo $d$\n---\n\n> ### Three\n> $e$\n\n#no\n$f$\n")
    assert [(f.latex, f.section, f.heading) for f in page.formulas] == [
        ("a", 0, False),
        ("b", 1, True),
        ("c", 1, False),
        ("d", 2, True),
        ("e", 3, False),
        ("f", 3, False),
    ]


@pytest.mark.parametrize(
    ("opening", "language", "kind"),
    [
        ("```python", "python", "python"),
        ("```py", "py", "python"),
        ("```python3", "python3", "python"),
        ("```Python", "python", "python"),
        ("``` python", "python", "python"),
        ('```python title="x" linenums="1" hl_lines="2"', "python", "python"),
        ("```{.python .annotate}", "python", "python"),
        ("``` { .py hl_lines='1' }", "py", "python"),
        ("```{#block .python}", "python", "python"),
        ("```{python}", "python", "python"),
        ("```{python, echo=FALSE}", "python", "python"),
        ("```{code-cell} python", "python", "python"),
        ("```python {.annotate}", "python", "python"),
        ("~~~python", "python", "python"),
        ("````python", "python", "python"),
        ("```ipython", "ipython", "python"),
        ("```bash", "bash", "foreign"),
        ("```c++", "c++", "foreign"),
        ("```rust,ignore", "rust", "foreign"),
        ("```cython", "cython", "foreign"),
        ("```text", "text", "foreign"),
        ("```output", "output", "foreign"),
        ("```mermaid", "mermaid", "foreign"),
        ("```", "", "unlexed"),
        ('```title="x"', "", "unlexed"),
        ("```pyton", "pyton", "unlexed"),
        ("```python2", "python2", "unlexed"),
        ("```pycon", "pycon", "unlexed"),
    ],
)
def test_every_fence_is_classified(opening: str, language: str, kind: str) -> None:
    mark = opening[:4] if opening.startswith("````") else opening[:3]
    page = extract(f"Text.\n\n{opening}\nx = 1\n{mark}\n")
    (fence,) = page.fences
    assert (fence.language, fence.kind, fence.code, fence.line) == (language, kind, "x = 1\n", 4)
    assert bool(fence.reason) is (kind == "unlexed")
    assert fence.info == opening.lstrip("`~").strip()
    assert page.text[fence.body.start : fence.body.end] == "x = 1\n"


@pytest.mark.parametrize(
    ("language", "code", "kind"),
    [
        ("python", ">>> 1\n1", "doctest"),
        ("python", "\n# first\n>>> 1\n1", "doctest"),
        ("python", "x = '''\n>>> 1\n'''", "python"),
        ("python", "", "python"),
        ("pycon", ">>> 1\n1", "doctest"),
        ("python-console", ">>> 1\n1", "doctest"),
        ("doctest", "  >>> 1\n  1", "doctest"),
        ("ipython", "%time x", "unlexed"),
        ("ipython", "In [1]: x", "unlexed"),
        ("ipython3", "!ls", "unlexed"),
    ],
)
def test_prompts_make_a_doctest_and_magic_makes_nothing(
    language: str, code: str, kind: str
) -> None:
    (fence,) = extract(f"```{language}\n{code}\n```").fences
    assert fence.kind == kind


def test_code_loses_just_the_indentation_of_its_container() -> None:
    page = extract(
        "- item\n\n    ```python\n    if x:\n        y\n\n      z\n    ```\n"
        "\n> ```python\n> if a:\n>     b\n>\n> ```\n\n```python\n    c\n    d\n```\n\n\te\n\t\tf\n"
    )
    assert [(f.code, f.line) for f in page.fences] == [
        ("if x:\n    y\n\n  z\n", 4),
        ("if a:\n    b\n\n", 11),
        ("c\nd\n", 17),
        ("e\n\tf\n", 21),
    ]


def test_windows_line_ends_do_not_reach_the_code() -> None:
    (fence,) = extract("```python\r\nx = 1\r\ny = 2\r\n```\r\n").fences
    assert fence.code == "x = 1\ny = 2\n"
    assert (fence.language, fence.line) == ("python", 2)


def test_a_fence_that_is_not_to_run_says_why() -> None:
    page = extract(
        "<!-- no-run: needs a GPU -->\n```python\nx\n```\n\n"
        "Text with the comment at its end <!-- no-run: prints\nthe time -->\n```\nnoon\n```\n\n"
        "- item\n\n    <!-- no-run: nested -->\n    ```python\n    y\n    ```\n\n"
        "<!-- no-run: far -->\n\n```python\nz\n```\n\n<!-- no-run -->\n```python\nw\n```\n"
    )
    assert [(f.kind, f.reason) for f in page.fences] == [
        ("declared", "needs a GPU"),
        ("declared", "prints the time"),
        ("declared", "nested"),
        ("declared", "far"),
        ("unlexed", "its no-run comment gives no reason"),
    ]
    assert page.problems == ()


def test_a_no_run_comment_without_a_fence_is_a_problem() -> None:
    page = extract("<!-- no-run: a -->\n\nText.\n\n```python\nx\n```\n\n<!-- no-run: b -->\n")
    assert [p.rule for p in page.problems] == ["no-run-without-fence"] * 2
    assert page.fences[0].kind == "python"


@pytest.mark.parametrize(
    ("text", "kind", "source", "before"),
    [
        ("0.5<!-- = step.loss -->", "python", "step.loss", False),
        ("0.5<!--=step.loss-->", "python", "step.loss", False),
        ("**0.5**<!-- = 1 - a % b -->", "python", "1 - a % b", False),
        ("`x` _0.5_<!-- = w['$'] -->", "python", "w['$']", False),
        (r"0.5<!-- = $y_{\text{pred}}$ -->", "math", r"y_{\text{pred}}", False),
        ("0.5<!-- = $w$ before -->", "math", "w", True),
        ("0.5<!-- = $ w $  before -->", "math", "w", True),
        ("0.5<!-- = f(\n  x) -->", "python", "f(\n  x)", False),
    ],
)
def test_a_comment_binds_the_number_before_it(
    text: str, kind: str, source: str, *, before: bool
) -> None:
    page = extract(f"It is {text}.")
    (number,) = page.numbers
    assert number.kind == "bound"
    assert number.text == "0.5"
    assert number.binding is not None
    assert (number.binding.kind, number.binding.source) == (kind, source)
    assert number.binding.before is before
    comment = page.text[number.binding.span.start : number.binding.span.end]
    assert comment.startswith("<!--")
    assert comment.endswith("-->")
    assert page.problems == ()


@pytest.mark.parametrize(
    ("text", "negative", "percent"),
    [
        ("5", False, False),
        ("-5", True, False),
        ("−5", True, False),
        ("(-5)", True, False),
        ("**-5**", True, False),
        ("a-5", False, False),
        ("1–5", False, False),
        ("5%", False, True),
        ("5 %", False, True),
        ("5\u202f%", False, True),
        ("**5**%", False, True),
        ("**5** %", False, True),
        ("5\\%", False, True),
        ("5<!-- = x -->%", False, True),
        ("5%<!-- = x -->", False, True),
        ("**5**<!-- = x --> %", False, True),
        ("5 % of", False, True),
        ("5. %", False, False),
    ],
)
def test_signs_stand_beside_a_number(text: str, *, negative: bool, percent: bool) -> None:
    number = extract(f"It is {text}").numbers[-1]
    assert (number.text, number.negative, number.percent) == ("5", negative, percent)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# Chapter with 5", "heading"),
        ("Heading 5\n===", "heading"),
        ("5. item", "list marker"),
        ("- [ ] text\n\n5) item", "list marker"),
        ('!!! note "Only 5"', "title"),
        ('=== "Only 5"', "title"),
        ("on 2026-11-05", "date"),
        ("in November 2005", "date"),
        ("on 5 May", "date"),
        ("in May 1995", "date"),
        ("version 3.11.5", "version"),
        ("with v5", "part of a name"),
        ("the symbol w5", "part of a name"),
        ("in UTF-5", "part of a name"),
        ("the 5th", "ordinal"),
        ("colour 0xFF5", "hexadecimal"),
        ("commit 1f2e3d5", "hexadecimal"),
        ("see Step 5", "label"),
        ("see **Step 5**", "label"),
        ("see Step **5**", "label"),
        ("on lines 3, 4 and 5", "label"),
        ("on lines 3–5", "label"),
        ("with Python 3.5", "label"),
        ("the [part 5](a.md)", "link"),
        ("the [part 5][a]\n\n[a]: b", "link"),
        ("| column 5 |\n|---|", "table header"),
        ("| n<!-- n --> |\n|---|\n| 5 |", "names the row"),
        ("an :icon-5:", "icon"),
    ],
)
def test_a_number_that_only_names_claims_nothing(text: str, reason: str) -> None:
    number = extract(text).numbers[-1]
    assert "5" in number.text
    assert (number.kind, number.reason) == ("structural", reason)


def test_a_table_binds_a_column_and_names_a_rows_values() -> None:
    page = extract(
        "| symbol | steps<!-- n --> | factor<!-- k --> | before<!-- = $#$ before --> "
        "| loss<!-- = records[n].loss * k --> |\n"
        "|---|---|---|---|---|\n"
        "| $w_{11}$ | 10 | 0.5 | 0.2 | -3.2 |\n"
        "| $w_{21}$ | 1,000 | $\\eta$ | 0.4 | 7<!-- = other[row] --> |\n"
        "| $w_{12}$ | 20% | `mean` | 0.3 | **8** % |\n"
    )
    bound = {n.text: n for n in page.numbers if n.kind == "bound"}
    assert list(bound) == ["0.2", "3.2", "0.4", "7", "0.3", "8"]
    bindings = {text: n.binding for text, n in bound.items() if n.binding}
    first = {"row": 0, "n": 10, "k": 0.5}
    second = {"row": 1, "n": 1000, "k": "\\eta"}
    third = {"row": 2, "n": 0.2, "k": "mean"}
    assert {text: b.variables for text, b in bindings.items()} == {
        "0.2": first,
        "3.2": first,
        "0.4": second,
        "7": second,
        "0.3": third,
        "8": third,
    }
    assert [type(b.variables["n"]) for b in bindings.values()] == [int] * 4 + [float] * 2
    assert [(b.kind, b.source, b.before) for b in bindings.values()] == [
        ("math", "w_{11}", True),
        ("python", "records[n].loss * k", False),
        ("math", "w_{21}", True),
        ("python", "other[row]", False),
        ("math", "w_{12}", True),
        ("python", "records[n].loss * k", False),
    ]
    assert bound["3.2"].negative
    assert bound["8"].percent
    assert page.text[bindings["3.2"].span.start : bindings["3.2"].span.end] == (
        "<!-- = records[n].loss * k -->"
    )
    assert all(f.cell for f in page.formulas)
    assert page.problems == ()


def test_what_is_wrong_with_a_column_is_said_once() -> None:
    page = extract("| a<!-- = --> | b<!-- = $x -->|\n|---|---|\n" + "| 1 | 2 |\n" * 5)
    assert [p.rule for p in page.problems] == ["unreadable-binding"] * 2
    assert {n.kind for n in page.numbers} == {"unbound"}


def test_cells_are_cut_at_bars_that_divide() -> None:
    page = extract(
        "| a \\| b | `c | d` | $|e|$ | |\n|:-|-:|:-:|-|\n| 1 | <!-- | --> 2 |\nx | y | z | w | v\n"
    )
    (table,) = page.tables
    assert [c.text for c in table.header] == ["a \\| b", "`c | d`", "$|e|$", ""]
    assert [[c.text for c in row] for row in table.rows] == [
        ["1", "<!-- | --> 2"],
        ["x", "y", "z", "w", "v"],
    ]
    for cell in (*table.header, *table.rows[0], *table.rows[1]):
        assert page.text[cell.span.start : cell.span.end] == cell.text


# Front matter


def test_front_matter_is_read_and_not_searched() -> None:
    page = extract("---\ntitle: $x$ and 5\nmathdoctest:\n  continues: a.md\n---\n\n$y$ on line 7\n")
    assert page.front == {"title": "$x$ and 5", "mathdoctest": {"continues": "a.md"}}
    assert [f.latex for f in page.formulas] == ["y"]
    assert page.position(page.formulas[0].span.start) == (7, 1)
    assert [n.text for n in page.numbers] == ["7"]


@pytest.mark.parametrize(
    ("front", "line", "says"),
    [
        ("title: a: b", 2, "mapping values are not allowed"),
        ("ok: 1\nlist: [1, 2", 4, "expected ',' or ']'"),
        ("- a\n- b", 1, "it is a list"),
        ("just text", 1, "it is a str"),
        ("day: 2026-02-31", 1, "day"),
        ("a: *b", 2, "undefined alias"),
        ("a: !!python/object:os.system x", 2, "could not determine a constructor"),
        ("a: \x00", 1, "special characters"),
        ("[" * 5000, 1, "nested too deeply"),
        ("a: " + "b" * 20_000, 1, "20,00"),
    ],
)
def test_front_matter_that_is_none_is_a_problem_and_the_page_is_read(
    front: str, line: int, says: str
) -> None:
    page = extract(f"---\n{front}\n---\n\n$x$\n")
    (problem,) = page.problems
    assert problem.rule == "bad-front-matter"
    assert says in problem.message
    assert page.position(problem.span.start)[0] == line
    assert page.front == {}
    assert [f.latex for f in page.formulas] == ["x"]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "---\n", "---\n---", "---\na: 1\n$x$"])
def test_a_page_may_have_no_front_matter(text: str) -> None:
    page = extract(text)
    assert page.front == {}
    assert page.problems == ()


# The page that this project began with

ORIGINAL = Path(__file__).parents[1] / "data" / "original.md"


def test_every_formula_of_the_original_is_read_even_the_broken_one() -> None:
    text = ORIGINAL.read_text(encoding="utf-8")
    page = extract(text)
    # Counted by patterns that know only how this page is written.
    block = re.compile(r"^ *\$\$\n(.*?)\n *\$\$$", re.MULTILINE | re.DOTALL)
    lines = block.sub("", text)
    displayed = [match.strip() for match in block.findall(text)]
    inline = [match.strip() for match in re.findall(r"\\\(([^$\n]*?)\\\)", lines)]
    single = [match for match in re.findall(r"\$([^$\n]+)\$", lines) if "\\(" not in match]
    unclosed = [match.strip() for match in re.findall(r"\$\\\(([^)$\n]*)\$", lines)]
    assert unclosed == ["z_0"]
    assert len(displayed) + len(inline) + len(single) + len(unclosed) == 128
    found = [f.latex.strip() for f in page.formulas]
    assert sorted(found) == sorted(displayed + inline + single + unclosed)
    (problem,) = page.problems
    assert (problem.rule, page.position(problem.span.start)) == ("unbalanced-math", (267, 163))
