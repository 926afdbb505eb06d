"""The journal sees every change, whoever makes it, and nobody can rewrite it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Integer, Table

from crm_tui.models import DERIVED, METADATA, UNJOURNALED
from crm_tui.queries import operations
from crm_tui.store.connection import Connection, connect
from crm_tui.store.triggers import OUTSIDE
from crm_tui.workspace import Workspace
from tests import factories

JOURNALED = [table for table in METADATA.sorted_tables if table.name not in UNJOURNALED]


class Change(NamedTuple):
    noun: str
    record_id: int
    action: str
    before: str | None
    after: str | None


@pytest.fixture
def db(target: str) -> Iterator[Connection]:
    """A connection as any other program has one: each statement is a transaction."""
    opened = connect(target)
    yield opened
    opened.close()


def changes(db: Connection, since: int = 0) -> list[Change]:
    sql = "SELECT noun, record_id, action, before, after FROM change WHERE id > :id ORDER BY id"
    return db.into(Change, sql, {"id": since})


def latest(db: Connection) -> int:
    return int(db.scalar("SELECT max(id) FROM change"))


def sample(table: Table, parents: dict[str, int], mark: str) -> dict[str, Any]:
    """A row that the table takes; `mark` makes it differ from another."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "id" or column.name in DERIVED - {"version", "updated_at"}:
            continue
        keys = list(column.foreign_keys)
        if keys:
            values[column.name] = parents.get(keys[0].column.table.name)
        elif isinstance(column.type, Integer):
            values[column.name] = len(mark)
        else:
            values[column.name] = f"{column.name} {mark}"
    return values


def insert(db: Connection, table: Table, values: dict[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}) RETURNING id'
    return int(db.execute(sql, values).fetchone()[0])


def test_every_table_journals_inserts_updates_and_deletes(db: Connection) -> None:
    ids: dict[str, int] = {}
    others: dict[str, int] = {}
    for table in JOURNALED:
        others[table.name] = insert(db, table, sample(table, others, "é"))
    for table in JOURNALED:
        given = sample(table, ids, "ÜÜ")
        ids[table.name] = insert(db, table, given)
        whole = stored(db, table, ids[table.name])
        assert whole.items() >= given.items()
        assert last_change(db) == (table.name, ids[table.name], "insert", None, whole)
    for table in JOURNALED:
        old = stored(db, table, ids[table.name])
        new = sample(table, others, "é")
        column = next(n for n in new if n not in DERIVED | {"uid"} and new[n] != old[n])
        update = f'UPDATE "{table.name}" SET "{column}" = :new WHERE id = :id'
        db.execute(update, {"new": new[column], "id": ids[table.name]})
        images = ({column: old[column]}, {column: new[column]})
        assert last_change(db) == (table.name, ids[table.name], "update", *images)
    for table in reversed(JOURNALED):
        whole = stored(db, table, ids[table.name])
        db.execute(f'DELETE FROM "{table.name}" WHERE id = :id', {"id": ids[table.name]})
        assert last_change(db) == (table.name, ids[table.name], "delete", whole, None)


def last_change(db: Connection) -> tuple[Any, ...]:
    """The newest change, its images read."""
    noun, id, action, before, after = changes(db)[-1]
    return noun, id, action, before and json.loads(before), after and json.loads(after)


def stored(db: Connection, table: Table, id: int) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    row = db.one(f'SELECT {columns} FROM "{table.name}" WHERE id = :id', {"id": id})
    assert row is not None
    return dict(zip(names, row, strict=True))


def test_all_changed_columns_of_an_update_are_in_its_images(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w, title="Admiral")
        w.update("contact", id, title="Rear admiral", source="fair", archived_at=w.now)
        change = changes(w.db)[-1]
        assert json.loads(change.before or "") == {
            "title": "Admiral",
            "source": "",
            "archived_at": None,
        }
        assert json.loads(change.after or "") == {
            "title": "Rear admiral",
            "source": "fair",
            "archived_at": w.now,
        }


def test_an_update_of_nothing_but_version_and_dates_is_no_change(db: Connection) -> None:
    before = latest(db)
    db.execute("UPDATE pipeline SET version = version + 1, updated_at = 'now', name = name")
    assert changes(db, before) == []


def test_what_the_services_write_belongs_to_their_operation(workspace: Workspace) -> None:
    with workspace.write("contact add") as w:
        factories.contact(w, company="Acme", email="grace@example.com")
        operation = w.operation
    with workspace.read() as reader:
        assert set(
            reader.db.rows(
                "SELECT noun, action FROM change WHERE operation_id = :id", {"id": operation}
            )
        ) == {("company", "insert"), ("contact", "insert"), ("channel", "insert")}
        found = operations.operation(reader, operation)
    assert found.command == "contact add"
    assert found.summary == "added contact Grace Hopper with new company Acme"
    assert (found.user, found.state, found.records) == ("Ada", "done", 3)


def test_raw_statements_belong_to_an_operation_outside_crm(db: Connection) -> None:
    before = latest(db)
    db.execute("UPDATE pipeline SET name = 'Sold'")
    row = db.one(
        "SELECT o.command, o.user_id, o.state, c.before, c.after FROM change c"
        " JOIN operation o ON o.id = c.operation_id WHERE c.id > :id",
        {"id": before},
    )
    assert row is not None
    assert row[:3] == (OUTSIDE, None, "done")
    assert (json.loads(row[3]), json.loads(row[4])) == ({"name": "Sales"}, {"name": "Sold"})


def test_one_transaction_outside_crm_is_one_operation(db: Connection) -> None:
    db.begin(write=True)
    db.execute("UPDATE stage SET probability = probability + 1")
    db.execute("UPDATE pipeline SET name = 'Sold'")
    db.commit()
    outside = "SELECT count(*) FROM operation WHERE command = :command"
    assert db.scalar(outside, {"command": OUTSIDE}) == 1


def test_an_outside_write_does_not_stick_to_the_operation_before(
    workspace: Workspace, db: Connection
) -> None:
    with workspace.write("contact add") as w:
        id = factories.contact(w)
        operation = w.operation
    db.execute("UPDATE contact SET title = 'Admiral'")
    owner = db.scalar(
        "SELECT max(operation_id) FROM change WHERE noun = 'contact' AND record_id = :id",
        {"id": id},
    )
    assert owner > operation


@pytest.mark.parametrize("statement", ["UPDATE change SET after = '{}'", "DELETE FROM change"])
def test_the_journal_cannot_be_rewritten(db: Connection, statement: str) -> None:
    before = changes(db)
    with pytest.raises(Exception, match="append-only"):
        db.execute(statement)
    assert changes(db) == before


def test_the_journal_cannot_be_emptied_at_once(db: Connection) -> None:
    before = changes(db)
    # PostgreSQL has a statement for it that passes by the triggers of rows.
    statement = "TRUNCATE change" if db.dialect == "postgresql" else "DELETE FROM change WHERE 1"
    with pytest.raises(Exception, match="append-only"):
        db.execute(statement)
    assert changes(db) == before


def test_ids_are_never_used_again(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        first = factories.contact(w)
        w.delete("contact", id=first)
        assert factories.contact(w) > first
