"""What plugin authors import: `from mlhome import hook, Report, …`. See plugins/README.md.

Training scripts import `push_evaluation`; plugins/push.py can also be copied beside them.
"""

from plugins.api import *  # noqa: F403
from plugins.api import __all__ as __all__
from plugins.kinds import kind as kind
from plugins.push import PushFailed as PushFailed
from plugins.push import push_evaluation as push_evaluation
from plugins.push import push_runs as push_runs
