"""Samples, in tables and lists, and what a page says of their numbers: sums, means, spreads."""

from __future__ import annotations

from math import sqrt
from statistics import mean, stdev

import pytest
from verdicts import claims, table, undecided, wrong

X, Y = (1.5, 2.0, 3.5, 5.5, 7.5), (14.2, 13.1, 11.8, 8.9, 5.7)
XX = sum((x - mean(X)) ** 2 for x in X)
XY = sum((x - mean(X)) * (y - mean(Y)) for x, y in zip(X, Y, strict=True))
TABLE = table(
    ["no.", "$x_i$", "$y_i$"],
    [[str(i), f"{x}", f"{y}"] for i, (x, y) in enumerate(zip(X, Y, strict=True), 1)],
)
LISTS = f"$x$: {', '.join(map(str, X))}\n\n$y$: {', '.join(map(str, Y))}\n"
SAID = [
    (r"\sum x_i", sum(X)),
    (r"\sum x_i^2", sum(x * x for x in X)),
    (r"\sum (x_i - \bar x)^2", XX),
    (r"\sum_i (x_i - \bar x)^2", XX),
    (r"\sum (x_i - \bar x)(y_i - \bar y)", XY),
    (r"\sum_{i=1}^{5} (x_i - \bar x)(y_i - \bar y)", XY),
]


@pytest.mark.parametrize("sample", [TABLE, LISTS], ids=["table", "lists"])
@pytest.mark.parametrize(("latex", "value"), SAID)
def test_a_sum_over_a_sample_is_held_to_its_numbers(sample: str, latex: str, value: float) -> None:
    page = f"{sample}\nThen $Q = {latex} = <q>$ and $R = Q / 4 = {value / 4:.4f}$.\n"
    right, off = f"{value:.3f}", f"{value + 0.002:.3f}"
    assert not wrong(page.replace("<q>", right))
    assert (off.strip("-"), right.strip("-")) in wrong(page.replace("<q>", off))


def test_the_numbers_of_a_sum_are_told_once() -> None:
    found = claims(f"{TABLE}\nThen $Q = \\sum_i (x_i - 4)^2 = {XX:.2f}$.\n")
    assert len({claim.start for claim in found}) == len(found)


@pytest.mark.parametrize(
    "lists",
    [
        # The second one has another size, or no letter; the first tells another thing.
        "$x$: 1.5, 2.0, 3.5\n\n$y$: 4.5, 5.5, 6.5, 7.5\n",
        "Try 1.5, 2.0 and 3.5 for a start, or $y$ with 4.5, 5.5 and 6.5.\n",
        "$f(x)$: 1.5, 2.0, 3.5\n\n$f(y)$: 4.5, 5.5, 6.5\n",
    ],
)
def test_what_is_no_pair_of_samples_is_not_added_up(lists: str) -> None:
    assert not wrong(
        f"{lists}\nHere $\\sum x_i y_i = 91.25$ and $S = \\sum (x_i - 1)(y_i - 2) = 7.75$.\n"
    )


@pytest.mark.parametrize(
    "names", [["(i)", "(ii)", "(iii)", "(iv)", "(v)"], ["Ada", "Ben", "Cem", "Dora", "Elif"]]
)
@pytest.mark.parametrize("last", [[], ["sum", f"{sum(X):.1f}"], ["mean", f"{mean(X):.1f}"]])
def test_the_rows_of_a_sample_may_have_names(names: list[str], last: list[str]) -> None:
    rows = [[name, f"{x}"] for name, x in zip(names, X, strict=True)]
    page = table(["who", "$x_i$"], [*rows, *([last] if last else [])])
    page += "\nWith $n = 5$: $\\bar x = \\frac{1}{n} \\sum_i x_i = <mean>$ and\n"
    page += "$s = \\sqrt{\\frac{\\sum_i (x_i - \\bar x)^2}{n - 1}} = " + f"{stdev(X):.3f}$.\n"
    assert not wrong(page.replace("<mean>", f"{mean(X):.2f}"))
    assert not undecided(page.replace("<mean>", "4.00"))[5 + bool(last) :]
    assert ("4.20", "4.00") in wrong(page.replace("<mean>", "4.20"))


PAIRED = """Pressures of volunteers; $D_j = \\text{before}_j - \\text{after}_j$.

who | before | after | $D_j$
:-- | --: | --: | --:
Ada | 142 | 136 | 6
Ben | 138 | 135 | 3
Cem | 150 | 141 | 9
Dora | 145 | 146 | -1
Elif | 133 | 129 | 4

So $\\sum_j D_j = 21$ and $\\overline{D} = 21 / 5 = 4.20$.
"""


def test_a_column_may_be_what_words_over_others_say() -> None:
    assert not wrong(PAIRED)
    assert not {"6", "3", "9", "4"} & set(undecided(PAIRED))
    assert wrong(PAIRED.replace("135 | 3", "135 | 5")) == [("5", "3")]
    assert wrong(PAIRED.replace("146 | -1", "146 | 1")) == [("1", "-1")]
    # The words may be over nothing of the table.
    assert not wrong(
        PAIRED.replace("before | after", "one | other")
        .replace("135 | 3", "135 | 5")
        .replace("= 21$", "= 23$")
        .replace("21 / 5 = 4.20", "23 / 5 = 4.60")
    )


READINGS = """Three lenses: $f_1 = 2 \\cdot 10.25 = 20.5$.

| no. | $x_i$ |
|---|---|
| 1 | 20.1 |
| 2 | 20.5 |
| 3 | 20.9 |

The mean is $\\bar x = <mean>$.
"""


def test_a_reading_that_is_like_a_result_is_a_reading() -> None:
    assert not wrong(READINGS.replace("<mean>", "20.50"))
    assert wrong(READINGS.replace("<mean>", "20.60")) == [("20.60", "20.50")]
    # Also where the result is wrong.
    off = READINGS.replace("10.25 =", "10.35 =").replace("<mean>", "20.50")
    assert "20.50" not in [text for text, _ in wrong(off)]


def test_the_spread_is_that_of_the_sample() -> None:
    right = sqrt(XX / 4)
    page = f"{TABLE}\nSo $s = \\sqrt{{\\frac{{1}}{{4}} \\sum (x_i - \\bar x)^2}} = <s>$.\n"
    assert not wrong(page.replace("<s>", f"{right:.4f}"))
    off = f"{right + 0.02:.4f}"
    assert wrong(page.replace("<s>", off)) == [(off, f"{right:.4f}")]


def test_a_sum_may_be_of_more_than_a_table_shows() -> None:
    assert not wrong(
        f"The first of 40:\n\n{TABLE}\nOver all of them $Q = \\sum (x_i - \\bar x)^2 = 2660.0$,"
        " $\\sum x_i = 170$ and $b = Q / 40 = 66.5$."
    )


def test_a_second_sample_has_sums_of_its_own() -> None:
    first = (
        "$x$: 1, 2, 3, 4\n\n$y$: 2.1, 3.9, 6.2, 7.8\n\n$\\sum x = 10$ and $\\sum xy = 59.7$.\n\n"
    )
    second = "$x$: 1, 2, 3\n\n$y$: 5, 7, 12\n\n$\\sum x = 6$ and $\\sum xy = 55$.\n"
    assert not wrong(first + second)
    assert not wrong("A scored $x$: 70, 80, 90, and B $x$: 60, 75, 90.\n\n$\\sum x = 240$ for A.")


TWO_GROUPS = """Women:

$\\sum x = 840$, $\\bar x = 840/5 = 168$, $\\sum (x - \\bar x)^2 = 90$, $v = 90/4 = 22.5$.

Men:

$\\sum x = <sum>$, $\\bar x = 910/5 = 182$, $\\sum (x - \\bar x)^2 = 146$, $v = 146/4 = 36.5$.
"""


def test_a_total_may_be_told_of_another_sample() -> None:
    assert not wrong(TWO_GROUPS.replace("<sum>", "910"))
    # One digit off is the same total, mistyped.
    assert wrong("$\\sum x = 840$ is told.\n\nSo $\\sum x = 842$ again.") == [("842", "840")]


@pytest.mark.parametrize("words", ["Leaving out the last:", "Without the second,", "Ohne die 1:"])
def test_a_sum_may_be_of_a_part_of_the_sample(words: str) -> None:
    page = f"{TABLE}\nOf all, $\\sum x_i = 20$ and $\\bar x = 4$.\n\n{words} $\\bar x = 3.125$.\n"
    assert not wrong(page)
    assert wrong(page.replace(words, "Thus")) == [("3.125", "4.000")]
