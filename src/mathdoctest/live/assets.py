"""The scripts and the style of the claims, put where a site can publish them."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

NAMES = ("claims.js", "claims.css", "live.js")
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*|)\n", re.MULTILINE)
"""Comments and empty lines. No text in these files runs over several lines."""


@lru_cache(maxsize=len(NAMES))
def _published(text: str) -> str:
    """A file without its comments, worked out once for all pages of a build."""
    return _COMMENT.sub("", text)


def write_assets(folder: Path) -> None:
    """Write the files into a folder, made when it is not there; what is there already stays.

    A server that watches the folder would otherwise build for ever.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = files("mathdoctest") / "assets"
    for name in NAMES:
        content = _published((source / name).read_text(encoding="utf-8"))
        target = folder / name
        if not target.is_file() or target.read_text(encoding="utf-8") != content:
            # A build beside this one sees the old or the new one, never a part.
            fresh = target.with_name(f".{name}.{os.getpid()}")
            fresh.write_text(content, encoding="utf-8", newline="\n")
            fresh.replace(target)
