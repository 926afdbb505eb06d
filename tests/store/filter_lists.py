"""What a list shows with a filter, by the names that tests read."""

from __future__ import annotations

from crm_tui.queries.filter import compile_filter
from crm_tui.store.reader import Reader

# Table with alias, what to show of a row, and what lists leave out by themselves.
_LISTS = {
    "contact": ("contact c", "c.first_name", "c.archived_at IS NULL", ""),
    "company": ("company c", "c.name", "c.archived_at IS NULL", ""),
    "deal": ("deal d", "d.title", "d.archived_at IS NULL", ""),
    "product": ("product p", "p.name", "p.archived_at IS NULL", ""),
    "reminder": (
        "reminder r",
        "r.text",
        "r.archived_at IS NULL",
        "r.done_at IS NULL AND r.dropped_at IS NULL",
    ),
    "interaction": ("interaction i", "i.subject", "i.archived_at IS NULL", ""),
}


def found(reader: Reader, noun: str, text: str, user_id: int | None = None) -> list[str]:
    """The names of the records that pass a filter, in the order they were made."""
    table, name, live, unclosed = _LISTS[noun]
    filtered = compile_filter(noun, text, reader, user_id)
    tests = [filtered.where] if filtered.where else []
    if "archived" not in filtered.scope:
        tests.append(live)
    if unclosed and "closed" not in filtered.scope:
        tests.append(unclosed)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    sql = f"SELECT {name} FROM {table} {where} ORDER BY {table.split()[1]}.id"
    return [str(row[0]) for row in reader.db.rows(sql, filtered.params)]


def titles(reader: Reader, text: str) -> list[str]:
    """The job titles that a filter finds, of contacts that have one."""
    where, params, _ = compile_filter("contact", text, reader)
    sql = f"SELECT c.title FROM contact c WHERE {where} AND c.title <> '' ORDER BY c.id"
    return [row[0] for row in reader.db.rows(sql, params)]
