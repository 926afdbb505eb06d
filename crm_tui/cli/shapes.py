"""How each noun's records are written: their fields, and the columns of their tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_tui.cli.output import Column, Record, Shape
from crm_tui.config import Setting
from crm_tui.domain.attachments import size_text
from crm_tui.domain.erasing import in_words
from crm_tui.queries.resolve import Target
from crm_tui.reports import shapes, turns


def _text(name: str) -> Callable[[Record], str]:
    return lambda row: str(row[name] or "")


def _first(name: str) -> Callable[[Record], str]:
    """The first of several values, and how many more there are."""

    def cell(row: Record) -> str:
        found = row[name]
        more = f" +{len(found) - 1}" if len(found) > 1 else ""
        return f"{found[0]}{more}" if found else ""

    return cell


def _day(name: str) -> Callable[[Record], str]:
    return lambda row: (row[name] or "")[:10]


def _time(name: str) -> Callable[[Record], str]:
    """A date as it is, a moment to the minute."""
    return lambda row: (row[name] or "")[:16].replace("T", " ")


def _money(name: str) -> Callable[[Record], str]:
    def cell(row: Record) -> str:
        if row[name] is None:
            return ""
        whole, _, part = str(row[name]).partition(".")
        cents = f".{part}" if part.strip("0") else ""
        return f"{row['currency']} {int(whole):,}{cents}"

    return cell


def _about(row: Record) -> str:
    return row["contact"] or row["deal"] or row["company"] or ""


def _shape(fields: Any, *columns: Column) -> Shape:
    return Shape(tuple(fields.__annotations__), columns)


_ID = Column("ID", _text("id"), right=True, least=12)

CONTACT = _shape(
    shapes.ContactRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("COMPANY", _text("company")),
    Column("TITLE", _text("title")),
    Column("E-MAIL", _first("emails")),
    Column("PHONE", _first("phones")),
    Column("LAST", _day("last_contacted_at"), least=10),
    Column("NEXT", _day("next_reminder_at"), least=10),
)
COMPANY = _shape(
    shapes.CompanyRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("DOMAIN", _text("domain")),
    Column("CONTACTS", _text("contacts"), right=True),
    Column("DEALS", _text("open_deals"), right=True),
    Column("LAST", _day("last_contacted_at"), least=10),
    Column("NEXT", _day("next_reminder_at"), least=10),
)
DEAL = _shape(
    shapes.DealRecord,
    _ID,
    Column("TITLE", _text("title"), least=30),
    Column("COMPANY", _text("company")),
    Column("STAGE", _text("stage")),
    Column("VALUE", _money("value"), right=True, least=14),
    Column("DAYS", lambda row: f"{row['days_in_stage']}{'!' * row['rotting']}", right=True),
    Column("CLOSE", _text("expected_close"), least=10),
    Column("NEXT STEP", _text("next_step")),
    Column("AT", _day("next_step_at"), least=10),
    Column("PRODUCTS", lambda row: ", ".join(row["products"])),
)
PRODUCT = _shape(
    shapes.ProductRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("CODE", _text("code")),
    Column("SERIES", _text("series")),
    Column("PRICE", _money("price"), right=True, least=14),
    Column("UNIT", _text("unit")),
    Column("DEALS", _text("deals"), right=True),
)
LINE_ITEM = _shape(
    shapes.LineItemRecord,
    Column("LINE", lambda row: f"line:{row['id']}", least=8),
    Column("PRODUCT", _text("product"), least=24),
    Column("QUANTITY", _text("quantity"), right=True),
    Column("UNIT", _text("unit")),
    Column("PRICE", _money("price"), right=True, least=14),
    Column("DISCOUNT", lambda row: f"{row['discount']} %" if row["discount"] else "", right=True),
    Column("AMOUNT", _money("amount"), right=True, least=14),
)
REMINDER = _shape(
    shapes.ReminderRecord,
    _ID,
    Column("DUE", _time("due"), least=16),
    Column("KIND", _text("kind")),
    Column("WHAT", _text("text"), least=30),
    Column("ABOUT", _about),
    Column("REPEAT", _text("repeat")),
    Column("OWNER", _text("owner")),
)
INTERACTION = _shape(
    shapes.InteractionRecord,
    _ID,
    Column("AT", _time("at"), least=16),
    Column("KIND", _text("kind")),
    Column("WITH", lambda row: ", ".join(row["contacts"]) or row["company"] or row["deal"] or ""),
    Column("SUBJECT", _text("subject"), least=30),
    Column("OUTCOME", _text("outcome")),
    Column("USER", _text("user")),
)
ENTRY = _shape(
    shapes.EntryRecord,
    Column("AT", _time("at"), least=16),
    Column("WHAT", _text("what")),
    Column("ABOUT", _text("about")),
    Column("TEXT", _text("text"), least=30),
    Column("DETAIL", _text("detail")),
    Column("USER", _text("user")),
)
OPERATION = _shape(
    shapes.OperationRecord,
    _ID,
    Column("AT", _time("at"), least=16),
    Column("USER", _text("user")),
    Column("WHAT", _text("summary"), least=30),
    Column("RECORDS", _text("records"), right=True),
    Column("STATE", _text("state")),
)
PIPELINE = _shape(
    shapes.PipelineRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("STAGES", lambda row: " → ".join(stage["name"] for stage in row["stages"])),
)
TURN = _shape(
    turns.TurnRecord,
    Column("#", _text("place"), right=True, least=4),
    Column("SCORE", _text("score"), right=True, least=5),
    Column("WHO", _text("name"), least=24),
    Column("RECORD", lambda row: f"{row['noun']}:{row['id']}", least=14),
    Column("WHY", _text("why"), least=30),
)
TAG = _shape(
    shapes.TagRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("CONTACTS", _text("contacts"), right=True),
    Column("COMPANIES", _text("companies"), right=True),
    Column("DEALS", _text("deals"), right=True),
)
USER = _shape(
    shapes.UserRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("E-MAIL", _text("email")),
    Column("MANAGER", _text("manager")),
    Column("TEAM", _text("team")),
    Column("ME", lambda row: "me" if row["me"] else ""),
)
SEGMENT = _shape(
    shapes.SegmentRecord,
    _ID,
    Column("NOUN", _text("noun")),
    Column("NAME", _text("name"), least=20),
    Column("FILTER", _text("filter"), least=20),
    Column("SORT", _text("sort")),
    Column("OWNER", _text("owner")),
)
PIN = _shape(
    Target,
    Column("WHERE", lambda row: f"{row['noun']}:{row['id']}", least=14),
    Column("NAME", _text("name"), least=30),
)
FIELD = _shape(
    shapes.FieldRecord,
    _ID,
    Column("NOUN", _text("noun")),
    Column("NAME", _text("name"), least=30),
    Column("LABEL", _text("label")),
    Column("TYPE", _text("type")),
    Column("CHOICES", lambda row: ", ".join(row["choices"])),
)
CHANNEL = _shape(
    shapes.ChannelRecord,
    _ID,
    Column("KIND", _text("kind")),
    Column("VALUE", _text("value")),
    Column("LABEL", _text("label")),
    Column("OF", _text("of")),
)
SETTING = _shape(
    Setting,
    Column("NAME", _text("name"), least=12),
    Column("VALUE", _text("value"), least=16),
    Column("FROM", _text("source")),
    Column("WHAT IT IS", _text("help")),
)
HIT = _shape(
    shapes.HitRecord,
    Column("WHERE", lambda row: f"{row['noun']}:{row['id']}", least=14),
    Column("WHAT", lambda row: str(row["title"]).partition("\n")[0], least=30),
    Column("DETAIL", _text("detail")),
)


def _side(which: str) -> Callable[[Record], str]:
    """One of a pair: its id, its name and its company."""

    def cell(row: Record) -> str:
        company = row[f"{which}_company"]
        return f"{row[f'{which}_id']} {row[which]}" + (f" · {company}" if company else "")

    return cell


DUPLICATE = _shape(
    shapes.DuplicateRecord,
    Column("ONE", _side("first"), least=24),
    Column("OTHER", _side("second"), least=24),
    Column("SCORE", _text("score"), right=True),
    Column("BECAUSE", lambda row: "; ".join(row["reasons"])),
)
KEY_DATE = _shape(
    shapes.KeyDateRecord,
    _ID,
    Column("KIND", _text("kind"), least=16),
    Column("DAY", _text("day"), least=10),
    Column("NEXT", _text("next"), least=10),
    Column("OF", _text("of")),
)
RELATIONSHIP = _shape(
    shapes.RelationshipRecord,
    _ID,
    Column("OF", _text("of"), least=20),
    Column("IS", _text("kind"), least=12),
    Column("TO", _text("to")),
)
PREFERENCE = _shape(
    shapes.PreferenceRecord,
    Column("CONTACT", _text("contact"), least=20),
    Column("CHANNEL", _text("channel")),
    Column("LANGUAGE", _text("language")),
    Column("BEST TIME", _text("best_time")),
    Column("TIME ZONE", _text("timezone")),
    Column("DO NOT CONTACT", lambda row: "yes" if row["do_not_contact"] else ""),
)
CONSENT = _shape(
    shapes.ConsentRecord,
    _ID,
    Column("CHANNEL", _text("channel")),
    Column("PURPOSE", _text("purpose"), least=20),
    Column("STATE", _text("state"), least=9),
    Column("AT", _day("at"), least=10),
    Column("UNTIL", _text("expires_on"), least=10),
    Column("SOURCE", _text("source")),
)
NOTE = _shape(
    shapes.NoteRecord,
    _ID,
    Column("AT", _time("at"), least=16),
    Column("NOTE", lambda row: str(row["body"]).replace("\n", " / "), least=30),
    Column("ABOUT", _about),
    Column("USER", _text("user")),
)
ATTACHMENT = _shape(
    shapes.AttachmentRecord,
    _ID,
    Column("AT", _time("at"), least=16),
    Column("SIZE", lambda row: size_text(row["size"]), right=True),
    Column("NAME", _text("name"), least=30),
    Column("ABOUT", _about),
    Column("USER", _text("user")),
)
AGED = _shape(
    shapes.AgedRecord,
    _ID,
    Column("NAME", _text("name"), least=30),
    Column("COMPANY", _text("company")),
    Column("LAST", _day("last_contacted_at"), least=10),
    Column("WHY", lambda row: "; ".join(row["because"]), least=30),
)
ERASURE = _shape(
    shapes.ErasureRecord,
    _ID,
    Column("AT", _time("at"), least=16),
    Column("PEOPLE", _text("people"), right=True),
    Column("USER", _text("user")),
    Column("WHAT WENT", lambda row: in_words(row["rows"]), least=30),
)
