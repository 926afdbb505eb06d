"""Products by the command line: the catalogue, and what deals have of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests import factories
from tests.cli.conftest import Result

Call = Callable[..., Result]


def test_a_deal_gets_products_of_the_catalogue(sqlite_target: str, call: Call) -> None:
    def crm(*words: str, code: int = 0) -> Result:
        done = call(sqlite_target, *words)
        assert done.code == code, done.err
        return done

    added = crm("product", "add", "GTX Pro", "--code", "G-2", "--price", "4821", "--json").json
    assert (added["code"], added["price"], added["currency"]) == ("G-2", 4821.0, "EUR")
    assert "product:1) already" in crm("product", "add", "gtx pro", code=2).err
    crm("deal", "add", "Cranes")
    said = crm("deal", "product", "add", "cranes", "g-2", "-q", "2", "--discount", "10%")
    assert said.out == "added GTX Pro to deal Cranes (line:1)\n"
    card = crm("deal", "show", "1").out
    assert "EUR 8,677.80 (the sum of its products)" in card
    assert "GTX Pro  2 × EUR 4,821 − 10 % = EUR 8,677.80  (line:1)" in card
    assert crm("deal", "list", "product:gtx", "--json").json[0]["products"] == ["GTX Pro"]
    assert crm("product", "show", "G-2", "--json").json["deals"] == 1
    assert "Cranes" in crm("product", "show", "1").out
    crm("deal", "product", "edit", "1", "gtx", "--quantity", "1.5", "--discount", "0")
    rows = crm("deal", "product", "list", "1").rows
    assert (rows[0]["quantity"], rows[0]["amount"]) == ("1.5", "7231.50")
    why = crm("why", "deal:1").out
    assert "the sum of its products, since nobody set another" in why
    assert "archive it instead" in crm("product", "delete", "1", "--yes", code=2).err
    crm("deal", "product", "remove", "1", "gtx")
    assert crm("deal", "show", "1", "--json").json["value"] is None
    crm("undo")
    assert crm("search", "g-2", "--json").json[0]["title"] == "GTX Pro"
    crm("product", "edit", "--where", "code:g-2", "--price", "5k", "--yes")
    assert crm("product", "list", "price:5k..", "--format", "ids").out == "1\n"
    exported = crm("export", "deals", "--format", "jsonl").out
    line = json.loads(exported)["line_items"][0]
    assert (line["product"], line["quantity"], line["price"]) == ("GTX Pro", 1.5, 4821.0)
    assert "line_items" in crm("export", "deals", "--format", "csv").out.splitlines()[0]
    crm("product", "archive", "g-2")
    assert crm("product", "list").rows == []


def test_a_hostile_product_does_nothing(sqlite_target: str, call: Call) -> None:
    call(sqlite_target, "product", "add", factories.HOSTILE, "--series", factories.HOSTILE)
    call(sqlite_target, "deal", "add", "Cranes", "--value", "5")
    call(sqlite_target, "deal", "product", "add", "1", "1", "--price", "5")
    for words in (("product", "list", "--format", "table"), ("product", "show", "1"),
                  ("deal", "product", "list", "1"), ("deal", "show", "1")):  # fmt: skip
        shown = call(sqlite_target, *words).out
        assert "[EMEA]" in shown
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_sellers_files_come_in_by_commands(
    sqlite_target: str, call: Call, tmp_path: Path
) -> None:
    files = {
        "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nGTX Basic,GTX,550\n",
        "teams.csv": "sales_agent,manager,regional_office\n"
        "Anna Snelling,Dustin Brinkmann,Central\n",
        "accounts.csv": "account,sector,subsidiary_of\nCancity,technolgy,Acme\n",
        "deals.csv": "id,sales_agent,product,account,deal_stage,close_value\n"
        "1,Anna Snelling,GTXPro,Cancity,Won,1054\n2,Anna Snelling,GTX Bsaic,,Lead,-1\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def crm(*words: str) -> Result:
        done = call(sqlite_target, *words)
        assert done.code == 0, done.err
        return done

    told = crm("import", str(tmp_path / "products.csv"), str(tmp_path / "teams.csv"))
    crm("import", str(tmp_path / "accounts.csv"), "--value", "sector:technolgy=technology")
    assert "2 rows from products" in told.out
    assert "1 user more who are named as managers" in told.out
    assert crm("company", "list", "parent:acme", "--json").json[0]["custom"] == {
        "sector": "technology"
    }
    deals = str(tmp_path / "deals.csv")
    told = crm("import", deals, "--dry-run")
    assert "note: product 'GTXPro' (1 deal) taken for 'GTX Pro'" in told.out
    assert "may be 'GTX Basic': --product \"GTX Bsaic=GTX Basic\" says so" in told.out
    assert "1 deal without a value" not in told.out
    told = crm("import", deals, "--product", "GTX Bsaic=GTX Basic")
    assert "1 deal without a value: worth what the products come to" in told.out
    found = crm("deal", "list", "team:central", "--sort", "id", "--json").json
    assert [(row["products"], row["value"]) for row in found] == [
        (["GTX Pro"], 1054.0),
        (["GTX Basic"], 550.0),
    ]
    assert "imported products.csv" in crm("history", "product:1").out
