"""Forms for what hangs on a record: notes, key dates, relationships, wishes, consents."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from crm_tui.domain.channels import KINDS
from crm_tui.domain.relationships import FROM_OTHER_SIDE
from crm_tui.domain.relationships import KINDS as TIES
from crm_tui.queries import key_dates as day_queries
from crm_tui.queries import notes as note_queries
from crm_tui.queries import preferences as wish_queries
from crm_tui.queries.resolve import Target, resolve
from crm_tui.screens.dialogs import files, products
from crm_tui.screens.dialogs.channels import YES_NO, add_channel, edit_channel, push, words, yes
from crm_tui.screens.dialogs.checks import check
from crm_tui.screens.dialogs.edits import Edit, Seen
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.services import (
    attachments,
    channels,
    key_dates,
    line_items,
    notes,
    preferences,
    records,
    relationships,
)
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

Open = Callable[[Host, Target], Coroutine[Any, Any, None]]
_DAYS = ("birthday", "renewal", "anniversary", "contract end")
_WORDS = (*TIES, *(word for word in FROM_OTHER_SIDE.values() if word not in TIES))


# -- notes ---------------------------------------------------------------------------------------

_BODY = FieldSpec(
    "body",
    "Note",
    required=True,
    lines=10,
    help="as long as you like; ctrl+o writes it in your editor ($EDITOR)",
)


async def add_note(host: Host, of: Target) -> None:
    """A text area for a new note."""
    push(host, of, f"A note on {of.name}", [_BODY], "note add",
          lambda w, given: records.add_note(w, of.noun, of.id, given["body"]))  # fmt: skip


async def edit_note(host: Host, id: int) -> None:
    """A text area with a note."""

    def read(reader: Reader) -> Seen:
        found = note_queries.note(reader, id)
        return Seen(found.version, {"body": found.body})

    seen = await host.read(read)
    job = Edit(read, lambda w, given, version: notes.edit(w, id, given["body"], version), seen)
    of = Target("note", id, "")
    push(host, of, "Edit the note", [_BODY], "note edit", job, values=seen.values)


# -- key dates -----------------------------------------------------------------------------------


def _day_specs(host: Host) -> list[FieldSpec]:
    day = check("date", host.clock, host.workspace.config)
    return [
        FieldSpec("kind", "What", required=True, placeholder=", ".join(_DAYS)),
        FieldSpec("day", "Day", required=True, placeholder="1980-05-14, 3 may", check=day),
        FieldSpec("yearly", "Every year", choices=YES_NO, placeholder="as the kind says"),
    ]


async def add_date(host: Host, of: Target) -> None:
    """A form for a day to remember."""
    host.warm(["dateparser"])

    def job(w: Write, given: Values) -> None:
        yearly = given["yearly"] == "yes" if given["yearly"] else None
        key_dates.add(w, of.noun, of.id, given["kind"], given["day"], yearly=yearly)

    push(host, of, f"A day of {of.name}", _day_specs(host), "date add", job)


async def edit_date(host: Host, id: int) -> None:
    """A form for a key date."""
    host.warm(["dateparser"])

    def read(reader: Reader) -> Seen:
        found = day_queries.key_date(reader, id)
        values = {"kind": found.kind, "day": found.day, "yearly": yes(found.yearly)}
        return Seen(found.version, values)

    def change(w: Write, given: Values, version: int) -> None:
        yearly = given["yearly"] == "yes"
        key_dates.edit(w, id, kind=given["kind"], day=given["day"], yearly=yearly, version=version)

    seen = await host.read(read)
    of = Target("date", id, "")
    push(host, of, "Edit the key date", _day_specs(host), "date edit", Edit(read, change, seen),
          values=seen.values)  # fmt: skip


# -- relationships -------------------------------------------------------------------------------


async def add_relationship(host: Host, of: Target) -> None:
    """A form for how a contact or company belongs to another one."""
    specs = [
        FieldSpec("kind", of.name, required=True, choices=words(*_WORDS)),
        FieldSpec("other", "Whom", required=True, offers=of.noun,
                  help="a name: begin to type, and choose with ↓; company:7 for a company"),
    ]  # fmt: skip

    def job(w: Write, given: Values) -> None:
        other = resolve(w, given["other"], ("contact", "company"))
        tie(w, of, given["kind"], other)

    push(host, of, f"A relationship of {of.name}", specs, "relationship add", job,
          values={"kind": "reports to"}, focus="other")  # fmt: skip


def tie(w: Write, one: Target, words: str, other: Target) -> None:
    """Note a relationship in words from either side: `manages` is `reports to`, turned."""
    turned = {back: kind for kind, back in FROM_OTHER_SIDE.items() if back != kind}
    if words in turned:
        relationships.add(w, other, turned[words], one)
    else:
        relationships.add(w, one, words, other)


# -- preferences and consents --------------------------------------------------------------------


async def edit_preferences(host: Host, of: Target) -> None:
    """A form for how a contact wants to be reached."""
    found = await host.read(lambda r: wish_queries.preference(r, of.id))
    specs = [
        FieldSpec("channel", "Likes best", choices=words(*KINDS), placeholder="no matter"),
        FieldSpec("language", "Language", placeholder="English"),
        FieldSpec("best_time", "Best time", placeholder="mornings, not on Fridays"),
        FieldSpec("timezone", "Time zone", placeholder="Europe/London",
                  help="where they live, as region and city: Europe/London · America/New_York"),
        FieldSpec("do_not_contact", "Do not contact", choices=YES_NO),
    ]  # fmt: skip
    values = {**found._asdict(), "do_not_contact": yes(found.do_not_contact)}
    push(host, of, f"How {of.name} wants to be reached", specs, "preference set",
          lambda w, given: preferences.edit(w, of.id, given),
          values=values, changes_only=True)  # fmt: skip


async def add_consent(host: Host, of: Target) -> None:
    """A form for what a contact allowed, or withdrew."""
    host.warm(["dateparser"])
    until = check("date", host.clock, host.workspace.config)
    said = check("past", host.clock, host.workspace.config)
    specs = [
        FieldSpec("purpose", "For what", required=True, placeholder="newsletter, offers"),
        FieldSpec("channel", "By", required=True, choices=words(*KINDS)),
        FieldSpec("given", "Allowed", required=True, choices=(("yes", "yes"), ("no", "withdrawn"))),
        FieldSpec("source", "Where it was said", placeholder="web form, trade fair"),
        FieldSpec("at", "When", placeholder="now; yesterday, 12 mar", check=said),
        FieldSpec("expires", "Until", placeholder="31 dec 2027", check=until),
    ]

    def job(w: Write, given: Values) -> None:
        preferences.consent(
            w, of.id, given["channel"], given["purpose"],
            given=given["given"] == "yes", source=given["source"], at=given["at"],
            expires=given["expires"],
        )  # fmt: skip

    push(host, of, f"A consent of {of.name}", specs, "consent add", job,
          values={"channel": "email", "given": "yes"})  # fmt: skip


# -- all of them ---------------------------------------------------------------------------------

_ADD: dict[str, tuple[str, str, Open]] = {
    "channel": ("Channel", "e-mail, phone, website …", add_channel),
    "note": ("Note", "", add_note),
    "date": ("Key date", "birthday, renewal …", add_date),
    "relationship": ("Relationship", "reports to, referred by …", add_relationship),
    "preference": ("Preferences", "language, time zone …", edit_preferences),
    "consent": ("Consent", "what they allow", add_consent),
    "file": ("File", "a copy is kept beside the store", files.attach),
    "product": ("Product", "from the catalogue, with quantity and price", products.add_line),
}
_OF_BOTH = {"c": "channel", "n": "note", "d": "date", "r": "relationship"}
_OF = {
    "contact": {**_OF_BOTH, "p": "preference", "k": "consent", "a": "file"},
    "company": {**_OF_BOTH, "a": "file"},
    "deal": {"p": "product", "n": "note", "a": "file"},
}


async def add(host: Host, of: Target) -> None:
    """Ask what to add to a contact, company or deal, then for the thing itself."""
    offered = [(key, *_ADD[name]) for key, name in _OF[of.noun].items()]

    def chosen(number: int | None) -> None:
        if number is not None:
            host.work(partial(offered[number][3], host, of))

    entries = [(key, label, note) for key, label, note, _ in offered]
    host.push_screen(Menu(f"Add to {of.name}", entries), chosen)


async def edit(host: Host, part: Target, of: Target) -> None:
    """The form for a part of record `of`."""
    by_id = {
        "channel": edit_channel,
        "note": edit_note,
        "date": edit_date,
        "line item": products.edit_line,
    }
    if part.noun in by_id:
        await by_id[part.noun](host, part.id)
    elif part.noun == "preference":
        await edit_preferences(host, of)


EDITED = frozenset({"channel", "note", "date", "preference", "line item"})
REMOVED: dict[str, Callable[[Write, int], None]] = {
    "channel": channels.delete,
    "note": notes.delete,
    "date": key_dates.delete,
    "relationship": relationships.delete,
    "attachment": attachments.delete,
    "line item": line_items.remove,
}


async def remove(host: Host, part: Target) -> None:
    """Delete a part, after a second key; undo takes it back."""

    def chosen(number: int | None) -> None:
        if number == 0:
            host.perform(f"{part.noun} delete", lambda w: REMOVED[part.noun](w, part.id))

    entries = [("d", "Delete", "u takes it back"), ("k", "Keep", "")]
    host.push_screen(Menu(f"{part.noun.capitalize()}: {part.name}", entries), chosen)
