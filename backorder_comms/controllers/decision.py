# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from uuid import uuid4

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..logic.decisions import Answer, Source
from ..models.sale_backorder_decision_making import StaleChoice
from .private_page import BackorderPortal, to_number, to_text

REASON_LENGTH = 1000
KEY_LENGTH = 64


def to_quantity(text):
    """Return how many a form asks for, 0 for all if it does not ask.

    What is no number, or none, must not be taken for all: it is below nothing.
    """
    return 0.0 if text is None else to_number(text, float) or -1.0


class BackorderDecision(BackorderPortal):
    """A page that says what will happen, a button, one that says what happened."""

    @http.route(
        "/my/backorders/<int:order_id>/decide",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_backorder_choice(self, order_id, access_token=None, **params):
        """Show what would happen; nothing does."""
        order = self._find_backorder_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        return self._show_choice(order, self._read_answer(params), access_token)

    @http.route(
        "/my/backorders/<int:order_id>/decide",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def portal_backorder_decide(self, order_id, access_token=None, **params):
        """Let it happen, and lead to the page that says what happened."""
        order = self._find_backorder_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        answer = self._read_answer(params)
        try:
            with request.env.cr.savepoint():
                decision = self._decide(order, answer)
        except StaleChoice as error:
            return self._show_choice(order, answer, access_token, str(error))
        except UserError as error:
            return self._show_refusal(order, access_token, str(error))
        suffix = f"/decisions/{decision.id}"
        return request.redirect(order._get_backorder_path(suffix, access_token))

    @http.route(
        "/my/backorders/<int:order_id>/decisions/<int:decision_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_backorder_decision(
        self, order_id, decision_id, access_token=None, **_params
    ):
        """Show what happened."""
        order = self._find_backorder_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        decision = order.backorder_decision_ids.filtered(
            lambda one: one.id == decision_id and one.option
        )
        if not decision:
            return request.redirect("/my")
        values = self._prepare_decision_values(order, access_token)
        values |= {
            "decision": decision,
            "title": decision._get_title(),
            "line": decision.order_line_id,
        }
        return self._render_private("backorder_comms.portal_decision", values)

    # === ANSWERS === #

    def _read_answer(self, params):
        """Return what the parameters of a request mean; others are not looked at.

        :rtype: Answer
        """
        return Answer(
            to_text(params.get("option"), KEY_LENGTH),
            to_number(params.get("line"), int) or False,
            to_number(params.get("product"), int) or False,
            to_quantity(params.get("quantity")),
            to_text(params.get("reason"), REASON_LENGTH),
            to_text(params.get("key"), KEY_LENGTH) or None,
            params.get("seen"),
        )

    def _decide(self, order, answer):
        """Let an answer take effect in the name of the visitor.

        Whoever has the link of an order answers for its customer.
        """
        user = request.env.user
        is_public = user._is_public()
        return (
            request.env["sale.backorder.decision"]
            .with_env(order.env)
            ._decide(
                order,
                answer,
                Source(
                    "link" if is_public else "portal", request.httprequest.remote_addr
                ),
                order.partner_id if is_public else user.partner_id,
            )
        )

    # === PAGES === #

    def _show_choice(self, order, answer, access_token, warning=""):
        """Say what will happen, and ask to confirm it.

        :param str warning: why the page is shown once more
        """
        choices = order._get_backorder_choices().get(answer.line_id, [])
        choice = next((one for one in choices if one.is_for(answer)), None)
        if choice is None:
            decision = request.env["sale.backorder.decision"]
            return self._show_refusal(order, access_token, decision._get_refusal())
        values = self._prepare_decision_values(order, access_token)
        values |= {
            "choice": choice,
            "title": choice.name,
            "line": order.order_line.browse(choice.line_id or []),
            "answer": answer,
            "warning": warning,
            "key": uuid4().hex,
        }
        return self._render_private("backorder_comms.portal_decide", values)

    def _show_refusal(self, order, access_token, reason):
        """Say why it cannot be done, and lead back to what can."""
        values = self._prepare_decision_values(order, access_token)
        values["reason"] = reason
        return self._render_private("backorder_comms.portal_refusal", values, 409)

    def _prepare_decision_values(self, order, access_token):
        return {
            "order": order,
            "page_name": "backorder",
            "access_token": access_token,
            "back_url": order._get_backorder_back_path(access_token),
        }
