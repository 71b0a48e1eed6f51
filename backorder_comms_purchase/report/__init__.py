from . import purchase_backorder_impact
from . import purchase_vendor_report
from . import sale_backorder_report
