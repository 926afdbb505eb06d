"""Conditions in SQL that triggers and queries share."""

from __future__ import annotations

from crm_tui.domain.interactions import UNREACHED

# What was said last of a channel and a purpose: no later row says otherwise.
LATEST_CONSENT = (
    "{s}.archived_at IS NULL AND NOT EXISTS (SELECT 1 FROM consent later"
    " WHERE later.contact_id = {s}.contact_id AND later.channel = {s}.channel"
    " AND later.purpose = {s}.purpose AND later.archived_at IS NULL"
    " AND (later.at > {s}.at OR (later.at = {s}.at AND later.id > {s}.id)))"
)

_NOBODY = ", ".join(f"'{outcome}'" for outcome in UNREACHED)

# A touch in which both sides took part: not a note, not talk among ourselves, and not a try of
# ours that reached nobody.
REAL_TOUCH = (
    "i.kind <> 'note' AND i.direction <> 'internal' AND i.archived_at IS NULL"
    f" AND (i.direction = 'inbound' OR lower(i.outcome) NOT IN ({_NOBODY}))"
)
