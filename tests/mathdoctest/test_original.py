"""The walkthrough as it was first published, its prose taken out and its formulas in their places.

The table is that of an independent recomputation with 30 digits; nothing of it comes from here.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import mathdoctest
from mathdoctest.report import Claim, Report

PAGE = Path(__file__).parent.parent / "data" / "original.md"

WRONG = """
53 53 0.86607 0.86646 0.866458277467
59 65 0.86607 0.86646 0.866458277467
59 98 0.08661 0.08665 0.0866458277467
59 108 0.36355 0.36351 0.36351023561
63 50 0.36355 0.36351 0.36351023561
70 91 3.67545 3.67235 3.67234838589
86 19 0.65584 0.65563 0.655629311676
92 70 0.65584 0.65563 0.655629311676
92 101 0.49198 0.49189 0.49189251661
96 70 0.65584 0.65563 0.655629311676
96 84 0.86607 0.86646 0.866458277467
96 101 0.56795 0.56808 0.568075444052
103 56 0.65584 0.65563 0.655629311676
107 19 0.39350 0.39338 0.393377587006
107 33 0.1875 0.1874 0.187369879548
107 49 0.07382 0.07371 0.073707111094
111 56 0.65584 0.65563 0.655629311676
111 84 0.86607 0.86646 0.866458277467
111 103 0.86607 0.86646 0.866458277467
115 18 0.06558 0.06556 0.0655629311676
115 32 0.1158 0.1157 0.115708330876
115 47 0.00760 0.00759 0.00758617733275
121 70 0.07382 0.07371 0.073707111094
121 97 0.08120 0.08108 0.0810778222034
125 70 0.07382 0.07371 0.073707111094
125 97 0.16241 0.16216 0.162155644407
129 69 0.00760 0.00759 0.00758617733275
129 95 0.00836 0.00834 0.00834479506602
133 69 0.00760 0.00759 0.00758617733275
133 95 0.01672 0.01669 0.016689590132
140 104 0.49198 0.49189 0.49189251661
144 105 0.56795 0.56808 0.568075444052
148 104 0.08120 0.08108 0.0810778222034
152 104 0.16241 0.16216 0.162155644407
156 103 0.00836 0.00834 0.00834479506602
160 103 0.01672 0.01669 0.016689590132
"""
"""Line, column, what is printed, what it should be, and the exact magnitude."""


@pytest.fixture(scope="module")
def report() -> Report:
    return mathdoctest.check(PAGE.read_text(encoding="utf-8"), path=str(PAGE))


def wrong_claims(report: Report) -> list[Claim]:
    return [claim for claim in report.claims if claim.verdict == "wrong"]


def test_the_wrong_literals_are_found_at_their_places_and_no_other(report: Report) -> None:
    expected = [tuple(row.split()[:4]) for row in WRONG.strip().splitlines()]
    found = [
        (str(c.line), str(c.column), c.text, c.expected.lstrip("-")) for c in wrong_claims(report)
    ]
    assert found == expected


def test_each_wrong_literal_comes_with_its_exact_value(report: Report) -> None:
    exact = [float(row.split()[4]) for row in WRONG.strip().splitlines()]
    found = [abs(float(claim.exact)) for claim in wrong_claims(report)]
    assert found == pytest.approx(exact, rel=1e-11)


def test_every_number_of_a_formula_that_claims_something_is_decided(report: Report) -> None:
    assert {claim.verdict for claim in report.claims} == {"verified", "wrong"}


def test_what_follows_from_a_wrong_literal_is_grouped_under_it(report: Report) -> None:
    groups: dict[tuple[int, int], set[str]] = defaultdict(set)
    for claim in wrong_claims(report):
        root = claim if claim.cause is None else report.claims[claim.cause]
        assert root.cause is None
        groups[root.line, root.column].add(claim.text)
    # The hidden gradients follow from δ_o; the two slopes and the loss are wrong for themselves.
    assert groups == {
        (53, 53): {"0.86607", "0.08661", "0.36355"},
        (70, 91): {"3.67545"},
        (86, 19): set(
            "0.65584 0.49198 0.56795 0.39350 0.07382 0.08120 0.16241 0.06558 0.00760 0.00836 "
            "0.01672".split()
        ),
        (107, 33): {"0.1875"},
        (115, 32): {"0.1158"},
    }


def test_the_bracket_that_is_never_closed_is_reported_where_it_stands(report: Report) -> None:
    found = [(f.line, f.column) for f in report.findings if f.rule == "unbalanced-math"]
    assert found == [(267, 163)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (267, "z_{0}"),
        (273, "x"),
        (276, "b_{1}"),
        (281, "sigma_{o}"),
        (284, "w_{o1}"),
        (284, "w_{o2}"),
    ],
)
def test_names_that_the_page_never_defines_are_reported(
    report: Report, line: int, name: str
) -> None:
    found = [f.message for f in report.findings if f.rule == "undefined-symbol" and f.line == line]
    assert any(name in message for message in found)


def corrected(report: Report) -> str:
    text = report.page.text
    for claim in reversed(wrong_claims(report)):
        text = text[: claim.start] + claim.expected.lstrip("-") + text[claim.end :]
    return text


@pytest.fixture(scope="module")
def after(report: Report) -> Report:
    """The report on the page with its figures put right."""
    return mathdoctest.check(corrected(report))


def test_with_its_figures_put_right_nothing_is_wrong(report: Report, after: Report) -> None:
    assert not wrong_claims(after)
    assert [c.role for c in after.claims] == [c.role for c in report.claims]
    assert {c.verdict for c in after.claims} == {"verified"}


def test_eighteen_equals_signs_stand_between_sides_that_are_not_equal(after: Report) -> None:
    lines = [f.line for f in after.findings if f.rule == "relation"]
    assert lines == [
        59,
        63,
        70,
        78,
        92,
        96,
        103,
        111,
        121,
        125,
        129,
        133,
        140,
        144,
        148,
        152,
        156,
        160,
    ]


def test_three_products_are_right_but_a_pocket_calculator_would_not_agree(after: Report) -> None:
    """0.39338 · 0.1874 = 0.073719412, 0.00759 · 1.1 = 0.008349 and 0.00759 · 2.2 = 0.016698."""
    found = [(f.line, f.column) for f in after.findings if f.rule == "calculator"]
    assert found == [(107, 49), (129, 95), (133, 95)]
