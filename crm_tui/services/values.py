"""What a typed value means: text -> what the store keeps, references looked up.

Forms, `--set` and bulk edits hand over the same `{field: text}`; an empty text clears.
Whatever is wrong rises as InvalidField, which names the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from crm_tui.config import Config
from crm_tui.domain import dates
from crm_tui.domain.custom_fields import Frame, canonical
from crm_tui.domain.fields import FIELDS, choice, unknown
from crm_tui.domain.money import check_currency, decimal_text, parse_money
from crm_tui.errors import CrmError, InvalidField
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.resolve import resolve
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold, with_article

Values = Mapping[str, str]


def check_names(reader: Reader, noun: str, values: Values, also: tuple[str, ...] = ()) -> None:
    """Raises InvalidField for a value whose field neither the noun nor a custom field has."""
    known = [*field_names(reader, noun), *also]
    for name in values:
        if name not in known:
            raise unknown(noun, name, known)


def field_names(reader: Reader, noun: str) -> list[str]:
    """The fields that can be set: the noun's own and the custom ones."""
    return [*(field.name for field in FIELDS[noun]), *custom_fields(reader, noun)]


def required_line(name: str, text: str) -> str:
    """One line of text that may not be empty."""
    value = clean_line(text)
    if not value:
        raise InvalidField(name, f"{name} is empty", f"give {with_article(name)}")
    return value


def choice_or_none(name: str, text: str, choices: tuple[str, ...]) -> str | None:
    """The chosen word, or None where the text is empty."""
    return choice(name, text, choices) if text.strip() else None


def date_or_none(w: Write, name: str, text: str) -> str | None:
    """A date as the store keeps it, or None where the text is empty."""
    if not text.strip():
        return None
    with named(name):
        return dates.parse_date(text, w.clock, date_order(w), w.config.region).isoformat()


def when(w: Write, name: str, text: str) -> dates.When:
    """A date or a zoned moment."""
    with named(name):
        return dates.parse_when(text, w.clock, date_order(w), w.config.region)


def percent(name: str, text: str) -> int:
    """A whole number from 0 to 100; a `%` sign may follow."""
    digits = text.strip().removesuffix("%").strip()
    if not _is_number(digits) or int(digits) > 100:
        raise InvalidField(name, f"'{text}' is not a percentage", "a whole number from 0 to 100")
    return int(digits)


def money(values: Values, name: str, currency: str, present: int | None = None) -> dict[str, Any]:
    """The columns of an amount and its currency, from what is typed into the field `name` and
    into `currency`; a new currency alone keeps the `present` amount, whatever its decimals."""
    said = values.get("currency", "").strip()
    code = check_currency(said) if said else currency
    text = values.get(name)
    if text is None and present is not None and code != currency:
        text = decimal_text(present, currency)
    if text is None or not text.strip():
        columns: dict[str, Any] = {"currency": code} if "currency" in values else {}
        return columns if text is None else {**columns, name: None}
    try:
        minor, code = parse_money(text, code)
    except InvalidField as error:
        raise InvalidField(name, error.message, error.hint) from error
    return {name: minor, "currency": code}


def minutes_or_none(name: str, text: str) -> int | None:
    """Minutes: `90`, `45m`, `1h`, `1h30`."""
    digits = text.strip().lower().removesuffix("min").removesuffix("m").replace(" ", "")
    if not digits:
        return None
    hours, h, rest = digits.rpartition("h")
    if all(part == "" or _is_number(part) for part in (hours, rest)):
        total = int(hours or 0) * 60 + int(rest or 0)
        if (not h or hours) and total < 100_000:
            return total
    raise InvalidField(name, f"'{text}' is not a duration", "write it like: 20, 45m, 1h30")


def _is_number(text: str) -> bool:
    # int() refuses thousands of digits with an error of its own.
    return text.isascii() and text.isdigit() and len(text) < 10


def user_or_none(reader: Reader, name: str, text: str) -> int | None:
    """The id of the user of that name, or None where the text is empty."""
    key = fold(clean_line(text))
    if not key:
        return None
    id = reader.scalar('SELECT id FROM "user" WHERE name_key = :key', {"key": key})
    if id is None:
        names = ", ".join(str(row[0]) for row in reader.db.rows('SELECT name FROM "user"'))
        raise InvalidField(name, f"no user '{text}'", f"users: {names}")
    return int(str(id))


def company_or_none(w: Write, text: str) -> int | None:
    """The id of the company that is named, made when there is none of that name.

    A number that is no company's name may be its id. Raises InvalidField for `company:77`
    where there is none.
    """
    name = clean_line(text)
    if not name:
        return None
    id = _company(w, name)
    return w.insert("company", name=name, name_key=fold(name)) if id is None else id


def new_company(reader: Reader, text: str) -> str:
    """The name of the company that `company_or_none` would make of this text; "" for none.

    Raises InvalidField like it.
    """
    name = clean_line(text)
    return name if name and _company(reader, name) is None else ""


def with_new_company(reader: Reader, text: str) -> str:
    """What a summary says of the company that is made besides: ` with new company Acme`."""
    name = new_company(reader, text)
    return f" with new company {name}" if name else ""


def _company(reader: Reader, name: str) -> int | None:
    id = reader.scalar(
        "SELECT min(id) FROM company WHERE name_key = :key AND archived_at IS NULL",
        {"key": fold(name)},
    )
    if id is None and name.startswith("company:"):
        with named("company"):
            return resolve(reader, name, ("company",)).id
    if id is None and name.isascii() and name.isdigit() and len(name) < 19:
        id = reader.scalar("SELECT id FROM company WHERE id = :id", {"id": int(name)})
    return None if id is None else int(str(id))


def custom_fields(reader: Reader, noun: str) -> dict[str, str]:
    """The noun's custom fields: name -> label."""
    return {name: field.label for name, field in of_noun(reader, noun).items()}


def custom(w: Write, noun: str, values: Values, present: str = "{}") -> dict[str, Any]:
    """The `custom` column with the custom ones among `values` set; {} when none is.

    Raises InvalidField for what does not fit a field's type.
    """
    fields, frame = of_noun(w, noun), frame_of(w)
    given = {
        name: canonical(fields[name], text, frame)
        for name, text in values.items()
        if name in fields
    }
    if not given:
        return {}
    merged = {**json.loads(present), **given}
    kept = {name: value for name, value in merged.items() if value != ""}
    return {"custom": json.dumps(kept, ensure_ascii=False)}


def frame_of(w: Write) -> Frame:
    """What dates in custom fields are read by."""
    return Frame(w.clock, date_order(w), w.config.region)


def date_order(w: Write) -> Literal["DMY", "MDY"] | None:
    """How `03/04/2026` is meant, where the settings say."""
    return date_order_of(w.config)


def date_order_of(config: Config) -> Literal["DMY", "MDY"] | None:
    """Like `date_order`, of settings at hand."""
    order = config.date_order
    return order if order in ("DMY", "MDY") else None  # type: ignore[return-value]


@contextmanager
def named(name: str) -> Iterator[None]:
    """Makes an error that rises inside one of the field `name`."""
    try:
        yield
    except InvalidField:
        raise
    except CrmError as error:
        raise InvalidField(name, error.message, error.hint) from error
