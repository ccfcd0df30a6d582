"""What each step of a check read and wrote, and when, so that any step can be made again.

The stores that a check works on are replaced by ones that keep the value of every key for every
step. So a step that is made again finds everything as it was at that step, and what it writes is
kept apart from what it wrote before.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSet,
    Sequence,
)
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from mathdoctest.definitions import Definition, Function, Numbers
from mathdoctest.document import Base, Document
from mathdoctest.doubts import Doubts, Witness, hear
from mathdoctest.evaluate import Rough, Values
from mathdoctest.figures import Figures
from mathdoctest.lexer import Names
from mathdoctest.likeness import alike
from mathdoctest.names import name_of
from mathdoctest.outline import Statement, numerals_of
from mathdoctest.page import Page
from mathdoctest.rounding import text_key
from mathdoctest.tree import Node, Num, Sum, Sym

_K = TypeVar("_K")
_V = TypeVar("_V")
_T = TypeVar("_T")

Key: TypeAlias = tuple[str, Hashable]
"""A store, and a key of it; `ALL` for whatever it holds."""
Value: TypeAlias = Any
Entry: TypeAlias = tuple[int, int, Value]
"""The step that wrote something, how many were written before, and what it wrote."""
Meaning: TypeAlias = tuple[Node | None, bool, tuple[tuple[tuple[Node | None, bool], ...], ...]]


class OtherPageError(Exception):
    """More has changed than what can be taken from before."""


ALL = object()
MISSING: Value = object()

_STEP = itemgetter(0)
_UPDATED: Key = ("updated", None)
_DOUBTED: Key = ("doubted", None)
_BLANKS: Key = ("has blanks", None)


@dataclass(slots=True)
class Trace:
    """What one step read, wrote and found."""

    reads: set[Key] = field(default_factory=set)
    writes: set[Key] = field(default_factory=set)
    used: set[Definition] = field(default_factory=set)
    """The quantities that it refers to."""
    made: dict[tuple[str, int], Definition] = field(default_factory=dict)
    """The definitions that it made, by name and version."""
    redefined: dict[Definition, tuple[Meaning, Meaning]] = field(default_factory=dict)
    """Those of them that it gave another meaning: the one before, and the one after."""
    witnesses: int = 0
    """How many of its numbers came out right so far."""
    claims: range = range(0)
    findings: range = range(0)
    links: range = range(0)


class Recorder:
    """The values of all stores at every step, and the trace of the step that is being made."""

    def __init__(self) -> None:
        self.first: dict[Key, list[Entry]] = {}
        """What the steps of the first version wrote."""
        self.other: dict[Key, list[Entry]] = {}
        """For keys that another version writes otherwise: what is written there instead."""
        self.step = -1
        self.count = 0
        self.revising = False
        self.trace = Trace()
        self.earlier = Trace()
        """What the same step did in the first version."""
        self.unclear = False
        """Whether something was met whose outcome depends on more than what is noted."""

    def value(self, key: Key) -> Value:
        """What a key holds at this step, or `MISSING`."""
        return _at(self.entries(key), self.step)

    def entries(self, key: Key) -> list[Entry]:
        """All that is written to a key, in order."""
        entries = self.other.get(key)
        return self.first.get(key, []) if entries is None else entries

    def first_value(self, key: Key) -> Value:
        """What a key held behind this step in the first version."""
        return _at(self.first.get(key, []), self.step)

    def next_write(self, key: Key) -> int | None:
        """The step behind this one at which the first version wrote to a key again."""
        entries = self.first.get(key, [])
        at = bisect_right(entries, self.step, key=_STEP)
        return entries[at][0] if at < len(entries) else None

    def write(self, key: Key, value: Value) -> None:
        """Note a value."""
        self.trace.writes.add(key)
        self.count += 1
        if self.revising:
            entries = self.other.get(key)
            if entries is None:
                entries = self.other[key] = list(self.first.get(key, []))
        else:
            entries = self.first.setdefault(key, [])
        at = bisect_right(entries, self.step, key=_STEP)
        if at and entries[at - 1][0] == self.step:
            # A dictionary keeps a key where it was first put.
            entries[at - 1] = (self.step, entries[at - 1][1], value)
        else:
            entries.insert(at, (self.step, self.count, value))

    def unwrite(self, keys: Iterable[Key]) -> None:
        """Forget what this step wrote to some keys."""
        for key in keys:
            entries = self.entries(key)
            at = bisect_left(entries, self.step, key=_STEP)
            mine = at < len(entries) and entries[at][0] == self.step
            self.other[key] = [*entries[:at], *entries[at + mine :]]


def _at(entries: Sequence[Entry], step: int) -> Value:
    if not entries:
        return MISSING
    last = entries[-1]
    if last[0] <= step:
        return last[2]
    at = bisect_right(entries, step, key=_STEP)
    return entries[at - 1][2] if at else MISSING


class Store(MutableMapping[_K, _V]):
    """A mapping that notes its reads and writes."""

    def __init__(self, recorder: Recorder, name: str, items: Iterable[tuple[_K, _V]] = ()) -> None:
        self.recorder = recorder
        self.name = name
        self._keys: dict[_K, None] = {}
        """In the order in which the first version wrote to them."""
        for key, value in items:
            self[key] = value

    def get(self, key: Value, default: Value = None) -> Value:
        """The value at this step."""
        recorder = self.recorder
        recorder.trace.reads.add((self.name, key))
        found = recorder.value((self.name, key))
        return default if found is MISSING else found

    def __getitem__(self, key: _K) -> _V:
        found: _V = self.get(key, MISSING)
        if found is MISSING:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self.get(key, MISSING) is not MISSING

    def __setitem__(self, key: _K, value: _V) -> None:
        recorder = self.recorder
        recorder.write((self.name, key), value)
        if not recorder.revising:
            self._keys.setdefault(key)

    def __delitem__(self, key: _K) -> None:
        raise NotImplementedError("nothing is ever taken out")

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return next(iter(self), self) is not self

    def __iter__(self) -> Iterator[_K]:
        recorder = self.recorder
        recorder.trace.reads.add((self.name, ALL))
        if not recorder.revising:
            yield from self._keys
            return
        keys: dict[Key, None] = dict.fromkeys((self.name, key) for key in self._keys)
        keys.update(dict.fromkeys(recorder.other))
        found: list[tuple[tuple[int, int], Value]] = []
        for key in keys:
            entries = recorder.entries(key)
            if key[0] == self.name and entries and entries[0][0] <= recorder.step:
                found.append((entries[0][:2], key[1]))
        yield from (key for _, key in sorted(found, key=_STEP))

    def values(self) -> Value:
        """The values at this step."""
        return [self.recorder.value((self.name, key)) for key in self]

    def items(self) -> Value:
        """The keys and values at this step."""
        return [(key, self.recorder.value((self.name, key))) for key in self]


class Members(MutableSet[_T]):
    """A set that notes its reads and writes."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._store: Store[_T, bool] = Store(recorder, name)

    def __contains__(self, member: object) -> bool:
        return member in self._store

    def add(self, member: _T) -> None:
        """Put a member in."""
        self._store[member] = True

    def discard(self, _member: _T) -> None:
        """Members stay."""
        raise NotImplementedError("nothing is ever taken out")

    def __len__(self) -> int:
        return len(self._store)

    def __bool__(self) -> bool:
        return bool(self._store)

    def __iter__(self) -> Iterator[_T]:
        return iter(self._store)


class Doubted(Members[int]):
    """Literals that may be rounded. Whether there are any is noted apart, since many ask that."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder, "assumed")
        self.recorder = recorder

    def add(self, member: int) -> None:
        """Put a literal in."""
        super().add(member)
        self.recorder.write(_DOUBTED, True)  # noqa: FBT003 - a value like others

    def __bool__(self) -> bool:
        self.recorder.trace.reads.add(_DOUBTED)
        return self.recorder.value(_DOUBTED) is not MISSING


class RecordedDoubts(Doubts):
    """Doubts of which it is noted which number speaks for which other ones."""

    def __init__(self, recorder: Recorder, values: Values) -> None:
        super().__init__(values)
        self.recorder = recorder
        self.assumed = Doubted(recorder)
        self.excused = Members(recorder, "excused")

    def witness(self, num: Num, source: Node) -> None:
        """Note a number that came out right, for each text that it may speak for."""
        if not self.is_sound(source):
            return
        recorder = self.recorder
        place = recorder.step, recorder.trace.witnesses
        recorder.trace.witnesses += 1
        for text in {text_key(doubted) for doubted in self.below(source)}:
            key = ("witnesses", text)
            recorder.trace.reads.add(key)
            recorder.write(key, (recorder.value(key), place, (num, source)))

    def rounded(self, num: Num, above: Mapping[int, int]) -> Rough:
        """What values are if a literal is rounded: of one version, and not of the one before."""
        self._rounded.clear()
        return super().rounded(num, above)

    def confirmed(self, doubted: Collection[Num]) -> Collection[str]:
        """The texts that turned out to be exact, of all that these have witnesses in common with.

        What a witness says of a text depends on what those before it said of its other texts.
        """
        recorder = self.recorder
        found: dict[tuple[int, int], Witness] = {}
        seen: set[str] = set()
        waiting = [text_key(num) for num in doubted]
        while waiting:
            text = waiting.pop()
            if text in seen:
                continue
            seen.add(text)
            recorder.trace.reads.add(("witnesses", text))
            noted = recorder.value(("witnesses", text))
            while noted is not MISSING:
                noted, place, (num, source) = noted
                if place not in found:
                    found[place] = (num, source)
                    waiting += map(text_key, self.below(source))
        confirmed: set[str] = set()
        hear(self, (found[place] for place in sorted(found)), confirmed)
        return confirmed


class RecordedStatements(list[Statement]):
    """A page's statements; whoever looks at one depends on it."""

    def __init__(self, recorder: Recorder, statements: Iterable[Statement]) -> None:
        super().__init__(statements)
        self.recorder = recorder

    def __getitem__(self, k: Value) -> Value:
        places = range(*k.indices(len(self))) if isinstance(k, slice) else (k,)
        self.recorder.trace.reads.update(("statements", place) for place in places)
        return super().__getitem__(k)


class RecordedValues(Values):
    """Values that notice what makes them depend on the order in which they are asked for."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        self.fresh: frozenset[int] = frozenset()
        """Literals of this version that the first one has not, by identity."""
        self._first: tuple[dict[Node, Any], ...] | None = None
        """What is remembered of the first version, while some literals are taken for others."""

    def _through(self, definition: Definition, value: Callable[[Node], _T]) -> _T:
        if id(definition) in self._open:
            self.recorder.unclear = True
        return super()._through(definition, value)

    def forget(self) -> None:
        """Work everything out anew, which is not done step by step. Raises `OtherPageError`."""
        raise OtherPageError

    def mean(self, num: Num, value: Fraction) -> None:
        """Take a literal for another number, until this version is done with.

        Only what this version says anew can rest on a literal that is fresh. Raises
        `OtherPageError` for any other.
        """
        if id(num) not in self.fresh:
            raise OtherPageError
        if self._first is None:
            self._first = self._exact, self._shown, self._samples, self._rounded
        self.meant[id(num)] = value
        self._exact, self._shown, self._samples, self._rounded = {}, {}, {}, {}

    def restore(self) -> None:
        """Take every literal as it is printed again."""
        self.fresh = frozenset()
        self.meant.clear()
        if self._first is not None:
            self._exact, self._shown, self._samples, self._rounded = self._first
            self._first = None


class RecordedDocument(Document):
    """A document that notes what is read of its quantities and written to them."""

    def __init__(
        self,
        recorder: Recorder,
        statements: list[Statement],
        names: Names,
        values: Values,
        page: Page,
        base: Base | None,
    ) -> None:
        self.recorder = recorder
        self.changed: tuple[tuple[Statement, Statement], ...] = ()
        """What the first version had, and what this one has instead."""
        self._revised: Counter[str] | None = None
        self.counts: dict[Definition, int] = {}
        """How many steps refer to each quantity."""
        super().__init__(statements, names, values, page.text, page.path, base)
        # From here on, everything is noted.
        if self._updated:
            recorder.write(_UPDATED, True)  # noqa: FBT003 - a value like others
        self.definitions = Store(recorder, "definitions", self.definitions.items())
        self.functions = Store(recorder, "functions", self.functions.items())
        self.defined_by = Store(recorder, "defined_by", self.defined_by.items())
        self.blanks = Store(recorder, "blanks", self.blanks.items())
        self._first_blanks: dict[str, Definition] = {}
        self.statements = RecordedStatements(recorder, self.statements)

    def enter(self, definition: Definition) -> Definition:
        """Add a version: the one that the same step made before, if they are alike."""
        trace, earlier = self.recorder.trace, self.recorder.earlier
        key = (definition.name, definition.version)
        old = earlier.made.get(key)
        if old is not None and key not in trace.made and alike_definitions(old, definition):
            definition = old
        trace.made[key] = definition
        before = self.definitions.get(definition.name, ())
        self.definitions[definition.name] = (*before, definition)
        if before:
            self.recorder.write(_UPDATED, True)  # noqa: FBT003 - a value like others
        if not self.recorder.revising:
            self.entered.append(definition)
        return definition

    def blank(self, sym: Sym | Sum) -> Definition:
        """What stands for a symbol that the page defines nowhere: the first version's, if alike."""
        name = name_of(sym)
        if name in self.blanks:
            return self.blanks[name]
        made = super().blank(sym)
        first = self._first_blanks.get(name)
        if not self.recorder.revising:
            self._first_blanks[name] = made
        elif first is not None and alike_definitions(first, made):
            self.blanks[name] = made = first
        return made

    @property
    def has_blanks(self) -> bool:
        """Whether anything on the page has no value of its own so far."""
        self.recorder.trace.reads.add(_BLANKS)
        return self.recorder.value(_BLANKS) is not MISSING

    @has_blanks.setter
    def has_blanks(self, value: bool) -> None:
        if value:
            self.recorder.write(_BLANKS, value)

    def numerals(self) -> Counter[str]:
        """The digits of all numbers that this version of the page prints."""
        self.recorder.trace.reads.add(("statements", ALL))
        first = super().numerals()
        if not self.recorder.revising:
            return first
        if self._revised is None:
            self._revised = Counter(first)
            for old, new in self.changed:
                self._revised.subtract(numerals_of(old))
                self._revised.update(numerals_of(new))
        return self._revised

    def change(self, changed: Iterable[tuple[Statement, Statement]]) -> None:
        """Say which statements this version is about to have instead of those of the first."""
        # Counted while they are still the first one's, whoever asks for them later.
        super().numerals()
        self.changed = tuple(changed)
        self._revised = None

    def learn(self, _definition: Definition, _node: Node) -> None:
        """Take a number for a symbol's value. Raises `OtherPageError`."""
        raise OtherPageError

    def doubt(self, _definition: Definition, _reason: str) -> None:
        """Take away the value of a quantity. Raises `OtherPageError`."""
        raise OtherPageError

    def mean(self, _derivative: Definition, _node: Node) -> None:
        """Take a derivative for another one. Raises `OtherPageError`."""
        raise OtherPageError

    def unsaid(self, _definition: Definition) -> Definition:
        """What a name means before the page gives it. Raises `OtherPageError`."""
        raise OtherPageError

    def renew(self, _old: Definition, _node: Node, _section: int) -> Definition:
        """Another quantity of the same name. Raises `OtherPageError`."""
        raise OtherPageError

    def has_versions(self) -> bool:
        """Whether any quantity has more than one version yet."""
        self.recorder.trace.reads.add(_UPDATED)
        return self.recorder.value(_UPDATED) is not MISSING

    def numbers(self) -> Mapping[int, Sequence[Definition]]:
        """The quantities that are a number at this step, by the number's identity."""
        self.recorder.trace.reads.add(("definitions", ALL))
        if not self.recorder.revising:
            return super().numbers()
        numbers = Numbers()
        numbers.look_at(list(itertools.chain(*self.definitions.values())))
        return numbers.found

    def so_far(self) -> Sequence[Definition]:
        """The same of this version."""
        self.recorder.trace.reads.add(("definitions", ALL))
        if not self.recorder.revising:
            return self.entered
        known = itertools.chain(*self.definitions.values())
        return sorted(known, key=lambda one: one.start)

    def figures(self) -> Figures:
        """A way to find its quantities by their values."""
        return RecordedFigures(self)

    def use(self, definition: Definition) -> None:
        """Note that this step refers to a quantity."""
        self.recorder.trace.used.add(definition)

    def is_used(self, definition: Definition) -> bool:
        """Whether any step refers to a quantity."""
        return self.counts.get(definition, 0) > 0

    def redefine(self, definition: Definition, node: Node) -> None:
        """Replace a definition's expression, which must be one of this step's."""
        trace = self.recorder.trace
        if trace.made.get((definition.name, definition.version)) is not definition:
            # Something has looked at it as it was, and may look again.
            self.recorder.unclear = True
        before = meaning(definition)
        super().redefine(definition, node)
        if self.recorder.revising:
            self.entered.pop()
        before, _ = trace.redefined.get(definition, (before, before))
        trace.redefined[definition] = (before, meaning(definition))

    def alternatives(self, definition: Definition) -> Sequence[Node]:
        """Other expressions that the page gave for a quantity so far."""
        key = ("alternatives", definition)
        self.recorder.trace.reads.add(key)
        found: Sequence[Node] = self.recorder.value(key)
        return definition.alternatives if found is MISSING else found

    def add_alternative(self, definition: Definition, node: Node) -> None:
        """Remember another expression for a quantity."""
        value = (*self.alternatives(definition), node)
        self.recorder.write(("alternatives", definition), value)

    def bodies(self, function: Function, order: int) -> Sequence[Node]:
        """Other bodies that the page gave for a function or a derivative of it so far."""
        key = ("bodies", (function, order))
        self.recorder.trace.reads.add(key)
        found: Sequence[Node] = self.recorder.value(key)
        return super().bodies(function, order) if found is MISSING else found

    def add_bodies(self, function: Function, order: int, nodes: Iterable[Node]) -> None:
        """Remember other bodies of a function."""
        value = (*self.bodies(function, order), *nodes)
        self.recorder.write(("bodies", (function, order)), value)


class RecordedFigures(Figures):
    """Finds quantities by their values, as they are at a step."""

    def __init__(self, document: RecordedDocument) -> None:
        super().__init__(document)
        self.recorder = document.recorder

    def near(self, num: Num) -> Iterator[Definition]:
        """The quantities whose magnitude may be printed so, in page order."""
        recorder = self.recorder
        recorder.trace.reads.add(("definitions", ALL))
        if not recorder.revising:
            yield from super().near(num)
            return
        found: list[tuple[tuple[int, int], Definition]] = []
        names: set[Hashable] = {whole.name for whole, _ in self.candidates(num)}
        names.update(name for store, name in recorder.other if store == "definitions")
        for name in names:
            entries = recorder.entries(("definitions", name))
            versions = recorder.value(("definitions", name))
            if versions is MISSING:
                continue
            whole = versions[-1]
            inner = [whole, *whole.entries]
            found += [(entries[0][:2], d) for d in inner if self.magnitude(d) is not None]
        yield from (definition for _, definition in sorted(found, key=_STEP))


def meaning(definition: Definition) -> Meaning:
    """What `Document.redefine` changes of a definition."""
    cells = tuple(tuple((cell.node, cell.given) for cell in row) for row in definition.cells)
    return definition.node, definition.given, cells


def restore(definition: Definition, value: Meaning) -> None:
    """Put back what `Document.redefine` changes."""
    definition.node, definition.given, rows = value
    for row, cells in zip(rows, definition.cells, strict=True):
        for (node, given), cell in zip(row, cells, strict=True):
            cell.node, cell.given = node, given


def alike_definitions(a: Definition, b: Definition) -> bool:
    """Whether two definitions cannot be told apart but by their identity."""
    return (
        (a.name, a.latex, a.start, a.line, a.version, a.given, a.flat, a.reason, a.derivative)
        == (b.name, b.latex, b.start, b.line, b.version, b.given, b.flat, b.reason, b.derivative)
        and (a.page, a.section) == (b.page, b.section)
        and a.of is b.of
        and a.wrt is b.wrt
        and alike(a.node, b.node)
        and len(a.cells) == len(b.cells)
        and all(
            len(p) == len(q) and all(map(alike_definitions, p, q))
            for p, q in zip(a.cells, b.cells, strict=True)
        )
    )
