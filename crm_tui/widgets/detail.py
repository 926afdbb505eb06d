"""A record in full: sections of labelled values, wrapped to the pane and scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from crm_tui.widgets.line_view import LineView
from crm_tui.widgets.safe import centred, fit, safe, segments, wrap

LABEL_MOST = 16


@dataclass(frozen=True, slots=True)
class Section:
    """A title, if any, and its lines of label and value; a line without a label is a text of
    its own.

    A str is untrusted text (of several lines, if need be), Content is shown as styled.
    """

    title: str
    lines: Sequence[tuple[str, str | Content]]


class DetailPane(LineView, can_focus=True, inherit_bindings=False):
    """Shows a title and sections; `show` replaces them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="detail.up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="detail.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="detail.page_up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="detail.page_down"),
        Binding("home,g", "scroll_home", "First", show=False, id="detail.first"),
        Binding("end,G", "scroll_end", "Last", show=False, id="detail.last"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--title", "detail--section", "detail--label"}
    DEFAULT_CSS = """
    DetailPane {
        background: $surface;
        padding: 0 1;
        & > .detail--title { color: $text; text-style: bold; }
        & > .detail--section { color: $text-primary; text-style: bold; }
        & > .detail--label { color: $text-muted; }
    }
    """

    def __init__(
        self, *, empty: Content | str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        """`empty` is shown in the middle while there is no record to show."""
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._title: str | None = None
        self._sections: Sequence[Section] = ()
        self._lines: list[Content] = []

    def show(self, title: str, sections: Sequence[Section], keep_place: bool = False) -> None:
        """Show a record from its top; with `keep_place` (same record, fresh data) from where
        it is scrolled to. Sections without lines are left out.
        """
        self._title = title
        self._sections = [section for section in sections if section.lines]
        self._lay_out()
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True)

    def clear(self) -> None:
        """Show no record but the empty text."""
        self._title, self._sections = None, ()
        self._lay_out()

    def _lay_out(self) -> None:
        """Break the record into lines of the pane's width."""
        width = self.scrollable_content_region.width
        lines: list[Content] = []
        if self._title is not None:
            lines += [line.stylize(".detail--title") for line in wrap(self._title, width)]
        labels = [label for section in self._sections for label, _ in section.lines]
        room = min(max_width(labels), LABEL_MOST, width * 2 // 5)
        for section in self._sections:
            if section.title:
                lines += [Content(), fit(safe(section.title, ".detail--section"), width)]
            lines += section_lines(section, width, room)
        self._lines = lines
        self.virtual_size = Size(0, len(lines))
        self.refresh()

    def on_resize(self, _: events.Resize) -> None:
        """Another width: break the lines anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """Line `y` of the view."""
        width, height = self.scrollable_content_region.size
        if self._title is None:
            line = centred(self.empty, width, height)[y].stylize(".detail--label")
        else:
            number = self.scroll_offset.y + y
            line = self._lines[number] if number < len(self._lines) else Content()
        return Strip(segments(fit(line, width), self.visual_style, self._get_style), width)


def max_width(labels: Sequence[str]) -> int:
    """The cells that the widest of some texts takes."""
    return max((safe(label).cell_length for label in labels), default=0)


def section_lines(section: Section, width: int, room: int) -> list[Content]:
    """A section's lines: labels in a column of `room` cells, values wrapped beside them."""
    lines: list[Content] = []
    for label, value in section.lines:
        if not label:
            lines += wrap(value, width)
            continue
        head = fit(label, room).stylize(".detail--label")
        for line in wrap(value, width - room - 2):
            lines.append(head + Content("  ") + line)
            head = Content.blank(room)
    return lines
