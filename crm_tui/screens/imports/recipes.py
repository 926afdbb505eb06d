"""Recipes in the app: what was chosen for a file is saved, or read from one saved before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crm_tui.importing.recipe import Recipe
from crm_tui.importing.recipe_file import read, write
from crm_tui.screens.dialogs.form import FormDialog, Values
from crm_tui.screens.host import Host
from crm_tui.screens.paths import PATH
from crm_tui.services.values import named
from crm_tui.widgets.form import FieldSpec

_TO = FieldSpec(
    "to", "Save as", required=True, offers=PATH,
    help="a text file; crm import FILE --recipe takes it too",
)  # fmt: skip
_FROM = FieldSpec(
    "from", "Recipe", required=True, placeholder="~/people.toml", offers=PATH, picks=True,
    help="one that was saved here, or by crm import --save-recipe",
)  # fmt: skip


def save_recipe(host: Host, source: Path, recipe: Recipe) -> None:
    """Ask for the file to which the recipe is written, beside its `source` unless said."""

    def save(given: Values) -> str:
        place = Path(given["to"]).expanduser()
        with named("to"):
            write(place, recipe)
        return f"saved as {place}"

    values = {"to": str(source.parent / f"{source.stem}.toml")}
    host.push_screen(
        FormDialog("Save as a recipe", [_TO], "recipe save", None, values=values, before=save)
    )


def use_recipe(host: Host, take: Callable[[Recipe], None]) -> None:
    """Ask for a recipe's file, and take what it says in place of what was chosen."""
    found: list[Recipe] = []

    def find(given: Values) -> str:
        place = Path(given["from"]).expanduser()
        with named("from"):
            found.append(read(place))
        return f"as {place} says"

    def closed(_: object) -> None:
        for recipe in found:
            take(recipe)

    host.push_screen(FormDialog("Use a recipe", [_FROM], "recipe use", None, before=find), closed)
