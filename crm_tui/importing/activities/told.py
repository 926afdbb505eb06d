"""What an import tells of names that are nobody's here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from crm_tui.queries.near import near
from crm_tui.store.reader import Reader
from crm_tui.text import counted

_SHOWN = 5


def unknown_notes(reader: Reader, unknown: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Who and what is not known here, those named most first, with the record that was likely
    meant."""
    hints = {
        "contact": "; --make contacts makes them",
        "company": "; --make contacts makes them with their people",
        "user": "; --make users adds them",
        "deal": "",
    }
    for noun, names in unknown.items():
        if not names:
            continue
        most = names.most_common(_SHOWN)
        told = [f"{name} ({count}){_meant(reader, noun, name)}" for name, count in most]
        more = len(names) - len(most)
        rest = f" and {more} more" if more else ""
        yield f"not here as {_PLURALS[noun]}: {', '.join(told)}{rest}{hints[noun]}"


_PLURALS = {"contact": "contacts", "company": "companies", "deal": "deals", "user": "users"}


def _meant(reader: Reader, noun: str, name: str) -> str:
    if noun == "user" or "@" in name:
        return ""
    found = near(reader, noun, name)
    return f", like '{found[0].name}'" if found else ""


def made_note(made: int) -> Iterator[str]:
    """How many contacts were made."""
    if made:
        yield f"made {counted(made, 'contact')} of those who were unknown"
