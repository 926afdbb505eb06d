"""Reading users."""

from __future__ import annotations

from crm_tui.domain.users import User
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_SELECT = 'SELECT id, name, email FROM "user"'
SORTS = {"name": "name_key", "id": "id"}


def users(reader: Reader, page: Page) -> list[User]:
    """The users in a window of the list."""
    tests, params = word_tests(page.words, ("name_key",))
    where = f"WHERE archived_at IS NULL{f' AND {tests}' if tests else ''}"
    order = order_by(page.sort or "name", SORTS, "id")
    return reader.rows(User, f"{_SELECT} {where} {order} {window(page)}", **params)


def user(reader: Reader, id: int) -> User:
    """One user. Raises NotFound."""
    found = reader.row(User, f"{_SELECT} WHERE id = :id", id=id)
    if found is None:
        raise NotFound(f"no user {id}", "list them with: crm user list")
    return found
