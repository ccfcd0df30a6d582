r"""The inside of a paragraph: formulas, numbers, comments, and what neither may stand in.

One pass from left to right. Whatever begins first wins, except that code spans and comments win
over dollars, as they do for every Markdown renderer. Each character is looked at a bounded number of
times, so that no input, however hostile, takes more than linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from mathdoctest.numerals import Label, Numeral, percent_follows, read_numeral

_TOKEN = re.compile(r"[\\$`<\[\]&{|0-9]|://|www\.")
_RUN = re.compile(r"`++")
_DOLLARS = re.compile(r"\$++")
_TEXT_ARGUMENT = r"\\(?:text[a-z]*+|mbox|hbox)\s*+\{[^{}\\`]*+\}"
_UP_TO_DOLLAR = re.compile(
    rf"[^\\$`<]*+(?:(?:{_TEXT_ARGUMENT}|\\[\s\S]|\\\Z|<(?!!--))[^\\$`<]*+)*+"
)
_PARENTHESES = re.compile(r"\\[\s\S]")
_UP_TO_PARENTHESIS = re.compile(r"\\[\s\S]|`++|<!--")
_TAG = re.compile(
    r"</?+([A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:@][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+\s*+/?+>"
)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.+-]++@[\w.-]++)>")
_URL_REST = re.compile(r"[^\s<>`]*+")
_LINK_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+\s*+\)"
)
_LINK_LABEL = re.compile(r"\[[^\[\]]*+\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTES = re.compile(
    r"\{:?\s*+(?:(?:[#.][\w-]++|[\w-]++=(?:\"[^\"]*+\"|'[^']*+'|[^\s{}\"']*+))\s*+)++\}"
)
_WORDS = re.compile(r"[A-Za-z]{2,}+")
_BETWEEN = re.compile(r"(?:[\s(),.;:&]++|and|or)*+")
RAW_TAGS = frozenset("code kbd math pre samp script style svg textarea tt".split())
"""HTML elements whose content is not the page's prose."""
_DIGITS = frozenset("0123456789")
_CLOSERS = {tag: re.compile(rf"</{tag}\s*+>", re.IGNORECASE) for tag in RAW_TAGS}
_NEXT_TO_NUMBER = re.compile(r"[*_~]*+(?:[ \u00a0\u2009\u202f]?\\?%)?[*_~]*+")


@dataclass(slots=True)
class Math:
    """A formula; all positions count from the beginning of the text."""

    start: int
    end: int
    body_start: int
    body_end: int
    delimiter: str


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
    pipes: list[int] = field(default_factory=list)
    """The bars that divide a table row into cells."""
    problems: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Start, end, rule, message."""


class CodeRuns:
    """The runs of backticks in a text, and which run closes which."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        runs: dict[int, list[int]] = {}
        stop = len(text) if end is None else end
        for match in _RUN.finditer(text, start, stop):
            runs.setdefault(match.end() - match.start(), []).append(match.start())
        self._runs = runs

    def close(self, at: int, length: int) -> int:
        """Where the run that closes a run of ``length`` ending before ``at`` starts, or -1."""
        starts = self._runs.get(length)
        if not starts:
            return -1
        index = bisect_left(starts, at)
        return starts[index] if index < len(starts) else -1


def scan(text: str, references: frozenset[str] = frozenset()) -> Inline:
    """Read the inside of a paragraph.

    Args:
        text: The paragraph, container prefixes blanked.
        references: The labels of the page's link definitions, lower case.
    """
    return _Scanner(text, references).scan()


class _Scanner:
    """The state of one pass over a text."""

    def __init__(self, text: str, references: frozenset[str]) -> None:
        self.text = text
        self.references = references
        self.found = Inline()
        self.label = Label()
        self.brackets: list[tuple[int, int]] = []
        self.relabelled = 0
        self.runs = CodeRuns(text) if "`" in text else None
        self.no_closer: set[str] = set()

    def scan(self) -> Inline:
        text = self.text
        search = _TOKEN.search
        at = 0
        while match := search(text, at):
            at = match.start()
            char = text[at]
            if char in _DIGITS:
                numeral = read_numeral(text, at, self.label)
                self.found.numerals.append(numeral)
                at = numeral.end
            elif char == "$":
                at = self._dollar(at)
            elif char == "\\":
                at = self._parenthesis(at) if text.startswith("(", at + 1) else at + 2
            elif char == "`":
                at = self._backtick(at)
            elif char == "<":
                at = self._angle(at)
            elif char == "[":
                if note := _FOOTNOTE.match(text, at):
                    at = note.end()
                else:
                    self.brackets.append((at, len(self.found.numerals)))
                    at += 1
            elif char == "]":
                at = self._bracket(at)
            elif char == "|":
                self.found.pipes.append(at)
                at += 1
            elif char == "&":
                entity = _ENTITY.match(text, at)
                at = entity.end() if entity else at + 1
            elif char == "{":
                attributes = _ATTRIBUTES.match(text, at)
                at = attributes.end() if attributes else at + 1
            else:  # an address
                rest = _URL_REST.match(text, at)
                at = rest.end() if rest else at + 1
        return self.found

    def _problem(self, start: int, end: int, rule: str, message: str) -> None:
        self.found.problems.append((start, end, rule, message))

    # Code, comments, tags, links

    def _backtick(self, at: int) -> int:
        run = _RUN.match(self.text, at)
        assert run is not None and self.runs is not None  # noqa: S101, PT018
        close = self.runs.close(run.end(), run.end() - at)
        if close < 0:
            return run.end()
        return close + run.end() - at

    def _angle(self, at: int) -> int:
        text = self.text
        if text.startswith("<!--", at):
            return self._comment(at)
        if tag := _TAG.match(text, at):
            name = tag.group(1).lower()
            if name in RAW_TAGS and text[at + 1] != "/" and not tag.group().endswith("/>"):
                return self._raw(at, tag.end(), name)
            return tag.end()
        if link := _AUTOLINK.match(text, at):
            return link.end()
        return at + 1

    def _raw(self, at: int, behind: int, name: str) -> int:
        close = None
        if name not in self.no_closer:
            close = _CLOSERS[name].search(self.text, behind)
        if close:
            return close.end()
        if name not in self.no_closer:
            self.no_closer.add(name)
            self._problem(
                at,
                behind,
                "unclosed-html",
                f"<{name}> is never closed; add </{name}>. It was read as if it were not there.",
            )
        return behind

    def _comment(self, at: int) -> int:
        close = self.text.find("-->", at + 4) if "-->" not in self.no_closer else -1
        if close < 0:
            if "-->" not in self.no_closer:
                self.no_closer.add("-->")
                self._problem(
                    at,
                    at + 4,
                    "unclosed-comment",
                    "This comment is never closed; add -->. Everything behind it was read as text.",
                )
            return at + 4
        number = None
        if self.found.numerals:
            last = self.found.numerals[-1]
            if at - last.end < 12 and _NEXT_TO_NUMBER.fullmatch(self.text, last.end, at):  # noqa: PLR2004
                number = last
                if percent_follows(self.text, close + 3):
                    last.percent = True
        content = self.text[at + 4 : close].strip()
        self.found.comments.append(Comment(at, close + 3, content, number))
        return close + 3

    def _bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        opening, first = self.brackets.pop()
        text = self.text
        following = text[at + 1 : at + 2]
        end = at + 1
        is_link = False
        if following == "(" and (target := _LINK_TARGET.match(text, at + 1)):
            end, is_link = target.end(), True
        elif following == "[" and (label := _LINK_LABEL.match(text, at + 1)):
            end, is_link = label.end(), True
        elif self.references and at - opening < 1000:  # noqa: PLR2004  # CommonMark's longest label
            is_link = text[opening + 1 : at].strip().lower() in self.references
        if is_link:
            numerals = self.found.numerals
            for numeral in numerals[max(first, self.relabelled) :]:
                numeral.reason = numeral.reason or "link"
            self.relabelled = len(numerals)
        return end

    # Formulas

    def _up_to_dollar(self, start: int) -> int:
        """Where the next dollar after ``start`` is, or -1: none, or a code span or comment first."""
        text = self.text
        at = start
        while True:
            body = _UP_TO_DOLLAR.match(text, at)
            assert body is not None  # it also matches nothing  # noqa: S101
            at = body.end()
            char = text[at : at + 1]
            if char == "$":
                return at
            if char == "`":
                behind = self._backtick(at)
                run = _RUN.match(text, at)
                if run is None or behind != run.end():
                    return -1
                at = behind
            else:
                return -1

    def _dollar(self, at: int) -> int:
        run = _DOLLARS.match(self.text, at)
        assert run is not None  # noqa: S101
        count = run.end() - at
        if count == 1:
            return self._inline(at)
        if count == 2:  # noqa: PLR2004
            return self._double(at)
        if count == 4:  # noqa: PLR2004
            self._problem(at, at + 4, "empty-math", EMPTY)
        return run.end()

    def _inline(self, at: int) -> int:
        text = self.text
        if text.startswith("`", at + 1):
            behind = self._ticked(at)
            if behind:
                return behind
        close = self._up_to_dollar(at + 1)
        if close < 0 or not _is_formula(text, at, close):
            return at + 1
        if text.find("\\(", at + 1, close) >= 0 or text.find("\\)", at + 1, close) >= 0:
            self._nested(at, close)
        else:
            self.found.math.append(Math(at, close + 1, at + 1, close, "$"))
        return close + 1

    def _ticked(self, at: int) -> int:
        """GitHub's dollar and backtick: ``$`x`$``."""
        run = _RUN.match(self.text, at + 1)
        assert run is not None and self.runs is not None  # noqa: S101, PT018
        close = self.runs.close(run.end(), run.end() - run.start())
        behind = close + run.end() - run.start()
        if close < 0 or not self.text.startswith("$", behind):
            return 0
        if self.text[run.end() : close].strip():
            self.found.math.append(Math(at, behind + 1, run.end(), close, "$`"))
        else:
            self._problem(at, behind + 1, "empty-math", EMPTY)
        return behind + 1

    def _double(self, at: int) -> int:
        text = self.text
        close = self._up_to_dollar(at + 2)
        if close < 0 or not text.startswith("$$", close):
            self._problem(
                at,
                at + 2,
                "unclosed-math",
                "The $$ that opens here is never closed; add $$ behind the formula.",
            )
            return at + 2
        if text[at + 2 : close].strip():
            self.found.math.append(Math(at, close + 2, at + 2, close, "$$"))
        else:
            self._problem(at, close + 2, "empty-math", EMPTY)
        return close + 2

    def _nested(self, at: int, close: int) -> None:
        r"""Dollars around ``\( … \)``: each pair is a formula of its own."""
        text = self.text
        opening = -1
        behind = at + 1  # the end of the last pair
        pieces: list[Math] = []
        stray = ""
        for match in _PARENTHESES.finditer(text, at + 1, close):
            kind = match.group()
            if kind == "\\(":
                if opening >= 0:
                    self._unbalanced(opening)
                opening = match.start()
                stray = stray or _strange(text, behind, opening)
            elif kind == "\\)":
                if opening < 0:
                    self._unbalanced(match.start())
                else:
                    first = opening - 1 if opening == at + 1 else opening
                    last = match.end() + 1 if match.end() == close else match.end()
                    if text[opening + 2 : match.start()].strip():
                        pieces.append(Math(first, last, opening + 2, match.start(), "$\\("))
                    else:
                        self._problem(first, last, "empty-math", EMPTY)
                    opening = -1
                behind = match.end()
        if opening >= 0:
            self._unbalanced(opening)
        else:
            stray = stray or _strange(text, behind, close)
            if stray and pieces:
                self._problem(
                    at,
                    close + 1,
                    "mixed-math",
                    f"Between the \\( \\) inside these dollars stands {stray!r}, "
                    "which was not read; put it inside a pair of its own.",
                )
        self.found.math.extend(pieces)

    def _unbalanced(self, at: int) -> None:
        kind = self.text[at : at + 2]
        other = "\\)" if kind == "\\(" else "\\("
        self._problem(
            at, at + 2, "unbalanced-math", f"This {kind} has no {other}; add it or remove this one."
        )

    def _parenthesis(self, at: int) -> int:
        r"""``\( … \)`` outside dollars."""
        text = self.text
        if "\\)" in self.no_closer:
            return at + 2
        for match in _UP_TO_PARENTHESIS.finditer(text, at + 2):
            kind = match.group()
            if kind == "\\)":
                if text[at + 2 : match.start()].strip():
                    self.found.math.append(Math(at, match.end(), at + 2, match.start(), "\\("))
                else:
                    self._problem(at, match.end(), "empty-math", EMPTY)
                return match.end()
            if kind in ("\\(", "<!--") or (
                kind[0] == "`" and self._backtick(match.start()) > match.end()
            ):
                break
        else:
            self.no_closer.add("\\)")
        self._unbalanced(at)
        return at + 2


EMPTY = "There is nothing between these delimiters; write the formula or remove them."


def _strange(text: str, start: int, end: int) -> str:
    """What stands between two formulas inside one pair of dollars and is not mere punctuation."""
    if _BETWEEN.fullmatch(text, start, end):
        return ""
    return text[start:end].strip()[:40]


def _is_formula(text: str, at: int, close: int) -> bool:
    """Whether the text between two dollars is a formula, rather than between two prices."""
    body = text[at + 1 : close]
    inside = body.strip()
    if not inside:
        return False
    if inside.startswith("\\("):
        return True
    following = text[close + 1 : close + 2]
    if following.isdigit():
        return False
    tex = any(c in inside for c in "\\_^{}=")
    opens_padded = body[0].isspace()
    closes_padded = body[-1].isspace()
    if opens_padded or closes_padded:
        before = text[at - 1] if at else " "
        if opens_padded and before.isalnum():
            return False
        if closes_padded and (following.isalpha() or following in ("\\", "$", "{")):
            return False
        if opens_padded and closes_padded:
            return tex or not any(c.isspace() for c in inside)
        return tex
    # "5 and 10" between two dollar signs is money.
    return tex or not (inside[0].isdigit() and " " in inside and _WORDS.search(inside))
