"""Writing custom fields."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from crm_tui.domain.custom_fields import (
    NOUNS,
    TYPES,
    CustomField,
    canonical,
    check_choices,
    check_name,
)
from crm_tui.domain.fields import choice
from crm_tui.errors import InvalidField
from crm_tui.queries import custom_fields as queries
from crm_tui.queries.paging import escape
from crm_tui.services.records import change
from crm_tui.services.values import custom_fields, frame_of, required_line
from crm_tui.store.write import Write
from crm_tui.text import counted


def create(
    w: Write, noun: str, label: str, type: str = "text", choices: Collection[str] = ()
) -> int:
    """A new field for contacts, companies, deals or products, named after its label; answers
    its id. `choices` are what one of type choice may hold.

    Raises InvalidField for a name that is taken, and for a type that is none.
    """
    noun = choice("noun", noun, NOUNS)
    label = required_line("name", label)
    name = check_name(noun, label)
    if name in custom_fields(w, noun):
        raise InvalidField("name", f"a {noun} has a field '{name}' already", "take another name")
    type = choice("type", type, TYPES)
    held = check_choices(type, choices)
    w.summary = f"added field {name} to {noun}"
    return w.insert("custom_field", noun=noun, name=name, label=label, type=type, choices=held)


def ensure(
    w: Write,
    noun: str,
    names: Collection[str],
    labels: Mapping[str, str],
    types: Mapping[str, CustomField] = MappingProxyType({}),
) -> None:
    """Add the fields that are not there yet, in the order of `labels`, which says what
    people call them; `types` has those that are no text, by their names."""
    missing = set(names) - custom_fields(w, noun).keys()
    order = [*labels, *sorted(missing - set(labels))]
    w.insert_many(
        "custom_field",
        [
            {
                "noun": noun,
                "name": name,
                "label": labels.get(name, name.replace("_", " ")),
                "type": types[name].type if name in types else "text",
                "choices": types[name].choices if name in types else "[]",
            }
            for name in order
            if name in missing
        ],
    )


def edit(
    w: Write,
    id: int,
    *,
    label: str | None = None,
    name: str | None = None,
    type: str | None = None,
    choices: Collection[str] | None = None,
) -> None:
    """Set what people call a field, what --set and filters do, and what it may hold; the values
    go with it.

    Raises InvalidField for a name that is taken, and where a record holds what the field may
    hold no longer; NotFound.
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
    if type is not None or choices is not None:
        columns |= _retype(w, before._replace(**columns), type, choices)
    change(w, "custom_field", before, columns, None)
    w.summary = f"edited field {columns.get('name', before.name)} of {before.noun}"


def delete(w: Write, id: int) -> None:
    """Delete a field and what records have in it; undo brings all of it back."""
    before = queries.custom_field(w, id)
    _rename_values(w, before, None)
    w.delete("custom_field", id=id)
    w.summary = f"deleted field {before.name} of {before.noun}"


def _retype(
    w: Write, field: CustomField, type: str | None, choices: Collection[str] | None
) -> dict[str, str]:
    """The columns for another type; what the records hold is written as that type has it."""
    wanted = field.type if type is None else choice("type", type, TYPES)
    if choices is None:
        choices = field.options if wanted == field.type == "choice" else ()
    changed = field._replace(type=wanted, choices=check_choices(wanted, choices))
    frame, refused = frame_of(w), list[InvalidField]()
    fitting = []
    for id, values in _holding(w, field):
        try:
            value = canonical(changed, str(values[field.name]), frame)
        except InvalidField as error:
            refused.append(error)
            continue
        if value != values[field.name]:
            fitting.append((id, {**values, field.name: value}))
    if refused:
        count = counted(len(refused), field.noun)
        hold = "holds" if len(refused) == 1 else "hold"
        message = f"{count} {hold} something else: {refused[0].message}"
        raise InvalidField("type", message, refused[0].hint)
    _keep(w, field.noun, fitting)
    return {"type": changed.type, "choices": changed.choices}


def _rename_values(w: Write, field: CustomField, name: str | None) -> None:
    """Keep the records' values under another name, or under none."""
    changed = []
    for id, values in _holding(w, field):
        value = values.pop(field.name)
        changed.append((id, values if name is None else {**values, name: value}))
    _keep(w, field.noun, changed)


def _holding(w: Write, field: CustomField) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records that have a value in the field, with all their custom ones."""
    rows = w.db.rows(
        f"SELECT id, custom FROM {field.noun} WHERE custom LIKE :quoted ESCAPE '\\'",
        {"quoted": f'%"{escape(field.name)}"%'},
    )
    for id, custom in rows:
        values = json.loads(custom)
        if field.name in values:
            yield int(id), values


def _keep(w: Write, noun: str, records: list[tuple[int, dict[str, Any]]]) -> None:
    changed = [
        {"id": id, "custom": json.dumps(values, ensure_ascii=False), "now": w.now}
        for id, values in records
    ]
    w.run(
        f"UPDATE {noun} SET custom = :custom, version = version + 1, updated_at = :now"
        " WHERE id = :id",
        changed,
    )
