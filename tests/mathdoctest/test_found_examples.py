"""What true pages with a second example, a second batch or a second step taught the checker."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest


@pytest.mark.parametrize("model", [r"f(x) = w \cdot x", r"f(x) = w x + 0 \cdot x^2"])
def test_a_gradient_goes_through_a_function_to_what_its_formula_holds(model: str) -> None:
    def loss(w: float) -> float:
        return (w * 1 - 2) ** 2

    # By central differences.
    slope = (loss(0.5 + 1e-6) - loss(0.5 - 1e-6)) / 2e-6
    page = (
        rf"Model ${model}$, $w = 0.5$, loss $\ell = (f(x) - y)^2$. With $x = 1$, $y = 2$: "
        r"$\frac{\partial \ell}{\partial w} = 2 (0.5 - 2) \cdot 1 = %s$."
    )
    assert not wrong(page % f"{slope:.0f}")
    assert wrong(page % "-2") == [("2", "3")]


def test_a_function_may_hold_a_quantity_twice() -> None:
    # d/dw of f(w x) + w with f(u) = w u^2 is x^2 w^2 · 3 + 1: the power, and w inside of f.
    page = (
        r"$w = 2$, $x = 3$, $f(u) = w u^2$, $L = f(w x) + w$. $\frac{\partial L}{\partial w} = %s$"
    )
    assert not wrong(page % "109")
    assert wrong(page % "73") == [("73", "109")]


def test_another_example_works_a_product_of_a_matrix_out_again() -> None:
    page = (
        r"With $W = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}$:"
        "\n\n## Example 1\n\n"
        r"$x = (1, 1)^\top$, $z = W x = (3, 1)^\top$."
        "\n\n## Example 2\n\n"
        r"$x = (0, 2)^\top$, $z = W x = (4, %s)^\top$."
    )
    assert not wrong(page % "2")
    assert wrong(page % "7") == [("7", "2")]


def test_so_does_a_sentence_that_begins_with_another_input() -> None:
    page = (
        r"Let $W = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}$."
        "\n\n"
        r"For $x = (1, 1)^\top$ we get $z = W x = (3, 1)^\top$."
        "\n\n"
        r"For $x = (0, -2)^\top$ we get $z = W x = (-4, %s)^\top$."
    )
    assert not wrong(page % "-2")
    assert wrong(page % "-7") == [("7", "2")]


def test_symbols_that_are_given_together_are_given_anew_together() -> None:
    page = (
        "**Example 1.** $(x, y) = (1, 3)$, so $x + y = 4$.\n\n"
        "**Example 2.** $(x, y) = (%s, 4)$, so $x + y = %s$."
    )
    assert not wrong(page % (2, 6))
    assert wrong(page % (2, 7)) == [("7", "6")]


def test_a_list_steps_on_from_its_last_numbers() -> None:
    page = (
        r"$\nabla J = (2, -4)$, $\theta = (1, -1) - 0.1 \cdot (2, -4) = (0.8, -0.6)$."
        "\n\n"
        r"$\nabla J = (1.6, -2.4)$, $\theta = (0.8, -0.6) - 0.1 \cdot (1.6, -2.4) = (0.64, %s)$."
    )
    assert not wrong(page % "-0.36")
    assert wrong(page % "-0.63") == [("0.63", "0.36")]


def test_a_list_may_be_told_as_its_formula_makes_it_by_now() -> None:
    page = (
        r"$P = \begin{bmatrix} 0.9 & 0.1 \\ 0.3 & 0.7 \end{bmatrix}$, $p_0 = (1, 0)$ and "
        r"$p_1 = p_0 P = (0.9, 0.1)$."
        "\n\n"
        r"With $p_0 = (0.5, 0.5)$ we have $p_1 = (0.6, %s)$."
    )
    assert not wrong(page % "0.4")
    assert wrong(page % "0.3") == [("0.3", "0.4")]


@pytest.mark.parametrize(
    ("first", "second", "slip"),
    [
        (r"\frac{4 + 0 + 4}{3} = 2.667", r"\frac{4 + 4 + 16}{3} = %s", ("8", "9")),
        (r"1 - \frac{6}{46} \approx 0.870", r"1 - \frac{2}{40} = %s", ("0.95", "0.59")),
        (r"\frac{28}{7} = 4", r"\frac{100}{8} = %s", ("12.5", "15.2")),
    ],
)
def test_a_square_is_worked_out_anew_from_other_numbers(
    first: str, second: str, slip: tuple[str, str]
) -> None:
    right, mistyped = slip
    page = rf"For the first batch $s^2 = {first}$. The second has $s^2 = {second}$."
    assert not wrong(page % right)
    assert wrong(page % mistyped)


def test_what_is_said_with_its_number_first_is_no_general_law() -> None:
    assert not wrong(r"$\beta = -0.5$. The mean of what comes out is $-0.5 = \beta$.")
    slip = r"$\beta = -0.512$. The mean of what comes out is $-0.521 = \beta$."
    assert wrong(slip) == [("0.521", "0.512")]
    report = mathdoctest.check(r"$\beta = -0.5$. The mean of what comes out is $-0.4 = \beta$.")
    assert any(finding.verdict == "wrong" for finding in report.findings)


@pytest.mark.parametrize("words", ["Starting from", "Partons de", "Begin with"])
def test_another_start_is_another_case(words: str) -> None:
    page = (
        rf"{words} $x_0 = 1$: $x_1 = \frac12 (1 + 2) = 1.5$."
        "\n\n"
        rf"{words} $x_0 = 2$: $x_1 = \frac12 (2 + 1) = %s$."
    )
    assert not wrong(page % "1.5")
    assert wrong(page % "2.5") == [("2.5", "1.5")]


def test_a_condition_for_stability_need_not_hold() -> None:
    page = r"$\eta = 0.4$ and $2 \eta = 0.8$. Descent is stable for $\eta < 2 / 6.236 \approx %s$."
    assert not wrong(page % "0.321")
    assert wrong(page % "0.312") == [("0.312", "0.321")]


@pytest.mark.parametrize("item", ["{}: ", "- **{}:** ", "* *{}*: "])
def test_functions_behind_labels_may_share_a_letter(item: str) -> None:
    sigmoid, tanh, relu = (item.format(name) for name in ("Sigmoid", "Tanh", "ReLU"))
    page = (
        rf"{sigmoid}$f(x) = \frac{{1}}{{1 + e^{{-x}}}}$, $f(0) = 0.5$, $f'(0) = 0.25$."
        f"\n\n{tanh}"
        r"$f(x) = \tanh x$, $f(0) = 0$, $f'(0) = %s$."
        f"\n\n{relu}"
        r"$f(x) = \max(0, x)$, $f(2) = %s$."
    )
    assert not wrong(page % (1, 2))
    assert wrong(page % (7, 2)) == [("7", "1")]
    assert wrong(page % (1, 7)) == [("7", "2")]


def test_without_labels_a_function_said_again_is_the_same() -> None:
    page = (
        r"$f(x) = \frac{1}{1 + e^{-x}}$ and $f(0) = 0.5$."
        "\n\n"
        r"In other words: $f(x) = \frac{e^x}{e^x + %s}$."
    )
    assert not mathdoctest.check(page % 1).findings
    assert any(f.rule == "identity" for f in mathdoctest.check(page % 2).findings)
