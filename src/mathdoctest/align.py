r"""Which sub-expression does each printed number stand for?

A segment of a chain is laid against the one before it, tree against tree. A literal may stand for
any sub-expression, for a contiguous group of terms or factors, for a definition or a function
applied; signs fold into literals and terms may be commuted. Of all ways to lay it, the one with the
fewest wrong literals is taken, then the one with the smallest relative error. Dynamic programming
over pairs of sub-trees, with a cap on the work, keeps this small where enumeration would not be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeGuard

from mathdoctest.conversion import in_degrees
from mathdoctest.derivative import number
from mathdoctest.evaluate import Exact, UnknownValueError, equal, is_negative, substitute
from mathdoctest.limits import MAX_PAGE_WORK
from mathdoctest.names import is_constant
from mathdoctest.records import record
from mathdoctest.rounding import as_float, prints, significant
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
    Pow,
    Ref,
    Stand,
    children,
    literals,
    walk,
)
from mathdoctest.twofold import both

if TYPE_CHECKING:
    from mathdoctest.document import Document

MAX_WORK = 20_000
"""Pairs of sub-trees looked at for one segment, at most."""
MAX_GROUPS = 24
"""Sums and products of more terms are only matched in order."""
MAX_GROUPED = 1_200
"""The same, in ways to begin and to end a group: few terms stand for more of them than many do."""
MAX_COMMUTED = 7
"""Up to so many terms may come in any order."""
MAX_FORMS = 10
"""Expansions tried for one sub-expression."""


class TooMuchWorkError(Exception):
    """A cap on alignment work was reached; the text is a sentence about the segment."""


@record
class Match:
    """One way to lay a segment against its source."""

    wrong: int
    error: float
    pairs: tuple[tuple[Num, Node], ...]
    """Each literal and what it stands for."""
    flipped: tuple[Num, ...] = ()
    """Literals whose sign is the wrong one."""
    turned: tuple[Num, ...] = ()
    """Factors that stand for a negative value, whose sign must stand elsewhere in the product."""

    def better(self, other: Match | None) -> bool:
        """Fewer wrong literals, then the smaller error."""
        return other is None or (self.wrong, self.error) < (other.wrong, other.error)


_OPENED = (Ref, Stand, Call, Neg)
"""Kinds of nodes that may be written as something else."""
HOLE = 1e-6
"""What it costs to let a literal stand for something that is not known."""
EMPTY = Match(0, 0.0, ())
FIGURE = 3
"""Digits of a decimal fraction that nobody writes for a constant."""
LEFT = Match(0, 1e6, ())
"""What it costs a term to leave the order: more than all relative errors. Of two factors that are
both wrong, nothing but their order tells which is which."""


def _join(matches: list[Match]) -> Match:
    if len(matches) == 1:
        return matches[0]
    pairs: tuple[tuple[Num, Node], ...] = ()
    flipped: tuple[Num, ...] = ()
    turned: tuple[Num, ...] = ()
    wrong = 0
    error = 0.0
    for match in matches:
        wrong += match.wrong
        error += match.error
        pairs += match.pairs
        flipped += match.flipped
        turned += match.turned
    return Match(wrong, error, pairs, flipped, turned)


def _is_power_of_ten(node: Node) -> bool:
    exponent = node.exp if isinstance(node, Pow) else node
    if isinstance(exponent, Neg):
        exponent = exponent.arg
    return (
        isinstance(node, Pow)
        and isinstance(node.base, Num)
        and node.base.digits == "10"
        and isinstance(exponent, Num)
    )


SIZE = 0.9
"""Numbers whose relative difference is larger are of another size: one is not meant for another."""


class Aligner:
    """Lays segments against sources, remembering what was found for each pair of sub-trees."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = document.values
        self._found: dict[tuple[int, int], Match | None] = {}
        self._negated: dict[int, Node] = {}
        self._forms: dict[int, list[Node]] = {}
        self._dated: dict[int, list[Node]] = {}
        """Forms that depend on what the page has said so far."""
        self._is_dated = False
        self._has_literal: dict[int, bool] = {}
        self._groups: dict[tuple[object, ...], Node] = {}
        self._ones: dict[int, Num] = {}
        self._work = 0
        self._most = MAX_WORK
        self.worked = 0
        """The work for all segments before."""

    def memory(self) -> tuple[dict[Any, Any], ...]:
        """Everything that is remembered about nodes by their identity: it only ever grows."""
        return self._negated, self._forms, self._has_literal, self._groups, self._ones

    def forget(self) -> None:
        """Open definitions anew: something is defined as something else now."""
        self._forms.clear()

    def lay(self, target: Node, source: Node) -> Match | None:
        """The best way to lay ``target`` against ``source``; nothing where there is none.

        Raises `TooMuchWorkError`.
        """
        self._found.clear()
        self._dated.clear()
        self._work = 0
        self._most = min(MAX_WORK, MAX_PAGE_WORK - self.worked)
        try:
            return self._align(target, source)
        finally:
            self.worked += self._work

    def _too_much(self) -> TooMuchWorkError:
        if self._most == MAX_WORK:
            return TooMuchWorkError(
                "this segment takes too much work to compare with the one before"
            )
        return TooMuchWorkError(
            "this segment is compared with nothing, because those before it took too much work; "
            "split the page, or write its equations in smaller steps"
        )

    # -- pairs -------------------------------------------------------------------------------------

    def _align(self, t: Node, s: Node) -> Match | None:
        if isinstance(t, Num):
            return self._leaf(t, s)
        key = (id(t), id(s))
        if key in self._found:
            return self._found[key]
        self._work += 1
        if self._work > self._most:
            raise self._too_much()
        self._found[key] = None
        self.values.keep(s)
        found = self._compare(t, s)
        self._found[key] = found
        return found

    def _compare(self, t: Node, s: Node) -> Match | None:
        if not self.has_literal(t):
            return self._same(t, s)
        if _is_hole(s) and is_constant(t):
            return Match(0, HOLE, tuple((num, s) for num in literals(t)))
        if isinstance(t, Neg):
            return self._align(t.arg, self.negated(s))
        if isinstance(t, Arr) and isinstance(s, (Mul, Div)):
            pairs = (self._structure(t, self.values.keep(made)) for made in both(s))
            return min(filter(None, pairs), key=lambda match: match.wrong, default=None)
        if (
            isinstance(t, Call)
            and t.name == "deg"
            and not (isinstance(s, Call) and s.name == "deg")
        ):
            direct = next(
                (f for f in self.forms(s) if isinstance(f, Call) and f.name == "deg"), None
            )
            if direct is not None:
                return self._align(t.args[0], direct.args[0])
            turned = self._align(t.args[0], self.values.keep(in_degrees(s, t)))
            if turned is None or turned.wrong:
                # 52 degrees of a field, told in words, over 48 are 1.083° as they are.
                plain = self._align(t.args[0], s)
                return plain if plain is not None and not plain.wrong else turned
            return turned
        best: Match | None = None
        for form in self.forms(s):
            match = self._structure(t, form)
            if match is not None and match.better(best):
                best = match
                if not best.wrong:
                    break
        if (best is None or best.wrong) and _is_power_of_ten(t):
            # 10^{-6} is one number, as 1 \times 10^{-6} is.
            a, b = self.values.known(t), self.values.known(s)
            if a is not None and b is not None and equal(a, b):
                return Match(0, 0, tuple((num, num) for num in literals(t)))
        return best

    def _leaf(self, t: Num, s: Node) -> Match | None:
        if isinstance(s, Arr):
            return None
        if _is_hole(s):
            return Match(0, HOLE, ((t, s),))
        value = self.values.known(s)
        if value is None or (isinstance(s, Num) and not _may_be_constant(t, s)):
            return None
        return _printed(t, s, value)

    def _same(self, t: Node, s: Node) -> Match | None:
        """A part without literals must be the same quantity."""
        if isinstance(t, Opaque) or isinstance(s, Opaque):
            return None
        if isinstance(t, Arr) or isinstance(s, Arr):
            if isinstance(t, Arr) and isinstance(s, Arr) and t.shape == s.shape:
                cells = [
                    self._same(a, b)
                    for p, q in zip(t.rows, s.rows, strict=True)
                    for a, b in zip(p, q, strict=True)
                ]
                return EMPTY if all(cell is not None for cell in cells) else None
            return None
        if isinstance(t, Ref) and isinstance(s, Ref) and t.definition is s.definition:
            return EMPTY
        identical = self.values.identical(t, s)
        if identical:
            return EMPTY
        a, b = self.values.known(t), self.values.known(s)
        if a is not None and b is not None and equal(a, b) and identical is None:
            return EMPTY
        return None

    def has_literal(self, node: Node) -> bool:
        """Whether a printed number that nothing stands for yet is below."""
        if type(node) is Num:
            return True
        key = id(node)
        found = self._has_literal.get(key)
        if found is None:
            found = False
            for part in children(node):
                if type(part) is Num or self.has_literal(part):
                    found = True
                    break
            self._has_literal[key] = found
            self.values.keep(node)
        return found

    def negated(self, s: Node) -> Node:
        """The negative of a source, without a double sign."""
        if isinstance(s, Neg):
            return s.arg
        key = id(s)
        found = self._negated.get(key)
        if found is None:
            found = self.values.keep(Neg(s.start, s.end, s))
            self._negated[key] = found
            self.values.keep(s)
        return found

    # -- expansions --------------------------------------------------------------------------------

    def forms(self, s: Node) -> list[Node]:
        """A source and what it may be written as: definitions, functions and stand-ins opened."""
        if type(s) not in _OPENED:
            return [s]
        key = id(s)
        found = self._forms.get(key) or self._dated.get(key)
        if found is None:
            self._is_dated = False
            found = list(islice(self._expansions(s), MAX_FORMS))
            (self._dated if self._is_dated else self._forms)[key] = found
            self.values.keep(s)
        return found

    def _expansions(self, s: Node) -> Iterator[Node]:
        queue = [s]
        seen: set[int] = set()
        while queue:
            node = queue.pop(0)
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            if isinstance(node, Neg):
                queue.extend(map(self.negated, islice(self._opened(node.arg), 4)))
            else:
                queue.extend(self._opened(node))

    def _opened(self, node: Node) -> Iterator[Node]:
        if isinstance(node, Ref):
            told = node.definition.node
            # A datum may have been put in as a calculation: 10/0.75 for v.
            if told is not None and not (node.definition.given and isinstance(told, (Num, Arr))):
                yield told
            self._is_dated = True
            yield from self.document.alternatives(node.definition)
        elif isinstance(node, Stand):
            yield node.source
        elif isinstance(node, (Call, Div, Mul)) and (pairs := list(both(node))):
            yield from map(self.values.keep, pairs)
        elif isinstance(node, Call) and node.function is not None:
            self._is_dated = True
            for body in self.document.bodies(node.function, node.order):
                yield self.values.keep(_substituted(body, node))
            try:
                yield self.values.expand(node)
            except UnknownValueError:
                return

    # -- structure ---------------------------------------------------------------------------------

    def _structure(self, t: Node, s: Node) -> Match | None:
        if isinstance(t, Add):
            terms = self._terms(s)
            if len(terms) < 2:
                spread = self._distributed(s)
                terms = spread if spread is not None else terms
            if len(terms) < 2:
                return None
            return self._lists(self._terms(t), terms, product=False)
        if isinstance(t, (Mul, Div)):
            inner = s.arg if isinstance(s, Neg) else s
            if not isinstance(inner, (Mul, Div)) and not _is_inverse(inner):
                return None
            return self._quotient(t, s)
        if isinstance(t, Pow):
            if isinstance(s, Pow):
                base = self._align(t.base, s.base)
                if base is not None and base.wrong and _is_even(t.exp):
                    # (0.2 - 0.7)^2 is 0.5^2 as well.
                    turned = Neg(s.base.start, s.base.end, s.base)
                    other = self._align(t.base, self.values.keep(turned))
                    base = other if other is not None and other.wrong < base.wrong else base
                exponent = self._align(t.exp, s.exp) if base is not None else None
                return (
                    _join([base, exponent]) if base is not None and exponent is not None else None
                )
            return None
        if isinstance(t, Call):
            if (
                isinstance(s, Call)
                and s.name == t.name
                and s.order == t.order
                and len(s.args) == len(t.args)
            ):
                match = self._all(list(zip(t.args, s.args, strict=True)))
                # Many powers leave one remainder: only a slip tells that this one was meant.
                is_other = t.name == "mod" and match is not None and not self._mistyped(match)
                return None if is_other else match
            return None
        if isinstance(t, Arr):
            if not isinstance(s, Arr):
                return None
            a = [cell for row in t.rows for cell in row]
            b = [cell for row in s.rows for cell in row]
            if t.shape != s.shape and not (
                (t.flat or s.flat) and len(a) == len(b) and 1 in t.shape and 1 in s.shape
            ):
                return None
            return self._all(list(zip(a, b, strict=True)))
        return None

    def _mistyped(self, match: Match) -> bool:
        """Whether at most one number is wrong, and that is of the size of what it stands for."""
        off = [
            (as_float(num.value), as_float(value))
            for num, stands in match.pairs
            if match.wrong
            and (value := self.values.known(stands)) is not None
            and not prints(num, value)
        ]
        return not off or (len(off) == 1 and math.isclose(*off[0], rel_tol=SIZE))

    def _all(self, pairs: list[tuple[Node, Node]]) -> Match | None:
        matches: list[Match] = []
        for a, b in pairs:
            match = self._align(a, b)
            if match is None:
                return None
            matches.append(match)
        return _join(matches)

    def _distributed(self, s: Node) -> list[Node] | None:
        """The terms of a product with a sum in it, multiplied out."""
        inner = s.arg if isinstance(s, Neg) else s
        if not isinstance(inner, Mul):
            return None
        for i, factor in enumerate(inner.factors):
            for form in self.forms(factor):
                if isinstance(form, Add):
                    rest = [*inner.factors[:i], *inner.factors[i + 1 :]]
                    made = []
                    for term in form.terms:
                        sign = isinstance(term, Neg)
                        body: Node = Mul(
                            inner.start,
                            inner.end,
                            (*rest, term.arg if isinstance(term, Neg) else term),
                        )
                        made.append(
                            Neg(inner.start, inner.end, body)
                            if sign != isinstance(s, Neg)
                            else body
                        )
                    return [self.values.keep(m) for m in made]
        return None

    def _quotient(self, t: Node, s: Node) -> Match | None:
        best: Match | None = None
        # All fractions opened: factors may have moved across the bar. Then each fraction among
        # the factors kept whole: a number may stand for one.
        for opened in (True, False):
            t_sign, t_num, t_den = _factors(t, opened=opened)
            s_sign, s_num, s_den = _factors(s, opened=opened)
            if len(t_num) > max(len(s_num), 1):
                # The one of a fraction that stands before what it divides: 1/10 · 3.
                one = next((f for f in t_num if isinstance(f, Num) and f.value == 1), None)
                t_num = [f for f in t_num if f is not one]
            if not s_num:
                s_num = [self._one(s)]
            ways = [(s_num, t_sign != s_sign)]
            if t_sign != s_sign and (turned := self._turned(t_num, s_num)):
                ways.append((turned, False))
            factorings = (
                (num, den, negative)
                for factors, negative in ways
                for num, den in self._factorings(t_num, t_den, factors, s_den)
            )
            for num, den, negative in factorings:
                above = self._lists(t_num, num, product=True)
                if above is None:
                    continue
                below = self._lists(t_den, den, product=True) if t_den or den else EMPTY
                if below is None:
                    continue
                whole = _join([above, below]) if below is not EMPTY else above
                match = self._signed(whole, s, negative=negative)
                if match.better(best):
                    best = match
                    if not best.wrong:
                        return best
        return best

    def _turned(self, ts: list[Node], ss: list[Node]) -> list[Node]:
        r"""The factors of a source, with a minus before it moved into the sum among them.

        ``-(\ln p + \ln q)`` is shown as ``0.47 + 0.74``. Nothing where there is no such sum.
        """
        if not any(isinstance(t, Add) for t in ts):
            return []
        for i, factor in enumerate(ss):
            if any(isinstance(form, Add) for form in self.forms(factor)):
                return [*ss[:i], self.negated(factor), *ss[i + 1 :]]
        return []

    def _one(self, like: Node) -> Node:
        """The numerator of something to the power of minus one."""
        return self._ones.setdefault(id(like), number(1, self.values.keep(like)))

    def _factorings(
        self, t_num: list[Node], t_den: list[Node], s_num: list[Node], s_den: list[Node]
    ) -> Iterator[tuple[list[Node], list[Node]]]:
        """Ways to write a source as factors above and below: as it is, without ones, opened."""
        yield s_num, s_den
        num, den = _without_ones(s_num), _without_ones(s_den)
        if len(num) != len(s_num) or len(den) != len(s_den):
            yield num, den
        if len(t_num) > len(num) or len(t_den) > len(den):
            for i, factor in enumerate(num):
                for form in self.forms(factor)[1:]:
                    if isinstance(form, (Mul, Div)):
                        sign, above, below = _factors(form)
                        if not sign:
                            yield [*num[:i], *above, *num[i + 1 :]], [*den, *below]

    def _signed(self, match: Match, s: Node, *, negative: bool) -> Match:
        """Signs of a product: literals are magnitudes, so only the whole's sign can be wrong."""
        turned = match.turned
        if not turned and not negative:
            return match
        if any(_has_hole(stands) for _, stands in match.pairs):
            # What is not known may well be negative.
            return Match(match.wrong, match.error, match.pairs, match.flipped)
        if (len(turned) % 2 == 1) == negative:
            return Match(match.wrong, match.error, match.pairs, match.flipped) if turned else match
        if self.values.known(s) == 0:
            # Nothing has no sign: 2 · (0 · (-1.6)) is 2 · 0.
            return Match(match.wrong, match.error, match.pairs, match.flipped)
        candidates = turned or tuple(num for num, _ in match.pairs)
        return Match(
            match.wrong + 1, match.error + 2.0, match.pairs, (*match.flipped, *candidates[:1])
        )

    def _terms(self, node: Node) -> list[Node]:
        """The terms of a sum, nested sums opened and signs pushed in."""
        found: list[Node] = []
        stack: list[tuple[Node, bool]] = [(node, False)]
        while stack:
            top, negative = stack.pop()
            if isinstance(top, Add):
                stack += [(term, negative) for term in top.terms[::-1]]
            elif isinstance(top, Neg) and isinstance(top.arg, (Add, Neg)):
                stack.append((top.arg, not negative))
            else:
                found.append(self.negated(top) if negative else top)
        return found

    # -- sums and products -------------------------------------------------------------------------

    def _lists(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        if not ts:
            return EMPTY if not ss else None
        best: Match | None = None
        if len(ts) == len(ss):
            best = self._in_order(ts, ss, product=product)
            if best is not None and not best.wrong:
                return best
            if 1 < len(ts) <= MAX_COMMUTED:
                other = self._commuted(ts, ss, product=product)
                if other is not None and other.better(best):
                    best = other
            return best
        if len(ts) < len(ss):
            if len(ss) > MAX_GROUPS or len(ts) * len(ss) ** 2 > MAX_GROUPED:
                return None
            best = self._grouped(ts, ss, product=product)
            if (best is None or best.wrong) and len(ts) >= 2 and len(ss) <= MAX_COMMUTED:
                other = self._gathered(ts, ss, product=product)
                if other is not None and other.better(best):
                    best = other
            return best
        return self._opened_lists(ts, ss, product=product)

    def _opened_lists(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        """More terms than the source shows: open one of its terms."""
        if product or len(ts) > MAX_GROUPS:
            return None
        best: Match | None = None
        for i, s in enumerate(ss):
            for form in self.forms(s)[1:]:
                terms = self._terms(form)
                if len(terms) < 2 or len(ss) - 1 + len(terms) > MAX_GROUPS:
                    continue
                match = self._lists(ts, [*ss[:i], *terms, *ss[i + 1 :]], product=product)
                if match is not None and match.better(best):
                    best = match
                    if not best.wrong:
                        return best
        return best

    def _in_order(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        matches = []
        for t, s in zip(ts, ss, strict=True):
            match = self._term(t, s, product=product)
            if match is None:
                return None
            matches.append(match)
        return _join(matches)

    def _term(self, t: Node, s: Node, *, product: bool) -> Match | None:
        """One term or factor. A literal factor is a magnitude: its sign may stand elsewhere."""
        if not product or not isinstance(t, Num):
            return self._align(t, s)
        if _is_hole(s):
            return self._leaf(t, s)
        value = self.values.known(s)
        if isinstance(s, Arr):
            return None
        if value is None:
            # It may stand for anything that has a part of unknown value.
            return Match(0, 2 * HOLE, ((t, s),)) if _has_hole(s) else None
        if not is_negative(value):
            return _printed(t, s, value)
        plain = self.negated(s)
        match = self._leaf(t, plain)
        if match is None:
            return None
        return Match(match.wrong, match.error, match.pairs, match.flipped, (t,))

    def _commuted(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        """The best assignment of terms to terms, by dynamic programming over subsets."""
        n = len(ts)
        table: list[list[Match | None]] = [
            [self._term(t, s, product=product) for s in ss] for t in ts
        ]
        states: dict[int, Match] = {0: EMPTY}
        for i in range(n):
            following: dict[int, Match] = {}
            for used, match in states.items():
                for j in range(n):
                    cell = table[i][j]
                    if used >> j & 1 or cell is None:
                        continue
                    joined = _join([match, cell] if i == j else [match, cell, LEFT])
                    if joined.better(following.get(used | 1 << j)):
                        following[used | 1 << j] = joined
            states = following
            self._work += len(states)
            if self._work > self._most:
                raise self._too_much()
        return states.get((1 << n) - 1)

    def _grouped(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        """Terms in order, each standing for a contiguous group of the source's terms."""
        m, n = len(ts), len(ss)
        best: list[Match | None] = [None] * (n + 1)
        best[0] = EMPTY
        for i, t in enumerate(ts):
            following: list[Match | None] = [None] * (n + 1)
            for start in range(i, n):
                before = best[start]
                if before is None:
                    continue
                last = n - (m - i - 1)
                for stop in range(start + 1, last + 1):
                    if i == m - 1 and stop != n:
                        continue
                    group = self._group(ss, start, stop, product=product)
                    match = self._term(t, group, product=product)
                    if match is None:
                        continue
                    joined = _join([before, match])
                    if joined.better(following[stop]):
                        following[stop] = joined
            best = following
        return best[n]

    def _gathered(self, ts: list[Node], ss: list[Node], *, product: bool) -> Match | None:
        """One term for any two or more of the source's, the others one by one in any order."""
        n, m = len(ss), len(ts)
        states: dict[int, Match] = {0: EMPTY}
        full = (1 << n) - 1
        for i, t in enumerate(ts):
            following: dict[int, Match] = {}
            for used, before in states.items():
                free = full & ~used
                subset = free
                while subset:
                    size = subset.bit_count()
                    if (i == m - 1 and subset != free) or free.bit_count() - size < m - i - 1:
                        subset = (subset - 1) & free
                        continue
                    group = self._subset(ss, subset, product=product)
                    match = self._term(t, group, product=product)
                    if match is not None:
                        done = used | subset
                        in_order = not done & (done + 1)
                        joined = _join([before, match] if in_order else [before, match, LEFT])
                        if joined.better(following.get(done)):
                            following[done] = joined
                    self._work += 1
                    if self._work > self._most:
                        raise self._too_much()
                    subset = (subset - 1) & free
            states = following
        return states.get(full)

    def _group(self, ss: list[Node], start: int, stop: int, *, product: bool) -> Node:
        if stop - start == 1:
            return ss[start]
        return self._made(ss[start:stop], product=product)

    def _subset(self, ss: list[Node], subset: int, *, product: bool) -> Node:
        chosen = [s for j, s in enumerate(ss) if subset >> j & 1]
        if len(chosen) == 1:
            return chosen[0]
        return self._made(chosen, product=product)

    def _made(self, parts: list[Node], *, product: bool) -> Node:
        """A group of terms or factors, the same object each time."""
        key = (product, *map(id, parts))
        found = self._groups.get(key)
        if found is None:
            start, end = parts[0].start, parts[-1].end
            found = Mul(start, end, tuple(parts)) if product else Add(start, end, tuple(parts))
            self.values.keep(found)
            for part in parts:
                self.values.keep(part)
            self._groups[key] = found
        return found


def _may_be_constant(t: Num, s: Num) -> bool:
    """Whether a literal may stand for one of a formula: 0.8118 is no slip of the one in 1 - p."""
    return (
        "." in s.digits
        or significant(s) > 1
        or "." not in t.digits
        or significant(t) < FIGURE
        or prints(t, s.value)
    )


def _printed(t: Num, s: Node, value: Exact) -> Match:
    """A literal that stands for a source of some value."""
    if prints(t, value):
        # A zero of several digits may be a slip of what stands beside it.
        return Match(0, 0.0 if t.value or not t.decimals else 1.0, ((t, s),))
    if prints(t, -value):
        return Match(1, 2.0, ((t, s),), (t,))
    return Match(1, _error(t.value, value), ((t, s),))


def _error(shown: Fraction, value: Exact) -> float:
    try:
        a, b = float(shown), float(value)
    except OverflowError:
        return 1e9
    return min(abs(a - b) / max(abs(b), abs(a), 1e-300), 10.0)


def _factors(node: Node, *, opened: bool = True) -> tuple[bool, list[Node], list[Node]]:
    """Sign, factors above and factors below of a product or fraction.

    A fraction among the factors is ``opened``, or kept as one factor.
    """
    negative = False
    above: list[Node] = []
    below: list[Node] = []
    stack: list[tuple[Node, bool, bool]] = [(node, False, True)]
    while stack:
        top, under, outermost = stack.pop()
        if type(top) is Num:
            (below if under else above).append(top)
        elif isinstance(top, Mul):
            stack += [(factor, under, False) for factor in top.factors[::-1]]
        elif isinstance(top, Div) and (opened or outermost):
            stack.append((top.den, not under, False))
            stack.append((top.num, under, False))
        elif isinstance(top, Neg):
            negative = not negative
            stack.append((top.arg, under, outermost))
        elif _is_inverse(top):
            stack.append((top.base, not under, False))
        else:
            (below if under else above).append(top)
    return negative, above, below


def _is_hole(node: Node) -> bool:
    """Whether a source is a part of a formula that nothing is known of."""
    inner = node.arg if type(node) is Neg else node
    if type(inner) is Ref:
        return inner.definition.blank and inner.definition.node is None
    return type(inner) is Opaque


def _has_hole(node: Node) -> bool:
    return any(map(_is_hole, walk(node)))


def _is_inverse(node: Node) -> TypeGuard[Pow]:
    """Whether something stands to the power of minus one."""
    return (
        isinstance(node, Pow)
        and isinstance(node.exp, Neg)
        and isinstance(node.exp.arg, Num)
        and node.exp.arg.value == 1
    )


def _is_even(node: Node) -> bool:
    return isinstance(node, Num) and node.value % 2 == 0


def _without_ones(factors: list[Node]) -> list[Node]:
    return [f for f in factors if not (isinstance(f, Num) and f.value == 1)]


def _substituted(body: Node, call: Call) -> Node:
    return substitute(body, call.args)
