"""Files and folders as an author names them, and the text of a page with nothing lost.

A page is read as bytes and decoded here, so that a correction can be written back with every
other byte as it was: the byte order mark, the line endings and the file's mode.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mathdoctest.patch import Patch, apply
from mathdoctest.views import View, ViewError, is_percent, view

SUFFIXES = frozenset({".md", ".markdown", ".ipynb"})
"""What a folder is searched for, beside percent scripts. A file that is named outright is read
whatever its suffix."""

LARGEST = 64 * 2**20
"""Bytes. A page beyond this is a mistake (a dump, a video), not something that anybody wrote."""

_FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Signs that control a machine: all but tabs, ends of lines and pages, and colours (escape)."""
_NAME_TEXT = "name a page of text instead"
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages"})


class UnreadableError(Exception):
    """A path that could not be checked at all; the text says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that could not be checked, and why."""

    path: str
    message: str
    """A sentence without the path: what was found, and what to do."""

    def __str__(self) -> str:
        """The sentence for a terminal or a log."""
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class Source:
    """One page as it is on disk."""

    path: Path
    raw: str
    """The file's text, its line endings as they are, without a byte order mark."""
    mark: bool = False
    """Whether the file begins with UTF-8's byte order mark."""
    view: View | None = None
    """The Markdown that it holds, where the file itself is not Markdown."""

    @property
    def text(self) -> str:
        """The Markdown of the page, in which everything that is found has its place."""
        return self.raw if self.view is None else self.view.text

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, in the file, of a character of ``text``."""
        at = offset if self.view is None else self.view.origin(offset)
        starts = _line_starts(self.raw)
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    def rewritten(self, patches: Iterable[Patch]) -> str:
        """The file's text with some patches of ``text`` made in it."""
        seen = self.view
        return apply(self.raw, patches if seen is None else map(seen.patch, patches))

    def encode(self, raw: str) -> bytes:
        """The bytes of a new text for the same file."""
        return (codecs.BOM_UTF8 if self.mark else b"") + raw.encode("utf-8")


@lru_cache(maxsize=2)
def _line_starts(raw: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", raw))]


def _reason(error: OSError) -> str:
    """The system's own words, which every reader can look up."""
    return error.strerror or type(error).__name__


def _missing(name: str) -> str:
    """What to do about a path that is not there."""
    if name == "-":
        return "no such file; to check what comes through a pipe, name /dev/stdin"
    if any(char in name for char in "*?["):
        return "no such file or folder; patterns are not expanded here: name files, or a folder"
    return "no such file or folder; check the spelling of the path"


def read(path: Path) -> Source:
    """Read one page.

    Raises:
        UnreadableError: the path is missing, not a file, unreadable, too large, binary, or in
            another encoding than UTF-8.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableError("is a folder; a Markdown file is needed here")
        # A pipe is fine (a shell's `<(…)`); a device may have no end.
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise UnreadableError("is not a regular file; name a Markdown file or a folder")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableError(_missing(str(path))) from None
    except PermissionError:
        raise UnreadableError("may not be read; give yourself permission to read it") from None
    except (OSError, ValueError) as error:
        reason = _reason(error) if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"could not be read ({reason})") from None
    raw, mark = decode(data)
    try:
        return Source(path, raw, mark, view(path, raw))
    except ViewError as error:
        raise UnreadableError(str(error)) from None


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a page's bytes, and whether they begin with a byte order mark.

    Raises:
        UnreadableError: the bytes are too many, binary, or not UTF-8.
    """
    if len(data) > LARGEST:
        raise UnreadableError(
            f"is larger than {LARGEST // 2**20} MiB, which no page is; split it, or exclude it"
        )
    for mark, name in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise UnreadableError(f"is {name}, not UTF-8; save it as UTF-8")
    if (at := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise UnreadableError(f"is binary: a zero byte at offset {at} (line {line}); {_NAME_TEXT}")
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return data[len(codecs.BOM_UTF8) if marked else 0 :].decode("utf-8"), marked
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if marked else 0)
        line = data.count(b"\n", 0, at) + 1
        # A picture cut short has no zero byte, but no text in any encoding has such signs.
        binary = _CONTROL.search(data) is not None
        raise UnreadableError(
            f"{'is binary' if binary else 'is not UTF-8'}: byte 0x{data[at]:02x} at offset {at} "
            f"(line {line}); {_NAME_TEXT if binary else 'save it as UTF-8'}"
        ) from None


def write(source: Source, raw: str) -> None:
    """Replace a file's text, so that whoever looks finds the old file or the new one, whole.

    The new file is written beside the old one and flushed to the disk before it takes its name.
    It keeps the old one's mode; a symbolic link stays a link and its target is replaced.

    Raises:
        UnreadableError: the folder or the file may not be written.
    """
    target = Path(os.path.realpath(source.path))
    temporary: str | None = None
    try:
        mode = source.path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableError("is a pipe, which cannot be written back; name a file")
        if not os.access(target, os.W_OK):
            raise UnreadableError("may not be written; give yourself permission to write it")
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise UnreadableError(
                "is in a folder that may not be written; the new file is made beside the old one, "
                "so give yourself permission to write in the folder"
            )
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(source.encode(raw))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode))
        Path(temporary).replace(target)
    except OSError as error:
        raise UnreadableError(f"could not be written ({_reason(error)})") from None
    else:
        temporary = None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def find(
    paths: tuple[str, ...], *, excluded: Callable[[Path], bool] | None = None
) -> Iterator[Path | Failure]:
    """Every page under the given files and folders, each once, folders in sorted order.

    Hidden folders and ``node_modules`` and the like are passed over, and so is what ``excluded``
    says; a file that is named outright is always taken.
    """
    seen: set[str] = set()
    for name in paths:
        path = Path(name)
        if not name:
            yield Failure("''", "names nothing; the current folder is `.`")
            continue
        if not path.is_dir():
            pages: Iterator[Path] = iter((path,))
        elif not os.access(path, os.R_OK | os.X_OK):
            yield Failure(name, "may not be listed; give yourself permission to read the folder")
            continue
        else:
            pages = _walk(path, excluded)
        found = False
        for page in pages:
            found = True
            if (key := os.path.realpath(page)) not in seen:
                seen.add(key)
                yield page
        if not found and excluded is not None and any(_walk(path, None)):
            yield Failure(
                name,
                "has pages, but `exclude` in its pyproject.toml leaves all of them out; name a "
                "page to check it all the same",
            )
        elif not found:
            yield Failure(
                name,
                "is a folder without Markdown (*.md, *.markdown, *.ipynb, or *.py in percent "
                "cells); name a page, or another folder",
            )


def _walk(folder: Path, excluded: Callable[[Path], bool] | None) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _SKIPPED_FOLDERS
            and not (excluded and excluded(here / name))
        )
        for name in sorted(files):
            page = here / name
            if not _is_device(page) and is_page(page) and not (excluded and excluded(page)):
                yield page


def _is_device(path: Path) -> bool:
    """Whether a search passes over a path: reading a pipe that nobody writes to has no end."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # a broken link is said to be one
    return not stat.S_ISREG(mode)


def is_page(path: Path) -> bool:
    """Whether a search takes a file: by its name, or a script for its cells of Markdown."""
    if path.suffix.lower() != ".py":
        return path.suffix.lower() in SUFFIXES
    try:
        with path.open("rb") as file:
            return is_percent(file.read(LARGEST).decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False
