# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.backorder_comms.logic.spreadsheet import write_texts

# What the rest of a line has in common with what it was.
KEPT = ("date_planned", "price_unit", "discount", "name")


# A file for each thing that the wizard does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseEtaImport(models.TransientModel):
    """Changes the dates, as the user, in one transaction."""

    _inherit = "purchase.eta.import"

    def _apply(self, changes):
        """Change purchase lines, and note on their orders why.

        :param list[Change] changes:
        """
        by_order = defaultdict(list)
        for change in changes:
            line = self.env["purchase.order.line"].browse(change.line)
            by_order[line.order_id].append((line, change))
        self.report = base64.b64encode(self._make_report())
        self.report_name = self.env._("Imported Dates.xlsx")
        for order, pairs in by_order.items():
            rows = [self._prepare_note_row(line, change) for line, change in pairs]
            for line, change in pairs:
                if change.quantity is not None:
                    self._split(line, change)
            whole = [pair for pair in pairs if pair[1].quantity is None]
            self._move(order, whole)
            self._note(order, rows)

    def _split(self, line, change):
        """Give a part a line of its own, and by it a receipt of its own date.

        Core computes date and price anew where a quantity changes alone.
        """
        line.write(
            {
                "product_qty": line.product_qty - change.quantity,
                **{name: line[name] for name in KEPT},
            }
        )
        line.copy(
            {
                "order_id": line.order_id.id,
                "product_qty": change.quantity,
                "date_planned": line._convert_to_middle_of_day(change.day),
            }
        )
        if line.move_ids.filtered(lambda move: move._is_purchase_return()):
            # What was taken off the line could not be taken off its receipt.
            raise UserError(
                self.env._(
                    "%(product)s on %(order)s cannot be split: split it by hand.",
                    product=line.product_id.display_name,
                    order=line.order_id.name,
                )
            )

    def _move(self, order, pairs):
        """Change dates as core does; another buyer gets core's activity about it.

        Core leaves receipts on their old day; those that were planned for it follow.
        """
        following = {line: self._get_following(line) for line, _change in pairs}
        dates = [
            (line, line._convert_to_middle_of_day(change.day)) for line, change in pairs
        ]
        if dates and order.user_id not in (self.env.user, order.user_id[:0]):
            order._create_update_date_activity(dates)
        for line, moment in dates:
            line._update_date_planned(moment)
            following[line].date = moment

    # === NOTES === #

    def _note(self, order, rows):
        """Note on an order what changed, with the vendor's file and the report."""
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": base64.b64decode(content),
                    "res_model": order._name,
                    "res_id": order.id,
                }
                for name, content in (
                    (self.filename, self.with_context(bin_size=False).file),
                    (self.report_name, self.with_context(bin_size=False).report),
                )
            ]
        )
        order.message_post_with_source(
            "backorder_comms_purchase.purchase_eta_import_note",
            render_values={"rows": rows},
            subtype_xmlid="mail.mt_note",
            attachment_ids=attachments.ids,
        )

    def _prepare_note_row(self, line, change):
        part = change.quantity
        return {
            "name": line.product_id.display_name,
            "part": f"{part:g} {line.product_uom_id.name}" if part else "",
            "old": self._get_day(line),
            "new": change.day,
        }

    def _make_report(self):
        """Return what became of each row, as a spreadsheet.

        Of customers it says nothing: it may go back to the vendor.
        """
        names = [
            "sheet",
            "number",
            "order_text",
            "product_text",
            "quantity_text",
            "date_text",
            "state",
            "old_date",
            "new_date",
            "reason",
        ]
        fields = self.line_ids.fields_get(names, ["string", "selection"])
        labels = {name: dict(fields[name].get("selection", ())) for name in names}
        rows = [
            [labels[name].get(line[name]) or str(line[name] or "") for name in names]
            for line in self.line_ids
        ]
        titles = [fields[name]["string"] for name in names]
        return write_texts(self.env._("Dates"), titles, rows)

    def _remember(self):
        self.env["purchase.eta.mapping"]._remember(
            self.partner_id, self._get_meanings(), self.date_order
        )
