# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .sale_backorder_confirmation import LIMITS_KEY, PAID


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Override of `sale`: what is paid for is confirmed, whoever books the payment.

        A refusal would keep the customer's money and lose the order.
        """
        noting = self.with_context(**{LIMITS_KEY: PAID})
        return super(PaymentTransaction, noting)._check_amount_and_confirm_order()
