"""What a Location pulls in."""

from descriptors.entity import Entity
from descriptors.format import shipped_format
from descriptors.read import read
from descriptors.targets import is_optional, location_targets


def entity(kind: str, spec: str, version: str = "backstage.io/v1alpha1") -> Entity:
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n"
    (found,) = read(text.encode(), "f", shipped_format()).entities
    return found


def test_the_targets_of_a_location_are_target_and_targets_each_once() -> None:
    location = entity(
        "Location", "{type: url, target: ./a, targets: [./b, ./a], presence: optional}"
    )

    assert location_targets(location) == ["./a", "./b"]
    assert is_optional(location)


def test_a_location_may_say_nothing() -> None:
    location = entity("Location", "{}")

    assert location_targets(location) == []
    assert not is_optional(location)


def test_other_kinds_pull_in_nothing() -> None:
    assert location_targets(entity("System", "{owner: x, target: ./a}")) == []
