"""The triggers that mark the records which the search index has to look at anew."""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.store.triggers_row import row_trigger

# The columns that are searched, for the nouns whose other columns change more often.
_SEARCHED = {
    "contact": "name, title, company_id, custom",
    "company": "name, domain, custom",
    "deal": "title, company_id, lost_reason, custom",
    "interaction": "subject, body, outcome",
    "reminder": "text",
    "note": "body",
    "product": "name, code, series, custom",
}
_HANGING = {
    "channel": ("contact", "company"),
    "tagging": ("contact", "company", "deal"),
    "line_item": ("deal",),
}
# Where an update of some columns alone changes what is found.
_TELLING = {"line_item": "UPDATE OF deal_id, product_id"}


def marking(dialect: str) -> Iterator[str]:
    """The statements that make the triggers of marks, in order."""
    for noun, columns in _SEARCHED.items():
        for event in ("insert", "update", "delete"):
            body = _mark(noun, "OLD.id" if event == "delete" else "NEW.id")
            if (noun, event) == ("company", "update"):
                body += "\n  " + "\n  ".join(map(_mark_of_company, ("contact", "deal")))
            if (noun, event) == ("product", "update"):
                body += f"\n  {_mark('deal', 'deal_id', _DEALS_OF_RENAMED)}"
            of = f"UPDATE OF {columns}" if event == "update" else event.upper()
            yield from row_trigger(f"mark_{noun}", noun, event, body, dialect, of)
    renamed = [
        _mark(noun, f"{noun}_id", f"FROM tagging WHERE tag_id = NEW.id AND {noun}_id IS NOT NULL")
        for noun in _HANGING["tagging"]
    ]
    body = "\n  ".join(renamed)
    yield from row_trigger("mark_tag", "tag", "update", body, dialect, "UPDATE OF name")
    for table, nouns in _HANGING.items():
        for event, rows in (("insert", "NEW"), ("update", "OLD NEW"), ("delete", "OLD")):
            marks = [_mark(noun, f"{row}.{noun}_id") for row in rows.split() for noun in nouns]
            on = _TELLING.get(table, "") if event == "update" else ""
            yield from row_trigger(f"mark_{table}", table, event, "\n  ".join(marks), dialect, on)


def _mark(noun: str, id: str, source: str = "") -> str:
    where = source or f"WHERE {id} IS NOT NULL"
    return (
        f"INSERT INTO search_mark (noun, record_id) SELECT '{noun}', {id} {where}"
        " ON CONFLICT DO NOTHING;"
    )


# A product's name is found with the deals that have it.
_DEALS_OF_RENAMED = "FROM line_item WHERE product_id = NEW.id AND OLD.name <> NEW.name"


def _mark_of_company(noun: str) -> str:
    """The company's name is found with its people and deals."""
    return _mark(noun, "id", f"FROM {noun} WHERE company_id = NEW.id AND OLD.name <> NEW.name")
