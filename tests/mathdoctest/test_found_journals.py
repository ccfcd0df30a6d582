"""What notes, reports and journals of other authors taught the checker."""

from __future__ import annotations

from verdicts import wrong

import mathdoctest

PERCEPTRON = r"""# Una neurona

Pesos $w = 0.3$, $b = -0.4$, entrada $x = 2$.

$$z = w x + b = 0.3 \cdot 2 - 0.4 = 0.2$$

$$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}} = 0.55$$

## Hacia atrás

Consideremos que la salida esperada es $y = 1$ y la predicha $\hat y = 0.55$.

$$L = \frac{1}{2} (y - \hat y)^2 = \frac{1}{2} (1 - 0.55)^2 = 0.10125$$

$$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}}$$

$$\frac{\partial \hat y}{\partial z} = 0.55 \cdot (1 - 0.55) = %s$$

$$\frac{\partial L}{\partial w} = -0.45 \cdot 0.2475 \cdot 2 = -0.22275$$
"""


def test_a_result_that_is_supposed_in_numbers_hides_what_it_depends_on() -> None:
    assert not wrong(PERCEPTRON % "0.2475")
    assert wrong(PERCEPTRON % "0.2457")


def test_a_quantity_may_be_given_as_its_formula_makes_it_rounded() -> None:
    report = mathdoctest.check(PERCEPTRON % "0.2475")
    assert not [f for f in report.findings if f.rule == "identity"]
    off = (PERCEPTRON % "0.2475").replace(r"predicha $\hat y = 0.55$", r"predicha $\hat y = 0.58$")
    assert wrong(off)


def test_data_told_in_a_list_hold_until_a_formula_makes_new_values_of_them() -> None:
    page = r"""# Update

- x1= 0.05, x2= 0.10
- w5 = 0.40, w6 = 0.45

$$\text{y1} = x1 * w5 + x2 * w6$$
$$\text{y1} = %s$$

$$w5 = w5 - \eta * 0.0821$$
$$w5 = 0.4 - 0.5 * 0.0821$$

Similarly, we can calculate the other weight as well:

$w6 = 0.4808$
"""
    assert not wrong(page % "0.065")
    assert wrong(page % "0.056") == [("0.056", "0.065")]
