"""How a spec is laid out, whatever its kind, and what tells entities apart in lists."""

from werkzeug.datastructures import MultiDict

from catalog.ui.asking import asked_by
from catalog.ui.facts import Fact, Row, facts_of, mentions, table_of
from catalog.ui.lines import facts_line

RELATED = {"dataset:default/orders", "model:other/encoder"}


def test_a_spec_is_laid_out_by_the_shape_of_its_values() -> None:
    facts = facts_of(
        "Model",
        {
            "framework": "pytorch",
            "limitations": "Says little about customers who are new to us.",
            "trainedOn": ["orders"],
            "basedOn": "model:other/encoder",
            "versions": [{"version": "v2", "params": {"depth": 3}}, {"version": "v1"}],
            "slo": {"p95": "20 ms", "deep": {"er": 1}},
            "nothing": None,
        },
        RELATED,
    )
    assert [fact.label for fact in facts.short] == ["Framework"]
    assert [fact.label for fact in facts.prose] == ["Limitations"]
    assert [table.title for table in facts.tables] == ["Versions"]
    assert facts.groups[0][0] == "SLO"
    assert [fact.field for fact in facts.groups[0][1]] == ["slo.p95", "slo.deep.er"]


def test_a_table_has_a_column_for_all_that_any_row_has() -> None:
    rows = [{"name": "train", "size": {"rows": 3}}, {"name": "test", "size": None}, {"file": "x"}]
    table = table_of("Splits", rows=rows)
    assert [column.field for column in table.columns] == ["name", "size.rows", "file"]
    assert [column.numeric for column in table.columns] == [False, True, False]
    assert table.rows[0] == Row(("train", 3, None))


def test_what_few_look_up_is_folded_below_its_row() -> None:
    version = {"version": "v2", "artifact": {"uri": "s3://a/b"}, "description": "Wider."}
    table = table_of("Versions", rows=[version, {"version": "v1"}])
    assert [column.field for column in table.columns] == ["version", "description"]
    folded = (Fact("artifact.uri", "Artifact URI", "s3://a/b"),)
    assert table.rows == (Row(("v2", "Wider."), folded), Row(("v1", None)))


def test_the_metrics_of_an_evaluation_are_what_it_has_to_reach() -> None:
    (table,) = facts_of("Evaluation", {"metrics": [{"metric": "auc", "min": 0.8}]}, ()).tables
    assert (table.title, table.note) == ("Acceptance thresholds", "No result has been recorded.")


def test_a_definition_of_an_api_stays_code() -> None:
    facts = facts_of("API", {"definition": "openapi: 3.1.0\ninfo: and so on for many words"}, ())
    assert [fact.field for fact in facts.code] == ["definition"]


def test_names_of_other_entities_are_recognised_where_their_field_says_the_kind() -> None:
    spec = {"metrics": [{"metric": "auc", "min": 0.8}], "contributors": ["user:ann"], "x": "auc"}
    assert mentions(spec) == {
        ("metric", "auc"): "metric:default/auc",
        ("contributors", "user:ann"): "user:default/ann",
    }


def test_each_kind_has_facts_for_its_line_and_its_table() -> None:
    dataset = {
        "kind": "Dataset",
        "spec": {"type": "training", "splits": [{"rows": 900}, {"rows": 100}, {"name": "x"}]},
        "relations": [{"type": "trainingSetOf", "targetRef": "model:default/a"}],
    }
    line = facts_line(dataset)
    assert [fact.words for fact in line] == ["training data", "1,000 rows", "used by 1"]
    assert [fact.amount for fact in line] == [None, 1000, 1]


def test_odd_specs_have_a_line_too() -> None:
    for document in ({}, {"kind": "Model", "spec": None}, {"kind": "Thing", "spec": {"type": [1]}}):
        assert facts_line(document) == []


def test_an_address_is_read_and_written_back_without_what_is_empty() -> None:
    arguments = MultiDict(
        [("q", " a "), ("kind", "Model"), ("kind", "model"), ("tag", ""), ("x", "1")]
    )
    asked = asked_by("/search", arguments)
    assert asked.filters == {"kind": ("model",)}
    assert asked.address(sort="title") == "/search?q=a&kind=model&sort=title"
    assert asked.without("kind", "model") == "/search?q=a"


def test_the_kind_of_a_list_can_not_be_asked_away() -> None:
    arguments = MultiDict([("kind", "metric"), ("sort", "nonsense")])
    asked = asked_by("/catalog/model", arguments, fixed_kind="model", default_sort="title")
    assert asked.all_filters() == {"kind": ("model",)}
    assert asked.sort == "nonsense"  # as its table may have such a column
    assert asked_by("/search", arguments).sort == ""


def test_a_large_mapping_is_one_cell_of_a_table() -> None:
    params = {"depth": 3, "heads": 6, "epochs": 8}
    table = table_of("Runs", rows=[{"run": "v2", "settings": params}])
    assert table.rows == (Row(("v2", params)),)
