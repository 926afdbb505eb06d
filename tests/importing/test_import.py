"""Imports: what becomes of each row, once and again, and how all of it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.contacts import ContactDetail
from crm_tui.errors import CrmError, UsageError
from crm_tui.importing import tally
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.recipe_file import read, with_guesses, write
from crm_tui.importing.result import ImportResult
from crm_tui.importing.review import doubtful
from crm_tui.importing.run import import_contacts
from crm_tui.queries import companies as company_queries
from crm_tui.queries import contacts as contact_queries
from crm_tui.queries import operations as operation_queries
from crm_tui.queries.paging import Page
from crm_tui.services import contacts, interactions, journal
from crm_tui.workspace import Workspace
from tests import factories
from tests.factories import HOSTILE
from tests.services.snapshot import tables

HEADER = "First Name,Last Name,Email,Phone,Company,Job Title,Shoe Size,Tags,Notes\n"
GRACE = "Grace,Hopper,grace@navy.example,+49 30 1234567,Navy Yard,Admiral,38,vip; navy,met 1952\n"
ALAN = "Alan,Turing,alan@bletchley.example,,Bletchley Park,,,,\n"


def csv(*rows: str, header: str = HEADER) -> bytes:
    return (header + "".join(rows)).encode()


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    """(new, updated, same, duplicates, rejected); they account for every row."""
    found = (result.new, result.updated, result.same, result.duplicates, result.rejected)
    assert sum(found) == result.rows
    return found


def people(workspace: Workspace) -> dict[str, ContactDetail]:
    with workspace.read() as reader:
        return {c.contact.name: c for c in contact_queries.details(reader, Page())}


def company_names(workspace: Workspace) -> list[str]:
    with workspace.read() as reader:
        return [company.name for company in company_queries.companies(reader, Page())]


def test_a_row_becomes_a_contact_with_all_its_cells(workspace: Workspace) -> None:
    result = import_contacts(workspace, csv(GRACE))
    assert counts(result) == (1, 0, 0, 0, 0)
    grace = people(workspace)["Grace Hopper"]
    assert grace.of_kind("email") == ("grace@navy.example",)
    assert grace.of_kind("phone") == ("+49 30 1234567",)
    assert grace.contact.company == "Navy Yard"
    assert grace.contact.title == "Admiral"
    assert grace.tags == ("navy", "vip")
    assert grace.contact.custom == '{"shoe_size": "38"}'
    assert result.columns["Shoe Size"] == "custom:shoe_size"
    assert result.samples["Email"] == "grace@navy.example"
    with workspace.read() as reader:
        assert reader.scalar("SELECT body FROM note") == "met 1952"
        assert reader.scalar("SELECT label FROM custom_field") == "Shoe Size"


def test_the_same_file_again_changes_nothing(workspace: Workspace) -> None:
    import_contacts(workspace, csv(GRACE, ALAN))
    with workspace.read() as reader:
        cursor = operation_queries.cursor(reader)
    again = import_contacts(workspace, csv(GRACE, ALAN))
    assert counts(again) == (0, 0, 2, 0, 0)
    assert again.operation is None
    with workspace.read() as reader:
        assert operation_queries.cursor(reader) == cursor


def test_columns_in_another_order_are_the_same_rows(workspace: Workspace) -> None:
    import_contacts(
        workspace, csv("Grace,Hopper,g@navy.example\n", header="First Name,Last Name,Email\n")
    )
    again = csv("g@navy.example,Hopper,Grace\n", header="Email,Last Name,First Name\n")
    assert counts(import_contacts(workspace, again)) == (0, 0, 1, 0, 0)


def test_an_edit_made_since_survives_the_unchanged_row(workspace: Workspace) -> None:
    import_contacts(workspace, csv(GRACE))
    id = people(workspace)["Grace Hopper"].contact.id
    with workspace.write("contact edit") as w:
        contacts.edit(w, id, {"title": "Rear admiral"})
    import_contacts(workspace, csv(GRACE))
    assert people(workspace)["Grace Hopper"].contact.title == "Rear admiral"


def test_a_changed_row_updates_by_its_id(workspace: Workspace) -> None:
    header = "id,name,email,title\n"
    import_contacts(workspace, csv("7,Grace Hopper,g@a.example,Captain\n", header=header))
    result = import_contacts(workspace, csv("7,Grace Hopper,g@b.example,Admiral\n", header=header))
    assert counts(result) == (0, 1, 0, 0, 0)
    grace = people(workspace)["Grace Hopper"]
    assert grace.contact.title == "Admiral"
    assert grace.of_kind("email") == ("g@a.example", "g@b.example")
    with workspace.write("undo") as w:
        journal.undo(w)
    restored = people(workspace)["Grace Hopper"]
    assert restored.contact.title == "Captain"
    assert restored.of_kind("email") == ("g@a.example",)
    redone = import_contacts(workspace, csv("7,Grace Hopper,g@b.example,Admiral\n", header=header))
    assert counts(redone) == (0, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Grace,Hopper,GRACE@navy.example,,,,,,\n", "e-mail"),
        ("G.,Hopper,,0049 30 1234567,,,,,\n", "phone, and a name that can be hers"),
        ("grace,HÓPPER,,,Navy yard,,,,\n", "name with company"),
    ],
)
def test_matched_by(workspace: Workspace, row: str, why: str) -> None:
    import_contacts(workspace, csv(GRACE))
    result = import_contacts(workspace, csv(row))
    assert result.new == result.duplicates == 0, why
    assert len(people(workspace)) == 1


def test_a_name_alone_never_merges(workspace: Workspace) -> None:
    import_contacts(workspace, csv(GRACE))
    assert counts(import_contacts(workspace, csv("Grace,Hopper,,,,,,,\n"))) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("other", ["Howard,Aiken", "Finn,Hopper"])
def test_another_person_at_a_shared_address_is_kept_apart_and_told(
    workspace: Workspace, other: str
) -> None:
    import_contacts(workspace, csv(GRACE))
    result = import_contacts(workspace, csv(f"{other},grace@navy.example,,,,,,\n"))
    assert counts(result) == (0, 0, 0, 1, 0)
    assert "grace@navy.example" in result.doubts[0].why
    assert "Grace Hopper" in result.doubts[0].why
    assert len(people(workspace)) == 2


def test_two_ids_of_one_source_are_two_people(workspace: Workspace) -> None:
    header = "id,name,email\n"
    rows = csv("1,Ann Lee,office@a.example\n", "2,Ann Lee,office@a.example\n", header=header)
    assert counts(import_contacts(workspace, rows)) == (1, 0, 0, 1, 0)


def test_rows_of_one_file_that_are_one_person_become_one(workspace: Workspace) -> None:
    result = import_contacts(
        workspace, csv(GRACE, "Grace,Hopper,grace@navy.example,,,Captain,,,\n")
    )
    assert result.new == 1
    assert len(people(workspace)) == 1


@pytest.mark.parametrize(
    ("mode", "title", "people_after"),
    [("update", "Captain", 1), ("fill", "Admiral", 1), ("skip", "Admiral", 1), ("create", "", 2)],
)
def test_what_is_done_with_a_match(
    workspace: Workspace, mode: str, title: str, people_after: int
) -> None:
    import_contacts(workspace, csv(GRACE))
    row = "Grace,Hopper,grace@navy.example,+49 30 99,,Captain,,,\n"
    import_contacts(workspace, csv(row), Recipe(on_duplicate=mode))
    with workspace.read() as reader:
        found = contact_queries.contacts(reader, Page())
    assert len(found) == people_after
    if title:
        assert found[0].title == title
        phones = people(workspace)["Grace Hopper"].of_kind("phone")
        assert len(phones) == (1 if mode == "skip" else 2)


def test_each_field_is_filled_or_overwritten_as_is_said(workspace: Workspace) -> None:
    header = "id,name,email,title,company,shoe size,tags\n"
    import_contacts(workspace, csv("7,Grace Hopper,g@a.example,,Navy,38,\n", header=header))
    row = f'7,G. Hopper,g@b.example,Admiral,Yard,39,"{HOSTILE}"\n'
    recipe = Recipe(on_duplicate="fill", policy={"company": "update"})
    plan = import_contacts(workspace, csv(row, header=header), recipe, dry_run=True)
    (change,) = import_contacts(workspace, csv(row, header=header), recipe).changes
    assert plan.changes == (change,)
    assert change.news[:3] == ("company: Navy → Yard", "title: Admiral", "+ email: g@b.example")
    assert "[EMEA]" in change.news[3]
    grace = people(workspace)["Grace Hopper"].contact
    assert (grace.company, grace.title) == ("Yard", "Admiral")
    assert '"shoe_size": "38"' in grace.custom
    recipe = Recipe(policy={"shoe_size": "fill"})
    import_contacts(workspace, csv(row.replace("39", "40"), header=header), recipe)
    grace = people(workspace)["G. Hopper"].contact
    assert '"shoe_size": "38"' in grace.custom
    with pytest.raises(UsageError, match="fills no field 'shoe'; did you mean 'shoe_size'"):
        import_contacts(workspace, csv(row, header=header), Recipe(policy={"shoe": "fill"}))


def test_owners_are_mapped_made_and_found_by_a_later_run(workspace: Workspace) -> None:
    header = "id,name,owner\n"
    file = csv("1,Ann Lee,A. L.\n", "2,Bo Ek,Zoe\n", "3,Cy Orr,Mia\n", header=header)
    import_contacts(workspace, file)
    made = import_contacts(workspace, file, Recipe(owners={"a. l.": "Ada"}))
    assert counts(made) == (0, 0, 3, 0, 0)
    assert "1 record of before got the owner that was missing then" in made.notes
    import_contacts(workspace, file, Recipe(make=("users",)))
    owners = {name: each.contact.owner for name, each in people(workspace).items()}
    assert owners == {"Ann Lee": "Ada", "Bo Ek": "Zoe", "Cy Orr": "Mia"}
    assert all(each.contact.custom == "{}" for each in people(workspace).values())


def test_a_plan_is_what_is_then_applied(workspace: Workspace) -> None:
    rows = csv(GRACE, ALAN, "too,many,cells,1,2,3,4,5,6,7,8\n")
    before = tables(workspace)
    plan = import_contacts(workspace, rows, dry_run=True)
    assert tables(workspace) == before
    applied = import_contacts(workspace, rows)
    assert plan == applied._replace(operation=None, made=plan.made)
    assert dict(plan.made) == {"tag": ("vip", "navy"), "custom_field": ("Shoe Size (number)",)}
    with workspace.read() as reader:
        brought = contact_queries.contacts(reader, Page(filter=f"operation:{applied.operation}"))
    assert sorted(each.name for each in brought) == ["Alan Turing", "Grace Hopper"]
    assert counts(applied) == (2, 0, 0, 0, 1)
    assert applied.rejects[0].line == 4


def test_undo_takes_back_all_of_it_and_redo_brings_it_again(workspace: Workspace) -> None:
    before = tables(workspace)
    import_contacts(workspace, csv(GRACE, ALAN))
    after = tables(workspace)
    with workspace.write("undo") as w:
        assert journal.undo(w).others == ()
    assert tables(workspace) == before
    with workspace.write("redo") as w:
        journal.redo(w)
    assert tables(workspace) == after


def test_undo_keeps_who_was_used_since_with_all_that_is_theirs(workspace: Workspace) -> None:
    import_contacts(workspace, csv(GRACE, ALAN))
    id = people(workspace)["Grace Hopper"].contact.id
    with workspace.write("log") as w:
        interactions.log(w, "call", [factories.target(w, "contact", id)], {"text": "hello"})
    imported = operation_of_import(workspace)
    with workspace.write("undo") as w:
        reversal = journal.undo(w, imported)
    left = people(workspace)
    assert list(left) == ["Grace Hopper"]
    assert left["Grace Hopper"].of_kind("email") == ("grace@navy.example",)
    assert left["Grace Hopper"].tags == ("navy", "vip")
    assert company_names(workspace) == ["Navy Yard"]
    told = [other.told() for other in reversal.others]
    assert told[0].startswith(f"kept Grace Hopper (contact:{id}): an interaction")
    assert "kept Navy Yard (company:1): an interaction refers to it since" in told


def operation_of_import(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return next(
            o.id for o in operation_queries.operations(reader) if o.command.startswith("import")
        )


def test_work_cut_short_goes_on_under_one_operation(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "BATCH", 10)
    rows = csv(*(f"P{n},Person{n},p{n}@a.example,,Acme,,,,\n" for n in range(35)))
    before = tables(workspace)

    class PowerCut(Exception):
        pass

    def cut(done: int, total: int) -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        import_contacts(workspace, rows, progress=cut)
    assert len(people(workspace)) == 10
    result = import_contacts(workspace, rows)
    assert counts(result) == (25, 0, 10, 0, 0)
    with workspace.read() as reader:
        made = [o for o in operation_queries.operations(reader) if o.command.startswith("import")]
    assert [(o.id, o.state) for o in made] == [(result.operation, "done")]
    with workspace.write("undo") as w:
        journal.undo(w)
    assert tables(workspace) == before


def test_companies_are_one_by_id_domain_or_folded_name(workspace: Workspace) -> None:
    header = "name,company,company id,company domain\n"
    rows = (
        "Ann One,Acme GmbH,77,\n",
        "Ben Two,Acme Holding,77,\n",
        "Cem Three,Åcme,,acme.example\n",
        "Dee Four,Acme Deutschland,,acme.example\n",
        "Eve Five,acme,,\n",
    )
    import_contacts(workspace, csv(*rows, header=header))
    named = {name: detail.contact.company for name, detail in people(workspace).items()}
    assert named == {
        "Ann One": "Acme GmbH",
        "Ben Two": "Acme GmbH",
        "Cem Three": "Åcme",
        "Dee Four": "Åcme",
        "Eve Five": "Åcme",
    }


def test_another_legal_form_of_a_contacts_company_makes_no_other(workspace: Workspace) -> None:
    header = "name,email,company\n"
    ada, bo = "Ada Byron,ada@b.example,", "Bo Ek,bo@b.example,"
    file = csv(f"{ada}Berger & Söhne GmbH\n", f"{ada}Berger & Söhne\n", header=header)
    import_contacts(workspace, file)
    import_contacts(workspace, csv(f"{ada}BERGER & SÖHNE\n", header=header))
    assert company_names(workspace) == ["Berger & Söhne GmbH"]
    import_contacts(
        workspace, csv(f"{ada}Berger & Söhne AG\n", f"{bo}Berger & Söhne\n", header=header)
    )
    assert people(workspace)["Ada Byron"].contact.company == "Berger & Söhne AG"
    assert people(workspace)["Bo Ek"].contact.company == "Berger & Söhne"


def test_a_row_of_a_company_alone_loses_nothing(workspace: Workspace) -> None:
    header = "Company name,Website,Phone,Industry,Notes\n"
    rows = csv("Globex,https://globex.example,+49 30 555,Energy,seen at the fair\n", header=header)
    assert counts(import_contacts(workspace, rows)) == (1, 0, 0, 0, 0)
    assert counts(import_contacts(workspace, rows)) == (0, 0, 1, 0, 0)
    with workspace.read() as reader:
        globex = next(company_queries.details(reader, Page()))
        note = reader.scalar("SELECT body FROM note WHERE company_id IS NOT NULL")
    assert (globex.company.name, globex.company.domain) == ("Globex", "globex.example")
    assert {channel.kind for channel in globex.channels} == {"website", "phone"}
    assert globex.company.custom == '{"industry": "Energy"}'
    assert note == "seen at the fair"


def test_a_company_that_a_row_is_about_is_counted_as_that_row_alone(workspace: Workspace) -> None:
    header = "Name,Email,Company\n"
    rows = csv(",,Globex\n", "Ann,ann@a.example,Acme\n", header=header)
    result = import_contacts(workspace, rows)
    assert (result.new, result.companies) == (2, 1)


def test_what_its_column_cannot_take_is_kept_and_told(workspace: Workspace) -> None:
    header = "name,email,lifecycle,owner\n"
    result = import_contacts(workspace, csv("Ann,a@a.example,warm,Zoe\n", header=header))
    assert people(workspace)["Ann"].contact.custom == (
        '{"lifecycle": "warm", "imported_owner": "Zoe"}'
    )
    told = "; ".join(result.notes)
    assert "lifecycle: 1 cell does not fit lifecycle; kept in the custom field lifecycle" in told
    assert "1 row has an owner who is no user here" in told
    header = "uid,name,first_name,emails,key_dates,notes,owner,custom.imported_owner\n"
    ours = import_contacts(workspace, csv(",Eve,Eve,,,,Ada,Zoe\n", header=header))
    assert ours.notes == ()


def test_guesses_and_what_is_no_email_are_told(workspace: Workspace) -> None:
    rows = ["Ada,ada@e.example,030-123456\n", "Bo,bo at work,0171 1234567\n", "Cy,c@d.example,\n"]
    file = csv(*rows, header="Name,E-Mail Adresse,Reach\n")
    plan = import_contacts(workspace, file, dry_run=True)
    assert plan.notes == (
        "Reach: taken for phone by what is in it",
        "1 e-mail is not valid; kept, and marked so",
    )
    assert import_contacts(workspace, file).notes == plan.notes
    assert import_contacts(workspace, file).notes == plan.notes[:1]
    assert people(workspace)["Bo"].of_kind("phone") == ("0171 1234567",)


def test_an_owner_who_is_a_user_owns_and_another_is_kept_as_text(workspace: Workspace) -> None:
    header = "name,email,owner\n"
    rows = csv("Ann,a@a.example,ada\n", "Ben,b@a.example,Zoe\n", header=header)
    import_contacts(workspace, rows)
    found = people(workspace)
    assert found["Ann"].contact.owner == "Ada"
    assert found["Ben"].contact.custom == '{"imported_owner": "Zoe"}'


def test_a_hostile_name_is_stored_inert_and_whole(workspace: Workspace) -> None:
    import_contacts(workspace, csv(f'"{HOSTILE}",x@a.example\n', header="Name,Email\n"))
    (name,) = people(workspace)
    assert "[@click=app.quit]x[/] [EMEA]" in name
    assert not any(ord(c) < 32 or c == "\u202e" for c in name)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (b"colour,size\nred,4\n", "no column"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_its_place(
    workspace: Workspace, data: bytes, message: str
) -> None:
    before = tables(workspace)
    with pytest.raises(CrmError) as refused:
        import_contacts(workspace, data)
    assert message in refused.value.message.casefold()
    assert refused.value.hint
    assert tables(workspace) == before


def test_an_unknown_field_is_refused_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(UsageError) as refused:
        import_contacts(workspace, csv(GRACE), Recipe(columns={"Shoe Size": "titel"}))
    assert "titel" in refused.value.message
    assert "title" in refused.value.message + refused.value.hint


def test_an_unknown_way_with_matches_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="overwrite"):
        import_contacts(workspace, csv(GRACE), Recipe(on_duplicate="overwrite"))


def test_broken_rows_are_told_and_the_others_come_in(workspace: Workspace) -> None:
    rows = csv(GRACE, f"Big,Cell,,,,,,,{'x' * 200_000}\n", ALAN, 'Open,"quote,never,closed\n')
    result = import_contacts(workspace, rows)
    assert counts(result) == (2, 0, 0, 0, 2)
    assert [reject.line for reject in result.rejects] == [3, 5]
    assert all(reject.reason for reject in result.rejects)


def doubtful_rows(workspace: Workspace) -> bytes:
    """Two rows with Grace's e-mail and other names, one of which has a phone of its own."""
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper", email="grace@navy.example", title="Buyer")
    return csv(
        "Bob,Stone,grace@navy.example,,Navy Yard,Engineer,,,\n",
        "Ann,Lee,grace@navy.example,030 123456,Navy Yard,Pilot,,,\n",
        "Lin,Chen,lin@navy.example,,,,,,\n",
    )


def test_doubtful_rows_are_shown_and_become_what_is_answered(workspace: Workspace) -> None:
    file = doubtful_rows(workspace)
    before = tables(workspace)
    pairs = doubtful(workspace, file, Recipe())
    assert tables(workspace) == before
    assert [(pair.here.target.name, pair.row.target.name) for pair in pairs] == [
        ("Grace Hopper", "Bob Stone"), ("Grace Hopper", "Ann Lee"),
    ]  # fmt: skip
    assert pairs[0].here.fields["title"] == "Buyer"
    assert pairs[1].row.rest["phone"] == "030 123456"
    bob, ann = (pair.doubt.key for pair in pairs)
    result = import_contacts(workspace, file, Recipe(answers={bob: "same", ann: "new"}))
    assert (result.new, result.updated, result.duplicates, result.skipped) == (2, 1, 0, 0)
    found = people(workspace)
    assert sorted(found) == ["Ann Lee", "Bob Stone", "Lin Chen"]
    assert found["Bob Stone"].contact.title == "Engineer"
    with workspace.read() as reader:
        assert reader.scalar("SELECT state FROM duplicate") == "distinct"
    assert counts(import_contacts(workspace, file)) == (0, 0, 3, 0, 0)


def test_doubtful_rows_may_be_left_out_and_come_later(workspace: Workspace) -> None:
    file = doubtful_rows(workspace)
    bob = doubtful(workspace, file, Recipe())[0].doubt.key
    result = import_contacts(workspace, file, Recipe(doubtful="skip", answers={bob: "new"}))
    assert (result.new, result.skipped, result.rows) == (2, 1, 3)
    assert "Ann Lee" not in people(workspace)
    assert import_contacts(workspace, file).duplicates == 1
    assert "Ann Lee" in people(workspace)


def test_doubtful_companies_are_answered_for_too(workspace: Workspace) -> None:
    header = "Record ID,Company name,Company Domain Name\n"
    import_file(workspace, csv("1,Acme,acme.example\n", header=header))
    file = csv("2,Acme,acme.example\n", "3,Acme,acme.example\n", header=header)
    one, other = (pair.doubt.key for pair in doubtful(workspace, file, Recipe()))
    result = import_file(workspace, file, Recipe(answers={one: "same", other: "skip"}))
    assert (result.new, result.duplicates, result.skipped) == (0, 0, 1)
    assert company_names(workspace) == ["Acme"]


def test_a_recipe_of_one_file_imports_the_next(workspace: Workspace, tmp_path: Path) -> None:
    header, recipe = "Nom,Direct line,Hat\n", Recipe(columns={"Direct line": "phone:work"})
    first = import_file(workspace, csv("Grace,030 1234567,blue\n", header=header), recipe)
    path = tmp_path / "people.toml"
    write(path, with_guesses(recipe, first))
    assert read(path).columns == {
        "Nom": "name",
        "Direct line": "phone:work",
        "Hat": "custom:hat",
    }
    path.write_text(path.read_text().replace("custom:hat", "title"))
    next_file = csv("Alan,030 7654321,Reader\n", header=header)
    assert import_file(workspace, next_file, read(path)).new == 1
    alan = people(workspace)["Alan"]
    assert (alan.contact.title, alan.of_kind("phone")) == ("Reader", ("030 7654321",))
    own = import_file(
        workspace, b'[{"noun": "company", "name": "Acme"}, {"noun": "contact", "name": "Bo"}]'
    )
    assert with_guesses(Recipe(), own) == Recipe()
