"""True pages that look like slips, and slips that look the same but for what acquits these."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from verdicts import undecided, wrong

# -- bills

GOODS, FREIGHT = 54.80, 6.40
CUT = GOODS * 15 / 100
CHEAPER = GOODS - CUT
SENT = "The lamps cost €54.80. With 15%% club discount, €8.22, we are at €46.58; "
BILL = SENT + "postage adds €6.40, which makes €%s in all."
DUTY = r"We bought $40 \cdot 1.75 = 70.00$. Tax of $19\,\%%$ on that is $%s$, and the bill is $%s$."


def test_what_is_added_to_a_reduced_price_is_not_added_to_the_old_one() -> None:
    right, forgetful = f"{CHEAPER + FREIGHT:.2f}", f"{GOODS + FREIGHT:.2f}"
    assert not wrong(BILL % right)
    assert right not in undecided(BILL % right)
    assert wrong(BILL % forgetful) == [(forgetful, right)]


@pytest.mark.parametrize(
    "page",
    [
        SENT % () + "for others, postage of €6.40 makes €61.20.",
        SENT % () + "postage adds €6.40, which makes €61.20 for those who are in no club.",
        SENT % () + "without it, postage adds €6.40, which makes €61.20.",
        "For members: " + SENT % () + "postage adds €6.40, which makes €61.20.",
        (
            "The lamps cost €54.80 (club: 15 % discount, €8.22, leaving €46.58); postage adds"
            " €6.40, which makes €61.20."
        ),
    ],
)
def test_the_old_price_may_be_gone_on_with_for_others(page: str) -> None:
    assert not wrong(page)


def test_a_tax_of_the_wrong_amount_is_one_if_the_bill_goes_on_with_the_right_one() -> None:
    tax, total = f"{70 * 0.19:.2f}", f"{70 * 1.19:.2f}"
    assert not wrong(DUTY % (tax, total))
    other = "31.30"
    assert wrong(DUTY % (other, total)) == [(other, tax)]
    assert wrong(DUTY % (other, f"70.00 + {tax} = {total}")) == [(other, tax)]
    # Nothing tells which of the two is right, or that it is about the same bill.
    assert not wrong(DUTY % (other, f"{70 + float(other):.2f}"))
    assert not wrong((DUTY % (other, total)).replace(", and", " with a late fee, and"))


@pytest.mark.parametrize(
    "page",
    [
        # A percentage of another amount.
        (
            "Boots are 90.00, a belt is 30.00. With 10 % off: a discount of 10 %, 9.00 on the"
            " boots and 3.00 on the belt, and we pay 108.00."
        ),
        (
            "Boots are 90.00, a belt is 30.00. With 10 % discount, 9.00, the boots are 81.00;"
            " 3.00 is the discount on the belt, which leaves 27.00."
        ),
        (
            "A list says 300.00, our dealer 250.00. Tax of 20 % is 50.00, so we pay 300.00; on"
            " the list price, 20 % tax is 60.00 and the total is 360.00."
        ),
        "Boots are 90.00, a belt is 30.00. With 10 % discount, 12.00, leaving 108.00, we go.",
        # Contained.
        "The invoice is 238.00 gross. VAT accounts for 38.00, leaving 200.00 net.",
        "Tax of 7 % is included in the 53.50, that is 3.50, leaving 50.00.",
        "Of the 53.50 in all, tax is 3.50, and there remains 50.00.",
        # Withheld.
        "They sent 400.00 and the bank kept its fee of 4.75, leaving 395.25.",
        "The author gets 840.00 with a bonus of 140.00. The tax is 168.00, leaving 672.00.",
        "The deposit of 75.00 is returned; after the cleaning fee of 20.00 there remains 55.00.",
        # The sum with another amount.
        (
            "A seat costs 40.00, a booklet 5.00. With the reduction of 50 %, 20.00, the seat is"
            " 20.00, and with the booklet we pay 25.00."
        ),
        (
            "The room is 80.00 and dinner 25.00. The tip is 4.00, so we pay 109.00. Without"
            " dinner, the tip of 4.00 makes 84.00."
        ),
    ],
)
def test_a_bill_may_be_about_another_amount_than_the_last(page: str) -> None:
    assert not wrong(page)


# -- rows and columns of sums


def table(head: Sequence[str], *rows: Sequence[str]) -> str:
    lines = [head, ["--"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PRICES = (("desk", "1312.40"), ("chair", "284.75"), ("lamp", "96.30"))
PAID = f"{sum(float(price) for _, price in PRICES):.2f}"
COUNTS = (("north", "140", "90", "230"), ("south", "160", "70", "230"), ("west", "85", "45", "130"))
LEFT, RIGHT, BOTH = (str(sum(int(row[k]) for row in COUNTS)) for k in (1, 2, 3))


@pytest.mark.parametrize("title", ["total", "**Sum**", "Total price", "Total (€)", "all"])
def test_a_slip_in_a_row_of_sums_is_found(title: str) -> None:
    page = table(["thing", "price"], *PRICES, [title, "%s"])
    assert not wrong(page % PAID)
    assert wrong(page % "1963.45") == [("1963.45", PAID)]


def test_one_sum_of_a_row_is_a_slip_where_the_others_are_right() -> None:
    page = table(["", "left", "right", "in all"], *COUNTS, ["total", "%s", RIGHT, BOTH])
    assert not wrong(page % LEFT)
    assert wrong(page % "358") == [("358", LEFT)]


@pytest.mark.parametrize(
    "rows",
    [
        # Who was at two places is counted once.
        [("lake", "130"), ("wood", "85"), ("hill", "52"), ("overall", "257")],
        [("lake", "130", "61"), ("wood", "85", "40"), ("hill", "52", "9"), ("all", "257", "110")],
        [("lake", "130"), ("wood", "85"), ("hill", "52"), ("total (unique visitors)", "257")],
        # Who did both is taken off.
        [("songs", "130", "70"), ("dances", "160", "60"), ("both", "40", "20"),
         ("total", "250", "110")],
        [("songs", "130"), ("dances", "160"), ("of these both", "40"), ("total", "290")],
        # Not all of them have a row.
        [("young", "5200", "31"), ("old", "8100", "87"), ("all (age unknown)", "13400", "119")],
        [("young", "5200", "31"), ("old", "8100", "87"), ("all", "13400", "119")],
        # One or the other.
        [("pump", "0.060", "1.30"), ("valve", "0.030", "0.50"), ("any", "0.088", "1.80")],
        [("pump", "6.00", "1.30"), ("valve", "3.00", "0.50"), ("overall", "8.82", "1.80")],
        # The same everywhere: in series.
        [("1", "120", "25.0", "3.00"), ("2", "80", "25.0", "2.00"), ("3", "40", "25.0", "1.00"),
         ("total", "240", "25.0", "6.00")],
        # Each game is one of two teams.
        [("A", "12", "8"), ("B", "12", "5"), ("C", "12", "7"), ("D", "12", "4"),
         ("total", "24", "24")],
    ],
)  # fmt: skip
def test_a_row_of_all_need_not_be_one_of_sums(rows: Sequence[Sequence[str]]) -> None:
    head = ["", *("pqr"[k] + " of it" for k in range(len(rows[0]) - 1))]
    assert not wrong(table(head, *rows))


def test_a_column_of_all_need_not_be_one_of_sums() -> None:
    page = table(
        ["class", "art", "music", "%s"],
        ["5a", "12", "8", "20"],
        ["5b", "10", "15", "25"],
        ["5c", "11", "9", "20"],
        ["5d", "14", "13", "%s"],
    )
    assert not wrong(page % ("total", "27"))
    assert wrong(page % ("total", "29")) == [("29", "27")]
    # Two of the last class do both.
    assert not wrong(page % ("all", "25"))
    assert not wrong(page % ("total (distinct)", "25"))


# -- rows that are exceptions

GOODS_HEAD = ["item", "$p$", "$q$", r"$p \cdot q$"]
BOUGHT = (["bun", "1.35", "6", "8.10"], ["juice", "2.45", "4", "9.80"])
MASK_HEAD = ["token", "$p$", r"$\ell = -\ln p$"]
LOSSES = [[str(k), f"{p:.4f}", f"{-math.log(p):.4f}"] for k, p in enumerate((0.7, 0.4), 1)]


def test_a_slip_in_a_row_without_a_remark_is_found() -> None:
    slip = ["pie", "2.85", "3", "5.85"]
    right = f"{2.85 * 3:.2f}"
    assert not wrong(table(GOODS_HEAD, *BOUGHT, [*slip[:3], right]))
    assert wrong(table(GOODS_HEAD, *BOUGHT, [*slip[:3], "8.45"])) == [("8.45", right)]
    # Where all have one, it tells nothing, nor does the unit of a column.
    named = [[f"{row[0]} (from the baker)", *row[1:]] for row in BOUGHT]
    page = table(GOODS_HEAD, *named, ["pie (from the baker)", "2.85", "3", "8.45"])
    assert wrong(page) == [("8.45", right)]


def test_a_remark_in_the_title_of_a_row_tells_that_it_is_an_exception() -> None:
    assert not wrong(table(GOODS_HEAD, *BOUGHT, ["pie (3 for 2)", "2.85", "3", "5.70"]))
    assert not wrong(table(MASK_HEAD, *LOSSES, ["3 (padding)", "0.2000", "0.0000"]))


def test_a_sum_below_tells_that_a_remark_is_no_exception() -> None:
    right = f"{2.85 * 3:.2f}"
    total = f"{sum(float(row[-1]) for row in BOUGHT) + float(right):.2f}"
    rows = (*BOUGHT, ["pie (with cream)", "2.85", "3", "%s"], ["sum", "", "", total])
    page = table(GOODS_HEAD, *rows)
    assert not wrong(page % right)
    assert wrong(page % "8.45") == [("8.45", right)]


def debts(rate: float, extra: int) -> list[list[str]]:
    """Years of a loan of 9000.00: debt, interest, part paid back, extra payment, what is left."""
    rows, debt = [], 9000.0
    for year in range(1, 7):
        interest = round(debt * rate, 2)
        back, more = 1500 - interest, extra if year == 4 else 0
        left = round(debt - back - more, 2)
        rows.append(
            [str(year), *(f"{x:.2f}" for x in (debt, interest, back)),
             f"{more:.2f}" if more else "–", f"{left:.2f}"]
        )  # fmt: skip
        debt = left
    return rows


def test_what_only_one_row_has_makes_it_an_exception() -> None:
    head = ["year", "debt", "interest", "paid back", "extra", "left"]
    assert not wrong(table(head, *debts(0.03, 1000)))
    rows = debts(0.03, 0)
    right = rows[3][-1]
    rows[3][-1] = right[:1] + right[2] + right[1] + right[3:]
    assert (rows[3][-1], right) in wrong(table(head, *rows))


def test_steps_with_momentum_are_not_by_the_gradient_alone() -> None:
    start = r"Start: $u_1 = 0.60$, $u_2 = -0.35$, $c = 0.20$; learning rate $\eta = 0.1$%s."
    grads = (("u_1", 0.6, 0.4), ("u_2", -0.35, -0.12), ("c", 0.2, 0.35))
    rows = [[f"${name}$", f"{g:.3f}", f"{old - 0.1 * g:.4f}"] for name, old, g in grads]
    head = ["parameter", r"$\partial L / \partial \theta$", "new value"]
    assert not wrong(start % "" + "\n\n" + table(head, *rows))
    right = rows[0][-1]
    rows[0][-1] = f"{0.6 - 0.1 * (0.9 * 0.05 + 0.4):.4f}"
    moved = ", momentum 0.9. The velocities before were 0.05, 0 and 0"
    assert not wrong(start % moved + "\n\n" + table(head, *rows))
    rows[0][-1] = right[:2] + right[3] + right[2] + right[4:]
    assert wrong(start % "" + "\n\n" + table(head, *rows)) == [(rows[0][-1], right)]


def test_a_second_table_of_values_may_be_of_another_time() -> None:
    head = ["parameter", "value", "gradient", "new value"]
    first = [["$a_1$", "0.8", "0.20", "0.70"], ["$a_2$", "-0.6", "0.10", "-0.65"],
             ["$d$", "0.2", "0.40", "0.00"]]  # fmt: skip
    second = [["$a_1$", "0.70", "-0.04", "0.720"], ["$a_2$", "-0.65", "-0.30", "-0.500"],
              ["$d$", "0.00", "-0.20", "0.100"]]  # fmt: skip
    page = r"We have $a_1 = 0.8$, $a_2 = -0.6$, $d = 0.2$, and $\eta = 0.5$."
    page += "\n\n%s\n\nThen:\n\n%s"
    assert not wrong(page % (table(head, *first), table(head, *second)))
    first[1][1] = "-0.9"
    assert ("0.9", "0.6") in wrong(page % (table(head, *first), table(head, *second)))
