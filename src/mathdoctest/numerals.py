"""Numbers in running text: how they are written, and which of them claim nothing.

A number that only names something (a date, a version, "Step 2", "line 53") is *structural*: no
computation could back it. Everything else is a claim until its author says otherwise, so each test
here errs on the side of calling a number a claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUP = ",\u00a0\u2009\u202f"
_NUMERAL = re.compile(
    rf"""
      (?: [0-9]{{1,3}}(?:[{_GROUP}][0-9]{{3}}){{1,12}}+(?![0-9]) | [0-9]++ )
      (?: \.[0-9]++ )?
      (?: [eE][-+\u2212]?[0-9]++(?![0-9A-Za-z_]) )?
    | \.[0-9]++ (?: [eE][-+\u2212]?[0-9]++(?![0-9A-Za-z_]) )?
    """,
    re.VERBOSE,
)
_DATE = re.compile(
    r"(?:1[0-9]|2[0-9])[0-9]{2}-(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|[12][0-9]|3[01])(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?)?(?![-0-9])"
)
# Repetitions are bounded: an endless chain that fails at its end is not read again from each link.
_VERSION = re.compile(
    r"[0-9]++(?:\.[0-9]++){2,8}+(?:[-+.]?(?:rc|post|dev|a|b)[0-9]*+)?(?![0-9A-Za-z_])"
)
_SHAPE = re.compile(r"[0-9]++(?:(?:-[0-9]++){2,20}+|(?:[x×][0-9]++){1,20}+)(?![-0-9A-Za-z_])")
_ORDINAL = re.compile(r"[0-9]++(?:st|nd|rd|th)(?![0-9A-Za-z_])")
_WORD = re.compile(r"[0-9A-Za-z_]*+")
_HEX = re.compile(r"0[xX][0-9A-Fa-f]++|(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{7,}+")
_ICON = re.compile(r":[a-z][a-z0-9_+-]*:")
_PERCENT = re.compile(r"[*_~]*+[ \u00a0\u2009\u202f]?\\?%")

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_MONTHS = frozenset(_MONTH.split("|"))
_THEN_MONTH = re.compile(rf"[ \u00a0\r\n]++(?:{_MONTH})(?![A-Za-z])")
_DAY = re.compile(r"[1-9]|[12][0-9]|3[01]")

_LOWER_LABELS = frozenset(
    "line lines rule rules version versions section sections step steps page pages".split()
)
_LABELS = _LOWER_LABELS | frozenset(
    """
    algorithm algorithms appendices appendix case cases chapter chapters corollary day days
    definition definitions eq eqs equation equations example examples exercise exercises fig
    figs figure figures issue issues item items lecture lemma lemmas level listing listings
    module no note nr number part parts phase problem problems proposition question questions
    release releases session stage table tables theorem theorems unit vol volume week
    """.split()
)
_WHOLE = frozenset(
    "case cases day days level line lines page pages rule rules step steps unit week".split()
)
"""Labels that never stand before a number with decimals."""
_VERSIONED = frozenset(
    "chromium cpython firefox java material node python release ruby rust version versions".split()
)
_FUNCTION_WORDS = frozenset("A An And I If In It Of On Or The To".split())
_SENTENCE_ENDS = ".!?:;|([{\"'“‘"
_LIST_WORDS = re.compile(r"[*_]*\s*(?:[-–—−/&]|,?\s*(?:and|or|to|through)(?=\s)|,)\s*[*_]*")
_SMALL_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?\+?")


@dataclass(slots=True)
class Numeral:
    """One number as it stands in running text; positions count from the text's beginning."""

    start: int
    end: int
    reason: str = ""
    """Why it is structural; empty where it is a claim."""
    negative: bool = False
    percent: bool = False


@dataclass(slots=True)
class Label:
    """What the number read last was a label of: ``lines 3, 5 and 7`` goes on after the first."""

    end: int = -1
    kind: str = ""
    """``integer``, ``version``, ``date`` or nothing."""
    plural: bool = False
    last: bool = False
    """Whether ``and`` has come: nothing more belongs to the list."""


def read_numeral(text: str, at: int, label: Label) -> Numeral:
    """Read the number whose first digit (or whose leading point's digit) is at ``at``.

    ``label`` says what the number before it was, and is brought up to date.
    """
    before = text[at - 1] if at else " "
    if before == "." and not (at > 1 and (text[at - 2].isalnum() or text[at - 2] in "._")):
        at -= 1
        before = text[at - 1] if at else " "
    elif before.isalnum() or before == "_":
        end = _end(_WORD.match(text, at))
        return Numeral(at, end, "part of a name")

    whole = _compound(text, at)
    if whole is not None:
        if whole.reason == "date":
            label.end, label.kind = whole.end, "date"
        return whole

    end = _end(_NUMERAL.match(text, at))
    reason = _label(text, at, end, before, label)
    percent = _PERCENT.match(text, end) is not None
    negative = before in "-−" and not (at > 1 and text[at - 2].isalnum())
    return Numeral(at, end, reason, negative, percent)


def percent_follows(text: str, at: int) -> bool:
    """Whether a percent sign stands at ``at``, perhaps behind emphasis marks or one space."""
    return _PERCENT.match(text, at) is not None


def _end(match: re.Match[str] | None) -> int:
    assert match is not None  # the caller stands on a digit  # noqa: S101
    return match.end()


def _compound(text: str, at: int) -> Numeral | None:
    """A date, a version, an ordinal, a shape such as 2-2-1: digits that make one token."""
    word_end = _end(_WORD.match(text, at))
    following = text[word_end : word_end + 1]
    if following and following in "-.×":
        for pattern, reason in ((_DATE, "date"), (_VERSION, "version"), (_SHAPE, "")):
            if match := pattern.match(text, at):
                return Numeral(at, match.end(), reason)
    if not text[word_end - 1].isdigit() or not text[at:word_end].isdigit():
        if match := _ORDINAL.match(text, at):
            return Numeral(at, match.end(), "ordinal")
        if match := _SHAPE.match(text, at):
            return Numeral(at, match.end(), "")
        if _HEX.fullmatch(text, at, word_end):
            return Numeral(at, word_end, "hexadecimal")
    return None


def _label(text: str, at: int, end: int, before: str, label: Label) -> str:
    """Why the number at ``at`` names something rather than claims something, or nothing."""
    kind = "integer" if text[at:end].isdigit() else "version"
    if (
        label.kind
        and not label.last
        and at - label.end < 16  # noqa: PLR2004  # the longest joint is ", through "
        and (joint := _LIST_WORDS.fullmatch(text, label.end, at))
    ):
        if label.kind == "date":
            year = kind == "integer" and end - at == 4  # noqa: PLR2004
            if year and joint.group().strip() == ",":
                label.kind = ""
                return "date"
        elif label.kind == kind and (label.plural or "," not in joint.group()):
            label.end = end
            label.last = joint.group().strip(" ,") in ("and", "or")
            return "label"
    label.kind = ""

    if kind == "integer" and _DAY.fullmatch(text, at, end) and _THEN_MONTH.match(text, end):
        return "date"
    if before in "#№" and kind == "integer" and not text[max(0, at - 2) : at - 1].isalnum():
        return "label"
    if before == "-":
        return _joined(text, at, end)
    bracketed = before == "(" and text.startswith(")", end)  # Equation (3)
    word, opens = _word_before(text, at - 1 if bracketed else at)
    if not word or (bracketed and word.rstrip(".").lower() not in _LABELS):
        return ""
    year = end - at == 4  # noqa: PLR2004
    if word.rstrip(".") in _MONTHS and kind == "integer" and (year or not opens or word != "May"):
        label.end, label.kind, label.plural, label.last = end, "date", False, False
        return "date"
    if word == "©":
        return "date"
    if _names(word, opens=opens, kind=kind, numeral=text[at:end]):
        label.end, label.kind, label.last = end, kind, False
        label.plural = word[-1:] == "s" or word.lower() == "appendices"
        return "label"
    return ""


def _names(word: str, *, opens: bool, kind: str, numeral: str) -> bool:
    """Whether ``word`` in front of a number makes a name of both, as in "Step 2"."""
    bare = word.rstrip(".")
    lower = bare.lower()
    capital = bare[:1].isupper()
    if lower in _LABELS and (capital or lower in _LOWER_LABELS):
        return kind == "integer" or (
            lower not in _WHOLE and _SMALL_VERSION.fullmatch(numeral) is not None
        )
    if word != bare or not capital:
        return False
    mixed = any(c.isupper() for c in bare[1:]) and any(c.islower() for c in bare)
    if mixed or lower in _VERSIONED:  # NumPy 2.0, Python 3.11
        return _SMALL_VERSION.fullmatch(numeral) is not None or kind == "integer"
    # In the middle of a sentence a capital marks a name; at its beginning it marks nothing.
    return kind == "integer" and not opens and bare not in _FUNCTION_WORDS


def _word_before(text: str, at: int) -> tuple[str, bool]:
    """The word in front of a number, and whether it opens a sentence."""
    low = max(0, at - 48)
    head = text[low:at].rstrip("*_")
    stripped = head.rstrip()
    if len(stripped) == len(head) and not head.endswith((".", "~")):
        return "", True
    parts = stripped.rsplit(None, 1)
    if not parts:
        return "", True
    token = parts[-1]
    word = token.lstrip("*_([{\"'“‘")
    if not word or not (word[-1].isalnum() or word[-1] in ".©"):
        return "", True
    rest = stripped[: len(stripped) - len(token)].rstrip("*_ \t\r\n")
    bracketed = token[0] in "([{\"'“‘"
    opens = bracketed or (not rest and low == 0) or (bool(rest) and rest[-1] in _SENTENCE_ENDS)
    return word, opens


def _joined(text: str, at: int, end: int) -> str:
    """A number behind a hyphen: an icon's name, or a name such as UTF-8."""
    low = at
    while low and at - low < 48 and not text[low - 1].isspace():  # noqa: PLR2004
        low -= 1
    token_start = text[low:at]
    high = end
    while high < len(text) and high - end < 16 and not text[high].isspace():  # noqa: PLR2004
        high += 1
    icon = token_start.rfind(":", 0, -1)
    if icon >= 0 and _ICON.match(text, low + icon):
        return "icon"
    name = token_start[:-1].lstrip("*_([{\"'“‘")
    if name[:1].isupper() and name[:1].isascii() and name.isalnum():
        return "part of a name"
    return ""
