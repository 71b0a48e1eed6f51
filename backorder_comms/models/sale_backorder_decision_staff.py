# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


# A file for what a decision is, another one for what staff does about it.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """What staff does about answers that take somebody to do them."""

    _inherit = "sale.backorder.decision"

    reply = fields.Text(
        string="Words to the Customer",
        help="Written to the customer when it is done or declined.",
    )

    def action_done(self):
        """Say that somebody did what the customer wants."""
        return self._settle("done")

    def action_decline(self):
        """Refuse what the customer wants, with words."""
        if not all(decision.reply or decision.is_internal for decision in self):
            raise UserError(
                self.env._("Tell the customer why: fill in the words to the customer.")
            )
        return self._settle("declined")

    def _settle(self, state):
        """End decisions that wait for staff, and tell their customers."""
        self.check_access("write")
        for decision in self.sudo():
            if decision.state != "pending":
                raise UserError(self.env._("There is nothing to do about it any more."))
            decision.state = state
            decision._post_reply()

    def _post_reply(self):
        """Write to the customer in the order's chatter; it leaves by the mail queue."""
        self.ensure_one()
        if not self.reply:
            return
        order = self.order_id
        self.effect = "\n".join(filter(None, (self.effect, self.reply)))
        order.with_context(mail_notify_force_send=False).message_post(
            author_id=self.env.user.partner_id.id,
            body=self.reply,
            message_type="comment",
            partner_ids=order._get_backorder_contact().ids,
            subtype_xmlid="mail.mt_comment",
        )
