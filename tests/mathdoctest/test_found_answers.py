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
