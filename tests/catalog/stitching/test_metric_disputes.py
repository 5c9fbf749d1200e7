"""Metric entities that disagree are told so, until they agree."""

import json

from tests.builders import Workshop


def a_metric(namespace: str, direction: str) -> str:
    document = {
        "apiVersion": "mlhome/v1",
        "kind": "Metric",
        "metadata": {"name": "auc", "namespace": namespace},
        "spec": {"direction": direction},
    }
    return json.dumps(document) + "\n"


def statuses(workshop: Workshop, ref: str) -> list[str]:
    items = workshop.entry(ref).get("status", {}).get("items", [])
    return [item["message"] for item in items]


def test_both_entities_carry_the_problem_until_they_agree(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_metric("a", "higher"))
    workshop.write("b.yaml", a_metric("b", "lower"))
    workshop.ingest()
    (on_a,), (on_b,) = (statuses(workshop, f"metric:{name}/auc") for name in "ab")
    assert "lower in metric:b/auc" in on_a
    assert "higher in metric:a/auc" in on_b
    workshop.write("b.yaml", a_metric("b", "higher"))
    workshop.ingest()
    assert statuses(workshop, "metric:a/auc") == statuses(workshop, "metric:b/auc") == []


def test_the_problem_goes_with_the_entity_that_disagreed(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_metric("a", "higher"))
    workshop.write("b.yaml", a_metric("b", "lower"))
    workshop.ingest()
    workshop.remove("b.yaml")
    workshop.ingest()
    assert statuses(workshop, "metric:a/auc") == []
