"""Descriptors beside a file say whose it is."""

import pytest

from plugins.beside import declared_beside, descriptors_beside, nearest

MODEL = """
apiVersion: mlhome/v1
kind: Model
metadata: {name: Ranker, annotations: {mlflow.org/experiment: ranking, odd: 3}}
spec: {project: search, lifecycle: production}
"""
PATHS = descriptors_beside(1)


def test_the_nearest_folder_is_asked_first() -> None:
    assert list(PATHS) == [
        *("catalog-info.yaml", "catalog-info.yml", "mlhome.yaml", "mlhome.yml"),
        *("../catalog-info.yaml", "../catalog-info.yml", "../mlhome.yaml", "../mlhome.yml"),
    ]
    assert descriptors_beside(0, above=2)[0] == "../../catalog-info.yaml"


def test_entities_are_told_as_they_are_declared() -> None:
    (found,) = declared_beside({"mlhome.yaml": MODEL.encode()}, PATHS)
    assert (found.ref, found.title, found.spec["project"]) == (
        "model:default/ranker",
        "Ranker",
        "search",
    )
    assert found.annotations == {"mlflow.org/experiment": "ranking"}


def test_one_entity_of_a_kind_is_meant_and_of_several_none() -> None:
    other = MODEL.replace("Ranker", "other").encode()
    near = {"mlhome.yaml": MODEL.encode(), "../mlhome.yaml": other}
    found = nearest(near, PATHS, "Model")
    assert found
    assert found.name == "Ranker"
    assert nearest({**near, "catalog-info.yaml": other}, PATHS, "Model") is None
    assert nearest(near, PATHS, "Project") is None


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\xff\xfe", b"- a\n", b"kind: Model\n", b"kind: [Model]\nmetadata: {name: a}\n"),
        *(b"kind: Model\nmetadata: {name: 3}\n", b"kind: ''\nmetadata: {name: a}\n", b"a: ["),
        b"kind: Model\nmetadata: {name: a, namespace: [b]}\n",
    ],
)
def test_what_is_no_entity_is_passed_over(data: bytes) -> None:
    assert declared_beside({"mlhome.yaml": data, "mlhome.yml": MODEL.encode()}, PATHS) == (
        declared_beside({"mlhome.yml": MODEL.encode()}, PATHS)
    )
