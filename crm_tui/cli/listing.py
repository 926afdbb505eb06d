"""Lists: how much is shown, in which order, and what is said when it is not all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crm_tui.cli import output
from crm_tui.cli.output import Record, Shape
from crm_tui.cli.session import Session, note
from crm_tui.queries.paging import Page
from crm_tui.store.reader import Reader

_SCREENFUL = 100


def listed(
    state: Session,
    shape: Shape,
    rows: Callable[[Reader, Page], Iterable[Record]],
    count: Callable[[Reader, Page], int] | None = None,
    *,
    words: Iterable[str] | None = None,
    sort: str = "",
    limit: int | None = None,
    everything: bool = False,
    archived: bool = False,
) -> None:
    """Write the records that `rows` reads. A table on a terminal ends after a screenful,
    unless a limit or `everything` is asked for; `count` then tells how many there are."""
    table = output.chosen(state, "table" if output.at_terminal() else "tsv") == "table"
    screenful = table and output.at_terminal() and limit is None and not everything
    if screenful:
        limit = _SCREENFUL
    page = Page(
        sort=sort,
        limit=None if everything else limit,
        archived=archived,
        filter=" ".join(words or ()),
        me=state.workspace().user_id,
    )
    shown = 0

    def counted(found: Iterable[Record]) -> Iterable[Record]:
        nonlocal shown
        for row in found:
            shown += 1
            yield row

    with state.read() as reader:
        output.records(state, shape, counted(rows(reader, page)))
        if table and not shown:
            note("nothing found")
        if screenful and count and shown == limit:
            total = count(reader, page)
            if total > shown:
                note(f"{shown} of {total} shown; --all shows all")
