"""Are the columns right that are worked out from others: folded keys and derived ones?"""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.store.connection import Connection
from crm_tui.store.triggers import derived
from crm_tui.store.write import writing
from crm_tui.text import fold

_NAMED = {
    "contact": "name",
    "company": "name",
    "deal": "title",
    "tag": "name",
    "user": "name",
    "pipeline": "name",
    "stage": "name",
}
_CHUNK = 5000


def wrong_keys(db: Connection) -> str:
    """How many names sort and match by another key than their own; empty for none."""
    found = list(_wrong_keys(db))
    if not found:
        return ""
    noun, id, _ = found[0]
    return f"{len(found)} folded keys are not those of the names, as of {noun} {id}"


def mend_keys(db: Connection, clock: Clock, config: Config) -> None:
    """Fold the names anew, as one operation of the journal."""
    with writing(db, clock, config, None, "doctor") as w:
        w.summary = "made folded keys anew"
        for noun, id, key in list(_wrong_keys(w.db)):
            w.update(noun, id, None, **{f"{_NAMED[noun]}_key": key})


def wrong_derived(db: Connection) -> str:
    """How many times of the last contact and of the next reminder are not right."""
    wrong = sum(
        int(db.scalar(f"SELECT count(*) FROM {table} WHERE {column} IS DISTINCT FROM {sql}") or 0)
        for table, column, sql in derived()
    )
    return f"{wrong} times of a last contact or a next reminder" if wrong else ""


def mend_derived(db: Connection) -> None:
    """Work them out anew."""
    for table, column, sql in derived():
        db.execute(f"UPDATE {table} SET {column} = {sql} WHERE {column} IS DISTINCT FROM {sql}")


def _wrong_keys(db: Connection) -> Iterator[tuple[str, int, str]]:
    """Noun, id and the right key. What is archived may have given its name away."""
    for noun, column in _NAMED.items():
        last = 0
        while rows := db.rows(
            f'SELECT id, {column}, {column}_key FROM "{noun}"'
            " WHERE id > :last AND archived_at IS NULL ORDER BY id LIMIT :chunk",
            {"last": last, "chunk": _CHUNK},
        ):
            for id, name, key in rows:
                if fold(str(name)) != key:
                    yield noun, int(id), fold(str(name))
            last = int(rows[-1][0])
