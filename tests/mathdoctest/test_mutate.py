from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import mathdoctest
from mathdoctest import config, parallel
from mathdoctest.extract import extract
from mathdoctest.mutate import Plan, choose, complaints, mutate, mutate_file, score
from mathdoctest.project import Options
from mathdoctest.report import Finding, Report
from mathdoctest.reporting import mutation

PAGE = r"""# Page

Let $x = 1.7$ and $w = 0.25$.

$$
p = x \cdot w = 1.7 \cdot 0.25 = 0.425
$$

$$
q = p - x = 0.425 - 1.7 = -1.275
$$

In short, $q = -1.275$.
"""


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config._for_folder.cache_clear()


def finds(*rules: str) -> list[Finding]:
    return [
        Finding(0, 1, 1, 1, 1, 2, rule=rule, verdict="wrong", message=f"{rule}!") for rule in rules
    ]


def test_an_edit_is_noticed_if_and_only_if_the_report_is_worse() -> None:
    text = "$x = 1$\n"

    def check(source: str) -> Report:
        # Sees odd digits only; the page itself has one complaint.
        odd = any(char in "3579" for char in source)
        return Report(extract(source), findings=tuple(finds("old", *(["odd"] if odd else []))))

    outcome = mutate(text, check)
    digits = [s.said for s in outcome.survivors if s.edit.kind == "digit"]
    assert digits == [f"1 made {d}" for d in "02468"]
    assert outcome.tried["equation", "digit"] == 9


def test_a_complaint_that_only_quotes_another_number_is_not_news() -> None:
    def check(source: str) -> Report:
        found = Finding(0, 1, 1, 1, 1, 2, rule="unbound", verdict="unverified", message=source)
        return Report(extract(source), findings=(found,))

    outcome = mutate("$x = 1$\n", check)
    assert len(outcome.survivors) == outcome.tried.total()
    assert outcome.score == 0


def test_all_digits_and_swaps_of_a_page_are_noticed() -> None:
    outcome = mutate(PAGE, mathdoctest.check)
    kinds = {"digit", "decimal point", "swap", "sign deleted", "operator", "subscript"}
    missed = [f"{s.edit.kind}: {s.said}" for s in outcome.missed if s.edit.kind in kinds]
    assert missed == []
    assert outcome.tried.total() == outcome.possible > 300


def test_survivors_that_are_known_to_be_true_do_not_count() -> None:
    outcome = mutate(PAGE, mathdoctest.check)
    true = [s for s in outcome.survivors if s.reason]
    assert ("1.7 and 0.25 exchanged", "a commuted product") in [(s.said, s.reason) for s in true]
    value = outcome.score
    assert value is not None
    relevant = outcome.tried.total() - len(true)
    assert value == pytest.approx(100 * (1 - len(outcome.missed) / relevant))


def test_numbers_that_are_right_roundings_after_an_edit_too_are_no_miss() -> None:
    page = (
        "With $a = 0.28$ and $b = 0.25$ we have $a \\cdot b = 0.07$, or $b \\cdot a = 0.070$, and "
        "$a - a = 0.0$.\n"
    )
    outcome = mutate(page, mathdoctest.check)
    found = {(s.said, s.reason) for s in outcome.survivors if "rounded" in s.reason}
    assert ("0.07 and 0.070 exchanged", "also 0.07 rounded") in found
    assert ("0.0 made 0", "also 0 rounded") in found
    assert ("nothing made -", "also 0 rounded") in found
    # What is given is not rounded, and no other number is right in another's place.
    assert not any("0.28" in said or "0.25" in said for said, _ in found)


def test_an_edit_that_no_check_notices_is_not_excused_by_a_number_that_it_makes_wrong() -> None:
    blind = mathdoctest.check(PAGE)
    outcome = mutate(PAGE, lambda _: blind)
    excused = {s.said for s in outcome.survivors if s.reason}
    assert excused == {"1.7 and 0.25 exchanged"}
    assert len(outcome.missed) > 100


@pytest.mark.parametrize(
    ("tried", "survived", "missed", "value"),
    [(10, 0, 0, 100.0), (10, 5, 5, 50.0), (10, 5, 0, 100.0), (0, 0, 0, None), (3, 3, 0, None)],
)
def test_the_score_is_the_share_of_edits_that_may_be_noticed(
    tried: int, survived: int, missed: int, value: float | None
) -> None:
    assert score(tried, survived, missed) == value


def test_a_score_is_never_rounded_up_to_all() -> None:
    assert mutation.percentage(99.9999) == "99.99 %"
    assert mutation.percentage(100.0) == "100 %"


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    assert list(choose(1000, 10, 1)) == list(choose(1000, 10, 1)) != list(choose(1000, 10, 2))
    assert list(choose(5, 10, 0)) == list(choose(5, None, 0)) == [0, 1, 2, 3, 4]
    outcome = mutate(PAGE, mathdoctest.check, sample=20, seed=3)
    assert outcome.tried.total() == 20 < outcome.possible


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("```python\nx = 1.7\n```\n\n" + PAGE, encoding="utf-8")
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    options = Options(run_code=True)
    one = mutate_file(path, options, Plan(sample=250), progress)
    two = mutate_file(path, options, Plan(sample=250, jobs=2), progress)
    assert (one.tried, one.survivors) == (two.tried, two.survivors)
    assert seen == [(done, 250) for done in range(25, 251, 25)] * 2


def test_the_report_shows_each_survivor_in_its_place() -> None:
    def check(source: str) -> Report:
        bad = source.count("1.7") != PAGE.count("1.7")
        return Report(extract(source, "page.md"), findings=tuple(finds("odd") if bad else []))

    shown = mutation.text(mutate(PAGE, check))
    assert "  equation  digit" in shown
    assert (
        "page.md:6:27: missed: digit: 0.25 made 1.25, 2.25, 3.25, 4.25, 5.25 and 22 more\n"
        "  p = x \\cdot w = 1.7 \\cdot 0.25 = 0.425\n"
        "                            ^^^^"
    ) in shown
    assert "page.md:6:17: still true: swap: 1.7 and 0.25 exchanged: a commuted product" in shown


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_run_says_how_long_it_will_take_and_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    now = [0.0]
    monkeypatch.setattr("mathdoctest.parallel.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    with parallel.Progress("page.md: edits", hint="try fewer", stream=stream) as progress:
        for done in range(1, 101):
            now[0] += 3.0
            progress.at(done, 100)
    said = re.split(r"[\r\n]+(?:\033\[K)?", stream.getvalue())
    assert said.count("page.md: edits: 100 take about 5 minutes; try fewer") == 1
    assert "page.md: edits: 40 of 100 (40 %), 3 minutes left" in said
    assert "page.md: edits: 100 of 100 (100 %)" in said
    assert len(said) == (103 if terminal else 12)


def test_a_short_run_says_nothing_in_a_log() -> None:
    stream = io.StringIO()
    with parallel.Progress("page.md: edits", hint="try fewer", stream=stream) as progress:
        for done in range(10):
            progress.at(done, 10)
    assert not stream.getvalue()


def test_the_record_counts_what_the_table_counts() -> None:
    outcome = mutate(PAGE, mathdoctest.check, sample=100)
    record = mutation.record(outcome)
    for kind in record["kinds"]:
        assert kind["tried"] == kind["noticed"] + kind["true"] + kind["missed"]
    assert sum(kind["tried"] for kind in record["kinds"]) == record["tried"] == 100
    assert len(record["survivors"]) == len(outcome.survivors)


def test_an_edit_over_which_the_check_stumbles_is_missed_and_said() -> None:
    def check(source: str) -> Report:
        if "=" not in source:
            raise ZeroDivisionError("stumbled")
        return Report(extract(source, "page.md"), findings=tuple(finds("odd", "odd")))

    outcome = mutate("$x = 1$\n", check)
    failed = [s for s in outcome.missed if s.failure]
    assert [s.said for s in failed] == ["= made \\approx", "= made \\leftarrow"]
    assert "  the check itself failed: ZeroDivisionError: stumbled" in mutation.text(outcome)


def test_complaints_are_what_fails_under_strict() -> None:
    report = mathdoctest.check("$x = 1$, and 7 more, \\( y.\n")
    assert bool(complaints(report)) is not report.ok(strict=True)
    clean = mathdoctest.check(PAGE)
    assert not complaints(clean)
    assert clean.ok(strict=True)
