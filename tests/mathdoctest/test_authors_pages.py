"""What the pages for authors show is what the tool does."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import mathdoctest
from mathdoctest import config
from mathdoctest.cli import main

PAGES = Path(__file__).parents[2] / "docs" / "authors"
ROW = re.compile(
    r"^\| [^|]+ \| `(?P<written>[^`]+)` \|(?: \$(?P<shown>[^$|]+)\$ \|)?$", re.MULTILINE
)


def text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


# ------------------------------------------------------------------ questions.md


def test_the_page_that_answers_show_passes(tmp_path: Path) -> None:
    (page,) = re.findall(
        r"^````markdown [^\n]*\n(.*?)^````$", text("questions.md"), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "savings.md").write_text(page, encoding="utf-8")
    assert main(["check", "--strict", "--run-code", str(tmp_path / "savings.md")]) == 0


@pytest.mark.parametrize("number", ["3,5", "3{,}5"])
def test_a_decimal_comma_is_read_as_the_answer_says(number: str) -> None:
    page = f"With $x = {number}$ we have $2 x = %s$.\n"
    assert mathdoctest.check(page % "7{,}0").ok(strict=True)
    assert not mathdoctest.check(page % "7{,}1").ok(strict=True)


# ------------------------------------------------------------------ grammar.md


def test_each_formula_is_shown_as_it_is_written() -> None:
    read, _ = text("grammar.md").split("## Tables of values")
    rows = ROW.findall(read)
    assert len(rows) == read.count("\n| ") - read.count("\n| what | written |")
    assert all(written == shown for written, shown in rows)


def test_each_block_is_shown_as_it_is_written() -> None:
    page = text("grammar.md")
    blocks = re.findall(r"^```markdown\n(.*?)^```\n\n", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == page.count("```markdown\n") > 0
    for block in blocks:
        assert f"```markdown\n{block}```\n\n{block}" in page


def unread() -> list[str]:
    _, rest = text("grammar.md").split("## What is not read")
    return [written for written, _ in ROW.findall(rest)]


def test_the_page_shows_what_is_not_read() -> None:
    assert len(unread()) > 0


@pytest.mark.parametrize("latex", unread())
def test_what_is_not_read_is_said_to_be_and_makes_no_number_wrong(latex: str) -> None:
    report = mathdoctest.check(f"We have ${latex} = 5$.\n")
    assert "unknown" in {finding.verdict for finding in report.findings}
    assert report.counts["wrong"] == 0


# ------------------------------------------------------------------ tutorial.md

STEP = re.compile(
    r'^````markdown title="(?P<title>[^"]+)"\n(?P<page>.*?)^````$'
    r"|^```console\n\$ mathdoctest (?P<command>[^\n]*)\n(?P<output>(?:(?!```)[^\n]*\n)*)```$",
    re.MULTILINE | re.DOTALL,
)
STATUS = ["check 1", "fix --diff 1", "fix 0", "check --strict 1", "check --strict 0",
          "check --strict --run-code 0", "mutate --run-code 0"]  # fmt: skip
"""The exit status of each command of the tutorial, in turn."""


def test_the_tutorial_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path("braking.md")
    commands: list[str] = []
    for step in STEP.finditer(text("tutorial.md")):
        if step["title"] == "braking.md":
            page.write_text(step["page"], encoding="utf-8")
        elif step["title"] is not None:
            assert step["title"] == "braking.md, continued"
            page.write_text(page.read_text(encoding="utf-8") + step["page"], encoding="utf-8")
        else:
            status = main(step["command"].split())
            commands.append(f"{step['command'].removesuffix(' braking.md')} {status}")
            printed = capsys.readouterr().out
            if step["output"]:
                assert printed == step["output"], step["command"]
    assert commands == STATUS


# ------------------------------------------------------------------ configuration.md


def rows(name: str, heading: str) -> list[str]:
    """The code spans in the first column of the first table under a heading."""
    part = text(name).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)


def fence(name: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_every_setting_is_explained() -> None:
    assert rows("configuration.md", "Settings of a project") == list(config.KEYS)


def test_the_example_of_settings_can_be_used_and_names_them_all_but_the_notation() -> None:
    table = tomllib.loads(fence("configuration.md", "toml"))["tool"]["mathdoctest"]
    config.validate(table, PAGES / "pyproject.toml")
    assert set(table) == set(config.KEYS) - {"notation"}


def test_every_option_of_check_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = set(re.findall(r"(?<![\w-])--(?!no-|help)[a-z-]+", usage(capsys.readouterr().out)))
    shown = {option.split()[0] for option in rows("configuration.md", "The command line")}
    assert shown == options


def usage(text_: str) -> str:
    """The lines that explain an option, without the examples below them."""
    options, *_ = text_.split("\nexamples:")
    return "\n".join(line for line in options.splitlines() if line.startswith("  -"))


# ------------------------------------------------------------------ json.md


def test_the_report_is_the_one_that_the_tool_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("thirds.md").write_text(fence("json.md", "markdown"), encoding="utf-8")
    assert main(["check", "--format", "json", "thirds.md"]) == 1
    assert json.loads(fence("json.md", "json")) == json.loads(capsys.readouterr().out)


def test_every_key_of_the_schema_is_explained() -> None:
    schema = json.loads(files("mathdoctest").joinpath("schema/report.schema.json").read_text())
    parts = schema["$defs"]
    place = set(parts["place"]["properties"])
    assert set(rows("json.md", "The whole")) == set(schema["properties"])
    assert set(rows("json.md", "A file")) == set(parts["file"]["properties"])
    assert set(rows("json.md", "A claim")) == set(parts["claim"]["properties"]) - place
    assert set(rows("json.md", "A finding")) == set(parts["finding"]["properties"]) - place
    assert set(rows("json.md", "A link")) == set(parts["link"]["properties"]) - place
