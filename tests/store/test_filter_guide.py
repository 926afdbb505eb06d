"""docs/filters.md tells the truth: each example finds what the page says it finds, and the
page names every field there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.domain.filters import FilterError
from crm_tui.queries.filter_fields import FIELDS, STATES
from crm_tui.queries.filter_relations import RELATIONS
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace
from tests.store.filter_lists import found
from tests.store.filter_store import fill

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
HEADINGS = {
    "Contacts": "contact",
    "Companies": "company",
    "Deals": "deal",
    "Products": "product",
    "Reminders": "reminder",
    "Interactions": "interaction",
}
_ROW = re.compile(r"\| `(.+?)` \| (.+) \| (.+) \|")


def examples() -> Iterator[tuple[str, str, str, str]]:
    """The noun, filter, meaning and result of each row."""
    for section in PAGE.split("\n## ")[1:]:
        noun = HEADINGS.get(section.partition("\n")[0])
        for row in _ROW.findall(section) if noun else ():
            yield (noun, *row)


def field_table(noun: str) -> str:
    """What the page says of a noun's fields, made from the catalogue."""
    rows = [
        (f"`{field.name}`", field.label + _also(field.also), f"`{field.example}`")
        for field in FIELDS[noun]
    ]
    rows += [
        (f"`{relation.name}`", relation.label, f"`{relation.example}`")
        for relation in RELATIONS[noun]
    ]
    rows += [(f"`is:{state.name}`", state.label.capitalize(), "") for state in STATES[noun]]
    lines = (f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)
    return "\n".join(["| field | what | example |", "| --- | --- | --- |", *lines])


def _also(names: tuple[str, ...]) -> str:
    return f" (also {', '.join(f'`{name}`' for name in names)})" if names else ""


def answer(reader: Reader, noun: str, text: str, user_id: int) -> tuple[str, str]:
    """What a filter finds, or its mistake and the hint to it."""
    try:
        return ", ".join(found(reader, noun, text, user_id)) or "nobody", ""
    except FilterError as error:
        return error.message, error.hint


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    """The store that the page describes."""
    with workspace.write("test") as w:
        fill(w)
    return workspace


def test_every_example_finds_what_the_page_says(store: Workspace) -> None:
    with store.read() as reader:
        for noun, text, meaning, result in examples():
            said, hint = answer(reader, noun, text, store.user_id)
            assert (text, said) == (text, result)
            # Beside a mistake the page shows what the hint begins with.
            assert hint.startswith(meaning) if hint else True


def test_the_page_has_examples_of_every_noun() -> None:
    counted = [noun for noun, *_ in examples()]
    assert {noun: counted.count(noun) >= 8 for noun in FIELDS} == dict.fromkeys(FIELDS, True)


@pytest.mark.parametrize("noun", FIELDS)
def test_the_page_lists_every_field(noun: str) -> None:
    assert f"\n### Fields of a {noun}\n\n{field_table(noun)}\n" in PAGE.replace("of an ", "of a ")


def test_every_fields_own_example_and_every_other_name_works(store: Workspace) -> None:
    with store.read() as reader:
        for noun, fields in FIELDS.items():
            for entry in (*fields, *RELATIONS[noun]):
                found(reader, noun, entry.example, store.user_id)
            for field in fields:
                for name in field.also:
                    has = found(reader, noun, f"has:{name}")
                    assert has == found(reader, noun, f"has:{field.name}")
            for state in STATES[noun]:
                found(reader, noun, f"is:{state.name}", store.user_id)
