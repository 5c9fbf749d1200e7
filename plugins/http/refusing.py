"""What `context.http` is where nobody may be asked."""

from collections.abc import Mapping
from typing import NoReturn

from plugins.api import UpstreamFailed, Value

LOCAL_ONLY = "this function is local: only a Refresh, a Provider or a Route may ask somebody"


class Refusing:
    """An Http that asks nobody."""

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value:
        _refuse()

    def post_json(self, url: str, body: Value) -> Value:
        _refuse()

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes:
        _refuse()


def _refuse() -> NoReturn:
    raise UpstreamFailed(LOCAL_ONLY)
