"""The node for the tests of this folder that need one."""

from tests.parts.elasticsearch.fixture import elasticsearch

__all__ = ["elasticsearch"]
