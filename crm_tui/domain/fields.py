"""The fields of every noun that people set: one catalogue for forms, `--set`, and help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from crm_tui.domain import contacts, interactions, reminders
from crm_tui.errors import InvalidField
from crm_tui.text import with_article


class Field(NamedTuple):
    """A field as a person sees it. `kind` says how its text is read: line, text, choice,
    date, when, past, money, percent, quantity, discount, cadence, email, phone, website, repeat,
    minutes, or the noun that it names."""

    name: str
    label: str
    kind: str = "line"
    required: bool = False
    choices: tuple[str, ...] = ()


FIELDS: dict[str, tuple[Field, ...]] = {
    "contact": (
        Field("name", "Name", required=True),
        Field("first_name", "First name"),
        Field("last_name", "Last name"),
        Field("email", "E-mail", "email"),
        Field("phone", "Phone", "phone"),
        Field("company", "Company", "company"),
        Field("title", "Job title"),
        Field("lifecycle", "Lifecycle", "choice", choices=contacts.LIFECYCLE),
        Field("cadence", "Cadence", "cadence"),
        Field("source", "Source"),
        Field("owner", "Owner", "user"),
    ),
    "company": (
        Field("name", "Name", required=True),
        Field("domain", "Domain"),
        Field("email", "E-mail", "email"),
        Field("phone", "Phone", "phone"),
        Field("website", "Website", "website"),
        Field("parent", "Parent company", "company"),
        Field("source", "Source"),
        Field("owner", "Owner", "user"),
    ),
    "deal": (
        Field("title", "Title", required=True),
        Field("value", "Value", "money"),
        Field("currency", "Currency"),
        Field("contact", "Contact", "contact"),
        Field("company", "Company", "company"),
        Field("pipeline", "Pipeline", "pipeline"),
        Field("stage", "Stage", "stage"),
        Field("probability", "Probability %", "percent"),
        Field("expected_close", "Expected close", "date"),
        Field("source", "Source"),
        Field("owner", "Owner", "user"),
    ),
    "product": (
        Field("name", "Name", required=True),
        Field("code", "Code"),
        Field("series", "Series"),
        Field("price", "Price", "money"),
        Field("currency", "Currency"),
        Field("unit", "Unit"),
    ),
    "line_item": (
        Field("product", "Product", "product", required=True),
        Field("quantity", "Quantity", "quantity"),
        Field("price", "Price", "money"),
        Field("discount", "Discount %", "discount"),
    ),
    "reminder": (
        Field("text", "What", required=True),
        Field("due", "Due", "when", required=True),
        Field("kind", "Kind", "choice", choices=reminders.KINDS),
        Field("repeat", "Repeat", "repeat"),
        Field("owner", "Owner", "user"),
    ),
    "interaction": (
        Field("kind", "Kind", "choice", choices=interactions.KINDS),
        Field("text", "What was said", "text"),
        Field("at", "When", "past"),
        Field("direction", "Direction", "choice", choices=interactions.DIRECTIONS),
        Field("outcome", "Outcome"),
        Field("duration", "Minutes", "minutes"),
    ),
}


def field(noun: str, name: str) -> Field | None:
    """The field of that name, or None."""
    return next((field for field in FIELDS[noun] if field.name == name), None)


def unknown(noun: str, name: str, known: Iterable[str]) -> InvalidField:
    """The error for a field that is not there, with the nearest one that is."""
    names = list(known)
    near = get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return InvalidField(
        name, f"{with_article(noun)} has no field '{name}'", f"{hint}fields: {', '.join(names)}"
    )


def choice(field_name: str, text: str, choices: Iterable[str]) -> str:
    """The choice that `text` means: the word itself or the one word that it begins.

    Raises InvalidField with all choices.
    """
    words = list(choices)
    wanted = text.strip().casefold()
    if wanted in words:
        return wanted
    begun = [word for word in words if word.startswith(wanted)]
    if wanted and len(begun) == 1:
        return begun[0]
    what = with_article(field_name)
    raise InvalidField(field_name, f"'{text}' is not {what}", f"one of: {', '.join(words)}")
