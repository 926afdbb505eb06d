"""Reading how a contact wants to be reached, and what they have consented to."""

from __future__ import annotations

from crm_tui.domain.preferences import Consent, Preference
from crm_tui.errors import NotFound
from crm_tui.store.reader import Reader

_CONSENTS = """
SELECT s.id, s.contact_id, c.name AS contact, s.channel, s.purpose, s.given, s.source, s.at,
       s.expires_on
  FROM consent s JOIN contact c ON c.id = s.contact_id
 WHERE s.archived_at IS NULL
"""


def preference(reader: Reader, contact_id: int) -> Preference:
    """A contact's preferences; empty ones where nothing is known."""
    found = reader.row(
        Preference,
        "SELECT channel, language, best_time, timezone, do_not_contact FROM preference"
        " WHERE contact_id = :id AND archived_at IS NULL",
        id=contact_id,
    )
    return found or Preference()


def consents(reader: Reader, contact_id: int) -> list[Consent]:
    """All that a contact said of consent, newest first."""
    return reader.rows(
        Consent, f"{_CONSENTS} AND s.contact_id = :id ORDER BY s.at DESC, s.id DESC", id=contact_id
    )


def in_force(consents: list[Consent]) -> list[Consent]:
    """What was said last for each channel and purpose, of all that was said, newest first."""
    latest: dict[tuple[str, str], Consent] = {}
    for said in consents:
        latest.setdefault((said.channel, said.purpose), said)
    return list(latest.values())


def purposes(reader: Reader) -> list[str]:
    """Every purpose that anybody consented to or withdrew, the one named first first."""
    rows = reader.db.rows("SELECT purpose FROM consent GROUP BY purpose ORDER BY min(id)")
    return [str(row[0]) for row in rows]


def consent(reader: Reader, id: int) -> Consent:
    """One consent. Raises NotFound."""
    found = reader.row(Consent, f"{_CONSENTS} AND s.id = :id", id=id)
    if found is None:
        raise NotFound(f"no consent {id}", "list them with: crm consent list WHO")
    return found
