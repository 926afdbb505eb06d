"""Out and in again: what an export holds, an import brings into an empty store."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.formats import tables
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.run import import_contacts
from crm_tui.queries.paging import Page
from crm_tui.reports import exports
from crm_tui.store.write import Write
from crm_tui.text import clean, clean_line, fold
from crm_tui.workspace import Workspace
from tests.factories import HOSTILE

NOUN = {"contacts": "contact", "companies": "company"}
# What a store gives by itself, and so is another one's own.
OWN = {"id", "updated_at", "last_contacted_at", "next_reminder_at", "uid"}


def any_of(wants: dict[str, Any]) -> bool:
    return any(wants.values())


NASTY = st.sampled_from(
    ["=1+1", "+a", "-b; c", "@SUM(A1)", "'=x", "''-", "a;b", "c\\", "---", "😀", '"q"', ",",
     HOSTILE, "NULL", "work: x", "invalid", "* star", "2024-01-02", "+49 30 1", "Ann, Lee Jr."]
)  # fmt: skip
LINE = (NASTY | st.text(max_size=15)).map(clean_line)
NAME = LINE.filter(lambda text: bool(fold(text)))
BODY = (NASTY | st.lists(NASTY | st.text(max_size=9), max_size=4).map("\n".join)).map(clean)
INSTANT = st.sampled_from(["2026-01-02T03:04:05.000000Z", "2025-07-01T23:00:00.000000Z"])
# Who is no user here writes nothing in the store that the notes come into.
NOTES = st.lists(
    st.tuples(BODY.filter(bool), INSTANT, st.sampled_from([1, None])),
    max_size=3,
    unique_by=lambda note: note[:2],
)
TAGS = st.lists(NAME, max_size=3, unique_by=fold)
DAYS = st.lists(
    st.tuples(NAME, st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str), st.booleans()),
    max_size=2,
    unique_by=lambda day: day[:2],
)
CUSTOM = st.dictionaries(st.sampled_from(["shoe_size", "größe", "name", "x1"]), BODY.filter(bool))
CHANNELS = st.lists(
    st.tuples(
        st.sampled_from(["email", "website", "social", "address"]), LINE, NAME, st.booleans()
    ),
    max_size=4,
    unique_by=lambda way: (way[0], fold(way[2])),
)
WANTS = st.fixed_dictionaries(
    {"channel": st.sampled_from(["", "email", "phone"]), "language": LINE, "best_time": LINE,
     "timezone": st.sampled_from(["", "Europe/Berlin"]),
     "do_not_contact": st.integers(0, 1)}
)  # fmt: skip
CONSENTS = st.lists(
    st.fixed_dictionaries(
        {"channel": st.sampled_from(["email", "phone"]), "purpose": NAME,
         "given": st.integers(0, 1), "source": LINE,
         "at": INSTANT,
         "expires_on": st.none() | st.just("2030-02-28")}
    ),
    max_size=2,
    unique_by=lambda said: (said["channel"], said["purpose"], said["given"], said["at"]),
)  # fmt: skip
RELATED = st.lists(st.sampled_from(["reports to", "partner of"]), max_size=2, unique=True)
HANGING = st.fixed_dictionaries(
    {"channels": CHANNELS, "tags": TAGS, "notes": NOTES, "key_dates": DAYS, "custom": CUSTOM,
     "preference": st.none() | WANTS.filter(any_of), "consents": CONSENTS, "related": RELATED}
)  # fmt: skip
CONTACT = st.fixed_dictionaries(
    {"name": NAME, "first_name": LINE, "last_name": LINE, "title": LINE, "source": LINE,
     "lifecycle": st.sampled_from([None, "customer"]),
     "cadence": st.sampled_from([(None, None), (30, 45), (7, 7)]),
     "company": st.sampled_from(["", "=Acme", "B"])}
)  # fmt: skip
COMPANY = st.fixed_dictionaries(
    {"name": NAME, "domain": st.sampled_from(["", "acme.example", "b.example"]), "source": LINE}
)


def fill(
    workspace: Workspace, noun: str, given: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    """Put records into the store as they are, whatever the services would say of them."""
    with workspace.write("test") as w:
        tags: dict[str, int] = {}
        companies: dict[str, int] = {}
        last = 0
        for columns, hanging in given:
            values = {**columns, "name_key": fold(columns["name"])}
            if noun == "contact":
                values["cadence_days"], values["cadence_max_days"] = values.pop("cadence")
            if company := values.pop("company", ""):
                if company not in companies:
                    companies[company] = w.insert("company", name=company, name_key=fold(company))
                values["company_id"] = companies[company]
            custom = json.dumps(hanging["custom"], ensure_ascii=False)
            id = w.insert(noun, **values, custom=custom)
            own = {f"{noun}_id": id}
            first: set[str] = set()
            for kind, label, value, invalid in hanging["channels"]:
                preferred = not invalid and kind not in first
                first |= {kind} if preferred else set()
                w.insert(
                    "channel", **own, kind=kind, label=label, value=value,
                    value_key=fold(value), preferred=int(preferred), invalid=int(invalid),
                )  # fmt: skip
            for tag in hanging["tags"]:
                if fold(tag) not in tags:
                    tags[fold(tag)] = w.insert("tag", name=tag, name_key=fold(tag))
                w.insert("tagging", **own, tag_id=tags[fold(tag)])
            for body, at, by in hanging["notes"]:
                w.insert("note", **own, body=body, created_at=at, created_by=by)
            for kind, day, yearly in hanging["key_dates"]:
                w.insert("key_date", **own, kind=kind, day=day, yearly=int(yearly))
            ends = {f"from_{noun}_id": id, f"to_{noun}_id": last} if last else {}
            put_terms(w, noun, id, hanging, ends)
            last = id
        for name in {name for _, hanging in given for name in hanging["custom"]}:
            w.insert("custom_field", noun=noun, name=name, label=name)


def put_terms(w: Write, noun: str, id: int, hanging: dict[str, Any], ends: dict[str, int]) -> None:
    for kind in hanging["related"] if ends else ():
        w.insert("relationship", kind=kind, **ends)
    if noun == "contact":
        for said in hanging["consents"]:
            w.insert("consent", contact_id=id, **said)
        if hanging["preference"]:
            w.insert("preference", contact_id=id, **hanging["preference"])


def empty(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for table in ("relationship", "consent", "preference", "channel", "tagging", "note",
                      "key_date", "import_key", "contact", "company", "tag",
                      "custom_field"):  # fmt: skip
            w.run(f"DELETE FROM {table}", [{}])


def exported(workspace: Workspace, what: str, form: str) -> bytes:
    with workspace.read() as reader:
        rows = exports.stream(reader, what, Page())
        if form == "csv":
            return "".join(tables.csv_text(exports.columns(reader, what), rows)).encode()
        return "".join((tables.json_text if form == "json" else tables.json_lines)(rows)).encode()


def content(workspace: Workspace, what: str) -> list[dict[str, Any]]:
    with workspace.read() as reader:
        found = list(exports.stream(reader, what, Page()))
    for row in found:  # between channels of two kinds there is no order
        row["channels"].sort(key=lambda way: way["kind"])
        row.get("consents", []).sort(key=str)
        for related in row["relationships"]:
            del related["uid"]
    return [{name: row[name] for name in row if name not in OWN} for row in found]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize(("what", "columns"), [("contacts", CONTACT), ("companies", COMPANY)])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_out_and_in_again_is_the_same(
    workspace: Workspace, what: str, form: str, columns: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    given = data.draw(st.lists(st.tuples(columns, HANGING), max_size=4))
    empty(workspace)
    fill(workspace, NOUN[what], given)
    before, file = content(workspace, what), exported(workspace, what, form)
    empty(workspace)
    if not before and form != "csv":
        return
    result = import_contacts(workspace, file, Recipe(noun=what))
    assert (result.rejected, result.updated, result.same) == (0, 0, 0)
    assert content(workspace, what) == before
