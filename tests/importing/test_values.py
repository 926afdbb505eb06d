"""Values that mean another: near misses are told, and replaced where the user says so."""

from __future__ import annotations

import json

import pytest

from crm_tui.errors import UsageError
from crm_tui.importing.columns import are_companies
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import companies
from crm_tui.queries.paging import Page
from crm_tui.services import journal
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

FILE = f"""account,sector,revenue,subsidiary_of
Betatech,technolgy,12.5,Acme
Acme,retail,1100.04,NULL
Nordlicht,Technolgy,7,
"{factories.HOSTILE}",quantum widgets,,NULL
""".encode()


def test_a_file_of_accounts_is_about_companies(workspace: Workspace) -> None:
    assert are_companies(["account", "sector"])
    assert not are_companies(["account", "email"])
    before = tables(workspace)
    result = import_file(workspace, FILE)
    assert (result.new, result.updated, result.companies) == (4, 0, 0)
    assert [note for note in result.notes if "sector" in note] == [
        "sector 'technolgy' (1 row) may be meant for 'technology':"
        ' --value "sector:technolgy=technology" says so',
        "sector 'Technolgy' (1 row) may be meant for 'technology':"
        ' --value "sector:Technolgy=technology" says so',
    ]
    with workspace.read() as reader:
        found = {row.name: row for row in companies.companies(reader, Page())}
    assert found["Betatech"].parent == "Acme"
    assert [row.parent for row in found.values() if row.name != "Betatech"] == [None] * 3
    assert json.loads(found["Acme"].custom) == {"sector": "retail", "revenue": "1100.04"}
    assert import_file(workspace, FILE).same == 4
    with workspace.write("undo") as w:
        assert not journal.undo(w).others
    assert tables(workspace) == before


def test_a_value_means_what_was_said(workspace: Workspace) -> None:
    recipe = Recipe(values={"Sector": {"technolgy": "technology"}})
    result = import_file(workspace, FILE, recipe)
    assert not [note for note in result.notes if "sector" in note]
    with workspace.read() as reader:
        found = [json.loads(row.custom)["sector"] for row in companies.companies(reader, Page())]
    assert sorted(found) == ["quantum widgets", "retail", "technology", "technology"]
    with pytest.raises(UsageError, match="the file has no column 'sectr'"):
        import_file(workspace, FILE, Recipe(values={"sectr": {"a": "b"}}))
