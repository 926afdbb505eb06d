"""Records to test with: made by the services, with defaults for what a test leaves open."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.queries.resolve import NOUNS, Target, resolve
from crm_tui.services import (
    companies,
    contacts,
    deals,
    interactions,
    line_items,
    products,
    reminders,
)
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN)  # a Monday
CLOCK = Clock(BERLIN, NOW)
CONFIG = Config(timezone="Europe/Berlin", currency="EUR", region="DE", date_order="DMY")
USER = "Ada"

# Markup of Textual's, a sequence that sets the terminal's clipboard, and an override of
# the reading direction: whatever shows or stores it must neither act nor lose `[EMEA]`.
HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"


def contact(w: Write, name: str = "Grace Hopper", **values: str) -> int:
    """A contact; answers its id."""
    return contacts.create(w, {"name": name, **values})


def company(w: Write, name: str = "Acme", **values: str) -> int:
    """A company; answers its id."""
    return companies.create(w, {"name": name, **values})


def deal(w: Write, title: str = "Harbour cranes", **values: str) -> int:
    """A deal in the first stage, worth 1,200 EUR; answers its id."""
    return deals.create(w, {"title": title, "value": "1200", **values})


def product(w: Write, name: str = "GTX Pro", **values: str) -> int:
    """A product of a series, at 4,821 EUR; answers its id."""
    return products.create(w, {"name": name, "price": "4821", "series": "GTX", **values})


def reminder(
    w: Write, noun: str = "", id: int = 0, *, text: str = "Call back", due: str = "", **values: str
) -> int:
    """A reminder for today, or `due`, on a record; answers its id."""
    due = due or w.today.isoformat()
    given = {"text": text, "due": due, "kind": "to-do", **values}
    return reminders.create(w, given, noun, id)


def interaction(w: Write, about: Target, kind: str = "call", **values: str) -> int:
    """An interaction about one record; answers its id."""
    return interactions.log(w, kind, [about], {"text": "Talked it over", **values})[0]


def target(w: Write, noun: str, id: int) -> Target:
    """A record as commands name it."""
    return resolve(w, f"{noun}:{id}", NOUNS)


def fill_hostile(workspace: Workspace) -> None:
    """A contact, its company, a deal with a product and a reminder, all called by the hostile
    name."""
    with workspace.write("test") as w:
        person = contact(w, HOSTILE, company=HOSTILE, email="hostile@example.com")
        sale = deal(w, HOSTILE, contact=f"contact:{person}")
        line_items.add(w, sale, product(w, HOSTILE, code="H-1", series=HOSTILE, unit=HOSTILE), {})
        reminder(w, "contact", person, text=HOSTILE)
        interaction(w, target(w, "contact", person), text=HOSTILE)


def later(workspace: Workspace, **span: float) -> Workspace:
    """The same store, some time later: `later(workspace, days=3)`."""
    clock = Clock(workspace.clock.zone, workspace.clock.now() + timedelta(**span))
    return Workspace(
        workspace.target, workspace.config, clock, workspace.user_id, workspace.user_name
    )
