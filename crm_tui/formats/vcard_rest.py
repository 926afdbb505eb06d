"""What of a vCard no field of a contact takes, by the name of a custom field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_tui.formats.vcard_lines import DAYS, Lines, apple_label, day, first, label, plain

# What fields take, and what says something of the card alone.
_NOT_KEPT = frozenset(
    {"version", "uid", "fn", "n", "org", "title", "email", "tel", "url", "impp", "adr", "note",
     "categories", "label", "prodid", "rev", "source", "name", "profile", "class", "mailer",
     "sort-string", "clientpidmap", "x-socialprofile", "x-ablabel", "x-abadr", "x-abuid",
     "x-abshowas", "x-etag", "x-evolution-webdav-etag", "x-mozilla-html",
     "x-ms-ol-design", "x-ms-ol-default-postal-address"}
)  # fmt: skip
# Properties in which programs have the addresses of messengers and networks.
_NETWORK = re.compile(
    r"x-(aim|facebook|gadugadu|google-talk|groupwise|gtalk|icq|instagram|jabber|linkedin|mastodon"
    r"|msn|qq|sip|skype|twitter|xing|yahoo)(?:-username)?"
)
_OF_PROGRAMS = re.compile(r"x-(?:ms-|evolution-|kaddressbook-x-)?")
_PREFIXES = {"prefix": "name_prefix", "suffix": "name_suffix"}


def network(name: str) -> str:
    """The messenger or network whose address a property holds; "" for none."""
    found = _NETWORK.fullmatch(name)
    return found[1] if found else ""


def rest(found: Lines) -> dict[str, str]:
    """What no field takes; several texts of one name with `; ` between them."""
    kept: dict[str, list[str]] = {}
    for name, text in _pairs(found):
        key = re.sub(r"\W+", "_", name.casefold()).strip("_")
        if key and text and text not in kept.setdefault(key, []):
            kept[key].append(text)
    return {key: "; ".join(texts) for key, texts in kept.items()}


def _pairs(found: Lines) -> Iterator[tuple[str, str]]:
    org = first(found, "org")
    if isinstance(org, list):
        yield "department", plain(org[1:])
    parts = first(found, "n")
    for part, name in _PREFIXES.items():
        yield name, plain(getattr(parts, part, ""))
    for name, more in (("org", "organization"), ("title", "title"), ("fn", "name")):
        for line in found.get(name, ())[1:]:
            yield more, plain(line.value)
    for name, lines in found.items():
        for line in lines:
            if name in DAYS:
                said = DAYS[name] or label(line, found) or "other"
                yield said, "" if day(line) else plain(line.value)
            elif name == "related":
                yield label(line, found) or name, plain(line.value)
            elif name == "x-abrelatednames":
                yield apple_label(line, found) or "related", plain(line.value)
            elif name not in _NOT_KEPT and not network(name):
                yield _OF_PROGRAMS.sub("", name), plain(line.value)
