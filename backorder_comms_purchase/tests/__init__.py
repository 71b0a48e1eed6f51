from . import (
    test_access_rights,
    test_awaited_purchases,
    test_purchase_backorder_impact,
    test_purchase_chase,
    test_purchase_chase_step,
    test_purchase_order_chase,
    test_purchase_order_line,
    test_purchase_vendor_lateness,
    test_purchase_vendor_report,
    test_sale_backorder_forecast,
    test_sale_backorder_forecast_request,
    test_tours,
)
