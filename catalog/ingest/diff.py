"""What changed between two documents, as a list of steps people can read."""

from typing import Any

Step = dict[str, Any]
# A document changed in more places than this was replaced rather than edited.
MAX_STEPS = 500


def diff(before: Any, after: Any) -> list[Step]:
    """Steps `{op: add|remove|replace, path, before, after}`; `path` is a JSON pointer.

    Lists of texts or numbers are compared as a whole, lists of things item by item.
    """
    steps: list[Step] = []
    _compare("", before, after, steps)
    if len(steps) > MAX_STEPS:
        return [{"op": "replace", "path": "", "before": before, "after": after}]
    return steps


def _compare(path: str, before: Any, after: Any, steps: list[Step]) -> None:
    if _same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        _compare_members(path, before, after, steps)
    elif _is_list_of_things(before) and _is_list_of_things(after):
        _compare_items(path, before, after, steps)
    else:
        steps.append({"op": "replace", "path": path, "before": before, "after": after})


def _compare_members(
    path: str, before: dict[str, Any], after: dict[str, Any], steps: list[Step]
) -> None:
    for key in before:
        inner = f"{path}/{_escaped(key)}"
        if key in after:
            _compare(inner, before[key], after[key], steps)
        else:
            steps.append({"op": "remove", "path": inner, "before": before[key]})
    for key in after:
        if key not in before:
            steps.append({"op": "add", "path": f"{path}/{_escaped(key)}", "after": after[key]})


def _compare_items(path: str, before: list[Any], after: list[Any], steps: list[Step]) -> None:
    shared = min(len(before), len(after))
    for position in range(shared):
        _compare(f"{path}/{position}", before[position], after[position], steps)
    for position in range(shared, len(after)):
        steps.append({"op": "add", "path": f"{path}/{position}", "after": after[position]})
    for position in range(len(before) - 1, shared - 1, -1):
        steps.append({"op": "remove", "path": f"{path}/{position}", "before": before[position]})


def _same(before: Any, after: Any) -> bool:
    # In Python True == 1; in a descriptor they are different values.
    return type(before) is type(after) and bool(before == after) and repr(before) == repr(after)


def _is_list_of_things(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
