"""Whatever people do to their files, the catalog ends up showing what the files say."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from catalog.indexing import Engine, ensure_build, verify
from catalog.ingest import ParsePool
from catalog.store.tables import due, problem
from tests.builders import Workshop, a_descriptor
from tests.parts.sqlite import empty_catalog

files = st.sampled_from(["a.yaml", "b.yaml", "c/d.yaml"])
names = st.sets(st.sampled_from(["one", "two", "three", "four"]))


def machine_for(pool: ParsePool) -> type[RuleBasedStateMachine]:
    """Edits in any order on one folder, read after each."""

    class Edits(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.place = tempfile.TemporaryDirectory()
            root = Path(self.place.name)
            self.workshop = Workshop(empty_catalog(root), pool, root / "descriptors")
            self.engine = Engine("", root / "index")
            self.declared: dict[str, set[str]] = {}
            self.torn: set[str] = set()
            self.report: Any = None

        @rule(file=files, names=names, number=st.integers(0, 3))
        def write(self, file: str, names: set[str], number: int) -> None:
            title = f"{file} {number}"
            documents = [
                a_descriptor(name, title=title, spec={"dependsOn": ["component:one"]})
                for name in sorted(names)
            ]
            self.workshop.write(file, *documents)
            self.declared[file] = names
            self.torn.discard(file)

        @rule(file=files)
        def remove(self, file: str) -> None:
            if self.declared.pop(file, None) is not None:
                self.workshop.remove(file)
                self.torn.discard(file)

        @rule(file=files)
        def tear(self, file: str) -> None:
            if file in self.declared:
                self.workshop.write(file, "{ torn: [")
                self.torn.add(file)

        @invariant()
        def the_catalog_shows_what_the_files_say(self) -> None:
            self.report = self.workshop.ingest()
            self.workshop.index(self.engine)
            sound = {file: held for file, held in self.declared.items() if file not in self.torn}
            said = {f"component:default/{name}" for held in sound.values() for name in held}
            shown = set(self.workshop.refs())
            assert said <= shown
            assert self.torn or said == shown
            assert self.report.entities.total == len(shown)
            self.nothing_is_left_over(sound)

        def nothing_is_left_over(self, sound: dict[str, set[str]]) -> None:
            with self.workshop.database.read() as connection:
                assert connection.scalar(select(func.count()).select_from(due)) == 0
                problems = connection.scalar(select(func.count()).select_from(problem))
            held = [name for names in sound.values() for name in names]
            assert self.torn or bool(problems) == (len(held) != len(set(held)))
            index = self.engine.open(
                ensure_build(self.workshop.database, self.engine), writable=False
            )
            assert verify(self.workshop.database, index).count == 0
            index.close()

        def teardown(self) -> None:
            self.workshop.database.close()
            self.place.cleanup()

    return Edits


@pytest.mark.parametrize(
    "examples", [8, pytest.param(200, marks=pytest.mark.faults)], ids=["few", "many"]
)
def test_the_catalog_follows_any_history_of_edits(pool: ParsePool, examples: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_for(pool),
        settings=settings(
            max_examples=examples,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
