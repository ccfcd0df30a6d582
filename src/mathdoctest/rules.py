"""Every rule by its name: what it holds, why, and what an author does about it.

The reports carry these texts (SARIF's help), and the page about the rules is tested against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule holds."""

    name: str
    title: str
    """One line, no full stop."""
    help: str
    """Why it matters and what to do about it."""


def _table(*rules: Rule) -> Mapping[str, Rule]:
    return {rule.name: rule for rule in rules}


RULES = _table(
    Rule(
        "wrong-literal",
        "A printed number is not the correctly rounded value of what it stands for",
        "Each number of an equation stands for a part of the segment before it. That part is "
        "computed from the page's givens at full precision and rounded to as many decimals as are "
        "printed. Print the number that the message names, or let `mathdoctest fix` write it.",
    ),
    Rule(
        "code-failed",
        "A code block of the page does not run",
        "The page's code blocks run from top to bottom in one namespace, as a reader would type "
        "them. Correct the line that the message names, or put "
        "`<!-- no-run: reason -->` on the line before a block that is not meant to run.",
    ),
    Rule(
        "code-output",
        "An example prints something else than the page shows",
        "What follows a `>>>` example is compared with what the example prints, character by "
        "character. Print what the message shows, or correct the code.",
    ),
    Rule(
        "code-not-run",
        "A code block was not run",
        "The page's code runs only when asked for: `--run-code`, or `run-code = true` in the "
        "project's own `[tool.mathdoctest]`.",
    ),
)


def describe(name: str) -> Rule:
    """A rule by name; a name that is not in the table stands for itself."""
    return RULES.get(name) or Rule(name, name.replace("-", " ").capitalize(), "")
