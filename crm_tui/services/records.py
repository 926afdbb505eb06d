"""What the services of all records share: changing, archiving, tagging, adding notes."""

from __future__ import annotations

from typing import Any, Protocol

from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries.resolve import NOUNS, Target, resolve
from crm_tui.services.values import required_line
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean, fold

_NAMES = {"contact": "name", "company": "name", "deal": "title", "product": "name"}


class Read(Protocol):
    """A record as it was read before it is changed."""

    @property
    def id(self) -> int: ...


def change(
    w: Write, table: str, before: Read, columns: dict[str, Any], version: int | None
) -> None:
    """Write the columns whose values differ from what was read.

    Raises Conflict when the record was changed since `version`, even where nothing differs.
    """
    differing = {
        name: value for name, value in columns.items() if getattr(before, name, _UNREAD) != value
    }
    if differing:
        w.update(table, before.id, version, **differing)
    elif version is not None:
        w.check_version(table, before.id, version)


_UNREAD = object()


def there(w: Write, noun: str, id: int) -> Target:
    """The record, which somebody may have deleted since it was shown. Raises NotFound."""
    return resolve(w, f"{noun}:{id}", (noun,))


def archive(w: Write, table: str, id: int) -> str:
    """Archive a contact, company or deal; answers its name. Raises NotFound."""
    name = w.scalar(f"SELECT {_NAMES[table]} FROM {table} WHERE id = :id", {"id": id})
    if name is None:
        raise NotFound(f"no {table} {id}", f"list them with: crm {table} list")
    w.update(table, id, archived_at=w.now)
    return str(name)


def unarchive(w: Write, table: str, id: int) -> None:
    """Bring a contact, company or deal back into the lists. Raises NotFound."""
    target = there(w, table, id)
    w.update(table, id, archived_at=None)
    w.summary = f"brought back {table} {target.name}"


def delete_parts(w: Write, noun: str, ids: int | Ids) -> None:
    """Delete what hangs on contacts, companies or deals that go. A reminder that hangs on
    others too only lets them go; an attachment's file stays, so that undo finds it."""
    column = f"{noun}_id"
    for table in ("tagging", "note", "attachment", "pin"):
        w.delete(table, **{column: ids})
    w.delete("queue_visit", noun=noun, record_id=ids)
    others = " OR ".join(f"{other}_id IS NOT NULL" for other in NOUNS if other != noun)
    w.clear("reminder", column, ids, others)
    w.delete("reminder", **{column: ids})


def tag(w: Write, table: str, id: int, name: str) -> None:
    """Give a contact, company or deal a tag, made when it is new. Twice is once.

    Raises InvalidField for an empty tag, NotFound for the record.
    """
    target = there(w, table, id)
    label, tag_id = tag_label(name), tag_named(w, name)
    tagged = w.scalar(
        f"SELECT id FROM tagging WHERE tag_id = :tag AND {table}_id = :id",
        {"tag": tag_id, "id": id},
    )
    if tagged is None:
        w.insert("tagging", **{"tag_id": tag_id, f"{table}_id": id})
    w.summary = f"tagged {target.name} {label}"


def tag_label(name: str) -> str:
    """A tag's name as it is kept. Raises InvalidField for an empty one."""
    return required_line("tag", name)


def tag_named(w: Write, name: str) -> int:
    """The id of the tag of that name, made when it is new. Raises InvalidField."""
    label = tag_label(name)
    id = w.scalar("SELECT id FROM tag WHERE name_key = :key", {"key": fold(label)})
    return w.insert("tag", name=label, name_key=fold(label)) if id is None else int(str(id))


def untag(w: Write, table: str, id: int, name: str) -> None:
    """Take a tag off. Raises InvalidField when the record does not have it."""
    tag_id = w.scalar("SELECT id FROM tag WHERE name_key = :key", {"key": fold(name)})
    if tag_id is None or not w.delete("tagging", **{"tag_id": tag_id, f"{table}_id": id}):
        raise InvalidField("untag", f"{table} {id} has no tag '{name}'")
    w.summary = f"untagged {table} {id} {name}"


def add_note(w: Write, table: str, id: int, body: str) -> int:
    """Add a note to a contact, company or deal; answers the note's id.

    Raises InvalidField for an empty note, NotFound for the record.
    """
    target = there(w, table, id)
    text = clean(body)
    if not text:
        raise InvalidField("note", "the note is empty", "write something")
    w.summary = f"noted on {target.name}"
    return w.insert("note", **{"body": text, f"{table}_id": id})
