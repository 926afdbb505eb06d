"""Editing many records as one text: what was typed is compared with what was there, and the
difference is written as one operation.

A line that is gone leaves its record as it is; a record that was changed meanwhile keeps what
it has and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crm_tui.domain.fields import unknown
from crm_tui.errors import CrmError, InvalidField
from crm_tui.formats import aligned
from crm_tui.formats.aligned import Line, Mistake
from crm_tui.queries import operations
from crm_tui.services import records
from crm_tui.services.sheets import TAGS, Row, Sheet, known_columns, rows_by_id
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import counted, fold

_SINCE = re.compile(r"^# .*\bas of change ([0-9]{1,18})\b", re.MULTILINE)
_HELP = """\
# {count}, as of change {since}. Change cells, save and leave: what would change is
# shown, and nothing is written before you say so. A line that you delete leaves its record as it
# is. What has a | or a line break in it stands in quotes: "a | b", "two\\nlines".
"""


class Edited(NamedTuple):
    """A line in which something was changed: which record, and its new cells by column."""

    line: int
    id: int
    cells: dict[str, str]


class Asked(NamedTuple):
    """What a text asks for, what is wrong with it, and how many records it left out."""

    edits: list[Edited]
    mistakes: list[Mistake]
    left_out: int


class Change(NamedTuple):
    """A record that changes: (column, what it held, what it will hold) each."""

    id: int
    name: str
    cells: list[tuple[str, str, str]]


class Outcome(NamedTuple):
    """What was done, or would be: the changes, the records that somebody else changed
    meanwhile with what was done to them, the companies that are new, and the mistakes."""

    changes: list[Change]
    conflicts: list[Mistake]
    companies: list[str]
    mistakes: list[Mistake]


def text_of(sheet: Sheet) -> str:
    """The records as a text to be edited."""
    count = counted(len(sheet.rows), sheet.kind.noun)
    names = ("id", *sheet.columns)
    rows = (
        [str(row.id), *(row.cells.get(name, "") for name in sheet.columns)]
        for row in sheet.rows.values()
    )
    head = _HELP.format(count=count, since=sheet.since)
    return head + "\n".join(aligned.aligned(names, rows)) + "\n"


def since_of(text: str) -> int | None:
    """The journal's change that a text says it was made at; None where it says none."""
    found = _SINCE.search(text)
    return int(found[1]) if found else None


def ids_of(text: str) -> list[int]:
    """The ids that stand in a text, as far as it can be read."""
    read = aligned.read(text)
    names = [fold(name) for name in read.header.cells] if read.header else []
    if "id" not in names:
        return []
    cells = (line.cells[names.index("id")] for line in read.lines)
    return [int(cell) for cell in cells if _is_id(cell)]


def asked(reader: Reader, sheet: Sheet, text: str) -> Asked:
    """What the text changes in the records of the sheet."""
    read = aligned.read(text)
    if read.header is None:
        nothing = Mistake(1, "the header is gone", f"id | {' | '.join(sheet.columns)}")
        return Asked([], read.mistakes or [nothing], len(sheet.rows))
    names = [name.casefold().replace(" ", "_") for name in read.header.cells]
    mistakes = [*read.mistakes, *_of_header(reader, sheet, read.header, names)]
    if len(mistakes) > len(read.mistakes):
        return Asked([], mistakes, len(sheet.rows))
    edits, seen = [], set[int]()
    for line in read.lines:
        cells = dict(zip(names, line.cells, strict=True))
        row, mistake = _meant(sheet, cells.pop("id"), line, seen)
        if row is None:
            mistakes.append(mistake)
            continue
        seen.add(row.id)
        changed = {name: text for name, text in cells.items() if text != row.cells.get(name, "")}
        if fixed := [name for name in changed if name in sheet.kind.fixed]:
            hint = f"it was: {row.cells[fixed[0]]}"
            mistakes.append(Mistake(line.number, f"{fixed[0]} cannot be changed here", hint))
        elif changed:
            edits.append(Edited(line.number, row.id, changed))
    return Asked(edits, mistakes, len(sheet.rows.keys() - seen))


def apply(w: Write, sheet: Sheet, edits: list[Edited]) -> Outcome:
    """Do what was asked for; what cannot be done is among the mistakes, and the operation is
    not to be kept then."""
    ids = [edit.id for edit in edits]
    before = rows_by_id(w, sheet.kind, ids)
    conflicts = list(_conflicts(w, sheet, edits, before))
    held = {conflict.line for conflict in conflicts}
    mistakes = []
    for edit in edits:
        if edit.line in held:
            continue
        try:
            _write(w, sheet, before[edit.id], edit.cells)
        except InvalidField as error:
            field = error.field.replace("_", " ")
            told = error.message if field in error.message else f"{field}: {error.message}"
            mistakes.append(Mistake(edit.line, told, error.hint))
        except CrmError as error:
            mistakes.append(Mistake(edit.line, error.message, error.hint))
    companies = operations.new_companies(w, w.operation)
    changes = list(_differences(sheet, before, rows_by_id(w, sheet.kind, ids)))
    w.summary = f"edited {counted(len(changes), sheet.kind.noun)} as text"
    return Outcome(changes, conflicts, companies, mistakes)


def in_words(outcome: Outcome, sheet: Sheet, left_out: int) -> Iterator[str]:
    """What changes, line by line: `deal:12 Harbour cranes`, `  stage: Lead → Won`."""
    noun = sheet.kind.noun
    for change in outcome.changes:
        yield f"{noun}:{change.id} {change.name}"
        for name, old, new in change.cells:
            yield f"  {name.replace('_', ' ')}: {_shown(old)} → {_shown(new)}"
    for name in outcome.companies:
        yield f"new company: {name}"
    for conflict in outcome.conflicts:
        yield f"left alone, line {conflict.line}: {conflict.message}"
    if left_out:
        gone, stay = ("line is", "its record stays") if left_out == 1 else (
            "lines are", "their records stay"
        )  # fmt: skip
        yield f"{left_out:,} {gone} gone: {stay} as {'it is' if left_out == 1 else 'they are'}"


def _of_header(reader: Reader, sheet: Sheet, header: Line, names: list[str]) -> Iterator[Mistake]:
    known = known_columns(reader, sheet.kind)
    if "id" not in names:
        yield Mistake(header.number, "the column id is gone", "it says whose line is whose")
    for name in names:
        if name not in ("id", *known):
            error = unknown(sheet.kind.noun, name, known)
            yield Mistake(header.number, error.message, error.hint)
        elif names.count(name) > 1:
            yield Mistake(header.number, f"the column {name} is there twice", "take one away")


def _meant(sheet: Sheet, cell: str, line: Line, seen: set[int]) -> tuple[Row | None, Mistake]:
    """The record that a line is about, or what is wrong with its id."""
    noun = sheet.kind.noun
    row = sheet.rows.get(int(cell)) if _is_id(cell) else None
    if row is None:
        what = f"no {noun} '{cell}' is among these" if cell else "the id is missing"
        command = "remind" if noun == "reminder" else noun
        hint = f"leave ids as they are; a new one is made by: crm {command} add"
        return None, Mistake(line.number, what, hint)
    if row.id in seen:
        return None, Mistake(line.number, f"{noun} {row.id} has two lines", "delete one")
    return row, Mistake(line.number, "")


def _is_id(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 19


def _conflicts(
    w: Write, sheet: Sheet, edits: list[Edited], present: Mapping[int, Row]
) -> Iterator[Mistake]:
    """The lines whose record is not what it was when the text was opened."""
    noun = sheet.kind.noun
    touched = operations.changed_since(w, noun, [edit.id for edit in edits], sheet.since)
    for edit in edits:
        named = f"{noun} {edit.id} ({sheet.rows[edit.id].name})"
        if edit.id not in present:
            yield Mistake(edit.line, f"{named} was deleted meanwhile")
        elif edit.id in touched:
            by = touched[edit.id]
            who = by.user or "someone else"
            yield Mistake(edit.line, f"{named} was changed by {who} meanwhile: {by.summary}")
        elif present[edit.id].cells != sheet.rows[edit.id].cells:
            yield Mistake(edit.line, f"{named} was changed meanwhile")


def _write(w: Write, sheet: Sheet, row: Row, cells: dict[str, str]) -> None:
    noun = sheet.kind.noun
    fields = {name: text for name, text in cells.items() if name != TAGS}
    if fields:
        sheet.kind.edit(w, row.id, fields)
    if TAGS in cells:
        wanted, present = _names(cells[TAGS]), _names(row.cells[TAGS])
        for key in wanted.keys() - present.keys():
            records.tag(w, noun, row.id, wanted[key])
        for key in present.keys() - wanted.keys():
            records.untag(w, noun, row.id, present[key])


def _names(tags: str) -> dict[str, str]:
    return {fold(name): name.strip() for name in tags.split(",") if name.strip()}


def _differences(
    sheet: Sheet, before: Mapping[int, Row], after: Mapping[int, Row]
) -> Iterator[Change]:
    for id in sheet.rows:
        if id not in before or id not in after:
            continue
        old, new = before[id].cells, after[id].cells
        names = dict.fromkeys((*sheet.columns, *new))
        cells = [
            (name, old.get(name, ""), new.get(name, ""))
            for name in names
            if old.get(name, "") != new.get(name, "")
        ]
        if cells:
            yield Change(id, before[id].name, cells)


def _shown(cell: str) -> str:
    return cell or "–"
