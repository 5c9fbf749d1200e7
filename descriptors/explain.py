"""Everything that is wrong with a document, in words and with its place.

Runs only for invalid documents, so it may take its time: `jsonschema` names every error where the
compiled validator of the hot path only said no. Both give the same verdict and the same paths
(tests/descriptors/test_two_validators.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from descriptors.format import Format, Kind
from descriptors.known_fields import KnownFields, fields_at, unknown_fields
from descriptors.parse import Document
from descriptors.problems import Problem, Steps, pointer
from descriptors.schema_errors import schema_errors
from descriptors.suggest import did_you_mean
from descriptors.words import Finding, field_name, words

_MARKS = frozenset({"apiVersion", "kind", "metadata"})
_ANOTHER_TOOL = "if this is another tool's file, keep it out of the locations of descriptors"


def explain(document: Document, kind: Kind | None, format: Format, file: str) -> list[Problem]:
    """The problems of a document that its kind's schema refuses, or that is of no known kind."""
    value = document.value
    if not _MARKS.intersection(value):
        return [_located(_no_descriptor(), document, file)]
    most = document.limits.problems
    findings = _in_words(format.envelope, value, most)
    if kind is None:
        findings += _unknown_kind(value, format)
    elif value.get("apiVersion") not in kind.api_versions:
        findings += _foreign_version(value.get("apiVersion"), kind)
    else:
        findings += _in_words(kind.schema, value, most)
        findings = findings or [_against_the_schema(kind)]
        findings += _unknown_fields(document, kind, {finding.at for finding in findings})
    problems = [_located(finding, document, file) for finding in _first_per_place(findings)]
    return sorted(problems[:most], key=lambda problem: (problem.line, problem.column))


def unknown_field_warnings(document: Document, kind: Kind, file: str) -> tuple[Problem, ...]:
    """One warning for every field under `spec` that the kind does not know."""
    findings = _unknown_fields(document, kind, set()) if kind.known is not None else []
    return tuple(_located(finding, document, file) for finding in findings)


def _in_words(schema: Mapping[str, Any], value: Any, most: int) -> list[Finding]:
    return [words(error) for error in islice(schema_errors(schema, value), most)]


def _unknown_fields(document: Document, kind: Kind, said: set[Steps]) -> list[Finding]:
    """Those that nothing has been said of yet."""
    known = kind.known
    if known is None:
        return []
    unknown = unknown_fields(document.value.get("spec"), known, ("spec",))
    return [
        _unknown_field(kind, known, steps, name)
        for steps, name in islice(unknown, document.limits.problems)
        if (*steps, name) not in said
    ]


def _unknown_field(kind: Kind, known: KnownFields, steps: Steps, name: str) -> Finding:
    return Finding(
        "schema/unknown-field",
        f"{kind.name} knows no field `{field_name((*steps, name))}`",
        did_you_mean(name, fields_at(known, steps[1:])),
        (*steps, name),
        severity="warning",
        of_key=True,
    )


def _first_per_place(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without what follows from something already said of the same place."""
    seen = set()
    for finding in findings:
        place = (finding.steps, finding.missing)
        if place not in seen:
            seen.add(place)
            yield finding


def _no_descriptor() -> Finding:
    message = "This is no descriptor: it has neither `apiVersion`, `kind` nor `metadata`"
    return Finding("envelope/no-descriptor", message, _ANOTHER_TOOL, ())


def _against_the_schema(kind: Kind) -> Finding:
    """For a rule of a plugin's kind that only the compiled validator sees broken."""
    return Finding("schema/invalid", f"This is no valid {kind.name}", "", ())


def _unknown_kind(value: Mapping[str, Any], format: Format) -> list[Finding]:
    name = value.get("kind")
    if not isinstance(name, str) or not name:
        return []
    names = sorted(kind.name for kind in format.kinds.values())
    version = value.get("apiVersion")  # of any type, so not looked for in a set
    ours = any(version in kind.api_versions for kind in format.kinds.values())
    otherwise = f"the kinds are {', '.join(names)}" if ours else _ANOTHER_TOOL
    hint = did_you_mean(name, names) or otherwise
    return [Finding("envelope/unknown-kind", f"There is no kind `{name}`", hint, ("kind",))]


def _foreign_version(version: Any, kind: Kind) -> list[Finding]:
    if not isinstance(version, str):
        return []
    message = f"`{version}` is not a version of {kind.name}"
    hint = f"use `{kind.api_versions[0]}`; {_ANOTHER_TOOL}"
    return [Finding("envelope/api-version", message, hint, ("apiVersion",))]


def _located(finding: Finding, document: Document, file: str) -> Problem:
    problem = Problem(
        finding.code,
        finding.message,
        finding.hint,
        path=pointer(finding.steps),
        entity_ref=_ref_of(document.value),
        severity=finding.severity,
    )
    at_key = bool(finding.missing) or finding.of_key
    return document.locate(problem, finding.at, file, at_key=at_key)


def _ref_of(value: Mapping[str, Any]) -> str:
    """The canonical ref of a document that may be invalid; empty when it has no name."""
    metadata = value.get("metadata")
    kind, name = value.get("kind"), metadata.get("name") if isinstance(metadata, dict) else None
    if not (isinstance(kind, str) and isinstance(name, str) and isinstance(metadata, dict)):
        return ""
    return f"{kind}:{metadata.get('namespace') or 'default'}/{name}".lower()
