"""A page that continues another one starts from it as it is now, and from nothing else."""

from __future__ import annotations

from pathlib import Path

from verdicts import is_clean, wrong

import mathdoctest
from mathdoctest import Report

FRONT = "---\nmathdoctest:\n  continues: first.md\n---\n\n"


def check(path: Path, text: str) -> Report:
    path.write_text(text, encoding="utf-8")
    return mathdoctest.check(text, path=str(path))


def test_what_one_page_adds_to_a_name_stays_unknown_to_the_next(tmp_path: Path) -> None:
    check(tmp_path / "first.md", "Let $a = 2.5$ and $b = a + 1 = 3.5$.")
    user = FRONT + r"$$c = 2b = 2 \cdot \frac{2.5^2 - 1}{2.5 - 1} = 7$$"
    before = check(tmp_path / "user.md", user)
    adds = check(tmp_path / "adds.md", FRONT + r"$$b = \frac{a^2 - 1}{a - 1}$$")
    assert adds.ok(strict=True)
    own = check(tmp_path / "own.md", FRONT + r"$$b = \frac{a^2 - 1}{a - 1}$$" + user[len(FRONT) :])
    assert own.counts != before.counts  # so that it would be seen
    assert check(tmp_path / "user.md", user) == before


def test_an_edit_of_the_page_before_counts_at_once(tmp_path: Path) -> None:
    check(tmp_path / "first.md", "Let $a = 2.5$.")
    user = FRONT + "Then $b = 2a = 5$."
    assert check(tmp_path / "user.md", user).ok()
    check(tmp_path / "first.md", "Let $a = 3.5$.")
    report = check(tmp_path / "user.md", user)
    assert [claim.expected for claim in report.claims if claim.verdict == "wrong"] == ["7"]


def test_an_edit_of_the_page_before_that_counts_too(tmp_path: Path) -> None:
    check(tmp_path / "zeroth.md", "Let $a = 2.5$.")
    check(tmp_path / "first.md", FRONT.replace("first", "zeroth") + "Then $b = 2a = 5$.")
    user = FRONT + "Then $c = b + 1 = 6$."
    assert check(tmp_path / "user.md", user).ok()
    check(tmp_path / "zeroth.md", "Let $a = 3.5$.")
    report = check(tmp_path / "user.md", user)
    assert [claim.expected for claim in report.claims if claim.verdict == "wrong"] == ["8"]


def test_a_page_whose_definitions_hang_together_like_a_long_chain_can_be_continued(
    tmp_path: Path,
) -> None:
    chain = "\n\n".join(f"$a_{{{n + 1}}} = a_{{{n}}} + 1$" for n in range(2_000))
    check(tmp_path / "first.md", f"$a_{{0}} = 1.5$\n\n{chain}")
    report = check(tmp_path / "user.md", FRONT + "Then $b = a_{2} + 1 = 4.5$.")
    assert report.ok(), report.findings


def test_lines_about_one_quantity_go_on_from_each_other() -> None:
    lines = r"""$E = -(\frac{9}{14} \log_2 \frac{9}{14} + \frac{5}{14} \log_2 \frac{5}{14})$
$E \approx 0.643 \cdot 0.637 + 0.357 \cdot 1.485$
$E \approx 0.410 + 0.531$
$E \approx %s$
"""
    assert is_clean(lines % "0.940")
    # From the rounded operands it would be 0.938, and it is no other quantity for that.
    assert wrong(lines % "0.938") == [("0.938", "0.940")]
