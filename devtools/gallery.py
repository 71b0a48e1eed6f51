"""Which pictures there are, and what is on each."""

from functools import partial
from html import escape
from typing import NamedTuple

from . import ROOT

FOLDER = ROOT / "docs" / "images"
SALESPERSON = "sofie"
ADMINISTRATOR = "admin"
BUYER = "bea"
PORTAL_SHOWS = [
    "[name=backorder_waiting]",
    "[name=backorder_ready]",
    ".bs-sidenav .nav-link",  # a script of the portal puts it there
]
DELIVERY_SHOWS = ["[name=backorder_waiting]", "[name=backorder_ready]"]
MAIL = """<!DOCTYPE html><meta charset="utf-8">
<style>body {{font: 14px sans-serif; margin: 0}} header {{padding: 16px 24px;
background: #f1f3f5; line-height: 1.6}} main {{padding: 8px 24px}}</style>
<header>From: {sender}<br>To: {recipient}<br><b>{subject}</b></header>
<main>{html}</main>"""
"""What a mail program shows above a mail, and the mail."""


def show_mail(facts, name="mail"):
    """Return the page that shows a mail that the scene kept."""
    mail = dict(facts[name])
    html = mail.pop("html")
    return MAIL.format(html=html, **{key: escape(text) for key, text in mail.items()})


class Picture(NamedTuple):
    """A picture of a page.

    `path` is a format string of the scene's facts. `shows` are selectors of what has to
    be there before it is taken, `clicks` of what is clicked first, `top` of what it
    is scrolled to. `idle` are milliseconds without an answer from the server, for what
    is drawn, so that nothing tells when it is there. It is of the screen, or of the
    page down to `until`. Without `login` nobody is logged in. Where no `dialog` is to
    be, none may show up.
    `html(facts)`, if given, takes the page's place.
    """

    name: str
    path: str
    shows: list
    login: str | None = None
    width: int = 1400
    height: int = 600
    phone: bool = False
    clicks: tuple = ()
    top: str | None = None
    dialog: bool = False
    idle: int = 0
    until: str | None = None
    html: object = None


PICTURES = (
    Picture(
        "order_button.png",
        "/odoo/action-sale.action_orders/{order}",
        [
            "[name=backorder_badge]",
            "button[name=action_view_backorders]",
            ".o-mail-Message",
        ],
        SALESPERSON,
        height=700,
    ),
    Picture(
        "backorder_list.png",
        "/odoo/backorders",
        [".o_data_row"],
        SALESPERSON,
        height=500,
    ),
    Picture(
        "backorder_kanban.png",
        "/odoo/backorders?view_type=kanban",
        [".o_kanban_record footer"],
        SALESPERSON,
        height=812,
    ),
    Picture(
        "backorder_form.png",
        "/odoo/backorders/{backorder}",
        ["[name=communication_ids] .o_data_row", ".o-mail-Chatter"],
        SALESPERSON,
        height=1000,
        clicks=(".o_notebook .nav-link[name=communications]",),
    ),
    Picture(
        "promises.png",
        "/odoo/backorders/{backorder}",
        ["[name=promise_ids] .o_data_row", ".o-mail-Chatter"],
        SALESPERSON,
        height=1000,
        clicks=(".o_notebook .nav-link[name=promises]",),
    ),
    Picture(
        "limit.png",
        "/odoo/action-sale.action_quotations_with_onboarding/{quotation}",
        ["[name=backorder_limit_warning]", ".o_data_row"],
        SALESPERSON,
        height=520,
    ),
    Picture(
        "backorder_report.png",
        "/odoo/backorder-analysis?view_type=pivot",
        [".o_pivot td"],
        ADMINISTRATOR,
        height=460,
    ),
    Picture(
        "service_level.png",
        "/odoo/service-level?view_type=pivot",
        [".o_pivot td"],
        ADMINISTRATOR,
        height=460,
    ),
    Picture(
        "prevention.png",
        "/odoo/backorder-prevention",
        [".o_data_row"],
        ADMINISTRATOR,
        height=480,
    ),
    Picture(
        "dashboard.png",
        "/odoo/dashboards?dashboard_id={dashboard}",
        [".o-figure canvas"],
        ADMINISTRATOR,
        height=1080,
        idle=3000,
    ),
    Picture(
        "priority_rules.png",
        "/odoo/action-backorder_comms.sale_backorder_priority_rule_action",
        [".o_data_row"],
        ADMINISTRATOR,
        height=480,
    ),
    Picture(
        "priority_simulation.png",
        "/odoo/action-backorder_comms.sale_backorder_priority_rule_action",
        [".modal [name=summary]"],
        ADMINISTRATOR,
        height=900,
        clicks=(
            "button[name=action_simulate]",
            ".modal .o_data_row:first-child [name=is_used] input",
            ".modal button[name=action_run]",
        ),
        dialog=True,
    ),
    Picture(
        "settings.png",
        "/odoo/action-sale.action_sale_config_settings",
        ["#backorder_comms [name=backorder_silent]"],
        ADMINISTRATOR,
        height=1000,
        top="h2:has(+ * #backorder_comms)",
    ),
    Picture(
        "rules.png",
        "/odoo/action-backorder_comms.sale_backorder_rule_action",
        [".o_data_row"],
        ADMINISTRATOR,
        height=800,
    ),
    Picture(
        "rule_form.png",
        "/odoo/action-backorder_comms.sale_backorder_rule_action",
        [".o_form_view [name=event_type]"],
        ADMINISTRATOR,
        height=800,
        clicks=(".o_data_row:first-child [name=name]",),
    ),
    Picture(
        "rule_preview.png",
        "/odoo/action-backorder_comms.sale_backorder_rule_action",
        [".modal [name=subject]"],
        ADMINISTRATOR,
        height=900,
        clicks=(
            ".o_data_row:first-child [name=name]",
            "button[name=action_preview]",
        ),
        dialog=True,
    ),
    Picture(
        "health.png",
        "/odoo/action-backorder_comms.sale_backorder_health_action",
        [".o_data_row"],
        ADMINISTRATOR,
        height=800,
        clicks=(".o_facet_remove",),
    ),
    Picture(
        "decide.png",
        "/odoo/action-sale.action_orders/{order}",
        [".modal [name=topic_id]"],
        SALESPERSON,
        height=800,
        clicks=("button[name=action_backorder_decide]",),
        dialog=True,
    ),
    Picture(
        "portal_delivery.png",
        "{delivery}",
        DELIVERY_SHOWS,
        width=1200,
        height=1000,
        until="#backorder_page",
    ),
    Picture(
        "portal_delivery_phone.png",
        "{delivery}",
        DELIVERY_SHOWS,
        width=390,
        height=844,
        phone=True,
    ),
    Picture(
        "portal_cancel_phone.png",
        "{cancel}",
        ["[name=backorder_consequence]"],
        width=390,
        height=844,
        phone=True,
    ),
    # opening it leaves a trace in the order's chatter: after the order's own picture
    Picture(
        "portal_order.png",
        "{portal}",
        PORTAL_SHOWS,
        width=1200,
        height=900,
        until="#backorder_delivery",
    ),
    Picture(
        "portal_order_phone.png",
        "{portal}",
        PORTAL_SHOWS,
        width=390,
        height=844,
        phone=True,
        until="#backorder_delivery",
    ),
    Picture(
        "mail.png",
        "about:blank",
        ["main table"],
        width=700,
        height=400,
        until="main",
        html=show_mail,
    ),
    Picture(
        "purchase_queue.png",
        "/odoo/awaited-purchases",
        [".o_data_row"],
        BUYER,
        height=400,
    ),
    Picture(
        "purchase_order.png",
        "/odoo/action-purchase.purchase_form_action/{purchase}",
        [
            "button[name=action_view_backorders]",
            "button[name=action_view_backorder_chase]",
            ".o-mail-Message",
        ],
        BUYER,
        width=1600,
        height=700,
    ),
    Picture(
        "purchase_import.png",
        "/odoo/action-{import_action}",
        [".modal [name=line_ids] .o_data_row"],
        BUYER,
        height=640,
        dialog=True,
    ),
    Picture(
        "vendors_word.png",
        "/odoo/vendors-word",
        [".o_pivot td"],
        ADMINISTRATOR,
        height=400,
    ),
    Picture(
        "chase_mail.png",
        "about:blank",
        ["main table"],
        width=700,
        height=400,
        until="main",
        html=partial(show_mail, name="chase_mail"),
    ),
)
