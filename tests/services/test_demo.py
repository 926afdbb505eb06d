"""The demo's store: whatever the day, there is something to see in every part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crm_tui.clock import Clock, decode_instant, encode_instant
from crm_tui.demo import build, demo_csv
from crm_tui.demo.cast import COMPANIES, FREELANCERS
from crm_tui.domain.cadences import state_of
from crm_tui.domain.deals import is_rotting
from crm_tui.domain.reminders import BUCKETS, bucket, has_time
from crm_tui.errors import CrmError
from crm_tui.importing.run import import_contacts
from crm_tui.models import METADATA
from crm_tui.queries import board, contacts, deals, interactions, operations, products, reminders
from crm_tui.queries.paging import Page
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace
from tests.factories import BERLIN, CLOCK, CONFIG

TODAYS = {
    "a Monday morning": "2026-03-02 09:00",
    "midnight of New Year": "2026-01-01 00:00",
    "a leap day": "2028-02-29 14:30",
    "the first of a month, a Sunday": "2027-08-01 07:15",
    "a Saturday, the 2nd": "2027-01-02 12:00",
    "a Friday, minutes before midnight": "2026-11-20 23:55",
    "a day on which clocks change": "2026-03-29 16:00",
}

# Ranges that the regulators keep for fiction: Ofcom, Bundesnetzagentur, ARCEP, PTS, NANPA.
FICTIONAL = re.compile(
    r"\+44 (20 7946 0|117 496 0|131 496 0)\d{3}"
    r"|\+49 (40 66969|89 99998|221 4710|69 90009|30 23125) \d{3}|\+49 171 39200\d\d"
    r"|\+33 (2 61 91|3 53 01|4 65 71) \d\d \d\d"
    r"|\+46 (40 628 04 \d\d|31 390 06 \d\d|8 465 004 \d\d)"
    r"|\+1 (312|617) 555 01\d\d"
)

Built = Callable[[Clock], Workspace]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    """Builds a demo at a clock, in a file of its own."""
    made: list[Workspace] = []

    def at(clock: Clock) -> Workspace:
        made.append(build(str(tmp_path / f"demo{len(made)}.db"), CONFIG, clock))
        return made[-1]

    yield at
    for workspace in made:
        workspace.close()


@pytest.fixture(scope="module", params=TODAYS.values(), ids=TODAYS.keys())
def someday(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A demo that was built on one of some awkward days; to be read only."""
    now = datetime.fromisoformat(request.param).replace(tzinfo=BERLIN)
    path = tmp_path_factory.mktemp("someday") / "demo.db"
    workspace = build(str(path), CONFIG, Clock(BERLIN, now))
    yield workspace
    workspace.close()


def dump(workspace: Workspace) -> dict[str, list[dict[str, object]]]:
    """Every row of the store, without what is random by nature."""
    with workspace.read() as r:
        return {
            table.name: [
                {
                    column.name: re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "uid", value)
                    if isinstance(value, str)
                    else value
                    for column, value in zip(table.columns, row, strict=True)
                }
                for row in r.db.rows(f'SELECT * FROM "{table.name}" ORDER BY 1')
            ]
            for table in METADATA.sorted_tables
        }


def due_in(r: Reader, clock: Clock) -> dict[str, list[str]]:
    """Bucket -> when the reminders in it are due."""
    found: dict[str, list[str]] = {name: [] for name in BUCKETS}
    for reminder in reminders.due(r):
        found[bucket(reminder.due, clock)].append(reminder.due)
    return found


def test_the_agenda_has_something_in_every_part(someday: Workspace) -> None:
    clock = someday.clock
    with someday.read() as r:
        agenda = due_in(r, clock)
    # On a weekend the week has no day after tomorrow.
    ahead = [name for name in BUCKETS if name != "this week" or clock.today().weekday() < 5]
    assert [name for name in ahead if not agenda[name]] == []
    evening = clock.local().replace(hour=22, minute=0)
    assert any(map(has_time, agenda["today"])) or clock.local() > evening


def test_some_deals_rot_and_some_have_no_next_step(someday: Workspace) -> None:
    with someday.read() as r:
        on_board = board.window(r, board.choose(r, deals.pipelines(r)[0].id, Page()))
        assert 3 <= sum(is_rotting(deal, someday.clock) for deal in on_board) <= 6
        idle = [deal for deal in on_board if deal.status == "open" and deal.next_due is None]
        assert any(not is_rotting(deal, someday.clock) for deal in idle)
        assert {deal.stage for deal in on_board} == {
            stage.name for stage in deals.pipelines(r)[0].stages
        }


def test_some_have_not_heard_from_us_for_too_long(someday: Workspace) -> None:
    with someday.read() as r:
        states = [state_of(each, someday.clock) for each in contacts.contacts(r, Page())]
        assert states.count("overdue") >= 2
        assert states.count("due") >= 1
        limits = [each.deal_limit for each in deals.pipelines(r)[0].stages]
    assert [limit for limit in limits if limit] == [4]
    assert someday.config.daily_goal


def test_something_was_won_this_month_even_on_its_first_day(someday: Workspace) -> None:
    first = someday.clock.local().replace(day=1, hour=0, minute=0)
    with someday.read() as r:
        assert deals.won_since(r, encode_instant(first))


def test_nothing_happened_in_the_future_and_all_in_order(someday: Workspace) -> None:
    with someday.read() as r:
        journal = [operation.at for operation in operations.operations(r, limit=5000)]
        assert journal == sorted(journal, reverse=True)
        assert journal[0] <= encode_instant(someday.clock.now())
        for moved in (deals.moves(r, deal.id) for deal in deals.deals(r, Page())):
            times = [move.at for move in moved]
            assert times == sorted(times, reverse=True)
            assert moved[-1].from_stage is None


def test_the_work_was_done_in_business_hours(built: Built) -> None:
    workspace = built(CLOCK)
    with workspace.read() as r:
        told = [
            CLOCK.at(decode_instant(entry.at)) for entry in interactions.timeline(r, limit=5000)
        ]
    assert len(told) > 500
    assert {at.weekday() for at in told} == {0, 1, 2, 3, 4}
    assert min(at.hour for at in told) >= 8
    assert max(at.hour for at in told) < 17
    assert timedelta(days=330) < max(told) - min(told) < timedelta(days=400)


def test_closed_deals_say_why_and_for_how_much(built: Built) -> None:
    with built(CLOCK).read() as r:
        every = deals.deals(r, Page())
    assert len(every) == 40
    lost = [deal for deal in every if deal.status == "lost"]
    assert all(deal.lost_reason for deal in lost)
    assert len({deal.lost_reason for deal in lost}) > 5
    assert {deal.currency for deal in every} == {"EUR", "GBP", "USD"}
    assert all(deal.value for deal in every)


def test_deals_contain_products_and_some_are_worth_their_sum(built: Built) -> None:
    with built(CLOCK).read() as r:
        found = [detail for detail in deals.details(r, Page()) if detail.lines]
        sold = {row.name: row.deals for row in products.products(r, Page())}
        past = products.products(r, Page(filter="is:archived"))
    assert len(found) > 10
    assert {detail.deal.status for detail in found} == {"open", "won", "lost"}
    assert sum(detail.deal.value_from_lines for detail in found) >= 3
    assert [name for name, count in sold.items() if not count] == []
    assert len(past) == 1


def test_customers_are_those_who_bought(built: Built) -> None:
    with built(CLOCK).read() as r:
        customers = r.db.rows("SELECT company_id FROM contact WHERE lifecycle = 'customer'")
        buyers = {deal.company_id for deal in deals.deals(r, Page()) if deal.status == "won"}
    assert {row[0] for row in customers} == buyers


def test_the_same_clock_gives_the_same_data(built: Built) -> None:
    assert dump(built(CLOCK)) == dump(built(CLOCK))


def test_a_demo_is_built_on_either_database(empty_target: str) -> None:
    if not empty_target.startswith("postgresql"):
        Path(empty_target).parent.mkdir(exist_ok=True)
    workspace = build(empty_target, CONFIG, CLOCK)
    try:
        with workspace.read() as r:
            assert due_in(r, CLOCK)["today"]
        with pytest.raises(CrmError, match="already"):
            build(empty_target, CONFIG, CLOCK)
    finally:
        workspace.close()


def test_importing_the_shipped_file_tells_of_every_case(built: Built) -> None:
    workspace = built(CLOCK)
    result = import_contacts(workspace, demo_csv())
    assert result.new > 20
    assert result.updated > 3
    assert result.same == 1
    assert [doubt.name for doubt in result.doubts] == ["Finn Albers"]
    assert [reject.line for reject in result.rejects] == [38]
    assert 10 < result.companies < result.new
    again = import_contacts(workspace, demo_csv())
    assert (again.new, again.updated, again.duplicates) == (0, 0, 0)


def test_nobody_in_it_can_be_reached() -> None:
    text = demo_csv().read_text(encoding="utf-8")
    everybody = [*FREELANCERS, *(person for company in COMPANIES for person in company.people)]
    phones = [person.phone for person in everybody if person.phone]
    phones += re.findall(r"\+[\d ()-]+\d", text)
    assert [phone for phone in phones if not FICTIONAL.fullmatch(_plain(phone))] == []
    domains = re.findall(r"@([\w.-]+)", text) + [company.domain for company in COMPANIES]
    domains += [person.mailbox.partition("@")[2] for person in FREELANCERS]
    assert [domain for domain in domains if not domain.endswith(".example")] == []


def _plain(phone: str) -> str:
    return phone.translate(str.maketrans("-", " ", "()"))
