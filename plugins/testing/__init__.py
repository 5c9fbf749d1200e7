"""The contract kit: whether a plugin keeps what plugins/api says, whatever it meets.

from mlhome.testing import check_plugin

def test_contract() -> None:
    assert check_plugin("dvc") == []
"""

from plugins.testing.kit import check_plugin as check_plugin
from plugins.testing.upstream import Upstream as Upstream
from plugins.testing.upstream import hostile_upstream as hostile_upstream
