"""Values of a page's own Python expressions, once its code was allowed to run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

from mathdoctest.evaluate import Exact


def evaluate_python(expression: str, namespace: Mapping[str, Any]) -> Any:
    """A page's own expression; only called once the page's code was allowed to run."""
    return eval(compile(expression.strip(), "<binding>", "eval"), dict(namespace))  # noqa: S307


def as_number(value: Any) -> Exact | None:
    """A scalar as an exact number; nothing for anything else.

    A float is the number that Python shows for it: 1071.225 lies between two roundings, though the
    nearest binary number does not.
    """
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    number = value if isinstance(value, Decimal) else float(value)
    return Fraction(str(number)) if math.isfinite(number) else None


def flatten(value: Any) -> list[Any] | None:
    """The entries of an array or of nested lists, row by row; nothing for a scalar."""
    if hasattr(value, "ravel"):
        return list(value.ravel())
    if isinstance(value, (list, tuple)):
        found: list[Any] = []
        for item in value:
            inner = flatten(item)
            found.extend(inner if inner is not None else [item])
        return found
    return None
