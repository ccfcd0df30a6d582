"""Code that many pages begin with runs once for them, and no page sees what another one did."""

import subprocess
import sys
from pathlib import Path

import pytest

from mathdoctest.copies import copied, open_files

RUNS = "with open('runs', 'a') as runs:\n    runs.write('.')\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def _project(folder: Path, begins: str, **continues: str) -> None:
    text = f"```python\nimport decimal\n\nx = decimal.Decimal(1)\n{RUNS}{begins}```\n"
    (folder / "begins.md").write_text(text, encoding="utf-8")
    for name, code in continues.items():
        text = f"---\nmathdoctest:\n  continues: begins.md\n---\n\n```python\n{code}\n```\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _check(folder: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mathdoctest", "check", "--run-code", "--strict", *paths]
    return subprocess.run(  # noqa: S603 -- our own command
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def _runs(folder: Path) -> int:
    return len((folder / "runs").read_text(encoding="utf-8"))


@linux
def test_code_that_many_pages_begin_with_does_not_run_for_each_of_them(tmp_path: Path) -> None:
    _project(tmp_path, "", **{f"c{n}": f"assert x + {n} == {n} + 1" for n in range(9)})
    done = _check(tmp_path, ".")
    assert done.returncode == 0, done.stdout + done.stderr
    # For itself, for the first that continues it, and for the copies of all others.
    assert _runs(tmp_path) == 3


def test_no_page_sees_what_another_one_did_to_a_module(tmp_path: Path) -> None:
    changes = "import decimal\n\ndecimal.getcontext().prec = 5"
    holds = "assert str(x / 3) == '0.' + 28 * '3'"
    _project(tmp_path, "decimal.getcontext().prec = 28\n", a=holds, b=changes, c=changes, d=holds)
    done = _check(tmp_path, ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_continues_is_told_what_is_wrong_as_if_it_were_alone(tmp_path: Path) -> None:
    wrong = "assert x == 2\n```\n\n$$\n1 + 1 = 3\n$$\n\n```python\nx.nothing"
    _project(tmp_path, "", a="x", b="x", c=wrong, d="x")
    together, alone = _check(tmp_path, "."), _check(tmp_path, "c.md")
    assert together.returncode == alone.returncode == 1
    found = [line for line in together.stdout.splitlines() if line.startswith("c.md")]
    assert len(found) == 3, together.stdout
    assert found == [line for line in alone.stdout.splitlines() if line.startswith("c.md")]


@pytest.mark.parametrize(
    "begins",
    [
        "import threading as t\n\nt.Thread(target=t.Event().wait, daemon=True).start()\n",
        "left_open = open('runs')\n",
    ],
    ids=["thread", "file"],
)
def test_what_a_copy_would_lack_or_share_lets_the_code_run_again(
    tmp_path: Path, begins: str
) -> None:
    _project(tmp_path, begins, **{f"c{n}": "x" for n in range(4)})
    assert _check(tmp_path, ".").returncode == 0
    assert _runs(tmp_path) == 5


@linux
def test_a_page_that_ends_its_process_ends_the_check_as_ever(tmp_path: Path) -> None:
    _project(tmp_path, "", a="x", b="x", c="import os\n\nos._exit(17)", d="x")
    assert _check(tmp_path, ".").returncode == 17


@linux
def test_copies_that_end_or_fail_have_no_result_and_the_next_one_has() -> None:
    script = (
        "import os; from mathdoctest.copies import copied, open_files\n"
        "copies = copied(lambda n: os._exit(0) if n == 1 else 6 // n, open_files())\n"
        "print([copies.work(n) for n in (2, 1, 0, 3)]); copies.close()"
    )
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == "[3, None, None, 2]".split()


def test_there_are_no_copies_where_a_file_was_opened(tmp_path: Path) -> None:
    before = open_files()
    with (tmp_path / "new").open("w"):
        assert copied(abs, before) is None
