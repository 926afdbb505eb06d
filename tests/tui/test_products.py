"""Products in the app: the catalogue as a list, and what a deal has of it."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.queries import deals, line_items, products
from crm_tui.queries.paging import Page
from crm_tui.services import line_items as service
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive
from tests.tui.looking import Looks
from tests.tui.test_snapshots import pressing

LOOKS = {
    "catalogue": ["3", "ctrl+p", *"catalogue", "enter", "j"],
    "deal": ["f", *"harbour", "enter"],
    "add": ["f", *"harbour", "enter", "n", "p", *"gtx"],
}


def test_a_deal_gets_a_product_and_loses_it(desk: Workspace) -> None:
    with desk.write("test") as w:
        factories.product(w, "GTX Pro", code="G-2")
        factories.product(w, "GTX Basic", price="550")
        factories.deal(w, "Lock pumps", value="")

    async def steps(seat: Seat) -> None:
        await seat.press("f")
        await seat.type("lock pumps")
        await seat.press("enter", "n", "p")
        await seat.sees("A product of Lock pumps")
        await seat.type("gtx p")
        await seat.press("down", "enter", "tab")
        await seat.type("2")
        await seat.press("tab", "tab")
        await seat.type("10")
        await seat.press("ctrl+s")
        await seat.sees("2 × EUR 4,821 − 10 % = EUR 8,677.80")
        await seat.sees("EUR 8,677.80  × 10 %")
        while "GTX Pro" not in seat.cursor:
            await seat.press("j")
        await seat.press("e")
        await seat.sees("Edit GTX Pro")
        await seat.type("0")
        await seat.press("ctrl+s")
        await seat.sees("20 × EUR 4,821")
        await seat.press("enter")
        await seat.sees("€86.8k  Lock pumps")
        await seat.sees("since            today")
        await seat.press("escape", "d", "d")
        await seat.sees("took GTX Pro out of deal Lock pumps")
        await seat.press("u")
        await seat.sees("20 × EUR 4,821")

    drive(desk, steps)
    with desk.read() as r:
        (line,) = line_items.of_deal(r, deals.deals(r, Page("lock"))[0].id)
        assert (line.quantity, line.discount, line.product) == (20_000, 1000, "GTX Pro")


def test_the_catalogue_is_a_list_above_the_others(desk: Workspace) -> None:
    with desk.write("test") as w:
        factories.product(w, "GTX Pro", code="G-2")
        factories.product(w, factories.HOSTILE, price="", series="")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "ctrl+p")
        await seat.type("catalogue")
        await seat.press("enter")
        await seat.sees("EUR 4,821")
        await seat.sees("[@click=app.quit]x[/] [EMEA]")
        await seat.press("n")
        await seat.type("GTX Basic")
        await seat.press("tab", "tab", "tab")
        await seat.type("550")
        await seat.press("ctrl+s")
        await seat.sees("added product GTX Basic")
        await seat.press("s", "p")
        await seat.sees("Price ▲")
        await seat.press("slash")
        await seat.type("gtx")
        await seat.press("enter")
        await seat.sees("2 of 3 products")
        await seat.press("A", "b")
        assert "Owner" not in seat.text
        await seat.press("f")
        await seat.type("series=GTX2")
        await seat.press("enter")
        await seat.sees("GTX2")
        await seat.press("escape")
        await seat.sees("3 products")
        await seat.press("E", "l", "enter")
        await seat.type("B-1")
        await seat.press("enter")
        await seat.sees("edited product GTX Basic")
        await seat.press("escape")
        await seat.press("escape")
        await seat.sees("Grace Hopper")

    drive(desk, steps, size=(120, 40))
    with desk.read() as r:
        found = {row.name: row for row in products.products(r, Page(filter="gtx"))}
        assert {row.series for row in found.values()} == {"GTX2"}
        assert found["GTX Basic"].code == "B-1"


@pytest.mark.parametrize("name", list(LOOKS))
def test_look(looks: Looks, desk: Workspace, name: str) -> None:
    with desk.write("test") as w:
        pro = factories.product(w, "GTX Pro", code="G-2")
        hour = factories.product(w, "Inspection", price="95", series="Service", unit="hour")
        factories.product(w, factories.HOSTILE, price="", series="")
        service.add(w, 1, pro, {"quantity": "9", "discount": "12.5"})
        service.add(w, 1, hour, {"quantity": "7.5"})
    looks(CrmApp(desk), pressing(LOOKS[name]))
