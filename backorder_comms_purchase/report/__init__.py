from . import purchase_backorder_impact
