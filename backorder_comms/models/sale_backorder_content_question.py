# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


# A file for each thing that messages say.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderContent(models.AbstractModel):
    """What customers are asked, in messages."""

    _inherit = "sale.backorder.content"

    @api.model
    def _get_content(self, order, events):
        """Override to ask what is open.

        :return: as before, and `questions`, a list of dicts with `title`, `choices`
            (`name`, `consequences`, `is_current` and `url` of each), `deadline` and
            `otherwise`, what happens without an answer, as text
        """
        content = super()._get_content(order, events)
        return {**content, "questions": self._get_questions(order)}

    def _get_questions(self, order):
        order = order.sudo()  # rules are tried by people who may not see all decisions
        asked = order.backorder_decision_ids.filtered(lambda one: one.state == "asked")
        if not asked:
            return []
        choices = order._get_backorder_choices()
        described = [
            self._describe_question(one, choices) for one in asked.sorted("id")
        ]
        return [question for question in described if question["choices"]]

    def _describe_question(self, question, choices):
        own = question._get_answers(choices)
        default = [one for one in own if one.option == question.default_option]
        return {
            "title": question._get_question(),
            "choices": [self._describe_choice(question.order_id, one) for one in own],
            "deadline": self._format_day(question.deadline),
            "otherwise": default[0].name if default else "",
        }

    def _describe_choice(self, order, choice):
        token = order._portal_ensure_token()
        path = order._get_backorder_path("/decide", token, **choice.to_params())
        return {
            "name": choice.name,
            "consequences": choice.consequences,
            "is_current": choice.is_current,
            "url": order.get_base_url() + path,
        }
