r"""A second case beside the first, in the middle of a text: “for $\gamma = 0.5$ we get $G = 2.25$”.

No heading says that another problem begins. The words do: two values of a letter in one sentence
are two cases, and so is a datum behind “for” or “if”, if the sentence goes on with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from mathdoctest.definitions import Definition, renamed
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.examples import examples_apart, is_in_time
from mathdoctest.ledger import Ledger
from mathdoctest.names import is_numeric, name_of
from mathdoctest.nearness import LONG, MISLAID, NEAR_MISS, TELLING, distance, slack, unlike
from mathdoctest.outline import Statement
from mathdoctest.renewal import renewed
from mathdoctest.rounding import prints, significant
from mathdoctest.tree import Arr, Node, Num, Opaque, Ref, literals, walk
from mathdoctest.wording import (
    AGAIN,
    BEGINS,
    CASE,
    CONCLUDES,
    INTRODUCES,
    LABELLED,
    LETS,
    MEASURES,
    SENTENCE_END,
    SETS,
    VARIES,
    WANTS,
    is_at_another,
    sentence_of,
)

NEARBY = 12
"""Statements on either side that are looked through for those of a sentence."""
SEVERAL = 2
"""New data of a sentence that make all of it a case of its own."""


class Cases:
    """Tells data and results of another case from slips, for one document."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values

    def begins(
        self, k: int, number: Num, old: Definition, before: Exact | None, *, given: bool
    ) -> bool:
        """Whether a number is what a symbol is in another case, as the words around it tell.

        Args:
            k: the statement that says so.
            number: the number.
            old: what the symbol was.
            before: the value that it had, or a power of it where the statement is about that.
            given: whether that was told, and not worked out.
        """
        statement = self.document.statements[k]
        if before is None or prints(number, before) or statement.display:
            return False
        if statement.chain.parts[1].relation not in ("=", "\\approx"):
            return False
        start, words = sentence_of(self.ledger.page, statement)
        other = unlike(number, before)
        if start <= old.start:
            # Twice in one sentence: from the one to the other.
            if not given:
                # What is nearly the same goes on from rounded numbers.
                return other and distance(number.value, before) > NEAR_MISS
            return other or self._follows(k, start, number, old) or not self._is_used(k, old)
        if other and self._is_told_twice(k, start, before):
            return True
        if MEASURES.search(words):
            return other or significant(number) >= LONG
        new = self._new_data(k, start)
        if not given:
            if self.counts_up(k, number, before):
                return True
            if AGAIN.search(words):
                return False
            if renewed(self.document, old.name) is not None:
                # Its formula tells what it is by now, unless it was worked out in numbers only.
                parts = self.document.parts_of(old)
                return new >= SEVERAL and all(is_numeric(part.node) for part in parts)
            told = other or significant(number) < TELLING
            if told and is_at_another(self.ledger.page, statement):
                return True
            supposed = CASE.search(words) is not None
            return (other and (supposed or new > 0)) or new >= SEVERAL or (supposed and new > 0)
        if new or self._follows(k, start, number, old):
            return True
        if CASE.search(words) is None:
            return False
        put_in = self._puts_in(k, start, number)
        if other or put_in is not None:
            return other or put_in is True
        goes_on = any(j > k for j, _ in self._beside(k, start))
        return significant(number) < 2 or (goes_on and BEGINS.fullmatch(words) is not None)

    def _is_told_twice(self, k: int, start: int, before: Exact) -> bool:
        """Whether a sentence tells several numbers for one symbol, none of which it was before."""
        text = self.document.text
        beside = [self.document.statements[k], *(s for _, s in self._beside(k, start))]
        numbers = [
            s.chain.parts[1].node
            for s in beside
            if name_of(s.chain.parts[0].node) == self._name(k)
            and len(s.chain.parts) > 1
            and not SENTENCE_END.search(text, start, s.chain.start)
        ]
        told = [number for number in numbers if isinstance(number, Num)]
        if len(told) < len(numbers) or any(prints(number, before) for number in told):
            return False
        # “3.35, or more exactly 3.352” is one number.
        return len({number.value for number in told}) > 1 and not any(
            prints(a, b.value) for a in told for b in told if a is not b
        )

    def goes_with_another(self, k: int) -> bool:
        """Whether a sentence gives a datum anew that what it says holds for: “With $b = 1$: …”."""
        start, words = sentence_of(self.ledger.page, self.document.statements[k])
        return CASE.search(words) is not None and self._new_data(k, start) > 0

    def is_varied(self, k: int, old: Definition) -> bool:
        """Whether a sentence tells what comes of another setting: “With a mask, …”."""
        start, words = sentence_of(self.ledger.page, self.document.statements[k])
        return start > old.start and VARIES.match(words) is not None

    def is_introduced(self, k: int, old: Definition) -> bool:
        """Whether a sentence introduces a datum of another case: “now let $x = 2$”, “instead”.

        In another section “let” alone does.
        """
        statement = self.document.statements[k]
        start, words = sentence_of(self.ledger.page, statement)
        if statement.display or start <= old.start:
            return False
        if INTRODUCES.search(words) is not None:
            return old.given or LETS.search(words) is not None
        if LABELLED.match(words) is not None or self._is_turned(statement, words, old):
            return True
        if LETS.match(words) is not None:
            return old.given or statement.section != old.section
        return old.given and self._is_of_another_example(statement, old)

    def _is_turned(self, statement: Statement, words: str, old: Definition) -> bool:
        """Whether a sentence begins with a datum that has the other sign: “For $x = -1$: …”."""
        if not old.given or BEGINS.fullmatch(words) is None:
            return False
        now = self.values.known(statement.chain.parts[1].node)
        before = self.values.known(Ref(0, 0, old))
        return now is not None and before is not None and now == -before

    def _is_of_another_example(self, statement: Statement, old: Definition) -> bool:
        """Whether the next of several examples gives another datum: “Example 2: $q = 1$”."""
        now = examples_apart(self.document.text, statement.chain.start, old.start)
        if not now or is_in_time(now):
            return False
        value = self.values.known(statement.chain.parts[1].node)
        return value is not None and value != self.values.known(Ref(0, 0, old))

    def is_set(self, k: int, old: Definition) -> bool:
        r"""Whether a sentence begins with what a symbol is for now: “At $t = 2\tau$, …”."""
        statement = self.document.statements[k]
        start, words = sentence_of(self.ledger.page, statement)
        said = statement.chain.parts[1:]
        if len(said) > 1 or isinstance(said[0].node, Opaque) or start <= old.start:
            return False
        return not statement.display and SETS.fullmatch(words) is not None

    def changes(self, k: int, source: Node, old: Definition) -> bool:
        r"""Whether a sentence says what a datum becomes: “from $m = 1$ to $m = 7/3$”."""
        statement = self.document.statements[k]
        start, _ = sentence_of(self.ledger.page, statement)
        if not old.given or start > old.start or statement.display or not is_numeric(source):
            return False
        now, before = self.values.known(self._bound(source, k)), self.values.known(Ref(0, 0, old))
        return now is not None and before is not None and distance(now, before) > NEAR_MISS

    def counts_up(self, k: int, number: Num, value: Exact | None) -> bool:
        """Whether a result is rounded up, as the size of a sample is: “384.16, so $n = 385$”."""
        words = sentence_of(self.ledger.page, self.document.statements[k])[1]
        whole = "." not in number.digits and value is not None and 0 < number.value - value < 1
        return whole and (CONCLUDES.search(words) or WANTS.search(words)) is not None

    def is_measured(self, old: Definition) -> bool:
        """Whether a sentence gives a datum as what others have found."""
        statement = self.document.statement_of(old)
        return statement is not None and bool(
            MEASURES.search(sentence_of(self.ledger.page, statement)[1])
        )

    def _beside(self, k: int, start: int) -> Iterator[tuple[int, Statement]]:
        """The other statements of a paragraph from where a sentence begins."""
        text, statements = self.ledger.page.text, self.document.statements
        for j in range(max(0, k - NEARBY), min(k + NEARBY, len(statements))):
            chain = statements[j].chain
            if j == k or chain.start < start:
                continue
            if "\n\n" in text[statements[k].chain.start : chain.start]:
                return
            yield j, statements[j]

    def _new_data(self, k: int, start: int) -> int:
        """How many other symbols have other values in a sentence than they had before."""
        section = self.document.statements[k].section
        found = set()
        for _, statement in self._beside(k, start):
            first, *parts = (part.node for part in statement.chain.parts)
            name = name_of(first)
            if not parts or not isinstance(parts[-1], (Num, Arr)) or name == self._name(k):
                continue
            versions = self.document.definitions.get(name, ())
            if self._is_given_anew(versions, start):
                found.add(name)
            if not isinstance(parts[-1], Num):
                continue
            for version in versions:
                # A mere number may be a result told again, and a slip.
                told = version.given or len(parts) > 1
                if not told or version.start >= start or version.section != section:
                    continue
                value = self.values.known(Ref(0, 0, version))
                if value is not None and unlike(parts[-1], value):
                    found.add(name)
                    break
        return len(found)

    def _is_given_anew(self, versions: Sequence[Definition], start: int) -> bool:
        """Whether a sentence gives another value of what was given before."""
        if len(versions) < SEVERAL or not all(v.given for v in versions[-2:]):
            return False
        before, now = (
            [self.values.known(Ref(0, 0, one)) for one in version.scalars]
            for version in versions[-2:]
        )
        return versions[-1].start > start and before != now

    def is_of_other_data(self, k: int, old: Definition) -> bool:
        """Whether a sentence gives data that what it says holds for, and not what was told before.

        Either what a quantity was before is another number, or it begins with them: “For $x = -1$:
        $y = 2$”, “with the mask $(0, 1)$: …”.
        """
        statement = self.document.statements[k]
        start, words = sentence_of(self.ledger.page, statement)
        if start <= old.start:
            return False
        if CASE.search(words) is not None and self._new_data(k, start):
            return True
        if BEGINS.fullmatch(words) is None:
            return False
        ahead = [one for j, one in self._beside(k, start) if j < k]
        return bool(ahead) and all(self._is_fresh(one, start) for one in ahead)

    def _is_fresh(self, statement: Statement, start: int) -> bool:
        """Whether a statement tells a datum that the page did not tell before a place."""
        first, *parts = (part.node for part in statement.chain.parts)
        if not parts:
            return isinstance(first, Arr)
        versions = self.document.definitions.get(name_of(first), ())
        return bool(versions) and versions[-1].given and versions[-1].start >= start

    def _name(self, k: int) -> str:
        return name_of(self.document.statements[k].chain.parts[0].node)

    def _is_used(self, k: int, old: Definition) -> bool:
        """Whether a formula between an old value and statement ``k`` is about it."""
        between = takewhile(lambda s: s.chain.start > old.start, self._before(k))
        return any(
            name_of(node) == old.name
            for statement in between
            for part in statement.chain.parts[1:]
            for node in walk(part.node)
        )

    def _before(self, k: int) -> Iterator[Statement]:
        """The nearest statements before one, the last one first."""
        return (self.document.statements[j] for j in range(k - 1, max(0, k - NEARBY) - 1, -1))

    def _puts_in(self, k: int, start: int, number: Num) -> bool | None:
        """Whether a calculation that puts a number in agrees with its result, if there is one."""
        for j, statement in self._beside(k, start):
            parts = [part.node for part in statement.chain.parts[1:]]
            if j < k or not any(n.digits == number.digits for p in parts for n in literals(p)):
                continue
            values = [
                (node, value)
                for node in parts
                if is_numeric(node)
                and (value := self.values.known(self._bound(node, j))) is not None
            ]
            first = values[0][1] if values else 0
            return all(distance(value, first) <= slack(node) + MISLAID for node, value in values)
        return None

    def _bound(self, node: Node, j: int) -> Node:
        return node if isinstance(node, Opaque) else self.document.bind(node, j)

    def _follows(self, k: int, start: int, number: Num, old: Definition) -> bool:
        """Whether a result behind is that of a number, and not that of the old one."""
        new = Definition(old.name, old.latex, number.start, 0, node=number, given=True)
        for j, statement in self._beside(k, start):
            first, *parts = (part.node for part in statement.chain.parts)
            known = self.document.definitions.get(name_of(first), ())
            if j < k or not parts or not isinstance(parts[-1], Num) or not known:
                continue
            now, node = self.values.known(Ref(0, 0, known[-1])), known[-1].node
            if node is None or now is None or prints(parts[-1], now):
                continue
            value = self.values.known(self.values.keep(renamed(node, {id(old): new})))
            if value is not None and prints(parts[-1], value):
                return True
        return False
