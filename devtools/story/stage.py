"""What people do at the company, and what its jobs do after them."""

from datetime import datetime, time, timedelta

from . import cast

JOBS = (
    "backorder_comms.ir_cron_evaluate",
    "backorder_comms.ir_cron_communicate",
    "mail.ir_cron_mail_scheduler_action",
    "sms.ir_cron_sms_scheduler_action",
)
"""From what happened in stock to what leaves the house; Odoo's scheduler starts them
within a minute, here they run at once."""

RECORDS = {
    "sale_backorder_event": "date",
    "sale_backorder_message": "create_date",
    "sale_backorder_promise": "made_date",
}
"""Where it is on record when something happened, was told and was promised."""


class Stage:
    """Each method is one act of one person, with that person's rights."""

    def __init__(self, env, chat_url):
        self.env = env
        self.chat_url = chat_url
        self.cast = cast.create(env)
        self.orders = {}
        self.receipts = {}

    # what the salesperson does

    def order(self, customer, **quantities):
        """Confirm an order of so many of each product; return it."""
        order = self.orders[customer] = self.quote(customer, **quantities)
        order.action_confirm()
        return order

    def quote(self, customer, **quantities):
        """Write a quotation for so many of each product; return it."""
        lines = [
            {"product_id": self.cast.products[key].id, "product_uom_qty": quantity}
            for key, quantity in quantities.items()
        ]
        return self._as(self.cast.salesperson)["sale.order"].create(
            {
                "partner_id": self.cast.customers[customer].id,
                "user_id": self.cast.salesperson.id,
                "order_line": [(0, 0, line) for line in lines],
            }
        )

    def drop_line(self, customer, product):
        """Take a product off the customer's last order."""
        lines = self.orders[customer].order_line.filtered(
            lambda line: line.product_id == self.cast.products[product]
        )
        lines.product_uom_qty = 0

    def cancel(self, customer):
        """Cancel the customer's last order.

        With Odoo's purchase app a salesperson who does not see purchases cannot.
        """
        self.orders[customer].sudo().action_cancel()

    # what the storekeeper does

    def count_stock(self, **quantities):
        """Say how many of each product are there, as after an inventory."""
        quants = self._as(self.cast.storekeeper)["stock.quant"]
        for key, quantity in quantities.items():
            quants.with_context(inventory_mode=True).create(
                {
                    "product_id": self.cast.products[key].id,
                    "location_id": self.cast.warehouse.lot_stock_id.id,
                    "inventory_quantity": quantity,
                }
            ).action_apply_inventory()

    def plan_receipt(self, product, quantity, days, name=None):
        """Expect goods of a vendor in so many days; `name` tells it from others."""
        warehouse = self.cast.warehouse
        vendors = self.env.ref("stock.stock_location_suppliers")
        places = {
            "location_id": vendors.id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
        move = {
            "product_id": self.cast.products[product].id,
            "product_uom_qty": quantity,
            **places,
        }
        receipt = self._as(self.cast.storekeeper)["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "move_ids": [(0, 0, move)],
                **places,
            }
        )
        receipt.action_confirm()
        receipt.scheduled_date = datetime.combine(
            self.today() + timedelta(days), time(12)
        )
        self.receipts[name or product] = receipt

    def move_receipt(self, product, days):
        """The vendor gives another date: so many days later, or earlier if negative."""
        self.receipts[product].scheduled_date += timedelta(days)

    def receive(self, product, quantity):
        """Receive a part of what is expected, or all; the rest stays expected."""
        receipt = self.receipts[product]
        receipt.move_ids.quantity = quantity
        receipt.move_ids.picked = True
        self._validate(receipt)
        self.receipts[product] = receipt.backorder_ids or receipt

    def ship(self, customer):
        """Ship what is there of the customer's last order; the rest stays to do."""
        deliveries = self.orders[customer].picking_ids.with_user(self.cast.storekeeper)
        self._validate(
            deliveries.filtered(
                lambda delivery: delivery.state not in ("done", "cancel")
            )
        )

    def make_urgent(self, customer):
        """Give the deliveries of the customer's last order a star."""
        deliveries = self.orders[customer].picking_ids.with_user(self.cast.storekeeper)
        deliveries.priority = "1"

    def _validate(self, picking):
        action = picking.button_validate()
        if isinstance(action, dict):
            wizard = self.env[action["res_model"]].with_context(**action["context"])
            wizard.with_user(self.cast.storekeeper).create({}).process()

    # what the salesperson sees

    def explain(self, customer):
        """Return why the customer's last order waits until its date, as one text."""
        order = self.orders[customer].with_user(self.cast.salesperson)
        waiting = order.backorder_ids.filtered(lambda b: b.state == "waiting")
        return " ".join("\n".join(waiting.mapped("explanation")).split("\n"))

    # what the administrator does

    def run_dry(self):
        """Let the administrator see what his rules would have sent; return it.

        :return: how many messages, by how they compare to what was sent
        :rtype: dict[str, int]
        """
        env = self._as(self.env.ref("base.user_admin"))
        domain = env["sale.backorder.rule.replay"].create({}).action_run()["domain"]
        lines = env["sale.backorder.rule.replay.line"]
        return dict(lines._read_group(domain, ["outcome"], ["__count"]))

    def switch_on_core_shipping_messages(self):
        cast.switch_core_shipping_messages(self.cast.company, on=True)

    def write_rules_for(self, tag):
        """Have customers with a tag told by mail, and by SMS if it is more than a week;
        and have the chat tool told of them."""
        env = self._as(self.env.ref("base.user_admin"))
        orders = f"[('partner_id.category_id.name', '=', '{tag}')]"
        for event, words in (("opened", "must wait"), ("later", "later")):
            for number, (how, values) in enumerate(self._list_ways(env, event)):
                env["sale.backorder.rule"].create(
                    {
                        "name": f"{tag} {words}: {how}",
                        "sequence": number,
                        "event_type": event,
                        "order_domain": orders,
                        **values,
                    }
                )

    def _list_ways(self, env, event):
        """Return the ways of telling about an event, with the values of their rules."""
        mail = env.ref(f"backorder_comms.mail_template_{event}")
        sms = env.ref(f"backorder_comms.sms_template_{event}")
        webhook = self._write_webhook(env)
        return [
            ("mail", {"channel": "mail", "mail_template_id": mail.id}),
            (
                "SMS if by more than a week",
                {"channel": "sms", "sms_template_id": sms.id, "min_delay": 8},
            ),
            ("chat tool", {"channel": "action", "server_action_id": webhook.id}),
        ]

    def _write_webhook(self, env):
        """Let a server action post an order's number to the chat tool."""
        actions = env["ir.actions.server"]
        known = actions.search([("webhook_url", "=", self.chat_url)])
        return known or actions.create(
            {
                "name": "Tell the chat tool",
                "model_id": env.ref("sale.model_sale_order").id,
                "state": "webhook",
                "webhook_url": self.chat_url,
                "webhook_field_ids": [(4, env.ref("sale.field_sale_order__name").id)],
            }
        )

    # time and jobs

    def today(self):
        return self.cast.company._backorder_today()

    def arrival(self, name):
        """Return the day on which a receipt is planned, by its product or name."""
        moment = self.receipts[name].scheduled_date
        return self.cast.company._to_backorder_day(moment)

    def next_news(self, customer):
        """Return the day by which the customer was promised news."""
        return min(
            self.orders[customer].sudo().backorder_ids.mapped("next_update_date")
        )

    def let_promised_day_come(self):
        """Make the day of the promised news today; its job runs every hour."""
        waiting = self.env["sale.backorder"].search(
            [("next_update_date", "!=", False), ("expected_date", "=", False)]
        )
        waiting.next_update_date = self.today()
        self.env.cr.commit()
        self._run("backorder_comms.ir_cron_reconcile")

    def let_an_hour_pass(self):
        """Make what is on record an hour older: to the dry run of the rules it would
        have happened all at once, within seconds."""
        for table, column in RECORDS.items():
            self.env.cr.execute(
                f"UPDATE {table} SET {column} = {column} - interval '1 hour'"
            )
        self.env.cr.commit()
        self.env.invalidate_all()

    def let_jobs_run(self, *jobs):
        """Commit what people did and let each job do its part, or only these."""
        self.env.cr.commit()
        for job in jobs or JOBS:
            self._run(job)

    def _run(self, job):
        self.env.ref(job).method_direct_trigger()
        self.env.cr.commit()  # else we would go on seeing what was before the job
        self.env.invalidate_all()

    def _as(self, user):
        return self.env(user=user)
