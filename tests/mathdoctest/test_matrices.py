"""Products of matrices, their entries, and quantities that are named like entries."""

from __future__ import annotations

import pytest
from verdicts import claims, is_clean, undecided, wrong

GIVEN = (
    "$A = \\begin{pmatrix} 2 & 1 \\\\ 0 & 3 \\end{pmatrix}$,"
    " $B = \\begin{pmatrix} 4 & 0 \\\\ 1 & 5 \\end{pmatrix}$ and $x = (3, -1)$.\n\n"
)


@pytest.mark.parametrize(
    ("said", "slip"),
    [
        ("$(AB)_{12} = 2 \\cdot 0 + 1 \\cdot 5 = <5>$", "6"),
        ("$(AB)_{12} = A_{11} B_{12} + A_{12} B_{22} = <5>$", "7"),
        ("$(AB)_{1,2} = <5>$", "50"),
        ("$[A B]_{21} = <3>$", "8"),
        ("$(Ax)_2 = 0 \\cdot 3 + 3 \\cdot (-1) = <-3>$", "-4"),
        ("$(A + B)_{22} = <8>$", "9"),
        ("$(A^T)_{21} = <1>$", "0"),
    ],
)
def test_a_bracket_has_entries(said: str, slip: str) -> None:
    right = said.partition("<")[2].partition(">")[0]
    page = GIVEN + said.replace(f"<{right}>", "<>")
    assert not wrong(page.replace("<>", right))
    assert not undecided(page.replace("<>", right))
    found = wrong(page.replace("<>", slip))
    assert (slip.lstrip("-"), right.lstrip("-")) in found


def test_letters_of_matrices_in_a_row_are_their_product() -> None:
    page = GIVEN + "$AB = \\begin{pmatrix} 9 & 5 \\\\ 3 & 15 \\end{pmatrix}$\n"
    assert not wrong(page)
    assert [claim.role for claim in claims(page)][-4:] == ["claim"] * 4
    assert wrong(page.replace("15 \\end", "16 \\end")) == [("16", "15")]


def test_letters_of_points_in_a_row_are_a_name() -> None:
    assert not wrong("$A = (0, 0)$, $B = (3, 4)$, $AB = 5$ and $2 AB = 10$.")


@pytest.mark.parametrize("said", ["$(1011)_2 = 11$", "$(x + 1)_+ = 2.5$", "$(AB)_{33} = 4$"])
def test_what_has_no_such_entry_is_not_understood(said: str) -> None:
    assert not wrong(GIVEN + said)


def test_a_step_of_a_state_is_no_entry_of_it() -> None:
    page = (
        "$v = (0.5, 0.5)$ and $P = \\begin{pmatrix} 0.8 & 0.2 \\\\ 0.4 & 0.6 \\end{pmatrix}$.\n\n"
        "$v_1 = v P = \\begin{pmatrix} 0.6 & 0.4 \\end{pmatrix}$"
    )
    assert is_clean(page)
    assert wrong(page.replace("& 0.4 \\end", "& 0.5 \\end")) == [("0.5", "0.4")]
    assert wrong("$v = (0.5, 0.25)$ and $v_1 = 0.25$.") == [("0.25", "0.50")]
