"""What a formula is read as, and that reading it never fails."""

from __future__ import annotations

import pytest

import mathdoctest
from mathdoctest.latex import parse_text
from mathdoctest.tree import Add, Opaque


@pytest.mark.parametrize(
    "angle", [r"60^\circ", r"60^{\circ}", r"60^{ \circ }", "60°", r"60\degree"]
)
def test_every_way_to_write_degrees_is_read(angle: str) -> None:
    """The cosine of a sixth of a turn is one half."""
    report = mathdoctest.check(rf"$\theta = {angle}$, so $y = \cos\theta = \cos {angle} = 0.5$.")
    assert [(c.text, c.verdict) for c in report.claims] == [
        ("60", "verified"),
        ("60", "verified"),
        ("0.5", "verified"),
    ]
    assert not [f for f in report.findings if not f.advice]


@pytest.mark.parametrize(
    "latex", [r"z = \max _ { 1.5", "z = x_{1", r"z = \log_{2", r"z = \hat{x", "z = x^{", "z = x^{("]
)
def test_a_script_that_is_never_closed_is_a_finding(latex: str) -> None:
    report = mathdoctest.check(f"$$\n{latex}\n$$\n")
    assert report.findings


def test_a_fraction_without_braces_takes_one_digit_each() -> None:
    report = mathdoctest.check(r"$x = \frac12 + \frac 34 = 1.25$")
    assert [(c.text, c.verdict) for c in report.claims] == [("1.25", "verified")]


@pytest.mark.parametrize("latex", [r"\frac 2.5", r"\frac 1{,}000 2", r"\sqrt 2.5", r"\frac1e9"])
def test_a_number_that_needs_braces_is_no_failure(latex: str) -> None:
    mathdoctest.check(f"$x = {latex}$")


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{1}{2} \cdot (0.5 - 1.5)^2", True),
        (r"-1.2 \times 10^{3} + \left(4 / 5\right)", True),
        (r"2 \cdot [\text{H}]", False),
        ("2x", False),
        (r"\hat{y}", False),
        (r"\sqrt{2}", False),
        ("|-2|", False),
        ("[1, 2]", False),
        (r"\begin{bmatrix} 1 \end{bmatrix}", False),
        (r"\frac{d y}{d x}", False),
        (r"30^\circ", False),
        (r"2^\top", False),
        (r"e^2", False),
        (r"\sum_{k=1}^{3} 2", False),
    ],
)
def test_only_numbers_and_signs_are_plain_arithmetic(latex: str, *, plain: bool) -> None:
    assert [part.plain for chain in parse_text(latex) for part in chain.parts] == [plain]


@pytest.mark.parametrize("latex", [r"\log_₁ 2", r"log_\₁", "a_{₁,2}", r"\sum_{i=₁}^{²} i", "2^²"])
def test_lowered_and_raised_digits_in_a_script_are_no_failure(latex: str) -> None:
    # str.isdigit() takes them for digits, and int() does not.
    parse_text(latex)
    mathdoctest.check(f"$x = {latex}$")


@pytest.mark.parametrize("number", ["2", "12", "13", "2.5"])
def test_a_sign_before_any_number_is_no_mark_of_a_name(number: str) -> None:
    (chain,) = parse_text(f"y = w^+{number}")
    assert isinstance(chain.parts[1].node, Opaque)
    (chain,) = parse_text(f"y = w^+ - {number}")
    assert isinstance(chain.parts[1].node, Add)
