"""What the addon costs inside a user's transaction, against plain Odoo in the same run.

The shapes are those of Odoo's own baseline: an order of three lines, of which one is in
stock, one in part and one not at all.
"""

import statistics

from odoo.fields import Command

from devtools.benchmarking import at_most, benchmark, interleaved

BATCHES = (1, 10, 100)
ROUNDS = 3


class Shop:
    """Products, orders and receipts in one database; all of it is rolled back."""

    def __init__(self, env):
        self.env = env
        warehouse = env["stock.warehouse"].search([], limit=1)
        warehouse.out_type_id.create_backorder = "always"
        warehouse.in_type_id.create_backorder = "always"
        # Core's own notices are another matter, and ours replaces some of them.
        env.company.write(
            {"stock_move_email_validation": False, "stock_text_confirmation": False}
        )
        self.warehouse = warehouse
        self.partner = env["res.partner"].create({"name": "Customer"})

    def create_product(self, stock=0):
        product = self.env["product.product"].create(
            {"name": "Product", "type": "consu", "is_storable": True}
        )
        if stock:
            self.env["stock.quant"]._update_available_quantity(
                product, self.warehouse.lot_stock_id, stock
            )
        return product

    def create_orders(self, count, lines):
        """Create draft orders, each with `lines`: pairs of product and quantity."""
        line_values = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
            for product, quantity in lines
        ]
        values = {"partner_id": self.partner.id, "order_line": line_values}
        return self.env["sale.order"].create([dict(values) for _ in range(count)])

    def create_short_orders(self, count):
        full = self.create_product(stock=5 * count)
        part = self.create_product(stock=4 * count)
        none = self.create_product()
        return self.create_orders(count, [(full, 5), (part, 10), (none, 3)])

    def create_deliveries(self, count):
        """Create deliveries that ship in part: all of the first, 4 of 10, and none."""
        orders = self.create_short_orders(count)
        for order in orders:
            order.action_confirm()
            wanted, part, _none = order.picking_ids.move_ids
            part.quantity = min(part.quantity, 4)
            (wanted | part).picked = True
        self.finish()
        return orders.picking_ids

    def create_receipt(self, product, quantity):
        vendors = self.env.ref("stock.stock_location_suppliers")
        locations = {
            "location_id": vendors.id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        move = {"product_id": product.id, "product_uom_qty": quantity, **locations}
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "move_ids": [Command.create(move)],
                **locations,
            }
        )
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": quantity, "picked": True})
        self.finish()
        return receipt

    def finish(self):
        """Do what a commit does before it commits, and what it forgets after."""
        self.env.cr.flush()
        self.env.cr.clear()

    def count(self, action):
        """Return the queries of `action`, the work before the commit included."""
        before = self.env.cr.sql_log_count
        action()
        self.env.cr.flush()
        queries = self.env.cr.sql_log_count - before
        self.env.cr.clear()
        return queries


def compare(bench, measure, sizes):
    """Return how many queries `measure(shop, size)` needs, and how many more with us.

    The median of some rounds: Odoo's own number of updates differs from one to the
    next, as it groups them by what happens to come first out of a set.

    :rtype: dict[int, tuple[int, int]]
    """
    counts = []
    for environment in (bench.without_addon, bench.with_addon):
        with environment() as env:
            shop = Shop(env)
            measure(shop, min(sizes))  # fills the caches that outlive a transaction
            counts.append([median(measure, shop, size) for size in sizes])
    return {
        size: (plain, ours - plain)
        for size, plain, ours in zip(sizes, *counts, strict=True)
    }


def median(measure, shop, size):
    return statistics.median_low(measure(shop, size) for _round in range(ROUNDS))


def worst(bench, measure, sizes=BATCHES):
    """Return the largest difference over all sizes, and a note about each."""
    found = compare(bench, measure, sizes)
    counts = (f"{size}: {plain} {extra:+}" for size, (plain, extra) in found.items())
    return max(extra for _plain, extra in found.values()), ", ".join(counts)


@benchmark
def validation_queries(bench):
    def measure(shop, size):
        deliveries = shop.create_deliveries(size)
        return shop.count(deliveries.button_validate)

    value, note = worst(bench, measure)
    yield at_most("B1", value, bar=3, unit="queries", note=f"by batch {note}")


@benchmark
def validation_time(bench):
    pairs = 60
    with bench.without_addon() as plain_env, bench.with_addon() as our_env:
        plain, ours = Shop(plain_env), Shop(our_env)
        # Three plain validations for each of ours: the pair, and the control.
        plain_deliveries = iter(plain.create_deliveries(3 * pairs))
        our_deliveries = iter(ours.create_deliveries(pairs))
        found = interleaved(
            lambda: plain.count(next(plain_deliveries).button_validate),
            lambda: ours.count(next(our_deliveries).button_validate),
            pairs,
        )
    yield at_most("B1t", found.ratio, bar=1.03, unit="ratio", note=found.note)


@benchmark
def confirmation_queries(bench):
    def measure(shop, size):
        orders = shop.create_short_orders(size)
        shop.finish()
        return shop.count(orders.action_confirm)

    value, note = worst(bench, measure)
    yield at_most("B2", value, bar=2, unit="queries", note=f"by batch {note}")


@benchmark
def receipt_queries(bench):
    def measure(shop, waiting):
        product = shop.create_product()
        shop.create_orders(waiting, [(product, 1)]).action_confirm()
        receipt = shop.create_receipt(product, waiting // 2)
        return shop.count(receipt.button_validate)

    value, note = worst(bench, measure, sizes=(2, 200))
    note = f"a receipt for half of so many waiting orders: {note}"
    yield at_most("B3", value, bar=5, unit="queries", note=note)
