"""What surrounds a contact or a company on screen: channels, people, ties, days, wishes."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from crm_tui.clock import Clock, zone
from crm_tui.domain.contacts import Channel
from crm_tui.domain.dates import describe_day
from crm_tui.domain.key_dates import KeyDate, next_on
from crm_tui.domain.preferences import Consent, Preference, state
from crm_tui.errors import UsageError
from crm_tui.queries import key_dates, people, preferences, relationships
from crm_tui.queries.people import Person
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import row
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionRow

PEOPLE = 30


def channel_section(channels: tuple[Channel, ...], wishes: Preference) -> ListSection:
    """The channels; one that does not work, and one that is best, say so."""
    rows = []
    for channel in channels:
        text = safe(channel.value)
        if channel.invalid:
            text += safe("  ✗ does not work", "$text-error")
        elif channel.kind == wishes.channel:
            text += safe("  ♥ likes this best", "$text-success")
        elif channel.preferred and _several(channels, channel.kind):
            text += safe("  ★ first", "$text-muted")
        label = f"{channel.kind} {channel.label}".strip()
        rows.append(
            row(label, text, Target("channel", channel.id, channel.value), "reach", lines=3)
        )
    return ListSection("Reach", rows)


def _several(channels: tuple[Channel, ...], kind: str) -> bool:
    return sum(channel.kind == kind for channel in channels) > 1


def people_section(reader: Reader, title: str, company: Target, but: int = 0) -> ListSection:
    """The first people of a company, but one; the company's list of contacts has them all."""
    found = people.of_company(reader, company.id, PEOPLE + 1, but)
    rows = [_person(each, reader.clock) for each in found[:PEOPLE]]
    more = len(found) > PEOPLE
    if more:
        where = f'and more: 3, then / company:"{company.name}"'
        rows.append(row("", safe(where, "$text-muted"), lines=2))
    return ListSection(title, rows, f"{len(found[:PEOPLE])}{'+' * more}")


def _person(person: Person, clock: Clock) -> SectionRow:
    text = safe(person.name) + safe(f"  {person.title}" if person.title else "", "$text-muted")
    ago = texts.ago(person.last_contacted_at, clock) or "–"
    return row(safe(ago, "$text-muted"), text, Target("contact", person.id, person.name), "people")


def tie_section(reader: Reader, noun: str, id: int) -> ListSection:
    """The relationships, in words from this side; each opens the other one."""
    rows = []
    for tie in relationships.of_record(reader, noun, id):
        words, other = tie.seen_from(noun, id)
        opens = Target(*other)
        target = Target("relationship", tie.id, f"{words} {opens.name}")
        rows.append(row(words, opens.name, target, "ties", opens=opens))
    return ListSection("Relationships", rows)


def day_section(reader: Reader, noun: str, id: int) -> ListSection:
    """The key dates, each with the day on which it comes next."""
    rows = [_day(each, reader.clock) for each in key_dates.of_record(reader, noun, id)]
    return ListSection("Key dates", rows)


def _day(found: KeyDate, clock: Clock) -> SectionRow:
    day = date.fromisoformat(found.day)
    coming = next_on(day, clock.today(), yearly=bool(found.yearly))
    text = safe(describe_day(coming, clock.today()) if coming else "over")
    if coming != day:
        text += safe(f"  {found.day}", "$text-muted")
    text += safe("  every year" if found.yearly else "", "$text-muted")
    return row(found.kind, text, Target("date", found.id, found.kind), "days")


def wish_section(wishes: Preference, contact: Target) -> ListSection:
    """How a contact wants to be reached."""
    lines = (
        ("contact", "do not contact" if wishes.do_not_contact else ""),
        ("by", wishes.channel),
        ("language", wishes.language),
        ("best time", wishes.best_time),
        ("time zone", wishes.timezone),
    )
    target = Target("preference", contact.id, contact.name)
    rows = [row(label, text, target, label) for label, text in lines if text]
    return ListSection("Preferences", rows)


def consent_section(reader: Reader, id: int) -> ListSection:
    """What a contact allowed last, for each channel and purpose."""
    said = preferences.in_force(preferences.consents(reader, id))
    return ListSection("Consents", [_consent(each, reader.clock) for each in said])


def _consent(said: Consent, clock: Clock) -> SectionRow:
    stands = state(said, clock.today())
    style = ("✓", "$text-success") if stands == "given" else ("✗", "$text-error")
    mark = safe(f"{style[0]} {stands} ", style[1])
    text = safe(f"{said.purpose}  ") + mark + safe(texts.ago(said.at, clock), "$text-muted")
    if said.given and said.expires_on:
        text += safe(f" until {texts.day_text(said.expires_on, clock)}", "$text-muted")
    target = Target("consent", said.id, f"{said.purpose} by {said.channel}")
    return row(said.channel, text, target, "consents", lines=2)


def local_time(wishes: Preference, clock: Clock) -> Content | None:
    """What the time is where the contact lives, if that is known and is another."""
    try:
        there = zone(wishes.timezone) if wishes.timezone else None
    except UsageError:
        return None
    if there is None or there == clock.zone:
        return None
    return safe(f"{clock.now().astimezone(there):%a %H:%M} there", "$text-accent")


def warning(wishes: Preference) -> Content | None:
    """That a contact is not to be contacted."""
    return safe("⊘ do not contact", "bold $text-error") if wishes.do_not_contact else None
