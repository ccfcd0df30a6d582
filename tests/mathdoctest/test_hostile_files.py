"""Whatever a file, a setting or an option holds: a sentence and a status, never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mathdoctest import config
from mathdoctest.cli import main
from mathdoctest.fix import fix_file

PAGE = "$x = 1.5$ and $2 x = 3$.\n"
COMMAND = [sys.executable, "-m", "mathdoctest", "check"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.forget()
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE, encoding="utf-8")


FILES = {
    "long-number.ipynb": ('{"cells": [], "n": ' + "9" * 5_000 + "}", "is not a notebook"),
    "deep.ipynb": ("[" * 100_000, "nested too deeply"),
    "cut.ipynb": ('{"cells": [', "is not a notebook"),
    "number.ipynb": ('{"cells": [{"cell_type": "markdown", "source": 5}]}', "cell 1 has no text"),
    "no-cell.ipynb": ('{"cells": [null]}', "cell 1 has no text"),
    "open.py": ('def f():\n    """$x = 1.5$', "is not valid Python"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_said_to_be_broken(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, said = FILES[name]
    Path(name).write_text(text, encoding="utf-8")
    assert main(["check", name]) == 2
    assert said in (error := capsys.readouterr().err)
    assert "fault of mathdoctest" not in error


FRONTS = {
    "no table": "mathdoctest: 5",
    "a list of pages": "mathdoctest: {continues: [a.md]}",
    "a zero byte": 'mathdoctest: {continues: "a\\0b"}',
    "a misspelt setting": "mathdoctest: {continue: page.md}",
    "no truth value": "mathdoctest: {live: often}",
}


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS.keys())
def test_settings_in_the_front_matter_that_cannot_be_used_are_said_to_be(
    front: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("front.md").write_text(f"---\n{front}\n---\n{PAGE}", encoding="utf-8")
    assert main(["check", "--strict", "front.md"]) == 1
    assert "bad-front-matter" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
@pytest.mark.parametrize("name", ["/dev/zero", ".", "missing.md", "latin.md"])
def test_a_page_that_cannot_be_continued_is_said_to_be_one(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("latin.md").write_bytes(b"caf\xe9")
    front = f"---\nmathdoctest: {{continues: {name}}}\n---\n"
    Path("front.md").write_text(front + PAGE, encoding="utf-8")
    assert main(["check", "front.md"]) == 1
    assert f"this page continues {name}, but that " in capsys.readouterr().out


@pytest.mark.parametrize("toml", ["a = " + "[" * 100_000, "a = " + "9" * 5_000])
def test_settings_that_python_cannot_read_are_said_to_be(
    toml: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pyproject.toml").write_text(toml, encoding="utf-8")
    assert main(["check", "page.md"]) == 2
    assert "pyproject.toml: is not valid TOML" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"\0", b"caf\xe9"])
def test_a_notation_page_that_cannot_be_read_is_said_to_be_one(
    content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is None:
        Path("notation.md").mkdir()
    else:
        Path("notation.md").write_bytes(content)
    assert main(["check", "--notation", "notation.md", "page.md"]) == 2
    assert capsys.readouterr().err.startswith("mathdoctest: --notation notation.md: is ")


def test_more_processes_than_a_machine_can_hold_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "-j", "99999999999", "page.md"])
    assert ended.value.code == 2
    assert "from 0 to 1,000" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_is_said_to_be_full() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(  # noqa: S603 -- the command line itself
            [*COMMAND, "page.md"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert re.fullmatch(r"mathdoctest: the output could not be written \([^\n]+\)\n", done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="it takes a POSIX shell")
@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_closed_streams_leave_the_exit_status(closed: str, status: int) -> None:
    command = " ".join([f"'{sys.executable}'", *COMMAND[1:], "page.md", closed])
    done = subprocess.run(["/bin/sh", "-c", command], check=False)  # noqa: S603
    assert done.returncode == status


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_in_a_folder_is_passed_over() -> None:
    os.mkfifo("pipe.md")
    os.mkfifo("pipe.py")
    assert main(["check", "."]) == 0


def test_lines_of_a_script_are_counted_as_python_counts_them() -> None:
    text = 'x = 1\n\f\n# \u2028\ndef f():\n    """$x = 1.5$ and $2 x = 4$."""\n'
    Path("script.py").write_text(text, encoding="utf-8")
    fix_file(Path("script.py"))
    assert Path("script.py").read_text(encoding="utf-8") == text.replace("4", "3")
