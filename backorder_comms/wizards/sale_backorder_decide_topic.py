# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command


class SaleBackorderDecideTopic(models.TransientModel):
    """Something that can be decided about an order, or a line of it."""

    _name = "sale.backorder.decide.topic"
    _description = "Topic to Decide About"
    _order = "id"

    wizard_id = fields.Many2one(
        "sale.backorder.decide", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(readonly=True)
    kind = fields.Char(readonly=True)
    order_line_id = fields.Many2one(
        "sale.order.line", readonly=True, ondelete="cascade"
    )
    choice_ids = fields.One2many(
        "sale.backorder.decide.choice", "topic_id", readonly=True
    )

    @api.model
    def _prepare(self, order):
        """Prepare the topics of an order, in the words of whoever looks at them.

        What is shown is remembered as the customer would see it: he is told of it.

        :rtype: list[dict]
        """
        lang = self._get_lang(order)
        theirs = order.with_context(lang=lang)._get_backorder_choices()
        digests = {
            self._get_key(choice): choice.digest()
            for choices in theirs.values()
            for choice in choices
        }
        topics = {}
        for choices in order._get_backorder_choices().values():
            for choice in choices:
                topics.setdefault((choice.line_id, choice.kind), []).append(choice)
        return [
            {
                "name": self._get_name(order, *topic),
                "kind": topic[1],
                "order_line_id": topic[0],
                "choice_ids": [
                    Command.create(self._prepare_choice(one, digests))
                    for one in choices
                ],
            }
            for topic, choices in topics.items()
            if not all(one.is_current for one in choices)
        ]

    @api.model
    def _prepare_choice(self, choice, digests):
        return {
            "option": choice.option,
            "name": choice.name,
            "product_id": choice.product_id,
            "consequences": "\n".join(choice.consequences),
            "max_quantity": choice.max_quantity,
            "unit": choice.unit,
            "is_current": choice.is_current,
            "digest": digests.get(self._get_key(choice)),
        }

    @api.model
    def _get_key(self, choice):
        return choice.option, choice.line_id, choice.product_id

    @api.model
    def _get_lang(self, order):
        """Return the language in which the customer of an order is told things."""
        contact = order._get_backorder_contact()
        return contact.lang or order.company_id.partner_id.lang or self.env.lang

    @api.model
    def _get_name(self, order, line_id, kind):
        labels = dict(
            self.env["sale.backorder.decision"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        line = order.order_line.browse(line_id or [])
        what = line.product_id.display_name or self.env._("Whole order")
        return f"{what}: {labels[kind]}"
