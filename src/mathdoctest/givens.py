r"""Data that a page tells in its sentences, without dollars: “with a learning rate η = 0.1”.

A letter, a sign of equality and a number say what a symbol of the formulas is only where no formula
says that, and where nothing stands around that makes something else of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter

from mathdoctest.numerals import LOWERED
from mathdoctest.page import Page, Span

BEGINS = attrgetter("start")
"""Where a span begins."""
MAX_NAMES = 40
"""Names of a page that are looked for in its formulas."""
MAX_GIVENS = 300
"""Equations of a page that may give symbols, the first ones."""

_GREEK = dict(
    zip(
        "αβγδεζηθκλμνξρστφχψω",
        "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi "
        "psi omega".split(),
        strict=True,
    )
)
_JOINING = "a and as at for from in is of on or so the then to we with où et avec und mit y con"
_SCALES = "million billion trillion thousand hundred dozen times fold percent k M B"
"""Words behind a number that make another one of it; what else stands there is its unit."""
_TOLD = re.compile(
    r"(?<![A-Za-z0-9_\\$^({+*/=<>|~·×-])(?<!\S [-\u2212+*/=<>·×] )(?:\*\*|__|\*|_)?"
    r"(?P<base>[A-Za-z" + "".join(_GREEK) + r"])(?P<sub>_\{?\w{1,4}\}?|[₀-₉]{1,2}|\d{1,2})?"
    r"(?:\*\*|__|\*|_)?(?P<words>[ ]\([A-Za-z][A-Za-z -]{2,40}\))?"
    r"[ ]?=[ ]?(?:\*\*|__)?"
    r"(?P<number>[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,2})?"
    r"(?:[ ]?[·×][ ]?10(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|\^-?\d{1,3}))?)(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹])"
    r"(?P<unit>°(?![CF])|[ ]?%)?"
    r"(?:\*\*|__)?"
    rf"(?=[.,;:!?]?(?:\s*$|[ ]+(?:(?:{'|'.join(_JOINING.split())})\b|[(\[]"
    r"|[^\W\d_]['₀-₉_\d]*[ ]?=))"
    rf"|[ ](?!(?:{'|'.join(_SCALES.split())})\b)[A-Za-zµΩ°/²³·]{{1,8}}(?:[.,;)]|\s*$)"
    r"|[,;)\]][ ]|\)|[^\x00-\x7f°\u0391-\u03a8\u03b1-\u03bb\u03bd-\u03c9])",  # 2π is more than 2
    re.MULTILINE,
)
_ANOTHER = re.compile(r"\s{0,20}&?\s{0,20}-?\d+(?:\.\d+)?\s{0,20}(?:$|[,;\n])")
_DEFINES = r"\s{0,20}&?\s{0,20}(?::?=|\\(?:leftarrow|gets|approx|in|sim)(?![A-Za-z])|[≈←≔∈])"


def givens(page: Page) -> list[Span]:
    """The equations outside of formulas that give symbols of formulas, in reading order."""
    if "=" not in page.text or not page.formulas:
        return []
    told: dict[str, dict[int, list[re.Match[str]]]] = {}
    for match in islice(_places(page), MAX_GIVENS):
        name = match["base"] + (match["sub"] or "")
        section = _section_at(page, match.end())
        told.setdefault(name, {}).setdefault(section, []).append(match)
    whole = "\n".join(formula.latex for formula in page.formulas)
    found = [
        _span(match)
        for sections in islice(told.values(), MAX_NAMES)
        for latex, matches in _alike(page, whole, sections)
        # Roots, cases and trials are several values, and none of them holds for the page.
        if len({match["number"] for match in matches}) == 1 and _asks_for(latex, matches[0])
        for match in matches
    ]
    return sorted(found, key=BEGINS)


def _alike(
    page: Page, whole: str, sections: Mapping[int, list[re.Match[str]]]
) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """What tells a symbol, and the formulas that it is told for.

    If problems tell it differently, it holds for the formulas of each of them.
    """
    together = [match for matches in sections.values() for match in matches]
    if len({match["number"] for match in together}) == 1 and _asks_for(whole, together[0]):
        yield whole, together
        return
    for section, matches in sections.items():
        own = (formula.latex for formula in page.formulas if formula.section == section)
        yield "\n".join(own), matches


def _section_at(page: Page, at: int) -> int:
    """The section of the next formula; data are told before what is computed from them."""
    k = page.formula_from(at)
    return page.formulas[min(k, len(page.formulas) - 1)].section


def _span(match: re.Match[str]) -> Span:
    return Span(match.start("base"), match.end("unit" if match["unit"] else "number"))


def may_give(page: Page) -> bool:
    """Whether an equation outside of formulas gives a symbol, or would if formulas changed."""
    told = (f.latex.lstrip() for f in page.formulas if f.delimiter == "text")
    return any(latex[:1].isalpha() for latex in told) or any(True for _ in _places(page))


def _places(page: Page) -> Iterator[re.Match[str]]:
    """The equations in sentences and in fences without a language."""
    numbers = {n.span.start for n in page.numbers if n.kind == "unbound"}
    formulas = [f.span for f in page.formulas]
    tables = [table.span for table in page.tables]
    fences = [f.span for f in page.fences if not f.language]
    if not numbers and not fences:
        return
    for match in _TOLD.finditer(page.plain):
        at = match.start("number") + (match["number"][0] in "-\u2212")
        fenced = holds(fences, at)
        if (at in numbers or fenced) and not holds(formulas, at) and not holds(tables, at):
            yield match


def holds(spans: Sequence[Span], at: int) -> bool:
    """Whether one of some spans in reading order holds a place."""
    k = bisect_right(spans, at, key=BEGINS) - 1
    return k >= 0 and at < spans[k].end


def _asks_for(latex: str, told: re.Match[str]) -> bool:
    """Whether the formulas hold a symbol and none of them says what it is.

    One that begins with the number, or with the symbol itself, makes a new value of it, and one
    that stands behind a formula with the symbol and gives a number alone tells a later one.
    """
    base, sub = told["base"], (told["sub"] or "").strip("_{}").translate(LOWERED)
    written = rf"(?<![A-Za-z\\]){base}"
    if base in _GREEK:
        written = rf"(?:{written}|\\{_GREEK[base]})"
    if sub:
        written += rf"(?:\s?_\s?\{{?\s?{sub}\s?\}}?|{re.escape(told['sub'])})"
    symbol = rf"{written}(?![A-Za-z]|\s{{0,20}}[_'(]|[₀-₉])"
    used = re.search(symbol, latex)
    if used is None:
        return False
    first = re.search(rf"(?:^|[\n,;&}}]|\\\\|\\q?quad)\s{{0,20}}{symbol}{_DEFINES}", latex)
    number = re.escape(told["number"].replace("\u2212", "-"))
    if "." in told["number"]:
        number = rf"{number.rstrip('0')}0*".replace(r"\.", r"(?:[.,]|\{,\})")
    old = rf"\s{{0,20}}&?\s{{0,20}}(?:{number}(?![\d.])|{symbol})\s{{0,20}}[-+]"
    if first is None or re.match(old, latex[first.end() :]):
        return True
    return used.start() < first.start() and _ANOTHER.match(latex, first.end()) is not None


def equation(text: str, span: Span) -> str:
    """What an equation says as LaTeX, as long as it is: without emphasis and words in brackets."""
    source = text[span.start : span.end].replace("\u2212", "-")
    source = re.sub(r"\([^()]*\)|\*", lambda match: " " * len(match[0]), source)
    # A percent sign behind a blank would begin a comment.
    source = re.sub(r" %$", "% ", source)
    # An underscore that is none of a subscript is emphasis.
    return re.sub(r"__|_(?=[ =]|$)", lambda match: " " * len(match[0]), source)
