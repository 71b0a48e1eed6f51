# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.http import request

from ..logic.short_link import lengthen
from .private_page import HEADERS, BackorderPortal


class BackorderShortLink(BackorderPortal):
    """The address of an order as text messages have room for it."""

    @http.route(
        "/b/<string:token>/<int:order_id>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def backorder_short_link(self, token, order_id):
        """Lead to the page that mails lead to."""
        order = self._find_backorder_order(order_id, lengthen(token))
        response = request.redirect(order._get_backorder_url() if order else "/my")
        response.headers.update(HEADERS)
        return response
