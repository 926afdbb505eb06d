"""What hangs on a record and has no name: listed by its record, named by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from crm_tui.cli import editing, output
from crm_tui.cli.naming import numbered
from crm_tui.cli.options import Yes, verb
from crm_tui.cli.output import Record, Shape
from crm_tui.cli.session import Session, session
from crm_tui.clock import Clock
from crm_tui.queries.resolve import Target, resolve
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import with_article

Of = Annotated[
    str, typer.Argument(metavar="RECORD", help="Whose: id, name or e-mail", show_default=False)
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Its id, as list shows it")]


@dataclass(frozen=True)
class Hanging:
    """A kind of thing that hangs on records: `noun` is its table, `name` what it is called,
    `nouns` the kinds of records that have some."""

    noun: str
    name: str
    nouns: tuple[str, ...]
    shape: Shape
    of_record: Callable[[Reader, Target], Iterable[Any]]
    one: Callable[[Reader, int], Any]
    as_record: Callable[[Any, Clock], Any]

    def id_of(self, reader: Reader, named: str) -> int:
        """The id that `3`, `note:3` or a uid names. Raises NotFound."""
        plain = named.strip().removeprefix(f"{self.name}:")
        id = numbered(reader, self.noun, plain, lambda _: [], exact=True)
        self.one(reader, id)
        return id

    def told(self, state: Session, w: Write, id: int, before: Record | None = None) -> None:
        """Say what was done, or write the record as it is, or was `before`."""
        editing.told(
            state, w, f"{self.name}:{id}", self.shape,
            lambda reader: before or self.as_record(self.one(reader, id), reader.clock),
        )  # fmt: skip


def add_list(app: typer.Typer, hanging: Hanging, plural: str) -> None:
    """Give a group the verb list."""

    def list_(ctx: typer.Context, of: Of) -> None:
        state = session(ctx)
        with state.read() as reader:
            target = resolve(reader, of, hanging.nouns)
            rows = hanging.of_record(reader, target)
            found = (hanging.as_record(row, reader.clock) for row in rows)
            output.records(state, hanging.shape, found)

    verb(app, "list", f"List the {plural} of a record.")(list_)


def add_delete(app: typer.Typer, hanging: Hanging, remove: Callable[[Write, int], None]) -> None:
    """Give a group the verb delete, which does `remove`."""

    def delete(ctx: typer.Context, which: Id, yes: Yes = False) -> None:
        state = session(ctx)
        with state.read() as reader:
            id = hanging.id_of(reader, which)
            before = hanging.as_record(hanging.one(reader, id), reader.clock)
        editing.confirm(f"Delete {hanging.name}:{id}?", yes)
        with state.write(f"{hanging.name} delete") as w:
            remove(w, id)
        hanging.told(state, w, id, before)

    verb(app, "delete", f"Delete {with_article(hanging.name)}; `crm undo` brings it back.")(delete)
