"""Slips of the pen: what a mistyped number was meant to be, by its digits alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from mathdoctest.evaluate import Exact
from mathdoctest.rounding import printed
from mathdoctest.tree import Num


def slips(text: str) -> Iterator[str]:
    """All that one digit mistyped makes of a number, or two neighbours that changed places."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for i in digits:
        for digit in "0123456789":
            if digit != text[i]:
                yield f"{text[:i]}{digit}{text[i + 1 :]}"
    # Digits may change places across a point: 0.5 for 5.0.
    for i, j in pairwise(digits):
        if text[i] != text[j]:
            yield f"{text[:i]}{text[j]}{text[i + 1 : j]}{text[i]}{text[j + 1 :]}"


def carried(text: str) -> Iterator[str]:
    """All that a number was meant to be if a one was carried wrongly: 2031 for 1931."""
    whole = text.replace(".", "", 1)
    if not whole.isdecimal():
        return
    point = text.find(".") if "." in text else len(text)
    for place in range(1, len(whole)):
        for more in (10**place, -(10**place)):
            made = str(int(whole) + more).rjust(len(whole), "0")
            if len(made) == len(whole) and "-" not in made:
                meant = f"{made[:point]}.{made[point:]}" if "." in text else made
                if not one_slip(text, meant):
                    yield meant


def typed_once(text: str) -> Iterator[str]:
    """All that a number was meant to be if one of its digits was typed twice."""
    for i, (a, b) in enumerate(pairwise(text)):
        if a == b:
            yield f"{text[:i]}{text[i + 1 :]}"


def uneven_slips(text: str) -> Iterator[str]:
    """All that a number was meant to be if one of its digits was typed twice, or one left out."""
    yield from typed_once(text)
    for i in range(len(text) + 1):
        for digit in "0123456789":
            yield f"{text[:i]}{digit}{text[i:]}"


def one_slip(a: str, b: str) -> bool:
    """Whether one number is another one with one digit mistyped, or two exchanged."""
    return len(a) == len(b) and b in slips(a)


def is_uneven_slip(shown: str, meant: str) -> bool:
    """Whether a number is another one with a digit typed twice, or one left out."""
    longer, shorter = (shown, meant) if len(shown) > len(meant) else (meant, shown)
    if len(longer) != len(shorter) + 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), None)
    at = len(shorter) if same is None else same
    if longer[at + 1 :] != shorter[at:] or not longer[at].isdigit():
        return False
    # Of equal digits side by side it is the last one that is found.
    return longer is meant or longer[at] == longer[at - 1]


def slipped(num: Num, value: Exact) -> bool:
    """Whether a number is one slip of the pen away from a value, in about as many places."""
    shown = printed(abs(value), num)
    if one_slip(num.digits, shown) or is_uneven_slip(num.digits, shown):
        return True
    # With a digit more or less behind the point the value is printed to as many.
    return any(
        is_uneven_slip(num.digits, printed(abs(value), replace(num, digits=digits)))
        for digits in (num.digits + "0", num.digits[:-1])
        if "." in num.digits and digits[-1] != "."
    )


def is_shifted(a: str, b: str) -> bool:
    """Whether one number has the digits of another one, and its point elsewhere."""
    digits = [text.replace(".", "").strip("0") for text in (a, b)]
    return digits[0] == digits[1] and len(digits[0]) > 1 and float(a) != float(b)
