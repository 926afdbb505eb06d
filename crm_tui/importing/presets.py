"""Which program wrote a file, by the columns that only it has, in any order.

What a column is called says most (`vocabulary`); a preset adds what names alone cannot
say: that a cell holds several values, that a column is a day, what the file is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from crm_tui.errors import UsageError
from crm_tui.formats.cells import CHANNEL_COLUMNS, CUSTOM
from crm_tui.importing.columns import Column
from crm_tui.importing.fields import Field, parse_field
from crm_tui.importing.vocabulary import spelling


class Preset(NamedTuple):
    """`signature` are spellings of columns that a file of this program has, all of each
    alternative; `fields` what its columns mean beyond their names."""

    name: str
    signature: tuple[str, ...]
    fields: dict[str, str] = {}  # noqa: RUF012 - never changed
    noun: str = "contacts"


PLAIN = Preset("plain", ())
_OWN_LISTS = {column: column for column in (*CHANNEL_COLUMNS.values(), "key_dates")}
_OWN = {
    "id": "-", "uid": "id", "tags": "tag_list", "notes": "note_list", "source": "source",
    "updatedat": "-", "lastcontactedat": "-", "nextreminderat": "-", "archivedat": "-",
    "cadencestate": "-",
    "keydates": "key_dates", "preferences": "preferences", "consents": "consents",
    "relationships": "relationships", **_OWN_LISTS,
}  # fmt: skip
_OWN_COMPANY = {
    **_OWN, "name": "company", "domain": "company_domain", "parent": "company_parent",
    "contacts": "-", "opendeals": "-",
}  # fmt: skip
_SOURCE = {"leadsource": "source", "originalsource": "source"}


def _google(label: str) -> dict[str, str]:
    """Columns in pairs, the first of which says what the second holds."""
    pairs = ((f"{kind}{n}", at + n) for kind, at in (("customfield", 0), ("relation", 10))
             for n in range(1, 10))  # fmt: skip
    return {
        f"{pair}{end}": f"custom#{number}{part}"
        for pair, number in pairs
        for end, part in ((label, ".label"), ("value", ""))
    }


PRESETS = (
    Preset("vcard", ("vcardversion uid",), {**_OWN, "vcardversion": "-"}),
    # What `list` prints in JSON is read, too.
    Preset("crm", ("uid firstname emails keydates notes", "uid firstname cadencestate"), _OWN),
    Preset(
        "crm-companies",
        ("uid opendeals emails keydates notes", "uid opendeals domain"),
        _OWN_COMPANY,
        "companies",
    ),
    Preset(
        "google", ("organizationname email1value labels", "fileas email1label"), _google("label")
    ),
    Preset("google-old", ("email1type email1value", "groupmembership givenname"), _google("type")),
    Preset("outlook-web", ("imaddress emailaddress", "givenyomi surnameyomi")),
    Preset("outlook", ("emailaddress internetfreebusy", "emailaddress email2address lastname")),
    Preset(
        "linkedin",
        ("connectedon position", "connectedon url"),
        {"connectedon": "date:connected_on"},
    ),
    Preset(
        "hubspot",
        ("recordid email", "contactowner lifecyclestage"),
        _SOURCE,
    ),
    Preset(
        "hubspot-companies",
        ("recordid companyname companyowner", "recordid companydomainname"),
        noun="companies",
    ),
    Preset(
        "pipedrive",
        ("personname", "personid personfirstname"),
    ),
    Preset(
        "salesforce",
        ("accountid lastname leadsource", "isdeleted systemmodstamp", "accountname lastname",
         "accountname mailingcity"),
        _SOURCE,
    ),
    Preset("thunderbird", ("screenname displayname", "birthyear birthmonth primaryemail")),
    Preset("apple", ("phoneticfirstname maidenname note", "emailhome phoneiphone")),
)  # fmt: skip
EXPORTS = frozenset({"crm", "crm-companies"})  # of our own
OWN = EXPORTS | {"vcard"}
NAMES = tuple(preset.name for preset in (*PRESETS, PLAIN))


def chosen(name: str, header: Sequence[str]) -> Preset:
    """The preset called `name`, or with "" or "auto" the one that the columns show.

    Raises UsageError for another name.
    """
    if name in ("", "auto"):
        return _by_signature(header)
    for preset in (*PRESETS, PLAIN):
        if preset.name == name:
            return preset
    near = get_close_matches(name, NAMES, 1)
    meant = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"no preset '{name}'", f"{meant}presets: {', '.join(NAMES)}")


# What our own exports of these have, and nobody else's.
_OURS = {
    "interactions": {"uid", "kind", "direction", "at", "subject", "body"},
    "reminders": {"uid", "text", "kind", "due", "overdue"},
}


def refuse_ours(header: Sequence[str]) -> None:
    """Raises UsageError for our own export of what are no people or companies."""
    for noun, names in _OURS.items():
        if names <= {*header}:
            raise UsageError(f"this is an export of {noun}", f"--as {noun} imports it as such")


def apply(preset: Preset, columns: Sequence[Column]) -> list[Column]:
    """Columns with what the preset says of them."""
    return [_applied(preset, column) for column in columns]


def _by_signature(header: Sequence[str]) -> Preset:
    spelt = set(map(spelling, header))
    for preset in PRESETS:
        if any(spelt.issuperset(words.split()) for words in preset.signature):
            return preset
    return PLAIN


def _applied(preset: Preset, column: Column) -> Column:
    if preset.name in OWN and column.header.startswith(CUSTOM):
        key = column.header.removeprefix(CUSTOM)
        return replace(column, field=Field("custom", key), key=key)
    said = preset.fields.get(spelling(column.header))
    if said is None:
        return column
    field = parse_field(said)
    return replace(column, field=field, key=field.label if field.kind == "date" else column.key)
