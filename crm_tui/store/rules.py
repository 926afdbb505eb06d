"""Conditions in SQL that triggers and queries share."""

from __future__ import annotations

from crm_tui.domain.interactions import UNREACHED

_NOBODY = ", ".join(f"'{outcome}'" for outcome in UNREACHED)

# A touch in which both sides took part: not a note, not talk among ourselves, and not a try of
# ours that reached nobody.
REAL_TOUCH = (
    "i.kind <> 'note' AND i.direction <> 'internal' AND i.archived_at IS NULL"
    f" AND (i.direction = 'inbound' OR lower(i.outcome) NOT IN ({_NOBODY}))"
)
