"""What a formula says: chains of segments joined by relations."""

from __future__ import annotations

from mathdoctest.records import record
from mathdoctest.tree import Node


@record
class Part:
    """One segment of a chain with the relation before it (empty for the first)."""

    relation: str
    relation_start: int
    relation_end: int
    node: Node
    plain: bool = False
    """Whether it is arithmetic: numbers and signs, and no name, function or matrix."""


@record
class Chain:
    """Segments joined by relations.

    The first relation is empty unless the chain goes on from an earlier one (``= 0.5``).
    """

    start: int
    end: int
    parts: tuple[Part, ...]
