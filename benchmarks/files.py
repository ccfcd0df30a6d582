"""Time and memory of checking more and more files with two processes.

    python benchmarks/files.py

Each file has 100 formulas, half of the files plain arithmetic and half like the walkthrough. The
command line is run on 125 to 1,000 of them. Memory is that of the largest process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pages
from measure import machine, slope, table

FILES = (125, 250, 500, 1_000)
FORMULAS = 100


def write(folder: Path, number: int) -> None:
    """One file, different from every other."""
    kind = (pages.chains, pages.walkthroughs)[number % 2]
    (folder / f"page-{number:04}.md").write_text(kind(FORMULAS, seed=number), encoding="utf-8")


def checked(folder: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds, and megabytes of the largest process; the pages must be clean."""
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "mathdoctest", "check", "-j", "2", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"the check of {folder} ended with status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    print(machine(), end="\n\n")
    rows: list[list[object]] = []
    times = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for files in FILES:
            for number in range(len(list(folder.iterdir())), files):
                write(folder, number)
            seconds, processor, megabytes = checked(folder)
            times.append(processor)
            rows.append(
                [
                    f"{files:,}",
                    f"{files * FORMULAS:,}",
                    f"{seconds:.1f} s",
                    f"{processor:.1f} s",
                    f"{files * FORMULAS / seconds:,.0f}",
                    f"{megabytes:.0f} MB",
                ]
            )
    header = ["files", "formulas", "time", "processor time", "formulas a second", "largest process"]
    print(table(header, rows))
    power = slope(FILES, times)
    print(f"\nProcessor time grows with the number of files to the power of {power:.2f}.")


if __name__ == "__main__":
    main()
