"""Copies of this process, to go on from what has happened in it as often as one likes.

Only on Linux, and only where a copy has all that this process has. A copy lacks the other threads,
so there must be none, and it shares what files are open, so what has happened must have opened
none.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

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
        tasks, results = os.pipe(), os.pipe()
        self._process = _copy()
        if not self._process:
            os.close(tasks[1])
            os.close(results[0])
            _do_all(work, os.fdopen(tasks[0], "rb"), os.fdopen(results[1], "wb"))
        os.close(tasks[0])
        os.close(results[1])
        self._tasks, self._results = os.fdopen(tasks[1], "wb"), os.fdopen(results[0], "rb")

    def work(self, task: T) -> R | None:
        """The result of a task; nothing where the copy ended instead, or failed."""
        try:
            _send(self._tasks, pickle.dumps(task))
            result = _receive(self._results)
        except (EOFError, OSError):
            return None
        done: R | None = pickle.loads(result) if result else None  # noqa: S301 -- our own
        return done

    def close(self) -> None:
        """Let the copy end."""
        self._results.close()
        with contextlib.suppress(OSError):
            self._tasks.close()
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


def _do_all(work: Callable[[Any], Any], tasks: BinaryIO, results: BinaryIO) -> NoReturn:
    """Do one task after another, until nobody is there who has any."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        while True:
            _send(results, _do(work, _receive(tasks)))
    finally:
        os._exit(0)


def _do(work: Callable[[Any], Any], task: bytes) -> bytes:
    """The result of a task that is done in a copy, or nothing."""
    ours, theirs = os.pipe()
    process = _copy()
    if not process:
        try:
            with os.fdopen(theirs, "wb") as file:
                _send(file, pickle.dumps(work(pickle.loads(task))))  # noqa: S301 -- our own
        finally:
            os._exit(0)
    os.close(theirs)
    try:
        with os.fdopen(ours, "rb") as file:
            return _receive(file)
    except EOFError:
        return b""
    finally:
        os.waitpid(process, 0)


def _send(file: BinaryIO, content: bytes) -> None:
    file.write(len(content).to_bytes(8, "big") + content)
    file.flush()


def _receive(file: BinaryIO) -> bytes:
    """What was sent.

    Raises:
        EOFError: whoever should have sent it has ended.
    """
    head = file.read(8)
    content = file.read(int.from_bytes(head, "big"))
    if len(head) < 8 or len(content) < int.from_bytes(head, "big"):
        raise EOFError
    return content
