"""Forms for companies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crm_tui.domain import written
from crm_tui.queries import companies as queries
from crm_tui.queries.custom_fields import of_noun
from crm_tui.screens.dialogs.checks import custom_specs, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import companies
from crm_tui.store.reader import Reader

_FIELDS = ("name", "domain", "email", "phone", "website", "parent", "source")


async def add(host: Host, then: Callable[[int], None] | None = None) -> None:
    """A form for a new company; `then` gets its id."""
    host.warm(heavy("company"))
    host.push_screen(
        FormDialog(
            "Add a company",
            specs(host.workspace, "company", _FIELDS),
            "company add",
            lambda w, values: companies.create(w, given(values)),
            then=then,
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for what is known of a company."""
    host.warm(heavy("company"))
    seen, custom = await host.read(lambda r: (_seen(r, id), of_noun(r, "company")))
    host.push_screen(
        FormDialog(
            f"Edit {seen.values['name']}",
            specs(host.workspace, "company", _FIELDS) + custom_specs(host.workspace, custom),
            "company edit",
            Edit(
                partial(_seen, id=id), lambda w, v, version: companies.edit(w, id, v, version), seen
            ),
            values=seen.values,
            changes_only=True,
            about=f"company:{id}",
        )
    )


def _seen(reader: Reader, id: int) -> Seen:
    detail = queries.company(reader, id)
    return Seen(detail.company.version, written.company(detail))
