"""Changes in percent that a sentence tells behind the two numbers that it compares."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        ("The loss went from $0.9393$ down to $0.6332$, a drop of %s %%.", "32.6", "48.3"),
        ("El error ha bajado de 0.0707 a 0.0633, es decir, un %s%%.", "10.5", "11.7"),
        ("Its weight rises from 0.5422 to 0.6281, i.e. by %s%%.", "15.8", "13.7"),
        ("La perte passe de 0.744 à 0.248, soit une baisse de %s %%.", "66.7", "33.3"),
        ("A perda caiu de 0.744 para 0.248: uma redução de %s%%.", "66.7", "200.0"),
    ],
)
def test_a_change_in_percent_is_that_of_the_numbers_before_it(
    page: str, right: str, off: str
) -> None:
    told = {c.text: c.verdict for c in mathdoctest.check(page % right).claims}
    assert told[right] == "verified"
    assert wrong(page % off) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "It went from 0.5 to 0.6, which is 83 % of something else.",
        "It grew from 0.5 to 0.6. From 3 to 4 steps it changes by 7 % each.",
        "Accuracy went from 33.3 % to 66.7 %, a rise of 33.4 %.",
        # Of 0.7351 and 0.6749 it is 8.2 %, of 0.7449 and 0.6849 as much.
        "It fell from 0.74 to 0.68, a drop of 8.3 %.",
        "It went from 12 to 9, and a rebate of 5 % helped.",
        "Doubling the width from 128 to 256 leads to a loss reduction of 15%.",
        "If the price rises from 4.00 to 5.00, demand drops by 10%.",
        "GDP in the years from 2010 to 2020 rose by 12%.",
        "The step from 2019 to 2020 brought a decline of 4.9%.",
        "After the batch size changes from 32 to 64, time per epoch falls by 30%.",
        "We change the dropout from 0.10 to 0.30, which gives a gain of 2%.",
        "The tax rises from 19.00 € to 21.00 €, so the price rises by 2%.",
        "The share went from 20 to 30 points, a gain of 10%.",
        "Unemployment rises from 4.0 to 5.0 percent, an increase of 1%.",
        "The mass fell from 2.50 kg to 500 g, a drop of 80%.",
        "It fell from 1 km to 800 m, a drop of 20%.",
        "The time fell from 2 h to 90 min, a drop of 25%.",
        "It rose from 1.5 million to 900 thousand, a drop of 40%.",
        "It rose from 900 thousand to 1.5 million, an increase of 67%.",
        "The price fell from 20.00 in 2010 to 15.00, a drop of 25%.",
        "It fell from $20$ at $t = 1$ to $15$ at $t = 2$, a drop of 25%.",
        "It fell from 0.80 to 0.60, a drop of more than 20%.",
        "It fell from 0.80 to 0.60, a drop of at least 20%.",
        "It fell from 0.80 to 0.60, a drop of about 30%.",
        "It fell from 0.80 to 0.60, not the drop of 20% that we hoped for.",
        "It fell from 0.80 to 0.60, more than the drop of 20% before.",
        "It fell from 0.80 to 0.60, a loss of 33% would be too much.",
        "In the years from 2010 to 2020, a rise of 5% is usual.",
        "It fell from 0.80 to 0.60, a rise of 25%.",
        "It fell from 0.744 to 0.248 and then to 0.147: a drop of 66.7 % at first.",
        "The error shrank from 0.21 to 0.03, and the loss by 98.4 %.",
        "It went from -0.21 to -0.33, a drop of 12.5 %.",
    ],
)
def test_a_percentage_that_may_be_another_one_is_left_alone(page: str) -> None:
    assert not wrong(page)


def test_results_of_the_page_are_compared_with_all_their_digits() -> None:
    page = (
        r"$a = \frac{2}{3} \approx 0.67$ and $b = \frac{1}{3} \approx 0.33$. It went from 0.67 to "
        "0.33, a reduction of %s %%."
    )
    assert not wrong(page % "50.0")
    assert wrong(page % "51.7") == [("51.7", "50.0")]


def test_of_a_number_that_the_page_has_not_worked_out_the_digits_are_not_known() -> None:
    page = r"""# Linear two-layer network

$x = 0.5$, $t = 1$, $w_1 = 0.3$, $b_1 = 0.1$, $w_2 = 0.7$, $\eta = 0.5$

$h = w_1 x + b_1 = 0.25$; $y = w_2 h = 0.175$; $L = \frac{1}{2}(y - t)^2 = 0.340312$

$\partial L/\partial y = y - t = -0.825$

$\partial L/\partial w_2 = -0.825 \times 0.25 = -0.20625$

$\partial L/\partial h = -0.825 \times 0.7 = -0.5775$

$\partial L/\partial w_1 = -0.5775 \times 0.5 = -0.28875$

$\partial L/\partial b_1 = -0.5775$

$w_1' = 0.3 + 0.5 \times 0.28875 = 0.444375$

$b_1' = 0.1 + 0.5 \times 0.5775 = 0.38875$

$w_2' = 0.7 + 0.5 \times 0.20625 = 0.803125$

Check: $h' = 0.444375 \times 0.5 + 0.38875 = 0.6109375$,
$y' = 0.803125 \times 0.6109375 = 0.4907$, $L' = \frac{1}{2}(0.4907 - 1)^2 = 0.1297$.

Loss went from 0.340 to 0.130, a reduction of %s%%.
"""
    assert not wrong(page % "61.9")
    assert wrong(page % "69.1")


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        (r"The loss went from $0.9393$ down to $0.6332$, a drop of $%s\,\%%$.", "32.6", "48.3"),
        (
            r"Now $E = 0.0714$ (before: $0.0791$), i.e. it went down by $%s\%%$. Good.",
            "9.7",
            "10.8",
        ),
        ("It went from 0.0313 down to 0.0303, that is by 0.0010 or %s%%.", "3.2", "2.3"),
        (
            r"A gain: $0.7$. It fell by \(0.7279 - 0.6570 = 0.0709\), that is by \(%s\%%\).",
            "9.7",
            "7.9",
        ),
        (r"It is an improvement of $1.2936-1.1795=0.1141$ or $%s\,\%%$.", "8.82", "8.28"),
        ("It is a gain of 12.40 - 11.15 = 1.25 (%s %%).", "11.2", "22.3"),
    ],
)
def test_a_change_in_percent_may_stand_in_a_formula_or_behind_the_difference(
    page: str, right: str, off: str
) -> None:
    assert {c.text: c.verdict for c in mathdoctest.check(page % right).claims}[right] == "verified"
    assert wrong(page % off) == [(off, right)]


def test_a_percentage_is_no_fraction() -> None:
    meant = 100 * (1.2936 - 1.1795) / 1.2936
    page = r"It is an improvement of $1.2936-1.1795=0.1141$ or $%s\,\%%$."
    assert wrong(page % "0.0882") == [("0.0882", f"{meant:.4f}")]
    page = "It fell from 0.1295 to 0.1180, i.e. by %s %%."
    assert [text for text, _ in wrong(page % "0.089")] == ["0.089"]


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        ("It went from 0.031317 down to 0.030300, that is by %s or 3.2%%.", "0.001017", "0.010170"),
        (r"The price fell from $12.40$ to $11.15$, a drop of $%s$.", "1.25", "1.52"),
        ("The mean rose from 3.2 to 4.7, i.e. by %s.", "1.5", "7.9"),
    ],
)
def test_a_difference_is_that_of_the_numbers_before_it(page: str, right: str, off: str) -> None:
    assert not wrong(page % right)
    assert wrong(page % off) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "The rate drops from 0.1 to 0.01, by 0.03 in each epoch.",
        "It grew from 2.0 to 2.4, a rise of 0.2 per step.",
        "It grew from 2.0 to 2.4, a rise of 0.2 points each.",
        "We lower it from 0.5 to 0.1, by 0.1, 0.1 and 0.2.",
        "The gap is the difference of 5.2 - 4.8 = 0.4, or 2 % of the range.",
        "It fell by 5.2 - 4.8 = 0.4, and costs rose by 9 %.",
        "It fell by 5.2 - 4.8 = 0.4, with a 95 % interval.",
        "It is the product of 5.2 - 4.8 = 0.4 and 3 %.",
        "It falls from 0.5 to 0.4, that is by 0.1 or more; 7 % are left.",
        "Its mass $m = 2.5$ (before: $2.0$), i.e. a surplus of 3 %.",
        "It is $2.5$ (before: $2.0$ and then $2.2$), i.e. it went up by 14 %.",
    ],
)
def test_a_number_behind_a_difference_that_is_none_is_left_alone(page: str) -> None:
    assert not wrong(page)
