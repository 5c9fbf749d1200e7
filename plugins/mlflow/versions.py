"""A version of a registered model as a fact."""

from collections.abc import Mapping, Sequence

from plugins.api import ModelVersion
from plugins.mlflow.addresses import version_page
from plugins.mlflow.model_file import ModelFile
from plugins.mlflow.records import RegisteredModel, Run, Version
from plugins.mlflow.runs import Surroundings, params, seconds, tags, trained_on

_NO_STAGE = ("", "None")
_STATUS = {
    "READY": "ready",
    "PENDING_REGISTRATION": "pending",
    "FAILED_REGISTRATION": "failed",
}


def version_fact(
    version: Version,
    model: RegisteredModel,
    around: Surroundings,
    run: Run | None,
    file: ModelFile,
) -> ModelVersion:
    """`run` is the one that made it, where it is still there."""
    return ModelVersion(
        model=around.links.model(version.model),
        version=version.number,
        uri=version.source,
        aliases=aliases(model, version.number),
        description=version.description,
        framework=file.framework,
        signature=file.signature,
        run=run.id if run else "",
        commit=run.tags.get("mlflow.source.git.commit", "") if run else "",
        trained_on=trained_on(run, around.links) if run else (),
        params=params(run.params) if run else {},
        tags={**tags(version.tags), **_stage(version)},
        status=_STATUS.get(version.status, version.status.lower()),
        created_at=seconds(version.created),
        url=version_page(around.server, version.model, version.number),
    )


def aliases(model: RegisteredModel, number: str) -> Sequence[str]:
    return sorted(alias for alias, version in model.aliases.items() if version == number)


def _stage(version: Version) -> Mapping[str, str]:
    """What registries before 2.9 had in place of aliases; one version a stage was not kept to."""
    return {} if version.stage in _NO_STAGE else {"mlflow.stage": version.stage}
