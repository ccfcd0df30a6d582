"""Run a page's code as a reader would: its blocks from top to bottom, in one namespace.

Only this module runs a page's code, and nothing calls it unless somebody asked for that.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import math
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from mathdoctest.page import Fence, Page
from mathdoctest.report import Finding

_LONGEST = 200
"""Characters of a value in a message."""


class TimeLimitError(BaseException):
    """The page's code took longer than it may; no ``except Exception`` of the page swallows it."""


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of running a page's code."""

    namespace: dict[str, Any]
    """Every name that the page's blocks defined."""
    ran: tuple[int, ...] = ()
    """Which of the page's fences were run, by index; the last one perhaps not to its end."""
    findings: tuple[Finding, ...] = ()
    """What failed, and what was not run though it should have been."""
    output: dict[int, str] = field(default_factory=dict)
    """What each ``python`` fence printed, by index."""
    complete: bool = True
    """Whether nothing kept a later block from being run."""


def run_page(
    page: Page,
    *,
    namespace: dict[str, Any] | None = None,
    time_limit: float | None = None,
) -> Execution:
    """Run the ``python`` and ``doctest`` fences of a page in reading order.

    The page's folder is the current one meanwhile, and the first to import from. An assertion
    that fails does not stop the blocks behind it; any other exception does, because what follows
    would only repeat it.

    Args:
        page: the page.
        namespace: names that the code finds defined, such as those of the page that this one
            continues; it is added to.
        time_limit: seconds for all of the page's code. It can be held only in a process's main
            thread, on systems that have interval timers.
    """
    names: dict[str, Any] = {} if namespace is None else namespace
    # As in a script that the reader might paste the blocks into.
    names.setdefault("__name__", "__main__")
    names["__file__"] = page.path
    todo = [i for i, fence in enumerate(page.fences) if fence.kind in ("python", "doctest")]
    ran: list[int] = []
    findings: list[Finding] = []
    output: dict[int, str] = {}
    with _at_home(page):
        stop = False
        try:
            with _limit(time_limit):
                for index in todo:
                    fence = page.fences[index]
                    ran.append(index)
                    if fence.kind == "doctest":
                        _run_examples(page, fence, names, findings)
                        continue
                    stdout = io.StringIO()
                    with contextlib.redirect_stdout(stdout):
                        failed, stop = _run_block(page, fence, names)
                    output[index] = stdout.getvalue()
                    if failed:
                        findings.append(failed)
                    if stop:
                        break
        except TimeLimitError as error:
            stop = True
            line = _line_of(error, page.path) or page.fences[ran[-1]].line
            findings.append(finding(page, _clamp(page, line), "code-failed", str(error)))
    if stop:
        cause = findings[-1].line
        findings += [_not_run(page, page.fences[i], cause) for i in todo[len(ran) :]]
    return Execution(names, tuple(ran), tuple(findings), output, complete=not stop)


def finding(page: Page, line: int, rule: str, message: str, *, unverified: bool = False) -> Finding:
    """A finding on one line of the page."""
    text = page.line_text(line)
    start = page.line_start(line) + len(text) - len(text.lstrip())
    end = max(start, page.line_start(line) + len(text.rstrip()))
    column = start - page.line_start(line) + 1
    return Finding(
        start=start,
        end=end,
        line=line,
        column=column,
        end_line=line,
        end_column=column + end - start,
        rule=rule,
        verdict="unverified" if unverified else "wrong",
        message=message,
    )


def not_run(page: Page, fence: Fence) -> Finding:
    """A finding for a block that nobody asked to run."""
    return finding(
        page,
        page.position(fence.span.start)[0],
        "code-not-run",
        "this block was not run; --run-code runs a page's code",
        unverified=True,
    )


def unlexed(page: Page, fence: Fence) -> Finding:
    """A finding for a block that nobody can tell what to do with."""
    return finding(
        page,
        page.position(fence.span.start)[0],
        "unlexed",
        f"this block is not checked: {fence.reason or 'it cannot be read'}",
        unverified=True,
    )


def _not_run(page: Page, fence: Fence, cause: int) -> Finding:
    return finding(
        page,
        page.position(fence.span.start)[0],
        "code-not-run",
        f"this block was not run, because the code on line {cause} failed",
        unverified=True,
    )


# ------------------------------------------------------------------ python blocks


def _run_block(page: Page, fence: Fence, names: dict[str, Any]) -> tuple[Finding | None, bool]:
    """Run one block; returns what failed, and whether nothing behind it can be run."""
    offset = fence.line - 1
    try:
        tree = ast.parse(fence.code, page.path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        said = getattr(error, "msg", None) or str(error) or "too deeply nested"
        message = f"not valid Python: {said}"
        return finding(page, _clamp(page, offset + line), "code-failed", message), True
    ast.increment_lineno(tree, offset)
    try:
        exec(compile(tree, page.path, "exec", dont_inherit=True), names)  # noqa: S102 -- what was asked for
    except (KeyboardInterrupt, TimeLimitError):
        raise
    except BaseException as error:  # noqa: BLE001 -- SystemExit too: a page must not end the check
        line = _line_of(error, page.path) or fence.line
        message = _explain(error, tree, line, names)
        failed = finding(page, _clamp(page, line), "code-failed", message)
        return failed, not isinstance(error, AssertionError)
    return None, False


def _clamp(page: Page, line: int) -> int:
    return max(1, min(line, page.text.count("\n") + 1))


def _line_of(error: BaseException, path: str) -> int | None:
    """The innermost line of the page that the exception passed through."""
    line = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == path:
            line = frame.lineno
    return line


def _explain(error: BaseException, tree: ast.Module, line: int, names: dict[str, Any]) -> str:
    if isinstance(error, SystemExit):
        return f"the code ends the program ({_shown(error.code)})"
    if not isinstance(error, AssertionError):
        return _short("".join(traceback.format_exception_only(error)).strip())
    said = f": {error}" if str(error) else ""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assert) and statement.lineno <= line <= (
            statement.end_lineno or line
        ):
            return f"this does not hold{_short(said)}{_values(statement.test, names)}"
    return f"an assertion does not hold{_short(said)}"


def _values(test: ast.expr, names: dict[str, Any]) -> str:
    """The values that an assertion compared, as far as they are plain to see."""
    if isinstance(test, ast.Compare):
        parts: list[ast.expr] = [test.left, *test.comparators]
    elif isinstance(test, ast.Call):
        parts = list(test.args)
    else:
        return ""
    shown = []
    for part in parts:
        if isinstance(part, ast.Constant):
            continue
        try:
            value = eval(compile(ast.Expression(part), "<assertion>", "eval"), names)  # noqa: S307 -- the page's own code
            shown.append(f"{ast.unparse(part)} is {_shown(value)}")
        except Exception:  # noqa: BLE001, S112 -- a local name, say: the line itself is shown anyway
            continue
    return f"; {', '.join(shown)}" if shown else ""


def _shown(value: object) -> str:
    try:
        return _short(repr(value))
    except Exception:  # noqa: BLE001 -- whatever a page's own __repr__ does
        return f"a {type(value).__name__}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


# ------------------------------------------------------------------ examples with >>>


class _Runner(doctest.DocTestRunner):
    """Doctest's own runner and comparison, which keeps what it found instead of printing it."""

    def __init__(self, page: Page, fence: Fence) -> None:
        # True is not 1 on a page that promises exact output.
        super().__init__(verbose=False, optionflags=doctest.DONT_ACCEPT_TRUE_FOR_1)
        self.page = page
        self.fence = fence
        self.findings: list[Finding] = []

    def _add(self, example: doctest.Example, rule: str, message: str) -> None:
        line = _clamp(self.page, self.fence.line + example.lineno)
        self.findings.append(finding(self.page, line, rule, message))

    def report_start(self, out: object, test: doctest.DocTest, example: doctest.Example) -> None:
        del out, test, example

    def report_success(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        del out, test, example, got

    def report_failure(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        del out, test
        shown = f"the page shows {_quoted(example.want)}" if example.want else "the page shows none"
        self._add(example, "code-output", f"the output is {_quoted(got)}, {shown}")

    def report_unexpected_exception(
        self,
        out: object,
        test: doctest.DocTest,
        example: doctest.Example,
        exc_info: tuple[type[BaseException], BaseException, TracebackType],
    ) -> None:
        del out, test
        error = exc_info[1]
        if isinstance(error, TimeLimitError):
            raise error
        said = "".join(traceback.format_exception_only(error)).strip()
        self._add(example, "code-failed", _short(said))


def _quoted(text: str) -> str:
    lines = text.rstrip("\n").split("\n") if text else []
    if len(lines) == 1:
        return _short(lines[0])
    return _short(" ⏎ ".join(lines)) if lines else "empty"


def _run_examples(page: Page, fence: Fence, names: dict[str, Any], findings: list[Finding]) -> None:
    parser = doctest.DocTestParser()
    try:
        pieces = parser.parse(fence.code, page.path)
    except ValueError as error:
        at = re.search(r"line (\d+)", str(error))
        line = _clamp(page, fence.line + (int(at[1]) - 1 if at else 0))
        message = "not an example that Python's doctest can read: " + _short(str(error))
        findings.append(finding(page, line, "code-failed", message))
        return
    examples = [piece for piece in pieces if isinstance(piece, doctest.Example)]
    if not examples:
        message = "a block of examples without a line that begins with >>>"
        findings.append(finding(page, fence.line, "code-failed", message))
        return
    runner = _Runner(page, fence)
    test = doctest.DocTest(examples, {}, page.path, page.path, fence.line - 1, fence.code)
    # The constructor copies the names; the page's blocks share them.
    test.globs = names
    try:
        runner.run(test, out=lambda _text: None, clear_globs=False)
    finally:
        found = [*runner.findings, *_unread(page, fence, pieces), *_skipped(page, fence, examples)]
        findings += sorted(found, key=lambda one: one.start)


def _unread(page: Page, fence: Fence, pieces: list[Any]) -> Iterator[Finding]:
    """Doctest takes what stands behind an empty line for prose, and compares it with nothing."""
    line = 0
    for piece in pieces:
        if isinstance(piece, doctest.Example):
            line = piece.lineno + piece.source.count("\n") + piece.want.count("\n")
            continue
        for number, text in enumerate(piece.split("\n")):
            if text.strip():
                yield finding(
                    page,
                    _clamp(page, fence.line + line + number),
                    "code-output",
                    "this is compared with nothing: an empty line ends an example's output "
                    "(write <BLANKLINE> for one that is printed)",
                    unverified=True,
                )
                break


def _skipped(page: Page, fence: Fence, examples: list[doctest.Example]) -> Iterator[Finding]:
    for example in examples:
        if example.options.get(doctest.SKIP):
            yield finding(
                page,
                _clamp(page, fence.line + example.lineno),
                "code-not-run",
                "this example is skipped by its own directive",
                unverified=True,
            )


# ------------------------------------------------------------------ surroundings


@contextlib.contextmanager
def _at_home(page: Page) -> Iterator[None]:
    """The page's folder as the current one and first to import from, and nothing to type in."""
    folder = Path(page.path).resolve().parent
    before, path, stdin = Path.cwd(), list(sys.path), sys.stdin
    if folder.is_dir():
        os.chdir(folder)
        sys.path.insert(0, str(folder))
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        sys.stdin = stdin
        sys.path[:] = path
        os.chdir(before)


@contextlib.contextmanager
def _limit(seconds: float | None) -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if seconds is None or not main or not hasattr(signal, "setitimer"):
        yield
        return
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"a time limit is a number of seconds above 0, not {seconds}")

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeLimitError(f"the page's code took longer than its {seconds:g} seconds")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
