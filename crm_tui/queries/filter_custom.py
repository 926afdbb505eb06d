"""Custom fields as filters see them: each is compared as its type wants it."""

from __future__ import annotations

from crm_tui.domain.custom_fields import CustomField
from crm_tui.queries.custom_fields import key_of, value_of
from crm_tui.queries.filter_asked import Site
from crm_tui.queries.filter_fields import Field

# Type -> kind of a filter's field; what is not here is compared as text.
_KINDS = {
    "number": "custom_number",
    "date": "custom_day",
    "yes-no": "custom_yes",
    "choice": "choice",
}


def custom_field(site: Site, held: CustomField) -> Field:
    """A custom field as something to test."""
    dialect = site.reader.db.dialect
    column = value_of(dialect, "{a}.custom", site.bind(key_of(dialect, held.name)))
    kind = _KINDS.get(held.type, "custom")
    return Field(held.name, held.name, kind, column, f"{held.name}:…", choices=held.options)


def is_yes(site: Site, held: CustomField, alias: str) -> str:
    """SQL that holds where a field of type yes-no says yes."""
    return f"{custom_field(site, held).column.format(a=alias)} = 'yes'"
