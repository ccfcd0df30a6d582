r"""The distribution function of the normal distribution, by the names that pages have for it."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from verdicts import undecided, wrong

import mathdoctest
from mathdoctest.normal import names_of

Z = st.floats(-5, 5).map(lambda x: round(x, 3))


@given(Z)
def test_phi_is_the_distribution_function_of_pythons_library(x: float) -> None:
    page = rf"From a standard normal table, $\Phi({x}) = {{}}$."
    right = f"{NormalDist().cdf(x):.6f}"
    assert not wrong(page.format(right))
    assert not undecided(page.format(right))
    slip = right[:4] + str((int(right[4]) + 5) % 10) + right[5:]
    assert wrong(page.format(slip)) == [(slip, right)]


@given(Z)
def test_the_derivative_of_n_is_the_density(x: float) -> None:
    page = "In the Black–Scholes model with $N(d_1)$, $N'({}) = {:.6f}$."
    density = NormalDist().pdf(x)
    assert not wrong(page.format(x, density))
    assert wrong(page.format(x, density + 0.01))


@given(st.floats(-3, 3).map(lambda x: round(x, 2)))
def test_erf_needs_no_declaration(x: float) -> None:
    page = r"The error function is $\operatorname{{erf}}({}) = {:.5f}$."
    assert not wrong(page.format(x, math.erf(x)))
    assert wrong(page.format(x, math.erf(x) + 0.01))


def test_derivatives_by_what_phi_and_erf_hold_are_right() -> None:
    page = r"""The standard normal CDF is called $\Phi$. Let $x = 0.7$, $y = \Phi(x) = 0.75804$ and
$z = \operatorname{erf}(x) = 0.67780$.

$$\frac{dy}{dx} = 0.31225$$

$$\frac{dz}{dx} = 0.69127$$
"""
    assert mathdoctest.check(page).ok()
    assert wrong(page.replace("0.31225", "0.32225")) == [("0.32225", "0.31225")]
    assert wrong(page.replace("0.69127", "0.69927")) == [("0.69927", "0.69127")]


CALL = r"""A call by Black–Scholes: $S = 100$, $K = 95$, $r = 0.03$, $\sigma = 0.2$, $T = 0.5$.

$$d_1 = \frac{\ln(S/K) + (r + \sigma^2/2) T}{\sigma\sqrt{T}} = 0.5395, \quad
d_2 = d_1 - \sigma\sqrt{T} = 0.3981$$

$$N(d_1) = 0.7052, \quad N(d_2) = 0.6547, \quad N(-d_1) = 0.2948$$

$$C = S N(d_1) - K e^{-rT} N(d_2) = 100 \cdot 0.7052 - 95 e^{-0.015} \cdot 0.6547 = 9.25$$
"""


def test_a_price_by_black_and_scholes_is_held_to_its_data() -> None:
    assert not wrong(CALL)
    assert not undecided(CALL)


@pytest.mark.parametrize(
    ("right", "slip"), [("0.7052,", "0.7025,"), ("0.6547,", "0.6574,"), ("0.2948", "0.2984")]
)
def test_a_slip_in_a_probability_is_found(right: str, slip: str) -> None:
    found = wrong(CALL.replace(right, slip, 1))
    assert (slip.strip(","), right.strip(",")) in found


@pytest.mark.parametrize(
    "page",
    [
        r"After two hours $N(2) = 900$ cells are left.",
        r"With a normal load, $N(x) = 12.5$ kN.",
        r"The flux is $\Phi(0.5) = 2.31$ Wb.",
    ],
)
def test_other_quantities_of_these_names_are_data(page: str) -> None:
    assert not names_of(page)
    assert not wrong(page)


@pytest.mark.parametrize(
    "page",
    [
        r"With the standard normal CDF $\Phi(x) = 2x$ and $\Phi(3) = 6$.",
        r"Heights are normally distributed. The flux density is $\Phi = 0.5$, so $\Phi(2) = 1.0$.",
        r"Let $Z \sim N(0, 1)$ with $N = 12$, as in Black–Scholes, and $N(3) = 36$.",
    ],
)
def test_what_a_page_says_itself_counts(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(("argument", "value"), [("-0.3", "-1"), ("0", "0"), ("2.5", "1")])
def test_the_sign_of_a_number_is_known(argument: str, value: str) -> None:
    assert not wrong(rf"With $x = {argument}$ we get $\operatorname{{sign}}(x) = {value}$.")
    other = "1" if value != "1" else "-1"
    assert wrong(rf"With $x = {argument}$ we get $\operatorname{{sgn}}(x) = {other}$.")
