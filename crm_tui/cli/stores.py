"""crm init, crm demo, crm tour, and the app that bare `crm` opens."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import Session, note, session
from crm_tui.errors import UsageError
from crm_tui.reports.layout import Line

if TYPE_CHECKING:
    from crm_tui.workspace import Workspace

app = group("")


def open_app(state: Session) -> None:
    """The app on the store, which is made first where it is missing.

    Raises UsageError without a terminal.
    """
    if not _can_open():
        raise UsageError("the app needs a terminal", "name a command; crm --help lists them")
    state.no_other_day()
    _run(state.workspace(create=True), state.config_place[0])


@verb(app, "init")
def init(ctx: typer.Context) -> None:
    """Make a store at the default place, or where --db says."""
    from crm_tui.workspace import create_workspace

    state = session(ctx)
    state.no_other_day()
    form = output.chosen(state, "text", ("text", "json"))
    target = state.target
    workspace = create_workspace(target, state.config, None, state.acting)
    try:
        if form == "json":
            output.value({"store": target, "user": workspace.user_name})
        else:
            output.said(state, f"made a store at {target}; its user is {workspace.user_name}")
    finally:
        workspace.close()


@verb(app, "demo")
def demo(
    ctx: typer.Context,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the store in this folder")
    ] = None,
) -> None:
    """Try crm on a throw-away store with a year of sample data."""
    state = session(ctx)
    state.no_other_day()
    with tempfile.TemporaryDirectory(prefix="crm-demo-") as folder:
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        _demo(state, str(place / "demo.db"))
    if keep:
        note(f"the store is kept: crm --db {keep / 'demo.db'}")


@verb(app, "tour")
def tour(ctx: typer.Context) -> None:
    """Be shown around the app in two minutes, on a throw-away store with sample data."""
    from crm_tui.demo import build

    state = session(ctx)
    state.no_other_day()
    if not _can_open():
        raise UsageError("the tour needs a terminal", "docs/guide.md is for reading")
    with tempfile.TemporaryDirectory(prefix="crm-tour-") as folder:
        note("making a year of sample data …")
        workspace = build(str(Path(folder) / "tour.db"), state.config)
        from crm_tui.tour.app import run

        run(workspace)
    note("your own contacts next: crm import FILE brings them in, crm opens the app")


def _demo(state: Session, target: str) -> None:
    from crm_tui.cli.imports import summary
    from crm_tui.demo import build, demo_csv
    from crm_tui.importing.run import import_contacts
    from crm_tui.reports import board, due

    workspace = build(target, state.config)
    try:
        output.lines(state, [Line("A year of a small seller, made up for this demo.", "head")])
        result = import_contacts(workspace, demo_csv())
        output.lines(state, [Line(""), *summary(result)])
        with workspace.read() as reader:
            from crm_tui.queries.deals import pipelines

            items = due.gather(reader, 7)
            output.lines(state, [Line(""), *due.lines(items), Line("")])
            first = pipelines(reader)[0]
            columns = board.columns(reader, first)
            output.lines(state, board.lines(first, columns, reader.clock, output.cells()))
        output.finish()
        if _can_open():
            _run(workspace)
    finally:
        workspace.close()


def _can_open() -> bool:
    """Is there a terminal, or a browser behind crm serve, to show the app?"""
    if os.environ.get("TEXTUAL_DRIVER"):
        return True
    return sys.stdin is not None and sys.stdin.isatty() and output.at_terminal()


def _run(workspace: Workspace, settings: Path | None = None) -> None:
    from crm_tui.app import run

    run(workspace, settings)
