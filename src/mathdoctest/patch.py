"""New characters for some ranges of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """New characters for one half-open range of a text."""

    start: int
    end: int
    text: str


def apply(text: str, patches: Iterable[Patch]) -> str:
    """The text with every patch made; no two of them may overlap."""
    pieces = []
    at = 0
    for patch in sorted(patches, key=lambda patch: patch.start):
        pieces += [text[at : patch.start], patch.text]
        at = patch.end
    return "".join([*pieces, text[at:]])


def compose(patches: tuple[Patch, ...], later: Iterable[Patch]) -> tuple[Patch, ...]:
    """Patches of the first text that do what ``patches`` and then ``later`` do."""
    new = sorted(later, key=lambda patch: patch.start)
    ends = _original(patches, (end for patch in new for end in (patch.start, patch.end)))
    moved = [Patch(next(ends), next(ends), patch.text) for patch in new]
    replaced = iter(moved)
    over = next(replaced, None)
    kept = []
    for patch in patches:
        while over is not None and over.end <= patch.start:
            over = next(replaced, None)
        if over is None or not (patch.start < over.end and over.start < patch.end):
            kept.append(patch)
    return tuple(sorted([*kept, *moved], key=lambda patch: patch.start))


def _original(patches: tuple[Patch, ...], offsets: Iterable[int]) -> Iterator[int]:
    """Where characters of the patched text stood; within a patch, the nearer end of it.

    Both the patches and the offsets are in order.
    """
    ahead = iter(patches)
    patch = next(ahead, None)
    shift = 0
    for offset in offsets:
        while patch is not None and patch.start + shift + len(patch.text) <= offset:
            shift += len(patch.text) - (patch.end - patch.start)
            patch = next(ahead, None)
        first = offset if patch is None else patch.start + shift
        if patch is None or offset <= first:
            yield offset - shift
        else:
            near = offset - first <= first + len(patch.text) - offset
            yield patch.start if near else patch.end
