# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .private_page import BackorderPortal, to_number

URL = "/my/backorders"
LISTED_FIELDS = [
    "company_id",
    "expected_date",
    "latest_date",
    "next_update_date",
    "open_quantity",
    "order_id",
    "order_line_id",
    "product_id",
    "quantity",
    "reason_id",
    "shipped_quantity",
    "state",
]


class BackorderPages(BackorderPortal):
    """What a customer still waits for: over all his orders, and of each of them.

    Whoever looks changes nothing: the pages do without a cursor that can write.
    """

    # === LIST === #

    @route(
        [URL, f"{URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_backorders(self, page=1, sortby=None, filterby=None, **_kwargs):
        # Both at once: whose orders they are, and whose clock says which day it is.
        (request.env.user.partner_id | request.env.company.partner_id).mapped("tz")
        backorders = request.env["sale.backorder"].sudo()
        sortings = backorders._get_listing_sortings()
        filters = backorders._get_listing_filters()
        sortby = sortby if sortby in sortings else next(iter(sortings))
        filterby = filterby if filterby in filters else next(iter(filters))
        page = max(to_number(page, int), 1)
        domain = self._get_backorders_domain() & filters[filterby]["domain"]
        found, pager = self._find_backorders(
            domain,
            sortings[sortby]["order"],
            page,
            {"sortby": sortby, "filterby": filterby},
        )
        return self._render_private(
            "backorder_comms.portal_my_backorders",
            {
                **self._prepare_portal_layout_values(),
                "rows": request.env["sale.backorder.content"]
                .sudo()
                ._get_portal_list(found),
                "page_name": "backorder",
                "pager": pager,
                "default_url": URL,
                "searchbar_sortings": sortings,
                "sortby": sortby,
                "searchbar_filters": filters,
                "filterby": filterby,
            },
        )

    def _find_backorders(self, domain, order, page, url_args):
        """Return a page of backorders, and the pager.

        Nothing is counted: that there is one more tells that there is a next page.

        :rtype: tuple[sale.backorder, dict]
        """
        size = self._items_per_page
        offset = (page - 1) * size
        found = (
            request.env["sale.backorder"]
            .sudo()
            .search_fetch(
                domain, LISTED_FIELDS, order=order, offset=offset, limit=size + 1
            )
        )
        total = offset + len(found)
        pager = portal_pager(URL, total, page=page, step=size, url_args=url_args)
        return found[:size], pager

    def _prepare_home_portal_values(self, counters):
        """Override of `sale` to count what the customer still waits for."""
        values = super()._prepare_home_portal_values(counters)
        if "backorder_count" in counters:
            values["backorder_count"] = (
                request.env["sale.backorder"]
                .sudo()
                .search_count(self._get_backorders_domain())
            )
        return values

    def _get_backorders_domain(self):
        """Return the backorders of the orders that the user may read as a customer.

        With the access rules of orders: who reads backorders has none of his own.
        """
        orders = request.env["sale.order"]
        if not orders.has_access("read"):
            return Domain.FALSE
        mine = orders._search(self._prepare_orders_domain(request.env.user.partner_id))
        return request.env["sale.backorder"]._get_listed_domain() & Domain(
            "order_id", "in", mine
        )

    # === ORDER === #

    @route(
        f"{URL}/<int:order_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_backorder(self, order_id, access_token=None, **_kwargs):
        order = self._find_backorder_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        rows = order._get_backorder_portal_rows()
        complete = [row for row in rows if row["is_complete"]]
        rest = [row for row in rows if not row["is_complete"]]
        return self._render_private(
            "backorder_comms.portal_my_backorder",
            {
                "access_token": access_token,
                "complete_rows": complete,
                "choices_of": order._get_backorder_choices(),
                "contact": order._get_backorder_sender(),
                "history": order._get_backorder_portal_history(),
                "no_breadcrumbs": request.env.user._is_public(),
                "order": order,
                "page_name": "backorder",
                "res_company": order.company_id,
                "rows": sorted(rest, key=lambda row: not row["waits"]),
            },
        )
