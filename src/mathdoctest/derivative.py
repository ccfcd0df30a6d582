"""Derivatives of trees, through the definitions and functions of a page."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mathdoctest.evaluate import UnknownValueError, substitute
from mathdoctest.lexer import COMPARISONS, UNDEFINED
from mathdoctest.ratios import coprime
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Opaque, Param, Pow, Ref, Stand

if TYPE_CHECKING:
    from mathdoctest.definitions import Definition


def number(value: int, like: Node) -> Num:
    """A small whole number that the checker itself writes; it spans nothing of the page."""
    return Num(like.start, like.start, str(abs(value)), coprime(abs(value), 1))


def product(factors: list[Node], like: Node) -> Node:
    """A product without its ones."""
    kept = [f for f in factors if not (isinstance(f, Num) and f.value == 1)]
    if not kept:
        return number(1, like)
    return kept[0] if len(kept) == 1 else Mul(like.start, like.end, tuple(kept))


def total(terms: list[Node], like: Node) -> Node | None:
    """A sum of the terms that are there."""
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Add(like.start, like.end, tuple(terms))


def differentiate(
    node: Node,
    target: Definition | int,
    held: Container[int] = frozenset(),
    others: Callable[[Definition], Sequence[Node]] = lambda _: (),
) -> Node | None:
    r"""The derivative of a tree through its definitions; nothing where it is zero.

    ``target`` is a quantity, or the index of a function's parameter; ``held`` are the identities
    of quantities that are not varied with it; ``others`` tells what else the page says a quantity
    is: as ``y = \sigma(w h)`` it does not change with ``z``, as ``y = \sigma(z)`` it does. Raises
    `UnknownValueError` where a part has no known derivative.
    """
    return _Derivatives(target, held, others).of(node)


class _Derivatives:
    """The derivatives of trees with respect to one quantity, each worked out once."""

    def __init__(
        self,
        target: Definition | int,
        held: Container[int],
        others: Callable[[Definition], Sequence[Node]],
    ) -> None:
        self.target = target
        self.held = held
        self.others = others
        self._known: dict[Node, Node | None] = {}
        self._entered: set[int] = set()
        """The functions whose bodies are being differentiated, by identity."""

    def of(self, node: Node) -> Node | None:
        """The derivative of a tree; nothing where it is zero."""
        known = self._known
        if node not in known:
            rule = _RULES.get(type(node))
            if rule is None:
                raise UnknownValueError(node.reason if type(node) is Opaque else "no derivative")
            known[node] = rule(self, node)
        return known[node]

    def num(self, _node: Num) -> Node | None:
        return None

    def param(self, node: Param) -> Node | None:
        return number(1, node) if node.index == self.target else None

    def stand(self, node: Stand) -> Node | None:
        return self.of(node.source)

    def ref(self, node: Ref) -> Node | None:
        definition = node.definition
        if definition is self.target:
            return number(1, node)
        if id(definition) in self.held:
            return None
        if definition.blank and (definition.node is None or definition.result):
            # What is told by a short number alone is a datum like any other.
            raise UnknownValueError(definition.reason)
        if definition.free:
            return None
        made = self.of(definition.require())
        if made is not None:
            return made
        others = map(self._possibly, self.others(definition))
        return next((other for other in others if other is not None), None)

    def _possibly(self, node: Node) -> Node | None:
        try:
            return self.of(node)
        except UnknownValueError:
            return None

    def add(self, node: Add) -> Node | None:
        return total([t for t in map(self.of, node.terms) if t is not None], node)

    def neg(self, node: Neg) -> Node | None:
        inner = self.of(node.arg)
        return None if inner is None else Neg(node.start, node.end, inner)

    def mul(self, node: Mul) -> Node | None:
        terms: list[Node] = []
        for i, factor in enumerate(node.factors):
            inner = self.of(factor)
            if inner is not None:
                terms.append(product([*node.factors[:i], inner, *node.factors[i + 1 :]], node))
        return total(terms, node)

    def div(self, node: Div) -> Node | None:
        above, below = self.of(node.num), self.of(node.den)
        terms: list[Node] = []
        if above is not None:
            terms.append(Div(node.start, node.end, above, node.den))
        if below is not None:
            square = Pow(node.start, node.end, node.den, number(2, node))
            terms.append(
                Neg(
                    node.start,
                    node.end,
                    Div(node.start, node.end, product([node.num, below], node), square),
                )
            )
        return total(terms, node)

    def pow(self, node: Pow) -> Node | None:
        return _differentiate_power(node, self.of)

    def call(self, node: Call) -> Node | None:
        made = _differentiate_call(node, self.of)
        inside = self._inside(node)
        return total([term for term in (made, inside) if term is not None], node)

    def _inside(self, node: Call) -> Node | None:
        """What a function that the page declares changes by beside its arguments.

        Of ``f(x) = w x`` this is ``x``, with respect to ``w``.
        """
        function = node.function
        if function is None or isinstance(self.target, int) or id(function) in self._entered:
            return None
        try:
            body = function.derived(node.order)
        except UnknownValueError:
            return None  # what it is of its arguments is all that is known
        self._entered.add(id(function))
        try:
            made = self.of(body)
        finally:
            self._entered.discard(id(function))
        return None if made is None else substitute(made, node.args)


_RULES: Mapping[type, Callable[[_Derivatives, Any], Node | None]] = {
    Num: _Derivatives.num,
    Param: _Derivatives.param,
    Stand: _Derivatives.stand,
    Ref: _Derivatives.ref,
    Add: _Derivatives.add,
    Neg: _Derivatives.neg,
    Mul: _Derivatives.mul,
    Div: _Derivatives.div,
    Pow: _Derivatives.pow,
    Call: _Derivatives.call,
}
"""How each kind of tree is differentiated; the kinds that are not here have no derivative."""


def _differentiate_power(node: Pow, d: Callable[[Node], Node | None]) -> Node | None:
    base, exponent = d(node.base), d(node.exp)
    terms: list[Node] = []
    if base is not None:
        if isinstance(node.exp, Num) and node.exp.value == 2:
            lowered: Node = node.base
        elif isinstance(node.exp, Num) and node.exp.value.denominator == 1:
            lowered = (
                Pow(node.start, node.end, node.base, number(int(node.exp.value) - 1, node))
                if node.exp.value > 1
                else number(1, node)
            )
        else:
            lowered = Pow(
                node.start,
                node.end,
                node.base,
                Add(node.start, node.end, (node.exp, Neg(node.start, node.end, number(1, node)))),
            )
        terms.append(product([node.exp, lowered, base], node))
    if exponent is not None:
        terms.append(
            product([node, Call(node.start, node.end, "ln", (node.base,)), exponent], node)
        )
    return total(terms, node)


_LARGER = {"max": ">", "min": "<"}
"""What the first of two numbers is to the second where it is taken."""


def _differentiate_cases(node: Call, d: Callable[[Node], Node | None]) -> Node:
    # But for where it leaps, which no page means.
    met, left, right, otherwise = node.args
    slopes = [d(case) or number(0, node) for case in (met, otherwise)]
    return Call(node.start, node.end, node.name, (slopes[0], left, right, slopes[1]))


def _differentiate_larger(node: Call, inners: Sequence[Node | None]) -> Node:
    # But for where both are the same: there it has a kink.
    slopes = [inner or number(0, node) for inner in inners]
    return Call(node.start, node.end, _LARGER[node.name], (slopes[0], *node.args, slopes[1]))


def _differentiate_call(node: Call, d: Callable[[Node], Node | None]) -> Node | None:
    s, e = node.start, node.end
    if node.function is not None:
        terms: list[Node] = []
        for arg in node.args:
            inner = d(arg)
            if inner is not None:
                if len(node.args) > 1:
                    raise UnknownValueError("a function of several variables")
                terms.append(
                    product(
                        [Call(s, e, node.name, node.args, node.order + 1, node.function), inner],
                        node,
                    )
                )
        return total(terms, node)
    if node.name in COMPARISONS:
        return _differentiate_cases(node, d)
    if node.name == UNDEFINED:
        return node
    inners = [d(arg) for arg in node.args]
    if all(inner is None for inner in inners):
        return None
    if node.name in _LARGER and len(node.args) == 2:
        return _differentiate_larger(node, inners)
    if len(node.args) != 1 or inners[0] is None:
        raise UnknownValueError(f"no derivative of {node.name}")
    x, inner = node.args[0], inners[0]
    one = number(1, node)

    def call(name: str) -> Node:
        return Call(s, e, name, (x,))

    def square(n: Node) -> Node:
        return Pow(s, e, n, number(2, node))

    outer: Node
    match node.name:
        case "exp":
            outer = node
        case "ln" | "log":
            outer = Div(s, e, one, x)
        case "sqrt":
            outer = Div(s, e, one, Mul(s, e, (number(2, node), node)))
        case "sin":
            outer = call("cos")
        case "cos":
            outer = Neg(s, e, call("sin"))
        case "tan":
            outer = Div(s, e, one, square(call("cos")))
        case "sinh":
            outer = call("cosh")
        case "cosh":
            outer = call("sinh")
        case "tanh":
            outer = Add(s, e, (one, Neg(s, e, square(node))))
        case "erf":
            # Abramowitz and Stegun, 7.1.19.
            scale = Call(s, e, "sqrt", (Div(s, e, number(4, node), Call(s, e, "pi", ())),))
            outer = Mul(s, e, (scale, Call(s, e, "exp", (Neg(s, e, square(x)),))))
        case "ncdf":
            outer = call("npdf")
        case "npdf":
            outer = Neg(s, e, Mul(s, e, (x, node)))
        case "arctan":
            outer = Div(s, e, one, Add(s, e, (one, square(x))))
        case _:
            raise UnknownValueError(f"no derivative of {node.name}")
    return product([outer, inner], node)
