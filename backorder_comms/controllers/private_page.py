# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.sale.controllers.portal import CustomerPortal

# Whoever has the link has the order: it is not to leak, to be found, or to be kept.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def to_number(text, number):
    """Return the number that a parameter of an address states, 0 if it is none."""
    try:
        return number(text or 0)
    except (TypeError, ValueError):
        return 0


def to_text(value, length):
    """Return a parameter as a text of limited length; what is no text is empty."""
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").strip()[:length]


def to_token(value):
    """Return a parameter that can be compared with a token: core stumbles over others.

    :rtype: str
    """
    return value if isinstance(value, str) and value.isascii() else ""


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
        token = to_token(access_token)
        try:
            order = self._document_check_access("sale.order", order_id, token)
        except (AccessError, MissingError):
            return request.env["sale.order"]
        if request.env.user._is_public() and order.partner_id.lang:
            request.update_context(lang=order.partner_id.lang)
        return order.with_context(lang=request.env.lang).with_company(order.company_id)

    def _has_link(self, order, access_token):
        """Tell whether a visitor has the order's link, and does not only see it."""
        token = order.access_token
        return bool(token) and consteq(token, to_token(access_token))

    def _render_private(self, template, values, status=200):
        """Render a page that is nobody else's business.

        :rtype: odoo.http.Response
        """
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response
