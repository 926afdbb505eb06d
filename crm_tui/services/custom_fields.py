"""Writing custom fields."""

from __future__ import annotations

from crm_tui.domain.custom_fields import NOUNS, check_name
from crm_tui.domain.fields import choice
from crm_tui.errors import InvalidField
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
