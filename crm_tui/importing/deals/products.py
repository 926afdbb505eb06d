"""Which product of the catalogue a row's product is, and the line items that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from crm_tui.domain.near_names import nearest
from crm_tui.domain.products import amount
from crm_tui.errors import UsageError
from crm_tui.importing.deals.drafts import DealDraft
from crm_tui.importing.deals.items import ItemDraft
from crm_tui.importing.matching import Rules
from crm_tui.importing.news import addition, change
from crm_tui.importing.tally import named
from crm_tui.queries import importing_deals as queries
from crm_tui.queries import line_items
from crm_tui.queries.importing_deals import CatalogueRow
from crm_tui.services import line_items as services
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import counted, fold

PRODUCT_KEY = "imported_product"
# Gets a name of the file and the catalogue's that is near; answers whether that is meant.
IsMeant = Callable[[str, str], bool]


class Products:
    """The catalogue, and what the names in a file came to.

    `counts` has how many rows name each product, `said` whom the user said they mean; `make`
    adds those that are not there.
    """

    def __init__(self, counts: Mapping[str, int], said: Mapping[str, str], *, make: bool) -> None:
        self._counts, self._said, self._make = counts, said, make
        self._codes: dict[str, CatalogueRow] = {}
        self._names: dict[str, CatalogueRow] = {}
        self._meant: dict[str, CatalogueRow] = {}
        self._taken: dict[str, str] = {}
        self._unsure: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self._made = self._followed = 0

    def settle(self, reader: Reader, is_meant: IsMeant) -> None:
        """Before anything is written: find what each name means. Who may be asked whether a
        near one is meant is asked. Raises UsageError for a product that the user said is meant
        and that is not there."""
        self.load(reader)
        known = {row.name: row for row in self._names.values()}
        for theirs, ours in self._said.items():
            row = self._names.get(fold(ours)) or self._codes.get(fold(ours))
            if row is None:
                near = nearest(ours, known)
                hint = f"did you mean '{near.name}'?" if near else "crm product list shows them"
                raise UsageError(f"there is no product '{ours}'", hint)
            self._meant[fold(theirs)] = row
        for name in self._counts:
            if self._find(name) or (near := nearest(name, known)) is None:
                continue
            if near.same or is_meant(name, near.name):
                self._meant[fold(name)] = known[near.name]
                self._taken[name] = near.name
            else:
                self._unsure[name] = near.name

    def load(self, reader: Reader) -> None:
        """Read the catalogue; the oldest of several of a name is meant."""
        rows = queries.catalogue(reader)
        self._names = {row.name_key: row for row in reversed(rows)}
        self._codes = {row.code_key: row for row in reversed(rows) if row.code_key}

    def add_missing(self, w: Write, drafts: Iterable[DealDraft]) -> None:
        """Add the products of these rows that are not in the catalogue, where that is wanted."""
        if not self._make:
            return
        missing: dict[str, tuple[ItemDraft, str]] = {}
        for draft in drafts:
            for item in draft.items:
                if self.of(item) is None:
                    missing.setdefault(fold(item.product), (item, draft.currency))
        if missing:
            w.insert_many("product", [_product(item, code) for item, code in missing.values()])
            self._made += len(missing)
            self.load(w)

    def of(self, item: ItemDraft) -> CatalogueRow | None:
        """The product that is meant: by its code, by its name, or by one near it."""
        return (self._codes.get(fold(item.code)) if item.code else None) or self._find(item.product)

    def _find(self, name: str) -> CatalogueRow | None:
        key = fold(name)
        return self._names.get(key) or self._codes.get(key) or self._meant.get(key)

    def named(self, draft: DealDraft) -> None:
        """Call the row's products as the catalogue does; what is not in it is kept as text."""
        for number, item in enumerate(draft.items):
            if row := self.of(item):
                draft.items[number] = item._replace(product=row.name)
            else:
                self.unknown[item.product] += 1
        lost = [item.product for item in draft.items if self.of(item) is None]
        if lost:
            draft.custom[PRODUCT_KEY] = "; ".join(lost)

    def notes(self) -> Iterator[str]:
        """What names of the file were taken for, and which were not found."""
        for theirs, ours in self._taken.items():
            yield f"product '{theirs}' ({self._deals(theirs)}) taken for '{ours}'"
        for theirs, ours in self._unsure.items():
            yield (
                f"product '{theirs}' ({self._deals(theirs)}) may be '{ours}':"
                f' --product "{theirs}={ours}" says so'
            )
        if self._made:
            yield f"{counted(self._made, 'product')} added to the catalogue"
        if self._followed:
            yield (
                f"{counted(self._followed, 'deal')} without a value: worth what the products"
                " come to"
            )
        yield from named(self.unknown, "product", _unknown)

    def _deals(self, name: str) -> str:
        return counted(self._counts[name], "deal")

    # -- line items ------------------------------------------------------------------------------

    def lines(self, deal_id: int, draft: DealDraft) -> list[dict[str, Any]]:
        """The line items of a new deal. One whose row has no value is worth what they come to,
        which is noted in the draft."""
        found = [(item, row) for item in draft.items if (row := self.of(item))]
        rows = [_line(deal_id, item, row, draft) for item, row in found]
        if draft.value is None and any(row["price"] for row in rows):
            draft.value, draft.follows = sum(row["amount"] for row in rows), True
            self._followed += 1
        return rows


def _unknown(name: str, deals: str) -> str:
    return (
        f"no product '{name}' in the catalogue ({deals}): kept in the custom field {PRODUCT_KEY};"
        " --make products adds it"
    )


def update_lines(
    w: Write, rules: Rules, products: Products, draft: DealDraft, deal_id: int
) -> Sequence[str]:
    """Give a deal the products that its row names now, in place of the one that it has where
    the row names one only; answers the news."""
    held, news = line_items.of_deal(w, deal_id), list[str]()
    wanted = [(item, row) for item in draft.items if (row := products.of(item))]
    missing = [(item, row) for item, row in wanted
               if row.id not in {line.product_id for line in held}]  # fmt: skip
    if held and missing and not rules.may("product"):
        return ()
    swapped = held[0] if len(held) == len(wanted) == 1 and missing else None
    if swapped:
        services.remove(w, swapped.id)
    for item, row in missing:
        services.put(w, _line(deal_id, item, row, draft))
        news.append(
            change("product", swapped.product, row.name)
            if swapped
            else addition("product", row.name)
        )
    return news


def _line(deal_id: int, item: ItemDraft, row: CatalogueRow, draft: DealDraft) -> dict[str, Any]:
    """A line item: at its row's price, else at the whole deal's where it is all of it, else at
    the catalogue's, where that is in the deal's currency."""
    quantity, discount = item.quantity or 1000, item.discount or 0
    price = item.price
    if price is None and len(draft.items) == 1 and (quantity, discount) == (1000, 0):
        price = draft.value or None
    if price is None:
        price = row.price if row.currency == draft.currency else None
    price = price or 0
    return {
        "deal_id": deal_id,
        "product_id": row.id,
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "amount": amount(price, quantity, discount),
    }


def _product(item: ItemDraft, currency: str) -> dict[str, Any]:
    return {
        "name": item.product,
        "name_key": fold(item.product),
        "code": item.code,
        "code_key": fold(item.code),
        "price": item.price,
        "currency": currency,
    }
