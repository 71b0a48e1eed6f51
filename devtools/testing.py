"""Databases to test on, and pytest over them."""

import os
import sys

from . import ROOT, addons, cache, databases
from .console import note
from .odoo_process import run_python

SURROUNDINGS = [
    "sale_management",
    "sale_mrp",
    "sale_purchase_stock",
    "stock_delivery",
    "stock_dropshipping",
    "stock_sms",
]
"""Core addons that change how goods flow: our addons are tested among all of them."""
LOGS_VARIABLE = "BACKORDER_INSTALL_LOGS"
"""Names the logs of this run's installation to the test that reads them."""


def database_name(alone):
    """Return a name of this checkout's own, so that checkouts do not collide."""
    return f"test_{'alone' if alone else 'all'}_{cache.fingerprint(str(ROOT))[:6]}"


def prepare(name, modules, fresh):
    """Let Odoo install our `modules` in database `name` and update them.

    :param bool fresh: start from a template; otherwise only update what is there.
    :return: the logs that Odoo wrote.
    """
    ours, core = addons.with_dependencies(modules)
    logs = []
    if fresh or not databases.exists(name):
        databases.drop(name)
        databases.copy(databases.template(core), name)
        note(f"installing {', '.join(ours)} in {name}")
        logs.append(databases.install(name, ours))
    note(f"updating {', '.join(ours)} in {name}")
    return [*logs, databases.update(name, ours)]


def run_pytest(arguments, logs=()):
    """Run pytest with Odoo at hand; return its exit code."""
    os.environ[LOGS_VARIABLE] = os.pathsep.join(map(str, logs))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(cache.home() / "hypothesis")
    settings = ["-o", f"cache_dir={cache.home() / 'pytest'}"]
    return run_python("-m", "pytest", *settings, *arguments, cwd=ROOT)


def run_pure(arguments):
    """Run pytest in a Python that has no Odoo, which also proves that it needs none."""
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(cache.home() / "hypothesis")
    command = [sys.executable, "-m", "pytest", "-pno:odoo", "-pno:cacheprovider"]
    os.chdir(ROOT)
    os.execv(sys.executable, [*command, *arguments])
