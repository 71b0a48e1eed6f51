# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import request, route

from .private_page import BackorderPortal

URL = "/backorders/unsubscribe/<int:partner_id>/<string:signature>"


class BackorderUnsubscribe(BackorderPortal):
    """Fewer messages with one click (RFC 8058).

    Mail programs post without a session, so without its token against forgery: the
    signature in the address is what tells that the mail was theirs.
    """

    @route(
        URL, type="http", auth="public", website=True, methods=["GET"], sitemap=False
    )
    def backorder_unsubscribe_page(self, partner_id, signature, **_kwargs):
        self._get_signed_partner(partner_id, signature)
        return self._render_private(
            "backorder_comms.portal_unsubscribe", {"is_done": False}
        )

    @route(
        URL,
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def backorder_unsubscribe(self, partner_id, signature, **_kwargs):
        partner_sudo = self._get_signed_partner(partner_id, signature)
        partner_sudo._unsubscribe_from_backorder_news()
        return self._render_private(
            "backorder_comms.portal_unsubscribe", {"is_done": True}
        )

    def _get_signed_partner(self, partner_id, signature):
        partner_sudo = request.env["res.partner"].sudo().browse(partner_id)
        is_signed = partner_sudo._is_backorder_unsubscribe_signature(signature)
        if not is_signed or not partner_sudo.exists():
            raise request.not_found()
        request.update_context(lang=partner_sudo.lang or request.env.lang)
        return partner_sudo
