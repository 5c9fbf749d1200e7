"""What a `dvc.yaml` declares: dvc.org/doc/user-guide/project-structure/dvcyaml-files."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from mlhome import Value
from mlhome_dvc.templating import Templating

PARAMS = "params.yaml"
MOST_STAGES = 500


@dataclass(frozen=True)
class ParamUse:
    """A param that a stage depends on; without a name, all that the file has."""

    file: str
    name: str = ""


@dataclass(frozen=True)
class Plot:
    """A file of points. `y` names columns; all of them where it is empty."""

    file: str
    x: str = ""
    y: tuple[str, ...] = ()
    template: str = ""


@dataclass(frozen=True)
class Stage:
    """One step. Paths are relative to the folder of the `dvc.yaml`."""

    name: str
    about: str
    commands: tuple[str, ...]
    deps: tuple[str, ...]
    outs: tuple[str, ...]
    params: tuple[ParamUse, ...]
    metrics: tuple[str, ...]
    plots: tuple[Plot, ...]


@dataclass
class Pipeline:
    """All of one file, and what in it is of no use, in words."""

    stages: list[Stage] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def pipeline(content: Mapping[str, Value], templating: Templating) -> Pipeline:
    """What the file declares, with its values filled in."""
    made = Pipeline()
    for name, declared in _mapping(made, "stages", content.get("stages")).items():
        for one, given, values in _repeated(made, name, declared, templating):
            if len(made.stages) == MOST_STAGES:
                made.wrong.append(f"there are more than {MOST_STAGES} stages")
                break
            made.stages.append(_stage(made, one, given, templating.with_values(values)))
    top = templating.filled({key: content.get(key) for key in ("metrics", "plots")})
    for stage in made.stages:
        made.metrics += stage.metrics
        made.plots += stage.plots
    made.metrics += [path for path, _ in _entries(made, "metrics", top["metrics"])]
    made.plots += list(_top_plots(made, top["plots"]))
    made.metrics = list(dict.fromkeys(made.metrics))
    made.plots = list(dict.fromkeys(made.plots))
    return made


def _repeated(
    made: Pipeline, name: str, declared: Value, templating: Templating
) -> Iterator[tuple[str, Value, Mapping[str, Value]]]:
    """A stage, or all that `foreach` or `matrix` make of it, each with the values it is given."""
    if not isinstance(declared, dict):
        made.wrong.append(f"the stage `{name}` is no mapping")
    elif "foreach" in declared:
        items = templating.filled(declared["foreach"])
        for key, item in _items(items):
            yield f"{name}@{key}", declared.get("do"), {"item": item, "key": key}
    elif isinstance(declared.get("matrix"), dict):
        axes = templating.filled(declared["matrix"])
        rows = [[(axis, *it) for it in _items(values)] for axis, values in axes.items()]
        for chosen in product(*rows) if all(len(row) <= MOST_STAGES for row in rows) else ():
            key = "-".join(word for _, word, _ in chosen)
            item = {axis: value for axis, _, value in chosen}
            yield f"{name}@{key}", declared, {"item": item, "key": key}
    else:
        yield name, declared, {}


def _items(items: Value) -> list[tuple[str, Value]]:
    """Of a mapping by its keys; of a list by the values themselves, or where they stand."""
    if isinstance(items, dict):
        return list(items.items())
    if not isinstance(items, list):
        return []
    return [
        (str(at) if isinstance(item, (dict, list)) else str(item), item)
        for at, item in enumerate(items)
    ]


def _stage(made: Pipeline, name: str, declared: Value, templating: Templating) -> Stage:
    given = templating.filled(_mapping(made, name, declared))
    folder = given.get("wdir") if isinstance(given.get("wdir"), str) else ""
    commands = given.get("cmd") or ()
    entries = {
        part: [
            (_inside(folder, path), options)
            for path, options in _entries(made, f"{name}.{part}", given.get(part))
        ]
        for part in ("deps", "outs", "metrics", "plots")
    }
    return Stage(
        name=name,
        about=str(given.get("desc") or ""),
        commands=tuple(map(str, commands)) if isinstance(commands, list) else (str(commands),),
        deps=tuple(path for path, _ in entries["deps"]),
        outs=tuple(path for path, _ in entries["outs"]),
        params=tuple(_params(made, name, given.get("params"), folder)),
        metrics=tuple(path for path, _ in entries["metrics"]),
        plots=tuple(_plot(path, options) for path, options in entries["plots"]),
    )


def _params(made: Pipeline, name: str, given: Value, folder: str) -> Iterator[ParamUse]:
    """`- lr` of the default file; `- other.yaml: [a, b]`; `- other.yaml:` with all it has."""
    for key, names in _entries(made, f"{name}.params", given):
        if names is None and not _is_file(key):
            yield ParamUse(_inside(folder, PARAMS), key)
        elif isinstance(names, list):
            yield from (ParamUse(_inside(folder, key), str(each)) for each in names)
        else:
            yield ParamUse(_inside(folder, key))


def _top_plots(made: Pipeline, given: Value) -> Iterator[Plot]:
    """`plots` beside the stages: of a file, or under a name of files and their columns."""
    for key, options in _entries(made, "plots", given):
        files = options.get("y") if isinstance(options, dict) else None
        if isinstance(files, dict):
            for file, columns in files.items():
                yield _plot(_inside("", file), {**options, "y": columns})
        else:
            yield _plot(_inside("", key), options)


def _plot(file: str, options: Value) -> Plot:
    given = options if isinstance(options, dict) else {}
    x = given.get("x")
    if isinstance(x, dict):
        x = next(iter(x.values()), "")
    y = given.get("y") or ()
    columns = tuple(map(str, y)) if isinstance(y, list) else (str(y),) if y else ()
    return Plot(file, x if isinstance(x, str) else "", columns, str(given.get("template") or ""))


def _entries(made: Pipeline, where: str, given: Value) -> Iterator[tuple[str, Value]]:
    """Of a list of texts and of mappings, or of a mapping: each text with what is said of it."""
    for item in given if isinstance(given, list) else [] if given is None else [given]:
        if isinstance(item, str):
            yield item, None
        elif isinstance(item, dict):
            yield from item.items()
        else:
            made.wrong.append(f"`{where}` holds something that is no path")


def _mapping(made: Pipeline, where: str, given: Value) -> dict[str, Value]:
    if isinstance(given, dict):
        return given
    if given is not None:
        made.wrong.append(f"`{where}` is no mapping")
    return {}


def _inside(folder: str, path: str) -> str:
    """A path as seen from the `dvc.yaml`; addresses and absolute paths stay as they are."""
    if "://" in path or path.startswith("/"):
        return path
    return posixpath.normpath(posixpath.join(folder, path))


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml", ".json", ".toml", ".py"))


def all_files(stages: Sequence[Stage]) -> list[str]:
    """The files of params that stages name."""
    return list(dict.fromkeys(use.file for stage in stages for use in stage.params))
