"""The catalogue of products, and the line items of deals."""

from __future__ import annotations

from sqlalchemy import Index

from crm_tui.models.base import LIVE, Record, link, number, words


class Product(Record, table=True):
    __tablename__ = "product"
    __table_args__ = (
        Index("product_by_name", "name_key", "id", sqlite_where=LIVE, postgresql_where=LIVE),
        Index("product_by_code", "code_key"),
        {"sqlite_autoincrement": True},
    )

    name: str = words()
    name_key: str = words()
    code: str = words(default="")
    code_key: str = words(default="")
    series: str = words(default="")
    unit: str = words(default="")
    price: int | None = number(default=None)
    currency: str = words()
    custom: str = words(default="{}")


class LineItem(Record, table=True):
    """A product in a deal, at the deal's currency. `quantity` is in thousandths, `discount`
    in hundredths of a percent; `amount` follows from them and the price."""

    __tablename__ = "line_item"

    deal_id: int = link("deal")
    product_id: int = link("product")
    quantity: int = number(default=1000)
    price: int = number()
    discount: int = number(default=0)
    amount: int = number()
