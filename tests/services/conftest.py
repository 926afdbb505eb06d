"""A running write, for tests that need no more than one operation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_tui.store.write import Write
from crm_tui.workspace import Workspace


@pytest.fixture
def w(workspace: Workspace) -> Iterator[Write]:
    """An operation that runs as long as the test."""
    with workspace.write("test") as opened:
        yield opened
