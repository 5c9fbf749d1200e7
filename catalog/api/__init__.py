"""The HTTP API under /api: views parse, call one function, and answer."""

from catalog.api.install import install_api
from catalog.api.parts import ApiParts

__all__ = ["ApiParts", "install_api"]
