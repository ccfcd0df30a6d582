"""From Markdown to a page: formulas, code, tables and numbers, each with its exact place.

The way of a page: :mod:`mathdoctest.blocks` cuts it into paragraphs, tables, code and displayed
formulas; :mod:`mathdoctest.inline` reads the inside of each paragraph; here the pieces become the
page's records. What cannot be read is a problem with a place, and the page is read on behind it.
"""

from __future__ import annotations

import difflib
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10, remainder
from typing import Any, Literal

import yaml

from mathdoctest.blocks import Block, Code, Display, Grid, Marker, Prose, blocks
from mathdoctest.columns import called, implied
from mathdoctest.commas import DECIMAL, Outside, decimals, has_point, is_named, may_join, of_text
from mathdoctest.givens import BEGINS, equation, givens
from mathdoctest.halves import joined, lone_number
from mathdoctest.inline import Comment, Inline, Math, scan
from mathdoctest.lexer import LatexError, Token, lex
from mathdoctest.limits import MAX_FORMULAS, MAX_LINES, MAX_MARKS, MAX_NUMBERS, MAX_PUT
from mathdoctest.numerals import Numeral, whole_number
from mathdoctest.page import (
    SPAN_BEGINS,
    WITHOUT,
    Binding,
    Cell,
    Fence,
    Formula,
    Number,
    Page,
    Problem,
    Span,
    Table,
    replaced,
)
from mathdoctest.plain import calculations, worked_out_at
from mathdoctest.typed import Typed, asked_for, assigned, moved, typed

FenceKind = Literal["python", "doctest", "declared", "foreign", "unlexed"]
NumberKind = Literal["bound", "structural", "exempt", "unbound"]

_PYTHON = frozenset({"python", "py", "python3", "py3", "ipython", "ipython3"})
_DOCTEST = frozenset({"pycon", "pycon3", "python-console", "python-repl", "doctest"})
_LIKE_PYTHON = frozenset({"cpython", "cython", "jython", "pytb"})
"""Languages whose names only look like a slip of the pen."""

_SETTINGS: Mapping[str, Callable[[object], bool]] = {
    "continues": lambda value: isinstance(value, str) and value != "" and "\0" not in value,
    "live": lambda value: isinstance(value, bool),
}
"""What a page's front matter may say to this tool."""

_COMPOUND = frozenset(("part of a name", "date", "ordinal", "hexadecimal"))
"""What digits are that make no number with the comma behind them."""
_DECIMAL_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")

_GAP = 400
"""Blanks between a formula and the line that goes on from it."""

LONGEST_FRONT = 16_384
"""Characters of front matter; YAML is read slowly, and nobody writes more by hand."""

_FRONT = re.compile(r"\ufeff?(---[ \t\r]*\n)")
_HOLDS_FORMULA = re.compile(r"\$[^$\n]*[=\\]|\\[(\[]")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_REFERENCE = re.compile(r"^[ >]{0,8}\[([^\^\[\]\n][^\[\]\n]*+)\]:", re.MULTILINE)
_NOTE = re.compile(r"(?<=[\w.,;:)*%])\[\^[\w-]{1,20}\]")
"""The mark of a footnote, behind what it is about."""
_SAYS = re.compile(r"=(?!=)|exempt\b")
_REASON = re.compile(r"(?:exempt|no-run)\s*:?\s*")
_BINDING = re.compile(r"\$([^$]+)\$(?:\s+(before))?")
_NAME = re.compile(r"[A-Za-z_]\w*")
_MAGIC = re.compile(r"^[ \t]*(?:[%!]|\w+\?|In \[)", re.MULTILINE)
_GROUPING = str.maketrans({"\u2212": "-", **dict.fromkeys(",\u00a0\u2009\u202f")})
_COUNTERS = frozenset("i j k n t #".split())
"""Heads of a column that counts the rows of its table."""
_LONE = re.compile(
    r"[*_]*\$\s*([-+\u2212]?)\s*"
    r"([0-9]+(?:(?:,|\{,\})[0-9]{3})*(?:\.[0-9]+)?|[0-9]+(?:,|\{,\})[0-9]+)\s*\$[*_]*"
)
"""A cell that holds a number as a formula, in bold type or not."""
_LONE_CELL = re.compile(
    r"[*_]*(?:(?:[^\W\d_](?:[\u2080-\u2089]+|_?[0-9]{1,2})?\s*)?[=≈]\s*)?[*_]*"
    r"([-+\u2212]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)[*_]*"
)
"""A cell that holds a number and nothing else but what it is called."""
_NEAR = 0.15
"""A part of a power of ten that a result with a slip is off by at most."""
_SHIFTED = 0.004
"""The same where its point stands elsewhere."""
_SIGN = re.compile(r"[+×·*/÷]")
"""A sign of a calculation: what holds a hyphen alone may be a range."""
_PROBLEMS = (
    "problem|exercise|question|example|case|scenario|sample|aufgabe|beispiel|fall|frage|exercice"
    "|exemple|cas|ejercicio|ejemplo|problema|pregunta|caso|esercizio|esempio|exercício|exemplo"
    "|ví dụ|bài|练习|練習|习题|習題"
)
_LABEL = re.compile(
    r"[\s>]*+(?:(?:\*\*|__|<b>|:::)\s*+)?"
    rf"(?:(?:{_PROBLEMS})(?:[ \t]+\w{{1,4}})?|q\d{{1,2}}|[例题題问問]\w{{0,3}})"
    r"[ \t]*(?:[.:)*_(：]|$)"
    r"|[\s>]*+(?:\*\*|__)?【[^】\n]{0,24}[例题題問问][^】\n]{0,12}】"
    rf"|[\s>]*+(?:\*\*|__)[^*_\n]{{0,40}}\b(?:{_PROBLEMS})\b",
    re.IGNORECASE | re.MULTILINE,
)
"""What a paragraph begins with that puts another problem: ``**Example 2:**``."""
_ANSWER = re.compile(r"\s*(?:\*\*|__)(?:answers?|solutions?|calculations?|given)\b", re.IGNORECASE)
"""What an item of a numbered list begins with that is an answer of its own."""
_FOLD = re.compile(r"^[ >\t]*<details\b", re.MULTILINE | re.IGNORECASE)
_VALUE = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def extract(text: str, path: str = "<text>", as_text: Container[int] = ()) -> Page:
    """Read a Markdown page.

    Args:
        text: The page as its author wrote it: any line endings, a byte order mark or none.
        path: What reports call it.
        as_text: Where formulas begin that are typed without LaTeX and are not to be read as such.

    Returns:
        The page. Nothing in a text makes this fail: what cannot be read is among its ``problems``.
        Takes time linear in the length of the text.
    """
    builder = _Builder(text, path)
    page = builder.page()
    commas = _commas(page, builder.shown)
    if commas == DECIMAL:
        builder = _Builder(text, path, commas=commas)
        page = builder.page()
    elif commas:
        page = replace(page, commas=commas)
    formulas = [one for one in asked_for(builder.found_typed) if one.start not in as_text]
    if formulas:
        page = _Builder(text, path, formulas=formulas, commas=commas).page()
    told = givens(page)
    return _Builder(text, path, told, formulas, commas).page() if told else page


def _commas(page: Page, shown: Outside) -> str:
    """What commas mean in the sentences and tables of a page that was read without knowing it."""
    joined = shown.thousands and any(may_join(f.latex) for f in page.formulas)
    if not (shown.weights or shown.cells or joined):
        return ""
    pointed = any(
        has_point(number.text) and not is_named(page.text, number.span.start)
        for number in page.numbers
        if number.kind in ("bound", "unbound")
    )
    formulas = [] if pointed else [f for f in page.formulas if f.delimiter not in WITHOUT]
    return of_text(shown, [(f.latex, _tokens(f)) for f in formulas], pointed=pointed)


def _tokens(formula: Formula) -> list[Token]:
    try:
        return lex(formula.latex, formula.body.start)
    except LatexError:
        return []


class _Builder:
    """The records of a page while it is being read."""

    def __init__(
        self,
        text: str,
        path: str,
        told: Sequence[Span] = (),
        formulas: Sequence[Typed] | None = None,
        commas: str = "",
    ) -> None:
        self.text = text
        self.commas = commas
        self.shown = Outside()
        """What the numbers outside of formulas show, where nobody knows what commas mean."""
        self.signs: list[tuple[int, str]] = []
        """The signs in numbers that are read as others, by place."""
        self.path = path
        self.told = told
        """Equations without dollars that give a symbol."""
        self.typed = formulas
        """The formulas without LaTeX that are read; all are looked for where none are told."""
        self.found_typed: list[Typed] = []
        self.words = assigned(text) if formulas is None else frozenset()
        self.formulas: list[Formula] = []
        self.fences: list[Fence] = []
        self.tables: list[Table] = []
        self.numbers: list[Number] = []
        self.problems: dict[tuple[int, int, str], Problem] = {}
        """By place and rule: what is wrong with a column's binding is not said for every row."""
        self.front: Mapping[str, Any] = {}
        self.block = 0
        self.section = 0
        self.folds = [match.start() for match in _FOLD.finditer(self.text)]
        self.folded = 0
        self.item = False
        """Whether the mark of an item of a numbered list was met last."""
        self.no_run: tuple[int, str] | None = None
        """The end and text of a ``no-run`` comment that waits for its fence."""
        self.lines = (0, 1)
        """An offset, and the line that it is on: code asks for its line in reading order."""
        self.references: frozenset[str] = frozenset()
        self.marks = 0
        """How many characters were met that may begin something."""
        self.put = 0
        """Characters of the formulas that tables say of their numbers."""
        self.full = False
        """Whether the page holds more than is read."""

    def page(self) -> Page:
        start = self._front()
        if "]:" in self.text:
            self.references = frozenset(
                m.group(1).strip().lower() for m in _REFERENCE.finditer(self.text)
            )
        for block in blocks(self._readable(), start):
            self._add(block)
            if self.full:
                break
        self._expect_fence(None)
        return Page(
            self.text,
            self.path,
            tuple(self.formulas),
            tuple(self.fences),
            tuple(self.tables),
            tuple(sorted(self.numbers, key=SPAN_BEGINS)),
            tuple(sorted(self.problems.values(), key=lambda p: p.span.start)),
            self.front,
            bool(self.typed or self.found_typed),
            self.commas,
            tuple(self.signs),
        )

    # Size

    def _readable(self) -> str:
        """The text up to the last line that is read."""
        text = self.text
        if text.count("\n") <= MAX_LINES:
            return text
        ends = (match.end() for match in re.finditer("\n", text))
        end = next(itertools.islice(ends, MAX_LINES - 1, None))
        self._too_large(end, MAX_LINES, "lines")
        self.full = False  # of what stands in those lines
        return text[:end]

    def _too_large(self, at: int, most: int, what: str) -> None:
        if not self.full:
            self._problem(
                at,
                at + 1,
                "too-large",
                f"What follows was not read: this page has more than {most:,} {what}. "
                "Split it into several pages.",
            )
        self.full = True

    def _scan(self, text: str, base: int) -> tuple[Inline, str]:
        """What a paragraph or a row holds that begins at ``base``, and how its numbers are read."""
        found = scan(text, self.references, MAX_MARKS - self.marks)
        if "," in text or self.commas == DECIMAL:
            numbers = frozenset(n.start for n in found.numerals if n.reason not in _COMPOUND)
            signs = decimals(text, numbers) if self.commas == DECIMAL else ()
            if signs:
                self.signs += [(base + at, sign) for at, sign in signs]
                text = replaced(text, signs)
                found = scan(text, self.references, MAX_MARKS - self.marks)
            elif not self.commas:
                self.shown.add(text, numbers)
        self.marks += found.marks
        if found.end < len(text):
            what = "signs that may begin a formula, a number or a link"
            self._too_large(base + found.end, MAX_MARKS, what)
        if "[^" in text:
            # A note says nothing of what the number before it is part of.
            text = _NOTE.sub(lambda note: " " * len(note[0]), text)
        return found, text

    def _as_printed(self, latex: str, start: int) -> str:
        """What stands in numbers of a text that was made a formula, with the page's own signs.

        Formulas tell by themselves what their commas mean.
        """
        low = bisect_left(self.signs, (start, ""))
        high = bisect_left(self.signs, (start + len(latex), ""))
        own = ((at - start, self.text[at], sign) for at, sign in self.signs[low:high])
        return replaced(latex, ((at, char) for at, char, sign in own if latex[at] == sign))

    def _keep_formula(self, formula: Formula) -> None:
        if len(self.formulas) < MAX_FORMULAS:
            self.formulas.append(formula)
        else:
            self._too_large(formula.span.start, MAX_FORMULAS, "formulas")

    def _keep_number(self, number: Number) -> None:
        self.put += len(number.binding.source) if number.binding else 0
        if number.binding and self.put > MAX_PUT:
            self._too_large(number.span.start, MAX_PUT, "characters said of the rows of its tables")
        elif len(self.numbers) < MAX_NUMBERS:
            self.numbers.append(number)
        else:
            self._too_large(number.span.start, MAX_NUMBERS, "numbers outside formulas and code")

    def _problem(self, start: int, end: int, rule: str, message: str) -> None:
        self.problems.setdefault((start, end, rule), Problem(Span(start, end), rule, message))

    # Front matter

    def _front(self) -> int:
        """Read the front matter; where the page begins behind it."""
        text = self.text
        opening = _FRONT.match(text)
        closing = opening and _FRONT_END.search(text, opening.end())
        if not opening or not closing:
            return 1 if text.startswith("\ufeff") else 0
        start, end = opening.start(1), closing.end()
        source = text[opening.end() : closing.start()]
        apart = not source.partition("\n")[0].strip()
        if apart and (len(source) > LONGEST_FRONT or _HOLDS_FORMULA.search(source)):
            return start  # two lines across the page, with text between
        if len(source) > LONGEST_FRONT:
            self._problem(
                start,
                start + 3,
                "bad-front-matter",
                f"The front matter is {len(source):,} characters long and was not read; "
                f"{LONGEST_FRONT:,} are the most.",
            )
            return end
        bad: tuple[int, str] | None = None
        front: object = None
        try:
            front = yaml.safe_load(source)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at = opening.end() + (mark.index if mark else 0)
            bad = min(at, closing.start()), error.problem or error.context or "it is not YAML"
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            bad = start, str(error)  # PyYAML: a date 2026-02-31, a character it forbids
        except yaml.YAMLError as error:
            bad = start, str(error).partition("\n")[0]
        except RecursionError:
            bad = start, "it is nested too deeply"
        if isinstance(front, dict):
            self.front = {str(key): value for key, value in front.items()}
            self._own_settings(start)
        elif front is not None:
            bad = start, f"it is a {type(front).__name__}, not names with values"
        if bad is not None and apart:
            return start
        if bad is not None:
            self._bad_front(*bad)
        return end

    def _own_settings(self, start: int) -> None:
        """Say so if the page's settings for this tool cannot be used, and leave them out."""
        own = self.front.get("mathdoctest")
        if own is None:
            return
        if isinstance(own, dict) and all(
            key in _SETTINGS and _SETTINGS[key](value) for key, value in own.items()
        ):
            return
        self.front = {key: value for key, value in self.front.items() if key != "mathdoctest"}
        self._problem(
            start,
            start + 3,
            "bad-front-matter",
            "What the front matter says under mathdoctest cannot be used. The settings are "
            "continues, the path of the page that this one continues, and live, true or false.",
        )

    def _bad_front(self, at: int, what: str) -> None:
        self._problem(
            at,
            at + 1,
            "bad-front-matter",
            f"The front matter could not be read: {what}. "
            "It must be YAML between two lines of three dashes.",
        )

    # Blocks

    def _add(self, block: Block) -> None:
        if isinstance(block, Prose):
            self.section += block.heading or self._begins_problem(block)
            place = _Place(reason=block.reason, heading=block.heading)
            found, text = self._scan(block.text, block.start)
            if not place.reason and not place.heading:
                self._type(found, text, block.start)
                _calculate(found, text)
                self._give(found, text, block.start)
            self._inline(found, text, block.start, place)
        elif isinstance(block, Display):
            self.block += 1
            self._keep_formula(
                Formula(
                    span=Span(block.start, block.end),
                    body=Span(block.body_start, block.body_end),
                    latex=block.latex,
                    display=True,
                    delimiter=block.delimiter,
                    block=self.block,
                    section=self.section,
                )
            )
        elif isinstance(block, Code):
            self._code(block)
        elif isinstance(block, Grid):
            self._table(block)
        elif isinstance(block, Marker):
            span = Span(block.start, block.end)
            text = self.text[block.start : block.end]
            self._keep_number(Number(span, text, "structural", "list marker"))
        else:
            self._problem(block.start, block.end, block.rule, block.message)
        self.item = isinstance(block, Marker)

    def _type(self, found: Inline, text: str, base: int, *, rows: bool = False) -> None:
        """Make formulas of what a text types without LaTeX."""
        if self.typed is None:
            self._look_for_typed(found, text, base, rows=rows)
            return
        low = bisect_left(self.typed, base, key=BEGINS)
        high = bisect_left(self.typed, base + len(text), key=BEGINS)
        made: list[Math] = []
        before = [math.end for math in found.math]
        for one in self.typed[low:high]:
            start, end = one.start - base, one.end - base
            if one.goes_on:
                k = bisect_right(before, start)
                ends = [*(m.end for m in made[-1:]), *before[max(k - 1, 0) : k]]
                if not ends:
                    ends = [f.span.end - base for f in self.formulas[-1:]]
                # Behind words, and behind nothing, it goes on from nothing.
                if not ends or not self._are_side_by_side(base + max(ends), one.start):
                    continue
            delimiter = "code" if one.code else "typed"
            made.append(Math(start, end, start, end, delimiter, one.latex))
        if made:
            found.numerals = _outside(found.numerals, made)
            found.math = sorted([*found.math, *made], key=lambda math: math.start)

    def _are_side_by_side(self, end: int, start: int) -> bool:
        """Whether nothing but blanks and marks stands between two formulas."""
        return start - end <= _GAP and not self.text[end:start].strip(" \t\r\n>*_")

    def _look_for_typed(self, found: Inline, text: str, base: int, *, rows: bool) -> None:
        """Note what of a text may be formulas."""
        made = typed(text, _ends(found), self.words, rows=rows)
        self.found_typed += [moved(one, base, self.section) for one in made]
        for start, end in found.codes:
            inside = text[start:end]
            if "=" in inside or "≈" in inside:
                made = typed(inside, _ends(scan(inside)), self.words, rows=True, code=True)
                self.found_typed += [moved(one, base + start, self.section) for one in made]

    def _give(self, found: Inline, text: str, base: int) -> None:
        """Make formulas of the equations in a text that give symbols without dollars."""
        low = bisect_left(self.told, base, key=BEGINS)
        high = bisect_left(self.told, base + len(text), key=BEGINS)
        for told in self.told[low:high]:
            start, end = told.start - base, told.end - base
            if any(math.start < end and start < math.end for math in found.math):
                continue
            latex = equation(self.text, told)
            found.math.append(Math(start, end, start, end, "text", latex))
            found.numerals = [n for n in found.numerals if not start <= n.start < end]
        found.math.sort(key=lambda math: math.start)

    def _begins_problem(self, block: Prose) -> bool:
        """Whether a paragraph is labelled as another problem, or stands in a box of its own."""
        folded = bisect_right(self.folds, block.start)
        opened, self.folded = folded > self.folded, max(folded, self.folded)
        answer = self.item and _ANSWER.match(block.text)
        return bool(opened or answer or _LABEL.match(block.text))

    def _inline(self, found: Inline, text: str, base: int, place: _Place) -> None:
        """Keep what a paragraph or a cell holds; positions in it count from ``base``."""
        self.block += 1
        spared = self._exemptions(found, text, base)
        for math in found.math:
            if math.end in spared:
                continue
            if not (place.cell or place.reason) and (lone := lone_number(text, math)):
                span = Span(base + lone.start("number"), base + lone.end("number"))
                negative = lone["sign"] in ("-", "\u2212")
                self._keep_number(Number(span, lone["number"], "unbound", negative=negative))
                continue
            self._keep_formula(
                Formula(
                    Span(base + math.start, base + math.end),
                    Span(base + math.body_start, base + math.body_end),
                    self._as_printed(math.latex, base + math.body_start)
                    or text[math.body_start : math.body_end],
                    False,  # noqa: FBT003  # display
                    math.delimiter,
                    self.block,
                    self.section,
                    place.cell,
                    place.heading,
                )
            )
        for start, end, rule, message in found.problems:
            self._problem(base + start, base + end, rule, message)
        said = self._comments(found.comments, base, place)
        for numeral in found.numerals:
            self._number(numeral, text, base, place, said.get(numeral.start))

    # Formulas and numbers, and what their author says about them

    def _exemptions(self, found: Inline, text: str, base: int) -> set[int]:
        """Take out the comments that exempt formulas; where those formulas of this text end.

        An exempt formula is one number of its page that makes no claim, and not read any further.
        """
        spared = set()
        maths = {math.end: math for math in found.math}
        others = []
        for comment in found.comments:
            math = maths.get(comment.start)
            display = None if math else self._display_before(base + comment.start)
            if not comment.content.startswith("exempt") or not (math or display):
                others.append(comment)
                continue
            reason = self._reason_to_exempt(
                Span(base + comment.start, base + comment.end), comment.content
            )
            if reason and math:
                spared.add(math.end)
                span = Span(base + math.start, base + math.end)
                source = text[math.body_start : math.body_end]
                self._keep_number(Number(span, source.strip(), "exempt", reason))
            elif reason and display:
                self.formulas.pop()
                self._keep_number(Number(display.span, display.latex.strip(), "exempt", reason))
        found.comments = others
        return spared

    def _reason_to_exempt(self, where: Span, content: str) -> str:
        """The reason that an exemption gives; without one it is a problem."""
        reason = _reason(content)
        if not reason:
            self._problem(
                where.start,
                where.end,
                "exempt-without-reason",
                "This exemption gives no reason; write <!-- exempt: why no computation stands "
                "behind it -->.",
            )
        return reason

    def _display_before(self, at: int) -> Formula | None:
        """The displayed formula that ends just before a place, or on the line above it."""
        last = self.formulas[-1] if self.formulas else None
        if last is None or not last.display:
            return None
        between = self.text[last.span.end : at]
        return last if not between.strip(" \t\r\n>") and between.count("\n") <= 1 else None

    def _comments(self, comments: list[Comment], base: int, place: _Place) -> dict[int, Comment]:
        """The comments that speak of a number, by where the number begins."""
        said: dict[int, Comment] = {}
        for comment in comments:
            content = comment.content
            if content.startswith("no-run"):
                self._expect_fence(None)
                self.no_run = (base + comment.end, content)
            elif place.header or not _SAYS.match(content):
                continue
            elif comment.number is not None:
                said[comment.number.start] = comment
            else:
                self._problem(
                    base + comment.start,
                    base + comment.end,
                    "binding-without-number",
                    "This comment stands directly behind no number; put it there, without a space "
                    "between (numbers in code and in formulas cannot be bound, and a formula "
                    "only be exempt).",
                )
        return said

    def _number(
        self, numeral: Numeral, text: str, base: int, place: _Place, own: Comment | None
    ) -> None:
        """Keep a number: what is said beside it goes before what it looks like, or its column."""
        span = Span(base + numeral.start, base + numeral.end)
        source = text[numeral.start : numeral.end]
        kind: NumberKind = "unbound"
        reason, binding = "", None
        structural = numeral.reason or place.reason
        if own:
            where = Span(base + own.start, base + own.end)
            kind, reason, binding = self._said(span, where, own.content, place.row)
        elif structural:
            kind, reason = "structural", structural
        elif place.column:
            kind, reason, binding = self._said(span, *place.column, place.row)
        elif place.implied:
            kind = "bound"
            binding = Binding(span, "math", place.implied, implied=True, name=place.name)
        self._keep_number(
            Number(span, source, kind, reason, binding, numeral.negative, numeral.percent)
        )

    def _said(
        self, number: Span, where: Span, content: str, row: _Row | None
    ) -> tuple[NumberKind, str, Binding | None]:
        """What the comment at ``where`` makes of a number: its kind, a reason, a binding."""
        if content.startswith("exempt"):
            reason = self._reason_to_exempt(where, content)
            return ("exempt" if reason else "unbound"), reason, None
        source = content[1:].strip()
        variables = row.variables if row else {}
        if source and not source.startswith("$"):
            return "bound", "", Binding(where, "python", source, variables=variables)
        match = _BINDING.fullmatch(source)
        latex = match.group(1).strip() if match else ""
        if match and latex:
            symbol = row.symbol if row else "#"
            if "#" not in latex or symbol:
                latex = latex.replace("#", symbol or "")
                before = match.group(2) is not None
                return "bound", "", Binding(where, "math", latex, before, variables)
            self._problem(
                number.start,
                number.end,
                "unreadable-binding",
                "The # of this column's binding stands for the formula in the row's first cell, "
                "which has none.",
            )
            return "unbound", "", None
        self._problem(
            where.start,
            where.end,
            "unreadable-binding",
            f"{source[:60]!r} is nothing that a number could be compared with; write a Python "
            "expression, $a formula$ or $a formula$ before.",
        )
        return "unbound", "", None

    # Tables

    def _table(self, grid: Grid) -> None:
        parts: list[list[_CellParts]] = []
        told = False
        for start, text in grid.rows:
            found, text = self._scan(text, start)  # noqa: PLW2901 -- its numbers as they are read
            if not parts:
                told = any(_SAYS.match(comment.content) for comment in found.comments)
            elif not told:
                self._type(found, text, start)
                _calculate(found, text)
            parts.append(_cells(start, text, found))
            if not told and len(parts) > 1:
                for cell, behind in itertools.pairwise(parts[-1]):
                    _calculate_cell(cell, behind)
        columns = [_column(cell) for cell in parts[0]]
        header = _Place(reason="table header", cell=True, header=True)
        rows = [[self._in_points(part.cell.text) for part in cells] for cells in parts]
        said = implied(rows[0], rows[1:], self.text[: grid.start])
        names = called(rows[0], rows[1:])
        if self.commas == DECIMAL:
            # As in the formulas of the page, where points group digits.
            said = {at: _DECIMAL_POINT.sub("{,}", latex) for at, latex in said.items()}
        counted = _counts_rows(rows)
        for position, cell in enumerate(parts[0]):
            own = said.get((-1, position), "")
            place = _Place(cell=True, header=True, implied=own) if own else header
            self._inline(cell.found, cell.row, cell.base, place)
        for index, cells in enumerate(parts[1:]):
            row = _row(index, cells, columns)
            for position, cell in enumerate(cells):
                column = columns[position] if position < len(columns) else _Column()
                reason = "names the row" if column.name and not column.says else ""
                if counted and not position and not column.says:
                    reason = "counts the rows"
                own = said.get((index, position), "") if _is_number(cell) else ""
                name = names.get((index, position), "") if own else ""
                place = _Place(
                    reason, cell=True, row=row, column=column.says, implied=own, name=name
                )
                self._inline(cell.found, cell.row, cell.base, place)
                if not reason and not column.says and (lone := _LONE.fullmatch(cell.cell.text)):
                    self._lone(lone, cell.cell.span.start, own)
        kept = tuple(
            tuple(Cell(part.cell.span, text) for part, text in zip(cells, texts, strict=True))
            for cells, texts in zip(parts, rows, strict=True)
        )
        self.tables.append(Table(Span(grid.start, grid.end), kept[0], kept[1:]))

    def _in_points(self, cell: str) -> str:
        r"""A cell whose formula is a number, as other numbers of it are read: ``$1.9$``."""
        if "," not in cell or not _LONE.fullmatch(cell):
            return cell
        self.shown.cells = True
        mark = "." if self.commas == DECIMAL else ","
        return cell.replace("{,}", mark).replace(",", mark)

    def _lone(self, found: re.Match[str], at: int, own: str) -> None:
        """Keep a number that is all of the formula that a cell holds."""
        span = Span(at + found.start(2), at + found.end(2))
        binding = Binding(span, "math", own, implied=True) if own else None
        negative = found[1] in ("-", "\u2212")
        kind: NumberKind = "bound" if own else "unbound"
        text = self._in_points(found[0]).strip("*_$-+\u2212 ")
        self._keep_number(
            Number(span, text, kind, binding=binding, negative=negative, formula=True)
        )

    # Code

    def _code(self, block: Code) -> None:
        no_run = self._expect_fence(block)
        kind, reason = _kind(block)
        if no_run is not None and block.closed:
            kind, reason = "declared", no_run
            if not no_run:
                kind, reason = "unlexed", "its no-run comment gives no reason"
        self.fences.append(
            Fence(
                span=Span(block.start, block.end),
                body=Span(block.body_start, block.body_end),
                language=block.language,
                info=block.info,
                code=block.code,
                line=self._line(block.body_start),
                kind=kind,
                reason=reason,
            )
        )
        if block.closed and not block.language:
            text = self.text[block.body_start : block.body_end]
            found, text = self._scan(text, block.body_start)
            self._type(found, text, block.body_start, rows=True)
            _calculate(found, text, rows=True)
            self._give(found, text, block.body_start)
            found.math = [math for math in found.math if math.delimiter in WITHOUT]
            found.numerals.clear()
            found.comments.clear()
            found.problems.clear()
            self._inline(found, text, block.body_start, _Place())

    def _expect_fence(self, block: Code | None) -> str | None:
        """The reason of the ``no-run`` comment in front of a fence, or None without one."""
        if self.no_run is None:
            return None
        end, content = self.no_run
        self.no_run = None
        if block is not None and not self.text[end : block.start].strip(" \t\r\n>"):
            return _reason(content)
        self._problem(
            end - 3,
            end,
            "no-run-without-fence",
            "No block of code follows this no-run comment; put it on the line before one.",
        )
        return None

    def _line(self, offset: int) -> int:
        """The line of an offset that is not before the one asked for last."""
        at, line = self.lines
        line += self.text.count("\n", at, offset)
        self.lines = (offset, line)
        return line


@dataclass(frozen=True, slots=True)
class _Row:
    """What a table row gives to the bindings in it."""

    variables: Mapping[str, int | float | str]
    symbol: str | None
    """The LaTeX of the formula in its first cell."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What a header cell's comments say about the cells below it."""

    name: str = ""
    says: tuple[Span, str] | None = None
    """A binding or an exemption."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an inline text stands."""

    reason: str = ""
    """Why its numbers make no claim; empty where they may."""
    heading: bool = False
    cell: bool = False
    header: bool = False
    """Whether it is a table's header cell, whose comments speak of the column."""
    row: _Row | None = None
    column: tuple[Span, str] | None = None
    implied: str = ""
    """The LaTeX that the table's head says a number of the cell is."""
    name: str = ""
    """That of the symbol that it gives it."""


@dataclass(frozen=True, slots=True)
class _CellParts:
    """A cell, and what the row's text holds between its bars."""

    cell: Cell
    base: int
    row: str
    found: Inline


def _cells(base: int, row: str, found: Inline) -> list[_CellParts]:
    """The cells of a table row that begins at ``base``."""
    bars = found.bars
    edges = [-1, *bars, len(row)]
    parts = []
    for left, right in itertools.pairwise(edges):
        start, end = left + 1, right
        while start < end and row[start].isspace():
            start += 1
        while end > start and row[end - 1].isspace():
            end -= 1
        cell = Cell(Span(base + start, base + end), row[start:end])
        parts.append(_CellParts(cell, base, row, Inline()))
    for math in found.math:
        parts[bisect_left(bars, math.start)].found.math.append(math)
    for numeral in found.numerals:
        parts[bisect_left(bars, numeral.start)].found.numerals.append(numeral)
    for comment in found.comments:
        parts[bisect_left(bars, comment.start)].found.comments.append(comment)
    for problem in found.problems:
        parts[bisect_left(bars, problem[0])].found.problems.append(problem)
    if len(parts) > 1 and not parts[-1].cell.text:
        parts.pop()
    if len(parts) > 1 and not parts[0].cell.text and row.startswith("|"):
        del parts[0]
    return parts


def _calculate(found: Inline, text: str, *, rows: bool = False) -> None:
    """Make formulas of the numbers that are calculated with in a text, without dollars."""
    said = {comment.number.start for comment in found.comments if comment.number}
    made = calculations(text, found.numerals, said, rows=rows)
    if made:
        found.math += [Math(c.start, c.end, c.start, c.end, "text", c.latex) for c in made]
        found.math.sort(key=lambda math: math.start)
    if found.math:
        found.math = joined(text, found.math, [n for n in found.numerals if n.start not in said])
    longer = [math for math in found.math if math.latex]
    if longer:
        found.numerals = _outside(found.numerals, longer)


def _calculate_cell(cell: _CellParts, behind: _CellParts) -> None:
    """Make a formula of a calculation that is all of a cell, and its result all of the next one."""
    found = cell.found
    lone = _LONE_CELL.fullmatch(behind.cell.text)
    if lone is None or found.math or len(found.numerals) == 1:
        return
    start, end = (at - cell.base for at in (cell.cell.span.start, cell.cell.span.end))
    ends = {n.start: n.end for n in found.numerals if not n.reason}
    worked_out = worked_out_at(cell.row, start, ends) if _SIGN.search(cell.cell.text) else None
    if worked_out is None or worked_out[0].end != end:
        return
    said, size = worked_out
    shown = float(lone[1].translate(_GROUPING))
    off = log10(abs(shown / size)) if shown and size else 1.0
    # A result may have a slip, or its point elsewhere; what is far off is another number.
    if abs(off) < _NEAR or abs(remainder(off, 1)) < _SHIFTED:
        found.math = [Math(start, end, start, end, "text", said.latex)]
        found.numerals = []


def _ends(found: Inline) -> dict[int, int]:
    """Where the numbers of a text end, by where they begin, but for those with a comment."""
    said = {comment.number.start for comment in found.comments if comment.number}
    return {n.start: n.end for n in found.numerals if not n.reason and n.start not in said}


def _outside(numerals: list[Numeral], maths: Sequence[Math]) -> list[Numeral]:
    """The numbers that stand in none of some formulas."""
    starts = [math.start for math in maths]
    ends = [0, *(math.end for math in maths)]
    return [n for n in numerals if n.start >= ends[bisect_right(starts, n.start)]]


def _counts_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first column has an index at its head, and 0, 1, 2, … or 1, 2, … below."""
    head, *cells = (row[0].strip(" *_$") if row else "" for row in rows)
    numbers = [k for cell in cells if (k := whole_number(cell)) is not None]
    counts = numbers in ([*range(len(cells))], [*range(1, len(cells) + 1)])
    return head in _COUNTERS and len(cells) > 1 and counts


def _is_number(cell: _CellParts) -> bool:
    return len(cell.found.numerals) == 1 or _LONE.fullmatch(cell.cell.text) is not None


def _column(header: _CellParts) -> _Column:
    name = ""
    says = None
    for comment in header.found.comments:
        if _SAYS.match(comment.content):
            start, end = header.base + comment.start, header.base + comment.end
            says = Span(start, end), comment.content
        elif _NAME.fullmatch(comment.content):
            name = comment.content
    return _Column(name, says)


def _row(index: int, cells: list[_CellParts], columns: list[_Column]) -> _Row:
    variables: dict[str, int | float | str] = {"row": index}
    for cell, column in zip(cells, columns, strict=False):
        if column.name:
            variables[column.name] = _value(cell)
    symbol = None
    if cells and cells[0].found.math and not cells[0].found.math[0].latex:
        first = cells[0].found.math[0]
        symbol = cells[0].row[first.body_start : first.body_end].strip()
    return _Row(variables, symbol)


def _value(cell: _CellParts) -> int | float | str:
    """What a cell stands for: a number, the LaTeX of its one formula, or its text."""
    start = cell.cell.span.start - cell.base
    text = cell.cell.text
    for comment in reversed(cell.found.comments):
        text = text[: comment.start - start] + text[comment.end - start :]
    text = text.strip().strip("*_`").strip()
    if len(cell.found.math) == 1:
        math = cell.found.math[0]
        if text == cell.row[math.start : math.end]:
            return cell.row[math.body_start : math.body_end].strip()
    plain = text.translate(_GROUPING).removesuffix("%").rstrip()
    if not _VALUE.fullmatch(plain):
        return text
    if text.endswith("%"):
        return float(plain) / 100
    if plain.lstrip("-+").isdigit() and len(plain) < 1000:  # int() refuses 4,301
        return int(plain)
    return float(plain)


def _reason(content: str) -> str:
    """The reason that an exemption or a ``no-run`` comment gives."""
    return " ".join(_REASON.sub("", content, count=1).split())


def _kind(block: Code) -> tuple[FenceKind, str]:
    """What is done with a block of code, and why nothing is where that is so."""
    language = block.language
    if not block.closed:
        return "unlexed", "it is never closed"
    if not block.fence:
        return "unlexed", "it is indented code, which names no language; use a fence"
    if not language:
        return "unlexed", "it names no language; add one, such as python or text"
    if language in _PYTHON:
        if language.startswith("ipython") and _MAGIC.search(block.code):
            return "unlexed", "it holds IPython's commands or prompts, which are not Python"
        code = (line for line in block.code.splitlines() if line and not line.startswith("#"))
        return ("doctest" if next(code, "").startswith(">>>") else "python"), ""
    if language in _DOCTEST:
        if ">>>" in block.code:
            return "doctest", ""
        return "unlexed", "it has no >>> prompt"
    if language not in _LIKE_PYTHON and len(language) < 20:
        close = difflib.get_close_matches(language, _PYTHON | _DOCTEST, 1, 0.8)
        if close:
            return "unlexed", f"{language!r} is not a language; {close[0]!r} is"
    return "foreign", ""
