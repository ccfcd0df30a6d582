"""Columns of readings, units with prefixes, and negative results that are said again."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import pytest
from verdicts import table, undecided, wrong

# What lies between two readings

BURETTE = (("0.15", "18.97"), ("0.40", "19.16"), ("1.05", "19.85"), ("0.20", "19.06"))
HEADS = (
    ("start", "end", "used $V$"),
    ("Anfang", "Ende", "Verbrauch"),
    ("empty (g)", "full (g)", "water (g)"),
    ("vorher", "nachher", "Unterschied"),
    ("début", "fin", "volume"),
)


def used(row: int) -> str:
    first, last = map(float, BURETTE[row])
    return f"{last - first:.2f}"


def readings(heads: tuple[str, str, str], printed: dict[int, str] | None = None) -> str:
    rows = [[str(k + 1), *BURETTE[k], (printed or {}).get(k, used(k))] for k in range(len(BURETTE))]
    return table(["flask", *heads], rows)


@pytest.mark.parametrize("heads", HEADS)
def test_a_column_behind_two_readings_is_their_difference(heads: tuple[str, str, str]) -> None:
    assert not wrong(readings(heads))
    # Two digits have changed places; a number was copied from the row above.
    assert wrong(readings(heads, {2: "18.08"})) == [("18.08", used(2))]
    assert wrong(readings(heads, {2: used(1)})) == [(used(1), used(2))]


@pytest.mark.parametrize(
    ("heads", "last"),
    [
        # Temperatures beside a time that begins and ends.
        (("start", "end", "temperature"), ("21.4", "22.0", "20.9", "21.7")),
        # The burette was filled up in between, and a reading is of another flask.
        (("start", "end", "used"), ("18.82", "18.76", "18.80", "43.86")),
        # What was used is less than what was taken.
        (("from", "to", "cost"), ("3.10", "2.95", "3.25", "3.05")),
    ],
)
def test_what_is_no_difference_of_two_readings_is_left_alone(
    heads: tuple[str, str, str], last: tuple[str, ...]
) -> None:
    assert not wrong(readings(heads, dict(enumerate(last))))


# Units with prefixes

CURRENTS = (("2.00", "9.28"), ("4.00", "18.45"), ("6.00", "27.91"), ("8.00", "36.84"))
RESISTANCES = [float(u) / float(i) * 1000 for u, i in CURRENTS]


def ohms(printed: dict[int, str] | None = None) -> str:
    rows = [
        [*CURRENTS[k], (printed or {}).get(k, f"{RESISTANCES[k]:.1f}")]
        for k in range(len(CURRENTS))
    ]
    return table(["$U$ / V", "$I$ / mA", "$R$ / Ω"], rows)


def test_columns_are_computed_through_the_prefixes_of_their_units() -> None:
    slip = {2: f"{RESISTANCES[2] + 9:.1f}"}
    assert not wrong(ohms())
    assert wrong(ohms(slip)) == [(slip[2], f"{RESISTANCES[2]:.1f}")]


def test_a_mean_of_such_a_column_is_that_of_what_it_was_rounded_from() -> None:
    mean = f"{fmean(RESISTANCES):.2f}"
    rounded = f"{fmean(round(one, 1) for one in RESISTANCES):.2f}"
    assert mean != rounded
    page = ohms() + "\nThe four resistances $R = U / I$ average to $\\bar R =$ %s Ω.\n"
    assert not wrong(page % mean)
    assert wrong(page % "261.11") == [("261.11", mean)]


# Negative numbers

NEGATIVE = "$x = 0.8$. $d = 1.5 x - 1.4051 = -0.2051$.\n\n%s\n"


@pytest.mark.parametrize(
    "again",
    [
        "So it is -0.2051.",
        "It agrees with the \u22120.2051 found above.",
        "So the result is about -0.21.",
        "It falls by 0.2051.",
    ],
)
def test_a_negative_result_is_said_again(again: str) -> None:
    assert not wrong(NEGATIVE % again)
    assert not undecided(NEGATIVE % again)


def test_a_slip_in_a_negative_result_that_is_said_again_is_found() -> None:
    assert wrong(NEGATIVE % "So it is -0.2015.") == [("0.2015", "0.2051")]


@pytest.mark.parametrize(
    "other",
    [
        # Something is taken away, and nothing is negative.
        "$x = 3$. $y = x - 0.2051 = 2.7949$.\n\nAt night it was -0.2015 degrees.\n",
        "$d = 1.2 - 1.4051 = -0.2051$.\n\nThe other station reported -3.1416 instead.\n",
    ],
)
def test_another_negative_number_is_left_alone(other: str) -> None:
    assert not wrong(other)


TOGETHER = (
    "$a = 3 \\cdot 0.7 = 2.1$, $b = 2 a = 4.2$. $p = -a = -2.1$, $q = -b = -4.2$, together %s."
)


def test_negative_numbers_are_added_up() -> None:
    assert not undecided(TOGETHER % "-6.3")
    assert not wrong(TOGETHER % "-6.3")
    assert undecided(TOGETHER % "-5.3") == ["5.3"]


# Heads in other languages, and heads that are typed

UPDATE = """With $w_1 = 0.5$, $w_2 = -1.2$, $b = 0.25$ and $\\eta = 0.1$:

"""
STEPS = (("$w_1$", 0.5, 0.116), ("$w_2$", -1.2, -0.217), ("$b$", 0.25, -0.296))


def updated(heads: Sequence[str], slip: str = "") -> str:
    news = [f"{old - 0.1 * slope:.4f}" for _, old, slope in STEPS]
    if slip:
        news[1] = slip
    rows = [
        [name, str(old), str(slope), new]
        for (name, old, slope), new in zip(STEPS, news, strict=True)
    ]
    return UPDATE + table(heads, rows)


@pytest.mark.parametrize(
    "heads",
    [
        ("weight", "old", "gradient", "new"),
        ("参数", "当前值", "梯度", "更新后"),
        ("参数", "旧值", "导数", "新值"),
        ("파라미터", "이전", "기울기", "이후"),
        ("パラメータ", "更新前", "勾配", "更新後"),
        ("Gewicht", "alter Wert", "Ableitung", "neuer Wert"),
        ("peso", "anterior", "gradiente", "nuevo"),
        ("poids", "ancien", "dérivée", "nouveau"),
        ("вес", "старое", "градиент", "новое"),
    ],
)
def test_new_values_are_steps_of_descent_in_many_languages(heads: tuple[str, ...]) -> None:
    right = f"{1.2 - 0.1 * 0.217:.4f}"
    assert not wrong(updated(heads))
    assert wrong(updated(heads, "-1.1738")) == [("1.1738", right)]


PEOPLE = ((2, 41, 41.6), (3, 48, 47.1), (5, 55, 58.0), (6, 67, 63.5))


@pytest.mark.parametrize(
    "heads",
    [
        ("x", "y", "prediction ŷ", "residual y − ŷ"),
        ("x", "y", "ŷ", "e = y - ŷ"),
        ("$x$", "$y$", r"$\hat y$", r"$y - \hat y$"),
    ],
)
def test_a_head_that_is_typed_is_a_formula_of_the_other_columns(heads: tuple[str, ...]) -> None:
    def page(last: str) -> str:
        rests = [f"{y - fitted:.1f}" for _, y, fitted in PEOPLE]
        rows = [
            [*map(str, line), rest] for line, rest in zip(PEOPLE, [*rests[:-1], last], strict=True)
        ]
        return table(heads, rows)

    assert not wrong(page("3.5"))
    assert wrong(page("5.3")) == [("5.3", "3.5")]


@pytest.mark.parametrize(
    "heads",
    [
        ("A", "B", "A/B test"),
        ("x", "y", "P − Q"),
        ("from", "to", "a-b"),
    ],
)
def test_other_heads_are_words(heads: tuple[str, ...]) -> None:
    assert not wrong(
        table(heads, [["1.5", "2.5", "7.1"], ["2.5", "4.5", "3.1"], ["3.5", "5", "9.1"]])
    )


STEPPED = """Let $x = 2$, $w = 0.5$, $v = 0.3$, $u = 0.8$ and $\\eta = 0.1$.

| weight | old | gradient | new |
|--|--|--|--|
| $w$ | 0.5 | -0.42 | 0.542 |
| $v$ | 0.3 | -0.7 | 0.37 |
| $u$ | 0.8 | 0.35 | 0.765 |

Again it is $h{0} = w{0} x = {1}$ and $y{0} = v{0} h{0} = 0.40108$.
"""


@pytest.mark.parametrize("mark", ["'", "^+", r"^{\text{new}}"])
def test_the_new_values_of_a_table_are_those_of_the_marked_names_below(mark: str) -> None:
    assert not wrong(STEPPED.replace("{0}", mark).replace("{1}", "1.084"))
    left = undecided(STEPPED.replace("{0}", mark).replace("{1}", "1.084"))
    assert not {"1.084", "0.40108"} & set(left)
    assert ("1.048", "1.084") in wrong(STEPPED.replace("{0}", mark).replace("{1}", "1.048"))


def test_a_marked_name_is_nothing_of_a_table_that_steps_otherwise() -> None:
    other = STEPPED.replace("{0}", "'").replace("{1}", "1.7").replace("0.542", "0.85")
    assert not [found for found in wrong(other) if found[0] == "1.7"]


RESIDUALS = ((2, 41, 41.6), (3, 48, 47.067), (5, 55, 58.0), (6, 67, 63.467), (9, 79, 79.867))


def test_a_sign_that_a_column_of_both_signs_has_lost_is_found() -> None:
    def page(third: str) -> str:
        rests = [f"{y - fitted:.3f}" for _, y, fitted in RESIDUALS]
        rests[2] = third
        rows = [
            [str(x), str(y), f"{fitted:.3f}", rest]
            for (x, y, fitted), rest in zip(RESIDUALS, rests, strict=True)
        ]
        return table(["x", "y", "prediction ŷ", "residual y − ŷ"], rows)

    assert not wrong(page("-3.000"))
    assert wrong(page("3.000")) == [("3.000", "-3.000")]


# Differences of what has an accent, quantities in two units, distances in percent


def test_a_difference_of_an_accented_name_is_one_name() -> None:
    page = r"$\bar f = 30.03 / 2 = 15.015$, $\Delta \bar f = 0.2 / 12 = 0.0167$. %s"
    ratio = r"$r = \frac{\Delta \bar f}{\bar f} = \frac{0.0167}{15.015} = %s$"
    right = f"{0.2 / 12 / 15.015:.5f}"
    assert not wrong(page % ratio % right)
    assert wrong(page % ratio % "0.00121") == [("0.00121", right)]


def test_what_is_told_in_two_units_leaves_results_open() -> None:
    page = (
        r"$\bar f = \frac{30.03}{2} = 15.015\ \mathrm{cm}$ and $d = 0.0167\ \mathrm{cm}$."
        "\n\n## Power\n\n"
        r"$P = 1 / \bar f = 1 / (0.15015\ \mathrm{m}) = 6.660$ and "
        r"$Q = d / \bar f^2 = 0.00741\ \mathrm{dpt}$."
        "\n\n## Index\n\n"
        r"$n = 1 + \frac{15.5}{2 \bar f} = 1 + \frac{15.5}{2 \times 15.015} = 1.5162$"
    )
    assert not wrong(page)


PROMISED = "With $d = 2 \\cdot 0.0983 = 0.1966$. The bottle promises $0.205$, so we are %s."


@pytest.mark.parametrize("words", ["-4.1 % off", "4.1 % below that", "4.1 % too low"])
def test_a_distance_may_be_told_before_its_word(words: str) -> None:
    assert not wrong(PROMISED % words)
    assert not undecided(PROMISED % words)


def test_a_distance_that_was_left_a_fraction_is_found() -> None:
    assert wrong(PROMISED % "-0.041 % off")
    assert not wrong(PROMISED % "7.5 % below the limit")


def test_a_number_is_the_percentage_told_before_or_one_more() -> None:
    page = (
        "$i = 5.4\\% / 12 = 0.45\\%$. The payment is"
        " $A = 15000 \\cdot \\frac{0.0045}{1 - 1.0045^{-48}} = 348.16$."
    )
    assert not wrong(page)
    # None of them is a rounded figure that could make it right.
    assert wrong(page.replace("348.16", "348.17")) == [("348.17", "348.16")]
    assert wrong(page.replace("0.45\\%$", "0.54\\%$")) == [("0.54", "0.45")]
    assert not wrong(
        "$p = 5\\%$, so it grows by $1.05^2 = 1.1025$ or shrinks by $0.95^2 = 0.9025$."
    )


@pytest.mark.parametrize("said", [
    "The means are $m = 31.30$ and $n = 28.50$. The difference is {}.",
    "The first took 31.30 s and the second 28.50 s, a difference of {} s.",
    "It was 28.50 before and is 31.30 now; the difference is ${}$.",
    "Im Mittel 31.30 und 28.50; die Differenz beträgt {}.",
])  # fmt: skip
def test_a_difference_is_that_of_the_two_numbers_before(said: str) -> None:
    assert not wrong(said.replace("{}", "2.80"))
    assert "2.80" not in undecided(said.replace("{}", "2.80"))
    assert wrong(said.replace("{}", "2.90")) == [("2.90", "2.80")]
    # What is far from it is a difference of something else.
    assert not wrong(said.replace("{}", "14.61"))


def test_a_calculation_is_what_a_value_fell_from() -> None:
    page = "The sum fell from 13.00 + 1.25 + 6.25 = 20.50, and is 10.33 now."
    assert not wrong(page)
    assert wrong(page.replace("20.50", "20.70")) == [("20.70", "20.50")]


def test_what_symbols_without_values_told_is_what_numbers_work_out() -> None:
    page = "$G = E - 2 F$\n\n$G = 0.94 - 0.5 \\cdot 0.971 - 0.5 \\cdot 0.42$\n\n$G = 0.2445$\n"
    assert not wrong(page)
    assert wrong(page.replace("0.2445", "0.2545")) == [("0.2545", "0.2445")]


def test_a_running_total_begins_with_its_first_term() -> None:
    """And not with a small quantity of the page, which changes no digit of it."""
    totals = ("-4,800.00", "-3,903.77", "-2,969.28", "-2,003.72")
    amounts = ("-4,800", "950", "1,050", "1,150")
    rows = [
        [str(t), amount, f"{float(amount.replace(',', '')) * 1.06**-t:,.2f}", total]
        for t, (amount, total) in enumerate(zip(amounts, totals, strict=True))
    ]
    head = ["$t$", "$C_t$", "present value $C_t v^t$", "running total"]
    page = "With $j = 0.0045$ and $v = 1/1.06$:\n\n" + table(head, rows)
    assert not wrong(page)


def test_what_has_risen_is_not_what_a_sentence_says_to_have_fallen() -> None:
    page = (
        "$p = 0.5944$, $L = 0.5202$. Then $p' = 0.6095$ and $L' = 0.4952$."
        " So the loss fell by {}.\n"
    )
    assert not wrong(page.format("0.0250"))
    assert not wrong(page.format("0.0251"))
    assert not wrong(page.format("0.0351"))


def test_samples_of_two_leaves_have_two_values_in_a_column() -> None:
    head = ["$i$", "$F_1$", "$h(x)$", "$F_2$"]
    rows = [["1", "28.5", "-1.35", "27.15"], ["2", "28.5", "-1.35", "27.15"]]
    rows += [[str(i), "31.0", "0.90", "31.90"] for i in range(3, 6)]
    assert not wrong(table(head, rows))


def test_a_size_tells_no_sign() -> None:
    """Each step is a tenth of the error times the input, of whose signs one comes first."""
    head = ["$X$", "$t - y$", "$\\Delta W$"]
    errors, inputs = (0.7, 0.83, 0.913, -1.004), (1, -1, 1, -1)
    rows = [[str(x), f"{e}", f"{0.1 * e * x:.4f}"] for x, e in zip(inputs, errors, strict=True)]
    assert not wrong(table(head, rows))
