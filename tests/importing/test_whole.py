"""A whole store goes out into a file, and comes back the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crm_tui.domain.whole import BY_NAME, TABLES, Table
from crm_tui.errors import CrmError, UsageError
from crm_tui.formats import tables as texts
from crm_tui.importing.files import import_file
from crm_tui.importing.whole import run
from crm_tui.importing.whole.load import Loader
from crm_tui.importing.whole.run import import_whole, is_whole
from crm_tui.importing.whole.values import Draft
from crm_tui.models import DERIVED, METADATA, UNJOURNALED
from crm_tui.queries import contacts as queries
from crm_tui.reports import whole
from crm_tui.services import (
    channels,
    contacts,
    custom_fields,
    deals,
    duplicates,
    journal,
    key_dates,
    line_items,
    merging,
    notes,
    pins,
    pipelines,
    preferences,
    products,
    queue,
    records,
    relationships,
    segments,
    stages,
    users,
)
from crm_tui.store.doctor import examine
from crm_tui.store.write import Write
from crm_tui.text import clean_line
from crm_tui.workspace import Workspace, create_workspace, open_workspace
from tests import factories
from tests.services.snapshot import tables
from tests.services.test_random_walk import STEPS, about, one, owner


def person(w: Write, random: Random) -> tuple[str, int]:
    return factories.target(w, "contact", one(w, random, "contact"))[:2]


def consent(w: Write, random: Random) -> None:
    given = random.random() < 0.5
    preferences.consent(w, one(w, random, "contact"), "email", "news", given=given, source="fair")


def field(w: Write, random: Random) -> None:
    id = one(w, random, "contact")
    custom_fields.create(w, "contact", "Shoe size")
    contacts.edit(w, id, {"shoe_size": factories.HOSTILE})


def merge(w: Write, random: Random) -> None:
    noun = random.choice(("contact", "company"))
    merging.merge(w, noun, one(w, random, noun), one(w, random, noun))


def log(w: Write, random: Random) -> None:
    for target in about(w, random):
        factories.interaction(w, target)


STEPS_OF_REST: list[Callable[[Write, Random], object]] = [
    consent,
    field,
    merge,
    log,
    lambda w, r: contacts.edit(w, one(w, r, "contact"), {"cadence": "30 60"}),
    lambda w, r: channels.add(w, *person(w, r), "phone", "+49 30 1234567", label="work"),
    lambda w, r: channels.add(w, *person(w, r), "email", f"{r.randrange(9)}@example.com"),
    lambda w, r: preferences.edit(w, one(w, r, "contact"), {"do_not_contact": "yes"}),
    lambda w, r: key_dates.add(w, *person(w, r), "birthday", "1990-02-28"),
    lambda w, r: relationships.add(w, about(w, r)[0], "partner of", about(w, r)[0]),
    lambda w, r: products.create(w, {"name": f"P{r.randrange(9)}", "code": "p1", "price": "9.99"}),
    lambda w, r: line_items.add(w, one(w, r, "deal"), one(w, r, "product"), {"discount": "5"}),
    lambda w, r: pins.pin(w, *owner(w, r)),
    lambda w, r: segments.create(w, "contact", f"S{r.randrange(99)}", "tag:vip"),
    lambda w, r: duplicates.distinct(w, one(w, r, "contact"), one(w, r, "contact")),
    lambda w, r: users.create(w, f"User {r.randrange(9)}"),
    lambda w, r: pipelines.create(w, f"Pipe {r.randrange(9)}"),
    lambda w, r: stages.add(w, 1, {"name": f"Stage {r.randrange(9)}"}),
    lambda w, r: stages.delete(w, one(w, r, "stage"), 1),
    lambda w, r: queue.settle(w, "contact", one(w, r, "contact"), "reached", text="Hm"),
    lambda w, r: queue.restart(w),
    lambda w, r: notes.edit(w, one(w, r, "note"), factories.HOSTILE),
]  # fmt: skip


def fill(workspace: Workspace, seed: int, operations: int = 150) -> None:
    """So many random operations of all kinds; what cannot be done leaves no trace."""
    random = Random(seed)
    for number in range(operations):
        with suppress(CrmError), factories.later(workspace, hours=number).write("walk") as w:
            for _ in range(random.randint(1, 3)):
                random.choice([*STEPS[:-2], *STEPS_OF_REST])(w, random)


def exported(workspace: Workspace) -> bytes:
    with workspace.read() as reader:
        return "".join(texts.json_lines(whole.stream(reader))).encode()


@pytest.fixture
def pair(request: pytest.FixtureRequest, sqlite_target: str, postgres_target: str) -> Iterator[Any]:
    """Two fresh stores, a file and on a server, in the order that the test asks for."""
    targets = [sqlite_target, postgres_target][:: 1 if request.param == "from SQLite" else -1]
    opened = [open_workspace(target, factories.CONFIG, factories.CLOCK) for target in targets]
    yield opened
    for workspace in opened:
        workspace.close()


@pytest.mark.parametrize(
    ("pair", "seed"), [("from SQLite", 1), ("from PostgreSQL", 2)], indirect=["pair"]
)
def test_a_whole_store_comes_back_the_same_on_the_other_database(
    pair: list[Workspace], seed: int
) -> None:
    one, other = pair
    fill(one, seed)
    file = exported(one)
    nouns = {json.loads(line)["noun"] for line in file.splitlines()}
    assert len(nouns) > 20  # of 27, with the header
    empty = tables(other)

    result = import_whole(other, file)
    assert not result.rejects
    assert (result.same, result.rows) == (0, result.new)
    assert tables(other) == tables(one)
    assert exported(other) == file
    assert result.operation is not None
    assert not [finding for finding in examine(other.target, other.files) if finding.wrong]
    with other.write("test") as w:
        assert factories.contact(w, "Ida") not in {row[0] for row in tables(one)["contact"]}
    with other.write("undo") as w:
        journal.undo(w)

    again = import_whole(other, file)
    assert (again.new, again.operation) == (0, None)
    with other.write("undo") as w:
        assert journal.undo(w, result.operation).others == ()
    assert tables(other) == empty


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Another store, which somebody else uses already."""
    opened = create_workspace(str(tmp_path / "other.db"), factories.CONFIG, factories.CLOCK, "Bo")
    yield opened
    opened.close()


def test_a_store_that_is_used_gets_what_is_missing(workspace: Workspace, other: Workspace) -> None:
    with other.write("test") as w:
        grace = factories.contact(w, "Grace", email="grace@example.com")
        factories.contact(w, "Grace H.")
        for noun in ("contact", "deal"):
            id = grace if noun == "contact" else factories.deal(w, contact=f"contact:{grace}")
            records.tag(w, noun, id, "vip")
        deals.move(w, 1, "Proposal")
        deals.move(w, 1, "Lead")
        deals.move(w, 1, "Proposal")
    file = exported(other)
    with workspace.write("test") as w:
        first = factories.contact(w, "First", title="Captain")
        records.tag(w, "contact", first, "VIP")
    result = import_whole(workspace, file)
    # The user is another one; pipeline, stages and tag have the names of those here.
    assert (result.taken["user"], result.taken["stage"], result.taken["tag"]) == (1, 0, 0)
    with workspace.read() as reader:
        grace, twin = (
            int(str(reader.scalar("SELECT id FROM contact WHERE name = :name", {"name": name})))
            for name in ("Grace", "Grace H.")
        )
        assert queries.contact(reader, grace).tags == ("VIP",)
        assert reader.count("SELECT count(*) FROM stage_change") == 4
        assert reader.count("SELECT count(*) FROM tag") == 1
        assert queries.contact(reader, first).contact.title == "Captain"
    assert import_whole(workspace, file).operation is None

    with other.write("test") as w:
        records.add_note(w, "contact", 1, "Written after the first file")
        deals.move(w, 1, "Lead")
    with workspace.write("test") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
        merging.merge(w, "contact", grace, twin)
    more = import_whole(workspace, exported(other))
    assert {noun: n for noun, n in more.taken.items() if n} == {"note": 1, "stage_change": 1}
    with workspace.read() as reader:
        assert queries.contact(reader, grace).contact.title == "Admiral"


def test_rows_of_before_are_known_in_another_store(workspace: Workspace, other: Workspace) -> None:
    catalogue = b"Product,SKU,Series,Price\nGTX Pro,G-2,GTX,5\n"
    for source in (catalogue, b"sales_agent,manager,regional_office\nAnna,Bo,West\n"):
        import_file(other, source)
    assert import_whole(workspace, exported(other)).rejected == 0
    assert import_file(workspace, catalogue).operation is None


class Killed(BaseException):
    """The program ends here."""


def test_work_cut_short_is_gone_on_with(
    workspace: Workspace, other: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(other, 3, 60)
    file = exported(other)
    monkeypatch.setattr(run, "BATCH", 3)
    load, left = Loader.load, 0

    def killed(loader: Loader, w: Write, table: Table, drafts: list[Draft]) -> int:
        nonlocal left
        left -= 1
        made = load(loader, w, table, drafts)
        if not left:
            raise Killed
        return made

    monkeypatch.setattr(Loader, "load", killed)
    for left in (1, 4, 20):  # noqa: B007
        with pytest.raises(Killed):
            import_whole(workspace, file)
    result = import_whole(workspace, file)
    assert not result.rejects
    assert tables(workspace) == tables(other)
    with workspace.read() as reader:
        assert reader.count("SELECT count(*) FROM operation") == 2
        assert reader.count("SELECT count(*) FROM operation WHERE state = 'done'") == 2


CONTACT = {
    "noun": "contact", "id": 7, "uid": "c", "name": "Ada", "first_name": "", "last_name": "",
    "title": "", "source": "", "custom": {}, "created_at": "2026-03-01T00:00:00+00:00",
    "updated_at": "2026-03-01T00:00:00+00:00",
}  # fmt: skip


REMINDER = {"noun": "reminder", "text": "x", "kind": "call", "due": "2026-03-01",
            "repeat_from": "due"}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"uid": None}, "uid is not the uid of a record"),
        ({"uid": "a\nb"}, "uid is not the uid of a record"),
        ({"name": " \u202e "}, "name"),
        ({"name": ["x"]}, "name"),
        ({"company_uid": "nobody"}, "its company nobody is neither before it"),
        ({"lifecycle": "king"}, "'king' is none of"),
        ({"cadence_days": 10**400}, "cadence_days"),
        ({"cadence_days": True}, None),
        ({"created_at": "yesterday"}, "created_at"),
        ({"created_at": None}, "it has no created_at"),
        ({"custom": {"x": {}}}, "custom"),
        ({"custom": {"x": float("nan")}}, "custom"),
        ({**REMINDER, "repeat_rule": "FREQ=SECONDLY;COUNT=9999999"}, "repeat_rule"),
        ({**REMINDER, "zone": "../../etc/passwd"}, "zone"),
        ({"noun": "deal", "title": "x", "currency": "EUR", "value": "1e999990"}, ""),
        ({"noun": "attachment", "name": "x", "hash": "../../x", "size": 1}, "hash"),
        ({"noun": "import_key", "about": "sqlite_master", "record_uid": "c"}, "about"),
        ({"noun": "queue_visit", "about": "setting", "record_uid": "c", "round": "", "at": "x",
          "user_uid": "u"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_and_left_out(
    workspace: Workspace, change: dict[str, Any], why: str | None
) -> None:
    header = json.dumps({"noun": "store", "format": 1})
    good = json.dumps({**CONTACT, "uid": "good", "id": 8, "name": factories.HOSTILE})
    file = "\n".join([header, json.dumps({**CONTACT, **change}), good, '{"noun": "gizmo"}', "[]"])
    result = import_whole(workspace, file.encode(), dry_run=True)
    bad = [row for row in result.rejects if row.line == 2]
    assert bool(bad) == (why is not None)
    assert why is None or why in bad[0].reason
    assert (result.new, result.left_out) == (1 + (why is None), {"gizmo": 1})
    assert result.operation is None
    import_whole(workspace, file.encode())
    with workspace.read() as reader:
        name = reader.scalar("SELECT name FROM contact WHERE id = 8")
        assert name == clean_line(factories.HOSTILE)


def test_a_file_of_a_newer_program_is_refused(workspace: Workspace) -> None:
    file = b'{"noun": "store", "format": 2}\n' + json.dumps(CONTACT).encode()
    assert is_whole(file)
    with pytest.raises(UsageError, match="newer crm"):
        import_whole(workspace, file)
    assert not is_whole(json.dumps(CONTACT).encode())
    assert not is_whole(b"")
    assert not is_whole(b"name\nAda\n")


def test_every_column_goes_out_or_follows_from_one_that_does() -> None:
    known = {"id", "uid", *DERIVED}
    assert {table.name for table in TABLES} == METADATA.tables.keys() - UNJOURNALED
    for table in METADATA.sorted_tables:
        if table.name not in UNJOURNALED:
            spec = BY_NAME[table.name]
            told = {column.column for column in spec.columns} | {key for key, _ in spec.keys}
            columns = {column.name for column in table.columns}
            assert columns - known == told - known, table.name
