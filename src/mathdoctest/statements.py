"""One statement: what it defines, asserts or updates, and the chain that follows."""

from __future__ import annotations

import operator
import re
from collections.abc import Container, MutableMapping, MutableSet, Sequence
from dataclasses import replace
from itertools import islice

from mathdoctest.analogy import analogues, ends, mean
from mathdoctest.chains import Chain, Part
from mathdoctest.conversion import converted
from mathdoctest.definitions import Definition, Function, Lineage, is_made_behind, references
from mathdoctest.derivative import number
from mathdoctest.document import LONG_FIGURE, Document
from mathdoctest.evaluate import Exact, equal
from mathdoctest.general import LETTERS, is_step
from mathdoctest.iteration import turn
from mathdoctest.laying import MAX_SOURCES, Laid
from mathdoctest.learning import agree, has_blank, learnt
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import BUILTIN
from mathdoctest.links import Links
from mathdoctest.listing import Listing
from mathdoctest.lists import begun_with, told
from mathdoctest.matrices import cells
from mathdoctest.names import has_names, has_symbols, is_constant, is_datum, is_numeric, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    MISLAID,
    NEAR_MISS,
    NEARER,
    TELLING,
    distance,
    is_slip,
    slack,
    unlike,
)
from mathdoctest.outline import Statement, passed_over
from mathdoctest.renewal import Renewals, all_renewed, is_whole, renewed, unmarked
from mathdoctest.reuse import LONGEST_SECTION, Reuse
from mathdoctest.rounding import PERCENT, printed, prints, significant, text_key
from mathdoctest.slips import one_slip
from mathdoctest.solving import solve, unknown_inside
from mathdoctest.transposition import meant
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Deriv,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Pow,
    Ref,
    Stand,
    Sym,
    behind,
    in_rows,
    literals,
    replaced,
    resolve,
    walk,
)
from mathdoctest.twofold import is_twofold
from mathdoctest.unparse import unparse
from mathdoctest.wording import (
    AFTER,
    AGAIN,
    BEFORE,
    CASE,
    CONCLUDES,
    EQUATES,
    IMPLIES,
    LATER,
    LIKEWISE,
    LONGEST_ARROW,
    LONGEST_OR,
    OR,
    is_supposed,
    sentence,
    sentence_of,
)

_RUN = re.compile(r"\d+")
_RATES = ("\\eta", "lr")
"""What is surely a learning rate, and not another factor."""
_EQUATIONS = ("=", "\\approx", ":=", "\\leftarrow")
"""Relations that say that two sides are the same."""
_WORD = re.compile(r"[^\W\d_]+")
MAX_BEHIND = 100
"""Nodes below a figure that are searched for the quantity that it is to give."""
NEARBY = 5
"""Statements before one that are looked through for the chain that it goes on from."""
CLEARLY = 2.0
"""How many times nearer than all others something is that a number was meant to be."""
_LINKING = frozenset(
    """
    a about also and approximately are as becomes be by comes equal equals evaluates finally for
    from further gets get give gives giving has have hence i e in is it its just leaves leaving
    makes meaning namely now of or our out reduces result resulting roughly simplifies simply so
    that the then therefore thus to turns up value we which with works yields yielding
    """.split()
)
"""Words that join a formula to the one before it, and bring in nothing new."""


class Statements:
    """Checks a document's statements from top to bottom."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.links = Links(ledger, document)
        self.laying = self.links.laying
        self.literals = self.links.literals
        self.reuse = Reuse(ledger, document, self.laying, self.literals)
        self.listing = Listing(ledger, document)
        self.last = Laid()
        """The chain that one beginning with a relation goes on from."""
        self.chains: MutableMapping[int, Laid] = {}
        """The chain of each statement that has one."""
        self.seen_undefined: MutableSet[str] = set()
        self.seen_ahead: MutableSet[str] = set()
        self.update_rules: MutableMapping[str, int] = {}
        """Statements that say how any value of a table such as Q(s, a) is updated."""

    def check(self, k: int) -> None:
        """Check one statement; they come in reading order."""
        before = self.last
        self.document.reached = k
        statement = self.document.statements[k]
        chain = statement.chain
        first_unresolved = len(self.document.unresolved)
        for symbol, data in told(chain):
            self._told(k, symbol, data)
        for symbol, data in begun_with(self.document, k):
            self._tell(k, symbol, data)
        if chain.parts[0].relation:
            self._continue(k, statement)
        elif (row := self._row(k, chain)) is not None:
            self.last = row
            first = chain.parts[0]
            first = replace(first, relation="=", relation_start=first.node.start)
            self.links.follow(k, (first, *chain.parts[1:]), row)
        elif len(chain.parts) == 1:
            self._mention(k, chain.parts[0].node)
        elif self.document.is_general(chain):
            self._general(k, statement)
        elif chain.parts[1].relation == "\\leftarrow" or self._steps(k, chain):
            self._update(k, statement)
        else:
            self._assert(k, statement)
        self._report_unresolved(first_unresolved)
        if self.last is not before:
            self.chains[k] = self.last
            self._answer(k, statement)

    def _chains_before(self, k: int) -> list[Laid]:
        """The chains of the section right before a statement, the nearest first."""
        section = self.document.statements[k].section
        chains = map(self.chains.get, range(k - 1, max(k - NEARBY, 0) - 1, -1))
        return [chain for chain in chains if chain is not None and chain.section == section]

    def _told(self, k: int, symbol: Sym, data: Node) -> None:
        """Take the list or matrix that stands in a symbol's place for what nothing else says.

        A number is learnt when it is met, but for one that the symbol's own formula starts from.
        """
        if (
            self.document.is_mentioned(symbol)
            if isinstance(data, Arr)
            else not self.document.starts_from(symbol, data)
        ):
            return
        self._tell(k, symbol, data)

    def _tell(self, k: int, symbol: Sym, data: Node) -> None:
        definition = self.document.update(k, symbol, data, tells=False)
        definition.given = True
        self.ledger.data |= {id(num) for num in literals(data)}
        for num in literals(data) if not isinstance(data, Arr) else ():
            self.ledger.doubts.assume(num)
        what = "what stands in its place"
        self.ledger.take(symbol.start, symbol.end, definition.latex, what)

    def _steps(self, k: int, chain: Chain) -> bool:
        """Whether ``w := w - …`` (or ``=``, which strictness objects to) gives a new value."""
        first, second = chain.parts[0].node, chain.parts[1]
        if second.relation not in (":=", "=") or not isinstance(first, Sym):
            return False
        versions = self.document.definitions.get(first.name)
        if not versions:
            return False
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

    def _general(self, k: int, statement: Statement) -> None:
        """A formula with a running index: what it says must hold for every index of the page."""
        chain = statement.chain
        instances = self.document.instances(chain, k)
        findings: list[int] = []
        first = chain.parts[0].node
        # Steps that the page tells as numbers are held to a rule one by one, rounded as they are.
        stepwise = isinstance(first, Sym) and is_step(first)
        for made in instances:
            left = self.document.bind(made.parts[0].node, k)
            if self._ahead(left, chain.start):
                continue
            for part in made.parts[1:]:
                if part.relation not in _EQUATIONS:
                    continue  # “where $x_i > 0$” chooses some of them
                right = self.document.bind(part.node, k)
                verdict, reason = self.laying.same(left, right)
                anew = stepwise or (
                    isinstance(left, Ref)
                    and left.definition.given
                    and is_made_behind(right, left.definition.start)
                )
                anew = anew or self.links.is_renewed_below(statement.section, left, right)
                if verdict is False and part.relation != "\\leftarrow" and not anew:
                    found = self.ledger.find(chain.start, chain.end, "identity", "wrong", reason)
                    findings.append(found)
                    break
                if verdict is False:
                    # What it says of the old values may be done further down, or never.
                    message = "a rule for new values, and none of them is made here"
                    findings.append(
                        self.ledger.find(chain.start, chain.end, "undecided", "unknown", message)
                    )
                    break
            if findings:
                break
        if not instances:
            message = "a general formula, and no index makes all its symbols ones of this page"
            findings.append(
                self.ledger.find(chain.start, chain.end, "undecided", "unknown", message)
            )
        self.ledger.link(chain.start, chain.end, "general", (), findings)

    def _mention(self, k: int, node: Node) -> None:
        if isinstance(node, Opaque):
            self.links.not_understood(node)
            return
        if isinstance(node, (Num, Neg)) and not has_names(node):
            if isinstance(node, Num) and self._says_in_percent(k, node):
                return
            self._figure(node)
            if self._is_in_cell(k):
                return
        if isinstance(node, Arr) and is_datum(node):
            if (interval := self._interval(k, node)) is not None:
                self.links.follow(k, (Part("=", node.start, node.start, node),), interval)
                return
            self.listing.check(k, node)
            if not self._is_in_cell(k) and not self.listing.again(k, node):
                self._figure(node)
        elif self._is_in_cell(k):
            self._calculation(k, node)
        first = len(self.document.unresolved)
        self.document.bind(node, k)
        # “We call it D:” may stand before the equation.
        mentioned = [
            found
            for found in self.document.unresolved[first:]
            if found.kind != "ahead"
            and not (self.document.samples and self.document.samples.is_member(found.name))
        ]
        self.document.unresolved[first:] = mentioned

    def _interval(self, k: int, shown: Arr) -> Laid | None:
        r"""The chain whose two values a list shows: ``5.9 \pm 0.6 \Rightarrow [5.3, 6.5]``."""
        chain = self.chains.get(k - 1)
        if chain is None or not chain.sources or cells(shown)[2:]:
            return None
        source = chain.sources[-1]
        match = self.laying.lay(shown, source) if is_twofold(source) else None
        off = match is None or any(
            distance(num.value, abs(self.values.exact(stands))) > FAR_OFF
            for num, stands in match.pairs
        )
        return None if off else replace(chain, sources=[source])

    def _is_in_cell(self, k: int) -> bool:
        """Whether a statement stands in a table."""
        return self.ledger.page.formulas[self.document.statements[k].formula].cell

    def _row(self, k: int, chain: Chain) -> Laid | None:
        r"""The chain of a cell before that numbers go on from: ``a = w x`` in ``0.5 \cdot 2``."""
        if not self._is_in_cell(k):
            return None
        node = chain.parts[0].node
        if not literals(node) or is_datum(node) or not is_numeric(node):
            return None
        bound = self.document.bind(node, k)
        here = None if isinstance(bound, Arr) else self.values.known(self.values.keep(bound))
        for before in self.listing.before(k) if here is not None else ():
            row = self.chains.get(before)
            *_, last = self.document.statements[before].chain.parts
            # Numbers beside numbers may be those of another case.
            symbolic = row is not None and row.sources and not is_numeric(last.node)
            said = self.values.known(row.sources[-1]) if row is not None and symbolic else None
            if row is None or here is None or said is None:
                continue
            near = distance(here, said) <= NEAR_MISS
            return replace(row, sources=list(row.sources)) if near else None
        return None

    def _answer(self, k: int, statement: Statement) -> None:
        """Let the number in the next cell of a table be the end of the chain in this one."""
        *_, last = statement.chain.parts
        if self._is_in_cell(k) and self.last.sources:
            source = self.last.sources[-1]
            if literals(last.node) and not isinstance(source, Arr) and not is_datum(last.node):
                self.listing.answer(k, source)

    def _calculation(self, k: int, node: Node) -> None:
        """A calculation alone in a table's cell, if the number in the next one is its result."""
        if not literals(node) or not is_numeric(node):
            return
        bound = self.document.bind(node, k)
        if isinstance(bound, Arr):
            return
        if self.listing.answer(k, self.values.keep(bound)):
            resolved, claims, notes = self.literals.free(bound, definitional=True, quiet=True)
            self.ledger.link(node.start, node.end, "equation", claims, notes)
            self.listing.answer(k, self.values.keep(resolved))

    def _figure(self, node: Node) -> None:
        """A figure alone, as in “the denominator is $0.1768$”: what it stood for before."""
        for num in literals(node):
            known = self.literals.known(num) if significant(num) >= LONG else None
            value = None if known is None else self.values.known(known)
            # A magnitude is not the number that it is taken of.
            if known is not None and (value is None or not prints(num, -value) or value == 0):
                index = self.ledger.claim(num, known)
                self.ledger.link(num.start, num.end, "equation", (index,), ())

    def _says_in_percent(self, k: int, num: Num) -> bool:
        r"""Check a share that words equate with the result before: ``$0.2353$, i.e. $23.53\%$``."""
        page = self.ledger.page
        i = self.document.statements[k].formula
        chain = self.chains.get(k - 1)
        if num.scale != PERCENT or chain is None or not chain.sources or not i:
            return False
        before, here = page.formulas[i - 1 : i + 1]
        words = page.text[before.span.end : here.span.start]
        if before.block != here.block or not EQUATES.fullmatch(words):
            return False
        self.links.follow(k, (Part("=", num.start, num.start, num),), chain)
        return True

    def _report_unresolved(self, first: int) -> None:
        counted = {u.name for u in self.document.unresolved[first:] if u.kind == "counted"}
        told: set[int] = set()
        for found in self.document.unresolved[first:]:
            if found.kind == "loose":
                self.ledger.find(
                    found.start, found.end, "loose-subscript", "unknown",
                    f"the subscript of {found.name} needs braces: "
                    "without them only its first character is one",
                )  # fmt: skip
                continue
            if found.kind == "ahead":
                if found.name not in self.seen_ahead:
                    self.seen_ahead.add(found.name)
                    self.ledger.find(
                        found.start, found.end, "used-before-definition", "unverified",
                        f"{found.name} is used here and defined only further down", advice=True,
                    )  # fmt: skip
                continue
            if found.kind == "solved":
                self.ledger.find(
                    found.start, found.end, "undefined-symbol", "unverified",
                    f"nothing before says what {found.name} is; this equation is taken to tell",
                    advice=True,
                )  # fmt: skip
                continue
            # A general formula, or a sum, makes many names of the one that is written.
            if found.name in self.seen_undefined or found.start in told:
                continue
            self.seen_undefined.add(found.name)
            told.add(found.start)
            taken = self.document.taken(found.name)
            if taken is not None and found.kind != "function":
                if found.name in counted:
                    # Whether it is met as a factor first, or above the sum itself.
                    what = f"{unparse(taken.require())}, the number of a sum's terms"
                    self.ledger.take(found.start, found.end, found.name, what)
                # What any other was taken for has been said.
                continue
            if found.kind == "function":
                self.ledger.find(
                    found.start, found.end, "undeclared-function", "unknown",
                    f"the function {found.name} is applied but never declared: "
                    f"write {found.name}(x) = … once",
                )  # fmt: skip
            else:
                self.ledger.find(
                    found.start,
                    found.end,
                    "undefined-symbol",
                    "unknown",
                    f"{found.name} is not defined on this page",
                )

    def _continue(self, k: int, statement: Statement) -> None:
        """A chain that begins with a relation goes on from the one before it."""
        # A copy: what the chain was before belongs to the statement before.
        chain = replace(self.last, sources=list(self.last.sources))
        subject = self._own_subject(k, statement, chain)
        if subject:
            chain = Laid(section=statement.section)
        elif (
            not chain.sources
            or chain.section != statement.section
            or not self._side_by_side(k, statement)
        ):
            chain = Laid(section=statement.section)
            if not chain.sources:
                self.ledger.find(
                    statement.chain.start, statement.chain.end, "no-left-side", "unknown",
                    "a chain that begins with a relation, and nothing before it to go on from",
                )  # fmt: skip
        elif (over := self._over_calculations(k, statement, chain)) is not None:
            chain = replace(over, sources=list(over.sources))
        self.last = chain
        self.links.follow(k, statement.chain.parts, chain)

    def _over_calculations(self, k: int, statement: Statement, chain: Laid) -> Laid | None:
        r"""The chain before some calculations that a formula by itself goes on from, if it does.

        Between “$$E = 4 e^{-0.5}$$” and “$$= 4 \cdot 0.6065$$” the page may work out its parts.
        """
        node = statement.chain.parts[0].node
        formula = self.ledger.page.formulas[statement.formula]
        if isinstance(node, Opaque) or not formula.display:
            return None
        target = self.document.bind(node, k, chain.params, chain.prefer)
        if self.laying.agrees(target, chain.sources[-1]):
            return None
        others = [
            other for other in self._chains_before(k) if other.sources and other is not self.last
        ]
        for other in others:
            if self.laying.agrees(target, other.sources[-1]):
                return other
        return next((o for o in (chain, *others) if self._is_near(target, o.sources[-1])), None)

    def _is_near(self, target: Node, source: Node) -> bool:
        """Whether a segment is about another one: a slip moves it less than another subject."""
        shown, value = self.values.known(target), self.values.known(source)
        return shown is not None and value is not None and distance(shown, value) < NEAR_MISS

    def _side_by_side(self, k: int, statement: Statement) -> bool:
        """Whether what a chain goes on from stands in the same row, if either is in a table."""
        formulas = self.ledger.page.formulas
        here = formulas[statement.formula]
        for i in reversed(range(k)):
            before = self.document.statements[i]
            formula = formulas[before.formula]
            if not formula.cell and not here.cell:
                return True
            if formula.cell != here.cell or before.line != statement.line:
                return False
            if len(before.chain.parts) > 1 or before.chain.parts[0].relation:
                return True
        return False

    def _own_subject(self, k: int, statement: Statement, chain: Laid) -> bool:
        """Whether words before ``= …`` say what it is about, and the chain before it does not fit.

        In “which comes to $= 1.2$” it goes on; in “the step is $= 0.17$” it may well not.
        """
        page = self.ledger.page
        here = page.formulas[statement.formula]
        if here.display or not statement.formula:
            return False
        before = page.formulas[statement.formula - 1]
        between = page.text[before.span.end : here.span.start]
        if before.block != here.block:
            between = between.rpartition("\n")[2]
        if all(word in _LINKING for word in _WORD.findall(between.lower())):
            return False
        node = statement.chain.parts[0].node
        if isinstance(node, Opaque) or not chain.sources:
            return bool(chain.sources)
        bound = self.document.bind(node, k, chain.params, chain.prefer)
        return not self.laying.agrees(bound, chain.sources[-1])

    def _assert(self, k: int, statement: Statement) -> None:
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        unresolved = len(document.unresolved)
        inner = self.reuse.given_on_the_way(k, statement)
        if inner is not None:
            document.update(k, inner, parts[-1].node, tells=False).given = True
        for symbol, datum in self.reuse.given_together(statement):
            before = document.definitions.get(symbol.name, (document.taken(symbol.name),))[-1]
            sample = document.update(k, symbol, datum, tells=False)
            sample.given = True
            told = before.node if before else None
            if told and told.start >= sentence_of(self.ledger.page, statement)[0]:
                # “A: $(x, y) = (1, 1)$ and B: $(x, y) = (2, 0)$” gives samples for further down.
                document.doubt(sample, f"{sample.latex} is given for several samples at once")
        defined = document.define(k)
        if defined is None and isinstance(first, Deriv):
            gradients = document.definitions.get(name_of(first))
            if gradients and (
                gradients[-1].of is None or renewed(document, gradients[-1].name) is not None
            ):
                # A gradient that was told, and not worked out, may be told of the next step, as
                # may one of what was given anew since.
                first = Sym(first.start, first.end, gradients[-1].name, "", "")
        chain = Laid(section=statement.section)
        chain.tells = any(found.kind == "solved" for found in document.unresolved[unresolved:])
        if isinstance(defined, Function):
            self._function(k, statement, defined, chain)
        elif isinstance(defined, Definition):
            self._definition(k, statement, defined, chain)
            defined.result |= defined.given and self._is_told_likewise(statement)
            self._settle(defined, chain.sources[1:])
        elif isinstance(first, Sym) and self._is_supposed(k, statement, first):
            self._supposition(k, statement, chain)
        elif isinstance(first, Sym) and (made := self._made_anew(k, statement, first)) is not None:
            self._round(k, statement, first, made, chain)
        elif isinstance(first, Sym) and self.reuse.gives_anew(k, statement, first):
            self._redefinition(k, statement, first, chain)
        elif isinstance(first, Sym) and self._is_of_later(statement, first):
            self._later(k, statement, first, chain)
        elif isinstance(first, Pow) and (
            (chain.tells and is_numeric(parts[1].node))
            or self.reuse.gives_power(k, first, [part.node for part in parts[1:]])
        ):
            self._power(k, statement, first, chain)
        elif (unknown := self._sought(k, statement, first)) is not None:
            document.solve(k, first, unknown, parts[1].node)
            self._restatement(k, statement, chain)
        else:
            self._restatement(k, statement, chain)
        self.last = chain

    def _function(self, k: int, statement: Statement, function: Function, chain: Laid) -> None:
        parts = statement.chain.parts
        scope = {name: i for i, name in enumerate(function.params)}
        findings: list[int] = []
        if not function.is_known and isinstance(parts[1].node, Opaque):
            found = self.links.not_understood(parts[1].node)
            findings += [found] if found is not None else []
        if parts[1].relation == "\\approx":
            findings.append(self.links.relation_finding(parts[1], "a definition is exact: write ="))
        self.ledger.link(parts[0].node.start, parts[1].node.end, "definition", (), findings)
        first = parts[0].node
        # An argument that is a quantity of the page keeps its value behind the declaration.
        known = all(self.document.definitions.get(name) for name in function.params)
        chain.params = {} if known else scope
        bound = self.document.bind(first, k, chain.params)
        if known and isinstance(bound, Opaque):
            # Of the page's own matrices: Attention(Q, K, V).
            bound = self.document.bind(parts[1].node, k, chain.params)
        chain.sources = [bound]
        if not isinstance(bound, Arr) and not known:
            chain.sources = [function.body or bound]
        self.links.follow(k, parts[2:], chain)

    def _definition(
        self, k: int, statement: Statement, definition: Definition, chain: Laid
    ) -> None:
        parts = statement.chain.parts
        chain.quantity = definition
        self.document.reach(definition)
        place = 1
        for place, part in enumerate(parts[1:], 1):
            if not passed_over(statement.chain, part.node):
                if not self._names_only(part.node, parts, place):
                    break
            elif isinstance(part.node, Opaque):
                self.links.not_understood(part.node)
        else:
            place = 1
        source = parts[place].node
        start, end = parts[0].node.start, source.end
        kind = "definition"
        claims: list[int] = []
        findings: list[int] = []
        if is_datum(source):
            restated = (
                self._entries(definition, source)
                or self._likewise(k, statement, definition, source)
                or self._restated_datum(source)
                or self._converted(statement, source)
            )
            if restated is not None:
                claims, node = restated
                self.document.redefine(definition, node)
                kind = "equation"
            else:
                kind = "given"
                claims = self._data(source)
                self._may_be_rounded(k, statement, parts[place], definition, claims)
                findings += self._given_relation(parts[place], definition)
        elif isinstance(source, Opaque):
            found = self.links.not_understood(source)
            findings += [found] if found is not None else []
        else:
            findings += self._turned(k, definition, source)
            bound = self._bound_of(definition)
            if bound is not None and literals(bound) and not has_names(bound):
                node, claims, notes = self.literals.free(bound, definitional=True)
                findings += notes
                if not _rests_on(node, definition):
                    self.document.redefine(definition, node)
            elif bound is None:
                found = self.links.not_understood(
                    Opaque(source.start, source.end, definition.reason)
                )
                findings += [found] if found is not None else []
            elif not isinstance(bound, Opaque):
                claims, stood = self._quoted(source)
                if stood:
                    self.document.redefine(definition, resolve(bound, stood))
            if (
                parts[place].relation == "\\approx"
                and bound is not None
                and not isinstance(bound, Opaque)
                and not any("." in num.digits for num in literals(bound))
                and has_names(bound)
            ):
                findings.append(
                    self.links.relation_finding(parts[place], "a definition is exact: write =")
                )
        chain.sources = [self._opened(parts[0].node, definition)]
        self.ledger.link(start, end, kind, claims, findings)
        self.links.follow(k, parts[place + 1 :], chain)

    def _turned(self, k: int, definition: Definition, source: Node) -> list[int]:
        """Take a matrix as the numbers below take it, where the formula transposes it wrongly."""
        turned = meant(self.document, k, definition) if definition.cells else None
        if turned is None:
            return []
        message = "the numbers below are those of the matrix as it is, not transposed"
        self.document.redefine(definition, turned)
        self.laying.forget()
        return [self.ledger.find(source.start, source.end, "does-not-follow", "wrong", message)]

    def _settle(self, definition: Definition, said: list[Node]) -> None:
        """Take what a chain comes to for a quantity whose formula has no value here."""
        bound = self._bound_of(definition)
        if definition.given or bound is None or self._is_known(bound):
            return
        for node in reversed(said):
            same = not isinstance(bound, Arr) or (
                isinstance(node, Arr) and node.shape == bound.shape
            )
            if same and isinstance(node, Arr) == isinstance(bound, Arr) and self._is_known(node):
                self.document.redefine(definition, node)
                self.laying.forget()
                return

    def _is_known(self, node: Node) -> bool:
        return all(self.values.known(cell) is not None for cell in cells(node))

    def _quoted(self, source: Node) -> tuple[list[int], dict[int, Node]]:
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

    def _may_be_rounded(
        self, k: int, statement: Statement, part: Part, definition: Definition, claims: list[int]
    ) -> None:
        """Note which numbers of a datum look like results: those may be rounded, or mistyped."""
        concluded = part.relation == "\\approx" or self._concluded(statement)
        # N(d_1) = 0.4591 was looked up, and y' = 0.4563 is a new value of what was computed.
        long = LONG_FIGURE - ("(" in definition.name or self._is_new_value(definition))
        result = k in self.document.finer
        numbers = literals(part.node)
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

    def _concluded(self, statement: Statement) -> bool:
        """Whether words or an arrow before a datum say that it is a result, perhaps rounded."""
        page = self.ledger.page
        begin = page.formulas[statement.formula].span.start
        begin = max(begin, statement.chain.start - LONGEST_ARROW)
        return (
            CONCLUDES.search(sentence(page, statement, over=statement.display)) is not None
            or IMPLIES.search(page.text, begin, statement.chain.start) is not None
        )

    def _given_relation(self, part: Part, definition: Definition) -> list[int]:
        if part.relation != "\\approx":
            return []
        return [
            self.links.relation_finding(
                part, f"{definition.latex} is given here, and what is given is exact: write ="
            )
        ]

    def _names_only(self, node: Node, parts: tuple[Part, ...], i: int) -> bool:
        """Whether a segment in front is one more name of the same quantity (``a = b = 0.5``)."""
        name = name_of(node)
        if not name or i == len(parts) - 1 or self.document.is_function(name):
            return False
        if isinstance(node, Deriv) and self.document.says_something(
            node, 0, name_of(parts[0].node)
        ):
            return False
        if isinstance(node, Sym) and self.document.listed(node, self.document.reached) is not None:
            return False
        versions = self.document.definitions.get(name)
        return not versions or versions[-1].start == parts[i].node.start

    def _bound_of(self, definition: Definition) -> Node | None:
        if definition.cells:
            rows = tuple(
                tuple(cell.node or Opaque(0, 0, "") for cell in row) for row in definition.cells
            )
            return Arr(definition.start, definition.start, rows, definition.flat)
        return definition.node

    def _opened(self, like: Node, definition: Definition) -> Node:
        """What a chain goes on from: a computed array cell by cell, else the quantity itself."""
        computed = definition.cells and not definition.given
        return (self._bound_of(definition) if computed else None) or definition.as_node(like)

    def _restated_datum(self, source: Node) -> tuple[list[int], Node] | None:
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

    def _converted(self, statement: Statement, source: Node) -> tuple[list[int], Node] | None:
        """A datum that its sentence gives in another unit first, and exactly."""
        if not isinstance(source, Num) or statement.display:
            return None
        start, _ = sentence_of(self.ledger.page, statement)
        node = converted(self.ledger.page.text, start, source)
        return None if node is None else ([self.ledger.claim(source, node)], node)

    def _likewise(
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
        likewise = self._is_told_likewise(statement)
        if "." not in num.digits or significant(num) < LONG - likewise:
            return None
        options: list[tuple[Node, Exact]] = []
        for made in analogues(self.document, definition, k):
            stands = Neg(num.start, num.end, made) if num is not source else made
            value = self.values.known(stands)
            if value is not None and not any(equal(value, other) for _, other in options):
                options.append((stands, value))
        fits = [stands for stands, value in options if prints(num, value)]
        if (
            not fits
            and text_key(num) not in self.ledger.printed
            and (likewise or self._is_result(statement, num) or _exchanged(num, options))
        ):
            fits = _nearest(num, options)
        if not fits:
            return None
        node = Neg(source.start, source.end, fits[0]) if num is not source else fits[0]
        return [self.ledger.claim(num, fits[0])], node

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
        pair = [
            (distance(num.value, abs(value)), node)
            for node in ends(self.document, definition)
            if (value := self.values.known(node)) is not None
        ]
        return min(pair, key=lambda one: one[0])[1] if len(pair) > 1 else None

    def _is_result(self, statement: Statement, num: Num) -> bool:
        """Whether a number, or the words before it, say that it was computed."""
        return significant(num) >= LONG_FIGURE or self._concluded(statement)

    def _is_told_likewise(self, statement: Statement) -> bool:
        """Whether the words before a number say that it was computed like another one."""
        return LIKEWISE.search(sentence(self.ledger.page, statement, over=True)) is not None

    def _is_of_later(self, statement: Statement, first: Sym) -> bool:
        """Whether a sentence tells a result of another state, which nothing here computes.

        “With the new weights $a_1 = 0.5278$”. What looks like a slip of the old result is one.
        """
        versions = self.document.definitions.get(first.name, ())
        _, told, *compared = statement.chain.parts
        num = told.node
        if not versions or not isinstance(num, Num):
            return False
        if compared and compared[0].relation in _EQUATIONS:
            return False
        value = self.values.known(Ref(first.start, first.end, versions[-1]))
        if value is None or versions[-1].given or prints(num, value):
            return False
        before = sentence(self.ledger.page, statement, over=True)
        if significant(num) < TELLING and AFTER.search(before):
            return True  # any two short numbers are one slip apart
        return (
            unlike(num, value)
            and not one_slip(num.digits, printed(abs(value), num))
            and any(words.search(before) for words in (AGAIN, LATER))
        )

    def _later(self, k: int, statement: Statement, first: Sym, chain: Laid) -> None:
        """A result of another state, which is believed, and what follows is computed from it."""
        num = statement.chain.parts[1].node
        definition = self.document.update(k, first, num)
        definition.given = True
        chain.quantity = definition
        chain.sources = [definition.as_node(first)]
        for literal in literals(num):
            self.ledger.doubts.assume(literal)
            claim = self.ledger.claim(
                literal, None, reason="nothing here computes this later value"
            )
            self.ledger.link(first.start, first.end, "unknown", (claim,), ())
        self.links.follow(k, statement.chain.parts[2:], chain)

    def _is_supposed(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a sentence only supposes what it says of a quantity: “swapped, $h$ would be 3”.

        What looks like a slip, or does not hold in itself, is meant of the page's own case.
        """
        versions = self.document.definitions.get(first.name, ())
        meant = versions[-1] if versions else self.document.component(first)
        parts = statement.chain.parts[1:]
        source = parts[0].node
        if (
            meant is None
            or parts[0].relation not in ("=", "\\approx")
            or isinstance(source, Opaque)
            or not is_supposed(self.ledger.page, statement)
        ):
            return False
        bound = self.document.bind(source, k)
        old = Ref(first.start, first.end, meant)
        if self.laying.agrees(bound, old):
            return False
        number = source.arg if isinstance(source, Neg) else source
        if isinstance(number, Num):
            value = self.values.known(old)
            return value is not None and not is_slip(number, value)
        following = [part.node for part in parts[1:] if is_numeric(part.node)]
        return bool(following) and (
            self.laying.slips_from(following[0], bound, k) == 0
            or (self.laying.slips_from(source, old, k) or 0) > 1
        )

    def _supposition(self, k: int, statement: Statement, chain: Laid) -> None:
        """What a sentence only supposes: it must hold in itself, and says nothing of the page."""
        first, part, *parts = statement.chain.parts
        if isinstance(part.node, Num):
            claim = self.ledger.claim(part.node, None, reason="a sentence only supposes this")
            self.ledger.link(first.node.start, part.node.end, "unknown", (claim,), ())
            return
        bound = self.document.bind(part.node, k)
        node, claims, findings = self.literals.free(bound, definitional=True, quiet=True)
        self.ledger.link(first.node.start, part.node.end, "equation", claims, findings)
        chain.sources = [node]
        self.links.follow(k, parts, chain)

    def _entries(self, definition: Definition, source: Node) -> tuple[list[int], Node] | None:
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

    def _restatement(self, k: int, statement: Statement, chain: Laid) -> None:
        """An equation whose left side has a meaning already."""
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        prefer: Container[int] | None = None
        if document.has_versions():
            prefer = self._built_from(first, k)
        chain.prefer = prefer
        if isinstance(first, Call) and first.args and first.name not in BUILTIN:
            free = [
                a.name
                for a in first.args
                if isinstance(a, Sym) and document.lookup(a.name, k) is None
            ]
            if len(free) == len(first.args):
                chain.params = {name: i for i, name in enumerate(free)}
        plain = parts[0].plain
        lhs = first if plain else document.bind(first, k, chain.params, prefer)
        if isinstance(lhs, Ref):
            chain.quantity = lhs.definition
        if isinstance(lhs, Opaque):
            self.links.not_understood(lhs)
            chain.sources = []
        elif not plain and not isinstance(first, Sym) and self._ahead(lhs, statement.chain.start):
            # s^2 = … with s itself only taken from it further down: nothing to compare with yet.
            chain.sources = []
        elif (
            self._is_alternative(k, first)
            or self._steps_on(k, parts, lhs)
            or (not plain and not isinstance(first, Sym) and self._of_other_data(k, statement, lhs))
        ):
            chain.sources = []
        else:
            chain.sources = [*self._said_of(lhs, k, chain), lhs]
            if plain or (literals(lhs) and not has_names(lhs)):
                node, claims, notes = self.literals.free(lhs, definitional=True)
                chain.sources = [node]
                if claims or notes:
                    self.ledger.link(lhs.start, lhs.end, "equation", claims, notes)
        before = len(chain.sources)
        self.links.follow(k, parts[1:], chain)
        if (
            isinstance(lhs, Call)
            and lhs.function is not None
            and len(chain.sources) > before
            and chain.params
        ):
            # A mere value is that at these arguments, and no body.
            said = [
                node
                for node in chain.sources[before:]
                if not literals(node) and any(isinstance(n, Param) for n in walk(node))
            ]
            document.add_bodies(lhs.function, lhs.order, said)

    def _sought(self, k: int, statement: Statement, first: Node) -> Sym | None:
        r"""The symbol of another problem that an equation asks for: ``\sin 2\theta = gR/v_0^2``.

        What it is worked out as is quite another number than that problem's symbol gives.
        """
        parts = statement.chain.parts[1:]
        if len(parts) < 2 or any(part.relation not in ("=", "\\approx") for part in parts):
            return None
        unknown = unknown_inside(first, lambda _: False)
        old = self.document.definitions.get(unknown.name, ())[-1:] if unknown else ()
        if unknown is None or not old or old[0].section == statement.section or old[0].cells:
            return None
        segments = [self.document.bind(part.node, k) for part in parts]
        if any(isinstance(node, (Arr, Opaque)) for node in segments) or not has_names(segments[0]):
            return None
        before = self.values.known(self.document.bind(first, k))
        values = [self.values.known(node) for node in segments]
        if before is None or None in values:
            return None
        agree = all(
            value is not None and distance(value, values[0] or 0) <= slack(node) + MISLAID
            for value, node in zip(values, segments, strict=True)
        )
        far = all(value is not None and distance(value, before) > NEAR_MISS for value in values)
        return unknown if agree and far else None

    def _of_other_data(self, k: int, statement: Statement, lhs: Node) -> bool:
        """Whether a formula of another section's quantities is worked out in quite other numbers.

        “The ratio must be $a/b = 10^{0.26} = 1.8$” wants other ones.
        """
        parts = statement.chain.parts[1:]
        source = parts[0].node
        if isinstance(lhs, Arr) or not is_numeric(source) or is_datum(source):
            return False
        if any(isinstance(part, Deriv) for part in walk(statement.chain.parts[0].node)):
            return False  # A derivative is no more wanted than another one.
        quantities = references(lhs)
        if not quantities or any(r.definition.section == statement.section for r in quantities):
            return False
        values = [value for ref in quantities if (value := self.values.known(ref)) is not None]
        own = {num.digits for num in literals(lhs)}
        for num in literals(source):
            if num.digits in own or any(prints(num, abs(value)) for value in values):
                return False  # It is of these, with a slip beside it.
        now, before = (self.values.known(n) for n in (self.document.bind(source, k), lhs))
        far = now is not None and before is not None and distance(now, before) > FAR_OFF
        return far and self._follows_itself(k, parts, lhs)

    def _steps_on(self, k: int, parts: Sequence[Part], lhs: Node) -> bool:
        r"""Whether numbers go on from an entry of a list: “$\theta_1 = 0 - 0.1 \cdot 0.5 = …$”.

        They begin with what the list gave, and agree with their result.
        """
        calculation = parts[1].node
        if not isinstance(lhs, Ref) or not lhs.definition.given or not isinstance(calculation, Add):
            return False
        if lhs.definition.name in self.document.definitions or not is_numeric(calculation):
            return False
        before = self.values.known(lhs)
        begins = calculation.terms[0]
        from_it = before is not None and is_datum(begins) and self.values.known(begins) == before
        return from_it and self._follows_itself(k, parts[1:], lhs)

    def _is_alternative(self, k: int, first: Node) -> bool:
        """Whether a chain gives a second solution: “$2x = 58$ or $2x = 122$”."""
        if not k:
            return False
        text, before = self.ledger.page.text, self.document.statements[k - 1].chain
        other = before.parts[0].node
        between = " ".join(text[before.end : first.start].split())
        same = text[other.start : other.end].split() == text[first.start : first.end].split()
        if not same or len(between) > LONGEST_OR or not OR.search(between):
            return False
        return not any(r.definition.given for r in references(self.document.bind(first, k)))

    def _said_of(self, lhs: Node, k: int, chain: Laid) -> list[Node]:
        r"""What a chain right before said of the same left side, where it is no quantity's name.

        Of a quantity the document remembers that; ``\sigma^2`` has but a power of one. It
        must be near what that is by now, or where nothing tells it, what is told here.
        """
        text = self.ledger.page.text
        latex = text[lhs.start : lhs.end]
        target = self.document.statements[k].chain.parts[1].node
        if chain.quantity is not None or chain.params or not latex or isinstance(target, Opaque):
            return []
        for other in self._chains_before(k):
            said = [node for node in other.sources if text[node.start : node.end] != latex]
            if said and len(said) < len(other.sources):
                if self.values.known(lhs) is None:
                    lhs = self.document.bind(target, k, chain.params, chain.prefer)
                return said[-MAX_SOURCES:] if self._is_near(lhs, said[-1]) else []
        return []

    def _data(self, source: Node) -> list[int]:
        """Claim the numbers of a datum as given."""
        claims = [self.ledger.claim(num, num, role="given") for num in literals(source)]
        self.ledger.given.update(zip(map(id, literals(source)), claims, strict=True))
        return claims

    def _made_anew(self, k: int, statement: Statement, first: Sym) -> Node | None:
        """A quantity's formula with newer values in it, where numbers are about these."""
        versions = self.document.definitions.get(first.name, ())
        parts = statement.chain.parts[1:]
        if versions and versions[-1].cells and versions[-1].page == self.document.path:
            return self._list_anew(k, parts[0].node, versions[-1])
        cell = self.document.bind(first, k) if not versions and is_datum(parts[0].node) else None
        if isinstance(cell, Ref):
            versions = (cell.definition,)
        if (
            not versions
            or versions[-1].page != self.document.path
            or parts[0].relation not in ("=", "\\approx")
            or not is_numeric(parts[0].node)
        ):
            return None
        bound = self.document.bind(parts[0].node, k)
        old = Ref(first.start, first.end, versions[-1])
        if self.laying.agrees(bound, old):
            return None
        if not is_datum(parts[0].node):
            following = parts[1].node if len(parts) > 1 and is_numeric(parts[1].node) else None
            made = turn(self.document, first.name, bound, following, self.laying.lay)
            if made is not None and (
                self.laying.agrees(bound, made) or not self._follows_itself(k, parts, made)
            ):
                return made
        elif BEFORE.search(sentence(self.ledger.page, statement)):
            return None
        if cell is None:
            # “For the label 1 the loss is …, for the label 3 it is …”: either may be told again.
            ways = list(islice(all_renewed(self.document, first.name), MAX_SOURCES))
            agreeing = (way for way in ways if self.laying.agrees(bound, way))
            made = next(agreeing, ways[0] if ways else None)
        else:
            made = Renewals(self.document).anew(cell)
        if made is None or not self._is_about(bound, made, old):
            return None
        # The new value may be one digit by chance, as that of a slip: “at $x = 2$, $y = 5$”.
        if is_datum(parts[0].node) and all(significant(num) < 2 for num in literals(bound)):
            start, _ = sentence_of(self.ledger.page, statement)
            data = (ref.definition for ref in references(made))
            if not any(datum.given and datum.start >= start for datum in data):
                return None
        agrees = self.laying.agrees(bound, made)
        return made if agrees or not self._follows_itself(k, parts, made) else None

    def _list_anew(self, k: int, source: Node, old: Definition) -> Arr | None:
        """The same for a list that is told, if half of what has changed in it is told right."""
        told = None if isinstance(source, Opaque) else self.document.bind(source, k)
        entries = old.entries
        if (
            not isinstance(told, Arr)
            or not is_datum(told)
            or sorted(told.shape) != sorted(old.shape)
            or (1 not in told.shape and told.shape != old.shape)
        ):
            return None
        # A constant among formulas stays what it is.
        if any(one.node is None for one in entries) or all(one.given for one in entries):
            return None
        renewals = Renewals(self.document)
        made = [renewals.anew(one.require()) for one in entries]
        changed = [
            (cell, node)
            for cell, one, node in zip(cells(told), entries, made, strict=True)
            if node and self.values.known(node) != self.values.known(Ref(0, 0, one))
        ]
        right = sum(agree(cell, node, self.values) for cell, node in changed)
        if not changed or 2 * right < len(changed):
            return None
        nodes = (node or Ref(0, 0, one) for node, one in zip(made, entries, strict=True))
        return Arr(told.start, told.end, in_rows(nodes, told.rows), told.flat)

    def _follows_itself(self, k: int, parts: Sequence[Part], made: Node) -> bool:
        """Whether a calculation and its result agree, and neither is what a quantity was made.

        A slip of the pen in an operand breaks the chain; there may be one in what follows.
        """
        new = self.values.known(made)
        segments = [self.document.bind(part.node, k) for part in parts if is_numeric(part.node)]
        values = [
            value
            for node in segments
            if not isinstance(node, (Arr, Opaque))
            and (value := self.values.known(node)) is not None
        ]
        if new is None or len(values) != len(segments) or len(values) < 2:
            return False
        first = values[0]
        off = sum(
            distance(value, first) > sum(map(slack, (segments[0], node)))
            or distance(value, first) >= NEARER * distance(value, new)
            for node, value in zip(segments[1:], values[1:], strict=True)
        )
        return off < min(len(values) - 1, 2)

    def _is_about(self, bound: Node, made: Node, old: Node) -> bool:
        """Whether numbers say a quantity's new value, or were meant to, and not its old one."""
        if self.laying.agrees(bound, made):
            return True
        shown, new, before = (self.values.known(node) for node in (bound, made, old))
        return (
            shown is not None
            and new is not None
            and before is not None
            and distance(shown, new) < NEARER * distance(shown, before)
            and is_whole(self.document, made)
        )

    def _round(self, k: int, statement: Statement, first: Sym, made: Node, chain: Laid) -> None:
        """One more value of a quantity, by the rule that gave it the ones before."""
        definition = self.document.update(k, first, made)
        # One cell of a list has no earlier version of its own.
        *_, before, _ = (None, *self.document.definitions[first.name])
        found = self.ledger.redefined(first, definition.latex, before)
        self.ledger.link(first.start, first.end, "definition", (), (found,))
        chain.quantity = definition
        whole = self.document.bind(first, k) if definition.cells else None
        chain.sources = [whole or Ref(first.start, first.end, definition)]
        self.links.follow(k, statement.chain.parts[1:], chain)

    def _redefinition(self, k: int, statement: Statement, first: Sym, chain: Laid) -> None:
        parts = statement.chain.parts
        # Where the formula is not understood, the numbers behind it tell.
        place = next(i for i, p in enumerate(parts[1:], 1) if not isinstance(p.node, Opaque))
        source = parts[place].node
        bound = self.document.bind(source, k)
        old = self.document.definitions[first.name][-1]
        definition = self.document.update(k, first, bound)
        definition.given = is_datum(source)
        findings: list[int] = []
        for part in parts[1:place]:
            if isinstance(part.node, Opaque):
                found = self.links.not_understood(part.node)
                findings += [found] if found is not None else []
        if first.name not in LETTERS or not definition.given:
            findings.append(self.ledger.redefined(first, definition.latex, old))
        claims = []
        if definition.given:
            claims = self._data(bound)
            self._may_be_rounded(k, statement, parts[place], definition, claims)
            if not old.given and old.node is not None:
                # Of what was worked out before, nobody knows what the number given now rests on.
                definition.result = True
                for num in literals(bound):
                    self.ledger.doubts.assume(num)
        elif literals(bound) and not has_names(bound):
            node, claims, notes = self.literals.free(bound, definitional=True)
            findings += notes
            self.document.redefine(definition, node)
        kind = "given" if definition.given else "definition"
        self.ledger.link(first.start, source.end, kind, claims, findings)
        chain.quantity = definition
        chain.sources = [self._opened(first, definition)]
        self.links.follow(k, parts[place + 1 :], chain)

    def _power(self, k: int, statement: Statement, first: Pow, chain: Laid) -> None:
        r"""A new ``s^2 = …`` or ``s^{-1} = …``, which says what ``s`` is from here on."""
        parts = statement.chain.parts
        bound = self.document.bind(parts[1].node, k)
        node, claims, notes = self.literals.free(bound, definitional=True)
        if isinstance(first.base, Sym):
            root = solve(first, first.base, node)
            if root is None and isinstance(first.exp, Neg):
                root = Pow(node.start, node.end, node, Neg(0, 0, number(1, node)))
            said = self.document.definitions.get(first.base.name)
            if chain.tells and said:
                self.document.redefine(said[-1], node if root is None else root)
            else:
                self.document.update(k, first.base, node if root is None else root)
        chain.sources = [self.document.bind(first, k), node] if chain.tells else [node]
        self.ledger.link(first.start, parts[1].node.end, "definition", claims, notes)
        self.links.follow(k, parts[2:], chain)

    def _ahead(self, node: Node, start: int) -> bool:
        """Whether a tree refers to something that this page defines only further down.

        A derivative that the checker worked out is defined nowhere.
        """
        return any(
            isinstance(n, Ref)
            and n.definition.of is None
            and n.definition.start > start
            and n.definition.page == self.ledger.page.path
            for n in walk(node)
        )

    def _built_from(self, node: Node, k: int) -> frozenset[int]:
        """The versions that the left side of an assertion was built from."""
        found: frozenset[int] = frozenset()
        for part in walk(node):
            if isinstance(part, (Sym, Deriv)):
                name = name_of(part if isinstance(part, Sym) else part.of)
                definition = self.document.lookup(name, k) if name else None
                if definition is not None:
                    found |= Lineage(definition).whole()
            if isinstance(part, Deriv):
                break
        return found

    def _update(self, k: int, statement: Statement) -> None:
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
            return
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
            self._general_update(k, statement, versions)
            return
        bound = source if isinstance(source, Opaque) else document.bind(source, k)
        made = self._by_rule(k, first, bound, parts[-1].node) or self._by_sibling(k, first, bound)
        if versions and made is not None:
            definition = document.update(k, first, made)
            chain.quantity = definition
            chain.sources = [definition.as_node(first)]
            self.ledger.link(first.start, first.end, "update", (), ())
            numbers = Part("=", parts[1].relation_start, parts[1].relation_end, source)
            self.links.follow(k, (numbers, *parts[2:]), chain)
            self.last = chain
            return
        if not versions:
            if "(" in first.name and not literals(source):
                self.update_rules.setdefault(first.base, k)
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
        self.last = chain

    def _put_in(self, source: Node, bound: Node) -> tuple[Node, list[int], list[int]]:
        """What an update makes a new value from, and what is noted of the numbers put in there."""
        if not literals(bound):
            return bound, [], []
        if not has_names(bound):
            return self.literals.free(bound, definitional=True)
        claims, stood = self._quoted(source)
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
        said = self.update_rules.get(first.base)
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
                if match is not None and 2 * match.wrong <= len(match.pairs):
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
            if definition.wrt is not None and definition.wrt.name != versions[-1].name:
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
    ) -> None:
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
            return
        bound = self.document.bind(source, k)
        if isinstance(bound, (Opaque, Arr)) or self.values.known(bound) is None:
            found = self.links.not_understood(bound) if isinstance(bound, Opaque) else None
            self.ledger.link(
                parts[0].node.start, source.end, "update", (), () if found is None else (found,)
            )
            return
        definition = self.document.update(
            k, Sym(parts[0].node.start, parts[0].node.end, versions[0].name, "", ""), bound
        )
        self.ledger.link(parts[0].node.start, source.end, "update", (), ())
        self.last = Laid([definition.as_node(parts[0].node)], definition, statement.section)


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


def _rests_on(node: Node, definition: Definition) -> bool:
    r"""Whether a figure stands for what is made from the quantity that it is to give.

    After ``v = \log \sigma^2 = -0.2``, in ``\sigma = \sqrt{e^{-0.2}}``.
    """
    stands = [part.source for part in walk(node) if isinstance(part, Stand)]
    return any(
        isinstance(part, Ref) and part.definition is definition
        for part in behind(stands, MAX_BEHIND)
    )
