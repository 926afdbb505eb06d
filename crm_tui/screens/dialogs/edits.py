"""Editing a record that someone else may change meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from crm_tui.errors import Conflict
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write


class Seen(NamedTuple):
    """A record's version, and its fields as a form shows them."""

    version: int
    values: dict[str, str]


class Edit:
    """A dialog's job: writes changed fields to the record as it was seen.

    If it was changed since, the error says which fields are other now; saving again
    then writes over them.
    """

    def __init__(
        self,
        read: Callable[[Reader], Seen],
        change: Callable[[Write, Values, int], object],
        seen: Seen,
    ) -> None:
        self._read, self._change, self._seen = read, change, seen

    def __call__(self, w: Write, values: Values) -> None:
        """Write `values`, only the changed ones. Raises Conflict."""
        try:
            self._change(w, values, self._seen.version)
        except Conflict as error:
            before, self._seen = self._seen, self._read(w)
            others = [
                f"{name.replace('_', ' ')} is now “{text}”"
                for name, text in self._seen.values.items()
                if text != before.values.get(name)
            ]
            told = "; ".join(others) or "none of these fields"
            raise Conflict(f"{error.message}: {told}", "save again to keep yours") from error


def given(values: Values) -> dict[str, str]:
    """The fields in which something was typed."""
    return {name: text for name, text in values.items() if text}
