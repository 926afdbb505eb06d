"""Changing notes; `records.add_note` writes a new one."""

from __future__ import annotations

from crm_tui.errors import InvalidField
from crm_tui.queries import notes as queries
from crm_tui.queries.notes import Note
from crm_tui.services.records import change
from crm_tui.store.write import Write
from crm_tui.text import clean


def edit(w: Write, id: int, body: str, version: int | None = None) -> None:
    """Write a note anew. Raises InvalidField for an empty one, NotFound, and Conflict when
    it was changed since `version`."""
    before = queries.note(w, id)
    text = clean(body)
    if not text:
        raise InvalidField("note", "the note is empty", "delete the note itself")
    change(w, "note", before, {"body": text}, version)
    w.summary = f"edited the note on {_about(before)}"


def delete(w: Write, id: int) -> None:
    """Delete a note; undo brings it back. Raises NotFound."""
    before = queries.note(w, id)
    w.delete("note", id=id)
    w.summary = f"deleted the note on {_about(before)}"


def _about(note: Note) -> str:
    return note.contact or note.company or note.deal or "nothing"
