"""The data that something was measured on, as cards name it."""

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter

from plugins.api import Value
from plugins.facts import DatasetUse
from plugins.huggingface.card import flat
from plugins.huggingface.declared import Declared, ref_in
from plugins.huggingface.hub import is_id, ref_of
from plugins.huggingface.keys import DATASET

_COMMIT = re.compile(r"[0-9a-f]{7,64}")
LONGEST_NAME = 255


def dataset_ref(id: str, near: Sequence[Declared]) -> str:
    """The entity that a descriptor nearby links to this id, else the one that is called so."""
    return ref_in(near, DATASET, id) or (ref_of(DATASET, id) if is_id(id) else "")


def dataset_use(
    id: str,
    near: Sequence[Declared],
    *,
    config: str = "",
    split: str = "",
    revision: str = "",
    args: Value = None,
) -> DatasetUse:
    """Named by all that decides which rows are meant, `glue:cola` or `wikipedia:en?date=20220301`:
    what differs in one of these is not the same data. A commit as revision makes a digest."""
    name = f"{id}:{config}" if config else id
    further = "&".join(f"{key}={value}" for key, value in sorted(flat(args), key=itemgetter(0)))
    name = (f"{name}?{further}" if further else name)[:LONGEST_NAME]
    digest = f"{name}@{revision}"[:LONGEST_NAME] if _COMMIT.fullmatch(revision) else ""
    return DatasetUse(name=name, ref=dataset_ref(id, near), digest=digest, split=split)


def config_and_args(config: str, args: Value) -> tuple[str, Mapping[str, Value]]:
    """Older cards write the config as `args: cola`."""
    if isinstance(args, dict):
        return config, args
    text = str(args) if isinstance(args, (str, int, float)) else ""
    if not config or config == text:
        return config or text, {}
    return config, {"args": text} if text else {}
