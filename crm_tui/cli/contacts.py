"""crm contact"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, output
from crm_tui.cli.listing import listed
from crm_tui.cli.options import (
    All,
    Archived,
    Filter,
    Limit,
    Set,
    Sort,
    Tags,
    Untags,
    Yes,
    group,
    verb,
)
from crm_tui.cli.session import session
from crm_tui.cli.shapes import CONTACT
from crm_tui.queries import contacts as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports.shapes import ContactRecord
from crm_tui.services import contacts
from crm_tui.store.reader import Reader

app = group("")
contact = group("People: who they are, how to reach them, what they are to you.")
app.add_typer(contact, name="contact")

Who = Annotated[str, typer.Argument(help="Id, e-mail, name or a part of it", show_default=False)]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address")]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number")]
Company = Annotated[str | None, typer.Option("--company", help="Company; a new one is made")]
Title = Annotated[str | None, typer.Option("--title", help="Job title")]
Lifecycle = Annotated[str | None, typer.Option("--lifecycle", help="Stage in the funnel")]
Owner = Annotated[str | None, typer.Option("--owner", help="User who looks after it")]


@verb(contact, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    email: Email = None,
    phone: Phone = None,
    company: Company = None,
    title: Title = None,
    lifecycle: Lifecycle = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Add a contact."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, email=email, phone=phone, company=company, title=title,
        lifecycle=lifecycle, owner=owner,
    )  # fmt: skip
    with state.write("contact add", create=True) as w:
        id = contacts.create(w, values)
        editing.retag(w, ("contact", id), tags, untags)
    editing.told(state, w, f"contact:{id}", CONTACT, lambda reader: record(reader, id))


@verb(contact, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
    archived: Archived = False,
) -> None:
    """List contacts."""
    listed(
        session(ctx),
        CONTACT,
        lambda reader, page: (
            records.contact(row, reader.clock) for row in queries.details(reader, page)
        ),
        queries.count,
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
        archived=archived,
    )


@verb(contact, "show")
def show(ctx: typer.Context, who: Who) -> None:
    """Show everything about a contact."""
    state = session(ctx)
    with state.read() as reader:
        id = resolve(reader, who, ("contact",)).id
        output.record(state, CONTACT, record(reader, id), cards.contact(reader, id))


@verb(contact, "edit")
def edit(
    ctx: typer.Context,
    who: Who,
    name: Annotated[str | None, typer.Option("--name", help="Name")] = None,
    email: Email = None,
    phone: Phone = None,
    company: Company = None,
    title: Title = None,
    lifecycle: Lifecycle = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Change a contact's fields. An e-mail or phone that is new becomes the preferred one."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, email=email, phone=phone, company=company, title=title,
        lifecycle=lifecycle, owner=owner,
    )  # fmt: skip
    editing.something(values, tags, untags)
    with state.write("contact edit") as w:
        id = resolve(w, who, ("contact",)).id
        if values:
            contacts.edit(w, id, values)
        editing.retag(w, ("contact", id), tags, untags)
    editing.told(state, w, f"contact:{id}", CONTACT, lambda reader: record(reader, id))


@verb(contact, "archive")
def archive(ctx: typer.Context, who: Who) -> None:
    """Take a contact out of the lists; nothing is lost."""
    state = session(ctx)
    with state.write("contact archive") as w:
        id = resolve(w, who, ("contact",)).id
        contacts.archive(w, id)
    editing.told(state, w, f"contact:{id}", CONTACT, lambda reader: record(reader, id))


@verb(contact, "delete")
def delete(ctx: typer.Context, who: Who, yes: Yes = False) -> None:
    """Delete a contact and what hangs on it alone; `crm undo` brings it back."""
    state = session(ctx)
    target = editing.about_to_delete(state, who, "contact", yes)
    with state.read() as reader:
        before = record(reader, target.id)
    with state.write("contact delete") as w:
        contacts.delete(w, target.id)
    editing.told(state, w, f"contact:{target.id}", CONTACT, lambda _: before)


def record(reader: Reader, id: int) -> ContactRecord:
    """A contact as scripts read it."""
    return records.contact(queries.contact(reader, id), reader.clock)
