"""What the cursor stands on in a menu can be read, in both of our themes."""

from __future__ import annotations

import pytest
from textual.color import Color

from crm_tui.themes import THEMES
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive
from tests.tui.test_widgets_themes import contrast

AA = 4.5  # WCAG 2: the least contrast of text


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_a_menus_cursor_hides_no_key(desk: Workspace, theme: str) -> None:
    async def steps(seat: Seat) -> None:
        seat.app.theme = theme
        for keys in (("3", "A", "b"), ("3", "v"), ("s",)):
            await seat.press(*keys)
            options = seat.app.screen.query("OptionList").first()
            line = options.render_line(options.highlighted or 0)
            for segment in line:
                if segment.text.strip() and segment.style and not segment.style.dim:
                    front, back = segment.style.color, segment.style.bgcolor
                    assert front and back
                    seen = Color.from_rich_color(front), Color.from_rich_color(back)
                    assert contrast(*seen) >= AA, segment
            await seat.press("escape", "1")

    drive(desk, steps)
