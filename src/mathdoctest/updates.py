r"""Statements that make a new value of an old one: ``w \leftarrow w - …``."""

from __future__ import annotations

import operator
import re
from collections.abc import MutableMapping, Sequence
from dataclasses import replace

from mathdoctest.align import Match
from mathdoctest.chains import Chain, Part
from mathdoctest.data import Data
from mathdoctest.definitions import Definition, Lineage
from mathdoctest.document import Document
from mathdoctest.evaluate import equal
from mathdoctest.laying import Laid
from mathdoctest.learning import has_blank, learnt
from mathdoctest.ledger import Ledger
from mathdoctest.links import Links
from mathdoctest.matrices import cells
from mathdoctest.names import has_names, has_symbols, is_constant, is_datum, name_of
from mathdoctest.outline import Statement
from mathdoctest.reuse import LONGEST_SECTION
from mathdoctest.rounding import prints, significant
from mathdoctest.steps import descended, descends, is_near
from mathdoctest.tree import (
    Add,
    Arr,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Ref,
    Sym,
    literals,
    replaced,
    resolve,
    walk,
)
from mathdoctest.wording import CASE, sentence_of

_RUN = re.compile(r"\d+")
_RATES = ("\\eta", "lr")
"""What is surely a learning rate, and not another factor."""


class Updates:
    """Checks that a new value starts from the old one, or is computed from what has changed."""

    def __init__(self, ledger: Ledger, document: Document, links: Links, data: Data) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.links = links
        self.laying = links.laying
        self.literals = links.literals
        self.data = data
        self.rules: MutableMapping[str, int] = {}
        """Statements that say how any value of a table such as Q(s, a) is updated."""

    def steps(self, k: int, chain: Chain) -> bool:
        """Whether ``w := w - …`` (or ``=``, which strictness objects to) gives a new value."""
        first, second = chain.parts[0].node, chain.parts[1]
        if second.relation not in (":=", "=") or not isinstance(first, Sym):
            return False
        versions = self.document.definitions.get(first.name)
        if not versions:
            entry = self.document.component(first)
            return entry is not None and self._goes_on_from(chain, entry)
        if not _mentions(second.node, first.name):
            if self._goes_on_from(chain, versions[-1]):
                return True
            return second.relation == ":=" and self._is_told_anew(k, second.node, versions[-1])
        bound = self.document.bind(second.node, k)
        if isinstance(bound, Opaque):
            return second.relation == ":="
        if self._same_as_before(bound, versions[-1]):
            return False
        if second.relation == "=":
            self.links.relation_finding(
                second, "a new value is made from the old one: write \\leftarrow"
            )
        return True

    def _goes_on_from(self, chain: Chain, old: Definition) -> bool:
        r"""Whether numbers alone make a new value of the old one: ``w = 0.6 - 0.1 \cdot 2 = 0.4``.

        What is printed at the end is then what they come to, and not what the symbol was.
        """
        source, last = chain.parts[1].node, chain.parts[-1].node
        if len(chain.parts) < 3 or old.cells or not isinstance(source, Add):
            return False
        start = source.terms[0]
        if not (is_datum(start) and is_datum(last)) or has_symbols(source):
            return False
        was = self.values.known(Ref(0, 0, old))
        begun, now, result = map(self.values.known, (start, source, last))
        if was is None or begun is None or now is None or result is None:
            return False
        number = literals(start)[0]
        if significant(number) == 1 and number.value != abs(was):
            return False  # 1 is what all near to it is rounded to
        return (
            prints(number, abs(was)) and was * begun > 0 and abs(result - now) < abs(result - was)
        )

    def _is_told_anew(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a list or matrix of numbers takes another one's place, most of them others."""
        if not old.cells or not isinstance(source, Arr) or not is_datum(source):
            return False
        bound = self.document.bind(source, k)
        before = [self.values.known(Ref(0, 0, cell)) for cell in old.entries]
        now = [self.values.known(cell) for cell in cells(bound)]
        return len(now) == len(before) and 2 * sum(map(operator.ne, now, before)) > len(now)

    def _same_as_before(self, bound: Node, before: Definition) -> bool:
        """Whether an expression is what a quantity is already, cell by cell."""
        if not isinstance(bound, Arr):
            return not before.cells and bool(self.values.identical(bound, Ref(0, 0, before)))
        return bound.shape == before.shape and all(
            self.values.identical(cell, Ref(0, 0, old))
            for row, olds in zip(bound.rows, before.cells, strict=True)
            for cell, old in zip(row, olds, strict=True)
        )

    def update(self, k: int, statement: Statement) -> Laid | None:
        """Check a statement that gives a new value; returns its chain, if it has one."""
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        chain = Laid(section=statement.section)
        if not isinstance(first, Sym):
            self.ledger.find(
                parts[1].relation_start,
                parts[1].relation_end,
                "not-understood",
                "unknown",
                "only a symbol can be updated",
            )
            return None
        versions = document.definitions.get(first.name, ())
        known = None if versions else document.taken(first.name) or document.component(first)
        if known is not None:
            versions = (document.enter(known),)
        source = parts[1].node
        if (
            versions
            and versions[-1].version
            and not literals(statement.chain.parts[-1].node)
            and len(parts) == 2
        ):
            return self._general_update(k, statement, versions)
        bound = source if isinstance(source, Opaque) else document.bind(source, k)
        if versions and parts[2:] and _mentions(parts[-1].node, first.name):
            return self._only_talked_of(k, statement, bound, chain)
        made = (
            self._by_rule(k, first, bound, parts[-1].node)
            or self._by_sibling(k, first, bound)
            or (self._by_descent(statement, bound, versions[-1]) if versions else None)
        )
        if versions and made is not None:
            return self._made_by_rule(k, statement, document.update(k, first, made), chain)
        if not versions:
            if "(" in first.name and not literals(source):
                self.rules.setdefault(first.base, k)
            self.ledger.find(
                first.start, first.end, "undefined-symbol", "unknown",
                f"{first.name} is updated but was never defined",
            )  # fmt: skip
        findings = []
        if isinstance(bound, Opaque):
            found = self.links.not_understood(bound)
            findings += [found] if found is not None else []
        claims: list[int] = []
        slip = self._slip_of_start(bound, parts, versions[-1]) if versions else None
        if slip is not None:
            old = versions[-1].as_node(first)
            claims.append(self.ledger.claim(slip, old))
            bound = resolve(bound, {id(slip): old})
        elif versions:
            findings += self._update_follows(k, statement, versions, bound)
        bound, others, notes = self._put_in(source, bound)
        claims += others
        findings += notes
        definition = document.update(k, first, bound)
        chain.quantity = definition
        chain.sources = [definition.as_node(first)]
        if versions:
            # What the right side says in other words is of the old value, too.
            chain.prefer = frozenset((id(versions[-1]),))
        self.ledger.link(first.start, source.end, "update", claims, findings)
        self.links.follow(k, parts[2:], chain)
        return chain

    def _only_talked_of(self, k: int, statement: Statement, bound: Node, chain: Laid) -> Laid:
        r"""Check an update that ends in the quantity: ``w \leftarrow w - \eta (-2) = w + 2 \eta``.

        It says which way the quantity would move, and gives no new value.
        """
        parts = statement.chain.parts
        chain.sources = [bound]
        self.ledger.link(parts[0].node.start, parts[1].node.end, "update", (), ())
        self.links.follow(k, parts[2:], chain)
        return chain

    def _made_by_rule(self, k: int, statement: Statement, new: Definition, chain: Laid) -> Laid:
        """Check the numbers of an update against what a rule for others like it says."""
        first, second = statement.chain.parts[:2]
        chain.quantity = new
        chain.sources = [new.as_node(first.node)]
        self.ledger.link(first.node.start, first.node.end, "update", (), ())
        numbers = Part("=", second.relation_start, second.relation_end, second.node)
        self.links.follow(k, (numbers, *statement.chain.parts[2:]), chain)
        return chain

    def _put_in(self, source: Node, bound: Node) -> tuple[Node, list[int], list[int]]:
        """What an update makes a new value from, and what is noted of the numbers put in there."""
        if not literals(bound):
            return bound, [], []
        if not has_names(bound):
            return self.literals.free(bound, definitional=True)
        claims, stood = self.data.quoted(source)
        # A rate may be the slip, too, where the result tells.
        left = (num for num in literals(source) if id(num) not in stood and "." in num.digits)
        self.ledger.weak.update((id(num), None) for num in left)
        return resolve(bound, stood), claims, []

    def _slip_of_start(self, bound: Node, parts: Sequence[Part], old: Definition) -> Num | None:
        r"""What stands for the old value and is not it, where the result tells that it is meant.

        After ``b = 0.1`` the 0.2 of ``b \leftarrow 0.2 - 0.05 = 0.05``.
        """
        last = parts[-1].node
        if not isinstance(bound, Add) or has_names(bound) or not isinstance(last, Num):
            return None
        start = bound.terms[0]
        was, now = self.values.known(Ref(0, 0, old)), self.values.known(bound)
        if not isinstance(start, Num) or was is None or now is None or prints(start, was):
            return None
        meant = was + (now - start.value)
        return start if prints(last, meant) and not prints(last, now) else None

    def _by_rule(self, k: int, first: Sym, bound: Node, last: Node) -> Node | None:
        r"""What an update rule for any state says of this one, where numbers alone follow it.

        After ``Q(s, a) \leftarrow Q(s, a) + \alpha [r + …]`` each number of an update of
        ``Q(s_1, a_2)`` stands for its part of the rule. What the rule takes from elsewhere, such
        as the best value of the next state, the numbers tell.
        """
        said = self.rules.get(first.base)
        if said is None or isinstance(bound, Opaque) or not is_constant(bound):
            return None
        name, source = (part.node for part in self.document.statements[said].chain.parts[:2])
        told: list[Definition] = []

        def put(leaf: Node) -> Node:
            if isinstance(leaf, Sym) and leaf.name == name_of(name):
                return replace(leaf, name=first.name)
            if isinstance(leaf, Opaque) or (
                isinstance(leaf, Sym) and leaf.base == first.base and "(" in leaf.name
            ):
                latex = self.ledger.page.text[leaf.start : leaf.end]
                told.append(Definition(latex, latex, leaf.start, 0, blank=True))
                return Ref(leaf.start, leaf.end, told[-1])
            return leaf

        unresolved = len(self.document.unresolved)
        made = self.document.bind(replaced(source, put), k)
        del self.document.unresolved[unresolved:]
        if isinstance(made, (Arr, Opaque)):
            return None
        stands: dict[int, Node] = {}
        for symbol, datum in learnt(bound, made, self.values):
            known = self.literals.known(datum) if isinstance(datum, Num) else None
            stands.setdefault(id(symbol.definition), known or datum)
            if known is None:
                for num in literals(datum):
                    self.ledger.doubts.assume(num)
        if not all(id(definition) in stands for definition in told):
            return None
        made = replaced(
            made, lambda n: stands.get(id(n.definition), n) if isinstance(n, Ref) else n
        )
        value = self.values.known(made)
        match = self.laying.lay(bound, made) if value is not None else None
        if value is None or match is None:
            return None
        printed = self.values.known(bound)
        ends = (
            isinstance(last, Num)
            and prints(last, value)
            and (printed is None or not prints(last, printed))
        )
        # One number that differs is a slip if the result is that of the rule; else it is new data.
        return made if not match.wrong or (match.wrong == 1 and ends) else None

    def _by_sibling(self, k: int, first: Sym, bound: Node) -> Node | None:
        r"""What the update of a quantity with another number makes of this one, told in numbers.

        After ``W_2 := W_2 - \eta G_2`` the numbers behind ``W_1 :=`` are ``W_1 - \eta G_1``.
        """
        if isinstance(bound, Opaque) or not literals(bound) or has_names(bound):
            return None
        statements = self.document.statements
        for run in reversed(list(_RUN.finditer(first.name))):
            pattern = re.compile(
                rf"{re.escape(first.name[: run.start()])}(\d+){re.escape(first.name[run.end() :])}"
            )
            for j in range(k - 1, max(k - LONGEST_SECTION, 0) - 1, -1):
                left, *parts = (part.node for part in statements[j].chain.parts)
                other = pattern.fullmatch(name_of(left))
                if other is None or not parts or not _mentions(parts[0], other[0]):
                    continue
                made = self.document.bind(_renumbered(parts[0], other[1], run[0]), k)
                told = not isinstance(made, Opaque) and not has_blank(made)
                match = self.laying.lay(bound, made) if told else None
                if match is not None and 2 * self._not_meant(match) <= len(match.pairs):
                    return made
        return None

    def _not_meant(self, match: Match) -> int:
        """How many numbers are wrong, or right only as what is rounded to a single digit.

        The 1 behind another weight is no 1.2.
        """
        rough = 0
        for num, node in match.pairs:
            value = self.values.known(node) if significant(num) < 2 else None
            rough += value is not None and prints(num, abs(value)) and abs(value) != num.value
        return match.wrong + rough

    def _by_descent(self, statement: Statement, bound: Node, old: Definition) -> Node | None:
        r"""The step of descent that a new value told alone comes from: ``w_2 \leftarrow 0.43``.

        One that it is not by is meant where the page has made such a step for another quantity
        before, and the number looks like a slip; of a list, where half of the numbers are by it.
        """
        if not is_datum(bound):
            return None
        at = statement.chain.start
        for made in descended(self.document, old, at):
            match = self.laying.lay(bound, made)
            if match is None:
                continue
            several = len(match.pairs) > 1 and 2 * match.wrong <= len(match.pairs)
            if not match.wrong or several:
                return made
            near = all(is_near(num, self.values.exact(node)) for num, node in match.pairs)
            if near and descends(self.document, statement.section, at):
                return made
        return None

    def _starts_from(self, bound: Node, old: Definition) -> bool:
        r"""Whether numbers alone begin with the old value: ``w \leftarrow 0.4 - 0.1 = 0.3``.

        Or with a part of it, as a running mean does: ``\mu \leftarrow 0.9 \cdot 0.4 + 0.2``.
        """
        value = self.values.known(Ref(0, 0, old))
        begins = bound.terms[0] if isinstance(bound, Add) else bound
        numbers = literals(begins) if isinstance(begins, Mul) else literals(bound)[:1]
        return value is not None and any(prints(number, abs(value)) for number in numbers)

    def _update_by_coincidence(self, k: int, statement: Statement, old: Definition) -> list[int]:
        """A quantity that was computed is computed again from itself, which only seems right."""
        part = statement.chain.parts[1]
        if old.node is None or old.given or old.cells:
            return []
        again = self.document.bind(part.node, k, prefer=Lineage(old))
        if isinstance(again, (Opaque, Arr)) or self.values.identical(again, old.node) is not False:
            return []
        a, b = self.values.known(again), self.values.known(old.node)
        if a is None or b is None or not equal(a, b):
            return []
        message = (
            f"{old.latex} was computed in another way before (line {old.line}), which agrees with "
            "this only at this page's values"
        )
        return [self.ledger.find(part.relation_start, part.node.end, "update", "wrong", message)]

    def _update_follows(
        self, k: int, statement: Statement, versions: tuple[Definition, ...], bound: Node
    ) -> list[int]:
        """An update starts from the old value, or computes it again from what has changed."""
        part = statement.chain.parts[1]
        latex = versions[-1].latex
        inside = [n.definition for n in walk(bound) if isinstance(n, Ref)]
        for definition in inside:
            wrt = definition.wrt
            if wrt is not None and versions[-1].name not in (wrt.name, wrt.array):
                own = self.document.gradients.gradient_like(definition, versions[-1])
                if own is not None and self.values.identical(own, Ref(0, 0, definition)):
                    continue
                message = (
                    f"{latex} is updated with {definition.latex}, the gradient of another quantity"
                )
                return [
                    self.ledger.find(part.relation_start, part.node.end, "update", "wrong", message)
                ]
        if isinstance(bound, Opaque):
            return []
        if isinstance(bound, Arr) or versions[-1].cells:
            same = self._same_as_before(bound, versions[-1])
            return [self._unchanged(part, latex)] if same else []
        if not inside and not is_datum(part.node):
            first, last = versions[0], versions[-1]
            # In a section or a case of its own another method may begin where the first one did.
            words = sentence_of(self.ledger.page, statement)[1]
            anew = first.given and (
                last.section != statement.section or CASE.search(words) is not None
            )
            if self._starts_from(bound, last) or (anew and self._starts_from(bound, first)):
                return []
        another = _moves_another(bound, versions[-1])
        if not another and any(definition in versions for definition in inside):
            return self._update_by_coincidence(k, statement, versions[-1])
        before = versions[-1].node
        if another or before is None or versions[-1].given:
            message = f"this update of {latex} does not start from the old {latex}"
            return [
                self.ledger.find(part.relation_start, part.node.end, "update", "wrong", message)
            ]
        again = self.document.bind(part.node, k, prefer=Lineage(versions[-1]))
        if self.values.identical(again, before) is False:
            message = (
                f"{latex} was computed in another way before (line {versions[-1].line}), "
                f"and this does not start from the old {latex}"
            )
            return [
                self.ledger.find(part.relation_start, part.node.end, "update", "wrong", message)
            ]
        if self.values.identical(bound, before):
            return [self._unchanged(part, latex)]
        return self._mixed_ages(part, inside)

    def _unchanged(self, part: Part, latex: str) -> int:
        message = f"nothing that {latex} is computed from has changed: write ="
        return self.ledger.find(part.relation_start, part.relation_end, "update", "wrong", message)

    def _mixed_ages(self, part: Part, inside: list[Definition]) -> list[int]:
        """Something is computed again from a new value and from what still rests on the old one."""

        def older(definition: Definition) -> set[int]:
            versions = self.document.definitions.get(definition.name, ())
            return {id(v) for v in versions if v.version < definition.version}

        for new in inside:
            for stale in inside:
                built = Lineage(stale).whole()
                # What moves from where it stood, as a weight does, rests on old values rightly.
                moved = older(stale) & built
                if not moved and id(new) not in built and older(new) & built:
                    message = (
                        f"{new.latex} is new here, but {stale.latex} was computed with the old "
                        f"{new.latex}: compute {stale.latex} anew first"
                    )
                    return [
                        self.ledger.find(
                            part.relation_start, part.node.end, "update", "unverified", message,
                            advice=True,
                        )
                    ]  # fmt: skip
        return []

    def _general_update(
        self, k: int, statement: Statement, versions: tuple[Definition, ...]
    ) -> Laid | None:
        """The update rule said again: it must say what was done."""
        parts = statement.chain.parts
        source = parts[1].node
        before = Lineage(versions[-1]).whole() - {id(versions[-1])}
        bound = self.document.bind(source, k, prefer=before)
        same = not isinstance(bound, (Opaque, Arr)) and self.values.identical(
            bound, versions[-1].node or bound
        )
        if same:
            self.ledger.link(parts[0].node.start, source.end, "update", (), ())
            return None
        bound = self.document.bind(source, k)
        if isinstance(bound, (Opaque, Arr)) or self.values.known(bound) is None:
            found = self.links.not_understood(bound) if isinstance(bound, Opaque) else None
            self.ledger.link(
                parts[0].node.start, source.end, "update", (), () if found is None else (found,)
            )
            return None
        definition = self.document.update(
            k, Sym(parts[0].node.start, parts[0].node.end, versions[0].name, "", ""), bound
        )
        self.ledger.link(parts[0].node.start, source.end, "update", (), ())
        return Laid([definition.as_node(parts[0].node)], definition, statement.section)


def _mentions(source: Node, name: str) -> bool:
    return any(isinstance(n, Sym) and n.name == name for n in walk(source))


def _renumbered(source: Node, old: str, new: str) -> Node:
    """A formula with another number in all names that hold the old one."""
    run = re.compile(rf"(?<!\d){old}(?!\d)")

    def put(leaf: Node) -> Node:
        if isinstance(leaf, Sym):
            return replace(leaf, name=run.sub(new, leaf.name), sub=run.sub(new, leaf.sub))
        return leaf

    return replaced(source, put)


def _moves_another(bound: Node, old: Definition) -> bool:
    r"""Whether an update of a learning rate makes a step of something else: ``w - \eta g``.

    Of other quantities this may be meant: ``x \leftarrow y - q x`` is a step of Euclid's.
    """
    if old.name not in _RATES or not isinstance(bound, Add) or len(bound.terms) != 2:
        return False
    start, step = bound.terms
    return (
        isinstance(start, Ref)
        and start.definition.name != old.name
        and isinstance(step, Neg)
        and isinstance(step.arg, Mul)
        and any(isinstance(n, Ref) and n.definition is old for n in step.arg.factors)
    )
