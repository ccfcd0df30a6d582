"""How a report names a file: to people, and to programs that know the repository only."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def relative(path: str) -> str:
    """The path from the current folder down, with slashes; unchanged where it lies elsewhere."""
    return _below(Path.cwd(), path) or Path(path).as_posix()


def in_checkout(path: str) -> str:
    """The path from the root of the repository down: where GitHub runs a job, and else from here.

    A step of a job may run in a folder below that root.
    """
    root = os.environ.get("GITHUB_WORKSPACE")
    return (_below(Path(root), path) if root else "") or relative(path)


def uri(path: str) -> str:
    """A URI reference: relative below the root of the repository, else absolute."""
    name = in_checkout(path)
    return Path(name).as_uri() if Path(name).is_absolute() else quote(name, safe="/")


def _below(folder: Path, path: str) -> str:
    """The path from a folder down; empty where it lies elsewhere."""
    try:
        return Path(os.path.abspath(path)).relative_to(folder).as_posix()  # noqa: PTH100 -- a symbolic link keeps its name
    except ValueError:
        return ""
