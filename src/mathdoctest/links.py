"""One link of a chain: a segment against what stands before it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from mathdoctest.align import Aligner, Match, TooMuchWorkError
from mathdoctest.conversion import in_unit, thousands, times, unit, unlike_units
from mathdoctest.derivative import number
from mathdoctest.document import Definition, Document, Lineage, begins, references, renamed
from mathdoctest.evaluate import Exact, UnknownValueError, equal
from mathdoctest.figures import Figures
from mathdoctest.inequalities import COMPARED, Inequalities
from mathdoctest.labels import labels
from mathdoctest.latex import Part
from mathdoctest.learning import has_blank, is_blank, learnt
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import UNIT
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum, is_numeric, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    MISLAID,
    NEAR_MISS,
    NEARER,
    TELLING,
    distance,
    far,
    is_slip,
    nearly,
    ratio,
    slack,
    unlike,
)
from mathdoctest.page import WITHOUT, Formula
from mathdoctest.repair import DOUBTFUL, Repair, Segment
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
    written,
)
from mathdoctest.slips import is_shifted, one_slip, slipped
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Pow,
    Ref,
    Stand,
    behind,
    literals,
    replaced,
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
SHORTEST_FIGURE = 4
"""A figure of so many digits is taken for a quantity that rounds to it."""
MAX_SOURCES = 5
"""Earlier segments of a chain that a segment is laid against."""
OTHER_SIZE = math.log(10)
"""Values of which one is ten times the other are none of one quantity."""
TIMES_NEARER = 10
"""How many times nearer a calculation comes to what it should be by the slip that explains it."""
MAX_BEHIND = 200
"""Quantities behind a formula, of which a number that was mistyped may be one."""
MAX_ALTERNATIVES = 8
"""Expressions remembered for one quantity."""
DISTINCT = 4
"""Digits of a number that is not printed twice by chance."""
PERCENT = Fraction(1, 100)
"""What a percent sign makes of a number."""
LEAST_PERCENT = 2
"""A share of more than this is none."""
OTHER_UNITS = "this is in another unit, and nothing tells how to convert it"
"""Why a result that is off as the units are is not decided."""
_NAMED = frozenset((Ref, Param))
"""The nodes that stand for what has a name."""


@dataclass(slots=True)
class Laid:
    """What has been laid of a chain, for the segments that follow."""

    sources: list[Node] = field(default_factory=list)
    quantity: Definition | None = None
    section: int = -1
    prefer: Container[int] | None = None
    params: dict[str, int] = field(default_factory=dict)
    tells: bool = False
    """Whether its left side has its value from the segment that comes first."""
    searched: dict[int, Node] = field(default_factory=dict)
    """What was looked through for data of later sections, by identity; it holds none."""
    refuted: dict[int, Node] = field(default_factory=dict)
    """The formulas among the sources that were found to be wrong, by identity."""


class Links:
    """Checks links one by one, against the names of one document, and notes them in a ledger."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.aligner = Aligner(document)
        self.figures = document.figures()
        self._following: tuple[int, Node] | None = None
        """The segment behind the one that is checked."""
        self.inequalities = Inequalities(ledger, document)
        self.repair = Repair(
            ledger,
            document.values,
            document.numerals,
            document.alternatives,
            partial(_is_opposed, document, self.figures),
        )
        ledger.doubts.numerals = document.numerals

    def forget(self) -> None:
        """Work everything out anew: something has another value, or another formula."""
        self.values.forget()
        self.aligner.forget()

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
            self._following = (k, parts[i + 1].node) if i + 1 < len(parts) else self._said_next(k)
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
            self.agrees(target, source) for source in chain.sources[-1:]
        ):
            # From two units to three, or from before to after: another quantity begins here.
            chain.sources, chain.quantity = [], None
        if not part.plain and (
            not self.aligner.has_literal(target) or self._symbolic(target, chain)
        ):
            self._identity(part, target, chain)
            return
        if part.relation == "\\to" and not chain.sources and is_datum(target):
            said, claims, findings = self.free(target, definitional=False, quiet=True)
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
            return self.same(source, target)[0] is True
        if self.values.identical(source, target):
            return True
        if any("." in num.digits or num.scale != 1 for num in literals(target)):
            return False
        try:
            match = self.aligner.lay(target, source)
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
        verdict, reason = self.same(source, target)
        if verdict is False and self._gives_rounded(source, target):
            verdict = True
        if verdict is False and kind == "gradient" and self._leaves_out(source, target):
            verdict = True
        if verdict is False and kind == "gradient" and _is_nothing(source):
            verdict, reason = None, "nothing here tells how the one depends on the other"
        if verdict is False and self._is_rounded_apart(source, target):
            verdict, reason = None, "the numbers that it rests on may be rounded"
        if verdict is False and self._following is None and self._is_general(source, target, chain):
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
            self._is_converted(r.definition) for side in (source, target) for r in references(side)
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

    def _is_converted(self, definition: Definition) -> bool:
        r"""Whether a datum is told in two units, of which a formula may want either."""
        node = definition.node
        given = definition.given and isinstance(node, Num) and definition.start >= 0
        return given and len(self._conversions(definition)) > 1

    def _conversions(self, definition: Definition) -> Mapping[str, Num]:
        """What a datum is by its units, where its equation tells it in each: 27 °C and 300 K."""
        parts = [part.node for part in self.document.parts_of(definition)]
        said = {unit(self.document.text, node): node for node in parts if isinstance(node, Num)}
        return {} if "" in said else said

    def _as_converted(
        self, target: Node, source: Node, match: Match, chain: Laid
    ) -> tuple[Match, Node] | None:
        """A segment that puts a datum in as its own equation converted it."""
        told: dict[int, tuple[Definition, Num]] = {}
        for num, stands in match.pairs:
            if self.fits(num, stands) or not isinstance(stands, Ref):
                continue
            definition = stands.definition
            said = self._conversions(definition) if definition.start >= 0 else {}
            same = [n for n in said.values() if n.value == num.value and n.scale == num.scale]
            if not same or len(said) < 2:
                return None
            told[id(definition)] = definition, same[0]
        new = {key: replace(d, node=n, given=True, alternatives=[]) for key, (d, n) in told.items()}
        own = source.definition.node if isinstance(source, Ref) else None
        again = self.lay(target, renamed(source if own is None else own, new)) if new else None
        if again is None or again.wrong:
            return None
        place = chain.sources.index(source)
        renewed = {k: self.document.renew(d, n, chain.section) for k, (d, n) in told.items()}
        self._rename(chain, renewed)
        return self.lay(target, chain.sources[place]) or again, chain.sources[place]

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
        direct = self.document.direct(source.definition)
        if direct is None or self.same(direct, target)[0] is not True:
            return False
        self.document.mean(source.definition, direct)
        self.forget()
        return True

    def same(self, source: Node, target: Node) -> tuple[bool | None, str]:
        """Whether two sides agree whatever the givens are; ``None`` and why if that is open."""
        if isinstance(source, Arr) or isinstance(target, Arr):
            if (
                not (isinstance(source, Arr) and isinstance(target, Arr))
                or source.shape != target.shape
            ):
                return False, "the two sides have different shapes"
            for p, q in zip(source.rows, target.rows, strict=True):
                for cell, other in zip(p, q, strict=True):
                    verdict, reason = self.same(cell, other)
                    if verdict is not True:
                        return verdict, reason
            return True, ""
        identical = self.values.identical(source, target)
        a, b = self.values.known(source), self.values.known(target)
        if identical and (a is None or b is None or equal(a, b)):
            return True, ""
        left, right = unparse(source), unparse(target)
        if identical is False:
            if a is not None and b is not None and equal(a, b):
                # “$I_1 = I_2 + I_3$” of a datum, “$= 25 = r^2$” of a number: what is said of them
                # holds at their values.
                data = isinstance(source, Ref) and source.definition.given
                if (
                    data
                    or isinstance(source.arg if isinstance(source, Neg) else source, (Num, Stand))
                    or self._same_for_labels(source, target)
                ):
                    return True, ""
                if _is_of_numbers(source) or _is_of_numbers(target):
                    return True, ""
                if self._rests_on_strangers(source, target):
                    return None, "cannot be decided: it rests on numbers that no formula gave"
                return False, (
                    f"{left} and {right} agree only at this page's values, not in general"
                )
            if a is not None and b is not None:
                return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"
            return False, f"{left} and {right} are not the same"
        if identical is None:
            if a is not None and b is not None:
                if equal(a, b):
                    return True, ""
                return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"
            return None, self.why(source, target)
        return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"

    def _rests_on_strangers(self, source: Node, target: Node) -> bool:
        """Whether a formula for a gradient has data in it that the gradient does not rest on.

        An error term that the page told in numbers varies with nothing, and still is the right one.
        """
        gradients = [
            n.definition for n in walk(source) if isinstance(n, Ref) and n.definition.of is not None
        ]
        behind = [Lineage(d.of) for d in gradients if d.of is not None]
        return bool(behind) and any(
            not any(id(datum) in line for line in behind)
            for ref in references(target)
            for datum in Lineage(ref.definition).data()
        )

    def _same_for_labels(self, source: Node, target: Node) -> bool:
        """Whether two sides agree in general but for the labels of classes, which stay."""
        kept = labels((source, target), self.document.definitions)
        for definition in kept:
            definition.pinned = True
        try:
            with self.values.supposing({}):
                return bool(kept) and self.values.identical(source, target) is True
        finally:
            for definition in kept:
                definition.pinned = False

    def why(self, *nodes: Node) -> str:
        """Why there is nothing to decide by: the first of the nodes that has no value."""
        for node in nodes:
            try:
                self.values.exact(node)
            except UnknownValueError as error:
                return f"cannot be decided: {error}"
        return "cannot be decided"

    def _lay(
        self, part: Part, target: Node, chain: Laid
    ) -> tuple[list[int], list[int], Node | None]:
        """What each literal of a segment stands for: claims, findings, the resolved segment."""
        fresh = self._learn(target, chain)
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
            best, reason = self._explained(part, target, chain, *best, learnt=fresh)
        elif best is not None and self._puts_in_older(target, best[0], chain):
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
                findings.append(self._undecided(part, target, self.why(source)))
        resolved = self.resolve(target, known)
        if exactly:
            self.values.agree(resolved, source)
        if reason == DOUBTFUL and chain.quantity is not None and not chain.quantity.given:
            # What follows is no worse than what it follows from.
            self.document.doubt(chain.quantity, DOUBTFUL)
            self.forget()
        # In another unit a quantity is another number: what follows is computed without that.
        return claims, findings, resolved if source in chain.sources else None

    def _puts_in_older(self, target: Node, match: Match, chain: Laid) -> bool:
        """Whether a segment puts in what quantities were before an update, and goes on with that.

        The 0.5 of a weight is what 0.4911, which it is by now, is to one decimal.
        """
        older: dict[int, Definition] = {}
        for num, stands in match.pairs:
            if not isinstance(stands, Ref) or self._is_exactly(num, stands.definition):
                continue
            before = next((v for v in self._before(stands) if self._is_exactly(num, v)), None)
            if before is not None:
                older[id(stands.definition)] = before
        following = self._next(chain) if older else None
        if following is None:
            return False
        stood = {id(num): stands for num, stands in match.pairs}
        past = {key: renamed(stands, older) for key, stands in stood.items()}
        made = [self.values.keep(self.resolve(target, pairs)) for pairs in (stood, past)]
        now, then = (self.lay(following, source) for source in made)
        if then is None:
            return False
        if now is not None and (
            now.wrong < then.wrong
            or (now.wrong == then.wrong and now.error <= TIMES_NEARER * then.error)
        ):
            return False  # it is not by the roundings of the page alone that both are wrong
        self._rename(chain, older)
        return True

    def _before(self, ref: Ref) -> Iterator[Definition]:
        """What a quantity was earlier: its versions, and what the step to it starts from."""
        now = ref.definition
        if now.version:
            yield from self.document.definitions.get(now.name, ())
        start = now.node.terms[0] if isinstance(now.node, Add) else None
        if isinstance(start, (Num, Stand)) and not now.given:
            yield replace(now, node=start, given=True, alternatives=[])

    def _is_exactly(self, num: Num, definition: Definition) -> bool:
        value = self.values.known(Ref(num.start, num.end, definition))
        return value is not None and equal(value, num.value)

    def _explained(
        self, part: Part, target: Node, chain: Laid, match: Match, source: Node, *, learnt: bool
    ) -> tuple[tuple[Match, Node] | None, str]:
        """A segment with wrong numbers laid in another way, and why they are not decided, if so."""
        if self._of_other_units(target, source):
            return (match, source), OTHER_UNITS
        if (other := self._approximated(part, target, source)) is not None:
            return other, ""
        best = self._mended(target, chain, match, source, learnt=learnt)
        doubtful = best is not None and best[0].wrong and self.repair.doubtful
        return best, DOUBTFUL if doubtful else ""

    def _approximated(self, part: Part, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A value of a function as a method approximates it: ``y(0.4) \approx 1.5282`` by Euler.

        It is near the exact one, by no slip of the pen, and the page has worked it out before.
        """
        if part.relation != "\\approx" or not isinstance(target, Num):
            return None
        if not isinstance(source, Call) or source.function is None:
            return None
        value = self.values.known(source)
        worked_out = self.known_literal(target) if significant(target) >= LONG else None
        if value is None or worked_out is None or isinstance(worked_out, Num):
            return None
        if not unlike(target, value) or distance(target.value, abs(value)) > NEAR_MISS:
            return None
        return Match(0, 0, ((target, worked_out),)), source

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
            match = self.aligner.lay(target, source)
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

    def fits(self, num: Num, stands: Node) -> bool:
        """Whether a number is right for what it stands for, as far as that has a value."""
        value = self.values.known(stands)
        return value is None or prints(num, value) or prints(num, -value)

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
        if before is None or significant(num) < DISTINCT or self.fits(num, stands):
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
                id(num) not in once or (match.wrong and not self.fits(num, stands))
            ):
                once[id(num)] = num, stands
        return sorted(once.values(), key=_place)

    def _mended(
        self, target: Node, chain: Laid, match: Match, source: Node, *, learnt: bool
    ) -> tuple[Match, Node] | None:
        """A segment with wrong numbers, laid again with another operand, or with other data."""
        repaired = None
        self.repair.doubtful = False
        if self._retold(target, source, match, chain):
            again = self.lay(target, source)
            if again is not None:
                return again, source
        if (converted := self._converted(target, source)) is not None:
            return converted
        for convert in (self._as_converted, self._in_other_units):
            if (converted := convert(target, source, match, chain)) is not None:
                return converted
        if not self._taken(target, source, match, chain) and not self._returns(
            target, source, chain
        ):
            repaired = self.repair.find(
                match,
                Segment(
                    list(reversed(chain.sources))[:MAX_SOURCES], lambda: self.lay(target, source)
                ),
                lambda: self._goes_on(target, source, chain),
            )
        if repaired is not None:
            return repaired, source
        place = chain.sources.index(source)
        if self._anew(target, source, match, chain, learnt=learnt):
            source = chain.sources[place]
            return self.lay(target, source) or match, source
        if self._unsaid(target, source, match, chain):
            source = chain.sources[place]
            again = self.lay(target, source)
            return None if again is None else (again, source)
        return match, source

    def _converted(self, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A number in another unit than the one before it: ``0.25\text{ h} = 15\text{ min}``."""
        if not literals(target) or self.values.known(source) is None:
            return None
        best: tuple[Match, Node] | None = None
        ways = [] if self.document.names.honour else in_unit(self.document.text, source, target)
        for made in (*ways, *self._in_percent(target, source)):
            match = self.lay(target, self.values.keep(made))
            if match is not None and (best is None or match.wrong < best[0].wrong):
                best = match, made
        if best is None or (best[0].wrong and not self._nearer(target, best[1], source)):
            return None
        return best

    def _in_percent(self, target: Node, source: Node) -> Iterator[Node]:
        r"""Numbers in percent of which only the last one says so: ``8.5 + 4.8 = 13.3\%``.

        A share and its percentage are told apart by their size, or by the hundred that is in it.
        """
        value = self.values.known(source)
        if (
            isinstance(target, Num)
            and target.scale == PERCENT
            and value is not None
            and (abs(value) >= LEAST_PERCENT or _times_hundred(source))
            and not any(isinstance(n, Num) and n.scale == PERCENT for n in walk(source))
        ):
            yield times(source, PERCENT)

    def _of_other_units(self, target: Node, source: Node) -> bool:
        """Whether a number and what it stands for have units that nothing converts."""
        text = self.document.text
        if not isinstance(target, Num) or not (own := unit(text, target)):
            return False
        if unlike_units(text, source, target):
            return True
        whole = source.definition.node if isinstance(source, Ref) else source
        for part in () if whole is None else references(whole):
            versions = self.document.definitions.get(part.definition.name, ())
            given = {
                unit(text, one.node)
                for one in versions
                if one.start >= 0 and isinstance(one.node, Num)
            } - {""}
            if len(given) > 1 and own not in given:
                return True
        return False

    def _nearer(self, target: Node, made: Node, source: Node) -> bool:
        """Whether a wrong number is rather meant in its own unit than in the one before."""
        value = self.values.known(target)
        return value is not None and distance(as_float(value), self.values.exact(made)) < distance(
            as_float(value), self.values.exact(source)
        )

    def _in_other_units(
        self, target: Node, source: Node, match: Match, chain: Laid
    ) -> tuple[Match, Node] | None:
        """A segment that puts metres in as millimetres, where the next one follows from that.

        It is told by the numbers: all that is off is so by a power of a thousand, and the next
        segment is right for what is printed, and not for what the page gave.
        """
        following = self._next(chain)
        if following is None or not literals(following):
            return None
        new: dict[int, Definition] = {}
        for num, stands in match.pairs:
            if self.fits(num, stands):
                continue
            factor = thousands(num, self.values.exact(stands))
            if factor is None or not isinstance(stands, Ref):
                return None
            old = stands.definition
            node = times(Ref(num.start, num.end, old), factor)
            new[id(old)] = replace(old, node=node, given=False, alternatives=[])
        own = source.definition.node if isinstance(source, Ref) else None
        made = renamed(source if own is None else own, new)
        again = self.lay(target, made)
        if again is None or again.wrong or self.agrees(following, source):
            return None
        laid = self.lay(following, made)
        off = [] if laid is None else [pair for pair in laid.pairs if not self.fits(*pair)]
        if laid is None or off[1:]:
            return None
        if off and not is_slip(off[0][0], self.values.exact(off[0][1])):
            return None
        place = chain.sources.index(source)
        self._rename(chain, new)
        return self.lay(target, made) or again, chain.sources[place]

    def _rename(self, chain: Laid, new: Mapping[int, Definition]) -> None:
        """Put other quantities into a chain, by the identities of the old ones."""
        chain.sources = [renamed(source, new) for source in chain.sources]
        if chain.quantity is not None and chain.quantity.node is not None:
            chain.quantity.node = renamed(chain.quantity.node, new)
            chain.quantity.alternatives.clear()
        self.forget()

    def agrees(self, target: Node, source: Node) -> bool:
        """Whether a segment can be laid against another without a wrong number."""
        if not literals(target):
            return self.same(source, target)[0] is True
        match = self.lay(target, source)
        return match is not None and not match.wrong

    def lay(self, target: Node, source: Node) -> Match | None:
        """A segment laid against another; nothing where it does not fit, or takes too long."""
        try:
            return self.aligner.lay(target, source)
        except TooMuchWorkError:
            return None

    def _stands(
        self, num: Num, source: Node, value: Exact | None, *, flipped: bool, right: bool | None
    ) -> int:
        """Claim what a literal stands for, or that nothing is known of it."""
        if value is not None:
            return self.ledger.claim(num, source, value, flipped=flipped, right=right)
        known = self.known_literal(num)
        if known is not None:
            return self.ledger.claim(num, known)
        self.ledger.doubts.assume(num)
        return self.ledger.claim(num, None, reason=self.why(source))

    def _anew(self, target: Node, source: Node, match: Match, chain: Laid, *, learnt: bool) -> bool:
        """Whether a segment puts other data in than the page gave, and goes on with them.

        A second example on a page often takes the symbols of the first without a word. What tells
        it from a slip: several data differ at once, and the next segment follows from them.
        """
        gross, made, rounded = self._off(match)
        apart = True
        computed = False
        slipped = self._slips_beside(gross.values(), chain)
        for _, definition in slipped.values():
            del gross[id(definition)]
        for num, definition in gross.values():
            value = self.values.exact(Ref(num.start, num.end, definition))
            computed |= not definition.given
            if distance(num.value, value) <= NEAR_MISS:
                return False
            apart = apart and far(num, value)
        if self._following is None or not gross:
            return False
        if not all(any(id(r.definition) in gross for r in references(node)) for node in made):
            return False  # No other datum made this number another one.
        taken = self._taken(target, source, match, chain)
        known = {id(num): self._another(num, d, chain.section) for num, d in gross.values()}
        told = {key: node for key, node in known.items() if node is not None}
        tabled = all(self._tabled(num, d) for num, d in gross.values())
        if not (
            len(gross) > 1
            or made
            or learnt
            or taken
            or tabled
            or all(id(num) in told or self._other_datum(num, d) for num, d in gross.values())
        ):
            return False
        elsewhere = all(d.section != chain.section for _, d in gross.values())
        announced = (learnt and elsewhere) or all(
            self.announced(num, d) for num, d in gross.values()
        )
        if rounded and not (elsewhere and announced):
            return False  # A number that is off by little makes the others doubtful.
        # One result that is not as it was is a slip, several with other data are another example.
        if computed and len(gross) == 1:
            ((num, definition),) = gross.values()
            other = elsewhere and self._other_datum(num, definition)
            if not told and not other and not tabled:
                return False
        # Two slips at once are no other example either, though a coarse result may fit them.
        if (
            not apart
            and not announced
            and not learnt
            and not taken
            and not self._exactly(target)
            and not any(
                unlike(num, self.values.exact(Ref(num.start, num.end, d)))
                for num, d in gross.values()
            )
        ):
            return False
        # What is of quite another size is no slip, even where the next number is one.
        exactly = computed or not announced
        apart = apart and (not computed or bool(told) or elsewhere)
        if self._follows(target, source, chain, exactly=exactly, or_slips=apart and not told):
            told.clear()
        else:
            # Not as printed, but without slips, and with all digits of what its numbers stand for.
            meant = self.resolve(target, {**_others(match, gross), **told})
            apart = apart or bool(told)
            if not self._follows(meant, source, chain, exactly=exactly, or_slips=apart):
                return False
        new = {}
        for num, definition in gross.values():
            node = told.get(id(num), num)
            new[id(definition)] = self.document.renew(definition, node, chain.section)
            if node is num:
                self.ledger.data.add(id(num))
            self.ledger.redefined(num, definition.latex, definition, put_in=True)
        self._rename(chain, new)
        return True

    def _off(self, match: Match) -> tuple[dict[int, tuple[Num, Definition]], list[Node], bool]:
        """Numbers that are not what they stand for.

        Returns those of quantities, by these; what the others stand for; and whether some were
        only rounded badly, and left out.
        """
        gross: dict[int, tuple[Num, Definition]] = {}
        made: list[Node] = []
        rounded = False
        for num, stands in match.pairs:
            value = self.values.known(stands)
            if value is None or prints(num, value):
                continue
            if significant(num) > 1 and nearly(num, abs(value)):
                rounded = True
            elif isinstance(stands, Ref):
                gross[id(stands.definition)] = (num, stands.definition)
            else:
                made.append(stands)
        return gross, made, rounded

    def _slips_beside(
        self, gross: Iterable[tuple[Num, Definition]], chain: Laid
    ) -> dict[int, tuple[Num, Definition]]:
        """The slips of the pen, by number, where other numbers are of quite another size.

        Those are of other data than another section gave; a slip beside them is one still.
        """
        slipped = {}
        others = 0
        for num, definition in gross:
            value = self.values.exact(Ref(num.start, num.end, definition))
            elsewhere = definition.section != chain.section or definition.start > num.start
            if far(num, value) and elsewhere and not definition.blank:
                others += 1
            elif (
                definition.start < num.start
                and significant(num) > 1
                and one_slip(num.digits, printed(abs(value), num))
            ):
                slipped[id(num)] = num, definition
            else:
                return {}
        return slipped if others else {}

    def _another(self, num: Num, definition: Definition, section: int) -> Node | None:
        """What a number was before, where that is no value of the quantity in whose place it is.

        It was told as ``t_{0.975}``, say, or is of quite another size, or it is what an earlier
        problem found, and not the last one: “the load of problem 1”.
        """
        value = self.values.known(Ref(num.start, num.end, definition))
        known = self.known_literal(num)
        if known is None or value is None or not unlike(num, value):
            return None
        longer = f"{definition.name}_"
        if far(num, value) or any(
            d.name.startswith(longer) and prints(num, self.values.exact(Ref(0, 0, d)))
            for d in self.figures.near(num)
        ):
            return known
        *earlier, last = self.document.definitions.get(definition.name, (definition,))
        if (
            last is definition
            and definition.section != section
            and significant(num) >= LONG
            and distance(num.value, value) > FAR_OFF
        ):
            for other in reversed(earlier):
                made = Ref(num.start, num.end, other)
                before = self.values.known(made)
                problem = other.section not in (section, last.section)
                if problem and before is not None and prints(num, before):
                    return made
        return None

    def _taken(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether a segment differs only in what the page has never said, and is gone on with.

        A symbol's value that was only taken from where a number stood contradicts no other one.
        """
        off = [stands for num, stands in match.pairs if not self.fits(num, stands)]
        return (
            bool(off)
            and all(isinstance(stands, Ref) and stands.definition.blank for stands in off)
            and self._goes_on(target, source, chain)
        )

    def _told(self, chain: Laid) -> list[Node]:
        """What a chain says so far, the definition that it began with included."""
        own = None if chain.quantity is None else chain.quantity.node
        return [*chain.sources, *([] if own is None else [own])]

    def _unsaid(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether what the page gives further down was taken for what is meant here.

        Then the symbols have no value yet, and the numbers put in their places tell it. A result
        from further down is another one only where no slip of the pen made the number of it.
        """
        below = [
            d
            for d in dict.fromkeys(
                ref.definition
                for said in self._told(chain)
                for ref in references(said, chain.searched)
            )
            if not d.blank and d.start > target.start and d.page == self.document.path
        ]
        if not below:
            return False
        off = [
            (num, value)
            for num, stands in match.pairs
            if (value := self.values.known(stands)) is not None and not self.fits(num, stands)
        ]
        another = all(
            unlike(num, value) and distance(num.value, abs(value)) > FAR_OFF for num, value in off
        )
        # In the same section only what is of quite another size, or is gone on with here.
        here = another and (
            all(far(num, value) for num, value in off)
            or self._follows(target, target, chain, exactly=True, or_slips=True)
        )
        # What is worked out only below was not known here, if the next number comes of this one.
        goes_on = self._goes_on(target, source, chain)
        new = {
            id(d): self.document.unsaid(d)
            for d in below
            if (d.given or another or goes_on)
            and (d.section > chain.section or ((here or goes_on) and not d.given))
        }
        if not new:
            return False
        self._rename(chain, new)
        self._learn(target, chain)
        return True

    def _follows(
        self, target: Node, source: Node, chain: Laid, *, exactly: bool, or_slips: bool = False
    ) -> bool:
        """Whether the next segment follows from a segment as printed, rather than as it should be.

        It does if its numbers fit, or all but one that looks like a slip, or if it is much nearer:
        its numbers may be wrong as well.
        """
        following = self._next(chain)
        if following is None:
            return False
        match = self.lay(following, target)
        if match is not None and not match.wrong:
            return True
        if or_slips and match is not None and match.wrong == 1:
            off = [pair for pair in match.pairs if not self.fits(*pair)]
            return len(off) == 1 and is_slip(off[0][0], self.values.exact(off[0][1]))
        if exactly:
            return False
        value, printed_, meant = map(self.values.known, (following, target, source))
        if value is None or printed_ is None or meant is None:
            return False
        return ratio(value, printed_) < NEARER * ratio(value, meant)

    def _exactly(self, target: Node) -> bool:
        """Whether the next segment is what a segment comes to as printed, and no rounding of it."""
        if self._following is None:
            return False
        k, node = self._following
        following = None if isinstance(node, Opaque) else self.document.bind(node, k)
        said = None if following is None else self.values.known(following)
        value = self.values.known(target)
        return said is not None and value is not None and equal(said, value)

    def _goes_on(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether the next segment follows from a segment as printed, and only from that."""
        following = self._next(chain)
        if following is None or not self._follows(target, source, chain, exactly=True):
            return False
        match = self.lay(following, source)
        return match is None or match.wrong > 0

    def _next(self, chain: Laid) -> Node | None:
        """The segment behind the one that is checked; nothing where none was understood."""
        if self._following is None or isinstance(self._following[1], Opaque):
            return None
        k, node = self._following
        return self.document.bind(node, k, chain.params, chain.prefer)

    def _retold(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether numbers told as mere numbers are other ones here, and are gone on with.

        Then they were the slips. Else both what is said here and all that follows would be wrong.
        """
        if self._following is None or match.flipped:
            return False
        told: dict[int, tuple[Num, Num]] = {}
        given: set[str] = set()
        for num, stands in match.pairs:
            if self.fits(num, stands):
                continue
            datum = self.repair.datum(stands)
            if datum is None or datum.scale != num.scale:
                return False
            if thousands(num, datum.value) is not None and unit(self.document.text, datum):
                return False  # It is put in in another unit.
            elsewhere = isinstance(stands, Ref) and stands.definition.section != chain.section
            if elsewhere and unlike(num, datum.value):
                return False  # What was told by its place there, another number tells here.
            if id(datum) not in self.ledger.weak:
                if not one_slip(datum.digits, num.digits) and not is_shifted(
                    datum.digits, num.digits
                ):
                    return False  # Data of another example.
                given.add(num.digits)
            told[id(datum)] = datum, num
        following = self._next(chain) if told else None
        if following is None or not literals(following) or self._follows_from(following, source):
            return False
        if not given.isdisjoint(n.digits for n in literals(following)):
            return False  # Said twice is not gone on with.
        with self.values.supposing({key: num.value for key, (_, num) in told.items()}):
            again = self.lay(target, source)
            if again is None or again.wrong or not self._follows_from(following, source):
                return False
            if given and not self.agrees(following, source):
                return False
        for datum, num in told.values():
            self.values.mean(datum, num.value)
            self.ledger.blame(datum, num.value, num.digits)
        return True

    def _follows_from(self, following: Node, source: Node) -> bool:
        """Whether a segment follows from a tree, but for the rounding of what that holds."""
        match = self.lay(following, source)
        return match is not None and all(
            self.fits(num, stands) or nearly(num, self.values.exact(stands))
            for num, stands in match.pairs
        )

    def _returns(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether the next segment is right for what came before a segment, and not for it.

        Then this segment is the slip, and none of the operands that it was computed from.
        """
        following = self._next(chain)
        return (
            following is not None
            and bool(literals(following))
            and self.agrees(following, source)
            and not self.agrees(following, target)
        )

    def _other_datum(self, num: Num, definition: Definition) -> bool:
        """Whether a number is too far from a datum for a slip, or announced in a sentence."""
        value = self.values.known(Ref(num.start, num.end, definition))
        if value is None:
            return False
        if not unlike(num, value):
            # Another problem's datum may look like a slip of this one's, but is not told as well.
            section = self.document.statements[self.document.reached].section
            return definition.section != section and self.announced(num, definition)
        return far(num, value) or self.announced(num, definition)

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
        # The number of a statement may have its relation before it, but no other statement.
        statements = self.document.statements
        low = bisect_right(statements, definition.start, key=begins)
        high = bisect_left(statements, num.start, key=begins)
        return any(
            len(s.chain.parts) == 1
            and isinstance(alone := s.chain.parts[0].node, Num)
            and alone.digits == num.digits
            and definition.start < alone.start < num.start
            for s in statements[max(low - 1, 0) : high]
        )

    def _tabled(self, num: Num, definition: Definition) -> bool:
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

    def _learn(self, target: Node, chain: Laid) -> bool:
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
                self.forget()
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
                and (known := self.known_literal(num)) is not None
                and not isinstance(known, Num)
            }
            return self.resolve(datum, found) if found else datum
        if not isinstance(datum, Num) or significant(datum) < SHORTEST_FIGURE:
            return datum
        known = self.known_literal(datum)
        return datum if known is None or isinstance(known, Num) else known

    def slips_from(self, segment: Node, bound: Node, k: int) -> int | None:
        """How many numbers of a numeric segment are wrong if it says what a tree does."""
        match = self.lay(self.document.bind(segment, k), bound)
        return None if match is None else match.wrong

    def fits_better(self, segment: Node, bound: Node, old: Definition, k: int) -> bool:
        """Whether a numeric segment says a new meaning of a symbol rather than its old one."""
        target = self.document.bind(segment, k)
        try:
            new = self.aligner.lay(target, bound)
            before = self.aligner.lay(target, Ref(segment.start, segment.end, old))
        except TooMuchWorkError:
            return False
        return new is not None and not new.wrong and (before is None or before.wrong > 0)

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
            terms = len(target.terms)
            if terms == len(whole.terms) == len(match.pairs) and not all(
                map(self.known_literal, gross)
            ):
                return True
        shown, exact = self.values.known(target), self.values.known(source)
        if exact is None:
            # Beside something of unknown value several gross differences say nothing.
            return all(self.values.known(stands) is not None for _, stands in match.pairs)
        return shown is None or distance(shown, exact) > MISLAID

    def _calculator(self, num: Num, source: Node) -> int | None:
        """Would a reader who types the displayed operands get the displayed number?"""
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

    def resolve(self, node: Node, pairs: Mapping[int, Node]) -> Node:
        """A tree with each literal replaced by a stand-in for what it stands for."""

        def stand(leaf: Node) -> Node:
            if type(leaf) is not Num or (source := pairs.get(id(leaf))) is None:
                return leaf
            return Stand(leaf.start, leaf.end, leaf, source)

        return replaced(node, stand) if pairs else node

    def _relation(
        self, part: Part, source: Node, target: Node, *, identical: bool = False
    ) -> list[int]:
        """``=`` if and only if the two displayed sides are exactly equal.

        Behind three dots there are more digits, so that either sign may stand before them.
        """
        if part.relation not in ("=", "\\approx") or UNIT in self._formula().latex:
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
        if self._formula().delimiter in WITHOUT:
            message = message.replace("\\approx", "≈")
        return self.ledger.find(
            part.relation_start, part.relation_end, "relation", "wrong", message, advice=True
        )

    def _shown_equal(self, source: Node, target: Node) -> bool | None:
        if isinstance(source, Arr) and isinstance(target, Arr):
            cells = [
                self._shown_equal(a, b)
                for p, q in zip(source.rows, target.rows, strict=False)
                for a, b in zip(p, q, strict=False)
            ]
            if any(cell is False for cell in cells):
                return False
            return None if any(cell is None for cell in cells) else True
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
            target, claims, findings = self.free(target, definitional=False, quiet=True)
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
        resolved, claims, findings = self.free(
            target, definitional=data, quiet=not tells, known=mistyped
        )
        if isinstance(resolved, Arr) or not known:
            if sources or not claims:
                reason = (
                    self.why(*sources)
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
            findings.append(self._undecided(part, target, self.why(target)))
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
            self.forget()
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
            for part in behind([source], MAX_BEHIND)
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
        following = self._next(chain)
        come = None if following is None else self.values.known(following)
        elsewhere = come is not None and ratio(come, wanted) > OTHER_SIZE > ratio(come, shown)
        return elsewhere or self._goes_on(target, source, chain)

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
        nums = [n for n in parts if type(n) is Num and n.end > n.start]
        bare = _NAMED.isdisjoint(map(type, parts))
        # Of a calculation without dollars nothing says that its short numbers are a symbol's.
        apart = self._formula().delimiter == "text"
        quiet = quiet or self._formula().delimiter in WITHOUT
        constants: set[int] | None = None
        beside = {num.value: num for num in nums}
        for num in nums:
            stands = known.get(id(num))
            if stands is None and (not apart or ("." in num.digits and significant(num) > LONG)):
                stands = self.known_literal(num) or self._complement(num, beside)
            if stands is None and bare and not apart:
                stands = self._whole(num)
            if stands is not None:
                self.ledger.weak[id(num)] = self.ledger.claim(num, stands)
                claims.append(self.ledger.weak[id(num)] or 0)
                pairs[id(num)] = stands
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
        return self.resolve(node, pairs), claims, findings

    def _complement(self, num: Num, beside: Mapping[Fraction, Num]) -> Node | None:
        """What is missing to one from a known figure beside it: 0.2271 in ``0.7729 · 0.2271``."""
        if num.decimals < SHORTEST_FIGURE:
            return None
        other = beside.get(1 - num.value)
        stands = None if other is None else self.known_literal(other)
        if stands is None:
            return None
        one = number(1, num)
        return Add(num.start, num.end, (one, Neg(num.start, num.end, stands)))

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

    def _formula(self) -> Formula:
        """The formula of the statement that is checked."""
        reached = self.document.reached
        here = self.document.statements[reached].formula if reached >= 0 else 0
        return self.ledger.page.formulas[here]

    def _here(self) -> int:
        """Where the statement begins that is checked."""
        return self.document.statements[self.document.reached].chain.start

    def known_literal(self, num: Num) -> Node | None:
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

    def not_understood(self, node: Opaque) -> int | None:
        """Say that a segment was not understood, unless an undefined name says so already."""
        if node.reason.endswith("is not defined"):
            return None
        return self.ledger.find(
            node.start, max(node.end, node.start), "not-understood", "unknown", node.reason
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


def _is_cut(node: Node) -> bool:
    """Whether a number shows only the first of its digits."""
    return node.num.cut if isinstance(node, Stand) else isinstance(node, Num) and node.cut


def _is_digit(node: Node) -> bool:
    return isinstance(node, Num) and len(node.digits) == 1


def _times_hundred(source: Node) -> bool:
    """Whether a calculation makes a percentage of a share itself: it has a factor 100."""
    if isinstance(source, Ref) and source.definition.node is not None:
        source = source.definition.node
    return any(
        isinstance(digits, Num) and digits.digits == "100" and digits.scale == 1
        for part in walk(source)
        if isinstance(part, Mul)
        for factor in part.factors
        for digits in (factor.num if isinstance(factor, Stand) else factor,)
    )


def _others(match: Match, apart: Container[int]) -> dict[int, Node]:
    """What numbers stand for, by identity, but for the quantities of some identities."""
    return {
        id(num): stands
        for num, stands in match.pairs
        if not (isinstance(stands, Ref) and id(stands.definition) in apart)
    }


def _place(pair: tuple[Num, Node]) -> int:
    return pair[0].start


def _is_opposed(document: Document, figures: Figures, num: Num) -> bool:
    """Whether the page has a quantity of a number's value with a minus, and none without.

    A number that has one already is none of these.
    """
    if document.text[max(num.start - 2, 0) : num.start].rstrip().endswith(("-", "−")):
        return False
    worth = {
        document.values.known(Ref(0, 0, definition))
        for definition in figures.near(num)
        if definition.start < num.start
    }
    return -num.value in worth and num.value not in worth


def _is_nothing(node: Node) -> bool:
    """Whether a derivative is zero since a page puts numbers in where it might have symbols."""
    told = node.definition.node if isinstance(node, Ref) else None
    return isinstance(told, Num) and told.start == told.end and told.value == 0


def _is_of_numbers(node: Node) -> bool:
    """Whether a quantity in a formula was worked out in numbers only, which never vary."""
    return any(
        not d.given and d.node is not None and not references(d.node)
        for ref in references(node)
        for d in Lineage(ref.definition).definitions()
    )


def _mentions(node: Node, definition: Definition) -> bool:
    return any(type(n) is Ref and n.definition is definition for n in walk(node))


def _rounded(node: Node) -> float:
    """How far, relatively, a datum may be from what it was rounded from: 1.8e-5 a thirtieth."""
    if not isinstance(node, Ref) or not node.definition.given or node.definition.node is None:
        return 0.0
    return slack(node.definition.node)
