"""The companies that your contacts work for."""

from __future__ import annotations

from crm_tui.queries import companies as queries
from crm_tui.screens.keys import bindings
from crm_tui.screens.lists.columns import company_columns
from crm_tui.screens.lists.screen import ListOf, ListScreen
from crm_tui.screens.records import companies as records


class CompaniesScreen(ListScreen):
    """The companies."""

    WHERE = "companies"
    BINDINGS = bindings(WHERE)
    OF = ListOf(
        queries.LIST,
        queries.details,
        company_columns(),
        ("name", "contacts", "open_deals", "next", "last", "domain"),
        records.view,
        "No companies yet: press n; a contact's company is added with the contact",
    )
