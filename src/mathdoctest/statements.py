"""One statement: what it defines, asserts or updates, and the chain that follows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, MutableMapping, MutableSet, Sequence
from dataclasses import replace

from mathdoctest.another import Another
from mathdoctest.chains import Chain, Part
from mathdoctest.data import Data
from mathdoctest.definitions import Definition, Function, Lineage, is_made_behind, references
from mathdoctest.derivative import number
from mathdoctest.document import Document
from mathdoctest.evaluate import equal
from mathdoctest.general import LETTERS, is_step
from mathdoctest.intervals import ends_behind, told_as_ends
from mathdoctest.laying import MAX_SOURCES, Laid
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import BUILTIN
from mathdoctest.links import Links
from mathdoctest.listing import Listing
from mathdoctest.lists import begun_with, told
from mathdoctest.matrices import cells
from mathdoctest.mending import SOON
from mathdoctest.names import has_names, is_datum, is_numeric, is_total, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    NEAR_MISS,
    TELLING,
    distance,
    is_slip,
    nearly,
    unlike,
)
from mathdoctest.normal import OF_Z, bounds_of_events, is_bound
from mathdoctest.numerals import percent_follows
from mathdoctest.outline import Statement, passed_over
from mathdoctest.page import Number, Span
from mathdoctest.rates import put_in
from mathdoctest.recall import recalled
from mathdoctest.renewal import renewed, unmarked
from mathdoctest.reuse import Reuse
from mathdoctest.rounding import PERCENT, printed, prints, significant, text_key
from mathdoctest.rounds import Rounds
from mathdoctest.sentences import told_of_others
from mathdoctest.slips import one_slip
from mathdoctest.solving import solve
from mathdoctest.transposition import meant
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Deriv,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Pow,
    Ref,
    Stand,
    Sum,
    Sym,
    behind,
    literals,
    resolve,
    walk,
)
from mathdoctest.twofold import is_twofold
from mathdoctest.unparse import unparse
from mathdoctest.updates import Updates
from mathdoctest.wording import (
    AFTER,
    AGAIN,
    BEFORE,
    EQUATES,
    LATER,
    LONGEST_OR,
    OR,
    QUOTES,
    is_on_condition,
    is_supposed,
    sentence,
    sentence_of,
)

_EQUATIONS = ("=", "\\approx", ":=", "\\leftarrow")
"""Relations that say that two sides are the same."""
_STATISTIC = ("z", "Z")
"""What a page calls both a normal test statistic and the bound that it is compared with."""
_WORD = re.compile(r"[^\W\d_]+")
MAX_BELOW = 100
"""Nodes below a figure that are searched for the quantity that it is to give."""
NEARBY = 5
"""Statements before one that are looked through for the chain that it goes on from."""
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
        self.data = Data(ledger, document, self.links)
        self.updates = Updates(ledger, document, self.links, self.data)
        self.rounds = Rounds(ledger, document, self.laying)
        self.reuse = Reuse(ledger, document, self.links)
        self.another = Another(ledger, document, self.laying, self.literals, self.reuse.cases)
        self.listing = Listing(ledger, document)
        self.last = Laid()
        """The chain that one beginning with a relation goes on from."""
        self.chains: MutableMapping[int, Laid] = {}
        """The chain of each statement that has one."""
        self.seen_undefined: MutableSet[str] = set()
        self.seen_ahead: MutableSet[str] = set()

    def check(self, k: int) -> None:
        """Check one statement; they come in reading order."""
        before = self.last
        self.document.reached = k
        statement = self.document.statements[k]
        chain = statement.chain
        first_unresolved = len(self.document.unresolved)
        if OF_Z in self.document.names.normal:
            # The page may have rounded the bound of an event, and not what is worked out of it.
            self.ledger.doubts.assumed |= {
                id(num) for part in chain.parts for num in bounds_of_events(part.node)
            }
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
        elif _moves_numbers(chain.parts):
            self._move_numbers(k, statement)
        elif chain.parts[1].relation == "\\leftarrow" or self.updates.steps(k, chain):
            self.last = self.updates.update(k, statement) or self.last
        else:
            self._assert(k, statement)
        self._report_unresolved(first_unresolved)
        self._ends(k, chain.parts[-1].node)
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
        for num in literals(data):
            self.ledger.doubts.assume(num)
        what = "what stands in its place"
        self.ledger.take(symbol.start, symbol.end, definition.latex, what)

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
            num = self._with_percent(k, node) if isinstance(node, Num) else None
            if num is not None and (
                self._says_in_percent(k, num) or self._of_others(num) or self._says_share(k, num)
            ):
                return
            in_cell = self._is_in_cell(k)
            # With what its table says of it, a number in a cell is checked as one of the page.
            if not (in_cell and is_datum(node)):
                self._figure(node)
            if in_cell:
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
            if isinstance(source, Arr) or is_datum(last.node):
                return
            computes = bool(literals(last.node))
            if computes or isinstance(statement.chain.parts[0].node, (Sym, Deriv)):
                self.listing.answer(k, source, computes=computes)

    def _ends(self, k: int, node: Node) -> None:
        r"""Let the numbers of a sentence be the ends of an interval that a formula is."""
        page = self.ledger.page
        if not any(sign in page.text[node.start : node.end] for sign in ("\\pm", "±")):
            return
        ends = ends_behind(page, page.formulas[self.document.statements[k].formula].span.end)
        if not ends:
            return
        # Its numbers stand for what they were rounded from.
        laid = self.last.sources[-1:] if self.last.sources else []
        made = next(filter(is_twofold, laid), None) or self.document.bind(node, k)
        for end, source in told_as_ends(ends, made, self.values):
            self.ledger.worked[end.span.start] = source

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

    def _of_others(self, num: Num) -> bool:
        r"""Check what a sentence tells of others: “from $0.5$ to $0.4$, a drop of $20\\,\\%$”."""
        found = told_of_others(self.ledger, self.document, num)
        if found is None:
            return False
        node, value = found
        index = self.ledger.claim(num, node, abs(value))
        self.ledger.link(num.start, num.end, "equation", (index,), ())
        return True

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

    def _with_percent(self, k: int, num: Num) -> Num:
        r"""The number of a formula, with the sign that stands behind the formula: ``$97.4$\%``."""
        formula = self.ledger.page.formulas[self.document.statements[k].formula]
        percent = num.scale == 1 and percent_follows(self.ledger.page.text, formula.span.end)
        return replace(num, scale=PERCENT) if percent else num

    def _says_share(self, k: int, num: Num) -> bool:
        r"""Check a share that a sentence says again in percent: “so it explains $97.4$\% of it”."""
        formula = self.ledger.page.formulas[self.document.statements[k].formula]
        if num.scale != PERCENT or formula.cell or formula.display:
            return False
        span = Span(num.start, num.start + len(num.digits))
        number = Number(span, num.digits, "unbound", percent=True)
        found = recalled(self.ledger, number, cell=False)
        if found is None:
            return False
        index = self.ledger.claim(num, *found)
        self.ledger.link(num.start, num.end, "equation", (index,), ())
        return True

    def _report_unresolved(self, first: int) -> None:
        counted = {u.name for u in self.document.unresolved[first:] if u.kind == "counted"}
        said: set[int] = set()
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
            if found.name in self.seen_undefined or found.start in said:
                continue
            self.seen_undefined.add(found.name)
            said.add(found.start)
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
        before = len(chain.sources)
        self.links.follow(k, statement.chain.parts, chain)
        if chain.quantity is not None:
            self._settle(chain.quantity, chain.sources[before:])

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

        In “which comes to $= 1.2$” it goes on; in “the step is $= 0.17$” it may well not, nor
        behind a bracket of the text: “softmax($x$) $= 0.3$”.
        """
        page = self.ledger.page
        here = page.formulas[statement.formula]
        if here.display or not statement.formula:
            return False
        before = page.formulas[statement.formula - 1]
        between = page.text[before.span.end : here.span.start]
        if before.block != here.block:
            between = between.rpartition("\n")[2]
        argument = between.lstrip().startswith((")", "]"))
        if not argument and all(word in _LINKING for word in _WORD.findall(between.lower())):
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
        for symbol, datum in self.reuse.given_together(k, statement):
            before = document.definitions.get(symbol.name, (document.taken(symbol.name),))[-1]
            sample = document.update(k, symbol, datum, tells=False)
            sample.given = True
            was = before.node if before else None
            if was and was.start >= sentence_of(self.ledger.page, statement)[0]:
                # “A: $(x, y) = (1, 1)$ and B: $(x, y) = (2, 0)$” gives samples for further down.
                document.doubt(sample, f"{sample.latex} is given for several samples at once")
        defined = document.define(k)
        if defined is None and self._may_be_told_anew(first):
            first = Sym(first.start, first.end, name_of(first), "", "")
        chain = Laid(section=statement.section)
        chain.tells = any(found.kind == "solved" for found in document.unresolved[unresolved:])
        if isinstance(defined, Function):
            self._function(k, statement, defined, chain)
        elif isinstance(defined, Definition):
            self._definition(k, statement, defined, chain)
            defined.result |= defined.given and self.data.is_told_likewise(statement)
            self._settle(defined, chain.sources[1:])
        elif isinstance(first, Sym) and self._is_from_table(statement, first):
            self.ledger.link(
                first.start, parts[1].node.end, "given", self.data.claimed(parts[1].node), ()
            )
        elif isinstance(first, Sym) and self._is_supposed(k, statement, first):
            self._supposition(k, statement, chain)
        elif (
            isinstance(first, Sym)
            and (made := self.rounds.made_anew(k, statement, first)) is not None
        ):
            self._round(k, statement, first, made, chain)
        elif (
            isinstance(first, Sym)
            and not _renames(statement)
            and (self._works_out(k, statement, first) or self.reuse.gives_anew(k, statement, first))
        ):
            self._redefinition(k, statement, first, chain)
        elif isinstance(first, Sym) and (was := self._of_before(statement, first)) is not None:
            chain.sources = [was]
            self.links.follow(k, parts[1:], chain)
        elif isinstance(first, Sym) and self._is_of_later(statement, first):
            self._later(k, statement, first, chain)
        elif isinstance(first, Pow) and (
            (chain.tells and is_numeric(parts[1].node))
            or self.reuse.gives_power(k, first, [part.node for part in parts[1:]])
        ):
            self._power(k, statement, first, chain)
        elif isinstance(first, (Sym, Pow)) and self._is_of_another(k, statement, first, chain):
            pass
        elif isinstance(first, (Sym, Sum)) and self.another.is_of_others(k, statement, first):
            self._told_of_others(first, parts[1].node)
        elif (
            not parts[0].plain and (unknown := self.rounds.sought(k, statement, first)) is not None
        ):
            document.solve(k, first, unknown, parts[1].node)
            self._restatement(k, statement, chain)
        else:
            self._restatement(k, statement, chain)
        self.last = chain

    def _may_be_told_anew(self, first: Node) -> bool:
        """Whether a gradient or a total, although known, may be told as a symbol is.

        A gradient that was told, and not worked out, may be told of the next step, as may one of
        what was given anew since. A total that was told of one sample may be told of another.
        """
        told = self.document.definitions.get(name_of(first), ())
        if not told:
            return False
        if isinstance(first, Deriv):
            return told[-1].of is None or renewed(self.document, told[-1].name) is not None
        return is_total(first) and told[-1].given

    def _works_out(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a result that was told in advance, as a final answer, is worked out here.

        From here on it is what the calculation comes to, and no datum of so many digits. Where a
        section told such results, the others of it are results as well, rounded badly or not.
        """
        versions = self.document.definitions.get(first.name, ())
        source, *_ = (part.node for part in statement.chain.parts[1:])
        last = statement.chain.parts[-1].node
        if not versions or not versions[-1].given or versions[-1].page != self.document.path:
            return False
        if is_datum(source) or not is_numeric(source) or not is_datum(last):
            return False
        told, bound = versions[-1].node, self.document.bind(source, k)
        value = None if isinstance(bound, (Arr, Opaque)) else self.values.known(bound)
        numbers = literals(told) if told is not None and is_datum(told) else []
        if value is None or [n.digits for n in literals(last)] != [n.digits for n in numbers]:
            return False
        if len(numbers) != 1 or significant(numbers[0]) < LONG:
            return False
        if equal(abs(value), numbers[0].value):
            return False
        if prints(numbers[0], abs(value)):
            return True
        elsewhere = versions[-1].section != statement.section
        return elsewhere and nearly(numbers[0], abs(value)) and self._is_answer(versions[-1])

    def _means_by_now(self, told: Definition, now: Node) -> None:
        """Let the digits of an answer mean further on what it is worked out to be."""
        value = self.values.known(now)
        num = told.node.arg if isinstance(told.node, Neg) else told.node
        if value is None or not isinstance(num, Num) or significant(num) < LONG:
            return
        if not nearly(num, abs(value)):
            return
        meant = Neg(now.start, now.end, now) if num is not told.node else now
        if self.ledger.printed.get(text_key(num)) is num:
            self.ledger.printed[text_key(num)] = self.values.keep(meant)

    def _is_answer(self, told: Definition) -> bool:
        """Whether a number was told beside a result that has been worked out since."""
        statements = self.document.statements
        at = bisect_left(statements, told.start, key=lambda one: one.chain.start)
        near = statements[max(0, at - SOON) : at + SOON]
        names = {name_of(one.chain.parts[0].node) for one in near if one.section == told.section}
        return any(
            self.reuse.was_told_first(versions[-1])
            for name in names
            if (versions := self.document.definitions.get(name))
        )

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
            restated = self._restated(k, statement, definition, source)
            if restated is not None:
                claims, node = restated
                self.document.redefine(definition, node)
                kind = "equation"
            else:
                kind = "given"
                claims = self._given(k, definition, source)
                self.data.may_be_rounded(k, statement, parts[place], definition, claims)
                findings += self._given_relation(parts[place], definition)
        elif isinstance(source, Opaque):
            found = self.links.not_understood(source)
            findings += [found] if found is not None else []
        else:
            self._of_data_since(k, definition, source)
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
                claims, stood = self.data.quoted(source)
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

    def _restated(
        self, k: int, statement: Statement, definition: Definition, source: Node
    ) -> tuple[list[int], Node] | None:
        """What a datum says again, or is by a formula: its claims, and what it stands for."""
        entries = self.data.entries(definition, source)
        if entries is not None:
            return entries
        if pairs := self.rounds.list_marked_anew(definition, source):
            claims = [self.ledger.claim(num, made) for num, made in pairs]
            return claims, resolve(source, {id(num): made for num, made in pairs})
        made = self.rounds.marked_anew(definition)
        if made is not None:
            found = self._new_value(statement, definition, source, made)
        elif self.document.stepped and unmarked(definition.name):
            found = None  # what is like it may have been made of old values
        else:
            found = self.data.likewise(k, statement, definition, source)
        return (
            found
            or self.data.told(source)
            or self.data.restated(source)
            or self.data.converted(statement, source)
        )

    def _new_value(
        self, statement: Statement, definition: Definition, source: Node, made: Node
    ) -> tuple[list[int], Node] | None:
        """A result told as a number, by the formula that gave its old value."""
        if not isinstance(source, (Num, Neg)):
            return None
        (num,) = literals(source)
        if not self.rounds.is_meant(statement, definition, num, made):
            return None
        stands = Neg(num.start, num.end, made) if num is not source else made
        return [self.ledger.claim(num, stands)], made

    def _given(self, k: int, definition: Definition, datum: Node) -> list[int]:
        """Claim the numbers of a datum as given; a rate as what all updates below put in for it."""
        claims = self.data.claimed(datum)
        meant = put_in(self.document, k, definition)
        if meant is not None and isinstance(datum, Num):
            self.values.mean(datum, meant.value)
            self.ledger.blame(datum, meant.value, meant.digits)
        return claims

    def _of_data_since(self, k: int, definition: Definition, source: Node) -> None:
        r"""Make a quantity that was met ahead of its formula from what the formula's place means.

        “near $\mu$”, and later “$n = 100$ … $\mu = n p$”: there was another $n$ at first.
        """
        node = definition.node
        if node is None or not any(
            ref.definition.start < version.start < definition.start and version.given
            for ref in references(node)
            for version in self.document.definitions.get(ref.definition.name, ())[-1:]
        ):
            return
        bound = self.document.bind(source, k)
        itself = any(ref.definition is definition for ref in references(bound))
        if not isinstance(bound, (Arr, Opaque)) and not itself:
            self.document.redefine(definition, bound)

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
        reached = self.document.reached
        if self.document.works_out(node, parts[-1].node, reached):
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

    def _of_before(self, statement: Statement, first: Sym) -> Node | None:
        r"""The result that a label says to be an earlier one: “Before: $\hat y = 0.7311$”."""
        versions = self.document.definitions.get(first.name, ())
        _, part, *compared = statement.chain.parts
        num = part.node
        if not versions or versions[-1].given or compared or part.relation not in _EQUATIONS:
            return None
        if not isinstance(num, Num) or significant(num) < TELLING:
            return None
        value = self.values.known(Ref(first.start, first.end, versions[-1]))
        if value is None or prints(num, value):
            return None
        if not BEFORE.search(sentence(self.ledger.page, statement, over=True)):
            return None
        old = [Ref(first.start, first.end, version) for version in versions[-2:-1]]
        for node in (self.ledger.printed.get(text_key(num)), *old):
            worth = None if node is None else self.values.known(node)
            if worth is not None and prints(num, worth):
                return node
        return None

    def _is_of_later(self, statement: Statement, first: Sym) -> bool:
        """Whether a sentence tells a result of another state, which nothing here computes.

        “With the new weights $a_1 = 0.5278$”. What looks like a slip of the old result is one.
        """
        versions = self.document.definitions.get(first.name, ())
        _, part, *compared = statement.chain.parts
        num = part.node
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

    def _is_from_table(self, statement: Statement, first: Sym) -> bool:
        r"""Whether a sentence tells the bound of a test, whose statistic has the same letter.

        Behind $z = \frac{63 - 50}{5} = 2.6$ the $z = 1.96$ of 95 % is no result of the page.
        """
        versions = self.document.definitions.get(first.name, ())
        num = statement.chain.parts[1].node
        if not versions or versions[-1].given or first.name not in _STATISTIC:
            return False
        if not isinstance(num, Num) or len(statement.chain.parts) > 2 or not is_bound(num.digits):
            return False
        value = self.values.known(Ref(first.start, first.end, versions[-1]))
        return value is not None and unlike(num, value) and distance(num.value, value) > NEAR_MISS

    def _is_of_another(self, k: int, statement: Statement, first: Sym | Pow, chain: Laid) -> bool:
        """Take what a statement says of another case as such, if it does."""
        if isinstance(first, Pow):
            worked_out = self.another.is_power_worked_out(k, statement, first)
            if worked_out:
                self._power(k, statement, first, chain)
            return worked_out
        if self.another.is_told(k, statement, first):
            self._of_another(k, statement, first)
            return True
        if not self.another.is_worked_out(k, statement, first):
            return False
        if first.name in self.document.definitions:
            self._redefinition(k, statement, first, chain)
        else:
            self._supposition(k, statement, chain)
        return True

    def _of_another(self, k: int, statement: Statement, first: Sym) -> None:
        """A result of another case, which nothing computes; what follows may be of either."""
        told = statement.chain.parts[1].node
        if first.name in self.document.definitions and not isinstance(told, Arr):
            definition = self.document.update(k, first, told)
            reason = f"{definition.latex} is told for several cases"
            self.document.doubt(definition, reason)
        self._told_of_others(first, told)

    def _told_of_others(self, first: Node, told: Node) -> None:
        claims = []
        for num in literals(told):
            self.ledger.doubts.assume(num)
            reason = "the words before it tell it of another case"
            claims.append(self.ledger.claim(num, None, reason=reason))
        self.ledger.link(first.start, told.end, "unknown", claims, ())

    def _is_supposed(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a sentence only supposes what it says of a quantity: “swapped, $h$ would be 3”.

        What looks like a slip, or does not hold in itself, is meant of the page's own case.
        """
        versions = self.document.definitions.get(first.name, ())
        known = versions[-1] if versions else self.document.component(first)
        parts = statement.chain.parts[1:]
        source = parts[0].node
        if (
            known is None
            or parts[0].relation not in ("=", "\\approx")
            or isinstance(source, Opaque)
            or not is_supposed(self.ledger.page, statement)
        ):
            return False
        bound = self.document.bind(source, k)
        old = Ref(first.start, first.end, known)
        if self.laying.agrees(bound, old):
            return False
        num = source.arg if isinstance(source, Neg) else source
        if isinstance(num, Num):
            value = self.values.known(old)
            page = self.ledger.page
            # Another source, or a condition with an amount of its own, may come as near as a slip.
            quoted = not known.given and QUOTES.search(sentence(page, statement)) is not None
            near = quoted or is_on_condition(page, statement)
            return value is not None and (near or not is_slip(num, value))
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

    def _restatement(self, k: int, statement: Statement, chain: Laid) -> None:
        """An equation whose left side has a meaning already."""
        parts = statement.chain.parts
        document = self.document
        if _says_result_first(parts) and self._may_come_to(parts[0].node, parts[1].node, k):
            number, source = parts
            place = number.node.start
            number = replace(source, relation_start=place, node=number.node, plain=number.plain)
            parts = (replace(source, relation=""), number)
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
            or self.rounds.steps_on(k, parts, lhs)
            or (
                not plain
                and not isinstance(first, Sym)
                and self.rounds.of_other_data(k, statement, lhs)
            )
        ):
            chain.sources = []
        elif plain or (literals(lhs) and not has_names(lhs)):
            node, claims, notes = self.literals.free(lhs, definitional=True)
            chain.sources = [node]
            if claims or notes:
                self.ledger.link(lhs.start, lhs.end, "equation", claims, notes)
        else:
            chain.sources = [*self._said_of(lhs, k, chain), lhs]
        before = len(chain.sources)
        self.links.follow(k, parts[1:], chain)
        if isinstance(lhs, Ref) and lhs.definition.page == document.path:
            # Told by symbols without values first, and then worked out in numbers.
            self._settle(lhs.definition, [n for n in chain.sources[before:] if not is_datum(n)])
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

    def _may_come_to(self, first: Node, source: Node, k: int) -> bool:
        """Whether a side is worth a number that stands before it, but for a slip of the pen."""
        num = first.arg if isinstance(first, Neg) else first
        bound = self.document.bind(source, k)
        if not isinstance(num, Num) or isinstance(bound, (Arr, Opaque)):
            return False
        value = self.values.known(self.values.keep(bound))
        if value is None or value == 0:
            return False
        return prints(num, abs(value)) or nearly(num, abs(value)) or is_slip(num, value)

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
        claims: list[int] = []
        kind = "given" if definition.given else "definition"
        if old.given and not definition.given:
            self._means_by_now(old, definition.as_node(first))
        restated = None if old.given or not definition.given else self.data.restated(bound)
        if restated is not None:
            # What was worked out before is told of another argument: the same at full precision.
            claims, node = restated
            definition.given = False
            self.document.redefine(definition, node)
        elif definition.given:
            claims = self._given(k, definition, bound)
            self.data.may_be_rounded(k, statement, parts[place], definition, claims)
            if not old.given and old.node is not None:
                # Of what was worked out before, nobody knows what the number given now rests on.
                definition.result = True
                for num in literals(bound):
                    self.ledger.doubts.assume(num)
        elif literals(bound) and not has_names(bound):
            node, claims, notes = self.literals.free(bound, definitional=True)
            findings += notes
            self.document.redefine(definition, node)
        self.ledger.link(first.start, source.end, kind, claims, findings)
        chain.quantity = definition
        chain.sources = [self._opened(first, definition)]
        self.links.follow(k, parts[place + 1 :], chain)
        if definition.given and self.reuse.tells_samples(statement, old):
            # Which of the samples is meant further down, nobody says.
            self.document.doubt(definition, f"{definition.latex} is given for several samples")

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

    def _move_numbers(self, k: int, statement: Statement) -> None:
        """An update of numbers alone: what stands behind the arrow is a calculation like others."""
        first, second, *others = statement.chain.parts
        said = literals(first.node)
        claims = [self.ledger.claim(num, self.literals.known(num) or num) for num in said]
        self.ledger.link(first.node.start, first.node.end, "update", claims, ())
        rest = replace(statement.chain, parts=(replace(second, relation=""), *others))
        self.last = Laid(section=statement.section)
        self._restatement(k, replace(statement, chain=rest), self.last)


def _moves_numbers(parts: Sequence[Part]) -> bool:
    r"""Whether an update is of numbers alone: ``[1, 2] \leftarrow [1, 2] - 0.1 [3, 4]``.

    What it starts from is said twice; the second time it begins a calculation.
    """
    first, source = (part.node for part in parts[:2])
    return (
        parts[1].relation in ("\\leftarrow", ":=")
        and is_datum(first)
        and isinstance(source, Add)
        and is_numeric(source)
        and [n.digits for n in literals(first)] == [n.digits for n in literals(source.terms[0])]
    )


def _rests_on(node: Node, definition: Definition) -> bool:
    r"""Whether a figure stands for what is made from the quantity that it is to give.

    After ``v = \log \sigma^2 = -0.2``, in ``\sigma = \sqrt{e^{-0.2}}``.
    """
    stands = [part.source for part in walk(node) if isinstance(part, Stand)]
    return any(
        isinstance(part, Ref) and part.definition is definition
        for part in behind(stands, MAX_BELOW)
    )


def _says_result_first(parts: Sequence[Part]) -> bool:
    r"""Whether a number is said to be a formula: ``0.5933 = \sigma(z)``."""
    if len(parts) != 2 or parts[1].relation not in ("=", "\\approx"):
        return False
    first, source = (part.node for part in parts)
    num = first.arg if isinstance(first, Neg) else first
    return isinstance(num, Num) and "." in num.digits and not is_datum(source)


def _renames(statement: Statement) -> bool:
    r"""Whether an arrow only says which letter of a rule is which here: ``with $X \to A$``."""
    _, *others = statement.chain.parts
    return len(others) == 1 and others[0].relation == "\\to" and isinstance(others[0].node, Sym)
