# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# One hand-kept README.md instead of generated fragments.
# pylint: disable=missing-readme
{
    "name": "Backorder Communication: Purchase",
    "summary": "Customers hear of the dates that vendors give",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "The backorder_comms contributors",
    "website": "https://example.com/backorder-comms",
    "license": "LGPL-3",
    "depends": ["backorder_comms", "purchase_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/purchase_backorder_impact_security.xml",
        "views/sale_backorder_impact_views.xml",
        "views/purchase_order_impact_views.xml",
        "report/purchase_backorder_impact_views.xml",
        "views/res_partner_impact_views.xml",
        "security/purchase_vendor_security.xml",
        "data/ir_cron_data.xml",
        "views/purchase_order_line_views.xml",
        "views/purchase_vendor_lateness_views.xml",
        "report/purchase_vendor_report_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "security/purchase_chase_security.xml",
        "data/purchase_chase_cron_data.xml",
        "data/purchase_chase_templates.xml",
        "data/purchase_chase_mail_template_data.xml",
        "data/purchase_chase_step_data.xml",
        "wizards/purchase_chase_answer_views.xml",
        "views/purchase_chase_step_views.xml",
        "views/purchase_chase_attempt_views.xml",
        "views/purchase_order_chase_views.xml",
        "views/res_config_settings_chase_views.xml",
        "security/purchase_eta_import_security.xml",
        "data/purchase_eta_import_templates.xml",
        "views/purchase_eta_mapping_views.xml",
        "wizards/purchase_eta_import_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["backorder_comms_purchase/static/tests/tours/*.js"],
    },
    "auto_install": True,
}
