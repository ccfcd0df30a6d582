"""Printed numbers: what a value looks like when it is rounded to the decimals shown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathdoctest.evaluate import MP, Exact
from mathdoctest.tree import Num

_HALF = Fraction(1, 2)
_NEAR: Any = MP.mpf(10) ** -38


def rounded(value: Exact, decimals: int) -> tuple[int, ...]:
    """The nearest whole number of last places; on an exact tie both neighbours, half-up first.

    Half-up means away from zero for positive values: ``value`` is a magnitude.
    """
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        low = scaled.numerator // scaled.denominator
        rest = scaled - low
        if rest == _HALF:
            return (low + 1, low)
        return (low + 1,) if rest > _HALF else (low,)
    scaled = value * MP.mpf(10) ** decimals
    low = int(MP.floor(scaled))
    rest = scaled - low
    if abs(rest - MP.mpf(0.5)) <= _NEAR:
        return (low + 1, low)
    return (low + 1,) if rest > MP.mpf(0.5) else (low,)


def prints(num: Num, value: Exact) -> bool:
    """Whether the digits of a literal are those of a value, correctly rounded.

    On a tie, half-up and half-even pass. A literal followed by an ellipsis may be cut off instead.
    """
    if value < 0:
        return False
    if num.scale != 1:
        value = value / num.scale if isinstance(value, Fraction) else value * num.scale.denominator / num.scale.numerator
    decimals = num.decimals
    shown = int(num.digits.replace(".", "") or "0")
    # A value of another magnitude needs no exact comparison (and may be too large for one).
    if value > (shown + 2) and value * 10**decimals > (shown + 2):
        return False
    near = rounded(value, decimals)
    if len(near) == 2:  # noqa: PLR2004 - the two neighbours of a tie
        up, down = near
        return shown == up or (shown == down and down % 2 == 0)
    if shown == near[0]:
        return True
    return num.cut and near[0] == shown + 1


def printed(value: Exact, like: Num) -> str:
    """The digits that a literal should show for a value, in its own form: decimals, power, percent.

    A negative value keeps its sign. The power of ten of scientific notation is renormalised by `form`.
    """
    magnitude = abs(value)
    if like.scale != 1:
        magnitude = (
            magnitude / like.scale
            if isinstance(magnitude, Fraction)
            else magnitude * like.scale.denominator / like.scale.numerator
        )
    return ("-" if value < 0 else "") + decimal(magnitude, like.decimals)


def decimal(magnitude: Exact, decimals: int) -> str:
    """A magnitude with so many decimals, half-up."""
    digits = str(rounded(magnitude, decimals)[0])
    if not decimals:
        return digits
    digits = digits.rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def digits15(value: Exact) -> str:
    """A value to 16 significant digits, for people and for JSON."""
    if isinstance(value, Fraction):
        if value.denominator == 1 and abs(value) < 10**16:
            return str(value.numerator)
        if abs(value) < 10**300 and (value == 0 or abs(value) > Fraction(1, 10**300)):
            exact = repr(float(value))
            return exact
        value = MP.mpf(value.numerator) / value.denominator
    if 1e-5 <= abs(value) < 1e16:
        return repr(float(value))
    return str(MP.nstr(value, 16))
