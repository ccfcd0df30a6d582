r"""The report for a reader: each finding under the formula that it speaks of.

::

    docs/walkthrough.md:53:53: wrong-literal
      a_2 = \sigma(z_2) = \frac{1}{1 + e^{-1.87}} \approx 0.86607
                                                          ^^^^^^^
      stands for \sigma(z_2), with z_2 = 1.87 (line 49)
      exact 0.8664582775…, to 5 decimals 0.86646
      7 more literals on lines 59–111 repeat or follow from it

What fails the run is shown in full, everything else on one line each, the same for several places
once, and the numbers that nobody vouches for on one line for the whole page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TypeAlias

from mathdoctest.page import Page
from mathdoctest.report import Claim, Crash, Finding, Operand, Report
from mathdoctest.reporting.tally import count
from mathdoctest.tree import Neg
from mathdoctest.unparse import unparse

WIDTH = 100
"""Columns of an excerpt; a longer formula is cut around what is meant."""
DIGITS = 10
"""Digits of an exact value that a reader needs to see why it rounds as it does."""
_OPERANDS = 6
_NUMBERS = 6
"""How many of the numbers that an error left without a value are shown one by one."""
_STRANDED = (
    ("no-value", "symbol or output has no value", "symbols or outputs have no value"),
    ("code-not-run", "piece of code was not run", "pieces of code were not run"),
)
"""What else an error may leave behind, by the rule of its finding."""
_BLANKS = re.compile(r"\s\s|[^\S ]")
_OPENS = re.compile(
    r"(?:[$=≈<>≤≥(\[{,;:&|]|\\\\|\\(?:[,;:!]|approx|simeq|leq?|geq?|to|leftarrow|cdot|times|q?quad))\Z"
)
"""What a minus sign stands behind that is the sign of a number, and takes nothing away."""
_LONGEST_SIGN = 20
"""Characters before a number that are searched for both."""
_REACH = 2
"""How many widths of an excerpt are looked at on either side of what is meant."""
_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2"}

Painter: TypeAlias = Callable[[str, str], str]


def plain(text: str, _style: str) -> str:
    """A painter for a log or a file: no colour."""
    return text


def ansi(text: str, style: str) -> str:
    """A painter for a terminal."""
    return f"\033[{_CODES[style]}m{text}\033[0m"


def render(report: Report, *, strict: bool = False, paint: Painter = plain) -> str:
    """Everything that a reader should know about one page; empty where nothing is to be said."""
    blocks: list[str] = []
    brief: dict[str, list[Claim | Finding]] = {}
    unvouched: list[int] = []
    groups = grouped(report.claims)
    waiting = stranded(report)
    told = {id(item) for following in waiting.values() for item in following}
    items: list[tuple[Claim | Finding, list[Claim | Finding]]] = [
        (report.claims[root], list(following)) for root, following in groups.items()
    ]
    items += [(finding, waiting.get(at, [])) for at, finding in enumerate(report.findings)]
    items = [entry for entry in items if id(entry[0]) not in told]
    for item, following in sorted(items, key=lambda entry: (advises(entry[0]), entry[0].start)):
        if not fails(item, strict=strict):
            if item.verdict == "unverified" and not advises(item):
                unvouched += [item.line, *(other.line for other in following)]
            else:
                for one in (item, *following):
                    brief.setdefault(_said(one), []).append(one)
        else:
            blocks.append(block(report, item, following, paint))
    notes = [_brief(report, said, items, paint) for said, items in brief.items()]
    if unvouched:
        notes.append(
            f"{clean(report.path)}: {count(len(unvouched), 'thing is', 'things are')} unverified, "
            f"on {_lines(unvouched)} (--strict lists each)"
        )
    if notes:
        blocks.append("\n".join(notes))
    return "\n\n".join(blocks)


def headline(item: Claim | Finding) -> str:
    """The rule that an item breaks, or the verdict where no rule was named."""
    return item.rule or item.verdict


def sentence(item: Claim | Finding) -> str:
    """One sentence: published and computed value, for a log line or a test failure."""
    if isinstance(item, Finding):
        return item.message or f"{item.rule}: {item.verdict}"
    if item.rule == "wrong-literal" and item.expected and item.stands_for:
        exact = f" (exact {shorten(item.exact_as_printed)})" if item.exact else ""
        return f"{item.text} stands for {item.stands_for} and should be {item.expected}{exact}"
    return item.message or f"{item.text} is {item.verdict}"


def grouped(claims: tuple[Claim, ...]) -> dict[int, list[Claim]]:
    """Every claim that speaks for itself, by its index, with those that repeat or follow from it.

    A cause is followed up to its root; claims that are verified stand nowhere.
    """
    groups: dict[int, list[Claim]] = {}
    for index, claim in enumerate(claims):
        if claim.verdict == "verified":
            continue
        root, walked = index, {index}
        while (cause := claims[root].cause) is not None and cause not in walked:
            if cause >= len(claims) or claims[cause].verdict == "verified":
                break
            walked.add(cause)
            root = cause
        # A circle of causes has no root: the first of it stands for it.
        root = min(walked) if claims[root].cause in walked else root
        group = groups.setdefault(root, [])
        if root != index:
            group.append(claim)
    return groups


def stranded(report: Report) -> dict[int, list[Claim | Finding]]:
    """What each error of a page's code has left without a value, by the finding that tells of it.

    Findings are named by their index.
    """
    told: dict[Crash, int] = {}
    for at, finding in enumerate(report.findings):
        if finding.crash is not None and finding.rule == "code-failed":
            told.setdefault(finding.crash, at)
    found: dict[int, list[Claim | Finding]] = {}
    items: list[Claim | Finding] = [*report.claims, *report.findings]
    for item in items:
        if item.crash in told and item.rule != "code-failed":
            found.setdefault(told[item.crash], []).append(item)
    return found


def advises(item: Claim | Finding) -> bool:
    """Whether an item fails a check only under ``--strict``, and then as advice."""
    return isinstance(item, Finding) and item.advice


def fails(item: Claim | Finding, *, strict: bool) -> bool:
    """Whether an item that is not verified fails a check."""
    return strict or (item.verdict == "wrong" and not advises(item))


def block(
    report: Report,
    item: Claim | Finding,
    following: Sequence[Claim | Finding],
    paint: Painter = plain,
) -> str:
    """An item in full, under the formula that it speaks of, with what follows from it."""
    if isinstance(item, Finding):
        return _finding_block(report, item, following, paint)
    return _claim_block(report, item, following, paint)


def _said(item: Claim | Finding) -> str:
    label = "advice: " if advises(item) else ""
    return f"{label}{headline(item)}: {_one_line(sentence(item))}"


def _brief(report: Report, said: str, items: Sequence[Claim | Finding], paint: Painter) -> str:
    """What is to be said of one or more items of a page, at the first of them."""
    first, *others = items
    again = ""
    if others:
        times = count(len(others), "more time", "more times")
        again = f" ({times}, on {_lines(other.line for other in others)})"
    return f"{_place(report, first, paint)}: {said}{again}"


def _place(report: Report, item: Claim | Finding, paint: Painter) -> str:
    return paint(f"{clean(report.path)}:{item.line}:{item.column}", "bold")


def _finding_block(
    report: Report, finding: Finding, following: Sequence[Claim | Finding], paint: Painter
) -> str:
    colour = "red" if finding.verdict == "wrong" and not finding.advice else "yellow"
    lines = [f"{_place(report, finding, paint)}: {paint(headline(finding), colour)}"]
    lines += pointed(report.page, finding.start, finding.end, paint, colour)
    lines += [f"  {clean(line)}" for line in finding.message.splitlines()]
    numbers = sorted((i for i in following if isinstance(i, Claim)), key=lambda i: i.start)
    if numbers:
        have = count(len(numbers), "number has", "numbers have")
        shown = ", ".join(f"{c.text} (line {c.line})" for c in numbers[:_NUMBERS])
        rest = numbers[_NUMBERS:]
        more = f" and {len(rest):,} more on {_lines(c.line for c in rest)}" if rest else ""
        lines.append(f"  {have} no value because of it: {shown}{more}")
    others = [item for item in following if isinstance(item, Finding)]
    for rule, one, many in _STRANDED:
        places = [item.line for item in others if item.rule == rule]
        if places:
            lines.append(f"  {count(len(places), one, many)} because of it, on {_lines(places)}")
    return "\n".join(lines)


def _claim_block(
    report: Report, claim: Claim, following: Sequence[Claim | Finding], paint: Painter
) -> str:
    colour = "red" if claim.verdict == "wrong" else "yellow"
    lines = [f"{_place(report, claim, paint)}: {paint(headline(claim), colour)}"]
    lines += pointed(report.page, claim.start, claim.end, paint, colour)
    if claim.rule == "wrong-literal" and claim.stands_for and claim.exact:
        stands_for, exact, expected = _with_sign(report.page, claim)
        lines.append(f"  stands for {_one_line(stands_for)}{_with(claim.operands)}")
        lines.append(f"  exact {shorten(exact)}, {_rounded(expected, paint)}")
    else:
        lines += [f"  {clean(line)}" for line in (claim.message or claim.text).splitlines()]
    if following:
        more = count(len(following), "more literal", "more literals")
        verb = "repeats or follows" if len(following) == 1 else "repeat or follow"
        lines.append(f"  {more} on {_lines(c.line for c in following)} {verb} from it")
    return "\n".join(lines)


def with_value(operand: Operand) -> str:
    """A symbol and its value, or what a rounded number is a part of."""
    value = shorten(operand.value)
    rounded = operand.name[:1].isdigit()
    return f"{value} for {operand.name}" if rounded else f"{operand.name} = {value}"


def _with(operands: tuple[Operand, ...]) -> str:
    if not operands:
        return ""
    shown = [
        _one_line(with_value(o)) + (f" (line {o.line})" if o.line else "")
        for o in operands[:_OPERANDS]
    ]
    rest = len(operands) - len(shown)
    return f", with {', '.join(shown)}" + (f" and {rest} more" if rest else "")


def _with_sign(page: Page, claim: Claim) -> tuple[str, str, str]:
    """What a number stands for, its exact value, and what should be printed.

    With the sign that stands before the number: a reader takes it for a part of that.
    """
    exact, expected = claim.exact_as_printed, claim.expected
    before = page.text[max(0, claim.start - _LONGEST_SIGN) : claim.start].rstrip()
    signed = before[-1:] in ("-", "\N{MINUS SIGN}")
    behind = before[:-1].rstrip()
    if claim.kind != "equation":
        below = signed and exact.startswith("-") and not expected.startswith("-")
        return claim.stands_for, exact, _negative(expected) if below else expected
    quantity = None if claim.said else claim.quantity
    if signed and isinstance(quantity, Neg) and (not behind or _OPENS.search(behind)):
        return unparse(quantity.arg), _negative(exact), _negative(expected)
    return claim.stands_for, exact, expected


def _negative(digits: str) -> str:
    if not digits.strip("0.,{} %"):
        return digits
    return digits.removeprefix("-") if digits.startswith("-") else f"-{digits}"


def _rounded(expected: str, paint: Painter) -> str:
    shown = paint(clean(expected), "green")
    digits = re.fullmatch(r"[+-]?\d*(?:\.(\d+))?", expected)
    if not digits:
        return f"which makes it {shown}"
    decimals = len(digits[1] or "")
    if not decimals:
        return f"to a whole number {shown}"
    return f"to {count(decimals, 'decimal', 'decimals')} {shown}"


def shorten(value: str) -> str:
    """An exact value to as many digits as a reader needs, with ``…`` where there are more."""
    if value.endswith(" %"):
        return f"{shorten(value.removesuffix(' %'))} %"
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _one_line(value)
    if not number.is_finite() or len(number.as_tuple().digits) <= DIGITS:
        return value
    rounded = Context(prec=DIGITS, rounding=ROUND_HALF_UP).plus(number)
    # The powers of ten at which Python, too, changes to an exponent.
    plainly = -5 < rounded.adjusted() < DIGITS
    return f"{rounded:f}…" if plainly else f"{rounded:e}…"


def _lines(numbers: Iterable[int]) -> str:
    lines = sorted(set(numbers))
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"lines {lines[0]}–{lines[-1]}"


# ---------------------------------------------------------------- excerpts


def pointed(
    page: Page, start: int, end: int, paint: Painter = plain, colour: str = "yellow"
) -> Iterator[str]:
    """Two lines: the formula (or the line) around a range, and marks under the range."""
    text, first, last = excerpt(page, start, end)
    if not text:
        return
    yield f"  {text}"
    # A line of marks is as wide as a terminal shows the text above it, not as it has characters.
    indent = " " * _width(text[:first])
    yield f"  {indent}{paint('^' * max(1, _width(text[first:last])), colour)}"


def excerpt(page: Page, start: int, end: int, width: int = WIDTH) -> tuple[str, int, int]:
    """The formula (or the line) around a range of the page, on one line of at most ``width``.

    Returns:
        The text, and where in it the range begins and ends.
    """
    start = max(0, min(start, len(page.text)))
    end = max(start, min(end, len(page.text), start + width))
    source, base = _around(page, start, end, width)
    text, first, last = _collapsed(source, start - base, end - base)
    return _window(text, first, max(last, first), width)


def _collapsed(source: str, start: int, end: int) -> tuple[str, int, int]:
    """A text with each run of blanks made one space, and where a range of it has come to."""
    if not _BLANKS.search(source):
        text = clean(source).rstrip()
        lead = len(text) - len(text.lstrip())
        first, last = (min(max(at - lead, 0), len(text) - lead) for at in (start, end))
        return text.lstrip(), first, last
    kept: list[str] = []
    first = last = -1
    blank = True
    for offset, char in enumerate(source):
        if first < 0 and offset >= start and not (char.isspace() and offset < end - 1):
            first = len(kept)
        if last < 0 and offset >= end:
            last = len(kept)
        if char.isspace():
            if not blank:
                kept.append(" ")
            blank = True
        else:
            kept.append(char)
            blank = False
    text = clean("".join(kept)).rstrip()
    first = len(text) if first < 0 else min(first, len(text))
    return text, first, len(text) if last < 0 else min(max(last, first), len(text))


def _around(page: Page, start: int, end: int, width: int) -> tuple[str, int]:
    """The formula that holds the range, else the line; with the offset at which it begins.

    Of either no more than is near: a page of one endless line has as many findings as that line
    has numbers.
    """
    first, last = max(0, start - _REACH * width), end + _REACH * width
    at = page.formula_before(start)
    if at >= 0:
        body = page.formulas[at].body
        if body.start <= start and end <= body.end:
            first, last = max(first, body.start), min(last, body.end)
            formula = page.formulas[at]
            latex = formula.latex[first - body.start : last - body.start]
            if formula.delimiter == "typed":
                latex = page.text[first:last]
            if len(" ".join(latex.split())) <= width or "\n" not in latex.strip():
                return latex, first
            # One row of a long alignment says more than the middle of all of it.
            left = latex.rfind("\n", 0, start - first) + 1
            right = latex.find("\n", max(left, end - first))
            return latex[left : None if right < 0 else right], first + left
    line, _ = page.position(start)
    first = max(first, page.line_start(line))
    text = page.text[first:last]
    return text.partition("\n")[0].rstrip("\r"), first


def _window(text: str, first: int, last: int, width: int) -> tuple[str, int, int]:
    if len(text) <= width:
        return text, first, last
    last = min(last, first + width - 2)
    left = max(0, min((first + last - width) // 2, len(text) - width))
    right = left + width
    head, tail = ("…" if left else ""), ("…" if right < len(text) else "")
    inner = text[left + len(head) : right - len(tail)]
    return head + inner + tail, first - left, last - left


def _width(text: str) -> int:
    """Columns that a terminal gives to a text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def clean(text: str) -> str:
    """A page's text without anything that a terminal would obey instead of showing it."""
    if text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c
        for c in text.replace("\t", " ")
    )


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))
