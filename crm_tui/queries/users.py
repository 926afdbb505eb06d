"""Reading users."""

from __future__ import annotations

from crm_tui.domain.users import User
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_SELECT = (
    "SELECT u.id, u.name, u.email, u.manager_id, m.name AS manager, u.team"
    ' FROM "user" u LEFT JOIN "user" m ON m.id = u.manager_id'
)
SORTS = {"name": "u.name_key", "manager": "m.name_key", "team": "u.team", "id": "u.id"}


def users(reader: Reader, page: Page) -> list[User]:
    """The users in a window of the list; words are found in their names, their managers' and
    their teams'."""
    tests, params = word_tests(page.words, ("u.name_key", "m.name_key", "lower(u.team)"))
    where = f"WHERE u.archived_at IS NULL{f' AND {tests}' if tests else ''}"
    order = order_by(page.sort or "name", SORTS, "u.id")
    return reader.rows(User, f"{_SELECT} {where} {order} {window(page)}", **params)


def user(reader: Reader, id: int) -> User:
    """One user. Raises NotFound."""
    found = reader.row(User, f"{_SELECT} WHERE u.id = :id", id=id)
    if found is None:
        raise NotFound(f"no user {id}", "list them with: crm user list")
    return found


def above(reader: Reader, id: int) -> set[int]:
    """A user, and all who are above."""
    seen, here = set[int](), id
    while here not in seen:
        seen.add(here)
        manager = reader.scalar('SELECT manager_id FROM "user" WHERE id = :id', {"id": here})
        here = here if manager is None else int(str(manager))
    return seen
