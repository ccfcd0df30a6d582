"""Numbers in running text: how they are written, and which of them claim nothing.

A number that only names something (a date, a version, "Step 2", "line 53") is *structural*: no
computation could back it. Everything else is a claim until its author says otherwise, so each test
here errs on the side of calling a number a claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathdoctest.limits import MAX_DIGITS

_GROUPING = ",\u00a0\u2009\u202f"
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
"""Digits of a subscript, and what they are."""
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
"""Characters that are a whole fraction, and what they are."""
_UNGROUPED = str.maketrans(dict.fromkeys(_GROUPING))
_BLANK = " \u00a0\u2009\u202f"
_ENDS = r"(?![0-9A-Za-z]|_[0-9A-Za-z])"
"""No word goes on; an underscore may be emphasis."""
_EXPONENT = rf"(?:[eE][-+\u2212]?[0-9]++{_ENDS})?"
_PLAIN = re.compile(rf"[0-9]++(?:\.[0-9]++)?+(?![0-9A-Za-z_.{_GROUPING}×-])")
"""The usual number, with nothing behind it that could make it part of something longer."""
_NUMERAL = re.compile(
    rf"(?:[0-9]{{1,3}}(?:[{_GROUPING}][0-9]{{3}}){{1,12}}+(?![0-9])|[0-9]++)(?:\.[0-9]++)?{_EXPONENT}"
    rf"|\.[0-9]++{_EXPONENT}"
)
_DATE = re.compile(
    r"[12][0-9]{3}-(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|[12][0-9]|3[01])(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?)?(?![-0-9])"
)
# Repetitions are bounded: an endless chain that fails at its end is not read again from each link.
_VERSION = re.compile(rf"[0-9]++(?:\.[0-9]++){{2,8}}+(?:[-+.]?(?:rc|post|dev|a|b)[0-9]*+)?{_ENDS}")
_SHAPE = re.compile(rf"[0-9]++(?:(?:-[0-9]++){{2,20}}+|(?:[x×][0-9]++){{1,20}}+)(?!-){_ENDS}")
_ORDINAL = re.compile(rf"[0-9]++(?:st|nd|rd|th){_ENDS}")
_HEXADECIMAL = re.compile(rf"(?:0[xX][0-9A-Fa-f]++|(?=[0-9]*+[A-Fa-f])[0-9A-Fa-f]{{7,}}+){_ENDS}")
_COMPOUNDS = (
    (_DATE, "date"),
    (_VERSION, "version"),
    (_ORDINAL, "ordinal"),
    (_HEXADECIMAL, "hexadecimal"),
    (_SHAPE, ""),
)
"""What digits can be a part of, and why that makes no claim; a shape (2-2-1) does make one."""
_REST_OF_WORD = re.compile(r"[0-9A-Za-z_]*+(?:\.[0-9][0-9A-Za-z_]*+)*+")
_ICON = re.compile(r":[a-z][a-z0-9_+-]*:")
_PERCENT = re.compile(rf"[*_~]*+[{_BLANK}]?\\?%")

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_MONTH = re.compile(_MONTHS)
_THEN_MONTH = re.compile(rf"[ \u00a0\r\n]++(?:{_MONTHS})(?![A-Za-z])")
_DAY = re.compile(r"[1-9]|[12][0-9]|3[01]")


def whole_number(digits: str) -> int | None:
    """What digits are worth; nothing for other text, and where they are too many for a number."""
    # Of some thousands of digits int() refuses to make a number.
    return int(digits) if len(digits) <= MAX_DIGITS and digits.isdecimal() else None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOWER_LABELS = _words(
    "line lines rule rules version versions section sections step steps page pages"
)
_LABELS = _LOWER_LABELS | _words(
    """
    algorithm algorithms appendices appendix case cases chapter chapters corollary day days
    definition definitions eq eqs equation equations example examples exercise exercises fig
    figs figure figures issue issues item items lecture lemma lemmas level listing listings
    module no note nr number part parts phase problem problems proposition question questions
    release releases session stage table tables theorem theorems unit vol volume week
    """
)
_WHOLE = _words("case cases day days level line lines page pages rule rules step steps unit week")
"""Labels that never stand before a number with decimals."""
_PRODUCTS = _words("chromium cpython firefox java material node python ruby rust version versions")
"""Names that one version number follows, even where a capital begins the sentence."""
_NO_NAMES = _words("A An And I If In It Of On Or The To")
_OPENING = "*_([{\"'“‘"
_SENTENCE_ENDS = ".!?:;|([{\"'“‘"
_JOINT = re.compile(r"[*_]*\s*(?:[-–—−/&]|,?\s*(?:and|or|to|through)(?=\s)|,)\s*[*_]*")
_SHORT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?")
_LONGEST_WORD = 48
_LONGEST_JOINT = 16
_YEAR = 4


@dataclass(slots=True)
class Numeral:
    """One number as it stands in running text; positions count from the text's beginning."""

    start: int
    end: int
    reason: str = ""
    """Why it is structural; empty where it is a claim."""
    negative: bool = False
    percent: bool = False


_BEHIND_WORDS = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?<![第版本図图表式章節节])\d+\.\d+(?![A-Za-z0-9_.])"
)
"""A decimal fraction behind a word of a script that puts no blank there; whole ones count."""


@dataclass(slots=True)
class Label:
    """What the number read last was the label of: ``lines 3, 5 and 7`` goes on after the first."""

    end: int = -1
    kind: str = ""
    """``integer``, ``decimal``, ``date`` or nothing."""
    plural: bool = False
    """Whether commas may join further numbers."""
    last: bool = False
    """Whether ``and`` has come: nothing more belongs to the list."""


def read_numeral(text: str, at: int, label: Label) -> Numeral:
    """Read the number whose first digit (or the first one behind its point) is at ``at``.

    ``label`` says what the number before it was, and is brought up to date.
    """
    before = text[at - 1] if at else " "
    if before == "." and not (at > 1 and (text[at - 2].isalnum() or text[at - 2] in "._")):
        at -= 1
        before = text[at - 1] if at else " "
    elif (before.isalnum() and not (before > "\u3000" and _BEHIND_WORDS.match(text, at))) or (
        before == "_" and _in_word(text, at)
    ):
        rest = _REST_OF_WORD.match(text, at)
        return Numeral(at, rest.end() if rest else at + 1, "part of a name")

    match = _PLAIN.match(text, at)
    if match is None:
        if compound := _compound(text, at):
            if compound.reason == "date":
                label.end, label.kind = compound.end, "date"
            return compound
        match = _NUMERAL.match(text, at)
    end = match.end() if match else at + 1
    percent = text[end : end + 1] in _BEFORE_PERCENT and percent_follows(text, end)
    negative = before in "-−" and not (at > 1 and text[at - 2].isalnum())
    return Numeral(at, end, _label(text, at, end, label), negative, percent)


def _in_word(text: str, at: int) -> bool:
    """Whether the underscores before ``at`` join it to a word, rather than emphasise it."""
    head = text[max(0, at - _LONGEST_WORD) : at].rstrip("_")
    return head[-1:].isalnum()


_BEFORE_PERCENT = frozenset("%\\*_~" + _BLANK)


def percent_follows(text: str, at: int) -> bool:
    """Whether a percent sign stands at ``at``, perhaps behind emphasis marks or one space."""
    return _PERCENT.match(text, at) is not None


def _compound(text: str, at: int) -> Numeral | None:
    """A date, a version, an ordinal, a shape such as 2-2-1: digits that make one token."""
    for pattern, reason in _COMPOUNDS:
        if match := pattern.match(text, at):
            return Numeral(at, match.end(), reason)
    return None


def _label(text: str, at: int, end: int, label: Label) -> str:
    """Why the number at ``at`` names something rather than claims something, or nothing."""
    kind = "integer" if text[at:end].translate(_UNGROUPED).isdigit() else "decimal"
    if label.kind and at - label.end < _LONGEST_JOINT:
        reason = _continued(text, at, end, kind, label)
        if reason:
            return reason
    label.kind = ""
    before = text[at - 1] if at else " "
    if before in "-/":
        return _joined(text, at, end)
    if before in "#№" and kind == "integer":
        return "" if text[max(0, at - 2) : at - 1].isalnum() else "label"
    if kind == "integer" and _DAY.fullmatch(text, at, end) and _THEN_MONTH.match(text, end):
        return "date"
    bracketed = before == "(" and text.startswith(")", end)  # Equation (3)
    word, opens = _word_before(text, at - 1 if bracketed else at)
    bare = word.rstrip(".")
    if not word or (bracketed and bare.lower() not in _LABELS):
        return ""
    if _MONTH.fullmatch(bare) and kind == "integer":
        # "May" may open a sentence as a verb; a year behind it settles the matter.
        if bare == "May" and opens and end - at != _YEAR:
            return ""
        label.end, label.kind = end, "date"
        return "date"
    if word == "©":
        return "date"
    if _is_name(word, opens=opens, numeral=text[at:end], kind=kind):
        label.end, label.kind, label.last = end, kind, False
        label.plural = bare.endswith("s") or bare.lower() == "appendices"
        return "label"
    return ""


def _continued(text: str, at: int, end: int, kind: str, label: Label) -> str:
    """Whether a number goes on what the one before it began: a date's year, lines 3, 5 and 7."""
    joint = _JOINT.fullmatch(text, label.end, at)
    if joint is None:
        return ""
    word = joint.group().strip(" ,*_\t\r\n")
    if label.kind == "date":
        if not word and kind == "integer" and end - at == _YEAR:  # November 23, 2026
            label.kind = ""
            return "date"
        return ""
    if label.kind != kind or label.last or not (label.plural or "," not in joint.group()):
        return ""
    label.end = end
    label.last = word in ("and", "or")
    return "label"


def _is_name(word: str, *, opens: bool, numeral: str, kind: str) -> bool:
    """Whether ``word`` in front of a number makes a name of both, as in "Step 2"."""
    bare = word.rstrip(".")
    lower = bare.lower()
    capital = bare[:1].isupper()
    short = _SHORT.fullmatch(numeral) is not None
    if lower in _LABELS and (capital or lower in _LOWER_LABELS):
        whole = kind == "integer"
        return whole or lower in _PRODUCTS or (short and lower not in _WHOLE)
    if word != bare or not capital:
        return False
    mixed = any(c.isupper() for c in bare[1:]) and any(c.islower() for c in bare)
    if mixed or lower in _PRODUCTS:  # NumPy 2.0, Python 3.11
        return short or kind == "integer"
    # In the middle of a sentence a capital marks a name; at its beginning it marks nothing.
    return kind == "integer" and not opens and bare not in _NO_NAMES


def _word_before(text: str, at: int) -> tuple[str, bool]:
    """The word in front of a number, and whether it opens a sentence."""
    low = max(0, at - _LONGEST_WORD)
    head = text[low:at].rstrip("*_")
    stripped = head.rstrip()
    if not stripped or (len(stripped) == len(head) and stripped[-1] not in ".~"):
        return "", True
    if not (stripped[-1].isalnum() or stripped[-1] in ".©"):
        return "", True
    token = stripped.rsplit(None, 1)[-1]
    rest = stripped[: len(stripped) - len(token)].rstrip("*_ \t\r\n")
    opens = token[0] in "([{\"'“‘" or (rest[-1] in _SENTENCE_ENDS if rest else low == 0)
    return token.lstrip(_OPENING), opens


def _joined(text: str, at: int, end: int) -> str:
    """A number behind a hyphen or a slash: an icon (``:arrow-24:``), a name as UTF-8 and HTTP/2."""
    low = at
    while low and at - low < _LONGEST_WORD and not text[low - 1].isspace():
        low -= 1
    token = text[low:at]
    icon = token.rfind(":")
    if icon >= 0 and _ICON.match(text, low + icon, end + _LONGEST_WORD):
        return "icon"
    name = token[:-1].lstrip(_OPENING)
    is_name = name.isupper() if token[-1] == "/" else name[:1].isupper()
    return "part of a name" if is_name and name.replace("-", "").isalnum() else ""
