"""Reading the line items of deals."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from crm_tui.domain.products import LineItem
from crm_tui.errors import Ambiguous, NotFound
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader
from crm_tui.text import clean_line, fold

_SELECT = """
SELECT l.id, l.version, l.deal_id, l.product_id, p.name AS product, p.code, p.unit, l.quantity,
       l.price, l.discount, l.amount, d.currency
  FROM line_item l
  JOIN product p ON p.id = l.product_id
  JOIN deal d ON d.id = l.deal_id
"""


def of_deals(reader: Reader, ids: Iterable[int]) -> dict[int, tuple[LineItem, ...]]:
    """The line items of deals, by deal, in the order in which they were added."""
    test, params = among("l.deal_id", ids)
    rows = reader.rows(LineItem, f"{_SELECT} WHERE {test} ORDER BY l.deal_id, l.id", **params)
    return {id: tuple(group) for id, group in groupby(rows, lambda row: row.deal_id)}


def of_deal(reader: Reader, id: int) -> tuple[LineItem, ...]:
    """The line items of one deal."""
    return of_deals(reader, [id]).get(id, ())


def line_item(reader: Reader, id: int) -> LineItem:
    """One line item. Raises NotFound."""
    found = reader.row(LineItem, f"{_SELECT} WHERE l.id = :id", id=id)
    if found is None:
        raise NotFound(f"no line item {id}", "list them with: crm deal product list DEAL")
    return found


def named(reader: Reader, deal_id: int, text: str) -> LineItem:
    """The line item of a deal that is meant: by its own id (`line:7`), or by its product's id,
    name, code or the beginning of its name.

    Raises NotFound, and Ambiguous where the deal has several such.
    """
    lines, wanted = of_deal(reader, deal_id), clean_line(text)
    number = wanted.removeprefix("product:")
    keys = ((f"line:{line.id}", str(line.product_id), fold(line.product), fold(line.code), line)
            for line in lines)  # fmt: skip
    known = [(names, line) for *names, line in keys]
    fits = [line for names, line in known if number == names[1] or fold(wanted) in names]
    fits = fits or [line for names, line in known if names[2].startswith(fold(wanted))]
    if len(fits) == 1:
        return fits[0]
    listed = ", ".join(f"line:{line.id} {line.product}" for line in fits or lines)
    if fits:
        raise Ambiguous(f"'{wanted}' fits several: {listed}", "name one by its line")
    has = f"it has: {listed}" if lines else "it has none"
    raise NotFound(f"deal {deal_id} has no product '{wanted}'", has)
