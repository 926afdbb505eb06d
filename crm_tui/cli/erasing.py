"""Asking before people are erased, and telling what was done."""

from __future__ import annotations

from crm_tui import erasing
from crm_tui.cli import output
from crm_tui.cli.session import Session, at_terminal, line_asked, note
from crm_tui.domain.erasing import in_words
from crm_tui.erasing import NOT_SCRUBBED, Done
from crm_tui.errors import CrmError, UsageError


def agreed(lines: list[str], yes: bool) -> None:
    """Raises UsageError without a terminal and --yes, CrmError unless `erase` is typed."""
    if yes:
        return
    if not at_terminal():
        raise UsageError("without a terminal this needs --yes", "look first with --dry-run")
    for line in lines:
        note(line)
    if line_asked("This cannot be undone. Type erase to do it: ").casefold() != "erase":
        raise CrmError("nothing was erased")


def told(state: Session, done: Done) -> None:
    """Say what an erasure did, and what it cannot reach."""
    if state.format == "json":
        output.value(
            {
                "people": done.erased.people,
                "rows": dict(done.erased.rows),
                "images": done.erased.images,
                "addresses": done.erased.addresses,
                "files": done.files,
                "drafts": done.drafts,
                "scrubbed": done.scrubbed,
            }
        )
    else:
        output.said(state, f"erased {in_words(done.erased.rows)}")
    if not done.scrubbed:
        note(NOT_SCRUBBED)
    if done.erased.people:
        note(erasing.still_held(done.copies))
