"""Writing key dates: birthdays, renewals and other days to remember."""

from __future__ import annotations

from crm_tui.queries.resolve import resolve
from crm_tui.services import values
from crm_tui.store.write import Write

# Days that come every year unless it is said otherwise; a contract ends once.
YEARLY = frozenset({"birthday", "anniversary", "renewal"})
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
