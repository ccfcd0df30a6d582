"""The corrections page says what the checker finds in the original, and that is right."""

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "corrections_table.py"))
PAGE = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")

# Computed by hand with 30 digits, long before there was a checker: printed, right, exact.
WRONG = {
    ("0.86607", "0.86646", "0.866458277467"),
    ("0.08661", "0.08665", "0.0866458277467"),
    ("0.36355", "0.36351", "0.36351023561"),
    ("3.67545", "3.67235", "3.67234838589"),
    ("0.65584", "0.65563", "0.655629311676"),
    ("0.49198", "0.49189", "0.49189251661"),
    ("0.56795", "0.56808", "0.568075444052"),
    ("0.39350", "0.39338", "0.393377587006"),
    ("0.1875", "0.1874", "0.187369879548"),
    ("0.07382", "0.07371", "0.073707111094"),
    ("0.06558", "0.06556", "0.0655629311676"),
    ("0.1158", "0.1157", "0.115708330876"),
    ("0.00760", "0.00759", "0.00758617733275"),
    ("0.08120", "0.08108", "0.0810778222034"),
    ("0.16241", "0.16216", "0.162155644407"),
    ("0.00836", "0.00834", "0.00834479506602"),
    ("0.01672", "0.01669", "0.016689590132"),
}


def rows(page: str) -> list[list[str]]:
    """The cells of each figure that the page lists."""
    lines = (line for line in page.splitlines() if line.startswith("|"))
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [row for row in cells if row[0].isdigit()]


def test_the_page_is_what_a_run_of_the_checker_makes() -> None:
    assert SCRIPT["filled"](PAGE) == PAGE, (
        "docs/corrections.md is out of date: run .venv/bin/python scripts/corrections_table.py"
    )


def test_the_page_lists_all_36_wrong_figures_with_the_values_that_were_computed_by_hand() -> None:
    listed = rows(PAGE)
    assert len(listed) == 36
    assert len({line for line, *_ in listed}) == 21
    assert {(printed, right) for _, _, printed, _, right in listed} == {w[:2] for w in WRONG}
    exact = {printed: Decimal(value) for printed, _, value in WRONG}
    for _, _, printed, value, _ in listed:
        assert abs(Decimal(value) - exact[printed]) <= Decimal("0.5e-8")


def test_a_table_that_was_edited_by_hand_is_made_again() -> None:
    edited = PAGE.replace("| 0.86607 | 0.86645828 | 0.86646 |", "| 0.86607 | 0.86607 | 0.86607 |")
    assert edited != PAGE
    assert SCRIPT["filled"](edited) == PAGE


def test_a_cause_without_a_section_is_named() -> None:
    with pytest.raises(SystemExit, match=r"write a section for each"):
        SCRIPT["filled"](PAGE.replace("<!-- wrong figures, cause 2 -->", ""))
