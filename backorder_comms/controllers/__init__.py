from . import decision
from . import short_link
