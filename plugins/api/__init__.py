"""The contract of plugins: all that an author needs to know.

A plugin is a Python module with some of the hooks of `Hooks`, each marked `@hook`, that its
distribution names in the entry-point group `mlhome.plugins`:

    [options.entry_points]
    mlhome.plugins =
        dvc = mlhome_dvc.plugin

Hooks *declare*: they are called once when ML Home starts (in every process of it), with no
arguments, and return values of the classes here. They and the import of the plugin are trusted:
they must be quick, touch no network and have no side effects.

Functions inside those values *work*: ML Home calls them when their time comes, in a child process
that it kills at a deadline. They are given all they need as arguments and return values; what they
return is checked, stored, shown and found by ML Home. A function that raises, hangs or returns
something else harms only its own plugin: what it knew before stays, with a note how old it is.

Panels and pages are templates over stored values: no plugin code runs while a page is rendered.

Authors import all of it from here. Where what is said of it stands:

    hooks        what a plugin can declare
    settings     what people set for it
    given        what its functions are given: the entity, the context, HTTP
    reports      what they return
    attachments  types of attachments; search fields, checks, panels and pages over them
    describing   what is told of entities, at once or again and again
    files        other files in locations, and their readers
    uploads      files that people upload
    locations    where further locations are found
    routes       answers of the API
"""

from descriptors.problems import Problem as Problem
from plugins.api.attachments import AttachmentType, Check, Page, Panel, SearchField
from plugins.api.describing import Describe, Refresh
from plugins.api.files import File, Reader, Reading
from plugins.api.given import Connection, Context, Entity, Http, UpstreamFailed, Value
from plugins.api.hooks import ENTRY_POINTS as ENTRY_POINTS
from plugins.api.hooks import NAME as NAME
from plugins.api.hooks import NAME_RULE as NAME_RULE
from plugins.api.hooks import Hooks, hook
from plugins.api.locations import LocationTarget, Provider
from plugins.api.reports import MOST_PROBLEMS, Attachment, Proposal, Report
from plugins.api.routes import Route
from plugins.api.settings import Setting
from plugins.api.uploads import Draft, Preview, PreviewRow, Question, Upload
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
