"""The triggers that keep the journal, made from the tables; with those of derived columns and of
the search index's marks they are all that a store has.

Nothing that writes can pass them by: neither bulk loading nor raw SQL. A statement
run outside crm finds no current operation and opens one called "outside crm".
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from crm_tui.domain.erasing import ERASE
from crm_tui.models import DERIVED, METADATA, UNJOURNALED
from crm_tui.store.triggers_derived import deriving
from crm_tui.store.triggers_search import marking

OUTSIDE = "outside crm"
_UTC_NOW = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%S.000000Z', 'now')",
    "postgresql": (
        "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    ),
}


def triggers(dialect: str) -> Iterator[str]:
    """The statements that make every trigger, in order."""
    if dialect == "postgresql":
        yield _POSTGRES_OUTSIDE
        yield _POSTGRES_JOURNAL
    for table in METADATA.sorted_tables:
        if table.name not in UNJOURNALED:
            yield from _journal(table, dialect)
    yield from _append_only(dialect)
    yield from deriving(dialect)
    yield from marking(dialect)


def drop_triggers(dialect: str, names: list[tuple[str, str]]) -> Iterator[str]:
    """Statements that drop triggers, given as (trigger, table) pairs."""
    for trigger, table in names:
        on = f' ON "{table}"' if dialect == "postgresql" else ""
        yield f'DROP TRIGGER "{trigger}"{on}'


def _journal(table: Table, dialect: str) -> Iterator[str]:
    name = table.name
    if dialect == "postgresql":
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER journal_{name}_{event.lower()} AFTER {event} ON "{name}"'
                " FOR EACH ROW EXECUTE FUNCTION crm_journal()"
            )
        return
    columns = [column.name for column in table.columns]
    watched = [column for column in columns if column not in DERIVED and column != "id"]
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in watched)
    yield _sqlite_journal(name, "insert", "NULL", _image("NEW", columns))
    yield _sqlite_journal(
        name, "update", _changed("OLD", watched), _changed("NEW", watched), f"WHEN {differs}"
    )
    yield _sqlite_journal(name, "delete", _image("OLD", columns), "NULL")


def _sqlite_journal(table: str, event: str, before: str, after: str, when: str = "") -> str:
    row = "OLD" if event == "delete" else "NEW"
    return f"""CREATE TRIGGER journal_{table}_{event} AFTER {event.upper()} ON "{table}" {when}
BEGIN
  {_SQLITE_OUTSIDE}
  INSERT INTO change (operation_id, noun, record_id, action, before, after)
  VALUES (coalesce((SELECT operation_id FROM current_operation),
                   (SELECT max(id) FROM operation)),
          '{table}', {row}.id, '{event}', {before}, {after});
END"""


# Writes from outside within the same second belong to one operation.
_SQLITE_OUTSIDE = f"""INSERT INTO operation (uid, at, command, summary)
  SELECT lower(hex(randomblob(16))), {_UTC_NOW["sqlite"]}, '{OUTSIDE}', '{OUTSIDE}'
  WHERE (SELECT operation_id FROM current_operation) IS NULL
    AND NOT EXISTS (SELECT 1 FROM operation
                    WHERE id = (SELECT max(id) FROM operation) AND command = '{OUTSIDE}'
                      AND at = {_UTC_NOW["sqlite"]});"""


def _image(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns)
    return f"json_object({pairs})"


def _changed(row: str, columns: list[str]) -> str:
    parts = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {row}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({parts}))"


_POSTGRES_OUTSIDE = f"""CREATE OR REPLACE FUNCTION crm_operation() RETURNS bigint AS $$
DECLARE current text := current_setting('crm.operation', true);
DECLARE opened bigint;
BEGIN
  IF coalesce(current, '') <> '' THEN RETURN current::bigint; END IF;
  INSERT INTO operation (uid, at, command, summary)
  VALUES (gen_random_uuid()::text, {_UTC_NOW["postgresql"]}, '{OUTSIDE}', '{OUTSIDE}')
  RETURNING id INTO opened;
  PERFORM set_config('crm.operation', opened::text, true);
  RETURN opened;
END $$ LANGUAGE plpgsql"""

_POSTGRES_JOURNAL = f"""CREATE OR REPLACE FUNCTION crm_journal() RETURNS trigger AS $$
DECLARE old_image jsonb;
DECLARE new_image jsonb;
DECLARE before_image jsonb;
DECLARE after_image jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_image := to_jsonb(OLD); before_image := old_image; END IF;
  IF TG_OP <> 'DELETE' THEN new_image := to_jsonb(NEW); after_image := new_image; END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, old_image->key), jsonb_object_agg(key, value)
      INTO before_image, after_image
      FROM jsonb_each(new_image)
     WHERE value IS DISTINCT FROM old_image->key
       AND key NOT IN ({", ".join(f"'{name}'" for name in sorted(DERIVED))});
    IF after_image IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO change (operation_id, noun, record_id, action, before, after)
  VALUES (crm_operation(), TG_TABLE_NAME,
          CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
          lower(TG_OP), before_image::text, after_image::text);
  RETURN NULL;
END $$ LANGUAGE plpgsql"""


# What stays of a change whose images are blanked, which only an erasure may do.
_STAYS = ("id", "operation_id", "noun", "record_id", "action")
_BLANKED = " AND ".join(
    [
        "NEW.before IS NULL AND NEW.after IS NULL",
        *(f"NEW.{column} = OLD.{column}" for column in _STAYS),
    ]
)
_ERASING = f"SELECT 1 FROM operation WHERE command = '{ERASE}' AND id = "
_POSTGRES_APPEND_ONLY = f"""CREATE OR REPLACE FUNCTION crm_append_only() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF {_BLANKED}
       AND EXISTS ({_ERASING} nullif(current_setting('crm.operation', true), '')::bigint)
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the journal is append-only';
END $$ LANGUAGE plpgsql"""


def _append_only(dialect: str) -> Iterator[str]:
    if dialect == "postgresql":
        yield _POSTGRES_APPEND_ONLY
        yield (
            "CREATE TRIGGER change_append_only BEFORE DELETE OR UPDATE ON change"
            " FOR EACH ROW EXECUTE FUNCTION crm_append_only()"
        )
        yield (
            "CREATE TRIGGER change_not_emptied BEFORE TRUNCATE ON change"
            " FOR EACH STATEMENT EXECUTE FUNCTION crm_append_only()"
        )
        return
    erasing = f"EXISTS ({_ERASING} (SELECT operation_id FROM current_operation))"
    for event, when in (("UPDATE", f"WHEN NOT ({_BLANKED} AND {erasing})"), ("DELETE", "")):
        yield (
            f"CREATE TRIGGER change_append_only_{event.lower()} BEFORE {event} ON change {when}"
            " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
