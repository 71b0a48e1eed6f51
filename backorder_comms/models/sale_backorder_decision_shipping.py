# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..logic.decisions import Choice
from ..logic.parcels import find_last_day, plan_parcels

# With more lines than that, the page would be about nothing else.
MAX_LINES = 30


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Ship what is ready, or wait for everything: an order, or lines of it."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _get_choices(self, order):
        """Override to look at all lines at once: what ships together concerns many.

        A customer chooses how a quotation is to be shipped, too.
        """
        choices = super()._get_choices(order)
        if not self._can_choose_shipping(order):
            return choices
        portions = self.env["sale.backorder.parcels"]._get_portions(order)
        if len(plan_parcels(portions)) < 2:
            return choices
        choices[False] = self._get_shipping_choices(order, portions) + choices[False]
        if order.state == "sale" and 2 < len(portions) <= MAX_LINES:
            for line in portions:
                choices[line.id] += self._get_line_shipping(order, line, portions)
        return choices

    def _can_choose_shipping(self, order):
        """Tell whether the company lets him, and nobody has the goods in hand yet."""
        company = order.company_id
        if not company.backorder_comms_active:
            return False
        if not company.backorder_comms_choose_shipping:
            return False
        if order.state in ("draft", "sent"):
            return not order.is_expired
        moves = order.order_line.move_ids._filter_backorder_open()
        return order.state == "sale" and all(
            move._is_backorder_untouched() for move in moves
        )

    def _get_shipping_choices(self, order, portions):
        """Return both choices about a whole order, the present one marked."""
        together = self._get_together(portions)
        return [
            Choice(
                "ship",
                "shipping",
                self.env._("Ship what is ready"),
                self._get_consequences(order, portions, set()),
                is_current=not together,
            ),
            Choice(
                "wait",
                "shipping",
                self.env._("Wait for everything"),
                self._get_consequences(order, portions, set(portions)),
                is_current=together == set(portions),
            ),
        ]

    def _get_line_shipping(self, order, line, portions):
        """Return what can be decided about one line beside the others."""
        together = self._get_together(portions)
        if line in together:
            if len(together) < 2 or not self._is_earlier(line, together, portions):
                return []
            option, name = "ship", self.env._("Ship this as soon as it is ready")
            together = together - {line}
        else:
            if len(portions[line]) < 2 and not together:
                return []
            option, name = "wait", self.env._("Ship this together")
            together = together | {line}
        consequences = self._get_consequences(order, portions, together)
        return [Choice(option, "shipping", name, consequences, line_id=line.id)]

    def _get_together(self, portions):
        """Return the lines that wait for each other."""
        return {line for line in portions if line._get_shipping_policy() == "one"}

    def _is_earlier(self, line, together, portions):
        """Tell whether anything of a line would leave before the rest."""
        last = find_last_day(portions, together)
        return any(portion.day != last for portion in portions[line])

    def _get_consequences(self, order, portions, together):
        parcels = plan_parcels(portions, together)
        model = self.env["sale.backorder.parcels"]
        sentences = [
            model._describe(order, parcels),
            model._get_parcel_cost(order, parcels),
        ]
        if together == set(portions):
            sentences.append(self.env._("Nothing leaves before all of it is there."))
        elif together:
            sentences.append(
                self.env._("What waits together leaves when the last of it is there.")
            )
        return tuple(filter(None, sentences))

    # === EFFECT === #

    def _apply_ship(self):
        return self._apply_shipping("direct")

    def _apply_wait(self):
        return self._apply_shipping("one")

    def _apply_shipping(self, policy):
        """Write how to ship where core looks, and say what comes of it."""
        order = self.order_id
        if self.order_line_id:
            self.order_line_id.backorder_picking_policy = policy
        else:
            order._choose_shipping_policy(policy)
        parcels = self.env["sale.backorder.parcels"]
        portions = parcels._get_portions(order)
        together = self._get_together(portions)
        plan = parcels._describe(order, plan_parcels(portions, together))
        if not together:
            return self.env._("We send what is ready. %(plan)s.", plan=plan)
        if together == set(portions):
            return self.env._(
                "We wait and send everything at once. %(plan)s.", plan=plan
            )
        return self.env._(
            "We send together what you want together. %(plan)s.", plan=plan
        )
