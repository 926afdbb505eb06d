"""One operation in one transaction; nobody's change is overwritten unseen."""

from __future__ import annotations

import pytest

from crm_tui.errors import Conflict, InvalidField, NotFound
from crm_tui.queries import contacts, operations
from crm_tui.queries.paging import Page
from crm_tui.services import contacts as service
from crm_tui.services import journal
from crm_tui.workspace import Workspace
from tests import factories


def newest(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return operations.operations(reader, limit=1)[0].id


def test_a_record_has_an_owner_dates_and_a_uid(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        row = w.db.one(
            "SELECT uid, version, owner_id, created_at, created_by, updated_at, archived_at"
            " FROM contact WHERE id = :id",
            {"id": id},
        )
        assert row is not None
        assert len(row[0]) == 36
        assert row[1:] == (1, workspace.user_id, w.now, workspace.user_id, w.now, None)


def test_a_change_raises_the_version_and_the_date(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
    with factories.later(workspace, hours=1).write("test") as w:
        service.edit(w, id, {"title": "Admiral"}, version=1)
    with workspace.read() as reader:
        assert contacts.contact(reader, id).contact.version == 2
        assert reader.scalar("SELECT updated_at FROM contact WHERE id = :id", {"id": id}) == (
            "2026-03-02T09:00:00.000000Z"
        )


def test_an_edit_of_what_someone_else_changed_is_refused(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
    with workspace.write("contact edit") as w:
        service.edit(w, id, {"title": "Admiral"}, version=1)
    with pytest.raises(Conflict, match="changed by Ada") as raised, workspace.write("test") as w:
        service.edit(w, id, {"title": "Captain"}, version=1)
    assert "edited contact Grace Hopper" in raised.value.message
    with workspace.read() as reader:
        assert contacts.contact(reader, id).contact.title == "Admiral"


@pytest.mark.parametrize(
    "given", [{"title": "Admiral"}, {"name": "Grace Hopper"}, {"email": "new@example.com"}]
)
def test_the_version_is_checked_whatever_is_edited(
    workspace: Workspace, given: dict[str, str]
) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        service.edit(w, id, {"title": "Admiral"})
    with pytest.raises(Conflict), workspace.write("test") as w:
        service.edit(w, id, given, version=1)


def test_an_edit_of_what_is_gone_says_so(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        service.delete(w, id)
    with pytest.raises(NotFound), workspace.write("test") as w:
        service.edit(w, id, {"title": "Captain"}, version=1)
    with pytest.raises(NotFound, match="not there any more"), workspace.write("test") as w:
        w.update("contact", id, version=1, title="Captain")


def test_an_operation_that_changes_nothing_leaves_no_trace(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w, title="Admiral")
    before = newest(workspace)
    with workspace.write("contact edit") as w:
        service.edit(w, id, {"title": "Admiral", "name": "Grace Hopper"}, version=1)
    assert newest(workspace) == before
    with workspace.read() as reader:
        assert contacts.contact(reader, id).contact.version == 1


def test_an_operation_that_fails_leaves_no_trace(workspace: Workspace) -> None:
    before = newest(workspace)
    with pytest.raises(InvalidField), workspace.write("test") as w:
        factories.contact(w, company="Acme")
        factories.contact(w, "")
    assert newest(workspace) == before
    with workspace.read() as reader:
        assert contacts.count(reader, Page()) == 0
        assert reader.count("SELECT count(*) FROM company") == 0
    with workspace.write("test") as w:
        factories.contact(w)
    assert newest(workspace) > before


def test_what_was_written_before_a_failure_belongs_to_nobody(workspace: Workspace) -> None:
    """A failed operation must not leave its mark on the next one."""
    with pytest.raises(RuntimeError), workspace.write("test") as w:
        factories.contact(w)
        raise RuntimeError
    with workspace.write("contact add") as w:
        factories.contact(w)
    with workspace.write("undo") as w:
        assert journal.undo(w).undone.command == "contact add"


def test_hostile_text_is_kept_inert(hostile_workspace: Workspace) -> None:
    with hostile_workspace.read() as reader:
        found = contacts.contact(reader, 1)
        assert found.contact.name == "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"
        assert found.contact.company == found.contact.name
        tables = {"company": "name", "deal": "title", "reminder": "text", "interaction": "body"}
        for table, column in tables.items():
            assert reader.scalar(f"SELECT {column} FROM {table}") == found.contact.name


def test_many_rows_at_once_get_what_one_gets(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        rows = [{"name": name, "name_key": name} for name in ("a", "b", "c")]
        w.insert_many("contact", rows)
        w.insert_many("contact", [])
        found = w.db.rows("SELECT name, version, owner_id, created_at, uid FROM contact")
    assert [row[:4] for row in found] == [
        (name, 1, workspace.user_id, w.now) for name in ("a", "b", "c")
    ]
    assert len({row[4] for row in found}) == 3
