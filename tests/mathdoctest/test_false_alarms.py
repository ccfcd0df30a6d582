"""A right number is not called wrong for what another number, or another place, says."""

from __future__ import annotations

from verdicts import is_clean, undecided, wrong

import mathdoctest

OTHER = r"""# Weighing

$m = 0.51$ and $M = 204.2$, so $n = \frac{{m}}{{M}} = \frac{{0.51}}{{204.2}} = 0.0025$.

# Heat

The water took $q = 200 \cdot 4.18 \cdot 6.5 = 5434$ joules.

$$H = \frac{{q}}{{n}} = \frac{{5434}}{{{amount}}} = {heat}$$
"""


def test_a_result_of_another_section_is_no_measure_of_what_is_of_quite_another_size() -> None:
    # 5434 / 0.1 = 54340
    assert not wrong(OTHER.format(amount="0.100", heat="54340"))
    assert wrong(OTHER.format(amount="0.100", heat="57340")) == [("57340", "54340")]
    assert wrong(OTHER.format(amount="0.0052", heat="2173600"))


BESIDE = r"""# Weighing

$m = 0.51$ and $k = 0.15$.

# Heat

$d = 27.9 - 21.4 = 6.5$, and so $q = m k d = 200.0 \cdot 4.18 \cdot {operand} = {result}$.
"""


def test_a_slip_beside_other_data_is_the_only_one() -> None:
    # 200 · 4.18 · 6.5 = 5434
    assert not wrong(BESIDE.format(operand="6.5", result="5434"))
    assert wrong(BESIDE.format(operand="5.6", result="5434")) == [("5.6", "6.5")]


LETTER = r"""$t = \frac{{12.225 - 12}}{{0.1161}} = 1.938$, the
critical value is $t_{{0.975}} = 2.365$
and $SE = 0.1161$, so $w = t \cdot SE = {t} \cdot 0.1161 = {w}$.
"""


def test_a_quantity_of_the_same_letter_that_was_told_before_is_no_mistyped_result() -> None:
    # 2.365 · 0.1161 = 0.27457…
    assert not wrong(LETTER.format(t="2.365", w="0.2746"))
    assert wrong(LETTER.format(t="1.983", w="0.2250")) == [("1.983", "1.938")]
    assert wrong(LETTER.format(t="2.365", w="0.2476")) == [("0.2476", "0.2746")]


def test_what_is_computed_from_another_datum_is_right_for_that_datum() -> None:
    page = r"""# Fifty

$n = 12$ and $v = \frac{{24}}{{n}} = \frac{{24}}{{12}} = 2$.

# Ranks

$$r = 1 - \frac{{24}}{{n (n^2 - 1)}} = 1 - \frac{{24}}{{6 \cdot {}}} = 1 - 0.1143 = {}$$
"""
    # 6² - 1 = 35, 24 / 210 = 0.1142857…
    assert not wrong(page.format("35", "0.8857"))
    assert wrong(page.format("35", "0.8587")) == [("0.8587", "0.8857")]


def test_a_sum_of_figures_that_the_page_had_before_is_none_of_other_terms() -> None:
    page = r"""$a = 0.7$, $b = 1.45$, $p = 1.5 \cdot 1.235 = 1.8525$ and
$q = 1.25 \cdot 2.518 = 3.1475$.

$s = 3 a + 2 b = 1.8525 + {} = {}$
"""
    assert not wrong(page.format("3.1475", "5.0000"))
    assert wrong(page.format("3.1475", "6.0000")) == [("6.0000", "5.0000")]
    assert wrong(page.format("3.1745", "5.0000"))


def test_the_terms_of_a_series_are_summed_to_what_they_come_to() -> None:
    page = (
        r"$e^{{0.4}} \approx 1 + 0.4 + \frac{{0.4^2}}{{2}} + \frac{{0.4^3}}{{6}}"
        r" = 1 + 0.4 + 0.08 + {} = {}$"
    )
    # 0.064 / 6 = 0.0106666…
    assert not wrong(page.format("0.01067", "1.49067"))
    assert wrong(page.format("0.01067", "1.46067")) == [("1.46067", "1.49067")]
    assert wrong(page.format("0.01607", "1.49067")) == [("0.01607", "0.01067")]


BOOK = r"""# Pendulum

$L = 0.895$ and $T = 1.901$, so $g = \frac{{4 \pi^2 L}}{{T^2}} = 9.777$. The book
says $9.81$, and we are off by
$\frac{{9.81 - g}}{{9.81}} = \frac{{9.81 - 9.777}}{{9.81}} = 0.0033$.

# Spring

With $g = {}$ and $m = 2.15$ the force is $F = m g = 2.15 \cdot 9.81 = {}$.
"""


def test_a_figure_that_the_page_had_before_may_be_given_in_another_section() -> None:
    # 2.15 · 9.81 = 21.0915
    assert not wrong(BOOK.format("9.81", "21.0915"))
    assert wrong(BOOK.format("9.787", "21.0915"))[0] == ("9.787", "9.777")
    assert wrong(BOOK.format("9.81", "21.9015")) == [("21.9015", "21.0915")]


def test_each_item_of_a_list_may_tell_a_result_of_its_own() -> None:
    page = "- Near the start we have $F = -1.68$.\n- Further on we have $F = {}$.\n"
    assert not wrong(page.format("-2.0096"))
    assert wrong(page.format("-1.86")) == [("1.86", "1.68")]


def test_a_long_result_of_other_numbers_is_a_new_value_however_near_the_old_one() -> None:
    page = (
        r"With one rule $y = 0.5 + \frac{{0.5}}{{2}} (1.5 + 2.0) = 1.375$, with the other"
        "\n\n"
        r"$$y = 0.5 + \frac{{0.5}}{{6}} (1.5 + 2 \cdot 1.8125 + 2 \cdot {} + 2.19531) = {}$$"
    )
    # 0.5 + 0.5 / 6 · 11.10156 = 1.42513
    assert not wrong(page.format("1.890625", "1.42513"))
    assert wrong(page.format("1.890625", "1.42153"))


MEAN = r"""| run | r |
|--:|--:|
| 1 | 473.9 |
| 2 | 467.3 |
| 3 | 472.4 |
| 4 | 468.4 |
| 5 | 470.8 |

$a = \frac{{473.9 + 467.3 + 472.4 + 468.4 + {}}}{{5}} = {}$, so $b = {} \pm 1.2$.
"""


def test_an_operand_that_the_page_has_right_is_the_slip_where_a_result_is_said_again() -> None:
    # The mean is 470.56, with 470.4 for the last one 470.48.
    assert not wrong(MEAN.format("470.8", "470.6", "470.6"))
    assert wrong(MEAN.format("470.4", "470.6", "470.6")) == [("470.4", "470.8")]
    assert wrong(MEAN.format("470.8", "470.5", "470.6")) == [("470.5", "470.6")]


def test_a_long_result_tells_which_number_of_the_page_slipped_in() -> None:
    page = (
        r"The values are $p = 0.939413$, $q = 0.778801$, $r = 0.569783$ and $s = 0.367879$, so"
        "\n\n"
        r"$$S = \frac{{0.5}}{{6}} (1 + 4 \cdot 0.939413 + 2 \cdot {} + 4 \cdot 0.569783 + 0.367879)"
        r" = {}$$"
    )
    # (1 + 3.757652 + 1.557602 + 2.279132 + 0.367879) / 12 = 0.746855…
    assert not wrong(page.format("0.778801", "0.746855"))
    assert wrong(page.format("0.569783", "0.746855")) == [("0.569783", "0.778801")]


def test_prefixes_of_units_blame_no_number_that_is_right_without_them() -> None:
    page = r"""# Titer

$n = 2.51 \times 10^{-3}\ \mathrm{mol}$ and $V = 0.0245\ \mathrm{L}$, so
$c_a = \frac{n}{V} = \frac{2.51 \times 10^{-3}}{0.0245} = 0.1024\ \mathrm{mol/L}$.

# Sample

$W = \frac{23.45 + 23.38 + 23.42}{3} = 23.417\ \mathrm{mL}$, so
$x = c \cdot W = 0.1024 \cdot 23.417 = 2.3979\ \mathrm{mmol}$.

# Decay

$c = 0.8 \cdot e^{-1.6635} = 0.8 \cdot 0.1895 = 0.152\ \mathrm{mol/L}$ and
$H = -\frac{5434}{0.1} = -54340\ \mathrm{J} = -54.34\ \mathrm{kJ}$.
"""
    assert not wrong(page)


AGAIN = r"""With $w = 0.6$ and $x = 2$: $z = w x = 1.2$, $a = \tanh(z) \approx {first}$.

## Backward

- $z = 1.2$
- $a = {again}$

$$\frac{{\partial a}}{{\partial z}} = 1 - a^2 = {gradient}$$
"""


def test_a_result_said_again_in_another_section_is_no_new_datum() -> None:
    # tanh 1.2 = 0.83365…, and 1 - 0.83365…² = 0.30502…
    assert not wrong(AGAIN.format(first="0.8337", again="0.8337", gradient="0.3050"))
    assert wrong(AGAIN.format(first="0.8337", again="0.8347", gradient="0.3050")) == [
        ("0.8347", "0.8337")
    ]
    assert wrong(AGAIN.format(first="0.8337", again="0.8337", gradient="0.3150")) == [
        ("0.3150", "0.3050")
    ]
    # A slip that was carried over is one wherever it is said, also with two digits in it.
    assert wrong(AGAIN.format(first="0.8316", again="0.8316", gradient="0.3084")) == [
        ("0.8316", "0.8337"),
        ("0.8316", "0.8337"),
        ("0.3084", "0.3050"),
    ]


ASIDE = r"""$$S = -0.4 \log_2 0.4 - 0.6 \log_2 0.6$$

where $\log_2 0.4 \approx -1.322$ and $\log_2 0.6 \approx -0.737$:

$$= -0.4 \times (-{log}) - 0.6 \times (-0.737)$$

$$= 0.529 + 0.442 = {entropy}$$

Then

$$T = 4 e^{{-0.5}}$$

with

$$e^{{-0.5}} = 0.6065$$

so

$$= 4 \times {power} = {result}$$
"""


def test_a_chain_goes_on_over_calculations_of_its_parts() -> None:
    # 0.4 · 1.3219 + 0.6 · 0.7370 = 0.9710, and 4 · 0.60653 = 2.42612
    right = {"log": "1.322", "entropy": "0.971", "power": "0.6065", "result": "2.426"}
    assert not wrong(ASIDE.format(**right))
    for name, slip in (
        ("log", "1.332"),
        ("entropy", "0.981"),
        ("power", "0.6075"),
        ("result", "2.462"),
    ):
        assert wrong(ASIDE.format(**{**right, name: slip})) == [(slip, right[name])]


VARIANCE = r"""$\mu = 3.5$.

$$\sigma^2 = \frac{{(2-3.5)^2 + (3-3.5)^2 + (4-3.5)^2 + (5-3.5)^2}}{{4}}$$

$$\sigma^2 = \frac{{(-1.5)^2 + ({second})^2 + (0.5)^2 + (1.5)^2}}{{4}}$$

$$\sigma^2 = \frac{{2.25 + {square} + 0.25 + 2.25}}{{4}} = \frac{{5}}{{4}} = {result}$$
"""


def test_a_power_told_step_by_step_is_held_to_the_steps_before() -> None:
    # Deviations -1.5, -0.5, 0.5 and 1.5, with squares 2.25 and 0.25; 5 / 4 = 1.25.
    right = {"second": "-0.5", "square": "0.25", "result": "1.25"}
    report = mathdoctest.check(VARIANCE.format(**right))
    assert {claim.verdict for claim in report.claims} == {"verified"}
    for name, slip in (("second", "-0.4"), ("square", "0.35"), ("result", "1.35")):
        number = right[name].lstrip("-")
        assert wrong(VARIANCE.format(**{**right, name: slip})) == [(slip.lstrip("-"), number)]


VALUE = r"""$$PV = \frac{{1000}}{{1.08}} + \frac{{2000}}{{1.08^2}}$$

$$PV = 925.93 + {second} = {result}$$
"""


def test_a_slip_that_was_gone_on_with_is_no_new_meaning() -> None:
    # 1000 / 1.08 = 925.926 and 2000 / 1.08² = 1714.678, together 2640.604
    assert not wrong(VALUE.format(second="1714.68", result="2640.60"))
    assert wrong(VALUE.format(second="1716.42", result="2642.35")) == [
        ("1716.42", "1714.68"),
        ("2642.35", "2640.60"),
    ]


STEPS = r"""- **Step 1:** $k_1 = f(0, 1) = 0 + 1 = 1$,
  $k_2 = f(0.05, 1.05) = 0.05 + 1.05 = 1.1$, $y_1 = 1 + 0.1 \cdot 1.1 = 1.11$
- **Step 2:** $k_1 = f(0.1, 1.11) = 0.1 + 1.11 = {first}$,
  $k_2 = f(0.15, 1.1705) = 0.15 + 1.1705 = {second}$,
  $y_2 = 1.11 + 0.1 \cdot {second} = {result}$
"""


def test_a_function_that_no_page_declares_is_something_else_at_other_numbers() -> None:
    right = {"first": "1.21", "second": "1.3205", "result": "1.24205"}
    assert not wrong(STEPS.format(**right))
    assert wrong(STEPS.format(**{**right, "first": "1.22"})) == [("1.22", "1.21")]
    assert wrong(STEPS.format(**{**right, "result": "1.24305"})) == [("1.24305", "1.24205")]
    slip = STEPS.format(**right).replace("= 1.3205", "= 1.3305")
    assert wrong(slip) == [("1.3305", "1.3205")]
    # What is said again for the same numbers is the same.
    again = "$k = f(2, 3) = 2 + 3 = 5$\n\n$k = f(2, 3) = {}$"
    assert not wrong(again.format("5.0"))
    assert wrong(again.format("5.1")) == [("5.1", "5.0")]


def test_a_general_formula_tells_once_that_its_symbols_are_not_defined() -> None:
    page = "Let $W = 0.2$. The state is $h_t = W h_{t-1}$.\n\n" + "\n".join(
        rf"- $\frac{{\partial h_{{{n}}}}}{{\partial h_0}} = 0.2^{{{n}}}$" for n in (1, 3, 50)
    )
    told = [f for f in mathdoctest.check(page).findings if f.rule == "undefined-symbol"]
    assert 1 <= len([f for f in told if f.line == 1]) <= 3


def test_what_a_sentence_only_supposes_is_no_value_of_the_page() -> None:
    page = (
        "$z = 0.75$, $n = 0.6$, $h = 0.5$ and "
        "$c = (1 - z) n + z h = 0.25 \\cdot 0.6 + 0.75 \\cdot 0.5 = 0.525$.\n\n"
        "Swapped, it would give $c = 0.75 \\cdot 0.6 + 0.25 \\cdot 0.5 = %s$. "
        "Without a gate it would be $c = %s$.\n\nOur value is $c = %s$.\n"
    )
    right = ("0.575", "0.6", "0.525")
    assert not wrong(page % right)
    assert undecided(page % right) == ["0.6"]
    # It must hold in itself, the page keeps its own value, and a slip of that is one still.
    assert wrong(page % ("0.755", "0.6", "0.525")) == [("0.755", "0.575")]
    assert wrong(page % ("0.575", "0.6", "0.575")) == [("0.575", "0.525")]
    assert wrong(page % ("0.575", "0.552", "0.525")) == [("0.552", "0.525")]


def test_a_list_of_a_result_that_was_rounded_is_of_the_result() -> None:
    page = (
        "$$\\text{Initial weight} = \\frac{1}{6} = 0.166667$$\n\n"
        "$$w = [w_1, w_2, w_3] = [0.166667, 0.166667, 0.166667]$$\n\n"
        "$$e = 0.166667 + 0.166667 = 0.333333$$\n\n"
        "$$\\frac{1 - e}{e} = \\frac{0.666667}{0.333333} = 2.000000$$\n\n"
        "$$\\ln(2.000000) = %s$$\n"
    )
    assert not wrong(page % "0.693147")
    assert not undecided(page % "0.693147")
    assert wrong(page % "0.693174") == [("0.693174", "0.693147")]


def test_a_row_goes_on_from_what_its_column_began_with_and_not_from_an_aside() -> None:
    page = (
        "$a = 2$\n\n$$\n\\begin{aligned}\n"
        "y &= a x^2 + 1, \\qquad x = 3\\\\\n&= 2 \\cdot 9 + 1 \\\\\n&= %s\n\\end{aligned}\n$$\n"
    )
    assert not wrong(page % "19")
    assert wrong(page % "17") == [("17", "19")]
    # The aside may as well be what goes on.
    other = "$$\n\\begin{aligned}\nn &= 4, \\quad s = 2 + 3\\\\\n&= %s\n\\end{aligned}\n$$\n"
    assert not wrong(other % "5")
    assert wrong(other % "6") == [("6", "5")]


def test_a_factor_that_is_left_out_and_given_nowhere_makes_no_other_factor_wrong() -> None:
    page = (
        "$z = 0.75$, $n = 0.635149$ and $r = 0.5$.\n\n"
        "$d = z + (1 - z)(1 - n^2) r W = 0.75 + 0.25 \\times 0.596586 \\times 0.5 = %s$\n"
    )
    assert not wrong(page % "0.824573")
    assert wrong(page % "0.842573") == [("0.842573", "0.824573")]


ACIDS = r"""# First

$\text{{p}}K = -\log(1.8 \times 10^{{-5}}) = 4.74$.

$$\text{{pH}} = 4.74 + \log\frac{{0.40}}{{0.50}} = 4.74 - 0.097 = 4.65$$

With other amounts:

$$\text{{pH}} = 4.74 + \log\frac{{0.41}}{{0.49}} = 4.74 - {first} = 4.67$$

# Second

$K = 5.6 \times 10^{{-10}} \quad \Rightarrow \quad \text{{p}}K = 9.26$

$$\text{{pH}} = 9.26 + \log\frac{{0.25}}{{0.40}} = 9.26 - {second} = {result}$$
"""


def test_a_calculation_that_follows_from_itself_is_none_with_other_data() -> None:
    # log 41/49 = -0.0774, log 25/40 = -0.2041; 9.26 is 9.2553, so that 9.05 is right
    assert not wrong(ACIDS.format(first="0.077", second="0.204", result="9.05"))
    assert wrong(ACIDS.format(first="0.707", second="0.204", result="9.05")) == [("0.707", "0.077")]
    assert wrong(ACIDS.format(first="0.077", second="0.240", result="9.05")) == [("0.240", "0.204")]
    assert wrong(ACIDS.format(first="0.077", second="0.204", result="9.50")) == [("9.50", "9.06")]


def test_a_ratio_that_is_wanted_is_none_of_the_quantities_before() -> None:
    page = "# One\n\n$a = 0.40$ and $b = 0.50$\n\n# Two\n\nWe want $a/b = 10^{5.00 - 4.74} = %s$.\n"
    assert not wrong(page % "1.8")  # 10^0.26 = 1.8197
    assert wrong(page % "8.1")


def test_a_product_of_another_sections_quantities_may_hold_a_slip() -> None:
    page = "# One\n\n$a = 0.40$ and $b = 0.50$\n\n# Two\n\n$%s = 0.01 \\cdot 0.40 = 0.004$\n"
    assert mathdoctest.check(page % r"0.01 \cdot a").ok()
    assert not mathdoctest.check(page % r"1.01 \cdot a").ok()
    assert not mathdoctest.check(page % r"0.01 \cdot b").ok()


def test_a_share_times_a_hundred_may_have_its_percent_sign() -> None:
    page = r"$A = 885.3$ and $b = 250$: $p = \frac{A \times 100}{b \times 450} = %s\%%$"
    assert not wrong(page % "0.787")  # 88530 / 112500 = 0.78693
    assert wrong(page % "0.878") == [("0.878", "0.787")]


def test_a_datum_that_is_blamed_stays_so_where_units_have_prefixes() -> None:
    page = r"$$V = \frac{C U}{K} = \frac{%s \times 250}{12.0} = 10.4\ \text{mL}$$"
    assert not wrong(page % "0.50")  # 125 / 12 = 10.4167
    assert wrong(page % "0.80") == [("0.80", "0.50")]


START = r"""Start with $\pi_1 = {start}$.

The update is $\pi_k = \frac{{N_k}}{{N}}$ with $N = 5$.

$N_1 = 1 + 1.2208 = 2.2208$ and $\pi_1 = \frac{{2.2208}}{{5}} = {new}$.
"""


def test_a_start_is_not_held_to_the_rule_that_updates_it() -> None:
    # 2.2208 / 5 = 0.44416
    assert not wrong(START.format(start="0.5", new="0.444"))
    assert wrong(START.format(start="0.5", new="0.445")) == [("0.445", "0.444")]


SCORES = r"""The vector has length one, so

$$
\vec{{v}} = [0.826, 0.563]
$$

$$
\begin{{bmatrix}} -3 & -2.667 \end{{bmatrix}} \begin{{bmatrix}} 0.826 \\ 0.563 \end{{bmatrix}} = {}
$$
"""


def test_a_result_in_a_display_may_be_rounded_as_one_in_a_sentence_may() -> None:
    # -3.97952 from what is printed; 0.8263 and 0.5634 give -3.9815
    assert not wrong(SCORES.format("-3.981"))
    assert wrong(SCORES.format("-3.991"))


CIRCUITS = r"""# One

$V = \frac{{U}}{{\sqrt{{3}}}} = \frac{{400}}{{\sqrt{{3}}}} = 230.94$ and
$I = \frac{{V}}{{Z}} = \frac{{230.94}}{{18.03}} = 12.81$.

# Two

Now $V = U = 400$ and $Z = 25$:

$$I = \frac{{V}}{{Z}} = \frac{{400}}{{{}}} = {}$$
"""


def test_a_formula_that_is_said_again_with_new_data_gives_a_new_value() -> None:
    # 400 / 25 = 16, and 230.94 / 18.03 = 12.8087
    assert not wrong(CIRCUITS.format("25", "16.0"))
    assert wrong(CIRCUITS.format("25", "10.6")) == [("10.6", "16.0")]
    assert wrong(CIRCUITS.format("52", "16.0")) == [("52", "25")]


PROBLEMS = r"""# One

$V = 400$ and $R = 8$, $X = 6$: $Z = \sqrt{{R^2 + X^2}} = \sqrt{{8^2 + 6^2}} = 10$ and
$I = \frac{{V}}{{Z}} = \frac{{400}}{{10}} = 40$.

# Two

A load of $Z = 20$ on another supply, $U = V = 415$:

$$I = \frac{{V}}{{Z}} = \frac{{415}}{{20}} = {}$$
"""


def test_another_problem_may_give_anew_what_one_before_worked_out() -> None:
    # 415 / 20 = 20.75
    assert not wrong(PROBLEMS.format("20.75"))
    assert wrong(PROBLEMS.format("20.57")) == [("20.57", "20.75")]


SPLIT = r"""
Employed: $H = -0.75 \log_2 0.75 - 0.25 \log_2 0.25 = 0.8113$. The others: $H = {}$.

$$G = 0.9852 - \left[\frac{{8}}{{14}} \times 0.8113 + \frac{{6}}{{14}} \times 0.9183\right] = {}$$
"""


def test_two_values_of_one_symbol_that_a_formula_puts_in_side_by_side_are_no_slips() -> None:
    # 0.9852 - (8 · 0.8113 + 6 · 0.9183) / 14 = 0.12804
    assert not wrong(SPLIT.format("0.9183", "0.128"))
    assert wrong(SPLIT.format("0.9183", "0.182")) == [("0.182", "0.128")]
    assert wrong(SPLIT.format("0.8131", "0.128")) == [("0.8131", "0.8113")]


def test_what_is_assigned_after_a_step_is_another_value() -> None:
    page = (
        r"$w := 0.5$, then $w := w - 0.1 \cdot 2 = 0.3$." + "\n\n"
        r"After the next step $w := 0.1725$, and $2w = %s$."
    )
    assert not wrong(page % "0.345")
    assert wrong(page % "0.354") == [("0.354", "0.345")]


ITEMS = r"""
The cost $J = \sum_{{i \in C}} d_i^2$, evaluated after each step:

- with $m^{{(0)}}$: $J = 33.250$
- with $m^{{(1)}}$: $J = 11.226$
- with $m^{{(2)}}$: $J = 8.525$

It fell by $33.250 - 8.525 = {}$.
"""


def test_items_of_a_list_tell_a_quantity_of_several_cases() -> None:
    assert not wrong(ITEMS.format("24.725"))
    assert wrong(ITEMS.format("24.275")) == [("24.275", "24.725")]


def test_what_is_rounded_the_other_way_on_a_tie_is_no_slip() -> None:
    page = (
        "Thus $t = {}$.\n\n$$x = v t = (14.74)(2.965) = 43.7$$\n\n"
        "$$y = 9.81 t = (9.81)(2.965) = 29.09$$"
    )
    assert not wrong(page.format("2.96"))
    assert not wrong(page.format("2.97"))
    assert wrong(page.format("2.69")) == [("2.69", "2.97")]


LARGER = r"""
A beam of $b = 120$ has

$$I = \frac{{bh^3}}{{12}} = \frac{{120 \cdot {}^3}}{{12}} = 219520000$$

It bends too much. A larger one has $h = 280 \cdot \sqrt[3]{{1.640}} = {}$.
"""


def test_what_is_worked_out_further_down_was_not_put_in_before() -> None:
    # 120 · 280³ / 12 = 219,520,000; 280 · 1.64^(1/3) = 330.2
    assert not wrong(LARGER.format("280", "330"))
    assert wrong(LARGER.format("280", "390")) == [("390", "330")]


def test_a_rounded_datum_is_not_contradicted_by_what_rounds_to_it() -> None:
    page = r"$K = 1.8 \times 10^{-5}$, so $K = \frac{x^2}{0.12 - x}$ with $x = 1.47 \times 10^{-3}$"
    # x² / (0.12 - x) = 1.823e-5
    assert mathdoctest.check(page).counts["wrong"] == 0


def test_what_keeps_a_divisor_from_zero_makes_no_equation_false() -> None:
    page = "$$\\sigma^2 = \\frac{1}{4} (9 + 1 + 1 + 9) = 5$$\n\n$$\\sigma = \\sqrt{5 + %s} = %s$$\n"
    assert is_clean(page % ("10^{-5}", "2.236"))
    assert not is_clean(page % ("10^{-5}", "2.237"))
    # Here what is added tells.
    assert not is_clean(page % ("10^{-1}", "2.258"))
