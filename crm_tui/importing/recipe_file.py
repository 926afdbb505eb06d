"""Recipes as TOML files: an import's mapping, kept for the next file of its kind.

    noun = "contacts"
    make = ["users"]

    [columns]
    "E-Mail 2" = "email"

    [values."sector"]
    technolgy = "technology"

The keys are those of `Recipe`; what is left out is found out from each file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crm_tui.errors import NotFound, UsageError
from crm_tui.formats.output_file import new_file
from crm_tui.formats.toml_file import read_toml
from crm_tui.importing.presets import OWN
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.text import fold

TEXTS = ("noun", "preset", "sheet", "date_order", "currency", "on_duplicate", "doubtful")
LISTS = ("make",)
MAPS = ("columns", "stages", "owners", "products", "policy")
VALUES = "values"
KEYS = (*TEXTS, *LISTS, *MAPS, VALUES)
_HEAD = "How crm imports files of one kind: crm import FILE --recipe THIS"


def read(path: Path) -> Recipe:
    """The recipe in a file. Raises NotFound, and UsageError that names file and key."""
    try:
        found = read_toml(path)
    except FileNotFoundError:
        raise NotFound(
            f"no recipe at {path}", "check its name; crm import --save-recipe makes one"
        ) from None
    for key, value in found.items():
        _check(path, key, value)
    said: dict[str, Any] = {**found, **{key: tuple(found[key]) for key in LISTS if key in found}}
    recipe = Recipe(**said)
    try:
        recipe.check()
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    return recipe


def require_room(path: Path) -> None:
    """Raises UsageError where no file can be, or one is that is no recipe and would be lost."""
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "make it, or name another file")
    if not path.exists():
        return
    try:
        read(path)
    except UsageError as error:
        raise UsageError(f"{path} is there, and is no recipe", "name another file") from error


def write(path: Path, recipe: Recipe) -> None:
    """Write what was said in a recipe, in place of one that is there. Answers for single rows
    are not kept. Raises what `require_room` raises, and CrmError where nothing can be written."""
    import tomlkit

    require_room(path)
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    defaults = {field.name: field.default for field in fields(Recipe)}
    for key in (*TEXTS, *LISTS):
        if (said := getattr(recipe, key)) != defaults[key]:
            document.add(key, said if key in TEXTS else list(said))
    for key in (*MAPS, VALUES):
        if said := getattr(recipe, key):
            document.add(key, {name: _plain(value) for name, value in said.items()})
    with new_file(path, replace=True) as stream:
        stream.write(tomlkit.dumps(document).encode())


def with_guesses(recipe: Recipe, result: ImportResult) -> Recipe:
    """A recipe with the fields that an import's columns were taken for. What crm itself wrote,
    and files that name what they hold, have none that could be meant otherwise."""
    if result.preset in OWN or result.taken:
        return recipe
    return replace(recipe, columns=result.columns)


def with_said(recipe: Recipe, said: Mapping[str, Any]) -> Recipe:
    """A recipe in which what is said counts before what it has, each by the names in `KEYS`:
    maps entry by entry. What is empty was not said."""
    changed: dict[str, Any] = {}
    for key, value in said.items():
        if value:
            is_map = isinstance(value, Mapping)
            changed[key] = _merged(getattr(recipe, key), value) if is_map else value
    return replace(recipe, **changed)


def _merged(kept: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(kept)
    for name, value in said.items():
        same = next((each for each in kept if fold(each) == fold(name)), name)
        present = found.pop(same, None)
        both = isinstance(value, Mapping) and present
        found[name] = _merged(present, value) if both else value
    return found


def _plain(value: str | Mapping[str, str]) -> str | dict[str, str]:
    return value if isinstance(value, str) else dict(value)


def _check(path: Path, key: str, value: Any) -> None:
    """Raises UsageError for a key that recipes do not have, or a value of another type."""
    if key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"{path}: recipes have no key '{key}'{meant}", f"keys: {', '.join(KEYS)}")
    if key in TEXTS and not isinstance(value, str):
        raise UsageError(f"{path}: '{key}' must be text", f'write {key} = "…"')
    if key in LISTS and not (isinstance(value, list) and _are_texts(value)):
        raise UsageError(f"{path}: '{key}' must be a list of texts", f'write {key} = ["…"]')
    if key in MAPS and not _is_map(value):
        raise UsageError(f"{path}: '{key}' must be a table of texts", _under(key))
    if key == VALUES and not (isinstance(value, dict) and all(map(_is_map, value.values()))):
        raise UsageError(f"{path}: '{key}' must have a table for each column", _under('values."…"'))


def _under(key: str) -> str:
    return f'write under [{key}]: "…" = "…"'


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts(value.values())


def _are_texts(values: Any) -> bool:
    return all(isinstance(each, str) for each in values)
