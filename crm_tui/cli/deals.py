"""crm deal"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, many
from crm_tui.cli.board import board
from crm_tui.cli.deal_products import deal_product
from crm_tui.cli.many import DryRun, Remind, Where
from crm_tui.cli.options import Set, Tags, Untags, Yes, group, verb
from crm_tui.cli.session import Session, note, session
from crm_tui.cli.shapes import DEAL
from crm_tui.cli.verbs import Done, Noun, Values, Which, WhichOrMany, add_verbs
from crm_tui.domain.bulk import Edit
from crm_tui.domain.dates import When
from crm_tui.queries import deals as queries
from crm_tui.reports import records
from crm_tui.services import deals
from crm_tui.store.write import Write

app = group("")
deal = group("Deals: sales in the making, and the stages they go through.")
app.add_typer(deal, name="deal")
NOUN = Noun(
    name="deal",
    plural="deals",
    about=" with its moves and reminders",
    shape=DEAL,
    details=queries.details,
    count=queries.count,
    detail=queries.deal,
    as_record=records.deal,
    card=cards.deal,
    create=deals.create,
    edit=deals.edit,
    archive=deals.archive,
    delete=deals.delete,
)
verb(deal, "board")(board)
deal.add_typer(deal_product, name="product")

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
    done = NOUN.added(state, values, tags, untags)
    _told(state, done, values)
    with state.read() as reader:
        for twin in queries.twins(reader, done[1]):
            note(f"deal:{twin.id} has the same title and is open too; crm undo takes this one back")


@verb(deal, "edit")
def edit(
    ctx: typer.Context,
    which: WhichOrMany = None,
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
    where: Where = None,
    remind: Remind = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Change a deal's fields; a contact is added to those who take part."""
    state = session(ctx)
    values = editing.given(
        sets, title=title, value=value, currency=currency, contact=contact, company=company,
        stage=stage, pipeline=pipeline, expected_close=expected_close,
        probability=probability, owner=owner,
    )  # fmt: skip
    single = many.one(which, where, remind, dry_run)
    if single is None:
        edit = Edit(tuple(tags or ()), tuple(untags or ()), values, remind)
        many.changed(state, "deal", where or "", edit, dry_run=dry_run, yes=yes)
        return
    _told(state, NOUN.edited(state, single, values, tags, untags), values)


add_verbs(deal, NOUN)


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

    def change(w: Write, id: int) -> None:
        deals.move(w, id, stage, pipeline_name=pipeline or "", reason=reason)

    NOUN.told(state, NOUN.changed(state, "move", which, change))


@verb(deal, "win")
def win(ctx: typer.Context, which: Which) -> None:
    """Move a deal to its pipeline's won stage."""
    state = session(ctx)
    NOUN.told(state, NOUN.changed(state, "win", which, deals.win))


@verb(deal, "lose")
def lose(
    ctx: typer.Context,
    which: Which,
    reason: Annotated[str, typer.Option("--reason", help="Why it was lost", show_default=False)],
) -> None:
    """Move a deal to its pipeline's lost stage."""
    state = session(ctx)
    lost = NOUN.changed(state, "lose", which, lambda w, id: deals.lose(w, id, reason))
    NOUN.told(state, lost)


@verb(deal, "reopen")
def reopen(ctx: typer.Context, which: Which) -> None:
    """Bring a won or lost deal back into the stage that it was closed from."""
    state = session(ctx)
    NOUN.told(state, NOUN.changed(state, "reopen", which, deals.reopen))


def _told(state: Session, done: Done, values: Values) -> None:
    if values.get("expected_close"):
        with state.read() as reader:
            close = queries.deal(reader, done[1]).deal.expected_close
            if close:
                editing.understood("expected close", When(close).describe(reader.clock))
    NOUN.told(state, done)
