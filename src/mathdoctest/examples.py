"""Examples that a page works out alike, one after the other: which of them a place belongs to.

The data of all of them may be listed first, so that what is said last of a symbol need not be what
an example means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from mathdoctest.wording import ROOM

_LABEL = re.compile(
    r"^(?:(?P<marks>#{1,6})[ \t]+|[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)[*_]*"
    r"(?:step[ \t]+\d+[*_]*[ \t]*\()?"
    r"(?P<kind>example|sample|(?:mini-?)?batch|lote|amostra|échantillon|campione"
    r"|case|instance|pattern|pair|point|data ?point|observation|record"
    r"|epoch|iteration|pass|step|schritt|paso|passo|étape|etapa|beispiel|fall|ejemplo|caso"
    r"|muestra|exemple|exemplo|esempio|样本|例|例子|例题|例題|样例|示例|サンプル"
    r"|problem|exercise|aufgabe|ejercicio|exercice|exercício|esercizio|练习|問題)"
    r"[ \t]*[#(]?(?P<number>(?:[a-z]\.)?\d+(?:\.\d+)*|[a-h])\b"
    r"|^(?P<of>#{1,6})[ \t]+(?:(?:\w|[ivx]{1,4})[.)][ \t]+)?"
    r"(?P<what>[A-Za-z][^=\n$`]{1,40}?)[ \t]*=[ \t]*(?P<value>[^=\n$`]{1,40})$"
    r"|^(?P<heading>#{1,6})[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_IN_TIME = ("epoch", "iteration", "pass", "step", "schritt", "paso", "passo", "étape", "etapa")
"""What is labelled so goes on from the one before, so that nothing tells its data beforehand."""
_COUNTED = re.compile(r"\d+|(?<![^\W\d_])[a-z](?![^\W\d_])")
"""What numbers an item in its label."""
_LINE_LABEL = re.compile(
    r"[\s>*+_.)\d-]*([A-Za-z][\w -]{1,30}?)(?:[*_]*:[*_]*|[*_]+)\s*(?:\$+`?|\\[(\[])\s*"
)
_ITEM = re.compile(r"[\s>]*(?:[-*+] +|\d+[.)] +)?(?P<label>\w[^$`:.!?|,;*]{1,40}?)\s?:\s")
_TITLE = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]|(?P<marks>\*\*|__|[*_])(?P<title>[^*_$`\n]{2,40}?)[.:]?(?P=marks))",
    re.MULTILINE,
)
LONGEST_ITEM = 800
"""Characters before a formula that may begin with the title of its item."""
LONGEST_LABEL = 80
"""Characters of a line before a formula that may be a label."""
_TEXT = 7
"""The level of labels in the text, below those of all headings."""


class _Places(NamedTuple):
    """Where examples begin and end on a page."""

    starts: list[int]
    labels: list[str]
    """Those that hold from each of these places on."""
    first: dict[str, int]
    """For labels, the first of the places."""


@lru_cache(maxsize=4)
def _places(text: str) -> _Places:
    """The examples of a page: what is labelled as one, and headings such as “Income = High”.

    A label ends what a label of the same kind began and all that began inside of it; a heading ends
    what was labelled below headings of its level.
    """
    starts, labels = [0], [""]
    stack: list[tuple[int, str, str]] = []
    for match in _LABEL.finditer(text):
        kind = (match["kind"] or match["what"] or "").lower()
        level = len(match["marks"] or match["of"] or match["heading"] or " " * _TEXT)
        outer = next((i for i, one in enumerate(stack) if one[1] == kind), len(stack))
        stack = stack[:outer]
        if level < _TEXT:
            stack = [one for one in stack if one[0] < level]
        if kind:
            stack.append((level, kind, (match["number"] or match["value"]).lower()))
        starts.append(match.start())
        labels.append(", ".join(f"{kind} {number}" for _, kind, number in stack))
    first = {label: k for k, label in reversed([*enumerate(labels)])}
    return _Places(starts, labels, first)


def example_of(text: str, at: int) -> str:
    """The labels of the example that a place belongs to: “pass 2, example 3”; empty without any."""
    places = _places(text)
    return places.labels[bisect_right(places.starts, at) - 1]


def examples_apart(text: str, here: int, there: int) -> str:
    """The labels of the example that a place is in, if another place is in another example."""
    now, before = example_of(text, here), example_of(text, there)
    return now if before and now != before else ""


def is_in_time(labels: str) -> bool:
    """Whether what is labelled so goes on from what was labelled before."""
    return labels.rpartition(", ")[2].startswith(_IN_TIME)


def label_before(text: str, at: int) -> str:
    """The label that is all of a line before a formula: “Tanh” in “- **Tanh:** $f(x) = …”."""
    line = text.rfind("\n", 0, at) + 1
    found = _LINE_LABEL.fullmatch(text, line, at) if at - line <= LONGEST_LABEL else None
    return "" if found is None else found[1].casefold()


_PART = re.compile(
    r"\b(?:components?|entr(?:y|ies)|rows?|columns?|parts?|terms?|units?|neur[oó]n\w*|nodes?|layers?"
    r"|weights?|komponente|zeile|spalte|composante|componente|ligne|fila|linha)\b"
)
"""In the label of an item that is a part of one thing: “Second component: …”."""


def items_apart(text: str, here: int, there: int, *, titled: bool = False) -> bool:
    """Whether two places are of different items: “Wind: …”, “**Mail 2.** …”.

    What names an item stands before a colon in the line of a formula, or in bold or italics at the
    beginning of a line before it. If not ``titled``, the other place must be of an item as well.
    """
    return any(
        now
        and (before or titled)
        and now != before
        and not is_in_time(now)
        and not _PART.search(now)
        for now, before in zip(_items(text, here), _items(text, there), strict=True)
    )


def counted_apart(text: str, here: int, there: int) -> bool:
    """Whether two places are of items that are numbered alike: “Example 1”, “**(b)**”."""
    return any(
        now != before and _COUNTED.sub("#", now) == _COUNTED.sub("#", before) != before
        for now, before in zip(_items(text, here), _items(text, there), strict=True)
    )


def _before(text: str, at: int, size: int) -> int:
    """The place so many characters before another one; room behind formulas does not count."""
    low = at
    while low > 0 and size > 0:
        start = max(0, low - size)
        size = sum(len(room[0]) for room in ROOM.finditer(text, start, low))
        low = start
    return low


def _items(text: str, at: int) -> tuple[str, str]:
    """The title and the label that a place stands behind; empty without any."""
    line = text.rfind("\n", 0, at) + 1
    label = _ITEM.match(text, line, min(at, line + LONGEST_LABEL))
    title = ""
    for match in _TITLE.finditer(text, _before(text, at, LONGEST_ITEM), at):
        title = (match["title"] or "").casefold()
    return title, "" if label is None else label["label"].casefold()


def told_before(text: str, at: int) -> int | None:
    """Where the part of a page ends that tells of the same example before a place, if any does."""
    places = _places(text)
    here = bisect_right(places.starts, at) - 1
    label = places.labels[here]
    first = places.first[label]
    return places.starts[first + 1] if label and first < here and not is_in_time(label) else None
