"""Channels, tags, fields, users, pipelines and stages: their edits, said and undone."""

from __future__ import annotations

from tests.cli.conftest import Crm


def test_what_has_no_page_of_its_own_is_edited(store: Crm) -> None:
    store("contact", "add", "Ada", "--tag", "vip", "--email", "ada@example.com")
    edited = store("channel", "edit", "ada@example.com", "--label", "work", "--invalid", "--json")
    assert (edited.json["label"], edited.json["invalid"]) == ("work", True)
    store("channel", "edit", "1", code=2)
    assert store("tag", "rename", "vip", "Key").out == "renamed tag vip to Key (tag:1)\n"
    assert store("tag", "delete", "key", "--json").json["contacts"] == 1
    store("field", "add", "contact", "Tea")
    store("contact", "edit", "ada", "--set", "tea=Assam")
    assert store("field", "edit", "tea", "--name", "drink", "--json").json["name"] == "drink"
    assert store("contact", "list").rows[0]["custom"] == "drink=Assam"
    store("field", "delete", "drink")
    assert store("contact", "list").rows[0]["custom"] == ""
    store("undo")
    assert store("contact", "list").rows[0]["custom"] == "drink=Assam"
    assert store("user", "edit", "1", "--email", "ada@example.com", "--json").json["me"] is True
    store("user", "add", "Ben", "--manager", "1", code=2)
    ben = store("user", "add", "Ben", "--team", "North", "--json").json
    assert (ben["team"], ben["manager"]) == ("North", None)


def test_a_pipeline_is_shaped(store: Crm) -> None:
    made = store("pipeline", "add", "Partners", "--stage", "Talk", "--stage", "Sign", "--json").json
    assert [stage["name"] for stage in made["stages"]] == ["Talk", "Sign", "Won", "Lost"]
    store("pipeline", "edit", "partners", "--name", "Allies")
    added = store("stage", "add", "Trial", "--pipeline", "allies", "--rotting-days", "7", "--json")
    assert [stage["name"] for stage in added.json["stages"]][2] == "Trial"
    store("stage", "reorder", "trial", "talk")
    store("stage", "edit", "trial", "--probability", "20", "--limit", "1")
    card = store("pipeline", "show", "allies").out
    assert "rots after 7 days  holds 1 at most" in card
    assert card.index("Trial") < card.index("Talk") < card.index("Sign")
    assert "(0/1)" in store("board", "--pipeline", "allies").out
    store("deal", "add", "Cranes", "--pipeline", "allies", "--stage", "talk")
    assert "--move-to" in store("stage", "delete", "talk", code=4).err
    store("stage", "delete", "talk", "--move-to", "sign")
    assert store("deal", "show", "1", "--json").json["stage"] == "Sign"
    store("undo")
    assert store("deal", "show", "1", "--json").json["stage"] == "Talk"
    store("stage", "delete", "won", code=4)
    store("stage", "edit", "nowhere", "--name", "x", code=3)


def test_reminders_and_interactions_are_named_by_uid(store: Crm) -> None:
    store("contact", "add", "Ada")
    reminder = store("remind", "add", "ada", "Call", "--due", "tomorrow", "--json").json
    assert store("remind", "show", reminder["uid"], "--json").json["id"] == reminder["id"]
    logged = store("log", "call", "ada", "Talked", "--json").json
    assert (
        store("interaction", "edit", logged["uid"], "--outcome", "fine", "--json").json["id"] == 1
    )
    store("interaction", "show", reminder["uid"], code=3)


def test_a_stages_history_is_kept(store: Crm) -> None:
    store("stage", "edit", "lead", "--probability", "20")
    assert "edited stage Lead of Sales" in store("history", "stage:1").out
