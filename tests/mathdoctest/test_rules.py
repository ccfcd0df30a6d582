"""Each rule: a small page that breaks it is caught in its place, and one that keeps it passes.

A file in ``rules/`` holds pages between lines of ``===``. What a page breaks stands in the line
above it, in the order of the brackets ⟦ ⟧ that say where: rule names, each with the digits that
should be printed where the rule has some to give. ``⟪1000 × + 1⟫`` repeats a text. What stands
there was worked out by hand, as ``=== why`` tells, and is all that may be found, unused symbols
left aside: a page of two lines has no use for its result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from mathdoctest import Report, config
from mathdoctest.project import Options, check_file
from mathdoctest.rules import RULES

FOLDER = Path(__file__).parent / "rules"
DESIGN = [
    "stands-for",
    "rounding",
    "calculator",
    "relation",
    "givens",
    "updates",
    "gradients",
    "identities",
    "names",
    "code",
    "coverage",
]
"""The rules that all else follows from, each with pages of its own in ``rules/design``."""
REPEATED = re.compile(r"⟪(\d+) × (.*?)⟫")
UNUSED = "unused-symbol"


@dataclass
class Example:
    """One page, what it breaks, and the files beside it."""

    name: str
    text: str
    broken: list[tuple[str, str]]
    """Rules, with the digits that should be printed."""
    places: list[tuple[int, int, int]]
    """Line, column and length of each."""
    files: dict[str, str] = field(default_factory=dict)
    run_code: bool = True


def written_out(source: str) -> str:
    return REPEATED.sub(lambda found: found.group(2) * int(found.group(1)), source)


def unmarked(source: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its brackets, and the ranges between them, by where they open."""
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    text = ""
    for char in source:
        if char == "⟦":
            opened.append(len(spans))
            spans.append((len(text), -1))
        elif char == "⟧":
            at = opened.pop()
            spans[at] = (spans[at][0], len(text))
        else:
            text += char
    assert not opened
    return text, spans


def place(text: str, start: int, end: int) -> tuple[int, int, int]:
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n"), end - start


def examples(path: Path) -> list[Example]:
    found: list[Example] = []
    files: dict[str, str] = {}
    for section in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
        head, _, body = section.partition("\n")
        kind, _, rest = head.partition(" ")
        if kind == "why":
            continue
        if kind == "file":
            files[rest] = body
            continue
        assert kind in ("breaks", "breaks-unrun", "keeps", "keeps-unrun")
        text, spans = unmarked(written_out(body))
        broken = [(one.partition(" ")[0], one.partition(" ")[2]) for one in rest.split(", ") if one]
        assert len(broken) == len(spans)
        assert kind.startswith("breaks") == bool(broken)
        found.append(
            Example(
                f"{path.stem}-{len(found) + 1}-{kind}",
                text,
                broken,
                [place(text, *span) for span in spans],
                dict(files),
                run_code=not kind.endswith("unrun"),
            )
        )
    return found


EXAMPLES = [example for path in sorted(FOLDER.rglob("*.md")) for example in examples(path)]


def checked(example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    config._for_folder.cache_clear()
    monkeypatch.chdir(folder)
    for name, text in {**example.files, "page.md": example.text}.items():
        Path(name).write_text(text, encoding="utf-8")
    notation = "notation.md" if "notation.md" in example.files else None
    return check_file(Path("page.md"), Options(run_code=example.run_code, notation=notation))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_breaks_a_rule_is_caught_in_its_place_and_nothing_else_is(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = checked(example, tmp_path, monkeypatch)
    unused = any(rule == UNUSED for rule, _ in example.broken)
    findings = [f for f in report.findings if unused or f.rule != UNUSED]
    found = [
        (
            place(example.text, claim.start, claim.end),
            claim.rule,
            claim.expected if claim.verdict == "wrong" else "",
        )
        for claim in report.claims
        if claim.verdict != "verified"
    ]
    found += [(place(example.text, f.start, f.end), f.rule, "") for f in findings]
    wanted = [
        (where, rule, expected)
        for where, (rule, expected) in zip(example.places, example.broken, strict=True)
    ]
    assert sorted(found) == sorted(wanted)
    assert replace(report, findings=tuple(findings)).ok(strict=True) == (not wanted)
    for said in report.claims:
        assert (said.line, said.column) == place(example.text, said.start, said.end)[:2]
    for finding in findings:
        where = place(example.text, finding.start, finding.end)
        assert (finding.line, finding.column) == where[:2]


def test_every_rule_has_a_page_that_breaks_it_beside_one_that_keeps_it() -> None:
    broken = {rule for example in EXAMPLES for rule, _ in example.broken}
    assert broken == set(RULES)
    for path in FOLDER.rglob("*.md"):
        kinds = {bool(example.broken) for example in examples(path)}
        assert kinds == {True, False}, path


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_file_of_a_rule_breaks_that_rule(name: str) -> None:
    path = FOLDER / f"{name}.md"
    assert name in {rule for example in examples(path) for rule, _ in example.broken}


def test_each_of_the_eleven_rules_of_the_design_has_its_pages() -> None:
    assert [path.stem.partition("-")[2] for path in sorted((FOLDER / "design").glob("*.md"))] == (
        DESIGN
    )
