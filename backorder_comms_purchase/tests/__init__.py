from . import test_access_rights
from . import test_awaited_purchases
from . import test_purchase_backorder_impact
from . import test_purchase_order_line
from . import test_sale_backorder_forecast
from . import test_tours
from . import test_sale_backorder_forecast_request
from . import (
    test_purchase_chase,
    test_purchase_chase_step,
    test_purchase_order_chase,
    test_sale_backorder_forecast,
)
