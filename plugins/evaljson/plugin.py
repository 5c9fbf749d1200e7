"""Evaluations as JSON: lm-evaluation-harness, spaCy and model cards, read where they lie."""

from collections.abc import Sequence

from plugins.api import Context, File, Reader, Reading, Setting, hook
from plugins.evaljson.reading import read_cards, read_harness, read_spacy
from plugins.evaljson.spacy_meta import read_meta
from plugins.sidecars import sidecar_patterns


@hook
def settings() -> Sequence[Setting]:
    return [
        Setting(
            name="examples",
            default=True,
            about="Read the scores of single examples, which comparing in pairs needs.",
        )
    ]


@hook
def readers() -> Sequence[Reader]:
    return [
        Reader(name="lm-eval", patterns=sidecar_patterns("lm-eval"), read=read_harness),
        Reader(name="spacy", patterns=sidecar_patterns("spacy"), read=read_spacy),
        Reader(name="model-card", patterns=sidecar_patterns("model-card"), read=read_cards),
        Reader(name="spacy-meta", patterns=("meta.json",), read=_read_meta),
    ]


def _read_meta(file: File, context: Context) -> Reading:
    return read_meta(file)
