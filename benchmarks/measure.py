"""What all benchmarks share: rounds in turn, medians, slopes, and a note on the machine."""

from __future__ import annotations

import gc
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def interleaved(
    contenders: Mapping[str, Callable[[], object]], rounds: int
) -> dict[str, list[float]]:
    """Seconds of processor time of each contender in each round, after one round to warm up.

    The rounds take turns, so that whatever else the machine does meets all of them alike.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, run in contenders.items():
            gc.collect()
            began = time.process_time()
            run()
            seconds = time.process_time() - began
            if turn:
                times[name].append(seconds)
    return times


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent of growth: 1 is linear, 2 is quadratic."""
    logs = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    return statistics.linear_regression(*logs).slope


def machine() -> str:
    """The machine and the interpreter, in a line."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [li for li in info.read_text(encoding="utf-8").splitlines() if "model name" in li]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{cpu}, {os.cpu_count()} cores{load}, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["--:" if n else ":--" for n in range(len(header))], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def rate(value: float) -> str:
    """A number of things per second."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
