"""Reading tags."""

from __future__ import annotations

from crm_tui.domain.contacts import LIFECYCLE
from crm_tui.domain.filters import quoted
from crm_tui.domain.tags import Tag
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader
from crm_tui.text import clean_line, fold

# Used are tags by records that are not archived.
_USED = {"contacts": ("contact", "c"), "companies": ("company", "co"), "deals": ("deal", "d")}
_COUNTS = {name: f"count({a}.id)" for name, (_, a) in _USED.items()}
_SELECT = "SELECT t.id, t.name, {} FROM tag t LEFT JOIN tagging g ON g.tag_id = t.id {}".format(
    ", ".join(f"{sql} AS {name}" for name, sql in _COUNTS.items()),
    " ".join(
        f"LEFT JOIN {noun} {a} ON {a}.id = g.{noun}_id AND {a}.archived_at IS NULL"
        for noun, a in _USED.values()
    ),
)
_GROUP = "GROUP BY t.id, t.name, t.name_key"
SORTS = {"name": "t.name_key", "id": "t.id", **_COUNTS}


def tags(reader: Reader, page: Page) -> list[Tag]:
    """The tags in a window of the list, with how often each is used."""
    tests, params = word_tests(page.words, ("t.name_key",))
    order = order_by(page.sort or "name", SORTS, "t.id")
    where = f"WHERE t.archived_at IS NULL{f' AND {tests}' if tests else ''}"
    return reader.rows(Tag, f"{_SELECT} {where} {_GROUP} {order} {window(page)}", **params)


def called(reader: Reader, noun: str, text: str) -> str:
    """The filter for the tag, or the lifecycle, that is called like this and that records of
    the noun have: `tag:newsletter`; "" where none is."""
    key = fold(clean_line(text))
    sql = (
        "SELECT t.name FROM tag t WHERE t.name_key = :key AND t.archived_at IS NULL"
        f" AND EXISTS (SELECT 1 FROM tagging g WHERE g.tag_id = t.id AND g.{noun}_id IS NOT NULL)"
    )
    if noun != "product" and (name := reader.scalar(sql, {"key": key})):
        return f"tag:{quoted(str(name))}"
    if noun == "contact" and key in LIFECYCLE:
        return f"lifecycle:{quoted(key)}"
    return ""


def tag(reader: Reader, id: int) -> Tag:
    """One tag. Raises NotFound."""
    found = reader.row(Tag, f"{_SELECT} WHERE t.id = :id {_GROUP}", id=id)
    if found is None:
        raise NotFound(f"no tag {id}", "list them with: crm tag list")
    return found
