# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .sale_backorder import OPEN_STATES
from .sale_backorder_confirmation import LIMITS_KEY
from .sale_backorder_message import CONTENTS_KEY, MESSAGE_KEY
from .sale_backorder_rule_matching import News
from .sale_backorder_rule_rendering import PREVIEW_KEY

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
    backorder_count = fields.Integer(
        string="Backorders", compute="_compute_backorder_waiting", compute_sudo=True
    )
    backorder_waiting_count = fields.Integer(
        string="Waiting Lines", compute="_compute_backorder_waiting", compute_sudo=True
    )
    backorder_expected_date = fields.Date(
        string="Waiting Until",
        compute="_compute_backorder_waiting",
        compute_sudo=True,
        help="Empty when the date of any waiting line is unknown.",
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

    def _get_open_backorders(self):
        return self.backorder_ids.filtered(lambda backorder: backorder._is_open())

    def _has_open_deliveries(self):
        """Tell whether anything of the order is still to be shipped."""
        self.ensure_one()
        moves = self.order_line.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        )
        return bool(moves._filter_customer_bound())

    def _filter_shipment_told_by_us(self):
        """Keep the orders whose shipment, just done, is our message's to announce.

        Most orders ship complete and never waited: one query leaves them out.
        """
        if not self:
            return self
        candidates = self.sudo().search(
            Domain("id", "in", self.ids)
            & (
                Domain("order_line.move_ids.state", "in", OPEN_MOVE_STATES)
                | Domain("backorder_ids.state", "in", OPEN_STATES)
            )
        )
        return (self & candidates).filtered(
            lambda order: order._is_shipment_told_by_us()
        )

    def _is_shipment_told_by_us(self):
        """Tell whether a shipment, just done, is our message's to announce.

        Either something of the order still waits, or a wait that the customer knows of
        ends with it; and we have words for that which the customer wants.
        """
        self.ensure_one()
        if self._has_open_deliveries():
            return self._has_backorder_words("partly_shipped")
        was_told = any(self.sudo()._get_open_backorders().mapped("told_date"))
        return was_told and self._has_backorder_words("shipped")

    def _has_backorder_words(self, event_type):
        """Tell whether a rule writes about such events as this customer wants it."""
        nothing = self.env["sale.backorder.event"]
        backorders = self.sudo()._get_open_backorders()
        news = News(self, event_type, "", nothing, backorders)
        # Warehouse users do not read the rules.
        [notices] = self.env["sale.backorder.rule"].sudo()._choose([news])
        return any(notice.is_for_customer() for notice in notices)

    def _get_backorder_contact(self):
        """Return whom to write to: the first who can be reached.

        That is the contact of the order or of the delivery, whichever the company
        prefers, the other one, or the company that they belong to.

        :return: in the environment of the order's company, whose settings apply
        :rtype: res.partner
        """
        self.ensure_one()
        contacts = self.partner_id
        if self.company_id.backorder_comms_recipient == "delivery":
            contacts = self.partner_shipping_id | contacts
        contacts |= self.partner_id.commercial_partner_id
        contacts = contacts.with_company(self.company_id)
        return next(
            (one for one in contacts if one._get_backorder_channels() is not None),
            contacts[-1],
        )

    def _get_backorder_sender(self):
        """Return the person, else the company, whom customers may ask.

        :rtype: res.partner
        """
        self.ensure_one()
        return self.user_id.partner_id or self.company_id.partner_id

    def _warn_about_backorder_message(self, reason):
        """Ask the salesperson to tell the customer in person, once.

        :param str reason: why no message can do it
        """
        self.ensure_one()
        activity_type = "backorder_comms.mail_activity_type_failure"
        if not self.activity_search([activity_type]):
            self.activity_schedule(
                activity_type, note=reason, user_id=(self.user_id or self.create_uid).id
            )

    def _message_receive_bounce(self, email, partner):
        """Override of `mail` to look again at what became of the order's messages."""
        result = super()._message_receive_bounce(email, partner)
        messages = self.sudo().backorder_message_ids
        messages.filtered(lambda message: message.channel == "mail")._look_again()
        return result

    def _get_backorder_content(self):
        """Return what a message about the order's backorders says, for its templates.

        :rtype: dict, see `sale.backorder.content`
        """
        self.ensure_one()
        contents = self.env.context.get(CONTENTS_KEY, {})
        if self.id in contents:
            return contents[self.id]
        message = self.env["sale.backorder.message"].browse(
            self.env.context.get(MESSAGE_KEY)
        )
        events = message.event_ids or self.backorder_event_ids
        return self.env["sale.backorder.content"]._get_content(self, events)

    def _get_backorder_portal_rows(self):
        """Return what the customer sees of the delivery of each line of goods.

        :rtype: list[dict], see `sale.backorder.content`
        """
        self.ensure_one()
        return self.env["sale.backorder.content"]._get_portal_rows(self)

    def _render_backorder_block(self, template):
        """Render a block that messages share, in the language of the environment.

        :param str template: id of the view
        :rtype: Markup
        """
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            template,
            {
                "content": self._get_backorder_content(),
                "contact": self._get_backorder_sender(),
                "company": self.company_id,
                "url": self._get_backorder_url(),
            },
            lang=self.env.lang,
        )

    def _get_backorder_url(self):
        """Return the address at which customers see the order without logging in."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url(anchor="backorder_delivery")

    def _portal_ensure_token(self):
        """Override of `portal`: whoever only looks at a message makes no key to it."""
        if self.env.context.get(PREVIEW_KEY):
            return self.access_token or ""
        return super()._portal_ensure_token()
