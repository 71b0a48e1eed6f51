"""The guard makes a test fail that lets our addons log a warning."""

import subprocess
import sys

from devtools import ROOT

TESTS = """
import logging
import unittest

LOGGER = logging.getLogger("odoo.addons.backorder_comms.models.thing")

class Tests(unittest.TestCase):
    def test_noisy(self):
        LOGGER.warning("a complaint")

    def test_quiet(self):
        LOGGER.info("a remark")

    def test_meant(self):
        with self.assertLogs(LOGGER, "WARNING"):
            LOGGER.warning("a complaint")

    def test_of_others(self):
        logging.getLogger("odoo.addons.sale").warning("not ours")
"""


def test_only_the_noisy_one_fails(tmp_path):
    file = tmp_path / "test_thing.py"
    file.write_text(TESTS)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-pno:odoo", "-pdevtools.log_guard", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 failed, 3 passed" in done.stdout, done.stdout
    assert "a complaint" in done.stdout
