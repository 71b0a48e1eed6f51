# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..logic.news import Told

OPEN_STATES = ("waiting", "ready")


class SaleBackorder(models.Model):
    """The part of a confirmed order line that cannot leave on its due date."""

    _name = "sale.backorder"
    _description = "Backorder"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "queue_date, due_date, id"
    _check_company_auto = True

    order_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(
        related="order_line_id.order_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(related="order_id.user_id", store=True, precompute=True)
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    warehouse_id = fields.Many2one(
        related="order_id.warehouse_id", store=True, precompute=True
    )
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("ready", "Ready"),
            ("done", "Shipped"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        group_expand=True,
    )
    status = fields.Char(compute="_compute_status")
    # Quantities without digits: a converted unit that was rounded would look as if a
    # part of it had been cancelled.
    quantity = fields.Float(
        readonly=True,
        help="What is not in stock, in the unit of the order line.",
    )
    open_quantity = fields.Float(
        readonly=True,
        help="What is still to be shipped, whether it is in stock or not.",
    )
    shipped_quantity = fields.Float(readonly=True)
    due_date = fields.Date(
        readonly=True,
        help="The day that the order promises: its delivery date, else the line's lead "
        "time after the order.",
    )
    expected_date = fields.Date(
        readonly=True,
        help="Day on which the last missing piece can leave. Empty: nobody knows yet.",
    )
    latest_date = fields.Date(
        readonly=True,
        help="The last day to expect it. Empty unless the expected date is unsure.",
    )
    first_promised_date = fields.Date(
        readonly=True,
        help="The first date that the customer was told or agreed to. Never changes.",
    )
    promised_date = fields.Date(
        readonly=True, help="The date that the customer was told or agreed to last."
    )
    next_update_date = fields.Date(
        string="Next News By",
        readonly=True,
        help="The customer was promised news by this day at the latest.",
    )
    told_date = fields.Datetime(
        string="Last Told", readonly=True, help="When the customer last heard from us."
    )
    reason_id = fields.Many2one(
        "sale.backorder.reason", ondelete="restrict", tracking=True
    )
    score = fields.Integer(
        string="Priority",
        readonly=True,
        help="Points of urgency: each goes before a day of waiting.",
    )
    queue_date = fields.Date(
        string="In the Queue Since",
        readonly=True,
        help="Decides who gets the goods first: the day of the order, or that on which "
        "it came near enough to its due date, less a day for each point of priority.",
    )
    silent = fields.Boolean(
        readonly=True,
        help="Late before the installation: its customer hears nothing of it until an "
        "administrator says so.",
    )
    delay_days = fields.Integer(
        string="Days Late",
        compute="_compute_delay_days",
        store=True,
        precompute=True,
        aggregator="max",
        help="Days from the due date to the expected one; 0 as long as there is none.",
    )
    opened_date = fields.Datetime(readonly=True, default=fields.Datetime.now)
    closed_date = fields.Datetime(readonly=True)
    event_ids = fields.One2many("sale.backorder.event", "backorder_id", readonly=True)
    communication_ids = fields.Many2many(
        "sale.backorder.message", string="Messages to the Customer", readonly=True
    )
    supply_ids = fields.One2many(
        "sale.backorder.supply", "backorder_id", string="Covered By", readonly=True
    )

    _open_unique = models.UniqueIndex(
        "(order_line_id, product_id) WHERE state IN ('waiting', 'ready')",
        "An order line waits for a product only once at a time.",
    )
    _open_product = models.Index("(product_id) WHERE state IN ('waiting', 'ready')")
    _open_user = models.Index("(user_id) WHERE state IN ('waiting', 'ready')")
    # Lists begin with those who wait longest.
    _open_queue = models.Index(
        "(queue_date, due_date, id) WHERE state IN ('waiting', 'ready')"
    )
    _late_queue = models.Index(
        "(queue_date, due_date, id) "
        "WHERE state IN ('waiting', 'ready') AND delay_days > 0"
    )
    _next_update = models.Index(
        "(next_update_date) WHERE state = 'waiting' AND next_update_date IS NOT NULL"
    )

    @api.depends("state", "expected_date", "delay_days")
    @api.depends_context("lang")
    def _compute_status(self):
        """Say in a word or two how things are: the state alone hides what matters."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for backorder in self:
            if backorder.state != "waiting":
                backorder.status = labels[backorder.state]
            elif not backorder.expected_date:
                backorder.status = self.env._("No date yet")
            elif backorder.delay_days > 0:
                backorder.status = self.env._(
                    "%(count)s days late", count=backorder.delay_days
                )
            else:
                backorder.status = self.env._("In time")

    @api.depends("due_date", "expected_date")
    def _compute_delay_days(self):
        for backorder in self:
            expected = backorder.expected_date or backorder.due_date
            due = backorder.due_date or expected
            backorder.delay_days = (expected - due).days if expected else 0

    @api.depends("order_id.name", "product_id.display_name")
    def _compute_display_name(self):
        for backorder in self:
            backorder.display_name = (
                f"{backorder.order_id.name} / {backorder.product_id.display_name}"
            )

    def _has_field_access(self, field, operation):
        """Override of the ORM: people choose the reason, the rest is evaluated.

        Promises above all must stay what they were, whoever comes by RPC.
        """
        if operation == "write" and field.readonly and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    # === ACTIONS === #

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_view_delivery(self):
        self.ensure_one()
        if not self.order_id.picking_ids:
            return False  # core fails without any
        return self.order_id.action_view_delivery()

    def action_view_evidence(self):
        self.ensure_one()
        return self.order_id.action_view_backorder_evidence()

    def action_decide(self):
        """Offer to ask the customer about the line, or to decide for him."""
        self.ensure_one()
        return self.env["sale.backorder.decide"]._open(
            self.order_id, self.order_line_id
        )

    # === BUSINESS METHODS === #

    def _is_open(self):
        self.ensure_one()
        return self.state in OPEN_STATES

    def _get_told(self):
        """Return the backorder as `find_occasion` wants to see it.

        Whoever is not to hear of it was, as far as news go, never told.
        """
        self.ensure_one()
        return Told(
            "silent" if self.silent else self.state,
            self.expected_date or None,
            bool(self.told_date),
            self.promised_date or None,
            self._is_promise_agreed(),
            self.is_told_ready,
        )

    def _get_company_value(self):
        """Return what the missing goods are worth, in the company's currency.

        Several parts of a kit that are missing are one missing kit.
        """
        missing = {}
        for backorder in self:
            line = backorder.order_line_id
            missing[line] = max(missing.get(line, 0.0), backorder.quantity)
        return sum(
            quantity
            * line.price_subtotal
            / (line.product_uom_qty or 1.0)
            / (line.order_id.currency_rate or 1.0)
            for line, quantity in missing.items()
        )

    def _note_told(self, messages):
        """Remember what the customers have just been told: dates are promises now.

        Of what has arrived they were told no date, so the last one still holds.

        :param dict[sale.backorder, sale.backorder.message] messages: by which each of
            these was told about
        """
        self.told_date = fields.Datetime.now()
        ready = self.filtered(lambda backorder: backorder.state == "ready")
        waiting = self.filtered(lambda backorder: backorder.state == "waiting")
        ready.write({"is_told_ready": True, "next_update_date": False})
        waiting.is_told_ready = False
        dates = {backorder: backorder.expected_date for backorder in waiting}
        self._promise(dates, "told", messages=messages)
        self.env["sale.backorder.update"]._answer(messages)
        waiting._promise_news(messages)
