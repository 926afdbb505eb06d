"""Records edited as a text: what was typed is done in one operation, what was not is left."""

from __future__ import annotations

from crm_tui.queries import companies as company_queries
from crm_tui.queries import contacts, deals, operations, reminders
from crm_tui.queries.paging import Page
from crm_tui.services import as_text, companies, journal, records, sheets
from crm_tui.services.as_text import Asked, Outcome
from crm_tui.services.sheets import Sheet
from crm_tui.workspace import Workspace
from tests import factories


def opened(workspace: Workspace, kind: str, filter: str = "", columns: str = "") -> Sheet:
    with workspace.read() as reader:
        page = Page(filter=filter, me=workspace.user_id)
        return sheets.sheet(reader, sheets.kind_named(kind), page, columns.split())


def done(workspace: Workspace, sheet: Sheet, text: str) -> tuple[Asked, Outcome]:
    with workspace.write("edit") as w:
        asked = as_text.asked(w, sheet, text)
        return asked, as_text.apply(w, sheet, asked.edits)


def test_several_kinds_of_fields_are_one_operation_and_one_undo(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        one = factories.deal(w, "Cranes", company="Acme")
        two = factories.deal(w, "Pumps | valves")
        records.tag(w, "deal", two, "cold")
    sheet = opened(workspace, "deals")
    text = as_text.text_of(sheet).replace("1200.00 EUR", "2k", 1).replace("Lead", "Proposal", 1)
    text = text.replace("Acme", "Acme Ltd").replace("cold", "warm, VIP")
    asked, outcome = done(workspace, sheet, text)
    assert (asked.mistakes, asked.left_out, outcome.mistakes) == ([], 0, [])
    assert outcome.companies == ["Acme Ltd"]
    assert list(as_text.in_words(outcome, sheet, 0)) == [
        f"deal:{one} Cranes",
        "  value: 1200.00 EUR → 2000.00 EUR",
        "  stage: Lead → Proposal",
        "  company: Acme → Acme Ltd",
        f"deal:{two} Pumps | valves",
        "  tags: cold → VIP, warm",
        "new company: Acme Ltd",
    ]
    with workspace.write("undo") as w:
        assert journal.undo(w).undone.summary == "edited 2 deals as text"
        row = deals.deal(w, one).deal
        assert (row.value, row.stage, row.company) == (120_000, "Lead", "Acme")
        assert deals.deal(w, two).tags == ("cold",)


def test_a_text_left_as_it_is_changes_nothing_whatever_stands_in_it(
    hostile_workspace: Workspace,
) -> None:
    with hostile_workspace.write("test") as w:
        factories.reminder(w, due="2026-03-05 15:00 Asia/Tokyo", repeat="every 2 weeks")
        w.run("UPDATE contact SET title = :t", [{"t": 'tab\tand | bar\n# and "quote" \u202e'}])
    for kind in sheets.KINDS:
        sheet = opened(hostile_workspace, kind)
        text = as_text.text_of(sheet)
        assert sheet.rows and all(line.isprintable() for line in text.split("\n"))
        with hostile_workspace.write("edit") as w:
            columns = tuple(sheets.known_columns(w, sheet.kind))
            everything = sheet._replace(columns=columns)
            asked = as_text.asked(w, sheet, as_text.text_of(everything))
        assert asked == Asked([], [], 0), kind


def test_a_line_that_is_gone_leaves_its_record_alone(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        ids = [factories.contact(w, name) for name in ("Ada L", "Grace H", "Mary S")]
    sheet = opened(workspace, "contacts", columns="name title")
    asked, outcome = done(workspace, sheet, f"id | title\n{ids[1]} | Admiral\n")
    assert asked.left_out == 2
    assert list(as_text.in_words(outcome, sheet, asked.left_out))[1:] == [
        "  title: – → Admiral",
        "2 lines are gone: their records stay as they are",
    ]
    with workspace.read() as reader:
        assert [row.archived_at for row in contacts.contacts(reader, Page())] == [None] * 3


def test_each_mistake_names_its_line_and_nothing_is_written(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        ids = [factories.deal(w, title) for title in ("A", "B", "C")]
    sheet = opened(workspace, "deals", columns="title value contacts")
    text = (
        f"id | title | value | contacts\n{ids[0]} | | 1 |\n{ids[1]} | B | some |\n"
        f"{ids[1]} | B | 1 |\n99 | new | 1 |\n | x | 1 |\n{ids[2]} | C | 1200.00 EUR | Grace\n"
    )
    with workspace.rehearsal("edit") as w:
        asked = as_text.asked(w, sheet, text)
        outcome = as_text.apply(w, sheet, asked.edits)
    told = {line: message for line, message, _ in [*asked.mistakes, *outcome.mistakes]}
    assert told == {
        2: "title is empty",
        3: "value: 'some' is not an amount of money",
        4: f"deal {ids[1]} has two lines",
        5: "no deal '99' is among these",
        6: "the id is missing",
        7: "contacts cannot be changed here",
    }
    with workspace.read() as reader:
        assert {deal.value for deal in deals.deals(reader, Page())} == {120_000}


def test_a_header_is_needed_and_names_columns_that_there_are(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
    sheet = opened(workspace, "contacts")
    for text, what in {
        "": "the header is gone",
        f"name | title\nGrace | {id}\n": "the column id is gone",
        f"id | titel\n{id} | CEO\n": "has no field 'titel'",
        f"id | title | title\n{id} | a | b\n": "is there twice",
    }.items():
        with workspace.read() as reader:
            asked = as_text.asked(reader, sheet, text)
        assert what in asked.mistakes[0].message and asked.edits == []


def test_what_others_changed_meanwhile_is_told_and_kept(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        ids = [factories.contact(w, name) for name in ("Ada L", "Grace H", "Mary S", "Zoe Z")]
    sheet = opened(workspace, "contacts", columns="name title phone")
    with workspace.write("contact edit") as w:
        sheets.KINDS["contacts"].edit(w, ids[0], {"title": "Countess"})
        sheets.KINDS["contacts"].edit(w, ids[1], {"phone": "+49 30 1234567"})
        w.summary = "promoted Ada"
        w.delete("contact", id=ids[3])
    lines = [f"{id} | {name} | Boss | " for id, name in zip(ids, "abcd", strict=True)]
    text = "\n".join(["id | name | title | phone", *lines])
    _, outcome = done(workspace, sheet, text)
    assert [(each.line, each.message) for each in outcome.conflicts] == [
        (2, f"contact {ids[0]} (Ada L) was changed by Ada meanwhile: promoted Ada"),
        (3, f"contact {ids[1]} (Grace H) was changed meanwhile"),
        (5, f"contact {ids[3]} (Zoe Z) was deleted meanwhile"),
    ]
    assert [change.id for change in outcome.changes] == [ids[2]]
    with workspace.read() as reader:
        assert contacts.contact(reader, ids[0]).contact.title == "Countess"


def test_reminders_companies_and_stages_too(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        acme = companies.create(w, {"name": "Acme"})
        reminder = factories.reminder(w, "company", acme, text="Call", due="2026-03-05")
    sheet = opened(workspace, "reminders")
    done(workspace, sheet, as_text.text_of(sheet).replace("2026-03-05", "fri 3pm"))
    sheet = opened(workspace, "companies", columns="name domain")
    done(workspace, sheet, f"id | name | domain\n{acme} | Acme | https://www.acme.example/\n")
    sheet = opened(workspace, "stages", "sal")
    _, outcome = done(workspace, sheet, as_text.text_of(sheet).replace("25 ", "30 "))
    assert [change.cells for change in outcome.changes] == [[("probability", "25", "30")]]
    with workspace.read() as reader:
        assert reminders.reminder(reader, reminder).zone == "Europe/Berlin"
        assert [row.domain for row in company_queries.companies(reader, Page())] == ["acme.example"]
        probabilities = [stage.probability for stage in deals.pipelines(reader)[0].stages]
    assert probabilities == [10, 30, 50, 75, 100, 0]


def test_a_text_says_when_it_was_made_and_whom_it_is_about(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
    text = as_text.text_of(opened(workspace, "contacts"))
    with workspace.read() as reader:
        assert as_text.since_of(text) == operations.cursor(reader)
        assert list(sheets.rows_by_id(reader, sheets.KINDS["contacts"], [id, 99])) == [id]
    assert as_text.ids_of(text) == [id]
    assert (as_text.since_of("id"), as_text.ids_of("nothing")) == (None, [])
