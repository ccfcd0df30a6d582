r"""Whether a page's $N(x)$ or $\Phi(x)$ is the distribution function of the normal distribution.

$\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x e^{-t^2/2}\,dt$ is written $\Phi$ in statistics
and $N$ in finance, and hardly any page says it as a formula; but the words around it tell.
"""

from __future__ import annotations

import re
from statistics import NormalDist

_NORMAL = re.compile(
    r"\b(?:standard|cumulative|std\.?) normal|\bnormal(?:ly)? (?:cdf|cumulative|distribut\w+|table)"
    r"|\bnormal CDF|\bGaussian CDF|\bBlack\W{1,3}Scholes|\bz-(?:table|score)|[Nn]ormalverteil"
    r"|\bloi normale|\bdistribución normal|\bdistribuzione normale|\bdistribuição normal",
    re.IGNORECASE,
)
_BLACK_SCHOLES = re.compile(
    r"(?:N|\\mathcal\s?\{?N\}?|\\Phi|Φ)\s?\\?,?\s?(?:\\left)?\(\s?-?\s?d_\{?[12]\}?\s?(?:\\right)?\)"
)


def names_of(text: str) -> frozenset[str]:
    """The names by which a page calls the distribution function of the normal distribution."""
    if "d_" in text and _BLACK_SCHOLES.search(text):
        return frozenset(("N", "\\Phi"))
    # N may be a number of things where only a sentence says “normal”.
    said = ("\\Phi" in text or "Φ" in text) and _NORMAL.search(text) is not None
    return frozenset(("\\Phi",)) if said else frozenset()


_LEVELS = (0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9995)
"""How much of the normal distribution lies below the bounds that tests and intervals take."""
_BOUNDS = frozenset(
    f"{NormalDist().inv_cdf(level):.{places}f}" for level in _LEVELS for places in (2, 3, 4)
)


def is_bound(digits: str) -> bool:
    """Whether a number is what a test or an interval takes from the table: 1.645, 1.96, 2.576."""
    return digits in _BOUNDS
