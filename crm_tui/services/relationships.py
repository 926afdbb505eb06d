"""Writing relationships: how two people or companies belong together."""

from __future__ import annotations

from crm_tui.domain.fields import choice
from crm_tui.domain.relationships import KINDS
from crm_tui.errors import InvalidField
from crm_tui.queries import relationships as queries
from crm_tui.queries.resolve import Target
from crm_tui.store.write import Write

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


def delete(w: Write, id: int) -> None:
    """Forget a relationship; undo brings it back. Raises NotFound."""
    found = queries.relationship(w, id)
    w.delete("relationship", id=id)
    w.summary = f"forgot: {found.from_name} {found.kind} {found.to_name}"
