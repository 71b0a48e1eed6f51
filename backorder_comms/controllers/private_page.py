# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal

# Whoever has the link has the order: it is not to leak, to be found, or to be kept.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


class BackorderPortal(CustomerPortal):
    """What our pages about an order have in common."""

    def _find_backorder_order(self, order_id, access_token=None):
        """Return an order that the visitor may see, as superuser.

        Whoever comes by a link, without an account, reads in the customer's language.

        :param int order_id:
        :param str | None access_token: of the link
        :return: empty when there is no such order for him, whether it exists or not
        :rtype: sale.order
        """
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.env["sale.order"]
        if request.env.user._is_public() and order.partner_id.lang:
            request.update_context(lang=order.partner_id.lang)
        return order.with_context(lang=request.env.lang).with_company(order.company_id)

    def _render_private(self, template, values, status=200):
        """Render a page that is nobody else's business.

        :rtype: odoo.http.Response
        """
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response
