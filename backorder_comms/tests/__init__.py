from . import test_delivery_changes
from . import test_sale_backorder
from . import test_sale_backorder_evaluation
from . import test_sale_backorder_message
from . import test_stock_picking
from . import test_topologies
