# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..logic.questions import is_question


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
        asked = order.sudo()._get_backorder_asked()
        if not asked:
            return {**content, "questions": []}
        return {
            **content,
            "questions": self._get_questions(
                asked, order._get_backorder_choices(), order._portal_ensure_token()
            ),
        }

    @api.model
    def _get_questions(self, asked, choices, access_token):
        """Return what a customer is asked about an order, see `_get_content`.

        :param sale.backorder.decision asked: of the order
        :param dict[int | bool, list[Choice]] choices: likewise
        :param str | None access_token: for whoever comes by a link
        :rtype: list[dict]
        """
        questions = []
        for question in asked:
            answers = question._get_answers(choices)
            default = [one for one in answers if one.option == question.default_option]
            if is_question(answers):
                questions.append(
                    {
                        "title": question._get_question(),
                        "choices": [
                            self._describe_choice(question.order_id, one, access_token)
                            for one in answers
                        ],
                        "deadline": self._format_day(question.deadline),
                        "otherwise": default[0].name if default else "",
                    }
                )
        return questions

    def _describe_choice(self, order, choice, access_token):
        path = order._get_backorder_path("/decide", access_token, **choice.to_params())
        return {
            "name": choice.name,
            "consequences": choice.consequences,
            "is_current": choice.is_current,
            "url": order.get_base_url() + path,
        }
