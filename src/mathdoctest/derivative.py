"""Derivatives of trees, through the definitions and functions of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mathdoctest.evaluate import UnknownValueError, Values
from mathdoctest.ratios import coprime
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
)

if TYPE_CHECKING:
    from mathdoctest.document import Definition


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
    node: Node, target: Definition | int, memo: dict[int, Node | None], values: Values
) -> Node | None:
    """The derivative of a tree through its definitions; nothing where it is zero.

    ``target`` is a quantity, or the index of a function's parameter. Raises `UnknownValueError`
    where a part has no known derivative.
    """
    key = id(node)
    if key in memo:
        return memo[key]
    result = _differentiate(node, target, memo, values)
    memo[key] = result
    values.keep(node)
    if result is not None:
        values.keep(result)
    return result


def _differentiate(
    node: Node, target: Definition | int, memo: dict[int, Node | None], values: Values
) -> Node | None:
    def d(inner: Node) -> Node | None:
        return differentiate(inner, target, memo, values)

    if isinstance(node, Num):
        return None
    if isinstance(node, Param):
        return number(1, node) if node.index == target else None
    if isinstance(node, Stand):
        return d(node.source)
    if isinstance(node, Ref):
        if node.definition is target:
            return number(1, node)
        if node.definition.blank:
            raise UnknownValueError(node.definition.reason)
        if node.definition.free:
            return None
        return d(node.definition.require())
    if isinstance(node, Add):
        return total([t for t in map(d, node.terms) if t is not None], node)
    if isinstance(node, Neg):
        inner = d(node.arg)
        return None if inner is None else Neg(node.start, node.end, inner)
    if isinstance(node, Mul):
        terms: list[Node] = []
        for i, factor in enumerate(node.factors):
            inner = d(factor)
            if inner is not None:
                terms.append(product([*node.factors[:i], inner, *node.factors[i + 1 :]], node))
        return total(terms, node)
    if isinstance(node, Div):
        above, below = d(node.num), d(node.den)
        terms = []
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
    if isinstance(node, Pow):
        return _differentiate_power(node, d)
    if isinstance(node, Call):
        return _differentiate_call(node, d)
    if isinstance(node, (Deriv, Sum, Arr, Sym, Opaque)):
        raise UnknownValueError(node.reason if isinstance(node, Opaque) else "no derivative")
    raise UnknownValueError("no derivative")  # pragma: no cover


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
    inners = [d(arg) for arg in node.args]
    if all(inner is None for inner in inners):
        return None
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
        case "arctan":
            outer = Div(s, e, one, Add(s, e, (one, square(x))))
        case _:
            raise UnknownValueError(f"no derivative of {node.name}")
    return product([outer, inner], node)
