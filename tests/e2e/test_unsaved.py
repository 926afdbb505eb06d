"""What is typed into a form outlives the app, however that ends."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_S, ESCAPE, PATIENCE, TAB

CTRL_R = "\x12"


def kept(home: Path) -> list[Path]:
    return list((home / "state" / "crm" / "unsaved").glob("*/*.json"))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP], ids=["killed", "hung up"])
def test_a_form_comes_back_after_the_app_has_gone(
    crm_on_file: Program, home: Path, end: signal.Signals
) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt")
    with crm_on_file.app() as screen:
        screen.press("3", "Mira Lindholt")
        screen.press("l", "Log with Mira")
        screen.press("Asked for a price\rand for a date", "and for a date")
        screen.move(TAB)
        screen.press("send it friday", "→ send it")
        until = time.monotonic() + PATIENCE
        while not any("send it friday" in place.read_text() for place in kept(home)):
            assert time.monotonic() < until, "nothing was kept"
            time.sleep(0.05)
        os.kill(screen.pid, end)
        screen.ended()
    (draft,) = kept(home)
    assert draft.stat().st_mode & 0o777 == 0o600

    with crm_on_file.app() as screen:
        screen.wait("not saved last time: Log with Mira Lindholt")
        screen.press("3", "Mira Lindholt")
        screen.press("l", "↺ restored: typed today", "Asked for a price", "send it friday")
        screen.press(CTRL_R, "call fri 3pm", gone=["Asked for", "↺"])
        screen.press(ESCAPE, "/ Filter", gone=["Log with"])
        screen.press("l", "Log with Mira", gone=["Asked for", "↺"])
        screen.press("Asked again", "Asked again")
        screen.press(CTRL_S, "logged call", gone=["Log with Mira"])
        screen.send("q")
        assert screen.ended() == 0
    assert kept(home) == []
