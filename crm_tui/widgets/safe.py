"""The only door from text to widgets: what comes out cannot act, whatever went in.

Textual parses markup in every bare `str` that a widget is given, so widgets get
`Content` made here. `InertFilter` is the second lock, on the painted lines themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rich.cells import chop_cells
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style

from crm_tui.text import inert

Align = Literal["left", "right", "center"]
ParseStyle = Callable[[str | Style], Style]

ELLIPSIS = "…"
# Joiner and variation selector: terminals disagree on how wide what they join is, and
# a line that is wider than counted breaks the screen. Without them all count the same.
_JOINERS = str.maketrans("", "", "\u200d\ufe0f")
# They have no width in a painted line: taking them out moves nothing.
_BREAKS = str.maketrans("", "", "\t\n\r")


def safe(text: str, style: Style | str = "") -> Content:
    """Untrusted text -> one line of Content, in one style, without markup or controls."""
    return Content.styled(inert(text).translate(_JOINERS), style)


def as_content(value: str | Content) -> Content:
    """A str made safe; Content as it is."""
    return value if isinstance(value, Content) else safe(value)


def lines_of(value: str | Content) -> list[Content]:
    """Untrusted text of several lines, or Content -> its lines, without markup or controls."""
    if isinstance(value, Content):
        return list(value.split("\n", allow_blank=True))
    return [safe(line) for line in value.split("\n")]


def wrap(value: str | Content, width: int) -> list[Content]:
    """Text -> lines of at most `width` cells; a word longer than a line is broken."""
    width = max(1, width)
    return [part for line in lines_of(value) for part in line.wrap(width) or [line]]


def clip(value: str | Content, width: int) -> Content:
    """One line of at most `width` cells; what does not fit gives way to an ellipsis.

    A wide character is never cut in half, a combining mark stays with its letter.
    """
    content = as_content(value)
    if content.cell_length <= width:
        return content
    if width <= 0:
        return Content()
    kept = chop_cells(content.plain, width - 1)[0] if width > 1 else ""
    return content[: len(kept)].extend_right(1, ELLIPSIS)


def fit(value: str | Content, width: int, align: Align = "left") -> Content:
    """One line of exactly `width` cells: clipped or filled with spaces."""
    content = clip(value, width)
    space = width - content.cell_length
    if space <= 0:
        return content
    left = {"left": 0, "right": space, "center": space // 2}[align]
    return content.pad(left, space - left)


def centred(value: str | Content, width: int, height: int) -> list[Content]:
    """A text in the middle of a field of `width` by `height` cells: its `height` lines."""
    lines = wrap(value, max(1, width - 4))[:height]
    above = (height - len(lines)) // 2
    middle = [fit(line, width, "center") for line in lines]
    return (
        [Content.blank(width)] * above
        + middle
        + [Content.blank(width)] * (height - above - len(middle))
    )


def segments(
    content: Content, base: Style, parse: ParseStyle, over: Style | None = None
) -> list[Segment]:
    """Content -> painted segments: its own styles on `base`, and `over` on top of them."""
    painted = content.render(base, end="", parse_style=parse)
    if over is None:
        return [Segment(text, style.rich_style) for text, style in painted]
    return [Segment(text, (style + over).rich_style) for text, style in painted]


class InertFilter(LineFilter):
    """Takes control and bidi characters out of every painted line.

    An app installs one instance in `App.get_line_filters`.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments in the same cells, with nothing in their text that acts."""
        return [
            segment if segment.control or segment.text.isprintable() else _bare(segment)
            for segment in segments
        ]


def _bare(segment: Segment) -> Segment:
    return Segment(inert(segment.text.translate(_BREAKS)), segment.style)
