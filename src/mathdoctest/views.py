"""Other files than Markdown, seen as Markdown: notebooks, percent scripts and docstrings.

A view is the Markdown that a file holds, with a map from each of its characters to the character
of the file that it came from. Everything behind it knows Markdown only; what is said of the view is
said at the file's own line and column, and a correction is written into the file's own text.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from mathdoctest.patch import Patch

Writing: TypeAlias = Literal["plain", "json", "string"]


class ViewError(ValueError):
    """A file that is not what its name says; the text says why."""


class Piece(NamedTuple):
    """A run of characters that stand in the file as they stand in the view."""

    start: int
    """In the view."""
    length: int
    origin: int
    """In the file."""
    writing: Writing
    """How new text is written there: as it is, in a JSON string, or in a Python string."""


@dataclass(frozen=True, slots=True)
class View:
    """The Markdown of a file."""

    text: str
    pieces: tuple[Piece, ...]
    """In order; what lies between them was added to make Markdown of it."""

    def origin(self, offset: int) -> int:
        """Where in the file a character of the view stands.

        What was added stands where that begins which it was added for: the fence of a block of
        code where the code does.
        """
        at = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        if at < 0:
            return self.pieces[0].origin if self.pieces else 0
        piece = self.pieces[at]
        if offset > piece.start + piece.length and at + 1 < len(self.pieces):
            return self.pieces[at + 1].origin
        return piece.origin + min(offset - piece.start, piece.length)

    def patch(self, patch: Patch) -> Patch:
        """What to change in the file for a change of the view."""
        piece = self._piece(patch.start)
        text = patch.text
        if piece is not None and piece.writing == "json":
            text = json.dumps(text, ensure_ascii=False)[1:-1]
        elif piece is not None and piece.writing == "string":
            text = text.replace("\\", "\\\\")
        # The end is that of the last character: the next one may stand elsewhere.
        end = self.origin(patch.end - 1) + 1 if patch.end > patch.start else self.origin(patch.end)
        return Patch(self.origin(patch.start), end, text)

    def _piece(self, offset: int) -> Piece | None:
        at = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        return self.pieces[at] if at >= 0 else None


@dataclass(slots=True)
class _Builder:
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, origin: int, writing: Writing = "plain") -> None:
        """Text that stands in the file."""
        if text:
            self.pieces.append(Piece(self.length, len(text), origin, writing))
            self.insert(text)

    def insert(self, text: str) -> None:
        """Text that stands nowhere in the file."""
        self.parts.append(text)
        self.length += len(text)

    def escaped(self, text: str, origin: int, writing: Writing) -> None:
        """The text of a string literal, which stands in the file with escapes."""
        at = 0
        for match in _ESCAPE[writing].finditer(text):
            self.add(text[at : match.start()], origin + at, writing)
            self.add(_unescaped(match[0], writing), origin + match.start(), writing)
            at = match.end()
        self.add(text[at:], origin + at, writing)

    def fence(self, language: str, lines: list[tuple[str, int]], writing: Writing) -> None:
        """A block of code, in a fence longer than any within it."""
        runs = (len(run) for text, _ in lines for run in re.findall("`{3,}", text))
        ticks = "`" * (max(runs, default=2) + 1)
        self.insert(f"\n{ticks}{language}\n")
        for text, origin in lines:
            if _SETTING.match(text):
                self.insert("# ")
            if writing == "json":
                self.escaped(text, origin, writing)
            else:
                self.add(text, origin)
        self.insert(f"\n{ticks}\n\n")

    def view(self) -> View:
        return View("".join(self.parts), tuple(self.pieces))


_ESCAPE: dict[Writing, re.Pattern[str]] = {
    "json": re.compile(
        r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
    ),
    "string": re.compile(
        r"\\(?:\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|.)",
        re.DOTALL,
    ),
}


def _unescaped(escape: str, writing: Writing) -> str:
    try:
        if writing == "json":
            return str(json.loads(f'"{escape}"'))
        return str(ast.literal_eval(f'"""{escape}"""'))
    except (ValueError, SyntaxError):
        return escape


def view(path: Path, text: str) -> View | None:
    """The Markdown of a file; ``None`` where the file itself is Markdown.

    Raises:
        ViewError: it is not what its name says.
    """
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        return notebook(text)
    if suffix == ".py":
        return percent(text) if is_percent(text) else docstrings(text)
    return None


# ------------------------------------------------------------------ percent scripts

_CELL = re.compile(r"^# ?%%(?P<title>.*)$", re.MULTILINE)
_KIND = re.compile(r"\[(\w+)\]")


def is_percent(text: str) -> bool:
    """Whether a script is written in percent cells, some of them Markdown."""
    return any(_kind(match) == "markdown" for match in _CELL.finditer(text))


def _kind(match: re.Match[str]) -> str:
    kind = _KIND.search(match["title"])
    return {"md": "markdown"}.get(kind[1], kind[1]) if kind else "code"


def percent(text: str) -> View:
    """The Markdown of a script whose cells begin with ``# %%`` and ``# %% [markdown]``."""
    builder = _Builder()
    cells = list(_CELL.finditer(text))
    starts = [(0, 0, "head"), *((m.start(), m.end(), _kind(m)) for m in cells)]
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    for (_, begin, kind), end in zip(starts, ends, strict=True):
        body = text[begin:end]
        if kind == "head":
            _head(builder, body)
        elif kind == "markdown":
            _commented(builder, body, begin)
        elif kind == "code" and body.strip():
            lead = len(body) - len(body.lstrip("\r\n"))
            code = body[lead:].rstrip()
            builder.fence("python", [(code, begin + lead)], "plain")
    return builder.view()


def _head(builder: _Builder, body: str) -> None:
    """What stands before the first cell: settings in comments, and perhaps code."""
    settings = re.match(r"(?:#!.*\n)?# ---\r?\n(?:#.*\n)*?# ---\r?\n", body)
    begin = 0
    if settings:
        begin = settings.end()
        _commented(builder, settings[0][settings[0].index("# ---") :], settings[0].index("# ---"))
    code = body[begin:].rstrip()
    if any(line.strip() and not line.lstrip().startswith("#") for line in code.splitlines()):
        lead = len(code) - len(code.lstrip("\r\n"))
        builder.fence("python", [(code[lead:], begin + lead)], "plain")


def _commented(builder: _Builder, body: str, begin: int) -> None:
    quoted = re.match(r"\s*(?P<quotes>\"\"\"|''')(?P<text>.*?)(?P=quotes)", body, re.DOTALL)
    if quoted:
        builder.insert("\n")
        builder.add(quoted["text"], begin + quoted.start("text"), "string")
        builder.insert("\n\n")
        return
    at = begin
    for line in body.splitlines(keepends=True):
        mark = re.match(r"# ?", line)
        # A line without a comment sign is empty, or code where none belongs: it ends a paragraph.
        if mark:
            builder.add(line[mark.end() :], at + mark.end())
        else:
            builder.insert("\n")
        at += len(line)
    builder.insert("\n")


# ------------------------------------------------------------------ notebooks

_DEEPEST = 4
_COMMAND = re.compile(r"%%?[A-Za-z]|\s*!")
_SETTING = re.compile(r"%(?:matplotlib|config|load_ext|autoreload|reload_ext)\b")
"""Commands of IPython that set how things are shown; the rest of a cell runs without them."""

_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def notebook(text: str) -> View:
    """The Markdown of a Jupyter notebook: its Markdown cells, and its code in fences.

    Raises:
        ViewError: it is not JSON, or no notebook.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise ViewError("is not a notebook: its JSON is nested too deeply") from None
    except ValueError as error:  # a number of more digits than Python reads, too
        raise ViewError(f"is not a notebook: {error}; open it with Jupyter and save it") from None
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise ViewError("is not a notebook of version 4: it has no list of cells")
    for number, cell in enumerate(cells, 1):
        source = cell.get("source") if isinstance(cell, dict) else None
        parts = source if isinstance(source, list) else [source]
        if not all(isinstance(part, str) for part in parts):
            raise ViewError(f"is not a notebook of version 4: cell {number} has no text as source")
    language = _language(data)
    builder = _Builder()
    strings = _strings(text)
    for index, cell in enumerate(cells):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        lines = strings.get(index, [])
        if kind == "markdown":
            for raw, origin in lines:
                builder.escaped(raw, origin, "json")
            builder.insert("\n\n")
        elif kind == "code" and lines:
            split = [line for raw, origin in lines for line in _lines(raw, origin)]
            commands = any(_COMMAND.match(raw) and not _SETTING.match(raw) for raw, _ in split)
            builder.fence("ipython" if commands else language, split, "json")
    return builder.view()


def _lines(raw: str, origin: int) -> Iterator[tuple[str, int]]:
    """The lines of a string as it stands in the file, each with its end."""
    for match in re.finditer(r"(?:[^\\]|\\[^n])*(?:\\n|$)", raw):
        if match[0]:
            yield match[0], origin + match.start()


def _language(data: dict[str, Any]) -> str:
    metadata = data.get("metadata")
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    name = info.get("name") if isinstance(info, dict) else None
    return name.lower() if isinstance(name, str) and name else "python"


def _strings(text: str) -> dict[int, list[tuple[str, int]]]:
    """The strings of each cell's ``source``, as they stand in the file, with their places."""
    found: dict[int, list[tuple[str, int]]] = {}
    # For each open bracket: which it is, and in an object the key whose value comes next.
    path: list[list[Any]] = []
    for match in _JSON.finditer(text):
        mark = match[0]
        if mark in "{[":
            path.append([mark, None if mark == "{" else 0])
        elif mark in "}]":
            path.pop()
        elif mark == ",":
            path[-1][1] = None if path[-1][0] == "{" else path[-1][1] + 1
        elif mark.startswith('"') and path:
            if path[-1][0] == "{" and path[-1][1] is None:
                path[-1][1] = json.loads(mark)
                continue
            keys = [key for _, key in path]
            # The list of cells, which of them, its source, and in a list of lines which of them.
            if keys[:1] == ["cells"] and keys[2:3] == ["source"] and len(keys) <= _DEEPEST:
                found.setdefault(keys[1], []).append((mark[1:-1], match.start() + 1))
    return found


# ------------------------------------------------------------------ docstrings


def docstrings(text: str) -> View:
    """The docstrings of a module, each under a heading of its own.

    Examples with ``>>>`` are left to doctest, which knows the module's names.

    Raises:
        ViewError: it is not Python.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        where = f" (line {error.lineno})" if error.lineno else ""
        raise ViewError(f"is not valid Python: {error.msg}{where}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ViewError(f"is not valid Python: {str(error) or 'too deeply nested'}") from None
    # As Python counts lines, which a form feed does not end.
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    starts = [0, *itertools.accumulate(map(len, lines))]
    builder = _Builder()
    for name, node in _documented(tree):
        # The parser counts columns in bytes.
        column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
        end = len(
            lines[(node.end_lineno or node.lineno) - 1].encode()[: node.end_col_offset].decode()
        )
        first = starts[node.lineno - 1] + column
        literal = text[first : starts[(node.end_lineno or node.lineno) - 1] + end]
        builder.insert(f"# {name}\n\n")
        _docstring(builder, literal, first)
        builder.insert("\n\n")
    return builder.view()


def _documented(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                yield getattr(node, "name", "Module"), first.value


def _docstring(builder: _Builder, literal: str, origin: int) -> None:
    opening = re.match(r"([rRuU]?)(\"\"\"|'''|\"|')", literal)
    # A docstring glued together from several literals is too rare to be worth a map.
    if opening is None or not literal.endswith(opening[2]) or len(literal) < 2 * len(opening[2]):
        return
    body = literal[opening.end() : -len(opening[2])]
    if opening[2] in body.replace("\\" + opening[2][0], "") and len(opening[2]) == 1:
        return
    later = [line for line in body.split("\n")[1:] if line.strip()]
    margin = min((len(line) - len(line.lstrip(" ")) for line in later), default=0)
    at = origin + opening.end()
    example = False
    for number, line in enumerate(body.splitlines(keepends=True)):
        indent = len(line) - len(line.lstrip(" ")) if number == 0 else margin
        kept = line[indent:]
        example = kept.lstrip().startswith(">>>") or (example and bool(kept.strip()))
        if example or not kept.strip():
            builder.insert("\n")
        elif "r" in opening[1].lower():
            builder.add(kept, at + indent)
        else:
            builder.escaped(kept, at + indent, "string")
        at += len(line)
