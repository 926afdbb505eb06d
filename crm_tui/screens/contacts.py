"""Everyone you deal with."""

from __future__ import annotations

from crm_tui.queries import contacts as queries
from crm_tui.screens.keys import bindings
from crm_tui.screens.lists.columns import contact_columns
from crm_tui.screens.lists.screen import ListOf, ListScreen
from crm_tui.screens.records import contacts as records


class ContactsScreen(ListScreen):
    """The contacts."""

    WHERE = "contacts"
    BINDINGS = bindings(WHERE)
    OF = ListOf(
        queries.LIST,
        queries.details,
        contact_columns(),
        ("name", "company", "next", "last"),
        records.view,
        "No contacts yet: press n, or I to bring a file in",
    )
