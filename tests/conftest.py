"""Fixtures every test may use, and the rule about skips."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from catalog.ingest import ParsePool
from catalog.store.database import Database
from tests.builders import Workshop
from tests.parts.templates import CompiledTemplates

# No test asserts a time, on a busy machine least of all.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
ROOT = Path(__file__).resolve().parent.parent
NO_SHARED = "needs the folder of real data beside the checkout"
# Reasons that hide no part of ours: what they need can't be installed.
FAIR_REASONS = (NO_SHARED, "root may read everything", "needs to be allowed to mount")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that lies beside a developer's checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(NO_SHARED)
    return folder.resolve()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture(scope="session")
def pool() -> Iterator[ParsePool]:
    """One child that parses, started once."""
    with ParsePool(processes=1) as running:
        yield running


@pytest.fixture
def workshop(database: Database, pool: ParsePool, tmp_path: Path) -> Workshop:
    """An empty folder of descriptors, and the database of the folder of tests it is asked in."""
    return Workshop(database, pool, tmp_path / "descriptors")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a real part was promised, its absence is a failure: a skip would hide it."""
    report = yield
    promised = os.environ.get("MLHOME_TEST_REQUIRE_PARTS") == "1"
    fair = any(reason in str(report.longrepr) for reason in FAIR_REASONS)
    if report.skipped and promised and not fair:
        report.outcome = "failed"
        report.longrepr = f"skipped where the real part was promised: {report.longrepr}"
    return report
