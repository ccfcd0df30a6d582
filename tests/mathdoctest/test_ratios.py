"""Fractions that are made quickly are those that `fractions.Fraction` makes."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mathdoctest.evaluate import add, divide, multiply, negative, power
from mathdoctest.ratios import coprime, ratio

WHOLE = st.integers(-(10**12), 10**12)
FRACTIONS = st.fractions(max_denominator=10**9)


def the_same(made: object, wanted: Fraction) -> bool:
    """Whether two fractions cannot be told apart."""
    assert type(made) is Fraction
    kept = pickle.loads(pickle.dumps(made))  # noqa: S301 -- what was just written
    return (
        made.as_integer_ratio() == wanted.as_integer_ratio() == kept.as_integer_ratio()
        and (repr(made), hash(made)) == (repr(wanted), hash(wanted))
        and copy.deepcopy(made) == made == wanted
    )


@given(WHOLE, WHOLE.filter(bool))
def test_a_ratio_is_what_the_constructor_makes(numerator: int, denominator: int) -> None:
    """In lowest terms, with the sign above."""
    assert the_same(ratio(numerator, denominator), Fraction(numerator, denominator))


@given(FRACTIONS)
def test_numbers_without_a_common_factor_are_taken_as_they_are(value: Fraction) -> None:
    """Which saves looking for one."""
    assert the_same(coprime(*value.as_integer_ratio()), value)


@given(FRACTIONS, FRACTIONS, st.integers(-9, 9))
def test_exact_arithmetic_is_that_of_fractions(a: Fraction, b: Fraction, n: int) -> None:
    """Of values that are short enough to stay fractions."""
    assert the_same(add(a, b), a + b)
    assert the_same(multiply(a, b), a * b)
    assert the_same(negative(a), -a)
    if b:
        assert the_same(divide(a, b), a / b)
    if a or n >= 0:
        assert the_same(power(a, Fraction(n)), a**n)
