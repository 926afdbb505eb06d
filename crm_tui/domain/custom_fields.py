"""Custom fields, as they are read, what they may be called, and what each type may hold."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain import dates
from crm_tui.domain.fields import FIELDS
from crm_tui.domain.money import digits_of
from crm_tui.domain.near_names import nearest
from crm_tui.errors import InvalidField, UsageError
from crm_tui.text import clean, clean_line, fold, inert, with_article

NOUNS = ("contact", "company", "deal", "product")
TYPES = ("text", "number", "date", "choice", "yes-no")
# Folded words for yes and no.
YES = ("yes", "y", "true", "1", "ja", "oui", "si")
NO = ("no", "n", "false", "0", "nein", "non")

_NUMBER = re.compile(r"([-+\u2212]?) ?([0-9][0-9.,'’_ ]*(?<! )|[.,][0-9]+)")
_MOST_DIGITS = 15  # both databases and spreadsheets hold them all
_SHOWN = 40
_NUMBER_HINT = f"write it like: 37, 37.5, -2; {_MOST_DIGITS} digits at most"


class CustomField(NamedTuple):
    """A field that users added to a noun; `label` is what people read, `choices` the JSON list
    of what a field of type choice may hold."""

    id: int
    noun: str
    name: str
    label: str
    type: str = "text"
    choices: str = "[]"

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen, in the order in which it is offered."""
        return ("yes", "no") if self.type == "yes-no" else tuple(json.loads(self.choices))


class Frame(NamedTuple):
    """What the date that somebody typed is read by."""

    clock: Clock
    order: dates.DateOrder | None = None
    region: str = ""


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


def check_choices(type: str, choices: Iterable[str]) -> str:
    """What a field of this type may hold -> its JSON, without those that are there twice.

    Raises InvalidField for a choice of nothing, and for choices of another type.
    """
    by_key: dict[str, str] = {}
    for text in choices:
        if line := clean_line(text):
            by_key.setdefault(fold(line), line)
    if type == "choice" and not by_key:
        raise InvalidField("choices", "there is nothing to choose from", 'say --choices "a, b, c"')
    if by_key and type != "choice":
        raise InvalidField("choices", f"{with_article(type)} has no choices", "say --type choice")
    return json.dumps([*by_key.values()], ensure_ascii=False)


def canonical(field: CustomField, text: str, frame: Frame) -> str:
    """What somebody typed into a field -> what the store keeps, dates read by the frame; see
    `kept`. Raises InvalidField."""
    value = clean(text)
    return _date(field, value, frame) if value and field.type == "date" else kept(field, value)


def kept(field: CustomField, text: str) -> str:
    """A text for a field of any type but date -> what the store keeps; "" for nothing.

    A number becomes a plain decimal (`1.234,50` gives `1234.5`), a word for yes or no one of
    these two, a choice the one that is listed, whatever its case and accents.
    Raises InvalidField, which names the field and what is expected.
    """
    value = clean(text)
    if not value or field.type == "text":
        return value
    if field.type == "number":
        found = number_text(value)
        if found is None:
            raise _refused(field, value, "a number", _NUMBER_HINT)
        return found
    if field.type == "yes-no":
        found = yes_no(value)
        if found is None:
            raise _refused(field, value, "yes or no", "write yes or no")
        return found
    return _choice(field, value)


def number_text(text: str) -> str | None:
    """A number as people write it -> its plain decimal, `-1234.5`; None for anything else."""
    plain = " ".join(unicodedata.normalize("NFKC", text[: _SHOWN + 1]).split())
    found = _NUMBER.fullmatch(plain) if len(plain) <= _SHOWN else None
    digits = digits_of(found[2], point_first=True) if found else None
    if found is None or digits is None:
        return None
    whole, part = digits[0].lstrip("0") or "0", digits[1].rstrip("0")
    if len(whole) + len(part) > _MOST_DIGITS:
        return None
    number = f"{whole}.{part}" if part else whole
    return number if number == "0" or found[1] in ("", "+") else f"-{number}"


def yes_no(text: str) -> str | None:
    """A word for yes or no -> `yes` or `no`; None for anything else."""
    word = fold(clean_line(text))
    return "yes" if word in YES else "no" if word in NO else None


def _date(field: CustomField, value: str, frame: Frame) -> str:
    try:
        return dates.parse_date(value, frame.clock, frame.order, frame.region).isoformat()
    except UsageError as error:
        message = f"{field.name} takes a date: {error.message}"
        raise InvalidField(field.name, message, error.hint) from error


def _choice(field: CustomField, value: str) -> str:
    options = {fold(option): option for option in field.options}
    if found := options.get(fold(clean_line(value))):
        return found
    near = nearest(value, field.options)
    meant = f"did you mean '{near.name}'? " if near else ""
    raise _refused(field, value, "a choice", f"{meant}one of: {', '.join(field.options)}")


def _refused(field: CustomField, value: str, wanted: str, hint: str) -> InvalidField:
    message = f"{field.name} takes {wanted}, not '{inert(value)[:_SHOWN]}'"
    return InvalidField(field.name, message, hint)
