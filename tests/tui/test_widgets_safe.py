"""Untrusted text on the screen: shown in full, unable to act, never cut without a sign."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import Static

from crm_tui.widgets.safe import InertFilter, centred, clip, fit, safe, wrap

HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"
SHOWN = "[@click=app.quit]x[/] [EMEA] ]52;c;cm0=  abc"

texts = st.text(st.sampled_from("ab [/]…日本é👩🏽‍💻\u0301\u202e\x1b\t\n"), max_size=40)


class HostileApp(App[None]):
    """The hostile name by the front door (safe) and by the back door (raw Content)."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content
        self.inert = InertFilter()

    def compose(self) -> ComposeResult:
        yield Static(self.content)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self.inert]


def painted(app: HostileApp) -> str:
    """The text of the app's screen after clicking all over the first line."""
    output = io.StringIO()

    async def run() -> None:
        async with app.run_test(size=(80, 4)) as pilot:
            for x in range(0, 80, 4):
                await pilot.click(Static, offset=(x, 0))
            assert app.is_running
            widget = app.query_one(Static)
            for strip in widget.render_lines(widget.size.region):
                output.write(strip.text)

    asyncio.run(run())
    return output.getvalue()


def test_the_hostile_name_is_shown_in_full_and_does_nothing() -> None:
    assert painted(HostileApp(safe(HOSTILE))).rstrip().startswith(SHOWN[:40])
    assert safe(HOSTILE).plain == SHOWN.replace("  abc", " abc")


def test_what_came_past_the_door_is_stopped_at_the_screen() -> None:
    shown = painted(HostileApp(Content(HOSTILE, strip_control_codes=False)))
    assert "[EMEA]" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_the_filter_moves_nothing_and_leaves_terminal_control_alone() -> None:
    control = Segment("\x1b[2J", None, [(1,)])  # type: ignore[list-item]
    kept, cleaned = InertFilter().apply([control, Segment("a\tb\x1b\u202e")], Color(0, 0, 0))
    assert kept is control
    assert cleaned.text == "ab"


@given(texts, st.integers(0, 30))
def test_a_clipped_text_fits_and_says_that_it_is_cut(text: str, width: int) -> None:
    whole, cut = safe(text), clip(text, width)
    assert cut.cell_length == cell_len(cut.plain) <= width
    if whole.cell_length <= width:
        assert cut.plain == whole.plain
    elif width:
        assert cut.plain.endswith("…")
        assert whole.plain.startswith(cut.plain[:-1])


@given(texts, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_a_fitted_text_fills_its_cells_exactly(text: str, width: int, align: str) -> None:
    assert cell_len(fit(text, width, align).plain) == width  # type: ignore[arg-type]


@given(texts, st.integers(2, 30))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line.plain) <= width for line in lines)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(
        "".join(safe(part).plain for part in text.split("\n")).split()
    )


def test_wide_characters_are_never_halved_and_accents_stay_with_their_letter() -> None:
    assert clip("日本語", 4).plain == "日…"
    assert clip("e\u0301e\u0301e\u0301", 2).plain == "e\u0301…"
    assert clip("abc", 1).plain == "…"


def test_a_centred_text_fills_its_field() -> None:
    lines = centred("No deals yet.", 30, 5)
    assert [line.cell_length for line in lines] == [30] * 5
    assert lines[2].plain.strip() == "No deals yet."
