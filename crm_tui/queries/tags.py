"""Reading tags."""

from __future__ import annotations

from crm_tui.domain.tags import Tag
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_COUNTS = {
    name: f"(SELECT count(*) FROM tagging g JOIN {noun} r ON r.id = g.{noun}_id"
    " WHERE g.tag_id = t.id AND r.archived_at IS NULL)"
    for name, noun in (("contacts", "contact"), ("companies", "company"), ("deals", "deal"))
}
_SELECT = "SELECT t.id, t.name, {} FROM tag t".format(
    ", ".join(f"{sql} AS {name}" for name, sql in _COUNTS.items())
)
SORTS = {"name": "t.name_key", "id": "t.id", **_COUNTS}


def tags(reader: Reader, page: Page) -> list[Tag]:
    """The tags in a window of the list, with how often each is used."""
    tests, params = word_tests(page.words, ("t.name_key",))
    order = order_by(page.sort or "name", SORTS, "t.id")
    where = f"WHERE t.archived_at IS NULL{f' AND {tests}' if tests else ''}"
    return reader.rows(Tag, f"{_SELECT} {where} {order} {window(page)}", **params)


def tag(reader: Reader, id: int) -> Tag:
    """One tag. Raises NotFound."""
    found = reader.row(Tag, f"{_SELECT} WHERE t.id = :id", id=id)
    if found is None:
        raise NotFound(f"no tag {id}", "list them with: crm tag list")
    return found
