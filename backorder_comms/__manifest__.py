# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# One hand-kept README.md instead of generated fragments.
# pylint: disable=missing-readme
{
    "name": "Backorder Communication",
    "summary": "Tell customers what is missing, why and until when",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The backorder_comms contributors",
    "website": "https://example.com/backorder-comms",
    "license": "LGPL-3",
    "depends": ["sale_stock", "sms"],
    "data": [
        "security/ir.model.access.csv",
        "security/backorder_comms_security.xml",
        "data/ir_cron_data.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_actions_server_data.xml",
        "data/sale_backorder_reason_data.xml",
        "data/message_templates.xml",
        "data/note_templates.xml",
        "data/mail_template_data.xml",
        "data/sms_template_data.xml",
        "data/sale_backorder_rule_data.xml",
        "views/sale_backorder_views.xml",
        "views/sale_backorder_event_views.xml",
        "views/sale_backorder_limit_views.xml",
        "views/sale_backorder_message_views.xml",
        "views/sale_backorder_reason_views.xml",
        "views/sale_backorder_rule_views.xml",
        "views/sale_order_views.xml",
        "views/sale_order_limit_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/sale_portal_templates.xml",
        "views/stock_picking_views.xml",
        "views/stock_warehouse_views.xml",
        "wizards/stock_picking_backorder_reserve_views.xml",
        "views/backorder_comms_menus.xml",
    ],
    "demo": ["demo/sale_order_demo.xml"],
    "assets": {
        "web.assets_tests": ["backorder_comms/static/tests/tours/*.js"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
