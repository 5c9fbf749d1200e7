"""How subjects are told apart on one page."""

from dataclasses import replace

from catalog.comparison.views import Comparison


def with_short_names(found: Comparison) -> Comparison:
    """Versions of one model are told apart by their versions."""
    names = [one.version for one in found.subjects]
    if not one_model(found) or len(set(names)) < len(names):
        return found
    subjects = tuple(replace(one, name=one.version) for one in found.subjects)
    return replace(found, subjects=subjects)


def one_model(found: Comparison) -> str:
    """The ref of the model that all subjects are versions of, "" if there is none."""
    refs = {one.ref for one in found.subjects}
    whole = all(one.version and not one.asked.startswith("run:") for one in found.subjects)
    return refs.pop() if len(refs) == 1 and whole else ""
