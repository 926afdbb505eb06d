"""Reading reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from crm_tui.clock import encode_instant
from crm_tui.domain.reminders import Reminder
from crm_tui.errors import NotFound
from crm_tui.queries.activity import day_windows
from crm_tui.queries.paging import Page, narrowed, order_by, window
from crm_tui.store.reader import Reader
from crm_tui.text import fold

_SELECT = """
SELECT r.id, r.uid, r.version, r.text, r.kind, r.due, r.zone, r.repeat, r.repeat_from,
       r.anchor, r.contact_id, c.name AS contact, coalesce(r.company_id, c.company_id)
       AS company_id, co.name AS company, r.deal_id, d.title AS deal, r.owner_id,
       u.name AS owner, r.done_at, r.dropped_at
  FROM reminder r
  LEFT JOIN contact c ON c.id = r.contact_id
  LEFT JOIN deal d ON d.id = r.deal_id
  LEFT JOIN company co ON co.id = coalesce(r.company_id, c.company_id)
  LEFT JOIN "user" u ON u.id = r.owner_id
"""
_OPEN = "r.done_at IS NULL AND r.dropped_at IS NULL AND r.archived_at IS NULL"
SORTS = {"due": "r.due", "text": "r.text", "created_at": "r.created_at", "id": "r.id"}
_FOUND_IN = ("lower(r.text)", "c.name_key", "co.name_key")


def due(
    reader: Reader, until: date | None = None, owner: str = "", limit: int | None = None
) -> list[Reminder]:
    """The open reminders due up to the end of day `until` (all when None), oldest first;
    some of the day after may be among them.

    `owner` keeps those of one user.
    """
    tests, params = [_OPEN], dict[str, object]()
    if until is not None:
        # A day more than asked: which day an instant falls on, the reader's zone decides.
        tests.append("r.due < :until")
        params["until"] = (until + timedelta(days=2)).isoformat()
    if owner:
        tests.append("u.name_key = :owner")
        params["owner"] = fold(owner)
    tail = f"LIMIT {int(limit)}" if limit is not None else ""
    sql = f"{_SELECT} WHERE {' AND '.join(tests)} ORDER BY r.due, r.id {tail}"
    return reader.rows(Reminder, sql, **params)


def reminders(reader: Reader, page: Page, *, closed: bool = False) -> list[Reminder]:
    """The reminders in a window of the list: the open ones, or all with `closed` or where
    the filter asks for them. Raises FilterError."""
    where, params, asked = narrowed(reader, "reminder", page, _FOUND_IN)
    if not closed and "closed" not in asked:
        where += f" AND {_OPEN}"
    order = order_by(page.sort or "due", SORTS, "r.id")
    return reader.rows(Reminder, f"{_SELECT} {where} {order} {window(page)}", **params)


def of_record(reader: Reader, noun: str, id: int) -> list[Reminder]:
    """The open reminders on a contact, a company or a deal, the next one first."""
    column = {"contact": "r.contact_id", "company": "r.company_id", "deal": "r.deal_id"}[noun]
    return reader.rows(
        Reminder, f"{_SELECT} WHERE {column} = :id AND {_OPEN} ORDER BY r.due, r.id", id=id
    )


def reminder(reader: Reader, id: int) -> Reminder:
    """One reminder. Raises NotFound."""
    found = reader.row(Reminder, f"{_SELECT} WHERE r.id = :id", id=id)
    if found is None:
        raise NotFound(f"no reminder {id}", "list them with: crm remind list")
    return found


def between(reader: Reader, first: date, last: date, page: Page) -> list[Reminder]:
    """The open reminders that are due from one day to another where the user lives, those
    without a time of day first; of a window's filter, which may ask for closed ones, and its
    limit. Raises FilterError."""
    where, params, asked = narrowed(reader, "reminder", page, _FOUND_IN)
    days, more = _in_days(reader, first, last)
    tests = [where, days] if "closed" in asked else [where, days, _OPEN]
    order = "ORDER BY r.due, r.id"
    sql = f"{_SELECT} {' AND '.join(tests)} {order} {window(page)}"
    return reader.rows(Reminder, sql, **params, **more)


def count_by_day(reader: Reader, days: Sequence[date], page: Page) -> dict[str, int]:
    """How many reminders `between` finds on each of the days, by the day's ISO text; those
    that have none are left out. Raises FilterError."""
    where, params, asked = narrowed(reader, "reminder", page, _FOUND_IN)
    inside, more = _in_days(reader, days[0], days[-1])
    windows, bounds = day_windows(reader.clock.zone, days)
    closed = "" if "closed" in asked else f" AND {_OPEN}"
    rows = reader.db.rows(
        # Days and moments are counted before they are matched with the days they fall on.
        f"WITH w (day, first, past) AS ({windows}), f AS (SELECT r.due, count(*) AS number"
        f" FROM reminder r {where} AND {inside}{closed} GROUP BY r.due)"
        " SELECT w.day, sum(f.number) FROM w JOIN f ON CASE WHEN length(f.due) = 10"
        " THEN f.due = w.day ELSE f.due >= w.first AND f.due < w.past END GROUP BY w.day",
        {**params, **more, **bounds},
    )
    return {str(day): int(number) for day, number in rows}


def _in_days(reader: Reader, first: date, last: date) -> tuple[str, dict[str, object]]:
    # The plain comparison, a day wide on both sides, is for the index.
    test = (
        "r.due >= :about_first AND r.due < :about_last AND CASE WHEN length(r.due) = 10"
        " THEN r.due >= :first_day AND r.due <= :last_day"
        " ELSE r.due >= :first AND r.due < :past END"
    )
    zone, day = reader.clock.zone, timedelta(days=1)
    return test, {
        "about_first": (first - day).isoformat(),
        "about_last": (last + 2 * day).isoformat(),
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "first": encode_instant(datetime.combine(first, time(), tzinfo=zone)),
        "past": encode_instant(datetime.combine(last + day, time(), tzinfo=zone)),
    }
