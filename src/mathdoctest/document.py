"""What a page's names mean: versioned definitions, functions, and trees bound to them.

Binding turns every symbol into a reference to one version of one quantity, works matrices out cell
by cell, writes sums out term by term, and replaces a derivative by what the page's own definitions
make of it. After binding, every tree is a scalar expression or an array of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mathdoctest.evaluate import SAMPLES, UnknownValueError, Values, differentiate, number
from mathdoctest.latex import KNOWN_FUNCTIONS, Chain, Names
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Deriv,
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
    Sum,
    Sym,
    children,
    walk,
)

MAX_TERMS = 2_000
"""A sum or a matrix is written out to at most so many terms or cells."""

_INDEX = re.compile(r"[a-z]")


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
    wrt: Definition | None = None
    """For a derivative: the quantity that is varied."""
    page: str = ""
    """The page that defines it."""
    _random: list[float] | None = None

    @property
    def free(self) -> bool:
        """Whether random values may replace it: a datum, or something of unknown value."""
        return self.given or self.node is None

    def require(self) -> Node:
        """What it is defined as. Raises `UnknownValueError` where that is not known."""
        if self.node is None:
            raise UnknownValueError(self.reason or f"{self.latex} has no known value")
        return self.node

    def random_values(self, values: Values) -> list[float]:
        """Random values of a datum, near the page's own so that roots and logarithms stay real."""
        if self._random is None:
            chooser = random.Random(f"{self.name} {self.version}")
            here = values.known(self.node) if self.node is not None else None
            try:
                centre = float(here) if here is not None else chooser.uniform(0.4, 1.6)
            except OverflowError:
                centre = 1.0
            self._random = [
                centre * chooser.uniform(0.72, 1.36) if centre else chooser.uniform(-0.5, 0.5) for _ in range(SAMPLES)
            ]
        return self._random


@dataclass(slots=True, eq=False)
class Function:
    """A function that a page declares."""

    name: str
    params: tuple[str, ...]
    body: Node | None
    start: int
    line: int
    alternatives: dict[int, list[Node]] = field(default_factory=dict)
    """Other bodies that the page gives, by order of derivative."""
    _derived: dict[int, Node] = field(default_factory=dict)

    def derived(self, order: int, values: Values) -> Node:
        """The body, differentiated ``order`` times. Raises `UnknownValueError`."""
        if self.body is None:
            raise UnknownValueError(f"the function {self.name} is not understood")
        if order == 0:
            return self.body
        if order > 3 or len(self.params) != 1:
            raise UnknownValueError("a derivative of this kind is not known")
        found = self._derived.get(order)
        if found is None:
            inner = self.derived(order - 1, values)
            found = differentiate(inner, 0, {}, values) or number(0, inner)
            self._derived[order] = found
        return found


@dataclass(frozen=True, slots=True)
class Statement:
    """One chain of one formula, with what the document needs to know of its place."""

    chain: Chain
    formula: int
    line: int
    section: int
    display: bool


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that means nothing here."""

    start: int
    end: int
    name: str
    kind: str
    """``symbol``, ``function``, ``index`` or ``loose``."""


def name_of(node: Node) -> str:
    """The name of a symbol or of a derivative; empty for anything else."""
    if isinstance(node, Sym):
        return node.name
    if isinstance(node, Deriv):
        of, wrt = name_of(node.of), name_of(node.wrt)
        return f"∂{of}/∂{wrt}" if of and wrt else ""
    return ""


def is_datum(node: Node) -> bool:
    """Whether a tree is a literal, or an array of literals, and nothing else."""
    if isinstance(node, Num):
        return True
    if isinstance(node, Neg):
        return isinstance(node.arg, Num)
    if isinstance(node, Call):
        return node.name == "deg" and is_datum(node.args[0])
    if isinstance(node, Arr):
        return all(is_datum(cell) for row in node.rows for cell in row)
    return False


class Document:
    """The names of one page, in reading order."""

    def __init__(
        self,
        statements: list[Statement],
        names: Names,
        values: Values,
        text: str,
        path: str = "",
        base: Document | None = None,
    ) -> None:
        self.statements = statements
        self.names = names
        self.values = values
        self.text = text
        self.path = path
        self.definitions: dict[str, list[Definition]] = {}
        self.functions: dict[str, Function] = {}
        self.unresolved: list[Unresolved] = []
        self.defined_by: dict[int, Definition | Function] = {}
        """What each statement defines."""
        self._definers: dict[str, list[int]] = {}
        self._function_definers: dict[str, int] = {}
        self._binding: set[int] = set()
        self._closures: dict[int, frozenset[int]] = {}
        self._templates: dict[str, list[tuple[str, int]]] = {}
        if base is not None:
            self._import(base)
        for k, statement in enumerate(statements):
            self._note(k, statement.chain)

    def _import(self, base: Document) -> None:
        """Take over another page's names, each as it was before any update."""
        for name, versions in base.definitions.items():
            self.definitions[name] = [versions[0]]
        self.functions.update(base.functions)

    def _note(self, k: int, chain: Chain) -> None:
        if len(chain.parts) < 2 or chain.parts[0].relation:
            return
        first, second = chain.parts[0].node, chain.parts[1]
        if second.relation not in ("=", "\\approx", "\\leftarrow"):
            return
        if isinstance(first, Call) and first.order == 0 and first.args and first.name not in KNOWN_FUNCTIONS:
            if all(isinstance(arg, Sym) for arg in first.args):
                self._function_definers.setdefault(first.name, k)
            return
        name = name_of(first)
        if name and second.relation != "\\leftarrow":
            self._definers.setdefault(name, []).append(k)
            # a = b = 0.5 with b never defined alone gives both.
            for part in chain.parts[1:-1]:
                inner = name_of(part.node)
                if not inner:
                    break
                self._definers.setdefault(inner, []).append(k)

    # -- looking names up --------------------------------------------------------------------------

    def lookup(self, name: str, now: int, prefer: frozenset[int] = frozenset()) -> Definition | None:
        """The version of a quantity that a statement means; a later definition if none came before."""
        versions = self.definitions.get(name)
        if not versions:
            for k in self._definers.get(name, ()):
                if k > now and k not in self._binding:
                    self.define(k)
                    versions = self.definitions.get(name)
                    if versions:
                        break
        if not versions:
            return None
        if len(versions) > 1 and prefer:
            chosen = [v for v in versions if id(v) in prefer]
            if len(chosen) == 1:
                return chosen[0]
        return versions[-1]

    def closure(self, definition: Definition) -> frozenset[int]:
        """The identities of all the definitions that one was built from."""
        key = id(definition)
        found = self._closures.get(key)
        if found is None:
            seen: set[int] = set()
            stack = [definition]
            while stack:
                top = stack.pop()
                if id(top) in seen:
                    continue
                seen.add(id(top))
                if top.node is not None:
                    stack.extend(n.definition for n in _references(top.node))
                stack.extend(cell for row in top.cells for cell in row)
            found = frozenset(seen)
            self._closures[key] = found
        return found

    def has_versions(self) -> bool:
        """Whether any quantity was updated yet."""
        return any(len(v) > 1 for v in self.definitions.values())

    # -- defining ----------------------------------------------------------------------------------

    def define(self, k: int) -> Definition | Function | None:
        """What statement ``k`` defines, made on first need; nothing if it defines nothing new."""
        if k in self.defined_by:
            return self.defined_by[k]
        if k in self._binding:
            return None
        chain = self.statements[k].chain
        if len(chain.parts) < 2 or chain.parts[0].relation:
            return None
        first, second = chain.parts[0].node, chain.parts[1]
        self._binding.add(k)
        try:
            if isinstance(first, Call):
                return self._define_function(k, first, second.node)
            name = name_of(first)
            if not name or second.relation not in ("=", "\\approx") or self.definitions.get(name):
                return None
            if isinstance(first, Sym) and self._component(first) is not None:
                return None
            if isinstance(first, Deriv) and self._derivative(first, k, frozenset()) is not None:
                return None
            source = second.node
            for part in chain.parts[1:]:
                source = part.node
                inner = name_of(source)
                if not inner or self.definitions.get(inner) or self._definers.get(inner, [k])[0] != k:
                    break
                if isinstance(source, Deriv) and self._derivative(source, k, frozenset()) is not None:
                    break
            return self._make(k, first, name, source)
        finally:
            self._binding.discard(k)

    def _make(self, k: int, first: Node, name: str, source: Node) -> Definition:
        statement = self.statements[k]
        latex = self.text[first.start : first.end]
        definition = Definition(name, latex, first.start, statement.line, page=self.path)
        if isinstance(first, Deriv):
            definition.derivative = True
            for part in (first.of, first.wrt):
                if isinstance(part, Sym) and self.resolve(part, k, frozenset()) is None:
                    self.unresolved.append(Unresolved(part.start, part.end, part.name, "symbol"))
        bound = self.bind(source, k)
        self.attach(definition, bound)
        definition.given = is_datum(source)
        self.definitions.setdefault(name, []).append(definition)
        self.defined_by[k] = definition
        return definition

    def attach(self, definition: Definition, bound: Node) -> None:
        """Give a definition its expression; an array's cells become definitions of their own."""
        if not isinstance(bound, Arr):
            if isinstance(bound, Opaque):
                definition.reason = bound.reason
            definition.node = bound
            return
        definition.flat = bound.flat
        rows: list[tuple[Definition, ...]] = []
        for i, row in enumerate(bound.rows, 1):
            cells = []
            for j, cell in enumerate(row, 1):
                sub = str(j if bound.flat or len(bound.rows) == 1 else i if len(row) == 1 else f"{i},{j}")
                base, brace, outer = definition.name.partition("_{")
                inner = f"{outer.rstrip('}')},{sub}" if brace else sub
                latex = definition.latex
                latex = f"{latex[:-1]},{sub}}}" if brace and latex.endswith("}") else f"{latex}_{{{sub}}}"
                made = Definition(
                    f"{base}_{{{inner}}}", latex, definition.start, definition.line,
                    definition.version, cell, is_datum(cell), page=self.path,
                )  # fmt: skip
                cells.append(made)
            rows.append(tuple(cells))
        definition.cells = tuple(rows)
        definition.node = None
        definition.reason = f"{definition.latex} is a matrix"

    def update(self, k: int, first: Sym, bound: Node) -> Definition:
        """A new version of a quantity."""
        before = self.definitions.setdefault(first.name, [])
        definition = Definition(
            first.name, self.text[first.start : first.end], first.start, self.statements[k].line, len(before),
            page=self.path,
        )  # fmt: skip
        self.attach(definition, bound)
        before.append(definition)
        self.defined_by[k] = definition
        return definition

    def _define_function(self, k: int, first: Call, source: Node) -> Function | None:
        if first.order or first.name in self.functions or first.name in KNOWN_FUNCTIONS:
            return None
        if not first.args or not all(isinstance(arg, Sym) for arg in first.args):
            return None
        params = tuple(arg.name for arg in first.args if isinstance(arg, Sym))
        function = Function(first.name, params, None, first.start, self.statements[k].line)
        self.functions[first.name] = function
        scope = {name: i for i, name in enumerate(params)}
        body = self.bind(source, k, scope)
        function.body = body if not isinstance(body, Arr) else None
        self.defined_by[k] = function
        return function

    # -- binding -----------------------------------------------------------------------------------

    def bind(
        self,
        node: Node,
        now: int,
        params: Mapping[str, int] | None = None,
        prefer: frozenset[int] = frozenset(),
    ) -> Node:
        """A tree with every symbol resolved as statement ``now`` means it."""
        return _Binder(self, now, params or {}, prefer).bind(node)

    def _component(self, sym: Sym, now: int = -1) -> Definition | None:
        """The cell of an array that a subscript means: ``x_1`` of ``x = [1, 2]``."""
        if not sym.sub:
            return None
        base = sym.name[: -len(f"_{{{sym.sub}}}")]
        versions = self.definitions.get(base)
        outer = ""
        sub = sym.sub
        if not versions and "," in sub:
            outer, _, sub = sub.partition(",")
            versions = self.definitions.get(f"{base}_{{{outer}}}")
        if not versions or not versions[-1].cells:
            return None
        definition = versions[-1]
        digits = [int(p) for p in sub.split(",") if p.isdigit()]
        if len(digits) != len(sub.split(",")):
            return None
        cells = definition.cells
        single = len(cells) == 1 or len(cells[0]) == 1
        if single and len(digits) == 1:
            line = cells[0] if len(cells) == 1 else tuple(row[0] for row in cells)
            return line[digits[0] - 1] if 0 < digits[0] <= len(line) else None
        if len(digits) == 1 and len(sub) == 2:
            digits = [int(sub[0]), int(sub[1])]
        if len(digits) == 2 and 0 < digits[0] <= len(cells) and 0 < digits[1] <= len(cells[0]):
            return cells[digits[0] - 1][digits[1] - 1]
        return None

    def resolve(self, sym: Sym, now: int, prefer: frozenset[int]) -> Definition | None:
        """The quantity that a symbol means in a statement."""
        definition = self.lookup(sym.name, now, prefer)
        if definition is None:
            definition = self._component(sym, now)
            if definition is None and sym.sub:
                base = sym.name[: -len(f"_{{{sym.sub}}}")]
                if self.lookup(base, now, prefer) is not None:
                    definition = self._component(sym, now)
        if definition is not None:
            definition.uses += 1
        return definition

    def _derivative(self, node: Deriv, now: int, prefer: frozenset[int]) -> Node | None:
        """A derivative by the page's own definitions; nothing where they do not tell it."""
        of = node.of
        if not isinstance(of, Sym):
            return None
        above = self.resolve(of, now, prefer)
        if above is None or above.cells or not isinstance(node.wrt, Sym):
            return None
        closure = self.closure(above)
        below = self.resolve(node.wrt, now, closure)
        if below is None:
            return None
        if below.cells:
            rows = []
            for row in below.cells:
                made = [self._partial(node, above, cell) for cell in row]
                if any(cell is None for cell in made):
                    return None
                rows.append(tuple(cell for cell in made if cell is not None))
            return Arr(node.start, node.end, tuple(rows), below.flat)
        return self._partial(node, above, below)

    def _partial(self, node: Deriv, above: Definition, below: Definition) -> Node | None:
        name = f"∂{above.name}/∂{below.name}"
        if above.version or below.version:
            name += f" {above.version} {below.version}"
        found = self.definitions.get(name)
        if found:
            found[0].uses += 1
            return Ref(node.start, node.end, found[0])
        try:
            made = differentiate(Ref(node.of.start, node.of.end, above), below, {}, self.values)
        except (UnknownValueError, RecursionError):
            return None
        if made is None:
            if id(below) not in self.closure(above) and self._numeric_inside(above):
                return None
            made = number(0, node)
        latex = f"\\frac{{\\partial {above.latex}}}{{\\partial {below.latex}}}"
        definition = Definition(name, latex, node.start, 0, node=made, derivative=True, wrt=below, page=self.path)
        self.definitions[name] = [definition]
        return Ref(node.start, node.end, definition)

    def _numeric_inside(self, definition: Definition) -> bool:
        """Whether something that it is built from was given in numbers only, so that paths are lost."""
        seen: set[int] = set()
        stack = [definition]
        while stack:
            top = stack.pop()
            if id(top) in seen:
                continue
            seen.add(id(top))
            if top.given:
                continue
            if top.node is None:
                return True
            inside = _references(top.node)
            if not inside:
                return True
            if any(isinstance(n, (Stand, Opaque)) for n in walk(top.node)):
                return True
            stack.extend(n.definition for n in inside)
        return False


def _references(node: Node) -> list[Ref]:
    found: list[Ref] = []
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Ref):
            found.append(top)
        elif isinstance(top, Stand):
            stack.append(top.source)
        else:
            stack.extend(children(top))
    return found


class _Binder:
    """One walk over one tree."""

    def __init__(self, document: Document, now: int, params: Mapping[str, int], prefer: frozenset[int]) -> None:
        self.document = document
        self.now = now
        self.params = params
        self.prefer = prefer
        self.index: dict[str, int] = {}

    def bind(self, node: Node) -> Node:
        if isinstance(node, Num):
            return node
        if isinstance(node, Sym):
            return self._symbol(node)
        if isinstance(node, Neg):
            return _each(self.bind(node.arg), lambda cell: Neg(node.start, node.end, cell))
        if isinstance(node, Add):
            return self._sum_of(node, [self.bind(term) for term in node.terms])
        if isinstance(node, Mul):
            return self._product_of(node, [self.bind(factor) for factor in node.factors])
        if isinstance(node, Div):
            num, den = self.bind(node.num), self.bind(node.den)
            if isinstance(den, Arr):
                if isinstance(num, Arr) and num.shape == den.shape:
                    return _zip(node, num, den, lambda a, b: Div(node.start, node.end, a, b))
                return Opaque(node.start, node.end, "a division by a matrix")
            return _each(num, lambda cell: Div(node.start, node.end, cell, den))
        if isinstance(node, Pow):
            return self._power_of(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Deriv):
            return self._deriv(node)
        if isinstance(node, Sum):
            return self._sum(node)
        if isinstance(node, Arr):
            return self._array(node)
        return node

    def _symbol(self, node: Sym) -> Node:
        if node.name in self.params:
            return Param(node.start, node.end, node.name, self.params[node.name])
        if self.index:
            if node.name in self.index and node.name not in self.document.definitions:
                return number(self.index[node.name], node)
            node = self._indexed(node)
        definition = self.document.resolve(node, self.now, self.prefer)
        if definition is None:
            if node.name.rstrip("'") in self.document.functions or (
                node.name.rstrip("'") in self.document._function_definers  # noqa: SLF001 - its own binder
            ):
                return Opaque(node.start, node.end, f"{node.name} is a function, not a number")
            kind = "symbol"
            self.document.unresolved.append(Unresolved(node.start, node.end, node.name, kind))
            return Opaque(node.start, node.end, f"{node.name} is not defined")
        if node.loose:
            self.document.unresolved.append(Unresolved(node.start, node.end, node.name, "loose"))
        if definition.cells:
            rows = tuple(tuple(Ref(node.start, node.end, cell) for cell in row) for row in definition.cells)
            return Arr(node.start, node.end, rows, definition.flat)
        return Ref(node.start, node.end, definition)

    def _indexed(self, node: Sym) -> Sym:
        """A symbol with a running index put in: ``T_i`` becomes ``T_3``."""
        name, sub, base = node.name, node.sub, node.base
        for letter, k in self.index.items():
            if sub:
                items = sub.split(",")
                put = [
                    str(k) if item == letter else item.replace(letter, str(k)) if len(item) <= 3 and letter in item else item
                    for item in items
                ]
                new = ",".join(put)
                if new != sub:
                    name = name[: len(name) - len(f"_{{{sub}}}")] + f"_{{{new}}}"
                    sub = new
            mark = f"^{{({letter})}}"
            if mark in name:
                name = name.replace(mark, f"^{{({k})}}")
        return Sym(node.start, node.end, name, base, sub)

    def _sum_of(self, node: Add, terms: list[Node]) -> Node:
        if not any(isinstance(term, Arr) for term in terms):
            return Add(node.start, node.end, tuple(terms))
        result = terms[0]
        for term in terms[1:]:
            result = _plus(node, result, term)
        return result

    def _product_of(self, node: Mul, factors: list[Node]) -> Node:
        if not any(isinstance(factor, Arr) for factor in factors):
            return Mul(node.start, node.end, tuple(factors), node.how)
        result = factors[0]
        for factor in factors[1:]:
            result = _times(node, result, factor)
        return result

    def _power_of(self, node: Pow) -> Node:
        base, exponent = self.bind(node.base), self.bind(node.exp)
        if isinstance(exponent, Arr):
            return _each(exponent, lambda cell: Pow(node.start, node.end, base, cell)) if not isinstance(base, Arr) else Opaque(node.start, node.end, "a matrix to the power of a matrix")
        if isinstance(base, Arr) and not base.flat and min(base.shape) > 1:
            return Opaque(node.start, node.end, "a power of a matrix")
        return _each(base, lambda cell: Pow(node.start, node.end, cell, exponent))

    def _call(self, node: Call) -> Node:
        args = tuple(self.bind(arg) for arg in node.args)
        s, e = node.start, node.end
        if node.name == "transpose":
            inner = args[0]
            if not isinstance(inner, Arr):
                return inner
            if inner.flat:
                return Arr(s, e, tuple((cell,) for cell in inner.rows[0]))
            return Arr(s, e, tuple(zip(*inner.rows, strict=True)))
        if node.name in ("max", "min"):
            cells = [cell for arg in args for cell in (_cells(arg) if isinstance(arg, Arr) else [arg])]
            return Call(s, e, node.name, tuple(cells))
        if node.name == "norm":
            squares = tuple(Pow(s, e, cell, number(2, node)) for cell in _cells(args[0]))
            return Call(s, e, "sqrt", (Add(s, e, squares) if len(squares) > 1 else squares[0],))
        function = None
        if node.name not in KNOWN_FUNCTIONS and node.name not in ("deg", "pi", "log2", "log10"):
            document = self.document
            function = document.functions.get(node.name)
            if function is None and node.name in document._function_definers:  # noqa: SLF001 - its own binder
                document.define(document._function_definers[node.name])  # noqa: SLF001
                function = document.functions.get(node.name)
            if function is None:
                document.unresolved.append(Unresolved(s, e, node.name, "function"))
            elif len(function.params) != len(args):
                return Opaque(s, e, f"{node.name} takes {len(function.params)} arguments, not {len(args)}")
        if len(args) == 1 and isinstance(args[0], Arr):
            return _each(args[0], lambda cell: Call(s, e, node.name, (cell,), node.order, function))
        if any(isinstance(arg, Arr) for arg in args):
            return Opaque(s, e, f"{node.name} of a matrix")
        return Call(s, e, node.name, args, node.order, function)

    def _deriv(self, node: Deriv) -> Node:
        document = self.document
        if not isinstance(node.of, Sym):
            of, wrt = self.bind(node.of), self.bind(node.wrt)
            if isinstance(wrt, Ref) and not isinstance(of, Arr):
                try:
                    return differentiate(of, wrt.definition, {}, document.values) or number(0, node)
                except (UnknownValueError, RecursionError) as error:
                    return Opaque(node.start, node.end, str(error))
            return Opaque(node.start, node.end, "a derivative that is not understood")
        of_sym = self._indexed(node.of) if self.index else node.of
        wrt_sym = self._indexed(node.wrt) if self.index and isinstance(node.wrt, Sym) else node.wrt
        plain = Deriv(node.start, node.end, of_sym, wrt_sym)
        found = document._derivative(plain, self.now, self.prefer)  # noqa: SLF001 - its own binder
        if found is not None:
            return found
        name = name_of(plain)
        definition = document.lookup(name, self.now, self.prefer) if name else None
        if definition is not None:
            definition.uses += 1
            if definition.cells:
                rows = tuple(tuple(Ref(node.start, node.end, cell) for cell in row) for row in definition.cells)
                return Arr(node.start, node.end, rows, definition.flat)
            return Ref(node.start, node.end, definition)
        for part in (of_sym, wrt_sym):
            if isinstance(part, Sym) and document.resolve(part, self.now, self.prefer) is None:
                document.unresolved.append(Unresolved(part.start, part.end, part.name, "symbol"))
        return Opaque(node.start, node.end, f"the page does not say what {name or 'this derivative'} is")

    def _sum(self, node: Sum) -> Node:
        s, e = node.start, node.end
        if not node.index:
            body = self.bind(node.body)
            cells = _cells(body) if isinstance(body, Arr) else [body]
            return self._fold(node, cells)
        bounds = self._bounds(node)
        if isinstance(bounds, Opaque):
            return bounds
        low, high = bounds
        if high - low + 1 > MAX_TERMS:
            return Opaque(s, e, f"a sum of more than {MAX_TERMS:,} terms")
        outer = dict(self.index)
        terms: list[Node] = []
        for k in range(low, high + 1):
            self.index = {**outer, node.index: k}
            terms.append(self.bind(node.body))
        self.index = outer
        if not terms:
            return number(0 if node.kind == "sum" else 1, node)
        return self._fold(node, terms)

    def _fold(self, node: Sum, terms: list[Node]) -> Node:
        s, e = node.start, node.end
        if len(terms) == 1:
            return terms[0]
        if node.kind == "prod":
            return self._product_of(Mul(s, e, ()), terms)
        return self._sum_of(Add(s, e, ()), terms)

    def _bounds(self, node: Sum) -> tuple[int, int] | Opaque:
        values = self.document.values

        def whole(part: Node) -> int | None:
            bound = self.bind(part)
            value = None if isinstance(bound, Arr) else values.known(bound)
            return int(value) if isinstance(value, Fraction) and value.denominator == 1 and abs(value) < 10**9 else None

        low = 1 if node.lower is None else whole(node.lower)
        high = whole(node.upper) if node.upper is not None else self._extent(node)
        if low is None or high is None:
            return Opaque(node.start, node.end, "a sum whose bounds are not known")
        return low, high

    def _extent(self, node: Sum) -> int | None:
        """How far an index runs that has no upper bound: as far as its symbols are defined."""
        for part in walk(node.body):
            if isinstance(part, Sym) and part.sub and node.index in part.sub:
                k = 0
                outer = dict(self.index)
                while k < MAX_TERMS:
                    self.index = {**outer, node.index: k + 1}
                    found = self.document.resolve(self._indexed(part), self.now, self.prefer)
                    self.index = outer
                    if found is None:
                        break
                    k += 1
                if k:
                    return k
        return None

    def _array(self, node: Arr) -> Node:
        rows = [[self.bind(cell) for cell in row] for row in node.rows]
        if any(isinstance(cell, Arr) for row in rows for cell in row):
            return Opaque(node.start, node.end, "a matrix inside a matrix")
        if sum(map(len, rows)) > MAX_TERMS:
            return Opaque(node.start, node.end, f"a matrix of more than {MAX_TERMS:,} cells")
        return Arr(node.start, node.end, tuple(map(tuple, rows)), node.flat)


def _cells(node: Node) -> list[Node]:
    if isinstance(node, Arr):
        return [cell for row in node.rows for cell in row]
    return [node]


def _each(node: Node, make: Callable[[Node], Node]) -> Node:
    """A scalar operation, on every cell of an array."""
    if not isinstance(node, Arr):
        return make(node)
    return Arr(node.start, node.end, tuple(tuple(make(cell) for cell in row) for row in node.rows), node.flat)


def _zip(like: Node, a: Arr, b: Arr, make: Callable[[Node, Node], Node]) -> Node:
    rows = tuple(tuple(make(x, y) for x, y in zip(p, q, strict=True)) for p, q in zip(a.rows, b.rows, strict=True))
    return Arr(like.start, like.end, rows, a.flat and b.flat)


def fit(a: Arr, b: Arr) -> Arr | None:
    """``b`` in the shape of ``a``, where a list may serve as a column; nothing where it does not fit."""
    if a.shape == b.shape:
        return b
    if b.flat and a.shape == (b.shape[1], 1):
        return Arr(b.start, b.end, tuple((cell,) for cell in b.rows[0]))
    if a.flat and b.shape == (a.shape[1], 1):
        return Arr(b.start, b.end, (tuple(row[0] for row in b.rows),), flat=True)
    return None


def _misfit(like: Node, a: Node, b: Node) -> Opaque:
    def shape(n: Node) -> str:
        return f"{n.shape[0]}×{n.shape[1]}" if isinstance(n, Arr) else "a number"

    return Opaque(like.start, like.end, f"the shapes {shape(a)} and {shape(b)} do not fit")


def _plus(like: Node, a: Node, b: Node) -> Node:
    s, e = like.start, like.end

    def join(x: Node, y: Node) -> Node:
        terms = (*(x.terms if isinstance(x, Add) else (x,)), y)
        return Add(s, e, terms)

    if isinstance(a, Arr) and isinstance(b, Arr):
        other = fit(a, b)
        return _misfit(like, a, b) if other is None else _zip(like, a, other, join)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return a if isinstance(a, Opaque) else b
    if isinstance(a, Arr):
        return _each(a, lambda cell: join(cell, b))
    if isinstance(b, Arr):
        return _each(b, lambda cell: join(a, cell))
    return join(a, b)


def _times(like: Mul, a: Node, b: Node) -> Node:
    s, e = like.start, like.end

    def scaled(x: Node, y: Node) -> Node:
        left = x.factors if isinstance(x, Mul) and not isinstance(x, Neg) else (x,)
        return Mul(s, e, (*left, y))

    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return a if isinstance(a, Opaque) else b
    if not isinstance(a, Arr):
        return _each(b, lambda cell: scaled(a, cell)) if isinstance(b, Arr) else scaled(a, b)
    if not isinstance(b, Arr):
        return _each(a, lambda cell: scaled(cell, b))
    if like.how == "odot":
        other = fit(a, b)
        return _misfit(like, a, b) if other is None else _zip(like, a, other, lambda x, y: Mul(s, e, (x, y)))
    return _matmul(like, a, b)


def _matmul(like: Mul, a: Arr, b: Arr) -> Node:
    s, e = like.start, like.end
    flat = False
    left, right = a.rows, b.rows
    if a.flat and b.flat:
        if a.shape != b.shape:
            return _misfit(like, a, b)
        right = tuple((cell,) for cell in b.rows[0])
    elif b.flat and a.shape[1] == b.shape[1] and a.shape[1] != 1:
        right = tuple((cell,) for cell in b.rows[0])
        flat = True
    elif b.flat and a.shape[1] == 1:
        flat = False
    elif a.flat and len(b.rows) == a.shape[1]:
        flat = True
    elif a.flat and len(b.rows) == 1:
        left = tuple((cell,) for cell in a.rows[0])
    if len(left[0]) != len(right):
        # Two rows of one shape under a dot: the elementwise product that a sum then collects.
        if a.shape == b.shape and like.how != "odot" and 1 in a.shape:
            return _zip(like, a, b, lambda x, y: Mul(s, e, (x, y)))
        return _misfit(like, a, b)
    if len(left) * len(right[0]) * len(right) > MAX_TERMS * 10:
        return Opaque(s, e, "a matrix product too large to write out")
    columns = tuple(zip(*right, strict=True))
    rows = tuple(
        tuple(_dot(like, row, column) for column in columns) for row in left
    )
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    if flat and len(rows[0]) == 1:
        rows = (tuple(row[0] for row in rows),)
    return Arr(s, e, rows, flat)


def _dot(like: Mul, row: Iterable[Node], column: Iterable[Node]) -> Node:
    terms = tuple(Mul(like.start, like.end, (x, y)) for x, y in zip(row, column, strict=True))
    return terms[0] if len(terms) == 1 else Add(like.start, like.end, terms)
