# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields


def post_init_hook(env):
    """Look at what is late already, without a word to any customer.

    Orders from before the installation are told about only when an administrator says
    so; looking at them is left to the cron, as it may take a while.
    """
    env["res.company"].search([]).write(
        {
            "backorder_comms_since": fields.Datetime.now(),
            "backorder_comms_baseline_done": False,
        }
    )
    env["sale.backorder.signal"]._notice_everything()


def uninstall_hook(env):
    """Remove what Odoo does not trace back to an addon.

    Those are activities on orders, and what was said in the chatter of backorders.
    """
    for name in ("cancelled", "failure", "health", "limit", "return", "rush"):
        xmlid = f"backorder_comms.mail_activity_type_{name}"
        activity_type = env.ref(xmlid, raise_if_not_found=False)
        if activity_type:
            env["mail.activity"].search(
                [("activity_type_id", "=", activity_type.id)]
            ).unlink()
    if env["sale.backorder.outbox"]._is_held():
        # What core has in its queues would leave when nobody holds it any more.
        env["sale.backorder.message"]._get_unsent()._withdraw("uninstalled")
    env["sale.backorder"].search([]).unlink()
