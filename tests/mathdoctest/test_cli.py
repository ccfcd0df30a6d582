from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import mathdoctest
from mathdoctest import config, project
from mathdoctest.cli import main
from mathdoctest.report import Report

RIGHT = """# Right

Let $x = 1.7$.

$$
y = 2 \\cdot x + 0.3 = 2 \\cdot 1.7 + 0.3 = 3.4 + 0.3 = 3.7
$$

So $y = 3.7$.
"""
WRONG = RIGHT.replace("= 3.4 +", "= 3.6 +")
"""One wrong number, in line 6, column 43."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config._for_folder.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mathdoctest", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        encoding="utf-8",
    )


# ------------------------------------------------------------------ exit status


def test_an_option_is_spelled_out() -> None:
    """What looks like the beginning of one might run the code of a page."""
    done = run("check", "--run", "right.md")
    assert done.returncode == 2
    assert "--run" in done.stderr
    assert run("check", "--run-code", "right.md").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "right.md"], 0),
        (["check", "--strict", "right.md"], 0),
        (["check", "wrong.md"], 1),
        (["check", "right.md", "wrong.md"], 1),
        (["check", "missing.md"], 2),
        (["check", "missing.md", "wrong.md"], 2),
        (["fix", "right.md"], 0),
        (["fix", "--diff", "right.md"], 0),
        (["fix", "--diff", "wrong.md"], 1),
        (["fix", "missing.md"], 2),
        (["mutate", "missing.md"], 2),
        (["check"], 2),
        ([], 2),
    ],
)
def test_the_exit_status_tells_right_from_wrong_from_impossible(
    arguments: list[str], status: int
) -> None:
    assert main(arguments) == status


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--format", "xml", "right.md"], "invalid choice: 'xml'"),
        (["check", "-j", "many", "right.md"], "'many' is not a number of processes"),
        (["mutate", "--min-score", "200", "right.md"], "'200' is not a percentage"),
        (["mutate", "--sample", "0", "right.md"], "'0' is not a number of edits"),
        (["chekc", "right.md"], "invalid choice: 'chekc'"),
        (["check", "--stric=t", "right.md"], "--stric"),
        (["fix", "--dif-f", "right.md"], "no option --dif-f; did you mean --diff?"),
        (["fix", "--zoo", "right.md"], "no option --zoo; `mathdoctest fix --help` lists"),
        (["--quiet"], "no option --quiet; `mathdoctest --help` lists"),
    ],
)
def test_a_bad_option_is_named_and_is_not_a_wrong_number(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_what_only_strict_minds_fails_only_under_strict() -> None:
    Path("prose.md").write_text("It took 7 days.\n", encoding="utf-8")
    assert main(["check", "prose.md"]) == 0
    assert main(["check", "--strict", "prose.md"]) == 1


# ------------------------------------------------------------------ what cannot be checked


def test_what_cannot_be_checked_is_said_and_the_rest_is_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("latin.md").write_bytes(b"# H\xe4llo\n")
    Path("binary.md").write_bytes(b"PK\x03\x04\x00")
    Path("empty").mkdir()
    assert main(["check", "missing.md", "latin.md", "binary.md", "empty", "wrong.md"]) == 2
    out, err = capsys.readouterr()
    assert "wrong.md:6:43: wrong-literal" in out
    assert out.endswith("4 files could not be checked\n")
    said = [line.removeprefix("mathdoctest: ") for line in err.splitlines()]
    assert said[:3] == [
        "missing.md: no such file or folder; check the spelling of the path",
        "latin.md: is not UTF-8: byte 0xe4 at offset 3 (line 1); save it as UTF-8",
        "binary.md: is binary: a zero byte at offset 4 (line 1); name a page of text instead",
    ]
    assert said[3].startswith("empty: is a folder without Markdown (*.md, ")
    assert len(said) == 4


def test_an_empty_page_is_said_to_hold_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.md").write_text("", encoding="utf-8")
    assert main(["check", "empty.md"]) == 0
    assert capsys.readouterr().err == "mathdoctest: empty.md: holds nothing to check\n"


def test_a_page_of_words_in_a_folder_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    Path("words").mkdir()
    Path("words/empty.md").write_text("Only words.\n", encoding="utf-8")
    assert main(["check", "words"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "said"), [("-", "name /dev/stdin"), ("docs/*.md", "patterns are not expanded here")]
)
def test_a_name_that_other_tools_would_take_is_told_what_to_do(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", name]) == 2
    assert said in capsys.readouterr().err


def test_settings_that_cannot_be_used_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text("[tool.mathdoctest]\nstrikt = true\n", encoding="utf-8")
    assert main(["check", "right.md"]) == 2
    assert "did you mean 'strict'?" in capsys.readouterr().err
    assert main(["check", "."]) == 2
    assert main(["check"]) == 2


def test_a_notation_page_that_is_missing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--notation", "n.md", "right.md"]) == 2
    assert "--notation n.md: no such file" in capsys.readouterr().err


def test_no_name_checks_what_the_project_names(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text(
        '[tool.mathdoctest]\npaths = ["pages"]\nexclude = ["pages/drafts"]\n', encoding="utf-8"
    )
    for name in ("pages/a.md", "pages/drafts/b.md"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(WRONG if "drafts" in name else RIGHT, encoding="utf-8")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("1 file, ")


def test_a_fault_of_ours_is_said_and_the_rest_is_checked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = project.check_file

    def stumble(path: Path, *given: Any) -> Report:  # noqa: ANN401 -- whatever it takes
        if path.name == "right.md":
            raise ZeroDivisionError("division by zero")
        return real(path, *given)

    monkeypatch.setattr(project, "check_file", stumble)
    assert main(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert "wrong.md:6:43" in out
    assert "right.md: could not be checked through a fault of mathdoctest" in err
    assert "ZeroDivisionError: division by zero (test_cli.py, line " in err
    assert "Traceback" not in err


# ------------------------------------------------------------------ output


def test_the_json_report_holds_its_schema_whatever_was_found() -> None:
    Path("prose.md").write_text("It took 7 days, $q = \\foo$ ≈ 3.\n", encoding="utf-8")
    done = run("check", "--format", "json", ".", "missing.md")
    document = json.loads(done.stdout)
    text = files("mathdoctest").joinpath("schema/report.schema.json").read_text()
    Draft202012Validator(json.loads(text)).validate(document)
    assert [Path(file["path"]).name for file in document["files"]] == [
        "prose.md",
        "right.md",
        "wrong.md",
    ]
    assert document["ok"] is False
    (claim,) = [c for c in document["files"][2]["claims"] if c["verdict"] == "wrong"]
    assert (claim["line"], claim["column"], claim["text"]) == (6, 43, "3.6")
    assert claim["expected"] == "3.4"


def test_several_processes_report_the_same_as_one() -> None:
    for number in range(12):
        page = WRONG if number % 3 else RIGHT
        Path(f"page{number:02}.md").write_text(page, encoding="utf-8")
    one = run("check", ".")
    two = run("check", "-j", "2", ".")
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    assert one.stdout.count("wrong-literal") == 9


def test_quiet_says_nothing_of_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-q", "right.md"]) == 0
    assert capsys.readouterr() == ("", "")


def test_colour_is_for_terminals_or_who_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["check", "wrong.md"])
    assert "\033" not in capsys.readouterr().out
    main(["check", "--color", "always", "wrong.md"])
    assert "\033[31mwrong-literal\033[0m" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    main(["check", "wrong.md"])
    assert "\033" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["check", "wrong.md"])
    assert "\033" not in capsys.readouterr().out


def test_a_terminal_that_knows_only_ascii_gets_escapes() -> None:
    page = "$x = 1.5$ and $y = \\sqrt{x} \\approx 1.3$ – 日\n"
    Path("wide.md").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mathdoctest", "check", "wide.md"],
        check=False,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 1
    assert b"exact 1.224744871\\u2026" in done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize("command", [[], ["check"], ["fix"], ["mutate"]])
def test_help_has_examples(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert "examples:" in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version  # noqa: PLC0415

    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"mathdoctest {version('mathdoctest')}\n"


# ------------------------------------------------------------------ code


CODE = "```python\nopen('ran', 'w').close()\nx = 1.5\n```\n\nIt is 1.5<!-- = x -->.\n"


def test_a_page_s_code_runs_only_when_asked() -> None:
    Path("code.md").write_text(CODE, encoding="utf-8")
    assert main(["check", "code.md"]) == 0
    assert not Path("ran").exists()
    assert main(["check", "--strict", "code.md"]) == 1
    assert main(["check", "--strict", "--run-code", "code.md"]) == 0
    assert Path("ran").exists()


def test_a_project_may_ask_for_its_own_code(capsys: pytest.CaptureFixture[str]) -> None:
    Path("code.md").write_text(CODE.replace("is 1.5", "is 1.6"), encoding="utf-8")
    Path("pyproject.toml").write_text("[tool.mathdoctest]\nrun-code = true\n", encoding="utf-8")
    assert main(["check", "code.md"]) == 1
    assert "1 code block" in capsys.readouterr().out
    Path("ran").unlink()
    assert main(["check", "--no-run-code", "code.md"]) == 0
    assert not Path("ran").exists()


# ------------------------------------------------------------------ fix and mutate


def test_fix_writes_and_says_what_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "right.md", "wrong.md"]) == 0
    assert capsys.readouterr().out == "wrong.md: 1 number corrected\n"
    assert Path("wrong.md").read_text(encoding="utf-8") == RIGHT
    assert main(["fix", "wrong.md"]) == 0
    assert capsys.readouterr().out == ""


def test_diff_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "--diff", "wrong.md"]) == 1
    changed = [line for line in capsys.readouterr().out.splitlines() if line[0] in "+-"]
    assert changed == [
        "--- a/wrong.md",
        "+++ b/wrong.md",
        "-y = 2 \\cdot x + 0.3 = 2 \\cdot 1.7 + 0.3 = 3.6 + 0.3 = 3.7",
        "+y = 2 \\cdot x + 0.3 = 2 \\cdot 1.7 + 0.3 = 3.4 + 0.3 = 3.7",
    ]
    assert Path("wrong.md").read_text(encoding="utf-8") == WRONG


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch here")
@pytest.mark.parametrize("name", ["wrong.md", "a folder/a page.md"])
def test_a_diff_can_be_applied_by_patch(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(name).absolute()
    page.parent.mkdir(exist_ok=True)
    page.write_text(WRONG, encoding="utf-8")
    assert main(["fix", "--diff", str(page)]) == 1
    diff = capsys.readouterr().out
    subprocess.run(["patch", "-p1"], input=diff, text=True, check=True)  # noqa: S607
    assert page.read_text(encoding="utf-8") == RIGHT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_not_replaced_by_what_a_fix_would_write(
    capsys: pytest.CaptureFixture[str],
) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_text(WRONG, encoding="utf-8"))
    writer.start()
    assert main(["fix", "pipe"]) == 2
    writer.join()
    assert "is a pipe, which cannot be written back" in capsys.readouterr().err
    assert Path("pipe").is_fifo()


def test_what_cannot_be_fixed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    broken = WRONG + "\nAnd $x \\cdot y = x + y$.\n"
    Path("broken.md").write_text(broken, encoding="utf-8")
    assert main(["fix", "broken.md"]) == 1
    assert "only its author can correct" in capsys.readouterr().err


def test_mutate_is_a_gate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "--min-score", "90", "right.md"]) == 0
    assert "equation  digit" in capsys.readouterr().out
    Path("weak.md").write_text("It took 7 days, or 12.\n\n" + RIGHT, encoding="utf-8")
    assert main(["mutate", "--min-score", "90", "weak.md"]) == 1
    assert "less than the 90 % asked for" in capsys.readouterr().err


def test_mutate_says_that_a_page_is_wrong_to_begin_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["mutate", "right.md"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["mutate", "wrong.md"]) == 0
    assert "wrong.md: 1 thing is wrong on the page as it is" in capsys.readouterr().err


def test_mutate_with_nothing_to_edit_cannot_pass_a_gate() -> None:
    Path("plain.md").write_text("Only words.\n", encoding="utf-8")
    assert main(["mutate", "plain.md"]) == 0
    assert main(["mutate", "--min-score", "1", "plain.md"]) == 2


def test_mutate_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "--format", "json", "--sample", "20", "--seed", "1", "right.md"]) == 0
    document = json.loads(capsys.readouterr().out)
    (file,) = document["files"]
    assert file["tried"] == 20 < file["possible"]
    assert sum(kind["tried"] for kind in file["kinds"]) == 20


# ------------------------------------------------------------------ signals and pipes


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of Unix")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_who_has_enough_is_no_error(jobs: str) -> None:
    for number in range(400):
        Path(f"page{number:03}.md").write_text(WRONG * 3, encoding="utf-8")
    command = f"{sys.executable} -m mathdoctest check -j {jobs} . | head -n 1"
    done = subprocess.run(  # noqa: S603
        ["bash", "-o", "pipefail", "-c", command],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert done.returncode not in (0, 1, 2)


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of Unix")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("group", [False, True], ids=["one process", "the whole group"])
def test_an_interrupt_ends_the_run_without_a_traceback(jobs: str, *, group: bool) -> None:
    Path("slow.md").write_text(
        "```python\nopen('begun', 'w').close()\nimport time\ntime.sleep(60)\n```\n",
        encoding="utf-8",
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "mathdoctest", "check", "-j", jobs, "--run-code", "slow.md", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Where these tests run in the background, a shell may have them ignore interrupts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        try:
            until = time.monotonic() + 60
            while not Path("begun").exists() and time.monotonic() < until:
                time.sleep(0.05)
            if group:  # as a terminal does
                os.killpg(process.pid, signal.SIGINT)
            else:
                process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert err == "mathdoctest: interrupted\n"


def test_a_folder_whose_pages_are_all_left_out_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mathdoctest]\nexclude = ["drafts"]\n', encoding="utf-8"
    )
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "page.md").write_text("$x = 1.5$ and $2 x = 3$.\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "drafts")]) == 2
    assert "`exclude` in its pyproject.toml leaves all of them out" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "drafts" / "page.md")]) == 0


def test_an_empty_path_is_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ""]) == 2
    out, err = capsys.readouterr()
    assert "mathdoctest: '': names nothing; the current folder is `.`" in err
    assert "wrong.md" not in out


def test_fix_says_that_it_is_the_folder_that_may_not_be_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    able = os.access
    monkeypatch.setattr(
        "mathdoctest.source.os.access",
        lambda path, mode: not (Path(path).is_dir() and mode & os.W_OK) and able(path, mode),
    )
    assert main(["fix", "wrong.md"]) == 2
    assert "wrong.md: is in a folder that may not be written; " in capsys.readouterr().err
    assert (tmp_path / "wrong.md").read_text(encoding="utf-8") == WRONG


def test_a_display_that_could_not_be_read_is_not_said_to_claim_nothing() -> None:
    report = mathdoctest.check("$$\\left( x + 1 = 3$$\n\nOne.\n\n$$x + 1$$\n")
    rules = [(f.rule, f.line) for f in report.findings if f.rule != "undefined-symbol"]
    assert rules == [("not-understood", 1), ("claims-nothing", 5)]


def test_chances_are_called_in_two_ways() -> None:
    report = mathdoctest.check(r"$\Pr(A) = 0.3$ and $\Pr(B) = 0.2$, so $P(A) P(B) = 0.07$.")
    assert [c.text for c in report.claims if c.verdict == "wrong"] == ["0.07"]
