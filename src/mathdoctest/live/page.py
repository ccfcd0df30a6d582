"""A page with its claims: the Markdown with marks in it, and what the marks refer to."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.extract import extract
from mathdoctest.garbage import without_collection
from mathdoctest.live import marks
from mathdoctest.live.code import Code
from mathdoctest.live.explain import Entry, Explainer, Explanation, bind, glossary
from mathdoctest.live.roles import Roles
from mathdoctest.page import Binding, Number, Page
from mathdoctest.report import Claim, Report
from mathdoctest.rounding import digits15
from mathdoctest.source import UnreadableError, read
from mathdoctest.tree import Neg, Node, Num, Ref
from mathdoctest.verify import examine

_FRONT = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_POWER = re.compile(r"10\s*\^\s*(?:\{\s*([-+]?\d+)\s*\}|(\d))")
_EXPONENT = re.compile(r"\d[eE]([-+]?\d+)")
_MANTISSA = re.compile(r"\\times|\\cdot|[eE]|\\%|%")
_GROUPED = re.compile(r"\d(?:,|\{,\})\d{3}")
_RELATION = re.compile(r"=|\\approx(?![A-Za-z])")
_SYMBOL = re.compile(r'<tspan class="value" data-symbol="([^"]*)">([^<]*)</tspan>')
_SIGNED = re.compile(
    r'<mo(?P<mo>[^>]*)>−</mo>(?=<m(?:n|row) data-claim="(?P<item>\d+)" (?P<role>data-role="[^"]*"))'
)
_NOTHING = Num(0, 0, "0", Fraction(0))


@dataclass(frozen=True, slots=True)
class Printed:
    """How a number is printed, for those who print another in its place."""

    decimals: int
    value: Fraction
    """With its sign."""
    scale: int = 0
    """The power of ten that its digits are multiplied by."""
    grouped: bool = False
    """Whether commas stand between its thousands."""

    @classmethod
    def read(cls, text: str, *, negative: bool = False, percent: bool = False) -> Printed:
        """Read the text of a claim, and what stands around it."""
        mantissa = _MANTISSA.split(text)[0]
        digits = re.sub(r"[^0-9.]", "", mantissa)
        power = _POWER.search(text)
        exponent = _EXPONENT.search(text)
        scale = int((power[1] or power[2]) if power else exponent[1] if exponent else 0)
        if percent or text.rstrip().endswith("%"):
            scale -= 2
        value = Fraction(digits if digits.strip(".") else 0) * Fraction(10) ** scale
        decimals = len(digits.partition(".")[2])
        return cls(decimals, -value if negative else value, scale, bool(_GROUPED.search(mantissa)))

    def shows(self, value: Exact) -> bool:
        """Whether a value, rounded, is printed so."""
        unit = Fraction(10) ** (self.scale - self.decimals)
        return bool(abs(value - self.value) <= unit / 2)


@dataclass(frozen=True, slots=True)
class Item:
    """A number of the page with what it stands for."""

    explanation: Explanation
    printed: Printed
    claim: Claim | None = None
    """Nothing for a number of a picture, which the check does not see."""
    own: bool = False
    """Whether the minus sign in front of it is its own, and not a subtraction."""
    spot: tuple[int, int] = (0, 0)
    """What is marked: the number, in prose and tables with its sign."""

    @property
    def coded(self) -> bool:
        """Whether it is Python's alone, so that no formula tells its value."""
        return self.explanation.node is _NOTHING


@dataclass
class LivePage:
    """What the HTML of one page is to carry."""

    document: Document
    explainer: Explainer
    roles: Roles
    code: Code
    text: str
    """The Markdown with marks in it, without front matter."""
    notation: str | None = None
    """The path of the page whose table says what symbols mean."""
    live: bool = False
    """Whether its givens can be changed."""
    checked: int = 0
    """How many numbers were verified just now, the constants of formulas included."""
    items: list[Item] = field(default_factory=list)
    """In the order of their marks."""
    relations: list[list[int]] = field(default_factory=list)
    """Of each ``=`` and ``≈`` before numbers: the items behind it."""

    @property
    def coded(self) -> int:
        """How many numbers are compared with what Python computes, whenever the code is run."""
        return sum(item.coded for item in self.items)

    def meaning(self, latex: str) -> str:
        """What the notation calls a symbol, in a few words; nothing for any other formula."""
        wanted = latex.replace(" ", "")
        found = (e for e in self.explainer.entries if e.latex.replace(" ", "") == wanted)
        entry = next(found, None)
        return "" if entry is None else re.split(r"[:,;(]|\$", entry.meaning)[0].strip()

    def attributes(self, item: int) -> dict[str, str]:
        """What the element of a number says of it."""
        role = self.items[item].explanation.role
        return {"data-claim": str(item)} | ({"data-role": role} if role else {})

    def signed(self, mathml: str) -> str:
        """A formula in which a number's own minus sign has the role of the number."""

        def minus(match: re.Match[str]) -> str:
            own = self.items[int(match["item"])].own
            return f"<mo {match['role']}{match['mo']}>−</mo>" if own else match[0]

        return _SIGNED.sub(minus, mathml)

    def picture(self, svg: str) -> str:
        """A picture with what each of its values, which carry ``data-symbol``, stands for."""

        def value(match: re.Match[str]) -> str:
            node = bind(self.document, html.unescape(match[1]))
            explanation = None if node is None else self.explainer.explain(node)
            if explanation is None:
                return match[0]
            text = match[2].replace("−", "-")
            printed = Printed.read(text, negative=text.startswith("-"))
            self.items.append(Item(explanation, printed))
            return match[0].replace("<tspan", f'<tspan data-claim="{len(self.items) - 1}"', 1)

        return _SYMBOL.sub(value, svg)


def read_page(body: str, path: Path | None, notation: str | None) -> LivePage:
    """Check a page and mark its numbers.

    Args:
        body: the Markdown that is about to be converted, without front matter.
        path: the file that it comes from, if it does.
        notation: the path of the page whose table says what symbols mean.
    """
    front = _front_matter(path)
    with without_collection():
        source = extract(front + body, str(path or "<text>"))
        examined = examine(source, notation=notation)
    entries, roles = _glossary(notation)
    document = examined.document
    page = LivePage(
        document, Explainer(document, entries), roles, Code(document, entries), body, notation
    )
    page.live = _settings(source).get("live") is True
    page.checked = examined.report.counts["verified"]
    numbers = {number.span.start: number for number in source.numbers}
    # A heading is also an entry of the table of contents, and has no room for a mark.
    headings = [formula.span for formula in source.formulas if formula.heading]
    spots: dict[tuple[int, int], int] = {}
    for claim in examined.report.claims:
        if any(span.start <= claim.start < span.end for span in headings):
            continue
        number = numbers.get(claim.start)
        item = _in_formula(page, claim) if number is None else _in_text(page, claim, number)
        if claim.rule == "code-not-run" and item is not None and not item.coded:
            page.checked += 1
        # A number that multiplies a matrix claims something for each of its cells: always the same.
        if item is not None and item.spot not in spots:
            spots[item.spot] = len(page.items)
            page.items.append(item)
    if marks.overlapping(spots):
        page.items.clear()
        spots.clear()
    relations = _relations(page, examined.report) if page.live else {}
    page.text = marks.mark(front + body, spots, relations)[len(front) :]
    return page


def _in_formula(page: LivePage, claim: Claim) -> Item | None:
    node = _node(claim)
    if node is None:
        return None
    symbolic = page.explainer.symbolic(node)
    before = page.document.text[: claim.start].rstrip()
    own = before.endswith("-") and isinstance(symbolic, Neg)
    explanation = page.explainer.explain(
        symbolic.arg if own and isinstance(symbolic, Neg) else node
    )
    if explanation is None:
        return None
    printed = Printed.read(claim.text, negative=own)
    return Item(explanation, printed, claim, own, (claim.start, claim.end))


def _in_text(page: LivePage, claim: Claim, number: Number) -> Item | None:
    start = claim.start
    if number.negative:
        start = page.document.text.rindex(page.document.text[start - 1], 0, start)
    printed = Printed.read(claim.text, negative=number.negative, percent=number.percent)
    spot = (start, claim.end)
    binding = number.binding
    if binding is not None and claim.rule == "code-not-run":
        found = _read(page, binding, printed)
        if found is not None:
            return Item(found, printed, claim, spot=spot)
        names = ", ".join(f"{k} = {v}" for k, v in binding.variables.items() if k != "row")
        meaning = f"computed by the page’s code{names and f', for {names}'}"
        return Item(
            Explanation(_NOTHING, "", meaning=meaning, code=binding.source),
            printed,
            claim,
            spot=spot,
        )
    node = _node(claim)
    explanation = None if node is None else page.explainer.explain(node)
    return None if explanation is None else Item(explanation, printed, claim, spot=spot)


def _read(page: LivePage, binding: Binding, printed: Printed) -> Explanation | None:
    """What a number stands for that is bound to Python; nothing where that cannot be told."""
    node = page.code.read(binding.source, binding.variables)
    if node is None:
        return None
    value = page.document.values.known(node)
    if value is None or not printed.shows(value):
        return None
    # A number of the author's own, such as a sum of two cells, is what it is.
    found = page.explainer.explain(node) or Explanation(node, digits15(value))
    if isinstance(found.node, Ref) and id(found.node.definition) in page.code.later:
        later = page.code.later[id(found.node.definition)][1]
        found = replace(
            found,
            meaning=later.meaning,
            source=later.source,
            role=later.entry.role,
            formula="",
            terms=(),
        )
    code = found.code or page.code.filled(binding.source, binding.variables)
    return replace(found, code=code)


def _node(claim: Claim) -> Node | None:
    """The tree that a claim was verified with."""
    return claim.quantity if claim.verdict == "verified" else None


def _relations(page: LivePage, report: Report) -> dict[int, int]:
    """Number each ``=`` and ``≈`` before a segment with numbers, by its place."""
    text = report.page.text
    places = {id(item.claim): k for k, item in enumerate(page.items)}
    found: dict[int, int] = {}
    for link in report.links:
        claims = [report.claims[i] for i in link.claims]
        items = [places[id(claim)] for claim in claims if id(claim) in places]
        if link.kind not in ("given", "equation", "definition") or not items:
            continue
        first = min(claim.start for claim in claims)
        signs = [sign.start() for sign in _RELATION.finditer(text, link.start, first)]
        at = link.start if link.start in signs else signs[-1] if signs else None
        if at is not None and at not in found:
            found[at] = len(page.relations)
            page.relations.append(items)
    return found


def _settings(page: Page) -> Mapping[str, Any]:
    own = page.front.get("mathdoctest")
    return own if isinstance(own, Mapping) else {}


def _front_matter(path: Path | None) -> str:
    """The front matter of a file, which MkDocs takes off before it converts the rest."""
    if path is None:
        return ""
    try:
        text = read(path).text  # as Markdown, whatever the file is
    except UnreadableError:
        return ""
    match = _FRONT.match(text)
    return match[0] if match else ""


@lru_cache(maxsize=8)
def _read_glossary(notation: str, changed: float) -> tuple[tuple[Entry, ...], Roles]:  # noqa: ARG001
    entries = glossary(notation)
    return entries, Roles(entries)


def _glossary(notation: str | None) -> tuple[tuple[Entry, ...], Roles]:
    """The notation and its roles, read again only if its file has changed."""
    if notation is None:
        return (), Roles(())
    try:
        changed = Path(notation).stat().st_mtime
    except OSError:
        return (), Roles(())
    return _read_glossary(notation, changed)
