"""Writing tags themselves; `records.tag` and `untag` put them on records."""

from __future__ import annotations

from crm_tui.errors import InvalidField
from crm_tui.queries.names import named
from crm_tui.services.values import required_line
from crm_tui.store.write import Write
from crm_tui.text import fold


def rename(w: Write, id: int, name: str) -> None:
    """Call a tag otherwise, wherever it is. Raises InvalidField for a name that is taken."""
    before, label = named(w, "tag", f"tag:{id}"), required_line("tag", name)
    taken = w.scalar(
        "SELECT id FROM tag WHERE name_key = :key AND id <> :id", {"key": fold(label), "id": id}
    )
    if taken is not None:
        raise InvalidField("tag", f"there is a tag '{label}' already", "take another name")
    w.summary = f"renamed tag {before.name} to {label}"
    if label != before.name:
        w.update("tag", id, name=label, name_key=fold(label))


def delete(w: Write, id: int) -> None:
    """Take a tag off everything that has it, and delete it; undo brings all of it back."""
    before = named(w, "tag", f"tag:{id}")
    w.delete("tagging", tag_id=id)
    w.delete("tag", id=id)
    w.summary = f"deleted tag {before.name}"
