"""Write the right digits in place of the wrong ones, and touch nothing else.

Only a wrong number that is a claim is rewritten: never a given (only the author knows those), a
sign, or anything that is wrong about an equation rather than a number.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mathdoctest import project
from mathdoctest.patch import Patch, apply, compose
from mathdoctest.report import Claim, Report
from mathdoctest.reporting.paths import relative
from mathdoctest.source import Source, read, write

_ROUNDS = 50
"""A page whose corrections still change one another after so many rounds is left alone."""

_UNSIGNED = re.compile(
    r"""(?: \d | \{,\} | \\[,;:\ !] | [,.\ \u00a0\u2009\u202f'_] )+           # digits, grouped
        (?: \s* (?:\\times|\\cdot|×|·) \s* 10 \s* \^ \s* (?:\{\s*[-+]?\d+\s*\}|\d) # a power of ten
          | [eE][-+]?\d+ )?
        (?: \s* \\?% )?""",
    re.VERBOSE,
)
"""What may be written: a number as somebody prints it, without a sign."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A page before and after its corrections."""

    source: Source
    text: str
    """The corrected page."""
    patches: tuple[Patch, ...]
    """Each number that was rewritten, at its place in the page as it was, in reading order."""
    report: Report
    """What a check of the corrected page finds."""

    @property
    def raw(self) -> str:
        """The corrected file."""
        return self.source.rewritten(self.patches)

    def line(self, patch: Patch) -> int:
        """The line, from 1, of a number that was rewritten."""
        return self.source.position(patch.start)[0]

    def before(self, patch: Patch) -> str:
        """What the page showed in its place."""
        return self.source.text[patch.start : patch.end]

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, rewritten."""
        return bool(self.patches)


def fixable(claim: Claim, text: str) -> bool:
    """Whether a claim is a wrong number whose digits can be replaced by the right ones."""
    return (
        claim.verdict == "wrong"
        and claim.role == "claim"
        and claim.rule == "wrong-literal"
        and claim.expected != claim.text
        and text[claim.start : claim.end] == claim.text
        and _UNSIGNED.fullmatch(claim.text) is not None
        and _UNSIGNED.fullmatch(claim.expected) is not None
        and any(char.isdigit() for char in claim.expected)
    )


def fix(text: str, report: Report) -> str:
    """The text with each wrong number of a report replaced by the right one.

    The report is one of this very text.
    """
    return apply(text, [Patch(c.start, c.end, c.expected) for c in _wrong(text, report)])


def _wrong(text: str, report: Report) -> Iterator[Claim]:
    """What can be fixed, in reading order, no two of them overlapping."""
    free = 0
    for claim in sorted(report.claims, key=lambda claim: claim.start):
        if claim.start >= free and fixable(claim, text):
            free = claim.end
            yield claim


def settle(text: str, check: Callable[[str], Report]) -> tuple[tuple[Patch, ...], Report]:
    """Fix a text again and again until a check asks for nothing more.

    Should corrections ever take turns, the one of their pages that sorts first is kept, whichever
    of them one started from: a second run changes nothing.

    Returns:
        The patches that lead from the text to its corrected form, and that form's report.
    """
    patches: tuple[Patch, ...] = ()
    seen: dict[str, tuple[tuple[Patch, ...], Report]] = {}
    current = text
    while current not in seen and len(seen) < _ROUNDS:
        report = check(current)
        seen[current] = (patches, report)
        wanted = [Patch(c.start, c.end, c.expected) for c in _wrong(current, report)]
        patches = compose(patches, wanted)
        current = apply(current, wanted)
    if current not in seen:
        return seen[text]
    order = list(seen)
    return seen[min(order[order.index(current) :])]


def fix_file(path: Path, options: project.Options | None = None, *, dry: bool = False) -> Fixed:
    """Fix one file, on disk unless ``dry``.

    Raises:
        UnreadableError: it cannot be read or written.
        ConfigError: its project's settings cannot be used.
    """
    chosen = project.settings(path, options or project.Options())
    source = read(path)
    patches, report = settle(source.text, project.checker(source, chosen))
    fixed = Fixed(source, apply(source.text, patches), patches, report)
    if fixed.changed and not dry:
        write(source, fixed.raw)
    return fixed


def diff(fixed: Fixed) -> str:
    """What a fix changes, as a unified diff."""
    name = relative(str(fixed.source.path)).lstrip("/")
    if " " in name:
        name += "\t"  # or patch would take the name to end at the blank
    mark = "\ufeff" if fixed.source.mark else ""
    before, after = (
        re.findall(r"[^\n]*\n|[^\n]+", mark + raw) for raw in (fixed.source.raw, fixed.raw)
    )
    lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
    # A last line without an end must say so, or the next line would run into it.
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
