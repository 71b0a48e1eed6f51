# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from base64 import b64decode

from odoo import models

LAYOUT = "backorder_comms.message_layout"
FIELDS = [
    "attachment_ids",
    "auto_delete",
    "body_html",
    "email_from",
    "mail_server_id",
    "reply_to",
    "scheduled_date",
    "subject",
]
CARBON_COPIES = ["email_cc", "email_to"]
REFERENCES = 3


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Messages by email: what core writes when it posts a template, for many at once.

    A comment on the order, a mail in the queue, and a notification that tells what
    became of it; core takes 29 queries for each.
    """

    _inherit = "sale.backorder.message"

    def _post_mails(self, letters):
        """Post letters on the orders, and put them into core's queue.

        :param list[sale.backorder.message] letters: with the weightiest message first
        """
        for template, alike in self._group_letters(letters, "mail_template_id"):
            # No button and total before the greeting, and the company at the foot.
            template = template.with_context(
                email_notification_allow_header=False,
                email_notification_force_footer=True,
            )
            orders = self._get_first_orders(alike).with_env(template.env)
            rendered = template._generate_template(
                orders.ids, self._get_fields(template), find_or_create_partners=True
            )
            self._add_reports(template, orders, alike, rendered)
            values_list = self._prepare_mail_posts(orders, alike, rendered)
            posts = self._create_posts(alike, values_list)
            self._create_mails(template, alike, posts, rendered)
            for order, post, values in zip(orders, posts, values_list, strict=True):
                order._message_post_after_hook(post, values)
        self.env["sale.backorder.signal"]._trigger("mail.ir_cron_mail_scheduler_action")

    def _get_fields(self, template):
        """Return what to render: the recipient is ours, copies are the template's."""
        has_copies = template.email_cc or template.email_to
        if has_copies and not template.use_default_to:
            return FIELDS + CARBON_COPIES
        return FIELDS

    # === COMMENTS === #

    def _prepare_mail_posts(self, orders, letters, rendered):
        senders = {order.id: rendered[order.id]["email_from"] for order in orders}
        authors = self._find_authors(set(senders.values()))
        base_values = self._prepare_posts(
            orders, senders, {id_: authors[sender] for id_, sender in senders.items()}
        )
        return [
            {
                **values,
                **letter.with_env(orders.env)._prepare_mail_post(rendered[order.id]),
                **self._prepare_mail_body(order, rendered[order.id]),
            }
            for values, order, letter in zip(base_values, orders, letters, strict=True)
        ]

    def _find_authors(self, senders):
        """Return who writes under these addresses: as in core, somebody does.

        :rtype: dict[str, int]
        """
        find = self.env["mail.thread"]._partner_find_from_emails_single
        return {
            sender: (find([sender], no_create=True) or self.env.user.partner_id).id
            for sender in senders
        }

    def _prepare_mail_post(self, rendered):
        """Prepare the comment on the order that a letter begins with."""
        values = {
            "email_add_signature": False,
            "email_layout_xmlid": LAYOUT,
            "mail_server_id": rendered["mail_server_id"],
            "message_type": "auto_comment",  # what the portal shows of the history
            "partner_ids": list(
                {self[0].partner_id.id, *rendered.get("partner_ids", [])}
            ),
            "subject": rendered["subject"],
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
        }
        if rendered["reply_to"]:
            values["reply_to"] = rendered["reply_to"]
        if names := self._name_orders():
            self._check_digest(rendered["body_html"])
            values["subject"] = self.env._(
                "News about your orders %(orders)s", orders=names
            )
        # With a line break, which a name may have, no mail leaves.
        values["subject"] = " ".join((values["subject"] or "").splitlines())
        return values

    def _check_digest(self, body):
        """Check that a letter about several orders shows each of them.

        Own words may leave our blocks out: such letters are sent one by one.
        """
        missing = [name for name in self.order_id.mapped("name") if name not in body]
        if missing:
            raise ValueError(f"The template does not show {', '.join(missing)}")

    def _prepare_mail_body(self, order, rendered):
        """Prepare body and attachments, of which each comment has its own."""
        values = {"body": rendered["body_html"]}
        reports = [
            (name, b64decode(content))
            for name, content in rendered.get("attachments", [])
        ]
        files = self.env["ir.attachment"].browse(rendered["attachment_ids"])
        if not reports and not files:
            return values
        copies = files.copy({"res_model": "mail.compose.message", "res_id": 0})
        document = {"model": order._name, "res_id": order.id, **values}
        return values | order._process_attachments_for_post(
            reports, copies.ids, document
        )

    # === MAILS === #

    def _create_mails(self, template, letters, posts, rendered):
        """Put the mails into core's queue, each with its notifications."""
        orders = self._get_first_orders(letters).with_env(template.env)
        references = self._get_references(orders, posts)
        description = orders._get_model_description(orders._name)
        mails = (
            self.env["mail.mail"]
            .sudo()
            .create(
                [
                    order._notify_by_email_get_final_mail_values(
                        post.partner_ids.ids,
                        {
                            "auto_delete": rendered[order.id]["auto_delete"],
                            "body_html": self._render_layout(
                                template, order, post, description
                            ),
                            "headers": repr(letter._get_mail_headers(post)),
                            "mail_message_id": post.id,
                            "references": references[post],
                            "scheduled_date": rendered[order.id]["scheduled_date"],
                        },
                    )
                    for letter, order, post in zip(letters, orders, posts, strict=True)
                ]
            )
        )
        self.env["mail.notification"].sudo().create(
            [
                {
                    **order._notify_by_email_get_base_notification_values(post),
                    "mail_mail_id": mail.id,
                    "res_partner_id": partner.id,
                }
                for order, post, mail in zip(orders, posts, mails, strict=True)
                for partner in post.partner_ids
            ]
        )

    def _get_mail_headers(self, post):
        """Return what mail programs make a button of, for fewer messages (RFC 8058).

        Not beside what matters, which nobody opts out of, nor where others read along.

        :rtype: dict[str, str]
        """
        contact = self.partner_id
        if post.partner_ids != contact or any(
            contact._is_backorder_essential(message.event_type) for message in self
        ):
            return {}
        path = contact._get_backorder_unsubscribe_path()
        return {
            "List-Unsubscribe": f"<{self[0].order_id.get_base_url()}{path}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def _render_layout(self, template, order, post, description):
        return template._render_encapsulate(
            LAYOUT,
            post.body,
            add_context={
                "company": order.company_id,
                "message": post,
                "model_description": description,
                "record_name": order.name,
                "is_discussion": True,
            },
            context_record=order,
        )

    def _get_references(self, orders, posts):
        """Return what makes mails about an order one conversation in a mailbox.

        :rtype: dict[mail.message, str]
        """
        earlier = (
            self.env["mail.message"]
            .sudo()
            .search_fetch(
                [
                    ("model", "=", orders._name),
                    ("res_id", "in", orders.ids),
                    ("id", "not in", posts.ids),
                    ("message_type", "in", ("auto_comment", "comment", "email")),
                    ("subtype_id.internal", "=", False),
                ],
                ["message_id", "res_id"],
                order="id",
            )
        )
        by_order = earlier.grouped("res_id")
        return {
            post: " ".join(
                message.message_id
                for message in [*by_order.get(post.res_id, [])][-REFERENCES:] + [post]
            )
            for post in posts
        }
