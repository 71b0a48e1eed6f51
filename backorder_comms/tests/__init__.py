from . import test_sale_backorder
from . import test_sale_backorder_evaluation
from . import test_sale_backorder_message
from . import test_topologies
