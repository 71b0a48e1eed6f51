# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# One hand-kept README.md instead of generated fragments.
# pylint: disable=missing-readme
{
    "name": "Backorder Communication: Dashboard",
    "summary": "One page about backorders for Monday morning",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The backorder_comms contributors",
    "website": "https://example.com/backorder-comms",
    "license": "LGPL-3",
    "depends": ["backorder_comms", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "auto_install": True,
}
