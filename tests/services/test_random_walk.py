"""Whatever is done, undoing all of it gives the first state again, redoing all the last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from crm_tui.domain.operations import Reversal
from crm_tui.errors import CrmError, NotFound
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.resolve import Target
from crm_tui.services import companies, contacts, deals, interactions, journal, records, reminders
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

OPERATIONS = 40
NAMES = ("Grace", "Ada", "Edsger", "Barbara", factories.HOSTILE)
Step = Callable[[Write, Random], object]


def one(w: Write, random: Random, table: str) -> int:
    """A record's id; 0, which is nobody's, where there is none."""
    ids = [row[0] for row in w.db.rows(f"SELECT id FROM {table} ORDER BY id")]
    return int(random.choice(ids or [0]))


def owner(w: Write, random: Random) -> tuple[str, int]:
    noun = random.choice(("contact", "company", "deal"))
    return noun, one(w, random, noun)


def about(w: Write, random: Random) -> list[Target]:
    return [factories.target(w, *owner(w, random))]


def new_deal(w: Write, random: Random) -> int:
    return factories.deal(
        w, contact=f"contact:{one(w, random, 'contact')}", value=random.choice(("", "5k", "9 JPY"))
    )


def move(w: Write, random: Random) -> object:
    stages = [stage.name for stage in deal_queries.pipelines(w)[0].stages]
    return deals.move(w, one(w, random, "deal"), random.choice(stages))


def edit_deal(w: Write, random: Random) -> None:
    change = random.choice(
        [{"value": "7500"}, {"currency": "USD"}, {"probability": "33"}, {"company": "Acme"}]
    )
    deals.edit(w, one(w, random, "deal"), change)


def edit_contact(w: Write, random: Random) -> None:
    change = random.choice(
        [
            {"name": random.choice(NAMES)},
            {"title": random.choice(("Admiral", ""))},
            {"company": random.choice(("Acme", "Globex", ""))},
            {"email": f"{random.randrange(5)}@example.com"},
        ]
    )
    contacts.edit(w, one(w, random, "contact"), change)


def edit_company(w: Write, random: Random) -> None:
    change = random.choice([{"parent": "Acme"}, {"parent": ""}, {"name": random.choice(NAMES)}])
    companies.edit(w, one(w, random, "company"), change)


def new_reminder(w: Write, random: Random) -> int:
    repeat = random.choice(("", "every week", "every month after done"))
    due = random.choice(("2026-02-20", "2026-03-09", "2026-03-28 02:30"))
    return factories.reminder(w, *owner(w, random), due=due, repeat=repeat)


def log(w: Write, random: Random) -> object:
    kind, next_step = random.choice(("call", "note")), random.choice(("", "call fri 3pm"))
    return interactions.log(w, kind, about(w, random), {"text": "Hm"}, next_step=next_step)


STEPS: list[Step] = [
    lambda w, r: factories.contact(w, r.choice(NAMES), company=r.choice(("", "Acme", "Globex"))),
    lambda w, r: factories.contact(w, r.choice(NAMES), email=f"{r.randrange(5)}@example.com"),
    lambda w, r: factories.company(w, r.choice(NAMES), domain="acme.example"),
    edit_contact,
    edit_company,
    new_deal,
    new_deal,
    move,
    move,
    edit_deal,
    lambda w, r: deals.win(w, one(w, r, "deal")),
    lambda w, r: deals.lose(w, one(w, r, "deal"), "too dear"),
    lambda w, r: deals.reopen(w, one(w, r, "deal")),
    lambda w, r: deals.add_contact(w, one(w, r, "deal"), one(w, r, "contact"), "decides"),
    new_reminder,
    new_reminder,
    lambda w, r: reminders.done(w, one(w, r, "reminder")),
    lambda w, r: reminders.snooze(w, one(w, r, "reminder"), "in 2 weeks"),
    lambda w, r: reminders.drop(w, one(w, r, "reminder")),
    lambda w, r: reminders.edit(w, one(w, r, "reminder"), {"due": "2026-04-01"}),
    log,
    log,
    lambda w, r: interactions.edit(w, one(w, r, "interaction"), {"kind": "visit"}),
    lambda w, r: interactions.delete(w, one(w, r, "interaction")),
    lambda w, r: records.tag(w, *owner(w, r), r.choice(("vip", "cold"))),
    lambda w, r: records.untag(w, *owner(w, r), r.choice(("vip", "cold"))),
    lambda w, r: records.add_note(w, *owner(w, r), "likes clocks"),
    lambda w, r: records.archive(w, *owner(w, r)),
    lambda w, r: contacts.delete(w, one(w, r, "contact")),
    lambda w, r: companies.delete(w, one(w, r, "company")),
    lambda w, r: deals.delete(w, one(w, r, "deal")),
]


def walk(workspace: Workspace, random: Random) -> None:
    """So many operations that change something, of one to three steps each."""
    done = 0
    while done < OPERATIONS:
        # What cannot be done leaves no trace.
        with suppress(CrmError), factories.later(workspace, hours=done).write("walk") as w:
            for _ in range(random.randint(1, 3)):
                random.choice(STEPS)(w, random)
            changed = "SELECT 1 FROM change WHERE operation_id = :id LIMIT 1"
            done += w.count(changed, {"id": w.operation})


def all_of(workspace: Workspace, command: str) -> list[Reversal]:
    act = {"undo": journal.undo, "redo": journal.redo}[command]
    found = []
    while True:
        try:
            with workspace.write(command) as w:
                found.append(act(w))
        except NotFound:
            return found


@pytest.mark.parametrize("seed", range(6))
def test_undoing_everything_and_redoing_it(workspace: Workspace, seed: int) -> None:
    start = tables(workspace)
    walk(workspace, Random(seed))
    end = tables(workspace)

    undone = all_of(workspace, "undo")
    assert [reversal.others for reversal in undone] == [()] * OPERATIONS
    assert tables(workspace) == start

    redone = all_of(workspace, "redo")
    assert [reversal.others for reversal in redone] == [()] * OPERATIONS
    assert tables(workspace) == end

    assert len(all_of(workspace, "undo")) == OPERATIONS
    assert tables(workspace) == start
