"""The pages made from declarations are those that would be made now."""

from __future__ import annotations

import pytest

from docs import reference
from tests.docs.conftest import DOCS


@pytest.mark.parametrize("name", ["commands.md", "keys.md"])
def test_page_is_up_to_date(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    assert page == reference.pages()[name], "run: python docs/reference.py"
