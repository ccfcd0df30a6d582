r"""Remainders: ``m^e \bmod n``, with powers that are never written out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from mathdoctest.tree import Add, Mul, Neg, Node, Pow

MAX_MODULUS = 10**40
"""Numbers of the size that people compute remainders of by hand, and far beyond."""


class NoRemainderError(ValueError):
    """What stands before or behind ``mod`` has no remainder, or is none."""


def remainder(node: Node, modulus: object, value: Callable[[Node], object]) -> Fraction:
    """The remainder of a tree, from zero up.

    Args:
        node: the tree.
        modulus: the value of what stands behind ``mod``.
        value: gives the value of a part.

    Raises:
        NoRemainderError: something is no whole number, or has no inverse.
    """
    n = _whole(modulus)
    if not 0 < n < MAX_MODULUS:
        raise NoRemainderError("a remainder by something that is no positive whole number")
    return Fraction(_remainder(node, n, value))


def _remainder(node: Node, n: int, value: Callable[[Node], object]) -> int:
    if isinstance(node, Pow):
        exponent = _whole(value(node.exp))
        if abs(exponent) > MAX_MODULUS:
            raise NoRemainderError("a power too large")
        try:
            return pow(_remainder(node.base, n, value), exponent, n)
        except ValueError:
            raise NoRemainderError(f"there is no inverse by {n}") from None
    if isinstance(node, Neg):
        return -_remainder(node.arg, n, value) % n
    if isinstance(node, Add):
        return sum(_remainder(term, n, value) for term in node.terms) % n
    if isinstance(node, Mul):
        product = 1
        for factor in node.factors:
            product = product * _remainder(factor, n, value) % n
        return product
    return _whole(value(node)) % n


def _whole(value: object) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1:
        raise NoRemainderError("a remainder of something that is no whole number")
    return int(value)
