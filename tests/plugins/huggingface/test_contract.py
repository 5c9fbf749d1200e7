"""The plugin keeps the contract, whatever lies in a repository."""

import pytest

from plugins.testing import check_plugin


@pytest.mark.slow
def test_the_contract_kit_finds_nothing_wrong() -> None:
    annotations = {"huggingface.co/model": "acme/ranker", "huggingface.co/dataset": "acme/clicks"}
    assert check_plugin("huggingface", annotations=annotations) == []
