"""Writing saved filters."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.fields import choice
from crm_tui.domain.segments import NOUNS
from crm_tui.errors import InvalidField
from crm_tui.queries import segments as queries
from crm_tui.queries.filter import compile_filter
from crm_tui.services.records import change
from crm_tui.services.values import required_line
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold


def create(
    w: Write, noun: str, name: str, filter: str = "", *, sort: str = "", columns: str = ""
) -> int:
    """Save a filter under a name, as the last one of its noun; answers its id.

    Raises InvalidField for a name that is taken, FilterError for a filter with a mistake.
    """
    noun = choice("noun", noun, NOUNS)
    label = _free_name(w, noun, name)
    compile_filter(noun, filter, w, w.user_id)
    last = w.count("SELECT coalesce(max(position), 0) FROM segment WHERE noun = :n", {"n": noun})
    w.summary = f"saved filter {label}"
    return w.insert(
        "segment",
        noun=noun,
        name=label,
        name_key=fold(label),
        filter=clean_line(filter),
        sort=sort,
        columns=columns,
        position=last + 1,
    )


def edit(
    w: Write,
    id: int,
    *,
    name: str | None = None,
    filter: str | None = None,
    sort: str | None = None,
    columns: str | None = None,
) -> None:
    """Set what is not None. Raises InvalidField, FilterError, NotFound."""
    before = queries.segment(w, id)
    values: dict[str, Any] = {"sort": sort, "columns": columns}
    if name is not None and fold(name) != fold(before.name):
        label = _free_name(w, before.noun, name)
        values |= {"name": label, "name_key": fold(label)}
    elif name is not None:
        values["name"] = required_line("name", name)
    if filter is not None:
        compile_filter(before.noun, filter, w, w.user_id)
        values["filter"] = clean_line(filter)
    given = {column: value for column, value in values.items() if value is not None}
    change(w, "segment", before, given, None)
    w.summary = f"edited saved filter {values.get('name', before.name)}"


def delete(w: Write, id: int) -> None:
    """Delete a saved filter; the records stay, and undo brings it back."""
    before = queries.segment(w, id)
    w.delete("segment", id=id)
    w.summary = f"deleted saved filter {before.name}"


def _free_name(w: Write, noun: str, name: str) -> str:
    label = required_line("name", name)
    taken = w.scalar(
        "SELECT id FROM segment WHERE noun = :noun AND name_key = :key",
        {"noun": noun, "key": fold(label)},
    )
    if taken is not None:
        raise InvalidField("name", f"there is a segment '{label}' already", "take another name")
    return label
