# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..logic.decisions import Answer, Source
from .sale_backorder_confirmation import LIMITS_KEY

OPEN_MOVE_STATES = ("waiting", "confirmed", "partially_available", "assigned")

# Whoever else reads orders, portal users included, has no access to backorders.
BACKORDER_GROUPS = "sales_team.group_sale_salesman,stock.group_stock_user"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    backorder_ids = fields.One2many(
        "sale.backorder", "order_id", readonly=True, groups=BACKORDER_GROUPS
    )
    backorder_event_ids = fields.One2many(
        "sale.backorder.event", "order_id", readonly=True, groups=BACKORDER_GROUPS
    )
    backorder_message_ids = fields.One2many(
        "sale.backorder.message", "order_id", readonly=True, groups=BACKORDER_GROUPS
    )
    backorder_decision_ids = fields.One2many(
        "sale.backorder.decision", "order_id", readonly=True, groups=BACKORDER_GROUPS
    )
    backorder_decided_date = fields.Datetime(
        string="Last Decision",
        readonly=True,
        copy=False,
        groups=BACKORDER_GROUPS,
        help="When the customer decided last about goods that are late.",
    )
    backorder_count = fields.Integer(
        string="Backorders",
        compute="_compute_backorder_waiting",
        compute_sudo=True,
        groups="base.group_user",
    )
    backorder_waiting_count = fields.Integer(
        string="Waiting Lines",
        compute="_compute_backorder_waiting",
        compute_sudo=True,
        groups="base.group_user",
    )
    backorder_expected_date = fields.Date(
        string="Waiting Until",
        compute="_compute_backorder_waiting",
        compute_sudo=True,
        help="Empty when the date of any waiting line is unknown.",
        groups="base.group_user",
    )

    backorder_limit_warning = fields.Text(
        compute="_compute_backorder_limit_warning",
        groups=BACKORDER_GROUPS,
        help="The limits that the order would go beyond if it were confirmed now.",
    )

    @api.depends("backorder_ids.state", "backorder_ids.expected_date")
    def _compute_backorder_waiting(self):
        for order in self:
            waiting = order.backorder_ids.filtered(lambda b: b.state == "waiting")
            dates = waiting.mapped("expected_date")
            order.backorder_count = len(order.backorder_ids)
            order.backorder_waiting_count = len(waiting)
            order.backorder_expected_date = all(dates) and max(dates, default=False)

    @api.depends(
        "company_id",
        "order_line.price_subtotal",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_uom_qty",
        "order_line.warehouse_id",
        "partner_id",
        "state",
    )
    @api.depends_context("lang")
    def _compute_backorder_limit_warning(self):
        confirmation = self.env["sale.backorder.confirmation"]
        for order in self:
            order.backorder_limit_warning = confirmation._describe(
                confirmation._get_excesses(order)
            )

    def write(self, vals):
        """Override of `sale` to notice that another delivery date was agreed on.

        Core tells the moves only where the first step goes to the customer, and has
        read them all for that.
        """
        res = super().write(vals)
        if "commitment_date" in vals:
            moves = self.order_line.move_ids
            self.env["sale.backorder.signal"]._notice(products=moves.product_id)
        return res

    def unlink(self):
        """Override of `sale` to delete the backorders of the orders before these.

        The database stumbles over promises, which point to a backorder and to a message
        of the same order, when all of them go at once.
        """
        self.sudo().backorder_ids.unlink()
        return super().unlink()

    # === ACTIONS === #

    def action_confirm(self):
        """Override of `sale` to hold what would wait against the limits.

        All that can be refused or asked comes before anything is done, and as an
        exception, which also takes back what other overrides did.
        """
        confirmation = self.env["sale.backorder.confirmation"]
        excesses = confirmation._get_excesses(self)
        confirmation._check(self, excesses)
        res = super().action_confirm()
        confirmation._note(excesses)
        return res

    def action_confirm_beyond_limits(self):
        """Confirm after the user was asked, and show the order as it is now."""
        res = self.with_context(**{LIMITS_KEY: "lift"}).action_confirm()
        if isinstance(res, dict):
            return res
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_view_backorders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_view_backorder_evidence(self):
        """Offer what was said about the order, as a document and as a spreadsheet."""
        self.ensure_one()
        evidence = self.env["sale.backorder.evidence"].create({"order_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence"),
            "res_model": evidence._name,
            "res_id": evidence.id,
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _get_backorder_evidence(self):
        """Return what was said about the order, in words, below a header.

        :rtype: list[list[str]]
        """
        self.ensure_one()
        evidence = self.env["sale.backorder.evidence"]
        rows = evidence._get_rows(self)
        return [evidence._get_header(), *map(evidence._to_texts, rows)]

    def _get_backorder_choices(self):
        """Return what the customer can decide now, in the language of the environment.

        :rtype: dict[int | bool, list[Choice]], see `sale.backorder.decision`
        """
        self.ensure_one()
        return self.env["sale.backorder.decision"].sudo()._get_choices(self.sudo())

    def _backorder_decide(self, option, *, by=None, origin="staff", **details):
        """Let somebody decide, see `sale.backorder.decision`.

        :param str option:
        :param res.partner by: who decides, the user unless given
        :param str origin:
        :param details: those of an `Answer` (`line` and `product` as records), and the
            `address`
        :rtype: sale.backorder.decision
        """
        self.ensure_one()
        source = Source(origin, details.pop("address", False))
        for name in ("line", "product"):
            if record := details.pop(name, None):
                details[f"{name}_id"] = record.id
        decision = self.env["sale.backorder.decision"].sudo()
        return decision._decide(
            self.sudo(),
            Answer(option, **details),
            source,
            by or self.env.user.partner_id,
        )

    def _get_open_backorders(self):
        return self.backorder_ids.filtered(lambda backorder: backorder._is_open())

    def _has_open_deliveries(self):
        """Tell whether anything of the order is still to be shipped."""
        self.ensure_one()
        moves = self.order_line.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        )
        return bool(moves._filter_customer_bound())
