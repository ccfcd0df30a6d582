"""Examples that are worked out alike: what one of them says is not what the others say."""

from __future__ import annotations

import pytest
from verdicts import is_clean, wrong

from mathdoctest.examples import example_of, told_before

POINTS = r"""# Perceptron

- **Example 3: ($x_1 = 1, x_2 = 0$)**
    - $z = (0 \times 1) + (0 \times 0) + (-0.1) = -0.1$
- **Example 4: ($x_1 = 1, x_2 = 1$)**
    - $z = (0 \times 1) + (0 \times %s) + (-0.1) = %s$
"""


def test_the_next_example_has_operands_of_its_own() -> None:
    # Against those of the example before, 1 would be a slip of 0.
    assert is_clean(POINTS % ("1", "-0.1"))
    assert wrong(POINTS % ("1", "-0.2")) == [("0.2", "0.1")]


LISTED = r"""
* **Case (a):** $A = +2$, $\rho = 1.5$
* **Case (b):** $A = +2$, $\rho = 0.7$
* **Case (c):** $A = -2$, $\rho = 1.5$

1. **Step 1 (Case a):** a high ratio
    * $T = \rho \cdot A = 1.5 \times 2 = 3.0$
2. **Step 2 (Case b):** a low ratio
    * $T = \rho \cdot A = %s \times 2 = %s$
3. **Step 3 (Case c):** a negative advantage
    * $T = \rho \cdot A = 1.5 \times (-2) = -3.0$
"""


def test_examples_whose_data_are_listed_first_have_each_their_own() -> None:
    assert is_clean(LISTED % ("0.7", "1.4"))
    assert wrong(LISTED % ("0.7", "1.6")) == [("1.6", "1.4")]
    assert ("0.8", "0.7") in wrong(LISTED % ("0.8", "1.6"))


TEXT = """# Data

- Example 1: apple
- Example 2: berry

# Pass 1

## Example 1

cherry

## Example 2

date

# Summary

fig
"""


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("apple", "example 1"),
        ("berry", "example 2"),
        ("cherry", "pass 1, example 1"),
        ("date", "pass 1, example 2"),
        ("fig", ""),
    ],
)
def test_a_place_belongs_to_the_example_whose_label_is_above_it(word: str, label: str) -> None:
    assert example_of(TEXT, TEXT.index(word)) == label


def test_labels_of_one_kind_stand_inside_those_of_another() -> None:
    text = "**Epoch 1:**\n\n*Sample 1:* a\n\n*Sample 2:* b\n\n**Epoch 2:**\n\n*Sample 1:* c\n"
    labels = [example_of(text, text.index(f" {letter}\n")) for letter in "abc"]
    assert labels == ["epoch 1, sample 1", "epoch 1, sample 2", "epoch 2, sample 1"]
    # The data of a step in time are those that it begins with, and not told beforehand.
    assert told_before(text, len(text)) is None
    assert told_before(LISTED, LISTED.index("a low ratio")) == LISTED.index("* **Case (c)")


EXERCISES = r"""
**Example.** A cell with $E = 1.10$ and $n = 2$ has $E - 0.0296 \cdot n = 1.0408$.

**Practice 5.** $E = 0.78$, $n = 2$. What is $E - 0.0296 \cdot n$?
"""


def test_an_exercise_gives_its_own_data() -> None:
    assert is_clean(EXERCISES)


def test_a_sentence_about_another_datum_may_tell_all_that_follows_from_it() -> None:
    page = (
        "With $b = 2$: $s = 3.0 / 3 = 1.0$ and $q = (0, 0, 1, 3)$.\n\n"
        "The error is $s / 2 = 0.5$. With $b = 1$: $s = 3$ and $q = (0, 0, 0, 1)$.\n"
    )
    assert is_clean(page)


def test_a_possible_solution_is_none_that_was_computed() -> None:
    page = (
        "With $w_1 = 0$, $w_2 = 0$:\n\n- $w_1 \\leftarrow 0 + 0.1 \\cdot 1 = 0.1$\n"
        "- $w_2 \\leftarrow 0 + 0.1 \\cdot 3 = 0.3$\n\n%s $w_1 = 0.2$ and $w_2 = 0.2$.\n"
    )
    assert is_clean(page % "A possible solution is")
    assert wrong(page % "They became") == [("0.2", "0.1"), ("0.2", "0.3")]


def test_a_datum_is_not_what_it_would_be_with_another_part() -> None:
    page = (
        "With $f = 500$ and $C = 10^{-7}$ it takes $R = 1 / (2 \\pi f C) = 3183.1$.\n\n"
        "With 3300 it is $f = 1 / (2 \\pi \\cdot 3300 \\cdot 10^{-7}) = %s$.\n"
    )
    assert is_clean(page % "482.3")
    assert "428.3" in dict(wrong(page % "428.3"))


STEPS = r"""The equation $y' = x + y$ with $y(0) = 1$ and $h = 0.1$.

**Step 0 to 1:**

$k_1 = f(0, 1) = 0 + 1 = 1$

$y_1 = 1 + 0.1 (1) = 1.1$

**Step 1 to 2:**

$k_1 = f(%s, 1.1) = 0.1 + 1.1 = 1.2$

$y_2 = 1.1 + 0.1 (1.2) = 1.22$
"""


def test_a_slip_in_the_next_step_spoils_none_of_what_follows() -> None:
    assert is_clean(STEPS % "0.1")
    # Against the first step all of it would be wrong.
    assert {text for text, _ in wrong(STEPS % "0.2")} <= {"0.2", "0.1"}
    assert not is_clean(STEPS % "0.2")


def test_the_next_step_may_say_the_same_again() -> None:
    page = (
        "**Step 1:** $C = \\frac{1}{2} (1.2143 - 1)^2$\n\n"
        "**Step 2:** $C = \\frac{1}{2} (%s) = 0.02296$\n"
    )
    # 0.2143^2 = 0.045924
    assert is_clean(page % "0.04592")
    assert wrong(page % "0.04952") == [("0.04952", "0.04592")]
