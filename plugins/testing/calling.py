"""Calls of a plugin's functions with what may come, and what is wrong with how they end."""

import dataclasses
import importlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descriptors.format import Format, shipped_format
from descriptors.problems import Problem
from plugins.api import (
    Check,
    Connection,
    Draft,
    Entity,
    File,
    Reader,
    Reading,
    Refresh,
    Report,
    Upload,
)
from plugins.host.checked import UNFIT
from plugins.host.children import Children, Failure, Given, Limits, Pending
from plugins.host.loading import LoadedPlugin, load_plugin
from plugins.host.rules import LONGEST_CALL
from plugins.testing.declared import Examples
from plugins.testing.entities import entities, entity
from plugins.testing.examples import ODD, SMALL, example
from plugins.testing.files import example_path, files
from plugins.testing.remarks import Remarks
from plugins.testing.upstream import GOOD, SLOW

LIMITS = Limits(processes=3, failures=1_000_000, requests_per_second=1000.0)
LOCAL_DEADLINE = 10.0
SLOW_DEADLINE = 2.0  # with an upstream that says nothing: no plugin is to wait for longer
MOST_PAGES = 12
ROUTED = (GOOD, "HTML", "just null", "wrong types")
PATH_PART = re.compile(r"<([^>]+)>")
MOST_NEEDS = 10
Addresses = Mapping[str, str]  # of the hostile upstream, by what it answers with


@dataclass(frozen=True)
class LoadNamed:
    """Loads a plugin in a child: one that is installed, or a module by its name."""

    module: str = ""

    def __call__(self, name: str) -> LoadedPlugin | Problem:
        extra = {name: importlib.import_module(self.module)} if self.module else {}
        return load_plugin(name, extra)


Known = Mapping[str, Sequence[Any]]  # attachment values by type


@dataclass(frozen=True)
class Kit:
    """A plugin under test, with all that its functions are given."""

    plugin: LoadedPlugin
    children: Children
    settings: Mapping[str, Any]
    annotations: Mapping[str, str]
    remarks: Remarks

    @property
    def format(self) -> Format:
        shipped = shipped_format()
        own = {kind.name.lower(): kind for kind in self.plugin.made_kinds()}
        return dataclasses.replace(shipped, kinds={**shipped.kinds, **own})

    def given(self, **more: Any) -> Given:
        return Given(settings=self.settings, now=time.time(), **more)

    def call(self, hook: str, name: str, *arguments: Any, deadline: float) -> Pending:
        return self.children.call(self.plugin.name, hook, name, *arguments, deadline=deadline)

    def good_annotations(self, names: Any) -> dict[str, str]:
        return {name: self.annotations.get(name, "example") for name in names}


def check_describes(kit: Kit) -> None:
    pending = [
        (
            f"describe {position}, with {what}",
            kit.call("describes", str(position), it, kit.given(), deadline=LOCAL_DEADLINE),
        )
        for position, describe in enumerate(kit.plugin.describes)
        for what, it in entities(
            kit.format, describe.kinds, kit.good_annotations(describe.annotations)
        )
    ]
    for what, each in pending:
        _judge(kit.remarks, "describe", what, each.result())


def check_checks(kit: Kit, examples: Examples) -> None:
    known = {name: list(values.values()) for name, values in examples.items()}
    pending = [
        (
            f"check `{check.name}`, {how}, with {what}",
            kit.call("checks", check.name, it, values, deadline=LOCAL_DEADLINE),
        )
        for check in kit.plugin.checks
        for what, it in entities(kit.format, check.kinds, {})
        for how, values in _known_to(check, known)
    ]
    for what, each in pending:
        _judge(kit.remarks, "check", what, each.result())


def _known_to(check: Check, known: Known) -> Iterator[tuple[str, Known]]:
    """All that may be attached, and as little as the check is called with."""
    if not check.attachments:
        yield "of what is known", known
        yield from (("of nothing", {name: [] for name in known}), ("of nothing", {}))
        return
    present = {name: values for name, values in known.items() if values}
    for name in filter(present.__contains__, check.attachments):
        yield "of what is known", present
        yield f"of `{name}` alone", {name: present[name]}


def check_readers(kit: Kit) -> None:
    for reader in kit.plugin.readers:
        for pattern in reader.patterns:
            for what, file in files(pattern):
                _read(kit, reader, f"reader `{reader.name}`, given {what}", file)


def _read(kit: Kit, reader: Reader, what: str, file: File) -> None:
    """Read a file, handing over what it needs: at first nothing of it is there, then as much."""
    for content in (None, file.data):
        near: dict[str, bytes | None] = {}
        for _ in range(MOST_NEEDS):
            asked = dataclasses.replace(file, near=near)
            outcome = kit.call(
                "readers", reader.name, asked, kit.given(), deadline=LOCAL_DEADLINE
            ).result()
            _judge(kit.remarks, "reader", what, outcome)
            if not isinstance(outcome, Reading) or not outcome.needs:
                break
            if set(outcome.needs) <= near.keys():
                kit.remarks.error("reader", f"{what}: it needs again what it was given")
                break
            near |= _brought(outcome.needs, content)


def _brought(needs: Sequence[str], content: bytes | None) -> dict[str, bytes | None]:
    """Every file that is named, and one for each pattern, if anything is there at all."""
    patterns = [need for need in needs if "*" in need]
    near = {need: None if need in patterns else content for need in needs}
    if content is None:
        return near
    return near | dict.fromkeys(map(example_path, patterns), content)


def check_refreshes(kit: Kit, addresses: Addresses, *, has_upstream: bool) -> None:
    """Every refresh, asked of an upstream that answers in every way there is, side by side."""
    chains = [
        _Chain(kit, refresh, answer, url)
        for refresh in kit.plugin.refreshes
        for answer, url in addresses.items()
        if has_upstream or answer != GOOD
    ]
    for chain in chains:
        chain.start()
    for chain in chains:
        chain.follow()


def check_providers(kit: Kit, addresses: Addresses) -> None:
    pending = [
        (
            answer,
            provider.name,
            kit.call(
                "providers",
                provider.name,
                _connected(kit, answer, url),
                deadline=_deadline(answer, provider.deadline),
            ),
        )
        for provider in kit.plugin.providers
        for answer, url in addresses.items()
    ]
    for answer, name, each in pending:
        what = f"provider `{name}`, whose upstream answers with {answer}"
        _judge(kit.remarks, "provider", what, each.result(), may_fail=True)


def check_routes(kit: Kit, addresses: Addresses) -> None:
    """Every route, with its arguments made from its schema, and `example` in its path."""
    pending = []
    for route in kit.plugin.routes:
        name = f"{route.method} {route.path}"
        arguments = dict.fromkeys(PATH_PART.findall(route.path), "example")
        if route.arguments:
            arguments |= route.arguments().load(example(route.arguments(), SMALL))
        for answer in ROUTED:
            given = _connected(kit, answer, addresses[answer])
            deadline = _deadline(answer, route.deadline)
            pending.append(
                (name, answer, kit.call("routes", name, arguments, given, deadline=deadline))
            )
    for name, answer, each in pending:
        what = f"route `{name}`, whose upstream answers with {answer}"
        _judge(kit.remarks, "route", what, each.result(), may_fail=True)


def check_uploads(kit: Kit) -> None:
    """Every upload with every file: unanswered, then with its own guesses, then with nonsense."""
    for upload in kit.plugin.uploads:
        for suffix in upload.suffixes:
            for what, file in files(f"*{suffix}"):
                _upload(kit, upload, f"upload `{upload.name}`, given {what}", file)


def _upload(kit: Kit, upload: Upload, what: str, file: File) -> None:
    def asked(answers: Mapping[str, str]) -> Any:
        given = (file, answers, kit.given())
        found = kit.call("uploads", upload.name, *given, deadline=LOCAL_DEADLINE).result()
        _judge(kit.remarks, "upload", what, found)
        return found

    first = asked({})
    if not isinstance(first, Draft):
        return
    again = asked({it.name: it.answer for it in first.questions})
    if isinstance(again, Draft) and again.report != first.report:
        said = f"{what}: its own answers give something else than none do"
        kit.remarks.error("upload", said, "what people agree to is what they were shown")
    asked({it.name: ODD for it in first.questions} | {"no such question": ODD})


@dataclass
class _Chain:
    """The calls of one refresh with one connection, page after page."""

    kit: Kit
    refresh: Refresh
    answer: str
    url: str
    cursor: str = ""
    pending: Pending | None = None

    @property
    def what(self) -> str:
        return f"refresh `{self.refresh.name}`, whose upstream answers with {self.answer}"

    def start(self) -> None:
        given = _connected(
            self.kit, self.answer, self.url, cursor=self.cursor, entities=self._entities()
        )
        deadline = _deadline(self.answer, self.refresh.deadline)
        self.pending = self.kit.call("refreshes", self.refresh.name, given, deadline=deadline)

    def follow(self) -> None:
        for _ in range(MOST_PAGES):
            assert self.pending is not None
            report = self.pending.result()
            good = self.answer == GOOD
            _judge(self.kit.remarks, "refresh", self.what, report, may_fail=not good)
            if not isinstance(report, Report) or not report.more:
                return
            if report.cursor == self.cursor:
                what = f"{self.what}: it asks for more, but its cursor stands still"
                self.kit.remarks.error("refresh", what, "it would be called for ever")
                return
            self.cursor = report.cursor
            self.start()

    def _entities(self) -> list[Entity]:
        annotations = self.kit.good_annotations(self.refresh.annotations)
        kind = self.kit.format.kinds["component"]
        odd = dict.fromkeys(annotations, "no such thing")
        found = [entity(kind, annotations)]
        return found if self.refresh.per == "entity" else [*found, entity(kind, odd, full=True)]


def _connected(kit: Kit, answer: str, url: str, **more: Any) -> Given:
    addresses = {
        each.name: _like(each.default, url) for each in kit.plugin.settings if each.is_address
    }
    given = kit.given(connection=Connection(name=answer, url=url), **more)
    return dataclasses.replace(given, settings={**given.settings, **addresses})


def _like(default: object, url: str) -> str | tuple[str, ...]:
    return (url,) if isinstance(default, tuple) else url


def _deadline(answer: str, declared: float) -> float:
    return min(SLOW_DEADLINE if answer in SLOW else LONGEST_CALL, declared)


def _judge(remarks: Remarks, code: str, what: str, outcome: Any, *, may_fail: bool = False) -> None:
    """A failure is the plugin's, unless it says that its upstream failed, and may."""
    if isinstance(outcome, Failure) and not (may_fail and outcome.kind == "upstream"):
        hint = {
            "raised": "return a problem, or let UpstreamFailed pass",
            "timeout": "ask for less at a time, and let UpstreamFailed pass",
        }.get(outcome.kind, "")
        remarks.error(code, f"{what}: {outcome.problem.message}", hint)
    report = outcome.report if isinstance(outcome, Reading | Draft) else outcome
    for problem in report.problems if isinstance(report, Report) else ():
        if problem.code == UNFIT:  # found by the host, not by the plugin
            remarks.error(code, f"{what}: {problem.message}", "hold it against its own schema")
