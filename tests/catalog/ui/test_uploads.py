"""The pages of uploads, with the plugin of spreadsheets in real child processes."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.app.application import create_app
from catalog.app.parts import Parts
from catalog.ingest.location_register import LocationRegister
from catalog.refresh.calling import Caller
from catalog.settings import Settings
from descriptors.format import shipped_format
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin
from tests.parts.sqlite import empty_catalog

SHEET = b"Model,AUC,F1\nRanker,0.93,0.5\nScorer,0.91,bad\n=evil(),0.1,0.2\n"


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children() as started:
        yield started


@pytest.fixture
def client(tmp_path: Path, children: Children) -> Iterator[FlaskClient]:
    """The whole application, with its guard."""
    database = empty_catalog(tmp_path)
    loaded = load_plugin("spreadsheets")
    assert isinstance(loaded, LoadedPlugin)
    parts = Parts(
        settings=Settings(data_dir=tmp_path),
        database=database,
        format=shipped_format(),
        index=lambda: None,
        locations=LocationRegister(database, "api", local=False),
        count_view=lambda ref: None,
        worker_runs=lambda: True,
        plugins=lambda: Plugins((loaded,)),
        caller=Caller(children),
    )
    with create_app(parts).test_client() as made:
        yield made
    database.close()


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/uploads").text)
    assert found
    return found[1]


def sent(client: FlaskClient, data: bytes, filename: str = "q1.csv", **more: str) -> TestResponse:
    """The form, in one piece: the test client would leave a file of a large one open."""
    fields = {"csrf_token": token(client), **more}
    said = [f'name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    said.append(f'name="file"; filename="{filename}"\r\n\r\n'.encode() + data)
    parts = [b"--X\r\nContent-Disposition: form-data; " + it + b"\r\n" for it in said]
    body = b"".join([*parts, b"--X--\r\n"])
    return client.post("/uploads", data=body, content_type="multipart/form-data; boundary=X")


def drafted(client: FlaskClient, data: bytes = SHEET, **more: str) -> str:
    """The address of a draft."""
    answer = sent(client, data, **more)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def told(client: FlaskClient, address: str, **form: str) -> TestResponse:
    """A draft's form sent as the browser does: with all that stands in it."""
    page = client.get(address).text
    fields = dict(
        re.findall(r'<input id="[^"]*" name="((?:answer\.)?[^"]+)" value="([^"]*)"', page)
    )
    chosen = re.findall(r'<select id="[^"]*" name="([^"]+)".*?</select>', page)
    assert "csrf_token" not in fields
    values = {html.unescape(key): html.unescape(text) for key, text in fields.items()}
    assert chosen
    return client.post(address, data={**values, "csrf_token": token(client), **form})


def test_a_draft_shows_the_guess_with_what_is_wrong_in_its_cell(client: FlaskClient) -> None:
    page = client.get(drafted(client)).text
    assert 'name="answer.column:Model" value="model"' in page
    assert 'name="answer.column:AUC" value="metric"' in page
    assert "5 numbers in 3 runs" in page
    cell = re.search(r'<td><span class="state bad" title="([^"]*)">.*bad</span></td>', page)
    assert cell
    assert "C3: `bad` is no number" in html.unescape(cell[1])


def test_agreed_to_it_counts_and_is_found_under_its_name(client: FlaskClient) -> None:
    kept = told(client, drafted(client), do="keep")
    assert kept.headers["Location"] == "/uploads/of/spreadsheets/q1"
    page = client.get("/uploads/of/spreadsheets/q1").text
    assert "5 numbers in 3 runs" in page
    assert "q1" in client.get("/uploads").text


def test_other_answers_are_shown_before_they_count(client: FlaskClient) -> None:
    address = drafted(client)
    changed = told(client, address, do="keep", **{"answer.column:F1": "-"})
    assert changed.headers["Location"] == f"{address}?changed=1"
    page = client.get(changed.headers["Location"]).text
    assert "Your answers changed what it says" in page
    assert "3 numbers in 3 runs" in page
    kept = told(client, address, do="keep", **{"answer.column:F1": "-"})
    assert kept.headers["Location"] == "/uploads/of/spreadsheets/q1"


def test_a_newer_file_takes_its_place(client: FlaskClient) -> None:
    told(client, drafted(client), do="keep")
    address = drafted(client, b"Model,AUC\nRanker,0.95\n", name="q1")
    assert "Kept, it takes the place of" in client.get(address).text
    told(client, address, do="keep")
    page = client.get("/uploads/of/spreadsheets/q1").text
    assert "1 number in 1 run<" in page
    assert "0.95" in page
    assert "Scorer" not in page


def test_a_draft_may_be_forgotten_and_an_upload_removed(client: FlaskClient) -> None:
    address = drafted(client)
    assert told(client, address, do="forget").headers["Location"] == "/uploads"
    assert client.get(address).status_code == 404
    told(client, drafted(client), do="keep")
    form = {"csrf_token": token(client)}
    assert client.post("/uploads/of/spreadsheets/q1/remove", data=form).status_code == 303
    assert client.get("/uploads/of/spreadsheets/q1").status_code == 404


def test_what_was_read_is_exported_without_formulas(client: FlaskClient) -> None:
    told(client, drafted(client), do="keep")
    address = "/uploads/of/spreadsheets/q1?numbers.format="
    lines = client.get(f"{address}csv").text.splitlines()
    assert lines[0] == "model,run,metric,value"
    assert "model:default/ranker,Ranker,AUC,0.93" in lines
    assert "model:default/evil,'=evil(),AUC,0.1" in lines
    book = python_calamine.load_workbook(io.BytesIO(client.get(f"{address}xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["model:default/evil", "=evil()", "AUC", 0.1] in rows


def test_what_was_exported_says_the_same_when_it_is_uploaded(client: FlaskClient) -> None:
    sheet = b"Model,Size,AUC,AUC low,AUC high,N,Country\nRanker,224,0.93,0.9,0.95,100,SE\n"
    told(client, drafted(client, sheet), do="keep")
    exported = client.get("/uploads/of/spreadsheets/q1?numbers.format=xlsx").data
    told(client, drafted(client, exported, filename="again.xlsx", name="again"), do="keep")
    first, again = (
        client.get(f"/uploads/of/spreadsheets/{name}?numbers.format=csv").text
        for name in ("q1", "again")
    )
    assert "model:default/ranker,Ranker,224,SE,AUC,0.93,100,0.9,0.95" in first
    assert again == first


@pytest.mark.parametrize(
    ("data", "filename", "said"),
    [
        (SHEET, "a.pdf", "Nothing reads a file called"),
        (b"", "a.csv", "The file is empty"),
        (SHEET, "", "No file was chosen"),
    ],
)
def test_what_can_not_be_uploaded_is_told_on_the_page(
    client: FlaskClient, data: bytes, filename: str, said: str
) -> None:
    answer = sent(client, data, filename)
    assert answer.status_code == 400
    assert said in answer.text


def test_a_broken_workbook_makes_a_draft_that_says_why(client: FlaskClient) -> None:
    page = client.get(drafted(client, b"PK no", filename="a.xlsx")).text
    assert "is no workbook" in page
    assert re.search(r'value="keep" disabled', page)


@pytest.mark.slow
def test_a_file_of_more_than_a_mebibyte_is_taken_and_one_too_large_refused(
    client: FlaskClient,
) -> None:
    large = b"Model,AUC\n" + b"".join(b"m%d,0.5\n" % number for number in range(150_000))
    assert len(large) > 1 << 20
    assert "20,000 runs" in client.get(drafted(client, large)).text
    too_large = sent(client, b"x" * (21 << 20))
    assert too_large.status_code == 413


def test_a_form_of_another_page_is_refused(client: FlaskClient) -> None:
    assert sent(client, SHEET, csrf_token="guessed").status_code == 403
    form = {"csrf_token": token(client), "file": (io.BytesIO(SHEET), "q1.csv")}
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/uploads", data=form, headers=elsewhere).status_code == 403
    assert client.post(drafted(client), data={"do": "keep"}).status_code == 403


def test_texts_of_files_are_only_texts(client: FlaskClient) -> None:
    sheet = b"Model,<script>alert(1)</script>\n<img src=x onerror=alert(1)>,0.5\n"
    page = client.get(drafted(client, sheet)).text
    assert "<script>alert" not in page
    assert "<img" not in page
