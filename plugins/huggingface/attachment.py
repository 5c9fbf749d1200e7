"""What a card says that a descriptor has no field for: languages, tasks, sizes, subsets …"""

from typing import Any

from marshmallow import Schema, fields

from plugins.huggingface.card import Card
from plugins.huggingface.datasets import config_names, splits
from plugins.huggingface.documents import licence
from plugins.huggingface.identity import Identity
from plugins.huggingface.keys import MODEL
from plugins.huggingface.models import framework, tasks

MOST = 200  # of each list


class CardSchema(Schema):
    """Texts as the card has them; `id` is empty where it is not known, `file` what leads to the
    card, `gated` whether people must agree to something before they get it."""

    kind = fields.String(required=True)
    id = fields.String(required=True)
    file = fields.String(required=True)
    licence = fields.String(required=True)
    library = fields.String(required=True)
    gated = fields.Boolean(required=True)
    rows = fields.Integer(required=True, allow_none=True)
    results = fields.Integer(required=True)
    languages = fields.List(fields.String(), required=True)
    tasks = fields.List(fields.String(), required=True)
    tags = fields.List(fields.String(), required=True)
    base_models = fields.List(fields.String(), required=True)
    datasets = fields.List(fields.String(), required=True)
    metrics = fields.List(fields.String(), required=True)
    sizes = fields.List(fields.String(), required=True)
    creators = fields.List(fields.String(), required=True)
    subsets = fields.List(fields.String(), required=True)


def card_value(card: Card, it: Identity, file: str, results: int) -> dict[str, Any]:
    is_model = it.kind == MODEL
    return {
        "kind": it.kind,
        "id": it.id,
        "file": file,
        "licence": licence(card),
        "library": framework(card) if is_model else "",
        "gated": any(key.startswith("extra_gated_") for key in card.values),
        "rows": None if is_model else _rows(card),
        "results": results,
        "languages": (card.texts("language") or card.texts("languages"))[:MOST],
        "tasks": (tasks(card) if is_model else _dataset_tasks(card))[:MOST],
        "tags": card.texts("tags")[:MOST],
        "base_models": card.texts("base_model")[:MOST],
        "datasets": card.texts("datasets" if is_model else "source_datasets")[:MOST],
        "metrics": card.texts("metrics")[:MOST],
        "sizes": card.texts("size_categories")[:MOST],
        "creators": card.texts("annotations_creators")[:MOST],
        "subsets": [] if is_model else config_names(card)[:MOST],
    }


def _dataset_tasks(card: Card) -> list[str]:
    return list(dict.fromkeys([*card.texts("task_categories"), *card.texts("task_ids")]))


def _rows(card: Card) -> int | None:
    """All rows of all parts, where each of them is known."""
    rows = [it.get("rows") for it in splits(card)]
    known = [it for it in rows if it is not None]
    total = sum(known)
    return total if known and len(known) == len(rows) and total < 2**53 else None
