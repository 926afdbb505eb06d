"""Form fields made from the catalogue of fields: how each kind is checked and echoed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.domain import dates
from crm_tui.domain.cadences import parse_cadence
from crm_tui.domain.custom_fields import CustomField, Frame, canonical
from crm_tui.domain.fields import FIELDS, Field
from crm_tui.domain.money import format_money, parse_money
from crm_tui.queries.offers import KINDS as OFFERED
from crm_tui.widgets.form import FieldSpec
from crm_tui.workspace import Workspace

Check = Callable[[str], str | None]
_PICKED = (
    "contact",
    "deal",
    "product",
    "user",
    "pipeline",
    "stage",
)  # only what is there may be named

PLACEHOLDERS = {
    "when": "fri 3pm, tomorrow, in 2 weeks",
    "date": "27 nov, eom, in 3 weeks",
    "past": "now, yesterday 3pm, mon",
    "money": "1200, 10k, 1200 USD",
    "repeat": "every week, every last friday of the month",
    "minutes": "20, 1h30",
    "number": "37, 37.5",
    "quantity": "1, 2.5",
    "discount": "10, 12.5",
    "cadence": "30, monthly, every 2 weeks at most 30 days",
    "email": "ann@example.com",
    "phone": "+49 30 901820",
}
# What is said of a field when its help is asked for.
EXAMPLES = {
    "when": "a day, or a day and a time: fri 3pm · tomorrow · in 2 weeks · mon 9am ·"
    " first monday of may · eom (end of month) · 2026-11-27 15:00",
    "date": "a day: 27 nov · tomorrow · in 3 weeks · eom (end of month) · 2026-11-27",
    "past": "when it happened: now · yesterday 3pm · 2 hours ago · mon 9am · 2026-11-27 15:00",
    "money": "an amount, with its currency where it is another: 1200 · 1,200.50 · 10k · 1.5m USD",
    "repeat": "every day · every weekday · every 2 weeks · every month on the 15th ·"
    " every last friday of the month; “after done” counts from when it was done",
    "minutes": "how long it took: 20 · 45m · 1h30",
    "percent": "a whole number from 0 to 100; left empty, it is the stage's",
    "email": "one address: ann@example.com; others are added on the record",
    "phone": "with its country, or as it is dialled in yours: +49 30 901820 · 030 901820",
    "website": "example.com · https://example.com/about",
    "contact": "a contact's name or e-mail; begin to type, and choose with ↓",
    "company": "a company's name; begin to type and choose with ↓: a new one is added",
    "product": "a product's name; begin to type, and choose with ↓",
    "number": "a number: 37 · 37.5 · -2",
    "quantity": "how many, at most three decimals: 1 · 2.5 · 0.25",
    "discount": "a percentage of the price: 10 · 12.5",
    "user": "who is to see to it: begin to type a user's name",
    "text": "as long as you like; ctrl+o writes it in your editor ($EDITOR)",
}
# What a check needs that takes long to load.
HEAVY = {
    "when": "dateparser",
    "date": "dateparser",
    "past": "dateparser",
    "repeat": "crm_tui.domain.repeat_phrases",
    "email": "email_validator",
}


def specs(
    workspace: Workspace,
    noun: str,
    names: Iterable[str],
    choices: dict[str, Sequence[str]] | None = None,
) -> list[FieldSpec]:
    """The form fields of a noun, in this order; `choices` makes a field a list."""
    by_name = {field.name: field for field in FIELDS[noun]}
    return [_spec(noun, by_name[name], workspace, (choices or {}).get(name)) for name in names]


def custom_specs(workspace: Workspace, fields: Mapping[str, CustomField]) -> list[FieldSpec]:
    """A form field for each custom one, under its label, checked as its type wants it."""
    return [_custom_spec(field, workspace) for field in fields.values()]


def _custom_spec(field: CustomField, workspace: Workspace) -> FieldSpec:
    if field.type == "text":
        return FieldSpec(field.name, field.label)
    frame = Frame(workspace.clock, dates_order(workspace.config), workspace.config.region)

    def understood(text: str) -> str | None:
        kept = canonical(field, text, frame)
        return (
            dates.When(kept).describe(workspace.clock)
            if field.type == "date"
            else (_if_other(kept, text))
        )

    return FieldSpec(
        field.name,
        field.label,
        placeholder=PLACEHOLDERS.get(field.type, ""),
        check=understood,
        choices=tuple((option, option) for option in field.options),
        help=EXAMPLES.get(field.type, ""),
    )


def heavy(noun: str) -> list[str]:
    """The modules that a noun's checks will load."""
    return sorted({HEAVY[field.kind] for field in FIELDS[noun] if field.kind in HEAVY})


def _spec(noun: str, field: Field, workspace: Workspace, given: Sequence[str] | None) -> FieldSpec:
    options = given if given is not None else field.choices
    source = field.kind if field.kind in OFFERED else field.name
    return FieldSpec(
        field.name,
        field.label,
        required=field.required,
        placeholder=PLACEHOLDERS.get(field.kind, ""),
        check=check(field.kind, workspace.clock, workspace.config),
        choices=tuple((option, option) for option in options),
        lines=4 if field.kind == "text" else 1,
        offers=source if source in OFFERED else "",
        picks=field.kind in _PICKED,
        alike=_alike(field, noun),
        makes="company" if field.kind == "company" else "",
        help=EXAMPLES.get(field.kind, ""),
    )


def _alike(field: Field, noun: str) -> str:
    """What tells that there is such a record already."""
    if noun in ("contact", "company") and field.name in ("name", "email", "phone"):
        return noun if field.name == "name" else field.kind
    return ""


def check(kind: str, clock: Clock, config: Config) -> Check | None:
    """The check of a kind of field: text -> how it was understood, None for as it stands."""
    order = dates_order(config)
    checks: dict[str, Check] = {
        "when": lambda text: _when(text, clock, config),
        "date": lambda text: dates.When.on(
            dates.parse_date(text, clock, order, config.region)
        ).describe(clock),
        "past": lambda text: _past(text, clock, order),
        "money": lambda text: format_money(*parse_money(text, config.currency)),
        "repeat": lambda text: _repeat(text, clock),
        "minutes": _minutes,
        "cadence": _cadence,
        "percent": _percent,
        "quantity": _quantity,
        "discount": _discount,
        "email": _email,
        "phone": lambda text: _phone(text, config.region),
        "website": _website,
    }
    return checks.get(kind)


def dates_order(config: Config) -> dates.DateOrder | None:
    """How 03/04/2026 is meant, where the settings say."""
    if config.date_order == "DMY":
        return "DMY"
    return "MDY" if config.date_order == "MDY" else None


def _when(text: str, clock: Clock, config: Config) -> str:
    """The time, and what speaks against its day."""
    from crm_tui.domain.business_days import day_off, holidays_of

    when = dates.parse_when(text, clock, dates_order(config), config.region)
    off = day_off(when.day(clock.zone), holidays_of(config.region))
    return when.describe(clock) + (f" ({off})" if off else "")


def _past(text: str, clock: Clock, order: dates.DateOrder | None) -> str:
    moment = dates.parse_past(text, clock, order)
    return dates.When.at(moment, clock.zone).describe(clock)


def _repeat(text: str, clock: Clock) -> str:
    from crm_tui.domain.recurrence import describe_repeat, parse_repeat

    phrase = text.removesuffix(" after done")
    read = describe_repeat(parse_repeat(phrase, clock.today()))
    return f"{read} after done" if phrase != text else read


def _minutes(text: str) -> str:
    from crm_tui.services.values import minutes_or_none

    return f"{minutes_or_none('duration', text)} minutes"


def _cadence(text: str) -> str:
    return cadence.describe() if (cadence := parse_cadence(text)) else ""


def _percent(text: str) -> None:
    from crm_tui.services.values import percent

    percent("probability", text)


def _quantity(text: str) -> None:
    from crm_tui.domain.products import parse_quantity

    parse_quantity(text)


def _discount(text: str) -> None:
    from crm_tui.domain.products import parse_discount

    parse_discount(text)


def _email(text: str) -> str | None:
    from crm_tui.domain.channels import check_email

    return _if_other(check_email(text), text)


def _phone(text: str, region: str) -> str | None:
    from crm_tui.domain.channels import check_phone

    return _if_other(check_phone(text, region), text)


def _website(text: str) -> str | None:
    from crm_tui.domain.channels import check_website

    return _if_other(check_website(text), text)


def _if_other(kept: str, typed: str) -> str | None:
    """Echoed only where it will be kept otherwise than typed."""
    return kept if kept != typed.strip() else None
