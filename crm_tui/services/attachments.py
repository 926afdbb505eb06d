"""Writing attachments. A file is kept, whole, before its row is written."""

from __future__ import annotations

from datetime import timedelta

from crm_tui.clock import encode_instant
from crm_tui.queries import attachments as queries
from crm_tui.services.records import there
from crm_tui.store.files import Files, Kept
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write


def add(w: Write, noun: str, id: int, files: list[Kept]) -> list[int]:
    """Attach kept files to a contact, company or deal; answers the attachments' ids. One
    that the record has already, by name and content, is not added again.

    Raises NotFound for the record.
    """
    target = there(w, noun, id)
    ids = []
    for file in files:
        present = w.scalar(
            f"SELECT id FROM attachment WHERE {noun}_id = :id AND hash = :hash AND name = :name",
            {"id": id, "hash": file.hash, "name": file.name},
        )
        row = {**file._asdict(), f"{noun}_id": id}
        ids.append(w.insert("attachment", **row) if present is None else int(str(present)))
    what = files[0].name if len(files) == 1 else f"{len(files)} files"
    w.summary = f"attached {what} to {target.name}"
    return ids


def delete(w: Write, id: int) -> None:
    """Take an attachment off its record; the file stays, so that undo finds it. Raises
    NotFound."""
    found = queries.attachment(w, id)
    w.delete("attachment", id=id)
    w.summary = f"took {found.name} off {found.contact or found.company or found.deal}"


def clean(reader: Reader, files: Files, days: int, *, dry_run: bool = False) -> tuple[int, int]:
    """Delete the files that no record has had for so many days; answers how many, and their
    bytes. Undoing the deletion of an attachment further back brings its row alone. What a
    crash left half copied, and copies for other programs to open, go after a day.
    """
    since = reader.clock.now() - timedelta(days=days)
    needed = queries.hashes(reader) | queries.deleted_since(reader, encode_instant(since))
    number = size = 0
    for hash in list(files.hashes()):
        state = files.place(hash).stat()
        if hash not in needed and state.st_mtime < since.timestamp():
            number, size = number + 1, size + state.st_size
            if not dry_run:
                files.drop(hash)
    yesterday = reader.clock.now() - timedelta(days=1)
    for path, of_it in files.leavings(yesterday.timestamp()):
        number, size = number + 1, size + of_it
        if not dry_run:
            files.sweep(path)
    return number, size
