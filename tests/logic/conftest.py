"""Makes the addons' pure functions importable as `logic`, without Odoo.

Of all addons in one package: their modules have names of their own.
"""

import sys

from devtools import ROOT

sys.path.insert(0, str(ROOT / "backorder_comms"))

import logic

logic.__path__.extend(
    str(folder) for folder in sorted(ROOT.glob("backorder_comms_*/logic"))
)
