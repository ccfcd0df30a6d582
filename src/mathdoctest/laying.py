"""A segment of a chain, laid against what stands before it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from mathdoctest.align import Aligner, Match, TooMuchWorkError
from mathdoctest.definitions import Definition, Lineage, references
from mathdoctest.document import Document
from mathdoctest.evaluate import UnknownValueError, equal
from mathdoctest.labels import labels
from mathdoctest.ledger import Ledger
from mathdoctest.nearness import NEARER, is_slip, nearly, ratio
from mathdoctest.rounding import digits15, prints, text_key
from mathdoctest.tree import Arr, Neg, Node, Num, Opaque, Ref, Stand, literals, walk
from mathdoctest.unparse import unparse

MAX_SOURCES = 5
"""Earlier segments of a chain that a segment is laid against."""


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


class Laying:
    """Lays segments against each other, and tells whether the next one goes on with a segment."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.aligner = Aligner(document)
        self.following: tuple[int, Node] | None = None
        """The segment behind the one that is checked."""

    def forget(self) -> None:
        """Work everything out anew: something has another value, or another formula."""
        self.values.forget()
        self.aligner.forget()

    def next_segment(self, chain: Laid) -> Node | None:
        """The segment behind the one that is checked; nothing where none was understood."""
        if self.following is None or isinstance(self.following[1], Opaque):
            return None
        k, node = self.following
        return self.document.bind(node, k, chain.params, chain.prefer)

    def same(self, source: Node, target: Node) -> tuple[bool | None, str]:
        """Whether two sides agree whatever the givens are; ``None`` and why if that is open."""
        if isinstance(source, Arr) or isinstance(target, Arr):
            other = target if isinstance(source, Arr) else source
            if not isinstance(other, Arr) and self.values.known(other) is None:
                return None, self.why(other)  # it may be a matrix as well
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

    def fits(self, num: Num, stands: Node) -> bool:
        """Whether a number is right for what it stands for, as far as that has a value."""
        value = self.values.known(stands)
        return value is None or prints(num, value) or prints(num, -value)

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
        if new is None or new.flipped or (before is not None and before.wrong <= new.wrong):
            return False
        # What a symbol only was taken for may be another number now, and a slip is one anywhere.
        return all(
            self.fits(num, stands) or is_taken(stands) or self.is_slip_of(num, stands)
            for num, stands in new.pairs
        )

    def is_slip_of(self, num: Num, stands: Node) -> bool:
        """Whether the page has printed just this number for a value before, which it is not."""
        before = self.ledger.printed.get(text_key(num))
        meant = None if before is None else self.values.known(before)
        value = self.values.known(stands)
        return meant is not None and value is not None and equal(meant, value)

    def follows(
        self, target: Node, source: Node, chain: Laid, *, exactly: bool, or_slips: bool = False
    ) -> bool:
        """Whether the next segment follows from a segment as printed, rather than as it should be.

        It does if its numbers fit, or all but one that looks like a slip, or if it is much nearer:
        its numbers may be wrong as well.
        """
        following = self.next_segment(chain)
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

    def goes_on(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether the next segment follows from a segment as printed, and only from that."""
        following = self.next_segment(chain)
        if following is None or not self.follows(target, source, chain, exactly=True):
            return False
        match = self.lay(following, source)
        return match is None or match.wrong > 0

    def follows_from(self, following: Node, source: Node) -> bool:
        """Whether a segment follows from a tree, but for the rounding of what that holds."""
        match = self.lay(following, source)
        return match is not None and all(
            self.fits(num, stands) or nearly(num, self.values.exact(stands))
            for num, stands in match.pairs
        )

    def returns(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether the next segment is right for what came before a segment, and not for it.

        Then this segment is the slip, and none of the operands that it was computed from.
        """
        following = self.next_segment(chain)
        return (
            following is not None
            and bool(literals(following))
            and self.agrees(following, source)
            and not self.agrees(following, target)
        )

    def comes_exactly(self, target: Node) -> bool:
        """Whether the next segment is what a segment comes to as printed, and no rounding of it."""
        if self.following is None:
            return False
        k, node = self.following
        following = None if isinstance(node, Opaque) else self.document.bind(node, k)
        said = None if following is None else self.values.known(following)
        value = self.values.known(target)
        return said is not None and value is not None and equal(said, value)


def is_taken(stands: Node) -> bool:
    """Whether a symbol's value was only taken from where a number stood in its place."""
    return isinstance(stands, Ref) and stands.definition.blank


def _is_of_numbers(node: Node) -> bool:
    """Whether a quantity in a formula was worked out in numbers only, which never vary."""
    return any(
        not d.given and d.node is not None and not references(d.node)
        for ref in references(node)
        for d in Lineage(ref.definition).definitions()
    )
