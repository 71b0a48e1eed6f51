# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from functools import partial

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.calendar import ShippingDays
from ..logic.network import Map
from .res_company import to_day


class SaleBackorderMap(models.AbstractModel):
    """Where goods are, and when they can leave from there, in two queries."""

    _name = "sale.backorder.map"
    _description = "Map of Locations"

    @api.model
    def _load(self, location_ids):
        """Return what is true of locations and of the warehouses that they are in.

        :param set[int] location_ids:
        :rtype: Map
        """
        locations = self._load_locations(location_ids)
        warehouses = {row[1] for row in locations} - {None}
        roots, days = self._load_warehouses(warehouses)
        return Map(
            warehouses={row[0]: row[1] for row in locations},
            paths={row[0]: row[2] or "" for row in locations},
            customers={row[0] for row in locations if row[3] == "customer"},
            vendors={row[0] for row in locations if row[3] == "supplier"},
            outgoing={row[0] for row in locations if row[4]},
            roots=roots,
            days=days,
        )

    def _load_locations(self, location_ids):
        """Return id, warehouse, path, usage and whether it is the customers'.

        The locations from which warehouses reserve are always among them.
        """
        self.env["stock.location"].flush_model(["parent_path", "usage", "warehouse_id"])
        self.env["stock.warehouse"].flush_model(["lot_stock_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT location.id, location.warehouse_id, location.parent_path,
                       location.usage, %s
                  FROM stock_location AS location
                 WHERE location.id = ANY(%s)
                    OR location.id IN (SELECT lot_stock_id FROM stock_warehouse)
                """,
                self.env["stock.location"]._get_backorder_outgoing_condition(
                    SQL.identifier("location")
                ),
                list(location_ids),
            )
        )

    def _load_warehouses(self, warehouse_ids):
        """Return from where each warehouse reserves, and when goods can leave it.

        :rtype: tuple[dict[int, int], dict[int, ShippingDays]]
        """
        self._flush_warehouses()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT warehouse.id, warehouse.lot_stock_id,
                       partner.tz, COALESCE(company.security_lead, 0),
                       warehouse.backorder_margin_days, warehouse.backorder_calendar_id,
                       %s, %s
                  FROM stock_warehouse AS warehouse
                  JOIN res_company AS company ON company.id = warehouse.company_id
                  JOIN res_partner AS partner ON partner.id = company.partner_id
                 WHERE warehouse.id = ANY(%s)
                """,
                self._get_delay(SQL("warehouse.reception_route_id")),
                self._get_delay(SQL("warehouse.delivery_route_id")),
                list(warehouse_ids),
            )
        )
        roots = {row[0]: row[1] for row in rows}
        return roots, {row[0]: self._to_shipping_days(*row[2:]) for row in rows}

    def _flush_warehouses(self):
        self.env["res.company"].flush_model(["partner_id", "security_lead"])
        self.env["res.partner"].flush_model(["tz"])
        self.env["stock.rule"].flush_model(["active", "delay", "location_src_id"])
        self.env["stock.warehouse"].flush_model(
            [
                "backorder_calendar_id",
                "backorder_margin_days",
                "delivery_route_id",
                "reception_route_id",
            ]
        )

    def _get_delay(self, route):
        """Return the days that goods take along the steps of a route inside."""
        return SQL(
            """
            (SELECT COALESCE(SUM(rule.delay), 0)
               FROM stock_rule AS rule
               JOIN stock_location AS source ON source.id = rule.location_src_id
              WHERE rule.route_id = %s
                AND rule.active
                AND source.warehouse_id = warehouse.id)
            """,
            route,
        )

    def _to_shipping_days(self, tz, lead, margin, calendar_id, reception, delivery):
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        zone = pytz.timezone(tz or "UTC")
        return ShippingDays(
            today=to_day(fields.Datetime.now(), zone),
            to_day=partial(to_day, zone=zone),
            reception_days=reception,
            delivery_days=delivery + int(lead),
            margin_days=margin or 0,
            get_open_days=calendar_id and calendar._get_backorder_open_days,
        )
