"""Run a page's code as a reader would: its blocks from top to bottom, in one namespace.

Only this module runs a page's code, and nothing calls it unless somebody asked for that.
"""

from __future__ import annotations
import __future__

import ast
import builtins
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType, TracebackType
from typing import Any

from mathdoctest.page import Fence, Page
from mathdoctest.python import ANY, Namespace, lost_by, short, shown
from mathdoctest.report import Crash, Finding

_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
"""The flags that ``from __future__`` imports leave in compiled code."""


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
    lost: dict[str, Crash] = field(default_factory=dict)
    """Names that have no value, because the code that should have given it ended with an error."""
    crashes: tuple[Crash, ...] = ()
    """The errors that ended a block, or that names were lost by."""


def run_page(
    page: Page,
    *,
    namespace: dict[str, Any] | None = None,
    lost: dict[str, Crash] | None = None,
    time_limit: float | None = None,
    home: Callable[[int], int] = lambda line: line,
) -> Execution:
    """Run the ``python`` and ``doctest`` fences of a page in reading order.

    The page's folder is the current one meanwhile, and the first to import from. An assertion
    that fails does not stop what stands behind it, nor does an example. Any other exception ends
    its block: the names that the rest of it gives are lost, and have no value any more, not even
    one from before. What follows is run as far as it needs none of them.

    Args:
        page: the page.
        namespace: names that the code finds defined, such as those of the page that this one
            continues; it is added to.
        lost: the names that are lost already; it is added to.
        time_limit: seconds for all of the page's code. It can be held only in a process's main
            thread, on systems that have interval timers.
        home: the line of the file, for a line of the page.
    """
    names: dict[str, Any] = {} if namespace is None else namespace
    # As in a script that the reader might paste the blocks into.
    names.setdefault("__name__", "__main__")
    names["__file__"] = page.path
    running = _Running(page, names, {} if lost is None else lost, home)
    todo = [i for i, fence in enumerate(page.fences) if fence.kind in ("python", "doctest")]
    ran: list[int] = []
    output: dict[int, str] = {}
    end: Crash | None = None
    with _at_home(page):
        try:
            with _limit(time_limit):
                for index in todo:
                    fence = page.fences[index]
                    ran.append(index)
                    if fence.kind == "doctest":
                        _run_examples(running, fence)
                        continue
                    stdout = io.StringIO()
                    with contextlib.redirect_stdout(stdout):
                        end = _run_block(running, fence)
                    output[index] = stdout.getvalue()
                    if end is not None:
                        break
        except TimeLimitError as error:
            fence = page.fences[ran[-1]]
            end = running.fail(_line_of(error, page.path) or fence.line, error, str(error))
            running.lose(_given(fence), end)
    if end is not None:
        for index in todo[len(ran) :]:
            fence = page.fences[index]
            running.lose(_given(fence), end)
            line = page.position(fence.span.start)[0]
            running.skip(line, f"this block was not run, because {end}", end)
    crashes = dict.fromkeys([*running.ended, *running.lost.values()])
    return Execution(
        names, tuple(ran), tuple(running.findings), output, running.lost, tuple(crashes)
    )


class _Running:
    """What the code of a page has come to so far.

    Args:
        page: the page.
        names: the names that are defined.
        lost: those that an error kept from it.
        home: the line of the file, for a line of the page.
    """

    def __init__(
        self,
        page: Page,
        names: dict[str, Any],
        lost: dict[str, Crash],
        home: Callable[[int], int],
    ) -> None:
        self.page = page
        self.names = names
        self.lost = lost
        self.home = home
        self.findings: list[Finding] = []
        self.ended: list[Crash] = []
        """The errors that ended a block."""

    def fail(self, line: int, error: BaseException, message: str) -> Crash:
        """Note that the code of a line ended with an error."""
        line = _clamp(self.page, line)
        said = " ".join("".join(traceback.format_exception_only(error)[-1:]).split())
        crash = Crash(self.page.path, self.home(line), short(said))
        self.findings.append(finding(self.page, line, "code-failed", message, crash=crash))
        if not isinstance(error, AssertionError):
            self.ended.append(crash)
        return crash

    def skip(self, line: int, message: str, crash: Crash) -> None:
        """Note that code was not run, because of an error before it."""
        line = _clamp(self.page, line)
        self.findings.append(
            finding(self.page, line, "code-not-run", message, unverified=True, crash=crash)
        )

    def lose(self, given: Iterable[str], crash: Crash) -> None:
        """Take the names away that an error kept from their new values, modules left out."""
        for name in given:
            if not isinstance(self.names.get(name), ModuleType):
                self.names.pop(name, None)
                self.lost[name] = crash

    def behind(self, error: BaseException) -> Crash | None:
        """The error before that is behind this one, if it only misses what is lost."""
        return lost_by(error, Namespace(self.names, self.lost))


def finding(
    page: Page,
    line: int,
    rule: str,
    message: str,
    *,
    unverified: bool = False,
    crash: Crash | None = None,
) -> Finding:
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
        crash=crash,
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


# ------------------------------------------------------------------ python blocks


def _run_block(running: _Running, fence: Fence) -> Crash | None:
    """Run one block, statement by statement; returns what ended all of the page's code, if so."""
    page, names = running.page, running.names
    offset = fence.line - 1
    try:
        tree = ast.parse(fence.code, page.path)
        ast.increment_lineno(tree, offset)
        # Some errors of syntax are found only here.
        whole = compile(tree, page.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        said = getattr(error, "msg", None) or str(error) or "too deeply nested"
        crash = running.fail(
            line if line > offset else offset + line, error, f"not valid Python: {said}"
        )
        running.lose(_given(fence, names), crash)
        return None
    flags = whole.co_flags & _FUTURE
    for at, statement in enumerate(tree.body):
        part = ast.Module([statement], [])
        try:
            exec(compile(part, page.path, "exec", flags, dont_inherit=True), names)  # noqa: S102 -- what was asked for
        except (KeyboardInterrupt, TimeLimitError):
            raise
        except BaseException as error:  # noqa: BLE001 -- SystemExit too: a page must not end the check
            if (before := running.behind(error)) is not None:
                running.skip(statement.lineno, _needs(error, before), before)
                running.lose(_made(tree.body[at:]), before)
                return None
            line = _line_of(error, page.path) or fence.line
            crash = running.fail(line, error, _explain(error, tree, line, names))
            if isinstance(error, AssertionError):
                # It checks what is there; python -O goes on, too.
                running.lose(_made([statement]), crash)
                continue
            running.lose(_made(tree.body[at:]), crash)
            return crash if isinstance(error, SystemExit) else None
    return None


def _needs(error: BaseException, before: Crash) -> str:
    return f"this needs {getattr(error, 'name', '')}, which has no value: {before}"


def _made(statements: Iterable[ast.stmt]) -> set[str]:
    """The names that statements bind, or whose values they change a part of."""
    found: set[str] = set()
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                # What is bound inside is bound nowhere else.
                found.add(node.name)
                continue
            case ast.Lambda():
                continue
            case ast.comprehension():
                todo += [node.iter, *node.ifs]
                continue
            case ast.Name(ctx=ast.Store() | ast.Del()):
                found.add(node.id)
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                inner: ast.expr = node
                while isinstance(inner, ast.Attribute | ast.Subscript):
                    inner = inner.value
                if isinstance(inner, ast.Name):
                    found.add(inner.id)
            case ast.alias():
                found.add(ANY if node.name == ANY else node.asname or node.name.split(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                found.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                found.add(name)
        todo += ast.iter_child_nodes(node)
    return found


_WORD = re.compile(r"[^\W\d]\w*")
_EQUALS = re.compile(r"([^\W\d]\w*)\s*=(?!=)")


def _given(fence: Fence, names: Iterable[str] = ()) -> set[str]:
    """The names that a block gives a value; where it is no Python, those that it may.

    Args:
        fence: the block.
        names: the names that were defined before.
    """
    code = fence.code
    try:
        if fence.kind == "doctest":
            code = "".join(e.source for e in doctest.DocTestParser().get_examples(code))
        return _made(ast.parse(code).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        new = set(_WORD.findall(code)) - {*names, *dir(builtins)}
        return new | set(_EQUALS.findall(code))


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
        return f"the code ends the program ({shown(error.code)})"
    if not isinstance(error, AssertionError):
        return short("".join(traceback.format_exception_only(error)).strip())
    said = f": {error}" if str(error) else ""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assert) and statement.lineno <= line <= (
            statement.end_lineno or line
        ):
            return f"this does not hold{short(said)}{_values(statement.test, names)}"
    return f"an assertion does not hold{short(said)}"


def _values(test: ast.expr, names: dict[str, Any]) -> str:
    """The values that an assertion compared, as far as they are plain to see."""
    if isinstance(test, ast.Compare):
        parts: list[ast.expr] = [test.left, *test.comparators]
    elif isinstance(test, ast.Call):
        parts = list(test.args)
    else:
        return ""
    found = []
    for part in parts:
        if isinstance(part, ast.Constant):
            continue
        try:
            value = eval(compile(ast.Expression(part), "<assertion>", "eval"), names)  # noqa: S307 -- the page's own code
            found.append(f"{ast.unparse(part)} is {shown(value)}")
        except Exception:  # noqa: BLE001, S112 -- a local name, say: the line itself is shown anyway
            continue
    return f"; {', '.join(found)}" if found else ""


# ------------------------------------------------------------------ examples with >>>


class _Runner(doctest.DocTestRunner):
    """Doctest's own runner and comparison, which keeps what it found instead of printing it."""

    def __init__(self, running: _Running, fence: Fence) -> None:
        # True is not 1 on a page that promises exact output.
        super().__init__(verbose=False, optionflags=doctest.DONT_ACCEPT_TRUE_FOR_1)
        self.running = running
        self.fence = fence

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
        page = self.running.page
        line = _clamp(page, self.fence.line + example.lineno)
        want = f"the page shows {_quoted(example.want)}" if example.want else "the page shows none"
        message = f"the output is {_quoted(got)}, {want}"
        self.running.findings.append(finding(page, line, "code-output", message))

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
        running, line = self.running, self.fence.line + example.lineno
        crash = running.behind(error)
        if crash is None:
            said = short("".join(traceback.format_exception_only(error)).strip())
            if example.want:
                said += f"; the page shows {_quoted(example.want)}"
            crash = running.fail(line, error, said)
        elif example.want:
            message = f"the page shows {_quoted(example.want)}, which has no value: {crash}"
            line = _clamp(running.page, line)
            running.findings.append(finding(running.page, line, "no-value", message, crash=crash))
        else:
            running.skip(line, _needs(error, crash), crash)
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            running.lose(_made(ast.parse(example.source).body), crash)


def _quoted(text: str) -> str:
    lines = text.rstrip("\n").split("\n") if text else []
    if len(lines) == 1:
        return short(lines[0])
    return short(" ⏎ ".join(lines)) if lines else "empty"


def _run_examples(running: _Running, fence: Fence) -> None:
    page, findings = running.page, running.findings
    parser = doctest.DocTestParser()
    try:
        pieces = parser.parse(fence.code, page.path)
    except ValueError as error:
        at = re.search(r"line (\d+)", str(error))
        message = "not an example that Python's doctest can read: " + short(str(error))
        crash = running.fail(fence.line + (int(at[1]) - 1 if at else 0), error, message)
        running.lose(_given(fence, running.names), crash)
        return
    examples = [piece for piece in pieces if isinstance(piece, doctest.Example)]
    if not examples:
        message = "a block of examples without a line that begins with >>>"
        findings.append(finding(page, fence.line, "code-failed", message))
        return
    runner = _Runner(running, fence)
    test = doctest.DocTest(examples, {}, page.path, page.path, fence.line - 1, fence.code)
    # The constructor copies the names; the page's blocks share them.
    test.globs = running.names
    first = len(findings)
    try:
        runner.run(test, out=lambda _text: None, clear_globs=False)
    finally:
        found = [
            *findings[first:],
            *_unread(page, fence, pieces),
            *_skipped(page, fence, examples),
        ]
        findings[first:] = sorted(found, key=lambda one: one.start)


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
