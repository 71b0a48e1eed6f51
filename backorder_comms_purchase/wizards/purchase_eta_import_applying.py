# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.backorder_comms.logic.spreadsheet import write_texts

# What a part and the rest of a line have in common with what it was.
KEPT = ("date_planned", "price_unit", "discount", "name")

# What the vendor promised for a part before it was one.
PAST = ("backorder_first_date_planned", "backorder_slip_count")


# A file for each thing that the wizard does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseEtaImport(models.TransientModel):
    """Changes the dates, as the user, in one transaction."""

    _inherit = "purchase.eta.import"

    def _apply(self, changes):
        """Change purchase lines, and note on their orders why.

        :param list[Change] changes:
        """
        self.report = base64.b64encode(self._make_report())
        self.report_name = self.env._("Imported Dates.xlsx")
        lines = {line.id: line for line in self._get_lines(changes)}
        pairs = [(lines[change.line], change) for change in changes]
        rows = defaultdict(list)
        for line, change in pairs:
            rows[line.order_id].append(self._prepare_note_row(line, change))
        self._move(self._split(pairs))
        for order in rows:
            self._note(order, rows[order])

    def _split(self, pairs):
        """Give parts of lines a line of their own, and with it a receipt.

        :param list[tuple[purchase.order.line, Change]] pairs:
        :return: the lines, parts included, by when they are to be expected
        :rtype: dict[datetime, purchase.order.line]
        """
        dates = defaultdict(self.env["purchase.order.line"].browse)
        for line, change in pairs:
            moment = line._convert_to_middle_of_day(change.day)
            is_whole = change.quantity is None
            dates[moment] |= line if is_whole else self._split_off(line, change)
        return dates

    def _split_off(self, line, change):
        """Return the line of a part, as it would be had it been ordered alone."""
        # Core computes these anew where a quantity changes alone.
        kept = {name: line[name] for name in KEPT}
        line.write({"product_qty": line.product_qty - change.quantity, **kept})
        if line.move_ids.filtered(lambda move: move._is_purchase_return()):
            # What was taken off the line could not be taken off its receipt.
            raise UserError(
                self.env._(
                    "%(product)s on %(order)s cannot be split: split it by hand.",
                    product=line.product_id.display_name,
                    order=line.order_id.name,
                )
            )
        past = {name: line[name] for name in PAST}
        return line.copy(
            {
                "order_id": line.order_id.id,
                "product_qty": change.quantity,
                **kept,
                **past,
            }
        )

    def _move(self, dates):
        """Change dates as core does; another buyer gets core's activity about it.

        Core leaves receipts on their old day; those that were planned for it follow.

        :param dict[datetime, purchase.order.line] dates:
        """
        by_order = defaultdict(list)
        for moment, lines in dates.items():
            for line in lines:
                by_order[line.order_id].append((line, moment))
        for order, pairs in by_order.items():
            if order.user_id not in (self.env.user, order.user_id[:0]):
                order._create_update_date_activity(pairs)
        for moment, lines in dates.items():
            following = lines.move_ids.browse().union(*map(self._get_following, lines))
            lines._update_date_planned(moment)
            following.date = moment

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
