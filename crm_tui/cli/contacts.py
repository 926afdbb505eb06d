"""crm contact"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, many
from crm_tui.cli.many import DryRun, Remind, Where
from crm_tui.cli.options import Set, Tags, Untags, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import CONTACT
from crm_tui.cli.verbs import Noun, WhichOrMany, add_merging, add_verbs
from crm_tui.domain.bulk import Edit
from crm_tui.queries import contacts as queries
from crm_tui.reports import records
from crm_tui.services import contacts

app = group("")
contact = group("People: who they are, how to reach them, what they are to you.")
app.add_typer(contact, name="contact")
NOUN = Noun(
    name="contact",
    plural="contacts",
    about=" and what hangs on it alone",
    shape=CONTACT,
    details=queries.details,
    count=queries.count,
    detail=queries.contact,
    as_record=records.contact,
    card=cards.contact,
    create=contacts.create,
    edit=contacts.edit,
    archive=contacts.archive,
    delete=contacts.delete,
)

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
    yes: Yes = False,
) -> None:
    """Add a contact. On a terminal you are asked first where somebody may be there already."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, email=email, phone=phone, company=company, title=title,
        lifecycle=lifecycle, owner=owner,
    )  # fmt: skip
    NOUN.added_unlike(state, values, tags, untags, yes)


@verb(contact, "edit")
def edit(
    ctx: typer.Context,
    which: WhichOrMany = None,
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
    where: Where = None,
    remind: Remind = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Change a contact's fields. An e-mail or phone that is new becomes the preferred one."""
    state = session(ctx)
    values = editing.given(
        sets, name=name, email=email, phone=phone, company=company, title=title,
        lifecycle=lifecycle, owner=owner,
    )  # fmt: skip
    single = many.one(which, where, remind, dry_run)
    if single is None:
        edit = Edit(tuple(tags or ()), tuple(untags or ()), values, remind)
        many.changed(state, "contact", where or "", edit, dry_run=dry_run, yes=yes)
        return
    NOUN.told(state, NOUN.edited(state, single, values, tags, untags))


add_verbs(contact, NOUN)
add_merging(contact, NOUN)
