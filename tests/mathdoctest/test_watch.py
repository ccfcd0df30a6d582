from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mathdoctest import config, project
from mathdoctest.cli import main
from mathdoctest.reporting import Rendered, render
from mathdoctest.source import Failure, UnreadableError, find
from mathdoctest.watch import Watcher

RIGHT = "Let $x = 1.5$ and $y = 2 \\cdot x = 3$, so $y = 3$.\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    config.forget()
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        Path(name).write_text(RIGHT, encoding="utf-8")
    yield
    config.forget()


class Work:
    """Checks a page, in this process or another."""

    def __init__(self, options: project.Options) -> None:
        self.options = options
        self.sessions = project.Sessions(options)

    def __call__(self, task: Path | Failure) -> Rendered | Failure:
        if isinstance(task, Failure):
            return task
        try:
            report = project.check_file(task, self.options, self.sessions)
        except UnreadableError as error:
            return Failure(str(task), str(error))
        return render(report, "text", strict=project.settings(task, self.options).strict)


def watcher(options: project.Options | None = None) -> Watcher:
    options = options or project.Options()
    return Watcher(lambda: find((".",)), Work(options), options)


def names(pages: Iterator[Rendered | Failure]) -> list[str]:
    return [page.path for page in pages]


def touch(name: str, text: str) -> None:
    path = Path(name)
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    # Two writes within the clock's grain would look like one.
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_only_what_changed_is_checked_again() -> None:
    watch = watcher()
    assert names(watch.changed()) == ["a.md", "b.md"]
    assert names(watch.changed()) == []
    touch("b.md", RIGHT.replace("= 3$,", "= 4$,"))
    (page,) = watch.changed()
    assert isinstance(page, Rendered)
    assert (page.path, page.ok) == ("b.md", False)
    touch("c.md", RIGHT)
    assert names(watch.changed()) == ["c.md"]
    Path("a.md").unlink()
    assert names(watch.changed()) == []


def test_a_page_is_checked_again_when_what_it_rests_on_changes() -> None:
    Path("a.md").unlink()
    touch("b.md", "---\nmathdoctest:\n  continues: base.txt\n---\n\nSo $x = 1.5$ is $x$.\n")
    touch("base.txt", "Let $x = 1.5$.\n")
    watch = watcher()
    assert names(watch.changed()) == ["b.md"]
    touch("base.txt", "Let $x = 1.6$.\n")
    assert names(watch.changed()) == ["b.md"]
    touch("pyproject.toml", "[tool.mathdoctest]\nstrict = true\n")
    watch = watcher()
    assert names(watch.changed()) == ["b.md"]
    touch("pyproject.toml", "[tool.mathdoctest]\nstrict = false\n")
    assert names(watch.changed()) == ["b.md"]
    assert names(watch.changed()) == []


def test_an_edited_module_is_found_as_it_is_now() -> None:
    Path("a.md").unlink()
    touch("own_module.py", "value = 3\n")
    touch("b.md", "```python\nfrom own_module import value\n```\n\nIt is 3<!-- = value -->.\n")
    watch = watcher(project.Options(run_code=True))
    (page,) = watch.changed()
    assert isinstance(page, Rendered)
    assert page.ok
    assert names(watch.changed()) == []
    touch("own_module.py", "value = 4  # another length\n")
    (page,) = watch.changed()
    assert isinstance(page, Rendered)
    assert not page.ok


def test_a_page_that_cannot_be_read_is_looked_at_again_when_it_changes() -> None:
    Path("a.md").write_bytes(b"\xff")
    watch = watcher()
    assert [type(page) for page in watch.changed()] == [Failure, Rendered]
    assert names(watch.changed()) == []
    touch("a.md", RIGHT)
    assert names(watch.changed()) == ["a.md"]


def test_watching_is_for_readers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--watch", "--format", "json", "."]) == 2
    assert "--watch shows text" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
def test_an_edit_is_shown_and_an_interrupt_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mathdoctest", "check", "--watch", "b.md"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # Where these tests run in the background, a shell may have them ignore interrupts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "b.md: 3 verified\n"
            touch("b.md", RIGHT.replace("= 3$,", "= 4$,"))
            assert process.stdout.readline().startswith("b.md:1:")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0
    assert err == "mathdoctest: watching; Ctrl-C ends it\n"


def test_a_page_that_is_edited_on_and_on_gets_the_report_of_a_whole_check() -> None:
    options = project.Options()
    sessions = project.Sessions(options)
    for text in (
        RIGHT,
        RIGHT.replace("= 3$,", "= 4$,"),
        RIGHT.replace("x = 1.5", "x = 1.25"),
        RIGHT.replace("x = 1.5", "x = 2.5").replace("so $y = 3$", "so $y = 5$"),
        RIGHT + "\nAnd $z = 2$.\n",
        RIGHT.replace("1.5", "1.6") + "\nAnd $z = 2$.\n",
        RIGHT,
    ):
        touch("a.md", text)
        again = project.check_file(Path("a.md"), options, sessions)
        assert again == project.check_file(Path("a.md"), options)


def test_a_session_ends_when_what_its_page_rests_on_changes() -> None:
    options = project.Options()
    sessions = project.Sessions(options)
    start = "---\nmathdoctest:\n  continues: a.md\n---\n\n"
    for value in ("1.5", "2.5", "3.5"):
        touch("a.md", f"Let $x = {value}$, so $x + 1 = {float(value) + 1}$.\n")
        for factor in (2, 3, 4):
            touch("b.md", f"{start}So $y = {factor} \\cdot x = {factor * float(value):g}$.\n")
            again = project.check_file(Path("b.md"), options, sessions)
            assert again == project.check_file(Path("b.md"), options)
            assert again.counts["verified"] == 1
