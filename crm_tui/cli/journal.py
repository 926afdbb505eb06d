"""crm history, crm undo, crm redo"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Limit, group, verb
from crm_tui.cli.progress import bar
from crm_tui.cli.reversals import told_reversal
from crm_tui.cli.session import TEXTS, note, session
from crm_tui.cli.shapes import OPERATION
from crm_tui.errors import UsageError
from crm_tui.queries import operations as queries
from crm_tui.queries.resolve import NOUNS, resolve
from crm_tui.reports import records
from crm_tui.reports import timeline as report
from crm_tui.services import journal
from crm_tui.store.reader import Reader

app = group("")
_LATEST = 50
_JOURNALED = (
    *NOUNS, "product", "reminder", "interaction", "channel", "tag", "user", "pipeline", "stage",
)  # fmt: skip
Operation = Annotated[
    str | None,
    typer.Argument(metavar="[OP]", help="Operation; your latest when left out"),
]


@verb(app, "history")
def history(
    ctx: typer.Context,
    named: Annotated[
        str, typer.Argument(metavar="[RECORD]", help="Of this one only", show_default=False)
    ] = "",
    limit: Limit = _LATEST,
) -> None:
    """Print what was changed, newest first."""
    state = session(ctx)
    form = output.chosen(state, "text", TEXTS)
    with state.read() as reader:
        noun, id = _record(reader, named) if named else ("", 0)
        found = queries.operations(reader, noun, id, limit if limit is not None else _LATEST)
        if form == "text":
            output.lines(state, report.journal(found, reader.clock))
        else:
            output.records(
                state, OPERATION, (records.operation(row, reader.clock) for row in found)
            )


@verb(app, "undo")
def undo(ctx: typer.Context, operation: Operation = None) -> None:
    """Take back an operation: your own latest, or the one that is named. An erasure is for
    good: what was done before it is taken back."""
    state = session(ctx)
    with state.write("undo") as w, bar("undoing") as progress:
        reversal = journal.undo(w, _number(operation), progress=progress)
        erased = None if operation else queries.latest_erasure(w, w.user_id or 0)
    if erased and erased > reversal.undone.id:
        note(f"the erasure after it (operation {erased}) stands: it cannot be undone")
    told_reversal(state, "undid", reversal)


@verb(app, "redo")
def redo(ctx: typer.Context, operation: Operation = None) -> None:
    """Do again what was undone last, or the undone operation that is named."""
    state = session(ctx)
    with state.write("redo") as w, bar("redoing") as progress:
        reversal = journal.redo(w, _number(operation), progress=progress)
    told_reversal(state, "redid", reversal)


def _number(operation: str | None) -> int | None:
    """Raises UsageError for what is no operation's number."""
    if operation is None:
        return None
    if not (operation.isascii() and operation.isdigit() and len(operation) < 19):
        raise UsageError(f"'{operation}' is no operation's number", "crm history lists them")
    return int(operation)


def _record(reader: Reader, named: str) -> tuple[str, int]:
    """Noun and id of a record, which may be gone by now if it is named by them."""
    noun, _, digits = named.partition(":")
    if noun in _JOURNALED and digits.isascii() and digits.isdigit() and len(digits) < 19:
        return noun, int(digits)
    return resolve(reader, named)[:2]
