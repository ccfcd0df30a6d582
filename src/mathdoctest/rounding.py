"""Printed numbers: what a value looks like when it is rounded to the decimals shown."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from mathdoctest.evaluate import MP, Exact
from mathdoctest.limits import MAX_DIGITS
from mathdoctest.numerals import whole_number
from mathdoctest.page import Number
from mathdoctest.ratios import ratio
from mathdoctest.tree import ONE, Num

PERCENT = Fraction(1, 100)
_BLANK = r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))"
"""A blank that groups digits."""
_FLOAT_DIGITS = 16
"""Digits of a number that a program prints as it is, or one more: the last are not sure."""
_FLOAT_STEPS = 4
"""Neighbouring floats that a few operations may be off by."""
_TIE_BITS = 126
"""Binary digits behind the last place to which a value of fifty digits is sure."""


def as_float(value: Exact) -> float:
    """A value as a float: infinite where it is beyond what floats can hold."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def half_place(num: Num) -> float:
    """Half a unit of the last place."""
    return 0.5 * 10.0**-num.decimals * as_float(num.scale)


def significant(num: Num) -> int:
    """How many digits of a number count: those behind leading zeros."""
    return len(num.digits.replace(".", "").lstrip("0"))


def as_ratio(value: Exact) -> tuple[int, int]:
    """A value as a numerator and a denominator, with all the digits that it has."""
    if isinstance(value, Fraction):
        return value.as_integer_ratio()
    negative, mantissa, exponent, _ = value._mpf_
    whole = -int(mantissa) if negative else int(mantissa)
    return (whole << exponent, 1) if exponent >= 0 else (whole, 1 << -exponent)


def as_fraction(value: Exact) -> Fraction:
    """A value as a fraction, with all the digits that it has."""
    return value if isinstance(value, Fraction) else Fraction(*as_ratio(value))


def rounded(value: Exact, decimals: int) -> tuple[int, ...]:
    """The nearest whole number of last places; on an exact tie both neighbours, half-up first.

    Half-up means away from zero: ``value`` is a magnitude.
    """
    # Whole numbers throughout: this runs for every printed number of a page.
    if type(value) is Fraction:
        return _nearest(value.numerator * 10**decimals, value.denominator)
    _, mantissa, exponent, _ = value._mpf_
    if exponent >= 0:
        return ((mantissa << exponent) * 10**decimals,)
    return _nearest(mantissa * 10**decimals, 1 << -exponent, sure=False)


def _nearest(numerator: int, denominator: int, *, sure: bool = True) -> tuple[int, ...]:
    """A ratio as a whole number; of one that is not ``sure``, what is close to a tie is one."""
    low, rest = divmod(numerator, denominator)
    above = 2 * rest - denominator
    if above == 0 or (not sure and above.bit_length() + _TIE_BITS <= denominator.bit_length()):
        return (low + 1, low)
    return (low + 1,) if above > 0 else (low,)


@lru_cache(maxsize=4096)
def _figures(digits: str) -> tuple[int, int]:
    """A mantissa as a whole number of last places, and its decimals."""
    whole, _, fraction = digits.partition(".")
    return int(whole + fraction), len(fraction)


def written(digits: str) -> Fraction:
    """What digits are worth, without a power of ten."""
    mantissa, decimals = _figures(digits)
    return ratio(mantissa, 10**decimals)


def is_exactly(num: Num, value: Exact) -> bool:
    """Whether a literal is a value, and not rounded."""
    return type(value) is Fraction and value.as_integer_ratio() == num.value.as_integer_ratio()


_GUARD = 6
"""Digits behind those of a number that is cut off, to which its value is rounded."""


def prints(num: Num, value: Exact) -> bool:
    """Whether the digits of a literal are those of a value, correctly rounded.

    On a tie, half-up and half-even pass. A literal followed by an ellipsis may be cut off instead.
    A zero has no sign: it is what -0.00001 is too, to four decimals. Of all the digits that a
    float prints with, the last ones are what the machine's own rounding left of them.
    """
    if value is num.value:
        return True
    if len(num.digits) > _FLOAT_DIGITS and _is_float(num, value):
        return True
    scale = num.scale
    if type(value) is Fraction:
        # Most numbers of a page are exactly what they stand for.
        fraction = value.as_integer_ratio()
        if fraction == num.value.as_integer_ratio():
            return True
        numerator, denominator = fraction
        shown, decimals = _figures(num.digits)
        if numerator < 0:
            if shown:
                return False
            numerator = -numerator
        if scale is not ONE:
            numerator *= scale.denominator
            denominator *= scale.numerator
        near = _nearest(numerator * 10**decimals, denominator)
    else:
        shown, decimals = _figures(num.digits)
        if scale is not ONE:
            value = value * scale.denominator / scale.numerator
        negative, mantissa, exponent, bits = value._mpf_
        # A value of another magnitude needs no exact comparison, and may be too large for one.
        if (negative and mantissa and shown) or exponent + bits > shown.bit_length() + 2:
            return False
        near = rounded(value, decimals)
    if len(near) == 2:
        up, down = near
        return shown == up or (shown == down and down % 2 == 0)
    return shown == near[0] or (num.cut and near[0] == shown + 1)


def _is_float(num: Num, value: Exact) -> bool:
    """Whether a number with all the digits of a float is as near to a value as floats come."""
    near = as_float(value)
    few_digits = not _FLOAT_DIGITS <= significant(num) <= _FLOAT_DIGITS + 1
    if few_digits or not math.isfinite(near):
        return False
    return abs(as_float(num.value) - near) <= _FLOAT_STEPS * math.ulp(near)


def printed(value: Exact, like: Num) -> str:
    """The digits that a literal should show for a value, in its own form: decimals, power, percent.

    A negative value keeps its sign, unless it comes out as zero. The power of ten stays the
    literal's own: `expected_text` normalises it. Before an ellipsis the digits are cut off.
    """
    magnitude = abs(value)
    if like.scale != 1:
        magnitude = (
            magnitude / like.scale
            if isinstance(magnitude, Fraction)
            else magnitude * like.scale.denominator / like.scale.numerator
        )
    if like.cut:
        # Digits that go on are those that the value has; what is all but the next one is that.
        digits = decimal(magnitude, like.decimals + _GUARD)[:-_GUARD].rstrip(".")
    else:
        digits = decimal(magnitude, like.decimals)
    return f"-{digits}" if value < 0 and digits.strip("0.") else digits


def decimal(magnitude: Exact, decimals: int) -> str:
    """A magnitude with so many decimals, half-up."""
    digits = str(rounded(magnitude, decimals)[0])
    if not decimals:
        return digits
    digits = digits.rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def digits15(value: Exact) -> str:
    """A value to 15 or more significant digits, for people and for JSON."""
    if type(value) is Fraction:
        numerator, denominator = value.as_integer_ratio()
        if denominator == 1:
            if numerator.bit_length() < 54:
                return str(numerator)
        else:
            try:
                nearest = numerator / denominator
            except OverflowError:
                nearest = 0.0
            if nearest:
                return repr(nearest)
        value = MP.mpf(numerator) / denominator
    # Rounding to a float never passes another float, so between the two it needs no exact look.
    nearest = float(value)
    if 1e-5 < abs(nearest) < 1e16 or 1e-5 <= abs(value) < 1e16:
        return repr(nearest)
    return str(MP.nstr(value, 16))


def is_percentage(num: Num, text: str) -> bool:
    """Whether a percent sign stands behind a literal, and no power of ten in it."""
    return num.scale == PERCENT and not any(mark in text for mark in "^eE")


def in_percent(value: Exact | str) -> str:
    """A value, or the digits of one, as a percentage."""
    digits = value if isinstance(value, str) else digits15(value)
    percentage = Decimal(digits).scaleb(2)
    # Without the zeros that Decimal keeps, and those that it leaves out.
    return f"{percentage.normalize():f} %"


def text_key(num: Num) -> str:
    """What makes two printed numbers the same text."""
    return num.digits if num.scale is ONE else key_of(num.digits, num.scale)


def key_of(digits: str, scale: Fraction) -> str:
    """The same for digits that are not printed yet."""
    return digits if scale is ONE else f"{digits}*{scale}"


def places(num: Num) -> str:
    """How many decimals a literal shows, in words."""
    return f"{num.decimals} decimals" if num.decimals != 1 else "1 decimal"


def expected_text(num: Num, value: Exact, text: str) -> str:
    """What should be printed, in the form of the text that is: grouping, power, percent."""
    digits = printed(value, num)
    # A backslash belongs to it in 1\,000, and not in 2\times10^3.
    mantissa = re.match(rf"(?:[\d.,{{}}]|{_BLANK}|\\(?![a-z]))*", text)
    power = text[mantissa.end() :] if mantissa else ""
    if power and num.scale != 1 and "10" in power:
        digits, power = _renormalised(value, num, power)
    mark = _point(num, text)
    separator = "" if mark == "." else "." if "." in text else ""
    if mark == "." and ("{,}" in text or re.search(r"\d,\d{3}", text)):
        separator = "{,}" if "{,}" in text else ","
    if blank := re.match(rf"\d{{1,3}}({_BLANK})", text):
        separator = blank[1]
    if separator or mark != ".":
        sign, whole, point, rest = (
            "-" if digits.startswith("-") else "",
            *digits.lstrip("-").partition("."),
        )
        point = point and mark
        groups: list[str] = []
        while separator and len(whole) > 3:
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        digits = sign + separator.join([whole, *groups]) + point + rest
    if text.startswith(".") and digits.lstrip("-").startswith("0."):
        digits = digits.replace("0.", ".", 1)
    return digits + power


def _point(num: Num, text: str) -> str:
    """What a printed number has before its decimals, and a point that groups its digits."""
    mantissa = re.match(rf"\d(?:[\d.,{{}}]|{_BLANK})*", text)
    shown = mantissa[0].replace("{,}", ",") if mantissa else ""
    if num.decimals:
        _, comma, rest = shown.rpartition(",")
        return (
            "." if not comma or len(rest) != num.decimals or "." in rest
            else "{,}" if "{,}" in text else ","
        )  # fmt: skip
    return "," if "." in shown else "."


def _renormalised(value: Exact, num: Num, power: str) -> tuple[str, str]:
    """Scientific notation whose mantissa has one digit before the point again."""
    own = re.search(r"10\s*\^\s*\{?\s*(([-+]?)(\d+))", power)
    exponent = whole_number(own.group(3)) if own else None
    if own is None or exponent is None or value == 0:
        return printed(value, num), power
    if own.group(2) == "-":
        exponent = -exponent
    magnitude = as_float(abs(value))
    wanted = math.floor(math.log10(magnitude)) if 0 < magnitude < math.inf else exponent
    if len(num.digits.partition(".")[0]) != 1 or abs(wanted - exponent) > 300:
        return printed(value, num), power
    scaled = replace(num, scale=Fraction(10) ** wanted)
    digits = printed(value, scaled)
    if digits.lstrip("-").startswith("10"):
        wanted += 1
        digits = printed(value, replace(num, scale=Fraction(10) ** wanted))
    shown = str(wanted)
    if len(shown) > 1 and "{" not in own.group() and "\\" in power:
        shown = f"{{{shown}}}"  # 10^-1 would be 10 and a minus
    start, end = own.span(1)
    return digits, power[:start] + shown + power[end:]


def literal(number: Number) -> Num | None:
    """A number of prose as a formula would have it; nothing for a date, a version or the like."""
    read = _read(number.text, percent=number.percent)
    return None if read is None else Num(number.span.start, number.span.end, *read)


@lru_cache(maxsize=1024)  # A number is asked for its value several times in a row.
def _read(text: str, *, percent: bool) -> tuple[str, Fraction, Fraction] | None:
    digits = re.sub(r"[,\s\u00a0\u2009\u202f_']", "", text)
    found = re.fullmatch(r"(\d++(?:\.\d++)?|\.\d++)(?:[eE]([+-]?\d{1,3}))?", digits)
    if found is None or len(found.group(1)) > MAX_DIGITS:
        return None
    mantissa = f"0{found.group(1)}" if digits.startswith(".") else found.group(1)
    scale = Fraction(10) ** int(found.group(2)) if found.group(2) else ONE
    if percent:
        scale /= 100
    return mantissa, Fraction(mantissa) if scale is ONE else Fraction(mantissa) * scale, scale
