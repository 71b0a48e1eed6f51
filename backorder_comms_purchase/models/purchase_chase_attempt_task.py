# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


# A file for what an attempt asks of colleagues.
# pylint: disable=consider-merging-classes-inherited
class PurchaseChaseAttempt(models.Model):
    _inherit = "purchase.chase.attempt"

    def _get_assignee(self):
        """Return whose activity the step is.

        :rtype: res.users
        """
        self.ensure_one()
        managers = self.step_id.user_id or self._get_managers()
        buyers = self.order_id.user_id or self.partner_id.buyer_id
        users = managers | buyers if self.step_id.action == "manager" else buyers
        users = (users | managers).filtered("active")
        if not users:
            raise UserError(self.env._("There is nobody to give the activity to."))
        return users[0]

    def _get_managers(self):
        group = self.env.ref("purchase.group_purchase_manager")
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        ).sorted("id")

    def _render_task(self):
        """Render what there is to do, in the language of the environment.

        :rtype: Markup
        """
        self.ensure_one()
        suggests_vendors = self.step_id.action == "vendors"
        return self.env["ir.qweb"]._render(
            "backorder_comms_purchase.note_chase_task",
            {
                "lines": self.line_ids._get_backorder_chase_facts(),
                "offers": self._get_offers() if suggests_vendors else [],
                "suggests_vendors": suggests_vendors,
            },
        )

    def _get_offers(self):
        """Return what other vendors ask for the goods, according to the price list.

        :rtype: list[product.supplierinfo]
        """
        company = self.company_id
        sellers = self.env["product.supplierinfo"]
        for product in self.line_ids.product_id.with_company(company):
            sellers |= product._get_filtered_sellers(
                quantity=None, date=company._backorder_today()
            )
        return sellers.filtered(
            lambda seller: seller.partner_id.commercial_partner_id != self.partner_id
        ).sorted(lambda seller: (seller.delay, seller.price, seller.id))
