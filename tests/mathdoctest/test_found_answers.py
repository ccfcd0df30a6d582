"""Answers that other authors' pages print: their signs, their second problems, their last digits."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest

# Delimiters whose backslashes are written twice, since Markdown takes one for itself


DOUBLED = r"""
The inputs are \\( x = 1.5 \\) and \\(w = 0.4\\).

\\[
z = w x + 0.1 = 0.4 \cdot 1.5 + 0.1
\\]

\\[
= 0.6 + 0.1 = %s
\\]

\\[ v = \begin{bmatrix} w \\\\ 2 w \end{bmatrix} = \begin{bmatrix} 0.4 \\\\ %s \end{bmatrix} \\]

| \\(w\\) | \\(w^2\\) |
|--|--|
| 1 | 1 |
| 2 | 4 |
| 3 | %s |
| 4 | 16 |
"""


def test_formulas_whose_backslashes_are_doubled_are_read() -> None:
    assert not wrong(DOUBLED % ("0.7", "0.8", "9"))
    assert wrong(DOUBLED % ("0.9", "0.8", "9")) == [("0.9", "0.7")]
    assert wrong(DOUBLED % ("0.7", "0.6", "9")) == [("0.6", "0.8")]
    assert wrong(DOUBLED % ("0.7", "0.8", "6")) == [("6", "9")]


@pytest.mark.parametrize(
    "page",
    [
        r"It is in C:\\(x86) = 3, and $1 + 1 = 2$.",
        r"The pattern `\\(` or \\(a finds 3 = 4.",
        "\\[\na &= 1 + 1 = 2 \\\\[4pt]\nb &= 2 + 1 = 3 \\\\\n\\]",
        r"We have \( (1 + 1) = 2 \), and \\(1 + 1 = 2\\).",
        "\\\\[1\\\\] is a note = 7.",
    ],
)
def test_what_only_looks_like_a_doubled_delimiter_is_left_alone(page: str) -> None:
    report = mathdoctest.check(page)
    assert not wrong(page)
    assert not [found for found in report.findings if "math" in found.rule]


# Samples and tests of a statistics page, one after the other


AHEAD = r"""
**First sample** with $n = 5$: the mean is $\bar{x} = (3 + 4 + 4 + 6 + 8)/5 = 5$.

The results scatter around $\mu$.

**Survey**: we ask $n = 100$ people, $\bar{x} = 170$ and $s = 8$, so that $s / \sqrt{n} = 0.8$.

**Test**: with $p = 0.5$ we expect $\mu = n p = %s$ heads.
"""


def test_what_is_met_ahead_of_its_formula_is_made_of_the_data_there() -> None:
    assert not wrong(AHEAD % "50")
    assert wrong(AHEAD % "5") == [("5", "50")]


BOUND = r"""
**Test**: with $p = 0.5$ and $n = 100$ we expect $\mu = n p = 50$.

$$z = \frac{63 - 50}{5} = \frac{13}{5} = 2.6$$

That is beyond the bound. For 95 %% in the middle it is $z = %s$. The test said $z = %s$.
"""


def test_a_bound_from_the_table_is_not_the_statistic_that_has_its_letter() -> None:
    assert not wrong(BOUND % ("1.96", "2.6"))
    assert not wrong(BOUND % ("1.645", "2.60"))
    assert ("2.9", "2.6") in wrong(BOUND % ("1.96", "2.9"))
    assert ("2.06", "2.60") in wrong(BOUND % ("2.06", "2.6"))  # no bound, but a slip


SAMPLES = r"""
**First** (sample: 2, 4, 4, 6, 9, with $n = 5$): $\bar{x} = (2+4+4+6+9)/5 = 25/5 = 5$ and

$$s^2 = \frac{9+1+1+1+16}{5-1} = \frac{28}{4} = 7; \quad s = \sqrt{7} \approx 2.65$$

**Second** (sample: 5, 7, 7, 8, 9, 10, with $n = 6$):

- $\bar{x} = (5+7+7+8+9+10)/6 = 46/6 \approx 7.67$.
- $s^2 = \frac{(5-7.67)^2 + 2(7-7.67)^2 + (8-7.67)^2 + (9-7.67)^2 + (10-7.67)^2}{5}
  = \frac{7.13 + 0.89 + 0.11 + 1.78 + 5.44}{5} = \frac{15.33}{5} \approx %s$; $s \approx %s$.
"""


def test_a_step_that_is_rounded_badly_does_not_make_another_variance_the_old_one() -> None:
    assert wrong(SAMPLES % ("3.07", "1.75")) == [("7.13", "7.11")]
    assert ("1.57", "1.75") in wrong(SAMPLES % ("3.07", "1.57"))
    assert wrong(SAMPLES % ("7.03", "1.75"))
