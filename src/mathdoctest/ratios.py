"""Fractions made quickly: a check makes dozens of them for every formula.

The constructor of `fractions.Fraction` and its operators ask what types they were given, which
takes longer than the arithmetic. Here that is known. The two fields are those that every version
of Python has, and a test holds that what is made here is what the constructor makes.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

_new = object.__new__


def coprime(numerator: int, denominator: int) -> Fraction:
    """A fraction of numbers that have no factor in common, the lower one positive."""
    made: Any = _new(Fraction)
    made._numerator = numerator  # noqa: SLF001 -- what the constructor does in the end
    made._denominator = denominator  # noqa: SLF001
    fraction: Fraction = made
    return fraction


def ratio(numerator: int, denominator: int) -> Fraction:
    """A fraction in lowest terms; the denominator is not zero."""
    common = gcd(numerator, denominator)
    if denominator < 0:
        common = -common
    if common == 1:
        return coprime(numerator, denominator)
    return coprime(numerator // common, denominator // common)


def negative(value: Fraction) -> Fraction:
    """The negative of a fraction."""
    numerator, denominator = value.as_integer_ratio()
    return coprime(-numerator, denominator)
