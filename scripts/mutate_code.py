"""See whether the pages notice when the code behind them computes something else.

Every slip that `code_mutants` can make in src/backprop is made in turn, in a copy of the project.
Then two things are found out, each without the other:

- Does a number change that the pages publish? What the pages bind to Python is computed again: the
  expressions behind numbers in prose and tables and in the notation table, what the examples print,
  and the values in the picture of the network.
- Do the documentation tests fail? They are the pages alone: `pytest docs README.md`. And does what
  they say name every number that changed, with page, line, published and computed value? Where the
  slip makes the code end with an error there is no computed value: then the error takes its place.

Whoever changes a published number has to be told so. The exit status is 0 if the documentation
tests fail for every slip that changes one and name every such number, 1 if not, 2 if nothing could
be found out. A slip is judged by the first page that it changes; --every-page takes all of them.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import doctest
import importlib
import importlib.util
import io
import math
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from code_mutants import KINDS, Mutant, mutants

ROOT = Path(__file__).parents[1]
PACKAGE = "backprop"
PARTS = ("docs", "tests/data", "README.md", "conftest.py", "pyproject.toml", f"src/{PACKAGE}")
"""What the documentation tests need of the project; the checker itself stays where it is."""
FIRST = ("walkthrough.md",)
"""The pages to test first, because most slips show there, and the others after them."""
NOISE = 1e-9
"""Relative difference below which two values are the same but for the order of their additions."""
TIME_LIMIT = 30.0
"""Seconds of processor time for one block of the pages' code: a mutant may never end."""

Kind = Literal["number", "symbol", "output", "code", "picture"]


@dataclass(frozen=True)
class Place:
    """Where something published stands, and what it is."""

    page: str
    line: int
    """Of a number or an example; of a symbol that of its row in the table of notation."""
    kind: Kind
    source: str
    """The expression, the example or the symbol with its expression."""
    text: str = ""
    """A number as it is printed."""
    scale: float = 1

    def __str__(self) -> str:
        """In words."""
        if self.kind == "symbol":
            return f"{self.page}, {self.text} = {self.source}"
        if self.kind == "picture":
            return f"{self.page}, {self.source}"
        shown = f"{self.text} = {self.source}" if self.text else self.source
        return f"{self.page}, line {self.line}, {shown}"


@dataclass(frozen=True)
class Ended:
    """Takes the place of a value that there is not, because its code ended with an error."""

    error: str

    def __str__(self) -> str:
        """As in a list of changes."""
        return self.error


Value = str | float | Ended
Published = dict[Place, Value]
"""What the pages publish: where it stands, and the value or the printed text."""


@dataclass(frozen=True)
class Change:
    """Something published that is another one."""

    place: Place
    before: Value
    after: Value
    named: bool = False
    """Whether a failure names it."""

    @property
    def is_number(self) -> bool:
        """Whether numbers are shown there; a line of code shows none of its own."""
        shows = isinstance(self.before, float) or bool(str(self.before).strip())
        return self.place.kind != "code" and shows

    def __str__(self) -> str:
        """In words."""
        before, after = (str(value).strip() for value in (self.before, self.after))
        return f"{self.place}: {before} becomes {after}"


@dataclass(frozen=True)
class Failure:
    """One documentation test that failed."""

    test: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What came of one mutant."""

    mutant: Mutant
    ran: bool
    """Whether any page calls the function that was changed."""
    changed: tuple[Change, ...] = ()
    """Each published value that is another one, on the pages that were tested."""
    failures: tuple[Failure, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether a published number changed and no test failed."""
        return bool(self.changed) and not self.failures

    @property
    def numbers(self) -> list[Change]:
        """The numbers among what changed."""
        return [change for change in self.changed if change.is_number]

    @property
    def unnamed(self) -> list[Change]:
        """The numbers that no failure names."""
        return [change for change in self.numbers if not change.named]

    @property
    def errors(self) -> set[str]:
        """The errors with which the pages' code ended, and those of lines that miss a name then."""
        return {change.after.error for change in self.changed if isinstance(change.after, Ended)}


def main() -> int:
    """Make every mutant, print the table, and say whether all that matter were caught."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        try:
            outcomes = run(options.project, Path(folder), options)
        except Unusable as error:
            sys.stderr.write(f"mutate_code: {error}\n")
            return 2
    sys.stdout.write(report(outcomes, every=options.verbose, sentences=options.sentences) + "\n")
    return 1 if any(outcome.missed or outcome.unnamed for outcome in outcomes) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Make slips in src/backprop and see whether the documentation tests fail."
    )
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--sample", type=int, help="how many mutants of code that the pages run")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--every-page", action="store_true", help="judge all pages that change")
    parser.add_argument("--verbose", action="store_true", help="also list mutants without effect")
    parser.add_argument("--sentences", type=int, default=5, help="how many failures to show")
    parser.add_argument("--project", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.jobs < 1 or (options.sample is not None and options.sample < 1):
        parser.error("--jobs and --sample are numbers from 1 on")
    return options


class Unusable(Exception):  # noqa: N818 -- a reason, not an error in the program
    """Why nothing can be found out."""


# ------------------------------------------------------------------ all mutants


def run(project: Path, folder: Path, options: argparse.Namespace) -> list[Outcome]:
    """Try the mutants, in several processes; raises `Unusable` where the pages fail as they are."""
    copy = copied(project, folder / "project")
    every = mutants(copy / "src" / PACKAGE)
    with _pool(options.jobs) as pool:
        unchanged = pool.submit(try_one, Task(copy, None, folder / "unchanged")).result()
        if unchanged.failures:
            first = unchanged.failures[0]
            raise Unusable(
                f"the documentation tests fail before anything is changed "
                f"({len(unchanged.failures)} of them). The first: {first.test}\n{first.message}"
            )
        slow = [where for where, what in unchanged.published.items() if "TimeoutError" in str(what)]
        if slow:
            raise Unusable(f"{slow[0]} takes longer than {TIME_LIMIT:g} seconds")
        if not any(place.kind != "code" for place in unchanged.published):
            raise Unusable("the pages bind no number to Python, so no slip can change one")
        reached = [m for m in every if (m.module, m.first) in unchanged.functions]
        chosen = reached
        if options.sample is not None and options.sample < len(reached):
            chosen = _spread(reached, options.sample, options.seed)
        tasks = {
            pool.submit(
                try_one,
                Task(copy, mutant, folder / f"{n}", unchanged.published, options.every_page),
            ): mutant
            for n, mutant in enumerate(chosen)
        }
        outcomes = list(_collected(tasks))
    if options.sample is None:
        outcomes += [Outcome(m, ran=False) for m in every if m not in reached]
    return sorted(outcomes, key=lambda o: (o.mutant.module, o.mutant.line, o.mutant.kind))


def copied(project: Path, target: Path) -> Path:
    """A copy of what the documentation tests need."""
    for part in PARTS:
        source = project / part
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "assets", "*.ipynb_checkpoints")
            shutil.copytree(source, target / part, ignore=ignore)
        elif source.exists():
            (target / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / part)
    return target


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that each try one mutant, forked from one that has imported everything else."""
    # Small matrices only: threads would cost more than they give.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "numpy", "pytest", "mathdoctest.sybil"])
    return ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1)


def _spread(every: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """A sample that has something of each kind of slip, as far as it goes."""
    dice = random.Random(seed)  # noqa: S311 -- a sample
    shuffled = dice.sample(every, len(every))
    turns = Counter[str]()
    ranked: list[tuple[int, int, Mutant]] = []
    for mutant in shuffled:
        ranked.append((turns[mutant.kind], len(ranked), mutant))
        turns[mutant.kind] += 1
    return [mutant for _, _, mutant in sorted(ranked, key=lambda entry: entry[:2])[:size]]


def _collected(tasks: Mapping[Future[Tried], Mutant]) -> Iterator[Outcome]:
    began = time.monotonic()
    for done, future in enumerate(as_completed(tasks), 1):
        mutant = tasks[future]
        try:
            tried = future.result()
        except BrokenProcessPool:
            raise Unusable(f"Python crashed on line {mutant.line} of {mutant.module}") from None
        _progress(done, len(tasks), time.monotonic() - began)
        yield Outcome(mutant, ran=True, changed=tried.changed, failures=tried.failures)


def _progress(done: int, total: int, seconds: float) -> None:
    said = f"{done} of {total} mutants, {seconds:.0f} s"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{said}" + "\n" * (done == total))
    elif done == total or done % 50 == 0:
        sys.stderr.write(f"{said}\n")
    sys.stderr.flush()


# ------------------------------------------------------------------ one mutant


@dataclass(frozen=True)
class Task:
    """One mutant to try; none to see what the pages publish as things are."""

    project: Path
    mutant: Mutant | None
    folder: Path
    published: Published | None = None
    every_page: bool = False
    """Whether to go on behind the first page that changes."""


@dataclass(frozen=True)
class Tried:
    """What came of it."""

    published: Published
    functions: frozenset[tuple[str, int]]
    """The functions that the pages called, by module and line, where nothing was changed."""
    changed: tuple[Change, ...]
    failures: tuple[Failure, ...]


def try_one(task: Task) -> Tried:
    """Put the mutant in the package's place, ask what the pages publish, and test the pages.

    Runs in a process of its own, which ends afterwards.
    """
    package = task.folder / PACKAGE
    shutil.copytree(task.project / "src" / PACKAGE, package)
    if task.mutant is not None:
        (package / task.mutant.module).write_text(task.mutant.source, encoding="utf-8")
    sys.dont_write_bytecode = True
    # What is imported from the checkout must not be found first.
    sys.path.insert(0, str(task.folder))
    os.environ["PYTHONPATH"] = str(task.folder)
    os.chdir(task.project)
    _fill_what_is_unset()
    with contextlib.suppress(ImportError, ValueError):
        imported = importlib.import_module(PACKAGE)
        if not Path(str(imported.__file__)).is_relative_to(package):
            raise RuntimeError(f"{imported.__file__} was imported instead of {package}")
    functions: set[tuple[str, int]] = set()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        watch = _called(package, functions) if task.published is None else _nothing()
        with watch:
            published: Published = {}
            changed: list[Change] = []
            for found in published_values(task.project):
                published |= found
                if task.published is not None:
                    pages = {place.page for place in found}
                    before = {k: v for k, v in task.published.items() if k.page in pages}
                    changed += differences(before, found)
                if any(change.is_number for change in changed) and not task.every_page:
                    break
        # What changes nothing need not be noticed.
        failures: tuple[Failure, ...] = ()
        if changed or task.published is None:
            failures = tested(task.project, [change.place.page for change in changed])
    shutil.rmtree(task.folder)
    return Tried(published, frozenset(functions), named(changed, failures), failures)


def _fill_what_is_unset() -> None:
    """Let what a slip leaves unset be the same in both looks at it: memory holds anything."""
    import numpy as np  # noqa: PLC0415 -- not before the process is forked

    def empty(shape: Any, dtype: Any = float) -> Any:  # noqa: ANN401
        return np.full(shape, 17, dtype)

    def empty_like(array: Any, dtype: Any = None) -> Any:  # noqa: ANN401
        return np.full_like(array, 17, dtype)

    np.empty, np.empty_like = empty, empty_like


@contextlib.contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    """Interrupt what does not end. The tests need none: the checker has a limit of its own."""

    def stop(_number: int, _frame: object) -> None:
        raise TimeoutError(f"not done after {TIME_LIMIT:g} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _called(package: Path, functions: set[tuple[str, int]]) -> Iterator[None]:
    """Note each function of the package that is called, by module and first line."""
    before = sys.getprofile()

    def note(frame: Any, event: str, _argument: object) -> None:  # noqa: ANN401
        if event == "call" and frame.f_code.co_filename.startswith(str(package)):
            module = Path(frame.f_code.co_filename).relative_to(package).as_posix()
            functions.add((module, frame.f_code.co_firstlineno))
            # A decorated function begins on the line of its decorator.
            functions.update((module, frame.f_code.co_firstlineno + n) for n in (1, 2))

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


# ------------------------------------------------------------------ what the pages publish


def published_values(project: Path) -> Iterator[Published]:
    """What the pages bind to Python, page by page, with nothing of what the checker decides.

    A page that asks the checker for its opinion publishes nothing that the package computes.
    """
    from mathdoctest.extract import extract  # noqa: PLC0415 -- not before the process is forked

    rows: list[tuple[int, str, str]] = []
    pages = {path: extract(path.read_text(encoding="utf-8"), str(path)) for path in _pages(project)}
    notation = project / "docs" / "notation.md"
    if notation in pages:
        # | $symbol$ | ... | `expression` |, which may be a link to its source
        row = re.compile(
            r"^\|\s*\$(.+?)\$\s*\|(?:.*\|)?\s*\[?`([^`]+)`(?:\]\([^)]*\))?\s*\|\s*$", re.MULTILINE
        )
        page = pages[notation]
        rows = [(page.position(m.start())[0], m[1], m[2]) for m in row.finditer(page.text)]
    spaces: dict[Path, dict[str, Any]] = {}
    made: dict[Path, set[str]] = {}
    # A page that others continue comes before them, as its code is run once for all.
    order = sorted(pages, key=lambda path: (_depth(path, pages), path.name not in FIRST, path))
    for path in order:
        page = pages[path]
        name = path.relative_to(project).as_posix()
        before = _continued(page)
        names = dict(spaces[path.parent / before]) if before else {"__name__": "__main__"}
        spaces[path] = names
        made[path] = made[path.parent / before].copy() if before else set()
        for fence in page.fences:
            made[path].update(re.findall(r"^(?:>>> )?(\w+) =", fence.code, re.MULTILINE))
        if any("import mathdoctest" in fence.code for fence in page.fences):
            continue
        found: Published = {}
        _run(page.fences, names, name, found)
        for number in page.numbers:
            if number.binding is not None and number.binding.kind == "python":
                source, variables = number.binding.source, number.binding.variables
                line = page.position(number.span.start)[0]
                scale = 100 if number.percent else 1
                place = Place(name, line, "number", source.strip(), number.text, scale)
                found[place] = _as_printed(_value(source, {**names, **variables}), place)
        # A symbol is published on the first page that writes it and has the names behind it.
        formulas = [formula.latex for formula in page.formulas]
        written = [
            row
            for row in rows
            if set(re.findall(r"[a-z_]+", row[2])[:1]) <= made[path]
            and _is_written(row[1], formulas)
        ]
        rows = [row for row in rows if row not in written]
        for line, symbol, source in written:
            value = _value(source, names)
            entries = list(value.ravel()) if getattr(value, "ndim", 0) else [value]
            for n, entry in enumerate(entries, 1):
                which = f"entry {n} of {symbol}" if len(entries) > 1 else symbol
                found[Place(name, line, "symbol", source, which)] = _plain(entry)
        yield found
    yield _picture(spaces.get(project / "docs" / "walkthrough.md", {}))


def _is_written(symbol: str, formulas: Iterable[str]) -> bool:
    """Whether all that a symbol is made of stands in a page's formulas: $a_1$ and $X$, say."""
    parts = re.findall(r"(?<![\w\\{])[A-Za-z](?:_(?:\w|\{[^{}]*\}))?", symbol)
    whole = [re.compile(rf"(?<![\w\\{{]){re.escape(part)}(?!\w)") for part in parts]
    return all(any(one.search(formula) for formula in formulas) for one in whole)


def _depth(path: Path, pages: Mapping[Path, Any]) -> int:
    """How many pages a page continues, one behind the other."""
    before = _continued(pages[path])
    return 0 if before is None else 1 + _depth(path.parent / before, pages)


def _continued(page: Any) -> str | None:  # noqa: ANN401
    """The page that a page continues, as its front matter says."""
    own = page.front.get("mathdoctest")
    return own.get("continues") if isinstance(own, Mapping) else None


def _pages(project: Path) -> list[Path]:
    return [*sorted((project / "docs").glob("*.md")), project / "README.md"]


def _run(fences: Iterable[Any], names: dict[str, Any], page: str, found: Published) -> None:
    """Run a page's code; what its examples print is published, and so is that a line fails."""
    for fence in fences:
        if fence.kind == "python":
            for statement in ast.parse(fence.code).body:
                place = Place(page, fence.line + statement.lineno - 1, "code", "code")
                part = ast.Module([statement], [])
                found[place] = printed = _printed(part, "exec", names)
                # An assertion says what should be; nothing behind it rests on it.
                if isinstance(printed, Ended) and printed.error != "AssertionError":
                    break
        elif fence.kind == "doctest":
            for example in doctest.DocTestParser().get_examples(fence.code):
                line = fence.line + example.lineno
                place = Place(page, line, "output", example.source.strip())
                found[place] = _printed(example.source, "single", names)


def _printed(code: str | ast.Module, mode: str, names: dict[str, Any]) -> Value:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), warnings.catch_warnings(), _alarm():
            # As in the documentation tests.
            warnings.simplefilter("error")
            exec(compile(code, "<page>", mode), names)  # noqa: S102 -- the pages are ours
    except Exception as error:  # noqa: BLE001 -- whatever a mutant leads to
        return Ended(type(error).__qualname__)
    return out.getvalue()


def _value(source: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
    try:
        return eval(source.strip(), dict(names))  # noqa: S307 -- the pages are ours
    except Exception as error:  # noqa: BLE001
        return Ended(type(error).__qualname__)


def _plain(value: Any) -> Value:  # noqa: ANN401
    if isinstance(value, Ended):
        return value
    if getattr(value, "size", 1) == 1 and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return float(value)


def _as_printed(value: Any, place: Place) -> Value:  # noqa: ANN401
    """A value with as many decimals as the page prints: only those are published."""
    plain = _plain(value)
    if not isinstance(plain, float) or not math.isfinite(plain):
        return plain if isinstance(plain, str | Ended) else str(plain)
    return _rounded(plain * place.scale, place)


def _rounded(value: float, place: Place) -> str:
    return f"{value:.{len(place.text.partition('.')[2])}f}"


def _picture(names: Mapping[str, Any]) -> Published:
    """The values in the picture of the network, as it would be drawn now."""
    if "step" not in names or importlib.util.find_spec(f"{PACKAGE}.diagram") is None:
        return {}

    def place(what: str) -> Place:
        return Place("the picture", 0, "picture", what)

    try:
        drawn = importlib.import_module(f"{PACKAGE}.diagram").draw(names["step"])
    except Exception as error:  # noqa: BLE001
        return {place("all of it"): Ended(type(error).__qualname__)}
    found: Published = {place("its description"): drawn.split("</desc>")[0].split("<desc")[-1]}
    for n, (style, text) in enumerate(
        re.findall(r'<text class="(\w+)"[^>]*>(.*?)</text>', drawn, re.DOTALL)
    ):
        found[place(f"{style} {n}")] = re.sub(r"<[^>]+>", "", text)
    return found


def differences(before: Published, after: Published) -> tuple[Change, ...]:
    """What is published differently; what a block did not get to is no difference of its own."""
    found = []
    for where, one in before.items():
        if where.kind == "code" and where not in after:
            continue
        # Where an array has come to nothing, so has each entry.
        whole = replace(where, text=where.text.partition(" of ")[2])
        other = after.get(where, after.get(whole, Ended("another shape")))
        if one != other and not (
            isinstance(one, float)
            and isinstance(other, float)
            and abs(one - other) <= NOISE * max(abs(one), abs(other))
        ):
            found.append(Change(where, one, other))
    return tuple(found)


# ------------------------------------------------------------------ the documentation tests


class _Recorder:
    """A pytest plugin that remembers what failed."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []

    def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401
        if report.failed:
            self.failures.append(Failure(report.nodeid, str(report.longrepr)))

    def pytest_collectreport(self, report: Any) -> None:  # noqa: ANN401
        if report.failed:
            self.failures.append(Failure(report.nodeid, str(report.longrepr)))


def tested(project: Path, first: Sequence[str]) -> tuple[Failure, ...]:
    """The documentation tests that fail; where some of the first pages do, the others are left."""
    import pytest  # noqa: PLC0415 -- not before the process is forked

    pages = [path.relative_to(project).as_posix() for path in _pages(project)]
    for chosen in (
        [page for page in pages if page in first],
        [page for page in pages if page not in first],
    ):
        if not chosen:
            continue
        recorder = _Recorder()
        arguments = [
            "-q",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(project),
            *chosen,
        ]
        status = pytest.main(arguments, plugins=[recorder])
        if recorder.failures:
            return tuple(
                Failure(failure.test, failure.message.replace(f"{project}/", ""))
                for failure in recorder.failures
            )
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return (Failure(" ".join(chosen), f"pytest ended with status {status}"),)
    return ()


# ------------------------------------------------------------------ what the failures name


_SENTENCE = re.compile(r"^(\S+), line (\d+): (.*)$", re.MULTILINE)
_NUMBER = re.compile(r"(?<![\w.])[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_NEAR = 1e-8
"""Relative difference between a value and the digits of it that a sentence shows."""


def named(changed: Sequence[Change], failures: Sequence[Failure]) -> tuple[Change, ...]:
    """The changes, with whether a failure names each: published and computed value, and where.

    Only what the failures say is asked. Where there is no computed value because the code ended
    with an error, it is the error that has to be named.
    """
    said = [match.groups() for f in failures for match in _SENTENCE.finditer(f.message)]
    errors = {change.after.error for change in changed if isinstance(change.after, Ended)}
    return tuple(
        replace(
            change,
            named=any(
                _names(sentence, change, errors)
                for page, line, sentence in said
                if _is_there(change.place, page, int(line))
            ),
        )
        for change in changed
    )


def _is_there(place: Place, page: str, line: int) -> bool:
    """Whether a failure is about a place: a symbol stands wherever its page defines it."""
    if place.kind == "picture":
        return True
    return page == place.page and (place.kind == "symbol" or line == place.line)


def _names(sentence: str, change: Change, errors: Iterable[str]) -> bool:
    place, after = change.place, change.after
    if place.kind == "number":
        published, _, rest = sentence.partition(" stands for ")
        if place.text not in published:
            return False
    else:
        if place.kind == "symbol" and f"`{place.source}`" not in sentence:
            return False
        # Neither the expression nor where it stands is a value.
        rest = re.sub(r"`[^`]*` \([^)]*\)", "", sentence)
        if not _shows(rest, change.before, place):
            return False
    if isinstance(after, Ended):
        without = "has no value" in rest or "raises" in rest or place.kind == "output"
        return without and any(error in rest for error in errors)
    return _shows(rest, after, place)


def _shows(sentence: str, value: Value, place: Place) -> bool:
    """Whether a sentence shows a value, or of several numbers each."""
    digits = [float(number) for number in _NUMBER.findall(sentence)]
    if place.kind == "number":
        # A sign is no part of the number that is printed.
        near = {
            _rounded(sign * number * scale, place)
            for number in digits
            for sign in (1, -1)
            for scale in (1, place.scale)
        }
        return str(value) in near or str(value) in sentence
    if isinstance(value, float):
        close = any(math.isclose(number, value, rel_tol=_NEAR) for number in digits)
        return close or str(value) in sentence
    wanted = [float(number) for number in _NUMBER.findall(str(value))]
    if not wanted:
        return " ".join(str(value).split()) in " ".join(sentence.split())
    return all(any(math.isclose(n, w, rel_tol=_NEAR) for n in digits) for w in wanted)


# ------------------------------------------------------------------ the report


def report(outcomes: Sequence[Outcome], *, every: bool, sentences: int) -> str:
    """The table of mutants, what was missed, some failures in full, and the counts."""
    changing = [outcome for outcome in outcomes if outcome.changed]
    caught = [outcome for outcome in changing if outcome.failures]
    lines = [
        f"{'place':<22} {'what':<12} {'a published number':<18} {'tests':<6} the slip",
        *(_row(o) for o in outcomes if every or o.changed or o.failures),
    ]
    for outcome in outcomes:
        if outcome.missed:
            lines += ["", f"MISSED {_place(outcome.mutant)}: {_slip(outcome.mutant)}"]
            lines += [f"  {change}" for change in outcome.changed[:3]]
        elif outcome.unnamed:
            lines += ["", f"NOT NAMED {_place(outcome.mutant)}: {_slip(outcome.mutant)}"]
            lines += [f"  {change}" for change in outcome.unnamed[:3]]
    for outcome in _telling(caught, sentences):
        lines += ["", f"{_place(outcome.mutant)}: {_slip(outcome.mutant)}"]
        lines += [f"  {_telling_sentence(outcome)}"]
    kinds = Counter(outcome.mutant.kind for outcome in changing)
    kinds_changing = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
    still = sum(o.ran and not o.changed for o in outcomes)
    without = [o for o in caught if any(isinstance(c.after, Ended) for c in o.numbers)]
    with_all = [o for o in caught if o.numbers and o not in without]
    lines += [
        "",
        f"mutants                                     {len(outcomes):>6}",
        f"in functions that no page calls             {sum(not o.ran for o in outcomes):>6}",
        f"that change nothing published               {still:>6}",
        f"that change a published number              {len(changing):>6}  {kinds_changing}",
        f"  the documentation tests miss it           {len(changing) - len(caught):>6}",
        f"  the documentation tests fail              {len(caught):>6}",
        *_named_of("where each number has a value", with_all),
        *_named_of("no value: the code ends with an error", without),
        f"    that only break a line of code          {sum(not o.numbers for o in caught):>6}",
        "",
        *_numbers(caught),
    ]
    return "\n".join(lines)


def _named_of(what: str, outcomes: Sequence[Outcome]) -> list[str]:
    """How many mutants there are, and of how many the failures name every number."""
    every = sum(not outcome.unnamed for outcome in outcomes)
    return [
        f"    {what:<39} {len(outcomes):>6}",
        f"      the failures name every number        {every:>6}",
    ]


def _numbers(caught: Sequence[Outcome]) -> list[str]:
    """How many numbers changed, how they were named, and by which errors they have no value."""
    numbers = [change for outcome in caught for change in outcome.numbers]
    without = [change for change in numbers if isinstance(change.after, Ended)]
    computed = [change for change in numbers if not isinstance(change.after, Ended)]
    errors = Counter(_first_error(outcome) for outcome in caught if outcome.errors)
    listed = ", ".join(f"{number} {error}" for error, number in errors.most_common())
    return [
        f"numbers that change                         {len(numbers):>6}",
        f"  to another value                          {len(computed):>6}",
        f"    named: published and computed value     {sum(c.named for c in computed):>6}",
        f"  to none: the code ends with an error      {len(without):>6}",
        f"    named: published value and the error    {sum(c.named for c in without):>6}",
        f"mutants by the error that ends the code     {sum(errors.values()):>6}  {listed}",
    ]


def _first_error(outcome: Outcome) -> str:
    """The error that comes first on the page; those behind it may only miss a name."""
    return next(c.after.error for c in outcome.changed if isinstance(c.after, Ended))


def _row(outcome: Outcome) -> str:
    mutant = outcome.mutant
    changes = "changes" if outcome.changed else "stays" if outcome.ran else "is not computed"
    tests = "fail" if outcome.failures else "MISS" if outcome.changed else "-"
    return f"{_place(mutant):<22} {mutant.kind:<12} {changes:<18} {tests:<6} {_slip(mutant)}"


def _place(mutant: Mutant) -> str:
    return f"{mutant.module}:{mutant.line}"


def _slip(mutant: Mutant) -> str:
    before, after = (
        text if len(text) <= 60 else text[:59] + "…" for text in (mutant.before, mutant.after)
    )
    return f"{before}  ->  {after}"


def _telling_sentence(outcome: Outcome) -> str:
    """What a failure says that names page, line, published and computed value."""
    said = [
        (match[0], match[1], int(match[2]), match[3])
        for failure in outcome.failures
        for match in _SENTENCE.finditer(failure.message)
    ]
    return next(
        whole
        for change in outcome.numbers
        if change.named
        for whole, page, line, sentence in said
        if _is_there(change.place, page, line) and _names(sentence, change, outcome.errors)
    )


def _telling(caught: Sequence[Outcome], number: int) -> list[Outcome]:
    """Some mutants whose failures are worth reading, one of each kind first."""
    shown: dict[str, Outcome] = {}
    for outcome in caught:
        if any(change.named for change in outcome.numbers):
            shown.setdefault(outcome.mutant.kind, outcome)
    return list(shown.values())[:number]


if __name__ == "__main__":
    raise SystemExit(main())
