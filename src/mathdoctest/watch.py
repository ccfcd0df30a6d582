"""Check pages again whenever they, or what they depend on, change."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from mathdoctest import config, project
from mathdoctest.reporting import Rendered
from mathdoctest.source import Failure

INTERVAL = 0.3
"""Seconds between two looks at the files: soon enough for an author who has just saved."""

Work: TypeAlias = Callable[[Path | Failure], Rendered | Failure]
_Stamp: TypeAlias = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A page after a check, and the files on which the outcome depends."""

    page: Rendered | Failure
    depends: tuple[Path, ...]


@dataclass(slots=True)
class Watcher:
    """Remembers what every page looked like when it was last checked."""

    find: Callable[[], Iterable[Path | Failure]]
    work: Work
    options: project.Options
    _stamps: dict[str, _Stamp] = field(default_factory=dict)
    _depends: dict[str, tuple[Path, ...]] = field(default_factory=dict)

    def changed(self) -> Iterator[Rendered | Failure]:
        """Look at all pages once, and check those that changed since the last look."""
        config.forget()
        for task in self.find():
            key = str(task)
            path = Path(task.path) if isinstance(task, Failure) else task
            before = (path, *self._depends.get(key, ()))
            if key in self._stamps and self._stamps[key] == _stamp(before):
                continue
            # The stamp is taken first: a page that is saved during its check is checked again.
            stamp = _stamp((path,))
            watched = _check(self.work, self.options, task)
            self._depends[key] = watched.depends
            self._stamps[key] = (*stamp, *_stamp(watched.depends))
            yield watched.page

    def forever(self) -> Iterator[Rendered | Failure]:
        """Look again and again."""
        while True:
            yield from self.changed()
            time.sleep(INTERVAL)


def _stamp(paths: Iterable[Path]) -> _Stamp:
    stamps: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def _check(work: Work, options: project.Options, task: Path | Failure) -> Watched:
    if isinstance(task, Failure):
        return Watched(work(task), ())
    try:
        runs = project.settings(task, options).run_code
    except config.ConfigError:
        runs = False
    if not runs:
        return _watched(work, options, task)
    # Code may import modules that are edited, too: a fresh process finds them as they are now.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_watched, work, options, task).result()


def _watched(work: Work, options: project.Options, task: Path) -> Watched:
    before = set(sys.modules)
    page = work(task)
    here = Path.cwd()
    files = (
        Path(file)
        for name, module in list(sys.modules.items())
        if name not in before and (file := getattr(module, "__file__", None))
    )
    # What a project's author edits; an installed package stays as it is.
    own = (f for f in files if f.is_relative_to(here) and "site-packages" not in f.parts)
    return Watched(page, (*project.dependencies(task, options), *sorted(own)))
