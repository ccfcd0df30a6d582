"""The derivatives that a page asks for, by its own definitions."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING

from mathdoctest.definitions import STEP, Definition, Lineage, references, step_of
from mathdoctest.derivative import differentiate, number
from mathdoctest.evaluate import UnknownValueError
from mathdoctest.general import fit_index, instance
from mathdoctest.names import name_of
from mathdoctest.outline import stem_of
from mathdoctest.tree import Arr, Deriv, Node, Opaque, Ref, Stand, Sym, literals, walk

if TYPE_CHECKING:
    from mathdoctest.document import Document


class Gradients:
    """Makes the derivatives of one page's quantities."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def derivative(self, node: Deriv, now: int, prefer: Container[int] | None) -> Node | None:
        """A derivative by the page's own definitions; nothing where they do not tell it."""
        found = self._differentiated(node, now, prefer)
        if found is None and isinstance(node.wrt, Sym) and name_of(node):
            # By an entry of W, where the page tells the derivative by all of W.
            entry = self.document.component(replace(node.wrt, name=name_of(node)))
            found = Ref(node.start, node.end, entry) if entry is not None else None
        return found or self._gradient_by_rule(node, now, prefer)

    def _gradient_by_rule(
        self, node: Deriv, now: int, prefer: Container[int] | None
    ) -> Node | None:
        r"""What a general formula says of it: ``\partial L / \partial w_{ij} = d_j x_i``."""
        wrt = node.wrt
        if not isinstance(wrt, Sym) or not wrt.sub:
            return None
        for k in self.document.general.get(f"∂{name_of(node.of)}/∂{stem_of(wrt)}", ()):
            first, *parts = (part.node for part in self.document.statements[k].chain.parts)
            pattern = first.wrt if isinstance(first, Deriv) else None
            index = fit_index(pattern.sub, wrt.sub) if isinstance(pattern, Sym) else None
            if not index or k in self.document.binding:
                continue
            self.document.binding.add(k)
            unresolved = len(self.document.unresolved)
            made = self.document.bind(instance(parts[0], index), now, prefer=prefer)
            del self.document.unresolved[unresolved:]
            self.document.binding.discard(k)
            if not isinstance(made, (Arr, Opaque)) and self.document.values.known(made) is not None:
                return self.document.values.keep(made)
        return None

    def _differentiated(self, node: Deriv, now: int, prefer: Container[int] | None) -> Node | None:
        of = node.of
        if not isinstance(of, Sym):
            return None
        above = self.document.resolve(of, now, prefer)
        if above is None or not isinstance(node.wrt, Sym):
            return None
        below = self.document.resolve(node.wrt, now, Lineage(above))
        if below is None or (above.cells and below.cells):
            return None
        if not above.cells and not below.cells:
            return self._partial(node, above, below)
        # A number by each cell of an array, or each cell of an array by a number.
        rows = []
        for row in above.cells or below.cells:
            pairs = [(cell, below) if above.cells else (above, cell) for cell in row]
            made = [self._partial(node, *pair) for pair in pairs]
            if any(cell is None for cell in made):
                return None
            rows.append(tuple(cell for cell in made if cell is not None))
        return Arr(node.start, node.end, tuple(rows), (above if above.cells else below).flat)

    def _partial(self, node: Deriv, above: Definition, below: Definition) -> Node | None:
        name = f"∂{above.name}/∂{below.name}"
        if above.version or below.version:
            name += f" {above.version} {below.version}"
        found = self.document.definitions.get(name)
        if found:
            self.document.use(found[-1])
            return Ref(node.start, node.end, found[-1])
        if above.given and above is not below and not above.array:
            return None  # of a loss that a number alone tells nobody knows what it depends on
        if self._numeric_inside(above) and self._numeric_inside(above, below):
            return None
        try:
            whole = Ref(node.of.start, node.of.end, above)
            made = differentiate(whole, below, others=self.document.alternatives)
        except (UnknownValueError, RecursionError):
            return None
        if made is None:
            formula = None if below.given else below.node
            if formula is not None and not any(isinstance(part, Ref) for part in walk(formula)):
                # What was computed in numbers alone leads somewhere, which no symbol tells.
                return None
            if any(d.start > below.start and _may_be_result(d) for d in Lineage(above).data()):
                return None  # “$p = -0.5$”, a number told behind $z$, may be what $z$ led to
            inner = below.array or below.name
            names = {d.array or d.name.partition("_{")[0] for d in Lineage(above).data()}
            if any(self.document.is_told_with(name, inner) for name in names):
                return None  # it was given as a number, and elsewhere as what this makes of it
            made = number(0, node)
        latex = f"\\frac{{\\partial {above.latex}}}{{\\partial {below.latex}}}"
        definition = Definition(
            name,
            latex,
            node.start,
            0,
            node=made,
            derivative=True,
            of=above,
            wrt=below,
            page=self.document.path,
        )
        return Ref(node.start, node.end, self.document.enter(definition))

    def slope(self, node: Deriv, above: Definition, below: Definition) -> Definition | None:
        """The derivative of one number by another, as a quantity of its own."""
        if above.cells or below.cells:
            return None
        found = self._partial(node, above, below)
        return found.definition if isinstance(found, Ref) else None

    def gradient_like(self, derivative: Definition, below: Definition) -> Node | None:
        """The derivative of the same quantity with respect to another one."""
        if derivative.of is None:
            return None
        try:
            return differentiate(Ref(0, 0, derivative.of), below, others=self.document.alternatives)
        except (UnknownValueError, RecursionError):
            return None

    def direct(self, derivative: Definition) -> Node | None:
        """A derivative with the states of earlier steps held, if it is one by steps.

        In a recurrent network it may leave out what ``h_1`` passes on to ``h_2``.
        """
        of, wrt = derivative.of, derivative.wrt
        if of is None or wrt is None or of.node is None or (step := step_of(of)) < 1:
            return None
        states: dict[str, Lineage] = {}
        held: set[int] = set()
        for definition in Lineage(of).definitions():
            if definition is wrt or not 0 <= step_of(definition) < step:
                continue
            now = STEP.sub(lambda found: found[0].replace(found[1], str(step)), definition.name)
            # A state is what the same quantity of this step is made from.
            if now not in states and (found := self.document.definitions.get(now)):
                states[now] = Lineage(found[-1])
            if id(definition) in states.get(now, ()):
                held.add(id(definition))
        try:
            return differentiate(of.node, wrt, held) if held else None
        except (UnknownValueError, RecursionError):
            return None

    def _numeric_inside(self, definition: Definition, below: Definition | None = None) -> bool:
        """Whether something it is built from was given in numbers only, so that paths are lost.

        What ``below`` is built from itself cannot depend on that: there no path to it is lost.
        """
        key = (id(definition),) if below is None else (id(definition), id(below))
        found = self.document.lost.get(key)
        if found is None:
            found = self._loses_paths(definition, () if below is None else Lineage(below))
            self.document.lost[key] = found
        return found

    def _loses_paths(self, definition: Definition, spared: Container[int]) -> bool:
        seen: set[int] = set()
        stack = [definition]
        while stack:
            top = stack.pop()
            if id(top) in seen or id(top) in spared:
                continue
            seen.add(id(top))
            if top.given:
                if top.result:
                    return True
                continue
            if top.node is None:
                return True
            inside = references(top.node)
            if not inside:
                return True
            if any(isinstance(n, (Stand, Opaque)) for n in walk(top.node)):
                return True
            stack.extend(n.definition for n in inside)
        return False


def _may_be_result(datum: Definition) -> bool:
    """Whether a number by itself has a decimal point, as what was computed mostly has."""
    return datum.node is not None and any("." in num.digits for num in literals(datum.node))
