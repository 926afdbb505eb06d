"""Reading saved filters."""

from __future__ import annotations

from crm_tui.domain.segments import Segment
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_SELECT = (
    "SELECT s.id, s.noun, s.name, s.filter, s.sort, s.columns, u.name AS owner"
    ' FROM segment s LEFT JOIN "user" u ON u.id = s.owner_id'
)
SORTS = {"name": "s.name_key", "noun": "s.noun", "id": "s.id"}


def segments(reader: Reader, page: Page) -> list[Segment]:
    """The saved filters of every noun, noun by noun unless told otherwise."""
    tests, params = word_tests(page.words, ("s.noun", "s.name_key", "lower(s.filter)"))
    where = f"WHERE s.archived_at IS NULL{f' AND {tests}' if tests else ''}"
    order = order_by(page.sort or "noun", SORTS, "s.id")
    return reader.rows(Segment, f"{_SELECT} {where} {order} {window(page)}", **params)


def of_noun(reader: Reader, noun: str) -> list[Segment]:
    """A noun's saved filters, in the order of their tabs."""
    where = "WHERE s.noun = :noun AND s.archived_at IS NULL ORDER BY s.position, s.id"
    return reader.rows(Segment, f"{_SELECT} {where}", noun=noun)


def segment(reader: Reader, id: int) -> Segment:
    """One saved filter. Raises NotFound."""
    found = reader.row(Segment, f"{_SELECT} WHERE s.id = :id", id=id)
    if found is None:
        raise NotFound(f"no segment {id}", "list them with: crm segment list")
    return found
