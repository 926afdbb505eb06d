"""Writing companies."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.channels import check_website, domain_of_site
from crm_tui.errors import InvalidField
from crm_tui.queries import companies as queries
from crm_tui.services import channels, records, values
from crm_tui.services.values import Values
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean_line, fold

_CHANNELS = ("email", "phone", "website")


def create(w: Write, given: Values) -> int:
    """A new company from `{field: text}`; answers its id. Raises InvalidField."""
    values.check_names(w, "company", given)
    name = values.required_line("name", given.get("name", ""))
    made = values.with_new_company(w, given.get("parent", ""))
    columns = {**columns_of(w, {**given, "name": name}), **values.custom(w, "company", given)}
    id = w.insert("company", **columns)
    for kind in _CHANNELS:
        if given.get(kind, "").strip():
            channels.add(w, "company", id, kind, given[kind], preferred=True)
    w.summary = f"added company {name}{made}"
    return id


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set a company's fields. Raises InvalidField, NotFound, Conflict."""
    values.check_names(w, "company", given)
    before = queries.company(w, id).company
    made = values.with_new_company(w, given.get("parent", ""))
    columns = columns_of(w, given) | values.custom(w, "company", given, before.custom)
    _no_circle(w, id, columns.get("parent_id"))
    records.change(w, "company", before, columns, version)
    for kind in _CHANNELS:
        if kind in given:
            channels.prefer(w, "company", id, kind, given[kind])
    w.summary = f"edited company {columns.get('name', before.name)}{made}"


def archive(w: Write, id: int) -> None:
    """Take a company out of the lists; nothing is lost."""
    name = records.archive(w, "company", id)
    w.summary = f"archived company {name}"


def delete(w: Write, id: int) -> None:
    """Remove a company and what hangs on it alone; its contacts and deals stay."""
    name = queries.company(w, id).company.name
    remove(w, id)
    w.summary = f"deleted company {name}"


def remove(w: Write, ids: int | Ids) -> None:
    """What `delete` does, to one or to many."""
    for table in ("contact", "deal", "interaction"):
        w.clear(table, "company_id", ids)
    w.clear("company", "parent_id", ids)
    for table in ("channel", "key_date"):
        w.delete(table, company_id=ids)
    records.delete_parts(w, "company", ids)
    w.delete("relationship", from_company_id=ids)
    w.delete("relationship", to_company_id=ids)
    for table in ("import_key", "redirect"):
        w.delete(table, noun="company", record_id=ids)
    w.delete("company", id=ids)


def columns_of(w: Write, given: Values) -> dict[str, Any]:
    """The columns that fields set; a company that is not there yet is made. Raises
    InvalidField."""
    columns: dict[str, Any] = {}
    if "name" in given:
        name = values.required_line("name", given["name"])
        columns |= {"name": name, "name_key": fold(name)}
    if "source" in given:
        columns["source"] = clean_line(given["source"])
    if "domain" in given:
        columns["domain"] = _domain(given["domain"])
    if "parent" in given:
        columns["parent_id"] = values.company_or_none(w, given["parent"])
    if "owner" in given:
        columns["owner_id"] = values.user_or_none(w, "owner", given["owner"])
    return columns


def _domain(text: str) -> str:
    """`https://www.Acme.example/x` -> `acme.example`; empty stays empty."""
    if not text.strip():
        return ""
    try:
        return domain_of_site(check_website(text))
    except InvalidField as error:
        raise InvalidField("domain", error.message, error.hint) from error


def _no_circle(w: Write, id: int, parent: int | None) -> None:
    if parent is not None and id in queries.upwards(w, parent):
        raise InvalidField("parent", "a company cannot be its own parent", "name another")
