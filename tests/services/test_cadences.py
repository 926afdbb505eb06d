"""Cadences of contacts: set as text, counted from the last real contact, found by state."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField
from crm_tui.queries import cadences
from crm_tui.queries import contacts as queries
from crm_tui.queries.paging import Page
from crm_tui.reports import records, why
from crm_tui.services import contacts
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


def names(reader: Reader, text: str) -> list[str]:
    return [row.name for row in queries.contacts(reader, Page(filter=text))]


def test_a_cadence_is_set_and_cleared(w: Write) -> None:
    id = factories.contact(w, cadence="monthly at most 60")
    record = records.contact(queries.contact(w, id), w.clock)
    assert (record["cadence"], record["cadence_state"]) == ("30 60", "")
    contacts.edit(w, id, {"cadence": ""})
    assert queries.contact(w, id).contact.cadence_max_days is None
    with pytest.raises(InvalidField) as refused:
        contacts.edit(w, id, {"cadence": "often"})
    assert refused.value.field == "cadence"


def test_people_are_found_once_their_cadence_has_passed(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        weekly = factories.contact(w, "Weekly", cadence="7")
        factories.contact(w, "Monthly", cadence="30")
        factories.contact(w, "Whenever")
        planned = factories.contact(w, "Planned", cadence="7")
        factories.reminder(w, "contact", planned, due="2026-03-20")
        gone = factories.contact(w, "Gone", cadence="7")
        contacts.archive(w, gone)
        touched = factories.contact(w, "Touched", cadence="7")
        noted = factories.contact(w, "Noted", cadence="8")
    with factories.later(workspace, days=5).write("test") as w:
        factories.interaction(w, factories.target(w, "contact", touched))
        factories.interaction(w, factories.target(w, "contact", noted), "note")
    with factories.later(workspace, days=8).read() as reader:
        assert [row.name for row in cadences.passed(reader, 9)] == ["Weekly", "Noted"]
        assert cadences.passed(reader, 9, "overdue") == []
        assert names(reader, "cadence:due") == ["Noted", "Planned", "Weekly"]
        assert names(reader, "cadence:7") == ["Planned", "Touched", "Weekly"]
        assert names(reader, "no:cadence") == ["Whenever"]
        assert names(reader, "not cadence:due has:cadence") == ["Monthly", "Touched"]
    with factories.later(workspace, days=12).read() as reader:
        assert names(reader, "cadence:overdue") == ["Planned", "Weekly"]
        assert [row.id for row in cadences.passed(reader, 1)] == [weekly]
        reason = next(r for r in why.contact(reader, weekly) if r.field == "cadence")
        assert reason.value == "overdue"
        assert "12 days since it was added: there was no contact" in reason.because
