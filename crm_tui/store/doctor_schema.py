"""Are a store's triggers and indexes those of this program?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm_tui.store import present, schema
from crm_tui.store.connection import Connection
from crm_tui.store.triggers import drop_triggers, triggers

_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)")
_INDEX = re.compile(r'CREATE (?:UNIQUE )?INDEX "?(\w+)"?')
_TABLE = re.compile(r'CREATE (?:VIRTUAL )?TABLE "?(\w+)"?')
_SHOWN = 3


def wrong_triggers(db: Connection) -> str:
    """The triggers that are missing, changed, or not this program's; empty for none."""
    statements = list(triggers(db.dialect))
    plain = str.strip if db.dialect == "sqlite" else _as_server_has_it
    wanted = {name: plain(sql) for name, sql in _named(_TRIGGER, statements).items()}
    rows = db.rows(present.TRIGGERS[db.dialect])
    found = {str(name): plain(str(sql)) for name, _, sql in rows}
    changed = [name for name, sql in wanted.items() if found.get(name, sql) != sql]
    return _listed(
        missing=[name for name in wanted if name not in found],
        changed=changed + (_changed_functions(db, statements) if db.dialect != "sqlite" else []),
        foreign=[name for name in found if name not in wanted],
    )


def _as_server_has_it(sql: str) -> str:
    """A trigger's statement without the quotes and line ends that PostgreSQL leaves out."""
    return " ".join(sql.replace('"', "").split())


def _changed_functions(db: Connection, statements: Iterable[str]) -> list[str]:
    there = {str(name): str(body) for name, body in db.rows(present.FUNCTIONS)}
    wanted = _named(_FUNCTION, statements)
    return [f"function {name}" for name, sql in wanted.items() if there.get(name) != _body(sql)]


def _body(function: str) -> str:
    return function.split("$$")[1]


def mend_triggers(db: Connection) -> None:
    """Drop every trigger and make this program's anew."""
    there = [(str(name), str(table)) for name, table, _ in db.rows(present.TRIGGERS[db.dialect])]
    for statement in (*drop_triggers(db.dialect, there), *triggers(db.dialect)):
        db.execute(statement)


def wrong_indexes(db: Connection) -> str:
    """The tables and indexes that are missing; an index more does no harm."""
    tables = {str(row[0]) for row in db.rows(present.TABLES[db.dialect])}
    lost = [name for name in _named(_TABLE, schema.statements(db.dialect)) if name not in tables]
    return _listed(missing=[f"table {name}" for name in lost] + list(_missing_indexes(db)))


def mend_indexes(db: Connection) -> None:
    """Make the missing indexes."""
    for statement in _missing_indexes(db).values():
        db.execute(statement)


def _missing_indexes(db: Connection) -> dict[str, str]:
    there = {str(row[0]) for row in db.rows(present.INDEXES[db.dialect])}
    wanted = _named(_INDEX, schema.statements(db.dialect))
    return {name: sql for name, sql in wanted.items() if name not in there}


def _named(pattern: re.Pattern[str], statements: Iterable[str]) -> dict[str, str]:
    """The statements that make a thing of one kind, by its name."""
    matches = ((pattern.match(sql.strip()), sql) for sql in statements)
    return {match[1]: sql for match, sql in matches if match}


def _listed(**kinds: list[str]) -> str:
    """`missing a, b and 4 more; foreign c`"""
    parts = []
    for kind, names in kinds.items():
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            parts.append(f"{kind} {', '.join(sorted(names)[:_SHOWN])}{more}")
    return "; ".join(parts)
