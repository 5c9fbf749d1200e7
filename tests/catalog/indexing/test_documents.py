from types import SimpleNamespace
from typing import Any

import orjson

from catalog.indexing.documents import search_document
from search.document import SearchDocument

DIGEST = "sha256:" + "0f" * 32


def document(metadata: dict[str, Any], spec: dict[str, Any]) -> SearchDocument:
    body = {"kind": "FeatureSet", "metadata": {"name": "Basket", **metadata}, "spec": spec}
    columns = {"type": "", "lifecycle": "", "owner": "", "project": "", "audience": 0}
    return search_document(
        SimpleNamespace(
            id=1,
            revision=2,
            ref="featureset:default/basket",
            namespace="default",
            updated_at=0.0,
            body=orjson.dumps(body),
            **columns,
        )
    )


def test_words_of_the_spec_and_of_annotations_can_be_found() -> None:
    found = document(
        {"annotations": {"example.com/board": "Growth"}, "links": [{"title": "Dashboard"}]},
        {"features": [{"name": "recency", "description": "Days since."}], "owner": "left out"},
    )
    assert found.text.split("\n") == ["recency", "Days since.", "Growth", "Dashboard"]
    assert found.kind == "FeatureSet"


def test_neither_the_place_of_a_descriptor_nor_a_digest_is_what_it_is_about() -> None:
    place = {"backstage.io/managed-by-location": "file:/srv/examples/mlhome.yaml"}
    found = document({"annotations": place}, {"versions": [{"artifact": {"digest": DIGEST}}]})
    assert found.text == ""
