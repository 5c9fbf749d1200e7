"""How the demo is set apart from people's own data, and what it shows beside descriptors."""

import time
from dataclasses import replace

from catalog.demo.simulated import simulated_evaluations
from catalog.evaluations import record_runs
from catalog.processes.opening import open_record
from catalog.settings import Settings

CONNECTION = "recorded-answers"
SOURCE = "push:simulated"
ALL_DAYS = 36_500.0  # what was recorded does not grow younger


def demo_settings(settings: Settings, mlflow: str) -> Settings:
    """In a folder of its own, asking the recording at this address and nobody else."""
    asked = {"history_days": ALL_DAYS, "connections": {CONNECTION: {"url": mlflow}}}
    return replace(
        settings,
        data_dir=settings.data_dir / "demo",
        database_url="",
        search_url="",
        locations=(),
        plugins={"mlflow": asked},
    )


def push_simulated(settings: Settings) -> None:
    database = open_record(settings)
    try:
        runs = simulated_evaluations()
        database.transact(lambda connection: record_runs(connection, SOURCE, runs, time.time()))
    finally:
        database.close()
