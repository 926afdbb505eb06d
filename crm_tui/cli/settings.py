"""crm config"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui import config as settings
from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import TEXTS, Session, note, session
from crm_tui.cli.shapes import SETTING
from crm_tui.errors import InvalidField
from crm_tui.keymap import check, problems

app = group("")
config = group("Settings: a file that you may edit, too; every setting has a default.")
app.add_typer(config, name="config")

Name = Annotated[str, typer.Argument(help=", ".join(settings.HELP), show_default=False)]


@verb(config, "path")
def path(ctx: typer.Context) -> None:
    """Print where the settings file is, or would be."""
    state = session(ctx)
    output.chosen(state, "text", ("text",))
    output.said(state, str(state.config_place[0]))


@verb(config, "list")
def list_(ctx: typer.Context) -> None:
    """List the settings: their values, where these come from, and what they are for."""
    state = session(ctx)
    output.records(state, SETTING, (row._asdict() for row in _settings(state)))
    for wrong in problems(state.config.keys):
        note(wrong)


@verb(config, "get")
def get(ctx: typer.Context, name: Name) -> None:
    """Print a setting's value."""
    state = session(ctx)
    form = output.chosen(state, "text", TEXTS)
    settings.known(name)
    row = next(row for row in _settings(state) if row.name == name)
    if form == "text":
        output.said(state, row.value)
    else:
        output.record(state, SETTING, row._asdict())


@verb(config, "set")
def set_(
    ctx: typer.Context,
    name: Name,
    value: Annotated[str, typer.Argument(help="Empty for the default", show_default=False)],
) -> None:
    """Set a setting in the file; its comments stay. keys.COMMAND sets a command's keys."""
    state = session(ctx)
    state.no_other_day()
    output.chosen(state, "text", TEXTS)
    place = state.config_place[0]
    _fits(name, value.strip())
    kept = settings.change(place, name, value)
    if state.wants_record:
        row = next(row for row in settings.settings(place) if row.name == name)
        output.record(state, SETTING, row._asdict())
    else:
        output.said(state, f"{name} = {kept}" if kept else f"{name} is the default again")
    if name.startswith(f"{settings.KEYS}."):
        for wrong in problems(settings.load(place).keys):
            note(wrong)


def _fits(name: str, value: str) -> None:
    """Raises InvalidField for keys, commands and themes that the app does not know."""
    if not value:
        return
    if name.startswith(f"{settings.KEYS}."):
        check(name.removeprefix(f"{settings.KEYS}."), value)
    elif name == "theme":
        from crm_tui.themes import names

        if value not in names():
            raise InvalidField(name, f"no theme '{value}'", f"one of: {', '.join(names())}")


def _settings(state: Session) -> list[settings.Setting]:
    place, named = state.config_place
    return settings.settings(place, required=named)
