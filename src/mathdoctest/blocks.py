r"""A page as a sequence of blocks: paragraphs, headings, tables, code, displayed formulas.

Markdown has dialects. Where GitHub's (CommonMark) and Material's (Python-Markdown) disagree about
what is code, text is code only if both say so. Containers of both are known: quotes, lists,
footnotes, definitions, admonitions, details and tabs. Positions count in characters of the page;
inside a block everything that a quote put there (``>``) is blanked.

The page is read line by line, once, with a stack of open containers instead of recursion.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mathdoctest.inline import EMPTY, RAW_ENDS, RAW_TAGS, CodeRuns
from mathdoctest.records import record
from mathdoctest.worked import apart, calculations

DEEPEST = 100
"""Containers within containers; what is nested deeper is read as text, as markdown-it does."""

Piece = tuple[int, int, int]
"""A line of a block: where it begins, where its text begins and ends."""


@record
class Prose:
    """A paragraph, heading or title."""

    start: int
    text: str
    heading: bool = False
    reason: str = ""
    """Why no number in it makes a claim; empty where they may."""


@record
class Grid:
    """A table: the header row and the others, without the row of dashes."""

    start: int
    end: int
    rows: tuple[tuple[int, str], ...]
    """Where each row begins, and its text."""


@record
class Display:
    """A formula in lines of its own."""

    start: int
    end: int
    body_start: int
    body_end: int
    latex: str
    delimiter: str


@record
class Code:
    """A fence, or indented code (whose ``fence`` is empty)."""

    start: int
    end: int
    body_start: int
    body_end: int
    fence: str
    info: str
    language: str
    code: str
    closed: bool


@record
class Marker:
    """The number of a list item."""

    start: int
    end: int


@record
class Flaw:
    """Something that stops a part of the page from being read."""

    start: int
    end: int
    rule: str
    message: str


Block = Prose | Grid | Display | Code | Marker | Flaw


@dataclass(slots=True)
class _Container:
    """An open quote, list item, admonition, tab, footnote or definition.

    Columns count from 0 behind the mark of the innermost quote.
    """

    kind: str
    """``quote``, ``item`` (of any list) or ``block`` (indented below a line that opens it)."""
    need: int
    """The column from which a line belongs to it."""
    first: int
    """The column at which CommonMark takes its content to begin."""
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
    """Where its text begins behind the containers' marks: blanks may follow up to ``at``."""
    origin: int
    """The column of the page at which the innermost quote's content begins."""
    depth: int
    """How many of the open containers it continues."""


_EOL = r"[ \t\r]*+(?:\n|\Z)"
_BLANKS = re.compile(r"[ \t\r\f\v]*+")
_BLANK_LINES = re.compile(r"(?:[ \t\r\f\v]*+\n)++")
_HEADING = re.compile(r"#{1,6}(?:[ \t]++|(?=[\r\n]|\Z))")
_FENCE = re.compile(r"(`{3,}+)([^`\n]*+)(?:\n|\Z)|(~{3,}+)([^\n]*+)")
_BREAK = re.compile(rf"(?:(?:\*[ \t]*+){{3,}}+|(?:-[ \t]*+){{3,}}+|(?:_[ \t]*+){{3,}}+){_EOL}")
_UNDERLINE = re.compile(rf"(?:=++|-++){_EOL}")
_DASHES = re.compile(rf"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?{_EOL}")
_BULLET = re.compile(r"[-+*](?=[ \t\r\n]|\Z)")
_NUMBERED = re.compile(r"([0-9]{1,9})[.)](?=[ \t\r\n]|\Z)")
_ADMONITION = re.compile(
    rf"(?:!!!|\?\?\?\+?)[ \t]++[\w-]++(?:[ \t]++[\w-]++)*+[ \t]*+(?:\"[^\n]*+)?{_EOL}"
)
_TAB = re.compile(r"===[!+]?[ \t]++\"[^\n]*+")
_NOTE = re.compile(r"\[\^[^\[\]\s]++\]:")
_REFERENCE = re.compile(r"\[[^\[\]\n]++\]:[ \t]*+[^\s]")
_IDENTIFIER = re.compile(rf":::[ \t]++[\w.:/-]++{_EOL}")
_SNIPPET = re.compile(r";?-+8<-+")
_BEGIN = re.compile(r"\\begin(\{[A-Za-z]++\*?\})")
_RAW = re.compile(rf"<!--|<({'|'.join(sorted(RAW_TAGS))})(?=[\s>])|`++", re.IGNORECASE)
_BEHIND_DISPLAY = re.compile(
    rf"[ \t.,;:]*+(?:\{{[^{{}}\n]*+\}}|\([\w.:-]*+\))?{_EOL}"  # an attribute list, a label
)
_UNESCAPED = re.compile(
    r"\[[ \t]*+\r?\n(?P<body>(?![ \t>]*+\]?[ \t]*+\r?$)[^\n]{1,2000}\n"
    r"(?:(?![ \t>]*+\]?[ \t]*+\r?$)[^\n]{0,2000}\n){0,40})[ \t>]*+\][ \t]*+\r?$",
    re.MULTILINE,
)
r"""A line that is ``[``, some lines none of which is empty, and a line that is ``]``."""
_TAGGED = re.compile(
    r"(?P<open>(?:(?P<liquid>\{%)-?|\{\{[<%])[ \t]*+(?P<name>equation|math|katex|mathjax|latex)\b"
    r"[^%<>{}\n]*+[>%]?\}\}?)"
    r"(?P<body>(?:(?!\{[{%]|\n[ \t\r>]*+\n)[^$]){1,4000})"
    r"(?P<close>(?(liquid)\{%-?[ \t]*+end(?:(?P=name))?\b[^%\n]*+%\}"
    r"|\{\{[<%][ \t]*+/[ \t]*+(?P=name)\b[^>%\n]*+[>%]\}\}))"
)
"""A formula between the tags of a site generator: ``{% equation() %} … {% end %}``."""
_DELIMITED = re.compile(r"\s*+\\(?:\[|\(|begin\b)")
"""What such tags hold that has delimiters of its own."""
_TEX = re.compile(r"\\[A-Za-z]")
_DATA = re.compile(r"[\"'`]|,[ \t\r]*$", re.MULTILINE)
"""What a list has on its lines, and no formula without commands."""
_LOST_SPACE = re.compile(r"(?<=\)),(?=[A-Za-z(\\])|(?<=,);")
r"""What was ``\,`` or ``\;`` before its backslash was lost: ``(y - t),y``."""
_DISPLAY_STEP = re.compile(
    r"\\(?:text[a-z]*+|mbox|hbox)[ \t]*+\{[^{}\\\n]*+\}|\\end\{[A-Za-z]++\*?\}|\\\\\]|\\[^\n]|\\"
    r"|\$++"
)
_PROSE_SIGN = re.compile(
    r"^[ \t>]*+(?:#{1,6}[ \t]|```|~~~)|(?<![\\A-Za-z])[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}",
    re.MULTILINE,
)
_TWO_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_LATEX_SIGN = re.compile(r"[\\^_=]")
_BULLETS = frozenset("•◦▪‣●○")
"""Marks of items that Markdown does not know."""
_DOLLAR_STEP = re.compile(r"\\[\s\S]|`++|\$++|<!--")
_OPTION = re.compile(r":[a-z-]+:(?:[ \t]|\r?\n)")
"""MyST's ``:label: name`` at the head of a formula's fence."""
_LANGUAGE = re.compile(r"[^\s{},:]++")
_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})
"""MyST's words before a language, as in ``{code-cell} python``."""

_DIRECTIVE = re.compile(r"\{(prf:)?([a-z-]+)\}[ \t]*(.*)")
_OF_PROSE = frozenset(
    "admonition note tip hint important warning caution danger attention error seealso dropdown "
    "details topic sidebar margin aside card tab-set tab-item grid grid-item grid-item-card "
    "exercise exercise-start solution solution-start example problem question answer".split()
)
"""MyST's directives that hold Markdown, beside those for theorems (``{prf:example}``)."""
_OF_PROBLEMS = frozenset("example exercise exercise-start problem question".split())
"""Those that begin a problem of its own, as a heading does."""


def _with_spaces(latex: str) -> str:
    """A formula without what the commands for spaces left, but with commas between arguments."""
    made, last, depth = [], 0, 0
    for gap in _LOST_SPACE.finditer(latex):
        before = latex[last : gap.start()]
        depth += before.count("(") - before.count(")")
        made += [before, gap[0] if depth > 0 else " "]
        last = gap.end()
    return "".join((*made, latex[last:]))


def blocks(text: str, start: int) -> Iterator[Block]:
    """The blocks of a page from ``start`` (behind the front matter), in reading order."""
    reader = _Reader(text, start)
    while reader.read():
        yield from reader.out
        reader.out.clear()
    yield from reader.out


def _unclosed(at: int, mark: str) -> Flaw:
    """That a fence is never closed."""
    return Flaw(
        at,
        at + len(mark),
        "unclosed-fence",
        f"The {mark} that opens here is never closed; add a line with {mark} behind the code.",
    )


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
        word = found.group() if found and "=" not in found.group() else ""
    return word.lower()


class _Reader:
    """The state of one pass over a page."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.pos = start
        self.out: list[Block] = []
        self.stack: list[_Container] = []
        self.prose: list[Piece] = []
        """The lines of the open paragraph."""
        self.odd = (0, False)
        """How many of these lines were counted, and whether they leave a dollar open."""
        self.absent: set[str] = set()
        """What was searched for and does not occur again."""
        self.rest: _Line | None = None
        """What is left of a line behind a formula."""
        self.promised = -1
        """Where a formula ends that was found to go on behind a blank line."""
        self.directives: list[tuple[int, str]] = []
        """Where fences begin that hold Markdown, and their marks; the innermost is the last."""

    def read(self) -> bool:
        """Read one line, or one block of lines; whether there was any."""
        text = self.text
        if self.rest:
            line, self.rest = self.rest, None
            self._paragraph(line)
            return True
        if self.pos >= len(text):
            self._flush()
            self.out += [_unclosed(at, mark) for at, mark in self.directives]
            self.directives.clear()
            return False
        if blank := _BLANK_LINES.match(text, self.pos):
            self._flush()
            self._leave_quotes(0)
            self.pos = blank.end()
            return True
        line = self._read_line()
        if line.at < line.end:
            self._open(line)
        else:  # a quote's blank line, or the page's last
            self._flush()
            self._leave_quotes(line.depth)
            self.pos = line.end + 1
        return True

    # Lines

    def _read_line(self) -> _Line:
        """The line at ``pos``, matched against the open containers."""
        text = self.text
        start = body = self.pos
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        at = _behind(_BLANKS, text, start, end)
        origin = depth = 0
        for container in self.stack:
            if container.kind == "quote":
                if at >= end or text[at] != ">":
                    break
                body, origin = self._behind_quote(start, at, end)
                at = _behind(_BLANKS, text, body, end)
            elif at < end and self._column(start, at) - origin < container.need:
                break
            depth += 1
        return _Line(start, end, at, body, origin, depth)

    def _column(self, start: int, at: int) -> int:
        """The column of a character, from 0, where a tab goes to the next multiple of four."""
        gap = self.text[start:at]
        return len(gap.expandtabs(4)) if "\t" in gap else at - start

    def _indent(self, line: _Line) -> int:
        """The column of a line's first character behind the innermost quote's mark."""
        return self._column(line.start, line.at) - line.origin

    def _behind_quote(self, start: int, at: int, end: int) -> tuple[int, int]:
        """Where a quote's content begins, and in which column: one blank belongs to the mark."""
        body = at + 1
        origin = self._column(start, body)
        if body < end and self.text[body] in " \t":
            return body + (self.text[body] == " "), origin + 1
        return body, origin

    def _blanked(self, lines: list[Piece]) -> str:
        """The text of lines, with quotes' marks blanked."""
        text = self.text
        first, last = lines[0], lines[-1]
        whole = text[first[1] : last[2]]
        if ">" not in whole or not any(">" in text[start:at] for start, at, _ in lines[1:]):
            return whole
        parts = [text[first[1] : first[2]]]
        parts += ["\n" + " " * (at - start) + text[at:end] for start, at, end in lines[1:]]
        return "".join(parts)

    # Containers

    def _leave_quotes(self, depth: int) -> None:
        """A blank line continues every container but a quote."""
        for index in range(depth, len(self.stack)):
            if self.stack[index].kind == "quote":
                del self.stack[index:]
                return

    def _open(self, line: _Line) -> None:
        """Open the containers that begin on a line, then read what is in them."""
        text = self.text
        while len(self.stack) < DEEPEST or line.depth < len(self.stack):
            opener = _CONTAINERS.get(text[line.at])
            if opener is None or self._indent(line) >= self._limit(line):
                break
            opened = opener(self, line)
            if opened is None:
                break
            container, body, extra = opened
            self._flush()
            if extra:
                self.out.append(extra)
            del self.stack[line.depth :]
            self.stack.append(container)
            line.depth += 1
            if container.kind == "quote":
                body, line.origin = self._behind_quote(line.start, line.at, line.end)
            line.body = body
            line.at = _behind(_BLANKS, text, body, line.end)
            if line.at >= line.end:
                self.pos = line.end + 1
                return
        self._leaf(line)

    def _limit(self, line: _Line) -> int:
        """The column from which a line that begins a block would be code."""
        return self.stack[line.depth - 1].code if line.depth else 4

    def quote(self, line: _Line) -> _Opened | None:
        return _Container("quote", 0, 0, 0, 4), line.at + 1, None

    def bullet(self, line: _Line) -> _Opened | None:
        mark = _BULLET.match(self.text, line.at)
        if mark is None or _BREAK.match(self.text, line.at):
            return None
        if not self._may_interrupt(line, mark.end(), "1"):
            return None
        return self._item(line, mark.end()), mark.end(), None

    def numbered(self, line: _Line) -> _Opened | None:
        mark = _NUMBERED.match(self.text, line.at)
        if mark is None or not self._may_interrupt(line, mark.end(), mark.group(1)):
            return None
        return self._item(line, mark.end()), mark.end(), Marker(line.at, mark.end(1))

    def definition(self, line: _Line) -> _Opened | None:
        if self.text[line.at + 1 : line.at + 2] not in {" ", "\t"}:
            return None
        return self._item(line, line.at + 1), line.at + 1, None

    def note(self, line: _Line) -> _Opened | None:
        mark = _NOTE.match(self.text, line.at)
        return (self._indented_below(line), mark.end(), None) if mark else None

    def titled(self, line: _Line) -> _Opened | None:
        """An admonition, a foldable one, or a tab: its title is on the line itself."""
        text, at = self.text, line.at
        if not (_TAB if text[at] == "=" else _ADMONITION).match(text, at):
            return None
        title = None
        opening, closing = text.find('"', at, line.end), text.rfind('"', at, line.end)
        if 0 <= opening < closing:
            title = Prose(opening + 1, text[opening + 1 : closing], reason="title")
        return self._indented_below(line), line.end, title

    def _indented_below(self, line: _Line) -> _Container:
        column = self._indent(line)
        return _Container("block", column + 4, column + 4, column + 4, column + 8)

    def _item(self, line: _Line, behind: int) -> _Container:
        """A list item or definition whose mark ends at ``behind``."""
        column = self._indent(line)
        after = self._column(line.start, behind) - line.origin
        content = _behind(_BLANKS, self.text, behind, line.end)
        first = self._column(line.start, content) - line.origin
        if content >= line.end or first > after + 4:
            first = after + 1
        grid = self.stack[line.depth - 1].grid if line.depth else 0
        grid += 4 * ((column - grid) // 4 + 1)
        return _Container("item", min(first, grid), first, grid, max(first, grid) + 4)

    def _may_interrupt(self, line: _Line, behind: int, number: str) -> bool:
        """Whether a list may begin here, where a paragraph may still be open."""
        if not self.prose:
            return True
        leaves = line.depth < len(self.stack)  # the paragraph is in a container that ends here
        is_empty = _behind(_BLANKS, self.text, behind, line.end) >= line.end
        if (is_empty or number != "1") and not leaves:
            return False
        # "$a = b" and on the next line "+ c$": a formula goes on, no list begins.
        return self.text.find("$", line.at, line.end) < 0 or not self._dollar_open()

    def _dollar_open(self) -> bool:
        """Whether the open paragraph ends inside a formula."""
        count, odd = self.odd
        for _, start, end in self.prose[count:]:
            for match in _DOLLAR_STEP.finditer(self.text, start, end):
                odd ^= match.group() == "$"
        self.odd = (len(self.prose), odd)
        return odd

    # What is in the containers

    def _leaf(self, line: _Line) -> None:
        deep = self._indent(line) >= self._limit(line)
        # No program begins with a bullet, and text that was pasted from elsewhere does.
        if deep and not self.prose and self.text[line.at] not in _BULLETS:
            del self.stack[line.depth :]
            self._indented(line)
            return
        for reader in _LEAVES.get(self.text[line.at], ()):
            # Too far in for anything but a formula: the paragraph goes on.
            if (not deep or reader is _Reader.display) and reader(self, line):
                return
        self._paragraph(line)

    def _flush(self, *, heading: bool = False) -> None:
        """End the open paragraph."""
        if self.prose:
            text = self._blanked(self.prose).rstrip(" \t\r\n\f\v")
            reason = "heading" if heading else ""
            self.out.append(Prose(self.prose[0][1], text, heading, reason))
            self.prose = []
            self.odd = (0, False)

    def _close_to(self, line: _Line) -> None:
        """End the paragraph, and the containers that a line does not continue."""
        self._flush()
        del self.stack[line.depth :]
        self.pos = line.end + 1

    def _continues(self, line: _Line) -> bool:
        """Whether a line can say something about the paragraph above it."""
        return bool(self.prose) and line.depth == len(self.stack)

    def heading(self, line: _Line) -> bool:
        mark = _HEADING.match(self.text, line.at)
        if mark is None:
            return False
        self._close_to(line)
        end = _trimmed(self.text, mark.end(), line.end)
        bare = end
        while bare > mark.end() and self.text[bare - 1] == "#":
            bare -= 1
        if bare == mark.end() or self.text[bare - 1] in " \t":
            end = bare  # the number signs that may close a heading
        self.prose = [(line.start, mark.end(), end)]
        self._flush(heading=True)
        return True

    def underlined(self, line: _Line) -> bool:
        if not self._continues(line) or not _UNDERLINE.match(self.text, line.at):
            return False
        self._flush(heading=True)
        self.pos = line.end + 1
        return True

    def thematic_break(self, line: _Line) -> bool:
        found = _BREAK.match(self.text, line.at) or _SNIPPET.match(self.text, line.at)
        if found:
            self._close_to(line)
        return found is not None

    def reference(self, line: _Line) -> bool:
        if self.prose or not _REFERENCE.match(self.text, line.at):
            return False
        self._close_to(line)
        return True

    def identifier(self, line: _Line) -> bool:
        """``::: module``: what is indented below configures a plugin."""
        if not _IDENTIFIER.match(self.text, line.at):
            return False
        self._close_to(line)
        need = self._indent(line) + 4
        while self.pos < len(self.text):
            row = self._read_line()
            outside = row.depth < len(self.stack) or self._indent(row) < need
            if row.at < row.end and outside:
                break
            self.pos = row.end + 1
        return True

    # Text

    def _paragraph(self, line: _Line) -> None:
        text, at, end = self.text, line.at, line.end
        fresh = not self.prose
        if fresh:
            del self.stack[line.depth :]
        if (opening := self._opens_display(at, end)) >= 0:
            self.prose.append((line.start, at, opening))
            line.at = opening
            if self.display(line):
                return
            self.prose.pop()
        self.prose.append((line.start, at, end))
        self.pos = end + 1
        if text.find("<", at, end) < 0:
            return
        behind = self._behind_raw(at, end)
        if behind > end:  # an element or a comment of several lines
            end = text.find("\n", behind)
            end = len(text) if end < 0 else end
            self.prose.append((self.pos, self.pos, end))
            self.pos = end + 1
        if fresh and text[at] == "<" and 0 < behind == _trimmed(text, behind, end):
            self._flush()  # nothing but that: no paragraph follows from it

    def _behind_raw(self, at: int, end: int) -> int:
        """Where the last comment, or element without prose, ends that begins on a line; or 0."""
        text = self.text
        runs: CodeRuns | None = None
        behind = 0
        while match := _RAW.search(text, at, end):
            at = match.end()
            opening = match.group()
            if opening[0] == "`":
                runs = runs or CodeRuns(text, match.start(), end)
                at = runs.behind(match.start(), at) or at
                continue
            found = self._raw_end(opening, match.group(1), at)
            if found:
                at = behind = found
            if found > end:
                runs = None
                end = text.find("\n", found)
                end = len(text) if end < 0 else end
        return behind

    def _raw_end(self, opening: str, tag: str | None, at: int) -> int:
        """Where the comment or element ends whose opening ends at ``at``; 0 where it does not."""
        name = tag.lower() if tag else opening
        if name in self.absent:
            return 0
        closing = (
            RAW_ENDS[name].search(self.text, at) if tag else _COMMENT_END.search(self.text, at)
        )
        if closing is None:
            self.absent.add(name)
            return 0
        return closing.end()

    def _opens_display(self, at: int, end: int) -> int:
        """Where a ``$$`` begins, in a line of text, that the line does not close; or -1."""
        text = self.text
        if text.find("$$", at, end) < 0:
            return -1
        runs = CodeRuns(text, at, end)
        opening = -1
        in_line = False  # between two single dollars
        behind_code = at
        for match in _DOLLAR_STEP.finditer(text, at, end):
            mark, start = match.group(), match.start()
            if start < behind_code:
                continue
            if mark[0] == "`":
                behind_code = runs.behind(*match.span()) or behind_code
            elif mark == "<!--":
                closing = text.find("-->", start, end)
                behind_code = closing if closing >= 0 else end
            elif mark == "$":
                in_line = not in_line
            elif mark == "$$" and opening >= 0:
                opening = -1
            elif mark == "$$" and (not in_line or text[start - 1].isspace()):
                opening = start
        return opening

    # Tables

    def table(self, line: _Line) -> bool:
        """The row of dashes below a table's header, and the rows behind it."""
        text = self.text
        if not self._continues(line) or not _DASHES.match(text, line.at):
            return False
        _, start, end = self.prose[-1]
        if text.find("|", start, end) < 0:
            return False
        self.prose.pop()
        self._flush()
        rows = [(start, text[start:end])]
        end = line.end
        self.pos = line.end + 1
        while self.pos < len(text):
            row = self._read_line()
            if row.depth < len(self.stack) or text.find("|", row.at, row.end) < 0:
                break
            if text[row.at] in ">#" or _FENCE.match(text, row.at):
                break
            rows.append((row.at, text[row.at : row.end]))
            end = row.end
            self.pos = row.end + 1
        self.out.append(Grid(start, _trimmed(text, start, end), tuple(rows)))
        return True

    # Code

    def fence(self, line: _Line) -> bool:
        text = self.text
        fence = _FENCE.match(text, line.at)
        if fence is None:
            return False
        self._close_to(line)
        mark = fence.group(1) or fence.group(3)
        info = (fence.group(2) or fence.group(4) or "").strip()
        if self._directive(line, mark, info):
            return True
        name = language(info)
        column = self._indent(line)
        rows, closing = self._fenced_rows(mark, column)
        end = _trimmed(text, line.at, closing.end if closing else min(self.pos, len(text)))
        if closing is None:
            self.out.append(_unclosed(line.at, mark))
        elif name == "math":
            self._math(line.at, end, [(row.start, row.at, row.end) for row in rows])
            return True
        elif not name and (found := calculations([text[row.at : row.end] for row in rows])):
            for group in found:
                lines = [(rows[i].start, rows[i].at, rows[i].end) for i in group]
                first, last = lines[0][1], lines[-1][2]
                latex = "\n".join(map(apart, self._blanked(lines).split("\n")))
                self.out.append(Display(first, last, first, last, latex, "code"))
            return True
        body = min(line.end + 1, len(text))
        body_end = min(rows[-1].end + 1, len(text)) if rows else body
        code = _join([self._outdented(row, column) for row in rows])
        self.out.append(
            Code(line.at, end, body, body_end, mark, info, name, code, closing is not None)
        )
        return True

    def _directive(self, line: _Line, mark: str, info: str) -> bool:
        """Step into a fence that holds Markdown, or out of one; whether this line did either."""
        text = self.text
        if not info:
            if not self.directives or not mark.startswith(self.directives[-1][1]):
                return False
            self.directives.pop()
            self.pos = line.end + 1
            return True
        found = _DIRECTIVE.match(info)
        if found is None or not (found[1] or found[2] in _OF_PROSE):
            return False
        self.directives.append((line.at, mark))
        if found[3]:
            at = text.index(found[3], line.at)
            self.out.append(Prose(at, found[3], heading=found[2] in _OF_PROBLEMS))
        self.pos = line.end + 1
        while self.pos < len(text):
            row = self._read_line()
            if not _OPTION.match(text, row.at):
                break
            self.pos = row.end + 1
        return True

    def _fenced_rows(self, mark: str, column: int) -> tuple[list[_Line], _Line | None]:
        """The lines of a fence that ``mark`` opened, and the one that closes it."""
        text = self.text
        rows: list[_Line] = []
        deepest = max(column, (self.stack[-1].first if self.stack else 0) + 3)
        while self.pos < len(text):
            row = self._read_line()
            if row.depth < len(self.stack):
                break
            if text.startswith(mark, row.at) and self._indent(row) <= deepest:
                fence = _FENCE.match(text, row.at)
                info = fence and (fence.group(2) or fence.group(4) or "").strip()
                if info:
                    break  # another fence opens: this one was forgotten
                if fence:
                    self.pos = row.end + 1
                    return rows, row
            rows.append(row)
            self.pos = row.end + 1
        return rows, None

    def _math(self, at: int, end: int, lines: list[Piece]) -> None:
        while lines and _OPTION.match(self.text, lines[0][1]):
            del lines[0]
        latex = self._blanked(lines) if lines else ""
        if latex.strip():
            self.out.append(Display(at, end, lines[0][1], lines[-1][2], latex, "math"))
        else:
            self.out.append(Flaw(at, end, "empty-math", EMPTY))

    def _outdented(self, line: _Line, columns: int) -> str:
        """A line of code without the indentation that its block has."""
        at = line.body
        column = self._column(line.start, at) - line.origin
        while at < line.at and column < columns:
            at += 1
            column = self._column(line.start, at) - line.origin
        return " " * (column - columns) + self.text[at : line.end]

    def _indented(self, line: _Line) -> None:
        """Code that nothing but its indentation marks."""
        limit = self._limit(line)
        lines = [self._outdented(line, limit)]
        count = 1
        end = line.end
        self.pos = line.end + 1
        while self.pos < len(self.text):
            row = self._read_line()
            blank = row.at >= row.end
            if row.depth < len(self.stack) or not (blank or self._indent(row) >= limit):
                break
            lines.append(self._outdented(row, limit))
            if not blank:
                end = row.end
                count = len(lines)
            self.pos = row.end + 1
        end = _trimmed(self.text, line.at, end)
        code = _join(lines[:count])
        self.out.append(Code(line.at, end, line.at, end, "", "", "", code, closed=True))

    # Displayed formulas

    def display(self, line: _Line) -> bool:
        r"""A formula of its own lines: between ``$$``, ``\[`` and ``\]``, or an environment.

        Where it is not closed, only the lines up to the first sign of prose are lost: a blank line,
        a heading, a fence, a single dollar, the end of the quote or of the list item.
        """
        text, at = self.text, line.at
        ends = _delimiters(text, at)
        if ends is None:
            return False
        opening, closing = ends
        body = at + len(opening)
        lines = [(line.start, at, line.end)]
        close, prose = _closing(text, body, line.end, closing)
        if close >= 0 and not prose:
            in_sentence = not _is_environment(closing) and (
                not _BEHIND_DISPLAY.match(text, close + len(closing))
                or (opening.endswith("[") and _is_escaped(text[body:close]))
            )
        else:
            in_sentence = opening.endswith("[") and not _BEHIND_DISPLAY.match(text, body)
        if in_sentence:
            return False
        self._close_to(line)
        if prose:
            self._go_on(line, body)
        elif close >= 0:
            self._closed(lines, (at, close), (opening, closing), line)
            return True
        elif self._closed_below(lines, (opening, closing)):
            return True
        message = (
            f"The {opening} that opens here is never closed; add {closing} behind the formula."
        )
        self.out.append(Flaw(at, body, "unclosed-math", message))
        return True

    def unescaped(self, line: _Line) -> bool:
        r"""A formula between lines that are ``[`` and ``]``: a copy has lost the backslashes."""
        found = _UNESCAPED.match(self.text, line.at)
        if found is None or not (
            _TEX.search(found["body"]) or ("=" in found["body"] and not _DATA.search(found["body"]))
        ):
            return False
        self._close_to(line)
        at, body = line.at, found.start("body")
        lines = [(line.start, at, line.end)]
        self.pos = line.end + 1
        while self.pos < found.end():
            row = self._read_line()
            if row.depth < len(self.stack):
                self.pos = line.end + 1
                return False
            lines.append((row.start, row.at, row.end))
            self.pos = row.end + 1
        end = lines[-1][1] + 1
        latex = self._blanked(lines)[body - at : end - 1 - at]
        latex = _with_spaces(latex)
        self.out.append(Display(at, end, body, end - 1, latex, "\\["))
        return True

    def _closed_below(self, lines: list[Piece], ends: tuple[str, str]) -> bool:
        """Whether a formula that begins with ``lines`` is closed further down; if so, read it."""
        text = self.text
        closing = ends[1]
        while self.pos < len(text):
            row = self._read_line()
            if row.at >= row.end:
                blank = _BLANK_LINES.match(text, self.pos)
                behind = blank.end() if blank else row.end + 1
                alone = len(lines) == 1 and text[lines[0][1] : lines[0][2]].strip() == "$$"
                if row.depth < len(self.stack) or not self._goes_on(behind, closing, alone=alone):
                    return False
                lines.append((row.start, row.start if blank else row.at, behind - 1))
                self.pos = behind
                continue
            if self._ends_display(row):
                return False
            close, prose = _closing(text, row.at, row.end, closing)
            if prose or (close == row.at and closing == "$$" and _whole_line(text, row)):
                return False
            lines.append((row.start, row.at, row.end))
            if close >= 0:
                self._closed(lines, (lines[0][1], close), ends, row)
                return True
            self.pos = row.end + 1
        return False

    def _closed(
        self, lines: list[Piece], places: tuple[int, int], ends: tuple[str, str], last: _Line
    ) -> None:
        """Keep the formula whose delimiters ``ends`` stand at ``places``; go on behind it."""
        (at, close), (opening, closing) = places, ends
        end = close + len(closing)
        body, body_end, delimiter = at + len(opening), close, opening.replace("\\\\", "\\")
        if opening[0] == "{":
            delimiter = "$$"
        if _is_environment(closing):
            body, body_end, delimiter = at, end, "begin"
        latex = self._blanked(lines)[body - at : body_end - at]
        if latex.strip():
            self.out.append(Display(at, end, body, body_end, latex, delimiter))
        else:
            self.out.append(Flaw(at, end, "empty-math", EMPTY))
        self.pos = last.end + 1
        if not _BEHIND_DISPLAY.match(self.text, end):
            self._go_on(last, end)

    def _go_on(self, line: _Line, at: int) -> None:
        """Read the rest of a line, behind a formula or what was none, as a paragraph."""
        line.at = _behind(_BLANKS, self.text, at, line.end)
        self.rest = line

    def _ends_display(self, row: _Line) -> bool:
        """Whether a line cannot belong to a formula that was opened before."""
        text, at = self.text, row.at
        if row.depth < len(self.stack):
            if self.stack[row.depth].kind == "quote":
                return True
            if _BULLET.match(text, at) or _NUMBERED.match(text, at):
                return True
        if text[at] == "#":
            return _HEADING.match(text, at) is not None
        return text.startswith(("```", "~~~"), at)

    def _goes_on(self, at: int, closing: str, *, alone: bool) -> bool:
        """Whether a formula goes on behind a blank line, rather than having been left open.

        A closing ``$$`` looks like an opening one. It is taken for one that closes if a line stands
        before it, a blank line behind it, and nothing that looks like prose between. Where the
        opening one stands ``alone``, with a blank line behind it, the closing one may do so too.
        """
        text = self.text
        if at <= self.promised:
            return True
        if _is_environment(closing) or closing in self.absent:
            return False
        another = text.find("$" if closing == "$$" else "\\[", at)
        close = text.find(closing, at, another + 2 if another >= 0 else len(text))
        if close < 0:
            if another < 0:
                self.absent.add(closing)
            return False
        if _PROSE_SIGN.search(text, at, close):
            return False
        if closing == "$$" and not self._closes(at, close, alone=alone):
            return False
        self.promised = close
        return True

    def _closes(self, at: int, close: int, *, alone: bool) -> bool:
        """Whether the next ``$$`` behind a blank line looks like one that closes."""
        text = self.text
        start = text.rfind("\n", at - 1, close) + 1
        if not text[start:close].strip(" \t>"):  # it stands alone on its line
            above = text[text.rfind("\n", 0, start - 1) + 1 : start]
            if not above.strip(" \t\r\n>") and not (alone and _LATEX_SIGN.search(text, at, close)):
                return False
        end = text.find("\n", close)
        below = text.find("\n", end + 1) if end >= 0 else -1
        behind = text[close + 2 : below if below >= 0 else len(text)]
        return not behind.strip(" \t\r\n>.,;")


_Opened = tuple[_Container, int, Prose | Marker | None]
"""A container, where its content begins, and what the line says beside."""

_CONTAINERS: Mapping[str, Callable[[_Reader, _Line], _Opened | None]] = {
    ">": _Reader.quote,
    **dict.fromkeys("-+*", _Reader.bullet),
    **dict.fromkeys("0123456789", _Reader.numbered),
    ":": _Reader.definition,
    "[": _Reader.note,
    **dict.fromkeys("!?=", _Reader.titled),
}

_LEAVES: Mapping[str, tuple[Callable[[_Reader, _Line], bool], ...]] = {
    "#": (_Reader.heading,),
    "`": (_Reader.fence,),
    "~": (_Reader.fence,),
    "$": (_Reader.display,),
    "\\": (_Reader.display,),
    "{": (_Reader.display,),
    "=": (_Reader.underlined,),
    "-": (_Reader.underlined, _Reader.table, _Reader.thematic_break),
    "|": (_Reader.table,),
    ":": (_Reader.table, _Reader.identifier),
    "*": (_Reader.thematic_break,),
    "_": (_Reader.thematic_break,),
    ";": (_Reader.thematic_break,),
    "[": (_Reader.unescaped, _Reader.reference),
}

_COMMENT_END = re.compile("-->")


def _delimiters(text: str, at: int) -> tuple[str, str] | None:
    """How the displayed formula opens that begins at ``at``, and what would close it."""
    if text.startswith("$$", at):
        return None if text.startswith("$$$", at) else ("$$", "$$")
    if text.startswith("\\[", at):
        return "\\[", "\\]"
    if text.startswith("\\\\[", at):  # where Markdown takes a backslash for itself
        return "\\\\[", "\\\\]"
    if text.startswith(("{%", "{{"), at):
        tagged = _TAGGED.match(text, at)
        if not tagged or _DELIMITED.match(tagged["body"]) or _PROSE_SIGN.search(tagged["body"]):
            return None
        return tagged["open"], tagged["close"]
    begin = _BEGIN.match(text, at)
    return (begin.group(), "\\end" + begin.group(1)) if begin else None


def _is_escaped(inside: str) -> bool:
    r"""Whether what stands between ``\[`` and ``\]`` is a remark in brackets, not a formula."""
    return _TWO_WORDS.search(inside) is not None and "\\" not in inside


def _is_environment(closing: str) -> bool:
    return closing.startswith("\\end")


def _closing(text: str, at: int, end: int, closing: str) -> tuple[int, bool]:
    """Where a formula's closing delimiter stands on a line (or -1), or else a dollar: prose."""
    if closing == "$$" and text.find("$", at, end) < 0:
        return -1, False  # as on most lines of most formulas
    if closing[0] == "{":
        return text.find(closing, at, end), False
    for match in _DISPLAY_STEP.finditer(text, at, end):
        mark = match.group()
        if mark == closing:
            return match.start(), False
        if mark[0] == "$":
            return match.start(), closing != "$$" or len(mark) == 1
    return -1, False


def _whole_line(text: str, row: _Line) -> bool:
    """Whether a line that begins with ``$$`` holds a whole formula."""
    rest = text[row.at + 2 : row.end].rstrip(" \t\r.,;")
    return len(rest) > 2 and rest.find("$") == len(rest) - 2 and rest.endswith("$$")


def _behind(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    """Where the match of a pattern ends that also matches nothing."""
    match = pattern.match(text, at, end)
    return match.end() if match else at


def _trimmed(text: str, start: int, end: int) -> int:
    """``end`` without the blanks before it."""
    while end > start and text[end - 1] in " \t\r\n\f\v":
        end -= 1
    return end


def _join(lines: list[str]) -> str:
    """Lines of code as a module's text, without a common indentation."""
    code = "".join(line.removesuffix("\r") + "\n" for line in lines)
    return textwrap.dedent(code) if code.lstrip("\n")[:1] in {" ", "\t"} else code
