"""How a report names a file to a program that knows the repository, not this machine."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def relative(path: str) -> str:
    """The path from the current folder down, with slashes; unchanged where it lies elsewhere."""
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100 -- a symbolic link keeps its name
    except ValueError:
        return Path(path).as_posix()


def uri(path: str) -> str:
    """A URI reference: relative below the current folder, else absolute."""
    name = relative(path)
    return Path(name).as_uri() if Path(name).is_absolute() else quote(name, safe="/")
