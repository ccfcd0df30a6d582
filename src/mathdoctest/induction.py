r"""What the numbers of a table show a column to be computed by, where no head says so.

A column of losses, of balances or of next values follows from the columns before it and from the
row above, by one formula that all of its rows share. Formulas are tried, the short ones first. One
is taken if the digits that it explains are many more than those that it would explain by chance,
among all formulas of its kind. A number that it does not explain is then as far from it as a slip
of the pen, or it is another matter, and nothing is said of it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from mathdoctest.derivative import number
from mathdoctest.records import record
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow

SURE = 2.5
"""Decimal digits that a formula has to explain beyond those that it costs to tell it."""
SURER = 4.0
"""The same where a row contradicts it."""
TOLD = 2.0
"""Digits that need not be explained where the page says itself what a column is."""
MOST_SLIPS = 4
"""One in so many rows may be a slip."""
MOST_SLIPS_TOLD = 2
"""The same where the page says itself what a column is."""
AS_PRINTED = 0.5
"""Digits that it costs to tell that all operands are exact."""
MAX_EVIDENCE = 5.0
"""Digits that one row counts for at most."""
SMALL = 0.2
"""A zero says as much as a number that is this part of the largest."""
MAX_EXPONENT = 1_000
"""Larger powers are none of a worked table."""
MAX_ROWS = 12
"""Rows that a formula is sought by."""
FEW_ROWS = 5
"""Of so few rows, a slip that is carried on spoils two, and three have to be looked at."""
MAX_GLANCES = 8_000
"""Formulas of a column that are tried in a second row."""
MAX_TRIED = 1_000
"""Formulas of a column that are tried in all rows."""
WIDE = 1e-3
"""How far apart two values may be, relatively, that are compared more closely."""
MOST_ROUNDED = 0.01
"""The same where the operands are rounded more than that."""

Expression: TypeAlias = "int | tuple[str, Expression] | tuple[str, Expression, Expression]"
"""The number of a source, or an operation on expressions."""


@record
class Value:
    """A number as a row shows it."""

    size: float
    half: float
    """Half a unit of its last place."""
    slack: float
    """How far it may be from what it was rounded from; 0 for what is exact."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a column may be computed from."""

    values: tuple[Value | None, ...]
    """By row."""
    cost: float
    """The digits that it takes to tell it from others."""
    known: bool = False
    """Whether it is the same in all rows."""
    constant: bool = False
    """Whether it is one of these without being told: 1, or 2."""
    above: bool = False
    """Whether it is a number of the row above."""
    computed: bool = False
    """Whether it is computed from the table's numbers already."""
    told: bool = False
    """Whether it is what the page itself says of the column."""
    mean: bool = False
    """Whether it is the mean of a column: numbers are compared with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a column is computed by."""

    expression: Expression
    fits: frozenset[int]
    """The rows that it explains."""
    start: int | None = None
    """The source that takes the place of the row above in the first row, where one does."""


class _Made(NamedTuple):
    """What an expression is worth in one row."""

    size: float
    expression: Expression
    cost: float
    known: bool


@record
class _Operation:
    apply: Callable[..., float]
    build: Callable[..., Node]
    cost: float


def _one(node: Node) -> Num:
    return number(1, node)


def _two(node: Node) -> Num:
    return number(2, node)


def _neg(a: Node) -> Node:
    return Neg(a.start, a.end, a)


def _add(a: Node, b: Node) -> Node:
    return Add(a.start, b.end, (a, b))


def _sub(a: Node, b: Node) -> Node:
    return _add(a, _neg(b))


def _mul(a: Node, b: Node) -> Node:
    return Mul(a.start, b.end, (a, b), "dot")


def _div(a: Node, b: Node) -> Node:
    return Div(a.start, b.end, a, b)


def _pow(a: Node, b: Node) -> Node:
    return Pow(a.start, b.end, a, b)


def _call(name: str) -> Callable[[Node], Node]:
    return lambda a: Call(a.start, a.end, name, (a,))


_exp, _ln = _call("exp"), _call("ln")


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _power(a: float, b: float) -> float:
    # A whole exponent, or a root: near to zero any other one makes the same of all.
    if a <= 0 or abs(b) > MAX_EXPONENT or not (2 * b).is_integer():
        raise ValueError(a)
    return float(a**b)


def _cross(y: float, p: float) -> float:
    if y not in (0.0, 1.0):
        raise ValueError(y)
    return -math.log(p if y else 1 - p)


def _cross_node(y: Node, p: Node) -> Node:
    return _neg(_add(_mul(y, _ln(p)), _mul(_sub(_one(y), y), _ln(_sub(_one(p), p)))))


_OF_ONE: Mapping[str, _Operation] = {
    "neg": _Operation(lambda a: -a, _neg, 0.5),
    "square": _Operation(lambda a: a * a, lambda a: _pow(a, _two(a)), 0.5),
    "root": _Operation(math.sqrt, _call("sqrt"), 0.7),
    "inverse": _Operation(lambda a: 1 / a, lambda a: _div(_one(a), a), 0.7),
    "rest": _Operation(lambda a: 1 - a, lambda a: _sub(_one(a), a), 0.7),
    "more": _Operation(lambda a: 1 + a, lambda a: _add(_one(a), a), 0.7),
    "half": _Operation(lambda a: a / 2, lambda a: _div(a, _two(a)), 0.7),
    "exp": _Operation(math.exp, _exp, 0.7),
    "fall": _Operation(lambda a: math.exp(-a), lambda a: _exp(_neg(a)), 1.0),
    "ln": _Operation(math.log, _ln, 0.7),
    "surprise": _Operation(lambda a: -math.log(a), lambda a: _neg(_ln(a)), 0.8),
    "log10": _Operation(math.log10, _call("log10"), 1.0),
    "log2": _Operation(math.log2, _call("log2"), 1.0),
    "sigmoid": _Operation(
        _sigmoid, lambda a: _div(_one(a), _add(_one(a), _exp(_neg(a)))), 0.7
    ),
    "tanh": _Operation(math.tanh, _call("tanh"), 0.8),
    "slope": _Operation(lambda a: a * (1 - a), lambda a: _mul(a, _sub(_one(a), a)), 1.0),
    "half square": _Operation(
        lambda a: a * a / 2, lambda a: _div(_pow(a, _two(a)), _two(a)), 1.0
    ),
    "size": _Operation(abs, _call("abs"), 1.0),
    "cube": _Operation(lambda a: a**3, lambda a: _pow(a, number(3, a)), 1.0),
}  # fmt: skip
_OF_KNOWN = frozenset(("neg", "rest", "more", "square", "half"))
"""What is tried of a number that is the same in all rows."""
_UNDONE: Mapping[str, Callable[[float], float]] = {
    "square": math.sqrt,
    "root": lambda t: t * t,
    "exp": math.log,
    "fall": lambda t: -math.log(t),
    "ln": math.exp,
    "surprise": lambda t: math.exp(-t),
    "sigmoid": lambda t: math.log(t / (1 - t)),
    "tanh": math.atanh,
    "half square": lambda t: math.sqrt(2 * t),
}
"""What an operation was applied to, by its result."""
_OF_TWO: Mapping[str, _Operation] = {
    "add": _Operation(lambda a, b: a + b, _add, 0.5),
    "sub": _Operation(lambda a, b: a - b, _sub, 0.5),
    "mul": _Operation(lambda a, b: a * b, _mul, 0.4),
    "div": _Operation(lambda a, b: a / b, _div, 0.5),
    "pow": _Operation(_power, _pow, 0.8),
    "decay": _Operation(
        lambda a, b: math.exp(-a * b), lambda a, b: _exp(_neg(_mul(a, b))), 1.2
    ),
    "square of difference": _Operation(
        lambda a, b: (a - b) ** 2, lambda a, b: _pow(_sub(a, b), _two(a)), 0.8
    ),
    "half square of difference": _Operation(
        lambda a, b: (a - b) ** 2 / 2, lambda a, b: _div(_pow(_sub(a, b), _two(a)), _two(a)), 1.0
    ),
    "distance": _Operation(
        lambda a, b: abs(a - b), lambda a, b: _call("abs")(_sub(a, b)), 0.8
    ),
    "middle": _Operation(
        lambda a, b: (a + b) / 2, lambda a, b: _div(_add(a, b), _two(a)), 0.8
    ),
    "cross": _Operation(_cross, _cross_node, 0.9),
}  # fmt: skip
_SYMMETRIC = frozenset(("add", "mul", "square of difference", "distance", "middle",
                        "half square of difference"))  # fmt: skip
_COMPARED = frozenset(("sub", "distance", "square of difference", "half square of difference"))
"""How far a number is from another one."""
_SIZES = frozenset(("size", "distance", "root"))
"""What is nowhere told as less than nothing, unlike a difference that lost its sign."""
_APPLIED = {name: made.apply for name, made in (*_OF_ONE.items(), *_OF_TWO.items())}
_ERRORS = (ValueError, ArithmeticError, TypeError)


def value_of(expression: Expression, values: Sequence[float] | Mapping[int, float]) -> float:
    """What an expression is worth in one row. Raises like arithmetic does."""
    if isinstance(expression, int):
        return values[expression]
    # Sources are looked up here: most of what is asked for are operations on them.
    name, one = expression[:2]
    x = values[one] if isinstance(one, int) else value_of(one, values)
    if len(expression) == 2:
        return _APPLIED[name](x)
    two = expression[2]
    return _APPLIED[name](x, values[two] if isinstance(two, int) else value_of(two, values))


def tree_of(expression: Expression, nodes: Callable[[int], Node]) -> Node:
    """An expression as a tree, with what stands for each source."""
    if isinstance(expression, int):
        return nodes(expression)
    if len(expression) == 2:
        return _OF_ONE[expression[0]].build(tree_of(expression[1], nodes))
    return _OF_TWO[expression[0]].build(
        tree_of(expression[1], nodes), tree_of(expression[2], nodes)
    )


def sources_of(expression: Expression) -> Iterator[int]:
    """The numbers of the sources in an expression."""
    if isinstance(expression, int):
        yield expression
    else:
        for part in expression[1:]:
            yield from sources_of(part)


@lru_cache(maxsize=32)
def rule(
    target: tuple[Value | None, ...], sources: tuple[Source, ...], own: int | None = None
) -> Rule | None:
    """The formula that a column is computed by, if its numbers show one.

    Args:
        target: the column, by row.
        sources: what it may be computed from.
        own: which of them is the column's own number in the row above.
    """
    return _Search(target, sources, own).best()


_Pair: TypeAlias = tuple[float, str, _Made, _Made]
"""What an operation on two expressions is worth, its name, and the two."""


def _spelt(pair: _Pair) -> tuple[Expression, float]:
    _, name, x, y = pair
    return (name, x.expression, y.expression), x.cost + y.cost + _OF_TWO[name].cost


class _Search:
    """One column, and the formulas that are tried for it."""

    def __init__(
        self, target: Sequence[Value | None], sources: Sequence[Source], own: int | None
    ) -> None:
        self.target = target
        self.own = own
        self.sources = sources
        self.rows = [r for r, value in enumerate(target) if value is not None][:MAX_ROWS]
        self.sizes = {
            r: [math.nan if (v := s.values[r]) is None else v.size for s in sources]
            for r in self.rows
        }
        self.scale = SMALL * max((abs(v.size) for v in target if v is not None), default=0.0)
        sizes = [v.size for v in target if v is not None]
        self.lowest = min(sizes, default=0.0)
        self.spread = max(sizes, default=0.0) - self.lowest
        self.rounding: dict[int, float] = {}
        self._pairs: dict[int, list[_Pair]] = {}
        self.glances = 0
        self.tried = 0
        self.seen: set[Expression] = set()
        self.found: Rule | None = None
        self.score = (False, 0.0)

    def best(self) -> Rule | None:
        """The formula that explains most for what it costs."""
        sizes = {v.size for r in self.rows if (v := self.target[r]) is not None}
        if not self.rows:
            return None
        inner = [r for r in self.rows if r] or self.rows
        bases = sorted(inner, key=self._weight, reverse=True)
        bases = bases[: 3 if len(self.rows) <= FEW_ROWS else 2]
        # What the page says may hold for some rows only, and not for the first that are looked at.
        for k, source in enumerate(self.sources):
            row = next((r for r in inner if source.told and source.values[r] is not None), None)
            if row is not None:
                self._try(k, source.cost, row)
        for level in (self._short, self._longer):
            if level is self._longer and len(sizes) < 3:
                break
            for base in bases:
                for expression, cost in level(base):
                    self._try(expression, cost, base)
                    if self.glances > MAX_GLANCES or self.tried > MAX_TRIED:
                        return self.found
            if self.found is not None:
                break
        return self.found

    def _weight(self, row: int) -> float:
        value = self.target[row]
        return 0.0 if value is None else evidence(value.size, value.half)

    # -- formulas that come near a row's number

    def _leaves(self, base: int) -> list[_Made]:
        return [
            _Made(value.size, k, source.cost, source.known)
            for k, source in enumerate(self.sources)
            if (value := source.values[base]) is not None
        ]

    def _once(self, base: int) -> list[_Made]:
        """Sources, and operations on one of them."""
        found = self._leaves(base)
        for size, k, cost, known in list(found):
            if self.sources[k].computed:  # type: ignore[index]
                continue
            for name, operation in _OF_ONE.items():
                if known and name not in _OF_KNOWN:
                    continue
                try:
                    made = operation.apply(size)
                except _ERRORS:
                    continue
                found.append(_Made(made, (name, k), cost + operation.cost, known))
        return found

    def _twice(self, base: int) -> list[_Pair]:
        """Operations on two of those, one of which is a source; each row is gone through once."""
        found = self._pairs.get(base)
        if found is None:
            found = self._pairs[base] = []
            leaves = [(y.size, y.known, y) for y in self._leaves(base)]
            for x in self._once(base):
                if isinstance(x.expression, int):
                    self._of_sources(x, leaves, found)
                else:
                    self._of_one(x, leaves, found)
        return found

    def _of_sources(
        self, x: _Made, leaves: Sequence[tuple[float, bool, _Made]], found: list[_Pair]
    ) -> None:
        """Add all operations on two sources."""
        for size, known, y in leaves:
            if (x.known and known) or x.expression == y.expression:
                continue
            for name, operation in _OF_TWO.items():
                if name not in _SYMMETRIC or x.expression < y.expression:  # type: ignore[operator]
                    try:
                        found.append((operation.apply(x.size, size), name, x, y))
                    except _ERRORS:
                        continue

    def _of_one(
        self, x: _Made, leaves: Sequence[tuple[float, bool, _Made]], found: list[_Pair]
    ) -> None:
        """Add those on the result of an operation and a source that are tried: most of all."""
        a, same = x.size, x.known
        add = found.append
        for b, known, y in leaves:
            if same and known:
                continue
            add((a + b, "add", x, y))
            add((a * b, "mul", x, y))
            add((a - b, "sub", x, y))
            if b:
                add((a / b, "div", x, y))
            add((b - a, "sub", y, x))
            if a:
                add((b / a, "div", y, x))
            for size, exponent, one, two in (
                ((a, b, x, y), (b, a, y, x)) if known else ((a, b, x, y),)
            ):
                if size > 0:
                    try:
                        add((_power(size, exponent), "pow", one, two))
                    except _ERRORS:
                        continue

    def _short(self, base: int) -> Iterator[tuple[Expression, float]]:
        target = self.target[base]
        if target is None:
            return
        low, high = self._reach(target, base, WIDE)
        for one in self._once(base):
            if low <= one.size <= high:
                yield one.expression, one.cost
        for pair in self._twice(base):
            if low <= pair[0] <= high:
                yield _spelt(pair)

    def _reach(self, target: Value, row: int, least: float) -> tuple[float, float]:
        """What comes near to a number, its operands being rounded as they are."""
        room = 2 * target.half + max(least, self._relative(row)) * abs(target.size)
        return target.size - room, target.size + room

    def _longer(self, base: int) -> Iterator[tuple[Expression, float]]:
        """Operations on the result of an operation on two, and on a source."""
        target = self.target[base]
        if target is None or not target.size:
            return
        made = sorted(self._twice(base), key=itemgetter(0))
        sizes = list(map(itemgetter(0), made))
        t = target.size
        room = min(WIDE * abs(t), 2 * target.half + self._relative(base) * abs(t))

        def within(low: float, high: float) -> Iterator[tuple[Expression, float]]:
            low, high = min(low, high), max(low, high)
            for k in range(bisect_left(sizes, low), bisect_right(sizes, high)):
                yield _spelt(made[k])

        for size, y, y_cost, _ in self._leaves(base):
            ways: list[tuple[str, bool, float, float]] = [
                ("add", False, t - room - size, t + room - size),
                ("sub", False, t - room + size, t + room + size),
                ("sub", True, size - t - room, size - t + room),
            ]
            if size:
                ways.append(("mul", False, (t - room) / size, (t + room) / size))
                ways.append(("div", False, (t - room) * size, (t + room) * size))
                ways.append(("div", True, size / (t - room), size / (t + room)))
            for name, turned, low, high in ways:
                cost = y_cost + _OF_TWO[name].cost
                for x, x_cost in within(low, high):
                    yield (name, y, x) if turned else (name, x, y), x_cost + cost
        for name, undo in _UNDONE.items():
            try:
                ends = undo(t - room), undo(t + room)
            except _ERRORS:
                continue
            for x, x_cost in within(*ends):
                yield (name, x), x_cost + _OF_ONE[name].cost

    def _relative(self, base: int) -> float:
        """How far, relatively, the operands of a row may be rounded."""
        found = self.rounding.get(base)
        if found is not None:
            return found
        parts = [
            value.slack / abs(value.size)
            for source in self.sources
            if (value := source.values[base]) is not None and value.size and not source.known
        ]
        self.rounding[base] = found = min(MOST_ROUNDED, 3 * max(parts, default=0.0))
        return found

    # -- what a formula explains

    def _try(self, expression: Expression, cost: float, base: int) -> None:
        if expression in self.seen:
            return
        self.seen.add(expression)
        inside = sorted(set(sources_of(expression)))
        if not self._is_worth_it(expression, inside, base):
            return
        self.tried += 1
        if not self._may_be_meant(expression, inside):
            return
        fits: dict[int, float] = {}
        exact: dict[int, float] = {}
        meant: dict[int, Value] = {}
        missed = 0
        slips = MOST_SLIPS_TOLD if self._is_told(expression) else MOST_SLIPS
        most = max(1, len(self.rows) // slips)
        for row in self.rows:
            values = {k: self.sources[k].values[row] for k in inside}
            said, made = self._compare(expression, values, row)
            if said is not None and said < 0 and self.own in values and row - 1 in meant:
                # The row above was a slip: this one goes on with what it should have been.
                values[self.own] = meant[row - 1]
                said, made = self._compare(expression, values, row)
            if said is None:
                continue
            if said < 0:
                target = self.target[row]
                if math.isfinite(made):
                    meant[row] = Value(made, 0.0, 0.0 if target is None else target.half)
                missed += 1
                if missed > most:
                    return
            else:
                fits[row] = said
                if (target := self.target[row]) is not None:
                    off = abs(made - target.size) <= target.half * (1 + 1e-9)
                    exact[row] = self._said(expression, values, target, target.half) if off else 0.0
        if all(exact.values()):
            # As they are printed, the numbers beside it give just what it shows.
            fits, cost = exact, cost + AS_PRINTED
        start, begins = None, 0.0
        above = [k for k in inside if self.sources[k].above]
        if (
            len(above) == 1
            and 0 in self.rows
            and 0 not in fits
            and sum(fits.values()) + TOLD + MAX_EVIDENCE - cost >= (SURER if missed else SURE)
        ):
            start, begins = self._start(expression, above[0], inside)
            if start is not None:
                fits[0], begins = begins, 0.0
        score = self._score(fits) + begins - cost
        if self._is_told(expression):
            score += TOLD
        needed = SURER if missed else SURE
        if score < needed:
            return
        # What explains all rows goes before what explains most.
        if self.found is None or (not missed, score) > self.score:
            self.found, self.score = Rule(expression, frozenset(fits), start), (not missed, score)

    def _score(self, fits: Mapping[int, float]) -> float:
        """The digits that rows speak with, those with the same number once."""
        by_size: dict[float, float] = {}
        for row, digits in fits.items():
            value = self.target[row]
            if value is not None:
                by_size[value.size] = max(by_size.get(value.size, 0.0), digits)
        return sum(by_size.values())

    def _may_be_meant(self, expression: Expression, inside: Sequence[int]) -> bool:
        """Whether a column may be computed so, whatever its numbers are near to."""
        if len(inside) > 1 and all(self.sources[k].known for k in inside):
            return False
        if self.lowest < 0 and not isinstance(expression, int) and expression[0] in _SIZES:
            return False
        return not self._weighs_mean(expression)

    def _weighs_mean(self, expression: Expression) -> bool:
        """Whether it takes a mean otherwise than to compare something with it.

        Between measured values that are proportional to each other one happens to be the factor.
        """
        if isinstance(expression, int):
            return False
        name, *parts = expression
        for place, part in enumerate(parts):
            if not isinstance(part, int):
                if self._weighs_mean(part):
                    return True
            elif self.sources[part].mean and not (name in _COMPARED or (name, place) == ("div", 1)):
                return True
        return False

    def _is_told(self, expression: Expression) -> bool:
        """Whether it is what the page itself says of the column."""
        return isinstance(expression, int) and self.sources[expression].told

    def _is_worth_it(self, expression: Expression, inside: Sequence[int], base: int) -> bool:
        """Whether it comes near in one of two more rows.

        Where it goes on from its own last result, one slip spoils two of them.
        """
        self.glances += 1
        if self.own is not None and self.own in inside:
            return True
        looked = 0
        for row in reversed(self.rows):
            target = self.target[row]
            if row == base or target is None:
                continue
            if any(self.sources[k].values[row] is None for k in inside):
                continue
            try:
                made = value_of(expression, self.sizes[row])
            except _ERRORS:
                made = math.nan
            low, high = self._reach(target, row, WIDE)
            if low <= made <= high:
                return True
            looked += 1
            if looked == 2:
                return False
        return looked < 2

    def _compare(
        self, expression: Expression, values: Mapping[int, Value | None], row: int
    ) -> tuple[float | None, float]:
        """The digits of a row's number that an expression explains, and what it says.

        Below 0 for another number; nothing where the row does not have all that it needs.
        """
        target = self.target[row]
        sizes = {}
        for k, value in values.items():
            if value is None:
                return None, 0.0
            sizes[k] = value.size
        if target is None:
            return None, 0.0
        try:
            made = value_of(expression, sizes)
            slack = 0.0
            for k, value in values.items():
                if value is not None and value.slack:
                    sizes[k] = value.size + value.slack
                    slack += abs(value_of(expression, sizes) - made)
                    sizes[k] = value.size
        except _ERRORS:
            return -1.0, math.nan
        room = target.half * (1 + 1e-9) + 1.2 * slack
        if not abs(made - target.size) <= room + 1e-12 * abs(made):
            return -1.0, made
        return self._said(expression, values, target, room), made

    def _said(
        self, expression: Expression, values: Mapping[int, Value | None], target: Value, room: float
    ) -> float:
        """The digits of a row's number that are told by what comes so near to it."""
        return evidence(self._surprise(expression, values, target), room)

    def _surprise(
        self, expression: Expression, values: Mapping[int, Value | None], target: Value
    ) -> float:
        """How far from a row's number one is who only takes a number that it is computed from.

        Accuracies from 0.8 to 0.9 are all near to each other's means, quotients and powers.
        """
        size = max(abs(target.size), self.scale)
        if isinstance(expression, int):
            return size if self.sources[expression].told else min(size, self.spread)
        apart = [
            (value.slack <= 0, abs(target.size - value.size))
            for k, value in values.items()
            if value is not None and not self.sources[k].known
        ]
        # A whole number, such as that of the row, is far from all others.
        return min(size, min(apart)[1]) if apart else size

    def _start(
        self, expression: Expression, above: int, inside: Sequence[int]
    ) -> tuple[int | None, float]:
        """What the page gives for the row above the first one, and the digits that this tells.

        A constant only stands before a column of factors, which goes on from itself.
        """
        nothing = Value(0.0, 0.0, 0.0)
        values = {j: nothing if j == above else self.sources[j].values[0] for j in inside}
        said, _ = self._compare(expression, values, 0)
        if said is not None and said >= 0:
            return None, said  # a running total begins with its first term
        known = [
            k
            for k, one in enumerate(self.sources)
            if one.known and (above == self.own or not one.constant)
        ]
        for k in known:
            values = {j: self.sources[k if j == above else j].values[0] for j in inside}
            said, _ = self._compare(expression, values, 0)
            if said is not None and said >= 0:
                return k, max(0.0, said - math.log10(len(known)))
        return None, 0.0


def evidence(size: float, room: float) -> float:
    """How many digits of a number are told by what comes so near to it."""
    if not (0 < room < math.inf and 0 < abs(size) < math.inf):
        return 0.0
    return min(MAX_EVIDENCE, max(0.0, math.log10(abs(size)) - math.log10(room)))
