"""Reminders: a recurring one begets the next, a snoozed one keeps its series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from crm_tui.clock import Clock
from crm_tui.domain.reminders import Reminder
from crm_tui.errors import Conflict, InvalidField, NotFound
from crm_tui.queries import reminders as queries
from crm_tui.queries.paging import Page
from crm_tui.services import reminders
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories
from tests.factories import BERLIN


def read(w: Write, id: int) -> Reminder:
    return queries.reminder(w, id)


def on(workspace: Workspace, *moment: int) -> Workspace:
    """The same store at another time in Berlin."""
    clock = Clock(BERLIN, datetime(*moment, tzinfo=BERLIN))  # type: ignore[misc,arg-type]
    return Workspace(workspace.target, workspace.config, clock, workspace.user_id)


def following(w: Write, id: int) -> Reminder:
    """The reminder that comes after one is done."""
    next_id = reminders.done(w, id)
    assert next_id is not None
    return read(w, next_id)


def berlin(due: str) -> str:
    return datetime.fromisoformat(due).astimezone(BERLIN).strftime("%Y-%m-%d %H:%M")


def test_a_reminder_has_what_was_given(w: Write) -> None:
    deal = factories.deal(w, company="Acme")
    id = reminders.create(
        w, {"text": "Send the quote", "due": "fri 3pm", "kind": "email"}, "deal", deal
    )
    found = read(w, id)
    assert (found.text, found.kind, found.deal, found.owner) == (
        "Send the quote",
        "email",
        "Harbour cranes",
        "Ada",
    )
    assert (found.due, found.zone) == ("2026-03-06T14:00:00.000000Z", "Europe/Berlin")
    assert (found.repeat, found.anchor, found.done_at, found.dropped_at) == (None,) * 4


def test_a_reminder_on_a_person_may_be_about_a_deal_and_its_text_tells_its_kind(w: Write) -> None:
    grace, deal = factories.contact(w), factories.deal(w)
    given = {"text": "Call about the offer", "due": "fri"}
    found = read(w, reminders.create(w, given, "contact", grace, deal=deal))
    assert (found.kind, found.contact, found.deal) == ("call", "Grace Hopper", "Harbour cranes")
    assert read(w, reminders.create(w, {**given, "kind": "visit"})).kind == "visit"
    with pytest.raises(NotFound):
        reminders.create(w, given, "contact", grace, deal=77)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"due": ""}, "due"),
        ({"due": "someday"}, "due"),
        ({"kind": "party"}, "kind"),
        ({"repeat": "every full moon"}, "repeat"),
        ({"owner": "Nobody"}, "owner"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_by_field(w: Write, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as raised:
        reminders.create(w, {"text": "Call", "due": "tomorrow", **given})
    assert raised.value.field == field


def test_done_is_done_once(w: Write) -> None:
    id = factories.reminder(w)
    assert reminders.done(w, id) is None
    assert read(w, id).done_at == w.now
    for act in (reminders.done, reminders.drop):
        with pytest.raises(InvalidField, match="done already"):
            act(w, id)
    with pytest.raises(InvalidField, match="done already"):
        reminders.snooze(w, id, "tomorrow")


def test_a_dropped_one_ends_its_series(w: Write) -> None:
    id = factories.reminder(w, repeat="every week")
    reminders.drop(w, id)
    assert read(w, id).dropped_at == w.now
    assert queries.reminders(w, Page()) == []
    with pytest.raises(InvalidField, match="dropped already"):
        reminders.done(w, id)


def test_the_next_one_takes_over_everything(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    id = factories.reminder(
        w, "contact", person, text="Call", repeat="every 2 weeks", kind="call", due="2026-03-02"
    )
    found = following(w, id)
    assert (found.text, found.kind, found.contact_id) == ("Call", "call", person)
    assert (found.due, found.repeat, found.owner) == ("2026-03-16", "FREQ=WEEKLY;INTERVAL=2", "Ada")
    assert w.scalar("SELECT company_id FROM reminder WHERE id = :id", {"id": found.id}) is None


def test_the_next_one_stays_on_its_company(w: Write) -> None:
    id = factories.reminder(w, "company", factories.company(w), repeat="every day")
    assert following(w, id).company == "Acme"


def test_missed_ones_are_not_made_up_for(w: Write) -> None:
    id = factories.reminder(w, due="2026-01-05", repeat="every week")
    assert following(w, id).due == "2026-03-09"


def test_one_that_is_done_early_does_not_come_again_on_its_day(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-05", repeat="every week")
    assert following(w, id).due == "2026-03-12"


def test_month_ends_stay_month_ends(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-03-31", repeat="every month")
    seen = []
    for moment in ((2026, 3, 31, 9), (2026, 4, 30, 9), (2026, 5, 31, 9)):
        with on(workspace, *moment).write("test") as w:
            found = following(w, id)
            seen.append(found.due)
            id = found.id
    assert seen == ["2026-04-30", "2026-05-31", "2026-06-30"]


def test_a_series_has_an_end(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-02", repeat="every week until 2026-03-10")
    second = following(w, id)
    assert second.due == "2026-03-09"
    assert reminders.done(w, second.id) is None


def test_a_snoozed_one_keeps_its_series(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-03-02", repeat="every week")
        assert reminders.snooze(w, id, "thu").due == "2026-03-05"
        assert read(w, id).due == "2026-03-05"
    with on(workspace, 2026, 3, 5, 9).write("test") as w:
        assert following(w, id).due == "2026-03-09"


def test_one_snoozed_past_the_next_time_skips_it(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-03-02", repeat="every week")
        reminders.snooze(w, id, "2026-03-10")
    with on(workspace, 2026, 3, 10, 9).write("test") as w:
        assert following(w, id).due == "2026-03-16"


def test_one_snoozed_to_an_hour_goes_on_by_days(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-02", repeat="every week")
    reminders.snooze(w, id, "15:00")
    found = following(w, id)
    assert (found.due, found.zone) == ("2026-03-09", None)


def test_a_snooze_tells_of_a_day_off_and_passes_over_it_where_the_settings_say(
    workspace: Workspace,
) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w)
        assert reminders.snooze(w, id, "sat").due == "2026-03-07"
        assert w.summary == "snoozed: Call back until Sat 7 Mar 2026 (weekend)"
        assert reminders.snooze(w, id, "in 3 business days").due == "2026-03-05"
        assert w.summary == "snoozed: Call back until Thu 5 Mar 2026"
    strict = replace(workspace.config, business_days="yes")
    with replace(workspace, config=strict, user_id=1).write("test") as w:
        assert reminders.snooze(w, id, "2026-04-03 10:00").due == "2026-04-07T08:00:00.000000Z"
        assert w.summary == (
            "snoozed: Call back until Tue 7 Apr 2026, 10:00"
            " (not Fri 3 Apr 2026, 10:00, Good Friday)"
        )


def test_a_snooze_lies_ahead(w: Write) -> None:
    id = factories.reminder(w)
    for until in ("2026-03-01", "2026-03-02 08:00"):
        with pytest.raises(InvalidField, match="is past"):
            reminders.snooze(w, id, until)


@pytest.mark.parametrize(
    ("due", "repeat", "next_due"),
    [
        ("2026-02-20", "every 2 weeks after done", "2026-03-16"),
        ("2026-03-09", "every week after done", "2026-03-09"),
        ("2026-03-09", "every 3 days after done", "2026-03-05"),
    ],
)
def test_a_repeat_after_done_counts_from_the_day_it_was_done(
    w: Write, due: str, repeat: str, next_due: str
) -> None:
    assert following(w, factories.reminder(w, due=due, repeat=repeat)).due == next_due


@pytest.mark.parametrize("due", ["2026-03-01 15:00", "2026-03-02 15:00", "2026-03-04 15:00"])
def test_what_was_done_today_is_not_due_again_today(w: Write, due: str) -> None:
    id = factories.reminder(w, due=due, repeat="every day after done")
    assert berlin(following(w, id).due) == "2026-03-03 15:00"


def test_a_time_of_day_stays_on_the_wall_clock_over_dst(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-03-27 09:30", repeat="every week")
        assert read(w, id).due == "2026-03-27T08:30:00.000000Z"
    with on(workspace, 2026, 3, 27, 10).write("test") as w:
        found = following(w, id)
    assert found.due == "2026-04-03T07:30:00.000000Z"
    assert berlin(found.due) == "2026-04-03 09:30"


def test_an_hour_that_dst_skips_is_made_up_for_that_day_only(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.reminder(w, due="2026-03-28 02:30", repeat="every day after done")
    seen = []
    for day in (28, 29, 30):
        with on(workspace, 2026, 3, day, 10).write("test") as w:
            found = following(w, id)
            seen.append(berlin(found.due))
            id = found.id
    assert seen == ["2026-03-29 03:30", "2026-03-30 02:30", "2026-03-31 02:30"]


def test_a_reminder_is_edited(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-02")
    reminders.edit(w, id, {"text": "Visit", "kind": "visit", "due": "2026-03-04 10:00"})
    found = read(w, id)
    assert (found.text, found.kind, berlin(found.due)) == ("Visit", "visit", "2026-03-04 10:00")
    reminders.edit(w, id, {"due": "2026-03-05"})
    assert (read(w, id).due, read(w, id).zone) == ("2026-03-05", None)
    with pytest.raises(InvalidField):
        reminders.edit(w, id, {"due": ""})


def test_a_new_date_moves_the_series(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-02", repeat="every week")
    reminders.edit(w, id, {"due": "2026-03-04 10:00"})
    assert berlin(following(w, id).due) == "2026-03-11 10:00"


def test_a_repeat_is_set_and_taken_away(w: Write) -> None:
    id = factories.reminder(w, due="2026-03-02")
    reminders.edit(w, id, {"repeat": "every mon and thu"})
    assert following(w, id).due == "2026-03-05"
    other = factories.reminder(w, repeat="every day")
    reminders.edit(w, other, {"repeat": ""})
    assert reminders.done(w, other) is None


def test_what_someone_else_changed_is_refused(w: Write) -> None:
    id = factories.reminder(w)
    reminders.edit(w, id, {"text": "Visit"})
    for act in (
        lambda: reminders.done(w, id, version=1),
        lambda: reminders.drop(w, id, version=1),
        lambda: reminders.snooze(w, id, "tomorrow", version=1),
        lambda: reminders.edit(w, id, {"text": "Call"}, version=1),
    ):
        with pytest.raises(Conflict):
            act()


def test_what_is_not_there_is_not_found(w: Write) -> None:
    with pytest.raises(NotFound, match="no reminder 77"):
        reminders.done(w, 77)


def test_lists_have_open_ones_or_all(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    late = factories.reminder(w, "contact", person, text="Late", due="2026-02-20")
    ahead = factories.reminder(w, text="Ahead", due="2026-03-20 10:00")
    done = factories.reminder(w, text="Done")
    reminders.done(w, done)
    assert [row.id for row in queries.reminders(w, Page())] == [late, ahead]
    assert [row.id for row in queries.reminders(w, Page(), closed=True)] == [late, done, ahead]
    assert [row.id for row in queries.reminders(w, Page("acme"))] == [late]
    assert [row.id for row in queries.due(w, date(2026, 3, 2))] == [late]
    assert [row.id for row in queries.due(w, owner="ada", limit=1)] == [late]
    assert queries.due(w, owner="nobody") == []
    assert [row.id for row in queries.of_record(w, "contact", person)] == [late]
