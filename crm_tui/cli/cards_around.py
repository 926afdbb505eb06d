"""What surrounds a record, as text: wishes, key dates, relationships, notes, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from crm_tui.domain.attachments import size_text
from crm_tui.domain.dates import describe_day
from crm_tui.domain.key_dates import next_on
from crm_tui.domain.preferences import state
from crm_tui.queries import attachments, key_dates, notes, preferences, relationships
from crm_tui.reports.layout import Line
from crm_tui.store.reader import Reader

_LABEL = 16
Section = tuple[str, Iterable[Line]]


def around(reader: Reader, noun: str, id: int) -> Iterator[Section]:
    """The sections of what hangs on a contact, company or deal, each with its lines."""
    if noun == "contact":
        yield "Preferences", _wishes(reader, id)
        yield "Consents", _consents(reader, id)
    if noun != "deal":
        yield "Key dates", _days(reader, noun, id)
        yield "Relationships", _ties(reader, noun, id)
    yield "Notes", _notes(reader, noun, id)
    yield "Files", _files(reader, noun, id)


def _wishes(reader: Reader, id: int) -> Iterator[Line]:
    wishes = preferences.preference(reader, id)
    if wishes.do_not_contact:
        yield Line("  do not contact", "late")
    for name in ("channel", "language", "best_time", "timezone"):
        if value := getattr(wishes, name):
            yield Line(f"  {name.replace('_', ' '):<{_LABEL}}{value}")


def _consents(reader: Reader, id: int) -> Iterator[Line]:
    for said in preferences.in_force(preferences.consents(reader, id)):
        stands = state(said, reader.today)
        until = f" {'on' if stands == 'expired' else 'until'} {said.expires_on}"
        stands += until if said.given and said.expires_on else ""
        yield Line(f"  {said.channel:<{_LABEL}}{said.purpose}: {stands}  (consent:{said.id})")


def _days(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    for found in key_dates.of_record(reader, noun, id):
        day = date.fromisoformat(found.day)
        coming = next_on(day, reader.today, yearly=bool(found.yearly))
        when = f", next {describe_day(coming, reader.today)}" if coming else ", over"
        yield Line(f"  {found.kind:<{_LABEL}}{found.day}{when}  (date:{found.id})")


def _ties(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    for found in relationships.of_record(reader, noun, id):
        words, (other, other_id, name) = found.seen_from(noun, id)
        yield Line(f"  {words:<{_LABEL}}{name} {other}:{other_id}  (relationship:{found.id})")


def _notes(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    for found in notes.of_record(reader, noun, id):
        day = f"{reader.local(found.created_at):%Y-%m-%d}"
        yield Line(f"  {day}  (note:{found.id})")
        yield from (Line(f"    {line}") for line in found.body.split("\n"))


def _files(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    for found in attachments.of_record(reader, noun, id):
        yield Line(f"  {found.name}  {size_text(found.size)}  (attachment:{found.id})")
