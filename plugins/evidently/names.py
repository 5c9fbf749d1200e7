"""Names of metrics: one for the same thing, whatever release of Evidently measured it."""

import re
from collections.abc import Mapping
from typing import Any

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
# What 0.4 to 0.6 (and `evidently.legacy`) call what later releases call otherwise.
LEGACY: Mapping[str, str] = {
    "f1": "f1_score",
    "mean_abs_error": "mae",
    "abs_error_std": "mae/std",
    "mean_abs_perc_error": "mape",
    "abs_perc_error_std": "mape/std",
    "error_std": "mean_error/std",
    "abs_error_max": "abs_max_error",
    "number_of_rows": "row_count",
    "number_of_columns": "column_count",
    "number_of_missing_values": "dataset_missing_value_count",
    "number_of_drifted_columns": "drifted_columns_count",
    "share_of_drifted_columns": "drifted_columns_share",
}
LEGACY_COLUMN: Mapping[str, str] = {
    "mean": "mean_value",
    "std": "std_value",
    "min": "min_value",
    "max": "max_value",
    "p25": "quantile_value,0.25",
    "p50": "quantile_value,0.5",
    "p75": "quantile_value,0.75",
    "missing": "missing_value_count",
}
_LABELLED: Mapping[str, str] = {"f1": "f1_score"}  # as the metric over all labels is called
LABEL = "_by_label"
# What decides how something is drawn, or is part of the name already.
_NO_DIFFERENCE = ("type", "tests", "column", "replace_nan", "drift_share", "threshold", "k")
_DEFAULT = "default"


def snake(name: str) -> str:
    """`RocAuc` is roc_auc, `MAPE` mape, `R2Score` r2_score."""
    return _WORD.sub("_", name).lower()


def metric_name(kind: str, config: Mapping[str, Any]) -> str:
    """The name of a metric by its class, with what of its config makes it another metric."""
    name = snake(kind)
    if name.endswith(LABEL):
        name = name.removesuffix(LABEL)
        name = _LABELLED.get(name, name)
    k = config.get("k")
    if isinstance(k, int) and not isinstance(k, bool):
        name += f"@{k}"
    apart = [_word(value) for key, value in config.items() if _tells_apart(key, value)]
    return f"{name},{'-'.join(apart)}" if apart else name


def name_of_test(name: str) -> str:
    """Of a test that has a value: `Mean Absolute Error (MAE)` is mean_absolute_error."""
    words = _NOT_A_NAME.sub("_", _IN_BRACKETS.sub("", name).lower()).strip("_")
    return words.removeprefix("the_").removesuffix("_by_class").removesuffix("_in_a_column")


def _tells_apart(key: str, value: Any) -> bool:
    """Switches say what is drawn."""
    if key in _NO_DIFFERENCE or value == _DEFAULT or isinstance(value, (bool, dict)):
        return False
    return value is not None and value != [] and value != ""


def _word(value: Any) -> str:
    """As short as a qualifier should be; spaces and brackets have no place in one."""
    if isinstance(value, list):
        return "-".join(_word(each) for each in value[:10])
    words = str(value).strip().lower()
    return re.sub(r"[^a-z0-9_.+]+", "-", words).strip("-")[:60]
