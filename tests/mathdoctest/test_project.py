"""A page checked as its project asks: its code, and that of the pages which it continues."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathdoctest import config
from mathdoctest.project import Options, check_file
from mathdoctest.report import Report
from mathdoctest.reporting.jsonout import record
from mathdoctest.reporting.text import render

RUN = Options(run_code=True)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config._for_folder.cache_clear()
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str, continues: str = "") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    front = f"---\nmathdoctest:\n  continues: {continues}\n---\n\n" if continues else ""
    path.write_text(front + text, encoding="utf-8")
    return path


def said(report: Report) -> list[tuple[int, str, str]]:
    return [(f.line, f.rule, f.verdict) for f in report.findings]


def test_each_block_that_ran_is_a_link_and_is_counted() -> None:
    path = write("a.md", "```python\nx = 1\n```\n\n```pycon\n>>> x\n2\n```\n")
    report = check_file(path, RUN)
    assert report.checked["fence"] == 2
    first, second = (link for link in report.links if link.kind == "fence")
    assert (first.line, first.text, first.findings) == (1, "x = 1", ())
    assert [report.findings[i].rule for i in second.findings] == ["code-output"]


def test_a_block_that_was_not_run_is_unverified() -> None:
    path = write("a.md", "```python\nx = 1\n```\n")
    report = check_file(path)
    assert said(report) == [(1, "code-not-run", "unverified")]
    assert report.ok()
    assert not report.ok(strict=True)


def test_a_block_without_a_language_is_not_passed_over() -> None:
    path = write("a.md", "```\nx = 1\n```\n")
    for options in (Options(), RUN):
        assert said(check_file(path, options)) == [(1, "unlexed", "unverified")]


def test_a_page_finds_the_names_of_the_page_that_it_continues() -> None:
    write("a.md", "```python\nx = 1\n```\n")
    write("sub/b.md", "```python\ny = x + 1\n```\n", "../a.md")
    path = write("sub/c.md", "It is 3<!-- = x + y -->.\n", "b.md")
    report = check_file(path, RUN)
    assert [claim.verdict for claim in report.claims] == ["verified"]
    assert report.findings == ()


def test_a_page_whose_predecessor_fails_says_so_once() -> None:
    write("a.md", "```python\nx = missing\n```\n")
    path = write("b.md", "It is 3<!-- = x + 1 -->, and 4<!-- = x + 2 -->.\n", "a.md")
    report = check_file(path, RUN)
    assert said(report) == [(1, "code-failed", "wrong")]
    assert "a.md" in report.findings[0].message
    assert [(c.verdict, c.rule) for c in report.claims] == [("wrong", "no-value")] * 2
    text = render(report)
    assert text.count("NameError: name 'missing' is not defined") == 1
    assert "2 numbers have no value because of it: 3 (line 6), 4 (line 6)" in text


def test_a_number_whose_code_ended_with_an_error_names_the_error_and_its_place() -> None:
    path = write(
        "a.md",
        "```python\nx = 3\ny = missing\nz = 5\n```\n\n"
        "3<!-- = x -->, 4<!-- = y -->, -5<!-- = -z -->.\n",
    )
    report = check_file(path, RUN)
    assert said(report) == [(3, "code-failed", "wrong")]
    because = "which has no value: the code at a.md:3 ends with NameError: name 'missing' is not"
    assert [(c.text, c.verdict, c.message.partition(" defined")[0]) for c in report.claims] == [
        ("3", "verified", ""),
        ("4", "wrong", f"4 stands for y, {because}"),
        ("5", "wrong", f"-5 stands for -z, {because}"),
    ]


def test_a_number_is_never_compared_with_what_a_name_was_before_the_error() -> None:
    path = write(
        "a.md",
        "```python\nx = 3\n```\n\n```python\nx = missing\n```\n\nNow it is 4<!-- = x -->.\n",
    )
    (claim,) = check_file(path, RUN).claims
    assert (claim.rule, claim.exact) == ("no-value", "")


def test_numbers_of_blocks_behind_an_error_are_compared_as_always() -> None:
    path = write(
        "a.md",
        "```python\nx = missing\n```\n\n```python\ny = 2\nz = y + x\n```\n\n"
        "```python\nw = 2 * y\n```\n\n3<!-- = y -->, 5<!-- = w --> and 6<!-- = z -->.\n",
    )
    report = check_file(path, RUN)
    assert said(report) == [(2, "code-failed", "wrong"), (7, "code-not-run", "unverified")]
    assert "this needs x, which has no value: the code at a.md:2" in report.findings[1].message
    assert [(c.text, c.rule, c.exact) for c in report.claims] == [
        ("3", "wrong-literal", "2"),
        ("5", "wrong-literal", "4"),
        ("6", "no-value", ""),
    ]


def test_numbers_behind_an_assertion_that_fails_early_are_compared_as_always() -> None:
    path = write(
        "a.md",
        "```python\nassert 1 == 2\nx = 3\nassert x == 4\ny = 2 * x\n```\n\n"
        "4<!-- = x --> and 7<!-- = y -->.\n",
    )
    report = check_file(path, RUN)
    assert said(report) == [(2, "code-failed", "wrong"), (4, "code-failed", "wrong")]
    assert [(c.text, c.exact) for c in report.claims] == [("4", "3"), ("7", "6")]


def test_each_number_of_a_page_whose_import_fails_names_its_value_and_the_error() -> None:
    path = write(
        "a.md",
        "```python\nfrom nowhere_at_all import seven\n\neight = seven + 1\n```\n\n"
        "| seven<!-- = seven --> | eight<!-- = eight --> |\n|:--|:--|\n| 7 | 8 |\n\n"
        "```pycon\n>>> eight + 1\n9\n```\n",
    )
    report = check_file(path, RUN)
    error = "the code at a.md:2 ends with ModuleNotFoundError: No module named 'nowhere_at_all'"
    assert [c.message for c in report.claims] == [
        f"7 stands for seven, which has no value: {error}",
        f"8 stands for eight, which has no value: {error}",
    ]
    assert [f.message for f in report.findings[1:]] == [
        f"the page shows 9, which has no value: {error}"
    ]


def test_the_text_report_names_what_an_error_leaves_without_a_value_below_the_error() -> None:
    numbers = ", ".join(f"{n}<!-- = x + {n} -->" for n in range(11, 31))
    path = write(
        "a.md",
        f"```python\nx = missing\n```\n\n{numbers}.\n\n```pycon\n>>> x\n5\n>>> y = x\n```\n",
    )
    report = check_file(path, RUN)
    text = render(report)
    assert text.count("a.md:") == 1
    assert "20 numbers have no value because of it: 11 (line 5), 12 (line 5)" in text
    assert "and 14 more on line 5" in text
    assert "1 symbol or output has no value because of it, on line 8" in text
    assert "1 piece of code was not run because of it, on line 10" in text
    crash = {"path": "a.md", "line": 2, "error": "NameError: name 'missing' is not defined"}
    whole = record(report)
    assert [entry["crash"] for entry in whole["claims"]] == [crash] * 20
    assert [entry["crash"] for entry in whole["findings"]] == [crash] * 3


def test_a_symbol_whose_code_ended_with_an_error_names_both() -> None:
    write("notation.md", "| Symbol | Python |\n|:--|:--|\n| $p$ | `price` |\n| $q$ | `other` |\n")
    path = write(
        "a.md",
        "Let $p = 1.5$, $r = 2 p$ and $q = r$; $s = q$.\n\n```python\nprice = missing\n```\n",
    )
    report = check_file(path, Options(run_code=True, notation="notation.md"))
    (found,) = [f for f in report.findings if f.rule == "no-value"]
    assert found.line == 1
    assert found.message == (
        "p is 1.5 by the page's formulas, but `price` (notation.md:3) has no value: "
        "the code at a.md:4 ends with NameError: name 'missing' is not defined"
    )


def test_a_failed_assertion_leaves_the_numbers_to_be_compared() -> None:
    path = write(
        "a.md", "```python\nx = 3\nassert x == 4\n```\n\n5<!-- = x --> and 6<!-- = y -->.\n"
    )
    report = check_file(path, RUN)
    assert [(c.text, c.verdict) for c in report.claims] == [("5", "wrong"), ("6", "wrong")]


def test_a_page_that_continues_nothing_is_named() -> None:
    path = write("c.md", "Text\n", "missing.md")
    for options in (Options(), RUN):
        assert said(check_file(path, options)) == [(1, "continues", "wrong")]


def test_the_code_of_pages_that_continue_each_other_comes_to_an_end() -> None:
    write("a.md", "```python\nx = 1\n```\n", "b.md")
    path = write("b.md", "```python\ny = x\n```\n", "a.md")
    assert check_file(path, RUN).checked["fence"] == 1


NOTATION = """```python
price = 2.35
```

With $p = 2.35$:

| Symbol | Python |
|:--|:--|
| $p$ | `{}` |
"""


@pytest.mark.parametrize("absolute", [False, True])
@pytest.mark.parametrize("configured", [False, True])
@pytest.mark.parametrize(
    ("expression", "rules"),
    [("price", []), ("price + 1", ["code-differs"]), ("price +", ["code-failed"])],
)
def test_a_notation_page_is_held_to_its_own_table_however_it_is_named(
    expression: str, rules: list[str], *, configured: bool, absolute: bool
) -> None:
    path = write("docs/notation.md", NOTATION.format(expression))
    if configured:
        write("pyproject.toml", "[tool.mathdoctest]\nnotation = 'docs/notation.md'\n")
    options = Options(run_code=True, notation=None if configured else "docs/notation.md")
    report = check_file(path.absolute() if absolute else path, options)
    assert [found.rule for found in report.findings if not found.advice] == rules
    assert report.checked.get("code", 0) == (expression != "price +")


def test_a_symbol_that_differs_from_the_code_is_told_where_the_table_says_so() -> None:
    write("docs/notation.md", NOTATION.format("price"))
    write("pyproject.toml", "[tool.mathdoctest]\nnotation = 'docs/notation.md'\n")
    path = write("docs/page.md", "```python\nprice = 2.45\n```\n\nWith $p = 2.35$.\n")
    (found,) = [f for f in check_file(path, RUN).findings if f.rule == "code-differs"]
    assert "`price` (docs/notation.md:9) is 2.45" in found.message


AFTER = r"""
| Symbol | Next | After `n` steps |
|:--|:--|:--|
| $w$ | $w - {} \cdot w$ | `past[n]`, `more(past[n], w)` |
| $L$ | | `loss(past[n])` |
"""
HALVED = """
Begin with $w = 8$, so $L = w^2 = 64$. After two steps the loss is {}<!-- = loss(past[2]) -->.

```python
past = [8, 4, 2]


def loss(w):
    return w**2
```
"""


@pytest.mark.parametrize(
    ("made", "code", "told"),
    [
        ("0.5", "[8, 4, 2]", []),
        (
            "0.25",
            "[8, 4, 2]",
            ["w - 0.25 \\cdot w is 6 by the page's formulas, but `past[n]` for n = 1"],
        ),
        ("0.5", "[9, 4, 2]", ["w is 8 by", "L is 64 by"]),
    ],
)
def test_what_code_repeats_is_held_to_what_the_table_says_of_a_step(
    made: str, code: str, told: list[str]
) -> None:
    write("docs/notation.md", AFTER.format(made))
    write("pyproject.toml", "[tool.mathdoctest]\nnotation = 'docs/notation.md'\n")
    path = write("docs/page.md", HALVED.format(4).replace("[8, 4, 2]", code))
    report = check_file(path, RUN)
    assert report.checked["code"] == 3
    found = [f for f in report.findings if f.rule == "code-differs"]
    assert [f.message[: len(text)] for f, text in zip(found, told, strict=True)] == told
    # Told at the number that is bound to what the table speaks of.
    assert {(f.line, f.column) for f in found} <= {(2, 68)}


def test_the_names_of_repeated_code_may_mean_something_else_elsewhere() -> None:
    write("docs/notation.md", AFTER.format("0.5"))
    write("pyproject.toml", "[tool.mathdoctest]\nnotation = 'docs/notation.md'\n")
    text = HALVED.format(1).replace("loss(past[2])", "len(past) - 2").replace("[8, 4, 2]", "'abc'")
    report = check_file(write("docs/page.md", text), RUN)
    assert report.ok()
    assert "code" not in report.checked


@pytest.mark.parametrize(
    "value",
    [
        "1000 * (1 + 0.035) ** 2",
        "Decimal('1071.225')",
        "Fraction(1071225, 1000)",
        "np.float64(1071.225)",
        "np.array([1071.225])",
    ],
)
def test_a_number_of_python_lies_between_two_roundings_where_python_shows_it_there(
    value: str,
) -> None:
    code = "import numpy as np\nfrom decimal import Decimal\nfrom fractions import Fraction"
    for shown, ok in (("1071.22", True), ("1071.23", True), ("1071.24", False)):
        path = write("a.md", f"```python\n{code}\nx = {value}\n```\n\nIt is {shown}<!-- = x -->.\n")
        assert check_file(path, RUN).ok(strict=True) is ok, shown


@pytest.mark.parametrize("value", ["float('nan')", "float('inf')", "Decimal('NaN')", "True", "[1]"])
def test_what_is_no_finite_number_of_python_backs_none(value: str) -> None:
    code = f"from decimal import Decimal\nx = {value}"
    path = write("a.md", f"```python\n{code}\n```\n\nIt is 1<!-- = x -->.\n")
    (wrong,) = [c for c in check_file(path, RUN).claims if c.verdict == "wrong"]
    assert wrong.rule == "code-failed"


def test_every_entry_of_an_array_that_differs_from_the_code_is_named() -> None:
    write("notation.md", "| Symbol | Python |\n|:--|:--|\n| $A$ | `made` |\n")
    matrix = "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}"
    path = write(
        "a.md", f"Let $A = {matrix}$ and $B = A$.\n\n```python\nmade = [[1, 5], [3, 6]]\n```\n"
    )
    report = check_file(path, Options(run_code=True, notation="notation.md"))
    (found,) = [f for f in report.findings if f.rule == "code-differs"]
    assert found.message == (
        "entry 2 of A is 2 by the page's formulas, but `made` (notation.md:3) is 5.0; "
        "entry 4 of A is 4 by the page's formulas, but there it is 6.0"
    )


def test_a_notebook_s_error_is_told_at_its_line_of_the_file() -> None:
    path = Path("a.py")
    path.write_text(
        "# ---\n# title: a\n# ---\n# %% [markdown]\n# Text.\n# %%\nx = missing\n"
        "# %% [markdown]\n# It is 4<!-- = x -->.\n",
        encoding="utf-8",
    )
    report = check_file(path, RUN)
    (claim,) = report.claims
    assert claim.crash is not None
    assert (claim.line, claim.crash.line) == (9, 7)
    assert "a.py:7 ends with NameError" in claim.message
