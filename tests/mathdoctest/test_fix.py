from __future__ import annotations

import re
import stat
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from handmade import claim, page, report
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mathdoctest
from mathdoctest import config
from mathdoctest.fix import diff, fix, fix_file, fixable, settle
from mathdoctest.patch import apply
from mathdoctest.project import Options
from mathdoctest.report import Report

HERE = Path(__file__).parent / "fix"
RUN = Options(run_code=True)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config._for_folder.cache_clear()


def wrong(text: str, expected: str, **fields: object) -> Callable[[str], Report]:
    """A checker that finds one number wrong, wherever it stands."""

    def check(source: str) -> Report:
        made = page(source)
        found = [
            claim(
                made,
                text,
                nth,
                **{"verdict": "wrong", "rule": "wrong-literal", "expected": expected, **fields},
            )
            for nth in range(source.count(text))
        ]
        return report(made, *found)

    return check


# ------------------------------------------------------------------ golden files


@pytest.mark.parametrize("name", ["mixed"])
def test_a_page_before_and_after(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "page.md"
    copy.write_bytes((HERE / f"{name}.before.md").read_bytes())
    after = (HERE / f"{name}.after.md").read_bytes()
    fixed = fix_file(copy, RUN)
    assert copy.read_bytes().decode() == after.decode()
    assert fixed.report.ok()
    assert not fix_file(copy, RUN).changed
    assert copy.read_bytes() == after


def test_a_dry_run_writes_nothing_and_shows_the_same(tmp_path: Path) -> None:
    before = (HERE / "mixed.before.md").read_bytes()
    copy = tmp_path / "page.md"
    copy.write_bytes(before)
    fixed = fix_file(copy, RUN, dry=True)
    assert copy.read_bytes() == before
    assert fixed.text.encode() == (HERE / "mixed.after.md").read_bytes()
    shown = diff(fixed)
    removed = [line[1:] for line in shown.splitlines() if re.match(r"-(?!--)", line)]
    changed = [
        line
        for line, other in zip(before.decode().split("\n"), fixed.text.split("\n"), strict=True)
        if line != other
    ]
    assert removed == changed


def test_every_byte_beside_the_digits_survives(tmp_path: Path) -> None:
    text = (HERE / "mixed.before.md").read_text(encoding="utf-8")
    after = (HERE / "mixed.after.md").read_text(encoding="utf-8")
    odd = text.replace("\n", "\r\n").replace("# Everything", "# Everything\t\u00a0 \u200b")
    copy = tmp_path / "page.md"
    copy.write_bytes(b"\xef\xbb\xbf" + odd.encode())
    copy.chmod(0o604)
    fix_file(copy, RUN)
    want = after.replace("\n", "\r\n").replace("# Everything", "# Everything\t\u00a0 \u200b")
    assert copy.read_bytes() == b"\xef\xbb\xbf" + want.encode()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o604


def test_a_right_page_is_not_written_at_all(tmp_path: Path) -> None:
    copy = tmp_path / "page.md"
    copy.write_bytes((HERE / "mixed.after.md").read_bytes())
    before = copy.stat()
    fix_file(copy, RUN)
    after = copy.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


# ------------------------------------------------------------------ what is never rewritten


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "given"},
        {"verdict": "unknown"},
        {"verdict": "unverified"},
        {"verdict": "verified"},
        {"rule": "wrong-sign"},
        {"rule": "code-failed"},
        {"rule": "no-value"},
        {"expected": ""},
        {"expected": "-1.6"},
        {"expected": "+1.6"},
        {"expected": "1.5"},
        {"expected": "nan"},
        {"expected": "$1.6$"},
        {"expected": "1.6\n"},
        {"expected": "1.6 --> <script>"},
        {"expected": "x"},
        {"text": "1.4"},
    ],
)
def test_only_the_digits_of_a_wrong_claim_are_rewritten(fields: dict[str, Any]) -> None:
    made = page("$a = 1.5$\n")
    chosen: dict[str, Any] = {"verdict": "wrong", "rule": "wrong-literal", "expected": "1.6"}
    chosen |= {key: value for key, value in fields.items() if key != "text"}
    found = report(made, claim(made, "1.5", **chosen))
    if "text" in fields:
        # A report of another text than this one.
        assert fix("$a = 1.4$\n", found) == "$a = 1.4$\n"
    else:
        assert not fixable(found.claims[0], made.text)
        assert fix(made.text, found) == made.text


@pytest.mark.parametrize(
    "expected",
    ["1.6", "0.00760", ".5", "12,345.60", "1{,}234.5", r"1\,234", r"1.034 \times 10^{-1}", "3e-5",
     r"4.8\%", "18.70%", "1.2 × 10^3"],
)  # fmt: skip
def test_every_way_to_print_a_number_can_be_written(expected: str) -> None:
    check = wrong("1.5", expected)
    assert fix("$a = 1.5$", check("$a = 1.5$")) == f"$a = {expected}$"


@pytest.mark.parametrize("power", [r"\times10^{-3}", r" \times 10^{-3}", r"\cdot10^{-3}", "e-3"])
def test_a_wrong_number_keeps_its_power_of_ten(power: str) -> None:
    page = rf"With $a = 2.0$ we get $x = a/1000 = 2.10{power}$."
    assert fix(page, mathdoctest.check(page)) == page.replace("2.10", "2.00")


# ------------------------------------------------------------------ fixpoint


def test_corrections_that_call_for_others_are_all_made() -> None:
    steps = {"1.1": "1.2", "1.2": "1.3", "1.3": "1.4"}

    def check(source: str) -> Report:
        made = page(source)
        for text, expected in steps.items():
            if text in source:
                return wrong(text, expected)(source)
        return report(made)

    patches, last = settle("a 1.1 b 1.1 c\n", check)
    assert apply("a 1.1 b 1.1 c\n", patches) == "a 1.4 b 1.4 c\n"
    assert len(patches) == 2
    assert last.ok()


@given(st.sampled_from(["1.10", "1.2", "1.30"]))
def test_corrections_that_take_turns_end_and_a_second_run_changes_nothing(start: str) -> None:
    turns = {"1.10": "1.2", "1.2": "1.30", "1.30": "1.10"}

    def check(source: str) -> Report:
        (text,) = re.findall(r"\d\.\d+", source)
        return wrong(text, turns[text])(source)

    once = apply(f"x {start} y", settle(f"x {start} y", check)[0])
    twice = apply(once, settle(once, check)[0])
    assert once == twice


def test_corrections_without_end_leave_the_page_alone() -> None:
    def check(source: str) -> Report:
        text = re.findall(r"\d+", source)[0]
        return wrong(text, str(int(text) + 1))(source)

    assert settle("x 1 y", check)[0] == ()


# ------------------------------------------------------------------ planted mistakes


def test_two_wrong_factors_keep_their_order() -> None:
    # Each is nearer to the other one, but who mistypes does not exchange.
    right = r"$a = 0.388$ and $b = 0.319$ make $p = a b = 0.388 \cdot 0.319 = 0.123772$."
    spoilt = right.replace("= 0.388 ", "= 0.328 ").replace("0.319 =", "8.619 =")
    patches, last = settle(spoilt, mathdoctest.check)
    assert apply(spoilt, patches) == right
    assert last.ok()


def test_numbers_that_nothing_explains_correct_no_others() -> None:
    givens = "$a = 70.5$, $x = 9.57$, $b = -0.818$, $y = 2.01$\n\n"
    right = (
        "$$\nz = a x + b y = 70.5 \\cdot 9.57 + (-0.818) \\cdot 2.01 "
        "= 674.685 + (-1.64418) \\approx 673.04\n$$\n"
    )
    assert mathdoctest.check(givens + right).ok()
    spoilt = right.replace("70.5", "70.6").replace("0.818", "2.018").replace("2.01 =", "2.21 =")
    spoilt = givens + spoilt.replace("674.685", "635.685").replace("1.64418", "7.64618")
    mended = apply(spoilt, settle(spoilt, mathdoctest.check)[0])
    # The second segment has no meaning; what follows is laid against the first.
    assert mended == spoilt.replace("635.685", "674.685").replace("7.64618", "1.64418")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_planted_mistakes_are_all_mended_and_nothing_else_changes(data: st.DataObject) -> None:
    x, w = (data.draw(st.integers(-40, 40).filter(bool)) for _ in range(2))
    product, total = x * w, x * w + x

    def n(value: int) -> str:
        return f"{value}" if value >= 0 else f"({value})"

    right = (
        f"Let $x = {x}$ and $w = {w}$.\r\n\r\n$$\r\n"
        f"p = x \\cdot w = {n(x)} \\cdot {n(w)} = {product}\r\n$$\r\n\r\n"
        f"$$\r\ns = p + x = {n(product)} + {n(x)} = {total}\r\n$$\r\n\r\n"
        f"So $s = {total}$ and $p = {product}$.\r\n"
    )
    check = mathdoctest.check
    assert check(right).ok()
    first_claim = right.index("p = x")
    places = [m for m in re.finditer(r"\d+", right) if m.start() > first_claim]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
    planted = right
    # No number of the page: a mistake that happens to commute two factors is none. And none that
    # another one follows from: mistakes that agree with each other are another calculation.
    number = st.integers(1_000_000, 999_999_999)
    others = data.draw(st.lists(number, min_size=len(chosen), max_size=len(chosen), unique=True))
    assume(
        all(
            abs(abs(a + sign * b) - c) > 1_000
            for a, b, c in permutations([*others, 0], 3)
            for sign in (1, -1)
            if c
        )
    )
    for place, other in zip(sorted(chosen, key=lambda m: -m.start()), others, strict=True):
        planted = planted[: place.start()] + str(other) + planted[place.end() :]
    patches, last = settle(planted, check)
    mended = apply(planted, patches)
    # All restored, or said to be wrong still.
    assert mended == right or not last.ok()
    if len(chosen) == 1:
        assert mended == right
    # And nothing but digits has changed.
    assert re.sub(r"\d+", "#", mended) == re.sub(r"\d+", "#", right)
