"""What the fields of our own exports do with a cell: several values, read back exactly."""

from __future__ import annotations

from crm_tui.domain.drafts import ChannelDraft, ContactDraft, KeyDateDraft
from crm_tui.formats.cells import (
    CHANNEL_COLUMNS,
    INVALID,
    ONCE,
    split,
    split_entries,
    split_notes,
)
from crm_tui.importing.dates import read_date
from crm_tui.importing.takers import Taker, put_channel
from crm_tui.text import clean, clean_line


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
    found = filter(None, map(clean, split_notes(cell)))
    draft.notes += [note for note in dict.fromkeys(found) if note not in draft.notes]
    return True


EXACT_TAKERS: dict[str, Taker] = {
    **{column: _channels(kind) for kind, column in CHANNEL_COLUMNS.items()},
    "key_dates": _key_dates,
    "tag_list": _tags,
    "note_list": _notes,
}
