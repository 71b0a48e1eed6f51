"""The arithmetic of the benchmarks."""

import statistics

from hypothesis import given
from hypothesis import strategies as st

from devtools import bench_runner, benchmarking
from devtools.benchmarking import at_least, at_most, interleaved, median_interval

values = st.lists(st.floats(0.1, 10), min_size=1)


@given(values)
def test_the_interval_holds_the_median(numbers):
    low, high = median_interval(numbers)
    assert low <= statistics.median(numbers) <= high


def test_the_interval_of_sixty_leaves_out_the_extremes():
    low, high = median_interval(range(60))
    assert (low, high) == (22, 38)


def test_twice_the_work_takes_twice_the_time(monkeypatch):
    now = [0]
    monkeypatch.setattr(benchmarking.time, "perf_counter", lambda: now[0])

    def work(seconds):
        now[0] += seconds

    found = interleaved(lambda: work(1), lambda: work(2), pairs=10)
    assert (found.ratio, found.control) == (2, 1)
    assert found.low == found.high == 2
    assert "A/A control 1.000" in found.note


def test_verdicts():
    assert at_most("B1", 3, bar=3, unit="queries").ok
    assert not at_most("B1", 3.1, bar=3, unit="queries").ok
    assert at_least("B2", 5, bar=5, unit="mails/s").ok
    assert "MISSED" in bench_runner.line(at_least("B2", 4, bar=5, unit="mails/s"))


def test_a_figure_without_a_bar_is_there_to_be_read():
    row = benchmarking.figure("B7", 4, "s", "as found")
    assert row.ok
    assert "MISSED" not in bench_runner.line(row)
    assert "as found" in bench_runner.line(row)


def test_memory_that_was_freed_again_counts():
    with benchmarking.measured() as cost:
        bytearray(64 * 2**20).count(1)
    assert 60 < cost.growth < 100


def test_queries_of_the_block_count(monkeypatch):
    from odoo import sql_db

    monkeypatch.setattr(sql_db, "sql_counter", 5)
    with benchmarking.measured() as cost:
        sql_db.sql_counter += 3
    assert cost.queries == 3


def test_a_broken_benchmark_is_a_missed_row():
    def broken(_bench):
        raise ValueError("no stock")

    (row,) = bench_runner.rows_of(broken, None)
    assert not row.ok
    assert "no stock" in row.note
