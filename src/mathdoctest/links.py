"""One link of a chain: a segment against what stands before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mathdoctest.align import Match, TooMuchWorkError
from mathdoctest.chains import Part
from mathdoctest.conversion import in_unit
from mathdoctest.definitions import Definition, references
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact, UnknownValueError, equal
from mathdoctest.inequalities import COMPARED, Inequalities
from mathdoctest.laying import MAX_SOURCES, Laid, Laying
from mathdoctest.learning import is_blank
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import UNIT
from mathdoctest.literals import Literals
from mathdoctest.matrices import cells, without_zeros
from mathdoctest.mending import Mending
from mathdoctest.names import is_datum, is_numeric, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    MISLAID,
    NEAR_MISS,
    OTHER_SIZE,
    TELLING,
    TIMES_NEARER,
    distance,
    ratio,
    slack,
)
from mathdoctest.page import WITHOUT
from mathdoctest.repair import DOUBTFUL
from mathdoctest.rounding import (
    as_float,
    as_fraction,
    digits15,
    expected_text,
    half_place,
    is_exactly,
    printed,
    prints,
    significant,
    text_key,
)
from mathdoctest.slips import slipped
from mathdoctest.tree import (
    Add,
    Arr,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Ref,
    Stand,
    behind,
    literals,
    resolve,
    walk,
)
from mathdoctest.unparse import unparse

UNPLACED = -1
"""The section of what no statement gives, such as an entry of a list."""
SOLVED_WITHIN = 3
"""Statements behind an equation in which its solution may stand."""
NEGLIGIBLE = 1e-4
"""What is added to a quantity to keep it from being zero changes it by less."""
LONGEST_COEFFICIENT = 2
"""Whole numbers of so many digits beside symbols are coefficients rather than data."""
MAX_MEANT = 200
"""Quantities behind a formula, of which a number that was mistyped may be one."""
MAX_ALTERNATIVES = 8
"""Expressions remembered for one quantity."""
DISTINCT = 4
"""Digits of a number that is not printed twice by chance."""


class Links:
    """Checks links one by one, against the names of one document, and notes them in a ledger."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = Laying(ledger, document)
        self.literals = Literals(ledger, document, self.laying)
        self.mending = Mending(ledger, document, self.literals)
        self.inequalities = Inequalities(ledger, document)
        ledger.doubts.numerals = document.numerals

    def follow(self, k: int, parts: Iterable[Part], chain: Laid) -> None:
        """Check the segments of statement ``k`` that follow what ``chain`` holds, one by one."""
        parts = list(parts)
        for i, part in enumerate(parts):
            node = part.node
            bound = (
                node
                if part.plain or isinstance(node, Opaque)
                else self.document.bind(node, k, chain.params, chain.prefer)
            )
            self.laying.following = (
                (k, parts[i + 1].node) if i + 1 < len(parts) else self._said_next(k)
            )
            self._link(part, bound, chain)

    def _said_next(self, k: int) -> tuple[int, Node] | None:
        """What the statement right behind one goes on with, where it is about the same."""
        if k + 1 >= len(self.document.statements):
            return None
        own, after = self.document.statements[k : k + 2]
        first, *parts = after.chain.parts
        if after.section != own.section:
            return None
        if first.relation:
            return k + 1, first.node
        text = self.document.text
        left = own.chain.parts[0].node
        same = text[first.node.start : first.node.end] == text[left.start : left.end]
        return (k + 1, parts[0].node) if same and parts else None

    def _link(self, part: Part, target: Node, chain: Laid) -> None:
        start = part.relation_start
        if isinstance(target, Opaque):
            found = self.not_understood(target)
            self.ledger.link(
                start, max(target.end, start), "unknown", (), () if found is None else (found,)
            )
            return
        if is_blank(target):
            # What has no name on the page is reported where it is bound.
            self._push(chain, target)
            self.ledger.link(start, target.end, "unknown", (), ())
            return
        if part.relation in COMPARED:
            self._compare(part, target, chain)
            return
        if part.relation == "\\leftarrow":
            self.ledger.find(
                start, part.relation_end, "not-understood", "unknown", "an update inside a chain"
            )
            return
        if part.relation == "\\to" and not any(
            self.laying.agrees(target, source) for source in chain.sources[-1:]
        ):
            # From two units to three, or from before to after: another quantity begins here.
            chain.sources, chain.quantity = [], None
        if not part.plain and (
            not self.laying.aligner.has_literal(target) or self._symbolic(target, chain)
        ):
            self._identity(part, target, chain)
            return
        if part.relation == "\\to" and not chain.sources and is_datum(target):
            said, claims, findings = self.literals.free(target, definitional=False, quiet=True)
            self._push(chain, said)
            self.ledger.link(start, target.end, "equation", claims, findings)
            return
        claims, findings, resolved = self._lay(part, target, chain)
        if resolved is not None:
            if chain.sources and not any(map(self._fails, findings)):
                findings += self._relation(part, chain.sources[-1], resolved)
            self._push(chain, resolved)
        self.ledger.link(start, target.end, "equation", claims, findings)

    def _symbolic(self, target: Node, chain: Laid) -> bool:
        """Whether a segment with symbols is an identity, its numbers constants of the formula."""
        if not chain.sources or not any(isinstance(n, (Ref, Param)) for n in walk(target)):
            return False
        source = chain.sources[-1]
        if isinstance(source, Arr) or isinstance(target, Arr):
            return self.laying.same(source, target)[0] is True
        if self.values.identical(source, target):
            return True
        if any("." in num.digits or num.scale != 1 for num in literals(target)):
            return False
        try:
            match = self.laying.aligner.lay(target, source)
        except TooMuchWorkError:
            return False
        # A wrong coefficient is a wrong formula, not a wrong figure that could be rewritten.
        return match is None or any(
            len(num.digits) <= LONGEST_COEFFICIENT
            and (value := self.values.known(stands)) is not None
            and not prints(num, value)
            for num, stands in match.pairs
        )

    def _push(self, chain: Laid, node: Node) -> None:
        chain.sources.append(node)
        whole = chain.sources[0]
        if isinstance(node, Arr) and isinstance(whole, Arr) and node.shape == whole.shape:
            for entry, cell in zip(cells(whole), cells(node), strict=True):
                if isinstance(entry, Ref):
                    self._remember(entry.definition, cell)
        elif chain.quantity is not None and not isinstance(node, Arr):
            self._remember(chain.quantity, node)

    def _remember(self, quantity: Definition, node: Node) -> None:
        """Keep one more expression for a quantity, through which derivatives may go."""
        if (
            not isinstance(node, Stand)
            and len(self.document.alternatives(quantity)) < MAX_ALTERNATIVES
            and not (isinstance(node, Neg) and isinstance(node.arg, Stand))
            and not _mentions(node, quantity)
        ):
            self.document.add_alternative(quantity, node)

    def _identity(self, part: Part, target: Node, chain: Laid) -> None:
        """Two sides in symbols must be the same whatever the givens are."""
        start = part.relation_start
        findings: list[int] = []
        if not chain.sources:
            self._push(chain, target)
            self.ledger.link(start, target.end, "unknown", (), ())
            return
        source = chain.sources[-1]
        kind = (
            "gradient" if chain.quantity is not None and chain.quantity.derivative else "identity"
        )
        verdict, reason = self.laying.same(source, target)
        if verdict is False and self._gives_rounded(source, target):
            verdict = True
        if verdict is False and kind == "gradient" and self._leaves_out(source, target):
            verdict = True
        if verdict is False and kind == "gradient" and _is_nothing(source):
            verdict, reason = None, "nothing here tells how the one depends on the other"
        if verdict is False and self._is_rounded_apart(source, target):
            verdict, reason = None, "the numbers that it rests on may be rounded"
        if (
            verdict is False
            and self.laying.following is None
            and self._is_general(source, target, chain)
        ):
            verdict, reason = None, "it holds in general, and not at once for these values"
        if verdict is False:
            findings.append(self.ledger.find(target.start, target.end, kind, "wrong", reason))
        elif verdict is None:
            findings.append(
                self.ledger.find(target.start, target.end, "undecided", "unknown", reason)
            )
        else:
            findings += self._relation(part, source, target, identical=True)
        if verdict is not False:
            self._push(chain, target)
        else:
            # The numbers behind a wrong formula are of what it says, unless they are right.
            chain.sources.insert(-1, target)
            chain.refuted[id(target)] = target
        self.ledger.link(start, target.end, kind, (), findings)

    def _gives_rounded(self, source: Node, target: Node) -> bool:
        """Whether a quantity was given as what its formula makes of it, rounded."""
        if not isinstance(source, Ref) or not source.definition.result:
            return False
        datum, value = source.definition.node, self.values.known(target)
        return isinstance(datum, Num) and value is not None and prints(datum, value)

    def _is_general(self, source: Node, target: Node, chain: Laid) -> bool:
        """Whether a formula without numbers is a rule that another problem's data do not follow.

        It was said before, of other data, or it is of another section's; or it is what a section
        begins with whose own datum it says, and not yet what to look for, or does so further down.
        """
        if self.is_renewed_below(chain.section, source, target):
            return True
        if any(
            self.mending.is_converted(r.definition)
            for side in (source, target)
            for r in references(side)
        ):
            return True
        if not isinstance(source, Ref):
            return False
        old = source.definition
        if old.given and old.section == chain.section:
            return any(r.definition.section != chain.section for r in references(target))
        newer = any(
            r.definition.version and r.definition.start > old.start for r in references(target)
        )
        elsewhere = old.section != chain.section
        return newer and (elsewhere or self.document.is_said_before(self.document.reached))

    def is_renewed_below(self, section: int, *sides: Node) -> bool:
        """Whether a quantity of another section is given anew further down in this one."""
        return any(
            r.definition.section != section and self.document.is_renewed_below(r.definition.name)
            for side in sides
            for r in references(side)
        )

    def _leaves_out(self, source: Node, target: Node) -> bool:
        """Whether a formula for a gradient holds the states of earlier steps, and is right so."""
        if not isinstance(source, Ref):
            return False
        direct = self.document.gradients.direct(source.definition)
        if direct is None or self.laying.same(direct, target)[0] is not True:
            return False
        self.document.mean(source.definition, direct)
        self.laying.forget()
        return True

    def _leave_zeros(self, target: Node, chain: Laid) -> None:
        """Take from a list what is nowhere told only where the next list shows it."""
        source = chain.sources[-1] if chain.sources else None
        if isinstance(target, Arr) and isinstance(source, Arr):
            chain.sources[-1] = made = without_zeros(source, target)
            if chain.quantity is not None and len(chain.sources) == 1 and made is not source:
                self.document.redefine(chain.quantity, made)

    def _lay(
        self, part: Part, target: Node, chain: Laid
    ) -> tuple[list[int], list[int], Node | None]:
        """What each literal of a segment stands for: claims, findings, the resolved segment."""
        self._leave_zeros(target, chain)
        fresh = self.literals.learn(target, chain)
        try:
            best = self._nearest(target, chain)
        except TooMuchWorkError as error:
            return (
                [],
                [self.ledger.find(target.start, target.end, "too-large", "unknown", str(error))],
                None,
            )
        reason = ""
        if best is not None and best[0].wrong:
            best, reason = self.mending.explained(part, target, chain, *best, learnt=fresh)
        elif best is not None and self.mending.puts_in_older(target, best[0], chain):
            best = self._nearest(target, chain)
        doubtful = bool(reason)
        if best is not None and best[0].wrong and not self._plausible(target, best[0], best[1]):
            best = None
        if best is None:
            return self._unlaid(part, target, chain)
        match, source = best
        pairs = self._once(match) if doubtful else self._with_slips(self._once(match), match)
        claims: list[int] = []
        findings: list[int] = []
        hole: int | None = None
        exactly = bool(pairs) and not match.wrong
        for num, stands in pairs:
            if doubtful and not prints(num, self.values.exact(stands)):
                index = self.ledger.claim(num, None, reason=reason)
            else:
                value = self.values.known(stands)
                exactly = exactly and value is not None and is_exactly(num, value)
                index = self._stands(
                    num, stands, value, flipped=num in match.flipped,
                    right=None if match.wrong else True,
                )  # fmt: skip
            claims.append(index)
            verdict = self.ledger.claims[index].verdict
            if verdict == "unknown" and hole is None:
                hole = index
            if verdict == "verified" and (note := self._calculator(num, stands)) is not None:
                findings.append(note)
            if self.document.has_blanks and (id(num) in self.ledger.data or verdict == "unknown"):
                self.ledger.weak[id(num)] = index
        if hole is not None:
            findings.append(self._open(part, target, source, hole, doubtful=reason == DOUBTFUL))
        known = {
            id(num): stands
            for num, stands in pairs
            if hole is None or (self.values.known(stands) is not None and not doubtful)
        }
        if not isinstance(source, Arr) and self.values.known(source) is None:
            known |= (before := self._printed_before(pairs, claims))
            if before and hole is None:
                findings.append(self._undecided(part, target, self.laying.why(source)))
        resolved = resolve(target, known)
        if exactly:
            self.values.agree(resolved, source)
        if reason == DOUBTFUL and chain.quantity is not None and not chain.quantity.given:
            # What follows is no worse than what it follows from.
            self.document.doubt(chain.quantity, DOUBTFUL)
            self.laying.forget()
        # In another unit a quantity is another number: what follows is computed without that.
        return claims, findings, resolved if source in chain.sources else None

    def _open(self, part: Part, target: Node, source: Node, hole: int, *, doubtful: bool) -> int:
        """Note a segment of whose numbers one is not decided; it may be false all the same."""
        if doubtful and self._contradicts(target, source):
            return self._not_following(target, source, f"; {DOUBTFUL}")
        return self._undecided(part, target, self.ledger.claims[hole].message)

    def _nearest(self, target: Node, chain: Laid) -> tuple[Match, Node] | None:
        """The segment before that a segment is laid against with the fewest wrong numbers.

        What is right for all that was said before a wrong formula is not judged by that formula.
        """
        best: tuple[Match, Node] | None = None
        for source in chain.sources[: -MAX_SOURCES - 1 : -1]:
            match = self.laying.aligner.lay(target, source)
            if match is not None and (best is None or match.wrong < best[0].wrong):
                best = (match, source)
                if not match.wrong:
                    break
        if best is not None and best[0].wrong and id(best[1]) in chain.refuted:
            shown, value = map(self.values.known, (target, chain.sources[-1]))
            if shown is not None and value is not None and distance(shown, value) <= slack(target):
                return None
        return best

    def _undecided(self, part: Part, target: Node, why: str) -> int:
        return self.ledger.find(part.relation_start, target.end, "undecided", "unknown", why)

    def _printed_before(
        self, pairs: Sequence[tuple[Num, Node]], claims: Sequence[int]
    ) -> dict[int, Node]:
        """What numbers stand for by what was printed before, where their places have no value."""
        said = [self.ledger.claims[index].quantity for index in claims]
        return {
            id(num): quantity
            for (num, stands), quantity in zip(pairs, said, strict=True)
            if quantity is not None and self.values.known(stands) is None
        }

    def _with_slips(
        self, pairs: Sequence[tuple[Num, Node]], match: Match
    ) -> Sequence[tuple[Num, Node]]:
        """What numbers stand for; those that repeat a slip of the page for what that stood for."""
        if not match.wrong:
            return pairs
        return [(num, self._slip_again(num, stands) or stands) for num, stands in pairs]

    def _slip_again(self, num: Num, stands: Node) -> Node | None:
        """What a number stood for where the page printed it wrong before.

        Where it is nowhere near to what it would stand for here, it is that slip again.
        """
        before = self.ledger.printed.get(text_key(num))
        if before is None or significant(num) < DISTINCT or self.laying.fits(num, stands):
            return None
        meant, here = self.values.known(before), self.values.known(stands)
        if meant is None or here is None or prints(num, meant) or prints(num, -meant):
            return None
        again = distance(num.value, abs(meant)) <= MISLAID
        return before if again and distance(num.value, abs(here)) > FAR_OFF else None

    def _once(self, match: Match) -> Sequence[tuple[Num, Node]]:
        """Literals from left to right, each once, with what they stand for."""
        pairs = match.pairs
        at = 0
        for num, _ in pairs:
            if not at <= num.start < num.end:
                break
            at = num.end
        else:
            return pairs  # as they are in most segments
        # A number before a matrix stands in each of its cells, and must be right in all of them.
        once: dict[int, tuple[Num, Node]] = {}
        for num, stands in pairs:
            if num.end > num.start and (
                id(num) not in once or (match.wrong and not self.laying.fits(num, stands))
            ):
                once[id(num)] = num, stands
        return sorted(once.values(), key=_place)

    def _stands(
        self, num: Num, source: Node, value: Exact | None, *, flipped: bool, right: bool | None
    ) -> int:
        """Claim what a literal stands for, or that nothing is known of it."""
        if value is not None:
            return self.ledger.claim(num, source, value, flipped=flipped, right=right)
        known = self.literals.known(num)
        if known is not None:
            return self.ledger.claim(num, known)
        self.ledger.doubts.assume(num)
        return self.ledger.claim(num, None, reason=self.laying.why(source))

    def _plausible(self, target: Node, match: Match, source: Node) -> bool:
        """Whether wrong literals were meant to be what they were laid against.

        A gross difference in a segment whose own value agrees means that it was laid wrongly.
        """
        gross = [
            num
            for num, stands in match.pairs
            if self.values.known(stands) is not None
            and not prints(num, self.values.exact(stands))
            and distance(num.value, self.values.exact(stands)) > NEAR_MISS
        ]
        if (
            not gross
            or isinstance(target, (Num, Arr))
            or (isinstance(target, Neg) and isinstance(target.arg, Num))
        ):
            return True
        if len(gross) == match.wrong == 1 and len(match.pairs) > 2:
            return True
        whole = source.definition.node if isinstance(source, Ref) else source
        if isinstance(target, Add) and isinstance(whole, Add):
            # A fraction is cancelled and factors are put together, but nobody splits a sum of two
            # quantities into two other terms: those are slips that make up for each other. Unless
            # each of them is a figure that stood for something before.
            same = [term for term in target.terms if not literals(term)]
            one_each = len(target.terms) == len(whole.terms) == len(match.pairs) + len(same)
            if (
                one_each
                and all(any(self.values.identical(t, w) for w in whole.terms) for t in same)
                and not all(map(self.literals.known, gross))
            ):
                return True
        shown, exact = self.values.known(target), self.values.known(source)
        if exact is None:
            # Beside something of unknown value several gross differences say nothing.
            return all(self.values.known(stands) is not None for _, stands in match.pairs)
        return shown is None or distance(shown, exact) > MISLAID

    def _calculator(self, num: Num, source: Node) -> int | None:
        """Would a reader who types the displayed operands get the displayed number?"""
        source = self.ledger.worked_out(num, source)
        if not self.values.is_rounded(source):
            return None
        try:
            shown = self.values.shown(source)
        except UnknownValueError:
            return None
        stands = (n for n in walk(source) if isinstance(n, Stand))
        if prints(num, shown) or any(id(n.num) in self.values.corrected for n in stands):
            return None
        typed = unparse(source)
        text = self.ledger.page.text[num.start : num.end]
        return self.ledger.find(
            num.start, num.end, "calculator", "wrong",
            f"{text} is right, but typing {typed} gives {expected_text(num, shown, text)}: "
            "show a guard digit more",
            advice=True,
        )  # fmt: skip

    def _relation(
        self, part: Part, source: Node, target: Node, *, identical: bool = False
    ) -> list[int]:
        """``=`` if and only if the two displayed sides are exactly equal.

        Behind three dots there are more digits, so that either sign may stand before them.
        """
        if part.relation not in ("=", "\\approx") or UNIT in self.literals.formula().latex:
            return []  # with units among its numbers, a side is more than its numbers
        exact = identical or self._shown_equal(source, target)
        if exact is None or exact == (part.relation == "=") or any(map(_is_cut, walk(target))):
            return []
        if exact:
            return [
                self.relation_finding(part, "both sides are exactly equal as displayed: write =")
            ]
        ways = in_unit(self.document.text, source, target)
        if any(self._shown_equal(way, target) for way in ways):
            return []
        return [self.relation_finding(part, "the two displayed sides differ: write \\approx")]

    def relation_finding(self, part: Part, message: str) -> int:
        """Advise on a relation sign; returns the finding's index."""
        if self.literals.formula().delimiter in WITHOUT:
            message = message.replace("\\approx", "≈")
        return self.ledger.find(
            part.relation_start, part.relation_end, "relation", "wrong", message, advice=True
        )

    def _shown_equal(self, source: Node, target: Node) -> bool | None:
        if isinstance(source, Arr) and isinstance(target, Arr):
            pairs = [
                self._shown_equal(a, b)
                for p, q in zip(source.rows, target.rows, strict=False)
                for a, b in zip(p, q, strict=False)
            ]
            if any(cell is False for cell in pairs):
                return False
            return None if any(cell is None for cell in pairs) else True
        if isinstance(source, Arr) or isinstance(target, Arr):
            return None
        try:
            return equal(self.values.shown(source), self.values.shown(target))
        except UnknownValueError:
            return None

    def _compare(self, part: Part, target: Node, chain: Laid) -> None:
        """An inequality: decided by the exact values."""
        start = part.relation_start
        source = chain.sources[-1] if chain.sources else None
        claims: list[int] = []
        findings: list[int] = []
        if source is not None and self.inequalities.is_hypothesis(target, part, source):
            # It need not hold, but it is about what the other hypothesis says.
            claim = self.ledger.claim(target, source)
            self.ledger.link(start, target.end, "inequality", (claim,), ())
            return
        if literals(target):
            target, claims, findings = self.literals.free(target, definitional=False, quiet=True)
        if source is not None and self.inequalities.can_be_decided(part, source):
            findings += self.inequalities.findings(part, source, target)
            if not isinstance(target, Arr):
                chain.sources.append(target)
        elif not any(isinstance(n, Param) for s in chain.sources for n in walk(s)):
            findings.append(self._undecided(part, target, "this relation cannot be decided"))
        self.ledger.link(start, target.end, "inequality", claims, findings)

    def _unlaid(
        self, part: Part, target: Node, chain: Laid
    ) -> tuple[list[int], list[int], Node | None]:
        """A segment that cannot be laid against the ones before it: judge it by its value."""
        sources = list(reversed(chain.sources))
        known = [s for s in sources if not isinstance(s, Arr) and self.values.known(s) is not None]
        # Where nothing before has a value, a calculation begins with data; a mere number is a
        # result that cannot be decided.
        tells = chain.tells and len(sources) == 1
        data = tells or not sources or (not known and not is_datum(target))
        shown = self.values.known(target) if known and not is_datum(target) else None
        # What comes to the same exactly is another way to say it, from data of its own.
        data = data or (shown is not None and equal(shown, self.values.exact(known[0])))
        mistyped = {} if shown is None else self._mistyped(target, shown, known[0])
        resolved, claims, findings = self.literals.free(
            target, definitional=data, quiet=not tells, known=mistyped
        )
        if isinstance(resolved, Arr) or not known:
            if sources or not claims:
                reason = (
                    self.laying.why(*sources)
                    if sources and not known
                    else "this segment cannot be laid against the one before it"
                )
                findings.append(self._undecided(part, target, reason))
            return claims, findings, resolved
        source = known[0]
        value, wanted = self.values.known(resolved), self.values.exact(source)
        if value is not None and equal(value, wanted):
            at = {num.start: num for num in literals(target)}
            for index in claims if not chain.tells else ():
                if (num := at.get(self.ledger.claims[index].start)) is not None:
                    self.ledger.confirm(index, num)
            return claims, findings, resolved
        shown = self.values.known(target)
        if shown is not None and (
            distance(shown, wanted) <= slack(target) + _rounded(source)
            or self._comes_to_the_same(target, shown, wanted)
        ):
            if self._is_told_below(source, target):
                return claims, findings, resolved
            agrees = (
                "this segment cannot be laid against the one before it, though its value agrees"
            )
            findings.append(self._undecided(part, target, agrees))
            # What nothing explains is nothing to judge the next segment by, unless that fits it.
            if part.relation == "\\approx" and not isinstance(target, Arr):
                chain.sources.insert(-1, resolved)
            return claims, findings, None
        if shown is None:
            findings.append(self._undecided(part, target, self.laying.why(target)))
            return claims, findings, None
        if self._is_of_rounded_data(target, shown, wanted):
            return claims, findings, resolved
        if self._is_solved_next(target):
            reason = "the next lines say anew what a symbol here is"
            findings.append(self._undecided(part, target, reason))
            return claims, findings, None
        if self._puts_in_others(target, source, chain):
            reason = "other data are put in here than another section gave: give them names"
            findings.append(self._undecided(part, target, reason))
            chain.sources.clear()
            if chain.quantity is not None:
                self.document.redefine(chain.quantity, resolved)
            self.laying.forget()
            return claims, findings, resolved
        # The unit stands behind the last number, or behind the whole: \frac{90}{3.6} m/s.
        measured = dict.fromkeys((*literals(target)[-1:], target))
        ways = [way for node in measured for way in in_unit(self.document.text, source, node)]
        for made in map(self.values.keep, ways):
            if distance(shown, self.values.exact(made)) <= slack(target) + _rounded(source):
                return claims, findings, None  # 24 h = 24 · 3600 s
        findings.append(self._not_following(target, source))
        return claims, findings, None

    def _mistyped(self, target: Node, shown: Exact, source: Node) -> dict[int, Node]:
        r"""What the number stands for that a calculation is false for, by a slip of the pen.

        ``-\log 0.569`` behind ``-\sum_i y_i \log p_i`` where ``p_1`` is 0.659: one number alone,
        taken for one quantity alone of those that the formula is made of, makes both sides equal.
        """
        wanted = self.values.exact(source)
        off, most = distance(shown, wanted), slack(target) + _rounded(source)
        if off <= most:
            return {}
        values = {
            id(part): (part, value)
            for part in behind([source], MAX_MEANT)
            if isinstance(part, (Ref, Stand)) and (value := self.values.known(part)) is not None
        }
        found: dict[tuple[int, str], Node] = {}
        for num in literals(target):
            if significant(num) < TELLING:
                continue
            for part, value in values.values():
                if not slipped(num, value):
                    continue
                with self.values.supposing({id(num): as_fraction(abs(value))}):
                    worth = self.values.known(target)
                if worth is not None and distance(worth, wanted) <= min(most, off / TIMES_NEARER):
                    found.setdefault((id(num), printed(value, num)), part)
        return {key: part for (key, _), part in found.items()} if len(found) == 1 else {}

    def _comes_to_the_same(self, target: Node, shown: Exact, wanted: Exact) -> bool:
        r"""Whether what is printed next is both: ``\sigma = \sqrt{5 + 10^{-5}} = 2.236``.

        What was added is far too little to tell.
        """
        parts = self.document.statements[self.document.reached].chain.parts
        return distance(shown, wanted) < NEGLIGIBLE and any(
            isinstance(said.node, Num)
            and significant(said.node) >= LONG
            and prints(said.node, shown)
            and prints(said.node, wanted)
            for part, said in pairwise(parts)
            if part.node.start == target.start
        )

    def _is_of_rounded_data(self, target: Node, shown: Exact, wanted: Exact) -> bool:
        r"""Whether an equation holds as far as the roundings of the data that it holds for go.

        ``0 = \frac{R}{2750} \cdot 4 + \frac{80}{3.6}`` with the solution ``R = -15277.8``.
        """
        moved = self._moved(target, as_float(shown), given=True)
        return abs(as_float(shown) - as_float(wanted)) <= moved

    def _is_rounded_apart(self, source: Node, target: Node) -> bool:
        r"""Whether two sides differ by no more than the roundings of numbers that results rest on.

        ``p_2 = \frac{0.5350}{2.2496}`` is not quite what its own numbers were rounded from.
        """
        a, b = self.values.known(source), self.values.known(target)
        if a is None or b is None or isinstance(source, Arr) or isinstance(target, Arr):
            return False
        if distance(a, b) > NEAR_MISS / 10:
            return False
        sides = ((source, as_float(a)), (target, as_float(b)))
        moved = sum(self._moved(side, value, given=False) for side, value in sides)
        return 0 < abs(as_float(a) - as_float(b)) <= moved

    def _moved(self, node: Node, value: float, *, given: bool) -> float:
        """How far the roundings of data, or of the numbers in results, may move a value."""
        numbers = {
            id(num): num
            for ref in references(node)
            if ref.definition.given is given and ref.definition.node is not None
            for num in literals(ref.definition.node)
            if num.decimals
        }
        moved = 0.0
        for key, num in numbers.items():
            meant = {key: as_float(num.value) + half_place(num)}
            try:
                moved += abs(self.values.rough(node, meant) - value)
            except (ValueError, ArithmeticError):
                return 0.0
        return moved

    def _puts_in_others(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether a calculation has data of its own for those of another section.

        None of these is in it, the next number follows from it, and is nowhere near what they give.
        """
        told = source.definition.node if isinstance(source, Ref) else None
        others = [
            value
            for ref in references(source if told is None else told)
            if ref.definition.section not in (chain.section, UNPLACED)
            and (value := self.values.known(ref)) is not None
        ]
        numbers = [num for num in literals(target) if significant(num) > 1]
        if not others or any(prints(num, abs(v)) for num in numbers for v in others):
            return False
        shown, wanted = map(self.values.known, (target, source))
        if shown is None or wanted is None or distance(shown, wanted) <= FAR_OFF:
            return False
        following = self.laying.next_segment(chain)
        come = None if following is None else self.values.known(following)
        elsewhere = come is not None and ratio(come, wanted) > OTHER_SIZE > ratio(come, shown)
        return elsewhere or self.laying.goes_on(target, source, chain)

    def _is_solved_next(self, target: Node) -> bool:
        """Whether the next lines of a display give a number for a quantity of an equation."""
        k = self.document.reached
        own, *after = self.document.statements[k : k + 1 + SOLVED_WITHIN]
        names = {ref.definition.name for ref in references(target)}
        return any(
            s.formula == own.formula
            and len(s.chain.parts) > 1
            and name_of(s.chain.parts[0].node) in names
            and is_numeric(s.chain.parts[1].node)
            for s in after
        )

    def _is_told_below(self, source: Node, target: Node) -> bool:
        """Whether a calculation comes before the mere number that its result is given by."""
        if not isinstance(source, Ref) or source.definition.start <= target.start:
            return False
        told = source.definition.node
        return told is not None and is_datum(told)

    def _not_following(self, target: Node, source: Node, why: str = "") -> int:
        shown, wanted = map(self.values.exact, (target, source))
        return self.ledger.find(
            target.start, target.end, "does-not-follow", "wrong",
            f"this is {digits15(shown)} as printed, "
            f"but {unparse(source)} is {digits15(wanted)}{why}",
        )  # fmt: skip

    def _fails(self, finding: int) -> bool:
        return self.ledger.findings[finding].rule == "does-not-follow"

    def _contradicts(self, target: Node, source: Node) -> bool:
        """Whether no rounding of the numbers on either side makes two segments equal."""
        shown, wanted = map(self.values.known, (target, source))
        if shown is None or wanted is None or isinstance(source, Arr):
            return False
        return distance(shown, wanted) > MISLAID + slack(target) + slack(source)

    def not_understood(self, node: Opaque) -> int | None:
        """Say that a segment was not understood, unless an undefined name says so already."""
        if node.reason.endswith("is not defined"):
            return None
        return self.ledger.find(
            node.start, max(node.end, node.start), "not-understood", "unknown", node.reason
        )


def _is_cut(node: Node) -> bool:
    """Whether a number shows only the first of its digits."""
    return node.num.cut if isinstance(node, Stand) else isinstance(node, Num) and node.cut


def _place(pair: tuple[Num, Node]) -> int:
    return pair[0].start


def _is_nothing(node: Node) -> bool:
    """Whether a derivative is zero since a page puts numbers in where it might have symbols."""
    told = node.definition.node if isinstance(node, Ref) else None
    return isinstance(told, Num) and told.start == told.end and told.value == 0


def _mentions(node: Node, definition: Definition) -> bool:
    return any(type(n) is Ref and n.definition is definition for n in walk(node))


def _rounded(node: Node) -> float:
    """How far, relatively, a datum may be from what it was rounded from: 1.8e-5 a thirtieth."""
    if not isinstance(node, Ref) or not node.definition.given or node.definition.node is None:
        return 0.0
    return slack(node.definition.node)
