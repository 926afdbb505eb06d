"""What the records of all nouns are made of on screen."""

from __future__ import annotations

import json
from typing import NamedTuple

from textual.content import Content

from crm_tui.clock import Clock
from crm_tui.domain.contacts import Channel
from crm_tui.domain.deals import Deal, is_rotting, next_state
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.domain.reminders import Reminder, bucket
from crm_tui.queries import interactions
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.services.values import custom_fields
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section
from crm_tui.widgets.safe import safe

Line = tuple[str, str | Content]
TIMELINE = 50


class RecordView(NamedTuple):
    """A record ready to be shown; `related` are the records that can be opened from it."""

    target: Target
    title: str
    sections: list[Section]
    related: tuple[Target, ...]


def filled(*lines: tuple[str, str | None]) -> list[Line]:
    """The lines that have a value."""
    return [(label, value) for label, value in lines if value]


def channel_lines(channels: tuple[Channel, ...]) -> list[Line]:
    """A line for each channel; one that is known not to work says so."""
    found: list[Line] = []
    for channel in channels:
        label = f"{channel.kind} {channel.label}".strip()
        value = safe(channel.value)
        if channel.invalid:
            value += safe("  does not work", "$text-error")
        found.append((label, value))
    return found


def deal_lines(deals: list[Deal], clock: Clock) -> list[Line]:
    """A line for each deal: where it stands, its worth, its name."""
    found: list[Line] = []
    for deal in deals:
        worth = texts.brief_value(deal)
        value = safe(f"{worth}  " if worth else "", "bold") + safe(deal.title)
        if is_rotting(deal, clock):
            value += safe(f"  ▲ {texts.stage_age(deal, clock)}", "$text-warning")
        elif deal.status == "open" and next_state(deal, clock) == "none":
            value += safe("  ○ no next step", "$text-muted")
        found.append((deal.stage, value))
    return found


def reminder_lines(reminders: list[Reminder], clock: Clock) -> list[Line]:
    """A line for each reminder: when and what."""
    found: list[Line] = []
    for reminder in reminders:
        style = texts.DUE_STYLES.get(bucket(reminder.due, clock), "")
        found.append((texts.due_text(reminder.due, clock), safe(reminder.text, style)))
    return found


def timeline_section(reader: Reader, target: Target) -> Section:
    """What happened to the record, newest first."""
    entries = interactions.timeline(reader, target.noun, target.id, limit=TIMELINE)
    return Section("Timeline", [timeline_line(entry, reader.clock) for entry in entries])


def timeline_line(entry: TimelineEntry, clock: Clock) -> Line:
    """When, and what was said or done."""
    text = safe(f"{entry.what}  ", "$text-primary") + safe(entry.text)
    if remark := texts.remark(entry):
        text += safe(f"  {remark}", "$text-muted")
    return (texts.moment(entry.at, clock), text)


def custom_lines(reader: Reader, noun: str, custom: str) -> list[Line]:
    """A line for each custom field that is filled, under its label."""
    given = json.loads(custom)
    if not given:
        return []
    labels = custom_fields(reader, noun)
    return [(labels.get(name, name), str(value)) for name, value in given.items()]
