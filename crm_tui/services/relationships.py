"""Writing relationships: how two people or companies belong together."""

from __future__ import annotations

from crm_tui.domain.fields import choice
from crm_tui.errors import InvalidField
from crm_tui.queries.resolve import Target
from crm_tui.store.write import Write

KINDS = ("reports to", "referred by", "partner of", "supplier of")
_SIDES = ("contact", "company")


def add(w: Write, one: Target, kind: str, other: Target) -> int:
    """Note that `one` is, for example, `referred by` the `other`; answers the id.

    Both are contacts or companies; the same twice is once. Raises InvalidField for a
    kind that is not in `KINDS`, for a deal, and for a record with itself.
    """
    word = choice("kind", kind, KINDS)
    for target in (one, other):
        if target.noun not in _SIDES:
            raise InvalidField("who", f"a {target.noun} has no relationships", "name a contact")
    if one[:2] == other[:2]:
        raise InvalidField("who", f"{one.name} is on both sides", "name two records")
    w.summary = f"noted: {one.name} {word} {other.name}"
    columns = {"kind": word, f"from_{one.noun}_id": one.id, f"to_{other.noun}_id": other.id}
    test = " AND ".join(f"{name} = :{name}" for name in columns)
    there = w.scalar(f"SELECT id FROM relationship WHERE {test}", columns)
    return int(str(there)) if there is not None else w.insert("relationship", **columns)
