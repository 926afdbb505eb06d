"""Reading attachments."""

from __future__ import annotations

import json

from crm_tui.domain.attachments import Attachment
from crm_tui.errors import NotFound
from crm_tui.store.reader import Reader

_SELECT = """
SELECT a.id, a.name, a.hash, a.size, a.created_at, u.name AS "user",
       a.contact_id, c.name AS contact, a.company_id, co.name AS company,
       a.deal_id, d.title AS deal
  FROM attachment a
  LEFT JOIN "user" u ON u.id = a.created_by
  LEFT JOIN contact c ON c.id = a.contact_id
  LEFT JOIN company co ON co.id = a.company_id
  LEFT JOIN deal d ON d.id = a.deal_id
 WHERE a.archived_at IS NULL
"""


def of_record(reader: Reader, noun: str, id: int) -> list[Attachment]:
    """The attachments of a contact, company or deal (`noun`), newest first."""
    return reader.rows(
        Attachment,
        f"{_SELECT} AND a.{noun}_id = :id ORDER BY a.created_at DESC, a.id DESC",
        id=id,
    )


def attachment(reader: Reader, id: int) -> Attachment:
    """One attachment. Raises NotFound."""
    found = reader.row(Attachment, f"{_SELECT} AND a.id = :id", id=id)
    if found is None:
        raise NotFound(f"no attachment {id}", "list them with: crm attachment list RECORD")
    return found


def deleted_since(reader: Reader, instant: str) -> set[str]:
    """The hashes of the attachments that were deleted since an instant, and may come back."""
    rows = reader.db.rows(
        "SELECT c.before FROM change c JOIN operation o ON o.id = c.operation_id"
        " WHERE c.noun = 'attachment' AND c.action = 'delete' AND o.at >= :instant",
        {"instant": instant},
    )
    return {str(json.loads(before)["hash"]) for (before,) in rows if before}


def hashes(reader: Reader) -> set[str]:
    """The hashes of all attachments."""
    return {str(row[0]) for row in reader.db.rows("SELECT DISTINCT hash FROM attachment")}
