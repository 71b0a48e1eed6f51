# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

_logger = logging.getLogger(__name__)


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """A rush: whom it pushes back, who may approve it, and until when it lasts."""

    _inherit = "sale.backorder.decision"

    is_internal = fields.Boolean(
        string="Raised by Staff",
        readonly=True,
        help="The customer did not ask for it, and is not told of it.",
    )
    rush_until = fields.Date(
        string="Hurries Until",
        help="After this day it waits in its place again. Empty: as many days as the "
        "settings say.",
    )
    rush_user_id = fields.Many2one(
        "res.users", string="Approved By", readonly=True, ondelete="restrict"
    )
    rush_picking_ids = fields.Many2many(
        "stock.picking",
        string="Made Urgent",
        readonly=True,
        help="The transfers that got the star by it and lose it when it ends.",
    )
    rush_effect = fields.Html(
        string="Whom It Pushes Back",
        compute="_compute_rush_effect",
        sanitize=False,
        help="What would be if it were approved now.",
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("option", "state")
    def _compute_rush_effect(self):
        effects = self.env["sale.backorder.priority.effect"]
        self.rush_effect = False
        for decision in self:
            if decision.option == "expedite" and decision.state == "pending":
                line = decision.order_line_id
                decision.rush_effect = effects._render(line._get_rush_effects())

    @api.depends("option", "answered_by_id", "is_internal")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        """Managers approve everything, salespeople what customers ask them for."""
        is_manager = self.env.su or self.env.user.has_group(
            "sales_team.group_sale_manager"
        )
        for decision in self:
            decision.can_approve = decision.option == "expedite" and (
                is_manager or not decision._needs_manager()
            )

    def _needs_manager(self):
        self.ensure_one()
        approver = self.sudo().company_id.backorder_rush_approver
        return self.is_internal or approver == "manager"

    # === RAISING === #

    @api.model
    def _raise_rush(self, line, reason, until):
        """Write down that a colleague wants a line to hurry.

        :param sale.order.line line: as superuser
        :param str reason:
        :param date until: empty for as long as the settings say
        :rtype: sale.backorder.decision
        """
        order = line.order_id
        self._lock(order)
        pending = order.backorder_decision_ids.filtered(
            lambda decision: (
                decision.option == "expedite"
                and decision.order_line_id == line
                and decision.state == "pending"
            )
        )
        backorders = order._get_open_backorders().filtered(
            lambda backorder: backorder.order_line_id == line
        )
        if pending or not self._can_hurry(line, backorders):
            raise UserError(
                self.env._("It hurries already, or somebody is about to decide on it.")
            )
        decision = self.create(
            {
                "order_id": order.id,
                "order_line_id": line.id,
                "kind": "expedite",
                "option": "expedite",
                "origin": "staff",
                "is_internal": True,
                "reason": reason,
                "rush_until": until or order.company_id._get_rush_end(),
                "answered_date": fields.Datetime.now(),
                "answered_by_id": self.env.user.partner_id.id,
            }
        )
        decision._become_task("backorder_comms.mail_activity_type_rush", [reason])
        decision._note_rush(
            self.env._(
                "Asks that %(product)s goes before others. Reason: %(reason)s",
                product=line.product_id.display_name,
                reason=reason,
            )
        )
        return decision

    def _get_task_user(self):
        """Override of ours to leave a rush to whoever may approve it."""
        if self.option == "expedite" and self._needs_manager():
            order = self.order_id
            leader = order.team_id.user_id or order.warehouse_id.backorder_user_id
            if leader:
                return leader
        return super()._get_task_user()

    # === APPROVED, AND OVER === #

    def _start_rush(self, transfers, user):
        """Give transfers the star, and remember which have it for this reason.

        :param stock.picking transfers:
        :param res.users user: who approved it
        """
        self.ensure_one()
        starred = transfers.filtered(lambda transfer: transfer.priority != "1")
        self.write(
            {
                "rush_picking_ids": [fields.Command.set(starred.ids)],
                "rush_until": self.rush_until or self.company_id._get_rush_end(),
                "rush_user_id": user.id,
            }
        )
        starred.priority = "1"
        self._note_rush(
            self.env._(
                "%(product)s goes before others until %(date)s.",
                product=self.order_line_id.product_id.display_name,
                date=format_date(self.env, self.rush_until),
            )
        )

    @api.model
    def _end_rushes(self):
        """Take the star back where the day is over, each on its own account."""
        tomorrow = fields.Date.today() + timedelta(days=1)
        rushes = self.search(
            Domain("option", "=", "expedite")
            & Domain("state", "=", "done")
            & Domain("rush_until", "<", tomorrow)
            & Domain("rush_picking_ids", "!=", False)
        )
        for rush in rushes:
            if rush.rush_until >= rush.company_id._backorder_today():
                continue
            try:
                with self.env.cr.savepoint():
                    rush._end_rush()
            except psycopg2.OperationalError:
                _logger.info("Rush %s is ended by the next run", rush.id)
            except Exception:
                _logger.exception("Cannot end rush %s", rush.id)

    def _end_rush(self):
        """Take the star from what got it by this, and from what was split off it.

        What had it before, or hurries for another reason as well, keeps it.
        """
        self.ensure_one()
        transfers = found = self.rush_picking_ids
        while found := found.backorder_ids - transfers:
            transfers |= found
        self.rush_picking_ids = False
        others = self.search([("rush_picking_ids", "in", transfers.ids)])
        ended = (transfers - others.rush_picking_ids).filtered(
            lambda transfer: (
                transfer.priority == "1" and transfer.state not in ("done", "cancel")
            )
        )
        if ended:
            ended.priority = "0"
            self._note_rush(
                self.env._(
                    "%(product)s does not go before others any more: the rush is over.",
                    product=self.order_line_id.product_id.display_name,
                )
            )

    def _note_rush(self, text):
        """Write a note for colleagues; whoever raised it hears of it."""
        self.ensure_one()
        asker = self.is_internal and self.answered_by_id - self.env.user.partner_id
        self.order_id.with_context(mail_notify_force_send=False).message_post(
            body=text,
            author_id=self.env.user.partner_id.id,
            partner_ids=asker.ids if asker else [],
            subtype_xmlid="mail.mt_note",
        )
