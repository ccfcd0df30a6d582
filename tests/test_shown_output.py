"""What the pages show of the tool's output is what the tool prints."""

import re
import shutil
from pathlib import Path

import pytest

from mathdoctest.cli import main

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"^```console\n\$ mathdoctest (check .*)\n((?:(?!```).*\n)+)```$", re.MULTILINE)


def shown(page: str) -> tuple[list[str], str]:
    """The one command with output that a page shows: its arguments and its output."""
    found = SHOWN.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(found) == 1, f"{page} should show one run of mathdoctest, found {len(found)}"
    command, output = found[0]
    return command.split(), output


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The first finding that the tool prints, and a status that says that there is one."""
    assert main(arguments) == 1
    return capsys.readouterr().out.split("\n\n")[0] + "\n"


@pytest.mark.parametrize("page", ["README.md", "docs/contributing.md"])
def test_a_mistyped_number_is_reported_as_the_page_shows(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("assets"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    walkthrough = tmp_path / "docs" / "walkthrough.md"
    text = walkthrough.read_text(encoding="utf-8")
    right = r"\frac{1}{1 + e^{-1.87}} \approx 0.86646"
    assert text.count(right) == 1
    wrong = text.replace(right, right.replace("0.86646", "0.86607"))
    walkthrough.write_text(wrong, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments, output = shown(page)
    assert printed(arguments, capsys) == output


def test_an_authors_page_is_reported_as_the_page_about_checking_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    example = re.search(r"^```markdown\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert example
    (tmp_path / "order.md").write_text(example[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments, output = shown("docs/checking.md")
    assert printed(arguments, capsys) == output
    assert main(["fix", "order.md"]) == 0
    fixed = (tmp_path / "order.md").read_text(encoding="utf-8")
    assert fixed == example[1].replace("11.56", "11.55")
    assert main(["check", "--strict", "order.md"]) == 0
