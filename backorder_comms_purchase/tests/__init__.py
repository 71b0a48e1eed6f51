from . import (
    test_access_rights,
    test_awaited_purchases,
    test_purchase_backorder_impact,
    test_purchase_chase,
    test_purchase_chase_step,
    test_purchase_eta_import,
    test_purchase_order_chase,
    test_purchase_order_line,
    test_purchase_vendor_lateness,
    test_purchase_vendor_report,
    test_sale_backorder_evaluation,
    test_sale_backorder_cause,
    test_sale_backorder_forecast,
    test_sale_backorder_forecast_request,
    test_sale_backorder_report,
    test_tours,
)
from . import test_sale_backorder_digest
