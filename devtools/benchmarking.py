"""What a benchmark is written with.

    from devtools.benchmarking import at_most, benchmark, interleaved

    @benchmark
    def validation(bench):
        with bench.with_addon() as env:
            yield at_most("B1", count_queries(env), bar=3, unit="queries")

A benchmark is a generator of rows in a module `benchmarks/bench_GROUP….py`.
"""

import ctypes
import gc
import math
import re
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

registered = []
"""The benchmarks of the modules that were imported, in order."""


@dataclass(frozen=True)
class Row:
    """One figure and what it has to be; without a bar it is there to be read."""

    id: str
    value: float
    bar: float | None
    unit: str
    ok: bool
    note: str = ""
    sign: str = "≤"


def benchmark(function):
    """Register a generator of rows."""
    registered.append(function)
    return function


def at_most(row_id, value, bar, unit, note=""):
    return Row(row_id, value, bar, unit, value <= bar, note)


def at_least(row_id, value, bar, unit, note=""):
    return Row(row_id, value, bar, unit, value >= bar, note, sign="≥")


def figure(row_id, value, unit, note=""):
    """Return a row that nothing is asked of."""
    return Row(row_id, value, None, unit, ok=True, note=note)


@dataclass
class Cost:
    """What a piece of work took.

    :param float cpu: seconds of this process alone, without the database's
    :param float growth: of the process's memory at its peak, in MB
    """

    seconds: float = 0
    cpu: float = 0
    queries: int = 0
    growth: float = 0


@contextmanager
def measured():
    """Give the Cost of the block, once it ended: queries of all cursors count."""
    from odoo import sql_db

    cost = Cost()
    _let_go_of_memory()
    memory, queries = _memory("VmRSS"), sql_db.sql_counter
    start, cpu = time.perf_counter(), time.process_time()
    yield cost
    cost.seconds = time.perf_counter() - start
    cost.cpu = time.process_time() - cpu
    cost.queries = sql_db.sql_counter - queries
    cost.growth = max(0, _memory("VmHWM") - memory) / 1024


def _let_go_of_memory():
    """Give back what is free, or its new use would not be seen; start a new peak."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def _memory(name):
    """Return a figure in kB of what Linux says about this process."""
    [line] = re.findall(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(line)


@dataclass(frozen=True)
class Comparison:
    """How much longer `b` takes than `a`: a ratio, its 95 % interval, and a control.

    The control is `a` against itself, measured in between: by how much it differs from
    1 is what this machine cannot tell apart today.
    """

    ratio: float
    low: float
    high: float
    control: float
    pairs: int

    @property
    def note(self):
        return (
            f"95 % {self.low:.3f} to {self.high:.3f}, {self.pairs} pairs, "
            f"A/A control {self.control:.3f}"
        )


def interleaved(a, b, pairs=60):
    """Compare the times of two functions, called in turns so that drift hits both."""
    ratios, controls = [], []
    for number in range(pairs):
        ratios.append(_ratio(b, a, swapped=number % 2))
        controls.append(_ratio(a, a, swapped=number % 2))
    low, high = median_interval(ratios)
    ratio, control = statistics.median(ratios), statistics.median(controls)
    return Comparison(ratio, low, high, control, pairs)


def median_interval(values):
    """Return the 95 % interval of the median, by ranks: no shape is assumed."""
    ordered = sorted(values)
    count = len(ordered)
    reach = 1.96 * math.sqrt(count) / 2
    low = max(0, math.floor(count / 2 - reach))
    high = min(count - 1, math.ceil(count / 2 + reach))
    return ordered[low], ordered[high]


def _ratio(above, below, swapped):
    """Time both; who comes first changes, so that neither always finds caches warm."""
    if swapped:
        seconds = _seconds(below)
        return _seconds(above) / seconds
    return _seconds(above) / _seconds(below)


def _seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
