"""Whether something grows that should stay as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import FunctionType, MethodType, ModuleType

_LEAVES = (str, bytes, int, float, type, FunctionType, MethodType, ModuleType, type(None))


def sizes(root: object) -> Counter[str]:
    """How many things are kept in all collections of each attribute, of whatever is held."""
    found: Counter[str] = Counter()
    seen: set[int] = set()
    stack: list[tuple[str, object]] = [("", root)]
    while stack:
        path, top = stack.pop()
        if id(top) in seen or isinstance(top, _LEAVES):
            continue
        seen.add(id(top))
        if isinstance(top, (dict, list, set)):
            found[path] += len(top)
        stack.extend(_inside(path, top))
    return found


def _inside(path: str, top: object) -> Iterator[tuple[str, object]]:
    if isinstance(top, dict):
        yield from ((f"{path}[]", part) for item in top.items() for part in item)
    elif isinstance(top, (list, tuple, set, frozenset)):
        yield from ((f"{path}[]", part) for part in top)
    elif type(top).__module__.startswith("mathdoctest"):
        names = [*getattr(top, "__dict__", ())]
        for kind in type(top).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            names += [slots] if isinstance(slots, str) else slots
        # What is told as of where it was met first would depend on the order.
        yield from (
            (f"{type(top).__name__}.{name}", getattr(top, name))
            for name in dict.fromkeys(names)
            if hasattr(top, name)
        )
