# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

KINDS = [
    ("shipping", "Shipping"),
    ("date", "Date"),
    ("cancel", "Cancellation"),
    ("substitute", "Substitute"),
    ("expedite", "Rush"),
    ("return", "Return"),
]
OPTIONS = [
    ("ship", "Ship what is ready"),
    ("wait", "Wait for everything"),
    ("accept", "Accept the date"),
    ("call", "Ask for a call"),
    ("cancel", "Cancel what is missing"),
    ("swap", "Take the substitute"),
    ("refuse", "Refuse substitutes"),
    ("expedite", "Ask to hurry"),
    ("return", "Send back"),
]
OPEN_STATES = ("asked", "pending")


class SaleBackorderDecision(models.Model):
    """What a customer was asked or decided by himself, and what it did."""

    _name = "sale.backorder.decision"
    _description = "Backorder Decision"
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        help="Empty when it is about the whole order.",
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(related="order_id.user_id", store=True, precompute=True)
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    option = fields.Selection(
        selection=OPTIONS,
        string="Answer",
        readonly=True,
        help="Empty as long as the customer did not answer.",
    )
    product_id = fields.Many2one(
        "product.product", string="Substitute", ondelete="restrict", readonly=True
    )
    quantity = fields.Float(
        readonly=True, help="In the unit of the order line. 0: all of it."
    )
    reason = fields.Text(
        string="In the Customer's Words", readonly=True, help="As the customer put it."
    )
    state = fields.Selection(
        selection=[
            ("asked", "Waiting for the Customer"),
            ("pending", "To Do"),
            ("done", "Done"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("withdrawn", "Not Needed"),
        ],
        required=True,
        readonly=True,
        default="asked",
        help="To do: the customer answered, and somebody has to do it. Not needed: "
        "there was nothing to decide any more before the customer answered.",
    )
    effect = fields.Text(readonly=True, help="What it did, as the customer was told.")
    deadline = fields.Date(readonly=True, help="The customer can answer until then.")
    default_option = fields.Selection(
        selection=OPTIONS,
        string="Without an Answer",
        readonly=True,
        help="What is done when the deadline has passed. Empty: nothing, the "
        "salesperson is to call the customer.",
    )
    origin = fields.Selection(
        selection=[
            ("portal", "Portal"),
            ("link", "Link in a message"),
            ("staff", "Staff"),
            ("policy", "Deadline"),
        ],
        string="Answered From",
        readonly=True,
        help="How the answer came in.",
    )
    asked_date = fields.Datetime(readonly=True)
    asked_by_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    answered_date = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    address = fields.Char(
        string="Network Address",
        readonly=True,
        help="From where the answer was sent.",
    )
    key = fields.Char(
        readonly=True,
        help="Names the page on which it was answered: a second click changes nothing.",
    )

    _key_unique = models.UniqueIndex(
        "(order_id, key) WHERE key IS NOT NULL", "This was answered already."
    )
    _one_question = models.UniqueIndex(
        "(order_id, COALESCE(order_line_id, 0), kind) WHERE state = 'asked'",
        "The customer was asked this already and did not answer yet.",
    )
    _address = models.Index("(address, answered_date) WHERE address IS NOT NULL")

    @api.depends("kind", "option", "order_id.name", "order_line_id.product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for decision in self:
            product = decision.order_line_id.product_id
            parts = [
                decision.order_id.name,
                product.display_name if product else "",
                decision._get_title(),
            ]
            decision.display_name = " / ".join(filter(None, parts))

    def _has_field_access(self, field, operation):
        """Override of the ORM: nobody rewrites by RPC what was decided."""
        if operation == "write" and field.readonly and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    # === ACTIONS === #

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    # === BUSINESS METHODS === #

    def _get_title(self):
        """Return in a few words what was decided, or is to be."""
        self.ensure_one()
        name = "option" if self.option else "kind"
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    # === WHAT CAN BE DECIDED === #

    @api.model
    def _get_choices(self, order):
        """Return what the customer of an order can decide now.

        :param sale.order order: as superuser, in the customer's language
        :return: for each line, and for the order as a whole under its False, in the
            order in which they are offered
        :rtype: dict[int | bool, list[Choice]]
        """
        if order.state != "sale" or not order.company_id.backorder_comms_active:
            return {False: []}
        self._load_choices(order)
        backorders = order._get_open_backorders().filtered(lambda b: not b.silent)
        by_line = backorders.grouped("order_line_id")
        choices = {False: self._get_order_choices(order)}
        for line in order.order_line.filtered(lambda one: not one.display_type):
            own = by_line.get(line, backorders.browse())
            choices[line.id] = self._get_line_choices(order, line, own)
        return choices

    @api.model
    def _load_choices(self, order):
        """Read what the choices of all lines look at, for each kind to extend."""

    @api.model
    def _get_order_choices(self, order):
        """Return what can be decided about a whole order, for each kind to extend.

        :rtype: list[Choice]
        """
        return []

    @api.model
    def _get_line_choices(self, order, line, backorders):
        """Return what can be decided about a line, for each kind to extend.

        :param sale.backorder backorders: what waits or is ready of the line
        :rtype: list[Choice]
        """
        return []
