"""A pytest plugin: a test during which our addons log a warning has failed.

A test that means to provoke a warning says so with `assertLogs` or `mute_logger`,
which keep the record from reaching this place.
"""

import logging

import pytest

from devtools import addons


class Guard(logging.Handler):
    def __init__(self):
        super().__init__(level=logging.WARNING)
        self.records = []

    def emit(self, record):
        # what the tests' own classes log (a browser's late words) is no fault of ours
        if ".tests." not in record.name:
            self.records.append(record)

    def complaint(self):
        """Return the lines of what was logged, with tracebacks."""
        form = logging.Formatter("%(levelname)s %(name)s: %(message)s")
        return "\n".join(map(form.format, self.records))


guard = Guard()


def pytest_sessionstart():
    for name in addons.ours():
        logger = logging.getLogger(f"odoo.addons.{name}")
        logger.setLevel(logging.WARNING)
        logger.addHandler(guard)


def pytest_runtest_setup():
    guard.records.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    result = yield
    if guard.records:
        pytest.fail(f"our addons logged:\n{guard.complaint()}", pytrace=False)
    return result
