"""What the lock file promises: the same packages on each machine, from whichever index it has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRIES = re.findall(r"^(\S[^=\n]*)==(\S+)((?:.*\\\n)(?:    --hash=.*\n)+)", LOCK, re.MULTILINE)


def named(requirement: str) -> str:
    """A requirement's name, as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def test_every_line_pins_one_version_by_its_hashes() -> None:
    assert len(ENTRIES) > 50
    assert "".join(f"{name}=={version}{rest}" for name, version, rest in ENTRIES) == LOCK
    assert all("--hash=sha256:" in rest for _, _, rest in ENTRIES)


def test_the_lock_names_no_index_and_no_host() -> None:
    assert not re.search(r"--(extra-)?index|--find-links|://|\.(org|com|net|io)\b", LOCK)


def test_everything_that_the_project_asks_for_is_locked() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *(r for extra in PROJECT["project"]["optional-dependencies"].values() for r in extra),
        *(r for g in PROJECT["dependency-groups"].values() for r in g if isinstance(r, str)),
        *PROJECT["build-system"]["requires"],
    ]
    locked = {named(name) for name, _, _ in ENTRIES}
    assert {named(requirement) for requirement in asked} <= locked
