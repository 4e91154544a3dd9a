"""Measuring: CPU seconds and peak memory of processes and calls, in pairs, and the ratio that is printed."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

PAIRS = 7


LAUNCH = """
import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process that starts the measured one: a child inherits the peak memory of the process that started it."""


def cpu_of(command: Sequence[str]) -> tuple[float, float]:
    """CPU seconds and peak memory (MiB) of one finished process."""
    done = subprocess.run([sys.executable, "-S", "-c", LAUNCH, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")
    cpu, memory = done.stdout.split()[-2:]
    return float(cpu), float(memory)


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of a call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def waited(work: Callable[[], object]) -> float:
    """Seconds of the clock on the wall for a call (for what waits for the disk)."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tell_ratio(name: str, ours: Callable[[], float], bare: Callable[[], float], limit: float, pairs: int = PAIRS) -> None:
    """Print the median ratio of pairs, after one pair that does not count."""
    ours(), bare()
    found = [(ours(), bare()) for _ in range(pairs)]
    ratios = sorted(a / b for a, b in found)
    a, b = (statistics.median(column) * 1000 for column in zip(*found, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"{name:<46} {statistics.median(ratios):6.2f}  limit {limit:g}  ({spread}; {a:.1f} ms to {b:.1f} ms)", flush=True)


def tell_figure(name: str, figure: float, limit: float, unit: str) -> None:
    """Print a figure beside its limit."""
    print(f"{name:<46} {figure:6.2f}  limit {limit:g} {unit}", flush=True)
