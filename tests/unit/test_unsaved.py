"""What was typed and not saved: it is hidden only while the program that has it open runs."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from crm_tui.screens.unsaved import Draft, Unsaved, start_of


def test_a_process_id_that_was_given_again_hides_no_draft(tmp_path: Path) -> None:
    other = os.getppid()
    draft = Draft("Log", "2026-03-03T12:00:00Z", {"text": "hello"}, {}, other, start_of(other))
    drafts = {
        "open elsewhere": draft,
        "of an earlier version": replace(draft, started=""),
        "of an earlier process": replace(draft, started=f"{start_of(other)}0"),
        "here": Draft.here(draft.title, draft.at, draft.values, {}),
    }
    unsaved = Unsaved(tmp_path, "crm.db")
    for form, each in drafts.items():
        unsaved.keep(form, each)
    unsaved.close()
    shown = {form for form in drafts if unsaved.of(form)}
    assert shown - {"of an earlier process"} == {"here"}
    if sys.platform == "linux":  # other systems do not tell when a process began
        assert "of an earlier process" in shown
