"""What each field does with a cell.

A taker gets the draft and a cell that is not empty, and says whether it could use all
of it. What it could not use stays with the record as a custom field: no cell is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo

from crm_tui.clock import encode_instant
from crm_tui.domain.cadences import parse_cadence
from crm_tui.domain.channels import is_hopeless
from crm_tui.domain.contacts import LIFECYCLE
from crm_tui.domain.drafts import (
    ChannelDraft,
    CompanyDraft,
    ContactDraft,
    KeyDateDraft,
    NoteDraft,
)
from crm_tui.errors import UsageError
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.importing.fields import Field, keep_custom
from crm_tui.text import clean, clean_line, fold

Taker = Callable[[ContactDraft, str], bool]

_EMAILS = re.compile(r"\s*(?:\s:::\s|[;,\n\r])\s*")
# A comma and `;ext=12` belong to a phone number, unless a whole number follows.
_PHONES = re.compile(r"\s*(?:\s:::\s|;(?!\s*ext)|,\s+(?=[+(]*\d(?:[^,;]*\d){6})|[\n\r])\s*")
_SITES = re.compile(r"\s+:::\s+")
_TAGS = _EMAILS
_SEVERAL = {"email": _EMAILS, "phone": _PHONES}
_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([^/\s:?#@]+\.[^/\s:?#@.]+)(?:[:/?#].*)?", re.I)
# Words of other programs for our stages.
_LIFECYCLE = {stage: stage for stage in LIFECYCLE} | {
    "lead": "raw lead",
    "subscriber": "raw lead",
    "mql": "marketing-qualified lead",
    "marketing qualified lead": "marketing-qualified lead",
    "marketingqualifiedlead": "marketing-qualified lead",
    "sql": "sales-accepted lead",
    "sal": "sales-accepted lead",
    "sales qualified lead": "sales-accepted lead",
    "salesqualifiedlead": "sales-accepted lead",
    "sales accepted lead": "sales-accepted lead",
    "client": "customer",
    "unqualified": "disqualified",
}


def taker(field: Field, zone: tzinfo, order: str = "") -> Taker:
    """A field that one column fills -> its taker; `zone` is that of times without one, `order`
    DMY or MDY for `03/04/1990`."""
    kind, label = field.kind, field.label
    if kind == "created_at":
        return _created_at(zone, order)
    if kind in ("birthday", "anniversary", "key_date"):
        word = kind if kind != "key_date" else label or "other"
        return lambda draft, value: add_key_date(draft, word, value, order)
    if kind == "date":
        return _custom_date(label, order)
    return _TAKERS.get(kind) or (lambda draft, value: add_channel(draft, kind, label, value))


def keep(draft: ContactDraft, key: str, text: str) -> None:
    """Keep a cell as a custom field of the draft, as `keep_custom` does."""
    keep_custom(draft.custom, key, text)


def add_channel(draft: ContactDraft, kind: str, label: str, text: str, first: bool = False) -> bool:
    """Put a cell's one or several values among the contact's channels; always True.

    `first` makes the values preferred, as the label `main` does.
    """
    preferred = first or label == "main"
    if several := _SEVERAL.get(kind):
        for value in _values(several, text):
            way = ChannelDraft(kind, label, value, preferred, is_hopeless(kind, value))
            put_channel(draft.channels, way)
    else:
        for value in _values(_SITES, text) if kind == "website" else [clean_line(text)]:
            is_linkedin = kind == "website" and "linkedin.com/" in value.casefold()
            found = ("social", "linkedin") if is_linkedin else (kind, label)
            if value:
                put_channel(draft.channels, ChannelDraft(*found, value, preferred))
    return True


def add_key_date(draft: ContactDraft, kind: str, text: str, order: str = "") -> bool:
    """Put a day among the contact's key dates; False when it cannot be read."""
    day = read_date(text, order)
    if day:
        draft.key_dates.append(KeyDateDraft(kind, day.isoformat()))
    # Outlook's way to write that there is no such day.
    return day is not None or text.strip() == "0/0/00"


def company_of(draft: ContactDraft) -> CompanyDraft:
    """The draft's company, made when it has none yet."""
    if draft.company is None:
        draft.company = CompanyDraft()
    return draft.company


def host(url: str) -> str:
    """A web address or a bare domain -> its domain without www; empty if it is none."""
    found = _HOST.fullmatch(url.strip())
    return found[1].casefold() if found else ""


def own_site(url: str) -> str:
    """The domain of a website that is all of it; empty for a page on another's site."""
    _, _, place = url.strip().rstrip("/").rpartition("://")
    return "" if "/" in place else host(url)


def _values(separator: re.Pattern[str], text: str) -> list[str]:
    values = separator.split(text) if separator.search(text) else [text]
    return [value for value in map(clean_line, values) if value]


def put_channel(channels: list[ChannelDraft], new: ChannelDraft) -> None:
    """Put a channel among others; one that is there already is not put twice."""
    value = new.value.casefold()
    for channel in channels:
        if channel.kind == new.kind and channel.value.casefold() == value:
            channel.preferred |= new.preferred
            return
    channels.append(new)


def _person_text(attribute: str) -> Taker:
    return lambda draft, value: _set(draft, attribute, value)


def _company_text(attribute: str) -> Taker:
    def take(draft: ContactDraft, value: str) -> bool:
        return not value.strip() or _set(company_of(draft), attribute, value)

    return take


def _set(draft: ContactDraft | CompanyDraft, attribute: str, value: str) -> bool:
    """Fill a text that one cell can fill; False when another value is there."""
    value = clean_line(value)
    had: str = getattr(draft, attribute)
    if had:
        return not value or had == value
    setattr(draft, attribute, value)
    return True


def _company_channel(kind: str) -> Taker:
    def take(draft: ContactDraft, value: str) -> bool:
        if value := clean_line(value):
            put_channel(company_of(draft).channels, ChannelDraft(kind, "work", value))
        return True

    return take


def _company_domain(draft: ContactDraft, value: str) -> bool:
    if not (domain := host(value)):
        return False
    company = company_of(draft)
    company.domain = company.domain or domain
    return company.domain == domain


def _custom_date(key: str, order: str) -> Taker:
    def take(draft: ContactDraft, value: str) -> bool:
        day = read_date(value, order)
        keep(draft, key, day.isoformat() if day else value)
        return True

    return take


def _parent(draft: ContactDraft, value: str) -> bool:
    # Databases write NULL for no parent.
    return value.strip() == "NULL" or _set(company_of(draft), "parent", value)


def _created_at(zone: tzinfo, order: str) -> Taker:
    def take(draft: ContactDraft, value: str) -> bool:
        moment = None if draft.created_at else read_instant(value, zone, order)
        if moment is None:
            return False
        draft.created_at = encode_instant(moment)
        return True

    return take


def _lifecycle(draft: ContactDraft, value: str) -> bool:
    stage = _LIFECYCLE.get(fold(value))
    if stage is None or draft.lifecycle not in ("", stage):
        return False
    draft.lifecycle = stage
    return True


def _cadence(draft: ContactDraft, value: str) -> bool:
    try:
        found = str(parse_cadence(value) or "")
    except UsageError:
        return False
    return _set(draft, "cadence", found)


def _tags(draft: ContactDraft, value: str) -> bool:
    for tag in _values(_TAGS, value):
        # Google marks its own groups with an asterisk.
        plain = tag.removeprefix("* ")
        if plain not in draft.tags:
            draft.tags.append(plain)
    return True


def _notes(draft: ContactDraft, value: str) -> bool:
    if (body := clean(value)) and (note := NoteDraft(body)) not in draft.notes:
        draft.notes.append(note)
    return True


def _custom(_draft: ContactDraft, _value: str) -> bool:
    return False


_TAKERS: dict[str, Taker] = {
    "id": _person_text("external_id"),
    "name": _person_text("name"),
    "first_name": _person_text("first_name"),
    "middle_name": _person_text("middle_name"),
    "last_name": _person_text("last_name"),
    "title": _person_text("title"),
    "owner": _person_text("owner"),
    "company": _company_text("name"),
    "company_id": _company_text("external_id"),
    "company_domain": _company_domain,
    "company_website": _company_channel("website"),
    "company_phone": _company_channel("phone"),
    "company_address": _company_channel("address"),
    "company_parent": _parent,
    "source": _person_text("source"),
    "lifecycle": _lifecycle,
    "cadence": _cadence,
    "tags": _tags,
    "notes": _notes,
    "custom": _custom,
}
