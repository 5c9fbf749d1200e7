"""Which entity a card is of, how it is called, and what it is part of."""

import pytest

from plugins.huggingface.hub import entity_name, is_id, place, ref_of
from tests.plugins.huggingface.cards import document_of, problems_of, read, read_model, told

HUB = "https://huggingface.co"
MODEL = "pipeline_tag: text-ranking\nlicense: mit\n"
RESULT = """\
model-index:
- name: podcast-ranker
  results:
  - dataset: {type: acme/clicks, name: Clicks}
    metrics: [{type: auc, value: 0.9}]
"""
PROJECT = "kind: Project\nmetadata: {name: podcasts, namespace: search}\n"
RANKER = "kind: Model\nmetadata: {name: ranker}\n"


def named(front_matter: str, path: str, found_at: str, **further: str) -> tuple[str, str]:
    document = document_of(read_model(front_matter, path=path, found_at=found_at, **further))
    metadata = document["metadata"]
    return metadata.get("namespace", "default"), metadata["name"]


@pytest.mark.parametrize(
    ("path", "found_at", "name"),
    [
        ("README.md", "/home/ada/podcast ranker/README.md", "podcast-ranker"),
        ("README.md", "https://git.example/org/ranker.git/README.md", "ranker"),
        ("README.md", "https://git.example/org/ranker.git#v2:README.md", "ranker"),
        ("README.md", "https://git.example/org/model.git/README.md", "org-model"),
        ("a/model/README.md", "https://git.example/org/ranker.git/a/model/README.md", "a-model"),
        (
            "checkpoint-500/README.md",
            "/srv/ranker/checkpoint-500/README.md",
            "ranker-checkpoint-500",
        ),
        ("model/v2/README.md", "/srv/ranker/model/v2/README.md", "ranker-model-v2"),
        ("a/data-science/README.md", "", "data-science"),
        ("README.md", "", "card"),
    ],
)
def test_it_is_called_like_its_folder_with_those_above_where_many_are_called_so(
    path: str, found_at: str, name: str
) -> None:
    assert named(MODEL, path, found_at) == ("default", name)


@pytest.mark.parametrize(
    ("found_at", "name"),
    [
        (f"{HUB}/acme/Ranker/README.md", ("acme", "Ranker")),
        (f"{HUB}/acme/ranker#main:README.md", ("acme", "ranker")),
        (f"{HUB}/acme/ranker.git/README.md", ("acme", "ranker")),
        (f"{HUB}/Acme_Org/ranker/raw/main/README.md", ("acme-org", "ranker")),
        (f"{HUB}/gpt2/README.md", ("default", "gpt2")),
    ],
)
def test_a_repository_of_the_hub_gives_it_its_name_and_its_organisation(
    found_at: str, name: tuple[str, str]
) -> None:
    assert named(MODEL, "README.md", found_at) == name


def test_what_the_hub_calls_it_is_linked() -> None:
    document = document_of(read_model(MODEL, found_at=f"{HUB}/acme/ranker/README.md"))
    assert document["metadata"]["annotations"] == {"huggingface.co/model": "acme/ranker"}
    assert document["metadata"]["links"] == [{"url": f"{HUB}/acme/ranker", "title": "Hugging Face"}]


def test_the_address_tells_models_from_data_and_applications() -> None:
    plain = "license: mit\n"
    dataset = read_model(plain, found_at=f"{HUB}/datasets/acme/clicks/README.md")
    assert document_of(dataset)["kind"] == "Dataset"
    assert document_of(dataset)["spec"]["uri"] == f"{HUB}/datasets/acme/clicks"
    assert document_of(read_model(plain, found_at=f"{HUB}/acme/x/README.md"))["kind"] == "Model"
    space = read_model(plain, found_at=f"{HUB}/spaces/acme/demo/README.md")
    assert (space.documents, problems_of(space)) == ((), [])


def test_a_card_inside_a_repository_of_the_hub_is_of_something_else() -> None:
    path = "onnx/README.md"
    assert place(f"{HUB}/acme/ranker/{path}", path, HUB) is None
    assert named(MODEL, path, f"{HUB}/acme/ranker/{path}")[1] == "onnx"


def test_another_hub_is_a_setting() -> None:
    found_at = "https://hub.corp/acme/ranker/README.md"
    assert named(MODEL, "README.md", found_at, hub="https://hub.corp/") == ("acme", "ranker")


def test_the_card_may_say_it_itself() -> None:
    ours = "mlhome: {name: best, namespace: search, id: acme/ranker, project: podcasts}\n"
    document = document_of(read_model(MODEL + ours, path="x/README.md"))
    assert document["metadata"]["name"] == "best"
    assert document["metadata"]["namespace"] == "search"
    assert document["metadata"]["annotations"] == {"huggingface.co/model": "acme/ranker"}
    assert document["spec"]["project"] == "project:search/podcasts"


def test_names_that_come_to_the_same_stay_apart() -> None:
    odd = ("a b", "a_b", "a.b", "a" * 64, "a" * 65, "\ud800", "?")
    names = {entity_name(it) for it in odd}
    assert len(names) == len(odd)
    assert all(len(it) <= 63 for it in names)
    assert is_id("acme/ranker_v1.0")
    assert not is_id("/data/ranker")
    assert ref_of("Dataset", "Acme_Org/Click.Log") == "dataset:acme-org/click.log"


def test_a_model_without_a_project_is_told_and_not_declared() -> None:
    found = read(f"---\n{MODEL}{RESULT}---\n", "ranker/README.md")
    ((code, line),) = told(found)
    (problem,) = found.problems
    assert [*found.documents, *found.report.attachments] == []
    assert (code, line, problem.severity) == ("huggingface/project", 2, "error")
    assert problem.entity_ref == "model:default/ranker"
    assert "MLHOME_PLUGIN_HUGGINGFACE_PROJECT" in problem.hint
    assert [it.subject for it in found.report.evaluations] == ["model:default/ranker"]


def test_data_need_no_project() -> None:
    found = read("---\ntask_categories: [x]\n---\n", project="search")
    assert "project" not in document_of(found)["spec"]


@pytest.mark.parametrize(
    ("near", "project"),
    [
        ({"mlhome.yaml": PROJECT}, "project:search/podcasts"),
        ({"../catalog-info.yaml": PROJECT}, "project:search/podcasts"),
        ({"mlhome.yaml": PROJECT, "../mlhome.yaml": "kind: Project\nmetadata: {name: all}\n"},
         "project:search/podcasts"),
        ({"mlhome.yaml": "kind: [\n", "../mlhome.yml": PROJECT}, "project:search/podcasts"),
        ({}, "project:default/usual"),
    ],
)  # fmt: skip
def test_it_is_part_of_the_project_that_is_declared_nearby(
    near: dict[str, str], project: str
) -> None:
    found = read(f"---\n{MODEL}---\n", "a/ranker/README.md", near=near, project="usual")
    assert document_of(found)["spec"]["project"] == project
    expected = "search" if near else None
    assert document_of(found)["metadata"].get("namespace") == expected


def test_of_several_projects_none_is_taken() -> None:
    two = f"{PROJECT}---\nkind: Project\nmetadata: {{name: music}}\n"
    found = read(f"---\n{MODEL}---\n", "ranker/README.md", near={"mlhome.yaml": two})
    assert told(found) == [("huggingface/project", 2)]
    assert "`podcasts`, `music`" in found.problems[0].message


@pytest.mark.parametrize(
    ("path", "declared", "is_it"),
    [
        # by annotation
        ("x/README.md", ("../mlhome.yaml", "ranker", "acme/podcast"), True),
        ("x/README.md", ("../mlhome.yaml", "ranker", "acme/other"), False),
        # by name
        ("ranker/README.md", ("../mlhome.yaml", "ranker", ""), True),
        ("x/README.md", ("../mlhome.yaml", "podcast-ranker", ""), True),
        ("x/README.md", ("../mlhome.yaml", "ranker", "acme/podcast-ranker"), True),
        ("x/README.md", ("../mlhome.yaml", "other", ""), False),
        # by its place
        ("x/README.md", ("mlhome.yaml", "other", ""), True),
    ],
)
def test_a_card_is_of_the_model_that_a_descriptor_declares(
    path: str, declared: tuple[str, str, str], is_it: bool
) -> None:
    file, name, id = declared
    linked = f", annotations: {{huggingface.co/model: {id}}}" if id else ""
    near = {file: f"kind: Model\nmetadata: {{name: {name}{linked}}}\n"}
    ours = "mlhome: {id: acme/podcast}\n" if id in ("acme/podcast", "acme/other") else ""
    found = read_model(MODEL + RESULT + ours, path=path, near=near)
    assert (not found.documents) == is_it
    (run,) = found.report.evaluations
    (attachment,) = found.report.attachments
    assert run.subject == attachment.entity
    assert (run.subject == f"model:default/{name}") == is_it


def test_beside_two_models_a_card_is_of_neither_unless_it_says_so() -> None:
    near = {"mlhome.yaml": f"{RANKER}---\nkind: Model\nmetadata: {{name: second}}\n"}
    found = read_model(MODEL, path="x/README.md", near=near)
    assert document_of(found)["metadata"]["name"] == "x"
    said = read_model(f"{MODEL}mlhome: {{name: second}}\n", path="x/README.md", near=near)
    assert said.report.attachments[0].entity == "model:default/second"


def test_the_id_of_a_card_is_also_the_one_that_its_descriptor_names() -> None:
    linked = "kind: Model\nmetadata: {name: x, annotations: {huggingface.co/model: acme/x}}\n"
    (attachment,) = read_model(MODEL, near={"mlhome.yaml": linked}).report.attachments
    assert (attachment.value["id"], attachment.url) == ("acme/x", f"{HUB}/acme/x")


def test_problems_of_a_card_are_on_its_file_and_entity() -> None:
    near = {"mlhome.yaml": RANKER}
    found = read_model(f"{MODEL}license: x\n", found_at="/srv/README.md", near=near)
    (problem,) = problems_of(found)
    assert (problem.file, problem.line) == ("/srv/README.md", 4)
    assert problem.entity_ref == "model:default/ranker"
