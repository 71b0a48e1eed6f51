# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

SHIP_ANYWAY = "backorder_comms_ship_anyway"


# A file for what ships together because the customer wants it so.
# pylint: disable=consider-merging-classes-inherited
class StockPicking(models.Model):
    _inherit = "stock.picking"

    backorder_waits_for_all = fields.Boolean(
        string="Ships Together",
        compute="_compute_backorder_waits_for_all",
        store=True,
        help="The customer wants to get everything at once: nothing leaves before all "
        "of it can.",
        groups="base.group_user",
    )

    def _auto_init(self):
        """Override of the ORM: nobody chose anything before, so compute nothing."""
        if not column_exists(self.env.cr, "stock_picking", "backorder_waits_for_all"):
            create_column(
                self.env.cr, "stock_picking", "backorder_waits_for_all", "bool"
            )
        return super()._auto_init()

    @api.depends(
        "move_ids.sale_line_id.backorder_picking_policy",
        "move_ids.sale_line_id.order_id.backorder_is_policy_chosen",
        "move_ids.sale_line_id.order_id.picking_policy",
    )
    def _compute_backorder_waits_for_all(self):
        for picking in self:
            lines = picking.move_ids.sale_line_id
            picking.backorder_waits_for_all = any(
                line._is_backorder_held_together() for line in lines
            )

    @api.depends(
        "move_ids.sale_line_id.backorder_picking_policy",
        "move_ids.sale_line_id.order_id.picking_policy",
    )
    def _compute_move_type(self):
        """Override of `sale_stock` to follow the order as long as goods can wait."""
        closed = self.filtered(lambda picking: picking._is_backorder_closed())
        for picking in closed:
            picking.move_type = picking.move_type
        followers = self - closed
        res = super(StockPicking, followers)._compute_move_type()
        for picking in followers:
            lines = picking.move_ids.sale_line_id
            if any(lines.mapped("backorder_picking_policy")):
                policies = {line._get_shipping_policy() for line in lines}
                picking.move_type = "direct" if "direct" in policies else "one"
        return res

    def _is_backorder_closed(self):
        """As its state says, which depends on what may be about to be computed."""
        moves = self.move_ids
        return bool(moves) and all(move.state in ("done", "cancel") for move in moves)

    def _is_backorder_begun(self):
        """Tell whether people may have its goods in their hands."""
        return self.printed or any(self.move_line_ids.mapped("picked"))

    # === WAITING FOR ALL === #

    def _pre_action_done_hook(self):
        """Override of `stock` to ask a manager before a customer's wish is ignored."""
        res = super()._pre_action_done_hook()
        if res is not True or not self._may_ship_anyway():
            return res
        if not self._get_ship_anyway() and self._get_staying():
            return self._action_ship_anyway()
        return res

    def _action_done(self):
        """Override of `stock` to let nothing leave that is to wait for the rest."""
        self._check_ships_together()
        return super()._action_done()

    def _check_ships_together(self):
        staying = self._get_staying()
        if not staying:
            return
        if ship := self._get_ship_anyway():
            orders = staying.sale_line_id.order_id
            ship._note(self.filtered("backorder_waits_for_all"), orders)
            return
        raise UserError(
            self.env._(
                "%(customers)s wants to get everything at once, so nothing can leave "
                "yet. This would stay behind:\n%(goods)s\nA manager of sales or of the "
                "stock can ship the rest anyway.",
                customers=", ".join(
                    staying.sale_line_id.order_id.partner_id.mapped("display_name")
                ),
                goods=staying._describe_staying(self),
            )
        )

    def _get_staying(self):
        """Return what would stay behind of what customers want to get at once.

        Costs no query where no customer chose that.
        """
        waiting = self.filtered("backorder_waits_for_all")
        if not waiting:
            return waiting.move_ids
        # Who ships need not be allowed to read the order.
        lines = waiting.move_ids._filter_leaving().sudo().sale_line_id
        orders = lines.filtered(
            lambda line: line._is_backorder_held_together()
        ).order_id
        companions = orders.order_line.filtered(
            lambda line: line._is_backorder_held_together()
        )
        return companions.move_ids._filter_backorder_open()._filter_staying(self)

    def _get_ship_anyway(self):
        """Return why a manager ships what is to wait, if one does.

        :rtype: stock.picking.backorder.ship
        """
        ship = self.env["stock.picking.backorder.ship"]
        if not self._may_ship_anyway():
            return ship
        ship = ship.browse(self.env.context.get(SHIP_ANYWAY)).exists()
        return ship.filtered("reason")

    def _may_ship_anyway(self):
        user = self.env.user
        return user.has_group("stock.group_stock_manager") or user.has_group(
            "sales_team.group_sale_manager"
        )

    def _action_ship_anyway(self):
        """Ask a manager for the reason, with what would stay behind before his eyes."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ship It Anyway"),
            "res_model": "stock.picking.backorder.ship",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_picking_ids": self.ids},
        }
