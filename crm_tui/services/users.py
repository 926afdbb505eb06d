"""Writing users."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.channels import check_email
from crm_tui.errors import InvalidField
from crm_tui.queries import users as queries
from crm_tui.services.records import change
from crm_tui.services.values import required_line, user_or_none
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold


def create(w: Write, name: str, email: str = "", *, manager: str = "", team: str = "") -> int:
    """A new user, below a manager who is named and in a team; answers the id. Raises
    InvalidField for a name that is taken, and for a manager who is not there."""
    name = _free_name(w, name)
    w.summary = f"added user {name}"
    kept = check_email(email) if email.strip() else ""
    above = user_or_none(w, "manager", manager)
    return w.insert(
        "user", name=name, name_key=fold(name), email=kept, manager_id=above, team=clean_line(team)
    )


def edit(
    w: Write,
    id: int,
    *,
    name: str | None = None,
    email: str | None = None,
    manager: str | None = None,
    team: str | None = None,
) -> None:
    """Set a user's name, address, manager or team, where given. Raises InvalidField, NotFound."""
    before = queries.user(w, id)
    columns: dict[str, Any] = {}
    if name is not None:
        kept = _free_name(w, name, id)
        columns |= {"name": kept, "name_key": fold(kept)} if kept != before.name else {}
    if email is not None:
        columns["email"] = check_email(email) if email.strip() else ""
    if manager is not None:
        columns["manager_id"] = user_or_none(w, "manager", manager)
        _no_circle(w, id, columns["manager_id"])
    if team is not None:
        columns["team"] = clean_line(team)
    change(w, "user", before, columns, None)
    w.summary = f"edited user {columns.get('name', before.name)}"


def _no_circle(w: Write, id: int, manager: int | None) -> None:
    if manager is not None and id in queries.above(w, manager):
        raise InvalidField("manager", "nobody is above themselves", "name another")


def _free_name(w: Write, name: str, id: int = 0) -> str:
    """One line that no other user than `id` is called by."""
    kept = required_line("name", name)
    taken = w.scalar(
        'SELECT id FROM "user" WHERE name_key = :key AND id <> :id', {"key": fold(kept), "id": id}
    )
    if taken is not None:
        raise InvalidField("name", f"there is a user '{kept}' already", "take another name")
    return kept
