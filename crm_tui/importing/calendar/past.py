"""Meetings that were planned the last time a calendar was imported, and were held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_tui.importing.activities.drafts import Draft
from crm_tui.queries import importing_activities as queries
from crm_tui.store.write import Write


class Settled(NamedTuple):
    """How many reminders were ended by their meetings, and the uids of meetings that somebody
    dropped: they were not held."""

    ended: int
    dropped: frozenset[str]


def settle(w: Write, drafts: Sequence[Draft]) -> Settled:
    """End the reminders of those meetings among the drafts that are past by now, at the time
    when they were."""
    held = {draft.uid: draft for draft in drafts if draft.noun == "interaction"}
    planned = queries.by_uid(w, "reminder", held)
    dropped, ended = set[str](), 0
    for uid, reminder in planned.items():
        if reminder["dropped_at"]:
            dropped.add(uid)
        elif not reminder["done_at"]:
            w.update("reminder", reminder["id"], done_at=held[uid].columns["at"])
            ended += 1
    return Settled(ended, frozenset(dropped))
