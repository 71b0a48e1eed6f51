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
    """Where goods are, and when they can leave from there, in one query."""

    _name = "sale.backorder.map"
    _description = "Map of Locations"

    @api.model
    def _load(self, location_ids):
        """Return what is true of locations and of the warehouses that they are in.

        :param set[int] location_ids:
        :rtype: Map
        """
        rows = self._load_rows(location_ids)
        houses = {row[1]: row[6:] for row in rows if row[1]}
        return Map(
            warehouses={row[0]: row[1] for row in rows},
            paths={row[0]: row[2] or "" for row in rows},
            customers={row[0] for row in rows if row[3] == "customer"},
            vendors={row[0] for row in rows if row[3] == "supplier"},
            outgoing={row[0] for row in rows if row[4]},
            roots={house: row[0] for house, row in houses.items()},
            days={
                house: self._to_shipping_days(*row[1:]) for house, row in houses.items()
            },
        )

    def _load_rows(self, location_ids):
        """Return id, warehouse, path, usage and whether it is the customers'; and of
        its warehouse from where that reserves, and when goods can leave it.

        The locations from which warehouses reserve are always among them.
        """
        self.env["stock.location"].flush_model(["parent_path", "usage", "warehouse_id"])
        self._flush_warehouses()
        return self.env.execute_query(
            SQL(
                """
                WITH house AS MATERIALIZED (
                    SELECT warehouse.id, warehouse.lot_stock_id,
                           partner.tz, COALESCE(company.security_lead, 0),
                           warehouse.backorder_margin_days,
                           warehouse.backorder_calendar_id,
                           %s, %s
                      FROM stock_warehouse AS warehouse
                      JOIN res_company AS company ON company.id = warehouse.company_id
                      JOIN res_partner AS partner ON partner.id = company.partner_id
                )
                SELECT location.id, location.warehouse_id, location.parent_path,
                       location.usage, %s, house.*
                  FROM stock_location AS location
                  LEFT JOIN house ON house.id = location.warehouse_id
                 WHERE location.id = ANY(%s)
                    OR location.id IN (SELECT lot_stock_id FROM stock_warehouse)
                """,
                self._get_delay(SQL("warehouse.reception_route_id")),
                self._get_delay(SQL("warehouse.delivery_route_id")),
                self.env["stock.location"]._get_backorder_outgoing_condition(
                    SQL.identifier("location")
                ),
                list(location_ids),
            )
        )

    def _flush_warehouses(self):
        self.env["res.company"].flush_model(["partner_id", "security_lead"])
        self.env["res.partner"].flush_model(["tz"])
        self.env["stock.rule"].flush_model(["active", "delay", "location_src_id"])
        self.env["stock.warehouse"].flush_model(
            [
                "backorder_calendar_id",
                "backorder_margin_days",
                "delivery_route_id",
                "lot_stock_id",
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
