"""crm company"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, many
from crm_tui.cli.many import DryRun, Remind, Where
from crm_tui.cli.options import Set, Tags, Untags, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import COMPANY
from crm_tui.cli.verbs import Noun, WhichOrMany, add_merging, add_verbs
from crm_tui.domain.bulk import Edit
from crm_tui.queries import companies as queries
from crm_tui.reports import records
from crm_tui.services import companies

app = group("")
company = group("Companies: whom your contacts work for.")
app.add_typer(company, name="company")
NOUN = Noun(
    name="company",
    plural="companies",
    about="; its contacts and deals stay",
    shape=COMPANY,
    details=queries.details,
    count=queries.count,
    detail=queries.company,
    as_record=records.company,
    card=cards.company,
    create=companies.create,
    edit=companies.edit,
    archive=companies.archive,
    delete=companies.delete,
)

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
    yes: Yes = False,
) -> None:
    """Add a company. On a terminal you are asked first where it may be there already."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, domain=domain, email=email, phone=phone, website=website,
        parent=parent, owner=owner,
    )  # fmt: skip
    NOUN.added_unlike(state, values, tags, untags, yes)


@verb(company, "edit")
def edit(
    ctx: typer.Context,
    which: WhichOrMany = None,
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
    where: Where = None,
    remind: Remind = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Change a company's fields. An e-mail or phone that is new becomes the preferred one."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, domain=domain, email=email, phone=phone, website=website,
        parent=parent, owner=owner,
    )  # fmt: skip
    single = many.one(which, where, remind, dry_run)
    if single is None:
        edit = Edit(tuple(tags or ()), tuple(untags or ()), values, remind)
        many.changed(state, "company", where or "", edit, dry_run=dry_run, yes=yes)
        return
    NOUN.told(state, NOUN.edited(state, single, values, tags, untags))


add_verbs(company, NOUN)
add_merging(company, NOUN)
