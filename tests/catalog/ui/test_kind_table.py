"""The table of a kind: its facts as columns, in every order, as a file."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from catalog.browse.views import Found
from catalog.ui import kind_page
from catalog.ui.kind_table import FACTS, facts_of_kind, kind_columns, kind_rows
from catalog.ui.kinds import LOOKS, look_of
from catalog.ui.lines import facts_line
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site

# A spec in which every line of facts finds something.
FULL = {
    **dict.fromkeys(("type", "framework", "format", "freshness", "schedule", "runtime"), "x"),
    **dict.fromkeys(("environment", "evaluator", "unit", "aggregation"), "x"),
    "versions": [{"version": "v1"}],
    "version": "v1",
    "splits": [{"rows": 1200}],
    "features": [{}],
    "entityKeys": ["customer"],
    "online": True,
    "traffic": 10,
    "metrics": [{}],
    "direction": "higher",
}
WAYS = ("hasPart", "servedBy", "trainingSetOf", "featuresUsedBy", "consumes", "produces")
KINDS = ("model", "dataset", "deployment")
RELATIONS = [
    {"type": way, "targetRef": f"{kind}:default/a"}
    for way in (*WAYS, "hasMember", "ownerOf")
    for kind in KINDS
]
HIT = Found(
    ref="dataset:default/a", kind="Dataset", namespace="default", name="a", title="A", score=1
)


@pytest.mark.parametrize("kind", [look.kind for look in LOOKS])
def test_every_fact_of_a_kind_has_its_column(kind: str) -> None:
    line = facts_line({"kind": kind, "spec": FULL, "relations": RELATIONS})
    columns = facts_of_kind(kind.lower())
    assert [fact.label for fact in line] == [column.title for column in columns]
    assert [fact.amount is not None for fact in line] == [column.numeric for column in columns]


def test_what_is_counted_and_missing_is_none_and_what_is_measured_is_unknown() -> None:
    (row,) = kind_rows(look_of("dataset"), [HIT], {})
    assert (row.values["used-by"], row.values["rows"], row.values["type"]) == (0, None, None)


def test_columns_without_a_value_begin_hidden_and_the_name_of_a_row_never_does() -> None:
    rows = kind_rows(look_of("dataset"), [replace(HIT, owner="group:default/a")], {})
    columns = kind_columns(look_of("dataset"), rows, lambda key: key == "title")
    assert [column.key for column in columns if column.shown] == ["title", "owner", "updated"]
    assert [column.key for column in columns if column.sortable] == ["title"]
    assert all(column.key not in ("project", "tags") for column in columns if column.shown)


def fill(site: Site, types: dict[str, str]) -> None:
    models = [a_descriptor(name, "Model", {"type": type}) for name, type in types.items()]
    site.workshop.write("more.yaml", *models)
    site.workshop.ingest()
    site.index_again()


def names(site: Site, query: str) -> list[str]:
    answer = site.client.get(f"/catalog/model?format=json&{query}")
    return [row["title"] for row in json.loads(answer.text)]


def test_a_list_is_sorted_by_any_column(site: Site) -> None:
    fill(site, {"a": "vision", "b": "ranking", "c": "uplift"})
    assert names(site, "") == ["a", "b", "c", "Hazard <model>"]
    assert names(site, "sort=task") == ["b", "Hazard <model>", "c", "a"]
    assert names(site, "sort=-task") == ["a", "c", "Hazard <model>", "b"]
    page = site.page("/catalog/model?sort=-task")
    assert '<th scope="col" role="columnheader" aria-sort="descending"><a id="sort-task"' in page
    assert page.index(">a<") < page.index(">c<") < page.index(">b<")


def test_pages_of_a_sorted_list_hold_everything_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site, {f"m{at}": f"t{9 - at}" for at in range(5)})
    monkeypatch.setattr(kind_page, "PAGE", 2)
    seen = [site.page(f"/catalog/model?sort=task&cursor={cursor}") for cursor in ("", 2, 4)]
    titles = [re.findall(r'data-item href="[^"]+/(\w+)"', page) for page in seen]
    assert titles == [["scorer", "m4"], ["m3", "m2"], ["m1", "m0"]]
    assert "cursor=4" in seen[1]
    assert "Next page" not in seen[2]


def test_a_long_list_is_sorted_by_what_the_index_sorts_by(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind_page, "FEW", 0)
    page = site.page("/catalog/model?sort=task")
    assert 'id="sort-title"' in page
    assert 'id="sort-task"' not in page


def test_an_export_has_all_rows_that_the_filters_leave(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site, {"a": "vision", "b": "ranking", "c": "vision"})
    monkeypatch.setattr(kind_page, "AT_ONCE", 1)
    answer = site.client.get("/catalog/model?type=vision&columns=task&format=csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="models.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert rows == [
        {"title": name, "task": "vision", "ref": f"model:default/{name}"} for name in ("a", "c")
    ]


def test_a_list_as_markdown_is_a_text_to_paste(site: Site) -> None:
    answer = site.client.get("/catalog/model?columns=task&format=md")
    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines()[2] == r"| Hazard \<model> | survival | model:default/scorer |"


def test_the_chosen_columns_stay_while_filters_and_order_change(site: Site) -> None:
    page = site.page("/catalog/model?columns=ref&columns=task&sort=task&type=survival")
    assert 'href="/catalog/model?type=survival&amp;sort=-task&amp;columns=ref%2Ctask"' in page
    assert '<input type="hidden" name="columns" value="ref,task">' in page
    assert ">Owner</a>" not in page
    assert 'value="owner">' in page


def test_a_format_nobody_knows_is_the_page(site: Site) -> None:
    assert "<html" in site.page("/catalog/model?format=xls")


def test_facts_are_there_for_kinds_with_columns() -> None:
    assert set(FACTS) <= {look.kind.lower() for look in LOOKS}
