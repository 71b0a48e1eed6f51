from . import sale_backorder_prevention
from . import sale_backorder_report
from . import sale_backorder_service_report
