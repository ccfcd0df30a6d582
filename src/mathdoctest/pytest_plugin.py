"""Pages as tests: ``pytest --mathdoctest docs README.md``.

Each link of an equation, each number and each code block of a page is a test item with its file
and line. A page is read, its code run and its numbers checked once, when it is collected, as a
test module is imported then.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mathdoctest.items import Item
    from mathdoctest.report import Report

_FIXED = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("mathdoctest", "the mathematics in Markdown")
    group.addoption(
        "--mathdoctest",
        action="store_true",
        help="collect Markdown pages: their code, equations, tables and numbers are tests",
    )
    group.addoption(
        "--mathdoctest-fix",
        action="store_true",
        help="the same, and first write the right digits in place of the wrong ones",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what cannot work together."""
    config.stash[_FIXED] = []
    if config.getoption("--mathdoctest-fix") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--mathdoctest-fix writes files; use it without -n")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take every Markdown page that was named, or found and not excluded by its project."""
    options = parent.config.option
    if not (options.mathdoctest or options.mathdoctest_fix):
        return None
    from mathdoctest import config  # noqa: PLC0415 -- pytest starts without us where it can
    from mathdoctest.source import is_page  # noqa: PLC0415

    if not is_page(file_path):
        return None
    if not parent.session.isinitpath(file_path):
        try:
            if config.for_page(file_path).excludes(file_path):
                return None
        except config.ConfigError as error:  # pytest shows this one as a sentence
            raise pytest.Collector.CollectError(str(error)) from None
    return PageFile.from_parent(parent, path=file_path)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # noqa: ANN401
    """Say what was rewritten."""
    if fixed := config.stash[_FIXED]:
        terminalreporter.section("mathdoctest --mathdoctest-fix")
        for line in fixed:
            terminalreporter.write_line(line)


class PageFile(pytest.File):
    """A page; its items are its links."""

    def collect(self) -> Iterator[PageItem]:
        """Check the page and yield an item for everything that was checked."""
        from mathdoctest import config, project  # noqa: PLC0415
        from mathdoctest.fix import fix_file  # noqa: PLC0415
        from mathdoctest.items import items  # noqa: PLC0415
        from mathdoctest.source import UnreadableError  # noqa: PLC0415

        try:
            path = self._shown_path()
            options = project.as_tests(path)
            strict = project.settings(path, options).strict
            if self.config.option.mathdoctest_fix:
                fixed = fix_file(path, options)
                self.config.stash[_FIXED] += [
                    f"{path}:{fixed.line(patch)}: {fixed.before(patch)} is now {patch.text}"
                    for patch in fixed.patches
                ]
            report = project.check_file(path, options)
        except (UnreadableError, config.ConfigError) as error:
            raise self.CollectError(f"{self.path}: {error}") from None
        for item in items(report, strict=strict):
            yield PageItem.from_parent(self, name=item.name, item=item, report=report)

    def _shown_path(self) -> Path:
        """The path as a reader of the log would type it."""
        here = self.config.invocation_params.dir
        return self.path.relative_to(here) if self.path.is_relative_to(here) else self.path


class PageItem(pytest.Item):
    """One thing that was checked."""

    def __init__(self, *, item: Item, report: Report, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.item = item
        self.report = report

    def runtest(self) -> None:
        """Fail with what is wrong, if anything is."""
        if self.item.complaints:
            raise PageError(self)
        if self.item.doubts:
            from mathdoctest.items import doubted  # noqa: PLC0415

            pytest.skip(doubted(self.item))

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """A sentence instead of a traceback."""
        if isinstance(excinfo.value, PageError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line from 0, and a heading."""
        return self.path, self.item.line - 1, f"{self.path.name}:{self.item.name}"


class PageError(AssertionError):
    """Something that a page says is wrong."""

    def __init__(self, item: PageItem) -> None:
        from mathdoctest.items import explain  # noqa: PLC0415

        super().__init__(explain(item.report, item.item.complaints))
