"""Tables of measurements, which nothing on the page computes: no number of them is called wrong.

Accuracies are all near to each other's means, quotients and powers, so that many a formula fits
some rows of such a table by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from verdicts import wrong


def accuracies(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    folds = r.choice([3, 4, 5])
    level = r.uniform(0.7, 0.95)
    return ["model", *(f"fold {k + 1}" for k in range(folds))], [
        [f"model {'ABCDEF'[j]}"]
        + [f"{min(0.99, level + r.gauss(0, 0.02)):.2f}" for _ in range(folds)]
        for j in range(rows)
    ]


def report(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    found = []
    for j in range(rows):
        p, q = r.uniform(0.7, 0.97), r.uniform(0.7, 0.97)
        f1 = 2 * p * q / (p + q)
        found.append([f"class {j}", f"{p:.2f}", f"{q:.2f}", f"{f1:.2f}", str(r.randint(20, 300))])
    return ["class", "precision", "recall", "F1", "support"], found


def seeds(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    found = []
    for j in range(rows):
        level = r.uniform(0.8, 0.95)
        runs = [round(level + r.gauss(0, 0.01), 2) for _ in range(3)]
        mean = f"{sum(runs) / 3:.3f}"
        found.append([f"method {'ABCDEF'[j]}", *(f"{run:.2f}" for run in runs), mean])
    return ["method", "seed 0", "seed 1", "seed 2", "mean"], found


def losses(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    loss = 0.9
    found = []
    for j in range(rows):
        loss *= r.uniform(0.75, 0.95)
        held_out = loss + r.uniform(0.02, 0.1)
        accuracy = 0.95 - loss * 0.5 + r.gauss(0, 0.01)
        found.append([str(j + 1), f"{loss:.3f}", f"{held_out:.3f}", f"{accuracy:.3f}"])
    return ["epoch", "training", "validation", "accuracy"], found


def rates(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    found = []
    for rate in ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3"][:rows]:
        level = r.uniform(0.75, 0.88)
        found.append([rate] + [f"{level + d + r.gauss(0, 0.006):.2f}" for d in (0, 0.02, 0.03)])
    return ["rate", "10 epochs", "20 epochs", "30 epochs"], found


def latencies(r: random.Random, rows: int) -> tuple[list[str], list[list[str]]]:
    found = []
    for j in range(rows):
        half = r.randint(5, 60)
        most = int(half * r.uniform(2, 3.5))
        found.append([f"/page{j}", str(half), str(most), str(int(most * r.uniform(1.5, 3)))])
    return ["endpoint", "p50 (ms)", "p95 (ms)", "p99 (ms)"], found


@pytest.mark.parametrize("make", [accuracies, report, seeds, losses, rates, latencies])
def test_no_number_of_a_table_of_measurements_is_called_wrong(
    make: Callable[[random.Random, int], tuple[list[str], list[list[str]]]],
) -> None:
    r = random.Random(f"{make.__name__} of 2026")  # noqa: S311
    blamed = []
    for _ in range(15):
        head, rows = make(r, r.choice([3, 4, 5, 6]))
        lines = [head, ["---"] * len(head), *rows]
        page = "# Results\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
        blamed += wrong(page)
    # Where the harmonic mean of all other rows is the arithmetic one as well, one row may be.
    assert len(blamed) <= (make is report)


def test_a_share_below_counts_is_none_of_them() -> None:
    page = (
        "| | cat | dog | bird | recall |\n|---|---|---|---|---|\n| cat | 45 | 4 | 1 | 0.90 |\n"
        "| dog | 6 | 52 | 2 | 0.87 |\n| bird | 3 | 1 | 26 | 0.87 |\n"
        "| precision | 0.83 | 0.91 | 0.90 | |\n"
    )
    assert not wrong(page)
