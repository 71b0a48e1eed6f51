from . import purchase_order_impact
from . import purchase_order_line_impact
from . import res_partner_impact
from . import sale_backorder
from . import purchase_order
from . import purchase_order_line
from . import res_company
from . import res_config_settings
from . import sale_backorder_explanation
from . import sale_backorder_forecast
from . import sale_backorder_supply
from . import sale_backorder_forecast_request
from . import (
    purchase_chase,
    purchase_chase_attempt,
    purchase_chase_attempt_task,
    purchase_chase_step,
    purchase_chase_taking,
    purchase_order_chase,
    purchase_order_line_chase,
    res_company_chase,
    res_config_settings_chase,
    sale_backorder_forecast,
    sale_backorder_outbox,
)
