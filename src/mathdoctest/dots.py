r"""Dots that stand for cells which a page leaves out of a list: ``[2 a, \dots] = [6, 8, 4]``."""

from __future__ import annotations

from mathdoctest.tree import Arr, Node, Opaque

LEFT_OUT = "dots leave out what a check would need"
"""Why nothing is known of what dots stand for."""


def filled(nodes: list[Node]) -> list[Node]:
    """What a chain equates, its dots made as many cells as the longest list without dots has.

    So the cells that are written stand beside what they are, and those left out say nothing.
    """
    lists = [node for node in nodes if isinstance(node, Arr)]
    whole = [one.shape for one in lists if not any(map(_gaps, one.rows))]
    if not whole or len(whole) == len(lists):
        return nodes
    shape = max(whole)
    return [_filled(node, shape) if isinstance(node, Arr) else node for node in nodes]


def _filled(short: Arr, shape: tuple[int, int]) -> Arr:
    height, width = shape
    if len(short.rows) != height:
        return short
    rows = tuple(_row(row, width) for row in short.rows)
    return Arr(short.start, short.end, rows, short.flat)


def _row(row: tuple[Node, ...], width: int) -> tuple[Node, ...]:
    gaps = _gaps(row)
    if len(gaps) != 1 or len(row) - 1 > width:
        return row
    k, dots = gaps[0], row[gaps[0]]
    missing = (Opaque(dots.start, dots.end, LEFT_OUT) for _ in range(width - len(row) + 1))
    return (*row[:k], *missing, *row[k + 1 :])


def _gaps(row: tuple[Node, ...]) -> list[int]:
    """Where the dots of a row stand."""
    return [k for k, cell in enumerate(row) if isinstance(cell, Opaque) and cell.reason == LEFT_OUT]
