"""Limits of processor time that also hold on a machine that is slow, or has more to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

YARDSTICK = ast.parse("y = w[0] * (x + 1) - f(z)\n" * 1_000)
IDLE = 0.035
"""Seconds that the yardstick takes on the machine of the limits, while nothing else runs there."""


def measured() -> float:
    """The processor time of some work of the checker's kind: a tree that Python walks."""
    begin = process_time()
    ast.unparse(YARDSTICK)
    return process_time() - begin


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Whether what is done inside takes less processor time than some seconds.

    They are longer where the yardstick takes longer.
    """
    before = measured()
    begin = process_time()
    yield
    took = process_time() - begin
    slower = max(1, max(before, measured()) / IDLE)
    assert took < seconds * slower, f"{took:.2f} s, on a machine {slower:.1f} times as slow"
