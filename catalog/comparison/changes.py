"""What changed between subjects: params, features, data, code, environment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.browse.commit_pages import commit_link
from catalog.comparison.same_data import data_words
from catalog.comparison.subjects import Found
from catalog.comparison.views import Change, Subject
from catalog.evaluations.texts import as_number, shown
from plugins.facts import DatasetUse

MOST_CHANGES = 2_000
LONGEST = 500  # characters of a value
Details = Mapping[int, Mapping[str, Any]]
Named = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """One subject with all that is known of how it was made."""

    found: Found
    subject: Subject
    features: Sequence[str]
    details: Details = field(default_factory=dict)

    def said(self, name: str) -> list[Any]:
        """What is known by this name, first of the training: by the sources of the version, by the
        run that made it, by the run that measured it."""
        known = self.found.known
        sources = [getattr(one, name, None) for one in known.said] if known else []
        runs = [known.run_id if known else None, self.subject.run.id if self.subject.run else None]
        return [*sources, *(self.details.get(run or 0, {}).get(name) for run in runs)]


def changes(known: Sequence[Known], details: Details) -> tuple[Change, ...]:
    """Everything that may have changed, by group and name; what differs is marked."""
    known = [replace(one, details=details) for one in known]
    groups = (
        ("params", [_params(one) for one in known]),
        ("features", [dict.fromkeys(one.features, "used") for one in known]),
        ("data", [_data(one) for one in known]),
        ("code", [_code(one) for one in known]),
        ("environment", [_environment(one) for one in known]),
    )
    found = [change for group, sides in groups for change in _changes(group, sides, known)]
    return tuple(found[:MOST_CHANGES])


def _changes(group: str, sides: Sequence[Named], known: Sequence[Known]) -> Iterator[Change]:
    for name in sorted({name for side in sides for name in side}, key=str.lower):
        values = tuple(side.get(name, "")[:LONGEST] for side in sides)
        links = tuple(map(_link, known, values)) if name == "commit" else ()
        yield Change(group, name, values, _differ(values), links)


def _differ(values: Sequence[str]) -> bool:
    """Numbers as numbers: tools write `0.001` and `1e-3`."""
    if len(set(values)) == 1:
        return False
    numbers = {as_number(value) for value in values}
    return None in numbers or len(numbers) > 1


def _link(one: Known, commit: str) -> str:
    return commit_link(one.found.entity.view_url, commit)


def _params(one: Known) -> Named:
    params: Named = {}
    for some in reversed([some for some in one.said("params") if some]):
        params |= {name: shown(value) for name, value in some.items()}
    return params


def _data(one: Known) -> Named:
    data: Named = {}
    for some in one.said("trained_on"):
        for use in some or ():
            use = use if isinstance(use, DatasetUse) else DatasetUse(**use)
            data.setdefault(f"trained on {data_words(use)}", _content(use))
    use = one.subject.run.dataset if one.subject.run else None
    if use is not None:
        data["measured on"] = ", ".join(filter(None, (data_words(use), _content(use, bare=""))))
    return data


def _content(use: DatasetUse, bare: str = "used") -> str:
    rows = f"{use.rows:,} rows" if use.rows is not None else ""
    return ", ".join(filter(None, (use.digest, rows))) or bare


def _code(one: Known) -> Named:
    return {"commit": one.subject.commit} if one.subject.commit else {}


def _environment(one: Known) -> Named:
    found: Named = {}
    for tags in reversed([tags for tags in one.said("tags") if tags]):
        found |= {name: str(value) for name, value in tags.items()}
    found["framework"] = one.found.known.framework if one.found.known else ""
    found["evaluator"] = one.subject.evaluator
    return {name: value for name, value in found.items() if value}
