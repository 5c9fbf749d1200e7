"""From a sidecar, with the folders of results that it names, to evaluation runs."""

from collections.abc import Sequence

from plugins.api import Attachment, Context, File, Reading, Value
from plugins.sidecars import read_sidecar, reading_of
from plugins.tfma.evaluation import MODELS, Evaluation
from plugins.tfma.folder import folder, folder_named, needs_of


def read(file: File, context: Context) -> Reading:
    """Asks for the folders that the sidecar names, and then says what they hold."""
    evaluations, problems = read_sidecar(file.data, "tfma", further=[MODELS], files=["."])
    paths = [folder_named(path) for it in evaluations for path in it.files]
    needs = [need for path in dict.fromkeys(paths) for need in needs_of(path)]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    several = [
        Evaluation(file, it, folder(path, file.near), len(it.files) > 1)
        for it in evaluations
        for path in dict.fromkeys(folder_named(path) for path in it.files)
    ]
    runs = [run for one in several for run in one.runs()]
    problems += [problem for one in several for problem in one.problems]
    return reading_of(runs, problems, _attachments(several))


def _attachments(several: Sequence[Evaluation]) -> list[Attachment]:
    """One for each model, with the outcomes of all its evaluations."""
    found: dict[str, list[Value]] = {}
    for one in several:
        if one.outcome is not None:
            found.setdefault(one.it.subject, []).append(one.outcome)
    return [
        Attachment(entity=ref, type="validation", value={"evaluations": outcomes})
        for ref, outcomes in found.items()
    ]
