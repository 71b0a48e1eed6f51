from . import decision
from . import short_link
from . import portal
from . import preference
from . import unsubscribe
