"""crm product"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, many
from crm_tui.cli.many import DryRun, Where
from crm_tui.cli.options import Set, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import PRODUCT
from crm_tui.cli.verbs import Noun, WhichOrMany, add_verbs
from crm_tui.domain.bulk import Edit
from crm_tui.queries import products as queries
from crm_tui.reports import products as reports
from crm_tui.services import products

app = group("")
product = group("Products: the catalogue of what you sell.")
app.add_typer(product, name="product")
NOUN = Noun(
    name="product",
    plural="products",
    about=" that no deal has",
    shape=PRODUCT,
    details=queries.products,
    count=queries.count,
    detail=queries.product,
    as_record=reports.product,
    card=cards.product,
    create=products.create,
    edit=products.edit,
    archive=products.archive,
    delete=products.delete,
)

Code = Annotated[str | None, typer.Option("--code", help="Product code, such as an article number")]
Series = Annotated[str | None, typer.Option("--series", help="Series or family")]
Price = Annotated[str | None, typer.Option("--price", help="List price: 550, 4,821.50, €1200")]
Currency = Annotated[str | None, typer.Option("--currency", help="ISO code, such as EUR")]
Unit = Annotated[str | None, typer.Option("--unit", help="What is counted: piece, hour, kg")]


@verb(product, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    code: Code = None,
    series: Series = None,
    price: Price = None,
    currency: Currency = None,
    unit: Unit = None,
    sets: Set = None,
) -> None:
    """Add a product to the catalogue."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, code=code, series=series, price=price, currency=currency, unit=unit
    )
    NOUN.told(state, NOUN.added(state, values, None, None))


@verb(product, "edit")
def edit(
    ctx: typer.Context,
    which: WhichOrMany = None,
    name: Annotated[str | None, typer.Option("--name", help="Name")] = None,
    code: Code = None,
    series: Series = None,
    price: Price = None,
    currency: Currency = None,
    unit: Unit = None,
    sets: Set = None,
    where: Where = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Change a product; deals that have it keep the price at which they got it."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, code=code, series=series, price=price, currency=currency, unit=unit
    )
    single = many.one(which, where, dry_run)
    if single is None:
        edit = Edit(values=values)
        many.changed(state, "product", where or "", edit, dry_run=dry_run, yes=yes)
        return
    NOUN.told(state, NOUN.edited(state, single, values, None, None))


add_verbs(product, NOUN)
