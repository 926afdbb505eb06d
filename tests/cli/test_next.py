"""crm next: the work queue by command line, the same that the app goes through."""

from __future__ import annotations

from tests.cli.conftest import Crm


def test_a_round_by_command_line(store: Crm) -> None:
    crm = store
    assert crm("next").out.startswith("Nobody is waiting for you")
    assert crm("next", "done", code=3).err.startswith("crm: nobody's turn is left")
    crm("contact", "add", "Grace Hopper", "--company", "Acme", "--phone", "+49 30 901820")
    crm("contact", "add", "Ada Byron")
    crm("deal", "add", "Engine", "--value", "48k", "--contact", "grace")
    crm("remind", "add", "grace", "Call back", "--due", "2026-01-05", "--kind", "call")
    crm("remind", "add", "ada", "Send the book", "--due", "2026-01-06")
    crm("remind", "add", "grace", "wait for the contract", "--due", "fri", "--kind", "waiting")

    page = crm("next").out
    assert "Grace Hopper  contact:1  (1 of 2)" in page
    assert "call overdue" in page
    assert "€48k at stake in Lead" in page
    assert "Waiting for" in page
    assert "Europe/Berlin" in page
    listed = crm("next", "--list").rows
    assert [row["name"] for row in listed] == ["Grace Hopper", "Ada Byron"]
    assert "turn: number 1 of 2" in crm("why", "next").out
    assert "points (reminder:1)" in crm("why", "contact:1").out

    said = crm("next", "reached", "--text", "Wants it", "--next", "wait for the order fri 3pm")
    assert said.out.startswith("reached Grace Hopper · done: Call back · next: wait for the order ")
    assert "next: wait for the order" in said.err
    assert crm("remind", "list", "kind:waiting", "deal:engine", "--format", "ids").out == "4\n"
    assert "it had its turn in this round: reached" in crm("why", "contact:1").out

    waved = crm("next", "waved", code=2).err
    assert "'waved' is not an outcome" in waved
    assert "no-answer" in waved
    assert 'until when?\n     crm next snooze "mon 9am"' in crm("next", "snooze", code=2).err
    assert crm("next", "--text", "Hello", code=2).err
    last = crm("next", "snooze", "fri", "--json").json
    assert last["did"].startswith("snoozed Ada Byron until Fri ")
    assert last["round"]["through"]
    assert last["turn"] is None

    crm("undo")
    assert crm("next", "--json").json["turn"]["name"] == "Ada Byron"
    end = (
        "The round is through: 1 done, 1 skipped.\ncrm next --restart begins another: 1 still waits"
    )
    assert crm("next", "skip").out == f"skipped Ada Byron (contact:2)\n\n{end}\n"
    assert crm("next").out == f"{end}\n"
    over = crm("next", "skip", code=3).err
    assert over == "crm: the round is through\n     crm next --restart begins another\n"
    again = crm("next", "--who", "ada", "--json").json
    assert again["round"] == {"done": 1, "skipped": 1, "left": 0, "through": True}
    assert again["turn"]["promised"][0]["text"] == "Send the book"
    assert crm("next", "--restart").out.startswith("began a new round")
