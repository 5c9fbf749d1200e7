"""Files that people upload, and what they are asked about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from descriptors.problems import Problem
from plugins.api.files import File
from plugins.api.given import Context
from plugins.api.reports import Report


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
