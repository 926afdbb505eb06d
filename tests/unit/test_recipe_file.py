"""An import's recipe as a TOML file."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.errors import NotFound, UsageError
from crm_tui.importing.columns import apply_map, as_mapping, recognise
from crm_tui.importing.presets import PRESETS, Preset, apply
from crm_tui.importing.recipe import MAKES, MODES, NOUNS, ORDERS, WAYS, Recipe
from crm_tui.importing.recipe_file import KEYS, read, require_room, with_said, write

TEXT = st.text(max_size=9)
MAP = st.dictionaries(TEXT, TEXT, max_size=2)
RECIPES = st.builds(
    Recipe,
    noun=st.sampled_from(("", *NOUNS)),
    preset=TEXT,
    sheet=TEXT,
    columns=MAP,
    date_order=st.sampled_from(("", *ORDERS)),
    currency=TEXT,
    stages=MAP,
    owners=MAP,
    products=MAP,
    values=st.dictionaries(TEXT, MAP, max_size=3),
    make=st.lists(st.sampled_from(MAKES)).map(tuple),
    on_duplicate=st.sampled_from(MODES),
    policy=st.dictionaries(TEXT, st.sampled_from(WAYS), max_size=3),
    doubtful=st.sampled_from(("new", "skip")),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(RECIPES)
def test_a_recipe_is_read_as_it_was_written(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.toml"
        write(path, recipe)
        assert read(path) == recipe
        write(path, Recipe())
        assert read(path) == Recipe()


def test_all_that_can_be_said_is_kept() -> None:
    assert set(KEYS) == {field.name for field in fields(Recipe)} - {"answers"}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("colums = {}", "recipes have no key 'colums'; did you mean 'columns'?", "keys: noun"),
        ("noun = 1", "'noun' must be text", 'write noun = "…"'),
        ('make = "users"', "'make' must be a list of texts", 'write make = ["…"]'),
        ("[columns]\na = 1", "'columns' must be a table of texts", 'write under [columns]: "…"'),
        ('[values]\na = "b"', "'values' must have a table for each column", '[values."…"]'),
        ('noun = "dogs"', "cannot import dogs", "one of: contacts"),
        ("noun =", "is not valid TOML", "mend that line"),
        ("a=" + "[" * 9999, "is nested too deeply", "check the file"),
        ("\0", "is not valid TOML", "mend that line"),
    ],
)
def test_what_is_wrong_in_a_recipe_is_told(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as told:
        read(path)
    assert str(path) in told.value.message
    assert message in told.value.message
    assert hint in told.value.hint
    with pytest.raises(UsageError, match="is there, and is no recipe"):
        require_room(path)
    with pytest.raises(UsageError, match="there is no folder"):
        require_room(tmp_path / "none" / "people.toml")
    assert path.read_text() == text
    with pytest.raises(NotFound):
        read(tmp_path / "none.toml")


def test_what_is_said_wins_entry_by_entry() -> None:
    kept = Recipe(
        noun="deals",
        on_duplicate="fill",
        stages={"Won!": "Won", "Lost!": "Lost"},
        values={"sector": {"a": "1", "b": "2"}},
    )
    said = {"noun": "", "stages": {"won!": "Closed"}, "values": {"Sector": {"b": "3"}}}
    assert with_said(kept, {**said, "on_duplicate": "update"}) == replace(
        kept,
        on_duplicate="update",
        stages={"Lost!": "Lost", "won!": "Closed"},
        values={"Sector": {"a": "1", "b": "3"}},
    )


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_guesses_that_are_said_mean_the_same(preset: Preset) -> None:
    header = ["Name", "E-mail 2", "Shoe Size", *dict.fromkeys([*preset.fields, *preset.signature])]
    columns = apply(preset, recognise(header, preset.noun))
    assert apply_map(columns, as_mapping(columns)) == columns
