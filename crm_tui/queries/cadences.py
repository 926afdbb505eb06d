"""Whose cadence has passed: read by index, whatever the number of contacts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from crm_tui.clock import encode_instant
from crm_tui.domain.cadences import latest_day
from crm_tui.store.reader import Reader

_COLUMNS = {"due": "cadence_days", "overdue": "cadence_max_days"}


class Passed(NamedTuple):
    """A contact whose cadence has passed, with what the rules of `domain.cadences` need."""

    id: int
    name: str
    company: str | None
    cadence_days: int
    cadence_max_days: int
    last_contacted_at: str | None
    created_at: str


def passed(
    reader: Reader,
    limit: int,
    state: str = "due",
    user_id: int | None = None,
    owner: str = "",
    id: int | None = None,
) -> list[Passed]:
    """The contacts whose cadence is `due` (overdue ones among them) or `overdue`, the one
    longest without contact first; with `user_id` those of one user and of nobody, with
    `owner`, a folded name, those of that user alone, with `id` only that contact. Left out is
    who has a reminder ahead, as that is the next contact, and who wants no contact."""
    params: dict[str, object] = {"today": reader.today.isoformat(), "now": reader.now}
    test = condition(reader, "c", state, _binder(params))
    if user_id is not None:
        params["me"] = user_id
        test += " AND coalesce(c.owner_id, :me) = :me"
    if owner:
        params["owner"] = owner
        test += ' AND c.owner_id = (SELECT u.id FROM "user" u WHERE u.name_key = :owner)'
    if id is not None:
        params["only"] = id
        test += " AND c.id = :only"
    return reader.rows(
        Passed,
        "SELECT c.id, c.name, co.name AS company, c.cadence_days, c.cadence_max_days,"
        " c.last_contacted_at, c.created_at"
        " FROM contact c LEFT JOIN company co ON co.id = c.company_id"
        f" WHERE {test} AND c.archived_at IS NULL AND (c.next_reminder_at IS NULL"
        " OR CASE WHEN length(c.next_reminder_at) = 10 THEN c.next_reminder_at < :today"
        " ELSE c.next_reminder_at < :now END) AND NOT EXISTS (SELECT 1 FROM preference q"
        " WHERE q.contact_id = c.id AND q.do_not_contact = 1)"
        f" ORDER BY coalesce(c.last_contacted_at, c.created_at), c.id LIMIT {int(limit)}",
        **params,
    )


def condition(reader: Reader, alias: str, state: str, bind: Callable[[object], str]) -> str:
    """SQL that holds where a contact's cadence is `due` or `overdue`: for each number of
    days that is in use, the last contact lies before the day that it reaches back to.
    `bind` takes a parameter's value and answers how it stands in the SQL."""
    column = _COLUMNS[state]
    used = reader.db.rows(
        f"SELECT DISTINCT {column} FROM contact WHERE cadence_max_days IS NOT NULL ORDER BY 1"
    )
    if not used:
        return "FALSE"
    cases = []
    for (days,) in used:
        after = latest_day(state, days, reader.today) + timedelta(days=1)
        start = datetime.combine(after, time(), tzinfo=reader.clock.zone)
        cases.append(f"WHEN {bind(days)} THEN {bind(encode_instant(start))}")
    return (
        f"{alias}.cadence_max_days IS NOT NULL"
        f" AND coalesce({alias}.last_contacted_at, {alias}.created_at)"
        f" < CASE {alias}.{column} {' '.join(cases)} END"
    )


def _binder(params: dict[str, object]) -> Callable[[object], str]:
    def bind(value: object) -> str:
        name = f"cadence{len(params)}"
        params[name] = value
        return f":{name}"

    return bind
