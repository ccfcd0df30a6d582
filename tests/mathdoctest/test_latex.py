"""What a formula is read as, and that reading it never fails."""

from __future__ import annotations

import pytest

import mathdoctest


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


@pytest.mark.parametrize("latex", [r"z = \max _ { 1.5", "z = x_{1", r"z = \log_{2", r"z = \hat{x"])
def test_a_subscript_that_is_never_closed_is_a_finding(latex: str) -> None:
    report = mathdoctest.check(f"$$\n{latex}\n$$\n")
    assert report.findings
