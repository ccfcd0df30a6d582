"""Whether two trees cannot be told apart, though they are not the same objects."""

from __future__ import annotations

from collections.abc import Callable

from mathdoctest.definitions import Definition, Function
from mathdoctest.tree import Num, Ref, Stand

_MOST = 5_000
"""Pairs of parts that are compared; what takes more counts as different."""

Pairing = Callable[[Num, Num], bool]


def same_number(a: Num, b: Num) -> bool:
    """Whether two printed numbers are one, or two that the checker wrote itself say the same."""
    return a is b or (a.start == a.end and b.start == b.end and _fields_equal(a, b))


def equal_number(a: Num, b: Num) -> bool:
    """Whether two numbers were read from the same characters at the same place."""
    return a is b or _fields_equal(a, b)


def _fields_equal(a: Num, b: Num) -> bool:
    return (a.start, a.end, a.digits, a.value, a.scale, a.cut) == (
        b.start, b.end, b.digits, b.value, b.scale, b.cut
    )  # fmt: skip


def alike(
    a: object,
    b: object,
    numbers: Pairing = same_number,
    stands: Callable[[Stand, Stand], bool] = lambda a, b: a is b,
) -> bool:
    """Whether two trees, or tuples or lists of them, are built alike and stand at one place.

    Args:
        a: one of them.
        b: the other one.
        numbers: whether two numbers may stand for each other.
        stands: whether two stand-ins may, if their sources are alike.
    """
    stack: list[tuple[object, object]] = [(a, b)]
    work = 0
    while stack:
        x, y = stack.pop()
        if x is y:
            continue
        work += 1
        if type(x) is not type(y) or work > _MOST:
            return False
        if isinstance(x, Num) and isinstance(y, Num):
            if not numbers(x, y):
                return False
            continue
        if isinstance(x, Stand) and isinstance(y, Stand) and not stands(x, y):
            return False
        if isinstance(x, Ref) and isinstance(y, Ref) and x.definition is not y.definition:
            return False
        if isinstance(x, (tuple, list)) and isinstance(y, (tuple, list)):
            if len(x) != len(y):
                return False
            stack.extend(zip(x, y, strict=True))
            continue
        if isinstance(x, (Definition, Function)):
            return False
        names = getattr(x, "__dataclass_fields__", None)
        if names is None:
            if x != y:
                return False
            continue
        stack.extend((getattr(x, name), getattr(y, name)) for name in names)
    return True
