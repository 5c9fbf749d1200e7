"""What can be told of a plugin's declarations without calling any of its functions."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import marshmallow

from plugins.api import AttachmentType, Page, Panel, SearchField
from plugins.host.declarations import DECLARED
from plugins.host.loading import LoadedPlugin
from plugins.host.templates import TemplateFailed, cleaned, rendered, rendered_strictly
from plugins.testing.examples import FULL, STYLES, example
from plugins.testing.remarks import Remarks
from plugins.texts import as_json, said

EXAMPLE_HINT = 'say what fits: `fields.String(validate=…, metadata={"example": "…"})`'
Examples = Mapping[str, Mapping[str, Any]]  # by attachment type, then style


def check_declared(plugin: LoadedPlugin, remarks: Remarks) -> Examples:
    """Remarks on hooks, schemas, search fields and templates; gives example values of each type."""
    _check_marks(plugin, remarks)
    found = {type.name: _examples(type, remarks) for type in plugin.attachments}
    for field in plugin.search_fields:
        _check_search_field(field, found.get(field.attachment, {}), remarks)
    places: tuple[Panel | Page, ...] = (*plugin.panels, *plugin.pages)
    for place in places:
        _check_template(place, found.get(place.attachment, {}), remarks)
    return found


def _check_marks(plugin: LoadedPlugin, remarks: Remarks) -> None:
    for hook in DECLARED:
        function = getattr(plugin.module, hook, None)
        own = getattr(function, "__module__", "") == getattr(plugin.module, "__name__", None)
        if callable(function) and own and not hasattr(function, "mlhome_impl"):
            what = f"`{hook}` is named like a hook, but not marked `@hook`: it is never called"
            remarks.error("hook", what, "mark it, or name it otherwise")


def _examples(type: AttachmentType, remarks: Remarks) -> dict[str, Any]:
    """Example values that fit the type's schema, after they went through it and back."""
    found: dict[str, Any] = {}
    for style in STYLES:
        schema = type.schema()
        try:
            value = as_json(example(schema, style))
            wrong: Any = schema.validate(value)
        except Exception as error:
            wrong = said(error)
        if wrong:
            what = f"attachment `{type.name}`: no {style.name} example could be made: {wrong}"
            remarks.warning("example", what[:400], EXAMPLE_HINT)
            continue
        found[style.name] = value
        _check_round_trip(type.name, schema, value, remarks)
    return found


def _check_round_trip(name: str, schema: marshmallow.Schema, value: Any, remarks: Remarks) -> None:
    try:
        again = as_json(schema.dump(schema.load(value)))
        wrong: Any = schema.validate(again)
    except Exception as error:
        wrong = said(error)
    if wrong:
        what = f"attachment `{name}`: a valid value, loaded and dumped, is no longer valid: {wrong}"
        remarks.error("schema", what[:400])


def _check_search_field(field: SearchField, values: Mapping[str, Any], remarks: Remarks) -> None:
    if FULL.name not in values:
        return
    leaves = list(_at(values[FULL.name], field.path.split(".")))
    if not leaves:
        what = f"search field `{field.name}`: nothing is at `{field.path}` of `{field.attachment}`"
        remarks.error("search-field", what, "`path` is as the schema has it, `[]` after a list")
    elif field.type == "number" and not all(_is_number(leaf) for leaf in leaves):
        what = f"search field `{field.name}`: `{field.path}` is no number"
        remarks.error("search-field", what, "declare it as a term, or as a date")


def _at(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    if not steps:
        yield value
        return
    name = steps[0].removesuffix("[]")
    if not isinstance(value, dict) or name not in value:
        return
    inner = value[name]
    if not steps[0].endswith("[]"):
        yield from _at(inner, steps[1:])
    elif isinstance(inner, list):
        for item in inner:
            yield from _at(item, steps[1:])


def _check_template(place: Panel | Page, values: Mapping[str, Any], remarks: Remarks) -> None:
    what = f"{type(place).__name__.lower()} `{place.name}`"
    for style, value in values.items():
        given = _given(place, [value])
        try:
            html = rendered_strictly(place.template, given) if style == FULL.name else ""
            rendered(place.template, given)
        except TemplateFailed as error:
            remarks.error("template", f"{what}, with a {style} value: {error}")
            continue
        if lost := _lost(html):
            hint = "scripts, styles, forms, pictures and event handlers never reach the page"
            remarks.warning("template", f"{what}: {lost} is removed from its HTML", hint)
    if isinstance(place, Page):
        try:
            rendered_strictly(place.template, _given(place, []))
        except TemplateFailed as error:
            remarks.error("template", f"{what}, without any attachment: {error}")


def _given(place: Panel | Page, values: Sequence[Any]) -> dict[str, Any]:
    """What the template is given, as pages do."""
    shown = [
        SimpleNamespace(
            entity="component:default/example",
            page="/catalog/default/component/example",
            value=value,
            observed_at="2026-02-28T23:59:59+00:00",
            url="https://example.com/x",
            source="connection:1",
        )
        for value in values
    ]
    if isinstance(place, Page):
        return {"attachments": shown}
    entity = SimpleNamespace(ref=shown[0].entity, kind="Component", name="example", title="Example")
    return {"value": values[0], "attachment": shown[0], "entity": entity}


def _lost(html: str) -> str:
    """The first tag of the HTML that cleaning takes out; empty if none."""
    for tag in ("script", "style", "img", "form", "input", "button", "iframe", "svg", "link"):
        if f"<{tag}" in html.lower() and f"<{tag}" not in cleaned(html).lower():
            return f"`<{tag}>`"
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
