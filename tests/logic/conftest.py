"""Makes the addon's pure functions importable as `logic`, without Odoo."""

import sys

from devtools import ROOT

sys.path.insert(0, str(ROOT / "backorder_comms"))
