"""The script and the style of the claims, put where a site can publish them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

NAMES = ("claims.js", "claims.css", "live.js")


def write_assets(folder: Path) -> None:
    """Write the files into a folder, made when it is not there; what is there already stays.

    A server that watches the folder would otherwise build for ever.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = files("mathdoctest") / "assets"
    for name in NAMES:
        content = (source / name).read_bytes()
        target = folder / name
        if not target.is_file() or target.read_bytes() != content:
            target.write_bytes(content)
