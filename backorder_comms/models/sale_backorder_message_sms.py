# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.fields import Command

from odoo.addons.sms.tools.sms_tools import sms_content_to_rendered_html

from ..logic.text_message import simplify


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Messages by SMS: what core writes with `_message_sms`, for many at once."""

    _inherit = "sale.backorder.message"

    def _post_text_messages(self, letters):
        """Note texts on the orders, and put them into core's queue.

        :param list[sale.backorder.message] letters: with the weightiest message first
        """
        for template, alike in self._group_letters(letters, "sms_template_id"):
            orders = self._get_first_orders(alike).with_env(template.env)
            rendered = template._render_field("body", orders.ids)
            texts = [
                simplify(
                    letter.with_env(template.env)._write_digest() or rendered[order.id]
                )
                for order, letter in zip(orders, alike, strict=True)
            ]
            values_list = self._prepare_sms_posts(orders, alike, texts)
            self._create_sms(self._create_posts(alike, values_list), texts)

    def _write_digest(self):
        """Return a text about several orders, an empty one where there is but one."""
        names = self._name_orders()
        return names and self.env._(
            "%(company)s: news about your orders %(orders)s. More: %(url)s",
            company=self[0].company_id.name,
            orders=names,
            url=self[0].order_id._get_backorder_url(),
        )

    def _prepare_sms_posts(self, orders, letters, texts):
        """Prepare the notes on the orders."""
        author_id, sender = orders._message_compute_author()
        base_values = self._prepare_posts(
            orders,
            dict.fromkeys(orders.ids, sender),
            dict.fromkeys(orders.ids, author_id),
        )
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        return [
            {
                **values,
                "body": sms_content_to_rendered_html(text),
                "message_type": "sms",
                "partner_ids": letter[0].partner_id.ids,
                "subtype_id": subtype_id,
            }
            for values, letter, text in zip(base_values, letters, texts, strict=True)
        ]

    def _create_sms(self, posts, texts):
        """Queue the texts, each with the notification that core keeps up to date."""
        queued = (
            self.env["sms.sms"]
            .sudo()
            .create(
                [
                    {
                        "body": text,
                        "mail_message_id": post.id,
                        "number": post.partner_ids.phone_sanitized,
                        "partner_id": post.partner_ids.id,
                        "state": "outgoing",
                    }
                    for post, text in zip(posts, texts, strict=True)
                ]
            )
        )
        self.env["mail.notification"].sudo().create(
            [
                {
                    "author_id": post.author_id.id,
                    "is_read": True,
                    "mail_message_id": post.id,
                    "notification_status": "ready",
                    "notification_type": "sms",
                    "res_partner_id": sms.partner_id.id,
                    "sms_id_int": sms.id,
                    "sms_number": sms.number,
                    "sms_tracker_ids": [Command.create({"sms_uuid": sms.uuid})],
                }
                for post, sms in zip(posts, queued, strict=True)
            ]
        )
