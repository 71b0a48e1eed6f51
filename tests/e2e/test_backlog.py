"""The large databases of the benchmarks are such as Odoo itself could have made."""

import os

import pytest

from devtools import addons, databases

from . import odoo

pytestmark = pytest.mark.slow
ADDON = "backorder_comms"
LINES, PRODUCTS = 440, 20
COPIED_MODELS = (
    "sale.order",
    "sale.order.line",
    "stock.move",
    "stock.move.line",
    "stock.picking",
    "stock.quant",
)


@pytest.fixture(scope="module")
def database():
    """A database with a backlog in it, made before our addon was installed."""
    _ours, core = addons.with_dependencies([ADDON])
    template = databases.template(core)
    with odoo.copy(template, f"e2e_backlog_{os.getpid()}") as database:
        database.run(fill)
        yield database


# inside of the Odoo process


def fill(env):
    from benchmarks.backlog import make_backlog

    make_backlog(env, LINES, PRODUCTS)


def count_lines(env):
    """Return the lines by whether their moves, and the moves' lines, fit to them."""
    moves = env["stock.move"].search([("origin", "=like", "BENCH%")])
    fitting = [
        move.sale_line_id.order_id == move.picking_id.sale_id
        and move.product_id == move.sale_line_id.product_id
        and move.partner_id == move.sale_line_id.order_id.partner_id
        and move.quantity == sum(move.move_line_ids.mapped("quantity"))
        and move.reference == move.picking_id.name
        for move in moves
    ]
    return [len(fitting), sum(fitting)]


def recompute(env):
    """Let core say again what it stores; return the fields of which that was wrong."""
    changed = []
    for model in COPIED_MODELS:
        records = env[model].search([])
        for name, field in records._fields.items():
            if field.store and field.compute and field.readonly:
                before = records.mapped(name)
                env.add_to_compute(field, records)
                env.flush_all()
                env.invalidate_all()
                if records.mapped(name) != before:
                    changed.append(str(field))
    return changed


def find_wrong_reservations(env):
    """Return the quants that hold another quantity than the move lines reserve."""
    env.cr.execute(
        """
        SELECT quant.id FROM stock_quant quant
          JOIN stock_location location ON location.id = quant.location_id
     LEFT JOIN stock_move_line line
               ON line.product_id = quant.product_id
               AND line.location_id = quant.location_id
               AND line.state IN ('assigned', 'partially_available')
         WHERE location.usage = 'internal'
      GROUP BY quant.id
        HAVING quant.reserved_quantity != COALESCE(SUM(line.quantity_product_uom), 0)
        """
    )
    return env.cr.fetchall()


def work_on(env):
    """Do what users do next: confirm an order, deliver another, receive goods."""
    order = env["sale.order"].search([], limit=1).copy()
    order.action_confirm()
    pickings = env["stock.picking"].search([("state", "=", "assigned")])
    outgoing = pickings.filtered(lambda picking: picking.sale_id)[:1]
    incoming = (pickings - outgoing).filtered(lambda picking: not picking.sale_id)[:1]
    for picking in outgoing | incoming:
        picking.move_ids.picked = True
        picking.button_validate()
    return [order.state, outgoing.state, incoming.state]


# the tests


def test_lines_deliveries_and_moves_belong_together(database):
    assert database.run(count_lines) == [LINES, LINES]


def test_stored_values_are_what_core_computes(database):
    assert database.run(recompute) == []


def test_what_is_reserved_is_held(database):
    assert database.run(find_wrong_reservations) == []


def test_users_work_on(database):
    assert database.run(work_on) == ["sale", "done", "done"]
