"""What lab records and notebooks tell in words and tables: shares, bills, rows, values again."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest


def verdicts(page: str) -> dict[str, str]:
    """The verdict on each number of a page, the last one of those that are printed twice."""
    return {claim.text: claim.verdict for claim in mathdoctest.check(page).claims}


SHARES = [
    # 84.6 / 176.6
    ("176.6 − 77.0 − 15.0 = 84.6\n\nor {} % of what came in.", "47.9", "0.479"),
    # (0.8150 − 0.5232) / 0.8150
    (
        "The loss is 0.5232. Against the 0.8150 of the start this is a reduction by {} %, no more.",
        "35.8",
        "0.358",
    ),
    # 14.37 / 197.52
    (
        "* lamp: 14.37 mA, i.e. {} % of the whole\n* fan: 183.15 mA\n\nTotal: 197.52 mA.",
        "7.28",
        "0.0728",
    ),
    # (0.3712 − 0.382) / 0.382
    (
        (
            "It came out as $c = \\frac{{4.0832}}{{11.0}} = 0.3712$ J/(g K).\n\n"
            "The book has 0.382 J/(g K). We are off by -{} %, which will do."
        ),
        "2.8",
        "0.028",
    ),
]


@pytest.mark.parametrize(("page", "share", "fraction"), SHARES)
def test_a_share_left_a_fraction_is_found(page: str, share: str, fraction: str) -> None:
    assert verdicts(page.format(share))[share] == "verified"
    ((text, meant),) = wrong(page.format(fraction))
    assert text == fraction
    assert meant.startswith(share[:3])


@pytest.mark.parametrize(
    "page",
    [
        # It is of the larger of two amounts, which stands further up.
        "Of 840 g of brine 8.4 g got lost. It holds 1.208 g of iodine, that is 0.144 % of it.",
        # The units differ, and their names may be written out.
        "A piece of 3.27 cm, i.e. 0.785 % of the rope's 4.165 m.",
        "The rope is 4.165 metres long. We cut off 3.27 centimetres, i.e. 0.785 % of the rope.",
        # The part itself is the share.
        "Of 0.01 at most we have 0.00479, i.e. 0.479 % of all.",
        # A sentence of something else.
        "We have 0.3712 J/(g K), and the book has 0.382 J/(g K). The balance is off by 0.028 %.",
        # Percentage points, and a percentage per step.
        "The error is 0.5232. Against the 0.8150 before this is a reduction by 0.358 % points.",
        "The error is 0.5232. Against the 0.8150 before this is a reduction by 0.358 % per step.",
        # A loss that hardly changes.
        "The loss is 0.8091. Against the 0.8150 before this is a reduction by 0.724 %.",
        # What is compared was told of something else: nothing says that it is a change.
        "The loss is 0.5232 and was 0.8150; the tax is 0.358 %.",
        # Numbers of another sign, an exponent, an index.
        "It went from $-0.5232$ to $0.8150$. The other one is off by 1.642 % now.",
    ],
)
def test_a_small_percentage_is_no_share_left_a_fraction(page: str) -> None:
    assert not wrong(page)


BILL = """
| item | {count} | {each} | {net} |
|---|--:|--:|--:|
| hooks | 7 | 1.35 | 9.45 |
| rope | 4 | 2.15 | {rope} |
| lamp | 1 | 31.20 | 31.20 |
| **total** | | | **{total}** |
"""
HEADS = {"count": "pieces", "each": "net each (€)", "net": "net (€)"}


def test_a_row_of_a_bill_is_what_its_heads_say_where_its_amount_was_copied_there() -> None:
    page = BILL.format(rope="9.45", total="49.25", **HEADS)  # 9.45 + 4 · 2.15 + 31.20 = 49.25
    assert wrong(page) == [("9.45", "8.60")]
    assert not wrong(BILL.format(rope="8.60", total="49.25", **HEADS))
    assert wrong(BILL.format(rope="8.60", total="49.52", **HEADS)) == [("49.52", "49.25")]


@pytest.mark.parametrize(
    ("page"),
    [
        # A lower price of one row, added up as it is.
        BILL.format(rope="7.74", total="48.39", **HEADS),
        BILL.format(rope="8.50", total="49.15", **HEADS),
        # Nothing says what the columns are.
        BILL.format(rope="9.45", total="50.10", count="no. 1", each="no. 2", net="no. 3"),
        # Each head tells something of the others, but not that.
        BILL.format(rope="9.45", total="50.10", count="pieces", each="kg", net="net (€)"),
    ],
)
def test_a_row_of_a_bill_may_have_another_price(page: str) -> None:
    assert not wrong(page)


def test_a_row_sold_with_a_discount_is_added_up_like_the_others() -> None:
    rows = """
| item | quantity | each | amount |
|---|--:|--:|--:|
| hooks | 7 | 1.35 | 9.45 |
| rope | 4 | 2.15 | 8.60 |
| lamps, with discount | 3 | 12.20 | 32.94 |
| **total** | | | **{}** |
"""
    assert not wrong(rows.format("50.99"))
    assert wrong(rows.format("59.99")) == [("59.99", "50.99")]  # 9.45 + 8.60 + 32.94


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        # 2.4 · 9.81 · sin 35° = 13.504, and with radians −10.08
        ("The cart pulls with m·g·sin α = 2.4 · 9.81 · sin 35° = {} N.", "13.504", "10.081"),
        ("So F = 2.4 · 9.81 · cos(35°) = {} N.", "19.286", "19.826"),
        ("The third angle is γ = 180° − 64.5° − 71.25° = {}°.", "44.25", "42.45"),
        ("One of them has 360° / 16 = {}°.", "22.5", "25.2"),
    ],
)
def test_degrees_are_read_in_formulas_typed_as_text(page: str, right: str, off: str) -> None:
    assert verdicts(page.format(right))[right] == "verified"
    assert off in dict(wrong(page.format(off)))


@pytest.mark.parametrize(
    "page",
    [
        "It warmed up: 24°C = 75°F, and 75°F − 24°F = 51°F, say 28°C.",
        "The latitude is 48° 12' = 48.2°, and 25°12' − 12' = 25°.",
        "We turned it from 12° to 47° = 35° further.",
        "An angle is α = 25° = 0.436 rad, so x = sin(α) = 0.423.",
        "The tilt is x = 1.4 · 25° = 0.611 in radians.",
    ],
)
def test_degrees_that_are_no_arithmetic_are_left_alone(page: str) -> None:
    assert not wrong(page)


MIXED = r"""
Two bottles of rum had to go, 0.35 l of 64 %% and 0.25 l of 37 %%, and together they make

$$
\frac{0.35 \cdot %s + 0.25 \cdot 37}{0.35 + 0.25} = %s\,\%%
$$
"""


def test_a_slip_of_an_operand_is_found_where_the_result_is_in_percent() -> None:
    # (0.35 · 64 + 0.25 · 37) / 0.6 = 52.75
    assert not wrong(MIXED % ("64", "52.75"))
    assert wrong(MIXED % ("46", "52.75")) == [("46", "64")]
    assert wrong(MIXED % ("64", "57.25")) == [("57.25", "52.75")]


def test_what_a_sentence_tells_is_no_slip_where_its_formula_puts_it_in() -> None:
    # 2.4 · 9.81 · cos 35° = 19.286, which sin 55° would give, too
    page = (
        "The motor takes 55 W.\n\n"
        "The cart of 2.4 kg on a slope of 35° pulls with 2.4 · 9.81 · sin 35° = {} N."
    )
    assert not wrong(page.format("13.504"))
    assert wrong(page.format("19.286")) == [("19.286", "13.504")]


OHMS = r"""
$R_2 = 330\,\Omega$ and $R_3 = 470\,\Omega$ stand side by side.

$$
R = \frac{R_2 R_3}{R_2 + R_3} = \frac{330 \cdot %s}{800}\,\Omega = 193.9\,\Omega, \quad
S = (220 + 193.9)\,\Omega = %s\,\Omega
$$
"""


def test_ohms_behind_a_fraction_or_a_bracket_are_a_unit() -> None:
    assert not wrong(OHMS % ("470", "413.9"))
    assert wrong(OHMS % ("740", "413.9")) == [("740", "470")]
    assert wrong(OHMS % ("470", "431.9")) == [("431.9", "413.9")]


def test_a_quantity_that_is_called_omega_is_a_factor() -> None:
    page = (
        r"Let $\Omega = 2.5$ and $a = 3$: $x = \frac{a}{4}\,\Omega = %s$, "
        r"$y = (a + 1)\,\Omega = %s$."
    )
    assert not wrong(page % ("1.875", "10.0"))
    assert wrong(page % ("0.750", "4.0")) == [("0.750", "1.875"), ("4.0", "10.0")]


def test_a_name_behind_a_result_is_told_by_it() -> None:
    page = r"""
$$
\mathbf e = \begin{pmatrix} 0.6 \\ -0.9 \end{pmatrix} - \begin{pmatrix} 0.2 \\ 0.3 \end{pmatrix}
= \begin{pmatrix} 0.4 \\ -1.2 \end{pmatrix} = \mathbf g
$$

With $\mathbf q = \begin{pmatrix} 0.05 \\ -0.25 \end{pmatrix}$ and a rate of 0.1 we go to

$$
\mathbf q' = \mathbf q - 0.1\,\mathbf g = \begin{pmatrix} %s \\ %s \end{pmatrix}
$$
"""
    assert not wrong(page % ("0.01", "-0.13"))
    assert wrong(page % ("0.01", "-0.37")) == [("0.37", "0.13")]
    assert wrong(page % ("0.09", "-0.13")) == [("0.09", "0.01")]


@pytest.mark.parametrize(
    "page",
    [
        # Given further down, or up, or an entry of a list.
        "$a = 2 \\cdot 3 = 6 = b$, where $b = 6$. Then $b + 1 = 7$.",
        "Let $b = 4$. The two are never equal: $a = 2 \\cdot 3 = 6 \\ne b$, and $b + 1 = 5$.",
        "With $v = (6, 8)$: $a = 2 \\cdot 3 = 6 = v_1$ and $v_1 + 1 = 7$.",
        # Only near to it.
        "$a = 2 \\cdot 3.1 = 6.2 \\approx n$, so $n + 1 = 7$.",
    ],
)
def test_a_name_behind_a_result_that_is_told_elsewhere_keeps_its_value(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(
    ("right", "off"),
    [
        # A minus lost, which two slips at once would explain as well.
        ("z = 0.30 · 1.2 + 0.80 · (−0.5) + (−0.25) · 2.0 + 0.10 = −0.44", "= 0.44"),
        # Digits that changed places in an operand: (0.4191 + 0.7386 + 0.8129) / 3 = 0.6569
        ("m = (0.4191 + 0.7386 + 0.8129) / 3 = 0.6569", "0.7836"),
        ("Here $m = \\frac{0.4191 + 0.7386 + 0.8129}{3} = 0.6569$.", "0.7836"),
    ],
)
def test_the_one_number_is_told_that_explains_a_wrong_result(right: str, off: str) -> None:
    given = "The weights are 0.70, 0.05, 0.90 and 1.5.\n\n"
    assert not wrong(given + right)
    meant = "= −0.44" if off == "= 0.44" else "0.7386"
    ((text, told),) = wrong(given + right.replace(meant, off))
    assert text == off.lstrip("= ")
    assert told == meant.lstrip("= ").replace("−", "-")


def test_a_result_worked_out_wrong_is_no_slip_of_its_operands() -> None:
    page = "Here $m = \\frac{0.4191 + 0.7386 + 0.8129}{3} = %s$."
    for off in ("0.6580", "0.6612", "0.6421", "0.7569"):
        assert wrong(page % off) == [(off, "0.6569")]


STEPS = r"""
Let $p = 0.15$, $q = 0.052$, $g = 0.6384$ and $h = -0.9945$. We go on to
$p' = p - 0.08 g = 0.0989$, $q' = q - %s h = %s$.
"""


def test_a_factor_that_stands_nowhere_else_is_the_slip_where_another_one_explains_all() -> None:
    # 0.052 + 0.08 · 0.9945 = 0.13156
    assert not wrong(STEPS % ("0.08", "0.1316"))
    assert wrong(STEPS % ("0.80", "0.1316")) == [("0.80", "0.08")]
    # 0.052 + 0.80 · 0.9945 = 0.8476, which was never a step of 0.08
    assert not wrong(STEPS % ("0.80", "0.8476"))
    assert wrong(STEPS % ("0.80", "0.8467")) == [("0.8467", "0.8476")]
    assert wrong(STEPS % ("0.08", "0.1361")) == [("0.1361", "0.1316")]
