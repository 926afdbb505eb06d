"""Reading the days to remember: of one record, and those that lie ahead."""

from __future__ import annotations

from datetime import date, timedelta

from crm_tui.domain.key_dates import Ahead, KeyDate, next_on
from crm_tui.errors import NotFound
from crm_tui.store.reader import Reader

MOST, MOST_DAYS = 50, 364
_SELECT = """
SELECT k.id, k.kind, k.day, k.yearly,
       CASE WHEN k.contact_id IS NULL THEN 'company' ELSE 'contact' END AS noun,
       coalesce(k.contact_id, k.company_id) AS record_id, coalesce(c.name, co.name) AS name,
       k.version
  FROM key_date k
  LEFT JOIN contact c ON c.id = k.contact_id
  LEFT JOIN company co ON co.id = k.company_id
 WHERE k.archived_at IS NULL
"""
_LIVE = "AND c.archived_at IS NULL AND co.archived_at IS NULL"


def ahead(reader: Reader, days: int, owner: str = "", start: date | None = None) -> list[Ahead]:
    """The days to remember from `start` (today) to so many days later, a year at most; the
    next fifty, the first of them first. With `owner`, a folded name, those of one user's
    contacts and companies."""
    first = start or reader.today
    last = first + timedelta(days=min(days, MOST_DAYS))
    month_day = "substr(k.day, 6, 5)"
    # Of the two ends of a range over the year's end one holds; a 29th of February comes with
    # the 28th, and what the year makes of it is decided below.
    joint = "AND" if f"{first:%m-%d}" <= f"{last:%m-%d}" else "OR"
    mine = (
        ' AND (SELECT u.name_key FROM "user" u WHERE u.id = coalesce(c.owner_id, co.owner_id))'
        " = :owner"
    )
    rows = reader.rows(
        KeyDate,
        f"{_SELECT} {_LIVE} AND CASE WHEN k.yearly = 1"
        f" THEN {month_day} >= :from_md {joint} {month_day} <= :to_md"
        " ELSE k.day BETWEEN :from_day AND :to_day END"
        f"{mine if owner else ''} ORDER BY CASE WHEN k.yearly = 0 THEN k.day"
        f" WHEN {month_day} >= :from_md THEN :this_year || {month_day}"
        f" ELSE :next_year || {month_day} END, k.id LIMIT {MOST}",
        this_year=f"{first.year}-",
        next_year=f"{first.year + 1}-",
        from_md=f"{first:%m-%d}",
        to_md="02-29" if f"{last:%m-%d}" == "02-28" else f"{last:%m-%d}",
        from_day=first.isoformat(),
        to_day=last.isoformat(),
        **({"owner": owner} if owner else {}),
    )
    found = [
        Ahead(on, row)
        for row in rows
        if (on := next_on(date.fromisoformat(row.day), first, yearly=bool(row.yearly)))
        and on <= last
    ]
    return sorted(found, key=lambda each: (each.on, each.key_date.name, each.key_date.id))


def of_record(reader: Reader, noun: str, id: int) -> list[KeyDate]:
    """The key dates of a contact or company (`noun`), as they come in the year."""
    return reader.rows(
        KeyDate,
        f"{_SELECT} AND k.{noun}_id = :id ORDER BY substr(k.day, 6, 5), k.day, k.kind, k.id",
        id=id,
    )


def key_date(reader: Reader, id: int) -> KeyDate:
    """One key date. Raises NotFound."""
    found = reader.row(KeyDate, f"{_SELECT} AND k.id = :id", id=id)
    if found is None:
        raise NotFound(f"no key date {id}", "list them with: crm date list WHO")
    return found
