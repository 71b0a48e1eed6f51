"""What Odoo wrote while it installed and updated our addons for this very run."""

import os
import re
from pathlib import Path

import pytest

from devtools.testing import LOGS_VARIABLE

NOT_OURS = (
    # PyPDF2 is deprecated; core still imports it where it is installed
    "PyPDF2 is deprecated",
)
WARNING = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
LOGS = [
    Path(name) for name in os.environ.get(LOGS_VARIABLE, "").split(os.pathsep) if name
]


def warnings(log):
    """Return the lines of `log` that tell of trouble."""
    lines = log.read_text(errors="replace").splitlines()
    found = [line for line in lines if WARNING.match(line)]
    return [line for line in found if not any(known in line for known in NOT_OURS)]


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.suffixes[-2])
def test_no_warning_while_installing(log):
    assert warnings(log) == []


def test_warnings_are_recognised(tmp_path):
    log = tmp_path / "some.log"
    log.write_text(
        "2026-01-02 03:04:05,678 12 INFO db odoo.modules: fine\n"
        "2026-01-02 03:04:05,678 12 WARNING db odoo.fields: two fields, one label\n"
    )
    assert len(warnings(log)) == 1
