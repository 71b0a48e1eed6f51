"""What is bought after the story, so that a buyer's pages have something to show.

Of one vendor's goods some are late, others due soon; another one puts goods off and
sends a spreadsheet with new dates. Of all there are receipts to judge their word by.
The products are others than in the story, so that its pages stay as they are.
"""

import base64
import io
from datetime import datetime, time, timedelta

from .cast import Employee, Product, create_employee, create_product

BUYER = Employee(
    role="a buyer",
    login="bea",
    name="Bea Claes",
    phone="+32 9 243 89 58",
    groups=("purchase.group_purchase_user",),
)
VENDORS = {
    "late": ("Eikhof Meubelen", "orders@eikhof.example"),
    "sheet": ("Nordic Timber", "orders@nordic-timber.example"),
    "good": ("Atelier Moreau", "orders@atelier-moreau.example"),
}
PRODUCTS = {
    "stool": ("STL-10", Product("Bar stool", "Tabouret de bar", "Barhocker")),
    "bench": ("BNC-20", Product("Garden bench", "Banc de jardin", "Gartenbank")),
    "cabinet": ("CAB-30", Product("Cabinet", "Armoire", "Schrank")),
    "bed": ("BED-40", Product("Oak bed", "Lit en chêne", "Eichenbett")),
    "mirror": ("MIR-50", Product("Wall mirror", "Miroir mural", "Wandspiegel")),
    "board": ("BRD-90", Product("Oak board", "Planche", "Eichenbrett")),
}
RECEIPTS = {
    "late": ((-1, 0), (3, 2), (5, 4), (0, 0), (8, 3), (4, 4)),
    "sheet": ((0, 0), (2, 2), (0, 0), (6, 6), (1, 0), (0, 0)),
    "good": ((0, 0), (-2, 0), (0, 0), (0, 0), (1, 0), (0, 0)),
}
"""Of each vendor, by how many days a receipt came after the first promise, and by how
many of them the vendor had put it off."""


def play(stage, post):
    """Let it happen; return the facts that the pictures need.

    :return: dict of `purchase`, the id of one that is late and was asked about;
        `chase_mail`, what its vendor read; `import_action`, the id of an action that
        shows what a spreadsheet would change
    """
    purchasing = Purchasing(stage)
    purchasing.look_back()
    late, timber = purchasing.buy_for_customers()
    stage.let_jobs_run()
    purchasing.let_pass(late, days=5)
    stage.let_jobs_run()
    purchasing.put_off(timber, days=4)
    purchasing.chase()
    return {
        "purchase": late.id,
        "chase_mail": post.keep_mail(VENDORS["late"][1]),
        "import_action": purchasing.check_dates(timber).id,
    }


class Purchasing:
    """What a buyer does at the company of the story, and what comes of it."""

    def __init__(self, stage):
        self.stage = stage
        self.buyer = create_employee(stage.env, BUYER)
        self.vendors = {
            key: stage.env["res.partner"].create({"name": name, "email": email})
            for key, (name, email) in VENDORS.items()
        }
        for key, (code, product) in PRODUCTS.items():
            record = create_product(stage.env, product)
            record.write({"default_code": code, "standard_price": 70})
            stage.cast.products[key] = record

    def look_back(self):
        """Have all vendors deliver in the last weeks, on time or not."""
        for vendor, receipts in RECEIPTS.items():
            for number, (late, put_off) in enumerate(receipts):
                purchase = self.buy(vendor, -60 + 7 * number, board=10)
                self.put_off(purchase, put_off)
                self.receive(purchase, late)

    def buy_for_customers(self):
        """Buy what customers order at once; return what is to be late and put off."""
        late = self.buy("late", 3, stool=12, bench=4)
        self.buy("late", 2, mirror=6)
        timber = self.buy("sheet", 6, cabinet=8, bed=5)
        order = self.stage.order
        order("ann", stool=4, cabinet=2)
        order("jonas", stool=3, bed=1)
        order("chloe", bench=2, cabinet=3)
        order("nora", mirror=2, bed=2)
        return late, timber

    def buy(self, vendor, days, **quantities):
        """Confirm a purchase of so many of each product, to arrive in so many days."""
        lines = [
            {
                "product_id": self.stage.cast.products[key].id,
                "product_qty": quantity,
                "date_planned": self.moment(days),
            }
            for key, quantity in quantities.items()
        ]
        purchase = self.stage.env(user=self.buyer)["purchase.order"].create(
            {
                "partner_id": self.vendors[vendor].id,
                "order_line": [(0, 0, line) for line in lines],
            }
        )
        purchase.button_confirm()
        return purchase

    def moment(self, days):
        return datetime.combine(self.stage.today() + timedelta(days), time(12))

    def put_off(self, purchase, days):
        """The vendor gives a date that is so many days later."""
        for line in purchase.order_line if days else ():
            line.date_planned += timedelta(days)

    def receive(self, purchase, late):
        """Receive all of it, so many days after it was promised first."""
        promised = purchase.order_line[:1].backorder_first_date_planned
        receipts = purchase.picking_ids.with_user(self.stage.cast.storekeeper)
        receipts.button_validate()
        receipts.sudo().move_ids.date = promised + timedelta(late)

    def let_pass(self, purchase, days):
        """Have what was promised for a purchase be so many days earlier."""
        purchase.sudo().date_approve -= timedelta(weeks=2)
        for line in purchase.order_line:
            moved = line.date_planned - timedelta(days)
            line.sudo().write(
                {"date_planned": moved, "backorder_first_date_planned": moved}
            )
            line.sudo().move_ids.date = moved

    def chase(self):
        """Let vendors be written to who are late."""
        self.stage.cast.company.backorder_chase_mail = True
        self.stage.let_jobs_run(
            "backorder_comms.ir_cron_evaluate",
            "backorder_comms_purchase.ir_cron_chase",
            "mail.ir_cron_mail_scheduler_action",
        )

    def check_dates(self, purchase):
        """Check the vendor's spreadsheet; return an action that shows the result."""
        env = self.stage.env(user=self.buyer)
        wizard = env["purchase.eta.import"].create(
            {
                "partner_id": purchase.partner_id.id,
                "filename": "deliveries.xlsx",
                "file": base64.b64encode(self.write_sheet(purchase)),
            }
        )
        action = wizard.action_check()
        self.stage.env.cr.commit()
        return self.stage.env["ir.actions.act_window"].create(
            {
                "name": action["name"],
                "res_model": wizard._name,
                "res_id": wizard.id,
                "view_mode": "form",
                "target": "new",
                "context": action["context"],
            }
        )

    def write_sheet(self, purchase):
        """Return a spreadsheet with new dates, and with mistakes."""
        from openpyxl import Workbook

        name = purchase.name
        day = self.moment(13)
        book = Workbook()
        for row in (
            ("Your order", "Item", "Qty", "New date"),
            (name, PRODUCTS["cabinet"][0], 8, day),
            (name, PRODUCTS["bed"][0], 2, purchase.order_line[1].date_planned),
            (name, PRODUCTS["bed"][0], 3, day + timedelta(5)),
            (name, PRODUCTS["mirror"][0], 1, day),
            (name, PRODUCTS["cabinet"][0], 8, "as soon as possible"),
        ):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()
