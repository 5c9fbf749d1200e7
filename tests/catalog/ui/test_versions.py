"""Versions of a model: declared beside observed, and judged by what was declared good enough."""

import json
import re

import pytest

from plugins.facts import DatasetUse, ModelVersion, Result
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import MODEL, report, report_versions, scored

PAGE = "/catalog/default/model/scorer"
VERSIONS = f"{PAGE}/versions"
ORDERS = DatasetUse(ref="dataset:default/orders", name="orders", split="test")
ARTIFACT = {"uri": "s3://models/v2", "digest": "sha256:" + "ab" * 32}


def declare(site: Site) -> None:
    """A model with one version, its data, and an Evaluation with bounds."""
    versions = [{"version": "v2", "aliases": ["champion"], "artifact": ARTIFACT}]
    site.workshop.write(
        "more.yaml",
        a_descriptor("scorer", "Model", {"versions": versions, "defaultMetric": "auc"}),
        a_descriptor("orders", "Dataset", {"type": "evaluation"}, title="Held-out orders"),
        a_descriptor(
            "heldout",
            "Evaluation",
            {
                "subject": "scorer",
                "dataset": "orders",
                "baseline": "v1",
                "metrics": [
                    {"metric": "auc", "min": 0.9, "mustImproveBy": 0.01, "slices": ["country=SE"]}
                ],
            },
        ),
    )
    site.workshop.remove("churn/mlhome.yaml")
    site.workshop.write(
        "churn/mlhome.yaml",
        a_descriptor("team", "Group"),
        a_descriptor("churn", "Project", title="Churn risk"),
    )
    site.workshop.ingest()


@pytest.fixture
def judged(site: Site) -> Site:
    """Two versions measured on the same data, the newer one better but not by enough."""
    declare(site)
    report(
        site,
        scored("e1", {"auc": 0.905, "oddness": 2}, version="v1", dataset=ORDERS),
        scored("e2", {"auc": 0.91, "oddness": 1}, version="v2", dataset=ORDERS),
    )
    report_versions(site, ModelVersion(model=MODEL, version="v1", created_at=1.0))
    return site


def test_a_version_is_declared_or_observed_or_both(site: Site) -> None:
    declare(site)
    report_versions(
        site,
        ModelVersion(model=MODEL, version="v2", digest=ARTIFACT["digest"]),
        ModelVersion(model=MODEL, version="v3", aliases=("challenger",)),
    )
    rows = json.loads(site.client.get(f"{VERSIONS}?format=json&columns=known,aliases").text)
    assert {row["version"]: row["known"] for row in rows} == {
        "v2": "declared and observed",
        "v3": "observed",
    }
    page = site.page(VERSIONS)
    assert f'href="{VERSIONS}/v3"' in page
    assert "observed only" in page
    assert "Sources disagree" not in page


def test_sources_that_disagree_on_a_digest_are_a_clear_warning(site: Site) -> None:
    declare(site)
    report_versions(site, ModelVersion(model=MODEL, version="v2", digest="sha256:" + "cd" * 32))
    assert "Sources disagree on digest" in site.page(VERSIONS)
    page = site.page(f"{VERSIONS}/v2")
    assert "Sources disagree on the digest of this version" in page
    assert "One name stands for different things" in page
    assert page.count('class="disputed"') == 2


def test_two_places_of_one_artefact_are_a_mild_warning(site: Site) -> None:
    declare(site)
    report_versions(site, ModelVersion(model=MODEL, version="v2", uri="models:/scorer/2"))
    page = site.page(f"{VERSIONS}/v2")
    assert "They may be copies of the same thing" in page
    assert '<div class="note warn"' in page


def test_an_alias_leads_to_its_version_and_an_unknown_one_nowhere(site: Site) -> None:
    declare(site)
    answer = site.client.get(f"{VERSIONS}/champion")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{VERSIONS}/v2")
    site.page(f"{VERSIONS}/v9", status=404)
    site.page("/catalog/default/project/churn/versions", status=404)
    site.page("/catalog/default/project/churn/versions/v2", status=404)
    upper = site.client.get("/catalog/default/Model/scorer/versions/v2")
    assert (upper.status_code, upper.headers["Location"]) == (301, f"{VERSIONS}/v2")


def test_the_numbers_of_versions_are_those_of_the_same_data(judged: Site) -> None:
    other = DatasetUse(name="elsewhere", split="test")
    report(judged, scored("e3", {"auc": 0.99}, version="v2", dataset=other))
    page = judged.page(VERSIONS)
    assert re.search(r'class="best">0.9100<', page)
    assert "0.9050" in page
    assert "0.9900" not in page
    assert "0.9900" in judged.page(f"{VERSIONS}?on=elsewhere+test")


def test_a_version_is_judged_by_the_bounds_of_its_evaluations(judged: Site) -> None:
    page = judged.page(f"{VERSIONS}/v2")
    assert "Held-out orders" in page
    assert "at least 0.9, at least 0.01 better than v1" in page
    assert '<span class="state bad">' in page
    assert "Asked for and not measured: auc of country=SE" in page
    assert "Beside v1" in page
    assert '<span class="number">0.005</span> better' in page


def test_a_difference_without_a_direction_is_no_verdict(judged: Site) -> None:
    page = judged.page(f"{VERSIONS}/v2")
    assert '<span class="state muted"><span class="number">\N{MINUS SIGN}1</span></span>' in page


def test_a_version_that_does_all_that_was_asked_passes(judged: Site) -> None:
    def auc(of_all: float, of_slice: float) -> list[Result]:
        sliced = Result(metric="auc", value=of_slice, slice={"country": "SE"})
        return [Result(metric="auc", value=of_all), sliced]

    report(judged, scored("e1", version="v1", dataset=ORDERS, results=auc(0.9, 0.9)))
    report(judged, scored("e2", version="v2", dataset=ORDERS, results=auc(0.93, 0.92)))
    page = judged.page(f"{VERSIONS}/v2")
    assert '"state bad"' not in page
    assert "Asked for and not measured" not in page
    assert "pass</span>" in page


def test_the_overview_says_in_short_what_was_measured_last(judged: Site) -> None:
    page = judged.page(PAGE)
    short = page[page.index("Latest evaluations") :]
    assert short.index("/versions/v2") < short.index("0.9100") < short.index("fail")
    assert "Latest evaluations" not in judged.page("/catalog/default/project/churn")


def test_runs_of_no_version_stay_out_of_the_overview_where_versions_were_evaluated(
    judged: Site,
) -> None:
    report(judged, scored("t9", {"auc": 0.7777}, type="training"))
    report(judged, scored("e9", {"auc": 0.6666}, dataset=ORDERS))
    page = judged.page(PAGE)
    assert "0.9100" in page
    assert "0.7777" not in page
    assert "0.6666" not in page
    assert "2 more of other versions and data sets" in page


def test_the_overview_shows_training_where_nothing_was_evaluated(site: Site) -> None:
    declare(site)
    report(site, scored("t9", {"auc": 0.7777}, type="training"))
    assert "0.7777" in site.page(PAGE)


def test_versions_that_are_listed_on_the_overview_lead_to_their_pages(site: Site) -> None:
    declare(site)
    assert f'<a href="{VERSIONS}/v2">v2</a>' in site.page(PAGE)


def test_lineage_signature_and_params_are_those_that_were_reported(site: Site) -> None:
    declare(site)
    report(site, scored("train", type="training"), source="mlflow 1")
    signature = {"inputs": [{"name": "age", "type": "long"}], "outputs": {"dtype": "<f4"}}
    report_versions(
        site,
        ModelVersion(
            model=MODEL,
            version="v3",
            run="train",
            signature=signature,
            trained_on=(ORDERS,),
            params={"depth": 3},
            url="https://mlflow.example/v3",
        ),
    )
    page = site.page(f"{VERSIONS}/v3")
    assert '<a href="/runs/1">its training run</a>' in page
    assert "Held-out orders" in page
    assert '<th scope="row">age</th><td>long</td>' in page
    assert "&#34;dtype&#34;: &#34;&lt;f4&#34;" in page
    assert "<dt>depth</dt><dd>3</dd>" in page
    assert 'href="https://mlflow.example/v3"' in page
    assert "Nothing measured yet" in page


def test_a_name_with_slashes_has_a_page(site: Site) -> None:
    report_versions(site, ModelVersion(model=MODEL, version="release/1 2"))
    assert f'href="{VERSIONS}/release%2F1%202"' in site.page(VERSIONS)
    assert "model:default/scorer@release/1 2" in site.page(f"{VERSIONS}/release%2F1%202")


def test_many_versions_are_paged(site: Site) -> None:
    report_versions(
        site, *(ModelVersion(model=MODEL, version=f"n{at:03}", created_at=at) for at in range(130))
    )
    assert 'rel="next"' in site.page(VERSIONS)
    assert f'href="{VERSIONS}/n000"' in site.page(f"{VERSIONS}?cursor=100")


def test_a_page_without_versions_teaches(site: Site) -> None:
    site.workshop.write("bare.yaml", a_descriptor("bare", "Model"))
    site.workshop.ingest()
    page = site.page("/catalog/default/model/bare/versions")
    assert "No versions yet" in page
    assert "mlflow.org/registered-model" in page
