"""Pages as pytest items: by the plugin, and by the Sybil parsers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from handmade import claim, finding, page, report

import mathdoctest
import mathdoctest.fix
import mathdoctest.sybil
from mathdoctest import config
from mathdoctest.items import explain, items
from mathdoctest.report import Link

pytest_plugins = ["pytester"]

PAGE = """\
# Page

```python
x = 1.7
```

Let $x = 1.7$.

$$
y = 2 \\cdot x + 0.3 = 2 \\cdot 1.7 + 0.3 = 3.4 + 0.3 = 3.7
$$

So $y = 3.7$, and twice that is 7.4<!-- = 2 * (2 * x + 0.3) -->.

| of | value<!-- = $#$ --> |
|--|--|
| $x$ | 1.7 |
| $y$ | 3.7 |
"""
WRONG = PAGE.replace("= 3.4 +", "= 3.6 +")
CONFTEST = """\
from mathdoctest.sybil import PARSERS, PageDocument
from sybil import Sybil

pytest_collect_file = Sybil(
    parsers=PARSERS, patterns=["*.md"], document_types={".md": PageDocument}
).pytest()
"""
QUICK = ("-p", "no:hypothesispytest")
BOTH = pytest.mark.parametrize("way", ["plugin", "sybil"])


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config._for_folder.cache_clear()


def run(pytester: pytest.Pytester, way: str, text: str, *arguments: str) -> pytest.RunResult:
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    if way == "sybil":
        pytester.makeconftest(CONFTEST)
        return pytester.runpytest_inprocess(*QUICK, *arguments, "page.md")
    return pytester.runpytest_inprocess("--mathdoctest", *QUICK, *arguments, "page.md")


@BOTH
def test_a_right_page_passes_with_an_item_for_every_link(
    pytester: pytest.Pytester, way: str
) -> None:
    result = run(pytester, way, PAGE)
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}
    assert outcomes["passed"] >= 9


@BOTH
def test_a_wrong_number_fails_its_own_item_with_page_line_and_both_values(
    pytester: pytest.Pytester, way: str
) -> None:
    result = run(pytester, way, WRONG)
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(
        [
            "page.md, line 10: 3.6 stands for 2 \\cdot * and should be 3.4 (exact 3.4)",
            "  y = 2 \\cdot x + 0.3 = 2 \\cdot 1.7 + 0.3 = 3.6 + 0.3 = 3.7",
            "                                            ^^^",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


@BOTH
def test_a_number_bound_to_code_is_compared_with_what_the_code_computes(
    pytester: pytest.Pytester, way: str
) -> None:
    result = run(pytester, way, PAGE.replace("x = 1.7\n```", "x = 1.8\n```"))
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["page.md, line 13: 7.4 stands for 2 * (2 * x + 0.3)*7.8*"])


@BOTH
def test_a_block_that_fails_fails_its_item(pytester: pytest.Pytester, way: str) -> None:
    text = PAGE.replace("x = 1.7\n```", "x = 1.7\nassert x == 2\n```")
    result = run(pytester, way, text)
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["page.md, line 5: this does not hold; x is 1.7"])


@BOTH
def test_each_number_without_a_value_fails_its_item_and_names_the_error(
    pytester: pytest.Pytester, way: str
) -> None:
    text = PAGE.replace("x = 1.7\n```", 'x = 1.7 + "0"\n```')
    result = run(pytester, way, text)
    assert result.parseoutcomes()["failed"] == 2
    error = "the code at page.md:4 ends with TypeError: *"
    stands_for = "page.md, line 13: 7.4 stands for 2 * (2 * x + 0.3)"
    result.stdout.fnmatch_lines(
        ["page.md, line 4: TypeError: *", f"{stands_for}, which has no value: {error}"]
    )


FENCES = {
    "attributes": '```python title="a.py" hl_lines="1"\nassert 1 == 2\n```\n',
    "braces": "``` {.python .annotate}\nassert 1 == 2\n```\n",
    "py": "```py\nassert 1 == 2\n```\n",
    "tildes": "~~~python\nassert 1 == 2\n~~~\n",
    "long": "````python\nassert 1 == 2\n````\n",
    "in a list": "1. One\n\n    ```python\n    assert 1 == 2\n    ```\n",
    "in a quote": "> ```python\n> assert 1 == 2\n> ```\n",
    "in an admonition": '!!! note "Title"\n\n    ```python\n    assert 1 == 2\n    ```\n',
    "in a tab": '=== "Tab"\n\n    ```python\n    assert 1 == 2\n    ```\n',
    "pycon": "```pycon\n>>> 1\n2\n```\n",
    "examples in python": "```python\n>>> 1\n2\n```\n",
}


@BOTH
@pytest.mark.parametrize("fence", FENCES)
def test_no_block_of_python_is_passed_over(pytester: pytest.Pytester, way: str, fence: str) -> None:
    result = run(pytester, way, f"# Page\n\n{FENCES[fence]}")
    assert result.parseoutcomes()["failed"] == 1


@BOTH
def test_under_strict_a_block_that_cannot_be_read_fails(
    pytester: pytest.Pytester, way: str
) -> None:
    pytester.makepyprojecttoml("[tool.mathdoctest]\nstrict = true\n")
    result = run(pytester, way, PAGE + "\n```\nx = 1\n```\n")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["page.md, line 20: this block is not checked: *"])


def test_settings_that_cannot_be_used_are_a_sentence_and_no_traceback(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyprojecttoml("[tool.mathdoctest]\nstrickt = true\n")
    (pytester.path / "page.md").write_text(PAGE, encoding="utf-8")
    for named in ((), ("page.md",)):
        result = pytester.runpytest_inprocess("--mathdoctest", *QUICK, *named)
        assert result.parseoutcomes() == {"errors": 1}
        result.stdout.fnmatch_lines(["*has no setting 'strickt'; did you mean 'strict'?"])
        result.stdout.no_fnmatch_line("*pytest_plugin.py*")


@BOTH
def test_what_belongs_to_no_link_still_fails_the_page(pytester: pytest.Pytester, way: str) -> None:
    pytester.makepyprojecttoml("[tool.mathdoctest]\nstrict = true\n")
    result = run(pytester, way, PAGE + "\nIt took 12 days and \\( no more.\n")
    assert result.parseoutcomes()["failed"] >= 1
    result.stdout.fnmatch_lines(["page.md, line 20: *"])


def test_sybil_s_namespace_is_there_for_the_code(pytester: pytest.Pytester) -> None:
    text = "Text\n\n```python\nx = hidden + 1\n```\n\nIt is 8<!-- = x -->.\n"
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    pytester.makeconftest(
        CONFTEST.replace('["*.md"]', '["*.md"], setup=lambda names: names.update(hidden=7)')
    )
    result = pytester.runpytest_inprocess("page.md")
    assert set(result.parseoutcomes()) == {"passed"}


def test_items_are_collected_only_when_asked(pytester: pytest.Pytester) -> None:
    (pytester.path / "page.md").write_text(PAGE, encoding="utf-8")
    assert pytester.runpytest_inprocess("page.md").ret != 0
    assert "failed" not in pytester.runpytest_inprocess().parseoutcomes()


def test_a_folder_is_searched_and_what_its_project_excludes_is_not(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyprojecttoml('[tool.mathdoctest]\nexclude = ["docs/drafts"]\n')
    for name in ("docs/a.md", "docs/drafts/b.md"):
        path = pytester.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(WRONG, encoding="utf-8")
    result = pytester.runpytest_inprocess("--mathdoctest", "docs")
    assert result.parseoutcomes()["failed"] == 1
    named = pytester.runpytest_inprocess("--mathdoctest", "docs/drafts/b.md")
    assert named.parseoutcomes()["failed"] == 1


def test_a_page_that_cannot_be_read_is_an_error_in_one_sentence(
    pytester: pytest.Pytester,
) -> None:
    (pytester.path / "page.md").write_bytes(b"\xff\xfe\x00")
    result = pytester.runpytest_inprocess("--mathdoctest", "page.md")
    assert result.parseoutcomes() == {"errors": 1}
    result.stdout.fnmatch_lines(["*page.md: is UTF-16, not UTF-8; save it as UTF-8"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_item_names_file_line_and_column(pytester: pytest.Pytester) -> None:
    (pytester.path / "page.md").write_text(WRONG, encoding="utf-8")
    result = pytester.runpytest_inprocess("--mathdoctest", "-rf", "page.md")
    result.stdout.fnmatch_lines(["FAILED page.md::10:41 equation*"])


def test_a_sybil_example_names_line_and_column(pytester: pytest.Pytester) -> None:
    result = run(pytester, "sybil", WRONG, "-rf")
    result.stdout.fnmatch_lines(["FAILED page.md::line:10,column:41"])


def test_fix_corrects_the_page_and_says_so(pytester: pytest.Pytester) -> None:
    path: Path = pytester.path / "page.md"
    path.write_text(WRONG, encoding="utf-8")
    result = pytester.runpytest_inprocess("--mathdoctest-fix", "page.md")
    assert set(result.parseoutcomes()) == {"passed"}
    result.stdout.fnmatch_lines(["page.md:10: 3.6 is now 3.4"])
    assert path.read_text(encoding="utf-8") == PAGE


def test_every_failure_of_a_report_is_in_some_item() -> None:
    text = page("$a = 1.5$ and $b = 2.5$, 7.\n")
    wrong: dict[str, Any] = {
        "verdict": "wrong",
        "rule": "wrong-literal",
        "said": "a",
        "expected": "1.6",
    }
    start = text.text.index("1.5")
    made = report(
        text,
        claim(text, "1.5", **wrong),
        claim(text, "2.5", **wrong),
        claim(text, "7", verdict="unverified", rule="unbound-number", message="nobody knows"),
        finding(text, "b", message="odd", verdict="unknown"),
        finding(text, "b", message="even", advice=True),
        links=(Link(start, start + 3, 1, 6, "given", "a = 1.5", claims=(0,)),),
    )
    relaxed = [item.name for item in items(made) if item.complaints]
    assert relaxed == ["1:6 given", "1:20 wrong-literal"]
    strict = [item.name for item in items(made, strict=True) if item.complaints]
    assert strict == [
        "1:6 given",
        "1:16 undefined",
        "1:16 undefined #2",
        "1:20 wrong-literal",
        "1:26 unbound-number",
    ]
    (first, *_) = items(made)
    assert explain(made, first.complaints).startswith(
        "docs/walkthrough.md, line 1: 1.5 stands for a and should be 1.6\n"
    )


@BOTH
@pytest.mark.parametrize("formula", [r"$\frac{x}{5 = 0.9$", r"$v = \Omega(x)_k = 3.5$"])
def test_what_cannot_be_decided_is_skipped_with_the_reason_and_fails_a_strict_project(
    pytester: pytest.Pytester, way: str, formula: str
) -> None:
    text = f"{PAGE}\nThen {formula} is more.\n"
    result = run(pytester, way, text, "-rs")
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed", "skipped"}
    report = mathdoctest.check(text)
    (reason, *_) = [f.message for f in report.findings if f.verdict == "unknown"]
    assert reason in " ".join(result.stdout.str().split())
    pytester.makepyprojecttoml("[tool.mathdoctest]\nstrict = true\n")
    config._for_folder.cache_clear()
    strict = run(pytester, way, text).parseoutcomes()
    assert strict["failed"]
    assert "skipped" not in strict


@BOTH
@pytest.mark.parametrize("runs", [True, False])
def test_code_runs_with_the_tests_unless_the_project_says_that_it_shall_not(
    pytester: pytest.Pytester, way: str, *, runs: bool
) -> None:
    pytester.makepyprojecttoml("" if runs else "[tool.mathdoctest]\nrun-code = false\n")
    text = PAGE.replace("x = 1.7\n```", 'x = 1.7\nopen("ran", "w").close()\n```')
    assert "failed" not in run(pytester, way, text).parseoutcomes()
    assert (pytester.path / "ran").exists() == runs
