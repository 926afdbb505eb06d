"""Which file to import: typed with its path completed, or chosen from a folder."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from crm_tui.clock import Clock
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.imports.folder import UP, Entry, entries, is_maildir
from crm_tui.screens.imports.plan import PlanScreen
from crm_tui.screens.keys import bindings
from crm_tui.screens.paths import PATH, path_offers
from crm_tui.widgets.fields import FormField
from crm_tui.widgets.form import FieldSpec
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow, VirtualTable

COLUMNS = (
    Column("name", "File", 34, flex=1),
    Column("size", "Size", 9, align="right"),
    Column("day", "Written", 14),
)
EMPTY = "This folder cannot be read"
_PATH = FieldSpec(
    "path", "File or folder", placeholder="~/Downloads/contacts.csv", offers=PATH, picks=True,
    help="CSV, Excel, JSON, vCard, iCalendar or mail; begin to type, choose with ↓,"
    " tab goes into a folder",
)  # fmt: skip


class ImportScreen(RecordActions):
    """A folder's files above which a path can be typed."""

    WHERE = "import"
    BINDINGS = bindings(WHERE)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._rows: list[TableRow] = []
        self._came_from = ""

    def body(self) -> ComposeResult:
        """The path, and below it the folder."""
        yield FormField(_PATH, f"{shown(self._folder)}/")
        yield VirtualTable(COLUMNS, empty=EMPTY)

    @property
    def table(self) -> VirtualTable:
        """The folder's entries."""
        return self.query_one(VirtualTable)

    @property
    def field(self) -> FormField:
        """The path."""
        return self.query_one(FormField)

    def subject(self) -> Target | None:
        """No record is shown here."""
        return None

    async def reread(self) -> None:
        """Read the folder anew."""
        try:
            self._rows = await asyncio.to_thread(_rows_of, self._folder, self.host.clock)
        except OSError as error:
            self._rows = []
            raise NotFound(f"{shown(self._folder)}: {error.strerror}", "choose another") from error
        finally:
            keep = self._came_from or self.table.cursor_key
            self.table.reset(total=len(self._rows), keep_key=keep)

    @on(VirtualTable.NeedRows)
    def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        self.table.feed_from(self._rows, wanted)

    # -- where to go -------------------------------------------------------------------------

    @on(VirtualTable.Selected)
    def _selected(self, event: VirtualTable.Selected) -> None:
        self._choose(self._folder.parent if event.key == UP else self._folder / str(event.key))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(Path(self.field.value.strip()).expanduser())

    def _choose(self, path: Path) -> None:
        """Go into a folder, or take a file."""
        try:
            if path.is_dir() and not is_maildir(path):
                self._enter(path.resolve())
            else:
                self._take(path)
        except CrmError as error:
            self.host.complain(error)
        except OSError as error:
            self.host.complain(NotFound(f"{shown(path)}: {error.strerror}"))

    def _enter(self, folder: Path) -> None:
        self._came_from = self._folder.name if folder == self._folder.parent else ""
        self._folder = folder
        self.field.value = f"{shown(folder)}/"
        self.table.focus()
        self.table.move_to(0)
        self.load()

    def _take(self, path: Path) -> None:
        if not path.exists():
            raise NotFound(f"no file at {shown(path)}", "check its name")
        if not (path.is_file() or path.is_dir()):
            raise UsageError(f"{shown(path)} is no file", "choose another")
        plan = PlanScreen(path)

        def returned(_: None) -> None:
            if plan.imported:  # there is nothing more to choose
                self.dismiss()

        self.app.push_screen(plan, returned)

    @on(FormField.Typed)
    def _typed(self, event: FormField.Typed) -> None:
        self.host.work(partial(self._offer, event), node=self, group="offers")

    async def _offer(self, typed: FormField.Typed) -> None:
        typed.field.offer(typed.part, await asyncio.to_thread(path_offers, typed.part))

    # -- commands ----------------------------------------------------------------------------

    def action_back(self) -> None:
        """From the path to the folder, from there to where one came from."""
        if self.field.has_focus_within:
            self.field.value = f"{shown(self._folder)}/"
            self.table.focus()
        else:
            self.dismiss()

    def action_import_path(self) -> None:
        """Type a path."""
        self.field.take_focus()

    def action_import_up(self) -> None:
        """The folder above."""
        self._choose(self._folder.parent)


def _rows_of(folder: Path, clock: Clock) -> list[TableRow]:
    """What of a folder could be imported, or gone into. Raises OSError."""
    return [_row(entry, clock) for entry in entries(folder)]


def _row(entry: Entry, clock: Clock) -> TableRow:
    name = safe(f"{entry.name}/", "$text-muted") if entry.is_folder else safe(entry.name)
    return TableRow(entry.name, (name, *entry.told(clock)))


def shown(path: Path) -> str:
    """A path as people write it, with `~` for their own folder."""
    home = str(Path.home())
    text = str(path)
    return f"~{text[len(home) :]}" if text == home or text.startswith(f"{home}/") else text
