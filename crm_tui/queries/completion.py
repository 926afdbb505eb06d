"""Names that begin with what was typed so far, for the shell to complete."""

from __future__ import annotations

from crm_tui.store.reader import Reader
from crm_tui.text import fold

NOUNS = {
    "contact": ("contact", "name", "name_key"),
    "company": ("company", "name", "name_key"),
    "deal": ("deal", "title", "title_key"),
    "product": ("product", "name", "name_key"),
    "tag": ("tag", "name", "name_key"),
    "user": ('"user"', "name", "name_key"),
    "pipeline": ("pipeline", "name", "name_key"),
    "stage": ("stage", "name", "name_key"),
    "field": ("custom_field", "name", "name"),
    "segment": ("segment", "name", "name_key"),
}
_MOST = 50
LAST = "\U0010ffff"


def names(reader: Reader, noun: str, begun: str) -> list[str]:
    """The first names of a noun's live records that begin so, accents and case apart.

    What would not print is left out: the shell shows it as it is.
    """
    table, name, key = NOUNS[noun]
    wanted = fold(begun)
    rows = reader.db.rows(
        f"SELECT {name} FROM {table} WHERE {key} >= :first AND {key} < :last"
        f" AND archived_at IS NULL ORDER BY {key}, id LIMIT {_MOST}",
        {"first": wanted, "last": wanted + LAST},
    )
    return [name for name in dict.fromkeys(str(row[0]) for row in rows) if name.isprintable()]
