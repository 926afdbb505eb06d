"""Writing key dates: birthdays, renewals and other days to remember."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.key_dates import YEARLY
from crm_tui.queries import key_dates as queries
from crm_tui.queries.resolve import resolve
from crm_tui.services import values
from crm_tui.services.records import change
from crm_tui.store.write import Write

OWNERS = ("contact", "company")


def add(w: Write, owner: str, id: int, kind: str, day: str, *, yearly: bool | None = None) -> int:
    """Remember a day, given as text, of a contact or company (`owner`); answers its id.

    `kind` is a word like birthday, renewal or contract end; whether it comes every year
    goes by the word where `yearly` does not say. The same twice is once. Raises
    InvalidField for an empty kind and for what is no day, NotFound for the owner.
    """
    name = resolve(w, f"{owner}:{id}", OWNERS).name
    word = values.required_line("kind", kind).casefold()
    kept = values.date_or_none(w, "day", values.required_line("day", day))
    w.summary = f"noted the {word} of {name}"
    there = w.scalar(
        f"SELECT id FROM key_date WHERE {owner}_id = :id AND kind = :kind AND day = :day",
        {"id": id, "kind": word, "day": kept},
    )
    if there is not None:
        return int(str(there))
    every_year = word in YEARLY if yearly is None else yearly
    return w.insert(
        "key_date", **{f"{owner}_id": id, "kind": word, "day": kept, "yearly": int(every_year)}
    )


def edit(
    w: Write,
    id: int,
    *,
    kind: str | None = None,
    day: str | None = None,
    yearly: bool | None = None,
    version: int | None = None,
) -> None:
    """Set what is not None. Raises InvalidField, NotFound, and Conflict when the key date
    was changed since `version`."""
    before = queries.key_date(w, id)
    columns: dict[str, Any] = {}
    if kind is not None:
        columns["kind"] = values.required_line("kind", kind).casefold()
    if day is not None:
        columns["day"] = values.date_or_none(w, "day", values.required_line("day", day))
    if yearly is not None:
        columns["yearly"] = int(yearly)
    change(w, "key_date", before, columns, version)
    w.summary = f"edited the {columns.get('kind', before.kind)} of {before.name}"


def delete(w: Write, id: int) -> None:
    """Forget a key date; undo brings it back. Raises NotFound."""
    found = queries.key_date(w, id)
    w.delete("key_date", id=id)
    w.summary = f"forgot the {found.kind} of {found.name}"
