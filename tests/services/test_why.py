"""Each explanation says what the rule looked at, and agrees with it."""

from __future__ import annotations

import pytest

from crm_tui.domain.deals import is_rotting
from crm_tui.queries import contacts, deals
from crm_tui.reports import why
from crm_tui.reports.why import Reason
from crm_tui.services import deals as deal_services
from crm_tui.services import reminders
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace
from tests import factories


def told(reader: Reader, noun: str, id: int) -> dict[str, Reason]:
    return {reason.field: reason for reason in why.REPORTS[noun](reader, id)}


def test_a_deal_rots_for_reasons(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.deal(w)
        planned = factories.deal(w, "Planned")
        factories.reminder(w, "deal", planned, due="2026-04-01")
        won = factories.deal(w, "Won", stage="won", value="")
        free = factories.deal(w, "By hand", probability="40")
    with factories.later(workspace, days=20).read() as reader:
        assert is_rotting(deals.deal(reader, id).deal, reader.clock)
        found = told(reader, "deal", id)
        assert found["rotting"] == Reason("rotting", "yes", (
            "20 days in Lead, 6 more than its limit of 14 days",
            "no next step is planned",
            "nobody was ever in touch about it",
        ))  # fmt: skip
        assert found["days in stage"].because == ("it came into Lead on Mon 2 Mar 2026",)
        assert found["probability"].because == ("that of its stage, Lead",)
        assert found["weighted"].because == ("EUR 1,200 × 10 %",)
        assert told(reader, "deal", planned)["rotting"].value == "no"
        assert "lies ahead" in told(reader, "deal", planned)["rotting"].because[1]
        assert told(reader, "deal", won)["rotting"].because == ("it is won; only open deals rot",)
        assert told(reader, "deal", won)["weighted"].because == ("it has no value yet",)
        assert told(reader, "deal", free)["probability"].because == ("set by hand",)


@pytest.mark.parametrize(
    ("due", "part", "fact"),
    [
        ("2026-03-01", "overdue", "its day is over in Europe/Berlin"),
        ("2026-03-02 08:00", "overdue", "its time is past"),
        ("2026-03-02", "today", "it is that day in Europe/Berlin"),
        ("2026-03-03", "tomorrow", "that is the day after today"),
        ("2026-03-08", "this week", "that is before the week ends, on Sunday"),
        ("2026-03-09", "later", "that is after this week"),
    ],
)
def test_a_reminder_is_in_its_part(workspace: Workspace, due: str, part: str, fact: str) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due=due)
    with workspace.read() as reader:
        found = told(reader, "reminder", id)["part"]
        assert (found.value, found.because[-1]) == (part, fact)


def test_a_series_goes_on_as_it_says(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-02-27", repeat="every 2 weeks")
        after = factories.reminder(w, due="2026-02-27", repeat="every 2 weeks after done")
    with workspace.write("test") as w:
        said = told(w, "reminder", id)["repeat"].because[2]
        assert said == "done now, it comes again on Fri 13 Mar 2026"
        following = reminders.done(w, id)
        assert following
        assert "due Fri 13 Mar 2026" in told(w, "reminder", following)["part"].because
        assert "Mon 16 Mar 2026" in told(w, "reminder", after)["repeat"].because[2]
        assert told(w, "reminder", id)["part"].value == "done"


def test_times_on_a_contact_have_their_origin(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        target = factories.target(w, "contact", id)
        assert told(w, "contact", id)["last contact"].value == "never"
        call = factories.interaction(w, target, "call", at="2026-02-20 10:00")
        factories.interaction(w, target, "note", at="2026-02-25 10:00")
        factories.interaction(w, target, "call", at="2026-02-26 10:00", outcome="No answer")
        factories.reminder(w, "contact", id, due="2026-03-20")
        soon = factories.reminder(w, "contact", id, text="Ring", due="2026-03-05")
    with workspace.read() as reader:
        row = contacts.contact(reader, id).contact
        found = told(reader, "contact", id)
        assert found["last contact"].value == "Fri 20 Feb 2026"
        assert row.last_contacted_at
        assert row.last_contacted_at.startswith("2026-02-20")
        assert found["last contact"].because == (
            f"call (interaction:{call}) Talked it over",
            "notes, talk among yourselves and tries that reached nobody do not count: 2 left out",
        )
        assert row.next_reminder_at == "2026-03-05"
        because = f"Ring (reminder:{soon}), the earliest of 2 that are open"
        assert found["next reminder"].because == (because,)


def test_a_lost_deal_counts_nothing(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.deal(w)
        deal_services.lose(w, id, "too dear")
        found = told(w, "deal", id)
        assert found["weighted"].because == ("a lost deal counts nothing",)
        assert found["probability"].because == ("a lost deal is certain",)
