"""Writing what a user keeps at hand."""

from __future__ import annotations

from crm_tui.services.records import there
from crm_tui.store.write import Write


def pin(w: Write, noun: str, id: int) -> bool:
    """Keep a contact, company or deal at hand for the acting user; answers whether it was not
    yet. Raises NotFound."""
    target = there(w, noun, id)
    w.summary = f"pinned {target.name}"
    found = w.scalar(
        f"SELECT id FROM pin WHERE user_id = :user AND {noun}_id = :id",
        {"user": w.user_id, "id": id},
    )
    if found is None:
        w.insert("pin", **{"user_id": w.user_id, f"{noun}_id": id})
    return found is None


def unpin(w: Write, noun: str, id: int) -> bool:
    """Let go of it again; answers whether it was pinned. Raises NotFound."""
    target = there(w, noun, id)
    w.summary = f"unpinned {target.name}"
    return bool(w.delete("pin", **{"user_id": w.user_id, f"{noun}_id": id}))


def turn(w: Write, noun: str, id: int) -> None:
    """Pin it, or let go of it where it is pinned. Raises NotFound."""
    if not unpin(w, noun, id):
        pin(w, noun, id)
