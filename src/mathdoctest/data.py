"""Data that equations tell: given, or a number that the page has worked out before."""

from __future__ import annotations

from mathdoctest.analogy import analogues, by_general, ends, is_general, mean
from mathdoctest.chains import Part
from mathdoctest.conversion import converted
from mathdoctest.definitions import Definition, references
from mathdoctest.document import LONG_FIGURE, Document
from mathdoctest.evaluate import Exact, equal
from mathdoctest.ledger import Ledger
from mathdoctest.links import Links
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum
from mathdoctest.nearness import FAR_OFF, LONG, NEAR_MISS, distance, is_slip
from mathdoctest.outline import Statement
from mathdoctest.renewal import Renewals, unmarked
from mathdoctest.rounding import as_float, half_place, printed, prints, significant, text_key
from mathdoctest.steps import before, descended, descends, is_near
from mathdoctest.sums import added_up
from mathdoctest.tree import Arr, Neg, Node, Num, Ref, Sym, literals, resolve, walk
from mathdoctest.wording import (
    CONCLUDES,
    IMPLIES,
    LIKEWISE,
    LONGEST_ARROW,
    SPREADS,
    sentence,
    sentence_of,
)

KIN = 40
"""Quantities before a datum that are looked through for those that differ by a subscript."""
CLEARLY = 2.0
"""How many times nearer than all others something is that a number was meant to be."""


class Data:
    """Claims the numbers of data, and finds what they say again."""

    def __init__(self, ledger: Ledger, document: Document, links: Links) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = links.laying
        self.literals = links.literals

    def claimed(self, source: Node) -> list[int]:
        """Claim the numbers of a datum as given."""
        claims = [self.ledger.claim(num, num, role="given") for num in literals(source)]
        self.ledger.given.update(zip(map(id, literals(source)), claims, strict=True))
        return claims

    def quoted(self, source: Node) -> tuple[list[int], dict[int, Node]]:
        """Figures between symbols: what they stood for before, or numbers that may be rounded.

        Returns the claims of the former, and what they stand for by their identities.
        """
        claims: list[int] = []
        stood: dict[int, Node] = {}
        repeated = self._repeated(source)
        for num in literals(source):
            known = self.literals.known(num) if "." in num.digits else None
            if known is not None and (
                significant(num) > LONG or id(num) in repeated or self.laying.fits(num, known)
            ):
                claims.append(self.ledger.claim(num, known))
                stood[id(num)] = known
            elif significant(num) > LONG:
                self.ledger.weak[id(num)] = None
            self.ledger.doubts.assume(num)
        return claims, stood

    def _repeated(self, source: Node) -> set[int]:
        """The numbers of lists of which each number was printed before, right or wrong."""
        found: set[int] = set()
        for node in walk(source):
            inside = literals(node) if isinstance(node, Arr) and is_datum(node) else []
            if len(inside) > 1 and all(text_key(num) in self.ledger.printed for num in inside):
                found.update(map(id, inside))
        return found

    def may_be_rounded(
        self, k: int, statement: Statement, part: Part, definition: Definition, claims: list[int]
    ) -> None:
        """Note which numbers of a datum look like results: those may be rounded, or mistyped."""
        concluded = part.relation == "\\approx" or self._concluded(statement)
        # N(d_1) = 0.4591 was looked up, and y' = 0.4563 is a new value of what was computed.
        long = LONG_FIGURE - ("(" in definition.name or self._is_new_value(definition))
        result = k in self.document.finer
        numbers = literals(part.node)
        if isinstance(part.node, (Num, Neg)):
            kin = self._kin(definition)
            doubted = numbers if kin and not kin[0].given else _shares(kin)
            for num in doubted:
                self.ledger.doubts.assume(num, listed=True)
        if unmarked(definition.name):
            # What a page has computed, and prints the rounding of.
            for num in numbers:
                if "." in num.digits:
                    self.ledger.doubts.assumed.add(id(num))
        places = [
            num.decimals
            for num in numbers
            if concluded or (result and significant(num) > LONG) or significant(num) >= long
        ]
        for num, index in zip(numbers, claims, strict=True):
            # The entries of a list are rounded to as many places, small ones as well.
            if places and num.decimals >= min(places):
                definition.result = True
                for cell in definition.entries:
                    cell.result = True
                self.ledger.doubts.assume(num)
                self.ledger.weak[id(num)] = index

    def _is_new_value(self, definition: Definition) -> bool:
        """Whether a quantity is called like one that was computed, or a list of such, but newer."""
        old = unmarked(definition.name)
        versions = self.document.definitions.get(old, ()) or (self._told_entry(old, 1),)
        return bool(old) and versions[-1] is not None and not versions[-1].given

    def _kin(self, definition: Definition) -> list[Definition]:
        """What was told right before it in its section, and differs by a subscript alone."""
        stem, marked, _ = definition.name.partition("_")
        return [
            one
            for one in self.document.so_far()[-KIN:]
            if marked and one.name.partition("_")[0] == stem and one.section == definition.section
        ]

    def _concluded(self, statement: Statement) -> bool:
        """Whether words or an arrow before a datum say that it is a result, perhaps rounded."""
        page = self.ledger.page
        begin = page.formulas[statement.formula].span.start
        begin = max(begin, statement.chain.start - LONGEST_ARROW)
        return (
            CONCLUDES.search(sentence(page, statement, over=statement.display)) is not None
            or IMPLIES.search(page.text, begin, statement.chain.start) is not None
        )

    def entries(self, definition: Definition, source: Node) -> tuple[list[int], Node] | None:
        """A list of what the page told one by one: “$y_1 = …$, $y_2 = …$, so $y = [0.3, 0.6]$”.

        Or of their new values: “$y' = [0.4, 0.5]$”. All entries but one must agree: in another
        place the same symbols may be of another sample.
        """
        if not isinstance(source, Arr) or 1 not in (len(source.rows), len(source.rows[0])):
            return None
        entries = cells(source)
        first = self.document.first_index(len(entries))
        found: list[tuple[Num, Node]] = []
        agree = 0
        before = unmarked(definition.name)
        renewals = Renewals(self.document)
        for i, cell in enumerate(entries, first):
            entry = self._told_entry(definition.name, i)
            new = entry is None and before != ""
            entry = self._told_entry(before, i) if new else entry
            if entry is None or not entry.start < definition.start or entry.cells:
                return None
            (num,) = literals(cell)
            known: Node | None = Ref(cell.start, cell.end, entry)
            if new:
                # By its formula: its own new value is what is to be told.
                formula = None if entry.given else entry.node
                known = None if formula is None else renewals.anew(formula)
                if known is None or any("." in num.digits for num in literals(known)):
                    return None
            value = None if known is None else self.values.known(known)
            if known is None or value is None:
                return None
            if isinstance(cell, Neg):
                known, value = Neg(cell.start, cell.end, known), -value
            agree += prints(num, value)
            found.append((num, known))
        if agree < max(len(entries) - 1, 1):
            return None
        claims = [self.ledger.claim(num, known) for num, known in found]
        return claims, resolve(source, {id(num): known for num, known in found})

    def _told_entry(self, name: str, i: int) -> Definition | None:
        """The ``i``-th entry of a list, as the page told it by itself."""
        return self.document.definitions.get(f"{name}_{{{i}}}", (None,))[-1]

    def restated(self, source: Node) -> tuple[list[int], Node] | None:
        """A new name for figures that were computed before: they stand for what they stood for."""
        nums = literals(source)
        found = []
        for num in nums:
            known = self.ledger.printed.get(text_key(num))
            trivial = significant(num) < 3 and len(nums) > 1
            if (
                known is None
                or (isinstance(known, Num) and not trivial)
                or (significant(num) < 3 and not trivial)
            ):
                return None
            found.append((num, known))
        if not any(not isinstance(known, Num) for _, known in found) or not any(
            significant(num) >= 3 and not isinstance(known, Num) and "." in num.digits
            for num, known in found
        ):
            return None
        # The magnitude was computed; here its sign must agree.
        pairs = {id(num): known for num, known in found}
        claims = [self.ledger.claim(num, known) for num, known in found]
        return claims, resolve(source, pairs)

    def converted(self, statement: Statement, source: Node) -> tuple[list[int], Node] | None:
        """A datum that its sentence gives in another unit first, and exactly."""
        if not isinstance(source, Num) or statement.display:
            return None
        start, _ = sentence_of(self.ledger.page, statement)
        node = converted(self.ledger.page.text, start, source)
        return None if node is None else ([self.ledger.claim(source, node)], node)

    def told(self, source: Node) -> tuple[list[int], Node] | None:
        """A datum that its sentence tells as the sum of the numbers before it."""
        ledger = self.ledger
        if not isinstance(source, Num):
            return None
        found = added_up(ledger.page.plain, source, ledger.printed, self.values)
        return None if found is None else ([ledger.claim(source, found[0])], found[0])

    def likewise(
        self, k: int, statement: Statement, definition: Definition, source: Node
    ) -> tuple[list[int], Node] | None:
        """A result told as a number, by the formula of a quantity with another number in its name.

        What disagrees is a slip only where the page says that it is a result.
        """
        num = source.arg if isinstance(source, Neg) else source
        if not isinstance(num, Num):
            return None
        meant = self._by_convention(k, definition, num)
        if meant is not None:
            stands = Neg(num.start, num.end, meant) if num is not source else meant
            return [self.ledger.claim(num, stands)], meant
        likewise = self.is_told_likewise(statement)
        if "." not in num.digits or significant(num) < LONG - likewise:
            return None
        options: list[tuple[Node, Exact]] = []
        for made in analogues(self.document, definition, k):
            stands = Neg(num.start, num.end, made) if num is not source else made
            value = self.values.known(stands)
            if value is not None and not any(equal(value, other) for _, other in options):
                options.append((stands, value))
        general = self._by_general(definition, source, num)
        if general is not None:
            stands = Neg(num.start, num.end, general) if num is not source else general
            return [self.ledger.claim(num, stands)], general
        fits = [stands for stands, value in options if prints(num, value)]
        if (
            not fits
            and text_key(num) not in self.ledger.printed
            and (likewise or self._is_result(statement, num) or _exchanged(num, options))
        ):
            fits = _nearest(num, options)
        if not fits and (step := self._by_descent(statement, definition, source, num)) is not None:
            stands = Neg(num.start, num.end, step) if num is not source else step
            return [self.ledger.claim(num, stands)], step
        if not fits:
            return None
        node = Neg(source.start, source.end, fits[0]) if num is not source else fits[0]
        return [self.ledger.claim(num, fits[0])], node

    def _by_general(self, definition: Definition, source: Node, num: Num) -> Node | None:
        """What a result is by the formula of its bare letter, if it is that or must be meant so.

        It must where others of the letter are, and it is a slip, or what the page found before.
        """
        made = by_general(self.document, definition)
        value = None if made is None else self.values.known(made)
        if made is None or value is None:
            return None
        worth = value if num is source else -value
        for ref in references(made):
            if ref.definition.given and ref.definition.node is not None:
                for datum in literals(ref.definition.node):
                    self.ledger.doubts.assume(datum)
        if prints(num, worth):
            return made
        meant = (
            is_slip(num, worth)
            or distance(num.value, abs(worth)) <= FAR_OFF
            or text_key(num) in self.ledger.printed
        )
        return made if meant and is_general(self.document, definition) else None

    def _by_descent(
        self, statement: Statement, definition: Definition, source: Node, num: Num
    ) -> Node | None:
        """The step of descent that a new value comes from, which is told under a name of its own.

        One that it is not by is meant where another new value is, and the number is near.
        """
        old = before(self.document, definition)
        for made in descended(self.document, old, definition.start) if old is not None else ():
            value = self.values.known(made)
            if value is None:
                continue
            worth = value if num is source else -value
            if prints(num, worth):
                return made
            near = is_near(num, worth) and worth > 0
            if near and descends(self.document, statement.section, definition.start):
                return made
        return None

    def _by_convention(self, k: int, definition: Definition, num: Num) -> Node | None:
        """What a result is by its name alone: a list's mean, or one of two values told before."""
        made = mean(self.document, definition, k)
        if made is None:
            made = self.document.sampled(self.document.statements[k].chain.parts[0].node, k)
        if made is not None:
            value = self.values.known(made)
            if value is None:
                return None
            off = distance(num.value, abs(value))
            near = off <= FAR_OFF and significant(num) > 1
            return made if prints(num, abs(value)) or near or is_slip(num, value) else None
        if (spread := self._spread(k, num)) is not None:
            return spread
        pair = [
            (distance(num.value, abs(value)), node)
            for node in ends(self.document, definition)
            if (value := self.values.known(node)) is not None
        ]
        return min(pair, key=lambda one: one[0])[1] if len(pair) > 1 else None

    def _spread(self, k: int, num: Num) -> Node | None:
        """What a number is as the standard deviation of a sample, if words call it so.

        It is wrong where it is a slip, or the variance, of which nobody has taken the root.
        """
        statement = self.document.statements[k]
        first = statement.chain.parts[0].node
        samples = self.document.samples
        if not samples or not isinstance(first, Sym):
            return None
        if not SPREADS.search(sentence(self.ledger.page, statement, over=statement.display)):
            return None
        ways = samples.spreads(first, first.start)
        told = [(way, square) for way, square in ways if self.values.known(way) is not None]
        for way, _ in told:
            typed = self.values.shown(way)
            if prints(num, self.values.exact(way)) or prints(num, typed):
                return way
        for way, square in told:
            if is_slip(num, self.values.exact(way)) or prints(num, self.values.exact(square)):
                return way
        return None

    def _is_result(self, statement: Statement, num: Num) -> bool:
        """Whether a number, or the words before it, say that it was computed."""
        return significant(num) >= LONG_FIGURE or self._concluded(statement)

    def is_told_likewise(self, statement: Statement) -> bool:
        """Whether the words before a number say that it was computed like another one."""
        return LIKEWISE.search(sentence(self.ledger.page, statement, over=True)) is not None


def _nearest(num: Num, options: list[tuple[Node, Exact]]) -> list[Node]:
    """What a mistyped number was meant to be, if one thing is much nearer to it than all others."""
    ranked = sorted(
        (
            (0.0 if is_slip(num, value) or prints(num, -value) else distance(num.value, value), i)
            for i, (_, value) in enumerate(options)
        )
    )
    # Of many digits a slip of the pen leaves nearly all.
    reach = NEAR_MISS if significant(num) > LONG_FIGURE else FAR_OFF
    if not ranked or ranked[0][0] > reach:
        return []
    if len(ranked) > 1 and ranked[1][0] < CLEARLY * max(ranked[0][0], NEAR_MISS):
        return []
    return [options[ranked[0][1]][0]]


def _exchanged(num: Num, options: list[tuple[Node, Exact]]) -> bool:
    """Whether a number is what it may stand for, but for two digits that changed places."""
    return any(
        is_slip(num, value) and sorted(printed(abs(value), num)) == sorted(num.digits)
        for _, value in options
    )


def _shares(kin: list[Definition]) -> list[Num]:
    """The data that are called alike and add up to one, as a softmax gives."""
    shares = [
        one.node
        for one in kin
        if one.given and isinstance(one.node, Num) and one.node.decimals >= LONG
    ]
    room = sum(half_place(share) for share in shares)
    total = as_float(sum(share.value for share in shares))
    return shares if len(shares) > 1 and abs(total - 1) <= room else []
