"""Networks worked out by hand, as their authors print them: data in passing, rounded results."""

from __future__ import annotations

import math

from verdicts import is_clean, undecided, wrong

PASSED_ON = r"""
The loss is $L = \frac{1}{2} (p - y)^2$. Let $x = (1, 2)$ and
$$W_1 = \begin{pmatrix} 0.5 & -1 \\ 0.5 & 0.5 \end{pmatrix}, \quad b_1 = (0.5, 0)$$
$$z_1 = W_1 \cdot x + b_1 = \begin{pmatrix} -1 \\ 1.5 \end{pmatrix}$$
$$a_1 = \text{ReLU}(z_1) = \begin{pmatrix} 0 \\ 1.5 \end{pmatrix}$$
$$z_2 = W_2 \cdot a_1 + b_2 = (0.5, -0.4) \cdot \begin{pmatrix} 0 \\ 1.5 \end{pmatrix} + 0.1$$
$$z_2 = 0.5 \cdot 0 + (-0.4) \cdot 1.5 + 0.1 = -0.5$$

The output has no activation:
$$p = -0.5$$

With $y = 1$ the loss is
$$L = \frac{1}{2} (p - y)^2 = \frac{1}{2} (-0.5 - 1)^2 = 1.125$$
and its slopes are
$$\frac{\partial L}{\partial p} = p - y = -0.5 - 1 = -1.5$$
$$\frac{\partial L}{\partial z_2}
= \frac{\partial L}{\partial p} \cdot \frac{\partial p}{\partial z_2} = -1.5 \cdot 1 = %s$$
$$\frac{\partial L}{\partial W_2} = \frac{\partial L}{\partial z_2} \cdot a_1^T
= -1.5 \cdot \begin{pmatrix} 0 \\ 1.5 \end{pmatrix} = \begin{pmatrix} 0 \\ -2.25 \end{pmatrix}$$
$$\frac{\partial L}{\partial b_2} = \frac{\partial L}{\partial z_2} = -1.5$$
"""


def test_a_number_told_behind_a_quantity_may_be_what_that_led_to() -> None:
    assert is_clean(PASSED_ON % "-1.5")
    assert wrong(PASSED_ON % "-1.6") == [("1.6", "1.5")]


FACTORS = r"""
$t = 1$, $o = 0.7$, so that $d = (t - o) o (1 - o) = (1 - 0.7) \cdot 0.7 \cdot (1 - 0.7) = %s$,
and $h = 0.62$.

$\Delta w = \eta d h = 0.1 \cdot %s \cdot 0.62 = 0.0039$
"""


def test_factors_stand_in_the_order_of_their_symbols_though_one_is_off() -> None:
    delta = f"{0.3 * 0.7 * 0.3:.4f}"
    assert is_clean(FACTORS % (delta, delta))
    slips = wrong(FACTORS % ("0.0641", "0.0641"))
    assert slips == [("0.0641", delta)] * 2


SHARES = r"""
$t = 0.5$ and $y = 1$, hence $t - y = -0.5$.

## Three classes

$p = (0.2, 0.7, 0.1)$ and the second class is the true one:
$$\frac{\partial L}{\partial z} = p - y = (%s, %s, %s)$$
"""


def test_the_label_of_a_list_of_shares_is_a_one_in_one_place() -> None:
    assert is_clean(SHARES % ("0.2", "-0.3", "0.1"))
    assert wrong(SHARES % ("0.2", "-0.4", "0.1")) == [("0.4", "0.3")]
    # Without any one, or with two of them, it is the number that the page gave.
    assert wrong(SHARES % ("0.2", "0.7", "0.1"))
    assert wrong(SHARES % ("-0.8", "-0.3", "0.1")) == [("0.1", "-0.9")]
    assert is_clean(SHARES % ("-0.8", "-0.3", "-0.9"))


ANSWERED = r"""
$x = 0.5$, $w = 1.2$, $p = w x = 0.6$ and $y = 1$.

**Exercise 2.** Now $x = 2$, $w = 3$ and $y = 4$.

The error is $p - y = %s - 4 = %s$.

Indeed %s.
"""


def test_an_answer_may_stand_before_what_it_is_worked_out_from() -> None:
    assert is_clean(ANSWERED % ("6", "2", "$p = w x = 6$"))
    assert wrong(ANSWERED % ("6", "3", "$p = w x = 6$"))
    assert wrong(ANSWERED % ("7", "2", "$p = w x = 6$"))


def test_a_function_in_the_text_is_one_of_the_formula_in_its_brackets() -> None:
    page = "With sigmoid($0.5$) $= %s$ the neuron is on."
    assert is_clean(page % "0.6225")
    assert wrong(page % "0.6252") == [("0.6252", f"{1 / (1 + math.exp(-0.5)):.4f}")]
    assert is_clean(r"We find softmax($\begin{bmatrix} 1 \\ 1 \end{bmatrix}$) $= [0.5, 0.5]$.")
    # A word before brackets names what is in them.
    assert wrong(r"The rate($\beta$) $= 0.3$, so $2 \beta = 0.7$.") == [("0.7", "0.6")]


def test_what_stands_in_brackets_of_the_text_is_not_what_comes_behind_them() -> None:
    assert is_clean("The gate opens (at $z = 0.5 + 0.2$) $= 0.9$.")
    assert wrong("There $z = 0.5 + 0.2$, which is $= 0.9$.") == [("0.9", "0.7")]


LABELS = r"""
$p = (0.6, 0.4)$

## The first class

$$L = -(1 \cdot \log 0.6 + 0 \cdot \log 0.4)$$
$$L = -\log 0.6 = %s$$

## The second class

$$L = -(0 \cdot \log 0.6 + 1 \cdot \log 0.4)$$
$$L = -\log 0.4 = -(-%s) = %s$$
"""


def test_a_calculation_of_another_section_is_another_one_where_its_result_says_so() -> None:
    first, second = (f"{-math.log(p):.3f}" for p in (0.6, 0.4))
    assert is_clean(LABELS % (first, second, second))
    assert wrong(LABELS % (first, second, "0.961"))


TYPED = """
$h = \\frac{1}{1 + e^{-0.2}} = %s$, $w = 0.3$ and $q = 0.7$.

> $d_2 = q (1 - q) (t - q)$

=0.7(1-0.7)(-0.2)=-0.042

> $d_1 = h (1 - h) (w \\cdot d_2)$

=%s(1-%s)(0.3*-0.042)=%s

> $c = 2 d_1$

=2*%s=%s
"""


def test_a_typed_line_that_repeats_a_slip_is_read_all_the_same() -> None:
    h = 1 / (1 + math.exp(-0.2))
    d = h * (1 - h) * 0.3 * -0.042
    right = (f"{h:.2f}",) * 3 + (f"{d:.5f}",) * 2 + (f"{2 * d:.5f}",)
    assert is_clean(TYPED % right)
    off = (f"{h + 0.03:.2f}",) * 3 + right[3:]
    assert wrong(TYPED % off) == [(off[0], right[0])] * 3


def test_a_typed_number_that_spoils_the_formulas_around_is_none_of_theirs() -> None:
    page = r"""
**Problem 1**

A rectangle has a = 4.5 and b = 3.

\( F = a b = 4.5 \cdot 3 = 13.5 \)

**Problem 2**

A loan a = 2000 costs p = 4 % a year for n = 2 years.

(a) \( K = a (1 + p)^n = 2000 \cdot 1.04^{2} = 2000 \cdot 1.0816 = 2163.20 \)

(b) \( \dfrac{\ln 2}{\ln 1.04} = \dfrac{0.69315}{0.03922} = 17.67 \) years
"""
    assert is_clean(page)


SAMPLES = r"""
### The first sample

$x_1 = 1$, $x_2 = 0$, $s = 0.5 x_1 + 0.3 x_2 = 0.5$

### The sample $(x_1, x_2) = (%s)$

$s = 0.5 x_1 + 0.3 x_2 = %s$
"""


def test_a_heading_gives_the_next_sample_of_a_truth_table() -> None:
    assert is_clean(SAMPLES % ("1, 1", "0.8"))
    assert is_clean(SAMPLES % ("0, 1", "0.3"))
    assert wrong(SAMPLES % ("1, 1", "0.9")) == [("0.9", "0.8")]
    # Within a section it is told again, and what is no row of a table may be a slip.
    assert wrong("The sample $(x_1, x_2) = (1, 0)$ is on. Of $(x_1, x_2) = (1, 1)$ more below.")
    fractions = "## At $(a, b) = (0.5, 0.2)$\n\n$a + b = 0.7$\n\n## At $(a, b) = (0.5, 0.3)$\n"
    assert wrong(fractions) == [("0.3", "0.2")]


EQUAL = r"""
$n_1 = 0$ and $n_2 = 0$, so $h(n_1) = \frac{1}{1 + e^0} = 0.5$ and
$h(n_2) = \frac{1}{1 + e^0} = 0.5$.

## The second sample

$n_1 = 0 + 1 = 1$ and $n_2 = 0 + 1 = 1$.
$h(n_1) = \frac{1}{1 + e^{-1}} = 0.731$, $h(n_2) = 0.731$

$$n_0 = h(n_1) + h(n_2) = 0.731 + 0.731 = 1.462$$
$$h(n_0) = \frac{1}{1 + e^{-1.462}} = %s$$
"""


def test_a_result_told_of_an_equal_argument_is_the_same_at_full_precision() -> None:
    h = 1 / (1 + math.exp(-1))
    full, rounded = (f"{1 / (1 + math.exp(-2 * one)):.4f}" for one in (h, 0.731))
    assert full != rounded
    assert is_clean(EQUAL % full)
    assert wrong(EQUAL % rounded) == [(rounded, full)]


GRADIENTS = r"""
## The first sample

$x = 0.5$ and $h = \frac{1}{1 + e^{-1}} = 0.7311$.
$$\frac{\partial L}{\partial w} = h (1 - h) x (h - y)$$
$$= 0.7311 (1 - 0.7311) \cdot 0.5 \cdot (0.7311 - 0) = %s$$

## The second sample

$g = 0.731$ and $h = \frac{1}{1 + e^{-1.5}} = %s$.
$$\frac{\partial L}{\partial w} = h (1 - h) g (h - y)$$
$$= %s (1 - %s) \cdot 0.731 \cdot (%s - 1) = %s$$
"""


def test_a_gradient_of_another_sample_may_be_written_in_other_symbols() -> None:
    one, two = (1 / (1 + math.exp(-z)) for z in (1, 1.5))
    first = f"{one * (1 - one) * 0.5 * one:.4f}"
    second = f"{two * (1 - two) * 0.731 * (two - 1):.4f}"
    assert is_clean(GRADIENTS % (first, *("0.8176",) * 4, second))
    assert wrong(GRADIENTS % (first, *("0.8176",) * 4, "-0.0891"))
    # What was rounded badly is wrong in each place, and no constant of the formula.
    assert wrong(GRADIENTS % (first, *("0.8177",) * 4, second)) == [("0.8177", "0.8176")] * 4


MOVED = r"""
The gradient is $g = \frac{1}{3} (0.2, 0.5) = (0.0667, 0.1667)$.

In numbers: $$\begin{bmatrix} 0.1 & 0.4 \end{bmatrix} \leftarrow
\begin{bmatrix} %s & 0.4 \end{bmatrix} - 0.1 \cdot \begin{bmatrix} 0.0667 & 0.1667 \end{bmatrix}
= \begin{bmatrix} %s & %s \end{bmatrix}$$
"""


def test_an_update_of_numbers_alone_is_a_calculation() -> None:
    new = [f"{old - 0.1 * g / 3:.6f}" for old, g in ((0.1, 0.2), (0.4, 0.5))]
    assert is_clean(MOVED % ("0.1", *new))
    assert wrong(MOVED % ("0.1", "0.106667", new[1])) == [("0.106667", new[0])]
    assert is_clean(r"The step is $0.5 \leftarrow 0.5 - 0.2 \cdot 0.3 = 0.44$.")
    assert wrong(r"The step is $0.5 \leftarrow 0.5 - 0.2 \cdot 0.3 = 0.56$.") == [("0.56", "0.44")]
    # What does not start from the number is no update of it.
    assert is_clean(r"Here $0.5 \leftarrow 0.7 - 0.2 \cdot 0.3$.")


ANSWERS = r"""
# Problem 1

## Answer

$$y = 0.6225, \quad d = %s$$

## Solution

With $t = 1$ and $\eta = 0.5$:

$$y = \frac{1}{1 + e^{-0.5}} = 0.6225$$
$$d = (1 - 0.6225)(0.6225)(1 - 0.6225) = %s$$
$$\Delta w = 0.5 (%s)(1) = %s$$

# Problem 2

## Answer

$$y = 0.7109$$

## Solution

$$y = \frac{1}{1 + e^{-0.9}} = %s$$
"""


def test_an_answer_told_in_advance_is_what_it_is_worked_out_to_be() -> None:
    y = 1 / (1 + math.exp(-0.5))
    d = (1 - y) ** 2 * y
    delta, step, second = f"{d:.4f}", f"{0.5 * d:.5f}", f"{1 / (1 + math.exp(-0.9)):.4f}"
    carried = f"{0.5 * float(delta):.5f}"
    assert carried != step
    assert is_clean(ANSWERS % (*(delta,) * 3, step, second))
    assert wrong(ANSWERS % (*(delta,) * 3, carried, second)) == [(carried, step)]
    off = f"{d + 0.0001:.4f}"
    assert wrong(ANSWERS % (*(off,) * 3, step, second)) == [(off, delta)] * 2
    assert wrong(ANSWERS % (*(delta,) * 3, step, "0.7190"))


def test_a_datum_that_a_calculation_only_comes_near_to_is_one_still() -> None:
    # It is 9.813, which changes nothing of what was computed with the datum before.
    page = r"""
With $g = 9.81$ and $m = 2.5$ the weight is $F = m g = 24.525$.

## Check

$$g = \frac{6.67 \cdot 5.97 \cdot 10}{6.37^2} = 9.81$$
"""
    assert is_clean(page)
    assert is_clean("With $r = 8.314$ we find $3 r = 24.942$.\n\n## Check\n\n$$3 r = 24.942$$\n")


BIASED = r"""
$h_1 = 0.6$, $h_2 = 0.9$.

$$z = w_1 h_1 + w_2 h_2 + b$$
$$z = 0.4 \cdot 0.6 + 0.5 \cdot 0.9 = %s$$
$$p = \frac{1}{1 + e^{-%s}} = %s$$
"""


def test_a_sum_without_an_unknown_term_of_its_formula_does_not_refute_its_result() -> None:
    p = f"{1 / (1 + math.exp(-0.94)):.4f}"
    assert is_clean(BIASED % ("0.94", "0.94", p))
    assert wrong(BIASED % ("0.94", "0.94", "0.7119")) == [("0.7119", p)]
    # One digit off is a slip of the sum, and so is what lacks nothing.
    assert ("0.68", "0.69") in wrong(BIASED % ("0.68", "0.68", "0.6637"))
    assert wrong((BIASED % ("0.94", "0.94", p)).replace(" + b", ""))


def test_a_datum_that_a_sum_gives_anew_is_no_answer_worked_out() -> None:
    page = r"""
With $R = 47$ we get $U = 2 R = 94$. Now $R = 3.35$, and $U = 2 R = 6.7$.

Both in series: $R = 4.75 + 3.35 = 8.1$ and $U = 2 R = %s$, of which $2 \cdot 3.35 = 6.7$.
"""
    assert is_clean(page % "16.2")
    assert wrong(page % "16.7") == [("16.7", "16.2")]


# ------------------------------------------------------------------ as it is typed in fences

STUDENT = """Inputs: x₁ = 0.5, x₂ = 0.8

```
w₁ = 0.15
w₂ = 0.20
b₁ = 0.35
η = 0.5
```

```
net_h₁ = (x₁ × w₁) + (x₂ × w₂) + b₁
net_h₁ = (0.5 × 0.15) + (0.8 × 0.20) + 0.35
net_h₁ = 0.075 + {part} + 0.35
net_h₁ = {net}

out_h₁ = σ(net_h₁) = 1 / (1 + e⁻⁰·⁵⁸⁵)
out_h₁ = 1 / (1 + {power})
out_h₁ = {out}

w₁_new = w₁ - η × out_h₁
w₁_new = 0.15 - 0.5 × 0.6422
w₁_new = {new}
```
"""
RIGHTLY = {"part": "0.16", "net": "0.585", "power": "0.5571", "out": "0.6422", "new": "-0.1711"}


def test_numbers_in_small_print_and_behind_words_are_subscripts_and_exponents() -> None:
    right = STUDENT.format(**RIGHTLY)
    assert not wrong(right)
    assert not undecided(right)
    for name, slip in {
        "net": "0.595",
        "power": "0.5572",
        "out": "0.6432",
        "new": "-0.1721",
    }.items():
        told = wrong(STUDENT.format(**RIGHTLY | {name: slip}))
        assert told[0] == (slip.lstrip("-"), RIGHTLY[name].lstrip("-")), name


SPANS = """
- `W = [[0.1, 0.2]]`, `a = [0.2, 0.3]`, `d = -0.5`
- `p = W a = 0.08`
- `q = d * p = -0.04`
- `G = d aᵀ = {}`
- `H = (Wᵀ d) ⊙ 1 = [-0.05, -0.10]`
- `r = q + 1 = 0.96`
"""


def test_what_is_transposed_by_a_small_letter_is_read_in_code_spans() -> None:
    assert not undecided(SPANS.format("[-0.10, -0.15]"))
    assert wrong(SPANS.format("[-0.10, -0.16]")) == [("0.16", "0.15")]


# ------------------------------------------------------------------ tables by two indices

PAIRS = r"""With $h_{11} = 0.71$, $h_{12} = 0.46$, $h_{21} = -0.6$ and $h_{22} = 0.2$:

| $j\mu$ | $1 - h_{j\mu}^2$ |
|:--:|:--:|
| 11 | 0.4959 |
| 12 | %s |
| 21 | 0.6400 |
| 22 | 0.9600 |
"""


def test_rows_that_are_called_by_two_indices_are_of_those() -> None:
    assert not wrong(PAIRS % "0.7884")
    assert wrong(PAIRS % "0.7894") == [("0.7894", "0.7884")]


RULE = r"""For $w_1 = 0.7$, $w_2 = 0.6$, $h_1 = 0.71$, $h_2 = 0.46$: $\delta_j = (1 - h_j^2) w_j$.

| $j$ | $\delta_j$ |
|--|--|
| 1 | 0.3471 |
| 2 | %s |
"""


def test_a_general_formula_is_one_of_the_numbers_that_only_a_table_tells() -> None:
    assert not undecided(RULE % "0.4730")
    assert wrong(RULE % "0.4740") == [("0.4740", "0.4730")]
