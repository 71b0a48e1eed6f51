"""Installed, updated and uninstalled by Odoo itself, where orders are late already."""

import os
import signal
import time

import pytest

from devtools import addons, databases

from . import odoo, scenes

pytestmark = pytest.mark.slow
ADDON = "backorder_comms"
ORDERS = 3


@pytest.fixture
def database():
    """A database without our addon."""
    _ours, core = addons.with_dependencies([ADDON])
    with odoo.copy(databases.template(core), f"e2e_life_{os.getpid()}") as database:
        yield database


def kill_after(database, option, seconds):
    """Kill the process so long after it began; tell whether it was at it still."""
    words = ("-d", database.name, option, ADDON, "--stop-after-init")
    process = odoo.start_python("-m", "odoo", "server", *words)
    for line in process.stderr:
        if f"Loading module {ADDON} " in line:
            break
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


# inside of the Odoo process


def live_without(env):
    """Have late orders before the addon is there; return all that it could leave."""
    scenes.create_short_orders(env, ORDERS)
    return list_traces(env)


def list_traces(env):
    """Return tables with columns, and records that modules bring, as plain texts."""
    env.cr.execute(
        """
        SELECT table_name || '.' || column_name
          FROM information_schema.columns
         WHERE table_schema = 'public'
     UNION ALL
        SELECT 'job ' || cron_name FROM ir_cron
     UNION ALL
        SELECT model || ' ' || module FROM ir_model_data
         WHERE model IN ('mail.template', 'sms.template', 'mail.activity.type',
                         'ir.ui.view', 'ir.ui.menu', 'ir.rule', 'ir.model.access',
                         'ir.model.fields', 'ir.actions.act_window')
     UNION ALL
        SELECT 'activity ' || id FROM mail_activity
     UNION ALL
        SELECT 'said on ' || model FROM mail_message
        """
    )
    return sorted({trace for (trace,) in env.cr.fetchall()})


def tell_them(env):
    """Press "Write to them" in the settings."""
    env["res.config.settings"].create({}).action_tell_silent_backorders()
    return scenes.count_after_jobs(env)


def snapshot(env):
    """Return what customers were told, to compare; nothing may be left to do."""
    scenes.run_jobs(env)
    backorders = env["sale.backorder"].search([], order="id")
    return {
        "known": [
            f"{backorder.state} {backorder.told_date} {backorder.next_update_date}"
            for backorder in backorders
        ],
        **scenes.count(env),
    }


def warn_and_uninstall(env):
    """Uninstall when there is an activity of ours; return what is left."""
    env["sale.order"].search([], limit=1)._warn_about_backorder_message("no address")
    env["ir.module.module"].search([("name", "=", ADDON)]).button_immediate_uninstall()
    return list_traces(env)


# the test


def test_life_of_an_installation(database):
    traces = database.run(live_without)

    databases.install(database.name, [ADDON])
    result = database.run(scenes.count_after_jobs)
    assert (result["backorders"], result["types"]) == (ORDERS, [])

    result = database.run(tell_them)
    assert (result["types"], result["told"]) == (["opened"], [ORDERS, 1])

    before = database.run(snapshot)
    databases.update(database.name, [ADDON])
    assert database.run(snapshot) == before

    left = database.run(warn_and_uninstall)
    assert set(left) - set(traces) == set()

    databases.install(database.name, [ADDON])
    assert database.run(scenes.count_after_jobs)["types"] == []


@pytest.mark.parametrize("option", ["-i", "-u"])
def test_killed_while_it_is_installed_or_updated_the_second_try_works(database, option):
    """F5: the database is as it was before, and nothing is sent."""
    database.run(live_without)
    if option == "-u":
        databases.install(database.name, [ADDON])
    before = database.run(list_traces)
    killed = [kill_after(database, option, seconds) for seconds in (0, 0.3, 0.8)]
    assert killed[0], "it was through before it could be killed"
    assert database.run(list_traces) == before

    log = database.command(
        "server", "-d", database.name, option, ADDON, "--stop-after-init"
    )
    assert odoo.TROUBLE.findall(log) == []
    result = database.run(scenes.count_after_jobs)
    assert (result["backorders"], result["types"]) == (ORDERS, [])
