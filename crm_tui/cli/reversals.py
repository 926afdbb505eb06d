"""How an undo, a redo or an unmerge tells what it did."""

from __future__ import annotations

from collections import Counter

from crm_tui.cli import output
from crm_tui.cli.session import Session, note
from crm_tui.cli.shapes import OPERATION
from crm_tui.domain.operations import Reversal
from crm_tui.errors import PartlyDone
from crm_tui.queries import operations as queries
from crm_tui.reports import records

_NAMED = 20


def told_reversal(state: Session, did: str, reversal: Reversal) -> None:
    """Say what was taken back or done again, and name what had to stay as it was.

    Raises PartlyDone where something had to.
    """
    for other in reversal.others[:_NAMED]:
        note(other.told())
    if len(reversal.others) > _NAMED:
        note(f"and {len(reversal.others) - _NAMED} more")
    if state.wants_record:
        with state.read() as reader:
            row = queries.operation(reader, reversal.operation)
            output.record(state, OPERATION, records.operation(row, reader.clock))
    else:
        count = f"{reversal.reversed} record{'s' * (reversal.reversed != 1)}"
        what = f"{reversal.undone.summary} (operation {reversal.undone.id}, {count})"
        output.said(state, f"{did}: {what}")
    if reversal.others:
        counts = Counter(other.result for other in reversal.others)
        told = ", ".join(f"{count} {result}" for result, count in counts.items())
        raise PartlyDone(
            f"{reversal.reversed} reversed, {told}", "they stay as they are; see crm history"
        )
