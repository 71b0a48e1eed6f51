from . import purchase_order_impact
from . import purchase_order_line_impact
from . import res_partner_impact
from . import sale_backorder
from . import purchase_order
from . import purchase_order_line
from . import sale_backorder_forecast
from . import sale_backorder_supply
