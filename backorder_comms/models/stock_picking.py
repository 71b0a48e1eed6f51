# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from collections import defaultdict

import psycopg2

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

TOLD_BY_US = "backorder_comms_told_by_us"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    backorder_gave_way_date = fields.Date(
        string="Gave Way",
        copy=False,
        readonly=True,
        help="On this day someone unreserved the transfer by hand: its goods go to "
        "others first until the day is over or its availability is checked.",
        groups="base.group_user",
    )
    backorder_ships_whole = fields.Boolean(
        string="Holds All Or Nothing",
        compute="_compute_backorder_ships_whole",
        groups="base.group_user",
    )
    backorder_is_held = fields.Boolean(
        string="Kept for Others",
        compute="_compute_backorder_is_held",
        groups="base.group_user",
    )

    @api.depends("company_id.backorder_comms_release_incomplete", "move_type")
    def _compute_backorder_ships_whole(self):
        for picking in self:
            picking.backorder_ships_whole = (
                picking.move_type == "one"
                and picking.company_id.backorder_comms_release_incomplete
            )

    @api.depends("move_ids.state", "move_ids.quantity")
    def _compute_backorder_is_held(self):
        saved = self._origin.move_ids  # forms ask for what is not saved yet, too
        held = saved._filter_open()._filter_from_stock()._get_backorder_losses()
        for picking in self:
            moves = picking._origin.move_ids
            picking.backorder_is_held = bool(held.keys() & set(moves))

    def write(self, vals):
        """Override of `stock` to notice that others are to get the goods first."""
        res = super().write(vals)
        if "priority" in vals:
            self.env["sale.backorder.signal"]._notice(products=self.move_ids.product_id)
        return res

    def _send_confirmation_email(self):
        """Override of `stock` to write what ships and what waits instead of "shipped".

        The shipments are only marked here; all of them still go through core's method,
        as other addons do their own work in it.
        """
        ours = self._find_told_by_us()
        self.env["sale.backorder.signal"]._notice(pickings=ours)
        context = {TOLD_BY_US: ours.ids} if ours else {}
        return super(
            StockPicking, self.with_context(**context)
        )._send_confirmation_email()

    def message_post_with_source(self, source_ref, **kwargs):
        """Override of `mail` to keep core's notice of these shipments to itself."""
        told = self.filtered(
            lambda pick: pick.id in self.env.context.get(TOLD_BY_US, ())
        )
        if told == self:
            return self.env["mail.message"]
        return super(StockPicking, self - told).message_post_with_source(
            source_ref, **kwargs
        )

    def _message_sms_with_template(self, *args, **kwargs):
        """Override of `sms` to keep core's notice of these shipments to itself."""
        if self.id in self.env.context.get(TOLD_BY_US, ()):
            return self.env["mail.message"]
        return super()._message_sms_with_template(*args, **kwargs)

    def _find_told_by_us(self):
        """Return the shipments that we tell about; if we fail at that, core does."""
        try:
            return self._filter_told_by_us()
        except psycopg2.Error:
            raise  # the transaction is over: core tries again where that helps
        except Exception:
            _logger.exception("Shipments are told about without what still waits")
            return self.browse()

    def _filter_told_by_us(self):
        """Keep the shipments about which core would write something misleading.

        Those are the ones after which the order still waits for something, and those
        that end a wait which we told the customer about.
        """
        announced = self.filtered(
            lambda pick: (
                pick.sale_id
                and pick.picking_type_code == "outgoing"
                and pick.company_id.backorder_comms_active
                and pick.company_id._is_shipping_announced()
            )
        )
        orders = announced.sale_id._filter_shipment_told_by_us()
        ours = announced.filtered(lambda pick: pick.sale_id in orders)
        return ours & ours.move_ids._filter_shipped_to_customer().picking_id

    # === ACTIONS === #

    def action_assign(self):
        """Override of `stock`: what someone reserves by hand waits like the others."""
        self._take_turn()
        return super().action_assign()

    def do_unreserve(self):
        """Override of `stock`: what someone unreserves by hand is meant for others."""
        res = super().do_unreserve()
        self._give_way()
        return res

    def action_reserve_kept(self):
        """Let a manager take what is kept for others, after seeing for whom."""
        self.ensure_one()
        reserve = self.env["stock.picking.backorder.reserve"].create(
            {"picking_id": self.id}
        )
        reserve._refresh_lines()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take It Anyway"),
            "res_model": reserve._name,
            "res_id": reserve.id,
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _give_way(self):
        """Let others have the goods today; only customers' transfers are queued."""
        self.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and picking.move_ids.sale_line_id
            )
        ).backorder_gave_way_date = fields.Date.today()

    def _may_give_way(self):
        """Tell whether others may go before one of these, whatever its place."""
        today = fields.Date.today()
        return any(
            picking.backorder_ships_whole or picking.backorder_gave_way_date == today
            for picking in self
        )

    def _take_turn(self):
        """Let those that gave way wait in their place again."""
        self.filtered("backorder_gave_way_date").backorder_gave_way_date = False

    def _get_reserved_from_stock(self):
        """Return the moves that hold what was free."""
        return self.move_ids.filtered(
            lambda move: move.state in ("partially_available", "assigned")
        )._filter_from_stock()

    def _get_backorder_losses(self):
        """Return who would lose what if the transfers took what is kept for others.

        :rtype: dict[stock.move, float], in the product's unit
        """
        moves = self.move_ids._filter_open()._filter_from_stock()
        losses = defaultdict(float)
        for lost in moves._get_backorder_losses().values():
            for loser, quantity in lost.items():
                losses[loser] += quantity
        return dict(losses)
