"""What a check has found so far: claims, findings, links, and the cause of each wrong number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, MutableSet, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter, lt
from typing import Literal, TypeAlias

from mathdoctest.conversion import unit
from mathdoctest.definitions import Definition
from mathdoctest.doubts import Doubts
from mathdoctest.evaluate import Exact, Rough, Values, is_negative
from mathdoctest.page import Page, Verdict
from mathdoctest.records import record
from mathdoctest.report import Claim, Crash, Finding, Link, Operand, Report, counted
from mathdoctest.rounding import (
    as_float,
    digits15,
    expected_text,
    half_place,
    in_percent,
    is_percentage,
    places,
    printed,
    prints,
    significant,
    text_key,
)
from mathdoctest.tree import Neg, Node, Num, Ref, Stand, walk
from mathdoctest.units import worth
from mathdoctest.unparse import unparse

LITTLE = Fraction(1, 20)
"""The part of an operand that its places may cut off, and it still says what it was meant to be."""
MOST_CAUSES = 8
"""Wrong numbers in one formula that are tried as what another one was computed from."""


LAST_DIGIT = 10
"""Units of the last place by which a number may differ from what a wrong one leads to.

But by no more than that differs from what is right.
"""
ROUGHLY = 1 + 1e-6
"""Half a unit of the last place, and what floats may be off by."""

_Shown: TypeAlias = tuple[float, float]


@record
class Slip:
    """A wrong number, and the claim that is its cause: its own, or that of an earlier one."""

    num: Num
    claim: int
    turned: bool = False
    """Whether its sign is the wrong one."""


class Ledger:
    """The claims, findings and links of one page, noted in any order and reported in the page's."""

    def __init__(self, page: Page, values: Values) -> None:
        self.page = page
        self.values = values
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []
        self.links: list[Link] = []
        self.printed: MutableMapping[str, Node] = {}
        """What each printed text stood for last."""
        self.worked: dict[int, Node] = {}
        """What numbers of tables are that stand behind a calculation, by where they begin."""
        self.doubts = Doubts(values)
        """Which of the printed numbers may be rounded themselves."""
        self.data: MutableSet[int] = set()
        """Literals that tell the value of a symbol, by identity: nothing backs them."""
        self.weak: MutableMapping[int, int | None] = {}
        """Literals whose meaning nothing but their own figures tells, by identity: their claims."""
        self.given: MutableMapping[int, int] = {}
        """Data that a page tells as mere numbers, by identity: their claims."""
        self.roots: MutableMapping[int, int] = {}
        """For a literal that is wrong, by identity: the claim that is its cause."""
        self.roots_by_value: MutableMapping[str, Slip] = {}
        """The first wrong number that was printed for a value."""

    def report(self) -> Report:
        """Everything in reading order."""
        self._order()
        links = tuple(self.links)
        return Report(self.page, tuple(self.claims), tuple(self.findings), links, counted(links))

    def find(  # noqa: PLR0913 -- what a finding is made of
        self,
        start: int,
        end: int,
        rule: str,
        verdict: Verdict,
        message: str,
        *,
        advice: bool = False,
        crash: Crash | None = None,
    ) -> int:
        """Note a finding; returns its index."""
        end = max(start, end)
        line, column, end_line, end_column = self.page.extent(start, end)
        self.findings.append(
            Finding(
                start, end, line, column, end_line, end_column, rule, verdict, message,
                advice=advice, crash=crash,
            )
        )  # fmt: skip
        return len(self.findings) - 1

    def take(self, start: int, end: int, latex: str, what: str) -> int:
        """Note what a symbol is taken for that nothing on the page tells; returns the index."""
        return self.find(
            start, end, "undefined-symbol", "unverified",
            f"nothing on this page says what {latex} is; it is taken for {what}", advice=True,
        )  # fmt: skip

    def redefined(
        self, place: Node, latex: str, old: Definition | None, *, put_in: bool = False
    ) -> int:
        """Note that a symbol means another thing from here on; returns the index.

        Args:
            place: what says so.
            latex: the symbol.
            old: what it was, where it was anything by itself.
            put_in: whether a formula only puts another number in for it.
        """
        line = 0 if old is None else old.line
        if old is not None and not line and old.node is not None:
            # No equation gives it, so it is where its number stands.
            line = self.page.position(old.node.start)[0]
        if put_in:
            message = f"{latex} is another number here than on line {line}: give it anew first"
        else:
            message = f"{latex} is used anew here"
            message += f"; it was defined on line {line}" if line else ""
        return self.find(place.start, place.end, "redefined", "unverified", message, advice=True)

    def link(
        self, start: int, end: int, kind: str, claims: Iterable[int], findings: Iterable[int]
    ) -> None:
        """Note one thing that was checked."""
        line, column = self.page.position(start)
        text = " ".join(self.page.text[start:end].split())
        self.links.append(
            Link(start, end, line, column, kind, text, tuple(claims), tuple(findings))
        )

    def claim(  # noqa: PLR0913 -- what a claim is made of
        self,
        num: Num,
        source: Node | None,
        value: Exact | None = None,
        *,
        role: Literal["given", "claim"] = "claim",
        flipped: bool = False,
        right: bool | None = None,
        reason: str = "",
        telling: bool = True,
    ) -> int:
        """Note a printed number and what it stands for; returns its index.

        ``value`` is what ``source`` is worth, and ``right`` says whether the digits are those of
        it, where that is known already. If they are ``telling``, they mean the same further on.
        """
        start, end = num.start, num.end
        if id(num) in self.data:
            role, source, value, flipped = "given", num, None, False
        place = self.page.extent(start, end)
        text = self.page.text[start:end]
        index = len(self.claims)
        if source is None:
            rule = "unknown-literal"
            unknown = Claim(start, end, *place, text, role, "unknown", rule=rule, message=reason)
            self.claims.append(unknown)
            return index
        if value is None:
            value = self.values.exact(source)
        if right is None:
            right = prints(num, value) and not flipped
        right = right or (not flipped and self._is_in_base_unit(num, source))
        if not right and not flipped and self.doubts.excuse(num, source, value):
            return self.claim(num, None, reason="what it is computed from may be rounded itself")
        # A number of fifty digits would be tied to its context.
        kept = value if type(value) is Fraction else digits15(value)
        verdict: Verdict = "verified" if right else "wrong"
        claim = Claim(start, end, *place, text, role, verdict, kept, text, source)
        if right and role == "claim":
            self.doubts.witness(num, source)
        if right or role == "given":
            if telling:
                self.printed[text_key(num)] = source
        else:
            claim = self._wrong_claim(claim, num, source, value, index, flipped=flipped)
        self.claims.append(claim)
        return index

    def _is_in_base_unit(self, num: Num, source: Node) -> bool:
        """Whether a datum with a prefix to its unit is put in without: the 1800 of 1.8 kΩ."""
        if not isinstance(source, Ref) or not source.definition.given:
            return False
        size = worth(unit(self.page.plain, source)) or 1
        told = self.values.known(source)
        return told is not None and size != 1 and num.value == told * size

    def blame(self, num: Num, value: Fraction, digits: str) -> None:
        """Call an operand wrong after all: with other ``digits``, what follows is right."""
        text = self.page.text[num.start : num.end]
        index = self.weak.get(id(num), self.given.get(id(num)))
        if index is None:
            index = self.claim(num, num)
            self.weak[id(num)] = index
        if num.value in (value * 1000, value / 1000):
            # In another unit: 14.7 kN, and 14700 below it.
            self.values.corrected[id(num)] = value
            self.values.keep(num)
            return
        if prints(num, value):
            # On a tie, rounded the other way: 2.96 for 2.965.
            self.values.corrected[id(num)] = value
            self.values.keep(num)
            return
        expected = expected_text(num, value, text)
        if abs(Fraction(printed(value, num)) * num.scale - value) > LITTLE * abs(value):
            # A digit that was left out made it coarse: 0.5 for 0.05.
            expected = expected_text(replace(num, digits=digits.lstrip("-")), value, text)
        rule = "wrong-sign" if value == -num.value else "wrong-literal"
        self.claims[index] = replace(
            self.claims[index], role="claim", verdict="wrong", rule=rule,
            said=expected, value=value, expected=expected, quantity=num,
            message=f"what follows from {text} was computed with {expected}",
            percent=is_percentage(num, text),
        )  # fmt: skip
        self.values.corrected[id(num)] = value
        self.roots[id(num)] = index
        self.values.keep(num)

    def confirm(self, index: int, num: Num) -> None:
        """Call a number right of which nothing is known but that all comes out exactly with it."""
        claim = self.claims[index]
        if claim.verdict == "unknown":
            said = replace(claim, verdict="verified", rule="", message="", expected=claim.text)
            self.claims[index] = replace(said, value=num.value)

    def _wrong_claim(
        self,
        claim: Claim,
        num: Num,
        source: Node,
        value: Exact,
        index: int,
        *,
        flipped: bool,
    ) -> Claim:
        quantity = self.worked_out(num, source)
        claim = replace(claim, quantity=quantity)
        stands_for = claim.stands_for
        sign = flipped or is_negative(value)
        rule = (
            "wrong-sign"
            if sign and (prints(num, -value) or prints(num, value))
            else "wrong-literal"
        )
        expected = expected_text(num, value, claim.text)
        corrected = Fraction(printed(value, num)) * num.scale
        if flipped and not is_negative(value):
            expected = f"-{expected}"
            corrected = -corrected
        self.values.corrected[id(num)] = corrected
        cause = self.cause(num, source, value)
        root = index if cause is None else cause
        self.roots_by_value.setdefault(_value_key(value), Slip(num, root, rule == "wrong-sign"))
        self.roots[id(num)] = root
        self.values.keep(num)
        before = self.printed.get(text_key(num))
        worth = None if before is None else self.values.known(before)
        short = significant(num) < 2
        if not short and (worth is None or not prints(num, worth)):
            # What is rightly printed so is meant by it further on, too.
            self.printed[text_key(num)] = (
                self.values.keep(Neg(0, 0, source)) if rule == "wrong-sign" else source
            )
        # The page may go on with the right number, and with the right sign.
        right = replace(num, digits=printed(value, num).lstrip("-"))
        upright = self.values.keep(Neg(0, 0, source)) if is_negative(value) else source
        self.printed.setdefault(text_key(right), upright)
        percent = is_percentage(num, claim.text)
        shown = in_percent(value) if percent else digits15(value)
        message = f"{claim.text} stands for {stands_for}, which is {shown}"
        if rule == "wrong-sign":
            message += ": the sign is wrong"
        else:
            message += f"; to {places(num)} it is {expected}"
        return replace(
            claim,
            rule=rule,
            expected=expected,
            message=message,
            operands=self.operands(source),
            cause=cause,
            percent=percent,
        )

    def cause(self, num: Num, source: Node, value: Exact) -> int | None:
        """The earlier wrong literal that a wrong one repeats or was computed from.

        Only one that leads to it, as it was printed: else each is wrong by itself.
        """
        found = self.roots_by_value.get(_value_key(value))
        if found is not None and _repeats(num, found.num):
            return found.claim
        causes: dict[int, dict[int, _Shown]] = {}
        for part in walk(source):
            if (slip := self._slip(part)) is not None and len(causes) < MOST_CAUSES:
                causes.setdefault(slip.claim, {})[id(part)] = self._shown(slip, part)
        together = {part: said for shown in causes.values() for part, said in shown.items()}
        if causes and self._leads_to(num, source, value, together):
            return next(iter(causes))
        if len(causes) > 1:
            for claim, shown in causes.items():
                if self._leads_to(num, source, value, shown):
                    return claim
        return None

    def _slip(self, part: Node) -> Slip | None:
        """The wrong number that was printed for a part of a tree."""
        if isinstance(part, Stand) and id(part.num) in self.roots:
            return Slip(part.num, self.roots[id(part.num)])
        if isinstance(part, Ref) and (known := self.values.known(part)) is not None:
            return self.roots_by_value.get(_value_key(known))
        return None

    def _shown(self, slip: Slip, part: Node) -> _Shown:
        """What a wrong number says that a part of a tree is, and half a unit of its last place."""
        turned = isinstance(part, Ref) and is_negative(self.values.exact(part)) is not slip.turned
        return as_float(-slip.num.value if turned else slip.num.value), half_place(slip.num)

    def _leads_to(
        self, num: Num, source: Node, value: Exact, instead: Mapping[int, _Shown]
    ) -> bool:
        """Whether a literal is what a tree comes to with other numbers for some of its parts.

        ``value`` is what the tree is worth.
        """
        rough = Rough(self.values, {})
        rough.above = {}, 0  # all other quantities are as on the page
        results: list[float] = []
        for way in (-1, 0, 1):
            rough.suppose({part: said + way * half for part, (said, half) in instead.items()})
            try:
                results.append(abs(rough.of(source)))
            except (ValueError, ArithmeticError):
                return False
        shown, place = as_float(num.value), 2 * half_place(num)
        off = max(min(results) - shown, shown - max(results))
        # Whoever computed on with more digits than are printed comes to another last one.
        moved = abs(results[1] - abs(as_float(value)))
        return off <= max(ROUGHLY * place / 2, min(moved, LAST_DIGIT * place))

    def worked_out(self, num: Num, quantity: Node) -> Node:
        """A quantity by the formula that a reader sees before it, where that gives it its name."""
        if isinstance(quantity, Neg):
            inside = self.worked_out(num, quantity.arg)
            return quantity if inside is quantity.arg else replace(quantity, arg=inside)
        known = quantity.definition if isinstance(quantity, Ref) else None
        if known is None or known.node is None or known.page != self.page.path:
            return quantity
        at = self.page.formula_before(num.start)
        here = at >= 0 and self.page.formulas[at].body.start <= known.start < num.start
        return known.node if here else quantity

    def operands(self, source: Node) -> tuple[Operand, ...]:
        """The quantities that a value was computed from, one step down."""
        inside = source.arg if isinstance(source, Neg) else source
        if (
            isinstance(inside, Ref)
            and inside.definition.node is not None
            and not inside.definition.given
        ):
            inside = inside.definition.node
        found: dict[str, Operand] = {}
        for part in walk(inside):
            if isinstance(part, Stand) and self.values.is_rounded(part):
                # Who types what is printed gets something else.
                value = self.values.known(part)
                if value is not None:
                    text = unparse(part)
                    found.setdefault(text, Operand(text, digits15(value), 0))
            if isinstance(part, Ref):
                value = self.values.known(part)
                if value is not None:
                    found.setdefault(
                        part.definition.latex,
                        Operand(part.definition.latex, digits15(value), part.definition.line),
                    )
        return tuple(found.values())

    def _order(self) -> None:
        """Put claims and findings into reading order, and every index that names them along."""
        if (
            _in_reading_order(self.claims)
            and _in_reading_order(self.findings)
            and _in_reading_order(self.links)
        ):
            return  # as on most pages
        claims = _reading_order(self.claims)
        moved = {old: new for new, old in enumerate(claims)}
        ordered = [self.claims[i] for i in claims]
        self.claims = [c if c.cause is None else replace(c, cause=moved[c.cause]) for c in ordered]
        findings = _reading_order(self.findings)
        shifted = {old: new for new, old in enumerate(findings)}
        self.findings = [self.findings[i] for i in findings]
        links = [self.links[i] for i in _reading_order(self.links)]
        if claims != list(range(len(claims))) or findings != list(range(len(findings))):
            links = [
                replace(
                    link,
                    claims=tuple(sorted(moved[i] for i in link.claims)),
                    findings=tuple(sorted(shifted[i] for i in link.findings)),
                )
                if link.claims or link.findings
                else link
                for link in links
            ]
        self.links = links


_START = attrgetter("start")
_PLACE = attrgetter("start", "end")


def _in_reading_order(items: Sequence[Claim] | Sequence[Finding] | Sequence[Link]) -> bool:
    starts = list(map(_START, items))
    if all(map(lt, starts, starts[1:])):
        return True  # without a look at where they end
    extents = list(map(_PLACE, items))
    return extents == sorted(extents)


def _reading_order(items: Sequence[Claim] | Sequence[Finding] | Sequence[Link]) -> list[int]:
    extents = list(map(_PLACE, items))
    return sorted(range(len(items)), key=extents.__getitem__)


def _value_key(value: Exact) -> str:
    return f"{float(abs(value)):.12g}" if abs(value) < 1e300 else "huge"


def _repeats(num: Num, other: Num) -> bool:
    """Whether two literals print one number, the one maybe with fewer digits than the other."""
    fewer, more = sorted((num, other), key=half_place, reverse=True)
    return prints(fewer, more.value)
