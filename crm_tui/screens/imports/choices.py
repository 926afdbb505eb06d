"""What can be said of a file before it is imported: as whose, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from crm_tui.importing.look import Look
from crm_tui.importing.presets import NAMES
from crm_tui.importing.recipe import Recipe
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.screens.imports.recipes import use_recipe

Take = Callable[[Recipe], None]
_NOUNS = (
    ("", "found out", "by the columns"),
    ("contacts", "Contacts", "with their companies"),
    ("companies", "Companies", ""),
    ("deals", "Deals", "with companies and products"),
    ("products", "Products", "the catalogue"),
    ("users", "Users", "who works here"),
    ("interactions", "Interactions", "what happened"),
    ("reminders", "Reminders", "what is to be done"),
)
_MODES = (
    ("update", "overwrite what is here"),
    ("fill", "set what is empty here"),
    ("skip", "leave what is here alone"),
    ("create", "put another beside it"),
)
_ORDERS = (("", "as its columns show"), ("DMY", "day first: 31/12/2026"),
           ("MDY", "month first: 12/31/2026"))  # fmt: skip
_MAKES = {
    "stages": "stages that are not here",
    "users": "owners who are no users",
    "products": "products that are not in the catalogue",
    "contacts": "contacts of those who are unknown",
}
# Which of them a file of a noun can need.
_NEEDED = {
    "contacts": ("users",),
    "companies": ("users",),
    "deals": ("stages", "users", "products"),
    "interactions": ("contacts", "users"),
    "reminders": ("contacts", "users"),
    "mail": ("contacts",),
    "calendar": ("contacts",),
}


def choose_noun(host: Host, recipe: Recipe, take: Take) -> None:
    """Ask what the rows are about; what was said of columns is not meant for another noun."""
    _ask(
        host, "The file holds", [(label, note) for _, label, note in _NOUNS],
        lambda n: take(replace(recipe, noun=_NOUNS[n][0], preset="", columns={}, policy={})),
    )  # fmt: skip


def choose_options(host: Host, recipe: Recipe, found: Look, take: Take) -> None:
    """Ask which of the other things that can be said is to be said otherwise."""
    lines: list[tuple[str, str, Callable[[], None]]] = []
    if found.noun in ("contacts", "companies"):
        lines.append(
            ("Written by", found.program or "any program", lambda: _program(host, recipe, take))
        )
    if found.columns:
        lines.append(
            ("Rows of records that are here", recipe.on_duplicate,
             lambda: _mode(host, recipe, take))
        )  # fmt: skip
        lines.append(("Dates", recipe.date_order or "as they show",
                      lambda: choose_order(host, "Dates are written", recipe, take)))  # fmt: skip
        lines.append(("Use a recipe", "", lambda: use_recipe(host, take)))
    for what in _NEEDED.get(found.noun, ()):
        made = what in recipe.make
        kept = tuple(each for each in recipe.make if each != what)
        other = replace(recipe, make=kept if made else (*kept, what))
        lines.append((f"Make {_MAKES[what]}", "yes" if made else "no", partial(take, other)))
    if not lines:
        host.say("there is nothing to choose with such a file")
        return
    _ask(host, "Options", [(label, now) for label, now, _ in lines], lambda n: lines[n][2]())


def choose_order(host: Host, title: str, recipe: Recipe, take: Take) -> None:
    """Ask in which order dates are that leave it open."""
    _ask(
        host, title, [(order or "found out", note) for order, note in _ORDERS],
        lambda n: take(replace(recipe, date_order=_ORDERS[n][0])),
    )  # fmt: skip


def _program(host: Host, recipe: Recipe, take: Take) -> None:
    names = ("auto", *NAMES)
    _ask(
        host, "Written by", [(name, "found out" * (name == "auto")) for name in names],
        lambda n: take(replace(recipe, preset=names[n], noun="")),
    )  # fmt: skip


def _mode(host: Host, recipe: Recipe, take: Take) -> None:
    _ask(
        host, "Where a row's record is here already", _MODES,
        lambda n: take(replace(recipe, on_duplicate=_MODES[n][0])),
    )  # fmt: skip


def _ask(
    host: Host, title: str, entries: Sequence[tuple[str, str]], then: Callable[[int], None]
) -> None:
    """A menu whose entries go by numbers."""
    keys = [str(number) if number < 10 else "" for number in range(1, len(entries) + 1)]

    def chosen(number: int | None) -> None:
        if number is not None:
            then(number)

    lines = [(key, *entry) for key, entry in zip(keys, entries, strict=True)]
    host.push_screen(Menu(title, lines), chosen)
