"""The Model that a card stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.huggingface.card import Card
from plugins.huggingface.datasets_used import dataset_ref
from plugins.huggingface.declared import Declared, ref_in
from plugins.huggingface.documents import document, filled, licence, links
from plugins.huggingface.hub import is_id, ref_of
from plugins.huggingface.identity import Identity
from plugins.huggingface.keys import MODEL, OURS
from plugins.huggingface.prose import Prose

ID = "huggingface/id"
# Where no library is named, the Hub takes one of these tags for it.
_LIBRARIES = (
    *("transformers", "diffusers", "sentence-transformers", "peft", "timm", "spacy", "flair"),
    *("keras", "sklearn", "fastai", "espnet", "stable-baselines3", "xgboost", "lightgbm"),
    *("catboost", "onnx", "pytorch", "tensorflow", "jax"),
)


def model_document(
    card: Card, it: Identity, prose: Prose, near: Sequence[Declared], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """`basedOn` holds one model: of a merge, the first."""
    spec = {
        "lifecycle": card.text(OURS, "lifecycle") or settings["lifecycle"],
        "type": next(iter(tasks(card)), ""),
        "framework": framework(card),
        "trainedOn": _refs(card, "datasets", near),
        "basedOn": next(iter(_bases(card, near)), ""),
        "intendedUse": prose.intended_use,
        "limitations": prose.limitations,
        "license": licence(card),
    }
    made = document(card, it, prose, model_title(card, prose), card.texts("tags"), spec)
    found = links(card, it, prose, settings["hub"])
    return {**made, "metadata": filled({**made["metadata"], "links": found})}


def model_title(card: Card, prose: Prose) -> str:
    """As it is called in its results, if these are of one model; else what its heading says."""
    named = card.text("model_name")
    index = card.at("model-index")
    if not named and isinstance(index, list) and len(index) == 1:
        named = card.text("model-index", 0, "name") if isinstance(index[0], dict) else ""
    return named or prose.title


def tasks(card: Card) -> list[str]:
    """What it does: as the card says, and as its results were measured for."""
    index = card.at("model-index")
    measured = [
        card.text("model-index", entry, "results", place, "task", "type")
        for entry, each in enumerate(index if isinstance(index, list) else [])
        for place in range(_length(each))
    ]
    return list(dict.fromkeys(it for it in [*card.texts("pipeline_tag"), *measured] if it))


def framework(card: Card) -> str:
    named = card.text("library_name")
    tags = {tag.lower() for tag in card.texts("tags")} if not named else set()
    return named or next((it for it in _LIBRARIES if it in tags), "")


def check_ids(card: Card) -> None:
    """Complain of what should be an id of the Hub and can't be one: a path of some machine."""
    for key in ("base_model", "datasets"):
        for id in card.texts(key):
            if not is_id(id):
                hint = "write it as `organisation/name`, or leave it out"
                card.complain(ID, f"`{key}`: `{id[:60]}` is no id of the Hub", hint, (key,))


def _length(entry: Any) -> int:
    results = entry.get("results") if isinstance(entry, dict) else None
    return min(len(results), 1000) if isinstance(results, list) else 0


def _refs(card: Card, key: str, near: Sequence[Declared]) -> list[str]:
    return [ref for id in card.texts(key) if (ref := dataset_ref(id, near))]


def _bases(card: Card, near: Sequence[Declared]) -> list[str]:
    ids = card.texts("base_model")
    found = (ref_in(near, MODEL, id) or (ref_of(MODEL, id) if is_id(id) else "") for id in ids)
    return [ref for ref in found if ref]
