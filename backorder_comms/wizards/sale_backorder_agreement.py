# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

MANAGER = "sales_team.group_sale_manager"


class SaleBackorderAgreement(models.TransientModel):
    """Promise a date by hand, within what the goods or a manager allow."""

    _name = "sale.backorder.agreement"
    _description = "Promise a Date"

    backorder_ids = fields.Many2many("sale.backorder", readonly=True)
    expected_date = fields.Date(
        compute="_compute_expected_date",
        help="The day on which the last of them can leave. Empty: nobody knows.",
    )
    date = fields.Date(string="Promised Date", required=True)
    reason = fields.Text(
        help="Why this day, for colleagues. The customer does not read it."
    )

    @api.depends("backorder_ids")
    def _compute_expected_date(self):
        for agreement in self:
            dates = agreement.backorder_ids.mapped("expected_date")
            agreement.expected_date = all(dates) and max(dates, default=False)

    # === ACTIONS === #

    def action_confirm(self):
        """Promise the date.

        :raise AccessError: unless the user may write the orders
        :raise UserError: if the day is past, or earlier than the goods are expected and
            the user is no sales manager
        """
        self.ensure_one()
        backorders = self.backorder_ids
        backorders.order_id.check_access("write")
        self._check(backorders)
        backorders.sudo()._agree(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    @api.model
    def _open(self, backorders):
        """Return an action that asks for the date.

        :param sale.backorder backorders:
        :raise AccessError: unless the user may write the orders
        """
        backorders.order_id.check_access("write")
        dates = [
            self.env.company._backorder_today(),
            *backorders.mapped("expected_date"),
        ]
        wizard = self.create(
            {"backorder_ids": backorders.ids, "date": max(filter(None, dates))}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise a Date"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check(self, backorders):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say why this day: it is kept."))
        if any(backorder.state != "waiting" for backorder in backorders):
            raise UserError(self.env._("Some of it waits for nothing any more."))
        if self.date < self.env.company._backorder_today():
            raise UserError(self.env._("A day that is past cannot be promised."))
        if not self.env.user.has_group(MANAGER):
            self._check_expected(backorders)

    def _check_expected(self, backorders):
        """Refuse a day on which the goods are not expected to be there."""
        for backorder in backorders:
            if not backorder.expected_date:
                raise UserError(
                    self.env._(
                        "Nobody knows when %(backorder)s can leave: only a sales "
                        "manager promises a day all the same.",
                        backorder=backorder.display_name,
                    )
                )
            if self.date < backorder.expected_date:
                raise UserError(
                    self.env._(
                        "%(backorder)s is expected on %(date)s: only a sales manager "
                        "promises an earlier day.",
                        backorder=backorder.display_name,
                        date=format_date(self.env, backorder.expected_date),
                    )
                )
