# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import JsonRpcException, tagged
from odoo.tools.misc import mute_logger

from ..http_common import BackorderCommsHttpCommon
from .common import (
    SecurityCommon,
    get_our_additions,
    get_our_models,
    get_our_public_methods,
)

# What clients may call, for whom it is, and what keeps others from it. The overrides of
# core's methods are protected by core.
PUBLIC_METHODS = {
    "mail.mail.send": "core's",
    "product.product.action_view_backorders": "who reads backorders: checked",
    "product.template.action_view_backorders": "who reads backorders: checked",
    "res.company.write": "core's",
    "res.config.settings.action_tell_silent_backorders": "administrators: settings",
    "res.config.settings.action_view_backorder_outbox": "administrators: the outbox",
    "res.config.settings.action_view_silent_backorders": "administrators: settings",
    "res.partner.action_revive_backorder_email": "who may edit contacts: writes it",
    "res.partner.action_view_backorders": "who reads backorders: checked",
    "sale.backorder.action_decide": "who may write the order: checked",
    "sale.backorder.action_mark_reviewed": "who may write the backorder: checked",
    "sale.backorder.action_promise": "who may write the orders: checked",
    "sale.backorder.action_raise_rush": "who may write the order: checked",
    "sale.backorder.action_reallocate": "managers: creates the question",
    "sale.backorder.action_view_delivery": "who reads the backorder",
    "sale.backorder.action_view_evidence": "who reads the backorder",
    "sale.backorder.action_view_order": "who reads the backorder",
    "sale.backorder.agreement.action_confirm": "who may write the orders: checked",
    "sale.backorder.create": "core's",
    "sale.backorder.decide.action_confirm": "who may write the order: checked",
    "sale.backorder.decision.action_approve": "who may write the order: checked",
    "sale.backorder.decision.action_decline": "who may write it: checked",
    "sale.backorder.decision.action_done": "who may write it: checked",
    "sale.backorder.decision.action_make_return": "who makes returns",
    "sale.backorder.decision.action_view_order": "who reads the decision",
    "sale.backorder.decision.write": "core's",
    "sale.backorder.event.create": "core's",
    "sale.backorder.evidence.action_download_spreadsheet": "who reads the order",
    "sale.backorder.evidence.action_print": "who reads the order",
    "sale.backorder.health.action_fix": "administrators: checked",
    "sale.backorder.health.action_open": "administrators: checked",
    "sale.backorder.health.action_show": "administrators: reads it",
    "sale.backorder.limit.create": "core's",
    "sale.backorder.limit.unlink": "core's",
    "sale.backorder.limit.write": "core's",
    "sale.backorder.message.action_view_order": "who reads the message",
    "sale.backorder.message.write": "core's",
    "sale.backorder.outbox.action_confirm": "administrators: checked",
    "sale.backorder.outbox.action_confirm_leaving_out": "administrators: checked",
    "sale.backorder.priority.rule.action_simulate": "sales managers: creates one",
    "sale.backorder.priority.rule.create": "core's",
    "sale.backorder.priority.rule.unlink": "core's",
    "sale.backorder.priority.rule.write": "core's",
    "sale.backorder.priority.simulation.action_apply": "who made it: writes rules",
    "sale.backorder.priority.simulation.action_run": "who made the simulation",
    "sale.backorder.reallocation.action_take": "who made the question: checked",
    "sale.backorder.reason.create": "core's",
    "sale.backorder.reason.unlink": "core's",
    "sale.backorder.reason.write": "core's",
    "sale.backorder.rule.action_dry_run": "sales managers: creates a dry run",
    "sale.backorder.rule.action_preview": "sales managers: creates a preview",
    "sale.backorder.rule.preview.action_send_test": "who made the preview",
    "sale.backorder.rule.replay.action_run": "who made the dry run",
    "sale.backorder.prevention.action_apply": "who may change reorder rules: core's",
    "sale.backorder.prevention.action_view_backorders": "who reads the row",
    "sale.backorder.prevention.action_view_rules": "who reads the row",
    "sale.backorder.rule.replay.line.action_view_order": "who made the dry run",
    "sale.backorder.rush.action_raise": "who may write the order: checked",
    "sale.backorder.supply.action_open_document": "who reads the document: checked",
    "sale.backorder.write": "core's",
    "sale.order.action_backorder_decide": "who may write the order: checked",
    "sale.order.action_confirm": "core's",
    "sale.order.action_confirm_beyond_limits": "core's",
    "sale.order.action_view_backorder_decisions": "opens a list",
    "sale.order.action_view_backorder_evidence": "salespeople and warehouse",
    "sale.order.action_view_backorders": "opens a list of what the user may read",
    "sale.order.create": "core's",
    "sale.order.line.create": "core's",
    "sale.order.line.write": "core's",
    "sale.order.unlink": "core's",
    "sale.order.write": "core's",
    "stock.forecasted_product_product.action_reserve_linked_picks": "core's",
    "stock.forecasted_product_product.action_unreserve_linked_picks": "core's",
    "stock.forecasted_product_template.action_reserve_linked_picks": "core's",
    "stock.forecasted_product_template.action_unreserve_linked_picks": "core's",
    "stock.move.write": "core's",
    "stock.picking.action_assign": "core's",
    "stock.picking.action_reserve_kept": "managers: creates the question",
    "stock.picking.backorder.reserve.action_reserve": "who made the question",
    "stock.picking.backorder.ship.action_ship": "who made the question",
    "stock.picking.do_unreserve": "core's",
    "stock.picking.action_view_backorders": "who reads backorders: checked",
    "stock.picking.message_post_with_source": "core's",
    "stock.picking.write": "core's",
}

# What opens a page, and leaves it to the page what it shows.
OPENS_PAGE = {
    "sale.backorder.rule.action_dry_run",
    "sale.backorder.rule.action_preview",
    "sale.order.action_view_backorder_decisions",
    "sale.order.action_view_backorders",
}

# What an action that opens a page consists of.
ACTION_KEYS = {
    *("binding_model_id", "binding_type", "binding_view_types", "cache", "context"),
    *("display_name", "domain", "embedded_action_ids", "filter", "group_ids", "help"),
    *("id", "limit", "mobile_view_mode", "name", "path", "res_id", "res_model"),
    *("search_view_id", "target", "type", "url", "usage", "view_id", "view_ids"),
    *("view_mode", "views", "xml_id"),
}

# What of other records a search could ask about.
PATHS = {
    "sale.order": [
        "backorder_ids.quantity",
        "backorder_decision_ids.address",
        "company_id.backorder_comms_hourly_limit",
        "order_line.backorder_ids.quantity",
        "partner_id.backorder_dead_email",
        "picking_ids.backorder_gave_way_date",
        "user_id.backorder_dead_email",
        "warehouse_id.backorder_margin_days",
    ],
}


class RpcCommon(BackorderCommsHttpCommon, SecurityCommon):
    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
            timeout=60,
        )

    def _log_in(self, role):
        login = self.users[role].login
        self.authenticate(login, login)

    def _take_picture(self):
        """Return all that the database knows of ours: reports only look at it."""
        self.env.invalidate_all()
        return {
            name: self.env[name].search([], order="id").read()
            for name in get_our_models(self.env)
            if self.env[name]._auto
        }

    def assertRefused(self, model, method, *args, **kwargs):
        # Who may not export is told so in other words.
        refusal = "UserError" if method == "export_data" else "AccessError"
        with (
            mute_logger("odoo.http"),
            self.assertRaisesRegex(JsonRpcException, refusal),
        ):
            self._call(model, method, *args, **kwargs)


@tagged("post_install", "-at_install")
class TestAttacksRpc(RpcCommon):
    """A6: customers and people without rights call what clients call."""

    def setUp(self):
        super().setUp()
        self.order = self._create_known_order()
        # The customer himself has an account, and may read his order by it.
        self.users["portal"] = self.portal_user

    def test_methods_that_clients_may_call_are_those_of_the_table(self):
        self.assertEqual(get_our_public_methods(self.env), sorted(PUBLIC_METHODS))

    def test_nobody_without_rights_calls_our_methods(self):
        before = self._take_picture()
        for role in ("portal", "internal"):
            self._log_in(role)
            for name, protection in PUBLIC_METHODS.items():
                if protection == "core's" or name in OPENS_PAGE:
                    continue
                model, _, method = name.rpartition(".")
                with self.subTest(f"{role} {name}"):
                    arguments = self._get_arguments(model, method)
                    self.assertRefused(model, method, *arguments)
        self.assertEqual(self._take_picture(), before)

    def test_calls_about_nothing_give_nothing(self):
        """An empty record has no access rules, and so has one that is not stored."""
        before = self._take_picture()
        self._log_in("portal")
        for name, protection in PUBLIC_METHODS.items():
            if protection == "core's":
                continue
            model, _, method = name.rpartition(".")
            for ids in ([], [False], [10**6]):
                with self.subTest(f"{name} {ids}"):
                    result = self._try(method, model, ids) or {}
                    self.assertNotIn(self.order.name, str(result))
                    self.assertLessEqual(set(result), ACTION_KEYS, result)
        self.assertEqual(self._take_picture(), before)

    def _get_arguments(self, model, method):
        """Return a list with the ids of a record, unless the method takes none."""
        is_of_records = not getattr(
            getattr(self.registry[model], method), "_api_model", False
        )
        return [[self._get_id(model)]] if is_of_records else []

    def _get_id(self, model):
        if model == "sale.order":
            return self.order.id
        if model == "stock.picking":
            return self.order.picking_ids.id
        if model == "res.partner":
            return self.partner.id
        return self.env[model].search([], limit=1).id or 1

    def test_private_methods_are_not_called(self):
        self._log_in("sales manager")
        for model, method, arguments in (
            ("sale.order", "_backorder_decide", [[self.order.id], "call"]),
            ("sale.order", "_get_backorder_choices", [[self.order.id]]),
            ("sale.backorder.decision", "_take_effect", [[1]]),
            ("sale.backorder.decision", "_apply_cancel", [[1]]),
            ("sale.backorder.message", "_cron_communicate", []),
        ):
            with self.subTest(method):
                self.assertRefused(model, method, *arguments)

    def test_nobody_without_rights_reads_our_models(self):
        models = [
            name for name in get_our_models(self.env) if not self.env[name]._abstract
        ]
        for role in ("portal", "internal"):
            self._log_in(role)
            for model in models:
                record_id = self._get_id(model)
                with self.subTest(f"{role} {model}"):
                    self.assertRefused(model, "search_read", [])
                    self.assertRefused(model, "read", [record_id])
                    self.assertRefused(model, "web_search_read", [], {"id": {}})
                    self.assertRefused(model, "name_search")
                    self.assertRefused(model, "export_data", [record_id], ["id"])

    def test_customer_reads_no_field_of_ours(self):
        """A portal user reads whatever has no `groups`, of the records that are his."""
        self._log_in("portal")
        for model, names in get_our_additions(self.env).items():
            for name in names:
                with self.subTest(f"{model}.{name}"):
                    self.assertRefused(model, "search_read", [], [name])
                    if not self.env[model]._fields[name].required:  # that is always so
                        self.assertRefused(model, "search", [(name, "!=", False)])
                    self.assertRefused(model, "search", [], order=f"{name} desc")

    def test_customer_finds_nothing_out_by_what_a_search_finds(self):
        self._log_in("portal")
        for model, paths in PATHS.items():
            for path in paths:
                with self.subTest(f"{model}.{path}"):
                    self.assertRefused(model, "search", [(path, "!=", False)])

    def _try(self, method, model, *args):
        try:
            with mute_logger("odoo.http"):
                return self._call(model, method, *args)
        except JsonRpcException:
            return None

    def test_nobody_without_rights_writes_a_field_of_ours(self):
        targets = {
            "res.company": self.company,
            "res.partner": self.partner,
            "sale.order": self.order,
            "sale.order.line": self.order.order_line[0],
            "stock.picking": self.order.picking_ids,
            "stock.warehouse": self.warehouse,
        }
        for role in ("portal", "internal"):
            self._log_in(role)
            for model, record in targets.items():
                for name in get_our_additions(self.env)[model]:
                    with self.subTest(f"{role} {model}.{name}"):
                        self.assertRefused(model, "write", [record.id], {name: False})

    def test_customer_makes_no_decision_by_rpc(self):
        values = {"order_id": self.order.id, "kind": "date", "option": "accept"}
        for role in ("portal", "internal", "sales manager"):
            self._log_in(role)
            with self.subTest(role):
                self.assertRefused("sale.backorder.decision", "create", [values])

    def test_nobody_without_rights_runs_a_job_or_an_action(self):
        """A29: what runs as superuser is started by administrators alone."""
        jobs = self.env["ir.cron"].search([("cron_name", "ilike", "backorder")])
        actions = self.env["ir.actions.server"].search(
            [("id", "in", self._get_our_ids("ir.actions.server"))]
        )
        self.assertTrue(jobs and actions)
        for role in ("portal", "internal", "sales manager", "stock manager"):
            self._log_in(role)
            with self.subTest(role):
                for job in jobs:
                    self.assertRefused("ir.cron", "method_direct_trigger", [job.id])
                    self.assertRefused("ir.cron", "write", [job.id], {"active": False})

    def _get_our_ids(self, model):
        return (
            self.env["ir.model.data"]
            .search([("module", "=", "backorder_comms"), ("model", "=", model)])
            .mapped("res_id")
        )
