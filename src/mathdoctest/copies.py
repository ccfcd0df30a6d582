"""Copies of this process, to go on from what has happened in it as often as one likes.

Only on Linux, and only where a copy has all that this process has. A copy lacks the other threads,
so there must be none, and it shares what files are open, so what has happened must have opened
none.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE = 0.02
"""Seconds until a thread that has ended is not listed any more."""


class Copies(Generic[T, R]):
    """A copy of this process that waits for work, and does each piece in a copy of its own.

    Args:
        work: takes a task and gives a result, both of which can be sent to another process.
    """

    def __init__(self, work: Callable[[T], R]) -> None:
        self._end, end = Pipe()
        self._process = _copy()
        if not self._process:
            self._end.close()
            _do_all(end, work)
        end.close()

    def work(self, task: T) -> R | None:
        """The result of a task; nothing where the copy ended instead, or failed."""
        try:
            self._end.send(task)
            result: tuple[()] | tuple[R] = self._end.recv()
        except (EOFError, OSError):
            return None
        return result[0] if result else None

    def close(self) -> None:
        """Let the copy end."""
        self._end.close()
        os.waitpid(self._process, 0)


def open_files() -> frozenset[str] | None:
    """The numbers of this process's open files; nothing where they cannot be told."""
    try:
        return frozenset(file.name for file in Path("/proc/self/fd").iterdir())
    except OSError:
        return None


def copied(work: Callable[[T], R], before: frozenset[str] | None) -> Copies[T, R] | None:
    """A copy of this process that does some work; nothing where it would lack something.

    Args:
        work: as for `Copies`.
        before: the files that were open before what the copy is to go on from.
    """
    if sys.platform != "linux" or before is None or open_files() != before:
        return None
    copies = Copies(work)
    # Threads that are prepared for a copy, such as those of OpenBLAS, have ended by now.
    if _alone():
        return copies
    copies.close()
    return None


def _alone() -> bool:
    end = time.monotonic() + _PATIENCE
    while len(list(Path("/proc/self/task").iterdir())) > 1:
        if time.monotonic() > end:
            return False
        time.sleep(_PATIENCE / 20)
    return True


def _copy() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or the copy would write it once more
    return os.fork()


def _do_all(end: Connection[Any, Any], work: Callable[[Any], Any]) -> None:
    """Do one task after another, until nobody is there who has any."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        while True:
            end.send_bytes(_do(end.recv_bytes(), work))
    except (EOFError, OSError):
        os._exit(0)


def _do(task: bytes, work: Callable[[Any], Any]) -> bytes:
    """Do a task in a copy; tasks and results are passed on as they were sent."""
    ours, theirs = Pipe(duplex=False)
    process = _copy()
    if not process:
        try:
            theirs.send((work(pickle.loads(task)),))  # noqa: S301 -- what this program has written
        finally:
            os._exit(0)
    theirs.close()
    try:
        return ours.recv_bytes()
    except EOFError:
        return pickle.dumps(())
    finally:
        ours.close()
        os.waitpid(process, 0)
