r"""A page as a sequence of blocks: paragraphs, headings, tables, code, displayed formulas.

Markdown has dialects. Where GitHub's (CommonMark) and Material's (Python-Markdown) disagree about
what is code, text is code only if both say so; containers of both are known: quotes, lists, footnotes,
definitions, admonitions, details and tabs. Positions count in characters of the page; inside a block
everything that a container put there (``>``) is blanked.

The page is read line by line, once, with a stack of open containers instead of recursion.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from mathdoctest.inline import EMPTY, RAW_TAGS, CodeRuns

DEEPEST = 100
"""Containers within containers; what is nested deeper is read as text, as markdown-it does."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, heading or title."""

    start: int
    text: str
    heading: bool
    reason: str = ""
    """Why no number in it makes a claim; empty where they may."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the header row and the others, without the row of dashes."""

    start: int
    end: int
    rows: tuple[tuple[int, str], ...]
    """Where each row begins, and its text."""


@dataclass(frozen=True, slots=True)
class Display:
    """A formula in lines of its own."""

    start: int
    end: int
    body_start: int
    body_end: int
    latex: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Code:
    """A fence, or indented code (which has an empty ``fence``)."""

    start: int
    end: int
    body_start: int
    body_end: int
    fence: str
    info: str
    language: str
    code: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """The number of a list item."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that stops a part of the page from being read."""

    start: int
    end: int
    rule: str
    message: str


Piece = tuple[int, int, int]
"""A line of a paragraph: where it begins, where its text begins and ends."""

Block = Prose | Grid | Display | Code | Marker | Flaw


@dataclass(slots=True)
class _Container:
    """An open quote, list item, admonition, tab, footnote or definition.

    Columns count from 0 behind the mark of the innermost quote.
    """

    kind: str
    need: int
    """The column from which a line belongs to it."""
    grid: int
    """The column at which Python-Markdown takes its content to begin."""
    code: int
    """The column from which, behind a blank line, its content is code in every dialect."""


@dataclass(slots=True)
class _Line:
    """A line behind the containers that it continues."""

    start: int
    end: int
    """Where its text ends: at the line feed."""
    at: int
    """Its first character that is not blank."""
    body: int
    """Where its text begins behind the quotes' marks: blanks stand between here and ``at``."""
    origin: int
    """The column of the page at which the innermost quote's content begins."""
    depth: int
    """How many of the open containers it continues."""


_BLANKS = re.compile(r"[ \t\r\f\v]*+")
_BLANK_LINES = re.compile(r"(?:[ \t\r\f\v]*+\n)++")
_HEADING = re.compile(r"#{1,6}(?:[ \t]++|(?=[\r\n]|\Z))")
_FENCE = re.compile(r"(`{3,}+)([^`\n]*+)(?:\n|\Z)|(~{3,}+)([^\n]*+)")
_BREAK = re.compile(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\r?(?:\n|\Z)")
_UNDERLINE = re.compile(r"(?:=++|-++)[ \t\r]*+(?:\n|\Z)")
_DASHES = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t\r]*+(?:\n|\Z)")
_BULLET = re.compile(r"[-+*](?=[ \t\r\n]|\Z)")
_NUMBERED = re.compile(r"([0-9]{1,9})[.)](?=[ \t\r\n]|\Z)")
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]++[\w-]++(?:[ \t]++[\w-]++)*+[ \t]*+(?:\"[^\n]*+)?\r?(?:\n|\Z)"
)
_TAB = re.compile(r"===[!+]?[ \t]++\"[^\n]*+")
_NOTE = re.compile(r"\[\^[^\[\]\s]++\]:")
_REFERENCE = re.compile(r"\[[^\[\]\n]++\]:[ \t]*+[^\s][^\n]*+")
_IDENTIFIER = re.compile(r":::[ \t]++[\w.:/-]++[ \t\r]*+(?:\n|\Z)")
_SNIPPET = re.compile(r";?-+8<-+")
_BEGIN = re.compile(r"\\begin(\{[A-Za-z]++\*?\})")
_RAW = re.compile(rf"<!--|<({'|'.join(sorted(RAW_TAGS))})(?=[\s>])|`++", re.IGNORECASE)
_CLOSE_RAW = {tag: re.compile(rf"</{tag}\s*+>", re.IGNORECASE) for tag in RAW_TAGS}
_MARKS = frozenset("#>`~$\\-+*_0123456789!?=[:|;")
_BEHIND_DISPLAY = re.compile(r"[ \t.,;:]*+(?:\{[^{}\n]*+\})?[ \t\r]*+(?:\n|\Z)")
_DISPLAY_STEP = re.compile(
    r"\\(?:text[a-z]*+|mbox|hbox)[ \t]*+\{[^{}\\\n]*+\}|\\end\{[A-Za-z]++\*?\}|\\[^\n]|\\|\$++"
)
_LANGUAGE = re.compile(r"[^\s{},:]++")
_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})
"""MyST's words before a language, as in ``{code-cell} python``."""
_PROSE_SIGN = re.compile(r"^[ \t>]*+(?:#{1,6}[ \t]|```|~~~)", re.MULTILINE)
_DOLLAR_STEP = re.compile(r"\\[\s\S]|`++|\$++")


def blocks(text: str, start: int) -> Iterator[Block]:
    """The blocks of a page from ``start`` (behind the front matter), in reading order."""
    return _Reader(text, start).read()


class _Reader:
    """The state of one pass over a page."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.pos = start
        self.stack: list[_Container] = []
        self.prose: list[Piece] = []
        """The open paragraph's lines: where each begins, where its text begins and ends."""
        self.odd = (0, False)
        """How many of these lines were counted, and whether they leave a dollar open."""
        self.absent: set[str] = set()
        """What was searched for and does not occur again."""

    # Lines and containers

    def _read_line(self) -> _Line:
        """The line at ``pos``, matched against the open containers."""
        text = self.text
        start = body = self.pos
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        at = _end(_BLANKS.match(text, start, end))
        origin = depth = 0
        for container in self.stack:
            if container.kind == "quote":
                if at >= end or text[at] != ">":
                    break
                body, origin = self._behind_quote(start, at, end)
                at = _end(_BLANKS.match(text, body, end))
            elif at < end and self._column(start, at) - origin < container.need:
                break
            depth += 1
        return _Line(start, end, at, body, origin, depth)

    def _column(self, start: int, at: int) -> int:
        """The column of a character, from 0, where a tab goes to the next multiple of four."""
        gap = self.text[start:at]
        return len(gap.expandtabs(4)) if "\t" in gap else at - start

    def _behind_quote(self, start: int, at: int, end: int) -> tuple[int, int]:
        """Where a quote's content begins, and in which column: one blank belongs to the mark."""
        body = at + 1
        origin = self._column(start, body)
        if body < end and self.text[body] in " \t":
            return (body + 1 if self.text[body] == " " else body), origin + 1
        return body, origin

    def _flush(self, *, heading: bool = False) -> Iterator[Block]:
        """The open paragraph, which ends here."""
        lines = self.prose
        if lines:
            reason = "heading" if heading else ""
            yield Prose(lines[0][1], self._blanked(lines), heading, reason)
            self.prose = []
            self.odd = (0, False)

    def _blanked(self, lines: list[Piece]) -> str:
        """The text of lines, with quotes' marks blanked."""
        text = self.text
        first = lines[0]
        last = lines[-1]
        if not any(">" in text[start:at] for start, at, _ in lines[1:]):
            return text[first[1] : last[2]]
        parts = [text[first[1] : first[2]]]
        parts += ["\n" + " " * (at - start) + text[at:end] for start, at, end in lines[1:]]
        return "".join(parts)

    # The page

    def read(self) -> Iterator[Block]:
        """The page's blocks."""
        text = self.text
        while self.pos < len(text):
            if blank := _BLANK_LINES.match(text, self.pos):
                yield from self._flush()
                self._leave_quotes(0)
                self.pos = blank.end()
                continue
            line = self._read_line()
            if line.at >= line.end:  # of a quote, or the page's last
                yield from self._flush()
                self._leave_quotes(line.depth)
                self.pos = line.end + 1
            else:
                yield from self._line(line)
        yield from self._flush()

    def _leave_quotes(self, depth: int) -> None:
        """A blank line continues every container but a quote."""
        for index in range(depth, len(self.stack)):
            if self.stack[index].kind == "quote":
                del self.stack[index:]
                return

    def _line(self, line: _Line) -> Iterator[Block]:
        """Open the containers that begin on a line, then read what is in them."""
        text = self.text
        while text[line.at] in _MARKS and len(self.stack) < DEEPEST:
            opened = self._container(line)
            if opened is None:
                break
            container, behind, blocks_before = opened
            yield from self._flush()
            yield from blocks_before
            del self.stack[line.depth :]
            self.stack.append(container)
            line.depth += 1
            if container.kind == "quote":
                line.body, line.origin = self._behind_quote(line.start, line.at, line.end)
                behind = line.body
            else:
                line.body = behind
            line.at = _end(_BLANKS.match(text, behind, line.end))
            if line.at >= line.end:
                self.pos = line.end + 1
                return
        yield from self._leaf(line)

    def _container(self, line: _Line) -> tuple[_Container, int, list[Block]] | None:
        """The container that a line opens, where its content begins, and what its mark says."""
        text, at = self.text, line.at
        column = self._column(line.start, at) - line.origin
        parent = self.stack[line.depth - 1] if line.depth else None
        if column >= (parent.code if parent else 4):
            return None
        char = text[at]
        if char == ">":
            return _Container("quote", 0, 0, 4), at + 1, []
        if char in "-+*":
            mark = _BULLET.match(text, at)
            if mark is None or _BREAK.match(text, at) or not self._may_interrupt(line, mark, ""):
                return None
            return self._item(line, column, mark.end(), parent), mark.end(), []
        if char.isdigit():
            mark = _NUMBERED.match(text, at)
            if mark is None or not self._may_interrupt(line, mark, mark.group(1)):
                return None
            number = Marker(at, mark.end(1))
            return self._item(line, column, mark.end(), parent), mark.end(), [number]
        if char == ":" and text[at + 1 : at + 2] in (" ", "\t"):
            return self._item(line, column, at + 1, parent), at + 1, []
        if (char in "!?" and _ADMONITION.match(text, at)) or (char == "=" and _TAB.match(text, at)):
            title: list[Block] = []
            opening, closing = text.find('"', at, line.end), text.rfind('"', at, line.end)
            if 0 <= opening < closing:
                title.append(Prose(opening + 1, text[opening + 1 : closing], False, "title"))  # noqa: FBT003
            return _Container("block", column + 4, column + 4, column + 8), line.end, title
        if char == "[" and (note := _NOTE.match(text, at)):
            return _Container("block", column + 4, column + 4, column + 8), note.end(), []
        return None

    def _item(self, line: _Line, column: int, behind: int, parent: _Container | None) -> _Container:
        """A list item or definition whose mark stands in ``column`` and ends at ``behind``."""
        content = _end(_BLANKS.match(self.text, behind, line.end))
        after = self._column(line.start, behind) - line.origin
        first = self._column(line.start, content) - line.origin
        if content >= line.end or first > after + 4:
            first = after + 1
        grid = parent.grid if parent else 0
        grid += 4 * ((column - grid) // 4 + 1)
        return _Container("item", min(first, grid), grid, max(first, grid) + 4)

    def _may_interrupt(self, line: _Line, mark: re.Match[str], number: str) -> bool:
        """Whether a list may begin here, where a paragraph may still be open."""
        if not self.prose:
            return True
        in_list = line.depth < len(self.stack) and self.stack[line.depth].kind == "item"
        if _end(_BLANKS.match(self.text, mark.end(), line.end)) >= line.end and not in_list:
            return False
        if number not in ("", "1") and not in_list:
            return False
        # "$a = b" and in the next line "+ c$": a formula goes on, no list begins.
        return not (self._dollar_open() and self.text.find("$", line.at, line.end) >= 0)

    def _dollar_open(self) -> bool:
        """Whether the open paragraph ends inside a formula."""
        count, odd = self.odd
        for _, start, end in self.prose[count:]:
            for match in _DOLLAR_STEP.finditer(self.text, start, end):
                odd ^= match.group() == "$"
        self.odd = (len(self.prose), odd)
        return odd

    def _leaf(self, line: _Line) -> Iterator[Block]:
        """Read what is in the innermost container."""
        text, at = self.text, line.at
        char = text[at]
        lazy = bool(self.prose) and line.depth < len(self.stack)
        limit = self.stack[line.depth - 1].code if line.depth else 4
        deep = self._column(line.start, at) - line.origin >= limit
        if deep and not self.prose:
            del self.stack[line.depth :]
            yield self._indented(line, limit)
            return
        if char in _MARKS:
            done = yield from self._marked(line, deep=deep, lazy=lazy)
            if done:
                return
        yield from self._text(line)

    def _marked(self, line: _Line, *, deep: bool, lazy: bool) -> Generator[Block, None, bool]:
        """Read a heading, a fence, a display formula, ..., if the line begins one."""
        text, at = self.text, line.at
        char = text[at]
        if char in "$\\" and (display := self._display(line, at)):
            yield from self._flush()
            yield display[0]
            self.prose += display[1]
            return True
        if deep:
            return False
        if char == "#" and (mark := _HEADING.match(text, at)):
            yield from self._flush()
            del self.stack[line.depth :]
            self.prose = [(line.start, mark.end(), _heading_end(text, mark.end(), line.end))]
            yield from self._flush(heading=True)
        elif char in "`~" and (fence := _FENCE.match(text, at)):
            yield from self._flush()
            del self.stack[line.depth :]
            yield from self._fence(line, fence)
            return True
        elif self.prose and not lazy and char in "=-" and _UNDERLINE.match(text, at):
            yield from self._flush(heading=True)
        elif self.prose and not lazy and char in "|:-" and self._is_table(line):
            yield from self._table(line)
            return True
        elif char in "-*_" and _BREAK.match(text, at):
            yield from self._flush()
            del self.stack[line.depth :]
        elif char in "-;" and _SNIPPET.match(text, at):
            yield from self._flush()
        elif char == "[" and not self.prose and _REFERENCE.match(text, at):
            pass
        elif char == ":" and _IDENTIFIER.match(text, at):
            yield from self._flush()
            del self.stack[line.depth :]
            self._skip_options(line)
            return True
        else:
            return False
        self.pos = line.end + 1
        return True

    def _skip_options(self, line: _Line) -> None:
        """What is indented below ``::: module`` configures a plugin."""
        need = self._column(line.start, line.at) - line.origin + 4
        depth = len(self.stack)
        self.pos = line.end + 1
        while self.pos < len(self.text):
            line = self._read_line()
            if line.at < line.end and (
                line.depth < depth or self._column(line.start, line.at) - line.origin < need
            ):
                return
            self.pos = line.end + 1

    # Text

    def _text(self, line: _Line) -> Iterator[Block]:
        text, at, end = self.text, line.at, line.end
        fresh = not self.prose
        if fresh:
            del self.stack[line.depth :]
        if text.startswith("$$", _trimmed(text, at, end) - 2) and (
            opening := self._opens_display(at, end)
        ):
            self.prose.append((line.start, at, opening))
            yield from self._flush()
            if display := self._display(line, opening):
                yield display[0]
                self.prose += display[1]
            return
        self.prose.append((line.start, at, end))
        self.pos = end + 1
        if text.find("<", at, end) >= 0:
            behind = self._raw_end(at, end)
            if behind > end:  # an element or a comment of several lines
                last = text.find("\n", behind)
                last = len(text) if last < 0 else last
                self.prose.append((end + 1, end + 1, last))
                self.pos = last + 1
                end = last
            if fresh and text[at] == "<" and 0 <= behind == _trimmed(text, behind, end):
                yield from self._flush()

    def _raw_end(self, at: int, end: int) -> int:
        """Where the last comment or element without prose that begins on a line ends, or -1."""
        text = self.text
        runs: CodeRuns | None = None
        behind = -1
        while match := _RAW.search(text, at, end):
            at = match.end()
            opening = match.group()
            if opening[0] == "`":
                runs = runs or CodeRuns(text, match.start(), end)
                close = runs.close(at, len(opening))
                at = close + len(opening) if close >= 0 else at
                continue
            name = "-->" if opening == "<!--" else match.group(1).lower()
            if name in self.absent:
                continue
            if name == "-->":
                found = text.find(name, at)
                close = found + 3 if found >= 0 else -1
            else:
                closer = _CLOSE_RAW[name].search(text, at)
                close = closer.end() if closer else -1
            if close < 0:
                self.absent.add(name)
                continue
            at = behind = close
            if close > end:
                runs = None
                end = text.find("\n", close)
                end = len(text) if end < 0 else end
        return behind

    def _opens_display(self, at: int, end: int) -> int:
        """Where a ``$$`` at the end of a line of text begins if it opens a formula, or 0."""
        text = self.text
        opening = _trimmed(text, at, end) - 2
        if opening <= at or not text[opening - 1].isspace():
            return 0
        runs = CodeRuns(text, at, end)
        is_open = False
        behind_code = at
        for match in _DOLLAR_STEP.finditer(text, at, end):
            if match.start() < behind_code:
                continue
            mark = match.group()
            if mark[0] == "`":
                close = runs.close(match.end(), len(mark))
                behind_code = close + len(mark) if close >= 0 else behind_code
            elif mark == "$$":
                is_open = not is_open
        return opening if is_open and opening >= behind_code else 0

    # Tables

    def _is_table(self, line: _Line) -> bool:
        """Whether a line is the row of dashes below a table's header."""
        _, start, end = self.prose[-1]
        return self.text.find("|", start, end) >= 0 and bool(_DASHES.match(self.text, line.at))

    def _table(self, line: _Line) -> Iterator[Block]:
        text = self.text
        _, start, end = self.prose.pop()
        yield from self._flush()
        rows = [(start, text[start:end])]
        last = line.end
        self.pos = line.end + 1
        while self.pos < len(text):
            row = self._read_line()
            if row.depth < len(self.stack) or text.find("|", row.at, row.end) < 0:
                break
            if text[row.at] in ">#" or _FENCE.match(text, row.at):
                break
            rows.append((row.at, text[row.at : row.end]))
            last = row.end
            self.pos = row.end + 1
        yield Grid(start, _trimmed(text, start, last), tuple(rows))

    # Code

    def _fence(self, line: _Line, fence: re.Match[str]) -> Iterator[Block]:
        text = self.text
        mark = fence.group(1) or fence.group(3)
        info = (fence.group(2) or fence.group(4) or "").strip()
        column = self._column(line.start, line.at) - line.origin
        depth = len(self.stack)
        self.pos = line.end + 1
        rows: list[_Line] = []
        end = -1
        while self.pos < len(text):
            row = self._read_line()
            if row.depth < depth:
                break
            near = self._column(row.start, row.at) - row.origin < column + 4
            if near and text.startswith(mark, row.at) and (again := _FENCE.match(text, row.at)):
                if (again.group(2) or again.group(4) or "").strip():
                    break  # another fence opens: this one was forgotten
                end = _trimmed(text, row.at, row.end)
                self.pos = row.end + 1
                break
            rows.append(row)
            self.pos = row.end + 1
        closed = end >= 0
        name = language(info)
        if not closed:
            end = _trimmed(text, line.at, min(self.pos, len(text)))
            yield Flaw(
                line.at,
                line.at + len(mark),
                "unclosed-fence",
                f"The {mark} that opens here is never closed; "
                f"add a line with {mark} behind the code.",
            )
        if name == "math":
            if closed:
                lines = [(row.start, row.at, row.end) for row in rows]
                yield self._math_fence(line.at, end, lines)
            return
        body = min(line.end + 1, len(text))
        behind = rows[-1].end + 1 if rows else body
        code = _join([self._outdented(row, column) for row in rows])
        yield Code(line.at, end, body, min(behind, len(text)), mark, info, name, code, closed)

    def _math_fence(self, at: int, end: int, lines: list[Piece]) -> Block:
        latex = self._blanked(lines) if lines else ""
        if not latex.strip():
            return Flaw(at, end, "empty-math", EMPTY)
        return Display(at, end, lines[0][1], lines[-1][2], latex, "math")

    def _outdented(self, line: _Line, columns: int) -> str:
        """A line of code without the indentation that its block has."""
        text, at = self.text, line.body
        column = self._column(line.start, at) - line.origin
        while at < line.at and column < columns:
            at += 1
            column = self._column(line.start, at) - line.origin
        return " " * (column - columns) + text[at : line.end]

    def _indented(self, line: _Line, limit: int) -> Code:
        text = self.text
        lines = [self._outdented(line, limit)]
        count = 1
        last = line.end
        depth = len(self.stack)
        self.pos = line.end + 1
        while self.pos < len(text):
            row = self._read_line()
            if row.depth < depth:
                break
            if row.at < row.end:
                if self._column(row.start, row.at) - row.origin < limit:
                    break
                last = row.end
                count = len(lines) + 1
            lines.append(self._outdented(row, limit))
            self.pos = row.end + 1
        end = _trimmed(text, line.at, last)
        return Code(line.at, end, line.at, end, "", "", "", _join(lines[:count]), closed=True)

    # Displayed formulas

    def _display(self, line: _Line, at: int) -> tuple[Block, list[Piece]] | None:
        r"""The formula of its own lines that begins at ``at``, and what stands behind it.

        None where it is part of a sentence. Where it is not closed, only the lines up to the first
        sign of prose are lost: a blank line, a heading, a fence, a single dollar, the end of the
        quote or of the list item.
        """
        text = self.text
        if text.startswith("$$", at) and not text.startswith("$$$", at):
            opening = closing = "$$"
        elif text.startswith("\\[", at):
            opening, closing = "\\[", "\\]"
        elif begin := _BEGIN.match(text, at):
            opening, closing = begin.group(), "\\end" + begin.group(1)
        else:
            return None
        body = at + len(opening)
        lines = [(line.start, at, line.end)]
        close, prose = _closing(text, body, line.end, closing)
        if close >= 0 and not prose:
            if closing[1] != "e" and not _BEHIND_DISPLAY.match(text, close + 2):
                return None
            del self.stack[line.depth :]
            return self._closed(lines, (at, close), opening, closing, line)
        if opening == "\\[" and text[body : line.end].strip():
            return None  # an escaped bracket
        del self.stack[line.depth :]
        self.pos = line.end + 1
        if prose:
            return _unclosed(at, opening, closing), [(line.start, body, line.end)]
        while self.pos < len(text):
            row = self._read_line()
            if row.at >= row.end:
                blank = _BLANK_LINES.match(text, self.pos)
                behind = blank.end() if blank else row.end + 1
                if row.depth < len(self.stack) or not self._goes_on(behind, opening):
                    break
                lines.append((row.start, row.start, behind - 1))
                self.pos = behind
                continue
            if self._ends_display(row):
                break
            close, prose = _closing(text, row.at, row.end, closing)
            if prose or (close == row.at and closing == "$$" and _one_line(text, row)):
                break
            lines.append((row.start, row.at, row.end))
            if close >= 0:
                return self._closed(lines, (at, close), opening, closing, row)
            self.pos = row.end + 1
        return _unclosed(at, opening, closing), []

    def _closed(
        self, lines: list[Piece], ends: tuple[int, int], opening: str, closing: str, last: _Line
    ) -> tuple[Block, list[Piece]]:
        """The formula between the delimiters at ``ends``, and what stands behind it."""
        at, close = ends
        end = close + len(closing)
        body, body_end = (at, end) if closing[1] == "e" else (at + len(opening), close)
        self.pos = last.end + 1
        rest: list[Piece] = []
        if not _BEHIND_DISPLAY.match(self.text, end):
            rest.append((last.start, end, last.end))
        latex = self._blanked(lines)[body - at : body_end - at]
        if not latex.strip():
            return Flaw(at, end, "empty-math", EMPTY), rest
        delimiter = "begin" if closing[1] == "e" else opening
        return Display(at, end, body, body_end, latex, delimiter), rest

    def _ends_display(self, row: _Line) -> bool:
        """Whether a line cannot belong to a formula that was opened before."""
        text, at = self.text, row.at
        if row.depth < len(self.stack) and (
            self.stack[row.depth].kind == "quote"
            or _BULLET.match(text, at)
            or _NUMBERED.match(text, at)
        ):
            return True
        if text[at] == "#":
            return _HEADING.match(text, at) is not None
        return text.startswith(("```", "~~~"), at)

    def _goes_on(self, at: int, opening: str) -> bool:
        """Whether a formula goes on behind a blank line, rather than having been left open.

        A closing ``$$`` looks like an opening one. It is taken for one that closes if a line stands
        before it, a blank line behind it, and nothing that looks like prose between.
        """
        text = self.text
        closing = {"$$": "$$", "\\[": "\\]"}.get(opening)
        if closing is None or closing in self.absent:
            return False
        close = text.find(closing, at)
        if close < 0:
            self.absent.add(closing)
            return False
        if text.find("$" if closing == "$$" else "\\[", at, close) >= 0:
            return False
        if _PROSE_SIGN.search(text, at, close):
            return False
        if closing == "\\]":
            return True
        start = text.rfind("\n", at - 1, close) + 1
        end = text.find("\n", close)
        end = len(text) if end < 0 else end
        alone = not text[start:close].strip(" \t>")
        if alone and not text[text.rfind("\n", 0, start - 1) + 1 : start].strip(" \t\r\n>"):
            return False
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        return not (text[close + 2 : end] + text[end:following]).strip(" \t\r\n>.,;")


def language(info: str) -> str:
    """The language that a fence's info string names, in lower case, or nothing.

    ``python title="x"``, ``{.python .annotate}``, ``{python}``, ``{code-cell} python``,
    ``rust,ignore``: what stands around it is some dialect's attributes.
    """
    if info.startswith("{"):
        inside, _, behind = info[1:].partition("}")
        words = (w for w in inside.replace(",", " ").split() if w[0] != "#" and "=" not in w[1:])
        word = next(words, "").lstrip(".=:")
        if word.lower() in _DIRECTIVES:
            word = next(iter(behind.split()), "")
    else:
        found = _LANGUAGE.match(info)
        word = found.group() if found else ""
        if "=" in word:
            word = ""
    return word.lower()


def _unclosed(at: int, opening: str, closing: str) -> Flaw:
    return Flaw(
        at,
        at + len(opening),
        "unclosed-math",
        f"The {opening} that opens here is never closed; add {closing} behind the formula.",
    )


def _closing(text: str, at: int, end: int, closing: str) -> tuple[int, bool]:
    """Where a formula's closing delimiter stands on a line (or -1), or else a dollar: prose."""
    for match in _DISPLAY_STEP.finditer(text, at, end):
        mark = match.group()
        if mark == closing:
            return match.start(), False
        if mark[0] == "$":
            return match.start(), closing != "$$" or len(mark) == 1
    return -1, False


def _one_line(text: str, row: _Line) -> bool:
    """Whether a line that begins with ``$$`` holds a whole formula."""
    rest = text[row.at + 2 : row.end].rstrip(" \t\r.,;")
    return len(rest) > 2 and rest.endswith("$$")  # noqa: PLR2004


def _end(match: re.Match[str] | None) -> int:
    assert match is not None  # the pattern also matches nothing  # noqa: S101
    return match.end()


def _trimmed(text: str, start: int, end: int) -> int:
    """``end`` without the blanks before it."""
    while end > start and text[end - 1] in " \t\r\n\f\v":
        end -= 1
    return end


def _heading_end(text: str, start: int, end: int) -> int:
    """Where a heading's text ends, without the number signs that may close it."""
    last = _trimmed(text, start, end)
    bare = last
    while bare > start and text[bare - 1] == "#":
        bare -= 1
    return bare if bare == start or text[bare - 1] in " \t" else last


def _join(lines: list[str]) -> str:
    """Lines of code as a module's text, without a common indentation."""
    code = "".join(line.removesuffix("\r") + "\n" for line in lines)
    first = code.lstrip("\n")
    return textwrap.dedent(code) if first[:1] in (" ", "\t") else code
