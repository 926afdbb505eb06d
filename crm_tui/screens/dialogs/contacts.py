"""Forms for contacts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crm_tui.domain import written
from crm_tui.queries import contacts as queries
from crm_tui.queries.custom_fields import of_noun
from crm_tui.screens.dialogs.checks import custom_specs, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import contacts
from crm_tui.store.reader import Reader

_FIELDS = ("name", "company", "title", "email", "phone", "lifecycle", "cadence", "source")


async def add(host: Host, then: Callable[[int], None] | None = None) -> None:
    """A form for a new contact; `then` gets its id."""
    host.warm(heavy("contact"))
    host.push_screen(
        FormDialog(
            "Add a contact",
            specs(host.workspace, "contact", _FIELDS),
            "contact add",
            lambda w, values: contacts.create(w, given(values)),
            then=then,
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for what is known of a contact."""
    host.warm(heavy("contact"))
    seen, custom = await host.read(lambda r: (_seen(r, id), of_noun(r, "contact")))
    host.push_screen(
        FormDialog(
            f"Edit {seen.values['name']}",
            specs(host.workspace, "contact", _FIELDS) + custom_specs(host.workspace, custom),
            "contact edit",
            Edit(
                partial(_seen, id=id), lambda w, v, version: contacts.edit(w, id, v, version), seen
            ),
            values=seen.values,
            changes_only=True,
            about=f"contact:{id}",
        )
    )


def _seen(reader: Reader, id: int) -> Seen:
    detail = queries.contact(reader, id)
    return Seen(detail.contact.version, written.contact(detail))
