"""Checking a page again after one edit, beside checking all of it.

After a check it is known whether the page passes. Where everything stands is worked out for whoever
reads the report, which is measured too.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import time
from collections.abc import Callable
from typing import TypeVar

from measure import machine, median, table
from pages import chains, walkthroughs

from mathdoctest import check
from mathdoctest.extract import extract
from mathdoctest.recheck import Session

FORMULAS = 1_000


_T = TypeVar("_T")


def timed(run: Callable[[], _T]) -> tuple[_T, float]:
    """What one run returns, and its processor time."""
    began = time.process_time()
    outcome = run()
    return outcome, time.process_time() - began


def digits(text: str) -> list[int]:
    """Where the digits of a page's formulas are."""
    return [
        body.start + match.start()
        for body in (formula.body for formula in extract(text).formulas)
        for match in re.finditer(r"\d", text[body.start : body.end])
    ]


def changed(text: str, at: int, chance: random.Random) -> str:
    """The page with another digit at a place."""
    return f"{text[:at]}{(int(text[at]) + chance.randrange(1, 10)) % 10}{text[at + 1 :]}"


def longer(text: str, at: int, chance: random.Random) -> str:
    """The page with one more digit at a place, which moves all that follows."""
    return f"{text[:at]}{chance.randrange(1, 10)}{text[at:]}"


def measured(text: str, edit: Callable[[str, int, random.Random], str], edits: int) -> list[str]:
    """One row: the times of whole and of partial checks, and their ratios."""
    chance = random.Random(1)  # noqa: S311 -- a sample
    session = Session(text)
    gc.collect()
    whole: list[float] = []
    part: list[float] = []
    read: list[float] = []
    ratios: list[float] = []
    all_ratios: list[float] = []
    for n, at in enumerate(chance.sample(digits(text), edits)):
        edited = edit(text, at, chance)
        if n % 5 == 0:
            whole.append(timed(lambda: check(edited).counts)[1])  # noqa: B023 -- run at once
        before = session.again
        report, took = timed(lambda: session.check(edited))  # noqa: B023
        _, reading = timed(lambda: (report.counts, report.claims))  # noqa: B023
        if session.again == before:
            part.append(took)
            read.append(took + reading)
            ratios.append(whole[-1] / took)
            all_ratios.append(whole[-1] / (took + reading))
    below = sum(ratio < 20 for ratio in ratios) / len(ratios)
    return [
        f"{median(whole) * 1000:.0f} ms",
        f"{median(part) * 1000:.1f} ms",
        f"{median(ratios):.0f}",
        f"{min(ratios):.1f}",
        f"{below:.0%}",
        f"{median(read) * 1000:.1f} ms",
        f"{median(all_ratios):.0f}",
        f"{edits - len(ratios)} of {edits}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="A check after one edit, beside a whole one.")
    parser.add_argument("--edits", type=int, default=200)
    options = parser.parse_args()
    print(machine(), end="\n\n")
    rows = [
        [f"{name}, {what}", *measured(make(FORMULAS), edit, options.edits)]
        for name, make in (("plain arithmetic", chains), ("like the walkthrough", walkthroughs))
        for what, edit in (("another digit", changed), ("one more digit", longer))
    ]
    header = [
        "",
        "whole check",
        "after one edit",
        "ratio",
        "worst ratio",
        "below 20",
        "report read too",
        "ratio",
        "checked as a whole",
    ]
    print(table(header, rows))


if __name__ == "__main__":
    main()
