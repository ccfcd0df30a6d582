"""The command line: ``mathdoctest check``, ``fix`` and ``mutate``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mathdoctest import config, project, reporting
from mathdoctest.parallel import Progress, ordered
from mathdoctest.reporting import Format, Rendered
from mathdoctest.source import Failure, UnreadableError, find

PASSED, FAILED, IMPOSSIBLE = 0, 1, 2
"""Exit statuses: nothing wrong; something is; something could not be checked at all."""
_INTERRUPTED = 130
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

    def __call__(self, task: Path | Failure) -> Rendered | Failure:
        if isinstance(task, Failure):
            return task
        try:
            chosen = project.settings(task, self.options)
            report = project.check_file(task, self.options)
        except UnreadableError as error:
            return Failure(str(task), str(error))
        except config.ConfigError as error:
            return Failure(str(task), f"its project's settings cannot be used: {error}")
        return reporting.render(report, self.style, strict=chosen.strict, color=self.color)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        status = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _complain("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    return status


def _run(argv: Sequence[str] | None) -> int:
    # Whatever a terminal's encoding lacks is shown as an escape instead of ending the run.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return IMPOSSIBLE
    status: int = arguments.run(arguments)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mathdoctest",
        description="Doctest for the mathematics in Markdown.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mathdoctest {reporting.version()}")
    commands = parser.add_subparsers(dest="command", metavar="{check,fix,mutate}")
    _add_check(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse has no public name for it


def _add_check(commands: _Commands[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check every number and equation of some pages",
        description="Check every number and equation of some pages.",
        epilog=_CHECK_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
    check.set_defaults(run=_check)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a Markdown page, or a folder to search for pages"
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
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 0 or more")
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
    own = config.for_page(Path.cwd())
    if not own.paths:
        raise UnreadableError(
            f"no page was named; name one (mathdoctest {arguments.command} docs), or set "
            "`paths` in [tool.mathdoctest] of pyproject.toml"
        )
    return tuple(os.path.relpath(own.resolve(name)) for name in own.paths)


def _find(paths: tuple[str, ...]) -> Iterator[Path | Failure]:
    """The pages to look at, and what cannot be looked at."""
    found = find(paths, excluded=lambda path: config.for_page(path.parent).excludes(path))
    try:
        yield from found
    except config.ConfigError as error:
        yield Failure(", ".join(paths), f"the project's settings cannot be used: {error}")


def _complain(message: str) -> None:
    sys.stderr.write(f"mathdoctest: {message}\n")


def _colored(choice: str, stream: TextIO) -> bool:
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _check(arguments: argparse.Namespace) -> int:
    try:
        paths = _paths(arguments)
    except (UnreadableError, config.ConfigError) as error:
        _complain(str(error))
        return IMPOSSIBLE
    if arguments.notation is not None and not Path(arguments.notation).is_file():
        _complain(f"--notation {arguments.notation}: no such file; name a Markdown page")
        return IMPOSSIBLE
    work = _Check(
        options=_options(arguments),
        style=arguments.format,
        color=arguments.format == "text" and _colored(arguments.color, sys.stdout),
    )
    statuses: set[int] = set()
    with Progress("checking") as progress:

        def pages() -> Iterator[Rendered | Failure]:
            for page in ordered(work, _find(paths), arguments.jobs):
                progress.clear()
                if isinstance(page, Failure):
                    statuses.add(IMPOSSIBLE)
                    _complain(str(page))
                else:
                    statuses.add(PASSED if page.ok else FAILED)
                    if page.empty:
                        _complain(f"{page.path}: holds nothing to check")
                yield page
                progress.step(page.path)

        for piece in reporting.document(pages(), arguments.format, quiet=arguments.quiet):
            sys.stdout.write(piece)
    return max(statuses, default=PASSED)
