"""What each noun's verbs do, and what they say."""

from __future__ import annotations

from pathlib import Path

from crm_tui.cli.main import _COMMANDS
from tests.cli.conftest import Crm


def test_a_contact_through_its_life(store: Crm) -> None:
    said = store(
        "contact", "add", "Grace Hopper", "--email", "grace@example.com", "--company", "Acme",
        "--title", "Admiral", "--lifecycle", "opp", "--tag", "vip", "--set", "source=fair",
    )  # fmt: skip
    told = "added contact Grace Hopper with new company Acme (contact:1)\n"
    assert (said.out, said.err) == (told, "")
    shown = store("contact", "show", "grace@example.com", "--json").json
    assert (shown["company"], shown["tags"], shown["source"]) == ("Acme", ["vip"], "fair")
    assert shown["lifecycle"] == "opportunity"

    store("contact", "edit", "grace", "--set", "title=", "--untag", "vip", "--tag", "navy")
    shown = store("contact", "show", "1", "--json").json
    assert (shown["title"], shown["tags"]) == ("", ["navy"])
    assert store("contact", "edit", "1", "--title", "").out == "nothing to change (contact:1)\n"
    card = store("contact", "show", "1").out
    assert "grace@example.com  (preferred, channel:1)" in card

    gone = store("contact", "delete", "1", "--json").json
    assert gone["name"] == "Grace Hopper"
    assert store("contact", "list", "--json").json == []
    store("undo")
    assert store("contact", "show", "1", "--json").json["tags"] == ["navy"]


def test_a_company(store: Crm) -> None:
    store("company", "add", "Acme", "--domain", "https://www.acme.example/x")
    store("company", "add", "Acme North", "--parent", "Acme")
    store("company", "edit", "acme", "--website", "acme.example", "--tag", "key")
    shown = store("company", "show", "1", "--json").json
    assert (shown["domain"], shown["websites"]) == ("acme.example", ["acme.example"])
    assert store("company", "show", "acme n", "--json").json["parent"] == "Acme"
    store("company", "delete", "acme north")
    store("company", "archive", "acme")
    assert store("company", "list", "--json").json == []
    assert "brought back company Acme" in store("company", "unarchive", "1").out
    assert [row["name"] for row in store("company", "list", "--json").json] == ["Acme"]


def test_a_deal_is_won_reopened_and_lost(store: Crm) -> None:
    said = store("deal", "add", "Cranes", "--value", "€1.200,50", "--expected-close", "27 nov 2099")
    assert said.err == "expected close: Fri 27 Nov 2099\n"
    assert store("deal", "win", "cranes").out == "moved deal Cranes to Won (deal:1)\n"
    assert store("deal", "show", "1", "--json").json["weighted"] == 1200.5
    assert store("deal", "reopen", "1", "--json").json["stage"] == "Lead"
    store("deal", "lose", "1", code=2)
    lost = store("deal", "lose", "1", "--reason", "too dear", "--json").json
    assert (lost["status"], lost["lost_reason"]) == ("lost", "too dear")
    store("deal", "move", "1", "nowhere", code=2)
    store("deal", "edit", "1", "--probability", "150", code=2)


def test_reminders_repeat_move_and_end(store: Crm) -> None:
    store("company", "add", "Acme")
    store("remind", "add", "company:1", "Send news", "--due", "2099-03-01", "--repeat", "monthly")
    done = store("remind", "done", "news")
    assert done.out == "done: Send news (reminder:1)\n"
    assert "again (reminder:2): Wed 1 Apr 2099" in done.err
    moved = store("remind", "snooze", "2", "2099-05-01 9:00", "--json")
    assert moved.json["due"] == "2099-05-01T09:00:00+02:00"
    store("remind", "edit", "2", "--text", "Send old news", "--kind", "email")
    assert store("remind", "drop", "reminder:2", "--json").json["dropped_at"]
    assert store("remind", "list", "--json").json == []
    assert len(store("remind", "list", "--closed", "--json").json) == 2
    store("remind", "done", "2", code=2)


def test_an_interaction_is_logged_with_what_is_next(store: Crm) -> None:
    store("contact", "add", "Ada", "--company", "Acme")
    store("deal", "add", "Cranes", "--contact", "ada")
    said = store(
        "log", "meeting", "ada", "-", "--deal", "cranes", "--at", "2020-03-01 10:00",
        "--direction", "inb", "--outcome", "interested", "--duration", "1h30", "--json",
        input="First line\nsecond line\n",
    )  # fmt: skip
    logged = said.json
    assert (logged["subject"], logged["minutes"]) == ("First line", 90)
    assert (logged["deal"], logged["contacts"]) == ("Cranes", ["Ada"])
    assert "Sun 1 Mar 2020, 10:00" in said.err
    assert "second line" in store("interaction", "show", "first line").out
    store("interaction", "edit", "1", "--outcome", "cold")
    assert store("interaction", "list", "--json").json[0]["outcome"] == "cold"
    store("log", "call", "ada", "--next", "call someday maybe", code=2)
    assert len(store("interaction", "list").rows) == 1
    assert store("timeline", "deal:1", "--since", "2020-01-01", "--json").json[-1]["text"]
    store("interaction", "delete", "1")
    store("interaction", "show", "1", code=3)


def test_channels_tags_fields_users_and_pipelines(store: Crm) -> None:
    store("contact", "add", "Ada", "--tag", "vip")
    store("channel", "add", "ada", "phone", "030 1234567", "--label", "work", "--preferred")
    assert store("contact", "show", "1", "--json").json["phones"] == ["030 1234567"]
    deleted = store("channel", "delete", "0301234567", "--json").json
    assert (deleted["value"], deleted["of"]) == ("030 1234567", "Ada")
    store("channel", "delete", "99", code=3)
    assert store("tag", "list", "--json").json[0]["contacts"] == 1
    assert "favourite_tea" in store("field", "add", "contact", "Favourite tea").out
    store("contact", "edit", "ada", "--set", "favourite_tea=Assam")
    assert store("contact", "list").rows[0]["custom"] == "favourite_tea=Assam"
    store("field", "add", "contact", "Name", code=2)
    store("user", "add", "Bo", "--email", "bo@example.com")
    store("user", "add", "BO", code=2)
    assert [row["me"] for row in store("user", "list", "--json").json] == [True, False]
    assert store("pipeline", "list").rows[0]["stages"].startswith("Lead; Qualified")
    assert "Negotiation" in store("pipeline", "show", "sales").out


def test_the_journal_names_its_operations(store: Crm) -> None:
    store("contact", "add", "Ada")
    store("contact", "add", "Bo")
    first, second = (row["id"] for row in store("history", "--json").json[1::-1])
    assert first < second
    assert "Ada" in store("undo", str(first)).out
    assert [row["name"] for row in store("contact", "list").rows] == ["Bo"]
    assert store("undo", "--json").json["command"] == "undo"
    assert "[undone]" in store("history", "contact:2").out
    store("undo", str(second), code=4)
    assert "Bo" in store("redo").out
    store("undo", "999", code=3)


def test_due_can_be_quiet_narrow_and_for_one_person(store: Crm) -> None:
    assert store("due", "--quiet-if-empty").out == ""
    store("contact", "add", "Ada")
    store("user", "add", "Bo")
    store("remind", "add", "ada", "Mine", "--due", "yesterday")
    store("remind", "add", "ada", "Yours", "--due", "in 10 days", "--owner", "Bo")
    assert "Yours" not in store("due").out
    both = store("due", "--within", "2w").out
    assert both.index("Ada\n") < both.index("Overdue (1)") < both.index("Bo\n")
    assert store("due", "--within", "10", "--owner", "bo").out.startswith("Ahead (1)\n")
    assert "Mine" in store("due", "--owner", "me").out


def test_due_tells_of_people_and_days_to_remember(store: Crm, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Name,Birthday\nGrace Hopper,1906-12-09\n")
    store("import", str(people))
    store("contact", "edit", "Grace Hopper", "--set", "cadence=30 40", "--owner", "ada")
    on = ("--on", "2099-12-03")
    text = store("due", *on).out
    assert "Nothing is due.\n\nTime to be in touch (1)" in text
    assert "days silent" in text
    assert "Grace Hopper · every 30 days, at most 40" in text
    assert "Days to remember (1)" in text
    assert "birthday · Grace Hopper" in text
    assert "Days to remember" not in store("due", *on, "--within", "3d").out
    assert "<h3>Days to remember (1)</h3>" in store("due", *on, "--format", "html").out
    assert store("due", *on, "--json").json == []
    whole = store("due", *on, "--json", "--sections").json
    assert whole["reminders"] == []
    assert [row["state"] for row in whole["people"]] == ["overdue"]
    assert [(row["on"], row["day"]) for row in whole["dates"]] == [("2099-12-09", "1906-12-09")]
    store("user", "add", "Bo")
    assert store("due", *on, "--owner", "bo", "--quiet-if-empty").out == ""
    assert store("status", *on, "--template", "{silent} {activity}/{goal}").out == "1 0/0\n"


def test_status_is_one_line_for_a_prompt(store: Crm) -> None:
    store("contact", "add", "Ada")
    assert store("status").out == "nothing due\n"
    store("remind", "add", "ada", "Call", "--due", "tomorrow")
    assert store("status").out == "next: Call, tomorrow\n"
    template = "{overdue}/{today}"
    assert store("status", "--template", template, "--on", "tomorrow").out == "0/1\n"
    assert store("status", "--json", "--on", "in 3 days").json["overdue"] == 1
    assert "{overdue}" in store("status", "--template", "{nosuch}", code=2).err


def test_an_import_shows_its_plan_first(store: Crm) -> None:
    people = "Name,Mail,Shoe size\nAda,ada@example.com,38\n"
    plan = store("import", "-", "--dry-run", "--map", "Mail=email", input=people)
    assert "as it would be" in plan.out
    assert "Shoe size" in plan.out
    assert store("contact", "list").rows == []
    done = store("import", "-", "--map", "Mail=email", "--json", input=people).json
    assert done["columns"]["Mail"] == "email"
    wanted = {"file", "rows", "new", "updated", "same", "duplicates", "rejected", "rejects",
              "columns", "operation"}  # fmt: skip
    assert wanted <= set(done)
    assert f"operation {done['operation']}" in store("undo", str(done["operation"])).out
    store("import", "-", "--map", "Nosuch=email", input=people, code=2)
    store("import", "-", "--as", "cases", input=people, code=2)
    store("import", "-", input="", code=2)


def test_every_command_has_help(store: Crm) -> None:
    listed = store("--help").out
    for name in _COMMANDS:
        assert name in listed
        assert "--db" in store(name, "--help").out


def test_why_explains_what_was_computed(store: Crm) -> None:
    store("deal", "add", "Cranes", "--value", "1200")
    store("remind", "add", "deal:1", "Call [EMEA]", "--due", "tomorrow", "--repeat", "weekly")
    assert "  rotting: no\n    - 0 days in Lead, within its limit" in store("why", "cranes").out
    said = store("why", "reminder:1", "--json").json
    assert (said["noun"], said["id"], said["name"]) == ("reminder", 1, "Call [EMEA]")
    assert said["values"][0]["value"] == "tomorrow"
    store("why", "reminder:99", code=3)
    store("why", "nobody", code=3)


def test_a_deal_that_is_open_already_is_warned_of(store: Crm) -> None:
    store("contact", "add", "Ada", "--company", "Acme")
    first = store("deal", "add", "Cranes", "--contact", "Ada")
    assert "same title" not in first.err
    assert "deal:1 has the same title" in store("deal", "add", "CRANES", "--company", "Acme").err
    assert "same title" not in store("deal", "add", "Cranes", "--company", "Other").err
    store("deal", "win", "1")
    store("deal", "win", "2")
    assert "same title" not in store("deal", "add", "Cranes", "--contact", "Ada").err
