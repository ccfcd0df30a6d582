"""What notes, reports and journals of other authors taught the checker."""

from __future__ import annotations

import pytest
from patience import within
from verdicts import wrong

import mathdoctest

PERCEPTRON = r"""# Una neurona

Pesos $w = 0.3$, $b = -0.4$, entrada $x = 2$.

$$z = w x + b = 0.3 \cdot 2 - 0.4 = 0.2$$

$$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}} = 0.55$$

## Hacia atrás

Consideremos que la salida esperada es $y = 1$ y la predicha $\hat y = 0.55$.

$$L = \frac{1}{2} (y - \hat y)^2 = \frac{1}{2} (1 - 0.55)^2 = 0.10125$$

$$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}}$$

$$\frac{\partial \hat y}{\partial z} = 0.55 \cdot (1 - 0.55) = %s$$

$$\frac{\partial L}{\partial w} = -0.45 \cdot 0.2475 \cdot 2 = -0.22275$$
"""


def test_a_result_that_is_supposed_in_numbers_hides_what_it_depends_on() -> None:
    assert not wrong(PERCEPTRON % "0.2475")
    assert wrong(PERCEPTRON % "0.2457")


def test_a_quantity_may_be_given_as_its_formula_makes_it_rounded() -> None:
    report = mathdoctest.check(PERCEPTRON % "0.2475")
    assert not [f for f in report.findings if f.rule == "identity"]
    off = (PERCEPTRON % "0.2475").replace(r"predicha $\hat y = 0.55$", r"predicha $\hat y = 0.58$")
    assert wrong(off)


def test_data_told_in_a_list_hold_until_a_formula_makes_new_values_of_them() -> None:
    page = r"""# Update

- x1= 0.05, x2= 0.10
- w5 = 0.40, w6 = 0.45

$$\text{y1} = x1 * w5 + x2 * w6$$
$$\text{y1} = %s$$

$$w5 = w5 - \eta * 0.0821$$
$$w5 = 0.4 - 0.5 * 0.0821$$

Similarly, we can calculate the other weight as well:

$w6 = 0.4808$
"""
    assert not wrong(page % "0.065")
    assert wrong(page % "0.056") == [("0.056", "0.065")]


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        ("R = (12.0 V − 2.1 V) / 18 mA = %s Ω.", "550", "505"),
        ("* current: 12.0 V / 51 kΩ = %s mA", "0.2353", "0.2533"),
        ("so it runs for 2080 mAh / 229.91 mA = %s h.", "9.05", "9.55"),
        ("It burns (12.0 − 5) V · 0.45 A = %s W.", "3.15", "3.51"),
        ("P = 230 V × 2 A = %s kW", "0.46", "0.64"),
        ("Together 32.05 € + 6.09 € = %s €.", "38.14", "38.41"),
        ("F = 5 kg × 9.81 m/s² = %s N", "49.05", "94.05"),
    ],
)
def test_units_may_stand_among_the_numbers_of_a_sentence(page: str, right: str, off: str) -> None:
    assert not wrong(page % right)
    assert wrong(page % off) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "3 m + 2 = 11 asks for m, and 2 x + 3 = 9 for x.",
        "And 3 h · 2 = 7 holds for some h.",
        "Then 2 N × 3 = 7 for a certain N.",
        "From 1 h / 3 = 18 min on.",
        "Half of 12 V / 2 A = 3 Ω.",
    ],
)
def test_a_letter_that_may_be_a_quantity_is_no_unit(page: str) -> None:
    assert not wrong(page)


def test_a_unit_behind_brackets_is_no_quantity() -> None:
    page = r"$(12.0 - 5)\,\text{V} \cdot 0.45\,\text{A} = %s\,\text{W}$"
    report = mathdoctest.check(page % "3.15")
    assert not [f for f in report.findings if f.rule == "undefined-symbol"]
    assert wrong(page % "3.19") == [("3.19", "3.15")]


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        (r"$p = \frac{7.389}{11.212} = \mathbf{0.659} \quad (%s\%%)$", "65.9", "56.9"),
        (
            r"$Z = [0.3 \quad 0.7] \begin{bmatrix} 0.606 \\ 0.805 \end{bmatrix} + 0.5 \approx %s$",
            "1.245",
            "1.345",
        ),
        (
            r"$P = \frac{2.40 \times 1.03}{0.08 - 0.03} = \text{CAD } %s$",
            "49.44",
            "94.44",
        ),
        (
            r"*   Net Head ($H$) = $350 \text{ m}$, and $\sqrt{2 \cdot 9.81 \cdot H} = %s$",
            "82.867",
            "28.867",
        ),
        (
            "With $w = 1, b = 0.2$:\n\n| $x$ | $w x + b$ |\n|---|---|\n| 1 | 1.2 |\n| 2 | %s |\n",
            "2.2",
            "4.4",
        ),
    ],
)
def test_what_reports_write_is_read(page: str, right: str, off: str) -> None:
    assert not wrong(page % right)
    assert wrong(page % off) == [(off, right)]


def test_a_section_may_take_a_textbook_value_for_a_measured_one() -> None:
    page = r"""We measured $g = \frac{4 \pi^2 \cdot 1.012}{2.0126^2} = 9.863$.

## Part B

We take $g = 9.81$ and $m = 0.25$.

$$F = m g = 0.25 \cdot 9.81 = %s$$
"""
    assert not wrong(page % "2.4525")
    assert wrong(page % "2.4255") == [("2.4255", "2.4525")]


@pytest.mark.parametrize(
    "page",
    [
        "5 nights at 80 € + 20 € = 420 €.",
        "5 Hefte je 3 € + 2 € = 17 €.",
        "It takes 5 min 30 s + 45 s = 375 s.",
        "- 5 min 30 s · 2 = 11 min",
        "It weighs 3 kg 500 g + 250 g = 3750 g.",
        "- 5 ft + 3 in = 63 in",
        "The reaction is 2 A + 3 B = 4 C.",
        "- 50 min / 10 = 5 min/km = 12 km/h",
        "- 10 kΩ + 470 Ω = 10.47 kΩ",
        "- 1 km / 250 m = 4",
        "- 180 rpm / 9.375 = 19.2 rpm",
    ],
)
def test_quantities_are_whole_and_of_one_kind(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(
    "page",
    [
        "- 3 m + 5 s = 8 m",
        "- 10 kΩ + 470 Ω = 480 Ω",
        "- 1 kg + 500 g = 501 kg",
        "- 1 h + 20 min = 21 min",
        "- 1 km / 250 m = 0.004",
    ],
)
def test_units_of_unlike_size_are_not_added_as_they_stand(page: str) -> None:
    assert all(claim.verdict == "unverified" for claim in mathdoctest.check(page).claims)


@pytest.mark.parametrize(
    "page",
    [
        "- (12.0 V − 2.1 V) / 18 mA = 550 Ω",
        "- 1 / 20 ms = 50 Hz",
        "- 5 km − 800 m = 4.2 km ≈ 4 km",
    ],
)
def test_with_units_no_sign_is_advised(page: str) -> None:
    report = mathdoctest.check(page)
    assert report.counts["verified"] >= 2
    assert not [finding for finding in report.findings if finding.rule == "relation"]


def test_a_percentage_behind_a_result_may_be_its_error() -> None:
    assert not wrong(
        r"The error is $E = 0.05 \quad (2.1\%)$, and $F = 3.2 - 3.1 = 0.1 \quad (3.2\%)$."
    )


def test_two_prices_make_no_decimals_of_thousands() -> None:
    page = "Prices: 4,99 € and 5,99 €. In all, 1,234 + 10 = %s users."
    assert not wrong(page % "1,244")
    assert wrong(page % "1,424") == [("1,424", "1,244")]


def test_digits_in_thousands_of_groups_are_read_once() -> None:
    with within(3):
        mathdoctest.check("111" + ",111" * 8_000 + "1 = 2")
