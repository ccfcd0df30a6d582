"""Two cases in one text, without a heading between them: no false alarm, and slips stay slips."""

from __future__ import annotations

import pytest
from verdicts import undecided, wrong

from mathdoctest import check


def is_clean(page: str) -> bool:
    return all(found.verdict != "wrong" or found.advice for found in check(page).findings)


@pytest.mark.parametrize(
    "page",
    [
        r"The linear model has $q = 0.71$, the quadratic one $q = 0.78$.",
        r"The linear model has $R^2 = 0.71$, the quadratic one $R^2 = 0.78$.",
        r"Aluminium has $\rho = 2.70$ g/cm³, iron $\rho = 7.87$ and gold $\rho = 19.3$.",
        r"The weight goes from $w = 0.5$ to $w = 0.42$ and the loss from $L = 1.2$ to $L = 0.9$.",
        r"Group A ($M = 5.2$, $S = 1.1$) did better than group B ($M = 4.1$, $S = 1.3$).",
        r"Bank A offers $r = 4.2\,\%$ over $n = 10$ years, bank B $r = 3.9\,\%$ over $n = 15$.",
        r"We do not reject $\mu = 50$, but we reject $\mu = 49$.",
        r"One circle has $r = 2$, $A = \pi r^2 \approx 12.57$, the big $r = 4$, $A \approx 50.27$.",
        r"We found $\sigma = 5.5 \times 10^{-8}$ instead of $\sigma = 5.67 \times 10^{-8}$.",
    ],
)
def test_two_values_in_one_sentence_are_two_cases(page: str) -> None:
    assert not wrong(page)
    assert is_clean(page)


RATE = r"""Put $P = 1000$ away at $r = 5\,\%$. In $n = 10$ years $A = P(1 + r)^n \approx 1628.89$.
If the rate is only $r = 3\,\%$, then $A = P(1+r)^n \approx {}$.
"""
YIELD = r"""With $w = 2.0$ and $\eta = 0.1$ a step gives $v = w - \eta \cdot 2 w = 1.6$.

{} $\eta = 0.5$ we get $v = w - \eta \cdot 2 w = {}$ in one step.
"""
RETURN = r"""With $\gamma = 0.9$ the return is $G = 1 + 0.9 \cdot 0 + 0.9^2 \cdot 5 = 5.05$.

For $\gamma = 0.5$ it is $G = 1 + 0.5 \cdot 0 + 0.5^2 \cdot 5 = {}$.
"""


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (RATE, "1343.92", "1334.92"),
        (YIELD.replace("{}", "With", 1), "0.0", "0.6"),
        (YIELD.replace("{}", "If instead", 1), "0.0", "0.6"),
        (YIELD.replace("{}", "Con", 1), "0.0", "0.6"),
        (RETURN, "2.25", "2.52"),
    ],
)
def test_a_datum_behind_for_or_if_is_of_another_case(page: str, right: str, slip: str) -> None:
    assert not wrong(page.format(right))
    assert not undecided(page.format(right))
    assert wrong(page.format(slip)) == [(slip, right)]


def test_a_datum_that_nothing_goes_on_with_may_be_a_slip() -> None:
    assert wrong("Given $x = 15$. With $x = 12$ we go on.") == [("12", "15")]
    told = r"Given $k = 0.25$. With $k = 0.52$ it is $y = 2k = 2 \cdot 0.52 = 0.50$."
    assert ("0.52", "0.25") in wrong(told)


def test_results_told_again_are_no_case_even_if_two_are_wrong() -> None:
    page = r"$x = 4$, $p = 2x = 8$ and $s = 3x = 12$." + "\n\nSo $s = {}$ and $p = {}$.\n"
    assert not wrong(page.format("12", "8"))
    assert wrong(page.format("1001", "777")) == [("1001", "12"), ("777", "8")]


def test_what_others_have_measured_may_differ() -> None:
    page = r"""From $l = 1.00$ and $T = 2.01$ we get $g = \frac{4\pi^2 l}{T^2} \approx 9.77$.

%s $g = 9.81$, so it is a bit less.
"""
    assert not wrong(page % "The literature value is")
    assert wrong(page % "So it is") == [("9.81", "9.77")]
    paper = r"""%s $F = 0.914$.

We obtain $P = 0.921$ and $R = 0.899$, hence $F = \frac{2PR}{P + R} \approx 0.910$.
"""
    assert is_clean(paper % "The paper reports")
    assert not is_clean(paper % "We have")


COMPOUND = r"""With $P = 1000$, $r = 0.05$ and $n = 10$, a year's interest gives
$A = P(1 + r)^n \approx 1628.89$, that of months $A = P(1 + r/12)^{12n} \approx %s$, and without
end it is $A = P e^{rn} \approx %s$.
"""


def test_a_letter_may_be_worked_out_by_other_formulas() -> None:
    assert is_clean(COMPOUND % ("1647.01", "1648.72"))
    assert wrong(COMPOUND % ("1674.01", "1648.72")) == [("1674.01", "1647.01")]
    circuits = r"$p = 100$, $q = 220$. $R = p + q = 320$ in series, $R = \frac{p q}{p + q} = %s$."
    assert is_clean(circuits % "68.75")
    assert not is_clean(circuits % "320")  # another formula for the first result
    assert not is_clean(circuits % "86.75")


def test_numbers_may_be_worked_out_otherwise_but_not_with_a_slip() -> None:
    page = r"If A wins, $R = 1600 + 32 (1 - 0.240) = 1624.32$. If A loses, $R = %s$."
    assert is_clean(page % r"1600 - 32 \cdot 0.240 = 1592.32")
    assert not is_clean(page % r"1600 - 32 \cdot 0.240 = 1529.32")
