"""Rows in titled sections: what they are made of, and on which line each stands."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from crm_tui.widgets.safe import as_content

Key = Hashable


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A record's line: `lead` in a narrow column, then the text, `tail` at the right.

    A str is untrusted text, Content is shown as styled. `key` None is a line that the
    cursor passes over.
    """

    key: Key | None
    lead: str | Content = ""
    text: str | Content = ""
    tail: str | Content = ""


@dataclass(frozen=True, slots=True)
class ListSection:
    """A title, what stands beside it, and its rows; `style` colours the title."""

    title: str
    rows: Sequence[SectionRow]
    note: str = ""
    style: str = "$text-primary"


@dataclass(slots=True)
class Line:
    """A line of the list: a section's title, one of its rows, or blank."""

    section: ListSection | None = None
    row: SectionRow | None = None


@dataclass(slots=True)
class Layout:
    """The lines in order, at which of them the rows with a key stand, and how wide the
    widest text and tail are."""

    lines: list[Line] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    text: int = 0
    tail: int = 0

    def key(self, place: int) -> Key | None:
        """The key of a row that has one, None past the last."""
        row = self.lines[self.places[place]].row if place < len(self.places) else None
        return row.key if row else None

    def title(self, place: int) -> str:
        """The title of the section that a row with a key stands in."""
        section = self.lines[self.places[place]].section
        return section.title if section else ""

    @classmethod
    def of(cls, sections: Sequence[ListSection]) -> Layout:
        """The sections under each other, with a blank line between; empty ones are left out."""
        layout = cls()
        for section in sections:
            if not section.rows:
                continue
            if layout.lines:
                layout.lines.append(Line())
            layout.lines.append(Line(section))
            for row in section.rows:
                if row.key is not None:
                    layout.places.append(len(layout.lines))
                layout.lines.append(Line(section, row))
                if row.tail:
                    layout.text = max(layout.text, as_content(row.text).cell_length)
                    layout.tail = max(layout.tail, as_content(row.tail).cell_length)
        return layout

    def follow(self, old: Layout, cursor: int) -> tuple[int, bool]:
        """Where a cursor goes that stood at `cursor` in `old`, and if it stays on its record.

        It does as long as that stays in its section; else it goes to the next record
        that is still there.
        """
        places = {self.key(number): number for number in range(len(self.places))}
        keys = [old.key(number) for number in range(len(old.places))]
        if not keys:
            return 0, False
        here = places.get(keys[cursor])
        if here is not None and self.title(here) == old.title(cursor):
            return here, True
        for key in [*keys[cursor + 1 :], *reversed(keys[:cursor])]:
            if key in places:
                return places[key], False
        return here or 0, False
