"""Rows in titled sections: what they are made of, and on which line each stands."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from crm_tui.widgets.safe import ELLIPSIS, as_content, clip, wrap

Key = Hashable
GAP = 2


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A record's line: `lead` in a narrow column, then the text, `tail` at the right.

    A str is untrusted text, Content is shown as styled. `key` None is a line that the
    cursor passes over. The text may take so many `lines`, broken between words; what does
    not fit ends in `…`.
    """

    key: Key | None
    lead: str | Content = ""
    text: str | Content = ""
    tail: str | Content = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class ListSection:
    """A title, what stands beside it, and its rows; `style` colours the title. Without a
    title there is no line for it."""

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

    def end(self, place: int) -> int:
        """The last line of what stands at a place: its row, and those below without a key."""
        line = self.places[place]
        while line + 1 < len(self.lines):
            row = self.lines[line + 1].row
            if row is None or row.key is not None:
                break
            line += 1
        return line

    @classmethod
    def of(cls, sections: Sequence[ListSection], width: int, lead: int) -> Layout:
        """The sections under each other, with a blank line between; empty ones are left out.

        Texts of several lines are broken for `width` cells, `lead` of them before the text.
        """
        layout = cls()
        for section in sections:
            if not section.rows:
                continue
            if layout.lines:
                layout.lines.append(Line())
            if section.title:
                layout.lines.append(Line(section))
            for row in section.rows:
                if row.key is not None:
                    layout.places.append(len(layout.lines))
                layout.lines += [Line(section, part) for part in _broken(row, width, lead)]
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


def _broken(row: SectionRow, width: int, lead: int) -> list[SectionRow]:
    """The row as it is, or one for each line of its text."""
    if row.lines < 2 or width <= 0:
        return [row]
    room = width - lead - GAP if row.lead else width
    parts = wrap(row.text, room)
    if len(parts) > row.lines:
        cut = parts[row.lines - 1].rstrip()
        parts = [*parts[: row.lines - 1], clip(cut, room - 1).append(ELLIPSIS)]
    under = " " if row.lead else ""
    first = SectionRow(row.key, row.lead, parts[0], row.tail)
    return [first, *(SectionRow(None, under, part) for part in parts[1:])]
