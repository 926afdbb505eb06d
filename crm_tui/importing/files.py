"""Importing a file of whatever noun: the one way in for the command line and the app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crm_tui.errors import UsageError
from crm_tui.importing.activities.columns import KINDS as ACTIVITIES
from crm_tui.importing.activities.run import import_activities
from crm_tui.importing.calendar.run import import_calendar, is_of_calendar
from crm_tui.importing.columns import are_companies
from crm_tui.importing.date_orders import Ask
from crm_tui.importing.deals.columns import are_deals
from crm_tui.importing.deals.products import IsMeant
from crm_tui.importing.deals.run import import_deals
from crm_tui.importing.mail.run import import_mail, is_mail
from crm_tui.importing.plain.products import PRODUCTS
from crm_tui.importing.plain.run import import_plain
from crm_tui.importing.plain.users import USERS
from crm_tui.importing.presets import PLAIN as NO_PRESET
from crm_tui.importing.presets import chosen
from crm_tui.importing.reading import open_tables
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.run import import_contacts
from crm_tui.importing.whole.run import import_whole, is_whole
from crm_tui.importing.work import Meet, Progress
from crm_tui.workspace import Workspace


def import_file(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    ask: Ask | None = None,
    is_meant: IsMeant | None = None,
    meet: Meet | None = None,
) -> ImportResult:
    """Import a file, or its bytes, of what the recipe says or its columns show.

    The rest is as with `importing.run.import_contacts`. Raises UsageError.
    """
    recipe.check()
    if is_mail(source, recipe):
        return import_mail(workspace, source, recipe, dry_run=dry_run, progress=progress)
    if is_of_calendar(source, recipe):
        return import_calendar(workspace, source, recipe, dry_run=dry_run, progress=progress)
    if holds_store(source, recipe):
        if recipe.columns:
            raise UsageError("a whole store has no columns to map", "leave out --map")
        return import_whole(workspace, source, dry_run=dry_run, progress=progress)
    recipe = replace(recipe, noun=recipe.noun or noun_of(source, recipe))
    return _import_rows(workspace, source, recipe, dry_run, progress, ask, is_meant, meet)


def _import_rows(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe,
    dry_run: bool,
    progress: Progress | None,
    ask: Ask | None,
    is_meant: IsMeant | None,
    meet: Meet | None,
) -> ImportResult:
    """Import a file of rows about the recipe's noun, contacts where it has none."""
    if recipe.noun in PLAIN:
        kind = PLAIN[recipe.noun]
        return import_plain(workspace, source, kind, recipe, dry_run=dry_run, progress=progress)
    if recipe.noun in ACTIVITIES:
        return import_activities(
            workspace, source, recipe, dry_run=dry_run, progress=progress, ask=ask
        )
    if recipe.noun == "deals":
        return import_deals(
            workspace, source, recipe, dry_run=dry_run, progress=progress, ask=ask,
            is_meant=is_meant,
        )  # fmt: skip
    return import_contacts(
        workspace, source, recipe, dry_run=dry_run, progress=progress, ask=ask, meet=meet
    )


PLAIN = {kind.plural: kind for kind in (PRODUCTS, USERS)}


def holds_store(source: Path | bytes, recipe: Recipe) -> bool:
    """Is it the file of a whole store, and was nothing else said?"""
    return not recipe.noun and recipe.preset in ("", "auto") and is_whole(source)


def noun_of(source: Path | bytes, recipe: Recipe) -> str:
    """What the rows of a file are about, as was said, or as their columns show; "" where that is
    found out with the program that wrote it."""
    if recipe.noun or recipe.preset not in ("", "auto"):
        return recipe.noun
    header = open_tables(source, "", recipe.sheet)[0].header
    if are_deals(header):
        return "deals"
    kinds = {**PLAIN, **ACTIVITIES}
    plain = next((name for name, kind in kinds.items() if kind.is_of(header)), "")
    alone = chosen("", header) == NO_PRESET and are_companies(header)
    return plain or ("companies" if alone else "")
