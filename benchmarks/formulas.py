"""How many formulas a second are read and checked, next to others who only read them.

    python benchmarks/formulas.py

Two kinds of pages, in three lengths: chains of plain arithmetic, and training steps like the
walkthrough's. `mathdoctest` reads the Markdown, checks every number and makes its report; the
others are given the bare formulas and only parse them, some of them, since they are slow.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pages
from measure import interleaved, machine, median, rate, slope, table

import mathdoctest
from mathdoctest.extract import extract
from mathdoctest.project import Options, check_source, settings
from mathdoctest.source import read

ROOT = Path(__file__).parents[1]
SIZES = (100, 1_000, 10_000)
PEER_SAMPLE = 40
"""Formulas that a peer is given in each round."""
KINDS: dict[str, Callable[[int], str]] = {
    "plain arithmetic": pages.chains,
    "like the walkthrough": pages.walkthroughs,
}


def sympy_parser() -> Callable[[str], object]:
    """SymPy's parser, on the ANTLR grammar."""
    from sympy.parsing.latex import parse_latex  # noqa: PLC0415 -- it may not be installed

    return lambda formula: parse_latex(formula, strict=True)


def latex2sympy_parser() -> Callable[[str], object]:
    """The parser of latex2sympy2_extended."""
    from latex2sympy2_extended import latex2sympy  # noqa: PLC0415 -- it may not be installed

    parser: Callable[[str], object] = latex2sympy
    return parser


PEERS = {"SymPy parse_latex": sympy_parser, "latex2sympy2_extended": latex2sympy_parser}


def peers() -> dict[str, Callable[[str], object]]:
    """Every peer that is installed; says which is not."""
    found = {}
    for name, load in PEERS.items():
        try:
            parser = load()
            parser("1 + 1 = 2")
        except Exception as error:  # noqa: BLE001 -- a missing or unfitting runtime says so in its own way
            print(f"{name} is not measured: {type(error).__name__}: {error}", file=sys.stderr)
        else:
            found[name] = parser
    return found


def parsed(parser: Callable[[str], object], formulas: list[str]) -> int:
    """Parse each formula; the number of those that were read."""
    count = 0
    for formula in formulas:
        # What a peer cannot read costs time as well.
        try:
            parser(formula)
        except Exception:  # noqa: BLE001, S110 -- each raises its own
            pass
        else:
            count += 1
    return count


def bare(formula: str) -> str:
    """A formula as a peer is given it: on one line, without alignment."""
    inside = re.sub(r"\\(begin|end)\{aligned\}", "", formula)
    return " ".join(inside.replace("&", "").replace(r"\\", "").split())


def measured(rounds: int, sizes: tuple[int, ...]) -> str:
    """The tables of all kinds of pages."""
    others = peers()
    rows, notes = [], []
    for kind, make in KINDS.items():
        texts = {size: make(size) for size in sizes}
        for text in texts.values():
            report = mathdoctest.check(text)
            if not report.ok() or report.counts["unknown"]:
                raise SystemExit(f"a page {kind} is not clean: {report.counts}")
        found = [bare(formula.latex) for formula in extract(texts[sizes[0]]).formulas]
        sample = found[len(found) // 4 :][:PEER_SAMPLE]
        contenders: dict[str, Callable[[], object]] = {
            str(size): partial(mathdoctest.check, text) for size, text in texts.items()
        }
        for name, parser in others.items():
            contenders[name] = partial(parsed, parser, sample)
        times = interleaved(contenders, rounds)
        seconds = [median(times[str(size)]) for size in sizes]
        ours = {size: size / second for size, second in zip(sizes, seconds, strict=True)}
        theirs = {name: len(sample) / median(times[name]) for name in others}
        fastest = max(theirs.values(), default=0.0)
        ratios = [
            (sizes[1] / a) / (len(sample) / b)
            for a, b in zip(
                times[str(sizes[1])],
                times[max(theirs, key=lambda name: theirs[name])],
                strict=True,
            )
        ] if theirs else []  # fmt: skip
        rows.append(
            [
                kind,
                *(rate(ours[size]) for size in sizes),
                f"{slope(sizes, seconds):.2f}",
                *(rate(theirs[name]) if name in theirs else "-" for name in PEERS),
                f"{median(ratios):,.0f}" if fastest else "-",
            ]
        )
        for name, parser in others.items():
            read_by = parsed(parser, sample)
            notes.append(f"{name} reads {read_by} of {len(sample)} ({kind}).")
    header = [
        "formulas a second",
        *(f"{size:,} formulas" for size in sizes),
        "exponent of growth",
        *(f"{name} (only parses)" for name in PEERS),
        "times the faster peer",
    ]
    return "\n".join([table(header, rows), "", *notes])


def walkthrough(rounds: int) -> str:
    """The time of checking the walkthrough page after start-up, without and with its code."""
    path = ROOT / "docs" / "walkthrough.md"
    source = read(path)
    contenders = {
        "formulas, tables and prose": lambda: check_source(
            source, settings(path, Options(run_code=False))
        ),
        "its code too, against NumPy": lambda: check_source(
            source, settings(path, Options(run_code=True))
        ),
    }
    times = interleaved(contenders, rounds)
    rows = [
        [name, f"{median(values) * 1000:.0f} ms", f"{max(values) * 1000:.0f} ms"]
        for name, values in times.items()
    ]
    return table(["the walkthrough page", "median", "slowest"], rows)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Formulas a second, next to SymPy and others.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="no page of 10,000 formulas")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    print(machine(), end="\n\n")
    print(walkthrough(options.rounds), end="\n\n")
    print(measured(options.rounds, SIZES[:2] if options.quick else SIZES))


if __name__ == "__main__":
    main()
