"""Data of another case: what introduces them, and what does not."""

from __future__ import annotations

import pytest
from verdicts import is_clean, wrong

OTHERS = [
    "**Step 1.** $x = (1, 1)$, $t = 0$.\n\n**Step 2.** $x = (1, 0)$, $t = 1$.",
    "1. $\\mathbf{x} = (1, 1, 0)$, target 0.\n2. $\\mathbf{x} = (1, 1, 1)$, target 1.",
    "Point $x = (1, 2)$.\n\nPoint $x = (-1, -1)$.",
    "Let $w = (0.5, 0.2)$. Now start from $w = (0.1, 0.2)$ instead.",
    "Let $r = 2$.\n\nNow let $q = 0.5$ and $r = 1$.",
    "The first gradient is $g = 2$. The second gradient is $g = 1.8$.",
    "The agent gets $r = 1$. In the next step, $r = -1$.",
    "Initially $x = 4$; after one step $x = 2.5$; after two steps $x = 2.05$.",
    "**Exercise 1.** Let $x = 3$. Then $z = 0.2x = 0.6$.\n\n**Exercise 2.** Let $z = 2$: $2z = 4$.",
    "(a) With $V = 20$ and $R = 10$, $I = V/R = 2$ A.\n\n(b) With $V = 9$ and $I = 3$, $VI = 27$.",
    "It takes $t = 6$ s.\n\nFrom $h = 45$ with $g = 10$ it takes $t = \\sqrt{2h/g} = 3$ s.",
    "At $x = 1$, $y = 2x + 1 = 3$; at $x = 2$, $y = 5$.",
    "Let $\\tau = 2$.\n\n- At $t = \\tau$, $v = 3t = 6$.\n- At $t = 2\\tau$, $v = 3t = 12$.",
]


@pytest.mark.parametrize("page", OTHERS)
def test_data_of_another_case_are_no_slips(page: str) -> None:
    assert is_clean(page)


@pytest.mark.parametrize(
    ("page", "slip"),
    [
        ("The step is $\\eta = 0.5$.\n\nWe use $\\eta = 0.6$ and get $3\\eta = 1.5$.", "0.6"),
        ("Let $x = (1, 2, 3)$.\n\nThe input is $x = (1, 2, 4)$.", "4"),
        ("Let $x = 3$, so $z = 0.2x = 0.6$.\n\nThe second unit takes $z = 0.7$.", "0.7"),
        ("At $x = 1$, $y = 2x + 1 = 3$; at $x = 2$, $y = 6$.", "6"),
    ],
)
def test_a_slip_in_the_same_case_is_one(page: str, slip: str) -> None:
    assert slip in [text for text, _ in wrong(page)]


def test_what_is_said_of_data_holds_at_their_values() -> None:
    page = "$I_1 = %s$ A, $I_2 = 2$ A and $I_3 = 3$ A, and indeed $I_1 = I_2 + I_3$."
    assert is_clean(page % "5")
    assert not is_clean(page % "6")
    square = "Let $p = 3$, $q = 4$ and $r = %s$. Then $p^2 + q^2 = 9 + 16 = 25 = r^2$."
    assert is_clean(square % "5")
    assert not is_clean(square % "6")


TRAINING = r"""Let $w = 0$ and $L = (w - 2)^2$.

$$\frac{dL}{dw} = 2(w - 2) = -4, \qquad w = 0 - 0.1 \cdot (-4) = 0.4$$
$$\frac{dL}{dw} = 2(w - 2) = -3.%s, \qquad w = 0.4 - 0.1 \cdot (-3.2) = 0.%s$$
"""


def test_training_may_be_written_with_equals_signs() -> None:
    assert is_clean(TRAINING % ("2", "72"))
    assert "3.3" in [text for text, _ in wrong(TRAINING % ("3", "72"))]
    assert wrong(TRAINING % ("2", "73")) == [("0.73", "0.72")]


def test_an_update_says_the_same_of_the_old_value_in_other_words() -> None:
    page = r"With $x = 5$, $\eta = 0.1$: $$x \leftarrow x - \eta \cdot 2x = (1 - %s\eta) x = 4$$"
    assert is_clean(page % "2")
    assert not is_clean(page % "3")


def test_a_running_mean_starts_from_a_part_of_the_old_one() -> None:
    page = r"Let $\mu = 0.5$. Then $\mu \leftarrow 0.9 \cdot %s + 0.1 \cdot 4 = 0.85$."
    assert is_clean(page % "0.5")
    assert not is_clean(page % "0.7")


def test_a_gradient_of_what_numbers_hide_is_no_mistake() -> None:
    page = r"""Let $w = 0.5$, $x = 2$ and $y = 1$.

$$z = %s \cdot x = 1, \qquad h = \tanh(z), \qquad L = \frac12 (h - y)^2$$
$$\frac{\partial L}{\partial w} = (h - y)(1 - h^2) %s \approx -0.2002$$
"""
    assert is_clean(page % ("0.5", "x"))
    assert is_clean(page % ("w", "x"))
    assert not is_clean(page % ("w", "y"))


def test_a_standard_state_is_no_angle() -> None:
    page = r"Let $\Delta G = -100$. Here $\Delta G^\circ = -8.314 \cdot 298 \ln 10 = -570%s$."
    assert is_clean(page % "4.8")
    assert wrong(page % "5.8") == [("5705.8", "5704.8")]


def test_a_speed_is_converted_by_its_quotient() -> None:
    page = r"It goes $v = 90\ \mathrm{km/h} = \frac{90}{3.6}\ \mathrm{m/s} = %s\ \mathrm{m/s}$."
    assert is_clean(page % "25")
    assert not is_clean(page % "26")


@pytest.mark.parametrize(
    "page",
    [
        "First: let $a = 2$. Then $a^2 = 4$.\n\nSecond: let $a = 3$. Then $a^2 = 9$.\n",
        "For $x = 1$: $y = 2x + 1 = 3$. For $x = -1$: $y = 2x + 1 = -1$.\n",
        (
            "**Example 1 (5 % interest).** $K = 100$, $q = 1.05$: $K_1 = K q = 105$.\n\n"
            "**Example 2 (no interest).** $K = 100$, $q = 1$: $K_1 = K q = 100$.\n"
        ),
        (
            "Start with $w = 0$ and $\\eta = 0.1$.\n\n- $w \\leftarrow 0 + 0.1 \\cdot 6 = 0.6$\n"
            "- $w \\leftarrow 0.6 + 0.1 \\cdot 3 = 0.9$\n\n"
            "With $\\eta = 0.2$ it takes one step: $w \\leftarrow 0 + 0.2 \\cdot 6 = 1.2$.\n"
        ),
    ],
)
def test_a_case_that_words_or_labels_begin_has_data_of_its_own(page: str) -> None:
    assert is_clean(page)


def test_the_slip_of_a_case_that_words_begin_is_found() -> None:
    page = "For $x = 1$: $y = 2x + 1 = 3$. For $x = -1$: $y = 2x + 1 = %s$.\n"
    assert wrong(page % "-3") == [("3", "1")]
    page = "First: let $a = 2$. Then $a^2 = 4$.\n\nSecond: let $a = 3$. Then $a^2 = %s$.\n"
    assert wrong(page % "8") == [("8", "9")]


ROWS = """With $w = 0.52$ and $x = 3$ it is $y_{\\text{pred}} = w x = 1.56$.

| step | $ y_{\\text{pred}} $ |
|---|---|
| 1 | <first> |
| 2 | 2.60 |
| 3 | 2.96 |

After three steps $ y_{\\text{pred}} = <told> $ is near to 3.
"""


def test_a_number_may_be_of_a_later_row() -> None:
    page = ROWS.replace("<first>", "1.56")
    assert not wrong(page.replace("<told>", "2.96"))
    assert wrong(page.replace("<told>", "1.96")) == [("1.96", "1.56")]


# ------------------------------------------------------------------ asked for anew, declared anew

REFRACTED = r"""
- At 40° we have $\sin\beta = \frac{\sin 40^\circ}{1.52} = 0.4229$, so $\beta = 25.0^\circ$.
- At 60° we have $\sin\beta = \frac{\sin 60^\circ}{1.52} = %s$, so $\beta = 34.7^\circ$.
- At 80° we have $\sin\beta = \frac{\sin 80^\circ}{1.52} = 0.6479$, so $\beta = 40.4^\circ$.
"""


def test_an_equation_may_ask_for_the_same_letter_anew() -> None:
    assert is_clean(REFRACTED % "0.5698")
    assert wrong(REFRACTED % "0.5968") == [("0.5968", "0.5698")]


def test_a_slip_in_what_an_equation_asks_for_is_no_other_case() -> None:
    page = (
        r"$\frac1R = \frac{1}{100} + \frac{1}{150} = 0.01667$, so $R = 60$. Again $\frac1R = %s$."
    )
    assert is_clean(page % "0.01667")
    assert wrong(page % "0.01677") == [("0.01677", "0.01667")]


LIKELY = r"""
1. $P(y \mid x) \propto 0.6 \cdot 0.5 \cdot 0.25 = %s$
2. $P(n \mid x) \propto 0.4 \cdot 0.25 \cdot 0.5 = 0.05$

So $P(y \mid x) = \frac{0.075}{0.125} = %s$ and $P(n \mid x) = 0.4$.
"""


def test_what_stands_behind_a_sign_of_proportion_is_a_quantity_of_its_own() -> None:
    assert is_clean(LIKELY % ("0.075", "0.6"))
    assert ("0.085", "0.075") in wrong(LIKELY % ("0.085", "0.6"))
    assert wrong(LIKELY % ("0.075", "0.8")) == [("0.8", "0.6")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("**Example 1.**", "**Example 2.**"), ("**(a)**", "**(b)**"), ("*Case A.*", "*Case B.*")],
)
def test_items_that_are_numbered_alike_declare_functions_of_their_own(
    first: str, second: str
) -> None:
    page = f"{first} $f(x) = x^3$ and $f(2) = %s$.\n\n{second} $f(x) = x^2$ and $f(2) = %s$.\n"
    assert is_clean(page % ("8", "4"))
    assert wrong(page % ("8", "6")) == [("6", "4")]
    assert wrong(page % ("9", "4")) == [("9", "8")]


def test_a_function_that_is_told_again_with_a_slip_is_no_other_one() -> None:
    page = (
        r"**Forward.** $f(x) = x^3$ and $f(2) = 8$."
        "\n\n"
        r"**Backward.** With $f(x) = %s$: $f(3) = 27$."
    )
    assert is_clean(page % "x^3")
    assert not is_clean((page % "x^2").replace("With ", ""))


DESCENDED = r"""
Let $x = [1, 2]$, $y = 3$, $w = [0.2, 0.4]$ and $L = \frac12 (w \cdot x - y)^2 = 2$. Then
$$w \leftarrow w - 0.1 \frac{\partial L}{\partial w} = [0.4, %s]$$
"""


def test_a_list_moves_along_its_own_gradient() -> None:
    assert is_clean(DESCENDED % "0.8")
    assert wrong(DESCENDED % "0.9") == [("0.9", "0.8")]


SUMMED_UP = r"""
| $x$ | $y$ |
|--:|--:|
| 1 | 2.3 |
| 2 | 2.9 |
| 3 | 4.1 |
| **6** | **9.3** |

The means are $\bar x = 2$ and $\bar y = %s$.
"""


def test_a_row_of_bold_sums_is_no_part_of_the_sample() -> None:
    assert is_clean(SUMMED_UP % "3.1")
    assert wrong(SUMMED_UP % "3.2") == [("3.2", "3.1")]
    assert not is_clean((SUMMED_UP % "3.1").replace("**6** | **9.3**", "**4** | **4.7**"))


def test_equations_of_two_lines_are_of_two_lines() -> None:
    page = "The old model is $y = 2x + 1$, the new one $y = %s$."
    assert is_clean(page % "2.5x - 0.5")
    assert wrong(page % "2.5x + 1") == [("2.5", "2.0")]


STEPPED = r"""
We start from $w = (1, -2)$.

1. $w_1 = 1 - 0.1 \cdot 2 = 0.8$
2. $w_1 = %s - 0.1 \cdot 1.6 = %s$
"""


def test_an_entry_of_a_list_moves_step_by_step() -> None:
    assert is_clean(STEPPED % ("0.8", "0.64"))
    assert wrong(STEPPED % ("0.8", "0.46")) == [("0.46", "0.64")]
    assert wrong(STEPPED % ("0.9", "0.64"))


def test_another_exercise_may_give_its_datum_as_a_fraction() -> None:
    page = (
        r"**Exercise 1.** $n = 8$, $p = 0.1$: $n \cdot p = 0.8$."
        "\n\n"
        r"**Exercise 2.** $n = 12$, $p = 1/6$: $6 \cdot p = %s$."
    )
    assert is_clean(page % "1")
    assert wrong(page % "3") == [("3", "1")]
