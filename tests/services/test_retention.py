"""Who is kept no longer: nobody with a ground to stay, and nobody who was heard from lately."""

from __future__ import annotations

from datetime import date

import pytest

from crm_tui import erasing
from crm_tui.domain.retention import Aged, reasons, rule
from crm_tui.errors import CrmError
from crm_tui.queries import retention
from crm_tui.services import (
    contacts,
    deals,
    interactions,
    key_dates,
    preferences,
    records,
    reminders,
)
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories

SINCE = date(2026, 6, 1)


def _people(w: Write) -> None:
    """Some years on from now nobody has been in touch with: each name says what there is."""

    def person(name: str) -> int:
        return factories.contact(
            w, name, email=f"{name.rsplit(maxsplit=1)[-1].casefold()}@example.com"
        )

    def deal(name: str) -> int:
        return factories.deal(w, name, contact=f"contact:{person(name)}")

    person("Nothing Left")
    contacts.archive(w, person("Archived Long"))
    deal("Open Deal")
    deals.lose(w, deal("Lost Then"), "price")
    factories.reminder(w, "contact", person("Open Reminder"))
    reminders.done(w, factories.reminder(w, "contact", person("Done Reminder")))
    preferences.consent(w, person("Consent Holds"), "email", "newsletter")
    preferences.consent(w, person("Consent Expired"), "email", "news", expires="2026-05-01")
    withdrawn = person("Consent Withdrawn")
    preferences.consent(w, withdrawn, "email", "news", at="2026-01-01")
    preferences.consent(w, withdrawn, "email", "news", given=False)
    key_dates.add(w, "contact", person("Contract Runs"), "contract end", "2031-12-31")
    key_dates.add(w, "contact", person("Birthday Only"), "birthday", "1980-01-01")
    records.tag(w, "contact", person("Held Tag"), "Hold")


def _later(workspace: Workspace) -> Workspace:
    with workspace.write("test") as w:
        _people(w)
    return factories.later(workspace, days=1000)


def _talk(workspace: Workspace, name: str, outcome: str = "reached") -> None:
    with workspace.write("test") as w:
        who = factories.target(w, "contact", _named(w, name))
        interactions.log(w, "call", [who], {"outcome": outcome})


def _named(w: Write, name: str) -> int:
    return w.count("SELECT id FROM contact WHERE name = :name", {"name": name})


def _names(people: list[Aged]) -> set[str]:
    return {person.name for person in people}


def test_nobody_goes_for_whom_there_is_a_ground(workspace: Workspace) -> None:
    late = _later(workspace)
    _talk(late, "Done Reminder")
    _talk(late, "Birthday Only", "no answer")  # reached nobody: that is no contact
    with late.read() as reader:
        due, kept = (retention.aged(reader, SINCE, kept=kept) for kept in (False, True))
        assert _names(due) == {
            "Nothing Left", "Archived Long", "Lost Then", "Consent Expired", "Consent Withdrawn",
            "Birthday Only",
        }  # fmt: skip
        assert _names(kept) == {
            "Open Deal", "Open Reminder", "Consent Holds", "Contract Runs", "Held Tag",
        }  # fmt: skip
        told = {person.name: [*reasons(person, reader.clock)] for person in (*due, *kept)}
        assert told["Nothing Left"] == ["no contact since added Mon 2 Mar 2026",
                                        "no ground to be kept"]  # fmt: skip
        assert told["Open Deal"][1:] == ["part in an open deal (deal:1)"]
        # Seen from before, the lost deal was closed since, and nobody is that old.
        early = retention.aged(reader, date(2026, 3, 2))
        assert early == []
        some = retention.aged(reader, SINCE, "name:nothing or tag:hold")
        assert _names(some) == {"Nothing Left"}
        assert "the tag hold" in rule(SINCE, reader.clock)


def test_a_deal_that_was_closed_lately_keeps_its_people(workspace: Workspace) -> None:
    late = _later(workspace)
    with late.write("test") as w:
        deals.win(w, 1)
    with late.read() as reader:
        kept = retention.aged(reader, SINCE, "name:open", kept=True)
        assert _names(kept) == {"Open Deal", "Open Reminder"}
        assert kept[0].closed_deal == 1 and kept[0].open_deal is None


def test_who_was_heard_from_meanwhile_is_not_erased(workspace: Workspace) -> None:
    late = _later(workspace)

    def due(reader: Reader) -> list[int]:
        return [person.id for person in retention.aged(reader, SINCE)]

    with late.read() as reader:
        ids = due(reader)
    _talk(late, "Nothing Left")
    told: list[tuple[int, int]] = []
    done = erasing.erase(late, ids, lambda *step: told.append(step), due)
    assert done.erased.people == len(ids) - 1 and told[-1][0] == told[-1][1]
    with late.read() as reader:
        assert reader.scalar("SELECT id FROM contact WHERE name = 'Nothing Left'")
        assert due(reader) == []
    with pytest.raises(CrmError, match="nobody"):
        erasing.erase(late, ids, None, due)
