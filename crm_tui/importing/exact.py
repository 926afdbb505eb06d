"""What the fields of our own exports do with a cell: several values, read back exactly."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, TypeVar

from crm_tui.clock import encode_instant
from crm_tui.domain.channels import KINDS as CHANNELS
from crm_tui.domain.drafts import (
    ChannelDraft,
    ConsentDraft,
    ContactDraft,
    KeyDateDraft,
    NoteDraft,
    PreferenceDraft,
    RelationshipDraft,
)
from crm_tui.domain.relationships import KINDS as RELATIONSHIPS
from crm_tui.formats.cells import (
    CHANNEL_COLUMNS,
    INVALID,
    ONCE,
    split,
    split_entries,
    split_notes,
)
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.importing.takers import Taker, put_channel
from crm_tui.text import clean, clean_line

Said = Mapping[str, Any]
T = TypeVar("T")


def _channels(kind: str) -> Taker:
    def take(draft: ContactDraft, cell: str) -> bool:
        for label, value, invalid in split_entries(cell, INVALID):
            if text := clean_line(value):
                way = ChannelDraft(kind, clean_line(label), text, invalid=invalid)
                put_channel(draft.channels, way)
        return True

    return take


def _key_dates(draft: ContactDraft, cell: str) -> bool:
    whole = True
    for kind, text, once in split_entries(cell, ONCE):
        day = read_date(text)
        if day:
            word = clean_line(kind) or "other"
            draft.key_dates.append(KeyDateDraft(word, day.isoformat(), not once))
        whole = whole and day is not None
    return whole


def _tags(draft: ContactDraft, cell: str) -> bool:
    found = filter(None, map(clean_line, split(cell)))
    draft.tags += [tag for tag in dict.fromkeys(found) if tag not in draft.tags]
    return True


def _notes(draft: ContactDraft, cell: str) -> bool:
    draft.notes += [note for note in notes_in(cell) if note not in draft.notes]
    return True


def notes_in(cell: str) -> list[NoteDraft]:
    """A cell of our own export -> its notes, once each."""
    found = (NoteDraft(clean(note.body), _instant(note.at), clean_line(note.author))
             for note in split_notes(cell))  # fmt: skip
    return list(dict.fromkeys(note for note in found if note.body))


def _instant(text: str) -> str:
    at = read_instant(text, UTC) if text else None
    return encode_instant(at) if at else ""


def _preferences(draft: ContactDraft, cell: str) -> bool:
    found = _read(cell, _preference)
    draft.preference = found[0] if found else None
    return found is not None


def _consents(draft: ContactDraft, cell: str) -> bool:
    found = _read(cell, _consent)
    draft.consents = tuple(found or ())
    return found is not None


def _relationships(draft: ContactDraft, cell: str) -> bool:
    found = _read(cell, _relationship)
    draft.relationships = tuple(found or ())
    return found is not None


def _read(cell: str, made: Callable[[Said], T]) -> list[T] | None:
    """A cell of JSON -> what each of its objects says; None where one of them is not ours."""
    try:
        said = json.loads(cell)
        return [made(each) for each in (said if isinstance(said, list) else [said])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _preference(said: Said) -> PreferenceDraft:
    return PreferenceDraft(
        said["channel"] and _known(said["channel"], CHANNELS),
        clean_line(said["language"]),
        clean_line(said["best_time"]),
        clean_line(said["timezone"]),
        said["do_not_contact"] is True,
    )


def _consent(said: Said) -> ConsentDraft:
    at = read_instant(said["at"], UTC)
    expires = said["expires_on"] and read_date(said["expires_on"])
    if at is None or (said["expires_on"] and not expires):
        raise ValueError("no time")
    return ConsentDraft(
        _known(said["channel"], CHANNELS),
        clean_line(said["purpose"]),
        said["given"] is True,
        clean_line(said["source"]),
        encode_instant(at),
        expires.isoformat() if expires else None,
    )


def _relationship(said: Said) -> RelationshipDraft:
    noun = _known(said["noun"], ("contact", "company"))
    return RelationshipDraft(_known(said["kind"], RELATIONSHIPS), noun, clean_line(said["uid"]))


def _known(word: str, words: tuple[str, ...]) -> str:
    if word not in words:
        raise ValueError(word)
    return word


EXACT_TAKERS: dict[str, Taker] = {
    **{column: _channels(kind) for kind, column in CHANNEL_COLUMNS.items()},
    "key_dates": _key_dates,
    "tag_list": _tags,
    "note_list": _notes,
    "preferences": _preferences,
    "consents": _consents,
    "relationships": _relationships,
}
