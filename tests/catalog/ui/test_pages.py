"""What each page says, without a browser."""

import re

import pytest

from catalog.store.tables import source, version
from catalog.ui.kinds import MAIN, KindLook
from catalog.ui.starting import first_descriptor
from descriptors.format import shipped_format
from descriptors.read import read
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site

MODEL = "/catalog/default/model/scorer"
HTMX = {"HX-Request": "true"}


def test_an_empty_catalog_shows_what_to_do_first(empty_site: Site) -> None:
    page = empty_site.page("/")
    assert "mlhome locations add" in page
    assert "kind: Project" in page


@pytest.mark.parametrize("look", MAIN, ids=lambda look: look.kind)
def test_an_empty_list_shows_a_descriptor_that_would_fill_it(
    empty_site: Site, look: KindLook
) -> None:
    page = empty_site.page(f"/catalog/{look.kind.lower()}")
    assert f"kind: {look.kind}" in page
    reading = read(first_descriptor(look.kind).encode(), "mlhome.yaml", shipped_format())
    assert [entity.ref.kind for entity in reading.entities] == [look.kind]
    assert reading.problems == []


def test_an_empty_search_of_an_empty_catalog_teaches_too(empty_site: Site) -> None:
    assert "kind: Project" in empty_site.page("/search")
    assert "kind: Project" not in empty_site.page("/search?q=churn")


def test_home_leaves_out_who_was_declared_of_late(site: Site) -> None:
    page = site.page("/")
    recent = page[page.index('id="recent"') : page.index('id="by-kind"')]
    assert "model/scorer" in recent
    assert "group/team" not in recent


def test_home_counts_what_there_is(site: Site) -> None:
    page = site.page("/")
    assert "Recently changed" in page
    assert 'href="/catalog/model"' in page
    assert "all descriptors are fine" in page


def test_a_search_finds_and_marks(site: Site) -> None:
    page = site.page("/search?q=churn")
    assert "<mark>Churn</mark> risk" in page
    assert 'value="churn"' in page


def test_a_title_is_escaped_wherever_it_stands(site: Site) -> None:
    for address in ("/", "/search?q=hazard", "/catalog/model", MODEL, "/palette?q=hazard"):
        page = site.page(address)
        assert "<model>" not in page
        assert "&lt;model&gt;" in page


def test_htmx_is_given_the_part_and_the_true_address(site: Site) -> None:
    answer = site.client.get("/search?q=churn&kind=", headers=HTMX)
    assert "<html" not in answer.text
    assert "Churn</mark> risk" in answer.text
    assert answer.headers["HX-Push-Url"] == "/search?q=churn"
    assert "HX-Request" in answer.headers["Vary"]


def test_typing_on_replaces_the_address_instead_of_piling_up(site: Site) -> None:
    here = {**HTMX, "HX-Current-URL": "http://localhost/search?q=chu"}
    answer = site.client.get("/search?q=churn", headers=here)
    assert answer.headers["HX-Replace-Url"] == "/search?q=churn"
    assert "HX-Push-Url" not in answer.headers


def test_a_page_restored_from_history_is_whole(site: Site) -> None:
    assert "<html" in site.page("/search?q=churn", **HTMX, **{"HX-History-Restore-Request": "true"})


def test_without_an_index_names_are_still_found_and_the_page_says_so(empty_site: Site) -> None:
    empty_site.workshop.write("mlhome.yaml", a_descriptor("churn", title="Churn risk"))
    empty_site.workshop.ingest()
    page = empty_site.page("/search?q=churn")
    assert "The search index can&#39;t answer right now" in page or "can't answer" in page
    assert "Churn risk" in page
    assert [word for word in ("Best match", "Most viewed") if f">{word}</option>" in page] == []


def test_a_result_says_its_kind_and_when_it_changed_where_that_is_the_order(site: Site) -> None:
    page = site.page("/search?q=churn")
    assert '<span class="kind">Project</span>' in page
    assert "<li>changed" not in page
    assert "<li>changed" in site.page("/search?q=churn&sort=-updated")


def test_a_filter_that_finds_nothing_says_how_to_go_on(site: Site) -> None:
    page = site.page("/search?q=churn&kind=metric")
    assert "Take all filters away" in page


def test_a_cursor_of_another_question_starts_again(site: Site) -> None:
    answer = site.client.get("/search?q=churn&cursor=nonsense")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/search?q=churn"


def test_the_list_of_a_kind_is_a_table_with_its_facts(site: Site) -> None:
    page = site.page("/catalog/model")
    assert ">Task</a>" in page
    assert ">v2</td>" in page
    answer = site.client.get("/catalog/Model?q=a&q=b")
    assert answer.headers["Location"] == "/catalog/model?q=a&q=b"
    assert site.client.get("/catalog/%0D%0AX").status_code == 301


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/search?q=a", "/search?q=a"),
        ("http://evil.example/search", "/"),
        ("http://localhost//evil.example/", "/"),
        ("http://[", "/"),
    ],
)
def test_choosing_a_theme_leads_back_but_nowhere_else(site: Site, referrer: str, back: str) -> None:
    answer = site.client.get("/theme/dark", headers={"Referer": referrer})
    assert (answer.status_code, answer.headers["Location"]) == (303, back)


def test_an_unknown_kind_is_not_found(site: Site) -> None:
    assert "There is nothing here" in site.page("/catalog/nonsense", 404)


def test_the_page_of_a_model_tells_its_story(site: Site) -> None:
    page = site.page(MODEL)
    assert "<strong>hazard</strong>" in page
    assert 'href="javascript' not in page
    assert 'id="tab-problems"' not in page
    assert 'href="/catalog/model" data-go="m" aria-current="true"' in page
    assert "Limitations" in page
    assert "88fe2547e82bf5a395084d39a09b44cb3dd10d77" in page
    assert 'href="/catalog/default/project/churn"' in page
    assert 'href="https://docs.example/hazard"' in page


def test_a_project_shows_what_it_is_made_of(site: Site) -> None:
    page = site.page("/catalog/default/project/churn")
    assert "Hazard &lt;model&gt;" in page
    assert "survival · latest v2" in page


def test_what_a_project_has_can_be_seen_as_a_table(site: Site) -> None:
    site.workshop.write("more/mlhome.yaml", a_descriptor("second", "Model"))
    site.workshop.ingest()
    site.index_again()
    page = site.page("/catalog/default/project/churn")
    address = "/catalog/model?project=project%3Adefault%2Fchurn"
    assert f'href="{address}"' in page
    table = site.page(address)
    assert "model/second" in table
    assert "model/scorer" in table
    assert "As a table" not in site.page(MODEL)


def test_opening_a_page_is_counted_once_and_its_tabs_are_not(site: Site) -> None:
    site.page(MODEL)
    site.page(f"{MODEL}/history")
    site.page(MODEL, **HTMX)
    assert site.viewed == ["model:default/scorer"]


def test_addresses_in_capitals_lead_to_the_true_one(site: Site) -> None:
    answer = site.client.get("/catalog/Default/Model/Scorer/history")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{MODEL}/history"


def test_history_shows_what_changed(site: Site) -> None:
    site.workshop.write("churn/mlhome.yaml", a_descriptor("churn", "Project", {"type": "uplift"}))
    site.workshop.ingest()
    page = site.page("/catalog/default/project/churn/history")
    assert "Updated" in page
    assert "<pre>survival</pre>" in page
    assert "<pre>uplift</pre>" in page


def test_what_is_gone_still_has_its_history(site: Site) -> None:
    site.workshop.remove("churn/mlhome.yaml")
    site.workshop.ingest()
    page = site.page(MODEL, 410)
    assert "no longer in the catalog" in page
    assert "Deleted" in page


def test_the_descriptor_is_shown_as_yaml_with_its_origin(site: Site) -> None:
    page = site.page(f"{MODEL}/descriptor")
    assert '<span class="k">kind:</span> Model' in page
    assert "churn/<wbr>mlhome.yaml" in page
    assert "normalised" in page
    assert "Edit in Git" not in page


def test_commits_and_files_are_links_where_people_can_see_them(site: Site) -> None:
    shown = "https://github.com/fennelby/churn/blob/main/churn/mlhome.yaml"
    edited = shown.replace("/blob/", "/edit/")
    with site.workshop.database.write() as connection:
        connection.execute(source.update().values(commit="c0ffee", view_url=shown, edit_url=edited))
        connection.execute(version.update().values(commit="c0ffee", location=f"url:{shown}"))
    commit = 'href="https://github.com/fennelby/churn/commit/c0ffee"'
    for tab in ("", "/history", "/descriptor"):
        page = site.page(MODEL + tab)
        assert commit in page
        assert f'href="{shown}' in page
        assert f'href="{edited}"' in page


def test_a_new_error_is_shown_on_the_last_good_version(site: Site) -> None:
    broken = a_descriptor("churn", "Project", {"lifecycle": "prod"}, title="Churn risk")
    site.workshop.write("churn/mlhome.yaml", broken)
    site.workshop.ingest()
    page = site.page("/catalog/default/project/churn")
    assert "The newest descriptor has an error" in page
    problems = site.page("/catalog/default/project/churn/problems")
    assert "mlhome.yaml:1" in problems
    assert "<code>prod</code>" in problems


def test_missing_pages_say_what_to_do_next(site: Site) -> None:
    page = site.page("/catalog/default/model/nowhere", 404)
    assert "search for it by name" in page
    assert 'href="/search"' in page


def test_the_tables_of_a_model_are_files_and_taking_one_is_no_view(site: Site) -> None:
    answer = site.client.get(f"{MODEL}?versions.format=csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scorer-versions.csv"'
    commit = "88fe2547e82bf5a395084d39a09b44cb3dd10d77"
    assert answer.text == f"version,commit\r\nv2,{commit}\r\n"
    assert site.viewed == []
    assert site.client.get(f"{MODEL}?format=csv").mimetype == "text/html"


def test_the_versions_of_a_model_are_sorted_and_folded_facts_taken_out(site: Site) -> None:
    versions = [{"version": name, "params": {"depth": 3}} for name in ("v9", "v1", "v5")]
    site.workshop.write("b/mlhome.yaml", a_descriptor("many", "Model", {"versions": versions}))
    site.workshop.ingest()
    page = site.page("/catalog/default/model/many?versions.sort=version")
    assert re.findall(r'role="rowheader"[^>]*>(?:<a [^>]*>)?(v\d)<', page) == ["v1", "v5", "v9"]
    assert 'href="/catalog/default/model/many?versions.sort=-version"' in page
    chosen = site.page("/catalog/default/model/many?versions.columns=params.depth")
    assert 'data-title="Params depth"' in chosen
