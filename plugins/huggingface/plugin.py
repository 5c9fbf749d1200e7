"""Hugging Face: cards of models and data sets, and evaluation results, from their repositories."""

from collections.abc import Sequence

from plugins.api import AttachmentType, Describe, Panel, Reader, SearchField, Setting, hook
from plugins.huggingface.attachment import CardSchema
from plugins.huggingface.describing import LinkSchema, describe
from plugins.huggingface.hub import ANNOTATIONS
from plugins.huggingface.reading import README, read_card, read_results
from plugins.panels import panel


@hook
def settings() -> Sequence[Setting]:
    return [
        Setting(
            name="project",
            default="",
            about="The project of models whose card and neighbours name none.",
        ),
        Setting(
            name="lifecycle",
            default="experimental",
            about="The lifecycle of models whose card names none.",
        ),
        Setting(
            name="hub",
            default="https://huggingface.co",
            about="Where the Hub is, for links, and to know its repositories by their address.",
        ),
    ]


@hook
def readers() -> Sequence[Reader]:
    results = ("**/.eval_results/*.yaml", "**/.eval_results/*.yml")
    return [
        Reader(name="card", patterns=[README], read=read_card),
        Reader(name="eval-results", patterns=results, read=read_results),
    ]


@hook
def describes() -> Sequence[Describe]:
    return [
        Describe(run=describe, annotations=tuple(ANNOTATIONS.values())),
    ]


@hook
def attachments() -> Sequence[AttachmentType]:
    return [
        AttachmentType(name="card", schema=CardSchema, title="Card of Hugging Face"),
        AttachmentType(name="link", schema=LinkSchema, title="Hugging Face"),
    ]


@hook
def search_fields() -> Sequence[SearchField]:
    return [
        _field("language", "languages[]", "A language, as the card has it (`en`)."),
        _field("licence", "licence", "The licence, as the card has it (`apache-2.0`)."),
        _field("task", "tasks[]", "What a model does, or data are for (`text-classification`)."),
        _field("library", "library", "The library that a model was made with."),
        _field("tag", "tags[]", "A tag of the card, as it is written there."),
        _field("base", "base_models[]", "A model of the Hub that a model was made from."),
        _field("dataset", "datasets[]", "Data of the Hub that something was made from."),
        _field("metric", "metrics[]", "A metric that the card names."),
        _field("size", "sizes[]", "How large data are (`10K<n<100K`)."),
        SearchField(
            name="rows",
            type="number",
            attachment="card",
            path="rows",
            about="How many rows data have, of all parts together.",
        ),
        SearchField(
            name="id",
            type="term",
            attachment="link",
            path="id",
            about="What the Hub calls it (`acme/ranker`).",
        ),
    ]


@hook
def panels() -> Sequence[Panel]:
    return [
        panel(__package__, "card", "Card", place="side"),
        panel(__package__, "link", "Hugging Face", place="side"),
    ]


def _field(name: str, path: str, about: str) -> SearchField:
    return SearchField(name=name, type="term", attachment="card", path=path, about=about)
