"""What plugin authors import: `from mlhome import hook, Report, …`. See plugins/README.md.

Training scripts import `push_evaluation`; plugins/push.py can also be copied beside them.
"""

from plugins import contents as contents
from plugins.api import *  # noqa: F403
from plugins.api import __all__ as __all__
from plugins.beside import declared_beside as declared_beside
from plugins.beside import descriptors_beside as descriptors_beside
from plugins.beside import nearest as nearest
from plugins.kinds import kind as kind
from plugins.panels import panel as panel
from plugins.panels import template as template
from plugins.push import PushFailed as PushFailed
from plugins.push import push_evaluation as push_evaluation
from plugins.push import push_runs as push_runs
from plugins.sidecars import Evaluated as Evaluated
from plugins.sidecars import newest as newest
from plugins.sidecars import read_sidecar as read_sidecar
from plugins.sidecars import reading_of as reading_of
from plugins.sidecars import sidecar_patterns as sidecar_patterns
from plugins.sidecars import subject_of as subject_of
