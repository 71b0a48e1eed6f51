# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

TOLD_BY_US = "backorder_comms_told_by_us"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def write(self, vals):
        """Override of `stock` to notice that others are to get the goods first."""
        res = super().write(vals)
        if "priority" in vals:
            self.env["sale.backorder.signal"]._notice(products=self.move_ids.product_id)
        return res

    def _send_confirmation_email(self):
        """Override of `stock` to write what ships and what waits instead of "shipped".

        The shipments are only marked here; all of them still go through core's method,
        as other addons do their own work in it.
        """
        ours = self._filter_told_by_us()
        self.env["sale.backorder.signal"]._notice(pickings=ours)
        context = {TOLD_BY_US: ours.ids} if ours else {}
        return super(
            StockPicking, self.with_context(**context)
        )._send_confirmation_email()

    def message_post_with_source(self, source_ref, **kwargs):
        """Override of `mail` to keep core's notice of these shipments to itself."""
        told = self.filtered(
            lambda pick: pick.id in self.env.context.get(TOLD_BY_US, ())
        )
        if told == self:
            return self.env["mail.message"]
        return super(StockPicking, self - told).message_post_with_source(
            source_ref, **kwargs
        )

    def _message_sms_with_template(self, *args, **kwargs):
        """Override of `sms` to keep core's notice of these shipments to itself."""
        if self.id in self.env.context.get(TOLD_BY_US, ()):
            return self.env["mail.message"]
        return super()._message_sms_with_template(*args, **kwargs)

    def _filter_told_by_us(self):
        """Keep the shipments about which core would write something misleading.

        Those are the ones after which the order still waits for something, and those
        that end a wait which we told the customer about.
        """
        announced = self.filtered(
            lambda pick: (
                pick.sale_id
                and pick.picking_type_code == "outgoing"
                and pick.company_id.backorder_comms_active
                and pick.company_id._is_shipping_announced()
            )
        )
        orders = announced.sale_id._filter_shipment_told_by_us()
        ours = announced.filtered(lambda pick: pick.sale_id in orders)
        return ours & ours.move_ids._filter_shipped_to_customer().picking_id
