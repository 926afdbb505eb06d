"""Importing deals: no cell of a row is lost, and what is left out is told."""

from __future__ import annotations

import json
from typing import Any

from crm_tui.importing.deals.run import import_deals
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import deals, notes
from crm_tui.queries.paging import Page
from crm_tui.workspace import Workspace


def found(workspace: Workspace) -> dict[str, Any]:
    with workspace.read() as reader:
        return {detail.deal.title: detail for detail in deals.details(reader, Page(sort="id"))}


def customs(workspace: Workspace) -> dict[str, dict[str, str]]:
    return {title: json.loads(detail.deal.custom) for title, detail in found(workspace).items()}


def test_columns_of_one_name_or_field_take_nothing_from_each_other(
    workspace: Workspace,
) -> None:
    file = (
        b"Deal,Amount,Stage,Shoe size,shoe_size,Memo,Comment,Account,Client\n"
        b"Cranes,5,Lead,1,2,m,c,Acme,B\n"
    )
    recipe = Recipe(columns={"Memo": "notes", "Client": "company"})
    import_deals(workspace, file, recipe)
    assert customs(workspace)["Cranes"] == {"shoe_size": "1", "shoe_size_2": "2", "client": "B"}
    id = found(workspace)["Cranes"].deal.id
    with workspace.read() as reader:
        assert {note.body for note in notes.of_record(reader, "deal", id)} == {"m", "c"}


def test_a_status_that_nobody_knows_is_kept_and_told(workspace: Workspace) -> None:
    file = (
        b"Deal,Amount,Status,Stage\nCranes,5,Gewonnen,Lead\nPilot,5,open,Lead\n"
        b"Winch,5,Closed,Closed Won\n"
    )
    result = import_deals(workspace, file, Recipe(currency="EUR"))
    assert customs(workspace)["Cranes"] == {"imported_status": "Gewonnen"}
    assert customs(workspace)["Pilot"] == {}
    assert found(workspace)["Winch"].deal.status == "won"
    assert result.notes == (
        "no status 'Gewonnen' here (1 deal): kept in the custom field imported_status;"
        ' --value "Status:Gewonnen=won" says what it means',
        "no status 'Closed' here (1 deal): kept in the custom field imported_status;"
        ' --value "Status:Closed=won" says what it means',
    )
    import_deals(
        workspace,
        file + b"Digger,5,Gewonnen,Lead\n",
        Recipe(values={"Status": {"Gewonnen": "won"}}),
    )
    assert found(workspace)["Digger"].deal.status == "won"


def test_what_a_file_says_of_others_than_deals_is_told_to_be_left_out(workspace: Workspace) -> None:
    file = (
        b"Deal - Title,Deal - Value,Organization - Name,Organization - Size,Product - Name\n"
        b"Cranes,5,Acme,12,Winch\n"
    )
    assert import_deals(workspace, file, Recipe(currency="EUR")).notes == (
        "no product 'Winch' in the catalogue (1 deal): kept in the custom field imported_product;"
        " --make products adds it",
        "the file has products too, each imported by itself: --as products",
        "left out, since not of a deal: Organization - Size",
    )


def test_names_that_are_not_here_are_told_or_counted(workspace: Workspace) -> None:
    rows = "".join(f"Deal {n},5,Stage {n}\n" for n in range(7))
    file = f"Deal,Amount,Stage\n{rows}".encode()
    result = import_deals(workspace, file, Recipe(currency="EUR"))
    assert len(result.notes) == 6
    assert result.notes[0].startswith("no stage 'Stage 0' here (1 deal)")
    assert result.notes[5] == "and 2 more stages like these (2 deals)"


def test_a_currency_that_is_taken_for_granted_is_told(workspace: Workspace) -> None:
    file = (
        b"Deal,Amount,Currency,Stage\nCranes,5,,Lead\nPilot,$5,,Lead\n"
        b"Winch,5,USD,Lead\nBare,,,Lead\n"
    )
    note = "1 amount without a currency is in EUR; --currency says another"
    assert note in import_deals(workspace, file).notes
    assert note not in import_deals(workspace, file).notes
    said = import_deals(workspace, file, Recipe(currency="USD", on_duplicate="update"))
    assert not any("currency" in told for told in said.notes)


def test_the_currency_of_a_catalogue_that_names_none_is_told(workspace: Workspace) -> None:
    result = import_file(workspace, b"Product,Price\nCrate,5\nBox,6\nBag,\nTin,CHF 4\n")
    assert result.notes == ("2 amounts without a currency are in EUR; --currency says another",)


def test_a_deal_was_closed_when_it_was_won_or_lost(workspace: Workspace) -> None:
    file = (
        b"Deal - Title,Deal - Value,Deal - Status,Deal - Won time,Deal - Lost time\n"
        b"Cranes,5,Won,2025-12-30 10:00:00,\nPilot,6,Lost,,2025-11-30 10:00:00\n"
    )
    import_deals(workspace, file)
    closed = {title: detail.deal.closed_at for title, detail in found(workspace).items()}
    assert closed == {
        "Cranes": "2025-12-30T09:00:00.000000Z",
        "Pilot": "2025-11-30T09:00:00.000000Z",
    }
