"""One SQL for two databases, and what a user is told when one of them fails."""

from __future__ import annotations

import psycopg
import pytest

from crm_tui.domain.operations import Operation
from crm_tui.errors import NotFound, StoreUnusable, TryLater, UsageError
from crm_tui.queries import contacts
from crm_tui.queries.paging import Page
from crm_tui.store.connection import connect, shown
from crm_tui.store.postgres import to_pyformat
from crm_tui.workspace import Workspace, open_workspace
from tests import factories


@pytest.mark.parametrize(
    ("sql", "translated"),
    [
        ("SELECT :a", "SELECT %(a)s"),
        ("SELECT :a, :a2 WHERE x=:long_name", "SELECT %(a)s, %(a2)s WHERE x=%(long_name)s"),
        ("LIKE 'a%' AND b = :b", "LIKE 'a%%' AND b = %(b)s"),
        ("to_char(t, 'HH24:MI:SS')", "to_char(t, 'HH24:MI:SS')"),
        ("x::text", "x::text"),
        ("(:a)", "(%(a)s)"),
    ],
)
def test_named_parameters_become_psycopgs(sql: str, translated: str) -> None:
    assert to_pyformat(sql) == translated


def test_percent_signs_are_text_with_and_without_parameters(workspace: Workspace) -> None:
    with workspace.read() as reader:
        assert reader.scalar("SELECT '100%'") == "100%"
        assert reader.scalar("SELECT '100%s' || :x", {"x": "%(y)s :z"}) == "100%s%(y)s :z"


def test_rows_must_have_the_fields_they_are_read_into(workspace: Workspace) -> None:
    with workspace.read() as reader, pytest.raises(TypeError, match="Operation has"):
        reader.rows(Operation, "SELECT id, at FROM operation")


def test_a_read_cannot_change_anything_on_postgresql(postgres_target: str) -> None:
    workspace = open_workspace(postgres_target, factories.CONFIG)
    with workspace.read() as reader, pytest.raises(StoreUnusable):
        reader.db.execute("UPDATE pipeline SET name = 'x'")
    workspace.close()


def test_a_lost_server_is_reported_and_then_met_anew(
    postgres_target: str, postgres_url: str
) -> None:
    workspace = open_workspace(postgres_target, factories.CONFIG)
    with pytest.raises(TryLater, match="went away"), workspace.write("test") as w:
        factories.contact(w)
        _end_connections(postgres_url, w.db.scalar("SELECT current_database()"))
        factories.contact(w, "Ada Byron")
    with workspace.read() as reader:
        assert contacts.count(reader, Page()) == 0
    with workspace.write("test") as w:
        factories.contact(w)
    with workspace.read() as reader:
        assert contacts.count(reader, Page()) == 1
    workspace.close()


def _end_connections(url: str, database: str) -> None:
    with psycopg.connect(url.format("postgres"), autocommit=True) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (database,),
        )


def test_a_database_that_is_not_there_is_not_found(postgres_url: str) -> None:
    with pytest.raises(NotFound, match="no database"):
        connect(postgres_url.format("nowhere"))


def test_a_server_that_does_not_answer_is_for_later() -> None:
    with pytest.raises(TryLater, match="does not answer"):
        connect("postgresql://ada:secret@127.0.0.1:1/crm")


def test_a_url_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="not a database URL"):
        connect("postgresql://ada:secret@host:port/crm?nonsense=1")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("postgresql://ada:secret@host/crm", "postgresql://ada:…@host/crm"),
        ("postgresql://ada@host:5432/crm", "postgresql://ada@host:5432/crm"),
        ("postgresql:///crm?password=secret&user=ada", "postgresql:///crm?password=…&user=ada"),
        ("some:file@name.db", "some:file@name.db"),
    ],
)
def test_messages_keep_passwords_to_themselves(target: str, said: str) -> None:
    assert shown(target) == said


def test_no_error_about_a_url_tells_its_password() -> None:
    for url in ("postgresql://ada:secret@127.0.0.1:1/crm", "postgresql://ada:secret@h:p/crm"):
        with pytest.raises((TryLater, UsageError)) as raised:
            open_workspace(url, factories.CONFIG)
        assert "secret" not in f"{raised.value} {raised.value.hint}"
