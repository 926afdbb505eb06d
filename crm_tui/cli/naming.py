"""Naming the records that have no name of their own: reminders and interactions."""

from __future__ import annotations

from collections.abc import Callable

from crm_tui.errors import Ambiguous, NotFound
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import id_of_uid
from crm_tui.store.reader import Reader

_SHOWN = 8


def numbered(
    reader: Reader,
    noun: str,
    named: str,
    fitting: Callable[[Page], list[tuple[int, str]]],
    *,
    exact: bool = False,
) -> int:
    """The id that `named` means: `5`, `noun:5`, a uid, or words that fit one record only.

    `fitting` finds (id, text) by words; with `exact` they are not looked for. Raises
    NotFound, and Ambiguous with those that fit.
    """
    digits = named.strip().removeprefix(f"{noun}:")
    if digits.isascii() and digits.isdigit() and len(digits) < 19:
        return int(digits)
    by_uid = id_of_uid(reader, noun, named.strip())
    if by_uid is not None:
        return by_uid
    found = [] if exact or not named.strip() else fitting(Page(named, limit=_SHOWN + 1))
    if not found:
        hint = "name it by its id" if exact else "look with the list command"
        raise NotFound(f"no {noun} '{named}'", hint)
    if len(found) > 1:
        listed = ", ".join(f"{noun}:{id} {text}" for id, text in found[:_SHOWN])
        more = ", …" if len(found) > _SHOWN else ""
        raise Ambiguous(f"'{named}' fits several: {listed}{more}", "name one by its id")
    return found[0][0]
