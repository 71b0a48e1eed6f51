# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

import pytz

from odoo import models
from odoo.fields import Domain

from ..logic.arrivals import take
from ..logic.date_plan import (
    CHANGE,
    REFUSED,
    UNCHANGED,
    UNCLEAR,
    Line,
    Verdict,
    Wish,
    plan,
    to_code,
)
from ..logic.sheet_columns import DATE, ORDER, PRODUCT_MEANINGS, QUANTITY
from ..logic.sheets import to_text

# So many customers are named beside a row; all of them are in a list of their own.
MOST_NAMES = 5


# A file for each thing that the wizard does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseEtaImport(models.TransientModel):
    """What is to be done with which row, and whom it touches.

    The number of queries does not depend on that of rows.
    """

    _inherit = "purchase.eta.import"

    def _check(self, entries):
        """Show what would become of each row.

        :param list[Entry] entries:
        :rtype: list[Change]
        """
        verdicts, changes = self._plan(entries)
        effects = self._get_effects(changes)
        names = self._get_names(effects, changes)
        days = self._get_days({verdict.line for verdict in verdicts} - {None})
        self.line_ids.unlink()
        rows = zip(entries, verdicts, strict=True)
        self.line_ids.create(
            [
                self._prepare_line(entry, verdict, days, names)
                for entry, verdict in sorted(rows, key=self._get_urgency)
            ]
        )
        self.customer_ids.unlink()
        self.customer_ids.create([self._prepare_customer(effect) for effect in effects])
        self.state = "check"
        return changes

    def _get_urgency(self, row):
        """Put first what the user has to see to; the order of the sheet stays."""
        _entry, verdict = row
        return (UNCLEAR, REFUSED, CHANGE, UNCHANGED).index(verdict.state)

    def _prepare_line(self, entry, verdict, days, names):
        old = days.get(verdict.line)
        products = (to_text(entry.cells.get(name)) for name in PRODUCT_MEANINGS)
        return {
            "import_id": self.id,
            "sheet": entry.sheet,
            "number": entry.number,
            "state": verdict.state,
            "reason": verdict.reason or False,
            "order_text": to_text(entry.cells.get(ORDER)),
            "product_text": " · ".join(filter(None, products)),
            "quantity_text": to_text(entry.cells.get(QUANTITY)),
            "date_text": to_text(entry.cells.get(DATE)),
            "purchase_line_id": verdict.line,
            "old_date": old,
            "new_date": entry.day,
            "days": (entry.day - old).days if old and entry.day else 0,
            "customers": verdict.state == CHANGE and names.get(verdict.line),
        }

    # === ORDERS AND LINES === #

    def _plan(self, entries):
        """Return the verdict on each row, and what is to be done."""
        orders = self._search_orders(entries)
        lines = self._load_lines(
            self.env["purchase.order"]
            .union(*orders.values())
            .filtered(lambda order: not self._get_problem(order))
        )
        fitting = {
            code: [line for order in named for line in lines.get(order.id, ())]
            for code, named in orders.items()
        }
        verdicts, wishes = [], []
        for entry in entries:
            verdict, wish = self._to_wish(entry, orders, fitting)
            verdicts.append(verdict)
            wishes += [wish] if wish else []
        planned, changes = plan(wishes)
        rest = iter(planned)
        return [verdict or next(rest) for verdict in verdicts], changes

    def _to_wish(self, entry, orders, fitting):
        """Return either the verdict on a row, or what it wishes."""
        if entry.state:
            return Verdict(entry.state, entry.reason), None
        code = entry.get_order()
        if lines := fitting[code]:
            return None, Wish(lines, entry.get_codes(), entry.day, entry.quantity)
        problems = [self._get_problem(order) for order in orders[code]]
        reason = next(filter(None, problems), "product" if problems else "order")
        return Verdict(REFUSED, reason), None

    def _search_orders(self, entries):
        """Return the orders that rows may be about, by their name or the vendor's.

        Rows without one may be about all of the vendor that are not received.

        :rtype: dict[str, purchase.order]
        """
        texts = {to_text(entry.cells.get(ORDER)) for entry in entries}
        names = list((texts | {text.upper() for text in texts}) - {""})
        open_domain = Domain(
            [
                ("partner_id", "child_of", self._get_vendor().id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "purchase"),
                ("receipt_status", "!=", "full"),
            ]
        )
        named_domain = Domain("name", "in", names) | Domain("partner_ref", "in", names)
        found = self.env["purchase.order"].search(open_domain | named_domain)
        orders = defaultdict(found.browse)
        for order in found:
            orders[to_code(order.name)] |= order
            if order.partner_ref and self._is_vendor_of(order):
                orders[to_code(order.partner_ref)] |= order
        orders[""] = found.filtered_domain(open_domain) if "" in texts else found[:0]
        return {code: orders[code] for code in {to_code(text) for text in texts}}

    def _get_vendor(self):
        return self.partner_id.commercial_partner_id

    def _is_vendor_of(self, order):
        return order.partner_id.commercial_partner_id == self._get_vendor()

    def _get_problem(self, order):
        """Return why the dates of an order cannot be changed, in a word."""
        if order.company_id != self.company_id:
            return "company"
        if not self._is_vendor_of(order):
            return "vendor"
        return "" if order.state == "purchase" else "state"

    def _load_lines(self, orders):
        """Return the lines of orders as the plan wants them, by id of the order.

        :rtype: dict[int, list[Line]]
        """
        lines = orders.order_line.filtered("product_id")
        codes = self._load_codes(lines.product_id)
        by_order = defaultdict(list)
        for line in lines:
            by_order[line.order_id.id].append(
                Line(
                    line.id,
                    line.order_id.id,
                    codes[line.product_id],
                    self._get_open_quantity(line),
                    line.product_qty,
                    self._get_day(line),
                    self._can_split(line),
                )
            )
        return by_order

    def _load_codes(self, products):
        """Return what the vendor or we may call products.

        :rtype: dict[product.product, frozenset[str]]
        """
        infos = self.env["product.supplierinfo"].search(
            [
                ("partner_id", "child_of", self._get_vendor().id),
                ("product_tmpl_id", "in", products.product_tmpl_id.ids),
            ]
        )
        by_template = infos.grouped("product_tmpl_id")
        codes = {}
        for product in products:
            own = by_template.get(product.product_tmpl_id, infos.browse()).filtered(
                lambda info, product=product: info.product_id in (product, product[:0])
            )
            texts = [product.default_code, product.barcode, product.name]
            texts += [product.display_name, *own.mapped("product_code")]
            texts += own.mapped("product_name")
            codes[product] = frozenset(to_code(text) for text in texts if text)
        return codes

    def _get_day(self, line):
        """Return the day for which a line is expected, where the buyer is, if any."""
        if not line.date_planned:
            return None
        zone = line.order_id.get_order_timezone()
        return pytz.utc.localize(line.date_planned).astimezone(zone).date()

    def _get_days(self, line_ids):
        lines = self.env["purchase.order.line"].browse(sorted(line_ids))
        return {line.id: self._get_day(line) for line in lines}

    def _get_open_moves(self, line):
        return line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def _get_open_quantity(self, line):
        """Return what is to come; of a receipt that was cancelled that is nothing."""
        if line.move_ids and not self._get_open_moves(line):
            return 0.0
        return line.product_qty - line.qty_received

    def _can_split(self, line):
        """Goods that were bought for one sales order stay on one line with it."""
        moves = self._get_open_moves(line)
        is_for_order = line.move_dest_ids or moves.sale_line_id
        return not is_for_order and moves.product_id <= line.product_id

    # === WHO IS TOUCHED === #

    def _get_effects(self, changes):
        """Return the customers whose dates would move.

        :rtype: list[Effect]
        """
        products = self._get_lines(changes).product_id
        return self.env["sale.backorder.forecast"]._get_effects(
            products, self._get_arrivals(changes), self.company_id
        )

    def _get_lines(self, changes):
        ids = {change.line for change in changes}
        return self.env["purchase.order.line"].browse(sorted(ids))

    def _get_arrivals(self, changes):
        """Return when the incoming goods would come, as `rearrange` wants it."""
        by_line = defaultdict(list)
        for change in changes:
            by_line[change.line].append(change)
        arrivals = {}
        for line in self.env["purchase.order.line"].browse(by_line):
            moves, day, parts = self._get_open_moves(line), None, []
            for change in by_line[line.id]:
                moment = line._convert_to_middle_of_day(change.day)
                if change.quantity is None:
                    day = moment
                else:
                    parts.append((self._to_product_unit(line, change.quantity), moment))
            shares = take({move.id: move.product_qty for move in moves}, parts)
            following = self._get_following(line)
            for move in moves:
                stays = day if move in following else day and max(day, move.date)
                arrivals[move.id] = stays, shares[move.id]
        return arrivals

    def _to_product_unit(self, line, quantity):
        return line.product_uom_id._compute_quantity(
            quantity, line.product_id.uom_id, round=False
        )

    def _get_following(self, line):
        """Return the moves that are planned for the line's day, as core does at first.

        What the warehouse planned for another day stays there, unless the goods come
        later.
        """
        zone, day = line.order_id.get_order_timezone(), self._get_day(line)
        return self._get_open_moves(line).filtered(
            lambda move: pytz.utc.localize(move.date).astimezone(zone).date() == day
        )

    def _get_names(self, effects, changes):
        """Return the names of the touched customers, by id of the purchase line."""
        lines = self._get_lines(changes)
        line_ids = {move.id: line.id for line in lines for move in line.move_ids}
        names = defaultdict(set)
        for effect in effects:
            customer = effect.line.order_id.partner_id.display_name
            for move in effect.moves & line_ids.keys():
                names[line_ids[move]].add(customer)
        return {line: self._shorten(sorted(found)) for line, found in names.items()}

    def _shorten(self, names):
        rest = len(names) - MOST_NAMES
        return ", ".join(names[:MOST_NAMES] + ([f"+{rest}"] if rest > 0 else []))

    def _prepare_customer(self, effect):
        return {
            "import_id": self.id,
            "partner_id": effect.line.order_id.partner_id.id,
            "sale_order_name": effect.line.order_id.name,
            "product_id": effect.line.product_id.id,
            "old_date": effect.old,
            "new_date": effect.new,
            "is_told": effect.is_told,
        }
