# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user, tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDigest(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = new_test_user(
            cls.env,
            "sam",
            groups="sales_team.group_sale_salesman",
            notification_type="inbox",
        )
        cls.keeper = new_test_user(
            cls.env,
            "kim",
            groups="stock.group_stock_user",
            notification_type="inbox",
        )
        cls.warehouse.backorder_user_id = cls.keeper
        cls.company.backorder_digest = True
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).write(
            {"backorder_digest": False}
        )

    def _wait_for(self, product, **values):
        order = self._create_order({product: 10}, user_id=self.salesperson.id, **values)
        self._evaluate()
        return order

    def _send(self):
        """Return what each of the two gets.

        :rtype: list[tuple[mail.message, mail.message]]
        """
        before = self._get_digests()
        self._run_cron("digest")
        after = self._get_digests()
        return [now - then for now, then in zip(after, before, strict=True)]

    def _get_digests(self):
        domain = [("subject", "like", "Backorders today")]
        return [
            self.env["mail.message"].search(
                [*domain, ("notified_partner_ids", "in", user.partner_id.ids)]
            )
            for user in (self.salesperson, self.keeper)
        ]

    def test_salesperson_reads_what_to_do(self):
        order = self._wait_for(self.desk)
        digest, _other = self._send()
        self.assertIn(order.backorder_ids.display_name, digest.body)

    def test_nobody_is_written_to_who_has_nothing_to_do(self):
        self._wait_for(self.desk)
        _digest, other = self._send()
        self.assertFalse(other)

    def test_there_is_one_a_day(self):
        self._wait_for(self.desk)
        self._send()
        digest, _other = self._send()
        self.assertFalse(digest)

    def test_warehouse_reads_for_whom_goods_arrive(self):
        self._create_receipt(self.desk, 10, days=1)
        order = self._wait_for(self.desk)
        _digest, other = self._send()
        self.assertIn(f"10 Units for {order.partner_id.display_name}", other.body)

    def test_warehouse_reads_what_to_hold(self):
        self._set_stock(self.lamp, 10)
        order = self.env["sale.order"].browse(
            self._create_order({self.lamp: 10, self.desk: 10}, picking_policy="one").id
        )
        self._evaluate()
        _digest, other = self._send()
        self.assertIn(order.picking_ids.display_name, other.body)

    def test_company_that_does_not_want_it_sends_none(self):
        self.company.backorder_digest = False
        self._wait_for(self.desk)
        self.assertEqual([len(digest) for digest in self._send()], [0, 0])

    def test_channel_reads_how_much_there_is_to_do(self):
        channel = self.env["discuss.channel"].create({"name": "Backorders"})
        self.company.backorder_digest_channel_id = channel
        self._wait_for(self.desk)
        self._send()
        self.assertIn("Ask the Supplier: 1", channel.message_ids[:1].body)
