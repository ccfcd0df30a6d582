"""Tables of counts by two things, and the tables that are computed from them."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from verdicts import is_clean, table, undecided, wrong

METHODS = ("cards", "reading", "exams")
OUTCOMES = ("passed", "failed")
COUNTS = ((38, 22), (31, 34), (52, 23))
ROWS = [sum(line) for line in COUNTS]
COLUMNS = [sum(line) for line in zip(*COUNTS, strict=True)]
ALL = sum(ROWS)
EXPECTED = [[row * column / ALL for column in COLUMNS] for row in ROWS]


def observed(*, totals: bool) -> str:
    head = ["Method", *OUTCOMES, *(["total"] if totals else [])]
    lines = [
        [name, *map(str, line), *([str(sum(line))] if totals else [])]
        for name, line in zip(METHODS, COUNTS, strict=True)
    ]
    last = [["total", *map(str, COLUMNS), str(ALL)]] if totals else []
    return table(head, lines + last) + "\n"


def second(words: str, cells: list[list[str]]) -> str:
    lines = [[name, *line] for name, line in zip(METHODS, cells, strict=True)]
    return f"{words}\n\n" + table(["Method", *OUTCOMES], lines) + "\n"


KINDS: dict[str, Callable[[float, float], float]] = {
    "Expected counts:": lambda _, meant: meant,
    "Differences:": lambda count, meant: count - meant,
    "Contributions to chi square:": lambda count, meant: (count - meant) ** 2 / meant,
    "Residuals:": lambda count, meant: (count - meant) / math.sqrt(meant),
}


def cells_of(kind: str, places: int = 3) -> list[list[str]]:
    return [
        [f"{KINDS[kind](count, meant):.{places}f}" for count, meant in zip(a, b, strict=True)]
        for a, b in zip(COUNTS, EXPECTED, strict=True)
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("totals", [True, False])
def test_what_is_computed_from_counts_cell_by_cell_is_checked(kind: str, *, totals: bool) -> None:
    cells = cells_of(kind)
    page = observed(totals=totals) + second(kind, cells)
    assert is_clean(page)
    assert not {cell for line in cells for cell in line} & set(undecided(page))
    right = cells[1][0]
    slip = right[:-1] + str((int(right[-1]) + 3) % 10)
    cells[1][0] = slip
    found = wrong(observed(totals=totals) + second(kind, cells))
    assert [(a.lstrip("-"), b.lstrip("-")) for a, b in found] == [
        (slip.lstrip("-"), right.lstrip("-"))
    ]


def test_a_square_that_was_forgotten_is_found_where_all_others_are_right() -> None:
    kind = "Contributions to chi square:"
    cells = cells_of(kind)
    right, forgotten = cells[1][0], f"{abs(COUNTS[1][0] - EXPECTED[1][0]) / EXPECTED[1][0]:.3f}"
    cells[1][0] = forgotten
    assert wrong(observed(totals=True) + second(kind, cells)) == [(forgotten, right)]


@pytest.mark.parametrize(
    "cells",
    [
        # Other counts of the same things, and what was measured of them.
        [["12", "8"], ["9", "14"], ["17", "6"]],
        [["4.2", "3.1"], ["5.5", "2.8"], ["6.1", "3.9"]],
        # One cell that happens to be what another table would have there.
        [["36.300", "3.1"], ["5.5", "2.8"], ["6.1", "3.9"]],
    ],
)
def test_other_tables_of_the_same_rows_and_columns_are_left_alone(cells: list[list[str]]) -> None:
    assert is_clean(observed(totals=True) + second("The next year:", cells))


def test_shares_of_the_rows_are_no_expected_counts() -> None:
    shares = [[f"{count / sum(line):.3f}" for count in line] for line in COUNTS]
    assert is_clean(observed(totals=True) + second("Shares:", shares))
    changed = [[f"{count + 1}" for count in line] for line in COUNTS]
    assert is_clean(observed(totals=False) + second("A year later:", changed))


# -- intervals

MEAN, ERROR = 5.2, 0.4
INTERVAL = "With the mean $m = 5.2$ and the error $s = 0.4$:\n\n%s"
LOW, HIGH = (f"{MEAN + sign * 1.96 * ERROR:.3f}" for sign in (-1, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "The interval is $m \\pm 1.96 s$, which runs from {} to {}.",
        "So $m \\pm 1.96 \\cdot s$, i.e. {} to {} kg.",
        "Das Intervall $m \\pm 1.96 s$ reicht von {} bis {}.",
        "The limits $m ± 1.96 s$ are {} and {}.",
    ],
)
def test_the_ends_of_an_interval_may_be_told_in_words(sentence: str) -> None:
    page = INTERVAL % sentence.format(LOW, HIGH)
    assert is_clean(page)
    assert not {LOW, HIGH} & set(undecided(page))
    assert wrong(INTERVAL % sentence.format(LOW, "5.948")) == [("5.948", HIGH)]
    assert wrong(INTERVAL % sentence.format("4.461", HIGH)) == [("4.461", LOW)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The interval $m \\pm 3 s$ was used from 2010 to 2020.",
        "The limits are $m \\pm 3 s$; for half of it they lie between 4.6 and 5.8.",
        "The limits $m \\pm 3 s$ are wide: 20 of 23 lie between 4.6 and 5.8.",
        "We use $m \\pm 1.96 s$, and measured from 4.2 to 6.1.",
    ],
)
def test_other_numbers_behind_an_interval_are_left_alone(sentence: str) -> None:
    assert is_clean(INTERVAL % sentence)
