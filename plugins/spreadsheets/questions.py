"""What people are asked about a sheet they upload, and what their answers make of the guess."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from descriptors.problems import Problem
from plugins.api import Question
from plugins.contents import filled
from plugins.spreadsheets.cells import letters
from plugins.spreadsheets.guessing import guessed
from plugins.spreadsheets.heads import heads_of, name_of
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.meaning import KINDS, NOTHING, Meaning, NoMeaning, read_meaning
from plugins.spreadsheets.numbers import COMMA, POINT
from plugins.spreadsheets.opening import FileFormat
from plugins.spreadsheets.sheet import Sheet

MOST_ASKED = 300  # columns; of a sheet with more, the others are not read
MOST_HEADER = 5
COLUMN = "column:"
SUBJECT_ABOUT = "`{model}` is what the column of models says, `{Team}` what the column Team does."


@dataclass(frozen=True)
class Answered:
    """The mapping that answers make, the heads of the columns, and what is wrong with answers."""

    mapping: Mapping
    heads: Sequence[str]
    problems: Sequence[Problem]


def answered(sheet: Sheet, answers: MappingOf[str, str]) -> Answered:
    """The guess, with all that people said in place of it. Raises UnreadableSheet."""
    header = answers.get("header", "")
    rows = int(header) if header in map(str, range(MOST_HEADER + 1)) else None
    guess = guessed(sheet, FileFormat(tab=sheet.tab), rows)
    problems: list[Problem] = []
    columns = {
        name: _meaning(name, meaning, answers, problems)
        for name, meaning in list(guess.columns.items())[:MOST_ASKED]
    }
    if len(guess.columns) > MOST_ASKED:
        problems.append(_too_wide(len(guess.columns)))
    always = {it: answers[it].strip() for it in ("dataset", "split", "version") if answers.get(it)}
    mapping = replace(
        guess,
        columns=columns,
        subject=answers.get("subject", "").strip() or guess.subject,
        decimal=answers.get("decimal", "") if answers.get("decimal") in (POINT, COMMA) else "",
        always=filled(always),
    )
    return Answered(mapping, heads_of(sheet, mapping.header, mapping.skip), problems)


def _meaning(
    name: str, guess: Meaning, answers: MappingOf[str, str], problems: list[Problem]
) -> Meaning:
    text = answers.get(COLUMN + name)
    if text is None:
        return guess
    meaning = read_meaning(text)
    if isinstance(meaning, Meaning):
        return meaning
    problems.append(_said(name, meaning))
    return Meaning(NOTHING)


def _too_wide(columns: int) -> Problem:
    message = f"Of {columns:,} columns the first {MOST_ASKED} are read"
    hint = "declare its mapping in a repository, or turn its columns into rows"
    return Problem("spreadsheets/too-large", message, hint, severity="warning")


def _said(name: str, wrong: NoMeaning) -> Problem:
    return Problem("spreadsheets/meaning", f"column `{name}`: {wrong.message}", wrong.hint)


def questions_of(sheet: Sheet, it: Answered, answers: MappingOf[str, str]) -> Iterator[Question]:
    """First what holds for the whole sheet, then a question at the head of each column."""
    if len(sheet.tabs) > 1:
        tabs = [(tab, tab) for tab in sheet.tabs[:100]]
        yield Question(name="tab", label="Sheet of the workbook", answer=sheet.tab, options=tabs)
    yield from _of_all_rows(it.mapping)
    yield from _of_form(it.mapping)
    yield from _of_columns(it, answers)


def _of_all_rows(mapping: Mapping) -> Iterator[Question]:
    subject = mapping.subject
    yield Question(name="subject", label="What was measured", answer=subject, about=SUBJECT_ABOUT)
    for name, label in (
        ("dataset", "Measured on the data set"),
        ("split", "On its split"),
        ("version", "Version of the model"),
    ):
        about = "For all rows whose column does not say."
        yield Question(name=name, label=label, answer=mapping.always.get(name, ""), about=about)


def _of_form(mapping: Mapping) -> Iterator[Question]:
    yield Question(
        name="header",
        label="Rows of the head",
        answer=str(mapping.header),
        options=[(str(rows), str(rows)) for rows in range(MOST_HEADER + 1)],
    )
    yield Question(
        name="decimal",
        label="Sign before fractions",
        answer=mapping.decimal,
        options=[("", "as the sheet tells"), (POINT, "0.5"), (COMMA, "0,5")],
    )


def _of_columns(it: Answered, answers: MappingOf[str, str]) -> Iterator[Question]:
    for at, (name, meaning) in enumerate(it.mapping.columns.items()):
        yield Question(
            name=COLUMN + name,
            label=_head(name, it.heads, at),
            answer=answers.get(COLUMN + name, str(meaning)),
            options=list(KINDS.items()),
            free=True,
            column=letters(at),
        )


def _head(name: str, heads: Sequence[str], at: int) -> str:
    head = heads[at] if at < len(heads) else ""
    return head if head and name_of(at, heads) == name else f"{head} {name}".strip()
