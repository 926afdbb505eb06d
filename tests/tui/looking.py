"""Pictures of the app, on a small terminal and on a large one, beside those looked at before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from crm_tui.app import CrmApp
from tests.tui.driving import Seat, Steps

SMALL, LARGE = (80, 24), (120, 40)
Looks = Callable[..., None]


@pytest.fixture
def looks(snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Compares the app after some steps with its pictures, in each size one after the other.

    A toast stays, so that it is there on a slow machine too.
    """
    pictures = snapshot.use_extension(SVGImageExtension)
    notify = CrmApp.notify

    def lasting(self: CrmApp, message: str, **how: Any) -> None:
        notify(self, message, **{**how, "timeout": 600})

    monkeypatch.setattr(CrmApp, "notify", lasting)

    def compare(app: CrmApp, steps: Steps, *sizes: tuple[int, int]) -> None:
        for size, svg in asyncio.run(taken(app, steps, sizes or (SMALL, LARGE))).items():
            now = tmp_path / f"{size}.svg"
            now.write_text(svg, encoding="utf-8")
            same = svg == pictures(name=size)
            assert same, f"looks different at {size}: see {now}"

    return compare


async def taken(app: CrmApp, steps: Steps, sizes: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """Size -> SVG: the steps are done in the first size, and the window takes the others."""
    svgs = {}
    async with app.run_test(size=sizes[0], notifications=True) as pilot:
        seat = Seat(app, pilot)
        await seat.settle()
        await steps(seat)
        for width, height in sizes:
            if (width, height) != app.size:
                await pilot.resize_terminal(width, height)
            await pilot.wait_for_scheduled_animations()
            await _at_rest(seat)
            svgs[f"{width}x{height}"] = app.export_screenshot(title=app.title, simplify=True)
    return svgs


async def _at_rest(seat: Seat) -> None:
    """Wait until the screen stays as it is: what lies below a dialog is laid out last."""
    before = [""]
    while before != seat.lines:
        before = seat.lines
        await asyncio.sleep(0.1)
        await seat.settle()
