"""What commands that write have in common: fields from options, tags, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from crm_tui.cli import output
from crm_tui.cli.output import Record, Shape
from crm_tui.cli.session import Session, asked, at_terminal, note
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.queries.operations import was_recorded
from crm_tui.queries.resolve import Target, resolve
from crm_tui.services import records
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write

if TYPE_CHECKING:
    from crm_tui.queries.namesakes import Likely

ReadRecord = Callable[[Reader], Record]


def given(sets: Iterable[str] | None, **options: str | None) -> dict[str, str]:
    """Options that were named, and what --set says, as `{field: text}`.

    Raises UsageError for a --set without `=`.
    """
    values = {name: text for name, text in options.items() if text is not None}
    for item in sets or ():
        name, equals, text = item.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--set {item}: it needs a field and a value", "--set title=CEO")
        values[name.strip().replace("-", "_")] = text
    return values


def something(values: dict[str, str], *more: Any) -> None:
    """Raises UsageError for an edit that names nothing to change."""
    if not values and not any(more):
        raise UsageError("nothing to change", "name a field, for example --set title=CEO")


def retag(
    w: Write, target: tuple[str, int], tags: Iterable[str] | None, untags: Iterable[str] | None
) -> None:
    """Put tags on a record and take others off, as a part of what is being done."""
    summary = w.summary
    for name in tags or ():
        records.tag(w, *target, name)
    for name in untags or ():
        records.untag(w, *target, name)
    w.summary = summary or w.summary


def told(state: Session, w: Write, named: str, shape: Shape, read: ReadRecord) -> None:
    """Say what was done in a line, or write the record when a format was asked for."""
    with state.read() as reader:
        if state.wants_record:
            output.record(state, shape, read(reader))
        elif was_recorded(reader, w.operation):
            output.said(state, f"{w.summary} ({named})")
        else:
            output.said(state, f"nothing to change ({named})")


def about_to_delete(state: Session, named: str, noun: str, yes: bool) -> Target:
    """The record to delete, after a yes where somebody is there to ask.

    Raises NotFound for a fragment of a name without a terminal, CrmError for a no.
    """
    someone = at_terminal()
    try:
        with state.read() as reader:
            target = resolve(reader, named, (noun,), exact=not someone)
    except NotFound as error:
        part = "" if someone else "; without a terminal a part of a name is not enough"
        raise NotFound(error.message, error.hint + part) from error
    confirm(f"Delete {noun} {target.name} ({noun}:{target.id})?", yes)
    return target


def confirm(question: str, yes: bool, refused: str = "nothing was deleted") -> None:
    """Raises CrmError unless the answer, `yes` or the lack of a terminal, allows it."""
    if at_terminal() and not yes and not asked(question):
        raise CrmError(refused)


def alike(state: Session, noun: str, values: Mapping[str, str]) -> list[Likely]:
    """The contacts or companies that may be the one that is about to be added."""
    from crm_tui.queries.namesakes import likely_same

    state.workspace(create=not state.named_store)
    with state.read() as reader:
        return likely_same(reader, noun, values, state.config.region)


def warn(found: Iterable[Likely], yes: bool) -> None:
    """Where somebody is there: tell of records that may be the same, and ask whether another
    is to be added. Raises CrmError for a no."""
    if not found or not at_terminal() or yes:
        return
    for same in found:
        note(f"there is {same.noun}:{same.id} {same}")
    if not asked("Add another?"):
        raise CrmError("nothing was added")


def tell_alike(named: str, found: Iterable[Likely]) -> None:
    """Say of a new record which others it may be the same as."""
    for same in found:
        note(f"{named} may be the same as {same.noun}:{same.id} {same}")


def understood(what: str, when: str) -> None:
    """Say on standard error how a date was understood."""
    note(f"{what}: {when}")
