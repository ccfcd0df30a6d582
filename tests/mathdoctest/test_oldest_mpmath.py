"""Pages are judged alike with the mpmath that SymPy asks for, which many authors have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SYMPY = ROOT / "build" / "sympy"
"""Where ``make test`` installs SymPy, with the mpmath that it asks for."""
PAGES = ["tests/data/pages", "tests/data/original.md"]

TURNS = """$x = 1.5$, $z = \\max(0, e^{-x} - 0.25) = -0.0269$ and $h = \\max(0, z) = 0$.

Then $h = \\max(0, e^{-0.5 x} - 0.25) = 0.2224$ and $|0.2 - e^{-x}| / e^{-x} = 0.1037$.
"""


PROGRAM = """
import sys, mpmath
from mathdoctest.cli import main

print(mpmath.__version__, file=sys.stderr)
main()
"""


def checked(*paths: str, newest: bool) -> tuple[str, str]:
    """What a check prints, and with which mpmath."""
    env = os.environ if newest else os.environ | {"PYTHONPATH": str(SYMPY)}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, "check", "--format", "json", *paths],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr.strip()


@pytest.mark.skipif(
    not (SYMPY / ".ready").exists() and "CI" not in os.environ, reason="make test installs it"
)
def test_an_older_mpmath_gives_the_same_report(tmp_path: Path) -> None:
    page = tmp_path / "turns.md"
    page.write_text(TURNS, encoding="utf-8")
    newest, version = checked(*PAGES, str(page), newest=True)
    oldest, older = checked(*PAGES, str(page), newest=False)
    assert older.startswith("1.3.")
    assert version != older
    assert '"files"' in newest
    assert oldest == newest
