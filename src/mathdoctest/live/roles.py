"""The roles of symbols: a kind of quantity, such as a weight, that looks the same all over a page.

A notation table says them in a column ``Role``. Here each symbol in a formula's MathML gets its
role as ``data-role``; what a role looks like is a matter of the site's style sheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree import ElementTree as ET

from mathdoctest.live.explain import Entry
from mathdoctest.mathml import FormulaError, render

# Beginning with what every match begins with, so that a page is searched quickly.
LEGEND = re.compile(r"<(?:p>\s*<)?!--\s*legend\s*-->(?:\s*</p>)?")
"""Where an author wants to have the roles explained."""

_EXAMPLES = 2
"""How many symbols of a role the legend shows."""
_UNKNOWN = r"<m(?:sub|subsup)><m[a-z]+[^>]*>[^<]*</m[a-z]+>"
"""A symbol with an index is another symbol than the letter alone: its letter is passed over."""


class Roles:
    """The roles of a notation's symbols."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._roles: dict[str, str] = {}
        """By the symbol's MathML."""
        self._examples: dict[str, dict[str, str]] = {}
        """Of each role some symbols, by their letter."""
        for entry in entries:
            made = _element(entry.latex) if entry.role else ""
            if made:
                self._roles.setdefault(made, entry.role)
                letter = re.sub(r"<[^>]*>", "", made)[:1].lower()
                examples = self._examples.setdefault(entry.role, {})
                if len(examples) < _EXAMPLES and not made.startswith("<mfrac"):
                    examples.setdefault(letter, made)
        self._symbols = _pattern(self._roles)

    def mark(self, mathml: str) -> str:
        """A formula in which each symbol carries its role."""
        return self._symbols.sub(self._marked, mathml) if self._roles else mathml

    def _marked(self, match: re.Match[str]) -> str:
        # A symbol that is raised to a power: its index and its power are one element's.
        found = match[0].replace("<msubsup>", "<msub>", 1)
        role = self._roles.get(found) or self._roles.get(f"{found}</msub>")
        return match[0] if role is None else _with_role(match[0], role)

    def legend(self) -> str:
        """A line of HTML that names each role and symbols of it; nothing without roles."""
        if not self._examples:
            return ""
        entries = " ".join(
            f'<span data-role="{html.escape(role)}"><b>{html.escape(role)}</b> '
            + " ".join(f"<math>{symbol}</math>" for symbol in symbols.values())
            + "</span>"
            for role, symbols in self._examples.items()
        )
        return f'<p class="claims-legend">{entries}</p>'


def _pattern(symbols: Iterable[str]) -> re.Pattern[str]:
    """All symbols, the long ones before those that are a part of them."""
    ordered = sorted(symbols, key=len, reverse=True)
    powers = (
        re.escape(symbol.replace("<msub>", "<msubsup>", 1).removesuffix("</msub>"))
        for symbol in ordered
        if symbol.startswith("<msub>")
    )
    return re.compile("|".join([*map(re.escape, ordered), *powers, _UNKNOWN]))


def _with_role(element: str, role: str) -> str:
    return re.sub(r"^<[a-z]+", rf'\g<0> data-role="{html.escape(role)}"', element)


@lru_cache(maxsize=1024)
def _element(latex: str) -> str:
    """The MathML of a symbol that is one element; nothing for any other formula."""
    try:
        made = render(latex, display=False)
    except FormulaError:
        return ""
    inner = re.sub(r"^<math[^>]*>|</math>$", "", made)
    try:
        parts = list(ET.fromstring(f"<math>{inner}</math>"))  # noqa: S314 - our own output
    except ET.ParseError:  # a named entity, which no symbol has
        return ""
    return inner if len(parts) == 1 else ""
