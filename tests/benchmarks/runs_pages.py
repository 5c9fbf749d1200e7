"""How long pages of a table of very many runs take, asked one after the other of `mlhome serve`:
as people see them (the page), and as programs do (the API)."""

import statistics
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.many_runs import MODEL, PROJECT
from tests.benchmarks.table import Row
from tests.journeys.running import Site

GOAL = "p95 < 100 ms"
DEEP, LARGEST = 10_000, 500
WARMING = 20  # pages that are not counted: each thread of the server has its first ones

COLUMNS = ("metric.auc", "metric.m1", "metric.m2", "metric.m3", "param.lr", "param.opt", "tag.team")


@dataclass(frozen=True)
class Question:
    """Asked many times, each time of another metric `{m}` or with another letter `{a}`."""

    name: str
    query: str
    sort: str
    subject: str = MODEL
    after: int = 0  # rows before the first page; each page is the next one


QUESTIONS = (
    Question("newest first", "", "-started"),
    Question("sorted by a metric", "", "-metric.{m}"),
    Question("sorted by a param", "", "param.lr"),
    Question("a metric's range", "metric.{m}:0.5..0.6", "-started"),
    Question("a param", "param.p1:{a}", "-started"),
    Question("a tag", "tag.team:x", "-started"),
    Question("a range, sorted by the metric", "metric.{m}:0.5..0.6", "-metric.{m}"),
    Question("a range, sorted by another", "metric.{m}:0.5..0.6", "-metric.auc"),
    Question("few, sorted by another", "metric.{m}>0.99", "-metric.auc"),
    Question("a metric and a tag, sorted", "metric.{m}>0.5 tag.team:x", "-metric.auc"),
    Question("two wide filters, sorted", "metric.auc>0.5 metric.{m}>0.5", "-metric.m3"),
    Question("two params and a tag, sorted", "param.lr=0.1 param.p1:{a} tag.team:x", "-metric.{m}"),
    Question("a slice, sorted", "metric.auc[country=SE]>0.3", "-metric.auc[country=SE]"),
    Question("those that failed, sorted", "status:failed", "-metric.{m}"),
    Question("the latest of each version, sorted", "is:latest", "-metric.{m}"),
    Question("a data set, sorted", "dataset:d3", "-metric.{m}"),
    Question("a part of the name, sorted", "run-77", "-metric.{m}"),
    Question(f"pages after row {DEEP:,}", "", "-metric.auc", after=DEEP),
    Question("filtered, pages after row 2,000", "metric.m1>0.5", "-metric.auc", after=2_000),
    Question("six models, newest first", "", "-started", PROJECT),
    Question("six models, sorted by a metric", "", "-metric.{m}", PROJECT),
    Question("six models, a range, sorted", "metric.{m}:0.5..0.6", "-metric.auc", PROJECT),
    Question("six models, a param and a tag", "param.p1:{a} tag.team:x", "-metric.{m}", PROJECT),
)


def rows(site: Site, times: int) -> Iterator[Row]:
    """A row for each question, then one for all of them."""
    for one in _asked(site, QUESTIONS[0], WARMING):
        site.text(_page(QUESTIONS[0], one))
    pages: list[float] = []
    answers: list[float] = []
    for question in QUESTIONS:
        asked = list(_asked(site, question, times))
        page = [_milliseconds(site, _page(question, one)) for one in asked]
        answer = [_milliseconds(site, _answer(question, one)) for one in asked]
        yield Row(question.name, f"{percentiles(page)}; API {percentiles(answer)}", goal=GOAL)
        pages += page
        answers += answer
    yield Row("all of these", f"{percentiles(pages)}; API {percentiles(answers)}", goal=GOAL)


def percentiles(times: list[float]) -> str:
    """In words, of milliseconds."""
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"p50 {statistics.median(times):.0f}, p95 {p95:.0f} ms"


def _asked(site: Site, question: Question, times: int) -> Iterator[dict[str, str]]:
    cursor = _deep(site, question)
    for number in range(times):
        names = {"m": f"m{number % 48}", "a": "abcdef"[number % 6]}
        asked = {"q": question.query.format(**names), "sort": question.sort.format(**names)}
        yield {**asked, "cursor": cursor} if cursor else asked
        if cursor:
            cursor = _next(site, question, {**asked, "cursor": cursor})


def _deep(site: Site, question: Question) -> str:
    """The cursor of the page after so many rows."""
    cursor = ""
    for _ in range(question.after // LARGEST):
        asked = {"q": question.query, "sort": question.sort, "cursor": cursor}
        cursor = _next(site, question, asked, limit=LARGEST)
    return cursor


def _next(site: Site, question: Question, asked: dict[str, str], limit: int = 50) -> str:
    path = _answer(question, {**asked, "limit": str(limit)})
    return str(site.get(path)["nextCursor"])


def _page(question: Question, asked: dict[str, str]) -> str:
    kind, _, name = question.subject.partition(":")
    namespace, _, name = name.partition("/")
    return f"/catalog/{namespace}/{kind}/{name}/runs?" + urllib.parse.urlencode(asked)


def _answer(question: Question, asked: dict[str, str]) -> str:
    """With the columns that a table has at first."""
    columns = [("column", name) for name in COLUMNS]
    given = [("subject", question.subject), *asked.items(), *columns]
    return "/api/mlhome/evaluations?" + urllib.parse.urlencode(given)


def _milliseconds(site: Site, path: str) -> float:
    began = time.monotonic()
    assert "run-" in site.text(path), path
    return (time.monotonic() - began) * 1000
