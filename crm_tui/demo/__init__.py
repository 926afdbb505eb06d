"""A year of a small seller's data to look around in; nobody in it exists.

`build` makes a store with it, `demo_csv` is a file to import there.
"""

from __future__ import annotations

from pathlib import Path

from crm_tui.demo.build import build

__all__ = ["build", "demo_csv"]


def demo_csv() -> Path:
    """Contacts as an address book exports them: some that the demo's store has already,
    some new, one twice, and one row that cannot be read."""
    return Path(__file__).with_name("contacts.csv")
