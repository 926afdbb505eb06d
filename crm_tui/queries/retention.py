"""Reading who is due to go, by the rule of `domain.retention`."""

from __future__ import annotations

from datetime import date, datetime, time

from crm_tui.clock import encode_instant
from crm_tui.domain.retention import CONTRACT_DAYS, GROUNDS, HOLD, Aged
from crm_tui.queries.filter import compile_filter
from crm_tui.store.reader import Reader
from crm_tui.store.rules import LATEST_CONSENT

_DEAL = (
    "SELECT min(+d.id) FROM deal_contact x CROSS JOIN deal d WHERE d.id = x.deal_id"
    " AND x.contact_id = c.id AND"
)
_DAYS = ", ".join(f"'{kind}'" for kind in CONTRACT_DAYS)
# For each ground the id of a record that it is. SQLite takes the tables of a CROSS JOIN in their
# order; the plus keeps it from looking for the least id through a whole table.
_FOUND = {
    "open_deal": f"{_DEAL} d.status = 'open' AND d.archived_at IS NULL",
    "closed_deal": f"{_DEAL} d.status <> 'open' AND d.closed_at >= :since",
    "reminder": "SELECT min(+r.id) FROM reminder r WHERE r.contact_id = c.id"
    " AND r.done_at IS NULL AND r.dropped_at IS NULL AND r.archived_at IS NULL",
    "consent": "SELECT min(+s.id) FROM consent s WHERE s.contact_id = c.id AND s.given = 1"
    f" AND (s.expires_on IS NULL OR s.expires_on >= :today) AND {LATEST_CONSENT.format(s='s')}",
    "contract": "SELECT min(+k.id) FROM key_date k WHERE k.contact_id = c.id"
    f" AND k.archived_at IS NULL AND k.kind IN ({_DAYS}) AND (k.yearly = 1 OR k.day >= :today)",
    "hold": "SELECT min(+t.id) FROM tagging g JOIN tag t ON t.id = g.tag_id"
    " WHERE g.contact_id = c.id AND t.name_key = :hold",
}


def aged(
    reader: Reader, since: date, filter: str = "", me: int | None = None, *, kept: bool = False
) -> list[Aged]:
    """The people with whom there was no real contact since a day, archived ones too, longest
    without one first: those who are due to go, or with `kept` those for whom there is a ground
    to stay. A filter narrows them, where `me` is the acting user. Raises FilterError."""
    where, params, _ = compile_filter("contact", filter, reader, me)
    found = ", ".join(f"({_FOUND[ground.field]}) AS {ground.field}" for ground in GROUNDS)
    none = " AND ".join(f"aged.{ground.field} IS NULL" for ground in GROUNDS)
    start = datetime.combine(since, time(), tzinfo=reader.clock.zone)
    given: dict[str, object] = {
        **params,
        "since": encode_instant(start),
        "today": reader.today.isoformat(),
        "hold": HOLD,
    }
    return reader.rows(
        Aged,
        "SELECT aged.* FROM (SELECT c.id, c.uid, c.name, co.name AS company, c.created_at,"
        f" c.last_contacted_at, {found} FROM contact c"
        " LEFT JOIN company co ON co.id = c.company_id"
        f" WHERE coalesce(c.last_contacted_at, c.created_at) < :since AND {where or 'TRUE'}"
        f") AS aged WHERE {'NOT ' * kept}({none})"
        " ORDER BY coalesce(aged.last_contacted_at, aged.created_at), aged.id",
        **given,
    )
