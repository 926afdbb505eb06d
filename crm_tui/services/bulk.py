"""Changing many records at once: one operation, one undo.

What can be said in one statement is said in one; the records are taken in runs, so that long
work can tell how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crm_tui.domain.bulk import Edit
from crm_tui.domain.contacts import LIFECYCLE
from crm_tui.domain.custom_fields import Frame, canonical
from crm_tui.domain.dates import DateOrder
from crm_tui.domain.fields import unknown
from crm_tui.domain.next_steps import read_next_step
from crm_tui.errors import InvalidField, UsageError
from crm_tui.queries.custom_fields import key_of, of_noun, value_of
from crm_tui.queries.selection import Selection, chosen
from crm_tui.services import companies, contacts, deals, products, records, reminders, values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean_line, counted, fold

Progress = Callable[[int, int], None]
RUN = 2_000  # records, between two words about how far it is
SERVICES: dict[str, Any] = {
    "contact": contacts,
    "company": companies,
    "deal": deals,
    "product": products,
}
# Fields whose text means the same for every record, and which no other rule hangs on.
_ALIKE = {
    "contact": ("company", "title", "lifecycle", "source", "owner"),
    "company": ("domain", "source", "owner"),
    "deal": ("company", "expected_close", "source", "owner"),
    "product": ("series", "unit"),
}
_RUN = "SELECT id FROM picked WHERE id > :low AND id <= :high"


def preview(
    w: Reader, picked: Selection, edit: Edit, order: DateOrder | None = None
) -> tuple[int, list[str]]:
    """How many records an edit is about, and in words what it will do; nothing is written.
    `order` is how 03/04 is meant.

    Raises FilterError, and InvalidField for what cannot be set.
    """
    test, params = chosen(w, picked)
    noun, a = picked.noun, picked.noun[0]

    def count(more: str = "TRUE", **given: object) -> int:
        sql = f"SELECT count(*) FROM {noun} {a} WHERE ({test}) AND ({more})"
        return w.count(sql, {**params, **given})

    total = count()
    are = f"{counted(total, noun)} {'is' if total == 1 else 'are'}"
    lines = []
    for name in edit.tags:
        has = count(_has_tag(noun), tag=fold(records.tag_label(name)))
        lines.append(f"{_who(total - has, noun, 'get')} tag {clean_line(name)}{_already(has)}")
    for name in edit.untags:
        has = count(_has_tag(noun), tag=fold(name))
        lines.append(f"{_who(has, noun, 'lose')} tag {clean_line(name)}")
    for name, text in edit.values.items():
        same = _same(w, noun, name, text, order)
        has = count(same[0], **same[1]) if same else 0
        wanted = f"{name} = {clean_line(text)}" if text.strip() else f"no {name}"
        lines.append(f"{_who(total - has, noun, 'get')} {wanted}{_already(has)}")
    if edit.remind:
        step = read_next_step(edit.remind, w.clock, order)
        when = step.when.describe(w.clock)
        lines.append(f"{_who(total, noun, 'get')} a reminder: {step.text}, {when}")
    if edit.archive:
        lines.append(f"{are} archived")
    if edit.delete:
        lines.append(f"{are} deleted, with what hangs on it alone; undo brings all back")
    return total, lines


def apply(w: Write, picked: Selection, edit: Edit, progress: Progress | None = None) -> int:
    """Do it to every record that is chosen as it begins; answers how many they are.

    Raises FilterError, and InvalidField for what cannot be set, with nothing done.
    """
    if not edit:
        raise UsageError("nothing to change", "name a field, for example --set title=CEO")
    values.check_names(w, picked.noun, edit.values)
    test, params = chosen(w, picked)
    noun, a = picked.noun, picked.noun[0]
    w.db.execute("CREATE TEMP TABLE picked (id BIGINT PRIMARY KEY)")
    w.db.execute(f"INSERT INTO picked SELECT {a}.id FROM {noun} {a} WHERE {test}", params)
    total = w.count("SELECT count(*) FROM picked")
    steps = _steps(w, noun, edit) if total else []
    done, low = 0, 0
    while done < total:
        high = w.count(
            "SELECT max(id) FROM (SELECT id FROM picked WHERE id > :low ORDER BY id"
            f" LIMIT {RUN}) AS run",
            {"low": low},
        )
        for step in steps:
            step({"low": low, "high": high})
        done, low = min(done + RUN, total), high
        if progress:
            progress(done, total)
    w.db.execute("DROP TABLE picked")
    w.summary = f"{_did(edit)} {counted(total, noun)}"
    return total


Step = Callable[[dict[str, object]], object]


def _steps(w: Write, noun: str, edit: Edit) -> list[Step]:
    """What is done with a run of records, in this order."""
    steps: list[Step] = [_tagging(w, noun, name) for name in edit.tags]
    steps += [_untagging(w, noun, name) for name in edit.untags]
    steps += _setting(w, noun, edit.values)
    if edit.remind:
        steps.append(_reminding(w, noun, edit.remind))
    if edit.archive:
        steps.append(_update(w, noun, {"archived_at": w.now}, "archived_at IS NULL"))
    if edit.delete:
        steps.append(lambda run: SERVICES[noun].remove(w, Ids(_RUN, run)))
    return steps


def _tagging(w: Write, noun: str, name: str) -> Step:
    tag = records.tag_named(w, name)
    sql = (
        f"INSERT INTO tagging (tag_id, {noun}_id) SELECT CAST(:tag AS BIGINT), p.id"
        f" FROM ({_RUN}) AS p WHERE NOT EXISTS"
        f" (SELECT 1 FROM tagging g WHERE g.tag_id = :tag AND g.{noun}_id = p.id)"
    )
    return lambda run: w.db.execute(sql, {**run, "tag": tag})


def _untagging(w: Write, noun: str, name: str) -> Step:
    tag = w.scalar("SELECT id FROM tag WHERE name_key = :key", {"key": fold(name)})
    if tag is None:
        raise InvalidField("untag", f"there is no tag '{name}'", "list them with: crm tag list")
    sql = f"DELETE FROM tagging WHERE tag_id = :tag AND {noun}_id IN ({_RUN})"
    return lambda run: w.db.execute(sql, {**run, "tag": tag})


def _setting(w: Write, noun: str, given: Mapping[str, str]) -> list[Step]:
    """A statement for the fields that are alike for all; the rest a record at a time."""
    custom = of_noun(w, noun)
    alike = {name: text for name, text in given.items() if name in _ALIKE[noun]}
    own = {name: text for name, text in given.items() if name not in alike and name not in custom}
    steps: list[Step] = []
    if alike:
        columns = SERVICES[noun].columns_of(w, alike)
        steps += [_update(w, noun, {name: value}) for name, value in columns.items()]
    frame = values.frame_of(w)
    steps += [
        _custom(w, noun, name, canonical(custom[name], given[name], frame))
        for name in given
        if name in custom
    ]
    if own:
        steps.append(_each(w, lambda w, id: SERVICES[noun].edit(w, id, own)))
    return steps


def _update(w: Write, noun: str, columns: dict[str, Any], where: str = "") -> Step:
    """Set columns, where they are not so already."""
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    other = [
        f"{name} IS NOT NULL" if value is None else f"({name} IS NULL OR {name} <> :{name})"
        for name, value in columns.items()
    ]
    sql = (
        f"UPDATE {noun} SET {sets}, version = version + 1, updated_at = :now"
        f" WHERE id IN ({_RUN}) AND ({where or ' OR '.join(other)})"
    )
    return lambda run: w.db.execute(sql, {**columns, **run, "now": w.now})


def _custom(w: Write, noun: str, name: str, value: str) -> Step:
    present, given = value_of(w.db.dialect, "custom", ":name"), key_of(w.db.dialect, name)
    if w.db.dialect == "sqlite":
        made = "json_set(custom, :name, :value)" if value else "json_remove(custom, :name)"
    elif value:
        made = (
            "CAST(jsonb_set(CAST(custom AS jsonb), ARRAY[CAST(:name AS text)],"
            " to_jsonb(CAST(:value AS text))) AS text)"
        )
    else:
        made = "CAST(CAST(custom AS jsonb) - CAST(:name AS text) AS text)"
    sql = (
        f"UPDATE {noun} SET custom = {made}, version = version + 1, updated_at = :now"
        f" WHERE id IN ({_RUN}) AND coalesce({present}, '') <> :value"
    )
    return lambda run: w.db.execute(sql, {**run, "name": given, "value": value, "now": w.now})


def _reminding(w: Write, noun: str, phrase: str) -> Step:
    step = read_next_step(phrase, w.clock, values.date_order(w))
    columns = reminders.planned(w, {"text": step.text, "kind": step.kind, "due": step.phrase})

    def plan(run: dict[str, object]) -> None:
        ids = w.db.rows(_RUN, run)
        w.insert_many("reminder", [{**columns, f"{noun}_id": id} for (id,) in ids])

    return plan


def _each(w: Write, change: Callable[[Write, int], object]) -> Step:
    """What has a rule of its own for each record."""

    def step(run: dict[str, object]) -> None:
        for (id,) in w.db.rows(_RUN, run):
            change(w, int(id))

    return step


def _same(
    reader: Reader, noun: str, name: str, text: str, order: DateOrder | None
) -> tuple[str, dict[str, object]] | None:
    """SQL that holds where a record has the value already; None where that is not asked."""
    a, custom = noun[0], of_noun(reader, noun)
    value = clean_line(text)
    if name == "owner":
        owner = values.user_or_none(reader, name, text)
        return (f"{a}.owner_id = :v", {"v": owner}) if owner else (f"{a}.owner_id IS NULL", {})
    if name == "company":
        key = f"(SELECT m.name_key FROM company m WHERE m.id = {a}.company_id)"
        return f"coalesce({key}, '') = :v", {"v": fold(value)}
    if name == "lifecycle":
        value = values.choice_or_none(name, text, LIFECYCLE) or ""
    if name in ("lifecycle", "title", "source") and name in _ALIKE[noun]:
        return f"coalesce({a}.{name}, '') = :v", {"v": value}
    if name in custom:
        present = value_of(reader.db.dialect, f"{a}.custom", ":name")
        given = key_of(reader.db.dialect, name)
        value = canonical(custom[name], text, Frame(reader.clock, order))
        return f"coalesce({present}, '') = :v", {"v": value, "name": given}
    known = values.field_names(reader, noun)
    if name not in known:
        raise unknown(noun, name, known)
    return None


def _has_tag(noun: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM tagging g JOIN tag t ON t.id = g.tag_id"
        f" WHERE g.{noun}_id = {noun[0]}.id AND t.name_key = :tag)"
    )


def _who(number: int, noun: str, verb: str) -> str:
    """`1 contact gets`, `37 contacts get`."""
    return f"{counted(number, noun)} {verb}{'s' if number == 1 else ''}"


def _already(number: int) -> str:
    return f"; {number:,} {'has' if number == 1 else 'have'} it already" if number else ""


def _did(edit: Edit) -> str:
    """What was done, for the journal: the last that stands in the edit says most."""
    if edit.delete:
        return "deleted"
    if edit.archive:
        return "archived"
    if edit.values:
        given = edit.values.items()
        names = ", ".join(f"{name} {clean_line(text) or 'cleared'}" for name, text in given)
        return f"set {names} on"
    if edit.remind:
        return "planned a reminder on"
    return f"tagged {', '.join(edit.tags)}:" if edit.tags else f"untagged {', '.join(edit.untags)}:"
