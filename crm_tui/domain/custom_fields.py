"""Custom fields, as they are read, and what they may be called."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_tui.domain.fields import FIELDS
from crm_tui.errors import InvalidField
from crm_tui.text import clean_line, fold

NOUNS = ("contact", "company", "deal", "product")


class CustomField(NamedTuple):
    """A field that users added to a noun; `label` is what people read."""

    id: int
    noun: str
    name: str
    label: str
    type: str


def check_name(noun: str, label: str) -> str:
    """A label -> the field's name: `Favourite tea` gives `favourite_tea`.

    Raises InvalidField where nothing is left, or the noun has such a field already.
    """
    name = re.sub(r"\W+", "_", fold(clean_line(label))).strip("_")
    if not name:
        raise InvalidField("name", "the field has no name", "use letters or digits")
    if any(field.name == name for field in FIELDS[noun]):
        raise InvalidField("name", f"a {noun} has a field '{name}' already", "take another name")
    return name
