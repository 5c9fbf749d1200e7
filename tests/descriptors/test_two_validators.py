"""The compiled validator of the hot path and the one that finds the words must agree."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from descriptors.format import shipped_format
from descriptors.parse import Document
from descriptors.schema_errors import schema_errors
from descriptors.validate import validate
from tests.descriptors.valid_documents import valid_documents

JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**15, "", " ", "x", "X y", "ok\n", "\n", "-a", "a-", "a_b", "é", "😀",
    "a" * 63, "a" * 64, "b/c", "A/c", "a/b/c", "x.y/z", "http://", "http://x", "mcp-server", "rule",
    "url:", "not a url", "plugin", "skill", "experimental", "higher", [], {}, [None], [""], ["x"],
    [1, 2, 3], {"name": "x"}, {"": ""}, [{}], [[]], {"x": {"y": "z"}},
)  # fmt: skip
KEYS = ("name", "x", "a b", "Upper/x", "a/b/c", "", "n\n", "e" * 64, "relations", "spec", "type")


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with a key or position in it."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield value, key
            yield from places(item)


def mutate(document: dict[str, Any], chance: random.Random) -> None:
    """Change one thing anywhere in a document, as long as anything is left of it."""
    all_places = list(places(document))
    if not all_places:
        return
    container, key = chance.choice(all_places)
    action = chance.randrange(4)
    if action == 0:
        del container[key]
    elif action == 1 or isinstance(container, list):
        container[key] = copy.deepcopy(chance.choice(JUNK))
    elif action == 2:
        container[chance.choice(KEYS)] = container.pop(key)
    else:
        container[chance.choice(KEYS)] = copy.deepcopy(chance.choice(JUNK))


@pytest.mark.slow
@pytest.mark.parametrize("enough", [1_000, pytest.param(10_000, marks=pytest.mark.faults)])
def test_both_validators_find_the_same_errors_in_invalid_documents(enough: int) -> None:
    format = shipped_format()
    valid = valid_documents(format)
    compiled = {
        kind.name: jsonschema_rs.Draft202012Validator(dict(kind.schema))
        for kind in format.kinds.values()
    }
    invalid = 0

    @settings(
        max_examples=enough // 11,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(min_value=0, max_value=2**63))
    def agree(seed: int) -> None:
        nonlocal invalid
        chance = random.Random(seed)
        for _ in range(15):
            original = chance.choice(valid)
            kind = format.kinds[original["kind"].lower()]
            document = copy.deepcopy(original)
            for _ in range(chance.randint(2, 5)):
                mutate(document, chance)
            expected = {tuple(e.instance_path) for e in compiled[kind.name].iter_errors(document)}
            errors = schema_errors(kind.schema, document)
            # The binding of the compiled validator leaves empty keys out of its paths.
            found = {tuple(step for step in error.steps if step != "") for error in errors}
            assert found == expected, document
            assert kind.is_valid(document) is not bool(found)
            invalid += bool(found)

    agree()
    assert invalid >= enough


def test_every_document_made_of_the_schemas_examples_is_valid() -> None:
    format = shipped_format()

    for document in valid_documents(format):
        kind = format.kinds[document["kind"].lower()]
        assert [e.detail for e in schema_errors(kind.schema, document)] == [], kind.name
        assert kind.is_valid(document)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=2**63))
def test_whatever_is_wrong_a_document_is_an_entity_or_has_an_error_in_words(seed: int) -> None:
    format = shipped_format()
    chance = random.Random(seed)
    for original in valid_documents(format):
        document = copy.deepcopy(original)
        for _ in range(chance.randint(1, 6)):
            mutate(document, chance)
        outcome = validate(Document(document), format)
        if isinstance(outcome, list):
            assert any(problem.is_error for problem in outcome), document
            assert all(problem.message and problem.code for problem in outcome)
