"""crm edit: records as a text in the user's own editor"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Archived, Filter, Limit, Sort, Yes, group, verb
from crm_tui.cli.session import TEXTS, Session, at_terminal, line_asked, note, session
from crm_tui.editor import edited_on, editor_named, kept_page
from crm_tui.errors import Conflict, CrmError, NotFound, PartlyDone, UsageError
from crm_tui.formats.aligned import Mistake, moved, with_mistakes, without_mistakes
from crm_tui.paths import default_state, edits_folder
from crm_tui.queries import operations
from crm_tui.queries.paging import Page
from crm_tui.services import as_text, sheets
from crm_tui.services.as_text import Asked, Outcome
from crm_tui.services.sheets import KINDS, Kind, Sheet
from crm_tui.text import counted

app = group("")


@verb(app, "edit")
def edit(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help=", ".join(KINDS), show_default=False)],
    words: Filter = None,
    columns: Annotated[
        str, typer.Option("--columns", metavar="NAMES", help="Columns, with commas between")
    ] = "",
    source: Annotated[
        str,
        typer.Option("--from", metavar="FILE", help="A text of before; - is standard input"),
    ] = "",
    sort: Sort = "",
    limit: Limit = None,
    archived: Archived = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change")] = False,
    yes: Yes = False,
) -> None:
    """Edit records as a text in your editor; what changes is shown, asked about, and one
    operation. For stages the filter is a pipeline's name."""
    state = session(ctx)
    state.no_other_day()
    state.known_format(TEXTS)
    kind = sheets.kind_named(what)
    if not (at_terminal() or yes or dry_run):
        raise UsageError("without a terminal this needs --yes", "look first with --dry-run")
    if source:
        text = _text_in(source)
        sheet = _sheet_of(state, kind, text)
    else:
        page = Page(
            filter=" ".join(words or ()), sort=sort, limit=limit, archived=archived,
            me=state.workspace().user_id,
        )  # fmt: skip
        names = [name.strip().replace("-", "_") for name in columns.split(",") if name.strip()]
        with state.read() as reader:
            sheet = sheets.sheet(reader, kind, page, names)
        text = as_text.text_of(sheet)
    if not sheet.rows:
        note("nothing found")
        return
    talk = _Talk(state, sheet, dry_run=dry_run, yes=yes)
    if source:
        talk.goes_on_with(Path(source))
    with talk.kept():
        talk.hold(text, opened=not source)


def _text_in(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise NotFound(f"no text at {source}", "check its name") from None


def _sheet_of(state: Session, kind: Kind, text: str) -> Sheet:
    """The records that a text of before is about, as they are now; whoever changed one since
    the text was made has changed it meanwhile."""
    with state.read() as reader:
        rows = sheets.rows_by_id(reader, kind, as_text.ids_of(text))
        since, now = as_text.since_of(text), operations.cursor(reader)
    return Sheet(kind, kind.usual, rows, now if since is None else since)


class _Talk:
    """A text goes to the editor and comes back until what it asks for is done, or is not to
    be; what was typed and is not in the store stays in a file that is named."""

    def __init__(self, state: Session, sheet: Sheet, *, dry_run: bool, yes: bool) -> None:
        self._state, self._sheet = state, sheet
        self._dry_run, self._yes = dry_run, yes
        self._kind = next(name for name, kind in KINDS.items() if kind is sheet.kind)
        self._folder = edits_folder(default_state(), state.target)
        self._page: Path | None = None

    def goes_on_with(self, page: Path) -> None:
        """Write on a page of before, if it is one that was kept."""
        if page.parent.resolve() == self._folder.resolve():
            self._page = page

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Name the file with what was typed, if it is still there in the end."""
        try:
            yield
        finally:
            if self._page is not None and self._page.exists():
                note(
                    f"what you typed is kept; go on with: crm edit {self._kind} --from {self._page}"
                )

    def hold(self, text: str, *, opened: bool) -> None:
        """Do what the text asks for; at first it goes to the editor if it is `opened`."""
        while True:
            typed = self._typed(text) if opened else text
            asked, outcome = self._rehearsed(typed)
            if mistakes := [*asked.mistakes, *outcome.mistakes]:
                text = self._to_mend(text if opened else "", typed, mistakes)
            elif (answer := self._answer(asked, outcome)) != "edit":
                if answer == "yes":
                    self._do(asked)
                return
            else:
                text = typed
            opened = True

    def _typed(self, text: str) -> str:
        """What the editor makes of a text."""
        editor = editor_named()
        if not editor:
            raise CrmError("no editor is named", f"set EDITOR: EDITOR=nano crm edit {self._kind}")
        if self._page is None:
            self._page = kept_page(self._folder, f"{self._kind}-{self._sheet.since}")
        return edited_on(self._page, text, editor)

    def _rehearsed(self, typed: str) -> tuple[Asked, Outcome]:
        """What is asked for, and what would be done."""
        with self._state.workspace().rehearsal(f"edit {self._kind}") as w:
            asked = as_text.asked(w, self._sheet, typed)
            return asked, as_text.apply(w, self._sheet, asked.edits)

    def _to_mend(self, text: str, typed: str, mistakes: list[Mistake]) -> str:
        """The text with its mistakes told in it, to be edited again. Raises UsageError where
        nobody mends them: the editor changed nothing, or there is none."""
        told = with_mistakes(typed, mistakes)
        unchanged = without_mistakes(typed) == without_mistakes(text) != text
        if unchanged or not editor_named() or (not text and not at_terminal()):
            first = min(mistakes)
            if self._page is not None:
                self._page.write_text(told, encoding="utf-8")
                first = min(moved(typed, mistakes))
            more = f", and {len(mistakes) - 1} more" if len(mistakes) > 1 else ""
            raise UsageError(f"line {first.line}: {first.message}{more}", first.hint)
        for line in told.split("\n")[: len(mistakes)]:
            note(line)
        return told

    def _answer(self, asked: Asked, outcome: Outcome) -> str:
        """Show what would be done; then yes, no or edit."""
        lines = list(as_text.in_words(outcome, self._sheet, asked.left_out))
        if self._dry_run:
            for line in lines or ["nothing to change"]:
                output.said(self._state, line)
            self._drop()
            return "no"
        for line in lines:
            note(line)
        if not outcome.changes or self._yes:
            return "yes"
        question = f"Change {counted(len(outcome.changes), self._sheet.kind.noun)}? "
        answer = line_asked(f"{question}[y]es, [e]dit again, [N]o: ").casefold()
        if answer in ("y", "yes"):
            return "yes"
        if answer in ("e", "edit"):
            return "edit"
        raise CrmError("nothing was changed")

    def _do(self, asked: Asked) -> None:
        with self._state.write(f"edit {self._kind}") as w:
            outcome = as_text.apply(w, self._sheet, asked.edits)
            if outcome.mistakes:  # somebody has changed what was rehearsed a moment ago
                raise Conflict(outcome.mistakes[0].message, outcome.mistakes[0].hint)
        if self._state.wants_record:
            output.value(_as_record(outcome, asked, w.operation))
        else:
            output.said(self._state, w.summary if outcome.changes else "nothing to change")
        if not outcome.conflicts:
            self._drop()
            return
        told = f"{counted(len(outcome.conflicts), 'line')} left alone: changed meanwhile"
        kind = PartlyDone if outcome.changes else Conflict
        raise kind(told, "look at the records again, then repeat your change")

    def _drop(self) -> None:
        if self._page is not None:
            self._page.unlink(missing_ok=True)


def _as_record(outcome: Outcome, asked: Asked, operation: int) -> dict[str, Any]:
    """What was done, for programs."""
    return {
        "changed": [
            {
                "id": change.id,
                "name": change.name,
                "fields": {name: {"from": old, "to": new} for name, old, new in change.cells},
            }
            for change in outcome.changes
        ],
        "left_alone": [{"line": line, "why": message} for line, message, _ in outcome.conflicts],
        "left_out": asked.left_out,
        "operation": operation if outcome.changes else None,
    }
