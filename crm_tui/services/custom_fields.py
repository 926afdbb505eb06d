"""Writing custom fields."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from crm_tui.domain.custom_fields import NOUNS, CustomField, check_name
from crm_tui.domain.fields import choice
from crm_tui.errors import InvalidField
from crm_tui.queries import custom_fields as queries
from crm_tui.queries.paging import escape
from crm_tui.services.records import change
from crm_tui.services.values import custom_fields, required_line
from crm_tui.store.write import Write


def create(w: Write, noun: str, label: str) -> int:
    """A new field for contacts, companies or deals, named after its label; answers its id.

    Raises InvalidField for a name that is taken.
    """
    noun = choice("noun", noun, NOUNS)
    label = required_line("name", label)
    name = check_name(noun, label)
    if name in custom_fields(w, noun):
        raise InvalidField("name", f"a {noun} has a field '{name}' already", "take another name")
    w.summary = f"added field {name} to {noun}"
    return w.insert("custom_field", noun=noun, name=name, label=label)


def ensure(w: Write, noun: str, names: Collection[str], labels: Mapping[str, str]) -> None:
    """Add the fields that are not there yet, in the order of `labels`, which says what
    people call them."""
    missing = set(names) - custom_fields(w, noun).keys()
    order = [*labels, *sorted(missing - set(labels))]
    w.insert_many(
        "custom_field",
        [
            {"noun": noun, "name": name, "label": labels.get(name, name.replace("_", " "))}
            for name in order
            if name in missing
        ],
    )


def edit(w: Write, id: int, *, label: str | None = None, name: str | None = None) -> None:
    """Set what people call a field, and what --set and filters do; the values go with it.

    Raises InvalidField for a name that is taken, NotFound.
    """
    before = queries.custom_field(w, id)
    columns: dict[str, Any] = {}
    if label is not None:
        columns["label"] = required_line("label", label)
    if name is not None:
        columns["name"] = check_name(before.noun, name)
        if columns["name"] != before.name and columns["name"] in custom_fields(w, before.noun):
            taken = f"a {before.noun} has a field '{columns['name']}' already"
            raise InvalidField("name", taken, "take another name")
        if columns["name"] != before.name:
            _rename_values(w, before, columns["name"])
    change(w, "custom_field", before, columns, None)
    w.summary = f"edited field {columns.get('name', before.name)} of {before.noun}"


def delete(w: Write, id: int) -> None:
    """Delete a field and what records have in it; undo brings all of it back."""
    before = queries.custom_field(w, id)
    _rename_values(w, before, None)
    w.delete("custom_field", id=id)
    w.summary = f"deleted field {before.name} of {before.noun}"


def _rename_values(w: Write, field: CustomField, name: str | None) -> None:
    """Keep the records' values under another name, or under none."""
    rows = w.db.rows(
        f"SELECT id, custom FROM {field.noun} WHERE custom LIKE :quoted ESCAPE '\\'",
        {"quoted": f'%"{escape(field.name)}"%'},
    )
    changed = []
    for id, custom in rows:
        values = json.loads(custom)
        if field.name in values:
            value = values.pop(field.name)
            kept = values if name is None else {**values, name: value}
            changed.append({"id": id, "custom": json.dumps(kept, ensure_ascii=False), "now": w.now})
    w.run(
        f"UPDATE {field.noun} SET custom = :custom, version = version + 1, updated_at = :now"
        " WHERE id = :id",
        changed,
    )
