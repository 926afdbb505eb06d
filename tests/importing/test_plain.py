"""Importing products and users: a catalogue, agents with their managers and offices."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.products import Product
from crm_tui.domain.users import User
from crm_tui.errors import UsageError
from crm_tui.importing.files import import_file
from crm_tui.importing.plain.products import PRODUCTS
from crm_tui.importing.plain.users import USERS
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import products, users
from crm_tui.queries.paging import Page
from crm_tui.services import journal
from crm_tui.services import products as product_service
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

CATALOGUE = f"""Product,SKU,Series,Sales price,Unit,Active,Warranty
GTX Basic,G-1,GTX,550,piece,yes,2 years
GTX Pro,G-2,GTX,"4,821.50",piece,,3 years
"{factories.HOSTILE}",,,12.50 USD,,,
Old one,G-0,GTX,,,no,
Torn,G-9,GTX,lots,,,
,,GTX,5,,,
""".encode()
TEAM = f"""sales_agent,manager,regional_office,Hired
Anna Snelling,Dustin Brinkmann,Central,2019
Darcel Schlecht,Melvin Marxen,Central,2020
Melvin Marxen,null,Central,2015
"{factories.HOSTILE}",Dustin Brinkmann,"{factories.HOSTILE}",
Ada,Ada,West,
,Nobody,West,
""".encode()


def catalogue(workspace: Workspace, filter: str = "") -> dict[str, Product]:
    with workspace.read() as reader:
        return {row.name: row for row in products.products(reader, Page(filter=filter))}


def team(workspace: Workspace) -> dict[str, User]:
    with workspace.read() as reader:
        return {row.name: row for row in users.users(reader, Page())}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("product,series,sales_price", "products"),
        ("Name,Price,Code", "products"),
        ("Product - Name*,Product - Price,Product - Currency", "products"),
        ("sales_agent,manager,regional_office", "users"),
        ("Sales Rep,Team", "users"),
        ("name,email,price", ""),
        ("name,manager,team", ""),
        ("deal,product,stage,amount", ""),
    ],
)
def test_a_files_columns_show_what_it_holds(header: str, kind: str) -> None:
    found = [each.plural for each in (PRODUCTS, USERS) if each.is_of(header.split(","))]
    assert found == ([kind] if kind else [])


def test_a_catalogue_comes_in_once_and_goes_whole(workspace: Workspace) -> None:
    before = tables(workspace)
    result = import_file(workspace, CATALOGUE)
    assert (result.preset, result.new, result.rejected) == ("products", 4, 2)
    assert [(row.line, row.reason) for row in result.rejects] == [
        (6, "'lots' is not an amount of money"),
        (7, "no name of a product"),
    ]
    found = catalogue(workspace)
    assert set(found) == {"GTX Basic", "GTX Pro", "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"}
    pro = found["GTX Pro"]
    assert (pro.code, pro.series, pro.price, pro.currency, pro.unit) == (
        "G-2", "GTX", 482150, "EUR", "piece",
    )  # fmt: skip
    assert pro.custom == '{"warranty": "3 years"}'
    hostile = next(row for name, row in found.items() if "EMEA" in name)
    assert (hostile.price, hostile.currency) == (1250, "USD")
    assert set(catalogue(workspace, "is:archived")) == {"Old one"}
    again = import_file(workspace, CATALOGUE)
    assert (again.same, again.operation) == (4, None)
    with workspace.write("undo") as w:
        assert not journal.undo(w).others
    assert tables(workspace) == before


def test_a_changed_row_changes_its_product_and_says_how(workspace: Workspace) -> None:
    import_file(workspace, CATALOGUE)
    with workspace.write("test") as w:
        product_service.edit(w, 1, {"unit": "box"})
    newer = b"Product,SKU,Price\nGTX Basic 2,G-1,600\nGTX Pro,,5k\nGTX Pro,G-3,6k\n"
    told = import_file(workspace, newer, dry_run=True)
    assert [change.news for change in told.changes] == [
        ("name: GTX Basic → GTX Basic 2", "price: EUR 550 → EUR 600"),
        ("price: EUR 4,821.50 → EUR 5,000",),
    ]
    result = import_file(workspace, newer)
    assert (result.new, result.updated) == (1, 2)
    found = catalogue(workspace, "code:g")
    assert (found["GTX Basic 2"].unit, found["GTX Basic 2"].price) == ("box", 60000)
    filled = import_file(workspace, b"Product,SKU,Price,Unit\nGTX Basic 2,G-1,9,pair\n",
                         Recipe(on_duplicate="fill"))  # fmt: skip
    assert (filled.updated, filled.same) == (0, 1)


def test_our_own_export_is_the_same_again(workspace: Workspace) -> None:
    import_file(workspace, CATALOGUE)
    before = catalogue(workspace)
    rows = "".join(
        f'{row.id},{row.uid},"{row.name}",{row.code},{row.series},{(row.price or 0) / 100},'
        f"{row.currency},{row.unit},{row.deals}\n"
        for row in before.values()
    )
    own = f"id,uid,name,code,series,price,currency,unit,deals\n{rows}".encode()
    result = import_file(workspace, own)
    assert (result.new, result.updated, result.same) == (0, 0, 3)
    assert catalogue(workspace) == before


def test_a_file_of_several_nouns_gives_its_products(workspace: Workspace) -> None:
    mixed = (
        b"Person - Name*,Organization - Name*,Deal - Title,Deal - Value,Product - Name*,"
        b"Product - Product Code,Product - Unit,Product - Price,Product - Currency\n"
        b"Tony Turner,Moveer,Moveer Deal,100,Crate,C-1,piece,12.50,USD\nAnn Bell,,,,,,,,\n"
    )
    result = import_file(workspace, mixed, Recipe(noun="products"))
    assert (result.new, result.rejected, result.rows) == (1, 0, 2)
    assert result.columns["Deal - Title"] == "-"
    assert "1 row has no product" in result.notes
    assert "--as contacts, --as deals" in result.notes[-1]
    crate = catalogue(workspace)["Crate"]
    assert (crate.code, crate.unit, crate.price, crate.currency) == ("C-1", "piece", 1250, "USD")
    deals = import_file(workspace, mixed, Recipe(noun="deals"))
    assert (deals.new, deals.rejected, deals.rows) == (1, 0, 2)
    people = import_file(workspace, mixed)
    assert (people.new, people.companies) == (2, 0)
    assert people.columns["Product - Price"] == "custom:product_price"  # no cell is lost
    assert "--as deals, --as products" in people.notes[-1]


def test_users_come_with_managers_and_offices_and_go(workspace: Workspace) -> None:
    before = tables(workspace)
    told = import_file(workspace, TEAM, dry_run=True)
    assert tables(workspace) == before
    result = import_file(workspace, TEAM)
    assert (result.preset, result.new, result.updated, result.rejected) == ("users", 4, 1, 1)
    assert result._replace(operation=None) == told
    assert result.notes == (
        "1 user more who are named as managers",
        "users have no field for: Hired",
    )
    found = team(workspace)
    assert (found["Anna Snelling"].manager, found["Anna Snelling"].team) == (
        "Dustin Brinkmann",
        "Central",
    )
    assert found["Darcel Schlecht"].manager == "Melvin Marxen"
    assert found["Melvin Marxen"].manager is None
    assert found["Dustin Brinkmann"].team == ""
    assert (found["Ada"].manager, found["Ada"].team) == (None, "West")
    again = import_file(workspace, TEAM)
    assert (again.same, again.operation) == (5, None)
    moved = import_file(
        workspace, TEAM.replace(b"Melvin Marxen,Central,2020", b"Anna Snelling,East,2020")
    )
    assert (moved.same, moved.updated) == (4, 1)
    assert moved.changes[0].news == ("team: Central → East", "manager: Anna Snelling")
    for _ in range(2):
        with workspace.write("undo") as w:
            assert not journal.undo(w).others
    assert tables(workspace) == before


def test_who_would_be_above_themselves_is_told(workspace: Workspace) -> None:
    rows = b"sales_agent,manager\nAnna,Bob\nBob,Anna\n"
    result = import_file(workspace, rows)
    assert "line 3: Anna is below Bob, and so no manager of theirs; left out" in result.notes
    assert team(workspace)["Bob"].manager is None


def test_columns_of_one_name_take_nothing_from_each_other(workspace: Workspace) -> None:
    rows = b"Product,Price,Shoe size,shoe_size,Family,Range\nBoot,5,38,39,A,B\n"
    import_file(workspace, rows, Recipe(columns={"Range": "series"}))
    boot = catalogue(workspace)["Boot"]
    assert boot.series == "A"
    assert json.loads(boot.custom) == {"shoe_size": "38", "shoe_size_2": "39", "range": "B"}


def test_a_field_that_is_not_there_is_named(workspace: Workspace) -> None:
    with pytest.raises(
        UsageError, match="'prise' is not a field of products; did you mean 'price'"
    ):
        import_file(workspace, CATALOGUE, Recipe(columns={"Sales price": "prise"}))
    with pytest.raises(UsageError, match="no column was recognised as the name of a product"):
        import_file(workspace, b"a,b\n1,2\n", Recipe(noun="products"))
