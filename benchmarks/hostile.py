r"""The worst that a page can do to the checker: time, memory and what is said.

    python benchmarks/hostile.py

Every page is checked in a process of its own. A page is data: whatever is in it, the check ends
soon, in bounded memory, with a finding and without a traceback.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

from measure import machine, table

import mathdoctest

PAGES: dict[str, Callable[[], str]] = {
    "an ordinary formula": lambda: "$x = 1.5$ and $y = 2 \\cdot x = 3$",
    "a tower of powers": lambda: "$x = 9^{9^{9^9}}$",
    "a tiny power": lambda: "$x = 0.5^{10^{9}} = 0.1$",
    "10,000 nested fractions": lambda: "$x = " + r"\frac{1}{" * 10_000 + "2" + "}" * 10_000 + "$",
    "3,000 signs": lambda: "$x = " + "-" * 3_000 + "1$",
    "10,000 brackets": lambda: "$x = " + "(" * 10_000 + "1" + ")" * 10_000 + "$",
    "10,000 open brackets": lambda: "$x = " + "(" * 10_000 + "$",
    "10,000 nested powers": lambda: "$x = " + "2^{" * 10_000 + "1" + "}" * 10_000 + "$",
    "a number of a million digits": lambda: f"$x = {'7' * 1_000_000}$",
    "names of 5,000 digits": lambda: "".join(page.replace("N", "9" * 5_000) for page in (
        "$x = [1, 2]$, so $2 x_{N} = 1.5$, and $y = \\log_{N} 5$.\n\n",
        "$z_i = 2 q_{i}$, $q_{N} = 1.5$, $z_{N} = 3.0$.\n\n",
        "| n | $x_{n+1}$ |\n|--|--|\n| N | 2.5 |\n",
    )),
    "a million decimals": lambda: f"$x = 0.{'7' * 1_000_000}$",
    "scientific notation without end": lambda: r"$x = 1.5 \times 10^{-999999999}$",
    "a sum over a billion terms": lambda: r"$x = \sum_{i=1}^{1000000000} i$",
    "sums in sums": lambda: "$x = " + r"\sum_{i=1}^{99} " * 30 + "i$",
    "doubled sixty times": lambda: "$a_0 = 1.5$\n\n"
    + "\n\n".join(f"$a_{{{n + 1}}} = a_{{{n}}} + a_{{{n}}}$" for n in range(60)),
    "a chain of 5,000 definitions": lambda: "$a_{0} = 1.5$\n\n"
    + "\n\n".join(f"$a_{{{n + 1}}} = a_{{{n}}} + 1$" for n in range(5_000)),
    "derivative of 300 nested calls": lambda: (
        r"$f(z) = \frac{1}{1 + e^{-z}}$ and $x = 0.5$ and $y = "
        + "f(" * 300 + "x" + ")" * 300 + r"$ and $\frac{\partial y}{\partial x} = 0.1$"
    ),
    "defined by itself": lambda: "$a = b + 1$ and $b = a + 1$ and $a = 5.25$",
    "20 terms commuted and wrong": lambda: "$x = "
    + " + ".join(f"{n}.25 \\cdot 1.{n}" for n in range(10, 30))
    + " = " + " + ".join(f"{n}.77" for n in range(30, 10, -1)) + " = 1.234$",
    "products of 14 factors, regrouped": lambda: "$x = "
    + r" \cdot ".join(f"1.{n}" for n in range(10, 24)) + " = "
    + r" \cdot ".join(f"2.{n}" for n in range(10, 17)) + "$",
    "a wrong sum of 3,000 products": lambda: "$z = "
    + " + ".join(f"0.{n + 100} \\cdot 0.{n + 200}" for n in range(3_000)) + " = 3.5$",
    "1,500 wrong sums": lambda: "\n\n".join(
        f"$a_{{{n}}} = 0.{4_000 + n} + 0.{1_000 + n} + 0.2087 + 1.7 = 9.37{n % 10}9$"
        for n in range(1_500)
    ),
    "6,000 sums in a line": lambda: "$x = " + r"\sum a + " * 6_000 + "1.5$",
    "6,000 letters that may be units in each of 50 formulas": lambda: ("$y = " + "2g + " * 6_000
    + "1.5$\n\n") * 50,
    "6,000 sigmoids in a line": lambda: "$x = 0.5$ and $y = " + r"\sigma(x) + " * 6_000 + "1.5$",
    "900 lists said again": lambda: "".join(
        f"$v_{{{n}}} = [0.{1_000 + n}, 0.{2_000 + n}]$\n\nSo $[0.{1_000 + n}, 0.{2_001 + n}]$.\n\n"
        for n in range(900)
    ),
    "150 tables whose rows are called the same": lambda: "\n".join(
        "| k | a | b |\n|--|--|--|\n"
        + "".join(f"| r{r} | {t}.{r}5 | 3.7{t}{r} |\n" for r in range(12))
        for t in range(150)
    ),
    "1,000 options of matrices never closed": lambda: "$x = "
    + r"\begin{bmatrix*}[r 1 & 2 \end{bmatrix*} = " * 1_000 + "1.5$",
    "a matrix of 200 by 200, squared": lambda: "$A = " + matrix(200) + "$ and $B = A A$",
    "200 matrices in a product": lambda: "$A = " + matrix(4) + "$ and $B = " + "A " * 200 + "$",
    "10 MB of dollars": lambda: "$" * 10_000_000,
    "10 MB of dollars and letters": lambda: "$a" * 5_000_000,
    "10 MB of backslashes": lambda: "\\" * 10_000_000,
    "10 MB of backquotes": lambda: "` `` " * 2_000_000,
    "10 MB of open brackets": lambda: "[" * 10_000_000,
    "10 MB of open comments": lambda: "<!-- = " * 1_400_000,
    "10 MB of quotes in quotes": lambda: "> " * 5_000_000 + "1.5",
    "10 MB of table cells": lambda: "| a | b |\n|--|--|\n" + "| 1.5 | 2.5 |\n" * 700_000,
    "10 MB in one table row": lambda: "| a | b |\n|--|--|\n" + "| 1.5 " * 1_700_000,
    "5,000 nested lists": lambda: "\n".join("  " * n + "- 1.5" for n in range(5_000)),
    "100,000 unclosed blocks": lambda: "$$\nx = 1.5\n\n" * 100_000,
    "100,000 open environments": lambda: "$$\n" + r"\begin{aligned} " * 100_000 + "\n$$",
    "a formula of a million tokens": lambda: "$x = " + "1 + " * 500_000 + "1$",
    "10 MB of formulas": lambda: "$a$" * 3_400_000,
    "20,000 formulas": lambda: "$x = 1.5$ " * 20_000,
    "a date of 100,000 digits": lambda: "$x = 2$, it is "
    + "9" * 100_000 + "-01-01<!-- = $x$ -->",
    "100,000 blanks between two formulas": lambda: "$x = 4/17 = 0.2353$"
    + " " * 100_000 + r"$23.53\%$",
    "100,000 blanks before a paragraph": lambda: "\u00a0" * 100_000 + "$x = 1.5$",
    "a million numbers": lambda: "1.5 " * 1_000_000,
    "50,000 numbers bound to one of 10,000 formulas": lambda: "$x = 1.5$\n\n" * 10_000
    + "1.5<!-- = $x$ --> " * 50_000,
    "100,000 tables": lambda: "| a | b |\n|--|--|\n| 1.5 | 2.5 |\n\n" * 100_000,
    "50,000 rows with formulas": lambda: "| a | b<!-- = $x$ --> |\n|--|--|\n"
    + "| $x=1$ | 2.5 |\n" * 50_000,
    "a head of 1,500 terms over 5,000 rows": lambda: "| $x$ | $" + " + ".join(["x"] * 1_500)
    + "$ |\n|--|--|\n" + "| 1.5 | 2250.0 |\n" * 5_000,
    "100,000 blocks of code": lambda: "```python\nx = 1\n```\n\n" * 100_000,
    "10 MB of lines of code": lambda: "```text\n" + "\n" * 10_000_000 + "```\n",
    "50,000 definitions": lambda: "".join(f"$s_{{{n}}} = {n}.5$\n\n" for n in range(50_000)),
    "10,000 updates": lambda: "$w = 1.5$\n\n" + "$w \\leftarrow w + 1.5$\n\n" * 10_000,
    "two symbols updated 5,000 times": lambda: "$w = 1.5$\n\n$v = 0.5$\n\n"
    + "$w \\leftarrow w + 1.5$\n\n$v \\leftarrow v + w$\n\n" * 5_000,
    "20 general formulas that need themselves": lambda: "$x_i = x_i + q$\n\n" * 20
    + "$w = x_1 + 2.5$",
    "3,000 general formulas that need each other": lambda: "$x_1 = h_0 = c_0 = 0.4$\n\n"
    + "".join(
        f"$f_t = {n} x_t + h_{{t-1}}$\n\n$c_t = {n} f_t c_{{t-1}}$\n\n$h_t = {n} f_t c_t$\n\n"
        for n in range(1_000)
    ),
    "1,000 results, each wrong and resting on the one before": lambda: "$a_{0} = 1.5$\n\n"
    + "".join(
        f"$a_{{{n + 1}}} = 0.{301 + 37 * n % 400} a_{{{n}}} + 1.{10 + n % 90} = 1.{1234 + n}$\n\n"
        for n in range(1_000)
    ),
    "50,000 numbers of one paragraph": lambda: "".join(
        f"It was {n % 7}.{1_000 + n} then. " for n in range(50_000)
    ),
    "10,000 steps of time": lambda: "$t = 1$ and $t = 2$.\n\n" * 5_000,
    "8,000 names told one by one": lambda: "".join(
        f"$x_{{{n}}} = {n}.5$\n\n" for n in range(1, 8_000)
    ) + "$y = x + 1$\n\n" * 8_000,
    "a result told anew 5,000 times": lambda: "$w = 1.5$ and $L = 2 w = 3.0$.\n\n"
    + "".join(f"$q_{{{n}}} = {n}.5$\n\n" for n in range(900))
    + "$w \\leftarrow w + 1$\n\n" + "$L = 7.7$.\n\n" * 5_000,
    "200 tables of random numbers": lambda: "".join(
        "| a | b | c |\n|--|--|--|\n" + "".join(
            f"| {n * r * 7919 % 9973}.5 | {n * r * 6101 % 9967}.25 | {n * r * 5231 % 9949}.75 |\n"
            for r in range(1, 9)
        ) + "\n" for n in range(1, 200)
    ),
    "a table of 50 rows and 8 columns of random numbers": lambda: "| c0 | c1 | c2 | c3 | c4 | c5 "
    "| c6 | c7 |\n|--|--|--|--|--|--|--|--|\n" + "".join(
        "| " + " | ".join(f"{(n * 7919 + k * 6101) % 9973 / 10:.3f}" for k in range(8)) + " |\n"
        for n in range(50)
    ),
    "20,000 unknown symbols": lambda: "".join(
        f"$y = a_{{{n}}} + b_{{{n}}} = 3.5$\n\n" for n in range(10_000)
    ),
    "3,000 definitions in circles": lambda: "".join(
        f"$a_{{{n}}} = a_{{{(n * 7 + 1) % 3000}}} + a_{{{(n * 11 + 3) % 3000}}}$\n\n"
        for n in range(3_000)
    ),
    "1,500 segments of six terms": lambda: "$x = "
    + " = ".join(" + ".join(f"{n * m % 9}.5" for n in range(6)) for m in range(1_500)) + "$",
    "2,000 products of seven sums, turned round": lambda: "".join(
        "$x = " + r" \cdot ".join(f"(1.{n} + 2.{n})" for n in range(10, 17))
        + " = " + r" \cdot ".join(f"(1.{n} + 3.{n})" for n in range(16, 9, -1)) + "$\n\n"
        for _ in range(2_000)
    ),
    "1,000 sums of 2,000 terms": lambda: "$x = 1.5$\n\n"
    + "".join(f"$s_{{{n}}} = \\sum_{{i=1}}^{{2000}} i x = 3$\n\n" for n in range(1_000)),
    "a product of 9,000 matrices": lambda: "$A = " + matrix(27) + "$\n\n$B = " + "A" * 9_000 + "$",
    "thirty squares of squares of a matrix": lambda: "$A_0 = " + matrix(27) + "$\n\n"
    + "".join(f"$A_{{{n + 1}}} = A_{{{n}}} A_{{{n}}}$\n\n" for n in range(30)),
    "18,000 tokens in each of 200 formulas": lambda: ("$x = " + "1 + " * 9_000 + "1$\n\n") * 200,
    "front matter of 1 MB": lambda: "---\na: " + "[" * 1_000_000 + "\n---\n",
}  # fmt: skip


def matrix(size: int) -> str:
    """A matrix of ones and a half."""
    row = " & ".join(["1.5"] * size)
    return r"\begin{bmatrix} " + r" \\ ".join([row] * size) + r" \end{bmatrix}"


def one(name: str) -> None:
    """Check one page and print seconds, megabytes and what was found."""
    text = PAGES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    report = mathdoctest.check(text)
    seconds = time.process_time() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rules = Counter(finding.rule for finding in report.findings)
    said = ", ".join(rule for rule, _ in rules.most_common(2)) or str(report.counts)
    print(f"{seconds}\t{more}\t{said}")


def main() -> None:
    """Check every page and print the table, the slowest first."""
    if len(sys.argv) > 1:
        one(sys.argv[1])
        return
    print(machine(), end="\n\n")
    found: list[tuple[float, float, str, str]] = []
    for name in PAGES:
        try:
            done = subprocess.run(  # noqa: S603 -- this script
                [sys.executable, __file__, name],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except subprocess.TimeoutExpired:
            found.append((120.0, 0.0, name, "NOT DONE after two minutes"))
            continue
        if done.returncode:
            found.append((0.0, 0.0, name, f"FAILED: {done.stderr.strip().splitlines()[-1]}"))
            continue
        seconds, megabytes, said = done.stdout.rstrip("\n").split("\t")
        found.append((float(seconds), float(megabytes), name, said))
    found.sort(reverse=True)
    rows = [
        [name, f"{seconds:.2f} s", f"{megabytes:.0f} MB", said]
        for seconds, megabytes, name, said in found
    ]
    print(table(["page", "time", "memory above the page's own", "said"], rows))
    print(f"\nWorst: {found[0][0]:.2f} s and {max(entry[1] for entry in found):.0f} MB.")


if __name__ == "__main__":
    main()
