"""Do the same to many pages, in several processes if asked, and keep their order."""

from __future__ import annotations

import signal
import sys
import time
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


_SELDOM = 30.0
"""Seconds between two lines of a log: who waits for it sees that something goes on."""
_LONG = 60.0
"""Seconds that are worth a word in advance."""
_SOON = 5.0
"""Seconds after which it is clear how long a run will take."""


class Progress:
    """How far a run is: a line on a terminal that is written anew, or now and then one of a log.

    Args:
        what: what is done.
        hint: what to do if that takes long; said with how long it will be.
    """

    def __init__(self, what: str, *, hint: str = "", stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._what = what
        self._hint = hint
        self._done = 0
        self._begun = self._said = time.monotonic()

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
        gone = time.monotonic() - self._begun
        left = gone * (total - done) / max(1, done)
        if self._hint and gone >= _SOON:
            if left > _LONG:
                self.clear()
                self._write(f"{self._what}: {total:,} take about {_minutes(left)}; {self._hint}\n")
            self._hint = ""
        line = f"{self._what}: {done:,} of {total:,} ({done * 100 // max(1, total)} %)"
        self._show(f"{line}, {_minutes(left)} left" if gone >= _SOON and left > _LONG else line)

    def _show(self, line: str) -> None:
        if self._terminal:
            self._write(f"\r\033[K{line[:_COLUMNS]}")
        elif (now := time.monotonic()) - self._said >= _SELDOM:
            self._said = now
            self._write(f"{line}\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._terminal and self._done:
            self._write("\r\033[K")


def _minutes(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes:,} minute{'s' * (minutes > 1)}"
