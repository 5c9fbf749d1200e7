"""What tests of plugin authors import: `from mlhome.testing import check_plugin`."""

from plugins.testing import Upstream as Upstream
from plugins.testing import check_plugin as check_plugin
from plugins.testing import hostile_upstream as hostile_upstream
