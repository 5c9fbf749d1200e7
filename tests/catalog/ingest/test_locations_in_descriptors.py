"""`Location` entities: what they name is read, within bounds."""

from pathlib import Path

from catalog.locations.spec import LocationSpec
from tests.builders import Workshop, a_descriptor


def a_location(name: str, *targets: str, **spec: object) -> str:
    return a_descriptor(name, "Location", {"targets": list(targets), **spec})


def the_file(path: Path) -> LocationSpec:
    return LocationSpec("file", str(path))


def test_files_named_by_a_location_are_read(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "./parts/*.txt"))
    workshop.write("parts/a.txt", a_descriptor("a"))
    workshop.write("parts/b.txt", a_descriptor("b"))
    report = workshop.ingest(the_file(root))
    assert report.problems == ()
    assert workshop.refs() == ["component:default/a", "component:default/b", "location:default/all"]
    annotations = workshop.entry("component:default/a")["metadata"]["annotations"]
    assert annotations["backstage.io/managed-by-origin-location"] == f"file:{root}"


def test_a_file_added_to_what_a_location_names_is_found_though_the_location_is_unchanged(
    workshop: Workshop,
) -> None:
    root = workshop.write("all.txt", a_location("all", "./parts/*.txt"))
    workshop.write("parts/a.txt", a_descriptor("a"))
    workshop.ingest(the_file(root))
    workshop.write("parts/b.txt", a_descriptor("b"))
    assert workshop.ingest(the_file(root)).entities.created == 1


def test_a_location_that_names_a_file_no_more_gives_it_up(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "./a.txt", "./b.txt"))
    workshop.write("a.txt", a_descriptor("a"))
    workshop.write("b.txt", a_descriptor("b"))
    workshop.ingest(the_file(root))
    workshop.write("all.txt", a_location("all", "./b.txt"))
    workshop.ingest(the_file(root))
    assert workshop.refs() == ["component:default/b", "location:default/all"]


def test_a_location_that_is_broken_for_a_while_gives_up_nothing(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "./a.txt"))
    workshop.write("a.txt", a_descriptor("a"))
    workshop.ingest(the_file(root))
    workshop.write("all.txt", "{ not: [yaml")
    report = workshop.ingest(the_file(root))
    assert report.entities.removed == 0
    assert workshop.refs() == ["component:default/a", "location:default/all"]
    workshop.write("a.txt", a_descriptor("a", title="New"))
    workshop.ingest(the_file(root))
    assert workshop.entry("component:default/a")["metadata"]["title"] == "New"


def test_a_target_that_is_missing_is_a_problem_until_it_is_there(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "./late.txt"))
    (problem,) = workshop.ingest(the_file(root)).problems
    assert problem.code == "location/not-found"
    assert problem.entity_ref == "location:default/all"
    assert workshop.entry("location:default/all")["status"]["items"]
    workshop.write("late.txt", a_descriptor("late"))
    assert workshop.ingest(the_file(root)).problems == ()
    assert "status" not in workshop.entry("location:default/all")


def test_an_optional_target_may_be_missing(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "./never.txt", presence="optional"))
    assert workshop.ingest(the_file(root)).problems == ()


def test_a_target_outside_the_location_is_a_problem(workshop: Workshop) -> None:
    (workshop.folder.parent / "secret.txt").write_text(a_descriptor("secret"), encoding="utf-8")
    root = workshop.write("all.txt", a_location("all", "../secret.txt", "/etc/passwd"))
    report = workshop.ingest(the_file(root))
    assert {problem.code for problem in report.problems} == {"location/outside"}
    assert workshop.refs() == ["location:default/all"]


def test_locations_may_name_each_other(workshop: Workshop) -> None:
    root = workshop.write("a.txt", a_location("a", "./b.txt"))
    workshop.write("b.txt", a_location("b", "./a.txt"))
    assert workshop.ingest(the_file(root)).entities.total == 2


def test_an_address_becomes_a_location_of_its_own(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "https://127.0.0.1:9/catalog-info.yaml"))
    report = workshop.ingest(the_file(root))
    own, child = workshop.locations()
    assert (child.added_by, child.state, own.state) == ("descriptor", "failing", "ok")
    assert [problem.code for problem in report.problems] == ["location/not-allowed"]
    workshop.write("all.txt", a_location("all"))
    workshop.ingest(the_file(root))
    assert len(workshop.locations()) == 1


def test_a_path_of_this_machine_is_no_address(workshop: Workshop) -> None:
    root = workshop.write("all.txt", a_location("all", "file:///etc/hosts"))
    assert len(workshop.ingest(the_file(root)).problems) == 1
    assert len(workshop.locations()) == 1


def test_a_text_of_another_file_is_put_in_and_followed(workshop: Workshop) -> None:
    definition = {"type": "openapi", "lifecycle": "x", "owner": "a"}
    api = a_descriptor("api", "API", {**definition, "definition": {"$text": "./api.txt"}})
    workshop.write("a.yaml", api)
    workshop.write("api.txt", "").write_text("openapi: 3", encoding="utf-8")
    workshop.ingest()
    assert workshop.entry("api:default/api")["spec"]["definition"] == "openapi: 3"
    (workshop.folder / "api.txt").write_text("openapi: 4", encoding="utf-8")
    assert workshop.ingest().entities.updated == 1
    assert workshop.entry("api:default/api")["spec"]["definition"] == "openapi: 4"
