"""What an import of deals looks up, and the records that wait for a name of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.queries.importing import tests_of
from crm_tui.store.reader import Reader


class DealRow(NamedTuple):
    """The columns of a deal that an import compares and sets."""

    id: int
    status: str
    stage_id: int
    pipeline_id: int
    title: str
    title_key: str
    value: int | None
    currency: str
    expected_close: str | None
    source: str
    company_id: int | None
    owner_id: int | None
    probability: int
    closed_at: str | None
    lost_reason: str
    custom: str


class WaitingRow(NamedTuple):
    """A record that keeps a name as text until there is what it names; of a deal `moved` says
    whether it went on since it began."""

    id: int
    owner_id: int | None
    created_by: int | None
    custom: str
    pipeline_id: int
    moved: int


class CatalogueRow(NamedTuple):
    """A product as deals name and take it."""

    id: int
    name: str
    name_key: str
    code_key: str
    price: int | None
    currency: str


def waiting(reader: Reader, noun: str, source: str, key: str) -> list[WaitingRow]:
    """The records that `source` brought which have the custom field `key`."""
    of_deal = "r.pipeline_id, (SELECT count(*) FROM stage_change m WHERE m.deal_id = r.id) - 1"
    return reader.rows(
        WaitingRow,
        "SELECT r.id, r.owner_id, r.created_by, r.custom,"
        f" {of_deal if noun == 'deal' else '0 AS pipeline_id, 0'} AS moved FROM {noun} r"
        " WHERE r.custom LIKE :key AND EXISTS (SELECT 1 FROM import_key k WHERE k.noun = :noun"
        " AND k.source = :source AND k.record_id = r.id) ORDER BY r.id",
        key=f'%"{key}":%',
        noun=noun,
        source=source,
    )


def ids_by_name(reader: Reader, keys: Iterable[str]) -> dict[str, list[int]]:
    """The contacts with these name keys, by key."""
    found: dict[str, list[int]] = {}
    for test, params in tests_of("name_key", keys):
        sql = f"SELECT name_key, id FROM contact WHERE archived_at IS NULL AND {test} ORDER BY id"
        for key, id in reader.db.rows(sql, params):
            found.setdefault(str(key), []).append(int(id))
    return found


def deals(reader: Reader, ids: Iterable[int]) -> dict[int, DealRow]:
    """Deals by id; one that is gone is left out."""
    return {
        row.id: row
        for test, params in tests_of("id", ids)
        for row in reader.rows(
            DealRow,
            "SELECT id, status, stage_id, pipeline_id, title, title_key, value, currency,"
            " expected_close, source, company_id, owner_id, probability, closed_at, lost_reason,"
            f" custom FROM deal WHERE {test}",
            **params,
        )
    }


def catalogue(reader: Reader) -> list[CatalogueRow]:
    """The products that are not archived, oldest first."""
    return reader.rows(
        CatalogueRow,
        "SELECT id, name, name_key, code_key, price, currency FROM product"
        " WHERE archived_at IS NULL ORDER BY id",
    )
