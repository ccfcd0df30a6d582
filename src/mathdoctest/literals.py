"""The numbers of a segment: what each stands for by what was printed before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from mathdoctest.definitions import Definition
from mathdoctest.derivative import number
from mathdoctest.document import Document
from mathdoctest.evaluate import equal
from mathdoctest.laying import Laid, Laying
from mathdoctest.learning import has_blank, learnt
from mathdoctest.ledger import Ledger
from mathdoctest.names import is_datum
from mathdoctest.nearness import LONG
from mathdoctest.outline import begins
from mathdoctest.page import WITHOUT, Formula
from mathdoctest.rounding import PERCENT, decimal, key_of, prints, significant, text_key, written
from mathdoctest.tree import (
    Add,
    Arr,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Param,
    Pow,
    Ref,
    literals,
    resolve,
    walk,
)
from mathdoctest.unparse import unparse

NEAR_BY = 12
"""Statements between a result and a symbol that it is put in for."""
SHORTEST_FIGURE = 4
"""A figure of so many digits is taken for a quantity that rounds to it."""
SHORTEST_COMPLEMENT = 3
"""Digits of a figure that is not by chance what the one beside it lacks to one: no 0.001."""
_NAMED = frozenset((Ref, Param))
"""The nodes that stand for what has a name."""


class Literals:
    """Finds what numbers stand for that no segment explains, and claims it."""

    def __init__(self, ledger: Ledger, document: Document, laying: Laying) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.figures = document.figures()
        self.laying = laying

    def free(
        self,
        node: Node,
        *,
        definitional: bool,
        quiet: bool = False,
        known: Mapping[int, Node] = MappingProxyType({}),
    ) -> tuple[Node, list[int], list[int]]:
        """Literals with no segment before them: data said again, or data of the formula itself.

        ``known`` is what some of them stand for, by identity.
        """
        claims: list[int] = []
        findings: list[int] = []
        pairs: dict[int, Node] = {}
        parts = list(walk(node))
        # The number of a sum stands in each of its terms.
        nums = [*{id(n): n for n in parts if type(n) is Num and n.end > n.start}.values()]
        below_one = {n.value: n for n in nums if n.value.numerator < n.value.denominator}
        bare = _NAMED.isdisjoint(map(type, parts))
        # Of a calculation without dollars nothing says that its short numbers are a symbol's.
        delimiter = self.formula().delimiter
        apart = delimiter == "text"
        quiet = quiet or delimiter in WITHOUT
        constants: set[int] | None = None
        for num in nums:
            stands = known.get(id(num))
            if stands is None and (not apart or ("." in num.digits and significant(num) > LONG)):
                stands = self.known(num) or self._complement(num, below_one) or self._rate(num)
            if stands is None and bare and not apart:
                stands = self._whole(num)
            if stands is not None:
                self.ledger.weak[id(num)] = self.ledger.claim(num, stands)
                claims.append(self.ledger.weak[id(num)] or 0)
                pairs[id(num)] = stands
                if delimiter == "typed" and isinstance(stands, Num):
                    # What a sentence says of a name may be a result that it does not work out.
                    self.ledger.doubts.assume(stands)
            elif (
                "." not in num.digits
                and num.scale == 1
                and not (apart and self.ledger.page.text[num.start].isdecimal())
            ):
                if constants is None and definitional and bare and not apart:
                    constants = _constants(parts)
                if constants is None or id(num) in constants:
                    self.ledger.weak[id(num)] = None
                    continue
                # Among numbers alone, a whole one is a datum like the others.
                self.ledger.weak[id(num)] = len(self.ledger.claims)
                claims.append(self.ledger.claim(num, num, role="given", telling=False))
            elif definitional:
                self.ledger.weak[id(num)] = len(self.ledger.claims)
                claims.append(self.ledger.claim(num, num, role="given"))
                self.ledger.doubts.assume(num)
                if not quiet:
                    text = self.ledger.page.text[num.start : num.end]
                    findings.append(
                        self.ledger.find(
                            num.start, num.end, "unbound-literal", "unverified",
                            f"nothing before says what {text} stands for: "
                            f"give it a name first ($x = {text}$)",
                            advice=True,
                        )
                    )  # fmt: skip
            else:
                self.ledger.weak[id(num)] = len(self.ledger.claims)
                self.ledger.doubts.assume(num)
                claims.append(
                    self.ledger.claim(
                        num, None, reason="nothing on the page says what this stands for"
                    )
                )
        return resolve(node, pairs), claims, findings

    def _complement(self, num: Num, below_one: Mapping[Fraction, Num]) -> Node | None:
        """What is missing to one from a known figure beside it: 0.2271 in ``0.7729 · 0.2271``."""
        if not below_one or significant(num) < SHORTEST_COMPLEMENT:
            return None
        other = below_one.get(1 - num.value)
        stands = None if other is None else self.known(other)
        if stands is None:
            return None
        one = number(1, num)
        return Add(num.start, num.end, (one, Neg(num.start, num.end, stands)))

    def _rate(self, num: Num) -> Node | None:
        r"""The percentage that a number is, or a factor: 0.0045 and 1.0045 behind ``0.45\%``."""
        places = num.decimals - 2
        if num.scale != 1 or places < 0:
            return None
        for more, sign in ((0, 1), (1, 1), (1, -1)):
            rate = sign * (num.value - more)
            if not 0 < rate < 1:
                continue
            source = self.ledger.printed.get(key_of(decimal(100 * rate, places), PERCENT))
            value = None if source is None else self.values.known(source)
            if source is None or value is None or not equal(value, rate):
                continue
            part = source if sign > 0 else Neg(num.start, num.end, source)
            return Add(num.start, num.end, (number(1, num), part)) if more else source
        return None

    def _whole(self, num: Num) -> Node | None:
        """The quantity whose exact value a whole number among numbers is: 24 in ``16 + 24``."""
        # Any digit alone is the value of something.
        if not num.digits.isdigit() or len(num.digits) == 1 or num.scale != 1:
            return None
        here = self._here()
        for definition in self.figures.near(num):
            if definition.start >= here and definition.page == self.document.path:
                continue
            made = Ref(num.start, num.end, definition)
            if equal(self.values.exact(made), num.value):
                return made
        found = self.ledger.printed.get(text_key(num))
        if found is None or isinstance(found, Num):
            return None
        value = self.values.known(found)
        return found if value is not None and equal(value, num.value) else None

    def formula(self) -> Formula:
        """The formula of the statement that is checked."""
        reached = self.document.reached
        here = self.document.statements[reached].formula if reached >= 0 else 0
        return self.ledger.page.formulas[here]

    def _here(self) -> int:
        """Where the statement begins that is checked."""
        return self.document.statements[self.document.reached].chain.start

    def known(self, num: Num) -> Node | None:
        """What the same figure stood for where it was printed before."""
        pointed = "." in num.digits
        if not pointed and significant(num) < LONG:
            return None
        found = self.ledger.printed.get(text_key(num))
        figures = significant(num)
        if found is not None and (pointed or not isinstance(found, Num)):
            return (figures == 1 and self._datum(num, found)) or found
        if not pointed and figures < SHORTEST_FIGURE:
            return None
        here = self._here()
        for definition in self.figures.near(num):
            if definition.start == here and definition.page == self.document.path:
                # A mean may well round to one of the numbers that it is the mean of.
                continue
            made = Ref(num.start, num.end, definition)
            value = self.values.exact(made)
            if figures < SHORTEST_FIGURE:
                if definition.given and equal(value, num.value):
                    return made
            elif prints(num, value):
                return made
            elif prints(num, -value):
                return Neg(num.start, num.end, made)
        return None

    def _datum(self, num: Num, found: Node) -> Node | None:
        """The datum that one digit may be as well as what was rounded to it: 0.1 for 1 - 0.9002."""
        value = self.values.known(found)
        if value is None or equal(value, num.value):
            return None
        return next(
            (
                made
                for definition in self.figures.near(num)
                if definition.given
                and equal(self.values.exact(made := Ref(num.start, num.end, definition)), num.value)
            ),
            None,
        )

    def announced(self, num: Num, definition: Definition) -> bool:
        """Whether a sentence behind a definition, and before a number, holds that number.

        It may say it in percent.
        """
        worth = num.value * num.scale
        if any(
            n.text == num.digits or (n.percent and written(n.text) == 100 * worth)
            for n in self.ledger.page.numbers_between(definition.start, num.start)
        ):
            return True
        return any(
            isinstance(alone, Num) and alone.digits == num.digits
            for alone in self._alone_between(definition, num)
        )

    def is_listed(self, num: Num, definition: Definition) -> bool:
        """Whether a list by itself behind a definition, and before a number, holds that number.

        An exam gives the inputs of its next problem so: “The input is $[3, 5]$.”
        """
        return any(
            isinstance(alone, Arr)
            and is_datum(alone)
            and any(one.digits == num.digits for one in literals(alone))
            for alone in self._alone_between(definition, num)
        )

    def _alone_between(self, definition: Definition, num: Num) -> Iterator[Node]:
        """What stands by itself in a formula behind a definition, and before a number."""
        statements = self.document.statements
        # The number of a statement may have its relation before it, but no other statement.
        low = bisect_right(statements, definition.start, key=begins)
        high = bisect_left(statements, num.start, key=begins)
        for statement in statements[max(low - 1, 0) : high]:
            alone = statement.chain.parts[0].node
            if len(statement.chain.parts) == 1 and definition.start < alone.start < num.start:
                yield alone

    def is_tabled(self, num: Num, definition: Definition) -> bool:
        """Whether a table behind a definition, and before a number, holds that number.

        Amounts before and after a reaction are told so.
        """
        page = self.ledger.page
        between = [
            table.span
            for table in page.tables
            if definition.start < table.span.start and table.span.end < num.start
        ]
        return any(
            n.text == num.digits
            for span in between
            for n in page.numbers_between(span.start, span.end)
        )

    def learn(self, target: Node, chain: Laid) -> bool:
        """Give symbols without a value the numbers that stand in their places; whether any did."""
        for source in reversed(chain.sources) if self.document.has_blanks else ():
            if not has_blank(source):
                continue
            found: dict[int, tuple[Ref, Node]] = {}
            for symbol, datum in learnt(target, source, self.values):
                found.setdefault(id(symbol.definition), (symbol, datum))
            for symbol, datum in found.values():
                told = self._told_before(datum)
                self.document.learn(symbol.definition, told)
                self.laying.forget()
                what = f"the {unparse(datum)} that stands in its place"
                self.ledger.take(symbol.start, symbol.end, symbol.definition.latex, what)
                for num in literals(datum) if told is datum else ():
                    self.ledger.data.add(id(num))
                    self.ledger.doubts.assume(num)
            return bool(found)
        return False

    def _told_before(self, datum: Node) -> Node:
        """What a long figure that is put for a symbol was computed as: 1/6 for 0.166667."""
        if isinstance(datum, Arr):
            found = {
                id(num): known
                for num in literals(datum)
                if significant(num) >= LONG
                and (known := self.known(num)) is not None
                and not isinstance(known, Num)
            }
            return resolve(datum, found) if found else datum
        if not isinstance(datum, Num) or significant(datum) < LONG:
            return datum
        known = self.known(datum)
        if known is None or isinstance(known, Num):
            return datum
        if significant(datum) >= SHORTEST_FIGURE:
            return known
        # Three digits may be the same by chance, but hardly those of a result a few lines above.
        return known if "." in datum.digits and self._is_near(known) else datum

    def _is_near(self, known: Node) -> bool:
        """Whether a node stands in the section of the statement that is being read."""
        statements, here = self.document.statements, self.document.reached
        k = self.document.before(known.start + 1) - 1
        return 0 <= k <= here < len(statements) and (
            statements[k].section == statements[here].section and here - k <= NEAR_BY
        )


def _constants(parts: Sequence[Node]) -> set[int]:
    r"""The whole numbers of a calculation that belong to its formula, by identity.

    Exponents do, powers of ten, fractions of two digits, what a sum is divided by to make a mean,
    and digits before a constant: ``2 \pi``.
    """
    found: set[int] = set()
    for part in parts:
        if isinstance(part, Pow):
            found.update(map(id, literals(part.exp)))
            if isinstance(part.base, Num) and part.base.digits == "10":
                found.add(id(part.base))
        elif isinstance(part, Div) and _is_digit(part.den):
            if isinstance(part.num, Add) or _is_digit(part.num):
                found |= {id(part.num), id(part.den)}
        elif isinstance(part, Mul) and not all(map(literals, part.factors)):
            found.update(map(id, filter(_is_digit, part.factors)))
    return found


def _is_digit(node: Node) -> bool:
    return isinstance(node, Num) and len(node.digits) == 1
