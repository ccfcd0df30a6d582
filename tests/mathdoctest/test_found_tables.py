"""Tables whose heads are short formulas or words, and what stands below their columns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from verdicts import claims, table, undecided, wrong

# -- steps of descent

RATE = 0.2
WEIGHTS = {
    "w^{(1)}_{11}": (0.5, 0.31712),
    "w^{(1)}_{12}": (-0.3, -0.18254),
    "w^{(1)}_{21}": (0.2, 0.60518),
    "w^{(1)}_{22}": (0.8, -0.44127),
    "b^{(1)}_1": (0.1, 0.70233),
    "b^{(1)}_2": (-0.2, 0.29136),
}
GIVEN = rf"""
$\eta = {RATE}$ and
$$W^{{(1)}} = \begin{{pmatrix}} 0.5 & -0.3 \\ 0.2 & 0.8 \end{{pmatrix}}, \qquad
b^{{(1)}} = \begin{{pmatrix}} 0.1 \\ -0.2 \end{{pmatrix}}$$

"""


def step(*, new: dict[str, str] | None = None, slope: dict[str, str] | None = None) -> str:
    """A table of one step, with some of its numbers replaced."""
    new, slope = new or {}, slope or {}
    rows = [
        [
            f"${name}$",
            slope.get(name, f"{gradient:.5f}"),
            new.get(name, f"{old - RATE * gradient:.5f}"),
        ]
        for name, (old, gradient) in WEIGHTS.items()
    ]
    return GIVEN + table([r"$\theta$", r"$\partial J/\partial\theta$", r"$\theta'$"], rows)


def test_a_step_goes_on_from_the_values_of_the_symbols_that_its_rows_are_called_by() -> None:
    right = {name: f"{old - RATE * slope:.5f}" for name, (old, slope) in WEIGHTS.items()}
    assert not wrong(step())
    assert not set(undecided(step())) & {text.lstrip("-") for text in right.values()}
    off = {"w^{(1)}_{12}": "-0.26394", "w^{(1)}_{21}": "0.07986", "b^{(1)}_1": "-0.04074"}
    assert wrong(step(new=off)) == [
        (text.lstrip("-"), right[name].lstrip("-")) for name, text in off.items()
    ]


def test_of_a_step_the_gradient_that_was_copied_from_the_row_above_is_wrong() -> None:
    page = step(slope={"w^{(1)}_{22}": "0.60518"})
    assert wrong(page) == [("0.60518", "0.60518")], "the rounded result does not tell its digits"
    (off,) = (claim for claim in claims(page) if claim.verdict == "wrong")
    assert off.message == "0.60518 does not lead to the 0.88825 of its row, as -0.44125 would"


def test_numbers_beside_gradients_that_no_step_leads_to_are_their_own() -> None:
    own = dict(zip(WEIGHTS, ("0.41", "-0.28", "0.07", "0.83", "0.02", "-0.21"), strict=True))
    assert not wrong(step(new=own))


# -- decimal commas in the formulas of cells

GERMAN = r"""
$$\bar{x} = \frac{2 + 4 + 9}{3} = 5, \qquad \bar{y} = \frac{1{,}6 + 3{,}1 + 5{,}5}{3} = 3{,}4$$

| $i$ | $x_i$ | $y_i$ | $x_i - \bar{x}$ | $y_i - \bar{y}$ | $(x_i - \bar{x})(y_i - \bar{y})$ |
|---|---|---|---|---|---|
| 1 | $2$ | $1{,}6$ | $-3$ | $%s$ | $5{,}4$ |
| 2 | $4$ | $3{,}1$ | $-1$ | $-0{,}3$ | $%s$ |
| 3 | $9$ | $5{,}5$ | $4$ | $2{,}1$ | $8{,}4$ |
"""


def test_a_cell_may_hold_a_number_with_a_decimal_comma_as_a_formula() -> None:
    right = GERMAN % ("-1{,}8", "0{,}3")
    assert not wrong(right)
    assert not undecided(right)
    assert wrong(GERMAN % ("1{,}8", "0{,}3")) == [("1{,}8", "-1{,}8")]
    assert wrong(GERMAN % ("-1{,}8", "0{,}8")) == [("0{,}8", "0{,}3")]


def test_a_comma_in_the_formula_of_a_cell_may_group_thousands() -> None:
    page = "The price is $p = 1{,}250.50$.\n\n" + table(
        ["$n$", "$n p$"], [["$2$", "$2{,}501.00$"], ["$4$", "$%s$"]]
    )
    assert not wrong(page % "5{,}002.00")
    assert wrong(page % "5{,}020.00") == [("5{,}020.00", "5{,}002.00")]


# -- columns of tables before

POINTS = r"""
The line is $\hat{y} = b_0 + b_1 x$ with $b_0 = 0.84$ and $b_1 = 1.35$.

| $x_i$ | $y_i$ |
|---|---|
| 2 | 3.4 |
| 3 | 5.1 |
| 5 | 7.3 |
| 6 | 9.2 |

| $x_i$ | $\hat{y}_i$ | $y_i - \hat{y}_i$ |
|---|---|---|
| 2 | 3.54 | -0.14 |
| 3 | 4.89 | 0.21 |
| 5 | %s | %s |
| 6 | 8.94 | 0.26 |
"""


def test_a_column_may_be_what_the_page_says_of_each_sample() -> None:
    fit = f"{0.84 + 1.35 * 5:.2f}"
    rest = f"{7.3 - float(fit):.2f}"
    assert not wrong(POINTS % (fit, rest))
    assert not {fit, rest.lstrip("-")} & set(undecided(POINTS % (fit, rest)))
    assert (f"{2 * float(fit):.2f}", fit) in wrong(POINTS % (f"{2 * float(fit):.2f}", rest))
    assert wrong(POINTS % (fit, "-0.92")) == [("0.92", rest.lstrip("-"))]


def test_the_next_round_of_a_table_has_the_samples_of_the_first_one() -> None:
    page = r"""
With $w = 0.5$ and $b = 0.25$:

| $i$ | $x_i$ | $y_i$ | $\hat{y}_i = w x_i + b$ |
|---|---|---|---|
| 1 | 1 | 1.5 | 0.75 |
| 2 | 2 | 2.5 | 1.25 |
| 3 | 4 | 4.5 | 2.25 |

Now we set $w \leftarrow 0.5 + 0.375 = 0.875$ and $b \leftarrow 0.25 + 0.125 = 0.375$:

| $i$ | $\hat{y}_i$ |
|---|---|
| 1 | 1.250 |
| 2 | 2.125 |
| 3 | %s |
"""
    right = f"{0.875 * 4 + 0.375:.3f}"
    assert not wrong(page % right)
    assert wrong(page % "3.785") == [("3.785", right)]


# -- formulas of two rows

TWO = r"""
| $x$ | $t$ | $p$ | $t - p$ |
|---|---|---|---|
| 1 | 4.8 | 4.712 | %s |
| 2 | 7.5 | 7.307 | 0.193 |
"""


def test_a_formula_in_a_head_that_is_right_in_one_row_is_meant_in_all() -> None:
    assert not wrong(TWO % f"{4.8 - 4.712:.3f}")
    assert wrong(TWO % "0.044") == [("0.044", "0.088")]


# -- what a column shows itself to be

READINGS = r"""
The mean is $m = \frac{20.12 + 20.05 + 20.21 + 20.16 + 20.09}{5} = 20.126$.

| reading | deviation from the mean | squared |
|---|---|---|
| 20.12 | %s | 0.000036 |
| 20.05 | -0.076 | 0.005776 |
| 20.21 | %s | 0.007056 |
| 20.16 | 0.034 | 0.001156 |
| 20.09 | -0.036 | 0.001296 |
"""


def test_what_follows_from_the_numbers_as_they_are_printed_is_followed() -> None:
    right = READINGS % ("-0.006", "0.084")
    assert not wrong(right)
    assert not {"0.006", "0.076", "0.084", "0.034", "0.036"} & set(undecided(right))
    assert [text for text, _ in wrong(READINGS % ("-0.006", "-0.084"))] == ["0.084"]
    assert ("0.048", "0.084") in wrong(READINGS % ("-0.006", "0.048"))


@pytest.mark.parametrize(
    "rows",
    [
        [["0.81", "0.83", "0.82"], ["0.84", "0.86", "0.85"], ["0.85", "0.89", "0.87"],
         ["0.88", "0.90", "0.91"], ["0.90", "0.92", "0.91"]],
        [["3.1", "3.4", "3.6"], ["3.0", "3.5", "3.5"], ["3.3", "3.6", "3.9"],
         ["3.2", "3.5", "3.8"], ["3.4", "3.9", "4.1"]],
    ],
)  # fmt: skip
def test_measurements_that_lie_near_to_each_other_are_not_computed(
    rows: Sequence[Sequence[str]],
) -> None:
    assert not wrong(table(["first", "second", "third"], rows))


def test_arguments_in_equal_steps_are_not_computed_from_what_they_give() -> None:
    rows = [[f"{1 + k / 10:.1f}", f"{v}"] for k, v in enumerate(
        ("0.000", "0.138", "0.263", "0.379", "0.485", "0.585", "0.678", "0.766"))]  # fmt: skip
    assert not wrong(table(["x", "log2 x"], rows))


# -- sums below columns

COSTS = [["machine", "1240.50"], ["transport", "86.25"], ["tools", "312.40"]]
SUM = f"{1240.50 + 86.25 + 312.40:.2f}"


@pytest.mark.parametrize("title", ["Total cost", "**Sum of all parts**", "Gesamt netto", "All"])
def test_a_last_row_sums_up_where_its_title_says_so_among_other_words(title: str) -> None:
    page = table(["item", "euros"], [*COSTS, [title, "%s"]])
    assert [c.verdict for c in claims(page % SUM)] == ["verified"] * 4
    assert wrong(page % "1693.15") == [("1693.15", SUM)]


def test_the_title_of_a_sum_may_stand_in_the_cell_before_it() -> None:
    page = table(
        ["value", "distance", "squared"],
        [["11.5", "-1.25", "1.5625"], ["13.5", "0.75", "0.5625"], ["", "**SST**", "**%s**"]],
    )
    assert not wrong(page % "2.1250")
    assert wrong(page % "2.1520") == [("2.1520", "2.1250")]


@pytest.mark.parametrize(
    ("title", "last"),
    [("Total assets", "4120.00"), ("All classes", "546.38"), ("Overall", "0.85"),
     ("Totally different", "1639.51")],
)  # fmt: skip
def test_a_last_row_that_is_no_sum_is_none_whatever_its_title(title: str, last: str) -> None:
    assert not wrong(table(["item", "euros"], [*COSTS, [title, last]]))


def test_counts_are_added_up_by_row_and_by_column() -> None:
    page = table(
        ["", "red", "green", "Row Total"],
        [["early", "41", "19", "60"], ["late", "33", "27", "60"], ["Col Total", "74", "46", "%s"]],
    )
    assert not wrong(page % "120")
    assert "120" not in undecided(page % "120")


def test_a_product_is_wrong_that_the_sum_below_has_right() -> None:
    page = table(
        ["part", "x", "n", "xn"],
        [["a", "4.5", "38", "171.0"], ["b", "8.5", "62", "527.0"], ["c", "12.5", "74", "%s"],
         ["d", "17.0", "113", "1921.0"], ["sum", "42.5", "287", "3544.0"]],
    )  # fmt: skip
    assert not wrong(page % "925.0")
    assert wrong(page % "9250.0") == [("9250.0", "925.0")]


# -- a point that stands one place off


def test_a_point_one_place_off_is_a_slip() -> None:
    rows = [
        ["12000.00", "60.00", "972.80", "%s"],
        ["11027.20", "55.14", "977.66", "10049.54"],
        ["10049.54", "50.25", "982.55", "9066.99"],
        ["9066.99", "45.33", "987.47", "8079.52"],
    ]
    page = table(["before", "interest", "principal", "after"], rows)
    right = f"{12000 - 972.80:.2f}"
    assert not wrong(page % right)
    assert ("110272.0", f"{12000 - 972.80:.1f}") in wrong(page % "110272.0")
