"""Products and the line items of deals: what they cost, and what the deal is worth then."""

from __future__ import annotations

import pytest

from crm_tui.domain.deals import Deal
from crm_tui.domain.products import LineItem, describe
from crm_tui.errors import Ambiguous, Conflict, InvalidField, NotFound
from crm_tui.queries import deals as deal_queries
from crm_tui.queries import line_items as line_queries
from crm_tui.queries import products as queries
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target, resolve
from crm_tui.queries.search import search
from crm_tui.queries.selection import Selection
from crm_tui.services import bulk, deals, journal, line_items, products, records
from crm_tui.services.bulk import Edit
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


def worth(w: Write, id: int) -> tuple[int | None, str, int]:
    row: Deal = deal_queries.deal(w, id).deal
    return row.value, row.currency, row.value_from_lines


def line(w: Write, id: int) -> LineItem:
    return line_queries.line_item(w, id)


def test_a_product_has_what_was_given(w: Write) -> None:
    given = {"name": " GTX  Pro ", "code": "GTX-2", "series": "GTX", "unit": "piece"}
    id = products.create(w, {**given, "price": "4,821.50"})
    found = queries.product(w, id)
    assert found[3:9] == ("GTX Pro", "GTX-2", "GTX", 482150, "EUR", "piece")
    products.edit(w, id, {"currency": "USD", "code": ""})
    found = queries.product(w, id)
    assert (found.price, found.currency, found.code) == (482150, "USD", "")
    products.edit(w, id, {"price": ""})
    assert queries.product(w, id).price is None
    with pytest.raises(Conflict):
        products.edit(w, id, {"unit": "hour"}, found.version)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": "Pro", "price": "much"}, "price"),
        ({"name": "Pro", "colour": "red"}, "colour"),
        ({"name": "gtx pro"}, "name"),
        ({"name": "Other", "code": "gtx-2"}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_field(w: Write, given: dict[str, str], field: str) -> None:
    factories.product(w, "GTX Pro", code="GTX-2")
    with pytest.raises(InvalidField) as raised:
        products.create(w, given)
    assert raised.value.field == field


def test_a_code_tells_products_of_one_name_apart(w: Write) -> None:
    one, other = (factories.product(w, "GTX Pro", code=code) for code in ("A", "B"))
    assert resolve(w, "b", ("product",)) == Target("product", other, "GTX Pro")
    with pytest.raises(Ambiguous):
        resolve(w, "GTX Pro", ("product",))
    products.archive(w, one)
    assert resolve(w, "GTX Pro", ("product",)).id == other
    assert products.create(w, {"name": "Third", "code": "A"})  # the code is free again
    records.unarchive(w, "product", one)


def test_a_deal_is_worth_what_its_products_come_to(w: Write) -> None:
    pro, basic = factories.product(w), factories.product(w, "GTX Basic", price="0.55")
    deal = factories.deal(w, value="")
    first = line_items.add(w, deal, pro, {"quantity": "2", "discount": "12.5 %"})
    assert describe(line(w, first)) == "2 × EUR 4,821 − 12.5 % = EUR 8,436.75"
    assert worth(w, deal) == (843675, "EUR", 1)
    second = line_items.add(w, deal, basic, {"quantity": "1,5", "price": "0.33"})
    assert line(w, second).amount == 50  # half a cent up
    assert worth(w, deal) == (843725, "EUR", 1)
    line_items.edit(w, first, {"quantity": "1", "discount": ""})
    assert worth(w, deal)[0] == 482150
    line_items.remove(w, first)
    line_items.remove(w, second)
    assert worth(w, deal) == (None, "EUR", 0)


def test_a_value_that_was_set_stands_until_it_is_cleared(w: Write) -> None:
    deal = factories.deal(w)
    line_items.add(w, deal, factories.product(w), {})
    assert worth(w, deal) == (120000, "EUR", 0)
    deals.edit(w, deal, {"value": ""})
    assert worth(w, deal) == (482100, "EUR", 1)
    deals.edit(w, deal, {"value": "5k"})
    line_items.add(w, deal, factories.product(w, "Other"), {})
    assert worth(w, deal) == (500000, "EUR", 0)


def test_lines_go_into_another_currency_with_their_deal(w: Write) -> None:
    deal = factories.deal(w, value="")
    id = line_items.add(w, deal, factories.product(w), {"quantity": "3"})
    deals.edit(w, deal, {"currency": "JPY"})
    assert (line(w, id).price, worth(w, deal)) == (4821, (14463, "JPY", 1))
    with pytest.raises(InvalidField, match="the price of GTX Pro is in EUR, the deal in JPY"):
        line_items.add(w, deal, 1, {})
    with pytest.raises(InvalidField, match="the deal is in JPY, not in USD"):
        line_items.add(w, deal, 1, {"price": "5 USD"})
    assert line(w, line_items.add(w, deal, 1, {"price": "500"})).currency == "JPY"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "9" * 7}, "quantity"),
        ({"quantity": "1000000", "price": "9000000000"}, "quantity"),
        ({"discount": "101"}, "discount"),
        ({"discount": "0.123"}, "discount"),
        ({"price": "x"}, "value"),
    ],
)
def test_a_line_that_cannot_be_is_refused(w: Write, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as raised:
        line_items.add(w, factories.deal(w), factories.product(w), given)
    assert raised.value.field == field


def test_a_line_is_named_by_its_product(w: Write) -> None:
    deal = factories.deal(w)
    pro = factories.product(w, code="P-1")
    first = line_items.add(w, deal, pro, {})
    for text in (str(pro), f"product:{pro}", "p-1", "GTX PRO", "gtx", f"line:{first}"):
        assert line_queries.named(w, deal, text).id == first
    line_items.add(w, deal, pro, {})
    with pytest.raises(Ambiguous, match=f"line:{first} GTX Pro"):
        line_queries.named(w, deal, "gtx")
    with pytest.raises(NotFound, match="has no product 'x'"):
        line_queries.named(w, deal, "x")


def test_what_deals_have_is_archived_not_deleted(w: Write) -> None:
    sold, spare = factories.product(w), factories.product(w, "Spare")
    deal = factories.deal(w)
    line_items.add(w, deal, sold, {})
    with pytest.raises(InvalidField, match="GTX Pro is in 1 line item of deals"):
        products.delete(w, sold)
    with pytest.raises(InvalidField):
        bulk.apply(w, Selection("product", "series:gtx"), Edit(delete=True))
    w.db.execute("DROP TABLE picked")
    products.delete(w, spare)
    products.archive(w, sold)
    assert queries.products(w, Page()) == []
    assert [row.name for row in queries.products(w, Page(filter="is:archived"))] == ["GTX Pro"]
    deals.delete(w, deal)
    products.delete(w, sold)


def test_deals_are_found_by_their_products(w: Write) -> None:
    pro = factories.product(w, series="Lifting", code="P-1")
    deal, _ = factories.deal(w), factories.deal(w, "Nothing in it")
    line_items.add(w, deal, pro, {})
    for text in ('product:"gtx pro"', "product.series:lift", "product.price:4k..", "has:product",
                 '"gtx pro"'):  # fmt: skip
        assert [row.id for row in deal_queries.deals(w, Page(filter=text))] == [deal], text
    for text in ("price:4k..5k", "code:p-1", "deals:1", "deal.title:harbour", "gtx", "lifting"):
        assert [row.id for row in queries.products(w, Page(filter=text))] == [pro], text
    assert queries.products(w, Page("lifting gtx"))[0].id == pro
    assert [row.title for row in deal_queries.with_product(w, pro, 5)] == ["Harbour cranes"]


def test_products_are_searched_and_their_deals_by_them(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        pro = factories.product(w, series="Lifting", code="P77")
        deal = factories.deal(w)
        line_items.add(w, deal, pro, {})
    with workspace.read() as r:
        assert [(hit.noun, hit.detail) for hit in search(r, "gtx")] == [
            ("product", "Lifting"),
            ("deal", "Lead"),
        ]
        assert search(r, "p77")[0].title == "GTX Pro"
    with workspace.write("product edit") as w:
        products.edit(w, pro, {"name": "Lifter"})
    with workspace.read() as r:
        assert {(hit.noun, hit.id) for hit in search(r, "lifter")} == {
            ("product", pro), ("deal", deal),
        }  # fmt: skip
        assert search(r, "gtx") == []


def test_a_line_is_taken_back_with_what_it_made_of_the_deal(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        product, deal = factories.product(w, factories.HOSTILE), factories.deal(w, value="")
    with workspace.write("deal product add") as w:
        line_items.add(w, deal, product, {})
    with workspace.write("undo") as w:
        journal.undo(w)
        assert worth(w, deal) == (None, "EUR", 0)
        assert line_queries.of_deal(w, deal) == ()
    with workspace.write("redo") as w:
        journal.redo(w)
        assert worth(w, deal) == (482100, "EUR", 1)


def test_many_products_are_changed_at_once(w: Write) -> None:
    ids = [factories.product(w, name) for name in ("A", "B")]
    picked = Selection("product", "series:gtx")
    bulk.apply(w, picked, Edit(values={"series": "MG", "price": "7"}))
    assert {queries.product(w, id)[5:7] for id in ids} == {("MG", 700)}
    assert bulk.preview(w, Selection("product", ""), Edit(archive=True))[1] == [
        "2 products are archived"
    ]
