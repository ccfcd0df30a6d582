r"""Labels of classes: data that are 0 or 1, and pick terms of a loss.

With ``y = [0, 1]`` authors go from ``-\sum y_i \log p_i`` to ``-\log p_2`` and call its gradient
``p - y``. For any other ``y`` that is wrong, but no other ``y`` is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mathdoctest.definitions import Definition, references
from mathdoctest.tree import Add, Call, Mul, Neg, Node, Num, Ref, walk

_LOGARITHMS = frozenset(("ln", "log", "log2", "log10"))
_INPUTS = frozenset("xX")
"""Names of what comes into a network, which may be 0 or 1 by chance."""


def labels(nodes: Iterable[Node], lists: Mapping[str, tuple[Definition, ...]]) -> list[Definition]:
    """The labels among the quantities that trees rest on; ``lists`` are those of the page."""
    searched: dict[int, Node] = {}
    found: dict[int, Definition] = {}
    data: dict[int, Definition] = {}
    stack = list(nodes)
    while stack:
        tree = stack.pop()
        for part in walk(tree):
            if isinstance(part, Mul) and any(_is_logarithm(f) for f in part.factors):
                for factor in part.factors:
                    if (picks := _of_label(factor)) is not None:
                        found[id(picks)] = picks
        for ref in references(tree, searched):
            if _is_bit(ref.definition):
                data[id(ref.definition)] = ref.definition
            elif ref.definition.node is not None and id(ref.definition.node) not in searched:
                stack.append(ref.definition.node)
    hot = {
        id(cell)
        for versions in lists.values()
        for whole in versions
        if whole.name[:1] not in _INPUTS and _is_one_hot(whole)
        for row in whole.cells
        for cell in row
    }
    return [d for key, d in data.items() if key in found or key in hot]


def _is_logarithm(node: Node) -> bool:
    node = node.arg if isinstance(node, Neg) else node
    return isinstance(node, Call) and node.name in _LOGARITHMS


def _of_label(factor: Node) -> Definition | None:
    """The datum in ``y`` or in ``1 - y``."""
    if isinstance(factor, Add) and len(factor.terms) == 2:
        one, taken = factor.terms
        if not (isinstance(one, Num) and one.value == 1 and isinstance(taken, Neg)):
            return None
        factor = taken.arg
    return factor.definition if isinstance(factor, Ref) and _is_bit(factor.definition) else None


def _is_bit(definition: Definition) -> bool:
    return definition.given and isinstance(definition.node, Num) and definition.node.value in (0, 1)


def _is_one_hot(whole: Definition) -> bool:
    """Whether a list holds noughts and a single one."""
    cells = whole.entries
    return (
        len(cells) > 1
        and all(map(_is_bit, cells))
        and sum(cell.node.value for cell in cells if isinstance(cell.node, Num)) == 1
    )
