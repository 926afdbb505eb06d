"""Whole programs on stores of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Program, program


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def crm(home: Path, target: str) -> Program:
    """`crm` on a fresh store, on each database."""
    return program(home, target)


@pytest.fixture
def crm_on_file(home: Path, sqlite_target: str) -> Program:
    """`crm` on a fresh file."""
    return program(home, sqlite_target)


@pytest.fixture
def crm_on_server(home: Path, postgres_target: str) -> Program:
    """`crm` on a fresh database of a server."""
    return program(home, postgres_target)
