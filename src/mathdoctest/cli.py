"""The command line: ``mathdoctest check``, ``fix`` and ``mutate``."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import re
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from mathdoctest import config, project, reporting
from mathdoctest.fix import diff, fix_file, fixable
from mathdoctest.mutate import Outcome, Plan, mutate_file
from mathdoctest.parallel import Progress, ordered
from mathdoctest.reporting import Format, Rendered, mutation
from mathdoctest.reporting.jsonout import dumps
from mathdoctest.reporting.tally import count
from mathdoctest.source import SUFFIXES, Failure, UnreadableError, find, read
from mathdoctest.watch import Watcher

T = TypeVar("T")

PASSED, FAILED, IMPOSSIBLE = 0, 1, 2
"""Exit statuses: nothing wrong; something is; something could not be checked at all."""
_COMMANDS = ("check", "fix", "mutate")
_INTERRUPTED = 130
_MOST_JOBS = 1_000
_BROKEN_PIPE = 141

_EXAMPLES = """\
examples:
  mathdoctest check docs                        every page under docs
  mathdoctest check --strict --run-code docs    the pages' code too; unknown things fail
  mathdoctest fix --diff docs/page.md           show what a correction would change
  mathdoctest mutate docs/page.md               how many single edits would be noticed

exit status:
  0  nothing is wrong (under --strict: nothing unknown or unverified either)
  1  something is wrong
  2  something could not be checked: no such file, not UTF-8, a bad option
"""
_CHECK_EXAMPLES = """\
examples:
  mathdoctest check README.md docs
  mathdoctest check --strict --run-code -j 4 docs
  mathdoctest check --format json docs/page.md > report.json
  mathdoctest check --format sarif docs > mathdoctest.sarif

A page's code runs only with --run-code, or where the project that you are in says
`run-code = true` in the table [tool.mathdoctest] of its pyproject.toml.
"""
_FIX_EXAMPLES = """\
examples:
  mathdoctest fix --diff docs     show what would change; exit status 1 if anything would
  mathdoctest fix docs            change it

Only the digits of wrong numbers are rewritten: never a sign, a given, or an equation.
"""
_MUTATE_EXAMPLES = """\
examples:
  mathdoctest mutate docs/page.md
  mathdoctest mutate --sample 500 --min-score 99.5 -j 2 docs
"""


@dataclass(frozen=True, slots=True)
class _Check:
    """What a worker needs to check and render a page."""

    options: project.Options
    style: Format
    color: bool
    sessions: project.Sessions | None = None
    """For pages that are checked again and again."""
    beginnings: project.Beginnings = field(default_factory=project.Beginnings)
    """For pages that begin with the same code."""

    def __call__(self, task: Path | Failure) -> Rendered | Failure:
        return _guarded(task, self._check)

    def _check(self, path: Path) -> Rendered:
        strict = project.settings(path, self.options).strict
        report = project.check_file(path, self.options, self.sessions, self.beginnings)
        return reporting.render(report, self.style, strict=strict, color=self.color)


def _guarded(task: Path | Failure, work: Callable[[Path], T]) -> T | Failure:
    """Do something to a page, or say in a sentence why it cannot be done."""
    if isinstance(task, Failure):
        return task
    try:
        return work(task)
    except UnreadableError as error:
        return Failure(str(task), str(error))
    except config.ConfigError as error:
        return Failure(str(task), f"the settings of its project cannot be used: {error}")
    except Exception as error:  # noqa: BLE001 -- one page that we stumble over must not hide the others
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}, line {place.lineno}"
        return Failure(
            str(task),
            f"could not be checked through a fault of mathdoctest, which deserves a report with "
            f"this page: {type(error).__name__}: {error} ({where})",
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: the exit status still tells
            setattr(sys, name, io.StringIO())
    try:
        status = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _complain("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read the output has enough
        _forget_output()
        return _BROKEN_PIPE
    except OSError as error:  # a full disk; what is wrong with a page was said as its own failure
        _forget_output()
        _complain(f"the output could not be written ({error.strerror})")
        return IMPOSSIBLE
    return status


def _forget_output() -> None:
    """Drop what is not written yet, or Python would complain once more when it closes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(argv: Sequence[str] | None) -> int:
    # Whatever a terminal's encoding lacks is shown as an escape instead of ending the run.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    _expect_command(parser, sys.argv[1:] if argv is None else argv)
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        own = getattr(arguments, "parser", parser)
        known = re.findall(r"--[\w-]+", own.format_help())
        near = difflib.get_close_matches(unknown[0].partition("=")[0], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"`{own.prog} --help` lists those there are"
        own.error(f"there is no option {unknown[0]}; {hint}")
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return IMPOSSIBLE
    if arguments.notation is not None:
        try:
            read(Path(arguments.notation))
        except UnreadableError as error:
            _complain(f"--notation {arguments.notation}: {error}")
            return IMPOSSIBLE
    try:
        status: int = arguments.run(arguments)
    except (UnreadableError, config.ConfigError) as error:
        _complain(str(error))
        return IMPOSSIBLE
    return status


def _expect_command(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """Say what to do with a page or folder that is named where a command is expected."""
    first = next((word for word in argv if not word.startswith("-")), "")
    if first in _COMMANDS or not first:
        return
    path = Path(first)
    if path.exists() or path.suffix.lower() in SUFFIXES:
        words = ["mathdoctest", "check", *argv]
        parser.error(f"{first} is no command; to check it: {shlex.join(words)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mathdoctest",
        description="Doctest for the mathematics in Markdown.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # --run would run code
    )
    parser.add_argument("--version", action="version", version=f"mathdoctest {reporting.version()}")
    commands = parser.add_subparsers(dest="command", metavar=f"{{{','.join(_COMMANDS)}}}")
    _add_check(commands)
    _add_fix(commands)
    _add_mutate(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse has no public name for it


def _add_check(commands: _Commands[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check every number and equation of some pages",
        description="Check every number and equation of some pages.",
        epilog=_CHECK_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(check)
    check.add_argument(
        "--strict",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="fail on what is unknown, unverified or advised too",
    )
    check.add_argument(
        "--format",
        choices=reporting.FORMATS,
        default="text",
        help="text (default), json, github (annotations) or sarif",
    )
    check.add_argument("-q", "--quiet", action="store_true", help="say nothing about what is right")
    check.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the text report (default: on a terminal)",
    )
    check.add_argument(
        "--watch",
        action="store_true",
        help="check again what an edit touches, until Ctrl-C (text only)",
    )
    check.set_defaults(run=_check, parser=check)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a Markdown page, notebook or script, or a folder to search for pages",
    )
    parser.add_argument(
        "--run-code",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="run the pages' code, so that numbers can be compared with it",
    )
    parser.add_argument(
        "--notation", metavar="FILE", help="the page whose table ties symbols to code"
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="processes to use; 0 for one on each processor (default: 1)",
    )


def _jobs(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of processes, from 0 to {_MOST_JOBS:,}"
        )
    return number or os.cpu_count() or 1


def _options(arguments: argparse.Namespace) -> project.Options:
    return project.Options(
        strict=getattr(arguments, "strict", None),
        run_code=arguments.run_code,
        notation=arguments.notation,
    )


def _paths(arguments: argparse.Namespace) -> tuple[str, ...]:
    """What to look at: what was named, else what the project names.

    Raises:
        UnreadableError: nothing names anything.
    """
    if arguments.paths:
        return tuple(arguments.paths)
    own = _own_paths()
    if not own:
        raise UnreadableError(
            f"no page was named; name one (mathdoctest {arguments.command} docs), or set "
            "`paths` in [tool.mathdoctest] of pyproject.toml"
        )
    return own


def _own_paths() -> tuple[str, ...]:
    """What the project names, seen from the current folder."""
    own = config.for_page(Path.cwd())
    return tuple(os.path.relpath(own.resolve(name)) for name in own.paths)


def _find(paths: tuple[str, ...]) -> Iterator[Path | Failure]:
    """The pages to look at, and what cannot be looked at."""
    found = find(paths, excluded=lambda path: config.for_page(path.parent).excludes(path))
    try:
        for page in found:
            if isinstance(page, Path) and not page.exists() and str(page) in _own_paths():
                yield Failure(
                    str(page),
                    f"no such file or folder; `paths` in [{config.TABLE}] of pyproject.toml names "
                    "it: correct it there",
                )
            else:
                yield page
    except config.ConfigError as error:
        yield Failure(", ".join(paths), f"the project's settings cannot be used: {error}")


def _complain(message: str) -> None:
    sys.stderr.write(f"mathdoctest: {message}\n")


def _colored(choice: str, stream: TextIO) -> bool:
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _each(
    arguments: argparse.Namespace, work: Callable[[Path | Failure], T | Failure], what: str
) -> Iterator[T | Failure]:
    """Do something to every page that was named, and say on the way what could not be done."""
    with Progress(what) as progress:
        for done in ordered(work, _find(_paths(arguments)), arguments.jobs):
            progress.clear()
            if isinstance(done, Failure):
                _complain(str(done))
            yield done
            progress.step()


def _check(arguments: argparse.Namespace) -> int:
    work = _Check(
        options=_options(arguments),
        style=arguments.format,
        color=arguments.format == "text" and _colored(arguments.color, sys.stdout),
    )
    if arguments.watch:
        return _watch(arguments, work)
    statuses: list[int] = []
    named = {str(Path(name)) for name in arguments.paths}

    def pages() -> Iterator[Rendered | Failure]:
        for page in _each(arguments, work, "checking"):
            if isinstance(page, Failure):
                statuses.append(IMPOSSIBLE)
            else:
                statuses.append(PASSED if page.ok else FAILED)
                if page.empty and page.path in named:  # in a folder, a page may be of words only
                    _complain(f"{page.path}: holds nothing to check")
            yield page

    with closing(work.beginnings):
        for piece in reporting.document(pages(), arguments.format, quiet=arguments.quiet):
            sys.stdout.write(piece)
    return max(statuses, default=PASSED)


def _watch(arguments: argparse.Namespace, work: _Check) -> int:
    if arguments.format != "text":
        raise UnreadableError(f"--watch shows text; leave out --format {arguments.format}")
    paths = _paths(arguments)
    work = replace(work, sessions=project.Sessions(work.options))
    watcher = Watcher(lambda: _find(paths), work, work.options)
    _complain("watching; Ctrl-C ends it")
    try:
        for page in watcher.forever():
            if isinstance(page, Failure):
                _complain(str(page))
                continue
            if page.body:
                sys.stdout.write(page.body + "\n\n")
            sys.stdout.write(f"{page.path}: {_verdict(page)}\n")
            sys.stdout.flush()
    except KeyboardInterrupt:
        pass  # the way to end it
    return PASSED


def _verdict(page: Rendered) -> str:
    counts = page.tally.counts
    shown = [f"{number:,} {verdict}" for verdict, number in counts.items() if number]
    return ", ".join(shown) or "nothing to check"


# ------------------------------------------------------------------ fix


@dataclass(frozen=True, slots=True)
class _Fix:
    """What a worker needs to fix a page."""

    options: project.Options
    dry: bool

    def __call__(self, task: Path | Failure) -> _Written | Failure:
        return _guarded(task, self._fix)

    def _fix(self, path: Path) -> _Written:
        fixed = fix_file(path, self.options, dry=self.dry)
        return _Written(
            path=str(path),
            number=len(fixed.patches),
            diff=diff(fixed) if self.dry else "",
            left=sum(
                not fixable(c, fixed.text) for c in fixed.report.claims if c.verdict == "wrong"
            )
            + sum(f.verdict == "wrong" and not f.advice for f in fixed.report.findings),
        )


@dataclass(frozen=True, slots=True)
class _Written:
    """What came of fixing a page."""

    path: str
    number: int
    diff: str
    left: int
    """Wrong things that a fix leaves to the author."""


def _fix(arguments: argparse.Namespace) -> int:
    statuses = [PASSED]
    for done in _each(arguments, _Fix(_options(arguments), arguments.diff), "fixing"):
        if isinstance(done, Failure):
            statuses.append(IMPOSSIBLE)
            continue
        if arguments.diff:
            sys.stdout.write(done.diff)
            statuses.append(FAILED if done.number else PASSED)
            continue
        if done.number:
            said = count(done.number, "number", "numbers")
            sys.stdout.write(f"{done.path}: {said} corrected\n")
        if done.left:
            said = count(done.left, "thing is", "things are")
            _complain(
                f"{done.path}: {said} wrong that only its author can correct; "
                f"`mathdoctest check {done.path}` says what"
            )
            statuses.append(FAILED)
    return max(statuses)


def _add_fix(commands: _Commands[argparse.ArgumentParser]) -> None:
    fix = commands.add_parser(
        "fix",
        help="write the right digits in place of the wrong ones",
        description="Write the right digits in place of the wrong ones, and touch nothing else.",
        epilog=_FIX_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(fix)
    fix.add_argument(
        "--diff", action="store_true", help="show what would change, and change nothing"
    )
    fix.set_defaults(run=_fix, parser=fix)


# ------------------------------------------------------------------ mutate


def _add_mutate(commands: _Commands[argparse.ArgumentParser]) -> None:
    mutate = commands.add_parser(
        "mutate",
        help="how many single edits of some pages a check would notice",
        description="Make every single slip of the pen in turn, and count those that a check\n"
        "notices. What it does not notice is shown in its place.",
        epilog=_MUTATE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(mutate)
    mutate.add_argument(
        "--min-score",
        type=_percentage,
        metavar="PERCENT",
        help="exit with status 1 if fewer of the edits are noticed",
    )
    mutate.add_argument(
        "--sample", type=_positive, metavar="N", help="try N edits of each page, drawn at random"
    )
    mutate.add_argument(
        "--seed", type=int, default=0, metavar="N", help="which sample (default: 0)"
    )
    mutate.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )
    mutate.set_defaults(run=_mutate, parser=mutate)


def _percentage(text: str) -> float:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a percentage from 0 to 100")
    return number


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of edits, 1 or more")
    return int(text)


_FEWER = "--sample 500 tries only so many, drawn at random, and -j 0 uses every processor"
"""What to do about a page that has many edits."""


def _mutate_page(options: project.Options, plan: Plan, progress: Progress, path: Path) -> Outcome:
    return mutate_file(path, options, plan, progress.at)


def _mutate(arguments: argparse.Namespace) -> int:
    gate = arguments.min_score
    if gate is None:
        gate = config.for_page(Path.cwd()).min_score
    options = _options(arguments)
    plan = Plan(sample=arguments.sample, seed=arguments.seed, jobs=arguments.jobs)
    outcomes: list[Outcome] = []
    failed = False
    for task in _find(_paths(arguments)):
        hint = "" if plan.sample else _FEWER
        with Progress(f"{task}: edits tried", hint=hint) as progress:
            outcome = _guarded(task, partial(_mutate_page, options, plan, progress))
        if isinstance(outcome, Failure):
            _complain(str(outcome))
            failed = True
            continue
        outcomes.append(outcome)
        if outcome.wrong:
            said = count(outcome.wrong, "thing is", "things are")
            _complain(
                f"{task}: {said} wrong on the page as it is, so edits of that count as missed; "
                f"correct it first (`mathdoctest check {task}` says what)"
            )
        if arguments.format == "text":
            sys.stdout.write(mutation.text(outcome) + "\n\n")
    reached = mutation.total(outcomes)
    if arguments.format == "json":
        sys.stdout.write(
            dumps({"version": 1, "files": [mutation.record(o) for o in outcomes], "score": reached})
            + "\n"
        )
    elif len(outcomes) > 1:
        sys.stdout.write(mutation.summary(outcomes) + "\n")
    if reached is None and not failed:
        _complain("the pages hold nothing that could be edited: no equation, no bound number")
        failed = gate is not None
    if failed:
        return IMPOSSIBLE
    if gate is not None and reached is not None and reached < gate:
        _complain(
            f"only {mutation.percentage(reached)} of the edits were noticed, "
            f"less than the {gate:g} % asked for"
        )
        return FAILED
    return PASSED
