"""What all views that are drawn line by line have in common: they scroll up and down only."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class LineView(ScrollView):
    """A view whose own size never follows from how many lines it has: other lines move its
    scrollbar, and nothing on the screen is laid out anew for them."""

    DEFAULT_CSS = """
    LineView {
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    _measured: tuple[Size, Size] | None = None

    def watch_virtual_size(self, size: Size) -> None:
        """So many lines: the scrollbar tells. (Textual does this when it lays out.)"""
        self._scroll_update(size)

    def _scroll_update(self, virtual_size: Size) -> None:
        # Textual asks for this at every layout, whatever it was for, and paints the bar anew.
        measured = (virtual_size, self.container_size)
        if measured == self._measured:
            return
        super()._scroll_update(virtual_size)
        # A bar that is only just being made misses what it is told.
        waiting = self.show_vertical_scrollbar and not self.vertical_scrollbar.is_running
        self._measured = None if waiting else measured

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()
