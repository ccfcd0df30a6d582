"""Which function a page means by the letter of the sigmoid, and by ReLU, as its words tell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice

_WORDS_OF = {
    "tanh": r"hyperbolic tangent|tangens hyperbolicus|tangente hyperbolique|tangente hiperbólica",
    "relu": r"rectified linear unit",
}
"""What functions are called in words."""
_ACTIVATION = re.compile(
    rf"\b(?:(?:leaky[ -]?)?relu|tanh|softmax|elu|{'|'.join(_WORDS_OF.values())})\b", re.IGNORECASE
)
"""Functions that a page may well call by the letter of the sigmoid."""
_ACTIVATION_FIRST = re.compile(rf"[\W\d_]*(?:the )?(?:{_ACTIVATION.pattern})", re.IGNORECASE)
_APPLIED = re.compile(r"\}?'*\s*(?:\\left|\\[bB]igg?l?)?\s*\(\s*(?:-?\d|[a-z]_|\\)")
"""Behind a function that is applied itself, and calls no letter."""
_OTHER_FUNCTION = re.compile(r"\b(?:softplus|swish|silu|gelu|sinus|sine)\b", re.IGNORECASE)
"""Functions that have a name of their own, and no letter."""
_DOLLARS = re.compile(r"\$+")
LONGEST_WORDS = 400
"""Characters of a line before a function that are searched for another one's name."""
_SIGMOID = re.compile(r"\bsigmoid|\blogistic", re.IGNORECASE)
_SIGMA_ITSELF = re.compile(r"(?:\\sigma|σ)\s*(?:\\left|\\[bB]igg?l?)?\s*\(")
"""The letter applied without a prime, so that it is a function of its own."""
_NUMBER = r"([-\u2212]?\d{1,4}(?:(?:\.|\{?,\}?)\d{1,9})?)"
_SHOWN = re.compile(rf"(?:\\sigma|σ)\s?\(\s?{_NUMBER}\s?\)\s?(?:=|≈|\\approx)\s?{_NUMBER}")
"""The letter applied to a number, and what that makes."""
_READ = str.maketrans({"{": "", "}": "", ",": ".", "\u2212": "-"})
_MOST = 50
"""Shown values that are looked at."""
_SEVERAL = 2
"""Shown values that tell one function from others that a page names."""
_FAR = 0.02
"""A shown value so far from the sigmoid's is none of it, unless it is a slip."""
_LEAK = re.compile(
    r"\bleaky[ -]?relu\b[^.\n]{0,80}?\b(?:slope|leak|factor)\b[^.\d\n]{0,20}\$?(0\.\d{1,4})(?!\d)",
    re.IGNORECASE,
)
"""The slope that a page gives to what it calls ReLU, below zero."""
NEAR = 60
"""Characters before a function's name that may say that it is another one."""
_NOT_OURS = re.compile(
    r"\b(?:unlike|would|could|instead of|rather than|compare[ds]?|anders als|im Gegensatz|statt)\b",
    re.IGNORECASE,
)
"""What says that a function is not the page's own."""
_PLAIN = re.compile(
    r"(?<!leaky[ -])(?<![A-Za-z\\{])relu\b(?!\s*(?:\\left|\\[bB]ig\w?)?\s*[({\\])", re.IGNORECASE
)
"""The name of it in words, without that."""


def depends_on_words(text: str) -> bool:
    """Whether a sentence may tell how much ReLU leaks, or what the letter of the sigmoid means."""
    return _LEAK.search(text) is not None or _SHOWN.search(text) is not None


def meant(text: str, at: int, order: int, *, declared: bool) -> str:
    """The function that is no sigmoid, if words name one and its letter stands at a place.

    Args:
        text: The page.
        at: Where the letter stands.
        order: How many primes it has.
        declared: Whether the page says by a formula what the letter means.
    """
    words = text[max(0, at - LONGEST_WORDS) : at].rpartition("\n")[2]
    # Where the page says what the letter means, only what a line is headed by says otherwise.
    if _SIGMOID.search(words) or (declared and not _ACTIVATION_FIRST.match(words)):
        return ""
    called = list(_ACTIVATION.finditer(words))
    named = [found for found in called if not _APPLIED.match(words, found.end())]
    if named:
        # Behind another formula, or another function, the letter is not what was named there.
        behind = words[named[-1].end() :]
        if _OTHER_FUNCTION.search(behind):
            return ""
        if len(_DOLLARS.findall(behind)) <= 1 or _ACTIVATION_FIRST.match(words):
            return _name(named[-1])
    elif called:
        return ""
    only, applied = _only(text)
    return only if not declared and (order or applied) else ""


@lru_cache(maxsize=4)
def leak(text: str) -> str:
    """The one slope that a page gives to ReLU below zero, if it never speaks of a plain one."""
    told = list(_LEAK.finditer(text))
    if any(_NOT_OURS.search(text, max(0, one.start() - NEAR), one.end()) for one in told):
        return ""
    slopes = {one[1] for one in told}
    return slopes.pop() if len(slopes) == 1 and not _PLAIN.search(text) else ""


@lru_cache(maxsize=4)
def _only(text: str) -> tuple[str, bool]:
    """The function that a page means by the letter, and whether the letter is applied to numbers.

    That is the only one that it names, if what is shown of the letter is rather that function's
    than the sigmoid's; of several, the one that all of it is nearest to. One that nobody computes
    here, such as ELU, it is where most of what is shown is not the sigmoid's.
    """
    named = {*map(_name, _ACTIVATION.finditer(text))}
    only = len(named) == 1 and not _SIGMOID.search(text)
    leaky = float(leak(text) or 0)
    functions: Mapping[str, Callable[[float], float]] = {
        "tanh": math.tanh,
        "relu": lambda x: max(leaky * x, x),
    }
    if leaky:
        named = {"relu" if "relu" in name else name for name in named}
    if not _SIGMA_ITSELF.search(text):
        return (named.pop(), False) if only else ("", False)
    shown = [
        (float(one[1].translate(_READ)), float(one[2].translate(_READ)))
        for one in islice(_SHOWN.finditer(text), _MOST)
    ]
    if only and named.isdisjoint(functions):
        others = sum(abs(_sigmoid(x) - y) > _FAR for x, y in shown)
        return (named.pop(), True) if 2 * others > len(shown) else ("", False)
    fitting = {}
    for name in named & functions.keys():
        off = [abs(functions[name](x) - y) for x, y in shown]
        nearer = sum(a < abs(_sigmoid(x) - y) for a, (x, y) in zip(off, shown, strict=True))
        if 2 * nearer > len(shown) if only else nearer == len(shown) >= _SEVERAL:
            fitting[name] = sum(off)
    return (min(fitting, key=fitting.__getitem__), True) if fitting else ("", False)


def _name(found: re.Match[str]) -> str:
    """The short name of a function that words name."""
    called = found[0].lower()
    return next((name for name, words in _WORDS_OF.items() if re.fullmatch(words, called)), called)


def _sigmoid(x: float) -> float:
    return 0.5 * (1 + math.tanh(x / 2))
