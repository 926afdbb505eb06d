"""The sorts of entries that make up the timeline, and what narrows each to one record."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """Entries of one sort: rows of `source` that are `live`, whose own table goes by `alias`.
    When it was, which record it opens (`noun`, `id`), and the other columns of
    `TimelineEntry` are expressions over them."""

    alias: str
    noun: str
    id: str
    at: str
    what: str
    text: str
    detail: str
    about: str
    source: str
    live: str = "TRUE"

    @property
    def entries(self) -> str:
        """The statement of its entries, without a condition."""
        return (
            f"SELECT {self.at} AS at, {self.what} AS what, '{self.noun}' AS noun, {self.id} AS id,"
            f" {self.text} AS text, {self.detail} AS detail, {self.about} AS about,"
            f' u.name AS "user" FROM {self.source}'
        )


# Both databases leave out a join that a statement makes no use of, if it is a LEFT one.
INTERACTIONS = Part(
    alias="i",
    noun="interaction",
    id="i.id",
    at="i.at",
    what="i.kind",
    text="CASE WHEN i.subject <> '' THEN i.subject ELSE i.body END",
    detail="CASE WHEN i.outcome <> '' THEN i.outcome ELSE i.direction END",
    about="coalesce((SELECT k.name FROM interaction_contact ic JOIN contact k"
    " ON k.id = ic.contact_id WHERE ic.interaction_id = i.id ORDER BY ic.id LIMIT 1),"
    " co.name, d.title)",
    source="interaction i LEFT JOIN company co ON co.id = i.company_id"
    ' LEFT JOIN deal d ON d.id = i.deal_id LEFT JOIN "user" u ON u.id = i.user_id',
    live="i.archived_at IS NULL",
)
_MOVES = Part(
    alias="m",
    noun="deal",
    id="m.deal_id",
    at="m.at",
    what="'stage'",
    text="coalesce(f.name || ' → ', '') || t.name",
    detail="CASE WHEN t.status = 'lost' THEN d.lost_reason ELSE '' END",
    about="d.title",
    source="stage_change m LEFT JOIN deal d ON d.id = m.deal_id"
    " LEFT JOIN stage t ON t.id = m.to_stage_id LEFT JOIN stage f ON f.id = m.from_stage_id"
    ' LEFT JOIN "user" u ON u.id = m.user_id',
)
_DONE = Part(
    alias="r",
    noun="reminder",
    id="r.id",
    at="r.done_at",
    what="'done'",
    text="r.text",
    detail="r.kind",
    about="coalesce(k.name, d.title, co.name)",
    source="reminder r LEFT JOIN contact k ON k.id = r.contact_id"
    " LEFT JOIN deal d ON d.id = r.deal_id LEFT JOIN company co ON co.id = r.company_id"
    ' LEFT JOIN "user" u ON u.id = r.owner_id',
)
_NOTES = Part(
    alias="n",
    noun="note",
    id="n.id",
    at="n.created_at",
    what="'note'",
    text="n.body",
    detail="''",
    about="coalesce(k.name, d.title, co.name)",
    source="note n LEFT JOIN contact k ON k.id = n.contact_id"
    " LEFT JOIN deal d ON d.id = n.deal_id LEFT JOIN company co ON co.id = n.company_id"
    ' LEFT JOIN "user" u ON u.id = n.created_by',
    live="n.archived_at IS NULL",
)
PARTS = (INTERACTIONS, _MOVES, _DONE, _NOTES)

# A note that came with its record, as imports bring them, has no time of its own: the
# record's page has it, the timeline of everything has not.
EVENTS = "AND n.created_at > coalesce({})".format(
    ", ".join(
        f"(SELECT o.created_at FROM {noun} o WHERE o.id = n.{noun}_id)"
        for noun in ("contact", "deal", "company")
    )
)
_STAFF = "SELECT c.id FROM contact c WHERE c.company_id = :id"


def _of_company_or_staff(alias: str, table: str) -> str:
    return (
        f"AND {alias}.id IN (SELECT x.id FROM {table} x WHERE x.company_id = :id"
        f" UNION SELECT x.id FROM {table} x WHERE x.contact_id IN ({_STAFF}))"
    )


# For each part what narrows it to the record :id of a noun, or to the timeline of everything.
OF_RECORD = {
    "": ("", "", "", EVENTS),
    "contact": (
        "AND i.id IN (SELECT interaction_id FROM interaction_contact WHERE contact_id = :id)",
        "AND m.deal_id IN (SELECT deal_id FROM deal_contact WHERE contact_id = :id)",
        "AND r.contact_id = :id",
        "AND n.contact_id = :id",
    ),
    "company": (
        "AND i.id IN (SELECT x.id FROM interaction x WHERE x.company_id = :id"
        " UNION SELECT ic.interaction_id FROM interaction_contact ic"
        f" WHERE ic.contact_id IN ({_STAFF}))",
        "AND m.deal_id IN (SELECT x.id FROM deal x WHERE x.company_id = :id)",
        _of_company_or_staff("r", "reminder"),
        _of_company_or_staff("n", "note"),
    ),
    "deal": ("AND i.deal_id = :id", "AND m.deal_id = :id", "AND r.deal_id = :id",
             "AND n.deal_id = :id"),
}  # fmt: skip
