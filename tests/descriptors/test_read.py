"""The whole story of one file."""

from descriptors.format import shipped_format
from descriptors.read import read

GOOD = b"""\
apiVersion: mlhome/v1
kind: Model
metadata:
  name: Fraud-Detector
spec:
  project: fraud
  lifecycle: production
  trainedOn: [card-payments, 'dataset:lake/raw@2026-10']
  versions:
    - version: "1.0"
      datasets: [card-payments]
"""


def test_a_descriptor_becomes_an_entity_with_its_relations() -> None:
    reading = read(GOOD, "mlhome.yaml", shipped_format())

    assert reading.problems == []
    (entity,) = reading.entities
    assert str(entity.ref) == "model:default/fraud-detector"
    assert entity.document["metadata"] == {"name": "Fraud-Detector", "namespace": "default"}
    assert [(r.type, r.inverse, r.target) for r in entity.relations] == [
        ("partOf", "hasPart", "project:default/fraud"),
        ("trainedOn", "trainingSetOf", "dataset:default/card-payments"),
        ("trainedOn", "trainingSetOf", "dataset:lake/raw"),
    ]


def test_a_bad_document_stops_none_of_its_siblings() -> None:
    bad = b"a: [\n---\nkind: {{ x }}\n---\n" + GOOD + b"---\n- a list\n"

    reading = read(bad, "mlhome.yaml", shipped_format())

    assert [entity.ref.name for entity in reading.entities] == ["Fraud-Detector"]
    assert [(p.code, p.line, p.file) for p in reading.problems] == [
        ("yaml/syntax", 2, "mlhome.yaml"),
        ("yaml/complex-key", 3, "mlhome.yaml"),
        ("yaml/not-a-mapping", 17, "mlhome.yaml"),
    ]
