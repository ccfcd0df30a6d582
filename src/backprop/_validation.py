"""The border: whatever comes from outside becomes a read-only array, or a sentence why not."""

import math
import operator
from collections.abc import Mapping
from typing import SupportsIndex, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
"""A float64 array; complex128 only while `gradient_check` takes an imaginary step."""

_T = TypeVar("_T")


def real_array(name: str, value: ArrayLike) -> Array:
    """Return a read-only float64 copy of `value`; ValueError unless it is real and finite."""
    try:
        given = np.asarray(value)
    except (ValueError, TypeError) as reason:
        raise ValueError(f"{name} must be a rectangular array of numbers: {reason}") from None
    if given.dtype.kind not in "iuf":
        raise ValueError(
            f"{name} must hold real numbers (integers or floats), got dtype {given.dtype}"
        )
    with np.errstate(all="ignore"):
        array = np.array(given, dtype=np.float64)
    if not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        place = f" at index {list(index)}" if index else ""
        raise ValueError(f"{name} must be finite, got {array[index]}{place}")
    return read_only(array)


def read_only(array: Array) -> Array:
    """Lock a freshly made array, so that a record stays what it was when it was made."""
    array.setflags(write=False)
    return array


def trusted(kind: type[_T], **parts: object) -> _T:
    """Make a record of parts that are known to be right, without looking at them again."""
    made = object.__new__(kind)
    vars(made).update(parts)
    return made


def require_shape(name: str, array: Array, features: int) -> None:
    """Raise ValueError unless `array` is one sample, (features,), or (batch, features)."""
    if array.ndim not in (1, 2) or array.shape[-1] != features or array.size == 0:
        raise ValueError(
            f"{name} must have shape ({features},) for one sample or (batch, {features}) "
            f"for a batch, got shape {array.shape}"
        )


def all_finite(*arrays: Array | float) -> bool:
    """Whether every number is finite."""
    # So is then the sum of their squares, unless they are huge, and it takes a third of the time.
    squares = sum(map(np.vdot, arrays, arrays))
    return math.isfinite(squares) or all(np.isfinite(array).all() for array in arrays)


def require_in_range(what: str, *arrays: Array | np.float64 | None) -> None:
    """Raise ValueError if a computation has left the range of float64."""
    for array in arrays:
        if array is not None and not all_finite(array):
            raise ValueError(
                f"{what} left the range of float64 (about 1.8e308): "
                f"expected finite numbers; use smaller inputs, weights, targets or learning rate"
            )


def require_type(name: str, value: object, expected: type, made_by: str) -> None:
    """Raise ValueError unless `value` is an `expected`, naming the call that makes one."""
    if not isinstance(value, expected):
        raise ValueError(  # noqa: TRY004 -- bad input is a ValueError throughout
            f"{name} must be a {expected.__name__} as made by {made_by}, got {type(value).__name__}"
        )


def look_up(kind: str, name: object, registry: Mapping[str, _T]) -> _T:
    """Return `registry[name]`; ValueError that lists the known names otherwise."""
    if not isinstance(name, str) or name not in registry:
        raise ValueError(f"unknown {kind} {name!r}: expected one of {', '.join(sorted(registry))}")
    return registry[name]


def positive_number(name: str, value: ArrayLike) -> float:
    """Return `value` as a float; ValueError unless it is one positive, finite real number."""
    number = real_array(name, value)
    if number.ndim > 0 or not number > 0:
        raise ValueError(f"{name} must be a positive number, got {value!r}")
    return float(number)


def positive_count(name: str, value: SupportsIndex) -> int:
    """Return `value` as an int; ValueError unless it is a positive whole number."""
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if isinstance(value, bool) or number < 1:
        raise ValueError(f"{name} must be a positive whole number, got {value!r}")
    return number
