"""Forms for products, and for what a deal has of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from crm_tui.domain import written
from crm_tui.queries import line_items as line_queries
from crm_tui.queries import products as queries
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.resolve import Target, resolve
from crm_tui.screens.dialogs.checks import custom_specs, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import line_items, products
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write

_FIELDS = ("name", "code", "series", "price", "unit")
_OF_LINE = ("quantity", "price", "discount")


async def add(host: Host, then: Callable[[int], None] | None = None) -> None:
    """A form for a new product; `then` gets its id."""
    host.push_screen(
        FormDialog(
            "Add a product",
            specs(host.workspace, "product", _FIELDS),
            "product add",
            lambda w, values: products.create(w, given(values)),
            then=then,
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for what is known of a product."""
    seen, custom = await host.read(lambda r: (_seen(r, id), of_noun(r, "product")))
    host.push_screen(
        FormDialog(
            f"Edit {seen.values['name']}",
            specs(host.workspace, "product", _FIELDS) + custom_specs(host.workspace, custom),
            "product edit",
            Edit(
                partial(_seen, id=id), lambda w, v, version: products.edit(w, id, v, version), seen
            ),
            values=seen.values,
            changes_only=True,
            about=f"product:{id}",
        )
    )


def _seen(reader: Reader, id: int) -> Seen:
    product = queries.product(reader, id)
    return Seen(product.version, written.product(product))


async def add_line(host: Host, deal: Target) -> None:
    """A form that puts a product into a deal."""

    def job(w: Write, values: Values) -> int:
        filled = given(values)
        product = resolve(w, filled.pop("product"), ("product",)).id
        return line_items.add(w, deal.id, product, filled)

    host.push_screen(
        FormDialog(
            f"A product of {deal.name}",
            [
                replace(spec, placeholder="as in the catalogue") if spec.name == "price" else spec
                for spec in specs(host.workspace, "line_item", ("product", *_OF_LINE))
            ],
            "deal product add",
            job,
            about=f"deal:{deal.id}",
        )
    )


async def edit_line(host: Host, id: int) -> None:
    """A form for how many of a product a deal has, at what price."""

    def read(reader: Reader) -> Seen:
        line = line_queries.line_item(reader, id)
        return Seen(line.version, written.line_item(line))

    line = await host.read(lambda r: line_queries.line_item(r, id))
    seen = await host.read(read)
    job = Edit(read, lambda w, v, version: line_items.edit(w, id, v, version), seen)
    host.push_screen(
        FormDialog(
            f"Edit {line.product}",
            specs(host.workspace, "line_item", _OF_LINE),
            "deal product edit",
            job,
            values=seen.values,
            changes_only=True,
            about=f"line item:{id}",
        )
    )
