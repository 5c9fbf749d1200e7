"""What plugin authors import: `from mlhome import hook, Report, …`. See plugins/README.md."""

from plugins.api import *  # noqa: F403
from plugins.api import __all__ as __all__
