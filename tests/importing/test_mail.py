"""Mail becomes interactions with the people known, each message once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crm_tui.errors import UsageError
from crm_tui.importing.mail.run import import_mail
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import contacts as people
from crm_tui.queries import interactions
from crm_tui.queries.paging import Page
from crm_tui.services import journal, users
from crm_tui.workspace import Workspace
from tests import factories

ME, GRACE = "Ada <ada@me.example>", "Grace Hopper <Grace@b.example>"


def message(sender: str, to: str, id: str = "", **headers: str) -> bytes:
    lines = {"From": sender, "To": to, "Date": "Mon, 02 Mar 2026 09:30:00 +0100",
             "Subject": factories.HOSTILE.replace("\n", " "), **headers}  # fmt: skip
    if id:
        lines["Message-ID"] = f"<{id}>"
    head = "".join(f"{name.replace('_', '-')}: {text}\n" for name, text in lines.items())
    return f"{head}\nHello {id}\n".encode()


@pytest.fixture
def box(workspace: Workspace, tmp_path: Path) -> Path:
    """An mbox with mail of all kinds, in a store that knows Grace, and Ada's addresses."""
    workspace.config = replace(workspace.config, own_addresses="ada@me.example, a@other.example")
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper", email="grace@b.example", company="Navy")
    mails = [
        message(GRACE, ME, "1"),
        message("ada@ME.example", f"{GRACE}, Bo <bo@c.example>", "2"),
        message("a@other.example", GRACE, "2"),
        message("Cy <cy@d.example>", ME, "3"),
        message(ME, "a@other.example", "4"),
        message(GRACE, ME, "5", List_Id="<l.example>"),
        message("no-reply@b.example", ME, "6"),
        message(GRACE, ME, "7", Date="soon"),
        message(GRACE, ME),
    ]
    path = tmp_path / "box.mbox"
    path.write_bytes(b"\n".join(b"From x Mon Mar  2 09:30:00 2026\n" + mail for mail in mails))
    return path


def logged(workspace: Workspace) -> list[tuple[Any, ...]]:
    with workspace.read() as reader:
        rows = interactions.interactions(reader, Page(sort="id"))
        names = interactions.contacts_of(reader, [row.id for row in rows])
        return [(r.kind, r.direction, r.at[:16], r.company, names[r.id]) for r in rows]


def test_mail_is_logged_with_the_people_known_once(workspace: Workspace, box: Path) -> None:
    plan = import_mail(workspace, box, dry_run=True)
    assert (plan.new, plan.operation, logged(workspace)) == (3, None, [])
    found = import_mail(workspace, box)
    assert (found.rows, found.new, found.same, found.rejected) == (9, 3, 1, 1)
    assert found.left_out == {"list mail": 1, "automatic mail": 1, "mail of nobody known": 2}
    assert any("bo@c.example (1), cy@d.example (1)" in note for note in found.notes)
    assert "when it was sent" in found.rejects[0].reason
    assert logged(workspace) == [
        ("email", "inbound", "2026-03-02T08:30", "Navy", ["Grace Hopper"]),
        ("email", "outbound", "2026-03-02T08:30", "Navy", ["Grace Hopper"]),
        ("email", "inbound", "2026-03-02T08:30", "Navy", ["Grace Hopper"]),
    ]
    again = import_mail(workspace, box)
    assert (again.new, again.same, again.operation) == (0, 4, None)
    with workspace.write("undo") as w:
        journal.undo(w, found.operation)
    assert logged(workspace) == []
    assert import_mail(workspace, box).new == 3


def test_correspondents_become_contacts_when_asked(workspace: Workspace, box: Path) -> None:
    import_mail(workspace, box)
    found = import_mail(workspace, box, Recipe(make=("contacts",)))
    assert (found.new, found.updated, found.same, found.taken["contact"]) == (1, 1, 3, 2)
    with workspace.read() as reader:
        names = [row.name for row in people.contacts(reader, Page(sort="id"))]
    assert names == ["Grace Hopper", "Bo", "Cy"]
    assert logged(workspace)[1][4] == ["Grace Hopper", "Bo"]
    with pytest.raises(UsageError, match="cannot make"):
        import_mail(workspace, box, Recipe(make=("ships",)))


def test_a_users_own_address_counts_and_is_who_did_it(workspace: Workspace, box: Path) -> None:
    workspace.config = replace(workspace.config, own_addresses="")
    with pytest.raises(UsageError) as told:
        import_mail(workspace, box)
    assert "own_addresses" in told.value.hint
    with workspace.write("test") as w:
        users.create(w, "Ben", "ben@me.example")
    import_mail(workspace, message("ben@me.example", GRACE, "9"))
    with workspace.read() as reader:
        (row,) = interactions.interactions(reader, Page())
    assert (row.direction, row.user) == ("outbound", "Ben")


def test_no_mail_is_told(workspace: Workspace, tmp_path: Path, box: Path) -> None:
    for source, form, why in (
        (b"a,b\n", "", "no mail"),
        (b"a,b\n", "deals", "no mail"),
        (box, "maildir", "no maildir"),
    ):
        with pytest.raises(UsageError, match=why):
            import_mail(workspace, source, Recipe(noun=form))
