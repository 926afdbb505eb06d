"""Attachments: files that hang on contacts, companies and deals."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.text import clean_line

_MOST_BYTES = 200  # of a name; file systems take 255
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
_UNITS = ("kB", "MB", "GB")


class Attachment(NamedTuple):
    """An attachment as it is read; `hash` is the SHA-256 of the file's content, by which it
    is kept beside the store, `size` its bytes."""

    id: int
    name: str
    hash: str
    size: int
    created_at: str
    user: str | None
    contact_id: int | None
    contact: str | None
    company_id: int | None
    company: str | None
    deal_id: int | None
    deal: str | None


def safe_name(name: str) -> str:
    """A file's name that is one on every system, whatever it was: no folders, no controls,
    not hidden, not too long; its ending stays."""
    plain = clean_line(name).translate(_FORBIDDEN).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    ending = f".{ending}" if dot and stem and len(ending) <= 10 else ""
    stem = plain.removesuffix(ending)
    room = _MOST_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending


def size_text(size: int) -> str:
    """`812 B`, `4.2 kB`, `18 MB`: decimal units."""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    for unit in _UNITS:
        amount /= 1000
        if amount < 1000 or unit == _UNITS[-1]:
            break
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"
