"""What a user's transaction does, and what becomes of it when it fails."""

import os
import socket
import time
from contextlib import contextmanager
from unittest.mock import patch

import psycopg2
import pytest

from . import odoo, scenes

pytestmark = pytest.mark.slow
CLOSED_PORT = 1


@pytest.fixture(scope="module")
def waiting(prepared):
    """A database with a delivery of which one line of two is there."""
    with odoo.copy(prepared, f"e2e_waiting_{os.getpid()}") as database:
        types, delivery = database.run(prepare_delivery)
        assert types == ["opened"]
        yield database, delivery


@pytest.fixture
def database(waiting):
    with odoo.copy(waiting[0].name, f"e2e_{os.getpid()}") as database:
        database.run(scenes.confirm_database)
        yield database


@pytest.fixture
def delivery(waiting):
    return waiting[1]


# inside of the Odoo process


def prepare_delivery(env):
    """Tell a customer that part of the order waits; mails have nowhere to go."""
    scenes.point_at_sinks(env, CLOSED_PORT, f"http://127.0.0.1:{CLOSED_PORT}")
    # core's own mail would go out while the user waits, if ours did not replace it
    env.company.stock_move_email_validation = True
    delivery = scenes.create_partly_short_order(env)
    return scenes.count_after_jobs(env)["types"], delivery


def validate_against_rival(env, delivery, collisions):
    """Validate as a user's request does, and be overtaken at so many attempts."""
    from odoo.service.model import retrying

    attempts = []

    def attempt():
        attempts.append(1)
        # from here on this transaction does not see what others do
        env["stock.picking"].browse(delivery).read(["state"])
        if len(attempts) <= collisions:
            with env.registry.cursor() as rival:
                rival.execute(
                    "UPDATE stock_picking SET note = %s WHERE id = %s",
                    [f"attempt {len(attempts)}", delivery],
                )
        scenes.validate(env, delivery)

    env.cr.commit()
    try:
        with patch.object(time, "sleep"):
            retrying(attempt, env)
    except psycopg2.errors.SerializationFailure:
        env.cr.rollback()
    return {"attempts": len(attempts), **look(env, delivery)}


def validate_and_fail(env, delivery):
    """Validate, and meet an error in the same transaction afterwards."""
    env.cr.commit()
    scenes.validate(env, delivery)
    env.flush_all()
    env.cr.rollback()
    return {"before": scenes.count(env), **look(env, delivery)}


def validate_without_network(env, delivery):
    """Validate where any connection but to PostgreSQL is an error."""
    with no_network():
        scenes.validate(env, delivery)
        env.cr.commit()
    return look(env, delivery)


def validate_after_refusal(env, delivery):
    """Validate when the mail before was refused."""
    scenes.run_core_jobs(env)
    return validate_without_network(env, delivery)


def look(env, delivery):
    """Return the states of the delivery and what remains of it, and what was told."""
    picking = env["stock.picking"].browse(delivery)
    pickings = picking + picking.backorder_ids
    return {
        "pickings": sorted(pickings.mapped("state")),
        **scenes.count_after_jobs(env),
    }


@contextmanager
def no_network():
    """Refuse what Python connects to; PostgreSQL's client library is none of it."""

    def refuse(_socket, address):
        raise AssertionError(f"connected to {address}")

    with patch.object(socket.socket, "connect", refuse):
        yield


# the tests


@pytest.mark.parametrize("collisions", [1, 4])
def test_validation_that_had_to_be_repeated_is_told_once(
    database, delivery, collisions
):
    result = database.run(validate_against_rival, delivery, collisions, trouble=True)
    assert result["attempts"] == collisions + 1
    assert result["pickings"] == ["confirmed", "done"]
    assert result["types"] == ["opened", "partly_shipped"]
    assert (result["told"], result["mails"]) == ([2, 1], [2, 1])


def test_validation_that_was_given_up_is_not_told(database, delivery):
    result = database.run(validate_against_rival, delivery, 5, trouble=True)
    assert (result["attempts"], result["pickings"]) == (5, ["assigned"])
    assert result["types"] == ["opened"]


def test_validation_that_was_rolled_back_is_not_told(database, delivery):
    result = database.run(validate_and_fail, delivery)
    assert result["before"]["signals"] == 0
    assert (result["pickings"], result["types"]) == (["assigned"], ["opened"])


def test_user_never_waits_for_a_mail_server(database, delivery):
    result = database.run(validate_without_network, delivery)
    assert result["pickings"] == ["confirmed", "done"]
    assert result["types"] == ["opened", "partly_shipped"]


def test_mail_server_that_is_down_is_nobodys_task_and_stops_nothing(database, delivery):
    result = database.run(validate_after_refusal, delivery, trouble=True)
    assert result["pickings"] == ["confirmed", "done"]
    assert (result["states"], result["activities"]) == (["queued"], 0)
