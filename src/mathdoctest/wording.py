"""What the words around a formula say of it."""

from __future__ import annotations

import re

from mathdoctest.document import Statement
from mathdoctest.page import Page

CONCLUDES = re.compile(
    r"\b(?:so|hence|thus|therefore|gives?|giving|gets?|obtain|yields?|find|found|compute[ds]?|results?"
    r"|becomes?)\b",
    re.IGNORECASE,
)
"""A number behind such a word is a result."""
IMPLIES = re.compile(
    r"(?:\\(?:Rightarrow|implies|Longrightarrow|therefore)|[⇒⟹∴])(?:\\[,;:! ]|\\q?quad|[\s&~])*\Z"
)
"""A number behind such a sign is one, too."""
LONGEST_ARROW = 80
"""Characters before a statement that are searched for such a sign."""
LIKEWISE = re.compile(
    r"\b(?:likewise|similar|similarly|same|analog\w*|repeat\w*|as before|in turn|carry\w*)\b",
    re.IGNORECASE,
)
"""A number behind such a word was computed like another one."""
AGAIN = re.compile(
    r"\b(?:second|next|another|again|updated|new)\b.{0,40}"
    r"\b(?:pass|forward|step|epoch|iteration|round|run|point|weights?|parameters?|values?)\b"
    r"|\b(?:with|using|for|from) these (?:weights|parameters|values)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What follows such words is of another pass."""
BEFORE = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|originally|initial(?:ly)?|old)\b", re.IGNORECASE
)
"""What follows such a word is of the state before."""
LATER = re.compile(r"\b(?:after\w*|now|once more)\b", re.IGNORECASE)
"""What follows such a word is of another state."""
COMPARES = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|initial(?:ly)?|instead of|compared (?:to|with)"
    r"|(?:down|up|fallen|risen) from)\b",
    re.IGNORECASE,
)
"""A number beside such words was a result further up."""
SUPPOSES = re.compile(
    r"\b(?:would(?! like)|had (?:we|it|they|been)|if \w+ (?:had|were)"
    r"|wäre|würde|serait|donnerait|sería|daría)\b",
    re.IGNORECASE,
)
"""What follows such words is of a case that is not the page's."""
SENTENCE_END = re.compile(r"[.;!?]\s|\n\s*\n")
_FORMULA = re.compile(r"\$[^$]*\$")
LONGEST_SENTENCE = 240
"""Characters of a sentence that are searched for a word such as “hence”."""


def sentence(page: Page, statement: Statement, *, over: bool = False) -> str:
    """The words of a sentence before a formula, or over one that stands by itself."""
    start = page.formulas[statement.formula].span.start
    before = page.text[max(0, start - LONGEST_SENTENCE) : start]
    *_, last = SENTENCE_END.split(before.rstrip() if over else before)
    return _FORMULA.sub(" ", last)
