"""crm deal"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, output
from crm_tui.cli.board import board
from crm_tui.cli.listing import listed
from crm_tui.cli.options import (
    All,
    Archived,
    Filter,
    Limit,
    Set,
    Sort,
    Tags,
    Untags,
    Yes,
    group,
    verb,
)
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import DEAL
from crm_tui.domain.dates import When
from crm_tui.queries import deals as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports.shapes import DealRecord
from crm_tui.services import deals
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write

app = group("")
deal = group("Deals: sales in the making, and the stages they go through.")
app.add_typer(deal, name="deal")
verb(deal, "board")(board)

Which = Annotated[str, typer.Argument(help="Id, title or a part of it", show_default=False)]
Value = Annotated[str | None, typer.Option("--value", help="What it is worth: 1200, 10k, €1200")]
Currency = Annotated[str | None, typer.Option("--currency", help="ISO code, such as EUR")]
Contact = Annotated[str | None, typer.Option("--contact", help="Who takes part")]
Company = Annotated[str | None, typer.Option("--company", help="Company; a new one is made")]
Stage = Annotated[str | None, typer.Option("--stage", help="Stage of the pipeline")]
Pipeline = Annotated[str | None, typer.Option("--pipeline", help="Pipeline")]
Close = Annotated[
    str | None, typer.Option("--expected-close", metavar="DATE", help="When it should be won")
]
Probability = Annotated[str | None, typer.Option("--probability", metavar="PERCENT")]
Owner = Annotated[str | None, typer.Option("--owner", help="User who looks after it")]


@verb(deal, "add")
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help="What it is about", show_default=False)],
    value: Value = None,
    currency: Currency = None,
    contact: Contact = None,
    company: Company = None,
    stage: Stage = None,
    pipeline: Pipeline = None,
    expected_close: Close = None,
    probability: Probability = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Add a deal."""
    state = session(ctx)
    values = editing.given(
        sets, title=title, value=value, currency=currency, contact=contact, company=company,
        stage=stage, pipeline=pipeline, expected_close=expected_close,
        probability=probability, owner=owner,
    )  # fmt: skip
    with state.write("deal add", create=True) as w:
        id = deals.create(w, values)
        editing.retag(w, ("deal", id), tags, untags)
    _told(state, w, id, values)


@verb(deal, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
    archived: Archived = False,
) -> None:
    """List deals."""
    listed(
        session(ctx),
        DEAL,
        lambda reader, page: (
            records.deal(row, reader.clock) for row in queries.details(reader, page)
        ),
        queries.count,
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
        archived=archived,
    )


@verb(deal, "show")
def show(ctx: typer.Context, which: Which) -> None:
    """Show everything about a deal."""
    state = session(ctx)
    with state.read() as reader:
        id = resolve(reader, which, ("deal",)).id
        output.record(state, DEAL, record(reader, id), cards.deal(reader, id))


@verb(deal, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    title: Annotated[str | None, typer.Option("--title", help="What it is about")] = None,
    value: Value = None,
    currency: Currency = None,
    contact: Contact = None,
    company: Company = None,
    stage: Stage = None,
    pipeline: Pipeline = None,
    expected_close: Close = None,
    probability: Probability = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Change a deal's fields; a contact is added to those who take part."""
    state = session(ctx)
    values = editing.given(
        sets, title=title, value=value, currency=currency, contact=contact, company=company,
        stage=stage, pipeline=pipeline, expected_close=expected_close,
        probability=probability, owner=owner,
    )  # fmt: skip
    editing.something(values, tags, untags)
    with state.write("deal edit") as w:
        id = resolve(w, which, ("deal",)).id
        if values:
            deals.edit(w, id, values)
        editing.retag(w, ("deal", id), tags, untags)
    _told(state, w, id, values)


@verb(deal, "move")
def move(
    ctx: typer.Context,
    which: Which,
    stage: Annotated[str, typer.Argument(help="Stage, or the beginning of its name")],
    pipeline: Pipeline = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it was lost")] = "",
) -> None:
    """Move a deal to another stage."""
    state = session(ctx)
    with state.write("deal move") as w:
        id = resolve(w, which, ("deal",)).id
        deals.move(w, id, stage, pipeline_name=pipeline or "", reason=reason)
    _told(state, w, id)


@verb(deal, "win")
def win(ctx: typer.Context, which: Which) -> None:
    """Move a deal to its pipeline's won stage."""
    state = session(ctx)
    with state.write("deal win") as w:
        id = resolve(w, which, ("deal",)).id
        deals.win(w, id)
    _told(state, w, id)


@verb(deal, "lose")
def lose(
    ctx: typer.Context,
    which: Which,
    reason: Annotated[str, typer.Option("--reason", help="Why it was lost", show_default=False)],
) -> None:
    """Move a deal to its pipeline's lost stage."""
    state = session(ctx)
    with state.write("deal lose") as w:
        id = resolve(w, which, ("deal",)).id
        deals.lose(w, id, reason)
    _told(state, w, id)


@verb(deal, "reopen")
def reopen(ctx: typer.Context, which: Which) -> None:
    """Bring a won or lost deal back into the stage that it was closed from."""
    state = session(ctx)
    with state.write("deal reopen") as w:
        id = resolve(w, which, ("deal",)).id
        deals.reopen(w, id)
    _told(state, w, id)


@verb(deal, "archive")
def archive(ctx: typer.Context, which: Which) -> None:
    """Take a deal out of the lists; nothing is lost."""
    state = session(ctx)
    with state.write("deal archive") as w:
        id = resolve(w, which, ("deal",)).id
        deals.archive(w, id)
    _told(state, w, id)


@verb(deal, "delete")
def delete(ctx: typer.Context, which: Which, yes: Yes = False) -> None:
    """Delete a deal with its moves and reminders; `crm undo` brings it back."""
    state = session(ctx)
    target = editing.about_to_delete(state, which, "deal", yes)
    with state.read() as reader:
        before = record(reader, target.id)
    with state.write("deal delete") as w:
        deals.delete(w, target.id)
    editing.told(state, w, f"deal:{target.id}", DEAL, lambda _: before)


def record(reader: Reader, id: int) -> DealRecord:
    """A deal as scripts read it."""
    return records.deal(queries.deal(reader, id), reader.clock)


def _told(state: Session, w: Write, id: int, values: dict[str, str] | None = None) -> None:
    if (values or {}).get("expected_close"):
        with state.read() as reader:
            close = queries.deal(reader, id).deal.expected_close
            if close:
                editing.understood("expected close", When(close).describe(reader.clock))
    editing.told(state, w, f"deal:{id}", DEAL, lambda reader: record(reader, id))
