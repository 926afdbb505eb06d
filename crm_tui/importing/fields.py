"""The fields that a column can fill, and how they are written.

A field is printed, put in JSON and given to `--map` as one text:
`first_name`, `email`, `email:work`, `address:home.city`, `custom:shoe_size`, or `-`
for a column that is left out. `date:seen_on` is a custom
field that holds a day. `email#1` and `email#1.label` belong together: the
second column says what kind of address the first one holds.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from crm_tui.errors import UsageError
from crm_tui.formats.cells import CHANNEL_COLUMNS
from crm_tui.text import clean, clean_line, fold

PERSON_FIELDS = (
    "id", "name", "first_name", "middle_name", "last_name", "title", "lifecycle", "owner",
    "tags", "notes", "cadence", "birthday", "anniversary", "created_at", "source",
)  # fmt: skip
COMPANY_FIELDS = (
    "company", "company_id", "company_domain", "company_website", "company_phone",
    "company_address", "company_parent",
)  # fmt: skip
# What our own exports hold several of in one cell, see `formats.cells`.
LIST_FIELDS = (
    *CHANNEL_COLUMNS.values(), "key_dates", "tag_list", "note_list", "preferences", "consents",
    "relationships",
)  # fmt: skip
CHANNEL_FIELDS = ("email", "phone", "website", "social", "address", "key_date")
ADDRESS_PARTS = (
    "formatted", "street", "extended", "po_box", "city", "region", "postal_code", "country",
)  # fmt: skip
# What a column of people or companies may be given, as it is offered in the app.
OFFERED = (
    "name", "first_name", "middle_name", "last_name", "title", "email", "email:work",
    "email:home", "phone", "phone:work", "phone:mobile", "phone:home", "website",
    "social:linkedin", "address", "address.street", "address.city", "address.region",
    "address.postal_code", "address.country", *COMPANY_FIELDS, "lifecycle", "owner", "tags",
    "notes", "source", "cadence", "birthday", "anniversary", "created_at", "id",
)  # fmt: skip
BIRTHDAY_PARTS = ("year", "month", "day")
IGNORED = "-"
# Those that fill a custom field, which `label` names.
CUSTOM_KINDS = ("custom", "date")

_PLAIN = frozenset(PERSON_FIELDS + COMPANY_FIELDS + LIST_FIELDS)
_WORDS = (*PERSON_FIELDS, *COMPANY_FIELDS, *CHANNEL_FIELDS, "date", "custom", "ignore")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TEXT = re.compile(
    r"(?P<kind>[a-z_]+)(?:#(?P<number>\d{1,3}))?(?::(?P<label>[^.#:]+))?(?:\.(?P<part>[a-z_]+))?"
)
_HINT = (
    f"fields: {', '.join(PERSON_FIELDS + COMPANY_FIELDS)}, email, email:work, phone:mobile, "
    "website, social:linkedin, address:home.city, date:NAME, custom:NAME, - to leave it out"
)


@dataclass(frozen=True, slots=True)
class Field:
    """What a column fills; `label` is a channel's label or a custom field's key."""

    kind: str
    label: str = ""
    part: str = ""
    number: int = 0

    def __str__(self) -> str:
        number = f"#{self.number}" if self.number else ""
        label = f":{self.label}" if self.label else ""
        part = f".{self.part}" if self.part else ""
        return f"{self.kind}{number}{label}{part}"


def custom_key(label: str, fallback: str) -> str:
    """A column's name -> the key of its custom field: `LeadSource` -> `lead_source`."""
    apart = _CAMEL.sub("_", re.sub("['’]", "", label))
    return re.sub(r"\W+", "_", fold(apart)).strip("_")[:60] or fallback


def keep_custom(custom: dict[str, str], key: str, text: str) -> None:
    """Keep a cell as a custom field; a second one under the same key is put behind it."""
    if value := clean(text):
        had = custom.get(key)
        custom[key] = f"{had}; {value}" if had and had != value else value


def parse_field(text: str) -> Field:
    """A field's text -> the field. Raises UsageError that names the nearest one."""
    text = clean_line(text)
    if text in {IGNORED, "ignore"}:
        return Field(IGNORED)
    if text.startswith("custom:") and (key := custom_key(text[7:], "")):
        return Field("custom", key)
    if found := _TEXT.fullmatch(text.casefold()):
        field = Field(
            found["kind"], found["label"] or "", found["part"] or "", int(found["number"] or 0)
        )
        if _is_valid(field):
            return field
    near = difflib.get_close_matches(text.casefold(), _WORDS, n=1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"'{text}' is not a field{meant}", _HINT)


def _is_valid(field: Field) -> bool:
    if field.kind in CHANNEL_FIELDS:
        parts = ADDRESS_PARTS if field.kind == "address" else ()
        labelled = field.part == "label" and field.number > 0
        return labelled or field.part in ("", *parts)
    if field.kind == "date":
        return bool(field.label) and not field.part and not field.number
    if field.kind == "custom":
        return field.number > 0 and field.part in ("", "label") and not field.label
    if field.label or field.number:
        return False
    if field.kind == "birthday":
        return field.part in ("", *BIRTHDAY_PARTS)
    return field.kind in _PLAIN and not field.part
