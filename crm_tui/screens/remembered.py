"""What the app remembers of one user's ways with one store: lists' columns and order, and
which records were open last. In a file of its own (0600) in the platform's state folder;
where that cannot be written, it is remembered until the app ends.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from crm_tui.paths import digest, private_file


class Remembered:
    """Values of JSON by name."""

    def __init__(self, state: Path, store: str, user: int) -> None:
        self._place = state / "remembered" / f"{digest(f'{store} {user}')}.json"
        self._values: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            found = json.loads(self._place.read_text(encoding="utf-8"))
            self._values = found if isinstance(found, dict) else {}

    def words(self, name: str) -> list[str]:
        """The texts kept under a name; none where there are none."""
        found = self._values.get(name)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def put(self, name: str, words: list[str]) -> None:
        """Keep texts under a name."""
        if self.words(name) == words:
            return
        self._values[name] = words
        fresh = self._place.with_suffix(".new")
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
            private_file(fresh)
            fresh.write_text(json.dumps(self._values, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._place)
