"""Commands about all records that a filter keeps."""

from __future__ import annotations

from tests.cli.conftest import Crm


def test_a_filter_names_many_records_and_one_undo_takes_all_back(store: Crm) -> None:
    for name in ("Ann", "Bo", "Cy"):
        store("contact", "add", name, "--company", "Acme" if name != "Cy" else "Globex")
    store("contact", "edit", "ann", "--tag", "vip")
    edit = ("contact", "edit", "--where", "company:acme", "--tag", "vip", "--set", "title=Buyer")
    said = store(*edit, "--dry-run").out
    assert said == ("1 contact gets tag vip; 1 has it already\n2 contacts get title = Buyer\n")
    assert store("contact", "list", "tag:vip", "--format", "ids").out == "1\n"
    refused = store(*edit, code=2)
    assert "--yes" in refused.err
    assert store(*edit, "--yes").out == "set title Buyer on 2 contacts\n"
    assert store("contact", "list", "tag:vip title=Buyer", "--format", "ids").out == "1\n2\n"
    store("undo")
    assert store("contact", "list", "tag:vip", "--format", "ids").out == "1\n"

    planned = store("contact", "edit", "--where", "tag:vip", "--remind", "call 2099-03-01", "--yes")
    assert planned.out == "planned a reminder on 1 contact\n"
    assert store("company", "archive", "--where", "name:globex", "-y").out == (
        "archived 1 company\n"
    )
    assert store("contact", "delete", "--where", "id:2..", "--yes").out == "deleted 2 contacts\n"


def test_many_are_not_named_by_words_nor_by_nothing(store: Crm) -> None:
    store("contact", "add", "Ann")
    for arguments, words in (
        (["--where", "ann", "--tag", "x", "--yes"], "words are not enough"),
        (["--where", "", "--tag", "x", "--yes"], "which is everything"),
        (["--where", "id:1", "--yes"], "nothing to change"),
        (["1", "--where", "id:1", "--tag", "x"], "--where"),
        (["1", "--tag", "x", "--dry-run"], "--where"),
        (["--tag", "x"], "no record named"),
        (["--where", "nope:1", "--tag", "x", "--yes"], "unknown field"),
        (["--where", "id:1", "--set", "nope=1", "--yes"], "no field 'nope'"),
    ):
        assert words in store("contact", "edit", *arguments, code=2).err
    store("contact", "edit", "--where", "id:7..", "--tag", "x", "--yes")
    assert store("tag", "list", "--json").json == []


def test_saved_filters_and_pins(store: Crm) -> None:
    for name in ("Ann", "Bo"):
        store("contact", "add", name, "--company", "Acme" if name == "Bo" else "Globex")
    said = store("segment", "add", "Acme folk", "company:acme", "--sort", "-created_at").out
    assert said == "saved filter Acme folk (segment:1)\n"
    assert store("segment", "show", "acme").out == (
        "Acme folk  segment:1\ncrm contact list company:acme\n"
    )
    assert store("contact", "list", "segment:acme-folk", "--format", "ids").out == "2\n"
    store("segment", "edit", "1", "--name", "Acme", "--filter", "not company:acme")
    assert store("segment", "list", "--json").json[0]["name"] == "Acme"
    exported = store("export", "contacts", "segment:acme", "--to", "-", "--format", "csv").out
    assert "Ann" in exported
    assert "Bo" not in exported
    store("segment", "add", "acme", code=2)
    store("segment", "delete", "acme", "-y")
    assert store("contact", "list", "segment:acme", code=2).out == ""

    assert store("pin", "add", "ann").out == "pinned Ann (contact:1)\n"
    assert store("pin", "add", "company:2").out == "pinned Acme (company:2)\n"
    assert store("pin", "list", "--format", "json").json[0] == {
        "noun": "contact", "id": 1, "name": "Ann"
    }  # fmt: skip
    assert store("contact", "list", "is:pinned", "--format", "ids").out == "1\n"
    assert store("pin", "delete", "ann").out == "unpinned Ann (contact:1)\n"
    assert store("pin", "delete", "ann").out == "not pinned (contact:1)\n"
