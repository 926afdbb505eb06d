"""Options that every command takes, before or after its name, and those many share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from crm_tui import __version__
from crm_tui.cli import output

F = TypeVar("F", bound=Callable[..., Any])
HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class Everywhere:
    """Adds the global options to a command or a group of commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        own: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        return [*own, *_global_options()]


class Command(Everywhere, TyperCommand):
    """A command that takes the global options."""


class Group(Everywhere, TyperGroup):
    """A noun with its verbs, which takes the global options."""


def group(help: str) -> typer.Typer:
    """An empty group of commands: the verbs of a noun, or the commands of a module."""
    return typer.Typer(
        cls=Group,
        help=help,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        context_settings=HELP_NAMES,
    )


def verb(app: typer.Typer, name: str, help: str | None = None) -> Callable[[F], F]:
    """Decorator: a function becomes the command `name` of the group. Its help is `help`,
    or else its docstring."""
    return app.command(name, cls=Command, context_settings=HELP_NAMES, help=help)


def _keep(ctx: Any, param: Any, value: Any) -> None:
    if value not in (None, False) and ctx.obj is not None:
        setattr(ctx.obj, param.name, value)


def _keep_json(ctx: Any, _: Any, value: bool | None) -> None:
    if value and ctx.obj is not None:
        ctx.obj.format = "json"


def _keep_plain(ctx: Any, _: Any, value: bool | None) -> None:
    if value and ctx.obj is not None:
        ctx.obj.color = False


def _version(ctx: Any, _: Any, value: bool | None) -> None:
    if value and not ctx.resilient_parsing:
        output.page([f"crm {__version__}\n"])
        raise typer.Exit


@cache
def _global_options() -> tuple[TyperOption, ...]:
    def option(names: str, help: str, callback: Any = _keep, **more: Any) -> TyperOption:
        return TyperOption(
            param_decls=names.split(), help=help, callback=callback, expose_value=False, **more
        )

    return (
        option("db --db", "The store: a file or a postgresql:// URL (CRM_DB)", metavar="STORE"),
        option("config_file --config", "The settings file (CRM_CONFIG)", metavar="FILE"),
        option("user --user", "Act as this user (CRM_USER)", metavar="NAME"),
        option("on --on", "For reading: take this day for today", metavar="DATE"),
        option(
            "format --format",
            "table, json, jsonl, csv, tsv, ids; for texts also text",
            metavar="FORMAT",
        ),
        option("json --json", "The same as --format json", _keep_json, is_flag=True),
        option(
            "raw --raw",
            "CSV and TSV: cells as they are, even where they are formulas",
            is_flag=True,
        ),
        option("no_color --no-color", "Without colors (NO_COLOR)", _keep_plain, is_flag=True),
        option("version --version", "The version", _version, is_flag=True, is_eager=True),
    )


Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="Set a field; an empty value clears it"),
]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Add a tag")]
Untags = Annotated[list[str] | None, typer.Option("--untag", metavar="TAG", help="Take a tag off")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask")]
Filter = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILTER]...",
        help="Words to find, or a filter: company:acme no:next (docs: filters)",
        show_default=False,
    ),
]
Sort = Annotated[str, typer.Option("--sort", metavar="FIELD", help="Order; -FIELD for descending")]
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", min=0, max=2**31, metavar="N", help="At most so many")
]
All = Annotated[bool, typer.Option("--all", help="All of them, however many")]
Archived = Annotated[bool, typer.Option("--archived", help="The archived ones instead")]
