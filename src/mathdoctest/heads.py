"""What heads a table's columns: words for old and new values, units, formulas that are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mathdoctest.units import worth

OLD = frozenset(
    "old before initial original start current previous alt alte vorher aktuell ancien ancienne"
    " avant initiale actuel actuelle antes anterior inicial viejo vieja antiguo atual antigo"
    " vecchio vecchia prima attuale originale старое старый было начальное cũ trước"
    " 旧 舊 前 原 当前 當前 現在 初始 이전 기존 현재 초기".split()
)
"""Words over a column of old values."""
NEW = frozenset(
    "new after updated neu neue neuer nachher nouveau nouvelle après nuevo nueva después"
    " actualizado novo nova depois atualizado nuovo nuova dopo aggiornato новое новый стало mới sau"
    " 新 后 後 이후 새로운".split()
)
"""Words over a column of new values."""
SLOPE = frozenset(
    "gradient grad derivative slope ableitung steigung dérivée pente gradiente derivada derivata"
    " pendenza градиент производная đạo 梯度 导数 導數 偏导 勾配 微分 기울기 그래디언트"
    " 미분".split()
)
"""Words over a column of derivatives."""
_VALUES = frozenset(("", "值", "的值", "权重", "權重", "的权重", "参数", "權值", "权值", "重み"))
"""What may stand behind a sign for old or new."""
_UNSPACED = "\u2e80"
"""Where the signs begin that words are written with side by side."""
_OPPOSED = tuple(
    (frozenset(opening.split()), frozenset(closing.split()))
    for opening, closing in (
        ("start begin opening départ début inicio início", "end finish stop closing fin fim"),
        ("anfang beginn inizio", "ende schluss fine"),
        ("initial iniziale inicial initiale", "final finale"),
        ("before vorher avant antes prima", "after nachher après después depois dopo"),
        (
            "empty tare leer vide vacío vazio vuoto",
            "full filled gross voll plein lleno pieno",
        ),
        ("from von desde", "to bis hasta até"),
    )
)
"""Words over two columns whose difference a third one may well be."""
_OF_UNIT = re.compile(r"(?:/|\bin\b|\(|\[)\s*(?P<unit>[^\s()\[\]]{1,12})\s*[)\]]?\s*\Z")
"""The unit that ends a head."""
_SIGN = r"(?:[-+\u2212*/·⋅×÷^²³]|(?<=[ ])\u2013(?=[ ]))"
_NAME = (
    r"(?:[A-Za-zα-ω][\u0302\u0303\u0304\u0307]?|[ŷẑâêûȳāēō])"
    r"(?:[₀-₉]{1,2}|_(?:[A-Za-z0-9]|\{\w{1,3}\}))?"
)
_OPERAND = rf"[(\u2212-]*(?:{_NAME}|\d+(?:\.\d+)?)[)²³]*"
_WORDS = r"(?:[^\W\d_]{3,20}[ ]){0,3}"
_UNIT = r"(?:[ ]*[(\[/][^()]{1,10}[)\]]?)?"
_EXPRESSION = re.compile(
    rf"{_WORDS}(?P<formula>(?:{_NAME}[ ]?=[ ]?)?"
    rf"(?P<side>{_OPERAND}(?:[ ]?{_SIGN}[ ]?{_OPERAND}){{0,4}})){_UNIT}"
)
"""A head that is a formula without dollars, behind words or not: ``residual y − ŷ``."""
_NAMED = re.compile(rf"{_WORDS}(?P<name>{_NAME})(?:[ ]?=.*)?{_UNIT}")
"""A head that is a name without dollars, behind words or not: ``prediction ŷ``."""


def is_headed(head: str, words: frozenset[str]) -> bool:
    """Whether one of some words heads a column; where no blanks are written, with others.

    A sign alone is a part of many words, such as 前向, and counts only before the word for a value.
    """
    head = head.replace("更新", "").strip().lower()  # what is before or after an update
    return not words.isdisjoint(re.findall(r"[^\W\d_]{2,}", head)) or any(
        (word in head) if len(word) > 1 else (head.removeprefix(word) in _VALUES and word in head)
        for word in words
        if word > _UNSPACED
    )


def opposed(heads: Sequence[str]) -> tuple[int, int] | None:
    """The last two columns that are headed as the beginning and the end of something."""
    words = [frozenset(re.findall(r"[^\W\d_]+", head.lower())) for head in heads]
    for behind in range(len(words) - 1, 0, -1):
        for opening, closing in _OPPOSED:
            one, other = words[behind - 1], words[behind]
            if opening & one and closing & other and not (closing & one or opening & other):
                return behind - 1, behind
    return None


def prefixes(heads: Sequence[str]) -> list[int]:
    """What the units of columns differ by from those without a prefix: 1000 for ``$I$ / mA``."""
    found: set[int] = set()
    for head in heads:
        told = _OF_UNIT.search(head.replace("$", ""))
        size = worth(told["unit"]) if told else None
        if size is not None and size not in (0, 1):
            factor = max(size, 1 / size)
            found.update([int(factor)] if factor.denominator == 1 else ())
    return sorted(found)


def in_formulas(heads: Sequence[str]) -> list[str]:
    """Heads with dollars around formulas that are typed, and around the names in those.

    Only what computes with the names of other columns is surely a formula.
    """
    typed = [head if "$" not in head and "\\(" not in head else "" for head in heads]
    found = [_EXPRESSION.fullmatch(head) for head in typed]
    names = [_NAMED.fullmatch(head) for head in typed]
    own = {match["name"]: k for k, match in enumerate(names) if match}
    made = list(heads)
    used: set[str] = set()
    for k, match in enumerate(found):
        inside = set(re.findall(_NAME, match["side"])) if match else set()
        others = {name for name in inside & own.keys() if own[name] != k}
        if match and others and re.search(_SIGN, match["side"]):
            used |= others
            made[k] = _between_dollars(heads[k], match, "formula")
    for name in used:
        k = own[name]
        match = names[k]
        if match and made[k] == heads[k]:
            made[k] = _between_dollars(heads[k], match, "name")
    return made


def _between_dollars(head: str, match: re.Match[str], group: str) -> str:
    start, end = match.span(group)
    latex = re.sub(r"\^\(([^()]*)\)", r"^{\1}", head[start:end])
    return f"{head[:start]}${latex}${head[end:]}"
