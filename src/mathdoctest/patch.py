"""New characters for some ranges of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """New characters for one half-open range of a text."""

    start: int
    end: int
    text: str


def apply(text: str, patches: Iterable[Patch]) -> str:
    """The text with every patch made; no two of them may overlap."""
    # From the last to the first, so that the places of those before stay valid.
    for patch in sorted(patches, key=lambda patch: patch.start, reverse=True):
        text = text[: patch.start] + patch.text + text[patch.end :]
    return text


def compose(patches: tuple[Patch, ...], later: Iterable[Patch]) -> tuple[Patch, ...]:
    """Patches of the first text that do what ``patches`` and then ``later`` do."""
    composed = list(patches)
    for new in later:
        start, end = _original(patches, new.start), _original(patches, new.end)
        composed = [p for p in composed if not (p.start < end and start < p.end)]
        composed.append(Patch(start, end, new.text))
    return tuple(sorted(composed, key=lambda patch: patch.start))


def _original(patches: tuple[Patch, ...], offset: int) -> int:
    """Where a character of the patched text stood; within a patch, the nearer end of it."""
    shift = 0
    for patch in patches:
        first = patch.start + shift
        last = first + len(patch.text)
        if offset <= first:
            break
        if offset < last:
            return patch.start if offset - first <= last - offset else patch.end
        shift += len(patch.text) - (patch.end - patch.start)
    return offset - shift
