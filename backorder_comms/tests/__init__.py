from . import test_sale_backorder_evaluation
from . import test_sale_backorder_message
