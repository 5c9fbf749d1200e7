"""The page of a comparison, over a real catalog."""

import csv
import io
import json
import re
from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

import catalog.ui.compare_page as page_module
from catalog.comparison.views import Statistics
from plugins.facts import Curve, DatasetUse, EvaluationRun, Examples, ModelVersion, Result
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import MODEL, report, report_versions, scored

ONE, TWO = f"{MODEL}@v1", f"{MODEL}@v2"
COMPARE = f"/compare?subject={ONE}&subject={TWO}"
ORDERS = DatasetUse(ref="dataset:default/orders", name="orders", digest="sha256:aa", split="test")
IDS = [f"e{at}" for at in range(40)]


def evaluated(version: str, auc: float, right: int, **more: Any) -> EvaluationRun:
    """An evaluation with intervals, slices, a curve, and `right` of 40 examples right."""
    results = [
        Result(metric="auc", value=auc, n=40, low=auc - 0.05, high=auc + 0.05, level=0.95),
        Result(metric="accuracy", value=right / 40, n=40),
        Result(metric="latency_ms", value=10 * auc),
        *(
            Result(metric="auc", value=auc - 0.1 * at, slice={"country": country}, n=20)
            for at, country in enumerate(("SE", "DE"))
        ),
    ]
    scores = [1.0 if at < right else 0.0 for at in range(40)]
    given: dict[str, Any] = {
        "version": version,
        "dataset": ORDERS,
        "results": results,
        "params": {"lr": auc, "depth": 3},
        "commit": version * 20,
        "curves": [Curve(type="roc", x=[0, 0.5, 1], y=[0, auc, 1])],
        "examples": Examples(ids=IDS, scores={"accuracy": scores}),
    }
    return scored(f"eval {version}", **{**given, **more})


@pytest.fixture
def compared(site: Site) -> Site:
    """Two versions measured on the same data, the second one better."""
    report(site, evaluated("v1", 0.80, 10), evaluated("v2", 0.90, 34))
    report_versions(site, *(ModelVersion(model=MODEL, version=v) for v in ("v1", "v2", "v3")))
    return site


def test_examples_that_say_the_reverse_of_what_was_reported_are_told(site: Site) -> None:
    for version, reported, right in (("v1", 0.8, 34), ("v2", 0.9, 10)):
        accuracy = Result(metric="accuracy", value=reported, n=40)
        report(site, evaluated(version, 0.8, right, results=[accuracy]))
    said = "the 40 examples that both scored say \N{MINUS SIGN}0.6, where +0.1 was reported"
    assert said in site.page(COMPARE)


def test_a_comparison_is_one_page_with_every_section(compared: Site) -> None:
    page = compared.page(COMPARE)
    for part in ("changes", "metrics", "slices", "curves", "examples"):
        assert f'<h2 id="{part}"' in page
    assert "Comparable." in page
    assert re.search(r"improved</strong>", page)
    assert "24 fixed" in page
    assert 'title="0.90"' in page or 'title="0.9"' in page


def test_the_address_says_all_of_it(compared: Site) -> None:
    page = compared.page(f"{COMPARE}&baseline={TWO}")
    assert re.search(r'v2</a> <span class="muted">baseline', page)
    assert "regressed</strong>" in page
    baseline = re.search(r'href="(/compare\?[^"#]*)"[^>]*>Make it the baseline', page)
    assert baseline
    asked = parse_qs(urlsplit(baseline[1].replace("&amp;", "&")).query)
    assert asked == {"subject": [ONE, TWO], "baseline": [ONE]}


def test_what_is_alike_is_shown_when_asked_for_and_can_be_turned(compared: Site) -> None:
    assert "depth" not in compared.page(COMPARE)
    page = compared.page(f"{COMPARE}&changes=all&turned=1&what=depth")
    assert '<table class="data turned">' in page
    assert '<th scope="col" title="Params">depth</th>' in page


def test_differences_on_other_data_are_withheld_and_values_are_not(compared: Site) -> None:
    other = DatasetUse(
        ref="dataset:default/orders", name="orders", digest="sha256:bb", split="test"
    )
    report(compared, evaluated("v2", 0.95, 34, dataset=other))
    report(compared, evaluated("v9", 0.95, 34, dataset=other))
    page = compared.page(f"/compare?subject={ONE}&subject={MODEL}@v9")
    assert "Not comparable." in page
    assert "withheld" in page
    assert "not compared" in page
    assert "improved</strong>" not in page


def test_a_subject_is_added_by_name_by_address_or_found(compared: Site) -> None:
    one = f"/compare?subject={ONE}"
    page = compared.page(one)
    assert "One more makes it a comparison" in page
    assert f"subject={TWO.replace(':', '%3A').replace('/', '%2F').replace('@', '%40')}" in page
    answer = compared.client.get(f"{one}&add={TWO}")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"subject": [ONE, TWO]}
    by_page = compared.client.get(f"{one}&add=/runs/2")
    assert parse_qs(urlsplit(by_page.headers["Location"]).query)["subject"] == [ONE, "run:2"]
    assert "Hazard &lt;model&gt; v3" in compared.page(f"{COMPARE}&add=hazard")


def test_the_empty_page_teaches(site: Site) -> None:
    page = site.page("/compare")
    assert "What do you want to compare?" in page
    assert "mlhome compare" in page


def test_what_is_not_there_is_named_with_a_way_out(compared: Site) -> None:
    page = compared.page(f"/compare?subject={ONE}&subject={MODEL}@v99", status=400)
    assert "v99" in page
    assert "Leave out" in page
    compared.page("/compare?subject=a&subject=::", status=400)


def test_a_subject_without_a_run_says_so(compared: Site) -> None:
    page = compared.page(f"/compare?subject={ONE}&subject={MODEL}@v3")
    assert "not measured" in page


def test_examples_are_narrowed_to_those_that_broke(compared: Site) -> None:
    page = compared.page(f"{COMPARE}&baseline={TWO}&only=regressed")
    assert "24 broken" in page
    assert 'class="mono">e10<' in page
    assert 'class="mono">e0<' not in page


def test_all_numbers_can_be_taken_away(compared: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(compared.client.get(f"{COMPARE}&format=csv").text)))
    auc = [row for row in rows if row["metric"] == "auc" and not row["slice"]]
    assert [row["value"] for row in auc] == ["0.8", "0.9"]
    assert json.loads(compared.client.get(f"{COMPARE}&format=json").text)
    assert "|" in compared.client.get(f"{COMPARE}&format=md").text
    book = compared.client.get(f"{COMPARE}&format=xlsx")
    assert book.data.startswith(b"PK")
    changes = compared.client.get(f"{COMPARE}&format=changes-md").text
    assert "lr" in changes
    assert "depth" not in changes


def test_there_is_a_picture_for_a_document(compared: Site) -> None:
    answer = compared.client.get(COMPARE.replace("/compare", "/compare/picture.svg"))
    assert answer.mimetype == "image/svg+xml"
    assert "Hazard &lt;model&gt;" in answer.text
    away = compared.client.get("/compare/picture.svg?subject=nothing")
    assert away.status_code == 302


def test_no_text_of_anybody_becomes_markup(compared: Site) -> None:
    wild = "<script>alert(1)</script>"
    results = [Result(metric=wild, value=1.0), Result(metric="auc", value=1.0, slice={wild: wild})]
    for version in ("v7", "v8"):
        report(compared, evaluated(version, 0.5, 1, results=results, params={wild: version + wild}))
    page = compared.page(f"/compare?subject={MODEL}@v7&subject={MODEL}@v8&what={wild}&by={wild}")
    assert wild not in page


def test_a_version_that_only_a_run_names_leads_to_the_run(compared: Site) -> None:
    report(compared, evaluated("v9", 0.85, 20))
    page = compared.page(f"/compare?subject={ONE}&subject={MODEL}@v9")
    heads = re.findall(r'<th scope="col"><a href="([^"]*)" title="[^"]*">(v\d)</a>', page)
    addresses = {name: address for address, name in heads}
    assert addresses["v1"].endswith("/versions/v1")
    assert re.fullmatch(r"/runs/\d+", addresses["v9"])
    assert all(compared.page(address) for address in addresses.values())


def test_the_name_of_a_version_is_never_an_attribute_of_its_own(compared: Site) -> None:
    name = 'x onfocus=alert(1) "onclick=alert(2) <b onblur=alert(3)>'
    report(compared, evaluated(name, 0.80, 10, commit="c0ffee"))
    page = compared.page(f"/compare?{urlencode({'subject': [ONE, f'{MODEL}@{name}']}, doseq=True)}")
    seen = Attributes()
    seen.feed(page)
    assert f"Leave out {name}" in seen.found["aria-label"]
    assert not [attribute for attribute in seen.found if attribute.startswith("on")]


class Attributes(HTMLParser):
    """Every attribute of a page, by name, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str | None]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.found[name].append(value)


def test_rows_of_runs_and_versions_can_be_picked(compared: Site) -> None:
    runs = compared.page("/catalog/default/model/scorer/runs")
    assert 'name="run" value="1" form="compare-picked"' in runs
    assert "of-runs=model%3Adefault%2Fscorer" in runs
    versions = compared.page("/catalog/default/model/scorer/versions")
    assert f'name="subject" value="{ONE}" form="compare-picked"' in versions
    version = compared.page("/catalog/default/model/scorer/versions/v2")
    assert "Compare with v1" in version


def test_few_runs_are_compared_in_detail_and_many_as_a_table(compared: Site) -> None:
    few = compared.client.get("/compare?run=1&run=2")
    assert parse_qs(urlsplit(few.headers["Location"]).query) == {"subject": ["run:1", "run:2"]}
    report(compared, *(scored(f"s{at}", {"auc": at / 20}, params={"lr": at}) for at in range(12)))
    many = "&".join(f"run={at}" for at in range(3, 15))
    page = compared.page(f"/compare?{many}")
    assert "12 runs compared" in page
    assert page.count('class="plot') == 2
    narrowed = compared.page(f"/compare?{many}&pick=metric.auc:0.2..0.3")
    assert "3 of 12" in narrowed
    assert "auc 0.2 to 0.3" in narrowed
    found = compared.page("/compare?of-runs=model:default/scorer&q=param.lr>5")
    assert "6 runs compared" in found


def test_runs_on_different_data_are_not_called_comparable(compared: Site) -> None:
    report(compared, *(scored(f"t{at}", {"auc": 0.5}) for at in range(11)))
    many = "&".join(f"run={at}" for at in range(1, 14))
    assert "Partly comparable." in compared.page(f"/compare?{many}")


def test_a_run_that_nobody_may_see_or_has_is_left_out(compared: Site) -> None:
    many = "&".join(f"run={at}" for at in (1, 2, *range(900, 912)))
    assert "2 runs compared" in compared.page(f"/compare?{many}")
    assert "None of these runs is here" in compared.page("/compare?run=99&run=x&as=table")


def test_a_page_says_how_far_statistics_are_and_asks_again(
    compared: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = page_module.compare

    def still_running(*given: Any, **more: Any) -> Any:
        return replace(whole(*given, **more), statistics=Statistics("running", 0.4))

    monkeypatch.setattr(page_module, "compare", still_running)
    page = compared.page(COMPARE)
    assert 'hx-trigger="load delay:2s"' in page
    assert "40 %" in page
    part = compared.client.get(COMPARE, headers={"HX-Request": "true", "HX-Target": "statistics"})
    assert "What changed" not in part.text
    assert "HX-Retarget" not in part.headers
    monkeypatch.setattr(page_module, "compare", whole)
    done = compared.client.get(COMPARE, headers={"HX-Request": "true", "HX-Target": "statistics"})
    assert done.headers["HX-Retarget"] == "#main"
    assert "What changed" in done.text


def test_gates_of_declared_evaluations_are_on_the_page(compared: Site) -> None:
    asked = {"metric": "auc", "min": 0.99}
    compared.workshop.write(
        "more.yaml",
        a_descriptor("orders", "Dataset", {"type": "evaluation"}, title="Held-out orders"),
        a_descriptor(
            "heldout", "Evaluation", {"subject": "scorer", "dataset": "orders", "metrics": [asked]}
        ),
    )
    compared.workshop.ingest()
    page = compared.page(COMPARE)
    assert '<h2 id="gates"' in page
    assert "at least 0.99" in page
    at_a_glance = page.partition('<nav class="jump"')[0]
    assert "1 fail</span>" in at_a_glance
    assert re.search(r"[12] improved</span>", at_a_glance)
