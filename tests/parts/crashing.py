"""A process that does all the work of a catalog and is killed in the middle of it.

Run as `python -m tests.parts.crashing DATABASE_URL SEARCH_URL FOLDER`: reads the descriptors in
FOLDER/descriptors, stitches and indexes; says `ready` before and `done` after.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from catalog.indexing import Engine, current_build, settle, verify
from catalog.ingest import IngestOptions, ParsePool, ingest
from catalog.locations.policy import ReadPolicy
from catalog.locations.spec import LocationSpec
from catalog.stitching import stitch_all
from catalog.store.database import open_database
from catalog.store.failpoints import At, from_environment, nowhere
from catalog.store.schema import upgrade
from catalog.store.tables import due, entity, entry
from tests.builders import a_descriptor, descriptors

ROOT = Path(__file__).parents[2]
FILES, PER_FILE = 12, 25


@dataclass(frozen=True)
class System:
    """A record, an index and a folder of descriptors, none of which is lost with a process."""

    database_url: str
    search_url: str
    folder: Path

    @property
    def engine(self) -> Engine:
        return Engine(self.search_url, self.folder / "index")

    def declare(self, number: int) -> dict[str, str]:
        """Write descriptors that differ from those of any other number: some new, some gone, all
        changed. Gives title by ref, as people should see them in the end."""
        where = self.folder / "descriptors"
        where.mkdir(parents=True, exist_ok=True)
        expected: dict[str, str] = {}
        for file in range(FILES):
            names = [f"thing-{file}-{it}" for it in range(PER_FILE) if (it + number) % 7]
            titles = {name: f"Title {number} of {name}" for name in names}
            text = descriptors(*(a_descriptor(name, title=titles[name]) for name in names))
            (where / f"{file}.yaml").write_text(text, encoding="utf-8")
            expected |= {f"component:default/{name}": title for name, title in titles.items()}
        return expected

    def start(self, failpoint: str = "") -> subprocess.Popen[str]:
        """The working process, past its imports."""
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.parts.crashing"),
                *(self.database_url, self.search_url, str(self.folder)),
            ],
            cwd=ROOT,
            env={**os.environ, "MLHOME_FAILPOINT": failpoint},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def crash_at(self, failpoint: str) -> None:
        """Work until the process kills itself; AssertionError if it never comes to that point."""
        process = self.start(failpoint)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, f"{failpoint} was not reached"

    def kill_after(self, seconds: float) -> None:
        process = self.start()
        time.sleep(seconds)
        process.kill()
        process.communicate(timeout=60)

    def disagreements(self) -> Mapping[str, object]:
        """What record and index say differently, and what is still due; empty when all is well."""
        database = open_database(self.database_url)
        with database.read() as connection:
            build = current_build(connection, self.engine)
            waiting = connection.scalar(select(func.count()).select_from(due)) or 0
        index = self.engine.open(build, writable=False)
        differences = verify(database, index)
        index.close()
        database.close()
        found = {"due": waiting, "differences": differences.count}
        return {name: count for name, count in found.items() if count}

    def titles(self) -> dict[str, str]:
        """What people see, by ref."""
        database = open_database(self.database_url)
        bodies = select(entity.c.ref, entry.c.body).join(entry, entry.c.entity_id == entity.c.id)
        with database.read() as connection:
            found = {row.ref: json.loads(row.body) for row in connection.execute(bodies)}
        database.close()
        return {ref: body["metadata"]["title"] for ref, body in found.items()}


def work(system: System, pool: ParsePool, at: At = nowhere) -> None:
    """All that is to do: read, stitch, index."""
    database = open_database(system.database_url)
    upgrade(database)
    policy = ReadPolicy(cache=system.folder / "git", patterns=("*.yaml",))
    where = LocationSpec("folder", str(system.folder / "descriptors"))
    ingest(database, pool, [where], IngestOptions(policy=policy, at=at))
    stitch_all(database, batch=100, at=at)
    settle(database, replace(system.engine, at=at), batch=100, at=at)
    database.close()


if __name__ == "__main__":
    print("ready", flush=True)
    with ParsePool(processes=1) as children:
        work(System(sys.argv[1], sys.argv[2], Path(sys.argv[3])), children, from_environment())
    print("done", flush=True)
