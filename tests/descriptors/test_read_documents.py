"""Descriptors that were made of something else than YAML."""

from descriptors.format import shipped_format
from descriptors.read import read_documents

COMPONENT = {
    "apiVersion": "backstage.io/v1alpha1",
    "kind": "Component",
    "metadata": {"name": "shop"},
    "spec": {"type": "service", "lifecycle": "production", "owner": "group:team"},
}


def test_documents_are_validated_as_descriptors_are() -> None:
    reading = read_documents([(COMPONENT, 3), ({"kind": "Component"}, 7)], "f", shipped_format())
    assert [str(it.ref) for it in reading.entities] == ["component:default/shop"]
    assert {(wrong.file, wrong.line) for wrong in reading.problems} == {("f", 7)}
    assert reading.documents == 2
