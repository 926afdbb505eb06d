"""The list below a field of what it could be completed to; the field has the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from crm_tui.queries.offers import Offer
from crm_tui.widgets.safe import clip, fit, safe


class OfferList(Widget, can_focus=False):
    """A line for each offer, over the fields below, never over the buttons; `chosen` is the
    one that would be taken."""

    DEFAULT_CSS = """
    OfferList {
        display: none; height: auto; width: auto; overlay: screen; constrain: inside inflect;
        background: $panel; color: $foreground; margin: 0 0 0 18;
        &.-between { overlay: none; constrain: none; }
    }
    """

    class Clicked(Message):
        """The mouse chose one."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Offer] = []
        self.chosen: int | None = None

    @property
    def shown(self) -> bool:
        """Is there anything to take?"""
        return bool(self.offers)

    @property
    def taken(self) -> Offer | None:
        """The one that the cursor is on."""
        return None if self.chosen is None else self.offers[self.chosen]

    def show(self, offers: Sequence[Offer], chosen: int | None = None) -> None:
        """Show these, none of them to close the list."""
        self.offers, self.chosen = list(offers), chosen if offers else None
        self.set_class(len(self.offers) > self._room, "-between")
        self.display = self.shown
        self.refresh(layout=True)

    @property
    def _room(self) -> int:
        """The lines of the fields below: with more to show it would cover the buttons, and goes
        between."""
        field = self.parent
        if not isinstance(field, Widget) or not isinstance(field.parent, Widget):
            return 0
        fields = [each for each in field.parent.children if isinstance(each, type(field))]
        return 1 + sum(each.size.height for each in fields[fields.index(field) + 1 :])

    def move(self, step: int) -> None:
        """The cursor down or up; above the first it is on none."""
        at = (-1 if self.chosen is None else self.chosen) + step
        self.chosen = None if at < 0 else min(at, len(self.offers) - 1)
        self.refresh()

    def render(self) -> Content:
        """The names, and beside them what tells them apart."""
        room = max(20, self.app.size.width - 30)
        names = [clip(offer.shown or offer.text, room // 2) for offer in self.offers]
        widest = max((name.cell_length for name in names), default=0)
        lines = [
            self._line(number, fit(name, widest), clip(offer.note, room - widest))
            for number, (name, offer) in enumerate(zip(names, self.offers, strict=True))
        ]
        return Content("\n").join(lines)

    def _line(self, number: int, name: Content, note: Content) -> Content:
        widest = max(min(30, safe(offer.note).cell_length) for offer in self.offers)
        cursor = number == self.chosen
        line = safe("▌" if cursor else " ") + name + safe("  ")
        line += fit(note, widest).stylize("" if cursor else "$text-muted") + safe(" ")
        if not cursor:
            return line
        return line.stylize("$block-cursor-foreground on $block-cursor-background")

    def on_click(self, event: events.Click) -> None:
        """A click takes one."""
        if 0 <= event.y < len(self.offers):
            self.chosen = event.y
            self.post_message(self.Clicked())
