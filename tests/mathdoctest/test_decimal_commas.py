"""Pages whose authors write ``3,5`` for three and a half, in sentences and tables as in formulas.

What commas mean is decided for a page as a whole, and only where it is clear.
"""

from __future__ import annotations

import re

import pytest
from verdicts import claims, is_clean, undecided, wrong

import mathdoctest
from mathdoctest.edits import edits
from mathdoctest.extract import extract
from mathdoctest.fix import fix

COLUMNS = r"""# Neurone

Mit $w = 0{,}35$ und $x = 1{,}2$ ist $z = w x = 0{,}42$ und $y = \frac{1}{1 + e^{-z}} = 0{,}60348$.

| $k$ | $x_k$ | $2 x_k$ | $x_k^2$ |
|---|---|---|---|
| 1 | 0,25 | 0,50 | 0,0625 |
| 2 | 1,234 | 2,468 | 1,5228 |
| 3 | 2,5 | 5,0 | 6,25 |

Die Ausgabe beträgt also 0,60348, das sind 60,35 %.
"""

BILL = """# Rechnung

| Artikel | Preis | Menge | Betrag |
|---|--:|--:|--:|
| Stift | 1,25 € | 3 | 3,75 € |
| Heft | 2,10 € | 4 | 8,40 € |
| Mappe | 4,95 € | 2 | 9,90 € |
| Block | 3,15 € | 5 | 15,75 € |
| **Summe** | | | **37,80 €** |

Mittelwert = (3,75 + 8,40 + 9,90 + 15,75) / 4 = 37,80 / 4 = 9,45
"""

LOAN = r"""La mensualité vaut $M = \frac{12000 \times 0{,}003}{1 - 1{,}003^{-48}} = 268{,}81$ €.

| mois | dû | intérêts | amorti | reste |
|---|---:|---:|---:|---:|
| 1 | 12 000,00 € | 36,00 € | 232,81 € | 11 767,19 € |
| 2 | 11 767,19 € | 35,30 € | 233,51 € | 11 533,68 € |
| 3 | 11 533,68 € | 34,60 € | 234,21 € | 11 299,47 € |
"""

SALES = """
| article | pièces | prix | total |
|---|--:|--:|--:|
| table | 12 | 1_250,25 € | 15_003,00 € |
| chaise | 13 | 1_294,25 € | 16_825,25 € |
| lampe | 14 | 1_201,25 € | 16_817,50 € |
| banc | 15 | 1_121,70 € | 16_825,50 € |
"""

RUNS = r"""# Momentum

Med $f'(x) = 2x - 6$, $x_0 = 0$, $v_0 = 0$, $\alpha = 0{,}1$ och $\mu = 0{,}8$ gäller
$v_{k} = \mu v_{k-1} - \alpha f'(x_{k-1})$ och $x_k = x_{k-1} + v_k$:

| $k$ | $f'(x_{k-1})$ | $v_k$ | $x_k$ |
|---|---|---|---|
| 1 | -6,000 | 0,600 | 0,600 |
| 2 | -4,800 | 0,960 | 1,560 |
| 3 | -2,880 | 1,056 | 2,616 |
| 4 | -0,768 | 0,922 | 3,538 |

## Nesterov

Här är $\tilde x_k = x_{k-1} + \mu v_{k-1}$.

| $k$ | $\tilde x_k$ | $f'(\tilde x_k)$ | $v_k$ | $x_k$ |
|---|---|---|---|---|
| 1 | 0,000 | -6,000 | 0,600 | 0,600 |
| 2 | 1,080 | -3,840 | 0,864 | 1,464 |
| 3 | 2,155 | -1,690 | 0,860 | 2,324 |
| 4 | 3,012 | 0,025 | 0,686 | 3,010 |
"""

TYPED = """z₁ = w₁·x + b₁ = 0,4·0,5 + 0,1 = 0,3

z₂ = w₂·x + b₂ = 1,250·0,5 + 0,1 = 0,725

h = max(0, z₂) = 0,725

w₁ = 0,4

x = 0,5

b₁ = 0,1

w₂ = 1,250

b₂ = 0,1
"""


def test_columns_are_held_to_the_formulas_over_them() -> None:
    assert not wrong(COLUMNS)
    assert not undecided(COLUMNS)
    assert wrong(COLUMNS.replace("2,468", "2,486")) == [("2,486", "2,468")]
    assert wrong(COLUMNS.replace("| 0,0625", "| 0,0652")) == [("0,0652", "0,0625")]


def test_three_decimals_are_no_thousands() -> None:
    page = COLUMNS.replace("1,5228", "1,523")
    assert not wrong(page)
    assert not undecided(page)
    assert wrong(COLUMNS.replace("1,5228", "1,532")) == [("1,532", "1,523")]


def test_results_are_recalled_in_sentences() -> None:
    assert not undecided(COLUMNS.replace("also 0,60348, das", "also 0,6035, das"))
    page = (
        "$a = \\frac{10}{7} = 1{,}42857$ und $b = \\frac{20}{11} = 1{,}81818$.\n\n"
        "Es sind 1,4286 und %s."
    )
    assert not undecided(page % "1,8182")
    assert wrong(page % "8,1182") == [("8,1182", "1,8182")]


def test_a_slip_that_a_sentence_repeats_is_that_of_the_formula() -> None:
    page = COLUMNS.replace("0{,}60348", "0{,}60384").replace("0,60348", "0,60384")
    assert wrong(page) == [("0{,}60384", "0{,}60348"), ("0,60384", "0,60348")]
    assert [c.cause is None for c in claims(page) if c.verdict == "wrong"] == [True, False]


def test_products_and_totals_of_a_bill() -> None:
    assert not wrong(BILL)
    assert wrong(BILL.replace("8,40 €", "8,50 €")) == [("8,50", "8,40")]
    assert wrong(BILL.replace("**37,80 €**", "**38,70 €**")) == [("38,70", "37,80")]


def test_means_without_dollars() -> None:
    assert wrong(BILL.replace("= 9,45", "= 9,54")) == [("9,54", "9,45")]
    page = BILL.replace("Mittelwert = (3,75", "- Mittelwert = (3,75")
    assert not wrong(page)


def test_arithmetic_without_dollars() -> None:
    page = "Wir rechnen: 0,5 · 2,4 + 0,1 = 1,3. Also ist 1.250,00 + 2.500,50 = 3.750,50."
    assert not wrong(page)
    assert not undecided(page)
    assert wrong(page.replace("1,3.", "1,4.")) == [("1,4", "1,3")]
    assert wrong(page.replace("3.750,50", "3.705,50")) == [("3.705,50", "3.750,50")]


def test_formulas_that_are_typed_as_text() -> None:
    assert not wrong(TYPED)
    assert not undecided(TYPED)
    page = TYPED.replace("0,1 = 0,725", "0,1 = 0,752")
    assert wrong(page)[0] == ("0,752", "0,725")


def test_formulas_in_code_spans_and_fences() -> None:
    spans = "\n\n".join(f"`{line}`" for line in TYPED.split("\n\n"))
    fence = f"```\n{TYPED}```\n"
    for page in (fence, f"Temp.: 0,25 · 4 + 1,05 · 2 = 3,1\n\n{spans}"):
        assert not wrong(page)
    assert wrong(fence.replace("0,1 = 0,725", "0,1 = 0,752"))[0] == ("0,752", "0,725")


def test_data_in_sentences_give_symbols() -> None:
    page = r"Mit λ = 0,25 und $x = 1{,}5$ wird $\lambda x = 0{,}375$. Zum Vergleich: 0,375."
    assert not wrong(page)
    assert not undecided(page)
    assert wrong(page.replace("= 0{,}375", "= 0{,}357"))[0] == ("0{,}357", "0{,}375")


def test_blanks_group_before_a_comma() -> None:
    assert not wrong(LOAN)
    for blank in " \u00a0\u202f":
        page = SALES.replace("_", blank)
        assert not wrong(page)
        bad = page.replace("25,50", "25,05")
        assert wrong(bad) == [(f"16{blank}825,05", f"16{blank}825,50")]
        assert fix(bad, mathdoctest.check(bad)) == page


def test_claims_keep_their_text_and_their_place() -> None:
    (found,) = [c for c in claims(LOAN) if c.text == "11 299,47"]
    line = LOAN.splitlines()[found.line - 1]
    assert line[found.column - 1 : found.end_column - 1] == "11 299,47"
    assert LOAN[found.start : found.end] == "11 299,47"


def test_the_same_steps_by_another_method_contradict_nothing() -> None:
    assert not wrong(RUNS)
    assert not wrong(RUNS.replace("{,}", ".").replace(",0", ".0").replace("0,", "0."))


def test_a_slip_in_the_steps_of_one_method_is_found() -> None:
    assert wrong(RUNS.replace("| 2,616 |", "| 2,661 |")) == [("2,661", "2,616")]


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (COLUMNS, "2,468", "2,486"),
        (BILL, "**37,80 €**", "**38,70 €**"),
        (BILL, "= 9,45", "= 9,54"),
        (RUNS, "| 2,616 |", "| 2,661 |"),
    ],
)
def test_fix_writes_the_comma_back(page: str, right: str, slip: str) -> None:
    assert page.count(right) == 1
    bad = page.replace(right, slip)
    assert fix(bad, mathdoctest.check(bad)) == page


@pytest.mark.parametrize("page", [COLUMNS, BILL, RUNS, TYPED])
def test_verdicts_are_those_of_the_page_with_points(page: str) -> None:
    with_points = re.sub(r"(?<=\d),(?=\d)", ".", page.replace("{,}", "."))
    assert [c.verdict for c in claims(page)] == [c.verdict for c in claims(with_points)]


def test_thousands_of_an_english_page_stay_thousands() -> None:
    page = "In all: 12 × 1,250 = 15,000. Then 12,500 people came, and 1,234,567 did not."
    assert extract(page).commas == ""
    assert not wrong(page)
    assert wrong(page.replace("15,000", "15,100")) == [("15,100", "15,000")]


@pytest.mark.parametrize(
    "page",
    [
        "The lists are 1,2,3 and 0,25 and 1,05.",
        "The points (3,5), (0,1) and [0,5] lie in the intervals [0,1] and {0,1}.",
        "| node | neighbours |\n|--|--|\n| 0 | 1,2 |\n| 1 | 0,3 |\n| 2 | 0,4 |\n| 3 | 1,4 |\n",
        "Rows 1,2 and 3,4 of the years 1999,2001.",
        "0,25 · 4 = 1,00 and 0.25 · 4 = 1.00",
        "Es gilt $x = 0.25$. Mit 0,25 · 4 = 1,00 und 0,75 · 4 = 3,00.",
        r"Für $i \in \{1,2,3\}$ gilt 0,25 · 4 = 1,00 und 0,75 · 4 = 3,00. $(3,5)$",
    ],
)
def test_what_is_not_clear_stays_as_it_is(page: str) -> None:
    assert extract(page).commas != "decimal"
    assert is_clean(page)


def test_points_in_brackets_are_no_decimals_on_a_page_of_decimals() -> None:
    page = COLUMNS + "\nDer Punkt (3,5) liegt im Intervall [0,5]. Mit (0,25) nicht.\n"
    assert [n.text for n in extract(page).numbers][-5:] == ["3", "5", "0", "5", "0.25"]
    assert is_clean(page)


def test_a_number_in_brackets_beside_others_is_a_factor() -> None:
    page = COLUMNS + "\n| $w$ | neu |\n|---|---|\n| 0,7 | 0,7 − (0,5)(−0,2000) = **0,8000** |\n"
    assert not wrong(page)
    assert wrong(page.replace("0,8000", "0,8100")) == [("0,8100", "0,8000")]


def test_a_rounded_operand_in_a_cell_excuses_the_last_place() -> None:
    page = COLUMNS + "\n| Schritt | | |\n|---|---|--:|\n| Loss | $-\\log 0{,}2689$ | 1,3133 |\n"
    assert not wrong(page)


def test_dates_versions_and_sections_keep_their_points() -> None:
    page = COLUMNS + "\nStand 12.05.2024, siehe Kapitel 2.1 und Version 3.11 und 1.423 kWh.\n"
    assert extract(page).commas == "decimal"
    assert [n.text for n in extract(page).numbers][-2:] == ["3.11", "1,423"]


def test_a_braced_comma_binds_closer_than_one_in_a_list() -> None:
    assert not wrong(r"$z = 2{,}5$, $\max(0,2{,}5) = 2{,}5$ und $\max(0,z) = 2{,}5$.")
    assert wrong(r"$z = 2{,}5$ und $\max(0,2{,}5) = 2{,}4$.") == [("2{,}4", "2{,}5")]


def test_slips_that_are_tried_have_commas() -> None:
    outside = (edit for edit in edits(extract(COLUMNS)) if edit.place != "equation")
    made = {patch.text for edit in outside for patch in edit.patches}
    assert "0,51" in made
    assert not any(re.fullmatch(r"\d\.\d+", text) for text in made)


def test_a_change_in_percent_may_be_told_with_commas() -> None:
    page = "Der Fehler sank von 0,744 auf 0,248, ein Rückgang um %s %%. Die Rate ist 0,05."
    assert not wrong(page % "66,7")
    assert wrong(page % "33,3") == [("33,3", "66,7")]


MIXED = """Startvärden:

```
w1 = 0.5, w2 = 1.25
```

$$z = w_1 + w_2 = 0{,}5 + 1{,}25 = 1{,}75$$

$$y = 2 z = 3{,}500$$
"""


def test_commas_in_braces_stand_before_decimals_beside_points() -> None:
    assert not wrong(MIXED)
    assert not undecided(MIXED)
    assert wrong(MIXED.replace("3{,}500", "3{,}501")) == [("3{,}501", "3{,}500")]
    assert wrong(MIXED.replace("1{,}75", "1{,}57")) == [("1{,}57", "1{,}75")]


@pytest.mark.parametrize(
    "page",
    [
        "$a = 1{,}234.5$ and $b = 2 a = 2{,}469.0$ with $c = 0.5$.",
        "$a = 1{,}200$ and $b = 2 a = 2{,}400$ with $c = 0.5 a = 600$.",
        "$n = 1{,}00{,}000$ and $m = 0.5$, $k = 2 m = 1.0$.",
        # One of them has a slip.
        "$a = 02{,}500$, $b = 12{,}500$, $c = 2 b = 25{,}000$ and $d = 0.5 b = 6{,}250$.",
    ],
)
def test_commas_in_braces_group_thousands_beside_points(page: str) -> None:
    assert not wrong(page)


LAPSE = """Com $\\eta = 0.1$ e $F_0 = 30{,}0$ segue $F_1 = 30{,}0 - 1{,}5 = 28{,}5$.

| amostra | $y$ | $F_0$ | $r = y - F_0$ |
|---|---|---|---|
| 1 | 10 | 30,0 | −20,0 |
| 2 | 20,5 | 30,0 | −9,5 |
| 3 | 30,75 | 30,0 | 0,75 |
| 4 | 41,25 | 30,0 | 11,25 |

O erro caiu de 28,55 para 12,30.
"""


def test_a_point_in_a_formula_makes_no_lists_of_the_numbers_in_tables() -> None:
    assert not wrong(LAPSE)
    assert {"20,0", "11,25", "0,75"} <= {c.text for c in mathdoctest.check(LAPSE).claims}
    assert wrong(LAPSE.replace("11,25 |", "11,35 |")) == [("11,35", "11,25")]
    # In a sentence a point tells more.
    assert "11,25" not in {c.text for c in mathdoctest.check(LAPSE + "It was 0.25.").claims}
