"""Of several ways to read a page, the one that leaves the fewest slips is meant."""

from __future__ import annotations

from pathlib import Path

from verdicts import undecided, wrong

import mathdoctest

PAGES = Path(__file__).parents[1] / "data" / "pages"


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


LIST_FROM_ZERO = r"""The logits are $z = [2.0, 1.0, 0.1]$.

$$p_0 = \frac{{e^{{2.0}}}}{{e^{{2.0}} + e^{{1.0}} + e^{{0.1}}}} \approx 0.6590$$

$$p_1 = \frac{{e^{{1.0}}}}{{e^{{2.0}} + e^{{1.0}} + e^{{0.1}}}} \approx 0.2424$$

$$p_2 = \frac{{e^{{0.1}}}}{{e^{{2.0}} + e^{{1.0}} + e^{{0.1}}}} \approx 0.0986$$

So $p \approx [0.6590, 0.2424, 0.0986]$, and $y = [0, 0, 1]$.

$$L = -\sum_k y_k\log(p_k) = -[0\log(0.6590) + 0\log(0.2424) + 1\log({shown})] \approx {loss}$$
"""


def test_entries_are_counted_from_zero_where_the_page_tells_them_so() -> None:
    # -ln(0.0985659) = 2.317030
    assert not wrong(LIST_FROM_ZERO.format(shown="0.0986", loss="2.3170"))
    slips = [("0.0968", "0.0986"), ("2.3710", "2.3170")]
    assert wrong(LIST_FROM_ZERO.format(shown="0.0968", loss="2.3170")) == slips[:1]
    assert wrong(LIST_FROM_ZERO.format(shown="0.0986", loss="2.3710")) == slips[1:]


def test_a_number_given_for_a_list_is_a_quantity_of_its_own() -> None:
    page = (
        "The labels are $y = [0, 1]$.\n\nA binary label is $y = 3$, and twice it is $2 y = %s$.\n"
    )
    assert not wrong(page % "6")
    assert wrong(page % "8") == [("8", "6")]


NEAR_CASES = r"""- Momentum
    - $v = 0.9(0.05) + 0.1(0.5) = 0.045 + 0.05 = 0.095$
    - $w_2 = 0.95 - 0.095 = 0.855$
- AdaGrad
    - $G = 0.25 + (0.5)^2 = 0.50$
    - $w_2 = 0.90 - \frac{{0.1}}{{\sqrt{{0.50}}}}(0.5) = 0.90 - ({step} \times 0.5) = {result}$
"""


def test_a_result_of_another_case_may_be_near_the_one_before() -> None:
    # 0.1 / sqrt(0.5) = 0.141421; 0.9 - 0.0707107 = 0.829289
    assert not wrong(NEAR_CASES.format(step="0.1414", result="0.829"))
    assert wrong(NEAR_CASES.format(step="0.1414", result="0.892")) == [("0.892", "0.829")]


SIGN_OF_ONE = r"""We have $s = \sqrt{3.25} \approx 1.8028$.

- $a = \frac{-0.5}{1.8028} \approx -0.2774$
- $b = \frac{0.5}{1.8028} \approx -0.2774$

Then:

- $y = 1.5(-0.2774) + 0.2 = -0.2160$
- $z = 1.5(0.2774) + 0.2 = 0.6160$
"""


def test_a_figure_with_a_wrong_sign_leaves_the_same_figure_alone_elsewhere() -> None:
    claims = mathdoctest.check(SIGN_OF_ONE).claims
    assert [(c.line, c.text) for c in claims if c.verdict == "wrong"] == [(4, "0.2774")]


ONE_BY_ONE = r"""- $y_1 = 1.5 \cdot 0.31 = 0.465$
- $y_2 = 1.5 \cdot (-0.42) = -0.630$
- $y_3 = 1.5 \cdot 0.87 = 1.305$

Output vector: $y = [%s]$
"""


def test_a_list_of_what_was_told_one_by_one_repeats_it() -> None:
    assert not wrong(ONE_BY_ONE % "0.465, -0.630, 1.305")
    assert wrong(ONE_BY_ONE % "0.465, -0.630, 1.350") == [("1.350", "1.305")]
    assert wrong(ONE_BY_ONE % "0.465, 0.630, 1.305") == [("0.630", "-0.630")]


def test_a_list_of_other_numbers_is_no_repetition() -> None:
    assert not wrong(ONE_BY_ONE % "0.2, 0.4, 0.7")


def test_a_step_that_the_next_one_skips_is_the_slip_and_none_of_its_operands() -> None:
    # 0.3 is one slip away from the 0.2 of the page, but 0.4725 is σ(-0.11), not σ(-0.21).
    page = (
        r"$a = 0.2$, $b = 0.5$. $$r = \sigma(-0.2 \cdot 0.8 + 0.5 \cdot (-0.5) + 0.3)"
        r" = \sigma(-{}) = 0.4725$$"
    )
    assert not wrong(page.format("0.11"))
    assert wrong(page.format("0.21")) == [("0.21", "0.11")]


def test_a_symbol_that_is_given_below_had_another_value_above() -> None:
    page = (
        "$A = P (1 + r)^2 = 5000 (1 + 0.04)^2 = 5408$\n\n"
        "A loan of $P = 250000$ at the rate $r = 0.005$ costs $P r = 250000 \\cdot 0.005 = {}$."
    )
    assert not wrong(page.format("1250"))
    assert wrong(page.format("1205")) == [("1205", "1250")]


TOLD = (
    r"Carrying out the same process we get $q = {told}$ and then "
    r"$n = 0.35 \cdot 0.596283 + 0.6 q = 0.35 \cdot 0.596283 + 0.6 \cdot 0.616094 = 0.578355$ "
    r"$e = 1 - n = 1 - 0.578355 = {end}$"
)


def test_a_result_told_as_a_number_is_the_slip_where_the_page_goes_on_with_another_one() -> None:
    # 0.35 · 0.596283 + 0.6 · 0.616094 = 0.57835545
    assert not wrong(TOLD.format(told="0.616094", end="0.421645"))
    assert wrong(TOLD.format(told="0.617149", end="0.421645")) == [("0.617149", "0.616094")]
    # The number further down is still held to what it follows from.
    assert wrong(TOLD.format(told="0.616094", end="0.421654")) == [("0.421654", "0.421645")]


def test_a_lost_sign_of_a_result_makes_no_operand_wrong() -> None:
    page = (
        r"$d = -1 + 0.9 \cdot 0.62 - 0.35 = {}0.792$ and the new value "
        r"$V = 0.35 + 0.1 \cdot (-0.792) = {}$"
    )
    assert not wrong(page.format("-", "0.2708"))
    assert wrong(page.format("", "0.2708")) == [("0.792", "-0.792")]
    assert wrong(page.format("-", "0.2780")) == [("0.2780", "0.2708")]


def test_an_operand_behind_a_right_result_is_no_slip() -> None:
    # With 29.35 for 29.85 the second result would be right, and the first one wrong.
    page = (
        r"$g = -\frac{{2}}{{4}} \cdot 59.7 = -29.85$ $m = 0 - 0.05 \cdot (-29.85) = 1.4925$ "
        r"$h = -4.9625$ and $k = m - 0.05 h = 1.4925 - 0.05 \cdot (-4.9625) = {}$"
    )
    assert not wrong(page.format("1.740625"))
    assert wrong(page.format("1.715625")) == [("1.715625", "1.740625")]


def test_another_mean_in_another_section_is_no_slip_of_the_first() -> None:
    page = (
        "# A\n\n$\\bar{{x}} = \\frac{{20 + 22}}{{2}} = 21.0$\n\n# B\n\nWe have $\\bar{{x}} = 3.2$, "
        "$b = 0.8$ and $a = 4.2 - b \\bar{{x}} = 4.2 - 0.8 \\cdot {} = {}$"
    )
    assert not wrong(page.format("3.2", "1.64"))
    assert wrong(page.format("3.2", "1.46")) == [("1.46", "1.64")]
    # What is said nowhere else may be a slip.
    assert ("3.2", "21.0") in wrong(page.format("21.0", "-12.6"))


def test_a_gradient_told_again_in_the_next_step_is_another_one() -> None:
    page = (
        "# Step 1\n\n$\\frac{{\\partial J}}{{\\partial m}} = -\\frac{{2}}{{4}}"
        "(1 \\cdot 2.1 + 2 \\cdot 3.9) = -4.95$\n\n# Step 2\n\n"
        "$\\frac{{\\partial J}}{{\\partial m}} = -\\frac{{2}}{{4}}"
        "(1 \\cdot 0.1075 + 2 \\cdot 0.4150) = {}$\n\n"
        "$s = 1.5 - 0.1 \\cdot (-0.46875) = 1.546875$"
    )
    assert not wrong(page.format("-0.46875"))
    assert wrong(page.format("-0.46785")) == [("0.46785", "0.46875")]


def test_a_result_that_the_page_prints_rightly_elsewhere_is_the_slip() -> None:
    # With 7 for 6 it would be 4.4, but the page goes on with 4.2.
    page = (
        r"$k = \frac{{14}}{{2}} = 7$, $m = \frac{{2 + 4 + 5 + 4 + 6}}{{5}} = {}$ and "
        r"$d = 4.2 - 0.8 \cdot 3 = 1.8$"
    )
    assert not wrong(page.format("4.2"))
    assert wrong(page.format("4.4")) == [("4.4", "4.2")]


def test_no_exact_sum_is_rounded_badly() -> None:
    page = r"$m = 0.3 + 1.6 + {} = 3.7$ and $v = 3.7 - 1.7^2 = 0.81$"
    assert not wrong(page.format("1.8"))
    # Any of the operands may be the slip, and the page goes on with 3.7.
    assert not [text for text, _ in wrong(page.format("1.9")) if text in ("3.7", "0.81")]


def test_an_operand_that_was_exchanged_for_another_number_of_the_page_is_the_slip() -> None:
    page = (
        "$p_1 = 0.31$, $p_2 = 0.74$ and $q = 0.58$.\n\n"
        r"$u = 0.4 \cdot {} + 0.6 \cdot {} + 0.15 = 0.604$, then $v = 3 \cdot 0.604 = 1.812$ "
        r"and $r = 1.812 - 0.604 = 1.208$."
    )
    # 0.4 · 0.58 + 0.6 · 0.37 + 0.15, and 0.58 is the only number of the page that gives 0.604.
    assert not wrong(page.format("0.58", "0.37"))
    assert wrong(page.format("0.31", "0.37")) == [("0.31", "0.58")]


def test_no_rounding_excuses_a_result_that_the_page_goes_on_with_otherwise() -> None:
    page = r"The mean is $m = \frac{{12.40}}{{7}} = {}$ and $2 m + 1 = 2 \cdot 1.7714 + 1 = 4.543$."
    assert not wrong(page.format("1.7714"))
    assert wrong(page.format("1.7716")) == [("1.7716", "1.7714")]
    # 12.4046 / 7, and nothing says what is right.
    alone = r"The mean is $m = \frac{{12.40}}{{7}} = {}$."
    assert not wrong(alone.format("1.7720"))


def test_a_sum_over_any_letter_reaches_the_step_before() -> None:
    page = (
        "Inputs $a_1 = 1$, $a_2 = 3$, $a_3 = 4$ and states "
        "$h_0 = 0$, $h_1 = 0.5$, $h_2 = 0.7$, $h_3 = 0.9$.\n\n"
        r"$$S = \sum_t a_t h_{t-1} = 1 \cdot 0 + 3 \cdot 0.5 + 4 \cdot 0.7 = %s$$"
    )
    assert not wrong(page % "4.3")
    assert wrong(page % "4.8") == [("4.8", "4.3")]


def test_a_mean_is_none_of_the_numbers_that_it_is_the_mean_of() -> None:
    # 55.16 / 3 is 18.3867, which to two decimals is one of the three.
    page = (
        "The volumes are 18.42 mL, 18.35 mL and 18.39 mL.\n\n"
        r"$$\bar{V} = \frac{18.42 + 18.35 + 18.39}{3} = %s$$"
        "\n\nTwice that is $2 \\cdot 18.387 = 36.773$."
    )
    assert not wrong(page % "18.387")
    assert wrong(page % "18.388") == [("18.388", "18.387")]


def test_a_datum_that_the_page_goes_on_with_otherwise_is_the_slip() -> None:
    # 1.2 times 0.0994 is 0.11928, and 1.2 times 0.0954 is 0.11448.
    page = "$e = 0.0954$ and $w = 1.2$.\n\n$$g = e w = 0.0994 \\cdot 1.2 = %s$$\n\n$$2 g = %s$$"
    assert wrong(page % ("0.1193", "0.2386")) == [("0.0954", "0.0994")]
    assert wrong(page % ("0.1145", "0.2290")) == [("0.0994", "0.0954")]


def test_a_datum_of_another_labelled_part_is_new_if_the_part_goes_on_with_it() -> None:
    page = (
        "**Problem 1: Gas.** $T = 296.15$.\n\n$$a = 2 T = 2 \\cdot 296.15 = 592.30$$\n\n"
        "**Problem 2: Cell.** $T = 298.15$.\n\n$$b = 3 T = 3 \\cdot %s = %s$$\n"
    )
    assert not wrong(page % ("298.15", "894.45"))
    assert wrong(page % ("298.15", "894.54")) == [("894.54", "894.45")]
    assert ("298.15", "296.15") in wrong(page % ("296.15", "888.45"))


def test_a_calculation_whose_formula_says_nothing_is_not_held_to_the_old_value() -> None:
    page = (
        r"The acid has $p = -\log_{10}(0.003) = 2.523$." + "\n\nThe buffer has\n\n"
        r"$$p = \mathrm{p}K_a + \log_{10}\frac{0.12}{0.15} = 4.201 - 0.097 = %s$$"
    )
    assert not wrong(page % "4.104")
    assert wrong(page % "4.140") == [("4.140", "4.104")]


def test_steps_of_time_may_be_told_backwards() -> None:
    page = "At $t = 2$ there are two paths, $a = 3 t = %s$.\n\nAnd at $t = 1$, $b = 4 t = %s$.\n"
    assert not wrong(page % ("6", "4"))
    assert wrong(page % ("6", "8")) == [("8", "4")]


def test_an_equation_that_is_false_fails_where_nothing_tells_which_number_is_the_slip() -> None:
    page = r"The distance is $\sqrt{(2 - 2)^2 + (%s - 2)^2} = \sqrt{0 + 16} = 4$."
    assert mathdoctest.check(page % "6").ok()
    false = mathdoctest.check(page % "7")
    assert not false.ok()
    assert [f.rule for f in false.findings if f.verdict == "wrong"] == ["does-not-follow"]
    assert not [c for c in false.claims if c.verdict == "wrong"]
    # 8.604 and 247.541 give this sum, and show themselves rounded.
    rounded = r"The sum is $8.60 \cdot 5 + 247.54 \cdot 5 + 348.44 \cdot 5 = 3022.95$."
    assert mathdoctest.check(rounded).ok()


def test_an_operand_whose_own_chain_agrees_with_it_is_not_the_slip_of_a_later_result() -> None:
    page = (
        "$r = 0.5$, $k = 0.75$, $n = \\tanh(0.5 \\times 1.5) = \\tanh(0.75) \\approx 0.635149$ and "
        "$d = (1 - k) n + k r \\approx %s$."
    )
    assert not wrong(page % "0.533787")
    # With 0.5 in place of 1.5 this would be right, but 0.75 was computed from 1.5.
    assert wrong(page % "0.436230") == [("0.436230", "0.533787")]


def test_a_datum_with_its_point_elsewhere_is_the_slip_where_the_page_goes_on_without_it() -> None:
    page = (
        "The input is $x = %s$ and the weight $w = 0.45$.\n\n"
        "$$z = w x + 1 = 0.45 \\cdot %s + 1 = 0.81 + 1 = 1.81$$\n\n$$y = z^2 = 1.81^2 = 3.2761$$\n"
    )
    assert not wrong(page % ("1.80", "1.80"))
    assert wrong(page % ("0.180", "1.80")) == [("0.180", "1.800")]
    assert wrong(page % ("1.80", "0.180")) == [("0.180", "1.800")]


def test_a_result_that_a_new_one_is_compared_with_is_told_as_it_was() -> None:
    page = (
        "$$J = \\frac{1}{2} (0.64644 - 1)^2 + \\frac{1}{2} 0.45715^2 \\approx 0.16700$$\n\n"
        "After the step the loss is 0.153, %s.\n"
    )
    assert not wrong(page % "compared to 0.16700 before")
    assert wrong(page % "compared to 0.19700 before") == [("0.19700", "0.16700")]
    assert wrong(page % "instead of 0.17600") == [("0.17600", "0.16700")]
    # Another number, and one that nothing compares.
    assert not wrong(page % "instead of 0.24610")
    assert not wrong(page % "and 0.19700 is another thing")


def test_an_operand_that_lost_its_minus_is_the_slip_where_the_page_goes_on_with_the_result() -> (
    None
):
    page = (
        "With $x_1 = -1.2$ and $w_1 = -0.4$:\n\n$z = 0.1 + (-0.4) \\cdot (%s) = %s$\n\n"
        "$p = \\frac{z}{2} = \\frac{0.58}{2} = 0.29$\n"
    )
    assert not wrong(page % ("-1.2", "0.58"))
    assert wrong(page % ("1.2", "0.58")) == [("1.2", "-1.2")]
    (claim,) = [c for c in mathdoctest.check(page % ("1.2", "0.58")).claims if c.verdict == "wrong"]
    assert claim.rule == "wrong-sign"
    assert wrong(page % ("-1.2", "0.85")) == [("0.85", "0.58")]
    # Where the page has the other sign as well, nothing tells which was meant.
    both = page.replace("With ", "With $y = 1.2$, ", 1)
    assert ("1.2", "-1.2") not in wrong(both % ("1.2", "0.58"))


def test_the_last_slip_of_many_is_looked_for_as_the_first_is() -> None:
    def line(k: int, slipped: str) -> str:
        total = 0.5 * (2.7 + k) + 0.3 * 0.201 + 0.4 * 0.602 + 0.1
        terms = rf"(0.5)({2 + k}.7) + (0.3)(0.201) + (0.4)(0.602) + {slipped}"
        return f"$$ z_{{{k}}} = {terms} = {total:.4f} $$"

    # Of most lines nobody can tell what was meant.
    lines = [line(k, rf"{k}.3 \cdot 7.{k}") for k in range(1, 30)]
    given = "Let $w = 0.5$, $v = 0.3$, $u = 0.4$ and $b = 0.1$."
    assert ("4.1", "0.1") in wrong("\n\n".join([given, *lines, line(30, "4.1")]))


def test_a_digit_alone_that_makes_a_result_right_which_is_far_off_is_the_slip() -> None:
    assert wrong("$v = 0.999(9) + 0.001(0.25) = 0.00025$") == [("9", "0")]
    assert not wrong("$v = 0.999(0) + 0.001(0.25) = 0.00025$")
    # Here 4 for 3 gives 6.75; but of what is a little off, some digit does so almost always.
    near = r"$y = 4 \cdot 0.5 + 3 \cdot 0.25 + 5 \cdot 0.75 = %s$"
    assert not wrong(near % "6.50")
    assert wrong(near % "6.75") == [("6.75", "6.50")]
    # A one that is a two is a constant of the formula: the result was doubled.
    assert wrong(r"$h = \frac{1}{1 + e^{-2.2}} = 1.80$") == [("1.80", "0.90")]


PIPE = r"""
$$ f = \frac{64}{Re} $$

$$ A = \frac{\pi (0.2)^2}{4} = 0.0314 $$

$$ V = \frac{Q}{A} = \frac{0.05}{0.0314} = 1.59 $$

$$ Re = \frac{VD}{\nu} = \frac{1.59 \times 0.2}{1.0 \times 10^{-6}} = 318,000 $$

$$ f = \frac{0.25}{(\log_{10} ( \frac{0.0013}{3.7} + \frac{5.74}{318000^{0.9}} ))^2} = 0.0216 $$

$$ h = f \frac{L}{D} \frac{V^2}{2 g} = 0.0216 \times \frac{1500}{0.2} \times \frac{1.59^2}{19.62}
= 162 \times 0.129 = 20.87 $$
"""


def test_another_number_of_the_page_slipped_in_only_where_the_result_is_far_off() -> None:
    # With 3.70 for 5.74 all that follows would be right, as it would be with many a number.
    found = dict(wrong(PIPE))
    assert found["0.0216"] == "0.0219"
    assert "5.74" not in found


def test_an_update_that_starts_from_another_value_has_its_slip_there() -> None:
    page = (
        "With $b_1 = 0.1$, $b_2 = 0.2$, $\\eta = 0.5$ and $g = -0.007228$:\n\n"
        "$$b_1 \\leftarrow %s - 0.5 (-0.007228) = %s$$\n"
    )
    assert not wrong(page % ("0.1", "0.103614"))
    assert wrong(page % ("0.2", "0.103614")) == [("0.2", "0.1")]
    assert wrong(page % ("0.1", "0.203614")) == [("0.203614", "0.103614")]


def test_a_slip_in_a_formula_with_symbols_is_found_by_the_numbers_behind_it() -> None:
    page = (
        "With $\\delta_0 = -0.206$, $A_1 = 0.811$ and $0.99 \\cdot 0.95 = 0.9405$:\n\n"
        "$$A_0 = \\delta_0 + %s \\times A_1 = -0.206 + %s \\times 0.811\n"
        "= -0.206 + 0.763 = 0.557$$\n"
    )
    assert not wrong(page % ("0.9405", "0.9405"))
    assert wrong(page % ("0.2405", "0.9405")) == [("0.2405", "0.9405")]
    assert wrong(page % ("0.9405", "0.2405")) == [("0.2405", "0.9405")]


STEPS = r"""With $k_1 = 0.1$, $k_2 = 0.11$ and $y_0 = 1$:

$$y_1 = y_0 + \frac{1}{6} (k_1 + 2 k_2)$$

$$y_1 = 1 + \frac{1}{6} (0.1 + 2 (0.11))$$

$$y_1 = 1 + \frac{1}{6} (%s) = %s$$

# The next step

With $y_1 = %s$ it goes on: $m = 0.1 \cdot y_1 = %s$.
"""


def test_a_sum_that_was_added_badly_is_wrong_in_all_that_rests_on_it() -> None:
    # 0.1 + 0.22 = 0.32, and 1 + 0.32 / 6 = 1.05333.
    assert not wrong(STEPS % ("0.32", "1.05333", "1.05333", "0.105333"))
    found = wrong(STEPS % ("0.42", "1.07000", "1.07000", "0.107000"))
    assert found == [
        ("0.42", "0.32"), ("1.07000", "1.05333"), ("1.07000", "1.05333"), ("0.107000", "0.105333"),
    ]  # fmt: skip


def test_a_figure_does_not_stand_for_what_is_made_from_the_quantity_it_gives() -> None:
    page = (
        "- The log-variance is $v \\equiv \\log(\\sigma^2) = -0.2$.\n"
        "- The deviation is $\\sigma = \\sqrt{e^{-0.2}} \\approx 0.9048$.\n"
        "- So $\\frac{\\partial \\sigma}{\\partial v} = \\frac{\\sigma}{2} = %s$.\n"
    )
    assert not wrong(page % "0.4524")
    assert wrong(page % "0.4542") == [("0.4542", "0.4524")]


def test_a_wrong_result_is_wrong_where_a_sentence_says_it_again() -> None:
    page = (
        "With $R = 2.563$:\n\n$$q = \\frac{200 - 25}{R} = \\frac{175}{2.563} = %s$$\n\n"
        "$$\\eta = \\frac{q}{236.4} = %s$$\n\n- Heat loss: **%s W/m**, an efficiency of %s%%.\n"
    )
    assert not wrong(page % ("68.3", "0.2888", "68.3", "28.88"))
    assert wrong(page % ("67.8", "0.2788", "67.8", "27.88")) == [
        ("67.8", "68.3"), ("0.2788", "0.2888"), ("67.8", "68.3"), ("27.88", "28.88"),
    ]  # fmt: skip


def test_what_a_sentence_concludes_is_a_result_before() -> None:
    page = "With $w = 0.35$ it is $\\mu = 0.7 \\cdot 3.1 + w \\cdot 1.55 = 2.7125$.\n\n%s\n"
    assert not wrong(page % "So it is **2.7125** here.")
    assert wrong(page % "So it is **2.7152** here.") == [("2.7152", "2.7125")]
    # Another number, what nothing says to be a result, and what is of something else.
    assert not wrong(page % "So it is **3.4812** here.")
    assert not wrong(page % "A length of 8.7125 is usual.")
    assert not wrong(page % "The price of the machine is **2.7152**.")
    assert not wrong(page % "So it is worse than the baseline with 2.7152.")


def test_a_result_that_was_rounded_on_the_way_is_no_new_value_of_another_section() -> None:
    page = (
        "# Forward\n\nWith $y = 0.8$ it is $a = \\frac{1}{1 + e^{-0.95}} = 0.721$.\n\n"
        "# Loss\n\n$$L = \\frac{1}{2} (y - a)^2 = \\frac{1}{2} (0.8 - 0.721)^2$$\n\n"
        "# Result\n\n$$L = \\frac{1}{2} (0.079)^2 = %s$$\n"
    )
    # (0.8 - 0.72112)^2 / 2 = 0.0031114
    assert not wrong(page % "0.00311")
    assert wrong(page % "0.00312") == [("0.00312", "0.00311")]


def test_operands_of_a_result_that_is_the_old_value_are_judged_by_it() -> None:
    page = (
        "1. With $p = \\frac{1}{1 + e^{-0.5}} = 0.62246$ it is\n"
        "   $L = -[0.7 \\ln p + 0.3 \\ln (1 - p)]$.\n"
        "2. Numbers:\n   - $\\ln p = -0.47408$ and $\\ln (1 - p) = -0.97408$\n"
        "   - $L = -[0.70 (-0.47408) + 0.30 (-0.97408)]$\n"
        "   - $L = -[%s - 0.29222] = -[-0.62408] = 0.62408$\n"
    )
    # 0.7 ln 0.6224593 = -0.3318539
    assert not wrong(page % "-0.33185")
    assert wrong(page % "-0.33186") == [("0.33186", "0.33185")]


# ------------------------------------------------------------------ which operand was mistyped

SUM = """$$A = e^{-3.2} = 0.0408, \\quad B = 3.2 \\cdot 0.0408 = 0.1304$$

$$C = 5.12 \\cdot 0.0408 = 0.2087$$

$$S = %s + %s + 0.2087 = 0.3799$$

so $1 - S = 1 - 0.3799 = 0.6201$.
"""


def test_an_operand_with_a_digit_typed_twice_or_left_out_is_the_slip_and_not_its_result() -> None:
    assert not wrong(SUM % ("0.0408", "0.1304"))
    assert wrong(SUM % ("0.048", "0.1304")) == [("0.048", "0.041")]
    assert wrong(SUM % ("0.0408", "0.13304")) == [("0.13304", "0.13044")]


def test_a_calculation_that_does_not_fit_its_formula_tells_of_one_mistyped_number() -> None:
    page = (
        "$p = 0.659$ and $y = 1$.\n\n"
        "$$L = -[y \\ln p + (1 - y) \\ln (1 - p)] = -\\ln(%s) \\approx 0.417$$\n"
    )
    assert not wrong(page % "0.659")
    for slip in ("0.569", "0.6559", "0.695"):
        assert [text for text, _ in wrong(page % slip)] == [slip]
    # Of another number nothing tells that it was meant to be this one.
    assert "0.731" not in dict(wrong(page % "0.731"))


def test_two_operands_at_once_are_no_slips_where_they_stand_elsewhere_too() -> None:
    page = (
        "$t_0 = -0.8$ and $t_1 = 0.6$.\n\n\\begin{align*}\n"
        "z_1 &= -0.8 + 0.6 \\cdot 0.5 = -0.50 \\\\\nz_2 &= -0.8 + 0.6 \\cdot 1.5 = 0.10 \\\\\n"
        "z_3 &= -0.8 + 0.6 \\cdot 2.0 = %s\n\\end{align*}\n"
    )
    assert not wrong(page % "0.40")
    assert wrong(page % "1.20") == [("1.20", "0.40")]


STALE = """Before the step $p = 0.1644$ and $L = -\\ln 0.1644 = 1.8055$.

After it

$$q = \\frac{4.3005}{5.4006} = 0.7963, \\qquad M = -\\ln %s = 0.2278 .$$

The loss fell by $1.8055 - 0.2278 = 1.5777$.
"""


def test_a_number_of_the_same_formula_is_meant_where_the_page_goes_on_with_what_it_gives() -> None:
    assert not wrong(STALE % "0.7963")
    assert wrong(STALE % "0.1644") == [("0.1644", "0.7963")]


def test_a_result_that_stands_beside_for_something_else_is_the_copy() -> None:
    page = (
        "$z_1 = 0.4 + 0.588 = 0.988$ and $z_2 = 0.5 - 0.21 = 0.290$.\n\n"
        "$$a_1 = \\max(0, 0.988) = 0.988, \\qquad a_2 = \\max(0, 0.290) = %s$$\n"
    )
    assert not wrong(page % "0.290")
    assert wrong(page % "0.988") == [("0.988", "0.290")]


def test_all_results_of_one_number_alone_leave_open_which_is_wrong() -> None:
    page = (
        "$$W = \\begin{pmatrix} 0.2 & -0.5 \\\\ 0.7 & 0.1 \\end{pmatrix}$$\n\n"
        "$$G = \\begin{pmatrix} -0.0472 & 0.0628 \\\\ 0.2082 & -0.2776 \\end{pmatrix}$$\n\n"
        "$$W \\leftarrow W - %s \\cdot G = \\begin{pmatrix} %s \\end{pmatrix}$$"
    )
    right = "0.2236 & -0.5314 \\\\ 0.5959 & 0.2388"
    assert not wrong(page % ("0.5", right))
    assert wrong(page % ("3.5", right)) == [("3.5", "0.5")]
    assert wrong(page % ("0.5", right.replace("88", "98"))) == [("0.2398", "0.2388")]
    # With 3.5 nothing is right, and nothing tells what it should be.
    other = page % ("3.5", "0.2736 & -5.5314 \\\\ 0.5168 & 0.2317")
    assert not wrong(other)
    assert "3.5" in undecided(other)


def test_a_result_with_wrong_digits_and_sign_leaves_the_right_one_alone_further_on() -> None:
    # sigmoid(-1.08) = 1 / (1 + e^1.08) = 0.2535, with which the page goes on.
    page = r"""
- $p_2 = \sigma(-1.08) = -0.7932$
- $e_2 = 0.2535 - 0 = 0.2535$
- $g = \frac{(-0.4551) + 0.2535 + 0.7231}{3} = 0.1738$
"""
    assert [text for text, _ in wrong(page)] == ["0.7932"]


def test_a_digit_typed_twice_in_an_operand_is_the_slip_where_the_page_goes_on() -> None:
    page = (
        r"$x = [1.2, -0.7]$ and $$z = -0.3 \cdot 1.2 + 0.6 \cdot (-%s) + 0.10"
        r" = -0.36 - 0.42 + 0.10 = -0.68$$"
        "\n\n"
        r"$$e^{z} = e^{-0.68} = 0.5066$$"
    )
    assert not wrong(page % "0.7")
    assert [text for text, _ in wrong(page % "0.77")] == ["0.77"]


def test_a_result_before_it_in_the_formula_was_meant_by_a_stale_operand() -> None:
    page = (
        r"$y = \frac{1}{1 + e^{0.1965}} = 0.45103$ and $L = -\ln 0.45103 = 0.79622$."
        "\n\n"
        r"$$y' = \frac{1}{1 + e^{-0.53744}} = 0.63122, \qquad L' = -\ln %s = 0.46011$$"
    )
    assert not wrong(page % "0.63122")
    assert [text for text, _ in wrong(page % "0.45103")] == ["0.45103"]


def test_a_slip_in_percent_is_not_said_again_by_a_fraction() -> None:
    page = (
        r"The error is $\frac{0.09}{11.683} = 0.0077$, i.e. $0.01\%$."
        "\n\n| I | square |\n|---|---|\n| 0.10 | 0.0100 |\n| 0.20 | 0.0400 |\n"
    )
    assert [text for text, _ in wrong(page)] == ["0.01"]


def test_no_digit_was_left_out_beside_a_digit_alone() -> None:
    page = (
        "There are 12 of them, and 21 and 24.\n\n"
        r"The trapezoid has $\tfrac12 (3.2 + 4.1) \times 2.6 = 18.98$."
    )
    assert [text for text, _ in wrong(page)] == ["18.98"]


def test_a_constant_is_no_slip_where_the_page_goes_on_with_what_it_gives() -> None:
    page = (
        r"$H = -3 \cdot 0.03 \ln 0.03 - 0.91 \ln 0.91 = %s$, so that "
        r"$1.2936 - 0.4014 = 0.8922$ is left."
    )
    assert not wrong(page % "0.4014")
    assert [text for text, _ in wrong(page % "0.1910")] == ["0.1910"]


def test_among_many_operands_none_is_the_slip_of_a_result_of_two_digits() -> None:
    """Something always makes two digits come out right: here 0.6 for one 0.3 would."""
    sides = "0.5 \\times 0.3 + 0.8 \\times 0.9 + 0.3 \\times 0.5"
    roots = "\\sqrt{0.5^2 + 0.8^2 + 0.3^2} \\times \\sqrt{0.3^2 + 0.9^2 + 0.5^2}"
    given = "$q = (0.5, 0.8, 0.3)$ and $d = (0.3, 0.9, 0.5)$.\n\n"
    page = f"{given}$s = \\frac{{{sides}}}{{{roots}}} \\approx 0.85$"
    assert wrong(page) == [("0.85", "0.96")]


def test_a_sum_in_which_a_one_was_carried_wrongly_is_the_slip() -> None:
    page = "$m = \\frac{<sum>}{7} = 290.143$ and $d = 306.5 - m = 306.5 - 290.143 = 16.357$."
    assert not wrong(page.replace("<sum>", "2031"))
    assert wrong(page.replace("<sum>", "1931")) == [("1931", "2031")]
    # Where the page does not go on with the result, that is what is wrong.
    alone = page.partition(" and")[0]
    assert wrong(alone.replace("<sum>", "1931")) == [("290.143", "275.857")]


def test_two_digits_that_changed_places_are_the_slip_of_a_result_that_is_told_again() -> None:
    page = "$b = 0.5 + 0.12 = 0.71$\n\n| step | $b$ |\n|---|---|\n| 1 | 0.5 |\n| 2 | 0.71 |\n"
    assert wrong(page) == [("0.12", "0.21")]
    assert not wrong(page.replace("0.12", "0.21"))
    assert wrong(page.partition("\n")[0]) == [("0.71", "0.62")]
