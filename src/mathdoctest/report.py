"""What a check found: every claim with its verdict, and everything else that it must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, get_args

from mathdoctest.page import Page, Verdict
from mathdoctest.records import record
from mathdoctest.rounding import digits15, in_percent
from mathdoctest.tree import Node
from mathdoctest.unparse import unparse


@dataclass(frozen=True, slots=True)
class Operand:
    """One quantity that a claim was computed from."""

    name: str
    """As the page writes it: LaTeX for a symbol, or the digits of a number that was rounded."""
    value: str
    """Its exact value, to 15 digits."""
    line: int
    """Where the page gives it; 0 where nowhere."""


@dataclass(frozen=True, slots=True)
class Crash:
    """Code of a page that ended with an error, so that it made none of what it should have."""

    path: str
    line: int
    error: str
    """The error's name and what it says, on one line."""

    def __str__(self) -> str:
        """As a part of a sentence."""
        return f"the code at {self.path}:{self.line} ends with {self.error}"


@record
class Claim:
    """One printed number, what it stands for, and whether it is right."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    role: Literal["given", "claim"]
    verdict: Verdict
    value: Fraction | str = ""
    """What the quantity is worth, as a fraction or to 15 or more digits."""
    expected: str = ""
    """What should be printed; equals ``text`` where the claim is right."""
    quantity: Node | None = field(default=None, compare=False, repr=False)
    """The resolved tree of the quantity, for those who compute with it (the live page)."""
    kind: Literal["equation", "table", "prose"] = "equation"
    rule: str = ""
    """The rule that it breaks; empty where it breaks none."""
    said: str = ""
    """What it stands for in the page's own words, where it is not told by ``quantity``."""
    message: str = ""
    operands: tuple[Operand, ...] = ()
    cause: int | None = None
    """Index among the report's claims of the wrong one that this one repeats or follows from."""
    crash: Crash | None = None
    """What kept the number that this one would be compared with from being computed."""
    percent: bool = False
    """Whether a percent sign stands behind it, so that a hundredth of its digits is meant."""

    # They take longer to write than to compare, and of most claims nobody reads them.

    @property
    def stands_for(self) -> str:
        """LaTeX (or a Python expression) of the quantity; empty for a given of the page."""
        if self.said or self.role == "given" or self.quantity is None:
            return self.said
        return unparse(self.quantity)

    @property
    def exact(self) -> str:
        """That quantity, to 15 or more digits."""
        return self.value if isinstance(self.value, str) else digits15(self.value)

    @property
    def exact_as_printed(self) -> str:
        """The same for a reader, who compares it with the number: of a percentage, in percent."""
        return in_percent(self.value) if self.percent else self.exact


@record
class Finding:
    """Something that is not about one number: a relation, a name, a fence, a formula."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    verdict: Verdict
    """``wrong``: it is not true. ``unknown``: it could not be decided.
    ``unverified``: nothing backs it."""
    message: str
    advice: bool = False
    """Whether it fails a check only under ``--strict``: a relation sign, a guard digit, a name used
    once."""
    crash: Crash | None = None
    """The code that ended with an error: told of here under the rule ``code-failed``, and the
    reason for this finding under any other."""


@record
class Link:
    """One thing that was checked: a test item."""

    start: int
    end: int
    line: int
    column: int
    kind: str
    """``definition``, ``given``, ``equation``, ``identity``, ``general``, ``gradient``, ``update``,
    ``inequality``, ``code`` (a symbol against Python), ``table``, ``prose`` or ``unknown``."""
    text: str
    """The source of the link, on one line."""
    claims: tuple[int, ...] = ()
    """Indices among the report's claims."""
    findings: tuple[int, ...] = ()
    """Indices among the report's findings."""


_KIND = attrgetter("kind")
_VERDICT = attrgetter("verdict")
_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def counted(links: Iterable[Link]) -> dict[str, int]:
    """How many links there are of each kind."""
    return dict(Counter(map(_KIND, links)))


def tally(claims: Iterable[Claim], findings: Iterable[Finding]) -> Counter[str]:
    """How many claims have each verdict, findings that are no advice among them."""
    found = Counter(map(_VERDICT, claims))
    found.update(finding.verdict for finding in findings if not finding.advice)
    return found


@dataclass(frozen=True)
class Report:
    """The outcome of checking one page."""

    page: Page
    # No defaults of the class: what a report has not yet made would be found there.
    claims: tuple[Claim, ...] = field(default_factory=tuple)
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    links: tuple[Link, ...] = field(default_factory=tuple)
    checked: Mapping[str, int] = field(default_factory=dict)
    """How much was checked, by kind of link."""

    @classmethod
    def later(cls, make: Callable[[], Report], counts: Mapping[str, int]) -> Report:
        """A report that is made when somebody reads more of it than its counts."""
        report = object.__new__(cls)
        report.__dict__.update(counts={v: counts[v] for v in _VERDICTS}, _make=make)
        return report

    if not TYPE_CHECKING:  # which would take every name for one of a report

        def __getattr__(self, name: str) -> object:
            make = self.__dict__.pop("_make", None)
            if make is None:
                raise AttributeError(name)
            self.__dict__.update(vars(make()))
            return getattr(self, name)

    def __getstate__(self) -> dict[str, Any]:
        """What another process is told: all of it."""
        return {"page": self.page, **self.__dict__}

    @property
    def path(self) -> str:
        """The page's path as it was given."""
        return self.page.path

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many claims have each verdict, findings that are no advice among them."""
        found = tally(self.claims, self.findings)
        return {verdict: found[verdict] for verdict in _VERDICTS}

    @property
    def exempt(self) -> int:
        """How many numbers and formulas the page's author exempts, each with a reason."""
        return sum(number.kind == "exempt" for number in self.page.numbers)

    def ok(self, *, strict: bool = False) -> bool:
        """Whether nothing is wrong; if ``strict``, whether all is verified and nothing advised."""
        if self.counts["wrong"]:
            return False
        return not strict or (
            all(c.verdict == "verified" for c in self.claims) and not self.findings
        )
