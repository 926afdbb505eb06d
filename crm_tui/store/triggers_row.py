"""A trigger that does something for each row, as both databases write it."""

from __future__ import annotations

from collections.abc import Iterator


def row_trigger(
    name: str, table: str, event: str, body: str, dialect: str, on: str = ""
) -> Iterator[str]:
    """The statements that make the trigger `name` with its event: after `event` on `table`, or
    after what `on` says more closely, it runs the statements of `body` for each row."""
    name, on = f"{name}_{event}", on or event.upper()
    if dialect == "sqlite":
        yield f"CREATE TRIGGER {name} AFTER {on} ON {table}\nBEGIN\n  {body}\nEND"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$\nBEGIN\n  {body}\n"
        "  RETURN NULL;\nEND $$ LANGUAGE plpgsql"
    )
    yield (f"CREATE TRIGGER {name} AFTER {on} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
