"""What happens after the story, so that pages have something of everything to show.

At the story's end hardly anybody waits. Here one order of Ann's comes to have lines
that are shipped, partly shipped, ready, late and without a date; others wait beside
her; and two orders were late before anybody asked us to write to customers.
"""

import base64
import io
from datetime import timedelta

from odoo.tools import SQL

from . import purchases
from .cast import CUSTOMERS


def play(stage, post):
    """Let it happen; return the facts that the pictures need.

    :return: dict of `order`, `quotation`, `backorder` and `dashboard`, ids; `portal`,
        the order's page for who has the link, `delivery` ours, `cancel` where she could
        cancel what is missing; `mail`, what Ann read when a part of it shipped; and
        those of `purchases`
    """
    give_company_a_logo(stage.cast.company)
    order = orders_come_in(stage)
    stage.let_jobs_run()
    post.take(post.sinks.mail)
    stage.ship("ann")
    stage.let_jobs_run()
    mail = post.keep_mail(CUSTOMERS["ann"].email)
    goods_move(stage)
    vip_comes_late(stage)
    find_late_orders(stage)
    weeks_pass(stage.env)
    backorder = find_backorder(stage, order, "desk")
    bought = purchases.play(stage, post)
    keep_quiet(stage.env)
    token = order._portal_ensure_token()
    return {
        "order": order.id,
        "quotation": write_too_large_a_quotation(stage).id,
        "backorder": backorder.id,
        "dashboard": find_dashboard(stage.env).id,
        "portal": order.get_portal_url(),
        "delivery": order._get_backorder_path(access_token=token),
        "cancel": order._get_backorder_path(
            "/decide", token, option="cancel", line=backorder.order_line_id.id
        ),
        "mail": mail,
        **bought,
    }


def orders_come_in(stage):
    """Let customers order more than there is; return Ann's order."""
    stage.count_stock(desk=2)
    stage.plan_receipt("desk", 12, days=9)
    stage.plan_receipt("chair", 4, days=4)
    order = stage.order("ann", desk=5, lamp=2, chair=4, shelf=1)
    stage.order("chloe", shelf=2, lamp=1)
    stage.order("jonas", desk=4)
    return order


def goods_move(stage):
    """Put the desks off, and let the chairs arrive."""
    stage.move_receipt("desk", days=5)
    stage.let_jobs_run()
    stage.receive("chair", 4)
    stage.let_jobs_run()


def vip_comes_late(stage):
    """Let a VIP order more than is left of what is to arrive for all."""
    stage.order("nora", desk=6)
    stage.let_jobs_run()


def find_late_orders(stage):
    """Let two orders be late when our addon is installed: that is, call its hook."""
    from odoo.addons.backorder_comms import hooks

    stage.order("tom", desk=2)
    stage.order("jonas", chair=1)
    hooks.post_init_hook(stage.env)
    stage.let_jobs_run()


def weeks_pass(env):
    """Let what is over be some weeks ago, and let what was late have left after days.

    A story takes minutes and reports are about months. Nobody may write the past, so
    it is the database that is told.
    """
    orders = env["sale.order"].search([("state", "=", "sale")], order="id")
    over = orders.filtered(
        lambda order: set(order.picking_ids.mapped("state")) <= {"done", "cancel"}
    )
    env.flush_all()
    for number, order in enumerate(over, 1):
        weeks = timedelta(weeks=2 * number)
        wait = timedelta(days=6 * number if order.backorder_ids else 0)
        moves = order.order_line.move_ids
        put_back(order, ["date_order"], weeks)
        put_back(moves, ["date"], weeks - wait)
        put_back(order.backorder_ids, ["closed_date"], weeks - wait)
        put_back(
            order.backorder_ids,
            ["opened_date", "first_told_date", "due_date", "first_promised_date"],
            weeks,
        )
        put_back(order.backorder_ids.promise_ids, ["date", "latest_date"], weeks)
    env.invalidate_all()
    over.backorder_ids.modified(["state"])
    env.flush_all()


def put_back(records, columns, time):
    """Move what is written in date columns of records back by a time."""
    names = map(SQL.identifier, columns)
    changes = [SQL("%s = %s - %s", name, name, time) for name in names]
    records.env.cr.execute(
        SQL(
            "UPDATE %s SET %s WHERE id = ANY(%s)",
            SQL.identifier(records._table),
            SQL(", ").join(changes),
            records.ids,
        )
    )


def write_too_large_a_quotation(stage):
    """Let a customer ask for more than may wait; return the quotation."""
    stage.env["sale.backorder.limit"].create(
        {"name": "At most five of a product per order", "maximum": 5}
    )
    return stage.quote("tom", desk=20)


def find_backorder(stage, order, product):
    backorders = order.sudo().backorder_ids
    return backorders.filtered(lambda b: b.product_id == stage.cast.products[product])


def find_dashboard(env):
    return env.ref("backorder_comms_spreadsheet.spreadsheet_dashboard_backorders")


def give_company_a_logo(company):
    """Write the company's name where Odoo would show a picture of a camera."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(64)
    _left, _top, right, bottom = font.getbbox(company.name)
    image = Image.new("RGBA", (right + 8, bottom + 16))
    ImageDraw.Draw(image).text((4, 4), company.name, "#2f5d50", font)
    file = io.BytesIO()
    image.save(file, "PNG")
    company.logo = base64.b64encode(file.getvalue())


def keep_quiet(env):
    """Keep Odoo's tours and its bot from greeting users on their first page."""
    users = env["res.users"].search([])
    users.tour_enabled = False
    users.odoobot_state = "disabled"
