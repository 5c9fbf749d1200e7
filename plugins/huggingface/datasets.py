"""The Dataset that a card stands for."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.api import Value
from plugins.huggingface.card import Card
from plugins.huggingface.datasets_used import dataset_ref
from plugins.huggingface.declared import Declared
from plugins.huggingface.documents import document, filled, licence, links
from plugins.huggingface.hub import page
from plugins.huggingface.identity import Identity
from plugins.huggingface.keys import DATASET, OURS
from plugins.huggingface.prose import Prose

MOST_COLUMNS, MOST_SPLITS = 1000, 500
LARGEST = 2**53
_TRAINING = ("train", "training")


def dataset_document(
    card: Card, it: Identity, prose: Prose, near: Sequence[Declared], settings: Mapping[str, Any]
) -> dict[str, Any]:
    parts = splits(card)
    tags = [*card.texts("tags"), *card.texts("task_categories")]
    spec = {
        "type": card.text(OURS, "type") or dataset_type(card, parts),
        "uri": page(settings["hub"], DATASET, it.id) if it.id else "",
        "format": _format(card),
        "splits": parts,
        "schema": columns(card),
        "derivedFrom": [
            ref for id in _sources(card) if (ref := dataset_ref(id, near)) not in ("", it.ref)
        ],
        "license": licence(card),
    }
    made = document(card, it, prose, card.text("pretty_name") or prose.title, tags, spec)
    found = links(card, it, prose, settings["hub"])
    return {**made, "metadata": filled({**made["metadata"], "links": found})}


def dataset_type(card: Card, parts: Sequence[Mapping[str, Any]]) -> str:
    """No card says what its data is for: for training if there is a part for that, for evaluation
    if there are parts but none for that, and else for reference."""
    names = {str(it["name"]).rpartition("/")[2] for it in parts} | set(_indexed_splits(card))
    if any(name.startswith(_TRAINING) for name in names):
        return "training"
    return "evaluation" if names else "reference"


def splits(card: Card) -> list[dict[str, Any]]:
    """The parts of each subset, `cola/train`, where there are several; with their rows, where the
    card knows them."""
    configs = list(_configs(card))
    several = len(configs) > 1
    found: dict[str, dict[str, Any]] = {}
    for place, (name, parts) in enumerate(configs):
        for split, rows in parts:
            full = f"{name or place}/{split}" if several else split
            found.setdefault(full, {"name": full, **({} if rows is None else {"rows": rows})})
    return list(found.values())[:MOST_SPLITS]


def columns(card: Card) -> list[dict[str, str]]:
    """Those of the first subset that tells them."""
    for info in _infos(card):
        features = info.get("features")
        if isinstance(features, list) and features:
            named = (it for it in features[:MOST_COLUMNS] if isinstance(it, dict))
            return [_column(it) for it in named if isinstance(it.get("name"), str) and it["name"]]
    return []


def config_names(card: Card) -> list[str]:
    """Its subsets, by name."""
    given = card.at("configs")
    names = [it for it in given if isinstance(it, str)] if isinstance(given, list) else []
    return list(dict.fromkeys([*names, *(name for name, _ in _configs(card) if name)]))[
        :MOST_SPLITS
    ]


def _column(feature: Mapping[str, Value]) -> dict[str, str]:
    """`dtype: string`; a nested one by the word for its shape."""
    type = feature.get("dtype")
    if isinstance(type, dict):
        type = next(iter(type), "")
    if not isinstance(type, str) or not type:
        shapes = ("sequence", "list", "struct", "class_label")
        shape = next((it for it in shapes if it in feature), "")
        inner = feature.get(shape)
        type = f"{shape}<{inner}>" if isinstance(inner, str) and inner else shape
    name = str(feature["name"])[:255]
    return {"name": name, **({"type": str(type)[:255]} if type else {})}


def _configs(card: Card) -> Iterator[tuple[str, list[tuple[str, int | None]]]]:
    """Subsets with their splits and rows: of `dataset_info`, else of the files in `configs`."""
    infos = [it for it in _infos(card) if isinstance(it.get("splits"), list)]
    for info in infos:
        parts = [it for it in info["splits"] if isinstance(it, dict)]
        yield _name(info), [(str(it["name"]), _rows(it)) for it in parts if it.get("name")]
    given = card.at("configs")
    for config in given if isinstance(given, list) and not infos else ():
        files = config.get("data_files") if isinstance(config, dict) else None
        if isinstance(files, list):
            named = [it for it in files if isinstance(it, dict) and it.get("split")]
            yield _name(config), [(str(it["split"]), None) for it in named]


def _infos(card: Card) -> list[dict[str, Any]]:
    given = card.at("dataset_info")
    infos = given if isinstance(given, list) else [given]
    return [it for it in infos if isinstance(it, dict)]


def _name(config: Mapping[str, Value]) -> str:
    name = config.get("config_name")
    return name if isinstance(name, str) else ""


def _rows(split: Mapping[str, Value]) -> int | None:
    rows = split.get("num_examples")
    return rows if type(rows) is int and 0 <= rows < LARGEST else None


def _indexed_splits(card: Card) -> Iterator[str]:
    """Which parts the Hub is told to train and evaluate on."""
    given = card.at("train-eval-index")
    for entry in given if isinstance(given, list) else ():
        parts = entry.get("splits") if isinstance(entry, dict) else None
        for name in parts.values() if isinstance(parts, dict) else ():
            if isinstance(name, str):
                yield name


def _sources(card: Card) -> Iterator[str]:
    """`extended|squad` and `acme/raw` name a data set; `original` and `extended|other-…` none."""
    for source in card.texts("source_datasets"):
        kind, bar, name = source.partition("|")
        if bar and kind == "extended" and not name.startswith("other"):
            yield name
        elif not bar and source not in ("original", "extended"):
            yield source


def _format(card: Card) -> str:
    """How its files are written, where all of them end in one way."""
    given = card.at("configs")
    files = (
        [it.get("data_files") for it in given if isinstance(it, dict)]
        if isinstance(given, list)
        else []
    )
    paths = [path for each in files for path in _paths(each)]
    ends = {posixpath.splitext(path.removesuffix(".gz"))[1].lstrip(".").lower() for path in paths}
    return next(iter(ends)) if len(ends) == 1 else ""


def _paths(files: Value) -> Iterator[str]:
    """`data_files` is a path, a list of them, or a list of splits each with its own."""
    if isinstance(files, str):
        yield files
    elif isinstance(files, dict):
        yield from _paths(files.get("path"))
    elif isinstance(files, list):
        for each in files:
            yield from _paths(each)
