"""Two cases in one text, without a heading between them: no false alarm, and slips stay slips."""

from __future__ import annotations

import pytest
from verdicts import is_clean, undecided, wrong

import mathdoctest
from mathdoctest.extract import extract


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


# ------------------------------------------------------------------ tables, lists, plain text


def test_one_symbol_over_two_columns_is_none_of_a_third_value() -> None:
    page = r"""By Adam, $x_1 = 0.9000$ and $x_2 = 0.8004$.

| $t$ | $x_t$ (Momentum) | $x_t$ (Adam) |
|---|---|---|
| 1 | 0.900 | 0.9000 |
| 2 | 0.720 | 0.8004 |
"""
    assert not wrong(page)


def test_a_row_of_all_that_is_left_is_none_of_the_rule_before_it() -> None:
    page = r"""With $\lambda = 0.932292$ hits for each square, we expect

| k | $E_k$ |
|---|---|
| 0 | 226.74 |
| 1 | 211.39 |
| 2 | 98.54 |
| 3 | 30.62 |
| 4+ | 8.71 |
"""
    assert not wrong(page)  # E_4 = 30.62 \lambda / 4 = 7.14


def test_a_difference_in_a_fence_gives_its_last_letter_no_value() -> None:
    page = "```\nŷ − y = 0.4386\n```\n\n$$2 y = 2$$\n"
    given = "y = 0.4386"
    assert given not in [formula.latex for formula in extract(page).formulas]
    assert given in [formula.latex for formula in extract(page.replace("ŷ − ", "")).formulas]


def test_data_that_only_another_step_has_are_none_of_the_next() -> None:
    page = r"""$x_1 = 1.0 - 0.1 = 0.9$, $m_1 = 0.2$ and
$m_2 = 0.9 \cdot 0.2 + 0.1 \cdot 1.8 = 0.36$, so $x_2 = 0.9 - 0.1 = 0.8$.

Third step: $m_3 = 0.484082$.
"""
    assert not wrong(page)


ROWS = r"""$$\mathbf{x} = [1, 2]$$

$$\mathbf{W} = \begin{bmatrix} 0.5 & -0.5 \\ 1.0 & 0.5\end{bmatrix}$$

$$\mathbf{z} = \mathbf{x} \mathbf{W} = [2.5, 0.5]$$

$$\delta = [-0.2, 0.3], \quad \eta = 0.1$$

$$G = \mathbf{x}^\top \delta = \begin{bmatrix} -0.2 & 0.3 \\ -0.4 & %s \end{bmatrix}$$

$$\mathbf{W} \leftarrow \mathbf{W} - \eta G =
\begin{bmatrix} 0.52 & -0.53 \\ 1.04 & %s \end{bmatrix}$$
"""


def test_lists_before_matrices_are_rows_and_their_transposes_columns() -> None:
    assert is_clean(ROWS % ("0.6", "0.44"))
    assert not undecided(ROWS % ("0.6", "0.44"))
    assert ("0.8", "0.6") in wrong(ROWS % ("0.8", "0.44"))
    assert wrong(ROWS % ("0.6", "0.34")) == [("0.34", "0.44")]


# ------------------------------------------------------------------ units behind the dollars


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (r"With $R = 10$ kΩ and $C = 47$ µF it is $\tau = R C = {}$ s.", "0.47", "0.74"),
        (r"A request takes $t = 20$ ms, so $r = 1/t = {}$ per second.", "50", "70"),
        (r"A heater of $P = 1.5$ kW runs $t = 90$ min: $W = P t = {}$ kWh.", "2.25", "2.52"),
        (r"$v = 72$ km/h, $m = 1200$ kg, $E = \frac12 m v^2 = {}$ kJ.", "240", "204"),
        (r"It is $p = 1.0$ bar, so $2p = 2.0\ \text{{bar}} = {}\ \text{{kPa}}$.", "200", "400"),
        (r"A block has $8 \cdot 768^2 \approx {}$ million weights.", "4.7", "7.4"),
    ],
)
def test_units_behind_the_dollars_count_where_the_page_is_right_only_so(
    page: str, right: str, slip: str
) -> None:
    assert is_clean(page.format(right))
    assert [text for text, _ in wrong(page.format(slip))] == [slip]


def test_a_volume_put_in_as_litres_is_no_slip() -> None:
    page = r"""For $V = 250$ mL with $c = 0.2$ mol/L and $M = 58.44$ g/mol weigh

$$m = c V M = 0.2 \cdot %s \cdot 58.44 \approx 2.92\ \text{g}$$
"""
    assert not wrong(page % "0.250")
    assert wrong(page % "0.520")


# ------------------------------------------------------------------ commas, inequalities


def test_decimals_behind_a_comma_in_braces_may_be_many() -> None:
    page = r"Mit $p = 0{,}4132$ und $q = 1{,}25$ ist $p q = 0{,}4132 \cdot 1{,}25 = %s$."
    assert not wrong(page % "0{,}5165")
    assert wrong(page % "0{,}5156") == [("0{,}5156", "0{,}5165")]
    assert not wrong(r"$n = 1{,}234{,}567$ and $2n = 2{,}469{,}134$")


def test_a_comma_in_a_factor_is_decimal() -> None:
    page = r"Con $a = 2,5$ m/s² e $t = 8$ s si ha $v = a t = 2,5 \cdot 8 = %s$ m/s."
    assert not wrong(page % "20")
    assert wrong(page % "40") == [("40", "20")]


@pytest.mark.parametrize(
    "page",
    [
        r"With $u = 0.667$ this is a hit at $u \ge 0.5$ but not at $u \ge 0.75$.",
        r"It is $n = 1000$. For less we would need $n > 1059$.",
        r"For group $F = 4.31$, $p = .018$, and for time $F = 12.85$, $p < .001$.",
        r"It is $q = 0.87$. We stop when $q > 0.9$.",
    ],
)
def test_an_inequality_that_is_asked_for_or_denied_need_not_hold(page: str) -> None:
    assert is_clean(page)


def test_an_inequality_that_is_said_must_hold() -> None:
    assert not is_clean(r"With $u = 0.667$ this is a hit: $u \ge 0.75$.")


# ------------------------------------------------------------------ what changes in a sentence


def test_a_size_may_be_rounded_up_to_a_whole_number() -> None:
    page = r"For $z = 1.96$ and $e = 0.05$ we need $n = \frac{z^2}{4 e^2} = 384.16$, so $n = %s$."
    assert not wrong(page % "385")
    assert wrong(page % "358")


def test_a_sentence_may_say_what_a_datum_becomes() -> None:
    page = r"From $\mu = 1$ and $\nu = 12$ we get to $\mu = 7/3$ and $\nu = 29/3 \approx %s$."
    assert is_clean(page % "9.67")
    assert wrong(page % "9.76") == [("9.76", "9.67")]


def test_a_list_behind_with_may_be_another_one_but_not_by_one_entry() -> None:
    page = r"For $a = (1, 2, 3)$ the sum is 6. With $a = (%s)$ it would be less."
    assert not wrong(page % "-1, -2, -3")
    assert wrong(page % "1, 2, 4") == [("4", "3")]


def test_a_test_may_be_made_again_with_all_numbers_new() -> None:
    page = r"""For 44 heads in 100 tosses

$$\chi^2 = \frac{(44-50)^2}{50} + \frac{(56-50)^2}{50} = 1.44$$

and for 176 in 400

$$\chi^2 = \frac{(176-200)^2}{200} + \frac{(224-200)^2}{200} = %s$$
"""
    assert is_clean(page % "5.76")
    assert wrong(page % "5.67")


def test_a_count_may_be_told_in_millions() -> None:
    page = r"With $d = 4096$ a matrix has $d^2 \approx %s$ M weights."
    assert not wrong(page % "16.8")
    assert [text for text, _ in wrong(page % "18.6")] == ["18.6"]


# ------------------------------------------------------------------ lists and values of functions


def test_an_entry_of_a_list_may_take_a_step() -> None:
    page = r"""Start with $\theta = [0, 0, 0]$ and $\alpha = 0.01$.

- $\theta_0 = 0 - 0.01 \cdot 0 = 0$
- $\theta_1 = 0 - 0.01 \cdot (-1.875) = %s$
- $\theta_2 = 0 - 0.01 \cdot (-4.375) = 0.04375$
"""
    assert not wrong(page % "0.01875")
    assert wrong(page % "0.01785")


def test_a_value_at_one_of_several_points_is_no_declaration() -> None:
    page = r"""The hypothesis is $h_\theta(x) = g(\theta^T x)$ with $g(z) = \frac{1}{1+e^{-z}}$.

First: $z_1 = 0.02 \cdot 15 + 0.04 \cdot 20 = 1.1$, $h(x_1) = 0.7503$

Second: $z_2 = 0.02 \cdot 65 + 0.04 \cdot 30 = 2.5$, $h(x_2) = 0.9241$
"""
    assert not wrong(page)


def test_a_list_that_was_worked_out_is_none_of_another_case() -> None:
    page = r"$a = (1, 2)$ and $b = 2a = (2, 4)$. With this we get $b = (%s)$ again."
    assert not wrong(page % "2, 4")
    assert wrong(page % "3, 5") == [("3", "2"), ("5", "4")]


def test_the_terms_of_a_product_sign_are_no_factors_that_were_written() -> None:
    page = r"$x = [1, 2]$, and $\prod_{k=1}^{2} x = 5$."
    assert is_clean(page)
    assert [claim.verdict for claim in mathdoctest.check(page).claims] == ["verified"] * 3
