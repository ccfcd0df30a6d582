"""Units, and the marks and remarks that authors put behind their numbers."""

from __future__ import annotations

import pytest
from verdicts import undecided, wrong


@pytest.mark.parametrize("mark", [r"\checkmark", r"\ \checkmark", "✓", "✅"])
def test_a_tick_behind_a_number_hides_nothing(mark: str) -> None:
    page = f"We have $100 - 95.12 = %s {mark}$."
    assert not undecided(page % "4.88")
    assert not wrong(page % "4.88")
    assert wrong(page % "4.98") == [("4.98", "4.88")]


def test_a_remark_in_brackets_behind_a_wide_space_is_no_factor() -> None:
    page = r"$$x = 3 + 4 = %s \quad(4\text{ decimal places} \Rightarrow 4\text{ figures}), y = 2$$"
    assert not wrong(page % "7")
    assert wrong(page % "8") == [("8", "7")]


def test_a_label_with_a_leading_zero_is_no_place_in_a_list() -> None:
    page = (
        r"With $\pi = (0.30, 0.20, 0.20, 0.30)$ over $(00, 01, 10, 11)$, the second has "
        r"$\pi_{01} = 0.20$. It is $\pi_1 = %s$ that comes first, and $2 \pi_{01} = %s$."
    )
    assert not wrong(page % ("0.30", "0.40"))
    assert wrong(page % ("0.20", "0.40")) == [("0.20", "0.30")]
    assert wrong(page % ("0.30", "0.60")) == [("0.60", "0.40")]


def test_a_formula_of_chemistry_is_a_name() -> None:
    page = (
        r"$[\ce{H+}] = 2.0 \times 10^{-3}$ and "
        r"$[\ce{OH-}] = \frac{1.0 \times 10^{-14}}{[\ce{H+}]} = %s \times 10^{-12}$"
    )
    assert not wrong(page % "5.0")
    assert wrong(page % "5.1") == [(r"5.1 \times 10^{-12}", r"5.0 \times 10^{-12}")]


def test_a_greatest_common_divisor_is_computed() -> None:
    page = r"$\because a = 12$, $d = \gcd(a, 18) = %s$"
    assert not wrong(page % "6")
    assert wrong(page % "4") == [("4", "6")]


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (r"Since $L = \frac{50 \times 10}{6283.2} = %s$ mH.", "79.6", "79.8"),
        (r"The power is $S = 10 \times 10^6 / 0.8 = %s$ MVA.", "12.5", "12.6"),
        (r"Here $R = 1000 \times 151 = %s$ kΩ.", "151", "157"),
        (r"It is $W = \frac{4.218}{46}\text{ h} = %s\text{ min}$, and $h = 3$.", "5.50", "5.60"),
        (r"Here $V = 0.0494\text{ m}^3 = %s \text{ L}$.", "49.4", "49.6"),
        (r"Here $W = 2 / 0.96 = 2.08 \text{ h} = \mathbf{%s \text{ minutos}}$.", "125", "128"),
        (r"It is $T_f = 50°C = %s K$ now.", "323", "327"),
        (r"The size is $S = 4MB = %s KB$.", "4096", "4098"),
        (r"The size is $S = 4MB = %s KB$.", "4000", "4003"),
        (r"The salt: $16\ \mathrm{ppt} = %s\,\%%$.", "1.6", "1.7"),
        (r"Let $m = -1.5$. Then $w = \sqrt{2.25}\ \text{m} = %s\ \text{m}$.", "1.5", "1.6"),
    ],
)
def test_a_known_unit_is_converted(page: str, right: str, slip: str) -> None:
    assert not wrong(page % right)
    assert not undecided(page % right)
    assert slip in [text for text, _ in wrong(page % slip)]


def test_a_number_in_a_unit_that_nothing_converts_is_neither_right_nor_wrong() -> None:
    page = r"It is $x = 2 + 3 = 5.0 \text{ ells} = %s \text{ cubits}$ long, so $2 x = %s$ ells."
    assert not wrong(page % ("11.5", "10"))
    assert undecided(page % ("11.5", "10")) == ["11.5"]
    assert wrong(page % ("11.5", "11")) == [("11", "10")]


def test_a_constant_that_a_page_gives_in_two_units_is_not_held_to_one() -> None:
    page = (
        r"With $R = 8.314\ \mathrm{J\,mol^{-1}\,K^{-1}}$ and $T = 298$. In pressures, "
        r"$R = 0.08206\ \mathrm{L\,atm\,mol^{-1}\,K^{-1}}$: $K = 0.0046 R T = %s$, therefore "
        r"$G = -R T \ln K = 5.41\ \mathrm{kJ\,mol^{-1}}$."
    )
    assert not wrong(page % "0.1125")
    assert undecided(page % "0.1125") == ["5.41"]
    assert wrong(page % "0.1225") == [("0.1225", "0.1125")]


def test_in_a_congruence_remainders_are_compared_and_not_the_bases_of_powers() -> None:
    page = (
        r"- $65^4 \equiv 992^2 = 984064 \equiv %s \pmod{3233}$" + "\n"
        r"- $65^8 \equiv %s^2 = %s \equiv %s \pmod{3233}$" + "\n"
    )
    assert not wrong(page % (1232, 1232, 1517824, 1547))
    assert wrong(page % (1233, 1232, 1517824, 1547)) == [("1233", "1232")]
    assert wrong(page % (1232, 1232, 1517824, 1548)) == [("1548", "1547")]
    told = wrong(page % (1232, 1233, 1520289, 779))
    assert ("779", "1547") in told
    assert not {"65", "8", "318644812890625"} & {expected for _, expected in told}


def test_a_power_of_ten_without_a_mantissa_is_one_number() -> None:
    page = (
        r"$r = 1\ \text{mm}$ and $\lambda = 550\ \text{nm}$." + "\n\n"
        r"$$f = \frac{r^2}{\lambda} = \frac{(10^{-3})^2}{550 \times 10^{-9}}"
        r" = \frac{10^{%s}}{%s \times 10^{-7}} = 1.818\ \text{m}$$"
    )
    assert not wrong(page % ("-6", "5.5"))
    assert not undecided(page % ("-6", "5.5"))
    assert wrong(page % ("-5", "5.5"))
    assert [text for text, _ in wrong(page % ("-6", "5.6"))] == [r"5.6 \times 10^{-7}"]


def test_numbers_in_percent_may_say_so_only_at_the_end() -> None:
    page = "$$r = 8.5 + 0.876 \\cdot 5.5 = %s\\%%$$"
    assert not wrong(page % "13.3")
    assert wrong(page % "31.3") == [("31.3", "13.3")]
    # A share is no percentage, however the digits agree.
    assert wrong("$$p = 0.25 + 0.3 = 0.55\\%$$") == [("0.55", "55.00")]
    assert not wrong("$$p = 0.25 + 0.3 = 55\\%$$")
    assert wrong("$$r = 3\\% + 4\\% = 0.07\\%$$") == [("0.07", "7.00")]


TITRATION = r"""The flask holds $V_a = 25.00\,\mathrm{{mL}}$,
the titrant $c_B = 0.1024\,\mathrm{{mol/L}}$.

$$\bar{{V}} = \frac{{18.27 + 18.24 + 18.31}}{{3}} = {mean}\,\mathrm{{mL}}$$

$$n = c_B \bar{{V}} = {amount} \times 10^{{-3}}\,\mathrm{{mol}}$$

$$c = \frac{{n}}{{V_a}} = 0.07485\,\mathrm{{mol/L}}$$
"""


def test_readings_are_in_the_unit_that_their_result_has() -> None:
    assert not wrong(TITRATION.format(mean="18.273", amount="1.8712"))
    assert ("18.237", "18.273") in wrong(TITRATION.format(mean="18.237", amount="1.8712"))
    assert [text for text, _ in wrong(TITRATION.format(mean="18.273", amount="1.8721"))] == [
        r"1.8721 \times 10^{-3}"
    ]


LENS = r"""
$$
f = \frac{15.0 \cdot 30.3}{15.0 + 30.3} = 10.033\,\mathrm{cm}
$$

Its power is $D = \frac{1}{f} = \frac{1}{0.10033\,\mathrm{m}} = %s\,\mathrm{m^{-1}}$.
"""


def test_a_result_is_put_in_in_another_unit_that_is_told() -> None:
    assert not wrong(LENS % "9.97")
    assert wrong(LENS % "9.79") == [("9.79", "9.97")]


def test_a_logarithm_is_of_a_quantity_in_its_own_unit() -> None:
    page = (
        r"$[\mathrm{H^+}] = 3.2 \times 10^{-4}~\mathrm{M}$ and "
        r"$\mathrm{pH} = -\log_{10}[\mathrm{H^+}] = %s$."
    )
    assert not wrong(page % "3.49")
    assert wrong(page % "0.49") == [("0.49", "3.49")]


PARTS = r"""
- resistor R = 1.8 kΩ
- capacitor C = 47 nF
- a turn is ω = 2πf of f = 1500 Hz

With $\omega = 9424.8$:

$$X = \frac{1}{\omega C} = \frac{1}{9424.8 \cdot %s \cdot 10^{-9}} = 2257.5\,\Omega$$

The impedance is $Z = R - j X = %s - j\,2257.5\,\Omega$.
"""


def test_what_a_list_of_parts_tells_is_put_in_without_its_prefix() -> None:
    assert not wrong(PARTS % ("47", "1800"))
    assert wrong(PARTS % ("74", "1800")) == [(r"74 \cdot 10^{-9}", r"47 \cdot 10^{-9}")]
