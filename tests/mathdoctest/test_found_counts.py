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
        "It lies in $m \\pm 1.96 s$, i.e. between {} and {}.",
    ],
)
def test_the_ends_of_an_interval_may_be_told_in_words(sentence: str) -> None:
    page = INTERVAL % sentence.format(LOW, HIGH)
    assert is_clean(page)
    assert not {LOW, HIGH} & set(undecided(page))
    assert wrong(INTERVAL % sentence.format(LOW, "5.948")) == [("5.948", HIGH)]
    assert wrong(INTERVAL % sentence.format("4.461", HIGH)) == [("4.461", LOW)]
    # By four digits of the one end the other is told, whatever stands there.
    assert wrong(INTERVAL % sentence.format(LOW, "8.512")) == [("8.512", HIGH)]


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


# -- numbers copied from the row above

DEBT, RATE, PAID = 12_000.0, 0.045, 2_700.0
PLAN = (
    "The debt is $K = 12000$ at $i = 0.045$; each year $A = 2700$ is paid.\n\n"
    "| year | debt | interest | repaid | left |\n|--|--|--|--|--|\n"
)


def plan(years: int) -> list[list[float]]:
    rows, debt = [], DEBT
    for year in range(1, years + 1):
        interest = RATE * debt
        rows.append([year, debt, interest, PAID - interest, debt + interest - PAID])
        debt = rows[-1][-1]
    return rows


def printed(rows: list[list[float]]) -> str:
    return PLAN + "".join(
        f"| {row[0]} | " + " | ".join(f"{one:.2f}" for one in row[1:]) + " |\n" for row in rows
    )


@pytest.mark.parametrize("years", [2, 3, 5])
def test_an_interest_that_was_copied_from_the_year_before_is_found(years: int) -> None:
    rows = plan(years)
    assert is_clean(printed(rows))
    right, copied = f"{rows[-1][2]:.2f}", f"{rows[-2][2]:.2f}"
    rows[-1][2] = rows[-2][2]
    assert wrong(printed(rows)) == [(copied, right)]


def test_a_rate_that_was_copied_is_found_if_what_it_leads_to_was_not() -> None:
    doses = [50, 100, 200, 400, 800]
    rates = [20.9 * dose / (235 + dose) for dose in doses]
    lines = [
        [str(dose), f"{0.0185 * rate + 0.003:.5f}", f"{rate:.3f}", f"{dose / rate:.3f}"]
        for dose, rate in zip(doses, rates, strict=True)
    ]
    head = ["$S$", "$m$", "v", "S/v"]
    words = "The blank is $b = 0.003$ and the coefficient $c = 0.0185$.\n\n"
    assert is_clean(words + table(head, lines))
    right = lines[3][2]
    lines[3][2] = lines[2][2]
    found = wrong(words + table(head, lines))
    assert found in ([], [(lines[2][2], right)])


@pytest.mark.parametrize(
    "rows",
    [
        # An interest that stays the same, and what is repaid with it.
        [
            [1, 12_000, 540, 2_160, 9_840],
            [2, 9_840, 540, 2_160, 7_680],
            [3, 7_680, 540, 2_160, 5_520],
        ],
        # A year without payments.
        [
            [1, 12_000, 540, 2_160, 9_840],
            [2, 9_840, 442.8, 2_257.2, 7_582.8],
            [3, 7_582.8, 0, 0, 7_582.8],
        ],
    ],
)
def test_numbers_that_stay_the_same_by_right_are_left_alone(rows: list[list[float]]) -> None:
    assert is_clean(printed(rows))


def test_two_readings_that_happen_to_be_equal_are_left_alone() -> None:
    lines = [["1", "3.52", "1.246"], ["2", "3.52", "1.311"], ["3", "4.07", "1.502"]]
    assert is_clean(table(["run", "volume", "time"], lines))
    lines = [["1", "12.40", "0.8065"], ["2", "12.40", "0.8065"], ["3", "15.10", "0.6623"]]
    assert is_clean(
        table(["run", "t", "1/t"], [[a, b, f"{10 / float(b):.4f}"] for a, b, _ in lines])
    )
