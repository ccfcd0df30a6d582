"""Notation as authors write it: what each way to say something means, and what it may not hide."""

from __future__ import annotations

import pytest
from verdicts import claims, is_clean, undecided, wrong

import mathdoctest
from mathdoctest.extract import extract
from mathdoctest.units import worth

# ------------------------------------------------------------------ names


def test_a_number_that_touches_a_letter_belongs_to_its_name_where_the_page_names_so() -> None:
    page = r"$h1 = 0.5$, $h2 = 0.25$, $w5 = 2$ and $y1 = w5 * h1 + h2 = 2 * 0.5 + 0.25 = {}$"
    assert not wrong(page.format("1.25"))
    assert not undecided(page.format("1.25"))
    assert wrong(page.format("1.26")) == [("1.26", "1.25")]
    loose = r"$t1 = 0.01$, $o1 = 0.75$ and $E_o1 = \frac{{1}}{{2}}(t1 - o1)^2 = {}$"
    assert not wrong(loose.format("0.2738"))
    assert wrong(loose.format("0.2739")) == [("0.2739", "0.2738")]


def test_elsewhere_a_number_behind_a_letter_is_a_factor() -> None:
    assert wrong("$x = 3$ and $x2 + 1 = 8$") == [("8", "7")]


def test_what_has_other_words_in_its_brackets_is_another_quantity() -> None:
    page = r"$H(S) = 0.94$, $H(S_1) = 0.81$ and $H(S) - H(S_1) = 0.94 - 0.81 = {}$"
    assert not wrong(page.format("0.13"))
    assert wrong(page.format("0.14")) == [("0.14", "0.13")]


def test_what_uses_its_argument_is_a_function() -> None:
    assert wrong(r"$f(x) = x^2$ and $f(3) = 9.5$") == [("9.5", "9.0")]


def test_a_condition_in_brackets_belongs_to_the_name() -> None:
    page = r"$P(D) = 0.02$, $P(+ \mid D) = 0.9$: $P(+ \mid D) P(D) = 0.9 \cdot 0.02 = {}$"
    assert not wrong(page.format("0.018"))
    assert wrong(page.format("0.017")) == [("0.017", "0.018")]


def test_a_style_of_letters_makes_no_factor_of_a_name() -> None:
    page = (
        r"$\mathbf{{W}}^{{(1)}} = 2$ and $\mathcal{{L}} = 3 \mathbf{{W}}^{{(1)}} = {}$ for $L = 5$"
    )
    assert not wrong(page.format("6.0"))
    assert wrong(page.format("7.0")) == [("7.0", "6.0")]


def test_two_capitals_that_nothing_tells_apart_are_one_name() -> None:
    page = r"$TP = 85$, $FP = 15$: $\frac{{TP}}{{TP + FP}} = \frac{{85}}{{85 + {}}} = 0.85$"
    assert not wrong(page.format("15"))
    assert wrong(page.format("16")) == [("16", "15")]


def test_a_name_may_be_mentioned_before_anything_is_defined() -> None:
    page = "We want $z$.\n\n$x = 2$, $w = 3$, $z = w x = 3 \\cdot 2 = {}$"
    assert not wrong(page.format("6.0"))
    assert not undecided(page.format("6.0"))
    assert wrong(page.format("7.0")) == [("7.0", "6.0")]


def test_a_transposition_may_stand_with_the_layer() -> None:
    page = "$a^{[1]} = [1, 2]$, $u = [3, 4]$, $u^T a^{[1]} = %s$, $a^{[1]T} u = 11.0$"
    assert not wrong(page % "11.0")
    assert not undecided(page % "11.0")
    assert wrong(page % "12.0") == [("12.0", "11.0")]


def test_a_matrix_of_one_cell_is_a_number() -> None:
    page = r"$z = 1.5$ and $Z = \begin{bmatrix} z \end{bmatrix} = [%s]$"
    assert not wrong(page % "1.5")
    assert wrong(page % "1.6") == [("1.6", "1.5")]


def test_a_whole_number_in_brackets_that_touch_a_name_is_its_index() -> None:
    # 0.4 · 0.5 - 0.1 = 0.1 and 2 · 0.1 + 0.3 = 0.5
    page = (
        "$h = 3$, $H_1[0] = 0.4(0.5) - 0.1 = {}$, $H_1[1] = 0.3$ "
        "and $o[0] = 2 H_1[0] + H_1[1] = {}$"
    )
    assert not wrong(page.format("0.10", "0.50"))
    assert not undecided(page.format("0.10", "0.50"))
    assert wrong(page.format("0.11", "0.50")) == [("0.11", "0.10")]
    assert wrong(page.format("0.10", "0.52")) == [("0.52", "0.50")]
    assert wrong("$y = 3[0.5 + 1] = 4.6$") == [("4.6", "4.5")]


def test_a_new_value_may_be_marked_behind_the_layer() -> None:
    page = r"$w_{{11}}^{{(2)}} = 0.3$ and $w_{{11}}^{{(2)+}} = w_{{11}}^{{(2)}} - 0.2 * 0.5 = {}$"
    assert not wrong(page.format("0.20"))
    assert wrong(page.format("0.21")) == [("0.21", "0.20")]


# ------------------------------------------------------------------ operations


def test_a_star_behind_a_letter_is_a_product() -> None:
    page = (
        r"$\eta = 0.5$, $g = 0.3$, $w = 0.8 - \eta*g = {}$ and $\operatorname*{{max}}(w, g) = {}$"
    )
    assert not wrong(page.format("0.65", "0.65"))
    assert not undecided(page.format("0.65", "0.65"))
    assert wrong(page.format("0.75", "0.65")) == [("0.75", "0.65")]


def test_an_arrow_leads_to_another_quantity_unless_both_agree() -> None:
    assert not wrong(r"Layer 0 ($2 \to 3$), layer 1 ($3 \to 1$).")
    page = r"$q = \frac{{1}}{{3}} \to {}$. Where $p$ is $0.9 \to -\ln(0.9) \approx {}$."
    assert not wrong(page.format("0.333", "0.105"))
    assert not undecided(page.format("0.333", "0.105"))
    assert wrong(page.format("0.333", "0.106")) == [("0.106", "0.105")]
    # What it came to before and after is not known; nor is it verified.
    assert undecided(r"$E = 0.2983 \to 0.2910$") == ["0.2910"]


def test_numbers_behind_a_wrong_formula_are_of_what_it_says_or_of_what_is_right() -> None:
    page = "$y = 0.25$, $t = 1$.\n\n$$d = 2 (t - y) = -(t - y) = -(1 - 0.25) = {}$$"
    found = mathdoctest.check(page.format("-0.75"))
    assert [f.rule for f in found.findings if f.verdict == "wrong" and not f.advice] == ["identity"]
    assert not wrong(page.format("-0.75"))
    assert wrong(page.format("-0.85")) == [("0.85", "0.75")]


def test_a_trigonometric_function_to_the_minus_one_is_its_inverse() -> None:
    assert not wrong(r"$t = 0.5$ and $\theta = \sin^{-1}(t) = 30.0^\circ$")
    assert wrong(r"$t = 0.5$ and $\theta = \sin^{-1}(t) = 35.0^\circ$") == [("35.0", "30.0")]


def test_factorials_binomials_and_other_bases_are_computed() -> None:
    assert not wrong(r"$n = 5$, $\binom{n}{2} = 10.0$, $n! = 120.0$, $\log_3 9 = 2.0$")
    found = wrong(r"$n = 5$, $\binom{n}{2} = 11.0$, $n! = 121.0$, $\log_3 9 = 2.1$")
    assert [expected for _, expected in found] == ["10.0", "120.0", "2.0"]


def test_plus_and_minus_stand_for_an_interval() -> None:
    page = r"$m = 5.0$, $s = 0.7$: $m \pm 2 s = 5.0 \pm 1.4 = ({}, 6.4)$"
    assert not wrong(page.format("3.6"))
    assert wrong(page.format("3.5")) == [("3.5", "3.6")]


def test_a_maximum_over_a_vector_and_a_number_is_taken_cell_by_cell() -> None:
    assert wrong(r"$a = [-0.1, 0.2]$, $h = \max(0, a) = [0.0, 0.3]$") == [("0.3", "0.2")]


# ------------------------------------------------------------------ updates


def test_a_matrix_can_be_updated() -> None:
    page = (
        r"$W = \begin{bmatrix} 0.5 & 0.6 \end{bmatrix}$, $D = \begin{bmatrix} 1 & 2 \end{bmatrix}$,"
        r" $W := W - 0.1 D = \begin{bmatrix} 0.4 & %s \end{bmatrix}$"
    )
    assert not wrong(page % "0.4")
    assert wrong(page % "0.5") == [("0.5", "0.4")]


def test_two_names_for_one_start_value_are_both_updated() -> None:
    page = "$a = b = 0.5$.\n\n$b := b + 1 = {}$"
    assert not wrong(page.format("1.5"))
    assert not undecided(page.format("1.5"))
    assert wrong(page.format("1.6")) == [("1.6", "1.5")]


# ------------------------------------------------------------------ units


def test_the_prefix_of_a_unit_moves_the_decimal_point() -> None:
    page = (
        r"$U = 12\,\text{{V}}$, $R = 400\,\Omega$: $I = U / R = 0.03\,\text{{A}} = {}\,\text{{mA}}$"
    )
    assert not wrong(page.format("30.0"))
    assert [text for text, _ in wrong(page.format("31.0"))] == ["31.0"]


def test_a_number_in_another_unit_is_converted() -> None:
    page = r"$W = \frac{{1}}{{18 - 14}} = 0.25\text{{ h}} = {}\text{{ min}}$"
    assert not wrong(page.format("15.00"))
    assert wrong(page.format("15.50")) == [("15.50", "15.00")]
    assert wrong(page.format("1500"))


def test_a_length_in_other_units_is_no_slip_where_the_result_follows_from_it() -> None:
    page = (
        r"$L = 6.4$ m, $b = 140$ mm. Then $A = b L = 140 \cdot {} = {}\ \text{{mm}}^2$"
        "\n\n"
        r"and $c = L - 2.1 = {}$ m."
    )
    assert not wrong(page.format("6400", "896000", "4.3"))
    # A slip in the result or in the data stays one, and elsewhere the symbol is what it was.
    assert ("896400", "896000") in wrong(page.format("6400", "896400", "4.3"))
    assert wrong(page.format("6400", "896", "4.3"))
    assert wrong(page.format("6500", "896000", "4.3"))
    assert wrong(page.format("6400", "896000", "4.4")) == [("4.4", "4.3")]


def test_a_moment_of_kilonewton_metres_has_a_prefix() -> None:
    assert worth("kNm") == 1000


def test_units_without_prefixes_change_nothing() -> None:
    assert wrong(r"$t = 2.0\,\text{s}$ and $2 t = 4.1\,\text{s}$") == [("4.1", "4.0")]


def test_a_letter_behind_a_number_is_no_unit_among_names() -> None:
    # 6^2 / (2 · 9.8) = 1.8367, and 6^2 / 2 is nowhere meant.
    page = r"$h = \frac{{v^2}}{{2g}} = \frac{{6^2}}{{2 \times 9.8}} = \frac{{36}}{{{}}} = {}$"
    assert not wrong(page.format("19.6", "1.84"))
    assert wrong(page.format("19.6", "1.48")) == [("1.48", "1.84")]
    assert not wrong("$m = 250 g + 3 kg = 3.25 kg$")


def test_a_prefix_does_not_hide_the_datum_that_others_blame() -> None:
    # In newtons 845,000 is right twice, so the kilonewtons are the slip.
    page = (
        r"$F = 845\,\text{{kN}}$ and $q = 9.81$. As ${}\,\text{{kN}} = 845,000\,\text{{N}}$,"
        "\n\n"
        r"$$m = \frac{{F}}{{q}} = \frac{{845,000\,\text{{N}}}}{{9.81}} = 86136.6\,\text{{kg}}$$"
    )
    assert not wrong(page.format("845"))
    assert [text for text, _ in wrong(page.format("895"))] == ["895"]


# ------------------------------------------------------------------ data that only numbers tell

NEURON = r"$w = 0.5$. Then $z = w x + b = 0.5 \cdot 0.8 + 0.1 = {}$ and $x + b = {} + 0.1$."


def test_a_number_in_the_place_of_an_undefined_symbol_tells_its_value() -> None:
    assert not wrong(NEURON.format("0.50", "0.8"))
    assert not undecided(NEURON.format("0.50", "0.8"))


def test_what_was_told_holds_from_then_on() -> None:
    assert wrong(NEURON.format("0.51", "0.8")) == [("0.51", "0.50")]
    assert wrong(NEURON.format("0.50", "0.9")) == [("0.9", "0.8")]


def test_a_second_example_may_use_the_symbols_of_the_first() -> None:
    page = (
        "$m = 0.15$ and $g = 9.8$: $F = m g = 1.47$.\n\n"
        "A crate of 12 kg: $N = m g = 12 \\cdot 9.8 = {}$."
    )
    assert not wrong(page.format("117.6"))
    # Where the result says that the old value was meant, the number is a slip.
    assert wrong(page.format("1.47")) == [("12", "0")]


def test_one_more_digit_in_a_datum_is_no_second_example() -> None:
    page = r"$w = 0.40$ and $x = 2$. Then $z = w x = {} \cdot 2 = {}$."
    assert wrong(page.format("0.45", "0.90"))[0] == ("0.45", "0.40")


# ------------------------------------------------------------------ slips of operands


def test_of_two_sides_that_differ_the_operand_is_the_slip_if_the_page_knows_it_otherwise() -> None:
    page = (
        "The points are (1.5, 2.0) and (5.0, 7.0).\n\n"
        "$d = \\sqrt{(%s - 5.0)^2 + (2.0 - 7.0)^2} = %s$"
    )
    assert not wrong(page % ("1.5", "6.103"))
    assert wrong(page % ("5.5", "6.103")) == [("5.5", "1.5")]
    assert wrong(page % ("1.5", "6.203")) == [("6.203", "6.103")]


def test_a_slip_is_not_blamed_on_what_follows_from_it() -> None:
    page = (
        "With $x = 0.8$ the sum is $z = 0.5 \\cdot 0.8 + %s = 0.50$, and $2 z = 1.00$.\n\n"
        "Remember that the bias is 0.10 here."
    )
    assert wrong(page % "0.90") == [("0.90", "0.10")]
    assert not wrong(page % "0.10")


def test_a_coarse_result_is_rounded_and_no_operand_mistyped() -> None:
    page = r"$a = 1.25$, $b = 1.35$: $a b = 1.25 \cdot 1.35 = 1.68$. Not $1.24 \cdot 1.35$!"
    assert wrong(page) == [("1.68", "1.69")]


# ------------------------------------------------------------------ sentences


def test_a_formula_goes_on_where_the_words_between_only_join() -> None:
    page = r"$x = 2$: the half is $\frac{{x}}{{2}} = \frac{{2}}{{2}}$, which comes to $= {}$."
    assert not wrong(page.format("1.0"))
    assert wrong(page.format("1.2")) == [("1.2", "1.0")]


def test_a_formula_with_a_subject_of_its_own_is_not_the_one_before() -> None:
    page = r"$s = 4 \cdot 0.5 = 2$, and the step is $= 0.1 \cdot 0.3 = {}$."
    assert not wrong(page.format("0.03"))
    assert wrong(page.format("0.04")) == [("0.04", "0.03")]


def test_two_slips_in_one_sum_are_both_found() -> None:
    page = "Data: 23.1, 25.4 and 26.0.\n\n$m = \\frac{%s + %s + 26.0}{3} = 24.83$"
    assert not wrong(page % ("23.1", "25.4"))
    assert wrong(page % ("32.1", "52.4")) == [("32.1", "23.1"), ("52.4", "25.4")]


def test_where_any_of_several_operands_may_be_the_slip_nothing_is_called_wrong() -> None:
    page = "The lengths are 1.25 and 1.75. $1.35 + 1.85 = 3.10$."
    assert not wrong(page)
    assert "3.10" in undecided(page)


def test_an_operand_is_the_slip_where_the_page_goes_on_with_the_result() -> None:
    page = r"$s = \frac{%s}{4} = %s$, $t = 4 \cdot 1.950 + 4 \cdot %s$, and %s is small."
    assert not wrong(page % ("3.58", "0.895", "0.895", "0.895"))
    assert wrong(page % ("3.85", "0.895", "0.895", "0.895")) == [("3.85", "3.58")]
    assert wrong(page % ("3.58", "0.985", "0.895", "0.895")) == [("0.985", "0.895")]


def test_a_digit_alone_is_no_slip_that_a_result_tells() -> None:
    page = r"$m = \frac{1 + 2 + 3 + %s}{4} = 2.5$ and $6.0 - 1.94 \cdot 2.5 = 1.15$"
    assert not wrong(page % "4")
    assert not wrong(page % "3")
    assert "2.5" in undecided(page % "3")


def test_a_result_that_no_operand_explains_is_the_slip() -> None:
    page = r"$a = 1.25 \cdot 3.48 + 0.75 \cdot 2.12 = {}$"
    assert not wrong(page.format("5.94"))
    assert wrong(page.format("2.97")) == [("2.97", "5.94")]


def test_a_list_gives_its_numbers_the_names_that_vectors_had_before() -> None:
    page = r"""## One

$\mathbf{{x}}_1 = \begin{{bmatrix}} 2.0 \\ 1.0 \end{{bmatrix}}$

## Two

$x = [1.2, 0.8]$: $\mu = \frac{{1}}{{2}} \sum_{{i=1}}^2 x_i = \frac{{{} + 0.8}}{{2}} = 1.0$
"""
    assert not wrong(page.format("1.2"))
    assert wrong(page.format("2.1")) == [("2.1", "1.2")]


def test_a_figure_between_symbols_may_be_rounded() -> None:
    page = (
        r"$L = 2.3630$, so $v = \frac{2.3630 - 2.0}{0.8} u = 0.4538 u$ and "
        r"$n = \sqrt{1^2 + 0.4538^2} = 1.0981$, $t = \frac{1.5 - 0.5 \cdot 0.4538}{1.0981} = %s$"
    )
    assert not wrong(page % "1.1593")


def test_a_figure_mistyped_where_it_is_first_printed_is_the_slip() -> None:
    page = (
        r"We find $u = {}$. Then $2 u + 1 = 2 \cdot {} + 1 = {}$, and {} is near $\frac{{5}}{{8}}$."
    )
    assert not wrong(page.format("0.61775", "0.61775", "2.2355", "0.61775"))
    assert wrong(page.format("0.16775", "0.61775", "2.2355", "0.61775")) == [("0.16775", "0.61775")]
    assert wrong(page.format("0.61775", "0.16775", "2.2355", "0.61775")) == [("0.16775", "0.61775")]


def test_a_looked_up_value_may_be_rounded() -> None:
    page = r"$d = -0.1$: $N(d) = 0.4602$, so $C = 1000 N(d) = {}$"
    assert not wrong(page.format("460.17"))
    assert wrong(page.format("461.17")) == [("461.17", "460.20")]


def test_what_a_later_section_gives_is_not_meant_before() -> None:
    page = r"""## Future value

$FV = PV (1+r)^n = 5000 \cdot 1.045^{{7}} = 5000 \cdot {} = 6804.31$

## Present value

The rate is $r = 6\%$, the time $n = 3$: $1.06^3 = (1+r)^n = 1.191016$
"""
    assert not wrong(page.format("1.360862"))
    assert wrong(page.format("1.370862")) == [("1.370862", "1.360862")]


def test_a_datum_is_another_one_if_the_page_goes_on_with_it() -> None:
    page = r"""Trapezium: $h = 0.25$, $T = h (0.5 + 0.8) = 0.325$.

Euler: $h = 0.1$, $y_1 = 1 - h \cdot 2 = 1 - {} \cdot 2 = 0.8$, $y_2 = 0.8 - 0.1 \cdot 1.6 = 0.64$.
"""
    assert not wrong(page.format("0.1"))
    assert wrong(page.format("0.4")) == [("0.4", "0.1")]


def test_a_symbol_is_computed_anew_though_one_of_the_numbers_is_a_slip() -> None:
    page = r"""## Strong

$h = 0.0025$, $p = -\log_{{10}} h = 2.60$

## Weak

$K = 0.018$, $c = 0.10$: $h = \sqrt{{K \cdot c}} = \sqrt{{0.018 \cdot {}}} \approx 0.04243$
and $p = -\log_{{10}} 0.04243 = {}$.
"""
    assert not wrong(page.format("0.10", "1.37"))
    assert wrong(page.format("0.11", "1.37")) == [("0.11", "0.10")]
    assert wrong(page.format("0.10", "1.73")) == [("1.73", "1.37")]


TABLE = r"""
| $i$ | $x_i$ | $x_i - 2$ | $x_i^2$ |
|--:|--:|--:|--:|
| 1 | 1.5 | -0.5 | 2.25 |
| 2 | 2.8 | {} | 7.84 |

$x_1 + x_2 = {} + 2.8 = 4.3$
"""


def test_a_head_with_an_index_gives_the_numbers_below_their_names() -> None:
    assert not wrong(TABLE.format("0.8", "1.5"))
    assert undecided(TABLE.format("0.8", "1.5")) == []
    assert wrong(TABLE.format("0.9", "1.5")) == [("0.9", "0.8")]
    assert wrong(TABLE.format("0.8", "1.6")) == [("1.6", "1.5")]


def test_a_head_that_means_something_else_makes_no_number_wrong() -> None:
    report = TABLE.format("7.3", "1.5")
    assert not wrong(report)
    assert "7.3" in undecided(report)


def test_a_table_of_a_function_is_checked_row_by_row() -> None:
    page = r"""$g(x) = \frac{{1}}{{1 + x^2}}$

| $x$ | $g(x)$ |
|---|---|
| 0 | 1.0000 |
| 0.5 | {} |
"""
    assert not wrong(page.format("0.8000"))
    assert wrong(page.format("0.8100")) == [("0.8100", "0.8000")]


def test_a_row_that_begins_with_a_symbol_says_its_value() -> None:
    page = r"""| symbol | value |
|---|---|
| $w_1$ | 0.15 |
| $x$ | 4 |

$w_1 x = {} \cdot 4 = 0.6$
"""
    assert not wrong(page.format("0.15"))
    assert wrong(page.format("0.51")) == [("0.51", "0.15")]


def test_a_figure_alone_is_what_it_was_before() -> None:
    page = r"$a = \frac{1}{3} \approx 0.333$. As said, it is $0.333$."
    claims = [c for c in mathdoctest.check(page).claims if c.text == "0.333"]
    assert [c.verdict for c in claims] == ["verified", "verified"]


def test_a_minus_behind_a_name_marks_it() -> None:
    page = r"$P_0 = 4.0$, $Q = 0.1$: $P_1^- = P_0 + Q = 4.1$ and $2 P_1^- = {}$."
    assert not wrong(page.format("8.2"))
    assert wrong(page.format("8.3")) == [("8.3", "8.2")]


# ------------------------------------------------------------------ rows and boxes


def test_a_row_of_a_table_does_not_go_on_from_what_stands_outside_it() -> None:
    page = """$$
y = \\frac{{1}}{{1 + e^{{-1}}}} \\approx 0.731
$$

| $z$ | $s$ |
|--:|--:|
| $2$ | $\\approx 0.881$ |
| $a = 0.5 + 0.1$ | $= {}$ |
"""
    assert not wrong(page.format("0.6"))
    assert wrong(page.format("0.7")) == [("0.7", "0.6")]


def test_an_equation_in_a_box_is_an_equation() -> None:
    page = r"$a = 0.5$, $b = 0.25$: $$\boxed{{a \cdot b = {}}}$$"
    assert not wrong(page.format("0.125"))
    assert wrong(page.format("0.126")) == [("0.126", "0.125")]
    assert wrong(r"$a = 0.5$ and $\boxed{\frac{a}{2} = \boxed{0.26}}$") == [("0.26", "0.25")]


def test_terms_in_brackets_tell_data_as_well_as_terms_without() -> None:
    page = "$y = a * c + b * d + e_0$ and $y = (0.4 * 0.5 + 0.2 * 0.1) + 0.6 = {}$"
    assert not wrong(page.format("0.82"))
    assert wrong(page.format("0.83")) == [("0.83", "0.82")]


def test_a_unit_behind_a_power_of_ten_is_a_unit() -> None:
    page = r"$E = (8.5 - 9.8) \times 10^{{-2}} \text{{ J}} = {}$"
    assert not wrong(page.format("-0.013"))
    assert wrong(page.format("-0.014")) == [("0.014", "0.013")]


FENCED = """Both neurons, with x₁ = 0.2:

```
σ(x) = 1 / (1 + e^(−x))
```

```
net_1 = (w₁ × x₁) + b
      = (0.4 × 0.2) + 0.3
      = 0.08 + 0.3
      = {}

out_1 = σ(0.38)
      = 1 / (1 + e^(−0.38))
      = 1 / (1 + {})
      = 0.5939
```

It takes code:

```
a = 1.5
b = np.exp(a)
```
"""


def test_a_calculation_in_a_fence_without_a_language_is_checked() -> None:
    # e^-0.38 = 0.683861…
    right = mathdoctest.check(FENCED.format("0.38", "0.6839"))
    assert not [c for c in right.claims if c.verdict == "wrong"]
    assert [c.text for c in right.claims if c.line > 9 and c.verdict != "verified"] == []
    assert [f.code for f in extract(FENCED).fences] == ["a = 1.5\nb = np.exp(a)\n"]
    assert wrong(FENCED.format("0.39", "0.6839")) == [("0.39", "0.38")]
    assert wrong(FENCED.format("0.38", "0.6893")) == [("0.6893", "0.6839")]


def test_what_is_in_a_fence_beside_equations_keeps_it_from_being_read() -> None:
    for text in ("a = 1.5", "x == 2\n= 3", "step 1 of 2\ny = 2 × x\n= 6", 'say("× 2")\ny = 2 × 3'):
        assert not claims(f"```\n{text}\n```\n"), text
        assert [f.kind for f in extract(f"```\n{text}\n```\n").fences] == ["unlexed"]


# ------------------------------------------------------------------ used anew


def test_a_symbol_may_be_computed_anew_from_other_numbers() -> None:
    page = r"""
$$
P = \frac{{1000}}{{(1 + 0.05)^{{10}}}} = \frac{{1000}}{{1.6289}} \approx 613.91
$$

At seven per cent it is less:

$$
P = \frac{{1000}}{{(1 + {})^{{10}}}} = \frac{{1000}}{{1.9672}} \approx {}
$$
"""
    assert not wrong(page.format("0.07", "508.35"))
    assert ("508.53", "508.35") in wrong(page.format("0.07", "508.53"))
    # One number alone makes no new calculation.
    assert wrong(page.format("0.05", "508.35"))


def test_each_item_of_a_list_may_give_a_result_of_its_own_to_one_symbol() -> None:
    page = r"""
- Sunny: $H = -\frac25 \log_2 \frac25 - \frac35 \log_2 \frac35 = 0.9710$
- Overcast: $H = 0$
- Rain: $H = -\frac14 \log_2 \frac14 - \frac34 \log_2 \frac34 = {}$
"""
    assert not wrong(page.format("0.8113"))
    assert wrong(page.format("0.8131")) == [("0.8131", "0.8113")]


def test_a_step_is_counted() -> None:
    assert not wrong("- First ($t = 1$)\n- Then ($t = 2$): $2 \\cdot t = 4$\n")
    assert wrong("- First, $t = 1$\n- Then, $t = 3$: $2 \\cdot t = 2$\n") == [("3", "1")]


def test_items_of_a_list_may_name_cases_with_data_of_their_own() -> None:
    page = r"""
- Low temperature ($T = 0.5$): the logits are $z = [8.0, 4.0, 2.0]$ now,

    $$P = \text{{softmax}}([8.0, 4.0, 2.0]) \approx [0.980, 0.018, {}]$$

- High temperature ($T = 2.0$): the logits are $z = [2.0, 1.0, 0.5]$ now,

    $$P = \text{{softmax}}([2.0, 1.0, 0.5]) \approx [0.629, 0.231, {}]$$
"""
    assert not wrong(page.format("0.002", "0.140"))
    assert wrong(page.format("0.003", "0.140")) == [("0.003", "0.002")]
    assert wrong(page.format("0.002", "0.104")) == [("0.104", "0.140")]


def test_an_update_in_numbers_starts_from_the_old_value() -> None:
    page = r"$w = 0.4$, then $w \leftarrow {} - 0.1 \cdot 0.5 = 0.35$"
    report = mathdoctest.check(page.format("0.4"))
    assert report.ok()
    assert not mathdoctest.check(page.format("0.5")).ok()


def test_a_rule_for_new_values_is_no_identity() -> None:
    report = mathdoctest.check(
        r"$w_1 = 0.4$, $x_1 = 2$, $\eta = 0.1$: $w_i \leftarrow w_i - \eta \cdot x_i$"
    )
    assert report.ok()
    assert report.counts["unknown"]


def test_words_before_a_name_say_what_it_is() -> None:
    page = r"$t = 1$, $y = 0.69$: $\text{{Error }} E = \frac{{1}}{{2}}(t - y)^2 = {}$"
    assert not wrong(page.format("0.04805"))
    assert not undecided(page.format("0.04805"))
    assert wrong(page.format("0.04850")) == [("0.04850", "0.04805")]


def test_what_is_missing_to_one_from_a_known_figure_stands_for_that() -> None:
    page = r"$o = 0.7729$, $t = 0.99$: $(0.99 - 0.7729)(0.7729)(0.2271) = {}$"
    assert not wrong(page.format("0.03811"))
    assert wrong(page.format("0.03810")) == [("0.03810", "0.03811")]


def test_the_sigmoid_s_slope_is_known_like_the_sigmoid() -> None:
    page = r"$z = 0.5$ and $\sigma'(z) \approx {}$"
    assert not wrong(page.format("0.2350"))
    assert wrong(page.format("0.2305")) == [("0.2305", "0.2350")]


def test_numbers_behind_names_that_nothing_defines_are_data() -> None:
    page = r"$U v = [0.1, 0.2] \cdot [0.5, 0.6] = 0.1 \cdot 0.5 + 0.2 \cdot 0.6 = {}$"
    assert not wrong(page.format("0.17"))
    assert wrong(page.format("0.71")) == [("0.71", "0.17")]


def test_nothing_times_the_logarithm_of_nothing_is_nothing() -> None:
    page = r"$H = -\frac04 \log_2 \frac04 - \frac12 \log_2 \frac12 = {}$"
    assert not wrong(page.format("0.5"))
    assert wrong(page.format("0.6")) == [("0.6", "0.5")]


def test_a_small_delta_makes_one_name_with_the_next_letter() -> None:
    page = r"$a = 0.25$ and $\delta x = \frac{{1}}{{2}} a = 0.125$, so $2 \delta x = {}$"
    assert not wrong(page.format("0.25"))
    assert wrong(page.format("0.26")) == [("0.26", "0.25")]


def test_gravity_before_a_bracket_is_a_factor() -> None:
    page = r"$g = 9.81$, $\mu = 0.2$ and $a = g(0.5 - \mu \cdot 0.866) = {}$"
    assert not wrong(page.format("3.206"))
    assert wrong(page.format("3.260")) == [("3.260", "3.206")]


def test_what_belongs_to_a_name_may_stand_before_a_mark_of_alignment() -> None:
    page = r"""
$$
\begin{{aligned}}
H(S) &= 0.5 + 0.25 = 0.75 \\
H(S_1) &= 0.5 - 0.25 = {}
\end{{aligned}}
$$
"""
    assert not wrong(page.format("0.25"))
    assert wrong(page.format("0.26")) == [("0.26", "0.25")]


def test_what_a_new_value_is_compared_with_says_nothing_against_it() -> None:
    page = (
        "$z = 1.4(1) + 0.5(0) = 1.4$, so $z \\ge 1$.\n\n"
        "With other weights $z = 0.6 \\times 1 + 0.5 \\times 0 = {} < 1$."
    )
    assert not wrong(page.format("0.6"))
    assert wrong(page.format("0.7")) == [("0.7", "0.6")]


def test_a_formula_that_is_not_understood_may_give_a_name_another_meaning() -> None:
    page = (
        "$p = 0.40$ and $n = 8$.\n\n$$p = 2 P(Z \\le -1.50) = 2(0.0668) = {}$$\n\n"
        "With $p \\approx 0.1336 > 0.05$ nothing is rejected."
    )
    assert not wrong(page.format("0.1336"))
    assert wrong(page.format("0.1366")) == [("0.1366", "0.1336")]


def test_a_hypothesis_need_not_hold_but_is_about_the_same_value() -> None:
    page = r"$H_0: \mu = 50$ and $H_1: \mu \ne {}$. {}"
    for right in ("$p = 0.03 < 0.05$", ""):
        found = mathdoctest.check(page.format("50", right))
        assert not [f for f in found.findings if f.verdict == "wrong"]
        assert not wrong(page.format("50", right))
    assert wrong(page.format("51", "")) == [("51", "50")]
    found = mathdoctest.check(page.format("50", r"But $\mu > 51$."))
    assert [f.rule for f in found.findings if f.verdict == "wrong"] == ["inequality"]


def test_a_list_of_another_shape_is_another_list() -> None:
    page = (
        "# One\n\n$x = [1, 2]$, $b = [0.1, -0.2]$ and $h = x + b = [1.1, 1.8]$.\n\n"
        "# Two\n\n$x = [1, 2, 3]$, $b = [0.5, 0.5, {}]$ and $h = x + b = [1.5, 2.5, {}]$."
    )
    assert not wrong(page.format("0.25", "3.25"))
    assert not undecided(page.format("0.25", "3.25"))
    assert wrong(page.format("0.25", "3.35")) == [("3.35", "3.25")]
    # A column is the row that it was.
    same = r"$v = [1, 2]$, $v = \begin{bmatrix} 1 \\ 3 \end{bmatrix}$"
    assert wrong(same) == [("3", "2")]


LABELS = r"""$y = [0, 1]$, $z = [0.41, -0.23]$, $p = \operatorname{{softmax}}(z) = [0.655, 0.345]$.

$$L = -\sum_{{i=1}}^{{2}} y_i \log p_i = -\log {} = 1.063$$

$$\frac{{\partial L}}{{\partial z}} = p - {} = [0.655, -0.655]$$
"""


def test_a_formula_may_be_that_of_the_class_that_the_labels_pick() -> None:
    def rules(text: str) -> list[str]:
        found = mathdoctest.check(text).findings
        return [f.rule for f in found if f.verdict == "wrong" and not f.advice]

    assert not rules(LABELS.format("p_2", "y"))
    assert rules(LABELS.format("p_1", "y")) == ["identity"]
    assert rules(LABELS.format("p_2", "p")) == ["identity"]
    binary = (
        r"$y = 1$, $z = 0.4$, $p = \frac{{1}}{{1 + e^{{-z}}}}$ and "
        r"$L = -[y \log p + (1 - y) \log(1 - p)] = -\log {}$"
    )
    assert not rules(binary.format("p"))
    assert rules(binary.format("z")) == ["identity"]
    # Inputs that are 0 and 1 by chance leave no term of a formula out.
    assert rules("$x = [0, 1]$, $w = 0.3$, $v = 0.5$, $z = w x_1 + v x_2$, $z = v$") == ["identity"]


def test_numbers_put_in_later_are_held_to_the_formula_that_waited_for_them() -> None:
    # 1 / (1 + e^-0.4) = 0.598687… and -ln of it 0.513015…
    page = (
        "$$L = -\\ln \\sigma(0.4)$$ With "
        "$\\sigma(0.4) = \\frac{{1}}{{1 + e^{{-0.4}}}} = 0.5987$:\n\n"
        "$$L = -\\ln({}) = {}$$"
    )
    assert not wrong(page.format("0.5987", "0.5130"))
    # The coarse result is that of 0.5988 too.
    assert wrong(page.format("0.5988", "0.513")) == [("0.5988", "0.5987")]
    assert wrong(page.format("0.5987", "0.5310")) == [("0.5310", "0.5130")]


def test_two_data_that_are_given_anew_in_one_sentence_are_no_slips() -> None:
    page = (
        "With $a = 0.3$ and $b = 2.5$ it is $a b = 0.75$.\n\n"
        "With $a = 0.8$ and $b = {}$ it is $a b = 0.8 \\cdot {} = {}$."
    )
    assert not wrong(page.format("1.5", "1.5", "1.2"))
    assert wrong(page.format("1.5", "1.5", "1.3")) == [("1.3", "1.2")]
    # One of them alone may be a slip.
    assert ("0.8", "0.3") in wrong(page.format("2.5", "2.5", "0.75"))


def test_a_figure_of_another_paragraph_goes_on_from_nothing() -> None:
    page = "$$w = 4 - 0.5 \\cdot 0.2 = 3.9$$\n\n{} $\\approx {}$."
    assert not wrong(page.format("Each step is about as long, of", "0.1"))
    assert wrong(page.format("So we get", "3.8")) == [("3.8", "3.9")]


# ------------------------------------------------------------------ rules that go in circles


def test_a_circular_rule_is_worked_out_in_rounds() -> None:
    page = r"""
$PR(A) = 0.15 + 0.85 \left( \frac{PR(B)}{1} \right)$ and
$PR(B) = 0.15 + 0.85 \left( \frac{PR(A)}{2} \right)$.

- $PR(A) = 0.15 + 0.85 (1/1) = 1$
- $PR(B) = 0.15 + 0.85 (1/2) = 0.575$

Once more:

- $PR(A) = 0.15 + 0.85 (0.575/1) = 0.63875$
- $PR(B) = 0.15 + 0.85 (%s/2) = %s$
"""
    assert not wrong(page % ("0.63875", "0.42146875"))
    assert not undecided(page % ("0.63875", "0.42146875"))
    assert wrong(page % ("0.63975", "0.42146875")) == [("0.63975", "0.63875")]
    assert wrong(page % ("0.63875", "0.42156875")) == [("0.42156875", "0.42146875")]


def test_a_round_may_use_what_the_one_before_has_found() -> None:
    page = (
        r"$x = \frac{9 - y}{4}$ and $y = \frac{8 - x}{3}$. First: $x = \frac{9 - 0}{4} = 2.25$ and "
        r"$y = \frac{8 - 0}{3} \approx 2.6667$. Second: $x = \frac{9 - 2.6667}{4} \approx 1.5833$, "
        r"$y = \frac{8 - 2.25}{3} \approx %s$."
    )
    assert not wrong(page % "1.9167")
    assert wrong(page % "1.9267") == [("1.9267", "1.9167")]


def test_a_value_at_a_state_is_a_quantity() -> None:
    page = r"""$V(s) = \max_a \left( R(s, a) + \gamma V(s') \right)$ with $\gamma = 0.9$.

$V(A) = \max(5 + 0.9 \cdot 0, 1 + 0.9 \cdot 0) = 5$ and
$V(B) = \max(2 + 0.9 \cdot 0, 0.9 \cdot 0) = %s$."""
    assert not wrong(page % "2")
    assert wrong(page % "3") == [("3", "2")]


# ------------------------------------------------------------------ derivatives, two values


def test_a_derivative_is_one_though_a_quantity_is_called_d() -> None:
    page = (
        r"$d = 0.8$, $n = 0.4$, $o = \frac{1}{1 + e^{-n}} \approx 0.5987$ and "
        r"$\frac{do}{dn} = o (1 - o) = 0.5987 \cdot (1 - 0.5987) \approx %s$"
    )
    assert not wrong(page % "0.2403")
    assert wrong(page % "0.2413") == [("0.2413", "0.2403")]
    assert wrong(r"$d = 3$, $t = 2$, $k = 4$, $\frac{d t}{k} = 1.5$, $\frac{d + t}{d} = 1.5$") == [
        ("1.5", "1.7")
    ]


def test_both_roots_stand_behind_one_formula() -> None:
    page = (
        r"$a = 1$, $b = 1$, $c = -6$: $x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a} = "
        r"\frac{-1 \pm 5}{2} = %s \text{ or } %s$"
    )
    assert not wrong(page % ("2", "-3"))
    assert not wrong(page % ("-3", "2"))
    assert not undecided(page % ("2", "-3"))
    assert wrong(page % ("2", "-4")) == [("4", "3")]


CHAIN_RULE = r"""$n = 0.83114$ and $o = \frac{{1}}{{1 + e^{{-n}}}} = 0.69660$.

$$E = \frac{{1}}{{2}}(t - o)^2 = \frac{{1}}{{2}}(0.02 - 0.69660)^2 = 0.22889$$

$$\frac{{\partial E}}{{\partial n}}
= \frac{{\partial E}}{{\partial o}} * \frac{{\partial o}}{{\partial n}}
= {} * 0.21135 = {}$$
"""


def test_a_long_number_hides_no_path_to_what_is_computed_from_it() -> None:
    # o = 0.696596…, o - 0.02 = 0.676596…, o(1 - o) = 0.211350…, and their product 0.142999…
    # n may rest on weights, but not on o; and t is told by a short number in its place.
    assert not wrong(CHAIN_RULE.format("0.67660", "0.14300"))
    assert not undecided(CHAIN_RULE.format("0.67660", "0.14300"))
    assert wrong(CHAIN_RULE.format("0.67606", "0.14300")) == [("0.67606", "0.67660")]
    assert wrong(CHAIN_RULE.format("0.67660", "0.14003")) == [("0.14003", "0.14300")]
    # What w does to E the page hides in n.
    hidden = CHAIN_RULE.format("0.67660", "0.14300") + (
        r"With $w = 0.4$: $\frac{{\partial E}}{{\partial w}} = 0.0715$."
    )
    assert not wrong(hidden)


# ------------------------------------------------------------------ commas, lists


def test_a_comma_is_decimal_where_no_formula_has_a_point() -> None:
    page = (
        "$x = 3,5$, $w = 0,25$: $w x = 0,25 \\cdot 3,5 = %s$, rund $%s$. "
        "$K = 1.250,75$, $2 K = 2.501,5$"
    )
    assert not wrong(page % ("0,875", "0,9"))
    assert not undecided(page % ("0,875", "0,9"))
    assert wrong(page % ("0,885", "0,9")) == [("0,885", "0,875")]
    assert wrong("$K = 1.250,75$ and $2 K = 2.511,50$") == [("2.511,50", "2.501,50")]


def test_a_comma_groups_thousands_where_decimals_have_points() -> None:
    page = "$P = 10,000$, $r = 0.05$: $P r = 10,000 \\cdot 0.05 = 500$ and $P + P r = %s$"
    assert not wrong(page % "10,500")
    assert not undecided(page % "10,500")
    assert wrong(page % "10,600") == [("10,600", "10,500")]


def test_a_comma_separates_where_lists_stand() -> None:
    page = "$a = [1,2]$, $b = [0.5,0.25]$: $a \\cdot b = %s$. $i = 1,2$ and $\\max(0,5) = 5$."
    assert not wrong(page % "1.0")
    assert wrong(page % "1.5") == [("1.5", "1.0")]


def test_lists_in_the_places_of_undefined_symbols_tell_what_they_are() -> None:
    page = "$x = [0.5, 0.6]$ and $z = w \\cdot x = [1,-1] \\cdot [0.5,%s] = [%s]$"
    assert not wrong(page % ("0.6", "-0.1"))
    assert not undecided(page % ("0.6", "-0.1"))
    assert wrong(page % ("0.6", "-0.2")) == [("0.2", "0.1")]
    assert wrong(page % ("0.7", "-0.1")) == [("0.7", "0.6")]


def test_a_list_of_names_tells_the_values_that_steps_start_from() -> None:
    # By hand: 0.1 - 0.4 = -0.3, and the step leads to -0.4 + 0.4 = 0, from which on u = 0.1.
    rest = (
        r"and $z = \theta_0 + \theta_1 = -%s$. Then $\theta_1 = -0.4 - 0.5 \cdot (-0.8) = %s$ "
        r"and $u = \theta_0 - \theta_1 = %s$"
    )
    page = r"$\theta = (\theta_0, \theta_1, \theta_2) = (0.1, -0.4, 0.2)$ " + rest
    assert not wrong(page % ("0.3", "0.0", "0.1"))
    assert not undecided(page % ("0.3", "0.0", "0.1"))
    assert wrong(page % ("0.7", "0.0", "0.1")) == [("0.7", "0.3")]
    assert wrong(page % ("0.3", "0.0", "0.7")) == [("0.7", "0.1")]
    alone = r"$\theta_0 = 0.1$, $\theta_1 = -0.4$, $\theta_2 = 0.2$ " + rest
    for slip in (("0.3", "0.2", "0.1"), ("0.5", "0.0", "0.1"), ("0.8", "0.0", "0.1")):
        assert wrong(page % slip) == wrong(alone % slip) != []


def test_another_section_may_descend_again_from_the_first_value() -> None:
    # By hand: 0.4 - 0.5 * 0.3 = 0.25, and 0.4 - 0.1 * 0.3 = 0.37.
    page = (
        "$w = 0.4$ and $g = 0.3$.\n\n## Descent\n\n$w = 0.4 - 0.5 \\cdot 0.3 = 0.25$\n\n%s"
        "$w \\leftarrow %s - 0.1 \\cdot 0.3 = 0.37$\n"
    )
    method = "## Another method\n\n"
    assert not [f for f in mathdoctest.check(page % (method, "0.4")).findings if f.rule == "update"]
    assert [f for f in mathdoctest.check(page % ("", "0.4")).findings if f.rule == "update"]
    assert [f for f in mathdoctest.check(page % (method, "0.7")).findings if f.rule == "update"]


def test_a_list_of_results_that_are_computed_further_down_is_held_to_their_formulas() -> None:
    # By hand: 0.6 * 0.5 + 0.2 = 0.5, and 0.6 * 0.25 + 0.2 = 0.35.
    page = (
        r"$x_1 = 0.5$, $x_2 = 0.25$ give $z = (z_1, z_2) = (%s, 0.35)$: $z_1 = 0.6 \cdot x_1 + 0.2 "
        r"= 0.50$ and $z_2 = 0.2 + 0.6 \cdot 0.25 = 0.35$"
    )
    assert not wrong(page % "0.50")
    assert wrong(page % "0.60") == [("0.60", "0.50")]


# ------------------------------------------------------------------ remainders, values at numbers


def test_remainders_are_computed() -> None:
    page = r"$e = 17$, $n = 3233$, $m = 65$: $c = m^e \bmod n = 65^{17} \bmod 3233 = %s$"
    assert not wrong(page % "2790")
    assert not undecided(page % "2790")
    assert wrong(page % "2780") == [("2780", "2790")]
    # By hand: 2753 · 17 = 46801 = 15 · 3120 + 1.
    assert wrong(r"$17^{-1} \bmod 3120 = 2753$ and $2753 \cdot 17 \bmod 3120 = 2$") == [("2", "1")]
    congruence = r"$5^6 \equiv %s \pmod{23}$ and $y \equiv 3 \cdot 9 \equiv 27 \equiv %s \pmod{23}$"
    assert not wrong(congruence % ("8", "4"))
    assert wrong(congruence % ("7", "5")) == [("7", "8"), ("5", "4")]


def test_a_value_at_a_number_is_a_quantity_where_nothing_declares_a_function() -> None:
    page = (
        r"$S(0) = 990$, $I(0) = 10$, $\beta = 0.4$: $D = \beta S(0) I(0) / 1000 = 0.4 \cdot 990 "
        r"\cdot 10 / 1000 = 3.96$ and $S(1) = 990 - 3.96 = %s$"
    )
    assert not wrong(page % "986.04")
    assert not undecided(page % "986.04")
    assert wrong(page % "987.04") == [("987.04", "986.04")]
    assert wrong(r"$f(x) = x^2$ and $f(3) = 9.5$") == [("9.5", "9.0")]


def test_a_symbol_may_be_computed_again_from_other_quantities() -> None:
    page = (
        r"$\beta = 0.4$, $s_0 = 0.9$, $s_1 = 0.7$. $D = \beta s_0 = 0.4 \cdot 0.9 = 0.36$. "
        r"Next $D = \beta s_1 = 0.4 \cdot %s = %s$."
    )
    assert not wrong(page % ("0.7", "0.28"))
    assert wrong(page % ("0.7", "0.29")) == [("0.29", "0.28")]
    # In a formula that was not worked out before, another symbol is a slip.
    slip = r"$\beta = 0.4$, $s_0 = 0.9$, $s_1 = 0.7$, $D = \beta s_0$, $D = \beta s_1 = 0.28$"
    assert not mathdoctest.check(slip).ok()


def test_a_whole_number_among_numbers_is_the_result_that_it_repeats() -> None:
    page = (
        r"$a = \frac{6 + 8 + 4 + 5 + 3 + 4}{6} = 5$, $b = \frac{8 + 12 + 9 + 11 + 6 + 8}{6} = 9$, "
        r"$c = \frac{13 + 9 + 11 + 8 + 7 + 12}{6} = 10$ and $m = \frac{5 + %s + 10}{3} = 8$"
    )
    assert not wrong(page % "9")
    assert [c.stands_for for c in claims(page % "9")][-2:] == ["c", "m"]
    # A three for the nine explains the eight, and so does a six for the eight.
    assert not wrong(page % "3")
    assert undecided(page % "3")


def test_a_slip_of_a_rounded_figure_is_told_by_what_follows_from_the_exact_one() -> None:
    page = (
        r"$P = 20000$, $i = 0.005$, $A = \frac{P i}{1 - (1 + i)^{-48}} \approx 469.70$: "
        r"$48 \cdot %s \approx 22545.63$"
    )
    assert not wrong(page % "469.70")
    assert wrong(page % "496.70") == [("496.70", "469.70")]


def test_another_example_may_put_data_in_for_what_was_computed_before() -> None:
    page = (
        r"$n = \frac{m}{M} = \frac{5.85}{58.44} = 0.1001$ and $c = \frac{n}{V} = "
        r"\frac{0.1001}{0.500} = 0.200$. Next $P = \frac{nRT}{V} = "
        r"\frac{0.50 \times 0.08206 \times 298.15}{12.0} = %s$."
    )
    assert not wrong(page % "1.019")
    assert wrong(page % "1.091") != []


def test_resistors_side_by_side() -> None:
    page = (
        r"$R_1 = 100 \,\Omega$, $R_2 = 220 \,\Omega \parallel R_3 = 330 \,\Omega$: "
        r"$R = R_1 + R_2 \parallel R_3 = 100 + 132 = %s \,\Omega$"
    )
    assert not wrong(page % "232")
    assert not undecided(page % "232")
    assert wrong(page % "242") == [("242", "232")]


def test_a_sum_without_an_index_runs_over_the_one_of_its_body() -> None:
    page = (
        r"$x_1 = 1$, $x_2 = 2$, $x_3 = 6$, $\bar{x} = 3$: "
        r"$S = \sum (x_i - \bar{x})^2 = 4 + 1 + 9 = %s$"
    )
    assert not wrong(page % "14")
    assert not undecided(page % "14")
    assert wrong(page % "15") == [("15", "14")]


def test_a_prefix_may_stand_apart_from_its_ohm() -> None:
    page = (
        r"$R = 4.7\,\text{k}\Omega$, $C = 100\,\text{nF}$: $\tau = RC = 4.7 \times 10^{3} \cdot "
        r"100 \times 10^{-9} = 4.7 \times 10^{-4}\,\text{s} = %s\,\text{ms}$"
    )
    assert not wrong(page % "0.47")
    assert wrong(page % "0.74") == [("0.74", "0.47")]


# ------------------------------------------------------------------ parts, names, vectors


def test_each_part_of_an_exercise_may_give_a_symbol_a_value_of_its_own() -> None:
    page = (
        "**b)** $P = \\frac{3744}{2598960} \\approx 0.00144$.\n\n"
        "**c)** $P = \\frac{54912}{2598960} \\approx %s$, again $P = 0.0211$.\n"
    )
    assert not wrong(page % "0.0211")
    assert wrong(page % "0.0212") == [("0.0212", "0.0211")]


def test_a_letter_below_a_name_is_no_argument() -> None:
    page = (
        r"$\pi_H = 0.6$, $\pi_C = 0.4$, $b_H(3) = 0.5$, $b_C(3) = 0.1$, $a = 0.7$. "
        r"$\alpha_1(H) = \pi_H b_H(3) = 0.6 \times 0.5 = 0.30$, "
        r"$\alpha_1(C) = \pi_C b_C(3) = 0.4 \times 0.1 = %s$ and "
        r"$\alpha_2(H) = \alpha_1(H) a + \alpha_1(C) a = 0.30 \times 0.7 + 0.04 \times 0.7 = 0.238$"
    )
    assert not wrong(page % "0.04")
    assert not undecided(page % "0.04")
    assert ("0.05", "0.04") in wrong(page % "0.05")


def test_bars_around_a_vector_are_its_length() -> None:
    page = r"$\vec{u} = (3, -2, 6)$, $|\vec{u}| = \sqrt{9 + 4 + 36} = %s$"
    assert not wrong(page % "7")
    assert wrong(page % "8") == [("8", "7")]


def test_what_is_not_understood_hides_no_numbers_behind_it() -> None:
    page = r"$A = \oint f \, ds = 2.5 \cdot 3.0 = 7.5$ and $2 A = %s$"
    assert not wrong(page % "15.0")
    assert wrong(page % "16.0") == [("16.0", "15.0")]


def test_a_constant_may_take_the_letter_of_another() -> None:
    page = (
        r"$c = 4186$, $2 c = 8372$, $\lambda = 5.0 \times 10^{-7}$. $h = 6.626 \times 10^{-34}$: "
        r"$E = \frac{hc}{\lambda} = \frac{6.626 \times 10^{-34} \times 3.00 \times 10^{8}}"
        r"{5.0 \times 10^{-7}} = %s \times 10^{-19}$"
    )
    assert not wrong(page % "3.98")


def test_two_slips_at_once_are_no_other_example() -> None:
    page = (
        r"$\gamma = 0.9$, $v = 2.0$, $w = 1.5$. "
        r"$d = 2 + \gamma v - w = 2 + %s \cdot %s - 1.5 = 2.3$ and "
        r"$w + 0.2 d = 1.5 + 0.2 \cdot 2.3 = 1.96$"
    )
    assert not wrong(page % ("0.9", "2.0"))
    assert ("1.96", "1.95") not in wrong(page % ("0.8", "2.2"))


def test_a_slip_in_the_first_group_of_digits_ends_no_number() -> None:
    assert wrong(r"$x = 1.5$, $1000 x = 1{,}500 = 0,500$") == [("0,500", "1,500")]


# ------------------------------------------------------------------ totals


def test_a_sum_that_says_not_over_what_is_a_quantity_of_its_own() -> None:
    page = (
        r"$n = 5$, $\sum x = 15$, $\sum y = 20$, $\sum xy = 66$, $\sum x^2 = 55$. "
        r"$b = \frac{n \sum xy - \sum x \sum y}{n \sum x^2 - (\sum x)^2} = "
        r"\frac{5(66) - (15)(20)}{5(%s) - 15^2} = \frac{330 - 300}{275 - 225} = %s$ "
        r"and $\bar{y} = \sum y / n = 20 / 5 = 4$. At $x = 6$: $b x = 0.6 \cdot 6 = 3.6$"
    )
    assert not wrong(page % ("55", "0.6"))
    assert not undecided(page % ("55", "0.6"))
    assert wrong(page % ("65", "0.6")) == [("65", "55")]
    assert wrong(page % ("55", "0.8")) == [("0.8", "0.6")]


def test_a_total_is_added_up_where_the_page_says_over_what() -> None:
    page = r"$x = [1, 2, 6]$, $\sum x = 1 + 2 + 6 = %s$ and $\sum x / 3 = 3$"
    assert not wrong(page % "9")
    assert wrong(page % "8") == [("8", "9")]


def test_degrees_of_temperature_are_a_unit() -> None:
    page = (
        r"$T_1 = 95\ ^\circ\text{C}$, $T_2 = 20\,{}^{\circ}\mathrm{C}$ and $F = 77 °F$: "
        r"$T_1 - T_2 = 95 - %s = %s\ ^\circ\text{C}$, $\cos 60^\circ = 0.5$, $2 F = 154$"
    )
    assert not wrong(page % ("20", "75"))
    assert not undecided(page % ("20", "75"))
    assert wrong(page % ("20", "85")) == [("85", "75")]
    assert wrong(page % ("30", "75")) == [("30", "20")]


def test_an_update_rule_for_any_state_says_what_the_numbers_of_one_stand_for() -> None:
    page = (
        r"$Q(s, a) \leftarrow Q(s, a) + \alpha [r + \gamma \max_{a'} Q(s', a') - Q(s, a)]$ with "
        r"$\alpha = 0.1$, $\gamma = 0.9$, $Q(s_1, \text{up}) = 0.5$ and $Q(s_2, \text{up}) = 0.8$. "
        r"For $r = 0$: $Q(s_1, \text{up}) \leftarrow 0.5 + %s [0 + %s \cdot 0.8 - %s] = "
        r"0.5 + 0.1 \cdot 0.22 = %s$. Then for $r = 1$: $Q(s_1, \text{up}) \leftarrow "
        r"0.522 + 0.1 [1 + 0.9 \cdot 0.8 - 0.522] = 0.6418$"
    )
    right = ("0.1", "0.9", "0.5", "0.522")
    assert not wrong(page % right)
    assert not undecided(page % right)
    for place, slip in enumerate(("0.2", "0.8", "0.6", "0.552")):
        slipped = (*right[:place], slip, *right[place + 1 :])
        assert wrong(page % slipped) == [(slip, right[place])]


def test_an_update_with_other_data_than_the_page_gave_is_no_slip() -> None:
    page = (
        r"$V(s) \leftarrow V(s) + \alpha (G - V(s))$ with $\alpha = 0.5$, $G = 2$, $V(s_1) = 1$. "
        r"Another return: $V(s_1) \leftarrow 1 + 0.5 (3 - 1) = 2$"
    )
    assert not wrong(page)


SLOPE = r"""$\bar x = 2$, $\bar y = 5$ and

$$b = \frac{{\sum (x_i - \bar x)(y_i - \bar y)}}{{\sum (x_i - \bar x)^2}}$$

$$\sum (x_i - \bar x)(y_i - \bar y) = (1-2)(3-5) + (3-2)(6-5) = 2 + 1 = {}$$

$$\sum (x_i - \bar x)^2 = (1-2)^2 + (3-2)^2 = 2$$

$$b = \frac{{{}}}{{2}} = {}$$
"""


def test_a_sum_that_nobody_bounds_is_what_the_page_says_of_it() -> None:
    assert not wrong(SLOPE.format("3", "3", "1.5"))
    assert not undecided(SLOPE.format("3", "3", "1.5"))
    assert wrong(SLOPE.format("4", "3", "1.5")) == [("4", "3")]
    assert wrong(SLOPE.format("3", "3", "1.6")) == [("1.6", "1.5")]
    # Which of the two is wrong nothing tells; that one is, the checker says.
    assert undecided(SLOPE.format("3", "5", "1.5")) == ["1.5"]


# ------------------------------------------------------------------ more data of old symbols


def test_another_sample_may_put_other_numbers_in_where_the_page_says_none() -> None:
    page = (
        "$$s = a \\cdot u + c = 0.4 \\cdot 0.5 + 0.1 = 0.3$$\n\nThe next one:\n\n"
        "$$s = a \\cdot u + c = 0.4 \\cdot 2.0 + 0.1 = %s$$\n\nThe last one:\n\n"
        "$$s = a \\cdot u + c = 0.4 \\cdot 3.0 + 0.1 = 1.3$$\n"
    )
    assert not wrong(page % "0.9")
    assert wrong(page % "0.8")
    # With the old result it is a slip.
    same = r"$s = a u = 0.4 \cdot 0.5 = 0.20$, and again $s = a u = 0.4 \cdot %s = 0.20$"
    assert not wrong(same % "0.5")
    assert wrong(same % "0.6") == [("0.6", "0.5")]


def test_data_given_side_by_side_in_items_may_be_given_anew_together() -> None:
    page = (
        "1. Fair coins:\n   - \\( n = 4 \\), \\( p = 0.5 \\)\n\n"
        "   \\[ n p = 4 \\cdot 0.5 = 2.0 \\]\n\n"
        "2. Loaded coins:\n   - \\( n = %s \\), \\( p = 0.9 \\)\n\n"
        "   \\[ n p = %s \\cdot 0.9 = %s \\]\n"
    )
    assert not wrong(page % ("20", "20", "18.0"))
    assert wrong(page % ("20", "20", "18.5")) == [("18.5", "18.0")]
    # Beside the old number of coins it is a slip.
    assert ("0.9", "0.5") in wrong(page % ("4", "4", "2.0"))


def test_factors_that_stand_apart_are_no_group_where_those_in_order_have_no_more_slips() -> None:
    page = (
        r"$w = 0.8$, $x = 0.5$, $u = 0.7$, $r = 0.5744$, $h = 0.2$: $s = w x + u (r h) = "
        r"0.8 \cdot 0.5 + %s \cdot %s = 0.4804$ and $\tanh(s) = 0.4466$"
    )
    assert not wrong(page % ("0.7", "0.1149"))
    # u h = 0.14 is 0.1 too, to one decimal.
    assert wrong(page % ("0.1", "0.1149")) == [("0.1", "0.7")]
    assert wrong(page % ("0.7", "0.1194")) == [("0.1194", "0.1149")]
    assert not wrong(page % ("0.14", "0.5744"))


# ------------------------------------------------------------------ what a number does not tell


def test_what_is_only_given_as_a_number_may_depend_on_anything() -> None:
    page = (
        r"$w = 0.5$, $L = 2.0$, $\frac{\partial L}{\partial w} = -0.3$ and $\eta = 0.1$. "
        r"$u = w - \eta \cdot \frac{\partial L}{\partial w} = 0.5 - 0.1 \times (-0.3) = %s$"
    )
    assert not wrong(page % "0.53")
    assert wrong(page % "0.47") == [("0.47", "0.53")]
    # By its formula it is known.
    told = r"$w = 0.5$, $L = 2 w^2 = 0.5$ and $\frac{\partial L}{\partial w} = %s$"
    assert not wrong(told % "2.0")
    assert wrong(told % "2.3") == [("2.3", "2.0")]


def test_a_square_hides_a_sign() -> None:
    page = r"$E = \frac{1}{2} (0.2 - 0.7)^2 = \frac{1}{2} (%s)^2 = 0.125$"
    assert not wrong(page % "0.5")
    assert not wrong(page % "-0.5")
    assert wrong(page % "0.4") == [("0.4", "0.5")] or wrong(page % "0.4") == [("0.4", "-0.5")]
    cube = r"$E = \frac{1}{2} (0.2 - 0.7)^3 = \frac{1}{2} (%s)^3 = -0.0625$"
    assert not wrong(cube % "-0.5")
    assert wrong(cube % "0.5")


def test_one_number_in_words_after_another_goes_on_as_the_page_goes_on() -> None:
    page = (
        "For $x = 85$: $$u = \\frac{85 - 75}{10} = 1.$$\n\n"
        "For $x = 70$: $$v = \\frac{70 - 75}{10} = -0.5.$$\n\n"
        "For $x = 90$: $$w = \\frac{90 - 75}{10} = %s.$$\n"
    )
    assert not wrong(page % "1.5")
    assert wrong(page % "1.6") == [("1.6", "1.5")]


def test_the_next_statement_tells_whether_another_section_computes_a_symbol_anew() -> None:
    page = (
        "# One\n\n$$z = \\frac{85 - 70}{15}$$\n\n$$z = \\frac{15}{15}$$\n\n$$z = 1$$\n\n"
        "# Two\n\n$$z = \\frac{%s - 70}{15}$$\n\n$$z = \\frac{%s}{15}$$\n\n$$z = %s$$\n"
    )
    assert not wrong(page % ("55", "-15", "-1"))
    assert wrong(page % ("55", "-15", "-2")) == [("2", "1")]
    # With the old result the operand is a slip.
    assert wrong(page % ("75", "15", "1")) == [("75", "85")]


def test_an_item_may_say_a_symbol_of_another_case_from_what_nothing_tells() -> None:
    page = (
        "- First: $t_{1/2} = \\frac{\\ln 2}{k} = 40$, so $k = \\frac{\\ln 2}{40}$.\n"
        "- Second: $t_{1/2} = \\frac{A}{2 q} = 20$, so $q = \\frac{A}{40}$; "
        "$3 \\cdot 20 = %s$.\n"
    )
    assert not wrong(page % "60")
    assert wrong(page % "61") == [("61", "60")]


# ------------------------------------------------------------------ what is left to the reader


def test_a_function_follows_the_weights_that_were_updated() -> None:
    page = (
        "The model is $h(x) = w x + b$; we start at $w = 0.5$, $b = 0.1$ with $\\eta = 0.1$.\n\n"
        "$$h(2) = 0.5 \\cdot 2 + 0.1 = 1.1$$\n\n"
        "$$w := w - \\eta \\cdot 1.2 = 0.5 - 0.12 = 0.38$$\n\n"
        "$$h(2) = 0.38 \\cdot 2 + 0.1 = %s$$\n"
    )
    assert not wrong(page % "0.86")
    assert wrong(page % "0.96") == [("0.96", "0.86")]
    # The weight from before the update is a slip.
    assert ("0.5", "0.4") in wrong((page % "1.1").replace("0.38 \\cdot", "0.5 \\cdot"))


def test_a_sum_of_as_many_terms_as_there_are_tells_how_many() -> None:
    page = (
        r"$x = [2.0, 4.5, 3.0, 6.5]$. $$\mu = \frac{1}{m} \sum_{i=1}^{m} x_i "
        r"= \frac{2.0 + 4.5 + 3.0 + 6.5}{%s} = %s$$ "
        r"$$v = \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2 = \frac{4 + 0.25 + 1 + %s}{4} = 2.875$$"
    )
    assert not wrong(page % ("4", "4.0", "6.25"))
    assert wrong(page % ("4", "4.1", "6.25")) == [("4.1", "4.0")]
    assert wrong(page % ("3", "4.0", "6.25")) == [("3", "4")]
    assert wrong(page % ("4", "4.0", "6.15")) == [("6.15", "6.25")]
    findings = mathdoctest.check(page % ("4", "4.0", "6.25")).findings
    assert [f.message for f in findings if f.rule == "undefined-symbol"] == [
        "nothing on this page says what m is; it is taken for 4, the number of a sum's terms"
    ]
    # Where the page says how many, that counts.
    assert wrong("$m = 3$, " + page % ("3", "3.17", "6.25"))


def test_a_head_with_an_equation_says_what_the_numbers_below_are() -> None:
    page = (
        "$c = 1.5$ and $x = [2.0, 4.5]$.\n\n"
        "| $i$ | $x_i$ | $y_i = c x_i - 1$ |\n|--|--|--|\n| 1 | 2.0 | 2.0 |\n| 2 | 4.5 | %s |\n"
    )
    assert not wrong(page % "5.75")
    assert wrong(page % "5.57") == [("5.57", "5.75")]


def test_a_trace_is_the_sum_of_the_diagonal() -> None:
    page = (
        r"$A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$, "
        r"$\operatorname{tr}(A) = 1 + %s = 5$ and $2 \cdot \mathrm{tr}(A) = %s$."
    )
    assert not wrong(page % ("4", "10"))
    assert wrong(page % ("3", "10")) == [("3", "4")]
    assert wrong(page % ("4", "11")) == [("11", "10")]


def test_a_zero_has_no_sign() -> None:
    page = "$a = 0.12345$, $b = 0.12347$ and $a - b = 0.12345 - 0.12347 = %s$"
    assert not wrong(page % "0")
    assert not wrong(page % "0.000")
    assert not wrong(page % "-0.0000")
    assert wrong(page % "0.00002") == [("0.00002", "-0.00002")]
    assert wrong(page % "0.001") == [("0.001", "0.000")]


def test_a_weight_of_a_layer_has_the_value_beside_it_in_a_table() -> None:
    page = (
        "| weight | value |\n|:--|--:|\n| $w^{(1)}_{11}$ | %s |\n| $w_{12}^{(1)}$ | 0.3 |\n\n"
        "$z = 2 w^{(1)}_{11} + w^{(1)}_{12} = 0.5$"
    )
    assert not wrong(page % "0.1")
    assert wrong(page % "0.2") == [("0.5", "0.7")]


def test_a_square_that_is_told_in_numbers_tells_its_root() -> None:
    page = r"$s^2 = \frac{(-0.16)^2 + 0.24^2 + (-0.46)^2}{2} = %s$ and $s = \sqrt{0.1474} = %s$"
    assert not wrong(page % ("0.1474", "0.3839"))
    assert not undecided(page % ("0.1474", "0.3839"))
    assert wrong(page % ("0.1484", "0.3839"))[0] == ("0.1484", "0.1474")
    assert wrong(page % ("0.1474", "0.3893")) == [("0.3893", "0.3839")]


def test_what_a_number_in_its_place_tells_is_said_once() -> None:
    page = r"$A = \frac{T}{T + F} = \frac{42}{42 + 8} = 0.84$"
    found = [f for f in mathdoctest.check(page).findings if f.rule == "undefined-symbol"]
    assert [(f.verdict, f.advice) for f in found] == [("unverified", True)] * 2


def test_marks_above_letters_may_be_characters() -> None:
    page = r"$y = 1$, $ŷ = 2 \cdot 0.3 = 0.6$, $x̄ = 0.5$ and $\hat{y} - y + \bar x = %s$"
    assert not wrong(page % "0.1")
    assert not undecided(page % "0.1")
    assert wrong(page % "0.2") == [("0.2", "0.1")]


def test_a_name_in_words_that_a_row_defines_is_no_function() -> None:
    page = (
        "\\begin{align*}\n\\text{out}_{o} &= \\frac{1}{2} = 0.5\n\\end{align*}\n\n"
        "$d = \\text{out}_o (1 - \\text{out}_o) = 0.5 (1 - 0.5) = %s$"
    )
    assert not wrong(page % "0.25")
    assert not mathdoctest.check(page % "0.25").counts["unknown"]
    assert wrong(page % "0.35") == [("0.35", "0.25")]


def test_what_a_number_told_may_be_updated() -> None:
    page = (
        r"$z = w \cdot 3 = 0.4 \cdot 3 = 1.2$, $w \leftarrow w - 0.1 z = 0.4 - 0.12 = %s$, "
        r"$2 w = %s$"
    )
    assert not wrong(page % ("0.28", "0.56"))
    assert wrong(page % ("0.29", "0.56")) == [("0.29", "0.28")]
    assert wrong(page % ("0.28", "0.8")) == [("0.8", "0.6")]


def test_softmax_of_a_matrix_is_one_of_each_row() -> None:
    page = (
        r"$S = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}$ and $A = \operatorname{softmax}(S) ="
        r" \begin{bmatrix} 0.269 & 0.731 \\ 0.269 & %s \end{bmatrix}$"
    )
    # e / (1 + e) = 0.7311, in either row.
    assert not wrong(page % "0.731")
    assert wrong(page % "0.713") == [("0.713", "0.731")]
    column = r"$z = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$, $\text{softmax}(z) = %s$"
    assert not wrong(column % r"\begin{bmatrix} 0.269 \\ 0.731 \end{bmatrix}")


def test_a_power_of_a_matrix_is_a_product() -> None:
    page = (
        r"$P = \begin{pmatrix} 0.9 & 0.1 \\ 0.5 & 0.5 \end{pmatrix}$, "
        r"$P^2 = \begin{pmatrix} 0.86 & 0.14 \\ 0.70 & %s \end{pmatrix}$ and "
        r"$P^3 = \begin{pmatrix} 0.844 & 0.156 \\ 0.780 & %s \end{pmatrix}$"
    )
    assert not wrong(page % ("0.30", "0.220"))
    assert not undecided(page % ("0.30", "0.220"))
    assert wrong(page % ("0.40", "0.220")) == [("0.40", "0.30")]
    assert wrong(page % ("0.30", "0.202")) == [("0.202", "0.220")]


def test_brackets_that_make_whole_numbers() -> None:
    page = r"$n = 7$ and $\left\lfloor \frac{n - 3}{2.5} \right\rfloor + 1 = %s$"
    assert not wrong(page % "2")
    assert not mathdoctest.check(page % "2").counts["unknown"]
    assert wrong(page % "3") == [("3", "2")]
    assert wrong(r"$\lceil 7 / 2 \rceil + 0.5 = 3.5$") == [("3.5", "4.5")]
    assert not wrong(r"$\lfloor \log_2 8 \rfloor + 0.5 = 3.5$")


def test_an_activation_may_be_applied_to_a_sum_or_a_matrix() -> None:
    page = (
        r"$O = \begin{bmatrix} -12 & 0.5 \end{bmatrix}$, $\text{ReLU}(O + 1) = \text{ReLU} "
        r"\begin{bmatrix} -11 & %s \end{bmatrix} = \begin{bmatrix} 0 & %s \end{bmatrix}$"
    )
    assert not wrong(page % ("1.5", "1.5"))
    assert not undecided(page % ("1.5", "1.5"))
    assert wrong(page % ("1.6", "1.5")) == [("1.6", "1.5")]
    assert wrong(page % ("1.5", "1.6")) == [("1.6", "1.5")]


def test_sigma_before_brackets_that_fill_a_segment_is_the_logistic_function() -> None:
    page = (
        r"A deviation of $\sigma = 2$. The gate is "
        r"$z = \sigma(0.4 \cdot 0.8 - 0.55) = \sigma(-0.23) = %s$"
    )
    assert not wrong(page % "0.4428")
    assert wrong(page % "0.4482") == [("0.4482", "0.4428")]
    # Beside something else it is the factor that the page gives.
    assert not wrong(r"$\sigma = 2$ and $x = 1 + \sigma(0.5 + 0.2) = 2.4$")


LIKEWISE = r"""$x_1 = 2$, $x_2 = 4$, $x_3 = 1$, $\mu = 3$ and $v = 2.5$.

$$u_1 = \frac{{x_1 - \mu}}{{\sqrt{{v}}}} = \frac{{2 - 3}}{{\sqrt{{2.5}}}} \approx -0.6325$$

Likewise $u_2 \approx {}$ and $u_3 \approx {}$.
"""


def test_what_is_told_likewise_is_held_to_the_formula_of_the_first_one() -> None:
    # (4 - 3) / 1.5811 = 0.6325 and (1 - 3) / 1.5811 = -1.2649
    right = LIKEWISE.format("0.6325", "-1.2649")
    assert not wrong(right)
    assert not undecided(right)
    assert wrong(LIKEWISE.format("0.6325", "1.2649")) == [("1.2649", "-1.2649")]
    assert wrong(LIKEWISE.format("0.6235", "-1.2649")) == [("0.6235", "0.6325")]


def test_what_is_told_likewise_of_a_later_step_rests_on_the_step_before_it() -> None:
    page = (
        r"$x_1 = 1.2$, $x_2 = 0.5$, $h_0 = 0.3$. $h_1 = \tanh(x_1 / 2 + h_0 / 4) = "
        r"\tanh(0.675) = 0.5883$, and in the same way $h_2 = {}$."
    )
    # tanh(0.25 + 0.58826 / 4) = tanh(0.39706) = 0.37743; with h_0 it would be 0.3140.
    assert not wrong(page.format("0.3774"))
    assert wrong(page.format("0.3747")) == [("0.3747", "0.3774")]
    assert wrong(page.format("0.3140")) == [("0.3140", "0.3774")]


def test_a_number_told_of_something_else_is_a_datum_though_its_neighbour_has_a_formula() -> None:
    page = r"$L_1 = 0.6$, $L_2 = 0.9$, $T_1 = 2 L_1 + 1 = 2.20$. A clock shows $T_2 = 2.93$."
    assert not wrong(page)


def test_a_function_is_declared_anew_in_another_section() -> None:
    page = (
        "# One\n\n$f(t) = (t - 0.5)^2$ and $f(2) = 2.25$.\n\n"
        "# Two\n\n$f(w) = 3 w^3 + 1$ and $f(2) = {}$."
    )
    assert not wrong(page.format("25.0"))
    assert wrong(page.format("26.0")) == [("26.0", "25.0")]
    slip = "# One\n\n$f(t) = t^2 + 1$.\n\n# Two\n\n$f(t) = t^3 + 1$ and $f(2) = 5.0$."
    assert any(f.rule == "identity" for f in mathdoctest.check(slip).findings)


ACROSS = r"""
| $x$ | 1 | 2 | 3 | 4 |
|---|---|---|---|---|
| $y$ | 2.1 | 3.9 | 6.2 | 7.8 |

$$\sum_i x_i y_i = 1 \cdot 2.1 + 2 \cdot {} + 3 \cdot 6.2 + 4 \cdot 7.8 = 59.7$$
"""


def test_rows_of_a_table_may_be_lists() -> None:
    assert not wrong(ACROSS.format("3.9"))
    assert not undecided(ACROSS.format("3.9"))
    assert wrong(ACROSS.format("9.3")) == [("9.3", "3.9")]


BESIDE = r"""
| Category | Observed $O$ | Expected $E$ | $(O-E)^2/E$ |
|---|---|---|---|
| A | 44 | 50 | 0.72 |
| B | 62 | 50 | {} |
"""


def test_a_column_is_computed_from_the_columns_beside_it() -> None:
    assert not wrong(BESIDE.format("2.88"))
    assert wrong(BESIDE.format("2.78")) == [("2.78", "2.88")]
    # 6.2 - 4.98 may be anything from 1.175 to 1.265, for 6.2 and 4.98 may be rounded.
    rounded = "| $y_i$ | $p_i$ | $y_i - p_i$ |\n|---|---|---|\n| 6.20 | 4.98 | 1.225 |\n"
    assert not wrong(rounded)
    assert wrong(rounded.replace("1.225", "1.252")) == [("1.252", "1.220")]


def test_a_trace_gives_its_matrix_no_new_value() -> None:
    page = (
        r"$M = \begin{pmatrix} 2.3 & 0.8 \\ 0.8 & 1.1 \end{pmatrix}$, $\operatorname{tr} M = %s$, "
        r"$\operatorname{rank} M = 2$ and $M (1, 0)^\top = (2.3, %s)^\top$"
    )
    assert not wrong(page % ("3.4", "0.8"))
    assert wrong(page % ("3.5", "0.9")) == [("3.5", "3.4"), ("0.9", "0.8")]


def test_a_bar_over_the_name_of_a_list_is_its_mean() -> None:
    page = r"Prices $y = (150, 180, 210, 270)$ with $\bar{y} = %s$ and $\bar{y} + 1 = %s$."
    assert not wrong(page % ("202.5", "203.5"))
    assert wrong(page % ("205.2", "203.5")) == [("205.2", "202.5")]
    numbered = r"$x_1 = 2$, $x_2 = 5$, $x_3 = -4$, so $\bar{x} = %s$"
    assert not wrong(numbered % "1.0")
    assert wrong(numbered % "1.1") == [("1.1", "1.0")]
    # What is nowhere near a mean is something else.
    assert not wrong(r"$x = (2, 4)$ and $\bar{x} = 0.5$")


def test_either_of_two_values_is_one_of_the_two() -> None:
    page = r"$\lambda_{1,2} = \frac{7 \pm \sqrt{49 - 40}}{2} = \frac{7 \pm 3}{2}$: $\lambda_1 = %s$"
    assert not wrong(page % "5")
    assert not wrong(page % "2")
    assert wrong(page % "4") == [("4", "5")]


def test_a_quantity_of_an_undeclared_function_is_what_its_chain_comes_to() -> None:
    page = (
        r"$x = \begin{bmatrix} 1.5 \\ -0.8 \end{bmatrix}$ and "
        r"$w = \begin{bmatrix} 0.6 & -0.9 \end{bmatrix}$"
        "\n\n"
        r"$$d = w^\top \odot g'(x) = \begin{bmatrix} 0.6 \cdot (-0.5) \\ -0.9 \cdot (-0.5) "
        r"\end{bmatrix} = \begin{bmatrix} -0.3 \\ 0.45 \end{bmatrix}$$"
        "\n\n"
        r"$$G = d x^\top = \begin{bmatrix} -0.45 & 0.24 \\ 0.675 & -%s \end{bmatrix}$$"
    )
    assert not wrong(page % "0.36")
    assert wrong(page % "0.63") == [("0.63", "0.36")]


def test_steps_are_held_to_the_rule_for_the_next_one() -> None:
    page = (
        r"With $x_0 = 2$ and $x_{{n+1}} = x_n - \frac{{x_n^2 - 2}}{{2 x_n}}$ we get $x_1 = 1.5$, "
        r"$x_2 = {}$ and $x_3 = {}$."
    )
    # 1.5 - 0.25 / 3 = 17/12 and 577/408 = 1.414216
    assert not wrong(page.format("1.4167", "1.4142"))
    assert wrong(page.format("1.4617", "1.4142")) == [("1.4617", "1.4167")]
    assert wrong(page.format("1.4167", "1.4124")) == [("1.4124", "1.4142")]
    # A rule of two steps begins with two data; what is one subscript is no step.
    two = r"$F_1 = 1$, $F_2 = 1$, $F_{{n+1}} = F_n + F_{{n-1}}$, so $F_3 = 2$ and $F_4 = {}$."
    assert not wrong(two.format("3"))
    assert wrong(two.format("4")) == [("4", "3")]
    assert not wrong(r"$n = 6$, $t_{n-1} = 2.571$ and $t_1 = 3$.")


MOMENTUM = r"""# Adam

$v_0 = 0$ and $v_1 = 0.1 \cdot 0.09 = 0.009$.

# Momentum

$\mu = 0.9$, $w_0 = 5$, $v_0 = 0$.
$v_{{k+1}} = \mu v_k + 2 w_k$, $w_{{k+1}} = w_k - 0.05 v_{{k+1}}$.

| $k$ | $v_k$ | $w_k$ |
|----:|------:|------:|
| 1 | 10.000 | 4.500 |
| 2 | {} | 3.600 |
| 3 | 23.400 | {} |
"""


def test_a_table_of_steps_is_held_to_the_rules_of_its_section() -> None:
    # 0.9 · 10 + 2 · 4.5 = 18 and 3.6 - 0.05 · 23.4 = 2.43
    right = MOMENTUM.format("18.000", "2.430")
    assert not wrong(right)
    assert not [f for f in mathdoctest.check(right).findings if f.rule == "identity"]
    assert wrong(MOMENTUM.format("18.900", "2.430")) == [("18.900", "18.000")]
    assert wrong(MOMENTUM.format("18.000", "2.268")) == [("2.268", "2.430")]


NEURONS = r"""$x_1 = 2$, $x_2 = 1$; $w_{{11}} = 0.1$, $w_{{12}} = 0.4$, $b_1 = 0.05$,
$w_{{21}} = -0.3$, $w_{{22}} = 0.2$, $b_2 = -0.1$.

$$z_1 = w_{{11}} x_1 + w_{{12}} x_2 + b_1 = 0.1 \cdot 2 + 0.4 \cdot 1 + 0.05 = 0.65$$

Similarly $z_2 = {}$.
"""


def test_the_second_of_two_numbers_in_a_subscript_is_another_one_than_the_first() -> None:
    # -0.3 · 2 + 0.2 · 1 - 0.1 = -0.5: x_1 stays, b_1 becomes b_2, and w_11 becomes w_21.
    assert not wrong(NEURONS.format("-0.50"))
    assert wrong(NEURONS.format("-0.60")) == [("0.60", "0.50")]
    assert wrong(NEURONS.format("0.50")) == [("0.50", "-0.50")]


def test_two_digits_of_a_result_that_changed_places_are_a_slip() -> None:
    page = (
        r"$U = 6.0$, $R_1 = 110$, $R_2 = 220$, $I_1 = \frac{{U}}{{R_1}} = 0.0545$ and $I_2 = {}$."
    )
    assert not wrong(page.format("0.0273"))
    assert wrong(page.format("0.0237")) == [("0.0237", "0.0273")]
    # One last digit may be what was measured.
    assert not wrong(page.format("0.0271"))


def test_what_is_told_likewise_hides_what_a_gradient_rests_on() -> None:
    # How a_2 comes from w_2 the page does not say, so 0.1243 is no slip of 0.
    page = (
        r"$w_1 = 0.4$, $w_2 = 0.7$, $v = 2$, $a_1 = \tanh(0.9 w_1) = 0.3452$. In the same way "
        r"$a_2 = 0.2510$. $y = a_1 + v a_2$ and $\frac{\partial y}{\partial w_2} = 0.1243$."
    )
    assert not wrong(page)


def test_a_calculation_that_comes_to_one_number_is_no_list_that_has_the_name() -> None:
    page = (
        "# One\n\n$x = (1, 2)$ and $\\hat{{y}} = 2 x + 0.5$.\n\n# Two\n\n"
        "$$\\hat{{y}} = \\frac{{1}}{{1 + e^{{-0.3}}}} = {}$$ $$J = -\\ln(1 - \\hat{{y}}) = {}$$"
    )
    # ln(1 + e^0.3) = 0.8544
    page = page.replace("$$ $$", "$$\n\n$$")
    assert not wrong(page.format("0.5744", "0.8544"))
    assert wrong(page.format("0.5474", "0.8544")) == [("0.5474", "0.5744")]
    assert wrong(page.format("0.5744", "0.8454")) == [("0.8454", "0.8544")]


def test_a_list_that_is_transposed_where_it_is_written_is_a_column() -> None:
    page = (
        r"$W = \begin{bmatrix} 0.5 & -0.2 \\ 0.1 & 0.3 \end{bmatrix}$, $x = [2, 1]^T$, "
        r"$b = [0.1, -0.1]^T$, $z = W x + b = [%s, 0.4]^T$ and $x^T z = 2.2$."
    )
    # 0.5 · 2 - 0.2 · 1 + 0.1 = 0.9, and 2 · 0.9 + 1 · 0.4 = 2.2
    assert not wrong(page % "0.9")
    assert not undecided(page % "0.9")
    assert wrong(page % "0.8") == [("0.8", "0.9")]


def test_an_elementwise_product_goes_on_from_the_product_before_it() -> None:
    page = (
        r"$W = \begin{bmatrix} 0.5 & -0.2 \\ 0.1 & 0.3 \end{bmatrix}$, $d = [2, 1]$, "
        r"$g = [0.5, 0.2]$, $x = [3, 1]$, $u = W^\top d \odot g = [%s, -0.02]$ and "
        r"$G = d \odot g x^\top = \begin{bmatrix} 3 & 1 \\ 0.6 & %s \end{bmatrix}$."
    )
    # (0.5 · 2 + 0.1 · 1) 0.5 = 0.55, and 1 · 0.2 · 1 = 0.2
    assert not wrong(page % ("0.55", "0.2"))
    assert not undecided(page % ("0.55", "0.2"))
    assert wrong(page % ("0.65", "0.2")) == [("0.65", "0.55")]
    assert wrong(page % ("0.55", "0.3")) == [("0.3", "0.2")]


def test_a_result_that_is_told_again_after_an_update_is_that_of_the_new_values() -> None:
    page = (
        "$x = 2$, $t = 3$, $w = 0.5$, $y = w x = 1$ and $L = (t - y)^2 = 4$.\n\n"
        r"$$w \leftarrow w - 0.1 \cdot 2 (y - t) x = 0.5 + 0.8 = 1.3$$"
        "\n\nNow the loss is $L = {}$, which is less.\n"
    )
    # (3 - 1.3 · 2)² = 0.16
    assert not wrong(page.format("0.16"))
    assert not undecided(page.format("0.16"))
    assert wrong(page.format("0.17")) == [("0.17", "0.16")]
    # Of the old value a slip is a slip.
    assert wrong(page.format("4.1")) == [("4.1", "4.0")]


def test_a_function_that_a_sentence_says_by_cases_is_none_of_them_alone() -> None:
    page = (
        r"$f(u) = u$ for $u %s 0$ and $f(u) = 0.1 u$ otherwise. "
        "$a = -0.6$, $b = f(a) = 0.1 \\cdot (-0.6) = {}$.\n"
    )
    for sign in (">", r"\ge"):
        assert not wrong((page % sign).format("-0.06"))
        assert wrong((page % sign).format("-0.07")) == [("0.07", "0.06")]
    # Two formulas for one function are no cases.
    assert wrong("$f(u) = 2 u$, which is also $f(u) = 3 u$.") or undecided(
        "$f(u) = 2 u$, which is also $f(u) = 3 u$."
    )


def test_an_item_of_a_list_names_what_its_formula_is_about() -> None:
    page = (
        "$A = 38$, $B = 7$ and $C = 50$.\n\n- Precision $= \\frac{38}{38 + 7} = %s$\n"
        "- Share $= \\frac{38}{38 + 50} = 0.4318$\n"
    )
    assert not wrong(page % "0.8444")
    assert wrong(page % "0.8454") == [("0.8454", "0.8444")]


def test_a_rule_over_time_holds_for_each_step() -> None:
    page = (
        r"$$h_t = 0.5 x_t + 0.8 h_{t-1}$$"
        "\n\n$h_0 = 0$, $x_1 = 1$, $x_2 = -0.5$. At $t = 1$: "
        r"$h_1 = 0.5 \cdot 1 = 0.5$. At $t = 2$: $h_2 = 0.5 \cdot (-0.5) + 0.8 \cdot %s = 0.15$. "
        "Back to $t = 1$.\n"
    )
    assert not wrong(page % "0.5")
    assert wrong(page % "0.7") == [("0.7", "0.5")]
    # A target that is called t counts nothing.
    target = "$t = 1$, $y = 3$, $E = y - t = 3 - %s = 2$, where $t = %s$"
    assert not wrong(target % ("1", "1"))
    assert wrong(target % ("1", "4")) == [("4", "1")]


def test_a_result_of_marked_new_values_is_computed_from_them() -> None:
    page = (
        "$x = 2$, $t = 3$, $w = 0.5$, $y = w x = 1$ and $L = (t - y)^2 = 4$.\n\n"
        r"$$w^{+} = w - 0.1 \cdot 2 (y - t) x = 0.5 + 0.8 = 1.3$$"
        "\n\nWith the new weight $y = %s$ and $L = %s$.\n"
    )
    assert not wrong(page % ("2.6", "0.16"))
    assert not undecided(page % ("2.6", "0.16"))
    assert wrong(page % ("2.6", "0.17")) == [("0.17", "0.16")]


def test_a_later_state_that_nothing_computes_is_unknown_and_no_slip() -> None:
    page = "$x = 2$, $w = 0.5$, $y = w x + 0.25 = 1.25$. %s $y = %s$.\n"
    later = page % ("After ten more epochs", "3.68")
    assert not wrong(later)
    assert undecided(later)
    # A slip of the result is a slip, whatever the sentence says.
    assert wrong(page % ("After all", "1.35")) == [("1.35", "1.25")]
    assert wrong(page % ("So", "3.68")) == [("3.68", "1.25")]


def test_a_name_may_be_numbered_with_and_without_a_subscript_of_its_own() -> None:
    page = (
        "$i_1 = 0.05$, $i_2 = 0.10$, $w_1 = 0.15$, $w_2 = 0.20$\n\n"
        "$$net_{h1} = w_1 * i1 + w_2 * i2 = 0.0275$$\n\n"
        r"$$out_{h_1} = \frac{1}{1 + e^{-net_{h_1}}} = \frac{1}{1 + e^{-%s}} \approx %s$$"
    )
    assert not wrong(page % ("0.0275", "0.50687"))
    assert not undecided(page % ("0.0275", "0.50687"))
    assert wrong(page % ("0.0725", "0.50687")) == [("0.0725", "0.0275")]
    assert wrong(page % ("0.0275", "0.56087")) == [("0.56087", "0.50687")]


def test_doubled_bars_are_a_norm_and_bars_in_bars_are_not() -> None:
    page = (
        "$g = (3, -4, 12)$, $a = -5$ and $b = 2$.\n\n"
        r"$$||g||_2 = \sqrt{9 + 16 + 144} = \sqrt{169} = %s$$"
        "\n\n"
        r"$$\hat g = \frac{g}{||g||} \approx (0.2308, -0.3077, %s)$$"
        "\n\n$$||a| - |b|| = %s$$\n"
    )
    right = ("13.0", "0.9231", "3")
    assert not wrong(page % right)
    assert not undecided(page % right)
    for at, (slip, value) in enumerate((("12.0", "13.0"), ("0.9321", "0.9231"), ("7", "3"))):
        slipped = (*right[:at], slip, *right[at + 1 :])
        assert wrong(page % slipped) == [(slip, value)]


def test_a_derivative_by_steps_may_hold_the_states_of_earlier_ones() -> None:
    def slips(text: str) -> list[str]:
        return [f.message for f in mathdoctest.check(text).findings if f.rule == "gradient"]

    page = (
        "$x_1 = 1$, $x_2 = 2$, $w = 0.5$, $u = 0.8$, $h_0 = 0$\n\n"
        r"$h_1 = \tanh(w x_1 + u h_0) = \tanh(0.5) \approx 0.4621$, "
        "$h_2 = w x_2 + u h_1$ and $E_2 = h_2^2$.\n\n"
        r"The direct part is $\frac{\partial h_2}{\partial w} = %s$."
    )
    assert not slips(page % "x_2 = 2")
    assert not slips(page % r"x_2 + u (1 - h_1^2) x_1 \approx 2.6292")
    assert slips(page % "x_1 = 1")
    assert slips(page % r"x_2 + u (1 + h_1^2) x_1 \approx 2.6292")
    through = r"2 h_2$ and $\frac{\partial E_2}{\partial w} = %s \cdot x_2"
    path = r"\frac{\partial E_2}{\partial h_2}"
    assert not slips(page % "x_2$, $" + path + " = " + through % path + "$")
    # Units of a layer are no steps, and neither is an error: what they leave out is missing.
    layer = "$b = 0.5$, $h_1 = 2 b$, $h_2 = 3 b$, $E_2 = h_1 h_2 + b^2$, "
    assert slips(layer + r"$\frac{\partial E_2}{\partial b} = 2 b$")
    error = "$w = 0.5$, $y_1 = 2 w$, $E = y_1^2 + w^2$, $\\frac{\\partial E}{\\partial w} = 2 w$"
    assert slips(error)


def test_what_these_values_give_is_another_state() -> None:
    page = "$x = 2$, $w = 0.5$ and $y = w x + 0.25 = 1.25$. With these values it gives $y = %s$.\n"
    assert not wrong(page % "3.68")
    assert undecided(page % "3.68") == ["3.68"]
    assert wrong(page % "1.52") == [("1.52", "1.25")]


# ------------------------------------------------------------------ numbers that go on


def test_three_dots_behind_a_number_cut_it_off() -> None:
    page = "$d = \\frac{320}{50 + 10\\sqrt{3}} = \\frac{320}{%s...} = 4.753...$"
    assert not wrong(page % "67.32")  # 67.3205, and 320 / 67.3205 = 4.75338
    assert not undecided(page % "67.32")
    assert wrong(page % "67.23") == [("67.23", "67.32")]


def test_an_equals_sign_is_right_before_a_number_that_goes_on() -> None:
    for digits, rules in (("0.142...", []), (r"0.142\ldots", []), ("0.143", ["relation"])):
        report = mathdoctest.check(f"$x = 7$ and $y = 1 / x = {digits}$. So $x y = 1$.")
        assert [found.rule for found in report.findings] == rules


def test_a_whole_number_among_numbers_is_a_datum() -> None:
    found = claims(r"$z = 0.5(2) + (-0.3)(-1) = 1.3$")
    assert [(c.text, c.role) for c in found[:4]] == [
        ("0.5", "given"),
        ("2", "given"),
        ("0.3", "given"),
        ("1", "given"),
    ]


def test_what_belongs_to_a_formula_is_no_datum() -> None:
    assert [c.text for c in claims(r"$y = \frac{1}{2} \cdot 0.4^2 + 10^3 = 1000.08$")] == [
        "0.4",
        "1000.08",
    ]
    assert [c.text for c in claims(r"$m = \frac{12 + 14}{2} = 13$")] == ["12", "14", "13"]


# ------------------------------------------------------------------ fences with columns

COLUMNS = """```
s₁ = 1 + 1 × 0.5 = 1.5     ŷ₁ = 1 / (1 + e^(-1.5)) = 1 / (1 + 0.2231) = {first}
s₂ = 1 + 1 × 1.5 = 2.5     ŷ₂ = 1 / (1 + e^(-2.5)) = 1 / (1 + 0.0821) = 0.9241
a·b   = 1×1 + 0×2 = 1   →  1/1.414 = {second}
sum: e^0.707 = 2.028, e^0.000 = 1.000   t = 2.028 + 1.000 = 3.028
```
"""


def test_equations_side_by_side_in_a_fence_are_several() -> None:
    # 1 / (1 + e^-1.5) = 0.81757, 1 / 1.414 = 0.70721
    assert not wrong(COLUMNS.format(first="0.8176", second="0.707"))
    assert not undecided(COLUMNS.format(first="0.8176", second="0.707"))
    assert wrong(COLUMNS.format(first="0.8167", second="0.707")) == [("0.8167", "0.8176")]
    assert wrong(COLUMNS.format(first="0.8176", second="0.770")) == [("0.770", "0.707")]


def test_blanks_that_only_align_a_fence_part_nothing() -> None:
    page = "```\nnet     = 0.5 × 0.8\n        = {}\nlabel: net      = 0.4\n```\n"
    assert not wrong(page.format("0.4"))
    assert wrong(page.format("0.5")) == [("0.5", "0.4")]


# ------------------------------------------------------------------ differential equations


@pytest.mark.parametrize("equation", [r"\frac{dy}{dx} = x + y", "y' = x + y"])
def test_an_f_that_nobody_declares_is_the_right_side_of_the_differential_equation(
    equation: str,
) -> None:
    page = f"Solve ${equation}$: $k_1 = f(0.1, 1.5) = %s$ and $k_2 = f(0.2, 1.58) = 1.78$."
    assert not wrong(page % "1.6")
    assert not undecided(page % "1.6")
    # Either the result is a slip, or one of the two numbers that it is computed from.
    assert wrong(page % "1.7")


def test_an_update_with_a_prime_is_no_differential_equation() -> None:
    page = "$w = 0.5$, $g = 0.2$, $w' = w - g = 0.3$ and $f(0.1, 0.2) = 0.7$."
    assert not wrong(page)  # w - g of 0.1 and 0.2 would be -0.1


# ------------------------------------------------------------------ matrices of deep learning

ATTENTION = r"""
$$X = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}$$

$$W^Q = \begin{bmatrix} 1 & 0 \\ 0.5 & 1 \end{bmatrix}, \quad
W^K = \begin{bmatrix} 0 & 1 \\ 1 & 0.5 \end{bmatrix}, \quad
W^V = \begin{bmatrix} 2 & 0 \\ 0 & 1 \end{bmatrix}$$

$$Q = XW^Q = \begin{bmatrix} %s & 2.0 \\ 0.5 & 1.0 \end{bmatrix}, \quad
K = XW^K = \begin{bmatrix} 2.0 & 2.0 \\ 1.0 & 0.5 \end{bmatrix}, \quad
V = XW^V = \begin{bmatrix} 2 & 2 \\ 0 & 1 \end{bmatrix}$$

$$QK^\top = \begin{bmatrix} 8.0 & 3.0 \\ %s & 1.0 \end{bmatrix}$$

$$\text{Attention}(Q, K, V) = \operatorname{softmax}(QK^\top) V
\approx \begin{bmatrix} 1.987 & 1.993 \\ 1.762 & %s \end{bmatrix}$$
"""


def test_a_capital_above_a_capital_belongs_to_its_name() -> None:
    # X W^Q: 1 + 2 · 0.5 = 2; Q K^T: 0.5 · 2 + 1 · 2 = 3
    # softmax(8, 3) = (0.993307, 0.006693), softmax(3, 1) = (0.880797, 0.119203)
    assert not wrong(ATTENTION % ("2.0", "3.0", "1.881"))
    assert not undecided(ATTENTION % ("2.0", "3.0", "1.881"))
    assert wrong(ATTENTION % ("2.5", "3.0", "1.881")) == [("2.5", "2.0")]


def test_letters_that_are_transposed_are_a_product_where_each_is_a_quantity() -> None:
    assert wrong(ATTENTION % ("2.0", "3.5", "1.881")) == [("3.5", "3.0")]
    name = r"$AB = [1, 2]$ and $AB^\top = [1, 2]$: $AB \cdot [2, 2] = 6.0$"
    assert not wrong(name)


def test_a_function_of_the_pages_own_matrices_is_what_its_formula_makes_of_them() -> None:
    assert wrong(ATTENTION % ("2.0", "3.0", "1.818")) == [("1.818", "1.881")]


def test_a_number_above_a_capital_is_a_power() -> None:
    assert wrong(r"$P = 2.0$ and $P^3 = 8.5$") == [("8.5", "8.0")]


def test_an_error_with_a_number_in_brackets_is_no_exponential() -> None:
    page = r"$y = 2$ and $h = 0.9833$, so $e^{(1)} &= h - y = -1.0167$ and $2 e^{(1)} = %s$."
    page = page.replace("&", "")
    assert not wrong(page % "-2.0334")
    assert wrong(page % "-2.0344") == [("2.0344", "2.0334")]
    assert wrong(r"$x = 1$ and $e^{(1)} + x = 3.7$, where $e^{x} = 2.71$") == [("2.71", "2.72")]


def test_words_in_brackets_behind_a_formula_are_about_it() -> None:
    page = r"$x = 2$ and $y = 3x \quad \text{(three times as much)}$, $y = %s$"
    assert not wrong(page % "6.0")
    assert wrong(page % "6.5") == [("6.5", "6.0")]


BATCH = r"""
$$X = \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{bmatrix}, \quad
b = \begin{bmatrix} 0.5 & -0.5 \end{bmatrix}, \quad
c = \begin{bmatrix} 1 \\ 2 \\ 3 \end{bmatrix}$$

$$X + b = \begin{bmatrix} 1.5 & 1.5 \\ 3.5 & 3.5 \\ 5.5 & %s \end{bmatrix}$$

$$X - c = \begin{bmatrix} 0.0 & 1.0 \\ 1.0 & 2.0 \\ 2.0 & %s \end{bmatrix}$$

$$X - \mathbf{1} b = \begin{bmatrix} 0.5 & 2.5 \\ 2.5 & 4.5 \\ 4.5 & %s \end{bmatrix}$$
"""


def test_a_bias_is_added_to_each_row_or_column_of_a_batch() -> None:
    assert not wrong(BATCH % ("5.5", "3.0", "6.5"))
    assert not undecided(BATCH % ("5.5", "3.0", "6.5"))
    assert wrong(BATCH % ("5.6", "3.0", "6.5")) == [("5.6", "5.5")]
    assert wrong(BATCH % ("5.5", "3.5", "6.5")) == [("3.5", "3.0")]
    assert wrong(BATCH % ("5.5", "3.0", "5.5")) == [("5.5", "6.5")]


def test_a_list_beside_a_square_matrix_may_be_a_row_or_a_column() -> None:
    page = r"$A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$, $b = [1, 2]$ and $A + b = "
    assert not wrong(page + r"\begin{bmatrix} 2 & 3 \\ 5 & 7 \end{bmatrix}$")


STACKED = r"""
Let $u = [0.4, 0.12]$, $v = [0.62, 0]$, $h = [0.5, 0.3, 0.4, 0.2]$,
$a = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$ and $b = \begin{bmatrix} 3 \\ 4 \end{bmatrix}$.

$$z = [u; v] = [0.40, 0.12, %s, 0.0], \quad s = h^T z = %s$$

$$\begin{bmatrix} a \\ b \end{bmatrix} = \begin{bmatrix} 1 \\ 2 \\ 3 \\ %s \end{bmatrix}, \quad
\begin{bmatrix} a & b \end{bmatrix} = \begin{bmatrix} 1.0 & 3.0 \\ 2.0 & %s \end{bmatrix}$$
"""


def test_vectors_in_a_list_or_matrix_are_put_together() -> None:
    # 0.5 · 0.4 + 0.3 · 0.12 + 0.4 · 0.62 = 0.484
    assert not wrong(STACKED % ("0.62", "0.484", "4.0", "4.0"))
    assert not undecided(STACKED % ("0.62", "0.484", "4.0", "4.0"))
    assert wrong(STACKED % ("0.26", "0.484", "4.0", "4.0")) == [("0.26", "0.62")]
    assert wrong(STACKED % ("0.62", "0.448", "4.0", "4.0")) == [("0.448", "0.484")]
    assert wrong(STACKED % ("0.62", "0.484", "4.5", "4.0")) == [("4.5", "4.0")]
    assert wrong(STACKED % ("0.62", "0.484", "4.0", "4.5")) == [("4.5", "4.0")]


def test_a_matrix_is_multiplied_by_what_a_product_in_brackets_is() -> None:
    page = (
        r"$U_h = \begin{bmatrix} 2 & 0 \\ 1 & 1 \end{bmatrix}$, $r = [0.5, 0.2]$, $h = [0.4, 1]$: "
        r"$U_h (r \odot h) = [0.4, %s]$"
    )
    # r ⊙ h = (0.2, 0.2)
    assert not wrong(page % "0.40")
    assert wrong(page % "0.44") == [("0.44", "0.40")]


def test_a_calculation_before_the_number_that_it_gives_is_read_on() -> None:
    page = (
        r"$h_1 = 0.6 \cdot 0.2 + 0.4 \cdot 0.65 = 0.12 + %s = 0.38$." + "\n\nNow $h = [%s, 0.5]$."
    )
    assert not wrong(page % ("0.26", "0.38"))
    assert wrong(page % ("0.62", "0.38")) == [("0.62", "0.26")]


RUNGE_KUTTA = r"""
Solve $y' = f(t, y) = t - \lambda y$ with $y(0) = 1$, $\lambda = 1.5$ and $h = 0.2$ from $t_0 = 0$.

### Step 1

$$k_1 = f(t_0, y_0) = 0 - 1.5 \cdot 1 = -1.50, \quad
k_2 = f(t_0 + h, y_0 + h k_1) = f(0.2, %s) = %s$$

$$y_1 = y_0 + \frac{h}{2}(k_1 + k_2) = 0.765$$

### Step 2

$$k_1 = f(0.2, 0.765) = 0.2 - 1.5 \cdot 0.765 = %s, \quad
k_2 = f(0.4, 0.5755) = -0.46325$$
"""


def test_the_right_side_of_a_differential_equation_may_have_a_name() -> None:
    # f(0.2, 0.7) = 0.2 - 1.05 = -0.85; y_1 = 1 - 0.1 · 2.35 = 0.765; f(0.2, 0.765) = -0.9475
    assert not wrong(RUNGE_KUTTA % ("0.70", "-0.85", "-0.9475"))
    assert wrong(RUNGE_KUTTA % ("0.80", "-0.85", "-0.9475")) == [("0.80", "0.70")]
    assert wrong(RUNGE_KUTTA % ("0.70", "-0.58", "-0.9475")) == [("0.58", "0.85")]
    assert wrong(RUNGE_KUTTA % ("0.70", "-0.85", "-0.9745")) == [("0.9745", "0.9475")]


def test_a_differential_equation_that_only_names_its_right_side_is_no_circle() -> None:
    report = mathdoctest.check(r"$y' = f(t, y)$ and $k = f(0.2, 0.7) = -0.85$")
    assert not report.counts["wrong"]
    assert not any(finding.rule == "too-large" for finding in report.findings)


def test_a_sign_below_a_letter_tells_two_roots_apart() -> None:
    page = r"$t_+ = 2.965$, $t_- = -0.86$ and $t_+ + t_- = %s$"
    assert not wrong(page % "2.105")
    assert wrong(page % "2.150") == [("2.150", "2.105")]


@pytest.mark.parametrize("gap", ["", " ", r" \; ", r"\,"])
def test_a_result_may_be_said_again_in_percent(gap: str) -> None:
    page = rf"The odds are $P = \frac{{9}}{{44}} \approx 0.2045{gap}(%s\%%)$."
    assert wrong(page % "20.45") == []
    assert wrong(page % "20.54") == [("20.54", "20.45")]


def test_a_share_of_something_is_no_percentage_said_again() -> None:
    assert wrong(r"We take $80 (20\%) = 16$ of them.") == []
    assert wrong(r"We take $80 (20\%) = 17$ of them.") == [("17", "16")]


def test_basis_points_are_hundredths_of_a_percent() -> None:
    page = r"The spread is $s = \frac{0.0624}{5} = 0.01248 \approx %s \text{ bp}$."
    assert wrong(page % "125") == []
    assert wrong(page % "152") == [("152", "125")]


def test_what_a_method_approximates_is_not_the_exact_value() -> None:
    page = r"""The solution is $y(x) = 2 e^x - x - 1$. Euler's steps of $h = 0.1$ give

$$
y_3 = 1.3620, \quad y_4 = y_3 + h (0.3 + y_3) = 1.3620 + 0.1 \cdot 1.6620 = 1.5282
$$

so $y(0.4) \approx %s$.
"""
    assert wrong(page % "1.5282") == []
    # Nothing on the page comes to this.
    assert wrong(page % "1.5228") == [("1.5228", "1.5836")]


IDENTITY = r"""Let $A = \begin{bmatrix} 2 & 1 \\ 1 & 3 \end{bmatrix}$ and $\lambda = 1.5$. Then

$$
A - \lambda I = \begin{bmatrix} 2 - \lambda & 1 \\ 1 & 3 - \lambda \end{bmatrix}
= \begin{bmatrix} 0.5 & 1 \\ 1 & %s \end{bmatrix}
$$

$$
\det(A - \lambda I) = (2 - \lambda)(3 - \lambda) - 1 = %s, \qquad
A + 0.1 I = \begin{bmatrix} 2.1 & 1 \\ 1 & 3.1 \end{bmatrix}
$$
"""


def test_an_identity_matrix_needs_no_telling() -> None:
    assert wrong(IDENTITY % ("1.5", "-0.25")) == []
    assert undecided(IDENTITY % ("1.5", "-0.25")) == []
    assert wrong(IDENTITY % ("1.6", "-0.25")) == [("1.6", "1.5")]
    assert wrong(IDENTITY % ("1.5", "-0.52")) == [("0.52", "0.25")]


def test_a_current_is_no_identity_matrix() -> None:
    page = r"With $A = \begin{bmatrix} 2 & 1 \\ 1 & 3 \end{bmatrix}$, $I = 3$ and $V = 4 + I = %s$."
    assert wrong(page % "7") == []
    assert wrong(page % "5") == [("5", "7")]


def test_a_declared_function_may_be_applied_to_a_sum() -> None:
    page = (
        r"Let $x = 1.5$, $d = 0.1$ and $q(h) = h^2 + 1$. Then $q(-x) = 3.25$ and $q(x + d) = %s$."
    )
    assert wrong(page % "3.56") == []
    assert undecided(page % "3.56") == []
    assert wrong(page % "3.65") == [("3.65", "3.56")]


def test_a_figure_between_symbols_is_what_it_was_computed_as() -> None:
    page = r"""$p = \frac{e}{2e + 1} \approx 0.422$, $q = \frac{1}{2e + 1} \approx 0.155$, $v = 4$.

$$
c = 0.422 v + 0.155 = 0.422 \cdot 4 + 0.155 = %s
$$
"""
    assert wrong(page % "1.845") == []
    # So it is from the rounded figures.
    assert wrong(page % "1.843") == [("1.843", "1.845")]


def test_words_in_brackets_behind_a_value_are_none_of_it() -> None:
    page = r"$q = [1, 0] \; (\text{the query})$, $k = [1, 2] (\text{鍵})$, $q k = %s (\text{so})$."
    assert wrong(page % "1") == []
    assert wrong(page % "2") == [("2", "1")]


@pytest.mark.parametrize("label", [r"\text{Grand mean (GM) is:}", r"\text{Mean: }", r"\text{M =}"])
def test_words_before_a_calculation_are_no_factor_of_it(label: str) -> None:
    page = rf"${label} \frac{{48.2 + 35.4 + 69.8}}{{3}} = 5%s.13$"
    assert wrong(page % "1") == []
    assert wrong(page % "2") == [("52.13", "51.13")]


def test_a_formula_that_begins_with_its_relation_goes_on_from_the_one_before_it() -> None:
    page = (
        "* Reward ($r$) $= 1.5$\n* Log ratio $\\ln(p / q) = 0.3$\n"
        "* Penalty (**$\\beta$**) $= 0.1$\n\n"
        "So $s = r - \\beta \\cdot 0.3 = %s$.\n"
    )
    assert is_clean(page % "1.47")
    assert "0.1" not in undecided(page % "1.47")
    assert wrong(page % "1.41") == [("1.41", "1.47")]


def test_words_in_any_script_say_what_a_calculation_without_a_name_is_about() -> None:
    page = (
        "* 第三年成本 $= 20,000 \\times 0.7513 = 15,026$ 元\n"
        "* **总成本** $= 150,000 + 9,091 + 12,396 + 15,026 = %s$ 元\n"
    )
    assert is_clean(page % "186,513")
    assert wrong(page % "185,613") == [("185,613", "186,513")]


def test_remarks_in_brackets_behind_numbers_end_no_sum() -> None:
    page = (
        r"$$ K = 0.5 \text{ (entrance)} + 2.1 \text{ (valve)} + 1.0 \text{ (exit)} = %s $$"
        "\n\n$$ h = K \\cdot 0.331 = 1.19 $$\n"
    )
    assert is_clean(page % "3.6")
    assert ("3.8", "3.6") in wrong(page % "3.8")


def test_a_row_ends_with_what_markdown_left_of_its_two_backslashes() -> None:
    page = (
        "$$\nW = [0.3 ;; -0.4], \\quad x =\n\\begin{bmatrix}\n1 \\\n2\n\\end{bmatrix}\n$$\n\n"
        "$$\nz = W x = 0.3 \\cdot 1 + (-0.4) \\cdot 2 = %s\n$$\n\n"
        "$$\nu = \\begin{bmatrix}\n0.3 \\cdot 0.7 \\\n0.8 \\cdot 0.7\n\\end{bmatrix} =\n"
        "\\begin{bmatrix}\n0.21 \\\n%s\n\\end{bmatrix}\n$$\n"
    )
    assert is_clean(page % ("-0.5", "0.56"))
    assert not undecided(page % ("-0.5", "0.56"))
    assert wrong(page % ("-0.6", "0.65")) == [("0.6", "0.5"), ("0.65", "0.56")]


def test_two_names_side_by_side_in_a_chain_are_a_product() -> None:
    page = (
        r"$$A = \begin{bmatrix} 0.67 & 0.33 \\ 0.33 & 0.67 \end{bmatrix}, \quad"
        r" V = \begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}$$"
        "\n\n"
        r"$$C = AV = \begin{bmatrix} 0.67 & 0.33 \\ %s & 0.67 \end{bmatrix}$$"
    )
    assert is_clean(page % "0.33")
    assert wrong(page % "0.66") == [("0.66", "0.33")]


def test_a_complex_quantity_may_be_told_with_another_part() -> None:
    page = (
        "The winding has $Z_a = 8 + j4$. With a capacitor:\n\n"
        "$$Z_a = 8 + j4 - j31.83 = 8 - j27.83$$\n\n$$|Z_a| = \\sqrt{8^2 + 27.83^2} = %s$$\n"
    )
    assert is_clean(page % "28.96")
    assert wrong(page % "28.69") == [("28.69", "28.96")]


def test_nothing_has_no_sign() -> None:
    page = (
        r"$2.0 \cdot \left( \begin{bmatrix} 1 \\ 0 \end{bmatrix} \odot \begin{bmatrix} 2.4 \\ -1.6"
        r" \end{bmatrix} \right) = 2.0 \cdot \begin{bmatrix} 2.4 \\ 0.0 \end{bmatrix}"
        r" = \begin{bmatrix} %s \\ 0.0 \end{bmatrix}$"
    )
    assert is_clean(page % "4.8")
    assert wrong(page % "4.6") == [("4.6", "4.8")]


def test_one_digit_is_the_datum_as_well_as_what_was_rounded_to_it() -> None:
    page = (
        "The rate is $\\alpha = 0.1$. With $a = \\frac{1}{1 + e^{-2.2}} = 0.90$ it is\n\n"
        "$$\\delta = a (1 - a) = 0.90 \\times 0.1 = 0.09$$\n\n"
        "$$w \\leftarrow 0.1 - 0.1 \\times 0.006 = 0.1 - 0.0006 = %s$$\n"
    )
    # With 1 - a for the rate it would be 0.0991.
    assert not wrong(page % "0.0994")
    assert wrong(page % "0.0949") == [("0.0949", "0.0994")]


# ------------------------------------------------------------------ what authors write beside


def test_a_letter_between_two_numbers_is_a_sign_where_it_is_no_symbol() -> None:
    page = "$$z = (0.15 x 0.05 + 0.2 x 0.1 + 0.30) = %s$$"
    assert not wrong(page % "0.3275")
    assert wrong(page % "0.3257") == [("0.3257", "0.3275")]
    assert not wrong("The function $g(x) = 5 x 2^x$ has $g(3) = 120$.")
    assert not wrong("Let $x = 3$. Then $2 x 5 = 2 \\cdot 3 \\cdot 5 = 30$.")


def test_a_result_is_said_again_in_percent_among_words() -> None:
    page = "$$P = \\frac{3.3201}{12.3579} = 0.2687 \\text{ (%s%%)}$$"
    assert not wrong(page % "26.87")
    assert not undecided(page % "26.87")
    assert wrong(page % "26.78") == [("26.78", "26.87")]
    # Here it is the level of confidence, and here something is computed with the result.
    assert not wrong("$E = 1.96 \\cdot 0.5 \\text{ (95\\%)} = 0.98$")
    assert not wrong("$q = 0.82 \\text{ (82\\%)} \\cdot 50 = 41$")


def test_a_list_alone_says_again_what_the_page_has_found() -> None:
    page = (
        "$$p_1 = \\frac{3.3201}{12.3579} = 0.2687, \\quad p_2 = \\frac{7.3891}{12.3579} = %s$$\n\n"
        "- probabilities: $[0.2687, %s]$\n"
    )
    assert not wrong(page % ("0.5979", "0.5979"))
    assert not undecided(page % ("0.5979", "0.5979"))
    assert wrong(page % ("0.5997", "0.5997")) == [("0.5997", "0.5979")] * 2
    assert not wrong("$e = (0.12, -0.34, 0.56)$. The absolute values are $(0.12, 0.34, 0.56)$.")
    assert not wrong("$u = (1.25, 2.50, 3.75)$. With the last one doubled: $(1.25, 2.50, 7.50)$.")


def test_the_ends_of_an_interval_stand_behind_an_arrow() -> None:
    page = "$m = 5.9$ and $h = 0.59$.\n\n$$m \\pm h = 5.90 \\pm 0.59 \\Rightarrow [5.31,\\ %s]$$"
    assert not wrong(page % "6.49")
    assert not undecided(page % "6.49")
    assert wrong(page % "6.94") == [("6.94", "6.49")]


@pytest.mark.parametrize("front", ["-\\frac{1}{2} \\sum_{i=1}^{2}", "-\\frac{1}{2}"])
def test_minus_a_sum_of_logarithms_is_shown_as_a_sum_without_one(front: str) -> None:
    inside = "[ y_i \\ln p_i + (1 - y_i) \\ln (1 - p_i) ]"
    if "sum" not in front:
        inside = "( \\ln p_1 + \\ln (1 - p_2) )"
    page = (
        "$p_1 = 0.62$, $p_2 = 0.35$, $y_1 = 1$ and $y_2 = 0$.\n\n"
        f"$$J = {front} {inside} = \\frac{{0.4780 + %s}}{{2}} = 0.4544$$"
    )
    # ln 0.62 = -0.478036, ln 0.65 = -0.430783
    assert not wrong(page % "0.4308")
    assert not undecided(page % "0.4308")
    assert wrong(page % "0.4380") == [("0.4380", "0.4308")]


def test_a_factor_may_stand_for_what_holds_something_unknown() -> None:
    page = (
        "$y = 0.67$ and $d = y (1 - y) (t - y) = 0.67 (1 - %s) (-0.17) = -0.0376$, nothing of $t$."
    )
    assert not wrong(page % "0.67")
    assert wrong(page % "0.76") == [("0.76", "0.67")]


NETWORK = r"""$W = \begin{{bmatrix}} 0.5 & 0.3 \\ -0.2 & 0.8 \end{{bmatrix}}$,
$b = \begin{{bmatrix}} 0.1 \\ -0.3 \end{{bmatrix}}$ and
$x = \begin{{bmatrix}} 1.0 \\ 2.0 \end{{bmatrix}}$.

$$z = {formula} + b$$

$$z_1 = 0.5(1.0) + 0.3(2.0) + 0.1 = 1.2$$

$$z_2 = -0.2(1.0) + 0.8(2.0) - 0.3 = {result}$$

$$a = \begin{{bmatrix}} z_1^2 \\ z_2^2 \end{{bmatrix}}
= \begin{{bmatrix}} 1.44 \\ 1.21 \end{{bmatrix}}$$
"""


def test_a_matrix_that_the_numbers_do_not_transpose_is_said_to_be_so_once() -> None:
    page = NETWORK.format(formula="W^T x", result="1.1")
    assert not wrong(page)
    said = [f for f in mathdoctest.check(page).findings if f.verdict == "wrong"]
    assert [f.line for f in said] == [5]
    assert "not transposed" in said[0].message
    assert is_clean(NETWORK.format(formula="W x", result="1.1"))


def test_a_matrix_of_another_shape_is_not_what_was_meant_by_a_transposed_one() -> None:
    page = NETWORK.format(formula="W^T x", result="1.1")
    row = page.replace("1.0 \\\\ 2.0", "1.0 & 2.0").replace("W^T x", "x^T W^T")
    assert mathdoctest.check(row).claims  # nothing of it fits, and all is read


def test_slips_beside_a_matrix_that_is_transposed_rightly_stay_slips() -> None:
    assert ("1.7", "1.1") in wrong(NETWORK.format(formula="W x", result="1.7"))


def test_figures_of_an_update_between_symbols_are_compared() -> None:
    page = (
        "$w = 0.5$ and $g = 0.2 \\cdot (-0.1985) = -0.0397$.\n\n"
        "$$w = w - 0.1 \\times (%s) = 0.5 + 0.00397 = 0.50397$$"
    )
    assert not wrong(page % "-0.0397")
    assert "0.0397" not in undecided(page % "-0.0397")
    assert wrong(page % "-0.0379") == [("-0.0379"[1:], "0.0397")]


OLD = r"""$d_1 = 0.4 \cdot 0.32429 = 0.1297$ and $h = 0.69$.

- $w_1 = 0.5 - (0.1 \cdot 0.1297 \cdot 0.69) = 0.5 - 0.0090 = 0.4910$

The hidden error uses the weight as it was:

$$e = d_1 \cdot w_1 \cdot h$$

$$e = 0.1297 \cdot 0.5 \cdot 0.69$$

$$e = 0.0649 \cdot 0.69 = {}$$
"""


def test_a_segment_may_put_in_what_a_weight_was_though_the_new_one_rounds_to_it() -> None:
    # 0.129716 · 0.5 = 0.064858, and with 0.491049 it were 0.063697
    assert not wrong(OLD.format("0.0448"))
    assert wrong(OLD.format("0.0484")) == [("0.0484", "0.0448")]


def test_a_case_in_brackets_before_would_is_none_of_the_pages() -> None:
    page = (
        "$h = 8$ and $d = 1.9$. A bar of twice the height ($h = 16$) would only give "
        "$e = d / 8 = %s$, and $2 h = 16$."
    )
    assert not wrong(page % "0.2375")
    assert wrong(page % "0.2357") == [("0.2357", "0.2375")]


def test_degrees_may_stand_behind_the_dollars() -> None:
    page = "$n = 1.52$; total reflection from \\( \\arcsin(1/n) = %s \\)° on."
    assert not wrong(page % "41.14")  # asin(1 / 1.52) = 41.1395°
    assert wrong(page % "41.41") == [("41.41", "41.14")]


def test_one_number_alone_asks_for_another_logarithm_only_where_words_do() -> None:
    # -ln 0.6483 = 0.43340 and -log2 0.6483 = 0.62526
    page = "$p = 0.6483$. {} is $$L = -\\log p = -\\log(0.6483) = {}$$"
    assert not wrong(page.format("The loss", "0.4334"))
    assert wrong(page.format("The loss", "0.6253")) == [("0.6253", "0.4334")]
    assert not wrong(page.format("The surprise in bits", "0.6253"))


def test_degrees_that_words_tell_are_divided_as_they_are() -> None:
    page = "$M = 1200 / 25 = 48$. The field is 52 degrees, hence $52 / M = %s°$ of sky."
    assert not wrong(page % "1.083")
    assert wrong(page % "1.038")


def test_only_a_length_behind_the_end_of_a_row_is_its_distance() -> None:
    page = r"$$\begin{{aligned}} p &= 4.543 \\{}[H] &= 10^{{-4.543}} = {} \end{{aligned}}$$"
    right, slip = r"2.86 \times 10^{-5}", r"2.68 \times 10^{-5}"
    for gap in ("", "\n", "[2pt]", " [0.5 em]\n"):
        assert not wrong(page.format(gap, right))
        assert wrong(page.format(gap, slip)) == [(slip, right)]


def test_a_display_inside_a_display_ends_its_row() -> None:
    page = "$$\\[\na = 2 + 3 = 5\n\\]\n\\[\nb = 2 a = {}\n\\]$$"
    assert not wrong(page.format("10"))
    assert not undecided(page.format("10"))
    assert wrong(page.format("12")) == [("12", "10")]


def test_a_share_that_words_equate_with_a_result_is_that_result_in_percent() -> None:
    for words in ("i.e.", "that is", "in other words", "das sind", "soit"):
        page = rf"$a = 2.941$, $b = 2.381$ and $\frac{{a}}{{b}} - 1 = 0.2352$, {words} $%s\%%$."
        assert not wrong(page % "23.52")
        assert not undecided(page % "23.52")
        assert wrong(page % "0.24") == [("0.24", "23.52")]
    other = r"$a = 0.2$ and $b = 1 - a = 0.8$, as in the $5\%$ of before."
    assert not wrong(other)


def test_a_datum_that_its_sentence_gives_in_another_unit_is_exactly_that() -> None:
    page = "On a road at 30 km/h: $v = {}$ m/s.\n\n$$F = 0.19 v^2 = {} \\text{{ N}}$$"
    # (30/3.6)² · 0.19 = 13.1944, where 8.333² · 0.19 is 13.1934.
    assert not wrong(page.format("8.333", "13.194"))
    assert wrong(page.format("8.333", "13.193")) == [("13.193", "13.194")]
    # What no number before it makes is a datum.
    assert not wrong(page.format("8.321", "13.155"))


@pytest.mark.parametrize("delimiters", [("$", "$"), ("\\(", "\\)"), ("\\( ", " \\)"), ("$`", "`$")])
def test_the_head_of_a_table_may_stand_in_any_delimiters(delimiters: tuple[str, str]) -> None:
    first, second, square, product = (
        latex.join(delimiters) for latex in ("I", "U", "I^2", r"I\,U")
    )
    page = (
        f"| {first} / A | {second} / V | {square} | {product} |\n|---|---|---|---|\n"
        "| 0.10 | 0.52 | 0.0100 | 0.052 |\n| 0.20 | 0.98 | 0.0400 | 0.196 |\n"
        "| 0.30 | 1.49 | 0.0900 | %s |\n"
    )
    assert not wrong(page % "0.447")
    assert wrong(page % "0.196") == [("0.196", "0.447")]


def test_a_general_inequality_is_a_condition_and_no_equation() -> None:
    assert mathdoctest.check(r"$x = [0.4, -1.2]$. It is $1$ where $x_j > 0$, else $0$.").ok()


def test_a_copy_that_lost_its_backslashes_has_displays_between_brackets() -> None:
    page = "[\nz = (1)(0.1) + (0)(0.3) + 0.1 = 0.2\n]\n\n[\nd = (z-1),z(1-z) = {}\n]\n"
    # (0.2 - 1) · 0.2 · 0.8 = -0.128
    assert not wrong(page.format("-0.128"))
    assert not undecided(page.format("-0.128"))
    assert wrong(page.format("-0.182")) == [("0.182", "0.128")]
    for text in ("[\n  1,\n  2\n]\n", "[\nnot closed\n\n$x = 2$\n", "- [\n  a list\n]\n"):
        assert not wrong(text)


def test_text_between_two_lines_across_is_no_front_matter() -> None:
    page = "---\n\n# A page: *one*\n\n* **with a list**\n\n---\n\n$x = 2$ and $2x = {}$.\n"
    assert not wrong(page.format("4"))
    assert wrong(page.format("5")) == [("5", "4")]
    assert "bad-front-matter" not in [f.rule for f in mathdoctest.check(page).findings]
    bad = "---\ntitle: a: b: [\n---\n\n$x = 2$\n"
    assert "bad-front-matter" in [f.rule for f in mathdoctest.check(bad).findings]


@pytest.mark.parametrize("name", ["E", r"\mathbb{E}", r"\mathrm{E}", r"\operatorname{E}"])
def test_a_moment_has_what_it_is_of_in_square_brackets(name: str) -> None:
    page = (
        rf"${name}[X] = 0.2 \cdot 3 + 0.8 \cdot 1 = 1.4$, ${name}[X^2] = 2.6$ and "
        rf"$Var[X] = {name}[X^2] - {name}[X]^2 = 2.6 - 1.96 = %s$"
    )
    assert not wrong(page % "0.64")
    assert not undecided(page % "0.64")
    assert wrong(page % "0.46") == [("0.46", "0.64")]


def test_what_had_been_otherwise_is_only_supposed() -> None:
    page = (
        r"$w = -0.1$ and $a = 0.5 + 2 w + 0.1 = 0.5 - 0.2 + 0.1 = 0.4$. "
        r"Had $w$ been $-0.35$ instead, then $a = 0.5 - 0.7 + 0.1 = -0.1$ would not."
    )
    assert not wrong(page)


def test_a_short_number_of_a_table_is_no_result_that_it_is_rounded_like() -> None:
    page = (
        r"We found $|t| = \frac{5.9}{3} = 1.9667$."
        "\n\n| $x$ | $y$ | $x^2$ |\n|---|---|---|\n| 1.5 | 4.2 | 2.25 |\n| 2.0 | 5.1 | 4.00 |\n"
        "| 3.5 | 6.8 | 12.25 |\n| sum 7.0 | 16.1 | 18.50 |\n\n"
        r"$$m = \frac{18.50}{3} = %s$$"
    )
    assert not wrong(page % "6.167")
    assert wrong(page % "6.176") == [("6.176", "6.167")]


def test_a_table_may_hold_a_sample_in_a_row() -> None:
    page = (
        "| | 1 | 2 | 3 |\n|---|---|---|---|\n| $s_i$ | 0.021 | 0.039 | 0.062 |\n"
        "| $F_i$ | 0.5 | 1.0 | 1.5 |\n\n"
        r"$$\bar s = \frac{1}{3} \sum_i s_i = %s, \qquad \sum_i s_i F_i = 0.1425$$"
    )
    # 0.122 / 3 = 0.04067
    assert not wrong(page % "0.0407")
    assert "0.0407" not in undecided(page % "0.0407")
    assert wrong(page % "0.0470") == [("0.0470", "0.0407")]


def test_a_sentence_may_list_a_sample_whose_mean_the_page_tells() -> None:
    page = (
        "Five probes gave pH 6.4, 6.9, 6.1, 7.2 and 6.6.\n\n"
        r"$$\bar p = \frac15 \sum_k p_k = 6.64, \qquad "
        r"s^2 = \frac14 \sum_k (p_k - \bar p)^2 = %s$$"
    )
    # Deviations -0.24, 0.26, -0.54, 0.56 and -0.04, with the squares 0.732 in all.
    assert not wrong(page % "0.183")
    assert {"0.183", "6.64"}.isdisjoint(undecided(page % "0.183"))
    assert wrong(page % "0.138") == [("0.138", "0.183")]
    # Numbers whose mean nothing tells are no sample.
    assert not wrong(r"We have 3, 4 and 9 of them. $\sum_i q_i = 12.5$")


def test_a_number_behind_a_formula_that_ends_with_its_relation_belongs_to_it() -> None:
    page = r"The round bed has $d =$ 2.3 and the area $\frac{\pi}{4} d^2 = %s$."
    assert not wrong(page % "4.155")
    assert not undecided(page % "4.155")
    assert wrong(page % "4.515") == [("4.515", "4.155")]


def test_what_tells_an_entropy_of_one_column_is_none_of_another() -> None:
    page = (
        "| class | $t_k$ | $q_k$ |\n|---|---|---|\n| A | 0.03 | 0.4704 |\n| B | 0.03 | 0.1626 |\n"
        "| C | 0.03 | 0.0817 |\n| D | 0.91 | 0.2853 |\n\n"
        r"$H(t) = -\sum_k t_k \ln t_k = 0.4014$ and $H(q) = -\sum_k q_k \ln q_k = 1.2126$"
    )
    assert not wrong(page)


def test_shares_are_parts_of_the_total_below_their_column() -> None:
    page = (
        "| key | exp | weight |\n|---|---|---|\n| a | 2.0440 | 0.4511 |\n| b | 1.1630 | 0.2567 |\n"
        "| c | 1.3239 | %s |\n| sum | 4.5309 | 1.0000 |\n"
    )
    assert not wrong(page % "0.2922")
    assert {"0.4511", "0.2567", "0.2922"}.isdisjoint(undecided(page % "0.2922"))


def test_a_hundred_percent_is_one_however_often_it_is_said() -> None:
    page = (
        r"$a = 0.725$, $b = 1.378$ and "
        r"$\frac{a}{b} \times 100\,\%% = \frac{0.725}{1.378} \times 100\,\%% = %s\,\%%$"
    )
    assert not wrong(page % "52.6")
    assert wrong(page % "0.526") == [("0.526", "52.612")]
