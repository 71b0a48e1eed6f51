# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..logic.date_plan import CHANGE, REFUSED, UNCHANGED, UNCLEAR
from ..models.purchase_eta_mapping import DATE_ORDERS


class PurchaseEtaImport(models.TransientModel):
    """Takes the dates from the spreadsheet that a vendor sent.

    First it shows what it would do, and to whom; a buyer decides.
    """

    _name = "purchase.eta.import"
    _description = "Import of Vendor Dates"
    _rec_name = "filename"

    partner_id = fields.Many2one("res.partner", string="Vendor", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(
        string="Spreadsheet",
        help="An .xlsx, .xls or .csv file, as the vendor sent it: up to 5 MB and "
        "20,000 rows.",
    )
    filename = fields.Char()
    state = fields.Selection(
        selection=[("upload", "Upload"), ("check", "Check"), ("done", "Done")],
        default="upload",
        required=True,
        readonly=True,
    )
    date_order = fields.Selection(
        DATE_ORDERS,
        string="Day and Month",
        help="How 03/04/2026 is to be read. Empty: the other rows of the sheet decide.",
    )
    is_stale = fields.Boolean(readonly=True)
    column_ids = fields.One2many("purchase.eta.import.column", "import_id")
    line_ids = fields.One2many("purchase.eta.import.line", "import_id")
    customer_ids = fields.One2many("purchase.eta.import.customer", "import_id")
    change_count = fields.Integer(compute="_compute_counts")
    unchanged_count = fields.Integer(compute="_compute_counts")
    unclear_count = fields.Integer(compute="_compute_counts")
    refused_count = fields.Integer(compute="_compute_counts")
    told_count = fields.Integer(compute="_compute_told_count")
    report = fields.Binary(readonly=True)
    report_name = fields.Char(readonly=True)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["purchase.eta.import.line"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "state"], ["__count"]
        )
        counts = {(wizard, state): count for wizard, state, count in groups}
        for wizard in self:
            for state in (CHANGE, UNCHANGED, UNCLEAR, REFUSED):
                wizard[f"{state}_count"] = counts.get((wizard, state), 0)

    @api.depends("customer_ids.is_told")
    def _compute_told_count(self):
        for wizard in self:
            told = wizard.customer_ids.filtered("is_told")
            wizard.told_count = len(told.partner_id)

    # === ACTIONS === #

    def action_check(self):
        """Show what would be done with each row, and who would be told."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the file that the vendor sent first."))
        self._check(self._read())
        self.is_stale = False
        return self._reopen()

    def action_apply(self):
        """Change the dates as was shown; if that is not true any more, show it anew."""
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state != "check":
            return self._reopen()
        shown = self._get_shown()
        self._lock_orders()
        changes = self._check(self._read())
        self.is_stale = self._get_shown() != shown
        if self.is_stale:
            return self._reopen()
        if not changes:
            raise UserError(self.env._("There is nothing to change."))
        self._apply(changes)
        self._remember()
        self.state = "done"
        return self._reopen()

    def action_start_over(self):
        """Take another file."""
        self.ensure_one()
        self.write(
            {
                "column_ids": [Command.clear()],
                "line_ids": [Command.clear()],
                "customer_ids": [Command.clear()],
                "state": "upload",
                "file": False,
                "filename": False,
                "date_order": False,
                "is_stale": False,
                "report": False,
            }
        )
        return self._reopen()

    @api.model
    def _open_for(self, orders):
        """Open the wizard for the vendor of orders, if they have the same."""
        vendor = orders.partner_id.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms_purchase.purchase_eta_import_action"
        )
        default = vendor.id if len(vendor) == 1 else False
        context = {"dialog_size": "extra-large", "default_partner_id": default}
        return {**action, "context": context}

    def _reopen(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "backorder_comms_purchase.purchase_eta_import_action"
            ),
            "res_id": self.id,
        }

    # === BUSINESS METHODS === #

    def _get_shown(self):
        """Return what the user decides about: the rows that would change."""
        lines = self.line_ids.filtered(lambda line: line.state == CHANGE)
        return [
            (
                line.sheet,
                line.number,
                line.purchase_line_id,
                line.old_date,
                line.new_date,
            )
            for line in lines
        ]

    def _lock_orders(self):
        """Keep others from changing meanwhile what is about to change."""
        lines = self.line_ids.filtered(lambda line: line.state == CHANGE)
        lines.purchase_line_id.lock_for_update(allow_referencing=True)
