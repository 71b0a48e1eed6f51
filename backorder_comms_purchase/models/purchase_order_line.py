# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

# What a request must change to be worth a look.
REQUEST_FIELDS = frozenset({"date_planned", "product_id", "product_qty"})


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    backorder_first_date_planned = fields.Datetime(
        string="First Promised",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The expected arrival when the purchase was confirmed. It stays when the "
        "expected arrival moves.",
    )
    backorder_slip_count = fields.Integer(
        string="Put Off",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="How often the expected arrival moved to a later day after the purchase "
        "was confirmed.",
    )

    def _auto_init(self):
        """Override of `base` to fill the columns of existing purchases in one go."""
        if not column_exists(self.env.cr, self._table, "backorder_first_date_planned"):
            self._create_backorder_columns()
        return super()._auto_init()

    def _create_backorder_columns(self):
        """What was first promised is not known any more: it is what is promised now."""
        cr = self.env.cr
        create_column(cr, self._table, "backorder_first_date_planned", "timestamp")
        create_column(cr, self._table, "backorder_slip_count", "int4")
        cr.execute(
            SQL(
                """
                UPDATE purchase_order_line AS line
                   SET backorder_first_date_planned = line.date_planned,
                       backorder_slip_count = 0
                  FROM purchase_order AS purchase
                 WHERE purchase.id = line.order_id
                   AND purchase.state = 'purchase'
                """
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `purchase_stock` to keep what is promised for an added line."""
        lines = super().create(vals_list)
        lines.filtered(
            lambda line: (
                line.state == "purchase" and not line.backorder_first_date_planned
            )
        )._keep_backorder_promise()
        lines._notice_backorder_requests()
        return lines

    def write(self, vals):
        """Override of `purchase_stock` to count how often a line is put off."""
        days = self._get_backorder_days() if vals.get("date_planned") else {}
        if "product_id" in vals:
            self._notice_backorder_requests()  # of what is not asked for any more
        res = super().write(vals)
        if days:
            self._count_backorder_slips(days)
        if not REQUEST_FIELDS.isdisjoint(vals):
            self._notice_backorder_requests()
        return res

    def unlink(self):
        """Override of `purchase_stock` to notice what is not asked for any more."""
        self._notice_backorder_requests()
        return super().unlink()

    # === DATES === #

    def _get_backorder_days(self):
        """Return the day of arrival of each line that is ordered, where its company is.

        :rtype: dict[purchase.order.line, date]
        """
        return {
            line: line.company_id._to_backorder_day(line.date_planned)
            for line in self
            if line.state == "purchase" and line.date_planned
        }

    def _count_backorder_slips(self, days):
        """Count the lines that are to come later than on those days, in bulk."""
        after = self._get_backorder_days()
        slipped = self.filtered(
            lambda line: line in days and line in after and after[line] > days[line]
        )
        for count, lines in slipped.grouped("backorder_slip_count").items():
            lines.backorder_slip_count = count + 1

    def _keep_backorder_promise(self):
        """Remember what is promised now as what was promised first, in bulk."""
        for moment, lines in self.grouped("date_planned").items():
            lines.write(
                {"backorder_first_date_planned": moment, "backorder_slip_count": 0}
            )

    def _get_backorder_lateness(self):
        """Return how late a line is expected to be, if its company counts on that.

        As `purchase.vendor.lateness._get_join`.

        :rtype: purchase.vendor.lateness
        """
        lateness = self.env["purchase.vendor.lateness"].sudo()
        if not self.company_id.backorder_comms_vendor_lateness:
            return lateness
        return lateness.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.commercial_partner_id.id),
                ("product_id", "in", [self.product_id.id, False]),
            ],
            order="product_id NULLS LAST",
            limit=1,
        )

    # === REQUESTS === #

    def _notice_backorder_requests(self):
        """Have a look, after the commit, at what is asked for and counted on.

        When a purchase is confirmed or changed its receipts are noticed anyway.
        """
        counted = self.filtered(
            lambda line: line.company_id.sudo().backorder_comms_count_requests
        )
        self.env["sale.backorder.signal"]._notice(products=counted.product_id)
