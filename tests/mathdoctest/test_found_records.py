"""What records of a calculation say in few words: entries, steps, sums, shares and changes."""

from __future__ import annotations

import math

import pytest
from verdicts import wrong

import mathdoctest


def undecided(page: str) -> list[str]:
    """The numbers of a page that are claims of which nothing is known."""
    claims = mathdoctest.check(page).claims
    return [c.text for c in claims if c.role == "claim" and c.verdict not in ("verified", "wrong")]


MATRIX = r"""
$$
W_1 = \begin{bmatrix} 0.25 & -0.40 \\ 0.65 & 0.10 \end{bmatrix}, \quad
x = \begin{bmatrix} 2 \\ 3 \end{bmatrix}
$$

"""


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        (r"In it $(W_1)_{12} = %s$.", "-0.40", "-0.41"),
        (r"In it $(W_1)_{2,1} \cdot x_1 = %s$.", "1.30", "1.03"),
        (r"We get $z_1 = W_1 x = (-0.7, 1.6)^\top$ and $(z_1)_2 = %s$.", "1.6", "6.1"),
    ],
)
def test_an_entry_may_be_written_with_its_matrix_in_brackets(
    said: str, right: str, off: str
) -> None:
    assert not wrong(MATRIX + said % right)
    assert not undecided(MATRIX + said % right)
    assert off.lstrip("-") in dict(wrong(MATRIX + said % off))


@pytest.mark.parametrize(
    "said",
    [
        r"In binary $(1011)_2 = 11$.",
        r"Then $(x_1 + 3)_1 = 5$.",
        r"The square has $(W_1^2)_{11} = -0.1975$.",
        r"The sequence $(x_n)_{n}$ goes on.",
    ],
)
def test_brackets_with_an_index_around_something_else_are_no_entry(said: str) -> None:
    assert not wrong(MATRIX + said)


STEPS = r"""
A single unit with $z = W_1 x$ and the loss $L = \frac{1}{2} z^\top z$ for

$$
W_1 = \begin{bmatrix} 0.25 & -0.40 \\ 0.65 & 0.10 \end{bmatrix}, \quad
x = \begin{bmatrix} 0.7 \\ -1.3 \end{bmatrix}, \quad \eta = 0.1
$$

$$
z = W_1 x = \begin{bmatrix} 0.695 \\ 0.325 \end{bmatrix}, \quad
\frac{\partial L}{\partial W_1} = z x^\top
= \begin{bmatrix} 0.4865 & -0.9035 \\ 0.2275 & -0.4225 \end{bmatrix}
$$

Every weight goes its way, $W \leftarrow W - \eta \frac{\partial L}{\partial W}$:

| weight | old | new |
|---|---|---|
| $(W_1)_{11}$ | $0.25$ | $0.20135$ |
| $(W_1)_{12}$ | $-0.40$ | $%s$ |
| $(W_1)_{21}$ | $0.65$ | $0.62725$ |
| $(W_1)_{22}$ | $0.10$ | $%s$ |
"""


def test_a_table_of_steps_may_name_entries_of_matrices() -> None:
    steps = [old - 0.1 * z * x for old, z, x in ((-0.40, 0.695, -1.3), (0.10, 0.325, -1.3))]
    right = tuple(f"{step:.5f}" for step in steps)
    assert not wrong(STEPS % right)
    assert not undecided(STEPS % right)
    assert [text for text, _ in wrong(STEPS % (right[0], "0.14252"))] == ["0.14252"]


def test_a_new_weight_that_is_that_of_another_row_is_a_slip() -> None:
    assert "0.62725" in dict(wrong(STEPS % ("-0.30965", "0.62725")))


NIGHTS = r"""
Each night has $z = w x + b$ and $p = \sigma(z) = \frac{1}{1 + e^{-z}}$.

Before, the sums are $z_A = 0.4$, $z_B = -1.1$ and $z_C = 1.3$. So the answers are $p_A = 0.5987$,
$p_B = 0.2497$ and $p_C = 0.7858$.

After it, the sums are $z_A' = 0.55$, $z_B' = -1.25$ and $z_C' = 0.95$, and the answers become
$p_A' = 0.6341$, $p_B' = 0.2227$ and $p_C' = %s$.
"""


def test_what_is_told_of_a_bare_letter_holds_under_any_subscript_and_prime() -> None:
    right = f"{1 / (1 + math.exp(-0.95)):.4f}"
    assert not wrong(NIGHTS % right)
    assert "0.7858" in dict(wrong(NIGHTS % "0.7858"))  # the old one
    assert "0.7121" in dict(wrong(NIGHTS % "0.7121"))


@pytest.mark.parametrize(
    "page",
    [
        # Another layer has another function, and nothing shows that this is the same one.
        r"The first layer has $a = \tanh(z)$. Now $z_2 = 0.7$, and the output is $a_2 = 0.6682$.",
        # Other numbers of another problem.
        NIGHTS % "0.7211" + "\n## Another unit\n\nWith $z_C' = 1.5$ it is $p_C' = 0.8176$.\n",
        # A letter with a subscript that the formula's own letters do not have.
        r"With $y = \sqrt{x}$ and $x = 2.25$ we get $y = 1.5$. The yield is $y_s = 1.485$.",
    ],
)
def test_a_subscript_may_also_name_something_else(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        ("$e^{0.4748} = 1.6077$ and $e^{0.0298} = 1.0302$, whose sum is $%s$.", "2.6379", "2.6397"),
        ("$e^{0.6} = 1.8221$, $e^{0.3} = 1.3499$. Their sum is $S = %s$.", "3.1720", "3.1270"),
        ("the parts $a = 12.5$, $b = 3.75$ and $c = 0.5$ add up to %s.", "16.75", "17.65"),
        ("the losses are 0.2633, 0.5544 and 0.4741; they add up to %s.", "1.2918", "1.9218"),
        ("the values $[0.5596, 4.3005, 0.5406]$ sum to $%s$.", "5.4007", "5.0407"),
        ("$e^{0.2} = 1.2214$ und $e^{0.7} = 2.0138$, deren Summe $%s$ ist.", "3.2352", "3.2532"),
        ("$e^{0.2} = 1.2214$ y $e^{0.7} = 2.0138$, cuya suma es $%s$.", "3.2352", "3.2532"),
        ("$e^{0.2} = 1.2214$ et $e^{0.7} = 2.0138$, dont la somme vaut $%s$.", "3.2352", "3.2532"),
    ],
)
def test_a_sentence_may_tell_the_sum_of_what_it_enumerates(said: str, right: str, off: str) -> None:
    said = f"Here {said}"
    assert not wrong(said % right)
    assert right not in undecided(said % right)
    assert wrong(said % off) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "The stages have ratios of 3.333 and 2.8125, together 9.375.",
        "The first has 12.5 and the second 3.75 litres, together with the rest 18.25 litres.",
        "The lines of the bill, 12.50 and 3.75 among them, add up to 18.25.",
        "Of the shares 0.25, 0.35 and others, whose sum is 1.00, the second is largest.",
        "The gradients $-0.34$, $0.24$ and $0.10$ sum to zero. The losses are 0.85 and 0.41.",
        "With $x = 2.5$ and $y = 4.0$, the squares sum to 22.25.",
        "For $a = 0.333$, $b = 0.333$ and $c = 0.333$ the parts sum to 1.000.",
    ],
)
def test_words_for_sums_may_be_of_more_than_what_stands_before_them(page: str) -> None:
    assert not wrong(page)


PASSES = r"""
The net has $h_1 = w_1 x$ and $h_2 = w_2 x$ with $w_1 = 0.4$, $w_2 = -0.3$ and $x = 1.5$, so
$h_1 = 0.60$ and $h_2 = -0.45$. Then $p_2 = \frac{e^{h_2}}{e^{h_1} + e^{h_2}} = 0.2592$.

We step to $w_1 \leftarrow 0.31$ and $w_2 \leftarrow -0.21$.

%s
"""
AFTERWARDS = (
    "With the new weights $h_1 = 0.465$ and $h_2 = -0.315$. The right class gets $p_2 = %s$."
)


def test_an_old_value_behind_the_new_ones_that_it_depends_on_was_left_behind() -> None:
    right = f"{1 / (1 + math.exp(0.465 + 0.315)):.4f}"
    assert not wrong(PASSES % (AFTERWARDS % right))
    assert wrong(PASSES % (AFTERWARDS % "0.2592")) == [("0.2592", right)]


@pytest.mark.parametrize(
    "words",
    [
        "With the new weights $h_1 = 0.465$ and $h_2 = -0.315$. Before, it was $p_2 = 0.2592$.",
        "Now $h_1 = 0.465$.\n\nThe probability was $p_2 = 0.2592$ then.",
        "Had the net not moved, $h_1 = 0.60$ and $p_2 = 0.2592$.",
    ],
)
def test_an_old_value_may_be_told_again(words: str) -> None:
    assert not wrong(PASSES % words)


DESCENT = r"""
A unit with $z = w_1 x_1 + w_2 x_2 + b$ and $L = \frac{1}{2} (z - y)^2$ for $x_1 = 0.7$,
$x_2 = -1.3$, $y = 0.25$, where $w_1 = 0.35$, $w_2 = 0.45$, $b = 0.12$ and $\eta = 0.2$.

So $z = -0.22$, and $\frac{\partial L}{\partial w_1} = (z - y) x_1 = -0.329$.

%s
"""
ARROWS = r"""
- $w_1 \leftarrow w_1 - \eta \frac{\partial L}{\partial w_1} = 0.4158$
- $w_2 \leftarrow %s$
- $b \leftarrow %s$
"""
PLUSES = r"""
$w_1^{+} = w_1 - \eta \frac{\partial L}{\partial w_1} = 0.4158$, and in the same way
$w_2^{+} = %s$ and $b^{+} = %s$.
"""


@pytest.mark.parametrize("form", [ARROWS, PLUSES])
def test_steps_that_are_told_by_their_results_alone_are_checked(form: str) -> None:
    w_2, b = f"{0.45 - 0.2 * -0.47 * -1.3:.4f}", f"{0.12 - 0.2 * -0.47:.4f}"
    page = DESCENT % form
    assert not wrong(page % (w_2, b))
    assert not undecided(page % (w_2, b))
    assert wrong(page % ("0.3287", b)) == [("0.3287", w_2)]
    assert wrong(page % (w_2, "0.2410")) == [("0.2410", b)]


@pytest.mark.parametrize(
    "page",
    [
        # No step is shown, and these may be by any rule.
        DESCENT % r"Adam takes us to $w_1 \leftarrow 0.42$, $w_2 \leftarrow 0.33$.",
        # With momentum the second step goes further.
        DESCENT % (ARROWS % ("0.3278", "0.2140")) + r"Then $w_2 \leftarrow 0.2056$.",
        # What is no parameter makes no step.
        DESCENT % (ARROWS % ("0.3278", "0.2140")) + "Afterwards $z' = 0.0789$.",
    ],
)
def test_new_values_may_come_from_elsewhere(page: str) -> None:
    assert not wrong(page)


LAYERS = r"""
With $W = \begin{bmatrix} 0.6 & -0.4 \\ 0.2 & 0.5 \end{bmatrix}$, $\eta = 0.5$ and
$dW = \begin{bmatrix} 0.31 & -0.12 \\ 0.46 & 0.08 \end{bmatrix}$ the step is

$$
W := \begin{bmatrix} 0.445 & %s \\ -0.030 & 0.460 \end{bmatrix}
$$
"""


def test_a_matrix_may_make_a_step_as_well() -> None:
    assert not wrong(LAYERS % "-0.340")
    assert not undecided(LAYERS % "-0.340")
    assert wrong(LAYERS % "-0.430") == [("0.430", "0.340")]


FALLEN = r"""
With $x = 1.5$, $w = 0.8$ and $y = 0.4$ the loss is $L = (w x - y)^2 = 0.64$.

After a step $w' = 0.7$ and $L' = (w' x - y)^2 = 0.4225$.

%s
"""


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        ("The loss has gone down by %s.", "0.2175", "0.2715"),
        ("The loss has gone down by 0.2175, that is by %s%%.", "33.98", "0.3398"),
        ("The loss has fallen by %s %%.", "33.98", "39.98"),
        (r"So the loss has dropped by $%s\,\%%$.", "34.0", "0.340"),
        ("It is %s %% lower than before.", "33.98", "0.340"),
        ("Der Fehler ist auf %s %% des alten Wertes gesunken.", "66.02", "0.6602"),
        ("La pérdida es un %s %% menos que antes.", "33.98", "0.3398"),
        ("La perte a diminué de %s %%.", "33.98", "39.38"),
    ],
)
def test_a_sentence_may_tell_how_far_a_quantity_has_come(said: str, right: str, off: str) -> None:
    assert math.isclose(0.64 - 0.4225, 0.2175)
    assert math.isclose(100 * 0.2175 / 0.64, 33.98, abs_tol=0.005)
    assert not wrong(FALLEN % (said % right))
    assert right not in undecided(FALLEN % (said % right))
    assert [text for text, _ in wrong(FALLEN % (said % off))] == [off]


@pytest.mark.parametrize(
    "said",
    [
        "The learning rate has gone down by 0.0217, that is by 0.34 %.",
        "The accuracy has risen by 33.89 % of the possible.",
        "Prices fell by 0.34 % in the same week.",
        "The loss of the other net fell from 0.66 to 0.42, a drop of 36.4 %.",
        "The loss has fallen by 33.99 %.",
        "The error is 0.34 % of the range.",
    ],
)
def test_not_every_change_is_that_of_the_loss(said: str) -> None:
    assert not wrong(FALLEN % said)


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        (r"$R^2 = 1 - \frac{0.6020}{23.50} = 0.9744$, so it explains $%s\%%$.", "97.4", "0.974"),
        (r"$P = \frac{0.0230}{0.0815} = 0.2822$, so only $%s$\%% are.", "28.2", "0.282"),
        (r"$P = \frac{0.0230}{0.0815} = 0.2822$, so only %s %% are.", "28.2", "0.282"),
    ],
)
def test_a_share_may_be_said_again_in_percent(said: str, right: str, off: str) -> None:
    assert not wrong(said % right)
    assert right not in undecided(said % right)
    assert [text for text, _ in wrong(said % off)] == [off]


@pytest.mark.parametrize(
    "page",
    [
        r"The rates 0.25 % and 0.314 % have the mean $\frac{0.25 + 0.314}{2} = 0.282$, or 0.282 %.",
        r"The deviation is $\frac{0.0230}{8.15} \cdot 100 = 0.2822$, so 0.282 % it is.",
        r"We get $\frac{0.0230}{0.0815} = 0.2822$. The tax is 0.25 %, and $3$\% of it are waived.",
    ],
)
def test_what_is_in_percent_already_is_no_share(page: str) -> None:
    assert not wrong(page)


SAMPLE = r"""
| run | $t$ in s |
|--:|--:|
| 1 | 4.2 |
| 2 | 4.6 |
| 3 | 4.1 |
| 4 | 4.9 |

The mean is $\bar t = 4.45$. %s
"""


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        ("The standard deviation is $s_t = %s$.", "0.370", "0.137"),
        ("The standard deviation is $s_t = %s$.", "0.370", "0.730"),
        (r"The values scatter with $\sigma_t = %s$.", "0.320", "0.230"),
        ("Die Standardabweichung ist $s_t = %s$.", "0.370", "0.307"),
    ],
)
def test_a_standard_deviation_is_that_of_its_column(said: str, right: str, off: str) -> None:
    off_mean = [t - 4.45 for t in (4.2, 4.6, 4.1, 4.9)]
    ways = [math.sqrt(sum(d * d for d in off_mean) / n) for n in (3, 4)]
    assert right in [f"{way:.3f}" for way in ways]
    assert not wrong(SAMPLE % (said % right))
    assert right not in undecided(SAMPLE % (said % right))
    assert off in dict(wrong(SAMPLE % (said % off)))


@pytest.mark.parametrize(
    "said",
    [
        "The step is $s_t = 0.137$.",
        "The variance is $s_t = 0.137$.",
        "The stopwatch has a standard deviation of $s_w = 0.137$.",
        "With the next twenty runs the standard deviation is $s_t = 0.41$.",
    ],
)
def test_not_every_letter_with_a_subscript_is_a_standard_deviation(said: str) -> None:
    assert not wrong(SAMPLE % said)


UNITS = r"""
With $Q = 2542.2\,\mathrm{J}$, $m = 84.3\,\mathrm{g}$ and $T = 75.1\,\mathrm{K}$ we get

$$
c = \frac{Q}{m T} = \frac{2542.2}{%s \cdot 75.1}\,\mathrm{\frac{J}{g\,K}}
= %s\,\mathrm{J/(g\,K)}
$$
"""


def test_a_unit_may_be_a_fraction() -> None:
    assert not wrong(UNITS % ("84.3", "0.4016"))
    assert not undecided(UNITS % ("84.3", "0.4016"))
    assert "48.3" in dict(wrong(UNITS % ("48.3", "0.4016")))
    assert "0.4061" in dict(wrong(UNITS % ("84.3", "0.4061")))


MEASURED = r"With $Q = 2542.2$, $m = 84.3$ and $T = 75.1$ it is $c_b = \frac{Q}{m T} = 0.4016$. "
LITERATURE = r"Copper has $c_{\text{Cu}} = 0.385$. "


@pytest.mark.parametrize(
    ("said", "right", "off"),
    [
        (r"Our $c_b$ departs from $c_{\text{Cu}}$ by %s %%.", "4.30", "0.043"),
        (r"The deviation of $c_b$ from $c_{\text{Cu}}$ is %s %%.", "4.30", "3.40"),
        (r"Der Wert $c_b$ weicht von $c_{\text{Cu}}$ um %s %% ab.", "4.30", "0.043"),
        (r"The $c_b$ of ours is too high by $%s\,\%%$.", "4.30", "0.043"),
    ],
)
def test_how_far_a_result_is_from_the_literature_is_checked(
    said: str, right: str, off: str
) -> None:
    assert f"{100 * (2542.2 / 84.3 / 75.1 / 0.385 - 1):.2f}" == right
    page = MEASURED + LITERATURE + said
    assert not wrong(page % right)
    assert right not in undecided(page % right)
    assert [text for text, _ in wrong(page % off)] == [off]


@pytest.mark.parametrize(
    "said",
    [
        r"The scale deviates by 0.043 %.",
        r"Of all values 0.43 % are too high.",
        r"The value $c_b$ differs by 0.34 % from that of last year.",
        r"The value $c_b$ has a relative error of 1.5 %, and $c_{\text{Cu}}$ one of 0.2 %.",
    ],
)
def test_a_deviation_may_be_from_something_else(said: str) -> None:
    assert not wrong(MEASURED + LITERATURE + said)
