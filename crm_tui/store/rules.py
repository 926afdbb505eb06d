"""Conditions in SQL that triggers and queries share."""

from __future__ import annotations

# A touch that reached the other side: not a note, and not talk among ourselves.
REAL_TOUCH = "i.kind <> 'note' AND i.direction <> 'internal' AND i.archived_at IS NULL"
