# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import ValidationError
from odoo.http import request, route

from .portal import URL
from .private_page import BackorderPortal


class BackorderPreference(BackorderPortal):
    """How a contact wants to hear of delays: his own choice, and of nobody else."""

    @route(
        f"{URL}/preferences",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def portal_backorder_preferences(self, **kwargs):
        values = {
            **self._prepare_portal_layout_values(),
            "action": f"{URL}/preferences",
            "back_url": URL,
            "saved_url": f"{URL}/preferences?saved=1",
        }
        return self._answer_preferences(request.env.user.partner_id, values, kwargs)

    @route(
        f"{URL}/<int:order_id>/preferences",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def portal_backorder_order_preferences(self, order_id, access_token=None, **kwargs):
        """Serve whoever has the link: that is, the contact whom it was sent to."""
        order = self._find_backorder_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        contact = order._get_backorder_preference_contact()
        if not contact or not self._has_link(order, access_token):
            return request.redirect(f"{URL}/preferences")
        values = {
            "action": order._get_backorder_path("/preferences", access_token),
            "back_url": order._get_backorder_path(access_token=access_token),
            "no_breadcrumbs": request.env.user._is_public(),
            "res_company": order.company_id,
            "saved_url": order._get_backorder_path(
                "/preferences", access_token, saved=1
            ),
        }
        return self._answer_preferences(contact, values, kwargs)

    def _answer_preferences(self, contact, values, answers):
        """Save what was chosen, or show it.

        :param res.partner contact: as superuser
        :param dict values: for the page: `action`, `back_url`, and `saved_url`, which
            says that it was saved
        :param dict answers: what was sent
        """
        error = ""
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    contact._save_backorder_answers(answers)
            except ValidationError as problem:
                error = problem.args[0]
            else:
                return request.redirect(values["saved_url"])
        return self._render_private(
            "backorder_comms.portal_backorder_preferences",
            {
                **values,
                "page_name": "backorder_preferences",
                "answers": answers if error else contact._get_backorder_answers(),
                "contact": contact,
                "error": error,
                "is_saved": "saved" in answers,
                "options": contact._get_backorder_options(),
            },
            status=422 if error else 200,
        )
