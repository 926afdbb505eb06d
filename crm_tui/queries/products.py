"""Reading the catalogue of products."""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.domain.products import Product
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Listed, Page, count_of, rows_of
from crm_tui.store.reader import Reader

_SELECT = """
SELECT p.id, p.uid, p.version, p.name, p.code, p.series, p.price, p.currency, p.unit,
       (SELECT count(DISTINCT l.deal_id) FROM line_item l JOIN deal d ON d.id = l.deal_id
         WHERE l.product_id = p.id AND d.archived_at IS NULL) AS deals,
       p.created_at, p.updated_at, p.archived_at, p.custom
  FROM product p
"""
LIST = Listed(
    "product",
    _SELECT,
    {
        "name": "p.name_key",
        "code": "p.code_key",
        "series": "p.series",
        "price": "p.price",
        "created_at": "p.created_at",
        "id": "p.id",
    },
    ("p.name_key", "p.code_key", "lower(p.series)"),
)


def products(reader: Reader, page: Page) -> list[Product]:
    """The products in a window of the list, in its order. Raises FilterError."""
    return rows_of(reader, Product, LIST, page)


def details(reader: Reader, page: Page) -> Iterator[tuple[Product]]:
    """The same, each as what lists take: a record and what hangs on it, which is nothing."""
    return ((product,) for product in products(reader, page))


def count(reader: Reader, page: Page) -> int:
    """How many products the list has. Raises FilterError."""
    return count_of(reader, LIST, page)


def product(reader: Reader, id: int) -> Product:
    """One product. Raises NotFound."""
    found = reader.row(Product, f"{_SELECT} WHERE p.id = :id", id=id)
    if found is None:
        raise NotFound(f"no product {id}", "list them with: crm product list")
    return found
