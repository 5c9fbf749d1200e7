"""The verdict on one version for a pipeline: may it go on?"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.comparison.gates import STILL, Asking, gates
from catalog.comparison.pairs import pair_of
from catalog.comparison.plain_json import plain
from catalog.comparison.sections import Section, gate_head, gate_rows
from catalog.comparison.subjects import Found, find_each, is_only_version, whole_text
from catalog.comparison.verdicts import WORST_FIRST, joined_verdict
from catalog.comparison.views import FAIL, INCONCLUSIVE, MISSING, PASS, Gate
from catalog.comparison.written import as_markdown, as_text
from catalog.evaluations import metric_definitions
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.problems import Problem

INCONCLUSIVE_MAY = ("value", PASS, FAIL)


@dataclass(frozen=True, slots=True)
class Policy:
    """What blocks, beside a gate that fails. An open verdict: never (`pass`), always (`fail`), or
    unless the value alone keeps the limit (`value`); what was not measured."""

    inconclusive: str = "value"
    missing: bool = True

    def blocks(self, gate: Gate) -> bool:
        if gate.verdict == INCONCLUSIVE:
            by_value = self.inconclusive == "value" and gate.by_value != PASS
            return by_value or self.inconclusive == FAIL
        return gate.verdict == FAIL or (gate.verdict == MISSING and self.missing)


@dataclass(frozen=True, slots=True)
class GateReport:
    """`baseline` is what was asked for ("": as the Evaluations say); `why` tells what there is to
    say without a gate; `running`: verdicts are open that will not be, once all is computed."""

    subject: str
    baseline: str
    gates: tuple[Gate, ...]
    passes: bool
    why: str = ""
    running: bool = False

    @property
    def verdict(self) -> str:
        """The worst of all; MISSING where nothing is asked."""
        return joined_verdict(gate.verdict for gate in self.gates) or MISSING


def gate_report(
    db: Database,
    reader: Reader,
    subject: str,
    *,
    baseline: str = "",
    dataset: str = "",
    policy: Policy = Policy(),
    now: float,
    seconds: float,
) -> GateReport | list[Problem]:
    """The verdict on `REF@VERSION`; `baseline` is another, or a version of the same model. At most
    so many seconds of statistics are computed at once. A baseline that is not there is none where
    the version is the only one of its model."""
    with db.read() as connection:
        found, problems = find_each(connection, reader, [subject])
        if not found:
            return problems
        text = whole_text(found[0].ref, baseline) if baseline else ""
        others, problems = find_each(connection, reader, [text]) if text else ([], [])
        unknown = all(it.code == "compare/version" for it in problems)
        if problems and not (unknown and is_only_version(connection, reader, found[0])):
            return problems
    asking = Asking(found, others[0] if others else None, None, dataset)
    pairs = pair_of(db, reader, now=now, seconds=seconds)
    judged = gates(db, reader, asking, metric_definitions(db, reader), pairs)
    return _report(found[0], baseline, judged, policy)


def _report(one: Found, baseline: str, judged: Sequence[Gate], policy: Policy) -> GateReport:
    order = sorted(judged, key=lambda gate: WORST_FIRST.index(gate.verdict))
    why = "" if judged else f"no Evaluation asks anything of {one.ref} here"
    passes = not any(map(policy.blocks, judged)) if judged else not policy.missing
    running = any(gate.why == STILL for gate in judged)
    passes = passes and not running
    return GateReport(f"{one.ref}@{one.version}", baseline, tuple(order), passes, why, running)


def report_from(answer: Mapping[str, Any]) -> GateReport:
    """The report that the API answered."""
    named = {name: answer[name] for name in ("subject", "baseline", "passes", "why", "running")}
    return GateReport(gates=tuple(map(_gate, answer["gates"])), **named)


def _gate(answer: Mapping[str, Any]) -> Gate:
    value, by_value = answer["value"], answer["byValue"]
    told = {name: each for name, each in answer.items() if name != "byValue"}
    return Gate(**{**told, "value": None if value is None else float(value), "by_value": by_value})


def report_json(report: GateReport) -> dict[str, Any]:
    """As the API answers."""
    answer: dict[str, Any] = {**plain(report), "verdict": report.verdict}
    return answer


def report_title(report: GateReport) -> str:
    word = "passes" if report.passes else "does not pass"
    return f"{report.subject} {word}"


def report_sections(report: GateReport) -> list[Section]:
    """How many of each verdict, then every gate, the worst first."""
    counts = Counter(gate.verdict for gate in report.gates)
    told = ", ".join(f"{counts[word]} {word}" for word in WORST_FIRST if counts[word])
    beside = f"baseline {report.baseline}" if report.baseline else ""
    lines = tuple(filter(None, (report.why, told, beside)))
    named = [report.subject]
    return [Section("Gates", lines, gate_head(named), gate_rows(report.gates, named))]


def _markdown(report: GateReport) -> str:
    return as_markdown(report_title(report), report_sections(report))


def _text(report: GateReport) -> str:
    return as_text(report_title(report), report_sections(report))


def _json(report: GateReport) -> str:
    return orjson.dumps(report_json(report), option=orjson.OPT_INDENT_2).decode() + "\n"


FORMATS: Mapping[str, Callable[[GateReport], str]] = {
    "markdown": _markdown,
    "json": _json,
    "text": _text,
}
