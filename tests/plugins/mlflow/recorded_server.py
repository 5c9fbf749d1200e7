"""The recorded answers of a real server, given to whoever asks as the plugin does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.api import Connection, Context, Entity, UpstreamFailed, Value
from plugins.mlflow.client import Mlflow
from tests.plugins.mlflow.story import MODEL_FILE, RECORDED

URL = "http://mlflow.example.com"
SETTINGS: Mapping[str, Any] = {
    "only_declared": False,
    "skip": (),
    "propose": True,
    "history_days": 30.0,
    "sweep_hours": 24.0,
    "system_metrics": False,
}
NOW = 1_790_010_000.0  # seconds: two hours and three quarters after the story began


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def answers() -> dict[str, Any]:
    """By the last part of the address and the one before it; tests change them."""
    return {
        "experiments/search": recorded("experiments_search"),
        "runs/search": recorded("runs_search"),
        "runs/get": recorded("run_get"),
        "logged-models/search": recorded("logged_models_search"),
        "metrics/get-history-bulk-interval": recorded("history_thinned"),
        "metrics/get-history": recorded("history"),
        "registered-models/search": recorded("registered_models_search"),
        "model-versions/search": recorded("model_versions_search"),
    }


@dataclass
class RecordedHttp:
    """Answers one page to every question, whatever is filtered by; `refused` are statuses by
    address, `asked` the addresses with what was asked, in their order."""

    answers: dict[str, Any] = field(default_factory=answers)
    refused: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value:
        return self._answer(url, query or {})

    def post_json(self, url: str, body: Value) -> Value:
        return self._answer(url, body)

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes:
        self.asked.append((url.removeprefix(URL), {}))
        if self.refused.get("artifacts"):
            raise UpstreamFailed("no such file", status=self.refused["artifacts"])
        return MODEL_FILE.encode()

    def _answer(self, url: str, question: Mapping[str, Any]) -> Value:
        path = url.removeprefix(f"{URL}/api/2.0/mlflow/")
        self.asked.append((path, question))
        if status := self.refused.get(path):
            raise UpstreamFailed(f"{path} answers with the status {status}", status=status)
        return json.loads(json.dumps(self.answers[path]))


def server(**refused: int) -> Mlflow:
    return Mlflow(RecordedHttp(refused=refused), URL)


def context(
    http: RecordedHttp | None = None,
    *entities: Entity,
    cursor: str = "",
    now: float = NOW,
    **settings: Any,
) -> Context:
    return Context(
        settings={**SETTINGS, **settings},
        http=http or RecordedHttp(),
        now=now,
        connection=Connection(name="lab", url=URL),
        entities=entities,
        cursor=cursor,
    )


def an_entity(ref: str, annotations: Mapping[str, str] | None = None, **spec: Any) -> Entity:
    kind, _, rest = ref.partition(":")
    namespace, _, name = rest.partition("/")
    document = {
        "kind": kind.capitalize(),
        "metadata": {"name": name, "annotations": dict(annotations or {})},
        "spec": spec,
    }
    return Entity(
        ref=ref,
        kind=kind.capitalize(),
        namespace=namespace,
        name=name,
        title=name,
        document=document,
    )
