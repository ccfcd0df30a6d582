"""Habits of pages that are published on the web: data in sentences, results in tables, slips told
again. What each says is read, and what it says wrong is found."""

from __future__ import annotations

import pytest
from verdicts import undecided, wrong

import mathdoctest
from mathdoctest.extract import extract
from mathdoctest.givens import givens
from mathdoctest.recheck import Session

# ------------------------------------------------------------------ data without dollars

STEP = r"""With $w = 0.5$ and $g = 0.0434$.

{}

$w \leftarrow w - \eta \cdot g \approx 0.5 - {} = {}$
"""


@pytest.mark.parametrize(
    "told",
    [
        "With a learning rate η = 0.1 we get:",
        "更新参数（假设学习率η=0.1）：",
        "The learning rate is **η** = 0.1.",
        "- η (learning rate) = 0.1",
        "```\nη = 0.1\n```",
    ],
)
def test_a_plain_equation_gives_a_symbol_of_the_formulas(told: str) -> None:
    assert not wrong(STEP.format(told, "0.0043", "0.4957"))
    assert not undecided(STEP.format(told, "0.0043", "0.4957"))
    assert wrong(STEP.format(told, "0.0053", "0.4957")) == [("0.0053", "0.0043")]


def test_a_plain_equation_is_a_given_of_a_strict_check() -> None:
    report = mathdoctest.check("With k = 3.5 we get $2 k = 7.0$.\n")
    given = [claim for claim in report.claims if claim.role == "given"]
    assert [(claim.text, claim.verdict) for claim in given] == [("3.5", "verified")]


@pytest.mark.parametrize(
    "told",
    [
        "With η = 0.1% we get:",
        "With 2η = 0.1 we get:",
        "With `η = 0.1` we get:",
        "With η = 0.1 mH we get:",
        "With η = 0.1 x we get:",
        "```python\nη = 0.1\n```",
    ],
)
def test_what_says_something_else_gives_no_symbol(told: str) -> None:
    assert not givens(extract(STEP.format(told, "0.0043", "0.4957")))


def test_a_symbol_that_a_formula_gives_is_not_given_by_a_sentence() -> None:
    page = "We want E = 0.5 in the end.\n\nWith $t = 3$: $E = t - 1 = {}$\n"
    assert not givens(extract(page))
    assert not wrong(page.format("2"))
    assert wrong(page.format("4"))


def test_the_first_number_of_a_new_value_does_not_hide_the_old_one() -> None:
    page = "```\nw₁ = 0.001\n```\n\n$$z = 4 w₁ = {}$$\n\n$$w₁ = 0.001 - 0.25 \\cdot 4 = -0.999$$\n"
    assert not wrong(page.format("0.004"))
    assert wrong(page.format("0.005")) == [("0.005", "0.004")]


def test_an_edit_of_a_page_with_plain_data_is_judged_as_a_whole_check_does() -> None:
    text = "```\nw₁ = 2\n```\n\n$$z = 4 w₁ = 8$$\n\n$$w₁ = 2 - 1 = 1$$\n"
    for old, new in (("4 w", "5 w"), ("= 2 -", "= 3 -"), ("= 8", "= 9")):
        edited = text.replace(old, new)
        assert Session(text).check(edited).counts == mathdoctest.check(edited).counts


def test_a_long_number_of_a_plain_calculation_is_the_one_that_was_printed_before() -> None:
    page = r"""Let $w = 1.2$.

$$
h = \tanh(1.1) \approx 0.8005
$$

$$
y = w h + 0.3 = 1.2 \cdot 0.8005 + 0.3 \approx {}
$$

Then the error is {} - 4.0 = {}.
"""
    assert not wrong(page.format("1.2606", "1.2606", "-2.7394"))
    assert wrong(page.format("1.2607", "1.2607", "-2.7393")) == [
        ("1.2607", "1.2606"),
        ("1.2607", "1.2606"),
        ("2.7393", "2.7394"),
    ]


# ------------------------------------------------------------------ slips that are told again

SUMMARY = """Let $x = 3000$, $w = 0.001$ and $d = 0.0755$.

$$
g = d x = 0.0755 \\cdot 3000 = {}
$$

| Parameter | Gradient |
|---|---|
| $g$ | {} |

The gradient of {} is large.
"""


def test_a_slip_is_wrong_in_a_table_and_in_a_sentence_too_and_named_as_the_cause() -> None:
    assert not wrong(SUMMARY.format("226.5", "226.5", "226.5"))
    assert wrong(SUMMARY.format("228.5", "228.5", "228.5")) == [("228.5", "226.5")] * 3
    claims = [
        c for c in mathdoctest.check(SUMMARY.format(*["228.5"] * 3)).claims if c.text == "228.5"
    ]
    assert claims[0].cause is None
    assert claims[1].cause is not None
    assert claims[2].cause is not None


def test_a_version_number_says_no_slip_again() -> None:
    assert (
        len(wrong(SUMMARY.format("228.55", "226.5", "226.5") + "\nMade with version 228.55.")) == 1
    )


def test_a_slip_that_is_put_into_a_formula_with_other_data_is_that_slip() -> None:
    page = r"""Let $w = 0.5$, $x = 1.7616$ and $h = \tanh(w x) = \tanh(0.8808) = {}$.

$$
s = (1 - h^2) w = (1 - {}^2) \cdot 0.5
$$

With $w = 2.0$:

$$
s = (1 - {}^2) \cdot 2.0 = {}
$$
"""
    right = "0.7068"
    assert not wrong(page.format(right, right, right, "1.0009"))
    found = wrong(page.format("0.7064", "0.7064", "0.7064", "1.0009"))
    assert set(found) == {("0.7064", "0.7068")}


# ------------------------------------------------------------------ tables

ROWS = r"""Let $x = [0.5, 1.0]$, $W = [0.3, 0.4]$ and $\delta = -0.79$.

$$
\frac{{\partial L}}{{\partial W}} = \delta x = [-0.395, -0.79]
$$

| Name | Old | Gradient |
|---|---|---|
| $W$ | $[0.3,\ {}]$ | $\begin{{bmatrix}}-0.395 & {}\end{{bmatrix}}$ |
"""


def test_a_list_in_a_table_is_a_version_of_the_symbol_of_its_row_or_its_gradient() -> None:
    assert not wrong(ROWS.format("0.4", "-0.79"))
    assert wrong(ROWS.format("0.4", "-0.78")) == [("0.78", "0.79")]


def test_a_list_that_is_nothing_of_its_row_makes_no_claim() -> None:
    assert not wrong(ROWS.format("0.9", "0.111").replace("-0.395 &", "-7.11 &"))


def test_a_table_gives_a_symbol_its_list_which_what_is_below_is_held_to() -> None:
    page = r"""| 名称 | 値 |
|---|---|
| $x$ | $[1.0,\ 0.5]$ |
| $W$ | $\begin{{bmatrix}}0.3 & -0.2\\0.4 & 0.1\end{{bmatrix}}$ |

$$
z_1 = w_{{11}} x_1 + w_{{12}} x_2 = {}
$$
"""
    assert not wrong(page.format("0.2"))
    assert not undecided(page.format("0.2"))
    assert wrong(page.format("0.3")) == [("0.3", "0.2")]


def test_an_entry_that_has_an_equation_of_its_own_is_no_entry_of_the_capital() -> None:
    page = r"$S = [4, 5]$ and $s_1 = 2 \cdot 3 = 6$, so $s_1 + 1 = 7$."
    assert not wrong(page)


STEPS = r"""Let $c = -0.6$.

| Step | Calculation | Value |
|---|---|---|
| Forget | $\tanh(0.4 \times 1.5 - 0.1) = \tanh({})$ | **{}** |
| Cell | $0.4621 \times (-0.60) + 0.628$ | **{}** |
"""


def test_the_number_behind_a_calculation_in_a_table_is_its_result() -> None:
    assert not wrong(STEPS.format("0.50", "0.4621", "0.3507"))
    assert not undecided(STEPS.format("0.50", "0.4621", "0.3507"))
    assert wrong(STEPS.format("0.50", "0.4631", "0.3507")) == [("0.4631", "0.4621")]
    assert wrong(STEPS.format("0.50", "0.4621", "0.3517")) == [("0.3517", "0.3507")]
    assert wrong(STEPS.format("0.40", "0.4621", "0.3507"))[0] == ("0.40", "0.50")


def test_a_number_of_quite_another_size_behind_a_calculation_is_no_result() -> None:
    assert not wrong(STEPS.format("0.50", "0.4621", "12.75"))


def test_what_was_aimed_at_beside_a_calculation_is_no_result() -> None:
    page = r"""| Sample | Prediction | Target |
|---|---|---|
| 1 | $0.5 \cdot 2 + 0.1$ | 1.0 |
| 2 | $0.5 \cdot 4 + 0.1$ | 2.05 |
"""
    assert not wrong(page)


def test_a_step_that_only_another_section_gives_is_another_method_s() -> None:
    page = r"""## Heun

$$y_0 = 1$$

$$y_1 = y_0 + 0.11 = 1.11$$

$$y_2 = y_1 + 0.1321 = 1.2421$$

| $n$ | $y_n$ |
|---|---|
| 0 | 1.0000 |
| 1 | 1.1100 |
| 2 | 1.2421 |
| 3 | 1.3985 |

## Another method

$$y_3 = 1.3997$$
"""
    assert not wrong(page)


# ------------------------------------------------------------------ formulas


def test_a_label_in_the_same_words_gives_a_datum_anew() -> None:
    page = r"""**At $\sigma = 0.18$:**

$$d = 0.5 \cdot 0.18 = 0.09$$

**At $\sigma = {}$:**

$$d = 0.5 \cdot {} = {}$$
"""
    assert not wrong(page.format("0.28", "0.28", "0.14"))
    assert wrong(page.format("0.28", "0.28", "0.15")) == [("0.15", "0.14")]


def test_a_reciprocal_with_something_added_is_what_the_page_works_out() -> None:
    page = r"""$$\sigma^2 = \frac{{2.25 + 0.25 + 0.25 + 2.25}}{{4}} = 1.25$$

$$
\sigma^{{-1}} = \frac{{1}}{{\sqrt{{1.25 + 10^{{-5}}}}}} = \frac{{1}}{{\sqrt{{1.25001}}}} \approx {}
$$

$$u = 3 \sigma^{{-1}} = 3 \cdot {} \approx {}$$
"""
    assert not wrong(page.format("0.894424", "0.894424", "2.683271"))
    assert wrong(page.format("0.894424", "0.894424", "2.683281")) == [("2.683281", "2.683271")]


def test_a_percentage_whose_formula_has_the_hundred_in_numbers_is_one() -> None:
    page = (
        r"$A = 884.9$, $b = 250$: "
        r"$p = \frac{A \times 100}{450 b} = \frac{884.9 \times 100}{450 \times 250} = %s\%%$"
    )
    assert not wrong(page % "0.787")
    assert wrong(page % "0.797") == [("0.797", "0.787")]


def test_f_of_two_numbers_is_no_product_beside_a_value_called_f() -> None:
    page = r"""Solve $y' = x + y$ with $y(0) = 1$.

$k_1 = f(0, 1) = 0 + 1 = 1$

$k_2 = f(0.1, 1.1) = 0.1 + 1.1 = {}$

- $f_0 = 1$, $g = 2 f_0 = 2$
"""
    assert not wrong(page.format("1.2"))
    assert wrong(page.format("1.3")) == [("1.3", "1.2")]


def test_a_declaration_that_lost_its_fraction_is_not_understood_and_convention_holds() -> None:
    page = r"$\sigma(x)=1+e^{-x}1$. With $z = 2$: $a = \sigma(z) = \frac{1}{1+e^{-2}} = %s$"
    assert not wrong(page % "0.8808")
    assert wrong(page % "0.8818") == [("0.8818", "0.8808")]
    rules = {finding.rule for finding in mathdoctest.check(page % "0.8808").findings}
    assert "not-understood" in rules


def test_the_numbers_of_a_row_go_on_from_the_equation_that_it_begins_with() -> None:
    page = r"""Let $x = 1.0$, $a = \tanh(x) = 0.7616$ and $d = 3.2$.

| Step | Rule | Value |
|---|---|---|
| $s = d (1 - a^2)$ | $\tanh' = 1 - \tanh^2$ | $3.2 \times (1 - 0.5800) = {}$ |
"""
    assert not wrong(page.format("1.3439"))
    assert wrong(page.format("1.3440")) == [("1.3440", "1.3439")]


def test_an_arrow_with_words_above_it_stands_between_formulas() -> None:
    page = r"$$x \xrightarrow{{\;w\;}} z \xrightarrow{{\tanh}} a, \qquad k = 2.5, 2 k = {}$$"
    assert not wrong(page.format("5.0"))
    assert wrong(page.format("5.1")) == [("5.1", "5.0")]
    found = mathdoctest.check(page.format("5.0")).findings
    assert "not-understood" not in {finding.rule for finding in found}


# ------------------------------------------------------------------ what only looks like one

TRUE = {
    "two rates": r"""| Before | After |
|---|---|
| $20 \cdot 1.19 = 23.80$ | $20 \cdot 1.16 = 23.20$ |
| $50 \cdot 1.19 = 59.50$ | $50 \cdot 1.16 = 58.00$ |
""",
    "two kinds of interest": r"""| Years | Simple interest | Compound interest |
|---|---|---|
| 2 | $1000 \cdot 1.10 = 1100$ | $1000 \cdot 1.05^2 = 1102.50$ |
| 3 | $1000 \cdot 1.15 = 1150$ | $1000 \cdot 1.05^3 \approx 1157.63$ |
""",
    "exact and linear": r"""| Function | Exact | Linear approximation |
|---|---|---|
| root | $\sqrt{4.1} \approx 2.0248$ | $2 + 0.1/4 = 2.0250$ |
""",
    "exact and estimate": r"""| Exact | Estimate |
|---|---|
| $0.51 \cdot 79 = 40.29$ | $0.5 \cdot 80 = 40$ |
""",
    "two parameters": r"""| Epoch | $w$ | $b$ |
|---|---|---|
| 1 | $0.5 - 0.1 \cdot 0.2 = 0.48$ | $0.5 - 0.1 \cdot 0.3 = 0.47$ |
| 2 | $0.48 - 0.1 \cdot 0.2 = 0.46$ | $0.47 - 0.1 \cdot 0.1 = 0.46$ |
""",
    "observed": r"""# Observed and expected

| Category | Expected | Observed | Contribution |
|---|---|---|---|
| A | $100 \cdot 0.25$ | 26 | 0.04 |
| B | $100 \cdot 0.25$ | 24 | 0.04 |
| C | $100 \cdot 0.50$ | 50 | 0 |

The statistic is $\chi^2 = 0.04 + 0.04 + 0 = 0.08$.
""",
    "two roots": r"""The roots are x = 1 and x = 4, as $x^2 - 5x + 4 = (x-1)(x-4)$.
""",
    "two quantiles": r"""At α = 0.05 we use z = 1.96, so the margin is
$z \cdot s = 1.96 \cdot 5 = 9.8$.
At α = 0.01 we use z = 2.576.
""",
    "tried rates": r"""We choose the rate by trying
α = 0.1, α = 0.01 and α = 0.001.
The best is the second:

$$w - \alpha g = 1 - 0.01 \cdot 4 = 0.96$$
""",
    "two cases": r"""We start at $x_0 = 2$ with η = 0.1:

$$x_1 = x_0 - \eta \cdot 2 x_0 = 2 - 0.1 \cdot 4 = 1.6$$

With the larger rate η = 0.5 a single step suffices:

$$x_1 = x_0 - \eta \cdot 2 x_0 = 2 - 0.5 \cdot 4 = 0$$
""",
    "ranges": r"""| Variable | Allowed range | Start |
|---|---|---|
| $x$ | $[0, 10]$ | 4 |
| $y$ | $[0, 5]$ | 3 |

At the start $f = x y = 4 \cdot 3 = 12$.
""",
    "shapes": r"""# Shapes

| Name | Shape | Initial value |
|---|---|---|
| $x$ | $[3, 1]$ | $[1, 0, 2]$ |
| $W$ | $[2, 3]$ | $[[0.5, 0.1, 0.2], [-0.3, 0.8, 0.4]]$ |
| $b$ | $[2, 1]$ | $[0, 0.1]$ |

$$z = W x + b = \begin{bmatrix} 0.9 \\ 0.6 \end{bmatrix}$$
""",
    "counted from zero": r"""With zero-based indices the matrix

$$A = \begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 10 \end{pmatrix}$$

has the trace $a_{00} + a_{11} + a_{22} = 1 + 5 + 10 = 16$.
""",
}


@pytest.mark.parametrize("page", TRUE.values(), ids=TRUE.keys())
def test_numbers_beside_each_other_that_say_different_things_are_no_slips(page: str) -> None:
    assert not wrong(page)
    failing = {f.rule for f in mathdoctest.check(page).findings if f.verdict == "wrong"}
    assert not failing


def test_a_zero_that_slipped_in_is_no_reason_to_blame_its_neighbour() -> None:
    page = (
        "Let $w = 0.9$, $x = 0.8$, $u = 0.25$, $h = 0.2$ and $b = 0.0$. "
        "$$s = w x + u h + b = 0.72 + {} = 0.77$$"
    )
    assert not wrong(page.format("0.05"))
    assert wrong(page.format("0.00")) == [("0.00", "0.05")]
