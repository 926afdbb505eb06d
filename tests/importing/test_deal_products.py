"""Deals are imported with products of the catalogue: matched, near ones asked, new ones made."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.deals import DealDetail
from crm_tui.errors import UsageError
from crm_tui.formats.tables import csv_text
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import deals, products
from crm_tui.queries.paging import Page
from crm_tui.reports.exports import columns, stream
from crm_tui.services import deals as service
from crm_tui.services import journal
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

FILE = f"""id,deal,stage,amount,account,product
D-1,Cranes,Lead,4514,Acme,GTXPro
D-2,,Lead,,Acme,gtx basic
D-3,,Won,50,,GTX Basc
D-4,,Lost,0,,"{factories.HOSTILE}"
D-5,,Lead,-1,Acme,GTK 600
D-6,Bare,Lead,7,,
""".encode()


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    with workspace.write("test") as w:
        factories.product(w, "GTX Pro", code="P-1")
        factories.product(w, "GTX Basic", price="550")
        factories.product(w, "GTK 500", price="")
    return workspace


def found(workspace: Workspace) -> dict[str, DealDetail]:
    with workspace.read() as reader:
        return {detail.deal.title: detail for detail in deals.details(reader, Page(sort="id"))}


def lines(detail: DealDetail) -> list[tuple[str, int, int]]:
    return [(line.product, line.quantity, line.price) for line in detail.lines]


def test_products_are_matched_told_and_kept(store: Workspace) -> None:
    before = tables(store)
    result = import_file(store, FILE)
    cranes, basic, near, hostile, other, bare = found(store).values()
    assert (lines(cranes), cranes.deal.value) == ([("GTX Pro", 1000, 451400)], 451400)
    assert (basic.deal.title, lines(basic)) == ("GTX Basic · Acme", [("GTX Basic", 1000, 55000)])
    assert (basic.deal.value, basic.deal.value_from_lines) == (55000, 1)
    assert (lines(near), near.deal.value) == ([], 5000)
    assert json.loads(near.deal.custom) == {"imported_product": "GTX Basc"}
    assert "[EMEA]" in json.loads(hostile.deal.custom)["imported_product"]
    assert (lines(other), lines(bare)) == ([], [])
    told = "\n".join(result.notes)
    assert "product 'GTXPro' (1 deal) taken for 'GTX Pro'" in told
    assert "may be 'GTX Basic': --product \"GTX Basc=GTX Basic\" says so" in told
    assert "no product 'GTK 600' in the catalogue (1 deal)" in told
    assert result.columns["product"] == "product"
    again = import_file(store, FILE)
    assert (again.same, again.operation) == (6, None)
    with store.write("undo") as w:
        assert not journal.undo(w).others
    assert tables(store) == before


def test_who_is_there_is_asked_what_is_meant(store: Workspace) -> None:
    asked = []

    def is_meant(theirs: str, ours: str) -> bool:
        asked.append((theirs, ours))
        return True

    import_file(store, FILE, is_meant=is_meant)
    assert asked == [("GTX Basc", "GTX Basic")]
    assert lines(found(store)["GTX Basic"]) == [("GTX Basic", 1000, 5000)]


def test_what_is_meant_can_be_said(store: Workspace) -> None:
    said = {"gtx basc": "gtx basic", "GTK 600": "P-1"}
    import_file(store, FILE, Recipe(products=said))
    assert lines(found(store)["GTX Basic"])[0][0] == "GTX Basic"
    assert lines(found(store)["GTX Pro · Acme"]) == [("GTX Pro", 1000, 482100)]
    with pytest.raises(UsageError, match="there is no product 'GTX Prro'") as raised:
        import_file(store, FILE, Recipe(products={"GTK 600": "GTX Prro"}))
    assert raised.value.hint == "did you mean 'GTX Pro'?"


def test_products_are_made_on_request(store: Workspace) -> None:
    file = (
        b"id,deal,stage,amount,product,sku,unit price,quantity,discount percent\n"
        b'D-1,Pumps,Lead,,Pump,PU-1,12.50,"1,000",10\n'
        b"D-2,More,Lead,,Pump,PU-1,,2,\n"
        b"D-3,Code,Lead,,,P-1,,,\n"
        b"D-4,Torn,Lead,,Pump,,,lots,\n"
    )
    result = import_file(store, file, Recipe(make=("products",)))
    assert (result.new, result.rejected) == (3, 1)
    assert result.rejects[0].reason == "'lots' is not a quantity"
    assert "1 product added to the catalogue" in result.notes
    deal = found(store)
    assert lines(deal["Pumps"]) == [("Pump", 1_000_000, 1250)]
    assert (deal["Pumps"].deal.value, deal["Pumps"].lines[0].discount) == (1_125_000, 1000)
    assert lines(deal["More"]) == [("Pump", 2000, 1250)]
    assert lines(deal["Code"]) == [("GTX Pro", 1000, 482100)]
    with store.read() as reader:
        pump = next(row for row in products.products(reader, Page(filter="name:pump")))
    assert (pump.code, pump.price, pump.deals) == ("PU-1", 1250, 2)


def test_a_changed_product_takes_the_others_place(store: Workspace) -> None:
    import_file(store, FILE)
    newer = FILE.replace(b"GTXPro", b"GTX Basic").replace(b"7,,", b"7,,GTX Pro")
    told = import_file(store, newer)
    assert told.updated == 2
    assert [change.news for change in told.changes] == [
        ("product: GTX Pro → GTX Basic",),
        ("+ product: GTX Pro",),
    ]
    deal = found(store)
    assert lines(deal["Cranes"]) == [("GTX Basic", 1000, 451400)]
    assert (lines(deal["Bare"]), deal["Bare"].deal.value) == ([("GTX Pro", 1000, 700)], 700)
    kept = import_file(store, newer.replace(b"4514,Acme,GTX Basic", b"4515,Acme,GTX Pro"),
                       Recipe(on_duplicate="fill"))  # fmt: skip
    assert lines(found(store)["Cranes"]) == [("GTX Basic", 1000, 451400)]
    assert kept.updated == 0


def test_our_own_export_brings_the_lines_again(store: Workspace) -> None:
    import_file(store, FILE)
    with store.write("test") as w:
        service.edit(w, 6, {"value": ""})
    with store.read() as reader:
        rows = stream(reader, "deals", Page())
        own = "".join(csv_text(columns(reader, "deals"), rows)).encode()
    before = {title: lines(detail) for title, detail in found(store).items()}
    same = import_file(store, own)
    assert (same.new, same.updated) == (0, 0)
    with store.write("test") as w:
        for id in range(1, 7):
            service.delete(w, id)
    again = import_file(store, own)
    assert (again.new, again.rejected) == (6, 0)
    assert {title: lines(detail) for title, detail in found(store).items()} == before
