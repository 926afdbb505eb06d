"""Writing users."""

from __future__ import annotations

from crm_tui.domain.channels import check_email
from crm_tui.errors import InvalidField
from crm_tui.services.values import required_line
from crm_tui.store.write import Write
from crm_tui.text import fold


def create(w: Write, name: str, email: str = "") -> int:
    """A new user; answers the id. Raises InvalidField for a name that is taken."""
    name = required_line("name", name)
    if w.scalar('SELECT id FROM "user" WHERE name_key = :key', {"key": fold(name)}) is not None:
        raise InvalidField("name", f"there is a user '{name}' already", "take another name")
    w.summary = f"added user {name}"
    kept = check_email(email) if email.strip() else ""
    return w.insert("user", name=name, name_key=fold(name), email=kept)
