"""`mlhome gate`: may this version go on? For a pipeline: a status, and Markdown for people."""

import json
import math
import sys
import time

import click

from catalog.cli import PROBLEMS
from catalog.cli.options import with_settings
from catalog.cli.over_http import NoAnswer, Parameters, ask
from catalog.cli.plugins import end
from catalog.comparison.gate_report import (
    FORMATS,
    INCONCLUSIVE_MAY,
    GateReport,
    Policy,
    gate_report,
    report_from,
)
from catalog.processes.opening import opened_record
from catalog.settings import Settings
from catalog.store.reader import EVERYONE

AGAIN = 2.0  # seconds between questions to a server that still computes
_choice = click.Choice(["pass", "fail"])


@click.command()
@click.argument("subject", metavar="REF@VERSION")
@click.option("--baseline", default="", help="A version, or REF@VERSION; else as declared.")
@click.option("--dataset", default="", help="Only what is asked on this data.")
@click.option(
    "--inconclusive",
    type=click.Choice(INCONCLUSIVE_MAY),
    default=INCONCLUSIVE_MAY[0],
    help="A limit inside an interval; value: the value alone decides.",
)
@click.option("--missing", type=_choice, default="fail", help="What was not measured.")
@click.option("--server", default="", help="Address of a running ML Home; else from the data.")
@click.option("--wait", default=300.0, help="Seconds to wait for a server that still computes.")
@click.option("-o", "--output", type=click.Choice(list(FORMATS)), default="text")
@with_settings("database_url")
def gate(
    settings: Settings,
    subject: str,
    baseline: str,
    dataset: str,
    inconclusive: str,
    missing: str,
    server: str,
    wait: float,
    output: str,
) -> None:
    """Judge a version by the declared Evaluations of its model.

    The status is 0 if it may go on, 1 if it may not (or can't be judged), 2 for a slip of the
    command line. A version without anything to compare with passes what needs a baseline.
    """
    if server:
        policy = [("inconclusive", inconclusive), ("missing", missing)]
        asked = [("subject", subject), ("baseline", baseline), ("dataset", dataset), *policy]
        report = _asked_of(server, asked, wait)
    else:
        blocking = Policy(inconclusive, missing == "fail")
        report = _judged(settings, subject, baseline, dataset, blocking)
    click.echo(FORMATS[output](report), nl=False)
    sys.exit(0 if report.passes else PROBLEMS)


def _judged(
    settings: Settings, subject: str, baseline: str, dataset: str, policy: Policy
) -> GateReport:
    with opened_record(settings) as database:
        report = gate_report(
            database,
            EVERYONE,
            subject,
            baseline=baseline,
            dataset=dataset,
            policy=policy,
            now=time.time(),
            seconds=math.inf,
        )
    if not isinstance(report, GateReport):
        end(report[0])
    return report


def _asked_of(server: str, asked: Parameters, wait: float) -> GateReport:
    until = time.monotonic() + wait
    while True:
        report = _read(server, ask(server, "/api/mlhome/gate", asked))
        if not report.running or time.monotonic() + AGAIN > until:
            return report
        time.sleep(AGAIN)


def _read(server: str, answer: bytes) -> GateReport:
    try:
        return report_from(json.loads(answer))
    except (ValueError, KeyError, TypeError):
        raise NoAnswer(f"{server} does not answer as an ML Home does") from None
