"""What a row of `problem` holds of a problem, whoever says it."""

from typing import Any

from descriptors.problems import Problem

SAID = ("code", "message", "hint", "severity", "file", "line", "column", "path", "entity_ref")
LONGEST_CODE, LONGEST_REF = 63, 255


def said(it: Problem) -> tuple[Any, ...]:
    """Its values in the order of SAID: nothing that a database can't hold, whatever a file or a
    plugin said."""
    values = {name: getattr(it, name) for name in SAID}
    values["code"] = it.code[:LONGEST_CODE]
    values["entity_ref"] = it.entity_ref[:LONGEST_REF]
    values["severity"] = "error" if it.is_error else "warning"
    return tuple(
        value.replace("\0", "") if isinstance(value, str) else value for value in values.values()
    )
