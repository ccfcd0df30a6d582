"""Values of a page's own Python expressions, once its code was allowed to run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from numbers import Real
from typing import Any

from mathdoctest.evaluate import Exact


def evaluate_python(expression: str, namespace: Mapping[str, Any]) -> Any:
    """A page's own expression; only called once the page's code was allowed to run."""
    return eval(compile(expression.strip(), "<binding>", "eval"), dict(namespace))  # noqa: S307


def as_number(value: Any) -> Exact | None:
    """A scalar as an exact number; nothing for anything else."""
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Real):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Fraction(value) if isinstance(value, (int, float, Fraction)) else Fraction(float(value))


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
