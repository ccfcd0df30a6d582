from __future__ import annotations

import os
import sys
import textwrap
import time
from pathlib import Path

import pytest

from mathdoctest.extract import extract
from mathdoctest.run import Execution, run_page


def run(markdown: str, path: Path | None = None, *, time_limit: float | None = None) -> Execution:
    page = extract(textwrap.dedent(markdown), str(path or "page.md"))
    return run_page(page, time_limit=time_limit)


def said(execution: Execution) -> list[tuple[int, str, str]]:
    return [(f.line, f.rule, f.message) for f in execution.findings]


def test_blocks_share_one_namespace_from_top_to_bottom() -> None:
    execution = run(
        """\
        # Page

        ```python
        a = 2
        ```

        ```pycon
        >>> a + 1
        3
        >>> b = a * 10
        ```

        ```python
        assert b == 20
        c = b
        ```
        """
    )
    assert execution.findings == ()
    assert execution.namespace["c"] == 20
    assert len(execution.ran) == 3


def test_a_failed_assertion_names_its_line_and_both_values() -> None:
    execution = run(
        """\
        Text.

        ```python
        x = 0.1 + 0.2

        assert x == 0.3
        ```
        """
    )
    assert said(execution) == [
        (6, "code-failed", "this does not hold; x is 0.30000000000000004"),
    ]
    (found,) = execution.findings
    assert (found.column, found.end_column) == (1, 16)


def test_an_assertion_that_fails_does_not_stop_the_blocks_behind_it() -> None:
    execution = run(
        """\
        ```python
        assert 1 == 2, "they differ"
        ```

        ```python
        y = 5
        assert y == 6
        ```
        """
    )
    assert said(execution) == [
        (2, "code-failed", "this does not hold: they differ"),
        (7, "code-failed", "this does not hold; y is 5"),
    ]


LOST = "the code at page.md:5 ends with NameError: name 'missing' is not defined"


def test_any_other_exception_ends_its_block_and_what_needs_it_says_so() -> None:
    execution = run(
        """\
        ```python
        from __future__ import annotations

        def f():
            return missing

        x = f()
        y = 1
        ```

        ```python
        z = 1
        w = y
        v = 1
        ```

        ```pycon
        >>> z
        2
        >>> w + 1
        2
        >>> u = w
        ```
        """
    )
    assert said(execution) == [
        (5, "code-failed", "NameError: name 'missing' is not defined"),
        (13, "code-not-run", f"this needs y, which has no value: {LOST}"),
        (18, "code-output", "the output is 1, the page shows 2"),
        (20, "no-value", f"the page shows 2, which has no value: {LOST}"),
        (22, "code-not-run", f"this needs w, which has no value: {LOST}"),
    ]
    assert {str(crash) for crash in execution.lost.values()} == {LOST}
    assert execution.lost.keys() == {"x", "y", "w", "v", "u"}
    assert not execution.lost.keys() & execution.namespace.keys()
    assert execution.ran == (0, 1, 2)


def test_a_name_that_gets_a_value_again_is_no_longer_lost() -> None:
    execution = run(
        """\
        ```python
        x = missing
        ```

        ```python
        x = 1
        y = x
        ```
        """
    )
    assert said(execution) == [(2, "code-failed", "NameError: name 'missing' is not defined")]
    assert execution.namespace["y"] == 1


@pytest.mark.parametrize(
    "code",
    [
        "x = 1 / 0",
        "x: float = 1 / 0",
        "x += 1 / 0",
        "x[0] = 1 / 0",
        "x.real = 1 / 0",
        "(a, *x) = 1 / 0",
        "for x in 1 / 0: pass",
        "with 1 / 0 as x: pass",
        "import nowhere_at_all as x",
        "from nowhere_at_all import x",
        "from nowhere_at_all import *\nx = 1",
        "if (x := 1 / 0): pass",
        "1 / 0\ndef x(): pass",
        "1 / 0\nclass x: pass",
        "1 / 0\nmatch 1:\n    case x: pass",
        "1 / 0\ntry: pass\nexcept ValueError as x: pass",
        "x = (",
    ],
)
def test_whatever_would_have_given_a_name_its_value_takes_the_old_one_away(code: str) -> None:
    execution = run(f"```python\nx = [1]\n```\n\n```python\n{code}\n```\n\n```python\nx\n```\n")
    assert "x" not in execution.namespace
    assert [f.rule for f in execution.findings] == ["code-failed", "code-not-run"]


def test_what_an_error_has_nothing_to_do_with_keeps_its_value() -> None:
    execution = run(
        """\
        ```python
        import math
        x = 1

        def f():
            return 1
        ```

        ```python
        y = [x for x in range(3)] + [f(), 1 / 0]
        import math

        def g():
            f = 2
            return lambda x: f
        ```
        """
    )
    assert execution.lost.keys() == {"y", "g"}
    assert {"x", "f", "math"} <= execution.namespace.keys()


def test_a_module_that_misses_a_name_has_a_fault_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "misses_total.py").write_text("def f():\n    return total\n", encoding="utf-8")
    execution = run(
        """\
        ```python
        total = 1 / 0
        ```

        ```python
        import misses_total
        misses_total.f()
        ```
        """,
        tmp_path / "page.md",
    )
    sys.modules.pop("misses_total", None)
    assert [(f.line, f.rule) for f in execution.findings] == [
        (2, "code-failed"),
        (7, "code-failed"),
    ]


def test_code_that_ends_the_program_ends_the_page_s_code() -> None:
    execution = run("```python\nraise SystemExit(3)\n```\n\n```python\nz = 1\n```\n")
    said_ = "the code at page.md:2 ends with SystemExit: 3"
    assert said(execution) == [
        (2, "code-failed", "the code ends the program (3)"),
        (5, "code-not-run", f"this block was not run, because {said_}"),
    ]
    assert execution.lost.keys() == {"z"}


def test_a_line_in_a_nested_block_is_the_line_of_the_page() -> None:
    execution = run(
        """\
        1. First

            > ```python
            > a = 1
            > assert a == 2
            > ```
        """
    )
    assert said(execution) == [(5, "code-failed", "this does not hold; a is 1")]


def test_invalid_python_is_named_at_its_line() -> None:
    execution = run("Text\n\n```python\na = 1\nb = (\n```\n")
    ((line, rule, message),) = said(execution)
    assert (line, rule) == (5, "code-failed")
    assert message.startswith("not valid Python")


def test_an_example_that_prints_something_else_shows_both() -> None:
    execution = run(
        """\
        ```pycon
        >>> 1 / 3
        0.3333
        >>> print("one")
        one
        >>> [
        ...     1,
        ... ]
        [2]
        >>> 1 == 1
        1
        ```
        """
    )
    assert said(execution) == [
        (2, "code-output", "the output is 0.3333333333333333, the page shows 0.3333"),
        (6, "code-output", "the output is [1], the page shows [2]"),
        (10, "code-output", "the output is True, the page shows 1"),
    ]


def test_an_example_that_raises_is_named_and_the_next_ones_still_run() -> None:
    execution = run(
        """\
        ```pycon
        >>> {}['k']
        1
        >>> a = 1
        >>> 1 / 0
        Traceback (most recent call last):
            ...
        ZeroDivisionError: division by zero
        ```
        """
    )
    assert said(execution) == [(2, "code-failed", "KeyError: 'k'; the page shows 1")]
    assert execution.namespace["a"] == 1


def test_text_that_doctest_compares_with_nothing_is_not_passed_over() -> None:
    execution = run("```pycon\n>>> 1\n1\n\nand this is 2\n>>> 2\n2\n```\n")
    ((line, rule, message),) = said(execution)
    assert (line, rule) == (5, "code-output")
    assert "compared with nothing" in message
    assert execution.findings[0].verdict == "unverified"


def test_a_skipped_example_is_not_passed_over() -> None:
    execution = run("```pycon\n>>> 1  # doctest: +SKIP\n2\n```\n")
    assert [(f.line, f.rule, f.verdict) for f in execution.findings] == [
        (2, "code-not-run", "unverified")
    ]


def test_a_block_of_examples_that_doctest_cannot_read_is_named() -> None:
    execution = run("Text\n\n```pycon\n>>> 1\n1\n>>>2\n2\n```\n")
    ((line, rule, _),) = said(execution)
    assert (line, rule) == (6, "code-failed")


def test_the_page_s_folder_is_the_current_one_and_everything_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("7", encoding="utf-8")
    (tmp_path / "beside_the_page.py").write_text("value = 8\n", encoding="utf-8")
    before = (Path.cwd(), list(sys.path), sys.stdin, sys.stdout)
    execution = run(
        """\
        ```python
        import beside_the_page
        from pathlib import Path
        seven = Path("data.txt").read_text()
        eight = beside_the_page.value
        ```
        """,
        tmp_path / "page.md",
    )
    sys.modules.pop("beside_the_page", None)
    assert execution.findings == ()
    assert (execution.namespace["seven"], execution.namespace["eight"]) == ("7", 8)
    assert (Path.cwd(), list(sys.path), sys.stdin, sys.stdout) == before


def test_what_a_block_prints_is_kept_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    execution = run("```python\nprint('hello')\n```\n")
    assert execution.output == {0: "hello\n"}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; sys.exit(3)", "the code ends the program (3)"),
        ("input()", "EOFError: EOF when reading a line"),
        ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_code_cannot_end_hang_or_crash_the_check(code: str, message: str) -> None:
    ((_, rule, said_),) = said(run(f"```python\n{code}\n```\n"))
    assert rule == "code-failed"
    assert said_.startswith(message)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="interval timers are a thing of Unix")
@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        pass\n    except Exception:\n        pass",
        "import time\ntime.sleep(60)",
    ],
)
@pytest.mark.parametrize("language", ["python", "pycon"])
def test_code_that_takes_too_long_is_stopped(code: str, language: str) -> None:
    if language == "pycon":
        lines = code.splitlines()
        if lines[0].startswith("import"):
            code = "".join(f">>> {line}\n" for line in lines)
        else:
            code = f">>> {lines[0]}\n" + "".join(f"... {line}\n" for line in lines[1:])
    start = time.monotonic()
    execution = run(f"```{language}\n{code}\n```\n\n```python\nb = 1\n```\n", time_limit=0.2)
    assert time.monotonic() - start < 5
    first, second = execution.findings
    assert first.message == "the page's code took longer than its 0.2 seconds"
    assert first.line in range(2, 7)
    assert second.rule == "code-not-run"


def test_a_block_declared_as_not_to_run_does_not_run() -> None:
    execution = run(
        """\
        <!-- no-run: it needs a printer -->
        ```python
        raise SystemExit
        ```

        ```text
        nothing
        ```
        """
    )
    assert execution.ran == ()
    assert execution.findings == ()
