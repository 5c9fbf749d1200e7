"""Git servers and repositories that are slow, broken or out to do harm."""

import fcntl
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.locations import (
    LocationSpec,
    LocationUnreadable,
    ReadPolicy,
    Snapshot,
    open_snapshot,
)
from descriptors.problems import Problem
from tests.catalog.locations.repositories import Repository, links_to
from tests.catalog.locations.servers import (
    Request,
    http_site,
    serve_git,
    silence,
    tcp_server,
    unused_port,
)

NOISE = os.urandom(300_000)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repo.git")
    made.commit({"mlhome.yaml": "kind: Project"})
    return made


@pytest.fixture
def open_policy(policy: ReadPolicy) -> ReadPolicy:
    """A policy that allows this machine."""
    return replace(policy, allowed_networks=("127.0.0.0/8",))


def opened(repository: Repository, policy: ReadPolicy) -> Snapshot:
    return open_snapshot(LocationSpec("git", str(repository.folder)), policy)


def failure(target: str | Repository, policy: ReadPolicy, ref: str = "") -> Problem:
    remote = target if isinstance(target, str) else str(target.folder)
    with pytest.raises(LocationUnreadable) as caught:
        open_snapshot(LocationSpec("git", remote, ref), policy)
    assert caught.value.problem.message
    assert caught.value.problem.hint
    return caught.value.problem


def code(found: object) -> str:
    assert isinstance(found, Problem)
    return found.code


@pytest.mark.slow
def test_a_server_that_never_answers_is_given_up(open_policy: ReadPolicy) -> None:
    with tcp_server(silence) as server:
        found = failure(f"{server.url}/a.git", replace(open_policy, git_answer_seconds=0.5))
    assert found.code == "location/time-out"


def test_a_port_where_nobody_listens_is_unreachable(open_policy: ReadPolicy) -> None:
    found = failure(f"http://127.0.0.1:{unused_port()}/a.git", open_policy)
    assert found.code == "location/unreachable"


@pytest.mark.parametrize(
    ("status", "expected"), [(401, "forbidden"), (403, "forbidden"), (404, "not-found")]
)
def test_what_the_server_says_becomes_a_code(
    open_policy: ReadPolicy, status: int, expected: str
) -> None:
    def answer(request: Request) -> None:
        request.send(status=status, WWW_Authenticate='Basic realm="x"')

    with http_site(answer) as site:
        assert failure(f"{site.url}/a.git", open_policy).code == f"location/{expected}"


def test_a_web_page_is_no_repository(open_policy: ReadPolicy) -> None:
    with http_site(lambda request: request.send(b"<html>", Content_Type="text/html")) as site:
        assert failure(f"{site.url}/a.git", open_policy).code == "location/empty"


def test_redirects_are_not_followed(open_policy: ReadPolicy, repository: Repository) -> None:
    with http_site(serve_git(repository.folder.parent)) as inner:

        def answer(request: Request) -> None:
            request.send(status=302, Location=inner.url + request.path)

        with http_site(answer) as outer:
            found = failure(f"{outer.url}/repo.git", open_policy)
        assert found.code == "location/not-allowed"
        assert not inner.seen


def test_a_private_address_is_not_even_connected_to(policy: ReadPolicy) -> None:
    with http_site(lambda request: request.send()) as site:
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
            url = f"http://{host}:{site.server_port}/a.git"
            assert failure(url, policy).code == "location/not-allowed"
        assert not site.seen
    assert failure("git@127.0.0.1:a.git", policy).code == "location/not-allowed"


def test_a_repository_is_read_over_http(open_policy: ReadPolicy, repository: Repository) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    with http_site(serve_git(repository.folder.parent)) as site:
        spec = LocationSpec("git", f"{site.url}/repo.git")
        with open_snapshot(spec, open_policy) as snapshot:
            assert snapshot.read("mlhome.yaml") == b"kind: Project"


def test_a_server_without_partial_fetches_is_read_as_well(
    open_policy: ReadPolicy, repository: Repository
) -> None:
    with http_site(serve_git(repository.folder.parent)) as site:
        spec = LocationSpec("git", f"{site.url}/repo.git")
        with open_snapshot(spec, open_policy) as snapshot:
            assert snapshot.read("mlhome.yaml") == b"kind: Project"


def test_credentials_come_from_a_file_and_go_to_their_host_only(
    open_policy: ReadPolicy, tmp_path: Path
) -> None:
    def answer(request: Request) -> None:
        request.send(status=401, WWW_Authenticate='Basic realm="x"')

    file = tmp_path / "git-credentials"
    with http_site(answer) as known, http_site(answer) as other:
        file.write_text(known.url.replace("://", "://ann:secret@") + "\n")
        for site in (known, other):
            found = failure(f"{site.url}/a.git", replace(open_policy, git_credentials=file))
            assert "secret" not in found.message
        assert "Authorization" in known.seen[-1][1]
        assert all("Authorization" not in headers for _, headers in other.seen)


@pytest.mark.parametrize(
    "remote",
    [
        "ext::sh -c 'touch {witness}'",
        "--upload-pack=touch {witness}",
        "ssh://-oProxyCommand=touch {witness}/x",
        "file:///etc",
        "git://127.0.0.1/x",
        "relative/path",
    ],
)
def test_a_dangerous_remote_is_refused_even_if_it_got_into_the_database(
    policy: ReadPolicy, remote: str, tmp_path: Path
) -> None:
    witness = tmp_path / "witness"
    assert failure(remote.format(witness=witness), policy).code == "location/bad-target"
    assert not witness.exists()


@pytest.mark.parametrize("ref", ["--upload-pack=touch x", "a:b", "+main", "@", "x" * 300, "a\nb"])
def test_a_dangerous_ref_is_refused(policy: ReadPolicy, repository: Repository, ref: str) -> None:
    assert failure(repository, policy, ref).code in ("location/bad-ref", "location/ref-not-found")


def test_a_link_is_a_problem_and_a_submodule_is_left_out(
    policy: ReadPolicy, repository: Repository
) -> None:
    commit = repository.git("rev-parse", "main")
    submodule = '[submodule "x"]\n\tpath = mlhome.yml\n\turl = ext::sh\n'
    stream = b"commit refs/heads/main\ncommitter a <a@a> 1700000000 +0000\ndata 1\nx\n"
    stream += links_to("/etc/passwd", "a/mlhome.yaml") + links_to("../..", "b/up")
    stream += f"M 160000 {commit} mlhome.yml\n".encode()
    stream += f"M 100644 inline .gitmodules\ndata {len(submodule)}\n{submodule}\n".encode()
    stream += b"M 100644 inline mlhome.yaml\ndata 1\nx\n"
    repository.git("fast-import", "--quiet", "--force", stdin=stream)
    with opened(repository, policy) as snapshot:
        assert snapshot.paths() == ["a/mlhome.yaml", "mlhome.yaml"]
        assert code(snapshot.read("a/mlhome.yaml")) == "location/symlink"
        assert code(snapshot.read("b/up/mlhome.yaml")) == "location/not-found"
        assert snapshot.read("mlhome.yaml") == b"x"


@pytest.mark.parametrize("name", [b"..", b".", b".git", b"a/../../x"])
def test_a_tree_that_leads_out_of_itself_is_refused(
    policy: ReadPolicy, repository: Repository, name: bytes
) -> None:
    inner = b"100644 mlhome.yaml\0" + repository.blob(b"kind: Evil")
    tree = repository.git("hash-object", "-t", "tree", "-w", "--stdin", stdin=inner)
    repository.commit_tree(b"40000 " + name + b"\0" + bytes.fromhex(tree))
    with pytest.raises(LocationUnreadable) as caught:
        opened(repository, policy)
    assert caught.value.problem.code == "location/git-failed"


def test_a_name_that_is_not_utf8_is_a_problem(policy: ReadPolicy, repository: Repository) -> None:
    inner = b"100644 mlhome.yaml\0" + repository.blob(b"kind: A")
    tree = repository.git("hash-object", "-t", "tree", "-w", "--stdin", stdin=inner)
    repository.commit_tree(b"40000 caf\xe9\0" + bytes.fromhex(tree))
    with opened(repository, policy) as snapshot:
        assert snapshot.paths() == ["caf\\xe9/mlhome.yaml"]
        assert code(snapshot.read(*snapshot.paths())) == "location/name-not-utf8"
        assert snapshot.last_changes(snapshot.paths()) == {}


def test_a_few_objects_that_stand_for_billions_of_files_are_refused(
    policy: ReadPolicy, repository: Repository
) -> None:
    entry, kind = repository.blob(b"kind: Bomb"), b"100644"
    for _ in range(9):
        rows = b"".join(kind + b" %d\0" % n + entry for n in range(10))
        tree = repository.git("hash-object", "-t", "tree", "-w", "--stdin", stdin=rows)
        entry, kind = bytes.fromhex(tree), b"40000"
    repository.commit_tree(b"".join(kind + b" %d\0" % n + entry for n in range(10)))
    found = failure(repository, replace(policy, names=10_000))
    assert found.code in ("location/too-large", "location/too-many-files")


def test_large_files_and_pointers_to_them_are_problems_of_their_own(
    policy: ReadPolicy, repository: Repository
) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    repository.commit({"a/mlhome.yaml": NOISE, "b/mlhome.yaml": pointer, "c/mlhome.yaml": "c"})
    with opened(repository, replace(policy, file_bytes=200_000)) as snapshot:
        assert code(snapshot.read("a/mlhome.yaml")) == "location/too-large"
        assert code(snapshot.read("b/mlhome.yaml")) == "location/lfs-pointer"
        assert snapshot.read("c/mlhome.yaml") == b"c"


def test_a_repository_larger_than_allowed_is_refused_and_not_kept(
    policy: ReadPolicy, repository: Repository
) -> None:
    repository.commit({"a/mlhome.yaml": NOISE})
    found = failure(repository, replace(policy, git_bytes=100_000))
    assert found.code == "location/too-large"
    assert sum(file.stat().st_size for file in policy.cache.rglob("*.pack")) < 100_000


def test_too_many_descriptors_are_refused(policy: ReadPolicy, repository: Repository) -> None:
    repository.commit({f"{n}/mlhome.yaml": "x" for n in range(5)})
    assert failure(repository, replace(policy, files=5)).code == "location/too-many-files"


def damage_head(copy: Path) -> None:
    (copy / "HEAD").write_text("nonsense")


def damage_pack(copy: Path) -> None:
    for pack in copy.glob("objects/pack/*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(pack.read_bytes()[:40])


def lose_objects(copy: Path) -> None:
    for file in copy.glob("objects/pack/*"):
        file.unlink()


def leave_locks(copy: Path) -> None:
    for name in ("shallow.lock", "config.lock", "packed-refs.lock"):
        (copy / name).touch()


def replace_by_file(copy: Path) -> None:
    copy.rename(copy.with_name("old"))
    copy.touch()


@pytest.mark.parametrize(
    "damage", [damage_head, damage_pack, lose_objects, leave_locks, replace_by_file]
)
def test_a_damaged_copy_is_made_anew(
    policy: ReadPolicy, repository: Repository, damage: Callable[[Path], None]
) -> None:
    opened(repository, policy)
    damage(*policy.cache.glob("*.git"))
    repository.commit({"b/mlhome.yaml": "kind: New"})
    with opened(repository, policy) as snapshot:
        assert snapshot.read("mlhome.yaml") == b"kind: Project"
        assert snapshot.read("b/mlhome.yaml") == b"kind: New"


def test_a_copy_that_breaks_while_it_is_read_is_made_anew_the_next_time(
    policy: ReadPolicy, repository: Repository
) -> None:
    with opened(repository, policy) as snapshot:
        lose_objects(*policy.cache.glob("*.git"))
        with pytest.raises(LocationUnreadable):
            snapshot.read("mlhome.yaml")
    with opened(repository, policy) as snapshot:
        assert snapshot.read("mlhome.yaml") == b"kind: Project"


@pytest.mark.slow
def test_a_copy_that_another_process_holds_too_long_is_given_up(
    policy: ReadPolicy, repository: Repository
) -> None:
    opened(repository, policy)
    (copy,) = policy.cache.glob("*.git")
    with copy.with_suffix(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert failure(repository, replace(policy, git_seconds=0.3)).code == "location/time-out"
