"""The `crm` command: which commands there are, and how their errors end.

A noun's module is imported only when the noun is named, so that starting stays quick.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.main import get_command, get_group

from crm_tui.cli.options import HELP_NAMES, Group
from crm_tui.cli.session import Session, session

# name -> the module in crm_tui.cli that has it, and its line in the help
_COMMANDS = {
    "contact": ("contacts", "People: add, list, show, edit, archive, delete, merge"),
    "company": ("companies", "Companies: add, list, show, edit, archive, delete, merge"),
    "channel": ("channels", "E-mails, phones and websites: add, edit, delete"),
    "preference": ("preferences", "How a contact wants to be reached: show, set"),
    "consent": ("preferences", "What a contact allowed: add, list, withdraw"),
    "date": ("dates", "Birthdays, renewals and other key dates: add, list, edit, delete"),
    "relationship": ("relationships", "Who belongs to whom: add, list, delete"),
    "note": ("notes", "Notes on a record: add, list, edit, delete"),
    "attach": ("attachments", "Keep files with a record"),
    "attachment": ("attachments", "Attached files: list, save, open, delete, clean"),
    "deal": ("deals", "Deals: add, list, show, edit, move, win, lose, reopen, board"),
    "product": ("products", "The catalogue of products: add, list, show, edit, archive, delete"),
    "board": ("board", "The pipeline as columns"),
    "pipeline": ("pipelines", "Pipelines: list, show, add, edit"),
    "stage": ("stages", "Stages of a pipeline: add, edit, reorder, delete"),
    "capture": ("capture", "One line: what happened, what is next, what changes"),
    "log": ("log", "Record a call, an e-mail, a meeting; with the next step"),
    "interaction": ("interactions", "What was recorded: list, show, edit, delete"),
    "timeline": ("timeline", "What happened, newest first"),
    "remind": ("reminders", "Reminders: add, list, show, edit, done, snooze, drop"),
    "due": ("due", "What is overdue, due today and in the days ahead"),
    "why": ("why", "Why a computed value is what it is"),
    "next": ("next", "Whose turn it is, with a brief; and what came of it"),
    "status": ("status", "One short line for a shell prompt"),
    "edit": ("edit", "Many records as a text in your editor"),
    "privacy": ("privacy", "What is held on people: export, erase, retain"),
    "import": ("imports", "Contacts, companies and deals from CSV, JSON and vCard files"),
    "export": ("exports", "Records to a CSV, JSON, vCard or calendar file"),
    "history": ("journal", "What was changed, newest first"),
    "undo": ("journal", "Take back an operation"),
    "redo": ("journal", "Do an undone operation again"),
    "tag": ("tags", "Tags: list, rename, delete"),
    "pin": ("pins", "What you keep at hand: list, add, delete"),
    "segment": ("segments", "Saved filters: list, show, add, edit, delete"),
    "field": ("fields", "Custom fields: list, add, edit, delete"),
    "user": ("users", "Users: list, add, edit"),
    "dupes": ("dupes", "Contacts that may be one person: scan, list, distinct"),
    "search": ("search", "Everything that holds the words"),
    "backup": ("backups", "Copy the store into a file, and check the copy"),
    "restore": ("backups", "Bring a backup back"),
    "doctor": ("doctor", "Check the store, and mend it"),
    "config": ("settings", "Settings: path, list, get, set"),
    "completion": ("completion", "A script for bash, zsh or fish, to complete with the tab key"),
    "serve": ("serve", "The app in a browser"),
    "init": ("stores", "Make a store"),
    "demo": ("stores", "A throw-away store with sample data"),
    "tour": ("stores", "Be shown around in two minutes, on sample data"),
}


class _Root(Group):
    """All commands, each imported when it is named."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands: dict[str, Any] = dict.fromkeys(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        if self.commands[cmd_name] is None:
            module = import_module(f"crm_tui.cli.{_COMMANDS[cmd_name][0]}")
            self.commands.update(get_group(module.app).commands)
        return self.commands[cmd_name]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in _COMMANDS.items()])


app = typer.Typer(
    cls=_Root,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP_NAMES,
)


@app.callback()
def root(ctx: typer.Context) -> None:
    """The CRM that lives in the terminal. Without a command it opens the app."""
    if ctx.invoked_subcommand is None:
        from crm_tui.cli.stores import open_app

        open_app(session(ctx))


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    from crm_tui.cli import output

    output.prepare_streams()
    if shell := os.environ.get("_CRM_COMPLETE"):
        from crm_tui.cli.completing import LINE, answer

        answer(get_command(app), shell, os.environ.get(LINE, ""))
        sys.exit(0)
    # A list of 20,000 rows makes no cycles: looking for them took a fifth of `crm due`.
    gc.set_threshold(100_000)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; answers its exit code. Whatever goes wrong is told on stderr."""
    from crm_tui.cli import output

    state = Session()
    try:
        code = get_command(app)(arguments, prog_name="crm", standalone_mode=False, obj=state)
        output.finish()
        return code if isinstance(code, int) else 0
    except BaseException as error:
        # Typer ends the process itself when whoever reads has closed the pipe.
        if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
            output.abandon()
            return 0
        from crm_tui.cli.failures import tell

        return tell(error, arguments)
    finally:
        state.close()
