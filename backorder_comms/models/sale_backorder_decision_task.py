# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import fields, models


# A file for what a decision is, another one for whose task it becomes.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """An answer that takes somebody to do it becomes an activity on the order."""

    _inherit = "sale.backorder.decision"

    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    def write(self, vals):
        """Override of the ORM: whoever ends a decision has done its activity."""
        res = super().write(vals)
        if vals.get("state") in ("done", "declined"):
            activities = self.sudo().activity_id.filtered("active")
            if activities:
                activities._action_done()
        return res

    def _become_task(self, activity_type, facts):
        """Leave it to the salesperson, else to whom the warehouse names.

        :param str activity_type: its id
        :param list[str] facts: what is good to know, beside the customer's words
        """
        self.ensure_one()
        order = self.order_id
        user = self._get_task_user()
        decision = self.with_context(lang=user.lang)
        title = decision.display_name
        self.state = "pending"
        self.activity_id = order.activity_schedule(
            activity_type,
            summary=title,
            note=Markup("<br/>").join(
                [decision._get_html_link(title=title), *filter(None, facts)]
            ),
            user_id=user.id,
        )

    def _get_task_user(self):
        """Return whose task it is, for the kinds that are another one's to extend."""
        order = self.order_id
        return order.user_id or order.warehouse_id.backorder_user_id or order.create_uid
