"""Every error of a value under a schema, as the `jsonschema` library finds it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError, best_match

from descriptors.problems import Steps


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One failed keyword: `limit` is what it demands, `value` what does not comply.

    `steps` lead to the value from the root; `of_key` says that the value is a key of what they
    lead to. `detail` is the missing field of `required`, the unwanted one of
    `additionalProperties`, or else the library's own words.
    """

    keyword: str
    limit: Any
    value: Any
    schema: Mapping[str, Any]
    steps: Steps
    of_key: bool
    detail: str


def schema_errors(schema: Mapping[str, Any], value: Any) -> Iterator[SchemaError]:
    """Every error of a value; of alternatives that all fail, the error of the likeliest one."""
    for error in _Validator(schema).iter_errors(value):
        best: Any = best_match([error]) if error.context else error
        yield SchemaError(
            keyword=best.validator,
            limit=best.validator_value,
            value=best.instance,
            schema=best.schema if isinstance(best.schema, dict) else {},
            steps=tuple(best.absolute_path),
            of_key="propertyNames" in best.absolute_schema_path,
            detail=best.message,
        )


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """JSON Schema's `$` is the end of the text; Python's `$` also passes a newline at the end."""
    exact = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(value, str) and not re.search(exact, value):
        yield ValidationError("does not match")


def _required(_: Any, names: list[str], value: Any, __: Any) -> Iterator[ValidationError]:
    """One error a missing field, whose message is the field."""
    if isinstance(value, dict):
        yield from (ValidationError(name) for name in names if name not in value)


def _additional(validator: Any, allowed: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    """One error a key that may not be there, whose message is the key."""
    if allowed is not False or "patternProperties" in schema:
        yield from _STANDARD.VALIDATORS["additionalProperties"](validator, allowed, value, schema)
    elif isinstance(value, dict):
        yield from (
            ValidationError(key) for key in value if key not in schema.get("properties", ())
        )


_STANDARD = jsonschema.Draft202012Validator
_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    _STANDARD, {"pattern": _pattern, "required": _required, "additionalProperties": _additional}
)
