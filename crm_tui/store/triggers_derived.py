"""Columns that follow from other tables, and the triggers that keep them."""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.store.rules import REAL_TOUCH
from crm_tui.store.triggers_row import row_trigger

_PARENTS = ("contact", "company", "deal")


def derived() -> Iterator[tuple[str, str, str]]:
    """Table, derived column, and the SQL of what each of its rows should have there."""
    for parent in _PARENTS:
        yield parent, "next_reminder_at", _soonest(parent, f"{parent}.id")
    for parent in ("company", "deal"):
        yield parent, "last_contacted_at", _latest(parent, f"{parent}.id")
    yield "contact", "last_contacted_at", _LATEST_OF_CONTACT


def _soonest(parent: str, id: str) -> str:
    return (
        f"(SELECT min(due) FROM reminder WHERE {parent}_id = {id}"
        " AND done_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL)"
    )


def _latest(parent: str, id: str) -> str:
    return f"(SELECT max(i.at) FROM interaction i WHERE i.{parent}_id = {id} AND {REAL_TOUCH})"


_LATEST_OF_CONTACT = (
    "(SELECT max(i.at) FROM interaction_contact ic"
    " JOIN interaction i ON i.id = ic.interaction_id"
    f" WHERE ic.contact_id = contact.id AND {REAL_TOUCH})"
)


def _next_reminder(row: str) -> str:
    return "\n  ".join(
        f"UPDATE {parent} SET next_reminder_at = {_soonest(parent, f'{row}.{parent}_id')}"
        f" WHERE id = {row}.{parent}_id;"
        for parent in _PARENTS
    )


def _last_contact(row: str) -> str:
    return "\n  ".join(
        f"UPDATE {parent} SET last_contacted_at = {_latest(parent, f'{row}.{parent}_id')}"
        f" WHERE id = {row}.{parent}_id;"
        for parent in ("company", "deal")
    )


def _contact_touched(contact: str) -> str:
    return f"UPDATE contact SET last_contacted_at = {_LATEST_OF_CONTACT} WHERE id {contact};"


# A new row can only make a time later or sooner: nothing that was there before is looked at, so
# that many of one contact come in at the same pace.
_NEW_REMINDER = "\n  ".join(
    f"UPDATE {parent} SET next_reminder_at = NEW.due WHERE id = NEW.{parent}_id"
    " AND NEW.done_at IS NULL AND NEW.dropped_at IS NULL AND NEW.archived_at IS NULL"
    " AND (next_reminder_at IS NULL OR next_reminder_at > NEW.due);"
    for parent in _PARENTS
)
_NEW_TOUCH = "\n  ".join(
    f"UPDATE {parent} SET last_contacted_at = NEW.at WHERE id = NEW.{parent}_id"
    f" AND {REAL_TOUCH.replace('i.', 'NEW.')}"
    " AND (last_contacted_at IS NULL OR last_contacted_at < NEW.at);"
    for parent in ("company", "deal")
)
_NEW_TOUCH_OF_CONTACT = (
    "UPDATE contact SET last_contacted_at = (SELECT at FROM interaction"
    " WHERE id = NEW.interaction_id) WHERE id = NEW.contact_id AND EXISTS (SELECT 1"
    f" FROM interaction i WHERE i.id = NEW.interaction_id AND {REAL_TOUCH}"
    " AND (contact.last_contacted_at IS NULL OR contact.last_contacted_at < i.at));"
)

_THOSE_OF_NEW = "IN (SELECT contact_id FROM interaction_contact WHERE interaction_id = NEW.id)"

_DERIVING: dict[str, dict[str, str]] = {
    "reminder": {
        "insert": _NEW_REMINDER,
        "update": _next_reminder("OLD") + "\n  " + _next_reminder("NEW"),
        "delete": _next_reminder("OLD"),
    },
    "interaction": {
        "insert": _NEW_TOUCH,
        "update": "\n  ".join(
            [_last_contact("OLD"), _last_contact("NEW"), _contact_touched(_THOSE_OF_NEW)]
        ),
        "delete": _last_contact("OLD"),
    },
    "interaction_contact": {
        "insert": _NEW_TOUCH_OF_CONTACT,
        "update": "\n  ".join(
            [_contact_touched("= OLD.contact_id"), _contact_touched("= NEW.contact_id")]
        ),
        "delete": _contact_touched("= OLD.contact_id"),
    },
}


def deriving(dialect: str) -> Iterator[str]:
    """The statements that make the triggers of derived columns, in order."""
    for table, events in _DERIVING.items():
        for event, body in events.items():
            yield from row_trigger(f"derive_{table}", table, event, body, dialect)
