"""The keys of cards, and which kind of card has them.

Sources: `modelcard.md` and `datasetcard.md` of huggingface/hub-docs, and the cards of
huggingface/datasets, which have older keys.
"""

from collections.abc import Iterable, Iterator

MODEL, DATASET = "Model", "Dataset"
OURS = "mlhome"  # a mapping for what a card can't say otherwise: the project of a model …

MODEL_KEYS = frozenset(
    (
        *("model-index", "pipeline_tag", "library_name", "base_model", "base_model_relation"),
        *("datasets", "metrics", "widget", "inference", "mask_token", "model_name", "new_version"),
        *("quantized_by", "co2_eq_emissions", "instance_prompt", "eval_results"),
    )
)
DATASET_KEYS = frozenset(
    (
        *("task_categories", "task_ids", "size_categories", "dataset_info", "source_datasets"),
        *("annotations_creators", "language_creators", "multilinguality", "pretty_name"),
        *("configs", "train-eval-index", "paperswithcode_id", "language_bcp47"),
        *("language_details", "license_details", "viewer"),
    )
)
COMMON_KEYS = frozenset(
    (
        *("license", "license_name", "license_link", "language", "languages", "licenses"),
        *("tags", "thumbnail", "extra_gated_prompt", "extra_gated_fields", "extra_gated_heading"),
        *("extra_gated_button_content", "gated", OURS),
    )
)
ALL_KEYS = tuple(sorted(MODEL_KEYS | DATASET_KEYS | COMMON_KEYS))
_SPACE = "sdk"  # only the card of a Space, an application, has it


def kind_of(keys: Iterable[str], path: str) -> str | None:
    """What a card with these keys is of. Empty where it is no card of a model or data set; None
    where it can be one of both."""
    keys = set(keys)
    if _SPACE in keys:
        return ""
    model, dataset = len(keys & MODEL_KEYS), len(keys & DATASET_KEYS)
    if model != dataset:
        return MODEL if model > dataset else DATASET
    if "model-index" in keys:
        return MODEL
    if model or OURS in keys or ("license" in keys and keys <= COMMON_KEYS):
        folders = path.split("/")[:-1]
        return {"models": MODEL, "datasets": DATASET}.get(next(_telling(folders), ""))
    return ""


def _telling(folders: Iterable[str]) -> Iterator[str]:
    return (it.lower() for it in folders if it.lower() in ("models", "datasets"))
