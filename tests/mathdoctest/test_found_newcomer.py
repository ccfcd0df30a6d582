"""What somebody meets who writes a first page of formulas and runs the checker over it."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest


@pytest.mark.parametrize("mark", ["", r"^\top"])
def test_a_list_that_was_computed_is_said_again_under_another_heading(mark: str) -> None:
    page = (
        "# Forward\n\n"
        r"With $z = [0.6, -0.3]$ and $d = -0.2$ we get $a = \sigma(z) = [0.6457, 0.4256]$."
        "\n\n# Backward\n\n"
        rf"Using $a = [{{}}, 0.4256]{mark}$ we get $g = d a = [-0.1291, -0.0851]$."
    )
    report = mathdoctest.check(page.format("0.6457"))
    assert report.ok()
    assert [c.role for c in report.claims if c.line == 7] == ["claim"] * 4
    assert wrong(page.format("0.6475")) == [("0.6475", "0.6457")]
