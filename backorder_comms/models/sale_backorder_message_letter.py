# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import models

from ..logic.mailing import Envelope, get_weight, make_letters
from .sale_backorder_message import CONTENTS_KEY, TEXT_KEY

# How many orders a subject or a text message names.
NAMED_ORDERS = 5


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Messages that leave as one, since they go to the same person: letters.

    A letter has the words of its weightiest message's rule. Each further order follows
    under a heading of its own, and keeps a copy of what was written.
    """

    _inherit = "sale.backorder.message"

    def _get_letters(self):
        """Return the letters of messages, the weightiest message of each first.

        :rtype: list[sale.backorder.message]
        """
        envelopes = [
            Envelope(
                message.id,
                message.channel,
                message.company_id.id,
                message.partner_id.id,
            )
            for message in self
        ]
        return [
            self.browse(envelope.id for envelope in letter)
            .with_prefetch(self._prefetch_ids)
            .sorted(
                lambda message: (get_weight(message.event_type), message.order_id.id)
            )
            for letter in make_letters(envelopes)
        ]

    def _group_letters(self, letters, template_field):
        """Put together the letters that are rendered at once, each of another order.

        :param str template_field: of the rule
        :return: template, in company and language, and its letters
        :rtype: list[tuple[mail.render.mixin, list[sale.backorder.message]]]
        """
        groups = defaultdict(dict)
        for letter in letters:
            first = letter[0]
            words = (first.rule_id[template_field], first.company_id, first._get_lang())
            turn = 0
            while first.order_id in groups[words, turn]:
                turn += 1
            groups[words, turn][first.order_id] = letter
        return [
            (
                template.with_company(company).with_context(
                    **self._get_letter_context([*group.values()], company, lang)
                ),
                [*group.values()],
            )
            for ((template, company, lang), _turn), group in groups.items()
        ]

    def _get_first_orders(self, letters):
        return self.env["sale.order"].union(*(letter[0].order_id for letter in letters))

    def _get_lang(self):
        """Return the language that the recipient reads, or else the company's.

        It may be one that was uninstalled, or never was: an import does not ask.
        """
        get_installed = self.env["res.lang"]._get_code
        return (
            get_installed(self.partner_id.lang)
            or get_installed(self.company_id.partner_id.lang)
            or self.env.lang
        )

    # === WORDS === #

    def _get_letter_context(self, letters, company, lang):
        """Return what templates find in their context: language and all facts."""
        words = {"lang": lang, TEXT_KEY: letters[0][0].channel == "sms"}
        facts = (
            self.env["sale.backorder.content"]
            .with_company(company)
            .with_context(**words)
        )
        messages = self.browse().union(*letters).with_prefetch(self._prefetch_ids)
        contents = facts._get_contents(
            {
                order: of_order.event_ids
                for order, of_order in messages.grouped("order_id").items()
            }
        )
        return {
            **words,
            "template_preview_lang": lang,  # the recipient's, whatever the template's
            CONTENTS_KEY: {
                letter[0].order_id.id: facts._merge_contents(
                    letter._get_weightiest(), contents
                )
                for letter in letters
            },
        }

    def _get_weightiest(self):
        """Return the occasion of each order of a letter, the weightiest first.

        :rtype: dict[sale.order, str]
        """
        return {
            order: messages[0].event_type
            for order, messages in self.grouped("order_id").items()
        }

    def _name_orders(self):
        """Name the orders of a letter, as many as one wants to read.

        :return: an empty text for a single order, whose template has better words
        """
        names = self.order_id.mapped("name")
        if len(names) < 2:
            return ""
        named = ", ".join(names[:NAMED_ORDERS])
        if others := names[NAMED_ORDERS:]:
            named += " " + self.env._("(and %(count)s more)", count=len(others))
        return named

    # === POSTS === #

    def _prepare_posts(self, orders, senders, author_ids):
        """Prepare what all posts have in common with those of core.

        :param sale.order orders: in the environment of their company and language
        :param dict[int, str] senders: by order
        :param dict[int, int] author_ids: likewise
        """
        replies = orders._notify_get_reply_to_batch(senders, author_ids)
        domains = orders.sudo()._mail_get_alias_domains(self.env.company)
        return [
            {
                "author_id": author_ids[order.id],
                "email_from": senders[order.id],
                "model": order._name,
                "record_alias_domain_id": domains[order.id].id,
                "record_company_id": order.company_id.id,
                "reply_to": replies[order.id],
                "res_id": order.id,
            }
            for order in orders
        ]

    def _create_posts(self, letters, values_list):
        """Post letters on their first orders, and a copy on each further order.

        :return: what leaves: the posts on the first orders
        :rtype: mail.message
        """
        copies = [
            {**values, "attachment_ids": [], "partner_ids": [], "res_id": order.id}
            for values, letter in zip(values_list, letters, strict=True)
            for order in letter.order_id - letter[0].order_id
        ]
        posts = self.env["sale.order"]._message_create(values_list + copies)
        posts = posts[: len(letters)].with_prefetch(posts.ids)
        for post, letter in zip(posts, letters, strict=True):
            letter.mail_message_id = post  # its result is that of each message
        return posts
