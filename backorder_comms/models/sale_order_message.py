# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlencode

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..logic.plain_text import join_lines
from .sale_backorder import OPEN_STATES
from .sale_backorder_message import CONTENTS_KEY, MESSAGE_KEY
from .sale_backorder_rule_matching import News
from .sale_backorder_rule_rendering import PREVIEW_KEY
from .sale_order import OPEN_MOVE_STATES


# A file for what an order is, another one for what its customer hears of it.
# pylint: disable=consider-merging-classes-inherited
class SaleOrder(models.Model):
    """What messages say about an order, to whom, and instead of which of core's."""

    _inherit = "sale.order"

    # === CORE'S NOTICE OF A SHIPMENT === #

    def _filter_shipment_told_by_us(self):
        """Keep the orders whose shipment, just done, is our message's to announce.

        Either something of the order still waits, or a wait that the customer knows of
        ends with it; and we have words for that which the customer wants. Most orders
        ship complete and never waited: one query leaves them out.
        """
        if not self:
            return self
        candidates = self.sudo().search(
            Domain("id", "in", self.ids)
            & (
                Domain("order_line.move_ids.state", "in", OPEN_MOVE_STATES)
                | Domain("backorder_ids.state", "in", OPEN_STATES)
            )
        )
        occasions = {
            order: order._get_shipment_occasion() for order in self & candidates
        }
        return self._filter_having_words(
            {order: occasion for order, occasion in occasions.items() if occasion}
        )

    def _get_shipment_occasion(self):
        """Return what a shipment, just done, means to the customer, None if nothing."""
        self.ensure_one()
        if self._has_open_deliveries():
            return "partly_shipped"
        was_told = any(self.sudo()._get_open_backorders().mapped("told_date"))
        return "shipped" if was_told else None

    @api.model
    def _filter_having_words(self, occasions):
        """Keep the orders about which a rule writes to the customer as he wants it.

        :param dict[sale.order, str] occasions: the type of event that each is about
        :rtype: sale.order
        """
        nothing = self.env["sale.backorder.event"]
        news_list = [
            News(order, occasion, "", nothing, order.sudo()._get_open_backorders())
            for order, occasion in occasions.items()
        ]
        # Warehouse users do not read the rules.
        choices = self.env["sale.backorder.rule"].sudo()._choose(news_list)
        return self.browse().union(
            *(
                news.order
                for news, notices in zip(news_list, choices, strict=True)
                if any(notice.is_for_customer() for notice in notices)
            )
        )

    # === RECIPIENT AND WORDS === #

    def _get_backorder_contact(self):
        """Return whom to write to: the first who can be reached.

        That is the contact of the order or of the delivery, whichever the company
        prefers, the other one, or the company that they belong to.

        :return: in the environment of the order's company, whose settings apply
        :rtype: res.partner
        """
        self.ensure_one()
        contacts = self.partner_id
        if self.company_id.backorder_comms_recipient == "delivery":
            contacts = self.partner_shipping_id | contacts
        contacts |= self.partner_id.commercial_partner_id
        contacts = contacts.with_company(self.company_id)
        return next(
            (one for one in contacts if one._get_backorder_channels() is not None),
            contacts[-1],
        )

    def _get_backorder_sender(self):
        """Return the person, else the company, whom customers may ask.

        :rtype: res.partner
        """
        self.ensure_one()
        return self.user_id.partner_id or self.company_id.partner_id

    def _warn_about_backorder_message(self, reason):
        """Ask the salesperson to tell the customer in person, once.

        :param str reason: why no message can do it
        """
        self.ensure_one()
        activity_type = "backorder_comms.mail_activity_type_failure"
        if not self.activity_search([activity_type]):
            self.activity_schedule(
                activity_type,
                note=plaintext2html(reason or ""),
                user_id=(self.user_id or self.create_uid).id,
            )

    def _message_receive_bounce(self, email, partner):
        """Override of `mail` to look again at what became of the order's messages."""
        result = super()._message_receive_bounce(email, partner)
        messages = self.sudo().backorder_message_ids
        # A mail about several orders belongs to the first one.
        messages.search(
            [
                ("channel", "=", "mail"),
                ("mail_message_id", "in", messages.mail_message_id.ids),
            ]
        )._look_again()
        return result

    def _get_backorder_content(self):
        """Return what a message about the order's backorders says, for its templates.

        :rtype: dict, see `sale.backorder.content`
        """
        self.ensure_one()
        contents = self.env.context.get(CONTENTS_KEY, {})
        if self.id in contents:
            return contents[self.id]
        message = self.env["sale.backorder.message"].browse(
            self.env.context.get(MESSAGE_KEY)
        )
        events = message.event_ids or self.backorder_event_ids
        return self.env["sale.backorder.content"]._get_content(self, events)

    def _get_backorder_portal_rows(self):
        """Return what the customer sees of the delivery of each line of goods.

        :rtype: list[dict], see `sale.backorder.content`
        """
        self.ensure_one()
        return self.env["sale.backorder.content"]._get_portal_rows(self)

    def _get_backorder_portal_history(self):
        """Return what the customer was told of the delivery, the newest first.

        :rtype: list[dict], see `sale.backorder.content`
        """
        self.ensure_one()
        return self.env["sale.backorder.content"]._get_portal_history(self)

    def _get_backorder_preference_contact(self):
        """Return whose preferences the order's link opens, if anyone's.

        Those whom it was sent to; not their company's, which are those of others, too.

        :rtype: res.partner
        """
        self.ensure_one()
        return self._get_backorder_contact() & (
            self.partner_id | self.partner_shipping_id
        )

    def _render_backorder_block(self, template):
        """Render a block that messages share, in the language of the environment.

        :param str template: id of the view
        :rtype: Markup
        """
        self.ensure_one()
        block = self.env["ir.qweb"]._render(
            template,
            {
                "content": self._get_backorder_content(),
                "contact": self._get_backorder_sender(),
                "company": self.company_id,
                "url": self._get_backorder_url(),
            },
            lang=self.env.lang,
        )
        return Markup(join_lines(block))

    def _get_backorder_url(self):
        """Return the address at which customers see the order without logging in."""
        self.ensure_one()
        path = self._get_backorder_path(access_token=self._portal_ensure_token())
        return self.get_base_url() + path

    def _get_backorder_path(self, suffix="", access_token=None, **params):
        """Return the path of a page of ours about the order.

        :param str suffix: of a page below the one about its delivery
        :param str | None access_token: for those who come by a link
        :rtype: str
        """
        self.ensure_one()
        if access_token:
            params["access_token"] = access_token
        query = f"?{urlencode(params)}" if params else ""
        return f"/my/backorders/{self.id}{suffix}{query}"

    def _portal_ensure_token(self):
        """Override of `portal`: whoever only looks at a message makes no key to it."""
        if self.env.context.get(PREVIEW_KEY):
            return self.access_token or ""
        return super()._portal_ensure_token()
