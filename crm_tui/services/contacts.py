"""Writing contacts."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.cadences import parse_cadence
from crm_tui.domain.contacts import LIFECYCLE, split_name
from crm_tui.queries import contacts as queries
from crm_tui.services import channels, records, values
from crm_tui.services.values import Values
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean_line, fold


def create(w: Write, given: Values) -> int:
    """A new contact from `{field: text}` (see `domain.fields`); answers its id.

    A company that is not there yet is made. Raises InvalidField.
    """
    values.check_names(w, "contact", given)
    made = values.with_new_company(w, given.get("company", ""))
    columns = {"name": "", **columns_of(w, given), **values.custom(w, "contact", given)}
    if not columns["name"]:
        whole = f"{columns.get('first_name', '')} {columns.get('last_name', '')}".strip()
        columns |= _name(values.required_line("name", whole or given.get("email", "")))
    id = w.insert("contact", **columns)
    for kind in ("email", "phone"):
        if given.get(kind, "").strip():
            channels.add(w, "contact", id, kind, given[kind], preferred=True)
    w.summary = f"added contact {columns['name']}{made}"
    return id


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set a contact's fields; an e-mail or phone that is new is added as the preferred one.

    Raises InvalidField, NotFound, and Conflict when it was changed since `version`.
    """
    values.check_names(w, "contact", given)
    before = queries.contact(w, id).contact
    made = values.with_new_company(w, given.get("company", ""))
    columns = columns_of(w, given)
    if "name" not in given and ("first_name" in columns or "last_name" in columns):
        first = columns.get("first_name", before.first_name)
        last = columns.get("last_name", before.last_name)
        whole = values.required_line("name", f"{first} {last}")
        columns |= {"name": whole, "name_key": fold(whole)}
    columns |= values.custom(w, "contact", given, before.custom)
    records.change(w, "contact", before, columns, version)
    for kind in ("email", "phone"):
        if kind in given:
            channels.prefer(w, "contact", id, kind, given[kind])
    w.summary = f"edited contact {columns.get('name', before.name)}{made}"


def archive(w: Write, id: int) -> None:
    """Take a contact out of the lists; nothing is lost."""
    name = records.archive(w, "contact", id)
    w.summary = f"archived contact {name}"


def delete(w: Write, id: int) -> None:
    """Remove a contact and what hangs on it alone; undo brings it all back.

    Deals and interactions stay; they only lose the contact.
    """
    name = queries.contact(w, id).contact.name
    remove(w, id)
    w.summary = f"deleted contact {name}"


def remove(w: Write, ids: int | Ids) -> None:
    """What `delete` does, to one or to many."""
    for table in ("channel", "preference", "consent", "key_date"):
        w.delete(table, contact_id=ids)
    records.delete_parts(w, "contact", ids)
    for table in ("deal_contact", "interaction_contact"):
        w.delete(table, contact_id=ids)
    w.delete("relationship", from_contact_id=ids)
    w.delete("relationship", to_contact_id=ids)
    for table in ("import_key", "redirect"):
        w.delete(table, noun="contact", record_id=ids)
    w.delete("duplicate", first_id=ids)
    w.delete("duplicate", second_id=ids)
    w.delete("contact", id=ids)


def columns_of(w: Write, given: Values) -> dict[str, Any]:
    """The columns that fields set; a company that is not there yet is made. Raises
    InvalidField."""
    columns: dict[str, Any] = {}
    if "name" in given and (given["name"].strip() or "first_name" not in given):
        columns |= _name(values.required_line("name", given["name"]))
    for name in ("first_name", "last_name", "title", "source"):
        if name in given:
            columns[name] = clean_line(given[name])
    if "company" in given:
        columns["company_id"] = values.company_or_none(w, given["company"])
    if "lifecycle" in given:
        columns["lifecycle"] = values.choice_or_none("lifecycle", given["lifecycle"], LIFECYCLE)
    if "cadence" in given:
        columns |= _cadence(given["cadence"])
    if "owner" in given:
        columns["owner_id"] = values.user_or_none(w, "owner", given["owner"])
    return columns


def _cadence(text: str) -> dict[str, int | None]:
    with values.named("cadence"):
        found = parse_cadence(text)
    days, most = found or (None, None)
    return {"cadence_days": days, "cadence_max_days": most}


def _name(name: str) -> dict[str, str]:
    first, last = ("", "") if "@" in name else split_name(name)
    return {"name": name, "name_key": fold(name), "first_name": first, "last_name": last}
