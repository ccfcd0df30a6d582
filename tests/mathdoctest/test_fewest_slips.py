"""Of several ways to read a page, the one that leaves the fewest slips is meant."""

from __future__ import annotations

from pathlib import Path

import mathdoctest

PAGES = Path(__file__).parents[1] / "data" / "pages"


def wrong(text: str) -> list[tuple[str, str]]:
    """The numbers that are called wrong, each with what it should be."""
    claims = mathdoctest.check(text).claims
    return [(c.text, c.expected) for c in claims if c.verdict == "wrong"]


ANEW = r"""# A strong acid

$c = 2.5 \times 10^{{-3}}$, so $p = -\log_{{10}}(2.5 \times 10^{{-3}}) = 2.60$.

# A weak acid

$$h = \sqrt{{1.8 \times 10^{{-5}} \cdot 0.10}} = 1.34 \times 10^{{-3}}$$

$$p = -\log_{{10}}({operand}) = {result}$$
"""


def test_other_operands_and_another_result_are_a_new_value_with_one_slip() -> None:
    # log 1.34e-3 = -2.873; with the old value both the operand and the result would be wrong.
    operand = r"1.34 \times 10^{-3}"
    assert not wrong(ANEW.format(operand=operand, result="2.87"))
    assert wrong(ANEW.format(operand=operand, result="2.33")) == [("2.33", "2.87")]


def test_other_operands_with_the_old_result_are_slips() -> None:
    slip, right = r"2.6 \times 10^{-3}", r"2.5 \times 10^{-3}"
    assert (slip, right) in wrong(ANEW.format(operand=slip, result="2.60"))


SYMBOL = r"""A height of $h = 45$ and a fall of $t = \sqrt{{2 h / 9.8}} = {fall}$ seconds.

With $f = 5.45 \times 10^{{14}}$ a photon has

$$E = h f = (6.626 \times 10^{{-34}})(5.45 \times 10^{{14}}) = {energy}$$
"""


def test_a_datum_of_quite_another_size_is_new_even_where_the_result_is_a_slip() -> None:
    # 6.626 · 5.45 = 36.1117
    right = r"3.61 \times 10^{-19}"
    assert not wrong(SYMBOL.format(fall="3.03", energy=right))
    slip = r"3.71 \times 10^{-19}"
    assert wrong(SYMBOL.format(fall="3.03", energy=slip)) == [(slip, right)]


def test_a_result_of_two_digits_makes_no_two_operands_wrong() -> None:
    page = (PAGES / "lstm.md").read_text(encoding="utf-8")
    shown = r"$C_t \approx 0.69$"
    assert page.count(shown) == 1
    rest = wrong(page)
    for digits in range(10, 100, 3):
        slip = f"0.{digits}"
        expected = [*rest, (slip, "0.69")]
        assert sorted(wrong(page.replace(shown, rf"$C_t \approx {slip}$"))) == sorted(expected)
