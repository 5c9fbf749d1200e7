"""The tab Runs: all runs of a project or model, found, sorted, chosen from and taken away."""

import csv
import io
import json
import re
from urllib.parse import quote, quote_plus

import pytest

from catalog.ui import runs
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import MODEL, RUNS, report, scored, sweep

__all__ = ["sweep"]


def names(page: str) -> list[str]:
    return re.findall(r'data-item href="/runs/\d+" title="([^"]+)"', page)


def heads(page: str) -> list[str]:
    return re.findall(r'<a id="sort-([^"]+)"', page)


def test_a_model_shows_its_runs_and_a_project_those_of_its_models_too(sweep: Site) -> None:
    assert set(names(sweep.page(RUNS))) == {"r1", "r2", "the &lt;bad&gt; one"}
    assert set(names(sweep.page("/catalog/default/project/churn/runs"))) == {
        "r1",
        "r2",
        "the &lt;bad&gt; one",
        "p1",
    }


def test_the_filter_finds_what_was_measured_and_stays_in_the_address(sweep: Site) -> None:
    page = sweep.page(f"{RUNS}?q=metric.auc>0.9+param.lr%3D0.1")
    assert names(page) == ["r1"]
    assert 'value="metric.auc&gt;0.9 param.lr=0.1"' in page
    assert "q=metric.auc%3E0.9+param.lr%3D0.1&amp;sort=-metric.auc" in page


def test_a_filter_that_is_not_understood_says_why(sweep: Site) -> None:
    page = sweep.page(f"{RUNS}?q=statsu:finished")
    assert "<code>status</code>" in page


def test_a_filter_that_nothing_matches_leads_back_to_all(sweep: Site) -> None:
    page = sweep.page(f"{RUNS}?q=metric.auc>2&columns=metric.auc")
    assert "No run matches" in page
    assert f'href="{RUNS}?sort=-started&amp;columns=metric.auc"' in page


def test_it_is_sorted_by_a_metric_and_what_lacks_it_comes_last(sweep: Site) -> None:
    assert names(sweep.page(f"{RUNS}?sort=-metric.auc")) == ["r2", "r1", "the &lt;bad&gt; one"]
    assert names(sweep.page(f"{RUNS}?sort=param.lr"))[:2] == ["r2", "r1"]


def test_the_first_press_puts_the_best_on_top(sweep: Site) -> None:
    page = sweep.page(RUNS)
    assert f'href="{RUNS}?sort=-metric.auc"' in page
    assert f'href="{RUNS}?sort=metric.log_loss"' in page


def test_the_best_is_marked_only_where_somebody_said_which_way_is_better(sweep: Site) -> None:
    page = sweep.page(f"{RUNS}?columns=metric.auc,metric.oddness")
    assert re.search(r'class="best">0.9300<', page)
    assert page.count('class="best"') == 1
    assert "metric oddness: nobody has said which way is better" in page


def test_without_a_choice_params_are_shown_that_tell_runs_apart(sweep: Site) -> None:
    shown = heads(sweep.page(f"{RUNS}?q=status:finished"))
    assert "param.lr" in shown
    assert "param.seed" not in shown


def test_a_name_with_a_comma_is_a_column_like_others(sweep: Site) -> None:
    report(sweep, scored("r9", {"acc,none": 0.7}))
    page = sweep.page(rf"{RUNS}?columns=metric.acc\,none&columns=status")
    assert heads(page) == ["name", "status", "metric.acc,none"]
    assert r'value="metric.acc\,none" checked' in page


def test_a_search_finds_columns_among_many_and_keeps_the_chosen(sweep: Site) -> None:
    report(sweep, scored("many", {f"m{at}": at for at in range(90)} | {"needle": 1.0}))
    page = sweep.page(f"{RUNS}?choose=1&find=need&columns=metric.m7")
    offered = re.findall(r'type="checkbox" name="columns" value="(metric[^"]+)"', page)
    assert offered == ["metric.m7", "metric.needle"]
    assert "data-menu open" in page
    assert "find=" not in re.sub(r'name="find"', "", page)
    assert "There are more" in sweep.page(RUNS)


def test_an_export_has_every_run_that_the_filter_leaves(
    sweep: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    asked = f"{RUNS}?q=status:finished&columns=metric.auc&sort=metric.auc&format="
    rows = list(csv.DictReader(io.StringIO(sweep.client.get(f"{asked}csv").text, newline="")))
    assert [(row["name"], row["metric.auc"], row["uid"]) for row in rows] == [
        ("r1", "0.91", "r1"),
        ("r2", "0.93", "r2"),
    ]
    assert [row["metric.auc"] for row in json.loads(sweep.client.get(f"{asked}json").text)] == [
        0.91,
        0.93,
    ]
    assert "| r1 | 0.91 |" in sweep.client.get(f"{asked}md").text


def test_a_number_that_json_does_not_know_is_a_word_in_the_export(sweep: Site) -> None:
    report(sweep, scored("n1", {"auc": float("nan")}, name="nan"))
    text = sweep.client.get(f"{RUNS}?q=nan&columns=metric.auc&format=json").text
    assert json.loads(text, parse_constant=pytest.fail)[0]["metric.auc"] == "not a number"


def test_pages_lead_on_and_back(sweep: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PAGE", 2)
    first = sweep.page(f"{RUNS}?sort=-metric.auc")
    onward = re.findall(r'href="([^"]+)" rel="next"', first)[0].replace("&amp;", "&")
    second = sweep.page(onward)
    assert [*names(first), *names(second)] == ["r2", "r1", "the &lt;bad&gt; one"]
    back = re.findall(r'href="([^"]+)" rel="prev"', second)[0].replace("&amp;", "&")
    assert names(sweep.page(back)) == names(first)


@pytest.mark.parametrize("query", ["cursor=x", "sort=nonsense"])
def test_what_an_old_address_asks_for_in_vain_is_left_out(sweep: Site, query: str) -> None:
    answer = sweep.client.get(f"{RUNS}?q=auc&{query}")
    assert answer.status_code == 302
    assert query.partition("=")[2] not in answer.headers["Location"]


def test_a_page_without_runs_teaches_how_they_get_here(site: Site) -> None:
    page = site.page(RUNS)
    assert "mlhome connect mlflow" in page
    assert "mlhome evaluation push" in page
    assert f"push_evaluation(\n    &#34;{MODEL}&#34;" in page


def test_kinds_without_runs_have_no_such_tab(site: Site) -> None:
    site.page("/catalog/default/group/team/runs", status=404)
    assert "tab-runs" not in site.page("/catalog/default/group/team")


def test_a_common_filter_is_added_and_taken_away_and_leaves_the_rest_as_it_was(
    sweep: Site,
) -> None:
    text = 'name:"a  b" status:finished lr'
    page = sweep.page(f"{RUNS}?q={quote(text)}")
    without, more = 'name:"a  b" lr', f"{text} status:failed"
    assert f"{RUNS}?q={quote_plus(without)}&amp;sort=-started" in page
    assert f"{RUNS}?q={quote_plus(more)}&amp;sort=-started" in page
