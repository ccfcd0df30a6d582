"""Quantities and functions of a page, and what they are made of."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from mathdoctest.derivative import differentiate, number
from mathdoctest.evaluate import SAMPLES, UnknownValueError, Values, scattered
from mathdoctest.names import is_datum
from mathdoctest.numerals import whole_number
from mathdoctest.tree import Arr, Neg, Node, Num, Opaque, Ref, Stand, children, replaced

MAX_LINEAGE = 200
"""Definitions that one is followed back through; that of a lesson's loss has some thirty."""
STEP = re.compile(r"(\d+)\}?$")


@dataclass(slots=True, eq=False)
class Definition:
    """One version of one quantity."""

    name: str
    """Canonical; a derivative is ``∂L/∂w``."""
    latex: str
    """As the page writes it."""
    start: int
    """Where its equation begins; -1 for what another page defines."""
    line: int
    version: int = 0
    node: Node | None = None
    given: bool = False
    """Whether it is a datum: a literal and nothing else."""
    cells: tuple[tuple[Definition, ...], ...] = ()
    """The entries of an array."""
    flat: bool = False
    alternatives: list[Node] = field(default_factory=list)
    """Other expressions that the page gives for it."""
    reason: str = ""
    """Why it has no value, where it has none."""
    uses: int = 0
    derivative: bool = False
    of: Definition | None = None
    """For a derivative: the quantity that changes."""
    wrt: Definition | None = None
    """For a derivative: the quantity that is varied."""
    page: str = ""
    """The page that defines it."""
    section: int = -1
    """The heading that its equation stands under."""
    result: bool = False
    """Whether it is a datum that was computed elsewhere, so that nobody knows what it rests on."""
    blank: bool = False
    """Whether the page does not say what it is; a number put in its place tells its value."""
    moved: bool = False
    """Whether it is told in another unit by now than it was before."""
    pinned: bool = False
    """Whether no other value than the page's is meant for now."""
    array: str = ""
    """The name of the list or matrix that it is an entry of."""
    place: int = 0
    """Which of its entries that is, row by row."""
    _random: list[float] | None = None

    @property
    def free(self) -> bool:
        """Whether random values may replace it: a datum, or something of unknown value."""
        return self.given or self.node is None

    @property
    def entries(self) -> list[Definition]:
        """The entries of an array, row by row."""
        return [cell for row in self.cells for cell in row]

    @property
    def scalars(self) -> list[Definition]:
        """What has a value of its own: the entries of an array, else the quantity itself."""
        return self.entries or [self]

    @property
    def is_told(self) -> bool:
        """Whether a number is given, or stands where a list tells it."""
        return self.given or (self.node is not None and is_datum(self.node))

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns an array has; none where it is a number."""
        return len(self.cells), len(self.cells[0]) if self.cells else 0

    def entry(self, place: int) -> Definition | None:
        """One of the entries of an array, row by row."""
        rows, columns = self.shape
        return self.cells[place // columns][place % columns] if place < rows * columns else None

    def as_node(self, like: Node) -> Node:
        """What refers to it in another node's place: to an array entry by entry."""
        if not self.cells:
            return Ref(like.start, like.end, self)
        rows = tuple(tuple(Ref(like.start, like.end, cell) for cell in row) for row in self.cells)
        return Arr(like.start, like.end, rows, self.flat)

    def require(self) -> Node:
        """What it is defined as. Raises `UnknownValueError` where that is not known."""
        if self.node is None:
            raise UnknownValueError(self.reason or f"{self.latex} has no known value")
        return self.node

    def random_values(self, values: Values) -> list[float]:
        """Random values of a datum, near the page's own so that roots and logarithms stay real."""
        if self.pinned:
            return [float(values.exact(self.require()))] * SAMPLES
        if self._random is None:
            name = f"{self.name} {self.version}"
            here = values.known(self.node) if self.node is not None else None
            try:
                centre = 1.0 if here is None else float(here)
            except OverflowError:
                centre = 1.0
            low, high = (0.72, 1.36) if centre else (-0.5, 0.5)
            self._random = [(centre or 1.0) * x for x in scattered(name, low, high)]
        return self._random


@dataclass(slots=True, eq=False)
class Function:
    """A function that a page declares."""

    name: str
    params: tuple[str, ...]
    """Names; one that consists of digits is that number in every call."""
    body: Node | None
    start: int
    line: int
    alternatives: dict[int, list[Node]] = field(default_factory=dict)
    """Other bodies that the page gives, by order of derivative."""
    renewed: dict[tuple[Definition, ...], Function] = field(default_factory=dict)
    """The same function with later versions of what its body refers to."""
    _derived: dict[int, Node] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether its body is there and was understood."""
        return self.body is not None and not isinstance(self.body, Opaque)

    def derived(self, order: int) -> Node:
        """The body, differentiated ``order`` times. Raises `UnknownValueError`."""
        if self.body is None:
            raise UnknownValueError(f"the function {self.name} is not understood")
        if order == 0:
            return self.body
        if order > 3 or len(self.params) != 1:
            raise UnknownValueError("a derivative of this kind is not known")
        found = self._derived.get(order)
        if found is None:
            inner = self.derived(order - 1)
            found = differentiate(inner, 0) or number(0, inner)
            self._derived[order] = found
        return found


class Numbers:
    """The quantities that are a number, or were one once, by the number's identity."""

    def __init__(self) -> None:
        self.found: dict[int, list[Definition]] = {}
        self._seen = 0

    def look_at(self, entered: Sequence[Definition]) -> None:
        """Take in what was defined since the last time."""
        for definition in entered[self._seen :]:
            for one in definition.scalars:
                self.add(one)
        self._seen = len(entered)

    def add(self, definition: Definition) -> None:
        """Take in a quantity, if it is a number."""
        node = definition.node.arg if isinstance(definition.node, Neg) else definition.node
        if isinstance(node, Num):
            self.found.setdefault(id(node), []).append(definition)


def step_of(definition: Definition) -> int:
    """The number that a quantity's name ends with; -1 where it ends with none."""
    found = STEP.search(definition.name)
    step = whole_number(found[1]) if found else None
    return -1 if step is None else step


def renamed(node: Node, new: Mapping[int, Definition]) -> Node:
    """A tree in which some quantities are others, by the identities of the old ones."""

    def other(leaf: Node) -> Node:
        if not isinstance(leaf, Ref) or (found := new.get(id(leaf.definition))) is None:
            return leaf
        return Ref(leaf.start, leaf.end, found)

    return replaced(node, other)


class Lineage(Container[int]):
    """The identities of the definitions that one was built from, the nearest of them first.

    It is followed back only as far as somebody asks, and not without end: a page of ten thousand
    updates has a lineage as long for each of them.
    """

    def __init__(self, definition: Definition) -> None:
        self._near = {id(definition): definition}
        self._todo = deque([definition])
        self._left = MAX_LINEAGE

    def __contains__(self, key: object) -> bool:
        while key not in self._near and self._goes_on():
            pass
        return key in self._near

    def whole(self) -> frozenset[int]:
        """All of it, or as much as is followed."""
        while self._goes_on():
            pass
        return frozenset(self._near)

    def definitions(self) -> list[Definition]:
        """All of them, or as many as are followed."""
        self.whole()
        return list(self._near.values())

    def data(self) -> list[Definition]:
        """Those of them that are data."""
        return [definition for definition in self.definitions() if definition.given]

    def _goes_on(self) -> bool:
        """Follow the next one back; whether there was one."""
        if not self._todo or not self._left:
            return False
        self._left -= 1
        top = self._todo.popleft()
        behind = () if top.node is None else (ref.definition for ref in references(top.node))
        for other in itertools.chain(behind, *top.cells):
            if id(other) not in self._near:
                self._near[id(other)] = other
                self._todo.append(other)
        return True


def is_made_behind(source: Node, start: int) -> bool:
    r"""Whether all that a formula computes from is itself computed behind a place.

    Then it makes nothing of what is told there: a start, ``\pi_1 = 0.5``.
    """
    made = [ref.definition for ref in references(source) if not ref.definition.given]
    return bool(made) and all(one.start > start for one in made)


def references(node: Node, searched: dict[int, Node] | None = None) -> list[Ref]:
    """The quantities that a tree refers to, those behind its stand-ins too.

    What is in ``searched`` is passed over; what is looked through is added to it.
    """
    found: list[Ref] = []
    seen = {} if searched is None else searched
    stack = [node]
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen[id(top)] = top
        if isinstance(top, Ref):
            found.append(top)
        elif isinstance(top, Stand):
            stack.append(top.source)
        else:
            stack.extend(children(top))
    return found
