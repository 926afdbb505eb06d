"""Rows in titled sections with one cursor through all of them, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from crm_tui.widgets.line_view import LineView
from crm_tui.widgets.safe import centred, fit, safe, segments
from crm_tui.widgets.section_rows import GAP, Key, Layout, Line, ListSection, SectionRow

__all__ = ["Key", "ListSection", "SectionList", "SectionRow"]

NEAR_END = 20


class SectionList(LineView, can_focus=True, inherit_bindings=False):
    """Sections under each other; the cursor goes from record to record across them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="sections.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="sections.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="sections.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="sections.page_down"),
        Binding("home,g", "ends(0)", "First", show=False, id="sections.first"),
        Binding("end,G", "ends(-1)", "Last", show=False, id="sections.last"),
        Binding("enter", "select", "Open", show=False, id="sections.select"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sections--title",
        "sections--muted",
        "sections--cursor",
    }
    DEFAULT_CSS = """
    SectionList {
        background: $background;
        & > .sections--title { text-style: bold; }
        & > .sections--muted { color: $text-muted; }
        & > .sections--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .sections--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    @dataclass
    class OfSections(Message):
        """What the messages of a section list have in common."""

        sections: SectionList

        @property
        def control(self) -> SectionList:
            """The list, for `@on` selectors."""
            return self.sections

    @dataclass
    class Highlighted(OfSections):
        """The cursor came to another record; None when there is none."""

        key: Key | None

    @dataclass
    class Selected(OfSections):
        """Enter or a double click on a record."""

        key: Key

    @dataclass
    class NearEnd(OfSections):
        """The cursor is near the last row: more rows may be wanted."""

    def __init__(
        self,
        *,
        lead: int = 12,
        empty: Content | str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`lead` is the width of the column before the text; `empty` is shown when there is
        no row. The column after the text is as wide as it needs, half of the room at most
        unless the texts leave more.
        """
        super().__init__(id=id, classes=classes)
        self.lead, self.empty = lead, empty
        self.cursor = 0
        self._layout = Layout()
        self._sections: Sequence[ListSection] = ()
        self._width = 0
        self._told = False  # nothing is said of emptiness before the first rows could come
        self._announced: object = self

    # -- what the owner of the rows calls ----------------------------------------------------

    def show(self, sections: Sequence[ListSection]) -> None:
        """Show these sections; those without rows are left out.

        The cursor stays on its record as long as that stays in its section; else it goes
        to the next one that is still there.
        """
        self._told = True
        self._sections = sections
        layout = self._laid_out()
        self.cursor, stays = layout.follow(self._layout, self.cursor)
        self._put(layout)
        if not stays:
            self._reveal()
        self._announce()
        self.refresh()

    def _laid_out(self) -> Layout:
        self._width = self.scrollable_content_region.width
        return Layout.of(self._sections, self._width - 1, self.lead)

    def _put(self, layout: Layout) -> None:
        self._layout = layout
        self.virtual_size = Size(0, len(layout.lines))

    @property
    def cursor_key(self) -> Key | None:
        """The key of the record under the cursor."""
        return self._layout.key(self.cursor)

    # -- keys and mouse ----------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Cursor to a neighbouring record."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Cursor a screenful up or down."""
        self._go(self.cursor + by * max(1, self.size.height - 2))

    def action_ends(self, place: int) -> None:
        """Cursor to the first or the last record."""
        self._go(place if place >= 0 else len(self._layout.places) - 1)

    def action_select(self) -> None:
        """Select the record under the cursor."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Selected(self, key))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, a double click selects."""
        line = self.scroll_offset.y + event.y
        if line in self._layout.places:
            self._go(self._layout.places.index(line))
            if event.chain == 2:
                self.action_select()

    def on_resize(self) -> None:
        """Break the lines for another width, and keep the cursor in view."""
        if self._width != self.scrollable_content_region.width:
            self._put(self._laid_out())
            self.refresh()
        self._reveal()

    def _go(self, place: int) -> None:
        last = len(self._layout.places) - 1
        before, self.cursor = self.cursor, max(0, min(place, last))
        self._reveal()
        self._announce()
        if self.cursor > last - NEAR_END:
            self.post_message(self.NearEnd(self))
        for each in {before, self.cursor} if self._layout.places else ():
            self.refresh_line(self._layout.places[each])

    def _reveal(self) -> None:
        """Bring the cursor's row into view, its section's title too if it comes first."""
        if not self._layout.places:
            return
        line = self._layout.places[self.cursor]
        first = line - 1 if line and self._layout.lines[line - 1].row is None else line
        top, height = self.scroll_offset.y, max(1, self.size.height)
        last = min(self._layout.end(self.cursor), first + height - 1)
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif last >= top + height:
            self.scroll_to(y=last - height + 1, animate=False, force=True)

    def _announce(self) -> None:
        if self.cursor_key != self._announced:
            self._announced = self.cursor_key
            self.post_message(self.Highlighted(self, self.cursor_key))

    # -- painting ----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Line `y` of the view."""
        width = self.scrollable_content_region.width
        if not self._layout.lines:
            empty = self.empty if self._told else ""
            text = centred(empty, width, self.size.height)[y].stylize(".sections--muted")
            return Strip(segments(text, self.visual_style, self._get_style), width)
        number = self.scroll_offset.y + y
        line = self._layout.lines[number] if number < len(self._layout.lines) else Line()
        over = None
        text = Content()
        if line.row is not None:
            here = bool(self._layout.places) and number == self._layout.places[self.cursor]
            over = self.get_visual_style("sections--cursor") if here else None
            text = Content("▌" if here else " ") + self._row(line.row, width - 1)
        elif line.section is not None:
            text = safe(f" {line.section.title}", line.section.style).stylize(".sections--title")
            text += safe(f"  {line.section.note}", ".sections--muted")
        return Strip(segments(fit(text, width), self.visual_style, self._get_style, over), width)

    def _row(self, row: SectionRow, width: int) -> Content:
        """Lead, text and tail, each in its column; the text takes the room of what is not there."""
        room = max(0, width - self.lead - 2 * GAP)
        tail = min(self._layout.tail, max(room // 2, room - self._layout.text))
        if not row.lead:
            return fit(row.text, width)
        if not tail or not row.tail:
            parts = [fit(row.lead, self.lead), fit(row.text, room + GAP)]
        else:
            parts = [fit(row.lead, self.lead), fit(row.text, room - tail), fit(row.tail, tail)]
        return Content(" " * GAP).join(parts)
