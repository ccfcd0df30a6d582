"""The check itself: every link of every chain, every bound number, every symbol against the code.

`check` goes through a page once, from top to bottom. Each chain of formulas is laid out segment by
segment: a literal of one segment stands for a part of the segment before (`align`), and is right if
its digits are those of that part's exact value.
"""

from __future__ import annotations

import math
import pickle
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from mathdoctest.commas import DECIMAL, meaning
from mathdoctest.conversion import unit, worth_behind
from mathdoctest.document import Base, Document
from mathdoctest.evaluate import UnknownValueError, Values
from mathdoctest.extract import extract
from mathdoctest.garbage import without_collection
from mathdoctest.givens import holds
from mathdoctest.heads import prefixes
from mathdoctest.latex import parse
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import PROPORTIONAL, LatexError, Names, Token, collect, lex, uncertainties
from mathdoctest.limits import MAX_PAGE_TOKENS
from mathdoctest.normal import names_of
from mathdoctest.notation import Notation, NotationRow, name_of_row, notation_rows
from mathdoctest.outline import Statement
from mathdoctest.page import Formula, Number, Page, Span
from mathdoctest.prose import Prose
from mathdoctest.report import Claim, Finding, Report
from mathdoctest.samples import Samples
from mathdoctest.slips import one_slip
from mathdoctest.source import UnreadableError, read
from mathdoctest.statements import Statements
from mathdoctest.tree import Call, Div, Num, Opaque, behind, walk
from mathdoctest.units import worth

_DIGITS = re.compile(r"\d+\.?\d*")
_SHORT = 3
"""Characters of numbers that are like too many others."""
_BORNE_OUT = 2
"""Formulas typed as text that must be right for one that is found wrong."""
_LOGARITHMS = frozenset(("log", "ln", "log10", "log2"))
_OF_ROW = re.compile(r"(\\?[A-Za-z]+)_\{\d{1,2}\}")
"""What the head of a column says of the number in a row, where it is a name."""
TELLING = 3
"""Numbers that another logarithm makes right, where no word on the page asks for it."""
_SPEAKS_OF = {
    2: re.compile(
        r"\bbits\b|(?<!cross[- ])\bentrop(?:y|ie|ía)|information gain|shannon|\bnats\b"
        r"|(?<!交叉)熵|比特",
        re.IGNORECASE,
    ),
    10: re.compile(
        r"\bp(?:H|K|OH)|\\p?K_?a|\bdB\b|decibel|\blg\b|log.?10|acid|buffer|richter|decade|absorb|"
        r"magnitude|Säure|酸|scale|nernst|signal",
        re.IGNORECASE,
    ),
}
"""Words of pages whose logarithms have this base."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A checked page, and the names that another page may continue with."""

    report: Report
    document: Document
    prefixed: bool = False
    """Whether units with prefixes stand on the page."""


def check(
    text: str,
    *,
    path: str | None = None,
    notation: str | None = None,
    strict: bool = False,  # noqa: ARG001 - what is strict is judged by `Report.ok`
    namespace: Mapping[str, Any] | None = None,
) -> Report:
    """Check a Markdown page.

    Args:
        text: the page.
        path: its path, for messages and to find a page that it continues.
        notation: the path of the page whose table binds symbols to Python expressions.
        strict: kept for callers that pass it on; a report holds everything, and ``ok(strict=True)``
            judges it.
        namespace: the names that the page's code defined; ``None`` if it was not run.

    Returns:
        The report. It never raises for what is in the page.
    """
    with without_collection():
        page = extract(text, path or "<text>")
        return examine(page, notation=notation, namespace=namespace).report


def examine(
    page: Page, *, notation: str | None = None, namespace: Mapping[str, Any] | None = None
) -> Examined:
    """Check a page that was read already; see `check`."""
    base, problem = continued_base(page)
    rows = () if notation is None else notation_rows(page, notation)
    examined = _read(page, base, rows, namespace)
    if problem:
        examined = replace(examined, report=_with_problem(examined.report, problem))
    return examined


def continued_base(page: Page) -> tuple[Base | None, str]:
    """What the page that a page continues hands on to it, and what is wrong with that."""
    before, problem = _continued(page, frozenset())
    return None if before is None else _base(before), problem


def lineage(page: Page) -> Iterator[Page]:
    """A page and those that it continues, the first of them first."""
    before, _ = _continued(page, frozenset())
    earlier = []
    while before is not None:
        earlier.append(extracted(before.text, before.path))
        before = before.before
    yield from reversed(earlier)
    yield page


def ambiguous(text: str) -> bool:
    r"""Whether a page writes ``\\log`` alone, natural to some and decadic to others."""
    # A search for a plain word is quick, and most pages have none.
    return "log" in text and re.search(r"\\log(?![a-z_])|\blog\(", text) is not None


def _read(
    page: Page,
    base: Base | None,
    rows: tuple[NotationRow, ...],
    namespace: Mapping[str, Any] | None,
) -> Examined:
    """Check a page with the formulas that it types as text, as far as its numbers bear them out.

    A paragraph or a fence whose formulas are found wrong more often than right was none of
    formulas; nor was any, where one of them makes something else of what stands around.
    """
    examined = _judge(page, base, rows, namespace)
    formulas = [f for f in page.formulas if f.delimiter in ("typed", "code")]
    if not formulas or not _blamed(examined.report):
        return examined
    all_of_them = {f.span.start for f in formulas}
    without = _judge(extract(page.text, page.path, all_of_them), base, rows, namespace)
    refuted = _refuted(examined.report, formulas)
    if refuted == all_of_them:
        return without
    if refuted:
        page = extract(page.text, page.path, refuted)
        examined = _judge(page, base, rows, namespace)
    inside = [f.span for f in formulas]
    if not _disturbs(examined.report, without.report, inside):
        return examined
    code = {f.span.start for f in formulas if f.delimiter == "code"}
    if code and code < all_of_them:
        # What stands in code is quoted perhaps, and what stands in sentences said.
        said = _judge(extract(page.text, page.path, code | refuted), base, rows, namespace)
        if not _disturbs(said.report, without.report, inside):
            return said
    return without


def _disturbs(report: Report, without: Report, inside: Sequence[Span]) -> bool:
    """Whether formulas that are typed make something wrong that stands around them.

    Not if they make much more right there, as in a table of what they gave.
    """
    # A number that is off by a digit was meant all the same.
    known = {*_blamed(without), *_slips(report)}
    anew = {at for at in _blamed(report) if at not in known and not holds(inside, at)}
    if not anew or not _stay(report, anew):
        return False
    before, now = (
        {c.start for c in one.claims if c.verdict == "verified" and c.role == "claim"}
        for one in (without, report)
    )
    right = sum(not holds(inside, at) for at in now - before)
    return right < _BORNE_OUT * len(anew)


def _blamed(report: Report) -> list[int]:
    """Where something wrong begins that follows from nothing else that is wrong."""
    claims = [c.start for c in report.claims if c.verdict == "wrong" and c.cause is None]
    return claims + [f.start for f in report.findings if f.verdict == "wrong" and not f.advice]


@dataclass(slots=True)
class _Borne:
    """What was found of the formulas that a paragraph or a fence types."""

    right: int = 0
    """Formulas with numbers that are right, and nothing wrong or little."""
    amiss: int = 0
    """The others with what is wrong by itself, and no slip of the pen."""
    excess: int = 0
    """Numbers that are wrong, beyond those that are right."""
    broken: int = 0
    """Links that do not follow whatever the digits are."""

    @property
    def refuted(self) -> bool:
        """Whether they can hardly be meant as they were read."""
        few = self.right < _BORNE_OUT * self.amiss
        return self.broken > 1 or self.excess > 1 or (self.amiss > 1 and few)


def _refuted(report: Report, formulas: Sequence[Formula]) -> set[int]:
    """Where the formulas begin that stand with others which are not borne out."""
    slips = _slips(report)
    blamed = sorted(at for at in _blamed(report) if at not in slips)
    right = sorted(c.start for c in report.claims if c.verdict == "verified" and c.role == "claim")
    # What repeats a slip that stands above is read as well as what is right.
    wrong = sorted(c.start for c in report.claims if c.verdict == "wrong" and c.cause is None)
    broken = sorted(f.start for f in report.findings if f.verdict == "wrong" and not f.advice)
    blocks: dict[int, _Borne] = {}
    for formula in formulas:
        block = blocks.setdefault(_group(formula), _Borne())
        amiss, verified, false, links = (
            bisect_left(places, formula.span.end) - bisect_left(places, formula.span.start)
            for places in (blamed, right, wrong, broken)
        )
        # One of many numbers may be wrong, and the formula is one all the same.
        borne = verified >= max(1, _BORNE_OUT * amiss)
        block.amiss += amiss > 0 and not borne
        block.right += borne
        block.excess += false - verified
        block.broken += links
    return {f.span.start for f in formulas if blocks[_group(f)].refuted}


def _group(formula: Formula) -> int:
    """The block of a formula; code spans are one, as a page keeps its formulas there or quotes."""
    return 0 if formula.delimiter == "code" else formula.block


def _slips(report: Report) -> set[int]:
    """Where wrong numbers begin that were mistyped."""
    return {c.start for c in report.claims if c.verdict == "wrong" and _is_mistyped(c)}


def _stay(report: Report, anew: Collection[int]) -> bool:
    """Whether some numbers are called wrong anew for a reason of their own.

    They are not if their line repeats a slip that stands further up, and they come of that.
    """
    wrong = sorted((c for c in report.claims if c.verdict == "wrong"), key=lambda c: c.start)
    lines: set[int] = set()
    for claim in wrong:
        root = None if claim.cause is None else report.claims[claim.cause]
        if root is not None and (root.start not in anew or root.line in lines):
            lines.add(claim.line)
    return any(c.start in anew and c.line not in lines for c in wrong) or any(
        found.start in anew for found in report.findings if found.verdict == "wrong"
    )


def _is_mistyped(claim: Claim) -> bool:
    """Whether a number is another one with a slip of the pen, so that it was meant as a number."""
    return len(claim.text) > _SHORT and one_slip(claim.text, claim.expected)


def _judge(
    page: Page,
    base: Base | None,
    rows: tuple[NotationRow, ...],
    namespace: Mapping[str, Any] | None,
) -> Examined:
    meant = 0
    examined = _check_page(page, base, rows, namespace, log_base=meant)
    if ambiguous(page.text) and any(c.verdict == "wrong" for c in examined.report.claims):
        # The page's own numbers tell what it means.
        for log_base in (10, 2):
            other = _check_page(page, base, rows, namespace, log_base=log_base)
            fewer = _wrong(examined.report) - _wrong(other.report)
            # One number alone may be worked out with the wrong key of a calculator.
            asked = _SPEAKS_OF[log_base].search(page.text) or _exactly(examined, other)
            if fewer >= (1 if asked else TELLING):
                examined, meant = other, log_base
    if examined.prefixed and any(c.verdict == "wrong" for c in examined.report.claims):
        # From volts and ohms to milliamperes the decimal point moves: with the prefixes of its
        # units a number may be right that is wrong without.
        other = _check_page(page, base, rows, namespace, log_base=meant, honour=True)
        examined = replace(examined, report=_either(examined.report, other.report))
    return examined


def _exactly(examined: Examined, other: Examined) -> bool:
    """Whether a wrong number is exactly what it stands for by another logarithm: 2 of 100."""
    off = {claim.start for claim in examined.report.claims if claim.verdict == "wrong"}
    return any(
        claim.start in off and claim.verdict == "verified" and isinstance(claim.value, Fraction)
        for claim in other.report.claims
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """A page that another one continues, with all that decides what it hands on."""

    path: str
    text: str
    before: _Before | None


def _continued(page: Page, walked: frozenset[str]) -> tuple[_Before | None, str]:
    """The page that a page continues, if it does, and what is wrong with that."""
    own = page.front.get("mathdoctest")
    name = own.get("continues") if isinstance(own, Mapping) else None
    if not isinstance(name, str) or not name:
        return None, ""
    target = Path(page.path).parent / name
    if str(target) in walked or len(walked) > 8:
        return None, f"this page continues itself, through {name}"
    try:
        text = read(target).text
    except UnreadableError as error:
        return None, f"this page continues {name}, but that {error}"
    inner = extracted(text, str(target))
    before, problem = _continued(inner, walked | {str(page.path), str(target)})
    return _Before(str(target), text, before), problem


extracted = lru_cache(maxsize=8)(extract)
"""For a page that many others continue."""


def _base(before: _Before) -> Base:
    """What a page hands on, to one page alone: whoever continues adds to what was handed on."""
    try:
        base: Base = pickle.loads(_kept(before))  # noqa: S301 -- what this process has written
    except RecursionError:
        return _handed_on(before)
    return base


@lru_cache(maxsize=8)
def _kept(before: _Before) -> bytes:
    """What a page hands on, worked out once for all that continue the same text."""
    return pickle.dumps(_handed_on(before), pickle.HIGHEST_PROTOCOL)


def _handed_on(before: _Before) -> Base:
    base = None if before.before is None else _base(before.before)
    page = extracted(before.text, before.path)
    return _read(page, base, (), None).document.handed_on()


def _either(report: Report, other: Report) -> Report:
    """A report in which a number passes that another reading of the page finds right."""
    unsure = {c.start for c in report.claims if c.verdict != "verified"}
    others = {
        c.start: c
        for c in other.claims
        if c.start not in unsure or not _is_logarithm_of_unit(other.page, c)
    }
    kept = _still_blamed(report, others)
    # In the cells below ``$b$ / cm`` numbers have no unit, so that nothing is to be had from both.
    mixed = any(prefixes(table.titles) for table in report.page.tables)
    claims = tuple(
        c
        if c.start in kept and _is_blamed(c)
        else _better(c, others.get(c.start, c), nearer=not mixed)
        for c in report.claims
    )
    if claims == report.claims:
        return report
    claims = _with_blamed(report, other, claims)
    found = {(f.start, f.rule) for f in other.findings}
    findings = [
        f for f in report.findings if f.verdict != "wrong" or f.advice or (f.start, f.rule) in found
    ]
    moved = {id(f): i for i, f in enumerate(findings)}
    shifted = {i: moved[id(f)] for i, f in enumerate(report.findings) if id(f) in moved}
    links = tuple(
        replace(link, findings=tuple(shifted[i] for i in link.findings if i in shifted))
        for link in report.links
    )
    claims = tuple(
        c if c.cause is None or claims[c.cause].verdict == "wrong" else replace(c, cause=None)
        for c in claims
    )
    return replace(report, claims=claims, findings=tuple(findings), links=links)


def _is_logarithm_of_unit(page: Page, claim: Claim) -> bool:
    """Whether a number is made of the logarithm of a measured quantity, and of no ratio.

    A pH is that of moles in a litre, and of no other units.
    """
    if claim.quantity is None or claim.verdict != "verified":
        return False
    return any(
        isinstance(part, Call)
        and part.name in _LOGARITHMS
        and not any(isinstance(inner, Div) for inner in behind(part.args))
        and any(
            isinstance(inner, Num) and worth(unit(page.plain, inner)) not in (None, 1)
            for inner in behind(part.args)
        )
        for part in behind((claim.quantity,))
    )


def _with_blamed(report: Report, other: Report, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims of both readings, with the data that the other one blames for what it finds right."""
    passed = [c.start for c, old in zip(claims, report.claims, strict=True) if c is not old]
    at = {c.start: i for i, c in enumerate(claims) if c.role == "given"}
    own = {c.start for c in claims}
    blamed = [
        replace(c, cause=None)
        for c in other.claims
        if _is_blamed(c) and c.start < max(passed) and (c.start in at or c.start not in own)
    ]
    merged = list(claims)
    for claim in blamed:
        if claim.start in at:
            merged[at[claim.start]] = claim
        else:
            merged.append(claim)
    return tuple(merged)


def _is_blamed(claim: Claim) -> bool:
    """Whether a claim is a datum that is called wrong for what was computed from it."""
    return claim.verdict == "wrong" and isinstance(claim.quantity, Num)


def _still_blamed(report: Report, others: Mapping[int, Claim]) -> set[int]:
    """Where the numbers stand that are behind what only the first reading finds right."""
    return {
        node.start
        for c in report.claims
        if c.verdict == "verified"
        and c.quantity is not None
        and others.get(c.start, c).verdict == "wrong"
        for node in behind((c.quantity,))
        if isinstance(node, Num)
    }


def _better(claim: Claim, other: Claim, *, nearer: bool) -> Claim:
    """Of two verdicts on a number the one that finds it right, or ``nearer`` to that."""
    if claim.verdict == "verified" or other.verdict not in ("verified", "wrong"):
        return claim
    if other.verdict == "verified" or claim.verdict != "wrong":
        return other if other.verdict == "verified" else claim
    return other if nearer and _off(other) < _off(claim) else claim


def _off(claim: Claim) -> float:
    """How many times too large or too small a number is, by its digits."""
    shown, wanted = (
        float(found[0]) if (found := _DIGITS.search(text.replace(",", ""))) else 0.0
        for text in (claim.text, claim.expected)
    )
    return abs(math.log(wanted / shown)) if shown and wanted else math.inf


def _wrong(report: Report) -> int:
    return sum(c.verdict == "wrong" for c in report.claims)


def _with_problem(report: Report, message: str) -> Report:
    found = Finding(0, 0, 1, 1, 1, 1, "continues", "wrong", message)
    return replace(report, findings=(*report.findings, found))


def _check_page(
    page: Page,
    base: Base | None,
    rows: tuple[NotationRow, ...],
    namespace: Mapping[str, Any] | None,
    *,
    log_base: int,
    honour: bool = False,
) -> Examined:
    ledger = Ledger(page, Values(log_base=log_base))
    names = Names() if base is None else base.names.copy()
    names.honour = honour
    statements = statements_of(page, names, ledger)
    document = Document(statements, names, ledger.values, page.plain, page.path, base)
    document.outside = numbers_outside(page)
    sweep = Sweep(ledger, document, namespace)
    for event in events(page, statements):
        sweep.check(event)
    claims_nothing(ledger, statements)
    Notation(ledger, document, rows, namespace).check()
    unused(ledger, document, lambda: {name_of_row(row, names) for row in rows})
    return Examined(ledger.report(), document, prefixed=names.prefixed)


def numbers_outside(page: Page) -> list[str]:
    """The digits of the numbers in a page's sentences and tables."""
    return [number.text.replace(",", "") for number in page.numbers]


def statements_of(page: Page, names: Names, ledger: Ledger) -> list[Statement]:
    """Every statement of the page's formulas; names come first, since they decide how to read."""
    for problem in page.problems:
        span = problem.span
        ledger.find(span.start, span.end, problem.rule, "unknown", problem.message)
    tokens: list[list[Token]] = []
    left = MAX_PAGE_TOKENS
    for formula in page.formulas:
        found: list[Token] = []
        if left >= 0:
            try:
                found = lex(formula.latex, formula.body.start)
            except LatexError as error:
                ledger.find(error.start, error.end, "too-large", "unknown", error.reason)
            left -= len(found)
            if left < 0:
                found = []
                ledger.find(
                    formula.span.start, formula.span.end, "too-large", "unknown",
                    "this formula and those behind it were not read: the formulas of this page "
                    f"have more than {MAX_PAGE_TOKENS:,} tokens; split it into several pages",
                )  # fmt: skip
        tokens.append(found)
    names.normal = names_of(page.text)
    names.behind = {
        formula.body.end: value
        for formula in page.formulas
        if (value := worth_behind(page.plain, formula.body.end)) is not None
    }
    names.in_tables = frozenset(
        found[1]
        for number in page.numbers
        if number.binding is not None and number.binding.implied
        for found in (_OF_ROW.fullmatch(number.binding.source),)
        if found is not None
    )
    latex = (formula.latex for formula in page.formulas)
    names.commas = (
        DECIMAL if page.commas == DECIMAL else meaning([*zip(latex, tokens, strict=True)])
    )
    for found in tokens:
        collect(found, names)
    if "\\pm" in page.text or "±" in page.text:
        names.spreads = frozenset(name for found in tokens for name in uncertainties(found))
    names.settle()
    names.spreads -= names.symbols
    tokens.reverse()
    return [
        Statement(chain, k, page.position(chain.start)[0], formula.section, formula.display)
        for k, formula in enumerate(page.formulas)
        # What was read is let go at once, so that what is made of it finds its memory warm.
        for chain in parse(tokens.pop(), names, formula.body.end)
    ]


def events(page: Page, statements: list[Statement]) -> list[Number | int]:
    """Bound numbers, and statements by index, as they stand in the page."""
    found: list[tuple[int, int, Number | int]] = [
        (s.chain.start, k, k) for k, s in enumerate(statements)
    ]
    found += [(n.span.start, -1, n) for n in page.numbers if n.kind in ("bound", "unbound")]
    return [event for _, _, event in sorted(found, key=lambda event: event[:2])]


class Sweep:
    """Checks bound numbers and statements in reading order, so that each meets its versions."""

    def __init__(
        self, ledger: Ledger, document: Document, namespace: Mapping[str, Any] | None
    ) -> None:
        self.ledger = ledger
        self.document = document
        self.statements = Statements(ledger, document)
        self.prose = Prose(ledger, document, namespace)
        document.samples = Samples(ledger.page, self.prose.grids.settled)

    def check(self, event: Number | int) -> None:
        """Check a number, or a statement by its index."""
        if isinstance(event, Number):
            start, end = event.span.start, event.span.end
        else:
            chain = self.document.statements[event].chain
            start, end = chain.start, chain.end
        try:
            if isinstance(event, Number):
                self.document.reached = self.document.before(start) - 1
                self.prose.check(event)
            else:
                self.statements.check(event)
        except UnknownValueError as error:
            self.ledger.find(start, end, "not-understood", "unknown", str(error))
        except RecursionError:
            message = "definitions nested too deep to follow"
            self.ledger.find(start, end, "too-large", "unknown", message)


def claims_nothing(ledger: Ledger, statements: Collection[Statement]) -> None:
    """A display block without a relation says nothing that could be true."""
    claiming = {
        s.formula
        for s in statements
        if len(s.chain.parts) > 1
        or s.chain.parts[0].relation
        or any(isinstance(node, Opaque) for node in walk(s.chain.parts[0].node))  # not understood
    }
    for k in sorted({s.formula for s in statements} - claiming):
        formula = ledger.page.formulas[k]
        if formula.display and not any(sign in formula.latex for sign in PROPORTIONAL):
            ledger.find(
                formula.span.start, formula.span.end, "claims-nothing", "unverified",
                "this display claims nothing: it has no =, ≈ or other relation", advice=True,
            )  # fmt: skip


def unused(ledger: Ledger, document: Document, bound: Callable[[], set[str]]) -> None:
    """A symbol that is defined and used nowhere else may be a slip of the pen.

    Args:
        ledger: what takes the findings.
        document: the page's names.
        bound: what tells which names are tied to code, asked only where there is such a symbol.
    """
    found = [
        (name, first)
        for name, (first, *others) in document.definitions.items()
        if not others
        and not first.derivative
        and first.page == document.path
        and not document.is_used(first)
        and not any(map(document.is_used, first.entries))
    ]
    tied = bound() if found else set()
    for name, first in found:
        if name in tied:
            continue
        ledger.find(
            *document.extent(first), "unused-symbol", "unverified",
            f"{first.latex} is defined here and used nowhere else", advice=True,
        )  # fmt: skip
