# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """What colleagues may do for a customer who waits, beside asking and deciding."""

    _inherit = "sale.backorder"

    customer_note = fields.Text(
        string="Note for the Customer",
        tracking=True,
        help="The next email about it carries these words, once. Then the field is "
        "empty again, and the words are in that email.",
    )

    def action_promise(self):
        """Offer to promise a date by hand, for one or several at once."""
        return self.env["sale.backorder.agreement"]._open(self)

    # === BUSINESS METHODS === #

    def _forget_customer_notes(self):
        """Let each note be said once."""
        noted = self.filtered("customer_note").with_context(tracking_disable=True)
        noted.customer_note = False

    def _agree(self, day, reason):
        """Promise a date that somebody and the customer agreed on.

        No message has to tell him, nor that there is news by a day.

        :param date day:
        :param str reason: in the user's words, for colleagues
        """
        self._promise(dict.fromkeys(self, day), "agreed")
        self.next_update_date = False
        self.update_ids._withdraw()
        for backorder in self:
            promise = backorder._get_promises()[-1:]
            promise.filtered(lambda one: one.cause == "agreed").user_id = self.env.user
            backorder.message_post(body=reason)
