"""Merging two contacts, or two companies, into one; and taking that back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from crm_tui.domain.operations import Reversal
from crm_tui.errors import Conflict, NotFound, UsageError
from crm_tui.queries import companies
from crm_tui.queries import duplicates as queries
from crm_tui.services import journal
from crm_tui.services.records import there
from crm_tui.store.write import BARE, Write

# What is filled from the other record where the kept one has nothing, by the field's name.
_FIELDS = {
    "contact": {
        "first_name": ("first_name",), "last_name": ("last_name",), "name": ("name", "name_key"),
        "title": ("title",), "company": ("company_id",), "lifecycle": ("lifecycle",),
        "source": ("source",), "owner": ("owner_id",),
        "cadence": ("cadence_days", "cadence_max_days"),
    },
    "company": {
        "name": ("name", "name_key"), "domain": ("domain",), "parent": ("parent_id",),
        "source": ("source",), "owner": ("owner_id",),
    },
}  # fmt: skip
_PREFERENCE = ("channel", "language", "best_time", "timezone")


class Part(NamedTuple):
    """What hangs on a record by `column`; of two rows alike in `unique` one goes."""

    table: str
    column: str
    unique: tuple[str, ...] = ()


_COMMON = (
    ("channel", ("kind", "value_key")),
    ("key_date", ("kind", "day")),
    ("tagging", ("tag_id",)),
    ("pin", ("user_id",)),
    ("reminder", ()),
    ("note", ()),
    ("attachment", ()),
)
# What a row says besides, by table.
_FILLED = {"deal_contact": "role", "channel": "label"}
_OTHER_END = ("kind", "{end}_contact_id", "{end}_company_id")


def _parts(noun: str) -> Iterable[Part]:
    yield from (Part(table, f"{noun}_id", unique) for table, unique in _COMMON)
    for here, there_ in (("from", "to"), ("to", "from")):
        end = tuple(column.format(end=there_) for column in _OTHER_END)
        yield Part("relationship", f"{here}_{noun}_id", end)
    if noun == "contact":
        yield Part("consent", "contact_id")
        yield Part("deal_contact", "contact_id", ("deal_id",))
        yield Part("interaction_contact", "contact_id", ("interaction_id",))
    else:
        yield from (Part(table, "company_id") for table in ("contact", "deal", "interaction"))
        yield Part("company", "parent_id")


def merge(w: Write, noun: str, keep: int, other: int, take: Iterable[str] = ()) -> None:
    """Make two contacts or companies (`noun`) one: `keep` stays and gets all that hangs on
    `other`, which is found under `keep` from now on, also by its old id.

    Empty fields are filled from the other; those named in `take` are taken from it. Of
    consents the strictest holds. Raises NotFound, UsageError for a record with itself and
    for a field that is not there.
    """
    if keep == other:
        raise UsageError(f"{noun} {keep} cannot be merged with itself", "name two records")
    kept, gone = there(w, noun, keep), there(w, noun, other)
    withdrawn = queries.withdrawn(w, [keep, other]) if noun == "contact" else []
    values = _values(w, noun, keep, other, list(take))
    if noun == "contact":
        _merge_preferences(w, keep, other)
    _prefer_own(w, noun, keep, other)
    for part in _parts(noun):
        _move(w, part, keep, other)
    _move_memory(w, noun, keep, other, gone.name)
    if noun == "contact":
        _move_pairs(w, keep, other)
    w.delete("queue_visit", noun=noun, record_id=other)
    w.delete(noun, id=other)
    w.update(noun, keep, **values)
    _hold_withdrawals(w, keep, withdrawn)
    w.summary = f"merged {noun} {gone.name} into {kept.name}"


def unmerge(w: Write, noun: str, named: str) -> Reversal:
    """Take back the merge that made a record disappear (named by its old id, uid or name),
    or the latest one into the record that is named. What was changed since is kept. It is
    an undo, in the journal too, so that a redo merges again.

    Raises NotFound where nothing was merged, Conflict where the one that stayed was merged
    in its turn, and what an undo raises.
    """
    merged = queries.latest_merge(w, noun, named)
    if merged is None:
        raise NotFound(f"no {noun} '{named}' was merged", f"see: crm history {noun}:ID")
    if merged.into != merged.now:
        raise Conflict(
            f"{noun} {merged.into} was itself merged into {noun} {merged.now} since",
            f"first: crm {noun} unmerge {merged.into}",
        )
    reversal = journal.undo(w, merged.operation)
    w.summary = f"unmerged: {reversal.undone.summary}"
    return reversal


def _values(w: Write, noun: str, keep: int, other: int, take: list[str]) -> dict[str, Any]:
    """The columns of the kept record that change."""
    fields = _FIELDS[noun]
    unknown = [name for name in take if name not in fields]
    if unknown:
        known = ", ".join(fields)
        raise UsageError(f"a {noun} has no field '{unknown[0]}' to take", f"one of: {known}")
    columns = [column for names in fields.values() for column in names]
    mine = queries.columns(w, noun, keep, [*columns, "custom"])
    theirs = queries.columns(w, noun, other, [*columns, "custom"])
    values: dict[str, Any] = {}
    for field, names in fields.items():
        empty = all(mine[name] in (None, "") for name in names)
        if (empty or field in take) and any(theirs[name] not in (None, "") for name in names):
            values |= {name: theirs[name] for name in names}
    custom = {**json.loads(theirs["custom"]), **json.loads(mine["custom"])}
    if custom != json.loads(mine["custom"]):
        values["custom"] = json.dumps(custom, ensure_ascii=False)
    if noun == "company":
        wanted = (values.get("parent_id", mine["parent_id"]), theirs["parent_id"])
        values["parent_id"] = _above(w, wanted, {keep, other})
    return values


def _above(w: Write, wanted: Iterable[int | None], both: set[int]) -> int | None:
    """Of the parents that are wanted the first that is not part of either company."""
    for parent in wanted:
        if parent is None or not both & companies.upwards(w, parent):
            return parent
    return None


def _move(w: Write, part: Part, keep: int, other: int) -> None:
    """Hang the other's rows on the kept record, without those that it has already."""
    table, column, unique = part
    ids = {"keep": keep, "other": other}
    if unique:
        alike = " AND ".join(
            f"k.{name} = o.{name}" if "_company_" not in name and "_contact_" not in name
            else f"coalesce(k.{name}, -1) = coalesce(o.{name}, -1)"
            for name in unique
        )  # fmt: skip
        twins = (
            f"SELECT o.id FROM {table} o WHERE o.{column} = :other AND EXISTS"
            f" (SELECT 1 FROM {table} k WHERE k.{column} = :keep AND {alike})"
        )
        if table in _FILLED:
            _fill(w, part, alike, ids)
        w.run(f"DELETE FROM {table} WHERE id IN ({twins})", [ids])
    stamp = "" if table in BARE else ", version = version + 1, updated_at = :now"
    w.run(
        f"UPDATE {table} SET {column} = :keep{stamp} WHERE {column} = :other",
        [{**ids, "now": w.now}],
    )
    if table == "relationship":
        noun = column.split("_")[1]
        w.delete(table, **{f"from_{noun}_id": keep, f"to_{noun}_id": keep})


def _fill(w: Write, part: Part, alike: str, ids: dict[str, int]) -> None:
    """What the kept row leaves open is taken from its twin, before that goes."""
    table, column, _ = part
    name = _FILLED[table]
    twin = (
        f"SELECT o.{name} FROM {table} o WHERE o.{column} = :other AND o.{name} <> '' AND {alike}"
    )
    w.run(
        f"UPDATE {table} AS k SET {name} = coalesce(({twin} ORDER BY o.id LIMIT 1), '')"
        f" WHERE k.{column} = :keep AND k.{name} = '' AND EXISTS ({twin})",
        [ids],
    )


def _prefer_own(w: Write, noun: str, keep: int, other: int) -> None:
    """Of each kind the kept record's preferred channel stays the preferred one."""
    w.run(
        "UPDATE channel SET preferred = 0, version = version + 1, updated_at = :now"
        f" WHERE {noun}_id = :other AND preferred = 1 AND kind IN"
        f" (SELECT kind FROM channel WHERE {noun}_id = :keep AND preferred = 1)",
        [{"keep": keep, "other": other, "now": w.now}],
    )


def _merge_preferences(w: Write, keep: int, other: int) -> None:
    mine, theirs = queries.preference(w, keep), queries.preference(w, other)
    if theirs is None:
        return
    if mine is None:
        w.update("preference", int(theirs["id"]), contact_id=keep)
        return
    filled = {name: theirs[name] for name in _PREFERENCE if not mine[name] and theirs[name]}
    if theirs["do_not_contact"] and not mine["do_not_contact"]:
        filled["do_not_contact"] = 1
    w.delete("preference", id=int(theirs["id"]))
    w.update("preference", int(mine["id"]), **filled)


def _hold_withdrawals(w: Write, keep: int, withdrawn: list[tuple[str, str]]) -> None:
    """Consent that either of the two had withdrawn stays withdrawn."""
    for channel, purpose in withdrawn:
        if (channel, purpose) not in queries.withdrawn(w, [keep]):
            w.insert(
                "consent", contact_id=keep, channel=channel, purpose=purpose, given=0,
                source="merged: the stricter of two", at=w.now,
            )  # fmt: skip


def _move_memory(w: Write, noun: str, keep: int, other: int, name: str) -> None:
    """Imports and old ids find the kept record from now on."""
    ids = [{"noun": noun, "keep": keep, "other": other}]
    for table in ("import_key", "redirect"):
        w.run(
            f"UPDATE {table} SET record_id = :keep WHERE noun = :noun AND record_id = :other", ids
        )
    uid = w.scalar(f"SELECT uid FROM {noun} WHERE id = :id", {"id": other})
    w.delete("redirect", noun=noun, old_id=other)  # of an earlier merge that was taken back
    w.insert("redirect", noun=noun, old_id=other, old_uid=uid, old_name=name, record_id=keep)


def _move_pairs(w: Write, keep: int, other: int) -> None:
    """What is known of pairs with the other holds for the kept contact."""
    for pair in queries.pairs_of(w, other):
        w.delete("duplicate", id=pair.id)
        partner = pair.second_id if pair.first_id == other else pair.first_id
        first, second = sorted((keep, partner))
        if partner != keep and queries.pair(w, first, second) is None:
            w.insert(
                "duplicate", first_id=first, second_id=second, state=pair.state,
                score=pair.score, reasons=pair.reasons,
            )  # fmt: skip
