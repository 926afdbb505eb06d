"""The proof that people were erased, and how they are known again without their data."""

from __future__ import annotations

from crm_tui.models.base import Record, link, number, words


class Erasure(Record, table=True):
    """Somebody was erased: when (`created_at`), by whom, how many, and how many rows of which
    table, as a JSON object."""

    __tablename__ = "erasure"

    people: int = number()
    counts: str = words(default="{}")


class ErasedAddress(Record, table=True):
    """A keyed hash of an address of theirs (see `domain.erasing`), or of their record's uid;
    the key is the store's setting `privacy_key`. `person` tells those apart who were erased
    together, by a number of no meaning."""

    __tablename__ = "erased_address"

    erasure_id: int = link("erasure")
    person: int = number()
    hash: str = words(unique=True)
