"""Locations over HTTP: seen, added, removed, read again; never a path of the server."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalog.store.database import Database
from catalog.store.tables import location
from tests.catalog.browse.records import NOW

LOCATIONS = "/api/mlhome/locations"
TARGET = "https://git.example.com/team/models.git"


def add(client: FlaskClient, target: str = TARGET, **more: object) -> int:
    answer = client.post(LOCATIONS, json={"target": target, **more})
    assert answer.status_code == 201, answer.get_json()
    return int(answer.get_json()["id"])


def test_a_location_is_added_and_listed(client: FlaskClient) -> None:
    id = add(client, ref="main", patterns=["mlhome.yaml"])
    (listed,) = client.get(LOCATIONS).get_json()["locations"]
    assert listed == client.get(f"{LOCATIONS}/{id}").get_json()
    assert (listed["type"], listed["target"], listed["ref"]) == ("git", TARGET, "main")
    assert (listed["state"], listed["entities"], listed["patterns"]) == ("new", 0, ["mlhome.yaml"])


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "./descriptors", "file:///etc", "git+file:///srv/a.git", "~"]
)
def test_a_path_of_the_server_is_refused_and_the_way_to_add_it_is_told(
    client: FlaskClient, target: str
) -> None:
    answer = client.post(LOCATIONS, json={"target": target})
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert error["name"] == "InputError"
    assert "by its operator only" in error["message"]
    assert client.get(LOCATIONS).get_json() == {"locations": []}


def test_a_location_that_is_read_already_is_a_conflict(client: FlaskClient) -> None:
    add(client)
    answer = client.post(LOCATIONS, json={"target": TARGET})
    assert (answer.status_code, answer.get_json()["error"]["name"]) == (409, "ConflictError")


def test_a_location_is_removed(client: FlaskClient) -> None:
    id = add(client)
    assert client.delete(f"{LOCATIONS}/{id}").status_code == 204
    assert client.get(f"{LOCATIONS}/{id}").status_code == 404
    assert client.delete(f"{LOCATIONS}/{id}").status_code == 404


def test_a_location_is_read_again_when_asked(client: FlaskClient) -> None:
    id = add(client)
    answer = client.post(f"{LOCATIONS}/{id}/refresh")
    assert (answer.status_code, answer.get_json()["id"]) == (202, id)
    assert client.post(f"{LOCATIONS}/77/refresh").status_code == 404


@pytest.mark.parametrize(
    ("added_by", "way"),
    [
        ("cli", "run `mlhome locations remove 1`"),
        ("settings", "out of the setting `locations`, then"),
        ("descriptor", "out of that `Location` entity"),
    ],
)
def test_what_was_not_added_over_http_stays_and_the_way_to_remove_it_is_told(
    client: FlaskClient, catalog: Database, added_by: str, way: str
) -> None:
    row = {"type": "git", "target": TARGET, "added_by": added_by, "created_at": NOW}
    with catalog.write() as connection:
        connection.execute(insert(location).values(**row))
    answer = client.delete(f"{LOCATIONS}/1")
    assert answer.status_code == 409
    assert way in answer.get_json()["error"]["message"]
    assert client.get(f"{LOCATIONS}/1").status_code == 200
