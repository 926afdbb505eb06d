"""Dialogs that fit records of every kind: tags, and taking a record away."""

from __future__ import annotations

from crm_tui.queries import contacts as queries
from crm_tui.queries.names import is_archived
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.services import companies, contacts, deals, interactions, products, records
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.text import fold
from crm_tui.widgets.form import FieldSpec

_SERVICES = {"contact": contacts, "company": companies, "deal": deals, "product": products}


async def tag(host: Host, record: Target) -> None:
    """A form with the record's tags, to add some and take some off."""
    found = await host.read(lambda r: queries.tags(r, record.noun, [record.id]))
    before = found.get(record.id, [])

    def job(w: Write, values: Values) -> None:
        wanted = {fold(name): name for name in values.get("tags", "").split(",") if name.strip()}
        present = {fold(name): name for name in before}
        for key in wanted.keys() - present.keys():
            records.tag(w, record.noun, record.id, wanted[key])
        for key in present.keys() - wanted.keys():
            records.untag(w, record.noun, record.id, present[key])
        w.summary = f"tagged {record.name}"

    host.push_screen(
        FormDialog(
            f"Tags of {record.name}",
            [
                FieldSpec(
                    "tags",
                    "Tags",
                    placeholder="vip, newsletter",
                    offers="tag",
                    several=True,
                    help="one or several, with commas between them; a new one is added",
                )
            ],
            "tag",
            job,
            values={"tags": ", ".join(before)},
            about=f"{record.noun}:{record.id}",
        )
    )


async def remove(host: Host, record: Target) -> None:
    """Archive a record or bring it back, or delete it; undo takes back each."""
    entries = [("d", "Delete", "with what hangs on it alone"), ("k", "Keep", "")]
    if record.noun in _SERVICES:
        if await host.read(lambda r: is_archived(r, record.noun, record.id)):
            entries.insert(0, ("b", "Bring back", "into the lists again"))
        else:
            entries.insert(0, ("a", "Archive", "out of the lists, nothing is lost"))

    def chosen(number: int | None) -> None:
        key = entries[number][0] if number is not None else "k"
        if key == "a":
            service = _SERVICES[record.noun]
            host.perform(f"{record.noun} archive", lambda w: service.archive(w, record.id))
        elif key == "b":
            host.perform(
                f"{record.noun} unarchive", lambda w: records.unarchive(w, record.noun, record.id)
            )
        elif key == "d":
            service_ = _SERVICES.get(record.noun, interactions)
            host.perform(f"{record.noun} delete", lambda w: service_.delete(w, record.id))

    host.push_screen(Menu(record.name, entries), chosen)
