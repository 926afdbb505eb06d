"""Are the columns right that are worked out from others: folded keys and derived ones?"""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.domain.products import amount
from crm_tui.store.connection import Connection
from crm_tui.store.triggers_derived import derived
from crm_tui.store.write import writing
from crm_tui.text import fold

_NAMED = {
    "contact": "name",
    "company": "name",
    "deal": "title",
    "product": "name",
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


def wrong_amounts(db: Connection) -> str:
    """How many line items, and values that follow them, are not what they come to."""
    lines, deals = _wrong_lines(db), db.rows(_WRONG_VALUES)
    found = [f"line item {id} of deal {deal}" for id, deal, _ in lines]
    found += [f"the value of deal {id}" for id, _ in deals]
    return f"{len(found)} amounts are not what they come to, as {found[0]}" if found else ""


def mend_amounts(db: Connection, clock: Clock, config: Config) -> None:
    """Work the amounts out anew, as one operation of the journal."""
    with writing(db, clock, config, None, "doctor") as w:
        w.summary = "made amounts anew"
        for id, _, right in _wrong_lines(w.db):
            w.update("line_item", id, amount=right)
        for id, worth in w.db.rows(_WRONG_VALUES):
            w.update("deal", int(id), value=worth, value_from_lines=int(worth is not None))


_WRONG_VALUES = (
    "SELECT id, worth FROM (SELECT d.id, d.value, (SELECT CAST(sum(l.amount) AS BIGINT)"
    " FROM line_item l WHERE l.deal_id = d.id) AS worth FROM deal d"
    " WHERE d.value_from_lines = 1) AS followed WHERE value IS DISTINCT FROM worth ORDER BY id"
)


def _wrong_lines(db: Connection) -> list[tuple[int, int, int]]:
    """Line item, deal and the right amount."""
    wrong, last = [], 0
    while rows := db.rows(
        "SELECT id, deal_id, price, quantity, discount, amount FROM line_item WHERE id > :last"
        " ORDER BY id LIMIT :chunk",
        {"last": last, "chunk": _CHUNK},
    ):
        for id, deal, price, quantity, discount, present in rows:
            if (right := amount(int(price), int(quantity), int(discount))) != present:
                wrong.append((int(id), int(deal), right))
        last = int(rows[-1][0])
    return wrong


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
