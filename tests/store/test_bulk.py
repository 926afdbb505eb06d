"""Work over many transactions is one operation: stopped, resumed, taken back whole."""

from __future__ import annotations

import pytest

from crm_tui.domain.operations import Operation
from crm_tui.errors import Conflict
from crm_tui.queries import contacts, operations
from crm_tui.queries.paging import Page
from crm_tui.services import journal
from crm_tui.store.bulk import Bulk
from crm_tui.workspace import Workspace
from tests import factories

KEY = "people.csv"


def add(bulk: Bulk, *names: str) -> None:
    with bulk.batch() as w:
        for name in names:
            factories.contact(w, name)


def latest(workspace: Workspace) -> Operation:
    with workspace.read() as reader:
        return operations.operations(reader, limit=1)[0]


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as reader:
        return [row.name for row in contacts.contacts(reader, Page(sort="id"))]


def cut_short(workspace: Workspace, *names: str) -> None:
    with pytest.raises(KeyboardInterrupt), workspace.bulk("import", KEY) as bulk:
        add(bulk, *names)
        with bulk.batch() as w:
            factories.contact(w, "Half done")
            raise KeyboardInterrupt


def test_batches_are_one_operation(workspace: Workspace) -> None:
    with workspace.bulk("import", KEY) as bulk:
        add(bulk, "a", "b")
        add(bulk, "c")
        assert latest(workspace).state == "running"
        bulk.summary = "imported 3 contacts"
    found = latest(workspace)
    assert (found.state, found.summary, found.records) == ("done", "imported 3 contacts", 3)
    assert not bulk.resumed


def test_what_was_cut_short_keeps_whole_batches(workspace: Workspace) -> None:
    cut_short(workspace, "a", "b")
    assert names(workspace) == ["a", "b"]
    assert latest(workspace).state == "stopped"


def test_the_same_work_goes_on_under_its_operation(workspace: Workspace) -> None:
    cut_short(workspace, "a")
    stopped = latest(workspace).id
    with workspace.bulk("import", KEY) as bulk:
        assert bulk.resumed
        add(bulk, "b")
    assert bulk.operation == stopped
    with workspace.write("undo") as w:
        assert journal.undo(w).reversed == 2
    assert names(workspace) == []


def test_other_work_and_finished_work_begin_anew(workspace: Workspace) -> None:
    cut_short(workspace, "a")
    with workspace.bulk("import", "others.csv") as other:
        add(other, "b")
    with workspace.bulk("import", KEY) as resumed:
        add(resumed, "c")
    with workspace.bulk("import", KEY) as again:
        add(again, "d")
    assert not other.resumed
    assert not again.resumed
    assert len({other.operation, resumed.operation, again.operation}) == 3


def test_work_that_changed_nothing_leaves_no_trace(workspace: Workspace) -> None:
    before = latest(workspace)
    with workspace.bulk("import", KEY) as bulk, bulk.batch():
        pass
    assert latest(workspace) == before
    assert bulk.operation == 0


def test_work_that_was_killed_can_be_taken_back(workspace: Workspace) -> None:
    bulk = workspace.bulk("import", KEY).__enter__()
    add(bulk, "a", "b")
    assert latest(workspace).state == "running"
    with workspace.write("undo") as w:
        assert journal.undo(w).undone.id == bulk.operation
    assert names(workspace) == []


def test_work_that_is_taken_back_meanwhile_stops(workspace: Workspace) -> None:
    with pytest.raises(Conflict, match="undone"), workspace.bulk("import", KEY) as bulk:
        add(bulk, "a")
        with workspace.write("undo") as w:
            journal.undo(w)
        add(bulk, "b")
    assert names(workspace) == []
    with workspace.read() as reader:
        assert operations.operation(reader, bulk.operation).state == "undone"
