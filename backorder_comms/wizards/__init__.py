from . import sale_backorder_evidence
from . import sale_backorder_rule_preview
from . import sale_backorder_rule_replay
from . import sale_backorder_rule_replay_line
from . import stock_picking_backorder_reserve
from . import stock_picking_backorder_reserve_line
from . import stock_picking_backorder_ship
from . import stock_return_picking
