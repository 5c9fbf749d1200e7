"""One full, valid document of every shipped kind, made of the examples in its schema."""

from typing import Any

from descriptors.format import Format, Kind


def valid_documents(format: Format) -> list[dict[str, Any]]:
    """A document with every field that a kind has, for each kind."""
    return [valid_document(kind) for kind in format.kinds.values()]


def valid_document(kind: Kind) -> dict[str, Any]:
    envelope, constraints = kind.schema["allOf"]
    document: dict[str, Any] = {
        "apiVersion": kind.api_versions[0],
        "kind": kind.name,
        "metadata": _example(envelope["properties"]["metadata"]),
        "spec": _example(constraints["properties"]["spec"]),
    }
    return document


def _example(schema: dict[str, Any]) -> Any:
    """An object of the examples of all its fields; otherwise the schema's own first example."""
    if "properties" not in schema:
        return schema["examples"][0]
    fields = dict(schema["properties"])
    for branch in (schema.get("else", {}), schema.get("then", {})):
        if set(branch.get("required", ())) == {"definition"}:
            fields |= branch["properties"]
    for branch in schema.get("allOf", ()):
        if branch["if"]["properties"]["type"]["const"] == fields["type"]["examples"][0]:
            fields |= branch["then"].get("properties", {})
    return {name: _example(field) for name, field in fields.items()}
