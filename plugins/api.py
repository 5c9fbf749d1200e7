"""The contract of plugins: all that an author needs to know, in one file.

A plugin is a Python module with some of the hooks below, each marked `@hook`, that its
distribution names in the entry-point group `mlhome.plugins`:

    [options.entry_points]
    mlhome.plugins =
        dvc = mlhome_dvc.plugin

Hooks *declare*: they are called once when ML Home starts (in every process of it), with no
arguments, and return values of the classes below. They and the import of the plugin are trusted:
they must be quick, touch no network and have no side effects.

Functions inside those values *work*: ML Home calls them when their time comes, in a child process
that it kills at a deadline. They are given all they need as arguments and return values; what they
return is checked, stored, shown and found by ML Home. A function that raises, hangs or returns
something else harms only its own plugin: what it knew before stays, with a note how old it is.

Panels and pages are templates over stored values: no plugin code runs while a page is rendered.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import click
import marshmallow
import pluggy

from descriptors.problems import Problem
from plugins.facts import (
    ArtifactLink,
    Curve,
    DatasetUse,
    EvaluationRun,
    Examples,
    ModelVersion,
    Result,
    Series,
)

ENTRY_POINTS = "mlhome.plugins"
NAME = re.compile(r"[a-z][a-z0-9]{0,30}")
NAME_RULE = "a small letter, then at most 30 small letters and digits"
MOST_PROBLEMS = 1000  # of one Report, Reading or Draft; with more, nothing of it is taken
hook = pluggy.HookimplMarker("mlhome")
declared = pluggy.HookspecMarker("mlhome")

Value: TypeAlias = Any
"""JSON: texts, numbers, booleans, None, lists, and mappings with text keys."""


# What functions are given ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity as its descriptor declares it. `ref` is `kind:namespace/name` in lower case."""

    ref: str
    kind: str
    namespace: str
    name: str
    title: str
    document: Mapping[str, Any]

    @property
    def spec(self) -> Mapping[str, Any]:
        return self.document.get("spec") or {}

    @property
    def annotations(self) -> Mapping[str, str]:
        return self.document["metadata"].get("annotations") or {}


class UpstreamFailed(Exception):
    """The upstream system could not be asked, or its answer can't be used; the text says why.

    Let it pass: ML Home shows it, keeps what was known, and tries again later, ever more seldom.
    `status` is that of the answer (404 …; 0 without one); `too_large` that it had more bytes than
    the limit: ask for less at a time.
    """

    def __init__(self, why: str, *, status: int = 0, too_large: bool = False) -> None:
        super().__init__(why)
        self.status, self.too_large = status, too_large


class Http(Protocol):
    """HTTP to the hosts of the plugin's connection (and those its settings allow), and no other:
    redirects elsewhere are refused; time and size of an answer are limited. Credentials of the
    connection are sent by themselves. Raises UpstreamFailed."""

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value: ...

    def post_json(self, url: str, body: Value) -> Value: ...

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An upstream server that people connected: `mlhome connect PLUGIN URL`."""

    name: str
    url: str  # without a slash at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a function may use. `settings` are the plugin's own, validated, secrets included.

    `connection` and `entities` are those of a `Refresh`; `cursor` is what it returned last.
    """

    settings: Mapping[str, Any]
    http: Http
    now: float
    connection: Connection | None = None
    entities: Sequence[Entity] = ()
    cursor: str = ""


# What functions return -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What a plugin knows about one entity; `type` is one of its AttachmentTypes, `value` as that
    type's schema has it. Of one type an entity has one for each connection or file."""

    entity: str  # ref
    type: str
    value: Value
    observed_at: float | None = None  # None: now
    url: str = ""  # where people can see it in the upstream system


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A descriptor for something upstream that no descriptor declares: shown at once, marked as
    not yet declared, and gone when a descriptor with its ref (or that annotation) appears."""

    document: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a function found. Nothing in it that is equal to what is known writes anything.

    A problem with an `entity_ref` is shown on that entity. `complete` says that these are all
    attachments of the connection (or entity, or file) there are, and of a file all evaluations
    and model versions: others of it are over. Where something could not be read it is False, so
    that what was known of it stays. From a refresh, `cursor` is handed to its next call, and
    `more` asks for that call at once: report in pages of bounded size, so that memory stays small
    and a killed process goes on where it was.

    `gone` are ids of evaluations, and `gone_versions` model refs with a version, that the source
    knew and people deleted there: what was reported of them is forgotten, others are passed over.
    """

    attachments: Sequence[Attachment] = ()
    evaluations: Sequence[EvaluationRun] = ()
    model_versions: Sequence[ModelVersion] = ()
    gone: Sequence[str] = ()
    gone_versions: Sequence[tuple[str, str]] = ()
    proposals: Sequence[Proposal] = ()
    problems: Sequence[Problem] = ()
    complete: bool = False
    cursor: str = ""
    more: bool = False


# What plugins bring ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting, read from `plugins: {NAME: {setting: …}}` in the settings file or from
    `MLHOME_PLUGIN_<NAME>_<SETTING>`. `default` also gives the type (text, number, switch, tuple
    of texts). A `secret` comes from the environment, or from the file that `<setting>_file` names,
    and is never shown. Hosts in a setting with `is_address` may be asked by `Http`."""

    name: str
    default: str | int | float | bool | tuple[str, ...]
    about: str
    secret: bool = False
    is_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentType:
    """A kind of attachment. Raise `version` when the schema changes; `migrate(value, version)`
    turns an older stored value into one of the version after it. Older states are kept for
    `keep_days` (0: only the present one)."""

    name: str
    schema: type[marshmallow.Schema]
    title: str = ""
    version: int = 1
    migrate: Callable[[Value, int], Value] | None = None
    keep_days: float = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField:
    """A field people can ask for as `PLUGIN.name:value` or `PLUGIN.name>3`: the values at a dotted
    `path` (`[]` for each item of a list) in attachments of a type. `type`: term, number, date."""

    name: str
    type: str
    attachment: str
    path: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe:
    """`run(entity, context)` is called when an entity of these kinds (empty: any), with one of
    these annotations (empty: with or without), is new or changed. Local and quick: for what can
    be told from the descriptor alone; `context.http` refuses everything."""

    run: Callable[[Entity, Context], Report]
    kinds: Sequence[str] = ()
    annotations: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """`run(context)` is called every `every` seconds: once for each connection with, as
    `context.entities`, all entities that have one of `annotations` (`per="connection"`), or once
    for each such entity (`per="entity"`, with the first connection, if any)."""

    name: str
    run: Callable[[Context], Report]
    annotations: Sequence[str] = ()
    per: str = "connection"
    every: float = 300.0
    deadline: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that a Reader's patterns matched. `path` is relative to the location; `near` holds
    the bytes of files it asked for by `Reading.needs`, None for those that are not there; those
    of a pattern by their paths from the file's folder, and None under the pattern itself.
    `found_at` is how people find it: an absolute path, a URL, or a repository with the path in
    it (`https://git.corp/org/repo.git/ml/dvc.yaml`); empty where nobody could."""

    path: str
    data: bytes
    near: Mapping[str, bytes | None] = field(default_factory=dict)
    found_at: str = ""

    def lacks(self, needs: Iterable[str]) -> list[str]:
        """Those of the files that a reader needs which it has not asked for yet:

        if needs := file.lacks(["../dvc.lock", "metrics/*"]):
            return Reading(needs=needs)
        """
        return [need for need in dict.fromkeys(needs) if need not in self.near]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a Reader made of a file: documents in the shape of descriptors (each with the line it
    came from), and facts about them. `needs` names further files, relative to the file's folder:
    then nothing else is heeded, and `read` is called again with all of them in `File.near`.

    A name with `*` is a pattern (`metrics/*`, `params/**`: in folders below as well) of files in
    the file's folder and below it. They come in the order of the patterns, then of their paths, as
    many as fit into the 1,000 files of 8 MiB together that may lie beside one file; people are
    told of the rest. At an http(s) address files can't be listed, so a pattern brings none, and
    is told of."""

    documents: Sequence[tuple[Mapping[str, Any], int]] = ()
    report: Report = field(default_factory=Report)
    problems: Sequence[Problem] = ()
    needs: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads files that are not descriptors: `read(file, context)` for each file of a location
    whose path matches one of `patterns` (`dvc.yaml`, `**/MLmodel`)."""

    name: str
    patterns: Sequence[str]
    read: Callable[[File, Context], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationTarget:
    """A location to read descriptors from: a Git repository or an address, as people type it."""

    target: str
    ref: str = ""
    patterns: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`find(context)` gives all locations there are; those it gave before and gives no more are
    removed, with what they declared."""

    name: str
    find: Callable[[Context], Sequence[LocationTarget]]
    every: float = 600.0
    deadline: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named, typed fact about an entity, for policies: `run(entity, attachments)` with the
    plugin's own attachment values by type; None = not known. `type`: boolean, number, text,
    time. Called again whenever the entity or one of those attachments changes."""

    name: str
    type: str
    about: str
    run: Callable[[Entity, Mapping[str, Sequence[Value]]], Value]
    kinds: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of entities that have an attachment of a type. `template` is Jinja text
    (sandboxed, escaped), given `value`, `attachment` (observed_at, url, source) and `entity`."""

    name: str
    title: str
    attachment: str
    template: str
    place: str = "overview"  # overview | side | tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page at `/plugins/PLUGIN/name` over all attachments of a type: `template` is given
    `attachments`, each with `entity` (ref), `page` (the address of that entity's page), `value`,
    `observed_at`, `url` and `source`."""

    name: str
    title: str
    attachment: str
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An answer of the API at `/api/plugins/PLUGIN/path`, in the OpenAPI document. `path` may
    have parts in angle brackets (`/stages/<name>`). `run(arguments, context)` is given those and
    the validated query (GET) or body (POST)."""

    path: str
    run: Callable[[Mapping[str, Any], Context], Value]
    about: str
    method: str = "GET"
    arguments: type[marshmallow.Schema] | None = None
    answer: type[marshmallow.Schema] | None = None
    deadline: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What people are asked about a file they upload. `answer` is theirs, else a guess; `options`
    are the answers there are, each with what it says to people, or, if `free`, suggestions beside
    which any text will do, as it will without any. One about a `column` of the preview is asked
    at its head."""

    name: str
    label: str
    answer: str = ""
    options: Sequence[tuple[str, str]] = ()
    free: bool = False
    column: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """A row of the file under the name that people know it by (`7`)."""

    name: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The beginning of the file as a table; `columns` are names, one for each cell of a row. A
    problem whose `path` is the name of a column and of a row (`B7`) is shown in that cell."""

    columns: Sequence[str] = ()
    rows: Sequence[PreviewRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a file would say by these answers. People see it and change answers until they agree;
    then the `report` is kept, in place of what an upload of the same name said before."""

    questions: Sequence[Question] = ()
    preview: Preview = field(default_factory=Preview)
    report: Report = field(default_factory=Report)
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Reads a file that people upload, whose name ends in one of `suffixes` (`.csv`): `run(file,
    answers, context)` is called with no answers at first, then with those people gave, by the
    names of questions. Local, and with the same answers always the same. `title` says what it
    reads, `about` what comes of it."""

    name: str
    title: str
    suffixes: Sequence[str]
    run: Callable[[File, Mapping[str, str], Context], Draft]
    about: str = ""
    deadline: float = 20.0


# The hooks -------------------------------------------------------------------------------------


class Hooks:
    """Every hook there is. A plugin has those it needs; each returns a list, which may be empty."""

    @declared
    def kinds(self) -> Sequence[Mapping[str, Any]]:
        """JSON Schemas of further kinds, as descriptors/README.md describes them. Their fields
        are completed by editors and their descriptors validated offline like all others."""
        raise NotImplementedError

    @declared
    def settings(self) -> Sequence[Setting]:
        """The settings of the plugin. A name nobody declares is an error when ML Home starts."""
        raise NotImplementedError

    @declared
    def attachments(self) -> Sequence[AttachmentType]:
        """The types of attachments that the plugin's functions return."""
        raise NotImplementedError

    @declared
    def search_fields(self) -> Sequence[SearchField]:
        """What of its attachments people can search by."""
        raise NotImplementedError

    @declared
    def describes(self) -> Sequence[Describe]:
        """What is told from a descriptor alone, when an entity is new or changed."""
        raise NotImplementedError

    @declared
    def refreshes(self) -> Sequence[Refresh]:
        """What is asked of remote systems, again and again."""
        raise NotImplementedError

    @declared
    def readers(self) -> Sequence[Reader]:
        """Which other files in locations declare something, and how they are read."""
        raise NotImplementedError

    @declared
    def providers(self) -> Sequence[Provider]:
        """Where further locations are found."""
        raise NotImplementedError

    @declared
    def checks(self) -> Sequence[Check]:
        """Facts that policies may ask for."""
        raise NotImplementedError

    @declared
    def panels(self) -> Sequence[Panel]:
        """What is shown of attachments on the page of their entity."""
        raise NotImplementedError

    @declared
    def pages(self) -> Sequence[Page]:
        """Pages of the plugin's own."""
        raise NotImplementedError

    @declared
    def routes(self) -> Sequence[Route]:
        """Answers of the plugin's own in the API."""
        raise NotImplementedError

    @declared
    def uploads(self) -> Sequence[Upload]:
        """Files that people can upload, and how they are read."""
        raise NotImplementedError

    @declared
    def commands(self) -> Sequence[click.Command]:
        """Commands under `mlhome PLUGIN`. They run in the terminal of whoever calls them, as
        trusted code."""
        raise NotImplementedError


__all__ = [
    "MOST_PROBLEMS",
    "ArtifactLink",
    "Attachment",
    "AttachmentType",
    "Check",
    "Connection",
    "Context",
    "Curve",
    "DatasetUse",
    "Describe",
    "Draft",
    "Entity",
    "EvaluationRun",
    "Examples",
    "File",
    "Hooks",
    "Http",
    "LocationTarget",
    "ModelVersion",
    "Page",
    "Panel",
    "Preview",
    "PreviewRow",
    "Problem",
    "Proposal",
    "Provider",
    "Question",
    "Reader",
    "Reading",
    "Refresh",
    "Report",
    "Result",
    "Route",
    "SearchField",
    "Series",
    "Setting",
    "Upload",
    "UpstreamFailed",
    "Value",
    "hook",
]
