"""Trees compiled to JavaScript: one function from the givens of a page to all that follows.

Every tree that a claim stands for is put into one graph, in which equal parts are one node, so that
what the page computes in three places the browser computes once. The graph is then written out as
plain assignments, named as the page names its quantities: a reader may read the function.

A value must not be lost to overflow on the way, where the formula as written would lose it: the
logistic function of -1000 is 0 and not 1 / infinity, and 1 - σ(40) is σ(-40) and not 0. Such parts
are recognised by their form when the graph is built, whatever the page calls them.
"""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, cast

from mathdoctest.definitions import Definition
from mathdoctest.evaluate import UnknownValueError, Values
from mathdoctest.tree import (
    Add,
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
)


class Operation(NamedTuple):
    """What a node is, and the indices of the nodes that it is made of."""

    kind: str
    """``constant``, ``given``, ``shown``, ``add``, ``negative``, ``multiply``, ``divide``,
    ``power``, ``after`` (all givens after some steps), ``entry`` (one of them) or the name of a
    function."""
    parts: tuple[int, ...] = ()
    value: Fraction = Fraction(0)
    """Of a constant; of what is after some steps, how many."""
    place: int = 0
    """Of a given, a shown number, an entry or the steps of a course, among its like."""


_FUNCTIONS = {
    "exp": "Math.exp", "ln": "Math.log", "log": "Math.log", "log10": "Math.log10",
    "log2": "Math.log2", "sqrt": "Math.sqrt", "sin": "Math.sin", "cos": "Math.cos",
    "tan": "Math.tan", "arcsin": "Math.asin", "arccos": "Math.acos", "arctan": "Math.atan",
    "sinh": "Math.sinh", "cosh": "Math.cosh", "tanh": "Math.tanh", "abs": "Math.abs",
    "max": "Math.max", "min": "Math.min",
}  # fmt: skip
_RATIONAL = frozenset(
    ("constant", "given", "shown", "add", "negative", "multiply", "divide", "power")
)
MAX_EXPONENT = 64
"""Whole powers beyond it are computed by the browser, and never without rounding."""
_RECIPROCALS = {"cot": "tan", "sec": "cos", "csc": "sin"}
LOGISTIC = "logistic"
"""1 / (1 + e^-x), which ``live.js`` provides in a form that cannot overflow."""

_RESERVED = frozenset(
    "abstract arguments await break case catch class const continue debugger default delete do "
    "else enum eval export extends false finally for function if implements import in instanceof "
    "interface let new null package private protected public return static super switch this "
    "throw true try typeof var void while with yield given logistic exactly after later steps "
    "Math".split()
)
_SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(5)


class Graph:
    """Expressions in which equal parts are one node; nodes are known by their index."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.names: dict[int, str] = {}
        """What the page calls a node."""
        self._index: dict[Operation, int] = {}
        self._moving: list[bool] = []

    def node(self, operation: Operation) -> int:
        """The index of a node, made on first need."""
        found = self._index.get(operation)
        if found is None:
            found = self._index[operation] = len(self.operations)
            self.operations.append(operation)
            kind, parts, _, _ = operation  # parts are made before what they are parts of
            moving = kind in ("given", "shown") or any(self._moving[part] for part in parts)
            self._moving.append(moving)
        return found

    def constant(self, value: Fraction | int) -> int:
        """A number that no given changes."""
        return self.node(Operation("constant", value=Fraction(value)))

    def given(self, place: int) -> int:
        """A number that the reader may change."""
        return self.node(Operation("given", place=place))

    def shown(self, place: int) -> int:
        """A number as it is shown."""
        return self.node(Operation("shown", place=place))

    def value(self, index: int) -> Fraction | None:
        """The value of a constant; nothing for anything else."""
        operation = self.operations[index]
        return operation.value if operation.kind == "constant" else None

    def kind(self, index: int) -> str:
        """What a node is."""
        return self.operations[index].kind

    def parts(self, index: int) -> tuple[int, ...]:
        """The nodes that a node is computed from."""
        return self.operations[index].parts

    def moving(self, index: int) -> bool:
        """Whether a node changes with the givens."""
        return self._moving[index]

    # -- building --------------------------------------------------------------------------------

    def negative(self, a: int) -> int:
        """The same with the other sign."""
        value = self.value(a)
        if value is not None:
            return self.constant(-value)
        if self.kind(a) == "negative":
            return self.parts(a)[0]
        return self.node(Operation("negative", (a,)))

    def total(self, terms: list[int]) -> int:
        """The sum of the terms, from left to right."""
        terms = [t for t in terms if self.value(t) != 0] or [self.constant(0)]
        if len(terms) == 1:
            return terms[0]
        if len(terms) == 2:
            for one, other in (terms, terms[::-1]):
                # 1 - σ(x) loses every digit where σ(x) rounds to 1; σ(-x) loses none.
                if self.value(one) == 1 and self.kind(other) == "negative":
                    inner = self.parts(other)[0]
                    if self.kind(inner) == LOGISTIC:
                        return self.call(LOGISTIC, self.negative(self.parts(inner)[0]))
        return self.node(Operation("add", tuple(terms)))

    def product(self, factors: list[int]) -> int:
        """The product of the factors, from left to right, its sign in front."""
        constant = Fraction(1)
        kept: list[int] = []
        for factor in factors:
            index = factor
            if self.kind(index) == "negative":
                constant, index = -constant, self.parts(index)[0]
            inside = [index]
            if self.kind(index) == "multiply" and self.value(self.parts(index)[0]) is not None:
                inside = list(self.parts(index))  # 1/2 · (2 · x) is x
            for part in inside:
                value = self.value(part)
                if value is None:
                    kept.append(part)
                else:
                    constant *= value
        if not kept or not constant:
            return self.constant(constant)
        if len(kept) == 2:
            kept.sort()
        if abs(constant) != 1:
            kept.insert(0, self.constant(abs(constant)))
        made = kept[0] if len(kept) == 1 else self.node(Operation("multiply", tuple(kept)))
        return made if constant > 0 else self.negative(made)

    def quotient(self, above: int, below: int) -> int:
        """The fraction of the two, its sign in front."""
        sign = 1
        if self.kind(above) == "negative":
            sign, above = -sign, self.parts(above)[0]
        if self.kind(below) == "negative":
            sign, below = -sign, self.parts(below)[0]
        a, b = self.value(above), self.value(below)
        made: int | None = None
        if a is not None and b:
            made = self.constant(a / b)
        elif b == 1:
            made = above
        else:
            made = self._logistic(above, below)
        if made is None:
            made = self.node(Operation("divide", (above, below)))
        return made if sign > 0 else self.negative(made)

    def _logistic(self, above: int, below: int) -> int | None:
        """1 / (1 + e^x), e^x / (1 + e^x) and e^x / (1 + e^x)^2, in a form that cannot overflow."""
        squared = self.kind(below) == "power" and self.value(self.parts(below)[1]) == 2
        base = self.parts(below)[0] if squared else below
        exponent = self._one_plus_exp(base)
        if exponent is None:
            return None
        falling = self.call(LOGISTIC, self.negative(exponent))
        rising = self.call(LOGISTIC, exponent)
        if self.value(above) == 1 and not squared:
            return falling
        if self._exponent(above) == exponent:
            return self.product([rising, falling]) if squared else rising
        return None

    def _one_plus_exp(self, index: int) -> int | None:
        if self.kind(index) != "add" or len(self.parts(index)) != 2:
            return None
        for one, other in (self.parts(index), self.parts(index)[::-1]):
            if self.value(one) == 1:
                return self._exponent(other)
        return None

    def _exponent(self, index: int) -> int | None:
        return self.parts(index)[0] if self.kind(index) == "exp" else None

    def power(self, base: int, exponent: int) -> int:
        """A power."""
        value = self.value(exponent)
        if value == 1:
            return base
        if value == 0:
            return self.constant(1)
        own = self.value(base)
        whole = value is not None and value.denominator == 1 and abs(value) <= MAX_EXPONENT
        if own is not None and value is not None and whole and (own or value > 0):
            return self.constant(own ** int(value))
        return self.node(Operation("power", (base, exponent)))

    def call(self, name: str, *args: int) -> int:
        """A known function of something."""
        if name in _RECIPROCALS:
            return self.quotient(self.constant(1), self.call(_RECIPROCALS[name], *args))
        if name == "deg":
            return self.product([args[0], self.node(Operation("degree"))])
        return self.node(Operation(name, args))


class Compiler:
    """Puts trees into a graph.

    Args:
        values: what the check knows of values: how a page's function expands.
        givens: the quantities that the reader may change, in their order.
        graph: what to put them into, if not a graph of its own.
        shown: where it is given, a printed number is the number as it is shown and not what it
            stands for. Of each, by where it stands: its place among the shown numbers, and whether
            it is shown with the sign that stands before it.
        exact: compiles what a symbol means, where printed numbers are taken as shown.
        later: by the identity of a definition, the quantity that it is after so many steps of a
            course, and which givens, by their places, have a value of their own then.
        updated: of each course, the places of the givens that its steps change.
    """

    def __init__(  # noqa: PLR0913 - all but two are for the page as a whole
        self,
        values: Values,
        givens: Iterable[Definition],
        *,
        graph: Graph | None = None,
        shown: Mapping[int, tuple[int, bool]] | None = None,
        exact: Compiler | None = None,
        later: Mapping[int, tuple[Node, int, int, tuple[tuple[int, Fraction], ...]]] | None = None,
        updated: Sequence[Collection[int]] = (),
    ) -> None:
        self.graph = graph or Graph()
        self._values = values
        self._shown = shown
        self._exact = exact
        self._later = later or {}
        self._updated = updated
        self._after: dict[tuple[int, int, tuple[tuple[int, Fraction], ...]], Compiler] = {}
        self._named = True
        self._memo: dict[int, int] = {}
        self._data: dict[int, int] = {}
        self._given: dict[int, int] = {}
        self._givens = tuple(givens)
        for k, definition in enumerate(self._givens):
            index = self.graph.given(k)
            self.graph.names.setdefault(index, definition.name)
            self._enter(definition, index)

    def _enter(self, definition: Definition, index: int) -> None:
        """Take a node of the graph for a given, and for the number that the page prints for it."""
        self._given[id(definition)] = index
        node = definition.node
        degrees = isinstance(node, Call) and node.name == "deg"
        if isinstance(node, Call) and degrees:
            self._given[id(definition)] = self.graph.call("deg", index)
            node = node.args[0]
        # The digits that the page prints for it are the number without its sign.
        if isinstance(node, Num):
            self._data[id(node)] = index
        elif isinstance(node, Neg) and isinstance(node.arg, Num):
            self._data[id(node.arg)] = self.graph.negative(index)

    def add(self, node: Node) -> int:
        """The index of a tree in the graph. Raises `UnknownValueError` where it has no value."""
        key = id(node)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._add(node)
        return found

    def _add(self, node: Node) -> int:
        graph = self.graph
        match node:
            case Num():
                found = self._data.get(id(node))
                return graph.constant(node.value) if found is None else found
            case Stand():
                if self._shown is not None:
                    return self._as_shown(node)
                return self.add(node.source)
            case Ref():
                return self._definition(node.definition)
            case Add():
                return graph.total([self.add(term) for term in node.terms])
            case Neg():
                return graph.negative(self.add(node.arg))
            case Mul():
                return graph.product([self.add(factor) for factor in node.factors])
            case Div():
                return graph.quotient(self.add(node.num), self.add(node.den))
            case Pow():
                return graph.power(self.add(node.base), self.add(node.exp))
            case Call():
                return self._call(node)
            case Opaque():
                raise UnknownValueError(node.reason)
            case _:
                raise UnknownValueError("this is not a number")

    def _as_shown(self, node: Stand) -> int:
        found = (self._shown or {}).get(node.num.start)
        if found is None:
            return self.graph.constant(node.num.value)
        place, signed = found
        made = self.graph.shown(place)
        return self.graph.negative(made) if signed else made

    def _definition(self, definition: Definition) -> int:
        if self._exact is not None:
            return self._exact._definition(definition)  # noqa: SLF001 - one of its own kind
        found = self._given.get(id(definition))
        if found is None and id(definition) in self._later:
            quantity, course, steps, at = self._later[id(definition)]
            return self.after(course, steps, at).add(quantity)
        if found is None:
            found = self.add(definition.require())
            if self._named and self.graph.kind(found) not in ("constant", "given", "shown"):
                version = f"_{definition.version}" if definition.version else ""
                self.graph.names.setdefault(found, definition.name + version)
        return found

    def after(self, course: int, steps: int, at: tuple[tuple[int, Fraction], ...]) -> Compiler:
        """One that compiles what quantities are after so many steps, into the same graph."""
        found = self._after.get((course, steps, at))
        if found is None:
            graph = self.graph
            found = self._after[course, steps, at] = Compiler(self._values, (), graph=graph)
            found._named = False
            givens = tuple(map(graph.given, range(len(self._givens))))
            state = graph.node(Operation("after", givens, Fraction(steps), course))
            graph.names[state] = f"after_{steps}"
            new = {place: graph.constant(value) for place, value in at}
            for k, definition in enumerate(self._givens):
                moved = graph.node(Operation("entry", (state,), place=k))
                kept = moved if k in self._updated[course] else graph.given(k)
                found._enter(definition, new.get(k, kept))
        return found

    def _call(self, node: Call) -> int:
        if node.function is not None:
            return self.add(self._values.expand(node))
        name = node.name
        if name == "pi":
            return self.graph.node(Operation("pi"))
        if name == "log" and self._values.log_base:
            name = f"log{self._values.log_base}"
        if node.order or (name not in _FUNCTIONS and name not in _RECIPROCALS and name != "deg"):
            raise UnknownValueError(f"the function {name} is not known")
        return self.graph.call(name, *(self.add(arg) for arg in node.args))


# -- writing -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """Writes the nodes that are needed, each once, the ones used only once in place."""

    graph: Graph
    uses: dict[int, int] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def count(self, outputs: Iterable[int]) -> None:
        stack = list(outputs)
        while stack:
            index = stack.pop()
            self.uses[index] = self.uses.get(index, 0) + 1
            if self.uses[index] == 1:
                stack.extend(self.graph.parts(index))

    def name(self, index: int) -> str:
        wanted = identifier(self.graph.names.get(index, "")) or "t"
        name, k = wanted, 1
        while name in self.taken or name in _RESERVED or name == "t":
            name = f"{wanted}{'' if wanted == 't' else '_'}{k}"
            k += 1
        self.taken.add(name)
        return name


def identifier(name: str) -> str:
    """What JavaScript may call a quantity of the page: ``∂Loss/∂w_{11}`` is ``dLoss_dw_11``."""
    text = name.replace("∂", "d").replace("/", "_").replace("\\", "").replace("'", "_prime")
    text = unicodedata.normalize("NFKD", text)
    text = re.sub(r"[^0-9A-Za-z_]+", "_", re.sub(r"[{}^]", "", text)).strip("_")
    return f"_{text}" if text[:1].isdigit() else text


def javascript(graph: Graph, outputs: list[int], givens: int) -> str:
    """A function from an array of the givens to the array of the outputs, as JavaScript.

    Where a second argument is false, what is after some steps is left as it was before them.
    """
    names, lines, results = _statements(graph, outputs, givens)
    body = "".join(f"  {line}\n" for line in lines)
    return f"([{', '.join(names)}], later = true) => {{\n{body}  return [{', '.join(results)}];\n}}"


def repetition(graph: Graph, updates: Mapping[int, int], givens: int) -> str:
    """A function from the givens and a number of steps to the givens after them, as JavaScript.

    Args:
        graph: what a step computes.
        updates: by the place of each given that a step changes: the node that it becomes.
        givens: how many givens there are.
    """
    names, lines, results = _statements(graph, list(updates.values()), givens)
    names = [name or f"_{k}" for k, name in enumerate(names)]
    body = "".join(f"    {line}\n" for line in lines)
    changed = ", ".join(names[place] for place in updates)
    every = ", ".join(names)
    return (
        f"([{every}], steps) => {{\n  for (; steps > 0; steps -= 1) {{\n{body}"
        f"    [{changed}] = [{', '.join(results)}];\n  }}\n  return [{every}];\n}}"
    )


def _statements(
    graph: Graph, outputs: list[int], givens: int
) -> tuple[list[str], list[str], list[str]]:
    """The names of the givens that are needed, the assignments, and the outputs."""
    writer = _Writer(graph)
    writer.count(outputs)
    needed = sorted(writer.uses)
    inputs = {graph.operations[i].place: i for i in needed if graph.kind(i) == "given"}
    for k in range(givens):
        if k in inputs:
            writer.written[inputs[k]] = writer.name(inputs[k])
    names = [writer.written[inputs[k]] if k in inputs else "" for k in range(givens)]
    for index in needed:
        op = graph.kind(index)
        if op in ("given", "constant", "negative"):
            continue
        if writer.uses[index] == 1 and index not in graph.names:
            continue
        text = _expression(writer, index, _SUM, top=True)
        writer.written[index] = writer.name(index)
        writer.lines.append(f"const {writer.written[index]} = {text};")
    return names, writer.lines, [_expression(writer, index, _SUM) for index in outputs]


def _expression(writer: _Writer, index: int, level: int, *, top: bool = False) -> str:
    """A node as an operand of something that binds as tightly as ``level``."""
    if not top and index in writer.written:
        return writer.written[index]
    text, own = _operation(writer, index)
    return text if own >= level else f"({text})"


def _operation(writer: _Writer, index: int) -> tuple[str, int]:
    graph = writer.graph

    def write(part: int, level: int) -> str:
        return _expression(writer, part, level)

    op = graph.kind(index)
    parts = graph.parts(index)
    if op == "constant":
        value = graph.value(index) or Fraction(0)
        text = (
            str(value.numerator)
            if value.denominator == 1 and abs(value) < 10**15
            else repr(float(value))
        )
        return text, _UNARY if value < 0 else _ATOM
    if op == "add":
        text = write(parts[0], _SUM)
        for part in parts[1:]:
            if graph.kind(part) == "negative" and part not in writer.written:
                text += f" - {write(graph.parts(part)[0], _PRODUCT)}"
            else:
                text += f" + {write(part, _PRODUCT)}"
        return text, _SUM
    if op == "negative":
        return f"-{write(parts[0], _UNARY)}".replace("--", "- -"), _UNARY
    if op == "multiply":
        return " * ".join(
            [write(parts[0], _PRODUCT), *(write(p, _UNARY) for p in parts[1:])]
        ), _PRODUCT
    if op == "divide":
        return f"{write(parts[0], _PRODUCT)} / {write(parts[1], _UNARY)}", _PRODUCT
    if op == "power":
        if graph.value(parts[1]) == 2 and parts[0] in writer.written:
            return f"{write(parts[0], _UNARY)} * {write(parts[0], _UNARY)}", _PRODUCT
        # JavaScript has no -x ** 2.
        return f"{write(parts[0], _ATOM)} ** {write(parts[1], _POWER)}", _POWER
    if op == "pi":
        return "Math.PI", _ATOM
    if op == "degree":
        return "(Math.PI / 180)", _ATOM
    arguments = ", ".join(write(part, _SUM) for part in parts)
    if op == "after":
        _, _, steps, course = graph.operations[index]
        return f"after[{course}]([{arguments}], later && {steps})", _ATOM
    if op == "entry":
        return f"{write(parts[0], _ATOM)}[{graph.operations[index].place}]", _ATOM
    return f"{_FUNCTIONS.get(op, op)}({arguments})", _ATOM


def exactly(graph: Graph, outputs: list[int]) -> str:
    """A function from the givens and the numbers as shown, all rational, to the outputs.

    It computes with whatever ``add``, ``multiply``, ``divide``, ``power`` and ``number`` it is
    handed, so that ``live.js`` can have it done without any rounding.
    """
    names: dict[int, str] = {}
    lines: list[str] = []
    uses: dict[int, int] = {}
    stack = list(outputs)
    while stack:
        index = stack.pop()
        uses[index] = uses.get(index, 0) + 1
        if uses[index] == 1:
            stack.extend(graph.parts(index))

    def write(index: int) -> str:
        if index in names:
            return names[index]
        op, parts, value, place = graph.operations[index]
        if op == "constant":
            return f"number({value.numerator}n, {value.denominator}n)"
        if op in ("given", "shown"):
            return f"{op}[{place}]"
        if op == "power":
            return f"power({write(parts[0])}, {graph.value(parts[1])})"
        return f"{op}({', '.join(map(write, parts))})"

    for index in sorted(uses):
        if uses[index] > 1 and graph.parts(index):
            text = write(index)
            names[index] = f"r{len(names)}"
            lines.append(f"const {names[index]} = {text};")
    results = ", ".join(write(index) for index in outputs)
    body = "".join(f"  {line}\n" for line in lines)
    tools = "{ add, negative, multiply, divide, power, number }"
    return f"(given, shown, {tools}) => {{\n{body}  return [{results}];\n}}"


def rational(graph: Graph, index: int) -> bool:
    """Whether a node is made of rational numbers by the four operations and whole powers alone."""
    seen: set[int] = set()
    stack = [index]
    while stack:
        top = stack.pop()
        if top in seen:
            continue
        seen.add(top)
        kind, parts, _, _ = graph.operations[top]
        if kind not in _RATIONAL:
            return False
        if kind == "power":
            value = graph.value(parts[1])
            if value is None or value.denominator != 1 or abs(value) > MAX_EXPONENT:
                return False
        stack.extend(parts)
    return True


# -- computing -----------------------------------------------------------------------------------

_IN_PYTHON: dict[str, Callable[..., float]] = {
    "exp": math.exp, "ln": math.log, "log": math.log, "log10": math.log10, "log2": math.log2,
    "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "tan": math.tan, "arcsin": math.asin,
    "arccos": math.acos, "arctan": math.atan, "sinh": math.sinh, "cosh": math.cosh,
    "tanh": math.tanh, "abs": abs, "max": max, "min": min,
    "add": lambda *terms: sum(terms), "multiply": lambda *factors: math.prod(factors),
    "negative": operator.neg, "divide": operator.truediv, "power": operator.pow,
    "pi": lambda: math.pi, "degree": lambda: math.pi / 180,
    LOGISTIC: lambda x: math.exp(x) / (1 + math.exp(x)) if x < 0 else 1 / (1 + math.exp(-x)),
}  # fmt: skip

_OF_TWO: dict[str, Callable[..., float]] = {"add": operator.add, "multiply": operator.mul}


def evaluator(graph: Graph, outputs: list[int]) -> Callable[[list[float]], list[float]]:
    """The function that the browser will compute, from the givens to the outputs.

    It raises `ArithmeticError` or `ValueError` where a number overflows or is none.
    """
    needed: set[int] = set()
    stack = list(outputs)
    while stack:
        index = stack.pop()
        if index not in needed:
            needed.add(index)
            stack.extend(graph.parts(index))
    # As Python, for a training asks for it thousands of times: v7 = f7(v3, v4).
    lines = []
    known: dict[str, object] = {}
    for index in sorted(needed):
        kind, parts, value, place = graph.operations[index]
        if kind == "given":
            lines.append(f"v{index} = state[{place}]")
        elif kind == "constant":
            known[f"v{index}"] = float(value)
        else:
            of_two = _OF_TWO.get(kind) if len(parts) == 2 else None
            known[f"f{index}"] = of_two or _IN_PYTHON[kind]
            lines.append(f"v{index} = f{index}({', '.join(f'v{part}' for part in parts)})")
    lines.append(f"return [{', '.join(f'v{index}' for index in outputs)}]")
    exec("def evaluate(state):\n " + "\n ".join(lines), known)  # noqa: S102 -- of numbers alone
    return cast("Callable[[list[float]], list[float]]", known["evaluate"])
