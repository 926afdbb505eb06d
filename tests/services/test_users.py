"""Users: their managers and teams."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField
from crm_tui.queries import deals
from crm_tui.queries import users as queries
from crm_tui.queries.paging import Page
from crm_tui.services import users
from crm_tui.store.write import Write
from tests import factories


def test_a_user_has_a_manager_and_a_team(w: Write) -> None:
    ben = users.create(w, "Ben", manager="ada", team=" North  office ")
    found = queries.user(w, ben)
    assert (found.manager, found.team) == ("Ada", "North office")
    users.edit(w, ben, manager="", team="South")
    found = queries.user(w, ben)
    assert (found.manager, found.team) == (None, "South")
    assert [row.name for row in queries.users(w, Page("south"))] == ["Ben"]
    with pytest.raises(InvalidField, match="no user 'Nobody'"):
        users.create(w, "Cy", manager="Nobody")


def test_nobody_is_above_themselves(w: Write) -> None:
    ben = users.create(w, "Ben", manager="Ada")
    users.create(w, "Cy", manager="Ben")
    for manager in ("Ben", "Cy"):
        with pytest.raises(InvalidField, match="nobody is above themselves"):
            users.edit(w, ben, manager=manager)


def test_records_are_found_by_their_owners_team(w: Write) -> None:
    users.create(w, "Ben", manager="Ada", team=factories.HOSTILE)
    users.create(w, "Cy", team="South")
    for owner in ("Ada", "Ben", "Cy"):
        factories.deal(w, f"Deal of {owner}", owner=owner)

    def found(text: str) -> list[str]:
        return [row.title for row in deals.deals(w, Page(filter=text, me=w.user_id))]

    assert found("team:south") == ["Deal of Cy"]
    assert found("manager:me") == ["Deal of Ben"]
    assert found('team:"[EMEA]"') == ["Deal of Ben"]
    assert found("no:team") == ["Deal of Ada"]
