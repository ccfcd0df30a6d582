from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from mathdoctest import config
from mathdoctest.config import Config, ConfigError, for_page, load, validate
from mathdoctest.project import Options, settings


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config._for_folder.cache_clear()


def project(folder: Path, table: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pyproject.toml"
    file.write_text(f"[tool.mathdoctest]\n{table}\n", encoding="utf-8")
    return file


def schema() -> Any:  # noqa: ANN401
    return json.loads(files("mathdoctest").joinpath("schema/config.schema.json").read_text())


GOOD = {
    "paths": ["docs"],
    "exclude": ["docs/drafts/**"],
    "notation": "notation.md",
    "strict": True,
    "run-code": True,
    "time-limit": 5,
    "min-score": 99.5,
}
BAD: dict[str, list[object]] = {
    "paths": ["docs", [1], [""], {}],
    "exclude": [True, [None]],
    "notation": ["", 1, []],
    "strict": ["yes", 1],
    "run-code": ["no", 0],
    "time-limit": [0, -1, "5", True],
    "min-score": [-1, 101, "9", False],
}


def test_the_published_schema_and_the_check_agree(tmp_path: Path) -> None:
    (tmp_path / "notation.md").write_text("x", encoding="utf-8")
    validator = Draft202012Validator(schema())
    Draft202012Validator.check_schema(schema())
    assert set(schema()["properties"]) == set(config.KEYS) == set(GOOD) == set(BAD)
    validator.validate(GOOD)
    validate(GOOD, tmp_path / "pyproject.toml")
    for name, values in BAD.items():
        for value in values:
            assert not validator.is_valid({name: value}), (name, value)
            with pytest.raises(ConfigError):
                validate({name: value}, tmp_path / "pyproject.toml")
    assert not validator.is_valid({"stricter": True})


def test_every_complaint_names_the_file_the_key_and_what_was_expected(tmp_path: Path) -> None:
    file = project(tmp_path, 'strict = "yes"\nrun_code = true\ncolour = 1\nnotation = "n.md"')
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).splitlines() == [
        f"{file}: tool.mathdoctest.strict must be true or false, not 'yes'",
        f"{file}: [tool.mathdoctest] has no setting 'run_code'; did you mean 'run-code'?",
        f"{file}: [tool.mathdoctest] has no setting 'colour'; there are {', '.join(config.KEYS)}",
        f"{file}: tool.mathdoctest.notation names 'n.md', and there is no such file",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[tool", "is not valid TOML"),
        ("[tool]\nmathdoctest = 3\n", "must be a table, not 3"),
        (b"\xff", "is not valid TOML"),
        ("[tool.mathdoctests]\n", r"did you mean \[tool.mathdoctest\]"),
        ("[tool.math-doctest]\n", r"did you mean \[tool.mathdoctest\]"),
        ("[tool.mathdoctset]\n", r"did you mean \[tool.mathdoctest\]"),
    ],
)
def test_a_file_that_is_no_settings_is_named(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError, match=sentence) as caught:
        load(file)
    assert str(caught.value).startswith(str(file))


def test_the_nearest_file_that_has_the_table_counts(tmp_path: Path) -> None:
    project(tmp_path, "strict = true")
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert for_page(tmp_path / "docs" / "deep" / "page.md").strict
    project(tmp_path / "docs" / "deep", "strict = false")
    config._for_folder.cache_clear()
    assert not for_page(tmp_path / "docs" / "deep" / "page.md").strict


def test_a_page_without_a_project_has_the_defaults(tmp_path: Path) -> None:
    assert for_page(tmp_path / "page.md") == Config()


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("docs/drafts/**", "docs/drafts/a/b.md", True),
        ("docs/drafts/**", "docs/drafts", True),
        ("docs/drafts", "docs/drafts/a.md", True),
        ("docs/drafts", "docs/drafts2/a.md", False),
        ("**/CHANGELOG.md", "CHANGELOG.md", True),
        ("**/CHANGELOG.md", "a/b/CHANGELOG.md", True),
        ("*.md", "a/b.md", False),
        ("*.md", "b.md", True),
        ("docs/*/x.md", "docs/a/x.md", True),
        ("docs/*/x.md", "docs/a/b/x.md", False),
    ],
)
def test_a_pattern_excludes_pages_and_folders_from_the_project_down(
    tmp_path: Path,
    pattern: str,
    path: str,
    excluded: bool,
) -> None:
    own = Config(root=tmp_path, exclude=(pattern,))
    assert own.excludes(tmp_path / path) is excluded
    assert not own.excludes(tmp_path.parent / "elsewhere.md")


def test_the_command_line_wins_over_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notation.md").write_text("x", encoding="utf-8")
    project(tmp_path, 'strict = true\nrun-code = true\nnotation = "notation.md"\ntime-limit = 3')
    page = tmp_path / "page.md"
    chosen = settings(page, Options())
    assert (chosen.strict, chosen.run_code, chosen.time_limit) == (True, True, 3.0)
    assert chosen.notation == "notation.md"
    chosen = settings(page, Options(strict=False, run_code=False, notation="other.md"))
    assert (chosen.strict, chosen.run_code, chosen.notation) == (False, False, "other.md")


def test_a_stranger_s_project_cannot_ask_for_its_code_to_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path / "theirs", "run-code = true\nstrict = true")
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    chosen = settings(tmp_path / "theirs" / "page.md", Options())
    assert (chosen.run_code, chosen.strict) == (False, True)
    monkeypatch.chdir(tmp_path / "theirs")
    assert settings(tmp_path / "theirs" / "page.md", Options()).run_code
