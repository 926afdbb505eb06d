"""The columns of lists of those who work here: agents with their managers and offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_tui.domain.channels import check_email
from crm_tui.importing.plain.kinds import Cells, Context, Draft, Kind, Referred
from crm_tui.queries import users as queries
from crm_tui.queries.importing import user_ids
from crm_tui.services import users
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold

_NAMES = frozenset(
    {"user", "username", "salesagent", "agent", "salesrep", "salesrepresentative", "salesperson",
     "accountexecutive", "employee", "employeename"}
)  # fmt: skip
_NOBODY = frozenset({"", "null", "none", "-", "n/a"})


def _read(cells: Cells, _context: Context) -> dict[str, Any]:
    name, email = clean_line(cells.get("name", "")), cells.get("email", "")
    return {
        "name": name,
        "name_key": fold(name),
        "email": check_email(email) if email else "",
        "team": clean_line(cells.get("team", "")),
    }


def _refer(w: Write, written: Sequence[tuple[int, Draft]]) -> Referred:
    """Put the users below their managers, who are made where they are no users yet."""
    known, found = user_ids(w), Referred({}, [])
    for id, draft in written:
        name = draft.said["manager"]
        if fold(name) in _NOBODY:
            continue
        manager = known.get(fold(name)) or users.create(w, name)
        known[fold(name)] = manager
        if manager in (id, queries.user(w, id).manager_id):
            continue
        if id in queries.above(w, manager):
            found.refused.append(
                f"line {draft.line}: {name} is below {draft.name}, and so no manager of theirs;"
                " left out"
            )
        else:
            w.update("user", id, manager_id=manager)
            found.news[id] = (f"manager: {name}",)
    return found


USERS = Kind(
    noun="user",
    plural="users",
    fields={
        "name": f"name fullname {' '.join(sorted(_NAMES))}",
        "email": "email emailaddress mail useremail",
        "manager": "manager managername salesmanager supervisor teamlead reportsto",
        "team": "team teamname salesteam regionaloffice office salesoffice region department",
    },
    signatures=tuple(
        frozenset({name, more}) for name in sorted(_NAMES) for more in ("manager", "team")
    ),
    own=frozenset({"name", "manager", "team", "me"}),
    worked_out=frozenset({"id", "me"}),
    matched=("name_key",),
    named={"name_key": "name", "manager_id": "manager"},
    said=("manager",),
    read=_read,
    refer=_refer,
    custom=False,
)
