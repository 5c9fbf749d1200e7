"""Cards as tests write them, read by the rules of ML Home."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from descriptors.format import shipped_format
from descriptors.problems import Problem
from descriptors.read import read_documents
from plugins.api import Context, EvaluationRun, File, Reading, UpstreamFailed, Value
from plugins.huggingface import plugin
from plugins.huggingface.reading import read_card, read_results

ROUNDS = 3
SETTINGS = {it.name: it.default for it in plugin.settings()}
CORPUS = Path("corpus") / "hf-cards"


class NoHttp:
    """Nobody is asked anything while files are read."""

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value:
        raise UpstreamFailed(url)

    def post_json(self, url: str, body: Value) -> Value:
        raise UpstreamFailed(url)

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes:
        raise UpstreamFailed(url)


def context(**settings: str) -> Context:
    return Context(settings={**SETTINGS, **settings}, http=NoHttp(), now=0.0)


def read(
    text: str | bytes,
    path: str = "README.md",
    found_at: str = "",
    near: Mapping[str, str] | None = None,
    **settings: str,
) -> Reading:
    """What is read of a file; `near` are files by their path from its folder."""
    data = text.encode() if isinstance(text, str) else text
    file = File(path=path, data=data, found_at=found_at)
    reader = read_results if ".eval_results/" in path else read_card
    files = {name: each.encode() for name, each in (near or {}).items()}
    for _ in range(ROUNDS):
        found = reader(file, context(**settings))
        if not found.needs:
            return found
        file = replace(file, near={**file.near, **{it: files.get(it) for it in found.needs}})
    raise AssertionError(f"it asks for more and more: {found.needs}")


def read_model(front_matter: str, body: str = "", **further: Any) -> Reading:
    """A card of a model that is part of the project `search`."""
    return read(f"---\n{front_matter}---\n{body}", **{"project": "search", **further})


def document_of(found: Reading) -> dict[str, Any]:
    """The one that it declares, which fits its kind: without problems, and without warnings."""
    ((document, line),) = found.documents
    checked = read_documents([(document, line)], "README.md", shipped_format())
    assert checked.problems == []
    return dict(document)


def run_of(found: Reading) -> EvaluationRun:
    (run,) = found.report.evaluations
    return run


def results_of(found: Reading) -> dict[str, float]:
    return {it.metric: it.value for it in run_of(found).results}


def attached(found: Reading) -> dict[str, Any]:
    (attachment,) = found.report.attachments
    return dict(attachment.value)


def problems_of(found: Reading) -> list[Problem]:
    return [*found.problems, *found.report.problems]


def told(found: Reading) -> list[tuple[str, int]]:
    """Codes and lines of all problems."""
    return [(it.code, it.line) for it in problems_of(found)]
