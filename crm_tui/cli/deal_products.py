"""crm deal product: what a deal contains"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing, output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import LINE_ITEM
from crm_tui.queries import line_items as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports.products import line_item
from crm_tui.services import line_items
from crm_tui.store.write import Write

deal_product = group("The products of a deal: add, list, edit, remove.")

Deal = Annotated[str, typer.Argument(metavar="DEAL", help="The deal: id, title or a part of it")]
Which = Annotated[
    str, typer.Argument(metavar="PRODUCT", help="The product's id, name or code, or line:7")
]
Quantity = Annotated[str | None, typer.Option("--quantity", "-q", help="How many: 2, 1.5")]
Price = Annotated[
    str | None, typer.Option("--price", help="Of one, in the deal's currency; else the catalogue's")
]
Discount = Annotated[str | None, typer.Option("--discount", metavar="PERCENT", help="10, 12.5")]


@verb(deal_product, "add")
def add(
    ctx: typer.Context,
    deal: Deal,
    product: Annotated[str, typer.Argument(help="Id, name or code", show_default=False)],
    quantity: Quantity = None,
    price: Price = None,
    discount: Discount = None,
) -> None:
    """Put a product into a deal. A deal whose value nobody set is worth what its products
    come to."""
    state = session(ctx)
    values = editing.given(None, quantity=quantity, price=price, discount=discount)
    with state.write("deal product add") as w:
        deal_id = resolve(w, deal, ("deal",)).id
        id = line_items.add(w, deal_id, resolve(w, product, ("product",)).id, values)
    _told(state, w, id)


@verb(deal_product, "list")
def list_(ctx: typer.Context, deal: Deal) -> None:
    """List the products of a deal."""
    state = session(ctx)
    with state.read() as reader:
        found = queries.of_deal(reader, resolve(reader, deal, ("deal",)).id)
        output.records(state, LINE_ITEM, map(line_item, found))


@verb(deal_product, "edit")
def edit(
    ctx: typer.Context,
    deal: Deal,
    product: Which,
    quantity: Quantity = None,
    price: Price = None,
    discount: Discount = None,
) -> None:
    """Change how many of a product a deal has, at what price and discount."""
    state = session(ctx)
    values = editing.given(None, quantity=quantity, price=price, discount=discount)
    editing.something(values)
    with state.write("deal product edit") as w:
        id = queries.named(w, resolve(w, deal, ("deal",)).id, product).id
        line_items.edit(w, id, values)
    _told(state, w, id)


@verb(deal_product, "remove")
def remove(ctx: typer.Context, deal: Deal, product: Which) -> None:
    """Take a product out of a deal; `crm undo` brings it back."""
    state = session(ctx)
    with state.write("deal product remove") as w:
        line = queries.named(w, resolve(w, deal, ("deal",)).id, product)
        line_items.remove(w, line.id)
    editing.told(state, w, f"deal:{line.deal_id}", LINE_ITEM, lambda _: line_item(line))


def _told(state: Session, w: Write, id: int) -> None:
    editing.told(
        state, w, f"line:{id}", LINE_ITEM,
        lambda reader: line_item(queries.line_item(reader, id)),
    )  # fmt: skip
