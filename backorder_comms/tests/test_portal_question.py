# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo.tests import tagged

from .http_common import BackorderCommsHttpCommon
from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestPortalQuestion(BackorderCommsHttpCommon, QuestionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_late_order()
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _read_questions(self):
        path = self.order._get_backorder_path(access_token=self.token)
        page = html.fromstring(self.url_open(path).content)
        return page.xpath("//*[@name='backorder_question']")

    def test_page_of_the_order_asks(self):
        self._ask(self.order, deadline=self._in_days(4), default_option="ship")
        [question] = self._read_questions()
        text = " ".join(question.text_content().split())
        self.assertIn("Ship what is ready, or wait for everything?", text)
        self.assertIn("this is what we do: Ship what is ready.", text)

    def test_customer_may_also_keep_it_as_it_is(self):
        self._ask(self.order)
        [question] = self._read_questions()
        keep = question.xpath(".//a")[1]
        self.assertEqual(keep.text, "Wait for all")
        page = html.fromstring(self.url_open(keep.get("href")).content)
        [form] = page.xpath("//form[@method='post']")
        path = self.order._get_backorder_path("/decide")
        self.url_open(path, data=dict(form.fields))
        self.assertRecordValues(
            self.order.backorder_decision_ids, [{"option": "wait", "state": "done"}]
        )
        self.assertFalse(self._read_questions())

    def test_page_asks_nothing_where_nothing_is_asked(self):
        self.assertFalse(self._read_questions())
