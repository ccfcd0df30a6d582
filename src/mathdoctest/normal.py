r"""Whether a page's $N(x)$ or $\Phi(x)$ is the distribution function of the normal distribution.

$\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x e^{-t^2/2}\,dt$ is written $\Phi$ in statistics
and $N$ in finance, and hardly any page says it as a formula; but the words around it tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import NormalDist

from mathdoctest.tree import Add, Call, Neg, Node, Num, replaced, walk

_NORMAL = re.compile(
    r"\b(?:standard|cumulative|std\.?) normal|\bnormal(?:ly)? (?:cdf|cumulative|distribut\w+|table)"
    r"|\bnormal CDF|\bGaussian CDF|\bBlack\W{1,3}Scholes|\bz[- ](?:table|score|test|value)"
    r"|[Nn]ormalverteil"
    r"|\bloi normale|\bdistribución normal|\bdistribuzione normale|\bdistribuição normal",
    re.IGNORECASE,
)
_BLACK_SCHOLES = re.compile(
    r"(?:N|\\mathcal\s?\{?N\}?|\\Phi|Φ)\s?\\?,?\s?(?:\\left)?\(\s?-?\s?d_\{?[12]\}?\s?(?:\\right)?\)"
)


def names_of(text: str) -> frozenset[str]:
    """The names by which a page calls the distribution function of the normal distribution."""
    of_z = frozenset((OF_Z,) if "Z" in text and _OF_Z.search(text) and _NORMAL.search(text) else ())
    if "d_" in text and _BLACK_SCHOLES.search(text):
        return frozenset(("N", "\\Phi")) | of_z
    # N may be a number of things where only a sentence says “normal”.
    said = ("\\Phi" in text or "Φ" in text) and _NORMAL.search(text) is not None
    return frozenset(("\\Phi",) if said else ()) | of_z


LESS = frozenset(("<", "\\le", "\\lt"))
MORE = frozenset((">", "\\ge", "\\gt"))
CHANCES = frozenset(("P", "Pr"))
"""What the probability of an event is called."""
OF_Z = "P(Z)"
"""What stands among the names of the distribution where the page tells of such probabilities."""
_OF_Z = re.compile(
    r"(?:P|Pr)\s?(?:\\left)?\s?\((?:[^()]{0,12}(?:<|>|\\[lg]eq?|≤|≥))?\s?Z\s?[<>)\\≤≥]"
)


def chance(start: int, end: int, sides: Sequence[Node | None], less: Sequence[bool]) -> Node | None:
    """The probability that a standard normal number, ``None`` among the sides, is between them."""
    if sides.count(None) != 1 or len(sides) != len(less) + 1 or len(set(less)) != 1:
        return None
    at = sides.index(None)
    low, high = (sides[:at], sides[at + 1 :]) if less[0] else (sides[at + 1 :], sides[:at])
    below, above = (unprinted(side[0]) if side else None for side in (low, high))
    if above is None:
        return None if below is None else Call(start, end, "ncdf", (Neg(start, start, below),))
    whole = Call(start, end, "ncdf", (above,))
    if below is None:
        return whole
    return Add(start, end, (whole, Neg(start, end, Call(start, end, "ncdf", (below,)))))


def unprinted(node: Node | None) -> Node | None:
    """A bound without its numbers, which belong to the event that they describe."""
    if node is None:
        return None
    return replaced(node, lambda n: replace(n, end=n.start) if isinstance(n, Num) else n)


def bounds_of_events(node: Node) -> Iterator[Num]:
    """The decimal numbers that such probabilities are taken at."""
    for call in walk(node):
        if isinstance(call, Call) and call.name == "ncdf":
            for num in walk(call.args[0]):
                if isinstance(num, Num) and num.start == num.end and "." in num.digits:
                    yield num


_LEVELS = (0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9995)
"""How much of the normal distribution lies below the bounds that tests and intervals take."""
_BOUNDS = frozenset(
    f"{NormalDist().inv_cdf(level):.{places}f}" for level in _LEVELS for places in (2, 3, 4)
)


def is_bound(digits: str) -> bool:
    """Whether a number is what a test or an interval takes from the table: 1.645, 1.96, 2.576."""
    return digits in _BOUNDS
