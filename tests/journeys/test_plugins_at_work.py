"""Plugins at work in real processes: what hangs or dies harms only itself, and loses nothing."""

import json
import signal
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from catalog.store.failpoints import PLUGIN_NAMES
from tests.journeys.hostile import installed
from tests.journeys.running import Home, Site, wait_until

HANGING = 50
NAMES = [f"project-{it}" for it in range(6)]


def a_project(name: str, word: str = "") -> str:
    annotations = f"\n  annotations: {{hostile/word: {word}}}" if word else ""
    return (
        f"apiVersion: mlhome/v1\nkind: Project\nmetadata:\n  name: {name}{annotations}\n"
        "spec: {owner: group:team, lifecycle: production}\n"
    )


def write(folder: Path, *descriptors: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "mlhome.yaml").write_text("---\n".join(descriptors))


@pytest.fixture
def path(tmp_path: Path) -> str:
    return installed(tmp_path / "site")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "folder"


def known(site: Site, name: str) -> dict[str, Any]:
    """Value by type of attachment."""
    found = site.get(f"/api/mlhome/entities/project/default/{name}/attachments")
    return {it["type"]: it["value"] for it in found["attachments"]}


def push(site: Site, path: str, token: str, body: object) -> int:
    """The status of what a system with a token sends: no header that only our clients know."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(
        site.address + path, data=json.dumps(body).encode(), headers=headers, method="PUT"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_fifty_hanging_calls_keep_nobody_waiting(
    home: Home, folder: Path, path: str, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    more = {"PYTHONPATH": path, "MLHOME_PLUGIN_HOSTILE_FOLDER": str(calls)}
    hanging = [a_project(f"hangs-{it}", "hang") for it in range(HANGING)]
    write(folder, *hanging)
    with home.serving(str(folder), **more) as site:
        wait_until(lambda: any(calls.iterdir()))  # the first of them hangs from here on
        write(folder, *hanging, a_project("new"))
        wait_until(lambda: "project:default/new" in site.found("new"))
        waiting = site.get("/api/mlhome/plugins/hostile")["describe"]
        assert (waiting["due"], len(list(calls.iterdir())) < HANGING) == (HANGING, True)
        assert site.get("/api/mlhome/search?q=hangs")["total"] == HANGING


def test_what_a_plugin_tells_is_found_after_one_ingest(home: Home, folder: Path, path: str) -> None:
    write(folder, a_project("good", "hello"), a_project("bad", "raise"), a_project("worse", "exit"))
    read = home.run("ingest", str(folder), "-o", "json", PYTHONPATH=path)
    assert json.loads(read.stdout)["entities"]["total"] == 3
    with home.serving("--no-worker", PYTHONPATH=path) as site:
        assert known(site, "good") == {"told": {"word": "hello"}}
        found = site.get("/api/mlhome/plugins/hostile")["found"]
        assert {(it["code"], it["entityRef"]) for it in found} == {
            ("plugin/raised", "project:default/bad"),
            ("plugin/crashed", "project:default/worse"),
        }
        assert "status" in site.get("/api/catalog/entities/by-name/project/default/bad")


@pytest.mark.parametrize("failpoint", PLUGIN_NAMES)
def test_a_worker_that_dies_while_plugins_work_loses_nothing(
    home: Home, folder: Path, path: str, failpoint: str
) -> None:
    write(folder, *(a_project(name, name) for name in NAMES))
    more = {"PYTHONPATH": path}
    with home.serving("--no-worker", str(folder), **more) as site:
        with home.working(**more):  # it registers the plugin
            wait_until(lambda: site.get("/api/mlhome/plugins")["plugins"])
        assert home.run("connect", "hostile", "http://lab.example", **more).returncode == 0
        write(folder, *(a_project(name, f"{name}-again") for name in NAMES))
        with home.working(**more, MLHOME_FAILPOINT=f"{failpoint}:2") as died:
            assert died.wait(60) == -signal.SIGKILL
        with home.working(**more):
            words = [{"word": f"{name}-again"} for name in NAMES]
            wait_until(lambda: [known(site, it).get("told") for it in NAMES] == words)
            home.run("plugins", "refresh", "hostile", **more)
            wait_until(lambda: [known(site, it).get("counted") for it in NAMES] == words)
            server = site.get("/api/mlhome/plugins/hostile")["connections"][0]
            assert [(it["state"], it["failing"]) for it in server["refreshes"]] == [("ok", 0)]


def test_a_disabled_plugin_rests_and_comes_back_unharmed(
    home: Home, folder: Path, path: str
) -> None:
    write(folder, a_project("one", "first"))
    home.run("ingest", str(folder), PYTHONPATH=path)
    assert home.run("plugins", "disable", "hostile", PYTHONPATH=path).returncode == 0
    write(folder, a_project("one", "second"))
    home.run("ingest", str(folder), PYTHONPATH=path)
    with home.serving("--no-worker", PYTHONPATH=path) as site:
        address = "/api/mlhome/entities/project/default/one/attachments"
        (kept,) = site.get(address)["attachments"]
        assert (kept["value"], kept["pluginState"]) == ({"word": "first"}, "disabled")
        assert home.run("plugins", "enable", "hostile", PYTHONPATH=path).returncode == 0
        home.run("ingest", str(folder), PYTHONPATH=path)
        (back,) = site.get(address)["attachments"]
        assert (back["value"], back["pluginState"]) == ({"word": "second"}, "ok")
        home.run("ingest", str(folder))
        (left,) = site.get(address)["attachments"]
        assert (left["value"], left["pluginState"]) == ({"word": "second"}, "removed")


def test_a_system_pushes_with_its_token_alone(home: Home, folder: Path, tmp_path: Path) -> None:
    write(folder, a_project("one"))
    home.run("ingest", str(folder))
    schema = tmp_path / "build.json"
    schema.write_text('{"type": "object", "properties": {"passed": {"type": "boolean"}}}')
    made = home.run("push-source", "add", "ci", "--schema", f"build={schema}")
    assert "not shown again" in made.stderr
    token = made.stdout.strip()
    with home.serving("--no-worker") as site:
        address = "/api/mlhome/push/ci/attachments/build/project/default/one"
        assert push(site, address, token, {"value": {"passed": True}}) == 200
        assert push(site, address, token, {"value": {"passed": "yes"}}) == 400
        assert push(site, address, "mlhp_other", {"value": {"passed": True}}) == 401
        assert known(site, "one") == {"build": {"passed": True}}
    assert home.json("push-source", "list")["pushSources"][0]["last_used_at"]


def test_a_secret_of_a_plugin_is_never_shown(home: Home, path: str) -> None:
    more = {"PYTHONPATH": path, "MLHOME_PLUGIN_HOSTILE_KEY": "t0p-s3cret"}
    shown = home.run("settings", "show", **more)
    assert "plugins.hostile.key" in shown.stdout
    assert "t0p-s3cret" not in shown.stdout + shown.stderr
    wrong = home.run("ingest", ".", PYTHONPATH=path, MLHOME_PLUGIN_HOSTILE_KEX="1")
    assert wrong.returncode == 2
    assert "MLHOME_PLUGIN_HOSTILE_KEY" in wrong.stderr
