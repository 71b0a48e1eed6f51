from . import sale_backorder_forecast
