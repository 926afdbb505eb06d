"""The triggers that keep the journal, the derived columns and the marks for the search
index, made from the tables.

Nothing that writes can pass them by: neither bulk loading nor raw SQL. A statement
run outside crm finds no current operation and opens one called "outside crm".
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from crm_tui.domain.erasing import ERASE
from crm_tui.models import DERIVED, METADATA, UNJOURNALED
from crm_tui.store.rules import REAL_TOUCH

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
    for table_name, events in _DERIVING.items():
        for event, body in events.items():
            yield from _doing(f"derive_{table_name}", table_name, event, body, dialect)
    yield from _marking(dialect)


def drop_triggers(dialect: str, names: list[tuple[str, str]]) -> Iterator[str]:
    """Statements that drop triggers, given as (trigger, table) pairs."""
    for trigger, table in names:
        on = f' ON "{table}"' if dialect == "postgresql" else ""
        yield f'DROP TRIGGER "{trigger}"{on}'


# --- the journal ---------------------------------------------------------------------


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


# --- derived columns -----------------------------------------------------------------

_PARENTS = ("contact", "company", "deal")


def derived() -> Iterator[tuple[str, str, str]]:
    """Table, derived column, and the SQL of what each of its rows should have there."""
    for parent in _PARENTS:
        yield parent, "next_reminder_at", _soonest(parent, f"{parent}.id")
    for parent in ("company", "deal"):
        yield parent, "last_contacted_at", _latest(parent, f"{parent}.id")
    yield "contact", "last_contacted_at", _LATEST_OF_CONTACT


def _soonest(parent: str, id: str) -> str:
    return (
        f"(SELECT min(due) FROM reminder WHERE {parent}_id = {id}"
        " AND done_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL)"
    )


def _latest(parent: str, id: str) -> str:
    return f"(SELECT max(i.at) FROM interaction i WHERE i.{parent}_id = {id} AND {REAL_TOUCH})"


_LATEST_OF_CONTACT = (
    "(SELECT max(i.at) FROM interaction_contact ic"
    " JOIN interaction i ON i.id = ic.interaction_id"
    f" WHERE ic.contact_id = contact.id AND {REAL_TOUCH})"
)


def _next_reminder(row: str) -> str:
    return "\n  ".join(
        f"UPDATE {parent} SET next_reminder_at = {_soonest(parent, f'{row}.{parent}_id')}"
        f" WHERE id = {row}.{parent}_id;"
        for parent in _PARENTS
    )


def _last_contact(row: str) -> str:
    return "\n  ".join(
        f"UPDATE {parent} SET last_contacted_at = {_latest(parent, f'{row}.{parent}_id')}"
        f" WHERE id = {row}.{parent}_id;"
        for parent in ("company", "deal")
    )


def _contact_touched(contact: str) -> str:
    return f"UPDATE contact SET last_contacted_at = {_LATEST_OF_CONTACT} WHERE id {contact};"


# A new row can only make a time later or sooner: nothing that was there before is looked at, so
# that many of one contact come in at the same pace.
_NEW_REMINDER = "\n  ".join(
    f"UPDATE {parent} SET next_reminder_at = NEW.due WHERE id = NEW.{parent}_id"
    " AND NEW.done_at IS NULL AND NEW.dropped_at IS NULL AND NEW.archived_at IS NULL"
    " AND (next_reminder_at IS NULL OR next_reminder_at > NEW.due);"
    for parent in _PARENTS
)
_NEW_TOUCH = "\n  ".join(
    f"UPDATE {parent} SET last_contacted_at = NEW.at WHERE id = NEW.{parent}_id"
    f" AND {REAL_TOUCH.replace('i.', 'NEW.')}"
    " AND (last_contacted_at IS NULL OR last_contacted_at < NEW.at);"
    for parent in ("company", "deal")
)
_NEW_TOUCH_OF_CONTACT = (
    "UPDATE contact SET last_contacted_at = (SELECT at FROM interaction"
    " WHERE id = NEW.interaction_id) WHERE id = NEW.contact_id AND EXISTS (SELECT 1"
    f" FROM interaction i WHERE i.id = NEW.interaction_id AND {REAL_TOUCH}"
    " AND (contact.last_contacted_at IS NULL OR contact.last_contacted_at < i.at));"
)

_THOSE_OF_NEW = "IN (SELECT contact_id FROM interaction_contact WHERE interaction_id = NEW.id)"

_DERIVING: dict[str, dict[str, str]] = {
    "reminder": {
        "insert": _NEW_REMINDER,
        "update": _next_reminder("OLD") + "\n  " + _next_reminder("NEW"),
        "delete": _next_reminder("OLD"),
    },
    "interaction": {
        "insert": _NEW_TOUCH,
        "update": "\n  ".join(
            [_last_contact("OLD"), _last_contact("NEW"), _contact_touched(_THOSE_OF_NEW)]
        ),
        "delete": _last_contact("OLD"),
    },
    "interaction_contact": {
        "insert": _NEW_TOUCH_OF_CONTACT,
        "update": "\n  ".join(
            [_contact_touched("= OLD.contact_id"), _contact_touched("= NEW.contact_id")]
        ),
        "delete": _contact_touched("= OLD.contact_id"),
    },
}


# --- what the search index has to look at anew ----------------------------------------

# The columns that are searched, for the nouns whose other columns change more often.
_SEARCHED = {
    "contact": "name, title, company_id, custom",
    "company": "name, domain, custom",
    "deal": "title, company_id, lost_reason, custom",
    "interaction": "subject, body, outcome",
    "reminder": "text",
    "note": "body",
    "product": "name, code, series, custom",
}
_HANGING = {
    "channel": ("contact", "company"),
    "tagging": ("contact", "company", "deal"),
    "line_item": ("deal",),
}
# Where an update of some columns alone changes what is found.
_TELLING = {"line_item": "UPDATE OF deal_id, product_id"}


def _mark(noun: str, id: str, source: str = "") -> str:
    where = source or f"WHERE {id} IS NOT NULL"
    return (
        f"INSERT INTO search_mark (noun, record_id) SELECT '{noun}', {id} {where}"
        " ON CONFLICT DO NOTHING;"
    )


def _marking(dialect: str) -> Iterator[str]:
    for noun, columns in _SEARCHED.items():
        for event in ("insert", "update", "delete"):
            body = _mark(noun, "OLD.id" if event == "delete" else "NEW.id")
            if (noun, event) == ("company", "update"):
                body += "\n  " + "\n  ".join(map(_mark_of_company, ("contact", "deal")))
            if (noun, event) == ("product", "update"):
                body += f"\n  {_mark('deal', 'deal_id', _DEALS_OF_RENAMED)}"
            of = f"UPDATE OF {columns}" if event == "update" else event.upper()
            yield from _doing(f"mark_{noun}", noun, event, body, dialect, of)
    renamed = [
        _mark(noun, f"{noun}_id", f"FROM tagging WHERE tag_id = NEW.id AND {noun}_id IS NOT NULL")
        for noun in _HANGING["tagging"]
    ]
    body = "\n  ".join(renamed)
    yield from _doing("mark_tag", "tag", "update", body, dialect, "UPDATE OF name")
    for table, nouns in _HANGING.items():
        for event, rows in (("insert", "NEW"), ("update", "OLD NEW"), ("delete", "OLD")):
            marks = [_mark(noun, f"{row}.{noun}_id") for row in rows.split() for noun in nouns]
            on = _TELLING.get(table, "") if event == "update" else ""
            yield from _doing(f"mark_{table}", table, event, "\n  ".join(marks), dialect, on)


# A product's name is found with the deals that have it.
_DEALS_OF_RENAMED = "FROM line_item WHERE product_id = NEW.id AND OLD.name <> NEW.name"


def _mark_of_company(noun: str) -> str:
    """The company's name is found with its people and deals."""
    return _mark(noun, "id", f"FROM {noun} WHERE company_id = NEW.id AND OLD.name <> NEW.name")


def _doing(
    name: str, table: str, event: str, body: str, dialect: str, on: str = ""
) -> Iterator[str]:
    """A trigger that runs the statements of `body` for each row."""
    name, on = f"{name}_{event}", on or event.upper()
    if dialect == "sqlite":
        yield f"CREATE TRIGGER {name} AFTER {on} ON {table}\nBEGIN\n  {body}\nEND"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$\nBEGIN\n  {body}\n"
        "  RETURN NULL;\nEND $$ LANGUAGE plpgsql"
    )
    yield (f"CREATE TRIGGER {name} AFTER {on} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
