"""Reading custom fields."""

from __future__ import annotations

from crm_tui.domain.custom_fields import CustomField
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, order_by, window, word_tests
from crm_tui.store.reader import Reader

_SELECT = "SELECT id, noun, name, label, type, choices FROM custom_field"
SORTS = {"name": "name", "noun": "noun", "id": "id"}


def custom_fields(reader: Reader, page: Page) -> list[CustomField]:
    """The custom fields of every noun, noun by noun unless told otherwise."""
    tests, params = word_tests(page.words, ("noun", "name", "lower(label)"))
    where = f"WHERE archived_at IS NULL{f' AND {tests}' if tests else ''}"
    order = order_by(page.sort or "noun", SORTS, "id")
    return reader.rows(CustomField, f"{_SELECT} {where} {order} {window(page)}", **params)


def custom_field(reader: Reader, id: int) -> CustomField:
    """One custom field. Raises NotFound."""
    found = reader.row(CustomField, f"{_SELECT} WHERE id = :id", id=id)
    if found is None:
        raise NotFound(f"no custom field {id}", "list them with: crm field list")
    return found


def of_noun(reader: Reader, noun: str) -> dict[str, CustomField]:
    """The noun's custom fields by their names, in the order in which they were made."""
    found = reader.rows(
        CustomField,
        f"{_SELECT} WHERE noun = :noun AND archived_at IS NULL ORDER BY id",
        noun=noun,
    )
    return {field.name: field for field in found}


def value_of(dialect: str, column: str, name: str) -> str:
    """SQL for a custom field's value in a record's JSON `column`; `name` stands for what
    `key_of` gives, bound."""
    if dialect == "sqlite":
        return f"json_extract({column}, {name})"
    return f"(CAST({column} AS jsonb) ->> CAST({name} AS text))"


def key_of(dialect: str, name: str) -> str:
    """How SQL names a custom field inside the JSON."""
    return f'$."{name}"' if dialect == "sqlite" else name
