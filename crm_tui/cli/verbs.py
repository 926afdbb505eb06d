"""The verbs that contacts, companies and deals have in common: list, show, archive, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from crm_tui.cli import editing, many, output
from crm_tui.cli.listing import listed
from crm_tui.cli.many import DryRun, Where
from crm_tui.cli.options import All, Archived, Filter, Limit, Sort, Tags, Untags, Yes, verb
from crm_tui.cli.output import Record, Shape
from crm_tui.cli.reversals import told_reversal
from crm_tui.cli.session import Session, at_terminal, session
from crm_tui.clock import Clock
from crm_tui.domain.bulk import Edit
from crm_tui.errors import UsageError
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import resolve
from crm_tui.reports.layout import Line
from crm_tui.services import records
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write

Which = Annotated[
    str, typer.Argument(help="Id, uid, e-mail, name or a part of it", show_default=False)
]
WhichOrMany = Annotated[
    str | None, typer.Argument(help="Id, uid, e-mail, name or a part of it", show_default=False)
]
Values = dict[str, str]
Done = tuple[Write, int]  # the operation and the record's id


@dataclass(frozen=True)
class Noun:
    """A kind of record and what its verbs need: its reads, its writes, how it is shown.

    `about` says in the help of delete what goes or stays along with it.
    """

    name: str
    plural: str
    about: str
    shape: Shape
    details: Callable[[Reader, Page], Iterable[Any]]
    count: Callable[[Reader, Page], int]
    detail: Callable[[Reader, int], Any]
    as_record: Callable[[Any, Clock], Any]
    card: Callable[[Reader, int], Iterator[Line]]
    create: Callable[[Write, Values], int]
    edit: Callable[[Write, int, Values], None]
    archive: Callable[[Write, int], None]
    delete: Callable[[Write, int], None]

    def record(self, reader: Reader, id: int) -> Record:
        """A record as scripts read it. Raises NotFound."""
        found: Record = self.as_record(self.detail(reader, id), reader.clock)
        return found

    def records(self, reader: Reader, page: Page) -> Iterator[Record]:
        """The records of a list as scripts read them. Raises FilterError."""
        return (self.as_record(detail, reader.clock) for detail in self.details(reader, page))

    def added(self, state: Session, values: Values, tags: Tags, untags: Untags) -> Done:
        """Make a record with its tags, as one operation."""
        with state.write(f"{self.name} add", create=True) as w:
            id = self.create(w, values)
            editing.retag(w, (self.name, id), tags, untags)
        return w, id

    def added_unlike(
        self, state: Session, values: Values, tags: Tags, untags: Untags, yes: bool
    ) -> None:
        """Make a record, and say so; of those that may be the same it is told, and on a
        terminal they are asked about before."""
        same = editing.alike(state, self.name, values)
        editing.warn(same, yes)
        done = self.added(state, values, tags, untags)
        self.told(state, done)
        if not at_terminal():
            editing.tell_alike(f"{self.name}:{done[1]}", same)

    def edited(
        self, state: Session, which: str, values: Values, tags: Tags, untags: Untags
    ) -> Done:
        """Change the record that `which` names, as one operation. Raises UsageError where
        nothing is to be changed."""
        editing.something(values, tags, untags)

        def change(w: Write, id: int) -> None:
            if values:
                self.edit(w, id, values)
            editing.retag(w, (self.name, id), tags, untags)

        return self.changed(state, "edit", which, change)

    def changed(
        self, state: Session, command: str, which: str, change: Callable[[Write, int], object]
    ) -> Done:
        """Do something to the record that `which` names, as one operation."""
        with state.write(f"{self.name} {command}") as w:
            id = resolve(w, which, (self.name,)).id
            change(w, id)
        return w, id

    def told(self, state: Session, done: Done, before: Record | None = None) -> None:
        """Say what was done to a record, or write it when a format was asked for: as it
        is, or as it was `before`."""
        w, id = done
        editing.told(
            state, w, f"{self.name}:{id}", self.shape,
            lambda reader: before or self.record(reader, id),
        )  # fmt: skip


def add_verbs(app: typer.Typer, noun: Noun) -> None:
    """Give a noun's group the verbs list, show, archive, unarchive and delete."""

    def list_(
        ctx: typer.Context,
        words: Filter = None,
        sort: Sort = "",
        limit: Limit = None,
        everything: All = False,
        archived: Archived = False,
    ) -> None:
        listed(
            session(ctx),
            noun.shape,
            noun.records,
            noun.count,
            words=words,
            sort=sort,
            limit=limit,
            everything=everything,
            archived=archived,
        )

    def show(ctx: typer.Context, which: Which) -> None:
        state = session(ctx)
        with state.read() as reader:
            id = resolve(reader, which, (noun.name,)).id
            output.record(state, noun.shape, noun.record(reader, id), noun.card(reader, id))

    def archive(
        ctx: typer.Context,
        which: WhichOrMany = None,
        where: Where = None,
        dry_run: DryRun = False,
        yes: Yes = False,
    ) -> None:
        state, single = session(ctx), many.one(which, where, dry_run)
        if single is None:
            edit = Edit(archive=True)
            many.changed(state, noun.name, where or "", edit, dry_run=dry_run, yes=yes)
        else:
            noun.told(state, noun.changed(state, "archive", single, noun.archive))

    def delete(
        ctx: typer.Context,
        which: WhichOrMany = None,
        where: Where = None,
        dry_run: DryRun = False,
        yes: Yes = False,
    ) -> None:
        state, single = session(ctx), many.one(which, where, dry_run)
        if single is None:
            edit = Edit(delete=True)
            many.changed(state, noun.name, where or "", edit, dry_run=dry_run, yes=yes)
            return
        target = editing.about_to_delete(state, single, noun.name, yes)
        with state.read() as reader:
            before = noun.record(reader, target.id)
        with state.write(f"{noun.name} delete") as w:
            noun.delete(w, target.id)
        noun.told(state, (w, target.id), before)

    verb(app, "list", f"List {noun.plural}.")(list_)
    verb(app, "show", f"Show everything about a {noun.name}.")(show)

    def unarchive(ctx: typer.Context, which: Which) -> None:
        def bring_back(w: Write, id: int) -> None:
            records.unarchive(w, noun.name, id)

        state = session(ctx)
        noun.told(state, noun.changed(state, "unarchive", which, bring_back))

    verb(app, "unarchive", f"Bring an archived {noun.name} back; name it by its id.")(unarchive)
    verb(app, "archive", f"Take a {noun.name} out of the lists; nothing is lost.")(archive)
    verb(app, "delete", f"Delete a {noun.name}{noun.about}; `crm undo` brings it back.")(delete)


def add_merging(app: typer.Typer, noun: Noun) -> None:
    """Give a noun's group the verbs merge and unmerge."""
    from crm_tui.services import merging

    def merge(
        ctx: typer.Context,
        keep: Annotated[str, typer.Argument(help="The one that stays", show_default=False)],
        other: Annotated[str, typer.Argument(help="The one that goes", show_default=False)],
        take: Annotated[
            list[str] | None,
            typer.Option("--take", metavar="FIELD", help="Take this field from the other"),
        ] = None,
        yes: Yes = False,
    ) -> None:
        state = session(ctx)
        exact = not at_terminal()
        with state.read() as reader:
            kept, gone = (
                resolve(reader, which, (noun.name,), exact=exact) for which in (keep, other)
            )
        for named in (keep, other) if kept.id == gone.id else ():
            id = named.strip().removeprefix(f"{noun.name}:")
            if id.isdigit() and id != str(kept.id):
                hint = f"crm {noun.name} unmerge {id} takes it back"
                raise UsageError(f"{id} was merged into {kept.id} already", hint)
        question = f"Merge {gone.name} ({noun.name}:{gone.id}) into {kept.name} ({kept.id})?"
        editing.confirm(question, yes, refused="nothing was merged")
        with state.write(f"{noun.name} merge") as w:
            merging.merge(w, noun.name, kept.id, gone.id, take or ())
        noun.told(state, (w, kept.id))

    def unmerge(
        ctx: typer.Context,
        which: Annotated[
            str, typer.Argument(help="Id or name of the one that went, or that stayed")
        ],
    ) -> None:
        state = session(ctx)
        with state.write("undo") as w:
            reversal = merging.unmerge(w, noun.name, which.removeprefix(f"{noun.name}:"))
        told_reversal(state, "unmerged", reversal)

    verb(
        app, "merge", f"Make two {noun.plural} one: all that hangs on the other moves, its id"
        " finds the one that stays.",
    )(merge)  # fmt: skip
    verb(app, "unmerge", "Take a merge back; what was changed since is kept.")(unmerge)
