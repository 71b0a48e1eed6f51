# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

HELD = "backorder_held"
JOBS = (
    "backorder_comms.ir_cron_communicate",
    "mail.ir_cron_mail_scheduler_action",
    "sms.ir_cron_sms_scheduler_action",
)


class SaleBackorderOutbox(models.Model):
    """Whether this is the database that customers hear from; there is one record.

    A copy of the database has the same messages to send as the original, which sends
    them. What the database server says of a database tells the two apart.
    """

    _name = "sale.backorder.outbox"
    _description = "Backorder Outbox"
    _rec_name = "fingerprint"

    fingerprint = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: self._get_fingerprint(),
        help="What identifies the database that customers hear from: its server, its "
        "number there and its name.",
    )
    is_held = fields.Boolean(
        string="Held",
        compute="_compute_is_held",
        help="Nothing is sent to customers until an administrator confirms that this "
        "is the database they are to hear from.",
    )
    held_since = fields.Datetime(
        readonly=True, help="When it was noticed that this is another database."
    )
    left_out_until = fields.Datetime(
        string="Leave Out Until",
        help="What was to be sent up to this moment is left out, as the other database "
        "may have sent it. Empty: all that waits now.",
    )
    waiting_count = fields.Integer(
        string="Messages That Wait", compute="_compute_waiting_count"
    )
    confirmed_date = fields.Datetime(readonly=True)
    confirmed_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)

    @api.depends("fingerprint")
    def _compute_is_held(self):
        fingerprint = self._get_fingerprint()
        for outbox in self:
            outbox.is_held = outbox.fingerprint != fingerprint

    def _compute_waiting_count(self):
        # Administrators need not be salespeople.
        messages = self.env["sale.backorder.message"].sudo()
        self.waiting_count = messages.search_count([("state", "=", "pending")]) + len(
            messages._get_unsent()
        )

    @api.depends("is_held")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for outbox in self:
            outbox.display_name = (
                self.env._("Messages are held back")
                if outbox.is_held
                else self.env._("Messages are sent")
            )

    # === ACTIONS === #

    def action_confirm(self):
        """Send what waits, and all that follows: this is the real database."""
        return self._release()

    def action_confirm_leaving_out(self):
        """Leave out what the other database may have sent, and go on."""
        return self._release(self.left_out_until or fields.Datetime.now())

    # === BUSINESS METHODS === #

    def _get_check(self):
        return self.env.ref("backorder_comms.health_outbox")

    def _get_action(self):
        """Return an action that shows the record by itself."""
        return {
            **self._get_records_action(),
            "name": self.env._("Messages to Customers"),
        }

    @api.model
    def _get_fingerprint(self):
        """Return what tells this database from its copies.

        A copy on the same server has another number there. A dump that is restored has
        a server or a number of its own. An original that makes room for a restored dump
        has another name, and so does one that is renamed after its disk was cloned.
        """
        cr = self.env.cr
        cr.execute(
            """
            SELECT oid, has_function_privilege('pg_control_system()', 'EXECUTE')
              FROM pg_database
             WHERE datname = current_database()
            """
        )
        number, may_ask_server = cr.fetchone()
        server = ""
        if may_ask_server:
            cr.execute("SELECT system_identifier FROM pg_control_system()")
            [server] = cr.fetchone()
        return f"{server}/{number}/{cr.dbname}"

    @api.model
    def _is_held(self):
        """Tell whether nothing may leave, from what the database is at this moment."""
        outbox = self.sudo().search_fetch([], ["fingerprint"], limit=1)
        return outbox.fingerprint != self._get_fingerprint()

    @api.model
    def _hold_if_copied(self):
        """Tell whether nothing may leave, and administrators so when it is found out.

        :rtype: bool
        """
        if not self._is_held():
            return False
        outbox = self.sudo().search([], limit=1)
        if not outbox.held_since:
            outbox.held_since = fields.Datetime.now()
            outbox._get_check()._refresh()
        return True

    @api.model
    def _filter_held(self, letters):
        """Keep the mails or SMS that carry messages of ours and must not leave.

        :param letters: mail.mail or sms.sms
        """
        posted = letters.sudo().mail_message_id
        # Whoever sends a mail need not have access to our messages.
        messages = self.env["sale.backorder.message"].sudo()
        ours = messages.search([("mail_message_id", "in", posted.ids)]).mail_message_id
        if not ours or not self._is_held():
            return letters.browse()
        return letters.filtered(lambda letter: letter.sudo().mail_message_id in ours)

    def _release(self, left_out_until=None):
        """Take this database for the one that customers hear from.

        :param datetime left_out_until: leave out what was written until then
        """
        self.ensure_one()
        self.check_access("write")
        outbox_sudo = self.sudo()  # the messages are not an administrator's to change
        messages_sudo = outbox_sudo.env["sale.backorder.message"]
        if left_out_until:
            messages_sudo._leave_out(left_out_until)
        messages_sudo._take_up_again()
        outbox_sudo.write(
            {
                "fingerprint": self._get_fingerprint(),
                "held_since": False,
                "left_out_until": False,
                "confirmed_date": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
            }
        )
        for job in JOBS:
            self.env["sale.backorder.signal"]._trigger(job)
        outbox_sudo._get_check()._refresh()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
