"""Values of a page's own Python expressions, once its code was allowed to run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

from mathdoctest.evaluate import Exact
from mathdoctest.report import Crash

_LONGEST = 200
"""Characters of a value in a message."""
ANY = "*"
"""Stands among names that are lost for all that a module would have given."""


class Namespace(dict[str, Any]):
    """The names that a page's code defined, and what became of those that it should have.

    Args:
        names: the names with their values.
        lost: the errors that kept other names from getting a value.
    """

    def __init__(self, names: Mapping[str, Any], lost: Mapping[str, Crash]) -> None:
        super().__init__(names)
        self.lost = dict(lost)


class LostError(Exception):
    """A name has no value, because the code that should have given it one ended with an error."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(str(crash))
        self.crash = crash


def lost(name: str, namespace: Mapping[str, Any]) -> Crash | None:
    """What kept a name from getting a value, if anything is known to have."""
    if name in namespace or not isinstance(namespace, Namespace):
        return None
    return namespace.lost.get(name) or namespace.lost.get(ANY)


def lost_by(error: BaseException, namespace: Mapping[str, Any]) -> Crash | None:
    """What is behind an error of a page's code that only misses a name which was lost before."""
    if not isinstance(error, NameError) or isinstance(error, UnboundLocalError):
        return None
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    # A module that misses a name of its own has a fault of its own.
    if trace is None or trace.tb_frame.f_globals.get("__name__") != namespace.get("__name__"):
        return None
    return lost(error.name or "", namespace)


def evaluate_python(
    expression: str, namespace: Mapping[str, Any], variables: Mapping[str, Any] | None = None
) -> Any:
    """A page's own expression; only called once the page's code was allowed to run.

    Raises:
        LostError: it needs a name that an error kept from getting a value.
        Exception: whatever the expression raises.
    """
    compiled = compile(expression.strip(), "<binding>", "eval")
    try:
        return eval(compiled, {**namespace, **(variables or {})})  # noqa: S307
    except NameError as error:
        if crash := lost_by(error, namespace):
            raise LostError(crash) from None
        raise


def shown(value: object) -> str:
    """A value as Python shows it, on one line that is short enough for a message."""
    try:
        return short(repr(value))
    except Exception:  # noqa: BLE001 -- whatever a page's own __repr__ does
        return f"a {type(value).__name__}"


def short(text: str) -> str:
    """As much of a text as a message has room for."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


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
