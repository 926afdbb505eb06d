"""crm company"""

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
from crm_tui.cli.shapes import COMPANY
from crm_tui.queries import companies as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports.shapes import CompanyRecord
from crm_tui.services import companies
from crm_tui.store.reader import Reader

app = group("")
company = group("Companies: whom your contacts work for.")
app.add_typer(company, name="company")

Which = Annotated[str, typer.Argument(help="Id, name or a part of it", show_default=False)]
Domain = Annotated[str | None, typer.Option("--domain", help="Internet domain")]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address")]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number")]
Website = Annotated[str | None, typer.Option("--website", help="Web address")]
Parent = Annotated[str | None, typer.Option("--parent", help="The company it belongs to")]
Owner = Annotated[str | None, typer.Option("--owner", help="User who looks after it")]


@verb(company, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    domain: Domain = None,
    email: Email = None,
    phone: Phone = None,
    website: Website = None,
    parent: Parent = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Add a company."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, domain=domain, email=email, phone=phone, website=website,
        parent=parent, owner=owner,
    )  # fmt: skip
    with state.write("company add", create=True) as w:
        id = companies.create(w, values)
        editing.retag(w, ("company", id), tags, untags)
    editing.told(state, w, f"company:{id}", COMPANY, lambda reader: record(reader, id))


@verb(company, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
    archived: Archived = False,
) -> None:
    """List companies."""
    listed(
        session(ctx),
        COMPANY,
        lambda reader, page: (
            records.company(row, reader.clock) for row in queries.details(reader, page)
        ),
        queries.count,
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
        archived=archived,
    )


@verb(company, "show")
def show(ctx: typer.Context, which: Which) -> None:
    """Show everything about a company."""
    state = session(ctx)
    with state.read() as reader:
        id = resolve(reader, which, ("company",)).id
        output.record(state, COMPANY, record(reader, id), cards.company(reader, id))


@verb(company, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option("--name", help="Name")] = None,
    domain: Domain = None,
    email: Email = None,
    phone: Phone = None,
    website: Website = None,
    parent: Parent = None,
    owner: Owner = None,
    sets: Set = None,
    tags: Tags = None,
    untags: Untags = None,
) -> None:
    """Change a company's fields. An e-mail or phone that is new becomes the preferred one."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, domain=domain, email=email, phone=phone, website=website,
        parent=parent, owner=owner,
    )  # fmt: skip
    editing.something(values, tags, untags)
    with state.write("company edit") as w:
        id = resolve(w, which, ("company",)).id
        if values:
            companies.edit(w, id, values)
        editing.retag(w, ("company", id), tags, untags)
    editing.told(state, w, f"company:{id}", COMPANY, lambda reader: record(reader, id))


@verb(company, "archive")
def archive(ctx: typer.Context, which: Which) -> None:
    """Take a company out of the lists; nothing is lost."""
    state = session(ctx)
    with state.write("company archive") as w:
        id = resolve(w, which, ("company",)).id
        companies.archive(w, id)
    editing.told(state, w, f"company:{id}", COMPANY, lambda reader: record(reader, id))


@verb(company, "delete")
def delete(ctx: typer.Context, which: Which, yes: Yes = False) -> None:
    """Delete a company; its contacts and deals stay. `crm undo` brings it back."""
    state = session(ctx)
    target = editing.about_to_delete(state, which, "company", yes)
    with state.read() as reader:
        before = record(reader, target.id)
    with state.write("company delete") as w:
        companies.delete(w, target.id)
    editing.told(state, w, f"company:{target.id}", COMPANY, lambda _: before)


def record(reader: Reader, id: int) -> CompanyRecord:
    """A company as scripts read it."""
    return records.company(queries.company(reader, id), reader.clock)
