from . import test_sale_backorder_forecast
