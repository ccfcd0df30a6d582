"""What the lock file promises: the same packages on each machine, from whichever index it has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
BENCHMARK_LOCK = (ROOT / "benchmarks" / "requirements.txt").read_text(encoding="utf-8")
PROPERDOCS_LOCK = (ROOT / "requirements-properdocs.txt").read_text(encoding="utf-8")
SYMPY_LOCK = (ROOT / "requirements-sympy.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"^(\S[^=\n]*)==(\S+)((?:.*\\\n)(?:    --hash=.*\n)+)", re.MULTILINE)
ENTRIES = ENTRY.findall(LOCK)


def named(requirement: str) -> str:
    """A requirement's name, as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def test_every_line_pins_one_version_by_its_hashes() -> None:
    assert len(ENTRIES) > 50
    assert "".join(f"{name}=={version}{rest}" for name, version, rest in ENTRIES) == LOCK
    assert all("--hash=sha256:" in rest for _, _, rest in ENTRIES)


def test_the_locks_name_no_index_and_no_host() -> None:
    for lock in (LOCK, BENCHMARK_LOCK, PROPERDOCS_LOCK, SYMPY_LOCK):
        assert not re.search(r"--(extra-)?index|--find-links|://|\.(org|com|net|io)\b", lock)


def test_everything_that_the_project_asks_for_is_locked() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *(r for extra in PROJECT["project"]["optional-dependencies"].values() for r in extra),
        *(
            requirement
            for name, group in PROJECT["dependency-groups"].items()
            # Locked apart: SymPy wants an older mpmath, and ProperDocs takes the place of MkDocs.
            if name not in ("benchmark", "properdocs", "sympy")
            for requirement in group
            if isinstance(requirement, str)
        ),
        *PROJECT["build-system"]["requires"],
    ]
    locked = {named(name) for name, _, _ in ENTRIES}
    assert {named(requirement) for requirement in asked} <= locked


@pytest.mark.parametrize(
    ("group", "lock"),
    [("benchmark", BENCHMARK_LOCK), ("properdocs", PROPERDOCS_LOCK), ("sympy", SYMPY_LOCK)],
)
def test_everything_that_is_locked_apart_is_locked_by_hashes(group: str, lock: str) -> None:
    entries = ENTRY.findall(lock)
    assert "".join(f"{name}=={version}{rest}" for name, version, rest in entries) == lock
    asked = {
        named(requirement)
        for requirement in PROJECT["dependency-groups"][group]
        if isinstance(requirement, str)
    }
    assert asked
    assert asked <= {named(name) for name, _, _ in entries}
