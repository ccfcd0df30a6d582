"""See whether the pages notice when the code behind them computes something else.

Every slip that `code_mutants` can make in src/backprop is made in turn, in a copy of the project.
Then two things are found out, each without the other:

- Does a number change that the pages publish? What the pages bind to Python is computed again: the
  expressions behind numbers in prose and tables and in the notation table, what the examples print,
  and the values in the picture of the network.
- Do the documentation tests fail? They are the pages alone: `pytest docs README.md`.

Whoever changes a published number has to be told so. The exit status is 0 if the documentation
tests fail for every slip that changes one, 1 if they miss one, 2 if nothing could be found out.
"""

from __future__ import annotations

import argparse
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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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

Published = dict[str, str | float]
"""What the pages publish: where it stands, and the value or the printed text."""


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
    changed: tuple[str, ...] = ()
    """Each published value that is another one, in words."""
    failures: tuple[Failure, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether a published number changed and no test failed."""
        return bool(self.changed) and not self.failures


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
    return 1 if any(outcome.missed for outcome in outcomes) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Make slips in src/backprop and see whether the documentation tests fail."
    )
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--sample", type=int, help="how many mutants of code that the pages run")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
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
        if not any(unchanged.published.values()):
            raise Unusable("the pages bind no number to Python, so no slip can change one")
        reached = [m for m in every if (m.module, m.first) in unchanged.functions]
        chosen = reached
        if options.sample is not None and options.sample < len(reached):
            chosen = _spread(reached, options.sample, options.seed)
        tasks = {
            pool.submit(try_one, Task(copy, mutant, folder / f"{n}", unchanged.published)): mutant
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


@dataclass(frozen=True)
class Tried:
    """What came of it."""

    published: Published
    functions: frozenset[tuple[str, int]]
    """The functions that the pages called, by module and line, where nothing was changed."""
    changed: tuple[str, ...]
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
    with contextlib.suppress(ImportError, ValueError):
        imported = importlib.import_module(PACKAGE)
        if not Path(str(imported.__file__)).is_relative_to(package):
            raise RuntimeError(f"{imported.__file__} was imported instead of {package}")
    functions: set[tuple[str, int]] = set()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        watch = _called(package, functions) if task.published is None else _nothing()
        with watch:
            published: Published = {}
            changed: tuple[str, ...] = ()
            for found in published_values(task.project):
                published |= found
                if task.published is not None:
                    changed = differences({k: task.published.get(k, "") for k in found}, found)
                if changed:
                    break
        # What changes nothing need not be noticed.
        failures = () if task.published and not changed else tested(task.project)
    shutil.rmtree(task.folder)
    return Tried(published, frozenset(functions), changed, failures)


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

    rows: list[tuple[str, str]] = []
    pages = {path: extract(path.read_text(encoding="utf-8"), str(path)) for path in _pages(project)}
    notation = project / "docs" / "notation.md"
    if notation in pages:
        # | $symbol$ | ... | `expression` |
        row = re.compile(r"^\|\s*\$(.+?)\$\s*\|(?:.*\|)?\s*`([^`]+)`\s*\|\s*$", re.MULTILINE)
        rows = row.findall(pages[notation].text)
    spaces: dict[Path, dict[str, Any]] = {}
    # A page that others continue comes before them, as its code is run once for all.
    for path, page in sorted(pages.items(), key=lambda item: _depth(item[0], pages)):
        name = path.relative_to(project).as_posix()
        before = _continued(page)
        names = dict(spaces[path.parent / before]) if before else {"__name__": "__main__"}
        spaces[path] = names
        if any("import mathdoctest" in fence.code for fence in page.fences):
            continue
        found: Published = {}
        _run(page.fences, names, name, found)
        for number in page.numbers:
            if number.binding is not None and number.binding.kind == "python":
                value = _value(number.binding.source, {**names, **number.binding.variables})
                line = page.position(number.span.start)[0]
                scale = 100 if number.percent else 1
                where = f"{name}, line {line}, {number.text} = {number.binding.source}"
                found[where] = _as_printed(value, number.text, scale)
        if "step" in names:
            for symbol, source in rows:
                found[f"{name}, {symbol} = {source}"] = _plain(_value(source, names))
        yield found
    yield _picture(spaces.get(project / "docs" / "walkthrough.md", {}))


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
    """Run a page's code; what its examples print is published, and so is that a block fails."""
    for fence in fences:
        if fence.kind == "python":
            said = _printed(fence.code, "exec", names)
            found[f"{page}, the block on line {fence.line}"] = said
        elif fence.kind == "doctest":
            for example in doctest.DocTestParser().get_examples(fence.code):
                line = fence.line + example.lineno
                found[f"{page}, line {line}, {example.source.strip()}"] = _printed(
                    example.source, "single", names
                )


def _printed(code: str, mode: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), _alarm():
            exec(compile(code, "<page>", mode), names)  # noqa: S102 -- the pages are ours
    except Exception as error:  # noqa: BLE001 -- whatever a mutant leads to
        return f"{out.getvalue()}{type(error).__name__}"
    return out.getvalue()


def _value(source: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
    try:
        return eval(source.strip(), dict(names))  # noqa: S307 -- the pages are ours
    except Exception as error:  # noqa: BLE001
        return type(error).__name__


def _plain(value: Any) -> str | float:  # noqa: ANN401
    if getattr(value, "size", 1) == 1 and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return float(value)


def _as_printed(value: Any, like: str, scale: float) -> str | float:  # noqa: ANN401
    """A value with as many decimals as the page prints: only those are published."""
    plain = _plain(value)
    if not isinstance(plain, float) or not math.isfinite(plain):
        return plain if isinstance(plain, str) else str(plain)
    return f"{plain * scale:.{len(like.partition('.')[2])}f}"


def _picture(names: Mapping[str, Any]) -> Published:
    """The values in the picture of the network, as it would be drawn now."""
    if "step" not in names or importlib.util.find_spec(f"{PACKAGE}.diagram") is None:
        return {}
    try:
        drawn = importlib.import_module(f"{PACKAGE}.diagram").draw(names["step"])
    except Exception as error:  # noqa: BLE001
        return {"the picture": type(error).__name__}
    found: Published = {"the picture's description": drawn.split("</desc>")[0].split("<desc")[-1]}
    for n, (style, text) in enumerate(
        re.findall(r'<text class="(\w+)"[^>]*>(.*?)</text>', drawn, re.DOTALL)
    ):
        found[f"the picture, {style} {n}"] = re.sub(r"<[^>]+>", "", text)
    return found


def differences(before: Published, after: Published) -> tuple[str, ...]:
    """What is published differently, in words."""
    found = []
    for where in before:
        one, other = before[where], after.get(where, "nothing")
        if one != other and not (
            isinstance(one, float)
            and isinstance(other, float)
            and abs(one - other) <= NOISE * max(abs(one), abs(other))
        ):
            found.append(f"{where}: {str(one).strip()} becomes {str(other).strip()}")
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


def tested(project: Path) -> tuple[Failure, ...]:
    """The documentation tests that fail; where some of the first pages do, the others are left."""
    import pytest  # noqa: PLC0415 -- not before the process is forked

    pages = [path.relative_to(project).as_posix() for path in _pages(project)]
    first = [page for page in pages if Path(page).name in FIRST]
    for chosen in (first, [page for page in pages if page not in first]):
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
    for outcome in _telling(caught, sentences):
        said = next(sentence for f in outcome.failures for sentence in _telling_sentences(f))
        lines += ["", f"{_place(outcome.mutant)}: {_slip(outcome.mutant)}", f"  {said}"]
    kinds = Counter(outcome.mutant.kind for outcome in changing)
    told = sum(any(_telling_sentences(f) for f in o.failures) for o in caught)
    kinds_changing = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
    still = sum(o.ran and not o.changed for o in outcomes)
    lines += [
        "",
        f"mutants                                     {len(outcomes):>6}",
        f"in functions that no page calls             {sum(not o.ran for o in outcomes):>6}",
        f"that change nothing published               {still:>6}",
        f"that change a published number              {len(changing):>6}  {kinds_changing}",
        f"  the documentation tests fail              {len(caught):>6}",
        f"    naming published and computed value     {told:>6}",
        f"    where the code ends with an error       {len(caught) - told:>6}",
        f"  the documentation tests miss it           {len(changing) - len(caught):>6}",
    ]
    return "\n".join(lines)


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


_SAYS = re.compile(
    r"^\S+, line \d+: .*"
    r"(?:the page shows|by the page's formulas, but `.*` .* is|and should be|, which is) \S.*$",
    re.MULTILINE,
)


def _telling_sentences(failure: Failure) -> list[str]:
    """What a failure says that names page, line, published and computed value."""
    return _SAYS.findall(failure.message)


def _telling(caught: Sequence[Outcome], number: int) -> list[Outcome]:
    """Some mutants whose failures are worth reading, one of each kind first."""
    shown: dict[str, Outcome] = {}
    for outcome in caught:
        if any(_telling_sentences(failure) for failure in outcome.failures):
            shown.setdefault(outcome.mutant.kind, outcome)
    return list(shown.values())[:number]


if __name__ == "__main__":
    raise SystemExit(main())
