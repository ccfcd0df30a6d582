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
