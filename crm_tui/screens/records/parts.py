"""What the records of all nouns are made of on screen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from textual.content import Content

from crm_tui.clock import Clock
from crm_tui.domain.attachments import size_text
from crm_tui.domain.deals import Deal, is_rotting, next_state
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.domain.reminders import Reminder, bucket
from crm_tui.queries import attachments, interactions, notes, reminders
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.services.values import custom_fields
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section
from crm_tui.widgets.safe import as_content, safe
from crm_tui.widgets.sections import ListSection, SectionRow

TIMELINE = "Timeline"
PAGE = 100  # so many entries of the timeline are read at a time
NOTE_LINES = 12  # a note shows so many; the rest is on a screen of its own
TEXT_LINES = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the cursor stands: on what, whatever that is called, and where, for a
    thing may stand twice. On a relationship it `opens` the other side."""

    noun: str
    id: int
    place: str
    target: Target = field(compare=False)
    opens: Target | None = field(default=None, compare=False)

    @classmethod
    def on(cls, target: Target, place: str, opens: Target | None = None) -> Spot:
        """The place of a thing."""
        return cls(target.noun, target.id, place, target, opens)


class RecordView(NamedTuple):
    """A record ready to be shown: lines under its name, then titled sections, the most
    important first. `related` are the records that can be opened from it."""

    target: Target
    title: str
    head: list[SectionRow]
    parts: list[ListSection]
    related: tuple[Target, ...] = ()

    @property
    def sections(self) -> list[Section]:
        """The same for a pane in which nothing can be chosen."""
        shown = [("", as_content(row.text)) for row in self.head]
        found = [Section("", shown)] if shown else []
        return found + [
            Section(
                f"{part.title}  {part.note}".rstrip(),
                [(_plain(row.lead), row.text) for row in part.rows],
            )
            for part in self.parts
        ]


def _plain(text: str | Content) -> str:
    return text.plain if isinstance(text, Content) else text


def row(
    lead: str | Content,
    text: str | Content,
    target: Target | None = None,
    place: str = "",
    *,
    lines: int = 1,
    opens: Target | None = None,
) -> SectionRow:
    """A line of a section; the cursor stands on it where a `target` is given."""
    key = Spot.on(target, place, opens) if target else None
    return SectionRow(key, lead, text, lines=lines)


def filled(*lines: tuple[str, str | None]) -> list[SectionRow]:
    """A line for each value that there is."""
    return [row(label, value, lines=TEXT_LINES) for label, value in lines if value]


def joined(*parts: str | Content | None) -> Content:
    """The parts that there are, with dots between them."""
    return Content(" · ").join([as_content(part) for part in parts if part])


def head(*lines: Content) -> list[SectionRow]:
    """The lines under a record's name."""
    return [row("", line, lines=3) for line in lines if line.plain]


def standing(last: str | None, ahead: list[Reminder], clock: Clock) -> Content:
    """When the record was last heard from, and what comes next."""
    parts = [f"last contact {texts.ago(last, clock)}" if last else "never contacted"]
    if ahead:
        parts.append(f"next {texts.due_text(ahead[0].due, clock)}: {ahead[0].text}")
    else:
        parts.append("nothing planned")
    return safe(" · ".join(parts), "$text-muted")


def tag_words(tags: tuple[str, ...]) -> str:
    """Tags in a line of other words."""
    return " ".join(f"#{tag}" for tag in tags)


def archived(instant: str | None, clock: Clock) -> str:
    """That a record is out of the lists, and since when."""
    return f"archived {texts.ago(instant, clock)}" if instant else ""


def deal_section(deals: list[Deal], clock: Clock) -> ListSection:
    """The deals: where each stands, its worth, its name."""
    rows = []
    for deal in deals:
        worth = texts.brief_value(deal)
        text = safe(f"{worth}  " if worth else "", "bold") + safe(deal.title)
        if is_rotting(deal, clock):
            text += safe(f"  ▲ {texts.stage_age(deal, clock)}", "$text-warning")
        elif deal.status == "open" and next_state(deal, clock) == "none":
            text += safe("  ○ no next step", "$text-muted")
        rows.append(row(deal.stage, text, Target("deal", deal.id, deal.title), "deals", lines=2))
    count = str(len(deals)) if len(deals) > 1 else ""
    return ListSection("Deals", rows, count)


def reminder_section(found: list[Reminder], clock: Clock) -> ListSection:
    """The reminders: when and what."""
    rows = []
    for each in found:
        style = texts.DUE_STYLES.get(bucket(each.due, clock), "")
        target = Target("reminder", each.id, each.text)
        when = safe(texts.due_text(each.due, clock), style)
        rows.append(row(when, each.text, target, "ahead", lines=3))
    return ListSection("Reminders", rows)


def note_section(reader: Reader, target: Target) -> ListSection:
    """The notes on a record, in full as far as they fit."""
    rows = [
        row(
            safe(texts.moment(each.created_at, reader.clock), "$text-muted"),
            "\n".join(filter(None, each.body.split("\n"))),
            Target("note", each.id, each.body.partition("\n")[0]),
            "notes",
            lines=NOTE_LINES,
        )
        for each in notes.of_record(reader, target.noun, target.id)
    ]
    return ListSection("Notes", rows)


def file_section(reader: Reader, target: Target) -> ListSection:
    """The attached files."""
    rows = [
        row(
            safe(texts.moment(each.created_at, reader.clock), "$text-muted"),
            safe(each.name) + safe(f"  {size_text(each.size)}", "$text-muted"),
            Target("attachment", each.id, each.name),
            "files",
        )
        for each in attachments.of_record(reader, target.noun, target.id)
    ]
    return ListSection("Files", rows)


def timeline_section(
    reader: Reader, target: Target, limit: int = PAGE, filter: str = ""
) -> ListSection:
    """What happened to the record, newest first. Raises UsageError for a mistaken filter."""
    entries = interactions.timeline(reader, target.noun, target.id, limit=limit, filter=filter)
    return ListSection(
        TIMELINE, [timeline_row(entry, reader.clock, target.name) for entry in entries]
    )


def timeline_row(entry: TimelineEntry, clock: Clock, of: str) -> SectionRow:
    """When, and what was said or done; about whom, where it is not the record named `of`."""
    text = safe(f"{entry.what:<7}  ", "$text-primary") + safe(entry.text)
    about = entry.about if entry.about != of else ""
    for more in filter(None, (texts.remark(entry), about)):
        text += safe(f"  {more}", "$text-muted")
    target = Target(entry.noun, entry.id, entry.text)
    return row(safe(texts.moment(entry.at, clock), "$text-muted"), text, target, entry.at)


def related_rows(related: list[Target]) -> list[SectionRow]:
    """A line for each record that another is about, to be opened."""
    return [row(each.noun, each.name, each, "about") for each in related]


def text_section(title: str, text: str) -> ListSection:
    """A text in full."""
    lines = text.split("\n") if text else []
    return ListSection(title, [row("", line or " ", lines=TEXT_LINES) for line in lines])


def custom_rows(reader: Reader, noun: str, custom: str) -> list[SectionRow]:
    """A line for each custom field that is filled, under its label."""
    given = json.loads(custom)
    labels = custom_fields(reader, noun) if given else {}
    return filled(*((labels.get(name, name), str(value)) for name, value in given.items()))


def ahead_of(reader: Reader, target: Target) -> list[Reminder]:
    """The open reminders on a record."""
    return reminders.of_record(reader, target.noun, target.id)
