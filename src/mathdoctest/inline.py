r"""The inside of a paragraph: formulas, numbers, comments, and what neither may stand in.

One pass from left to right. Whatever begins first wins, except that code spans and comments win
over dollars, as they do for every Markdown renderer. No character is looked at more than a few
times, so that no input, however hostile, takes more than linear time: patterns are possessive, and
what was once searched for in vain is not searched for again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mathdoctest.limits import MAX_MARKS
from mathdoctest.numerals import Label, Numeral, percent_follows, read_numeral

_TOKEN = re.compile(r"[\\$`<\[\]&{|0-9]|://|www\.")
_TICKS = re.compile(r"`++")
_DOLLARS = re.compile(r"\$++")
_TEXT_ARGUMENT = r"\\(?:text[a-z]*+|mbox|hbox)\s*+\{[^{}\\`]*+\}"
_UP_TO_DOLLAR = re.compile(
    rf"[^\\$`<]*+(?:(?:{_TEXT_ARGUMENT}|\\[\s\S]|\\\Z|<(?!!--))[^\\$`<]*+)*+"
)
_ESCAPE = re.compile(r"\\[\s\S]")
_ESCAPE_OR_CODE = re.compile(r"\\[\s\S]|`++|<!--")
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:@][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+"
    r"\s*+(/?)>"
)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.+-]++@[\w.-]++)>")
_ADDRESS = re.compile(r"[^\s<>`]++")
_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+\s*+\)"
)
_LABEL = re.compile(r"\[[^\[\]]*+\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTES = re.compile(
    r"\{:?\s*+(?:(?:[#.][\w-]++|[\w-]++=(?:\"[^\"]*+\"|'[^']*+'|[^\s{}\"']*+))\s*+)++\}"
)
_TEX = re.compile(r"\\[^$%#&]|[_^{}=]")
"""What text between two prices does not hold."""
_IDLE = re.compile(r"(?:\$\s++(?=\$))++")
"""Dollars with nothing between."""
_OPENS_FORMULA = re.compile(r"\\[A-Za-z]|[A-Za-z]'?(?:_\{|\^)")
"""What follows a dollar that can mean neither money nor a variable of a shell."""
_OPENS_TEX = re.compile(r"[\s\\]|[A-Za-z][_^'=(]")
"""What follows a parenthesis that opens a formula, rather than one that is merely escaped."""
_NO_WORDS = re.compile(r"[\\_^={}0-9<>+]|\A\s*+[A-Za-z]'?\s*+\Z")
"""What two escaped parentheses around a word do not enclose."""
_BARE = re.compile(r"[A-Za-z][^A-Za-z\s]*+|[^A-Za-z\s]*?[0-9][^A-Za-z\s]*+")
_WORD = re.compile(r"[A-Za-z]{2,}+")
_BETWEEN_PAIRS = re.compile(r"(?:[\s(),.;:&]++|and|or)*+")
_UP_TO_COMMENT = re.compile(r"[*_~]*+(?:[ \u00a0\u2009\u202f]?\\?%)?[*_~]*+")
_DIGITS = frozenset("0123456789")
_LONGEST_LABEL = 1000
_LONGEST_MARKS = 12

RAW_TAGS = frozenset(
    ("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt")
)
"""HTML elements whose content is not the page's prose."""
RAW_ENDS = {tag: re.compile(rf"</{tag}\s*+>", re.IGNORECASE) for tag in RAW_TAGS}

EMPTY = "There is nothing between these delimiters; write the formula or remove them."


@dataclass(slots=True)
class Math:
    """A formula; all positions count from the beginning of the text."""

    start: int
    end: int
    body_start: int
    body_end: int
    delimiter: str
    latex: str = ""
    """What the body says, if it is not what stands there."""


@dataclass(slots=True)
class Comment:
    """An HTML comment."""

    start: int
    end: int
    content: str
    number: Numeral | None
    """The number that it stands directly behind."""


@dataclass(slots=True)
class Inline:
    """What a paragraph, a heading or a table row holds."""

    math: list[Math] = field(default_factory=list)
    numerals: list[Numeral] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    codes: list[tuple[int, int]] = field(default_factory=list)
    """Where the inside of each code span begins and ends."""
    bars: list[int] = field(default_factory=list)
    """The bars that divide a table row into cells."""
    problems: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Start, end, rule, message."""
    marks: int = 0
    """How many characters might have begun something."""
    end: int = 0
    """How far it was read."""


class CodeRuns:
    """The runs of backticks in a text, and which run closes which."""

    def __init__(self, text: str, start: int, end: int) -> None:
        runs: dict[int, list[int]] = {}
        for match in _TICKS.finditer(text, start, end):
            runs.setdefault(match.end() - match.start(), []).append(match.start())
        self._runs = runs

    def behind(self, start: int, end: int) -> int:
        """Where the code ends that the run from ``start`` to ``end`` opens, or 0: it opens none."""
        starts = self._runs.get(end - start, ())
        index = bisect_left(starts, end)
        return starts[index] + end - start if index < len(starts) else 0


def scan(text: str, references: frozenset[str] = frozenset(), most: int = MAX_MARKS) -> Inline:
    """Read the inside of a paragraph.

    Args:
        text: The paragraph, container prefixes blanked.
        references: The labels of the page's link definitions, lower case.
        most: How many marks are read; where there are more, the rest is not.
    """
    return _Scanner(text, references).scan(most)


class _Scanner:
    """The state of one pass over a text. Each reader of a mark returns where to go on."""

    def __init__(self, text: str, references: frozenset[str]) -> None:
        self.text = text
        self.references = references
        self.found = Inline()
        self.label = Label()
        self.brackets: list[tuple[int, int]] = []
        """Open square brackets, and how many numbers came before each."""
        self.linked = 0
        """How many numbers are known to stand in links or before them."""
        self.runs: CodeRuns | None = None
        self.absent: set[str] = set()
        """What was searched for and does not occur again."""

    def scan(self, most: int) -> Inline:
        text = self.text
        numerals = self.found.numerals
        at = marks = 0
        self.found.end = len(text)
        while match := _TOKEN.search(text, at):
            at = match.start()
            marks += 1
            if marks > most:
                self.found.end = at
                break
            char = text[at]
            if char in _DIGITS:
                numeral = read_numeral(text, at, self.label)
                numerals.append(numeral)
                at = numeral.end
            else:
                at = _READERS[char](self, at)
        self.found.marks = marks
        return self.found

    def _problem(self, start: int, end: int, rule: str, message: str) -> None:
        self.found.problems.append((start, end, rule, message))

    def _keep(self, math: Math) -> None:
        if self.text[math.body_start : math.body_end].strip():
            self.found.math.append(math)
        else:
            self._problem(math.start, math.end, "empty-math", EMPTY)

    # Code, comments, HTML, links

    def code(self, at: int) -> int:
        """Behind a code span, or behind backticks that open none."""
        end = _end(_TICKS, self.text, at)
        behind = self._behind_code(at, end)
        if behind:
            self.found.codes.append((end, behind - (end - at)))
        return behind or end

    def _behind_code(self, start: int, end: int) -> int:
        if self.runs is None:
            self.runs = CodeRuns(self.text, start, len(self.text))
        return self.runs.behind(start, end)

    def angle(self, at: int) -> int:
        text = self.text
        if text.startswith("<!--", at):
            return self._comment(at)
        if tag := _TAG.match(text, at):
            closing, name, empty = tag.groups()
            if name.lower() in RAW_TAGS and not closing and not empty:
                return self._raw(at, tag.end(), name.lower())
            return tag.end()
        return _end(_AUTOLINK, text, at)

    def _raw(self, at: int, behind: int, name: str) -> int:
        if name in self.absent:
            return behind
        if end := RAW_ENDS[name].search(self.text, behind):
            return end.end()
        self.absent.add(name)
        self._problem(
            at,
            behind,
            "unclosed-html",
            f"<{name}> is never closed; add </{name}>. It was read as if it were not there.",
        )
        return behind

    def _comment(self, at: int) -> int:
        if "-->" in self.absent:
            return at + 4
        close = self.text.find("-->", at + 4)
        if close < 0:
            self.absent.add("-->")
            self._problem(
                at,
                at + 4,
                "unclosed-comment",
                "This comment is never closed; add -->. What follows it was read as text.",
            )
            return at + 4
        behind = close + 3
        number = self.found.numerals[-1] if self.found.numerals else None
        if number and not self._touches(number, at):
            number = None
        if number and not number.percent:
            number.percent = percent_follows(self.text, behind)
        content = self.text[at + 4 : close].strip()
        self.found.comments.append(Comment(at, behind, content, number))
        return behind

    def _touches(self, number: Numeral, at: int) -> bool:
        """Whether nothing but emphasis marks and a percent sign stands between."""
        near = at - number.end < _LONGEST_MARKS
        return near and _UP_TO_COMMENT.fullmatch(self.text, number.end, at) is not None

    def open_bracket(self, at: int) -> int:
        if note := _FOOTNOTE.match(self.text, at):
            return note.end()
        self.brackets.append((at, len(self.found.numerals)))
        return at + 1

    def close_bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        opening, first = self.brackets.pop()
        text = self.text
        end = at + 1
        if target := _TARGET.match(text, end):
            end = target.end()
        elif self.references and at - opening < _LONGEST_LABEL:
            label = _LABEL.match(text, end)
            name = label.group()[1:-1] if label else ""
            name = name.strip() or text[opening + 1 : at].strip()
            if name.lower() not in self.references:
                return end
            end = label.end() if label else end
        else:
            return end
        numerals = self.found.numerals
        for numeral in numerals[max(first, self.linked) :]:
            numeral.reason = numeral.reason or "link"
        self.linked = len(numerals)
        return end

    def bar(self, at: int) -> int:
        self.found.bars.append(at)
        return at + 1

    def entity(self, at: int) -> int:
        return _end(_ENTITY, self.text, at)

    def attributes(self, at: int) -> int:
        return _end(_ATTRIBUTES, self.text, at)

    def address(self, at: int) -> int:
        return _end(_ADDRESS, self.text, at)

    # Formulas

    def dollar(self, at: int) -> int:
        text = self.text
        if not text.startswith("$", at + 1):
            return self._inline(at)
        end = _end(_DOLLARS, text, at)
        if end - at == 2:
            return self._double(at)
        if end - at > 3:
            self._problem(at, end, "empty-math", EMPTY)
        return end

    def _inline(self, at: int) -> int:
        text = self.text
        if idle := _IDLE.match(text, at):
            return idle.end()
        if text.startswith("`", at + 1) and (behind := self._ticked(at)):
            return behind
        close = self._next_dollar(at + 1)
        if close < 0 or not _is_formula(text, at, close):
            if _OPENS_FORMULA.match(text, at + 1):
                message = "The $ that opens here is never closed; add $ behind the formula."
                self._problem(at, at + 1, "unclosed-math", message)
            return at + 1
        if text.find("\\(", at, close) >= 0 or text.find("\\)", at, close) >= 0:
            self._pairs(at, close)
        else:
            self.found.math.append(Math(at, close + 1, at + 1, close, "$"))
        return close + 1

    def _next_dollar(self, at: int) -> int:
        """Where the next dollar is, or -1 where there is none, or code or a comment before it."""
        text = self.text
        while True:
            at = _end(_UP_TO_DOLLAR, text, at, 0)
            if text.startswith("$", at):
                return at
            if not text.startswith("`", at):
                return -1
            end = _end(_TICKS, text, at)
            if self._behind_code(at, end):
                return -1
            at = end

    def _ticked(self, at: int) -> int:
        """GitHub's dollar and backtick: ``$`x`$``."""
        end = _end(_TICKS, self.text, at + 1)
        behind = self._behind_code(at + 1, end)
        if not behind or not self.text.startswith("$", behind):
            return 0
        self._keep(Math(at, behind + 1, end, behind - (end - at - 1), "$`"))
        return behind + 1

    def _double(self, at: int) -> int:
        text = self.text
        close = self._next_dollar(at + 2)
        if close < 0 or not text.startswith("$$", close):
            message = "The $$ that opens here is never closed; add $$ behind the formula."
            self._problem(at, at + 2, "unclosed-math", message)
            return at + 2
        self._keep(Math(at, close + 2, at + 2, close, "$$"))
        return close + 2

    def _pairs(self, at: int, close: int) -> None:
        r"""Dollars around ``\( … \)``: each pair is a formula of its own."""
        text = self.text
        opening = -1
        behind = at + 1
        balanced = True
        gaps: list[tuple[int, int]] = []
        for match in _ESCAPE.finditer(text, at + 1, close):
            mark, start = match.group(), match.start()
            if mark == "\\(":
                if opening >= 0:
                    balanced = self._unbalanced(opening)
                gaps.append((behind, start))
                opening = start
            elif mark == "\\)" and opening < 0:
                balanced = self._unbalanced(start)
            elif mark == "\\)":
                first = opening - (opening == at + 1)
                last = start + 2 + (start + 2 == close)
                self._keep(Math(first, last, opening + 2, start, "$\\("))
                opening = -1
                behind = start + 2
        if opening >= 0:
            balanced = self._unbalanced(opening)
            # The dollar ends it all the same, so its names are read.
            first = opening - (opening == at + 1)
            self._keep(Math(first, close + 1, opening + 2, close, "$\\("))
        for start, end in [*gaps, (behind, close)]:
            if balanced and not _BETWEEN_PAIRS.fullmatch(text, start, end):
                stray = text[start:end].strip()
                self._problem(
                    end - len(text[start:end].lstrip()),
                    start + len(text[start:end].rstrip()),
                    "unbalanced-math",
                    f"Inside these dollars \\( and \\) enclose the formulas, but {stray[:40]!r} "
                    "stands outside of them and was not read; enclose it too.",
                )

    def _unbalanced(self, at: int) -> bool:
        mark = self.text[at : at + 2]
        other = "\\)" if mark == "\\(" else "\\("
        message = f"This {mark} has no {other}; add it or remove this one."
        self._problem(at, at + 2, "unbalanced-math", message)
        return False

    def backslash(self, at: int) -> int:
        r"""``\( … \)`` outside dollars, or an escaped character.

        Where Markdown takes a backslash for itself, authors write it twice: ``\\( … \\)``.
        """
        text = self.text
        width = 3 if text.startswith("\\(", at + 1) else 2
        if not text.startswith("(", at + width - 1):
            return at + 2
        opening, closing = text[at : at + width], text[at : at + width - 1] + ")"
        if closing in self.absent:
            return at + width
        for match in _ESCAPE_OR_CODE.finditer(text, at + width):
            mark, start = match.group(), match.start()
            if mark == "\\\\" and width == 3:
                mark = text[start : start + 3]
            if mark == closing:
                if width == 3 and not _NO_WORDS.search(text[at + width : start]):
                    return start + width
                self._keep(Math(at, start + width, at + width, start, "\\("))
                return start + width
            if mark in (opening, "<!--") or (mark[0] == "`" and self._behind_code(*match.span())):
                break
        else:
            self.absent.add(closing)
        if width == 2 and (text.startswith("$", at - 1) or _OPENS_TEX.match(text, at + 2)):
            self._unbalanced(at)  # anything else is an escaped parenthesis
        return at + width


_READERS: Mapping[str, Callable[[_Scanner, int], int]] = {
    "$": _Scanner.dollar,
    "\\": _Scanner.backslash,
    "`": _Scanner.code,
    "<": _Scanner.angle,
    "[": _Scanner.open_bracket,
    "]": _Scanner.close_bracket,
    "|": _Scanner.bar,
    "&": _Scanner.entity,
    "{": _Scanner.attributes,
    ":": _Scanner.address,
    "w": _Scanner.address,
}


def _end(pattern: re.Pattern[str], text: str, at: int, otherwise: int = 1) -> int:
    """Where the match of a pattern ends, or the next character where there is none."""
    match = pattern.match(text, at)
    return match.end() if match else at + otherwise


def _is_formula(text: str, at: int, close: int) -> bool:
    """Whether the text between two dollars is a formula, rather than between two prices."""
    body = text[at + 1 : close]
    inside = body.strip()
    following = text[close + 1 : close + 2]
    if inside.startswith("\\("):
        return True
    if not inside or following in _DIGITS or text.startswith("$$", close + 1):
        return False
    tex = _TEX.search(inside) is not None
    if following == "{" and inside[0] == "{":
        return False  # a template's ${NAME}/${OTHER}
    opens_padded, closes_padded = body[0].isspace(), body[-1].isspace()
    if not opens_padded and not closes_padded:
        # "$5 and 10$" is money
        return tex or not (inside[0] in _DIGITS and " " in inside and _WORD.search(inside))
    if opens_padded and text[at - 1 : at].isalnum():
        return False
    if closes_padded and (following.isalnum() or following in ("\\", "{")):
        return False
    # A blank inside the dollars needs one at both ends, or something that only a formula has.
    return tex or (opens_padded and closes_padded and _BARE.fullmatch(inside) is not None)
