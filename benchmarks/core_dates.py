"""Core's own forecast of when order lines can be shipped, to compare ours with."""

from collections import defaultdict


def get_core_dates(env, products):
    """Return the day of each waiting order line by core's report, in one call.

    Core gives the date of an overdue receipt as it stands; to us it is unknown, as is
    whatever lacks a piece of supply. Lines that are in stock are left out.

    :param list products: ids
    :return: by id of the order line
    :rtype: dict[int, date | None]
    """
    warehouse = env["stock.warehouse"].search([], limit=1)
    locations = env["stock.location"]._search(
        [("id", "child_of", warehouse.view_location_id.id)]
    )
    report = env["stock.forecasted_product_product"]
    report_lines = report.with_context(warehouse_id=warehouse.id)._get_report_lines(
        False, products, locations, warehouse.lot_stock_id, read=False
    )
    pieces = defaultdict(list)
    for piece in report_lines:
        if piece["move_out"]:
            pieces[piece["move_out"].sale_line_id.id].append(piece)
    return {
        line: get_last_day(found)
        for line, found in pieces.items()
        if any(needs_supply(piece) for piece in found)
    }


def read_core_field(env, products):
    """Read the forecast of each waiting move of the products, as core's lists do."""
    moves = env["stock.move"].search(
        [
            ("product_id", "in", products),
            ("sale_line_id", "!=", False),
            ("state", "=", "confirmed"),
        ]
    )
    return moves.mapped("forecast_expected_date")


def needs_supply(piece):
    return piece["move_in"] or not piece["replenishment_filled"]


def get_last_day(pieces):
    days = []
    for piece in filter(needs_supply, pieces):
        company = piece["move_out"].company_id
        day = piece["move_in"] and company._to_backorder_day(piece["move_in"].date)
        if not day or day < company._backorder_today():
            return None
        days.append(day)
    return max(days)
