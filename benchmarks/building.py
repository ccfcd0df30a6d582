"""What each part of building the site costs: formulas, claims, downloads, notebook, and the check.

    python benchmarks/building.py

The site is built from a copy, first without anything of ours, then with one part more each time,
and `make site` is run as it is. Every build is a process of its own, with all that it starts.

Two kinds of time are told apart. Processor time is what all processes together kept a processor
busy for: parts can be compared and added in it, and it hardly depends on what else a machine does.
The time on the clock is what somebody waits for, and `make site` checks and builds at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from measure import machine, median, table

ROOT = Path(__file__).parents[1]
PARTS = ("docs", "overrides", "scripts", "src", "mkdocs.yml", "pyproject.toml", "README.md")
NOTEBOOK = ("- mkdocs-jupyter:", '- "Training, drawn": training.py')
HOOKS = ("hooks:",)
CLAIMS = ("claims:",)
FORMULAS = ("custom_fences:", "- mathdoctest:")
BUILDS = {
    "MkDocs alone": (*NOTEBOOK, *HOOKS, *CLAIMS, *FORMULAS),
    "with formulas": (*NOTEBOOK, *HOOKS, *CLAIMS),
    "with claims too": (*NOTEBOOK, *HOOKS),
    "with the downloads too": (*NOTEBOOK, "- scripts/notebook/hook.py"),
    "with the notebook too": (),
}
"""What is taken out of `mkdocs.yml` for each build."""
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""Where Python may keep what it has compiled, as it does unless it is forbidden."""
ENVIRONMENT["NO_MKDOCS_2_WARNING"] = "1"
READ = "`mathdoctest check`, without any code"
PAGES = "`mathdoctest check --strict` of all but the notebook"
CHECK = "`mathdoctest check --strict`"
AT_ONCE = "with claims, and that check at once"
MAKE = "`make site`, all of it"


Command: TypeAlias = tuple[list[str], Path]
"""What is run, and in which folder."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    seconds: float
    processor: float
    """Seconds on a processor, of all processes together."""


def without(settings: str, beginning: str) -> str:
    """Settings without the entry of a line that begins so, and without all that belongs to it."""
    lines = settings.splitlines(keepends=True)
    at = [n for n, line in enumerate(lines) if line.lstrip().startswith(beginning)]
    if len(at) != 1:
        sys.exit(f"mkdocs.yml has {len(at)} lines that begin with {beginning!r}; one is needed")
    indent = len(lines[at[0]]) - len(lines[at[0]].lstrip())
    end = at[0] + 1
    while end < len(lines) and (
        not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent
    ):
        end += 1
    return "".join(lines[: at[0]] + lines[end:])


def run(command: Sequence[str], folder: Path, *, complains: bool = False) -> Run:
    """Run a command that has to succeed, or that may complain about what it was not let do."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 -- our own command
            command,
            cwd=folder,
            env=ENVIRONMENT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode > complains:
            said.seek(0)
            last = said.read().decode().strip().splitlines()[-20:]
            sys.exit("\n".join([f"{' '.join(command)} failed:", *last]))
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def copy_project(folder: Path) -> None:
    """Copy all that a build of the site needs into a folder."""
    for name in PARTS:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copyfile(source, target)


def run_at_once(commands: Sequence[Command], *, complains: bool = False) -> Run:
    """Run commands side by side, as `make site` does, until the last of them has ended."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(commands)) as pool:
        done = list(pool.map(lambda one: run(*one, complains=complains), commands))
    return Run(time.monotonic() - began, sum(one.processor for one in done))


def commands(folder: Path) -> dict[str, list[Command]]:
    """Copy the project into a folder; what is run there for each part, and where."""
    copy_project(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    found: dict[str, list[Command]] = {}
    for number, (name, entries) in enumerate(BUILDS.items()):
        text = settings
        for entry in entries:
            text = without(text, entry)
        config = folder / f"mkdocs-{number}.yml"
        config.write_text(text, encoding="utf-8")
        command = ["mkdocs", "build", "--quiet", "-f", str(config), "-d", str(folder / f"{number}")]
        found[name] = [([sys.executable, "-m", *command], folder)]
    check = [sys.executable, "-m", "mathdoctest", "check"]
    pages = [str(ROOT / "docs"), str(ROOT / "README.md")]
    # A page's code runs only where the project that one works in says so, and this is none.
    found[READ] = [([*check, *pages], Path(folder.anchor))]
    texts = [p.relative_to(ROOT) for p in sorted((ROOT / "docs").rglob("*.md"))]
    found[PAGES] = [([*check, "--strict", *map(str, texts), "README.md"], ROOT)]
    found[AT_ONCE] = [*found["with claims too"], *found[PAGES]]
    found[CHECK] = [([*check, "--strict", "docs", "README.md"], ROOT)]
    found[MAKE] = [(["make", "site"], ROOT)]
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What each part of building the site costs.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds: int = parser.parse_args().rounds
    print(machine(), end="\n\n")
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        todo = commands(Path(name))
        for turn in range(rounds + 1):  # the first one makes what the others find there
            for part, started in todo.items():
                # The numbers that rest on code stay unknown without it.
                done = run_at_once(started, complains=part == READ)
                if turn:
                    runs.setdefault(part, []).append(done)
    bare = runs["MkDocs alone"]
    rows = []
    for part, taken in runs.items():
        pairs = list(zip(taken, bare, strict=True))
        rows.append(
            [
                part,
                f"{median([one.processor for one in taken]):.2f} s",
                f"{median([one.processor / other.processor for one, other in pairs]):.2f}",
                f"{median([one.seconds for one in taken]):.2f} s",
                f"{median([one.seconds / other.seconds for one, other in pairs]):.2f}",
            ]
        )
    beside = "times MkDocs alone"
    print(table(["", "processor time", beside, "on the clock", beside], rows))
    print()
    for what, whole, part in (
        ("The pages' own code takes", PAGES, READ),
        ("The notebook takes", CHECK, PAGES),
    ):
        took = [
            one.processor - two.processor for one, two in zip(runs[whole], runs[part], strict=True)
        ]
        print(f"{what} {median(took):.2f} s of the check.")
    for what, check in (
        ("the check without any code", READ),
        ("the check with the pages' own code", PAGES),
        ("the check with that of the notebook too", CHECK),
    ):
        added = [
            (build.processor + one.processor) / other.processor - 1
            for build, one, other in zip(runs["with claims too"], runs[check], bare, strict=True)
        ]
        print(f"Formulas, claims and {what} add {median(added):.0%} to MkDocs alone.")
    waited = median([one.seconds for one in runs[MAKE]])
    busy = median([one.processor for one in runs[MAKE]])
    print(f"For `make site` one waits {waited:.1f} s; it keeps processors busy for {busy:.1f} s.")


if __name__ == "__main__":
    main()
