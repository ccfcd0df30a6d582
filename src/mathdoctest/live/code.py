"""The Python expressions that numbers are bound to, read as trees of the page's own quantities.

A page may bind a number to Python instead of to a formula. The notation says which expressions
compute which symbols; what is made of those by arithmetic can be read as a formula would be, and
then be explained, and follow when a given is changed. Whatever else Python can say is not
understood here, and such a number keeps to what the page prints.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TypeAlias

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import UnknownValueError
from mathdoctest.live.explain import Entry, Repetition, bind, data
from mathdoctest.live.program import Compiler, evaluator, identifier
from mathdoctest.rounding import digits15
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow, Ref

MAX_STEPS = 10_000
"""A page that repeats its updates more often than that would take too long to build and to use."""

_FUNCTIONS = {
    "abs": "abs", "absolute": "abs", "fabs": "abs", "exp": "exp", "log": "ln", "sqrt": "sqrt",
    "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh",
    "max": "max", "maximum": "max", "min": "min", "minimum": "min",
}  # fmt: skip
_MODULES = frozenset(("np", "numpy", "math"))
_BUILTIN = frozenset(("abs", "max", "min"))
_SAME = frozenset(("float", "round"))
"""What changes nothing but the number of digits: those are the page's to say."""

At: TypeAlias = tuple[tuple[int, Fraction], ...]
"""Values for some of the givens, by their places."""


@dataclass(frozen=True, slots=True)
class Later:
    """A quantity after so many steps."""

    quantity: Node
    course: int
    """Which steps: those of one of the page's courses."""
    steps: int
    entry: Entry
    source: str = ""
    """Where the code does that."""
    at: At = ()
    """Which givens are put in anew after that."""
    meaning: str = ""


@dataclass(slots=True)
class Code:
    """Reads the Python expressions of one page.

    Args:
        document: the page's names.
        entries: the notation, which ties expressions to symbols.
    """

    document: Document
    entries: tuple[Entry, ...]
    later: dict[int, tuple[Definition, Later]] = field(default_factory=dict)
    """By the identity of the definition that stands for each in a tree."""
    courses: list[Course] = field(default_factory=list)
    """What is repeated, in the order in which it is first asked for."""
    _known: Mapping[str, Entry] = field(default_factory=dict)
    _repeated: tuple[tuple[ast.expr, str, Repetition, Entry], ...] = ()
    _givens: list[Definition] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    """The places of the givens, by what Python may call them."""
    _course: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    """The places of the courses, by what a step makes of which symbols."""

    def __post_init__(self) -> None:
        self._givens = data(self.document)
        self._places = {identifier(given.name): k for k, given in enumerate(self._givens)}
        self._known, self._repeated = _known(self.entries)

    def read(self, source: str, variables: Mapping[str, int | float | str]) -> Node | None:
        """The tree of an expression; nothing where the notation does not tell what it means.

        Args:
            source: the Python expression.
            variables: the names that a table's row gives to it.
        """
        tree = _parsed(source)
        if tree is None:
            return None
        try:
            return self.document.values.keep(self._node(_Filled(variables).visit(tree)))
        except (_ForeignError, UnknownValueError, RecursionError):
            return None

    def filled(self, source: str, variables: Mapping[str, int | float | str]) -> str:
        """An expression as a reader may type it, with the numbers of its row."""
        tree = _Filled(variables).visit(ast.parse(source.strip(), mode="eval"))
        return ast.unparse(tree)

    def _node(self, tree: ast.expr) -> Node:
        entry = self._known.get(ast.dump(tree))
        if entry is not None:
            return self._bound(entry)
        for pattern, source, repetition, entry in self._repeated:
            found: dict[str, Fraction] = {}
            if _matches(pattern, tree, frozenset((repetition.counter, *self._places)), found):
                steps = found.pop(repetition.counter, Fraction(-1))
                if steps.denominator == 1 and 0 <= steps <= MAX_STEPS:
                    at = tuple((self._places[name], value) for name, value in found.items())
                    return self._after(entry, source, repetition, int(steps), at)
        match tree:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                # As written: 0.1 is a tenth.
                return Num(0, 0, str(value), Fraction(str(value)))
            case ast.UnaryOp(op=ast.USub()):
                return Neg(0, 0, self._node(tree.operand))
            case ast.UnaryOp(op=ast.UAdd()):
                return self._node(tree.operand)
            case ast.BinOp():
                return self._operation(tree)
            case ast.Call(func=function, args=[first, *rest], keywords=[]):
                name = _called(function)
                if name in _SAME:
                    return self._node(first)
                if name in _FUNCTIONS:
                    return Call(0, 0, _FUNCTIONS[name], tuple(map(self._node, [first, *rest])))
        raise _ForeignError

    def _operation(self, tree: ast.BinOp) -> Node:
        left, right = self._node(tree.left), self._node(tree.right)
        match tree.op:
            case ast.Add():
                return Add(0, 0, (left, right))
            case ast.Sub():
                return Add(0, 0, (left, Neg(0, 0, right)))
            case ast.Mult():
                return Mul(0, 0, (left, right), "dot")
            case ast.Div():
                return Div(0, 0, left, right)
            case ast.Pow():
                return Pow(0, 0, left, right)
        raise _ForeignError

    def _bound(self, entry: Entry) -> Node:
        node = bind(self.document, entry.latex)
        if node is None:
            raise _ForeignError
        return node

    def _after(self, entry: Entry, source: str, repetition: Repetition, steps: int, at: At) -> Node:
        quantity = self._bound(entry)
        if not steps and not at:
            return quantity
        course = self._course.setdefault(repetition.makes, len(self.courses))
        if course == len(self.courses):
            self.courses.append(Course(self.document, repetition.makes))
        value = self.courses[course].value(quantity, steps, at)
        if value is None:
            raise _ForeignError
        # Only a symbol can carry the number of steps.
        latex = f"{entry.latex}^{{({steps})}}" if isinstance(quantity, Ref) else ""
        digits = f"{value:.15g}"  # as many as are sure
        made = Definition(latex, latex, 0, 0, node=Num(0, 0, digits, Fraction(digits)))
        meaning = f"{entry.meaning}, after {steps:,} step{'s' * (steps != 1)}"
        if repetition.how:
            meaning += f" {repetition.how}"
        if at:
            new = (f"${self._givens[k].latex} = {digits15(value)}$" for k, value in at)
            meaning += f", for {' and '.join(new)}"
        self.later[id(made)] = (made, Later(quantity, course, steps, entry, source, at, meaning))
        return Ref(0, 0, made)


class Course:
    """A step, made again and again: the page's own updates, or what the notation tells.

    Args:
        document: the page's names.
        makes: what a step makes of each symbol; nothing for the page's own updates.
    """

    def __init__(self, document: Document, makes: tuple[tuple[str, str], ...] = ()) -> None:
        self.givens = data(document)
        self.compiler = Compiler(document.values, self.givens)
        self.updates = (
            told(document, self.givens, makes) if makes else updates(document, self.givens)
        )
        values = [float(document.values.exact(given.require())) for given in self.givens]
        self._states = {0: values}
        self._evaluators: dict[int, Callable[[list[float]], list[float]]] = {}

    def value(self, quantity: Node, steps: int, at: At = ()) -> float | None:
        """A quantity after so many steps; nothing where it overflows or no update changes it."""
        if not self.updates:
            return None
        try:
            output = self.compiler.add(quantity)
            state = list(self._state(steps))
            for place, given in at:
                state[place] = float(given)
            if output not in self._evaluators:
                self._evaluators[output] = evaluator(self.compiler.graph, [output])
            (value,) = self._evaluators[output](state)
            # Python's power of a negative number may be a complex one: a TypeError.
            return value if math.isfinite(value) else None
        except (UnknownValueError, ArithmeticError, ValueError, TypeError):
            return None

    @cached_property
    def _step(self) -> Callable[[list[float]], list[float]]:
        """The new values of what is updated."""
        outputs = [self.compiler.add(node) for node in self.updates.values()]
        return evaluator(self.compiler.graph, outputs)

    def _state(self, steps: int) -> list[float]:
        done = max(count for count in self._states if count <= steps)
        state = self._states[done]
        for _ in range(steps - done):
            after = self._step(state)
            state = list(state)
            for place, value in zip(self.updates, after, strict=True):
                state[place] = value
        self._states[steps] = state
        return state


def updates(document: Document, givens: list[Definition]) -> dict[int, Node]:
    """What the page makes of each given that it updates, by the given's place."""
    found: dict[int, Node] = {}
    for k, given in enumerate(givens):
        versions = document.definitions.get(given.name, ())
        if len(versions) > 1 and versions[0] is given:
            found[k] = document.values.keep(Ref(0, 0, versions[-1]))
    return found


def told(
    document: Document, givens: list[Definition], makes: tuple[tuple[str, str], ...]
) -> dict[int, Node]:
    """What the notation makes of each given; nothing where the page cannot tell what it means."""
    places = {id(given): k for k, given in enumerate(givens)}
    found: dict[int, Node] = {}
    for symbol, formula in makes:
        given, then = bind(document, symbol), bind(document, formula)
        place = places.get(id(given.definition)) if isinstance(given, Ref) else None
        if place is None or then is None:
            return {}
        found[place] = document.values.keep(then)
    return found


class _ForeignError(Exception):
    """An expression that is more than arithmetic with known quantities."""


@lru_cache(maxsize=8)
def _known(
    entries: tuple[Entry, ...],
) -> tuple[Mapping[str, Entry], tuple[tuple[ast.expr, str, Repetition, Entry], ...]]:
    """The expressions of a notation, read once for all pages that have it."""
    known: dict[str, Entry] = {}
    repeated: list[tuple[ast.expr, str, Repetition, Entry]] = []
    for entry in entries:
        for code, source, repetition in entry.later:
            tree = _parsed(code)
            if tree is not None:
                repeated.append((tree, source, repetition, entry))
        tree = _parsed(entry.code)
        if tree is not None:
            known.setdefault(ast.dump(tree), entry)
    return MappingProxyType(known), tuple(repeated)


class _Joined(ast.NodeTransformer):
    """Writes ``a[0][1]`` as ``a[0, 1]``, so that both are the same expression."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Subscript):
            return node
        inner = [*_indices(node.value.slice), *_indices(node.slice)]
        return ast.Subscript(node.value.value, ast.Tuple(inner, ast.Load()), ast.Load())


class _Filled(ast.NodeTransformer):
    """Puts in the numbers that a table's row gives to names."""

    def __init__(self, variables: Mapping[str, int | float | str]) -> None:
        self.variables = variables

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.variables.get(node.id)
        return node if value is None or isinstance(value, str) else ast.Constant(value)


def _indices(index: ast.expr) -> list[ast.expr]:
    return list(index.elts) if isinstance(index, ast.Tuple) else [index]


def _parsed(source: str) -> ast.expr | None:
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    made: ast.expr = _Joined().visit(tree)
    return made


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) if name in _BUILTIN | _SAME:
            return name
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in _MODULES:
            return name
    return ""


def _matches(
    pattern: object, tree: object, blanks: frozenset[str], found: dict[str, Fraction]
) -> bool:
    """Whether an expression is the pattern with numbers in place of some names."""
    if isinstance(pattern, ast.Name) and pattern.id in blanks and not isinstance(tree, ast.Name):
        value = _number(tree)
        return value is not None and found.setdefault(pattern.id, value) == value
    if type(pattern) is not type(tree):
        return False
    if isinstance(pattern, ast.AST):
        return all(
            _matches(getattr(pattern, name, None), getattr(tree, name, None), blanks, found)
            for name in pattern._fields
        )
    if isinstance(pattern, list) and isinstance(tree, list):
        pairs = zip(pattern, tree, strict=False)
        return len(pattern) == len(tree) and all(_matches(a, b, blanks, found) for a, b in pairs)
    return pattern == tree


def _number(tree: object) -> Fraction | None:
    match tree:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = _number(operand)
            return None if value is None else -value
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Fraction(str(value))
    return None
