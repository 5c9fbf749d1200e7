"""What ingestion and stitching promise, on every database."""

import os
from dataclasses import replace

import orjson
import pytest
from sqlalchemy import func, select

from catalog.store.tables import change, due, entity, filter_key, filter_row, source
from tests.builders import Workshop, a_descriptor, relations


def test_a_file_becomes_an_entry(workshop: Workshop) -> None:
    file = workshop.write("a.yaml", a_descriptor("shop", title="The Shop"))
    report = workshop.ingest()
    body = workshop.entry("component:default/shop")
    assert report.entities.created == report.entities.total == 1
    assert body["metadata"]["namespace"] == "default"
    assert body["metadata"]["title"] == "The Shop"
    assert len(body["metadata"]["etag"]) == 40
    assert body["metadata"]["annotations"] == {
        "backstage.io/managed-by-location": f"file:{file}",
        "backstage.io/managed-by-origin-location": f"file:{workshop.folder}",
    }
    assert relations(body, "ownedBy") == ["group:default/team"]


def test_a_relation_is_shown_on_both_sides(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("team", "Group"))
    workshop.ingest()
    team = workshop.entry("group:default/team")
    assert relations(team, "ownerOf") == ["component:default/shop"]


def test_a_relation_that_is_no_longer_declared_goes_from_both_sides(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("team", "Group"))
    workshop.ingest()
    workshop.write(
        "a.yaml", a_descriptor("shop", spec={"owner": "user:ann"}), a_descriptor("team", "Group")
    )
    workshop.ingest()
    assert relations(workshop.entry("group:default/team"), "ownerOf") == []
    assert relations(workshop.entry("component:default/shop"), "ownedBy") == ["user:default/ann"]


def test_what_is_declared_later_is_related_at_once(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.write("b.yaml", a_descriptor("team", "Group"))
    workshop.ingest()
    team = workshop.entry("group:default/team")
    assert relations(team, "ownerOf") == ["component:default/shop"]


def test_equal_bytes_write_nothing(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    before = _everything(workshop)
    report = workshop.ingest()
    assert _everything(workshop) == before
    assert report.entities.unchanged == 1
    assert report.changed == frozenset()


def test_another_spelling_of_the_same_document_is_no_new_version(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.write("a.yaml", "# a comment\n" + a_descriptor("shop"))
    report = workshop.ingest()
    assert report.entities.updated == 0
    assert len(workshop.versions("component:default/shop")) == 1
    assert workshop.row("component:default/shop").revision == 1
    assert workshop.row("component:default/shop").line == 2


def test_an_edit_is_a_version_with_its_steps(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop", title="Shop"))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop", title="Store"))
    report = workshop.ingest()
    created, updated = workshop.versions("component:default/shop")
    assert (created.action, updated.action) == ("created", "updated")
    assert orjson.loads(updated.diff) == [
        {"op": "replace", "path": "/metadata/title", "before": "Shop", "after": "Store"}
    ]
    assert report.entities.updated == 1
    assert workshop.entry("component:default/shop")["metadata"]["title"] == "Store"


def test_an_entity_was_updated_when_its_file_was(workshop: Workshop) -> None:
    file = workshop.write("a.yaml", a_descriptor("shop"))
    os.utime(file, (1e9, 1e9))
    workshop.ingest()
    assert workshop.row("component:default/shop").updated_at == 1e9
    workshop.write("a.yaml", "# a comment\n" + a_descriptor("shop"))
    workshop.ingest()
    assert workshop.row("component:default/shop").updated_at == 1e9


def test_filter_rows_follow_an_edit(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop", tags=["java", "go"]))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop", tags=["go", "rust"]))
    workshop.ingest()
    assert _values(workshop, "metadata.tags") == ["go", "rust"]


def test_the_last_good_version_stays_with_the_problem_on_it(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop", spec={"owner": 5}))
    report = workshop.ingest()
    body = workshop.entry("component:default/shop")
    assert [problem.line for problem in report.problems] == [1]
    assert body["spec"]["owner"] == "group:team"
    assert body["status"]["items"][0]["level"] == "error"
    assert report.entities.total == 1


def test_a_problem_goes_when_the_file_is_mended(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop", spec={"owner": 5}))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop"))
    assert workshop.ingest().problems == ()
    assert "status" not in workshop.entry("component:default/shop")


def test_a_file_that_can_t_be_parsed_gives_up_nothing(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("till"))
    workshop.ingest()
    workshop.write("a.yaml", "{ this: is [not yaml")
    report = workshop.ingest()
    assert workshop.refs() == ["component:default/shop", "component:default/till"]
    assert workshop.entry("component:default/till")["status"]["items"]
    assert report.entities.removed == 0


def test_one_bad_document_does_not_stop_its_siblings(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop", spec={"owner": 5}), a_descriptor("till"))
    report = workshop.ingest()
    assert workshop.refs() == ["component:default/till"]
    assert len(report.problems) == 1


def test_the_first_of_two_declarations_wins_and_both_have_a_problem(workshop: Workshop) -> None:
    first = workshop.write("a.yaml", a_descriptor("shop", title="First"))
    second = workshop.write("b.yaml", a_descriptor("shop", title="Second"))
    report = workshop.ingest()
    assert workshop.entry("component:default/shop")["metadata"]["title"] == "First"
    assert {problem.file for problem in report.problems} == {str(first), str(second)}
    assert {problem.code for problem in report.problems} == {"conflict/declared-twice"}
    assert any(f"{first}:1" in problem.message for problem in report.problems)


def test_when_the_winner_goes_the_loser_takes_over_in_the_same_run(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop", title="First"))
    workshop.write("b.yaml", a_descriptor("shop", title="Second"))
    workshop.ingest()
    workshop.remove("a.yaml")
    report = workshop.ingest()
    assert workshop.entry("component:default/shop")["metadata"]["title"] == "Second"
    assert report.problems == ()
    assert report.entities.removed == 0
    actions = [version.action for version in workshop.versions("component:default/shop")]
    assert actions == ["created", "updated"]


def test_an_entity_that_moves_to_another_file_is_the_same_one(workshop: Workshop) -> None:
    workshop.write("b.yaml", a_descriptor("shop"))
    workshop.ingest()
    before = workshop.row("component:default/shop")
    workshop.remove("b.yaml")
    moved = workshop.write("a.yaml", a_descriptor("shop"))
    report = workshop.ingest()
    after = workshop.row("component:default/shop")
    assert (after.id, after.uid, after.version) == (before.id, before.uid, 1)
    assert report.entities.removed == 0
    annotations = workshop.entry("component:default/shop")["metadata"]["annotations"]
    assert annotations["backstage.io/managed-by-location"] == f"file:{moved}"


def test_what_disappears_is_deleted_with_a_last_version(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("team", "Group"))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("team", "Group"))
    report = workshop.ingest()
    assert report.entities.removed == 1
    assert workshop.refs() == ["group:default/team"]
    assert workshop.versions("component:default/shop")[-1].action == "deleted"
    assert relations(workshop.entry("group:default/team"), "ownerOf") == []


def test_what_comes_back_keeps_its_id_and_raises_its_revision(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    before = workshop.row("component:default/shop")
    workshop.write("a.yaml")
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop"))
    report = workshop.ingest()
    after = workshop.row("component:default/shop")
    assert after.id == before.id
    assert after.revision > before.revision + 1
    assert report.entities.created == 1
    assert workshop.versions("component:default/shop")[-1].action == "restored"
    assert _values(workshop, "metadata.name") == ["shop"]


def test_orphans_are_kept_where_that_is_the_policy(workshop: Workshop) -> None:
    workshop.options = replace(workshop.options, orphan_policy="keep")
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.remove("a.yaml")
    report = workshop.ingest()
    annotations = workshop.entry("component:default/shop")["metadata"]["annotations"]
    assert annotations == {"backstage.io/orphan": "true"}
    assert _values(workshop, "metadata.annotations.backstage.io/orphan") == ["true"]
    assert report.entities.removed == 0


def test_orphans_are_deleted_when_their_time_of_grace_is_over(workshop: Workshop) -> None:
    workshop.options = replace(workshop.options, orphan_grace_seconds=3600)
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.remove("a.yaml")
    assert workshop.ingest().entities.removed == 0
    workshop.options = replace(workshop.options, orphan_grace_seconds=0)
    assert workshop.ingest().entities.removed == 1
    assert workshop.refs() == []


def test_inherited_ownership_is_shown_on_both_sides(workshop: Workshop) -> None:
    workshop.write("team.yaml", a_descriptor("team", "Group"), a_descriptor("others", "Group"))
    workshop.write("churn.yaml", a_descriptor("churn", "Project"))
    workshop.write("scorer.yaml", a_descriptor("scorer", "Model"))
    workshop.ingest()
    model, project = "model:default/scorer", "project:default/churn"
    assert relations(workshop.entry(model), "ownedBy") == ["group:default/team"]
    assert relations(workshop.entry("group:default/team"), "ownerOf") == [model, project]
    workshop.write("churn.yaml", a_descriptor("churn", "Project", {"owner": "others"}))
    workshop.ingest()
    assert relations(workshop.entry(model), "ownedBy") == ["group:default/others"]
    assert relations(workshop.entry("group:default/team"), "ownerOf") == []
    workshop.remove("scorer.yaml")
    workshop.ingest()
    assert relations(workshop.entry("group:default/others"), "ownerOf") == [project]


def test_owner_and_project_are_inherited_through_a_chain(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("live", "Deployment"))
    workshop.ingest()
    workshop.write("b.yaml", a_descriptor("scorer", "Model"))
    workshop.ingest()
    workshop.write("c.yaml", a_descriptor("churn", "Project"))
    workshop.ingest()
    row = workshop.row("deployment:default/live")
    assert (row.owner, row.project) == ("group:default/team", "project:default/churn")


def test_what_is_inherited_follows_its_source(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("scorer", "Model"), a_descriptor("live", "Deployment"))
    workshop.write("c.yaml", a_descriptor("churn", "Project"))
    workshop.ingest()
    workshop.write("c.yaml", a_descriptor("churn", "Project", {"owner": "group:others"}))
    workshop.ingest()
    assert workshop.row("deployment:default/live").owner == "group:default/others"
    workshop.remove("c.yaml")
    workshop.ingest()
    assert workshop.row("deployment:default/live").owner == ""


def test_everything_is_logged_in_the_order_it_happened(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.write("a.yaml", a_descriptor("shop", title="Store"))
    workshop.ingest()
    workshop.remove("a.yaml")
    workshop.ingest()
    with workshop.database.read() as connection:
        rows = connection.execute(select(change).order_by(change.c.seq)).all()
    assert [row.action for row in rows] == ["created", "updated", "deleted"]
    revisions = [row.revision for row in rows]
    assert revisions == sorted(set(revisions))


def test_nothing_is_due_when_all_is_stitched(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("team", "Group"))
    workshop.ingest()
    with workshop.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(due)) == 0


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n---\n"])
def test_a_file_without_documents_is_no_problem(workshop: Workshop, text: str) -> None:
    workshop.write("a.yaml", text)
    report = workshop.ingest()
    assert report.problems == ()
    assert report.entities.total == 0


def _values(workshop: Workshop, key: str) -> list[str]:
    rows = select(filter_row.c.value).join(filter_key, filter_key.c.id == filter_row.c.key_id)
    with workshop.database.read() as connection:
        return sorted(connection.scalars(rows.where(filter_key.c.key == key)))


def _everything(workshop: Workshop) -> list[object]:
    with workshop.database.read() as connection:
        return [connection.execute(select(table)).all() for table in (entity, source, change)]


def test_texts_no_database_likes_are_kept_or_become_a_problem(workshop: Workshop) -> None:
    odd = "a\0b 'quote' \\ \ud83d\ude00 %s %(x)s {y} \u2028"
    spec = {"type": odd, "lifecycle": odd, "owner": odd, "dependsOn": [odd, f"component:{odd}"]}
    workshop.write(
        "a.yaml",
        a_descriptor("odd", spec=spec, title=odd, description=odd, annotations={"x/y": odd}),
        a_descriptor("fine"),
    )
    workshop.write("b.yaml", a_descriptor("half", title="\ud800"))
    workshop.ingest()
    assert "component:default/fine" in workshop.refs()


def test_an_entity_may_have_more_relations_than_a_statement_has_parameters(
    workshop: Workshop,
) -> None:
    targets = [f"component:thing-{number}" for number in range(18_000)]
    for file in range(4):
        spec = {"dependsOn": [f"{target}-{file}" for target in targets]}
        workshop.write(f"{file}.yaml", a_descriptor(f"hub-{file}", spec=spec))
    workshop.ingest()
    hub = workshop.entry("component:default/hub-3")
    assert len(relations(hub, "dependsOn")) == 18_000
