"""Do the same to many pages, in several processes if asked, and keep their order."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from types import TracebackType
from typing import Self, TextIO, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""Tasks that wait for each process: enough to keep it busy, few enough to keep memory flat."""


def ordered(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Iterator[R]:
    """The results of ``work`` in the order of ``tasks``, which are taken as they are needed."""
    if jobs <= 1:
        yield from map(work, tasks)
        return
    others = set(active_children())
    # A page's code may start threads, which a forked process must not inherit.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_die_quietly) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for task in tasks:
                with _interrupts_held_back():
                    waiting.append(pool.submit(work, task))
                if len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            # Nobody wants the rest: an interrupt, or a reader who has enough.
            for process in set(active_children()) - others:
                process.terminate()
            raise


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let Ctrl-C wait, also in a process that is started meanwhile, until that one is ready."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_quietly() -> None:
    """Let Ctrl-C, which reaches every process of a terminal, end this one without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


_COLUMNS = 79
"""A line that wraps could not be taken away again."""


class Progress:
    """A line on a terminal that says how far a run is; nothing where there is no terminal."""

    def __init__(self, what: str, *, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._what = what
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def step(self) -> None:
        """One more is done, of nobody knows how many."""
        self._done += 1
        self._show(f"{self._what}: {self._done:,} done")

    def at(self, done: int, total: int) -> None:
        """So many of all are done."""
        self._done = done
        self._show(f"{self._what}: {done:,} of {total:,} ({done * 100 // max(1, total)} %)")

    def _show(self, line: str) -> None:
        if self._terminal:
            self._stream.write(f"\r\033[K{line[:_COLUMNS]}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._terminal and self._done:
            self._stream.write("\r\033[K")
            self._stream.flush()
