"""Reading tags."""

from __future__ import annotations

from crm_tui.domain.tags import Tag
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_COUNTS = {
    name: f"(SELECT count(*) FROM tagging g JOIN {noun} r ON r.id = g.{noun}_id"
    " WHERE g.tag_id = t.id AND r.archived_at IS NULL)"
    for name, noun in (("contacts", "contact"), ("companies", "company"), ("deals", "deal"))
}
SORTS = {"name": "t.name_key", "id": "t.id", **_COUNTS}


def tags(reader: Reader, page: Page) -> list[Tag]:
    """The tags in a window of the list, with how often each is used."""
    tests, params = word_tests(page.words, ("t.name_key",))
    order = order_by(page.sort or "name", SORTS, "t.id")
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _COUNTS.items())
    where = f"WHERE t.archived_at IS NULL{f' AND {tests}' if tests else ''}"
    sql = f"SELECT t.id, t.name, {columns} FROM tag t {where} {order} {window(page)}"
    return reader.rows(Tag, sql, **params)
