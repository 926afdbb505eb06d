"""Finding what has a name but no page of its own: tags, users, stages, segments …"""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.errors import Ambiguous, NotFound
from crm_tui.store.reader import Reader
from crm_tui.text import clean_line, fold

_LIVE = "WHERE x.archived_at IS NULL ORDER BY x.id"
_ALL = {
    "tag": f"SELECT x.id, x.name, x.name_key AS key, '' AS owner FROM tag x {_LIVE}",
    "user": f'SELECT x.id, x.name, x.name_key AS key, x.email AS owner FROM "user" x {_LIVE}',
    "pipeline": f"SELECT x.id, x.name, x.name_key AS key, '' AS owner FROM pipeline x {_LIVE}",
    "stage": "SELECT x.id, x.name, x.name_key AS key, p.name AS owner FROM stage x"
    f" JOIN pipeline p ON p.id = x.pipeline_id {_LIVE}",
    "field": f"SELECT x.id, x.name, x.name AS key, x.noun AS owner FROM custom_field x {_LIVE}",
    "segment": f"SELECT x.id, x.name, x.name_key AS key, x.noun AS owner FROM segment x {_LIVE}",
}
_LIST = {"stage": "crm pipeline show"}
_SHOWN = 8


class Named(NamedTuple):
    """What a name means; `owner` is a stage's pipeline, a field's noun."""

    id: int
    name: str
    key: str
    owner: str

    def fits(self, wanted: str, *, whole: bool) -> bool:
        """Is it called so, or does its name begin so?"""
        return self.key == wanted if whole else self.key.startswith(wanted)


def named(reader: Reader, noun: str, text: str, owner: str = "") -> Named:
    """The one tag, user, pipeline, stage … that an id, a name or its beginning means;
    `owner` narrows stages to a pipeline, fields and segments to a noun.

    Raises NotFound, and Ambiguous with those that fit.
    """
    found = reader.rows(Named, _ALL[noun])
    if owner:
        found = [row for row in found if fold(row.owner) == fold(owner)]
    text = clean_line(text)
    digits, wanted = text.removeprefix(f"{noun}:"), fold(text)
    fits = [row for row in found if row.fits(wanted, whole=True)]
    fits = fits or [row for row in found if str(row.id) == digits]
    fits = fits or [row for row in found if wanted and row.fits(wanted, whole=False)]
    if len(fits) == 1:
        return fits[0]
    if not fits:
        raise NotFound(f"no {noun} '{text}'", f"look with: {_LIST.get(noun, f'crm {noun} list')}")
    listed = ", ".join(f"{noun}:{row.id} {row.name} ({row.owner})" for row in fits[:_SHOWN])
    raise Ambiguous(f"'{text}' fits several: {listed}", "name one by its id")


def is_archived(reader: Reader, noun: str, id: int) -> bool:
    """Is a contact, company or deal out of the lists?"""
    sql = f"SELECT count(*) FROM {noun} WHERE id = :id AND archived_at IS NOT NULL"
    return bool(reader.count(sql, {"id": id}))
