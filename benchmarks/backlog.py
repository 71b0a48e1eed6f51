"""A warehouse in which so many order lines wait for goods, made in about a minute.

What it makes: confirmed orders of ten lines, two pieces each, over the last thirty
days, for a thousand customers; their deliveries and moves, one step, one warehouse.
One order in eleven is reserved, with its move lines and quants. One product in ten has
five pieces more in stock. Of ten products, eight have two receipts ahead, for a third
of what is ordered each; one has an overdue receipt and nothing else; one has none. In
a tenth of the products, a third of the orders is urgent.

What it skips: chatter, followers, taxes, lots, purchase orders behind the receipts,
numbers from the sequences (the names are its own). One order and one receipt are made
by Odoo; the rest are copies of their rows, so each column holds what Odoo wrote, but
for what is said here. Those two stay: ten lines more, that nobody waits for.
"""

from dataclasses import dataclass

from odoo.fields import Command

LINES_PER_ORDER = 10
PIECES_PER_LINE = 2
CUSTOMERS = 1000
DAYS = 30
RESERVED = "mod(n, 11) = 0"
NOW = "now() at time zone 'utc'"


@dataclass
class Backlog:
    """What was made, as far as the measures ask for it.

    :param list products: ids
    :param int urgent: how many of the products, at the beginning, have urgent orders
    """

    lines: int
    products: list
    customers: list
    urgent: int

    @property
    def calm_products(self):
        """Ids of the products whose orders are all equally urgent."""
        return self.products[self.urgent :]


def make_backlog(env, lines, products):
    """Make so many lines of so many products, and commit.

    :rtype: Backlog
    """
    return Generator(env, lines, products).make()


def clone(cr, table, sources, copies, values, where="TRUE"):
    """Copy rows of a table, all columns but those of `values`.

    :param sources: records, in the order in which the copies are numbered
    :param int copies: of all the sources
    :param dict values: SQL by column; `t` is the source, `n` the number of the copy and
        `r` that of the source in it, both from 0
    :param str where: SQL, likewise: which of the copies to make
    :return: id of the first copy; they follow each other
    """
    cr.execute(
        """
        SELECT column_name FROM information_schema.columns
         WHERE table_name = %s AND table_schema = 'public' AND column_name != 'id'
        """,
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    first = reserve_ids(cr, table, len(sources) * copies)
    cr.execute(
        f"""
        INSERT INTO {table} (id, {", ".join(f'"{name}"' for name in columns)})
        SELECT {first} + n * {len(sources)} + r,
               {", ".join(values.get(name, f't."{name}"') for name in columns)}
          FROM generate_series(0, {copies} - 1) n
    CROSS JOIN (SELECT id, ordinality - 1 AS r
                  FROM UNNEST(%s) WITH ORDINALITY AS source(id, ordinality)) source
          JOIN {table} t ON t.id = source.id
         WHERE {where}
        """,
        [sources.ids],
    )
    return first


def reserve_ids(cr, table, count):
    cr.execute(
        "SELECT setval(%(ids)s, nextval(%(ids)s) + %(count)s)",
        {"ids": f"{table}_id_seq", "count": count},
    )
    [last] = cr.fetchone()
    return last - count


def in_turns(ids, index):
    """Return SQL that picks one of the ids, which follow each other, in turns."""
    return f"{ids[0]} + mod({index}, {len(ids)})"


class Generator:
    def __init__(self, env, lines, products):
        self.env = env
        self.cr = env.cr
        self.lines = lines
        self.orders = lines // LINES_PER_ORDER
        self.warehouse = env["stock.warehouse"].search([], limit=1)
        self.products = self.create_products(products).ids
        self.customers = self.create_customers().ids
        # Orders of a block are of the same ten products.
        self.blocks = max(1, products // LINES_PER_ORDER)
        self.urgent_blocks = self.blocks // 10

    def make(self):
        self.clone_orders(self.create_order())
        self.clone_receipts(self.create_receipt())
        self.make_stock()
        self.cr.commit()
        self.env.invalidate_all()
        self.cr.execute("ANALYZE")
        self.cr.commit()
        return Backlog(
            self.lines,
            self.products,
            self.customers,
            urgent=self.urgent_blocks * LINES_PER_ORDER,
        )

    # made by Odoo

    def create_products(self, count):
        values = {"type": "consu", "is_storable": True, "list_price": 10}
        return self.env["product.product"].create(
            [{"name": f"Product {number}", **values} for number in range(count)]
        )

    def create_customers(self):
        return self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(CUSTOMERS)]
        )

    def create_order(self):
        """Confirm the order that is copied; all of it is reserved."""
        product = self.create_products(1)
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, LINES_PER_ORDER * PIECES_PER_LINE
        )
        line = {
            "product_id": product.id,
            "product_uom_qty": PIECES_PER_LINE,
            "tax_ids": False,
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customers[0],
                "order_line": [Command.create(line)] * LINES_PER_ORDER,
            }
        )
        order.action_confirm()
        self.env.flush_all()
        return order

    def create_receipt(self):
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        product = self.create_products(1)
        move = {"product_id": product.id, "product_uom_qty": 1, **places}
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "move_ids": [Command.create(move)],
                **places,
            }
        )
        receipt.action_confirm()
        self.env.flush_all()
        return receipt

    # copied: orders

    def clone_orders(self, order):
        """Copy an order with all that hangs on it; each copy refers to its own."""
        orders = self.clone_heads(order)
        line = f"n * {LINES_PER_ORDER} + r"
        product = in_turns(self.products, line)
        lines = clone(
            self.cr,
            "sale_order_line",
            order.order_line,
            self.orders,
            {
                "order_id": f"{orders} + n",
                "order_partner_id": in_turns(self.customers, "n"),
                "product_id": product,
            },
        )
        pickings = self.clone_deliveries(order.picking_ids, orders)
        moves = order.order_line.move_ids.sorted("sale_line_id")
        delivery = {
            "picking_id": f"{pickings} + n",
            "product_id": product,
            "reference": "'BENCH/OUT/' || n",
        }
        first_move = clone(
            self.cr,
            "stock_move",
            moves,
            self.orders,
            {
                **delivery,
                **self.get_delivery_values(),
                "date": self.get_ordered(),
                "quantity": self.if_reserved("t.quantity", "0"),
                "sale_line_id": f"{lines} + {line}",
            },
        )
        clone(
            self.cr,
            "stock_move_line",
            moves.move_line_ids.sorted("move_id"),
            self.orders,
            {**delivery, "move_id": f"{first_move} + {line}"},
            where=RESERVED,
        )
        self.clone_references(order, orders, first_move)

    def get_ordered(self):
        return (
            f"{NOW} - interval '{DAYS} days'"
            f" + n * interval '{DAYS} days' / {self.orders}"
        )

    def if_reserved(self, then, otherwise):
        return f"CASE WHEN {RESERVED} THEN {then} ELSE {otherwise} END"

    def get_delivery_values(self):
        """Return what a delivery and its moves have in common."""
        urgent = f"mod(n, {self.blocks}) < {self.urgent_blocks} AND mod(n, 3) = 0"
        return {
            "date_deadline": self.get_ordered(),
            "origin": "'BENCH' || n",
            "partner_id": in_turns(self.customers, "n"),
            "priority": f"CASE WHEN {urgent} THEN '1' ELSE '0' END",
            "state": self.if_reserved("t.state", "'confirmed'"),
        }

    def clone_heads(self, order):
        customer = in_turns(self.customers, "n")
        return clone(
            self.cr,
            "sale_order",
            order,
            self.orders,
            {
                "access_token": "NULL",
                "date_order": self.get_ordered(),
                "name": "'BENCH' || n",
                "partner_id": customer,
                "partner_invoice_id": customer,
                "partner_shipping_id": customer,
            },
        )

    def clone_deliveries(self, delivery, first_order):
        return clone(
            self.cr,
            "stock_picking",
            delivery,
            self.orders,
            {
                **self.get_delivery_values(),
                "name": "'BENCH/OUT/' || n",
                "sale_id": f"{first_order} + n",
                "scheduled_date": self.get_ordered(),
            },
        )

    def clone_references(self, order, first_order, first_move):
        """Tie orders, deliveries and moves together as core does."""
        references = clone(
            self.cr,
            "stock_reference",
            order.stock_reference_ids,
            self.orders,
            {"name": "'BENCH' || n"},
        )
        self.cr.execute(
            f"""
            INSERT INTO stock_reference_sale_rel (reference_id, sale_id)
            SELECT {references} + n, {first_order} + n
              FROM generate_series(0, {self.orders} - 1) n;
            INSERT INTO stock_reference_move_rel (reference_id, move_id)
            SELECT {references} + n / {LINES_PER_ORDER}, {first_move} + n
              FROM generate_series(0, {self.orders * LINES_PER_ORDER} - 1) n
            """
        )

    # copied: supply

    def clone_receipts(self, receipt):
        """Plan two receipts for each product, but for the tenths that have less."""
        product = "n / 2"
        kind = f"mod({product} + 2, 10)"  # 0: no receipt, 1: an overdue one
        where = f"{kind} > 1 OR ({kind} = 1 AND mod(n, 2) = 0)"
        days = (
            f"CASE WHEN {kind} = 1 THEN -5"
            f" WHEN mod(n, 2) = 0 THEN 3 + mod({product}, 7) ELSE 20 END"
        )
        day = f"{NOW} + ({days}) * interval '1 day'"
        copies = 2 * len(self.products)
        pickings = clone(
            self.cr,
            "stock_picking",
            receipt,
            copies,
            {"name": "'BENCH/IN/' || n", "scheduled_date": day},
            where,
        )
        wanted = self.lines * PIECES_PER_LINE // len(self.products)
        quantity = str(max(1, wanted // 3))
        move = {
            "date": day,
            "picking_id": f"{pickings} + n",
            "product_id": in_turns(self.products, product),
            "quantity": quantity,
            "reference": "'BENCH/IN/' || n",
        }
        moves = clone(
            self.cr,
            "stock_move",
            receipt.move_ids,
            copies,
            {
                **move,
                "packaging_uom_qty": quantity,
                "product_qty": quantity,
                "product_uom_qty": quantity,
            },
            where,
        )
        clone(
            self.cr,
            "stock_move_line",
            receipt.move_ids.move_line_ids,
            copies,
            {**move, "move_id": f"{moves} + n", "quantity_product_uom": quantity},
            where,
        )

    def make_stock(self):
        """Have in stock what is reserved, and some more of some products."""
        self.cr.execute(
            """
            INSERT INTO stock_quant (product_id, location_id, company_id, quantity,
                                     reserved_quantity, in_date)
            SELECT product.id, %(location)s, %(company)s,
                   COALESCE(SUM(line.quantity_product_uom), 0)
                   + CASE WHEN MOD(product.id, 10) = 3 THEN 5 ELSE 0 END,
                   COALESCE(SUM(line.quantity_product_uom), 0),
                   now() at time zone 'utc'
              FROM product_product product
         LEFT JOIN stock_move_line line
                   ON line.product_id = product.id AND line.state = 'assigned'
                   AND line.location_id = %(location)s
             WHERE product.id = ANY(%(products)s)
          GROUP BY product.id
            """,
            {
                "location": self.warehouse.lot_stock_id.id,
                "company": self.warehouse.company_id.id,
                "products": self.products,
            },
        )
