from . import sale_backorder_rule_preview
from . import stock_picking_backorder_reserve
from . import stock_picking_backorder_reserve_line
