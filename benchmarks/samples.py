"""What the benchmarks measure on: files and stores of made-up records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import NamedTuple

from crm_tui.clock import Clock, encode_instant, zone
from crm_tui.config import Config
from crm_tui.store.write import Write
from crm_tui.text import fold
from crm_tui.workspace import Workspace, create_workspace

PEOPLE = 1000


def contacts_csv(path: Path, rows: int) -> Path:
    """An address book of so many people, twenty to a company."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("Name", "Company", "E-mail", "Phone", "City"))
        for n in range(rows):
            writer.writerow(
                (person(n), f"Company {n // 20:05}", f"person{n}@example.com",
                 f"+49 30 {5_000_000 + n}", f"City {n % 300}")
            )  # fmt: skip
    return path


_FIRST = """
Ada Anton Åsa Barbara Bo Carla Cem Donna Edsger Emre Frances Gaëlle Grace Hana Igor Ines José
Jürgen Kofi Lena Łukasz Mara Milo Nadia Noor Olga Otto Paula Quirin Rosa Sam Tilda Ugo Vera
Wanda Xenia Yusuf Zoë""".split()  # noqa: SIM905
_STARTS = "Abel Berg Cran Dahl Eber Fisch Grün Holm Ivers Jans Kron Lind Mark Nor".split()  # noqa: SIM905
_ENDS = "acher berg by dal er feld gren holt inger man mont sen son stein strom".split()  # noqa: SIM905
_TITLES = ("Buyer", "Chief Engineer", "Head of Sales", "Accountant", "Harbour Master")
_CITIES = ("Berlin", "Kraków", "London", "New York", "Paris", "Zürich")


def fair_csv(path: Path, rows: int) -> Path:
    """People met at fairs, as an address book has them, with companies of a dozen, job titles,
    cities and notes."""
    chance = Random(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ("First Name", "Last Name", "Email", "Phone", "Company", "Job Title", "City", "Notes")
        )
        for n in range(rows):
            first, last = chance.choice(_FIRST), chance.choice(_STARTS) + chance.choice(_ENDS)
            writer.writerow(
                (first, last, f"{fold(first)}.{fold(last)}{n}@example.com",
                 f"+49 30 {1_000_000 + n}", f"Company {chance.randrange(rows // 12 + 1)} GmbH",
                 chance.choice(_TITLES), chance.choice(_CITIES),
                 f"Met at the fair; likes item {n % 977}. Call back in spring.")
            )  # fmt: skip
    return path


def person(number: int) -> str:
    """The name of one of them, such as Aaaab Sample; names sort by number."""
    letters = (ascii_lowercase[number // 26**place % 26] for place in (4, 3, 2, 1, 0))
    return f"{''.join(letters).capitalize()} Sample"


def reminders_store(path: Path, zone_name: str, due: int, later: int) -> None:
    """A store with reminders on a thousand contacts: `due` of them overdue, today or in the
    next seven days, and the others `later`."""
    clock = Clock(zone(zone_name))
    workspace = create_workspace(str(path), Config(timezone=zone_name), clock)
    try:
        _fill(workspace, [*_days(due, -7, 7), *_days(later, 8, 300)])
    finally:
        workspace.close()


def _fill(workspace: Workspace, days: list[int]) -> None:
    today = workspace.clock.today()
    with workspace.write("fill") as w:
        w.insert_many(
            "company",
            [{"name": f"Company {n}", "name_key": f"company {n}"} for n in range(PEOPLE // 20)],
        )
        w.insert_many(
            "contact",
            [
                {"name": person(n), "name_key": person(n).lower(), "company_id": n // 20 + 1}
                for n in range(PEOPLE)
            ],
        )
        w.insert_many(
            "reminder",
            [
                {
                    "text": f"Call about offer {n}",
                    "kind": "call",
                    "due": (today + timedelta(days=day)).isoformat(),
                    "contact_id": n % PEOPLE + 1,
                }
                for n, day in enumerate(days)
            ],
        )


class Size(NamedTuple):
    """How much there is of everything in a store for `sales_store`."""

    contacts: int
    deals: int
    reminders: int
    interactions: int


def sales_store(path: Path, zone_name: str, size: Size) -> None:
    """A seller's store: deals in every stage, most of them open, reminders from the last
    week to two months ahead, interactions of the last year; all spread over the contacts."""
    clock = Clock(zone(zone_name))
    workspace = create_workspace(str(path), Config(timezone=zone_name), clock)
    try:
        with workspace.write("fill") as w:
            _fill_people(w, size.contacts)
            _fill_deals(w, size)
            _fill_talk(w, size)
    finally:
        workspace.close()


def _fill_people(w: Write, count: int) -> None:
    names = [f"Company {n:05}" for n in range(count // 20 + 1)]
    w.insert_many("company", [{"name": each, "name_key": each.lower()} for each in names])
    w.insert_many(
        "contact",
        [
            {
                "name": person(n),
                "name_key": person(n).lower(),
                "first_name": person(n).partition(" ")[0],
                "last_name": "Sample",
                "title": "Buyer",
                "company_id": n // 20 + 1,
                "lifecycle": "customer" if n % 3 else "active lead",
            }
            for n in range(count)
        ],
    )
    w.insert_many(
        "channel",
        [
            {
                "contact_id": n + 1,
                "kind": "email",
                "value": f"person{n}@example.com",
                "value_key": f"person{n}@example.com",
                "preferred": 1,
            }
            for n in range(count)
        ],
    )


def _fill_deals(w: Write, size: Size) -> None:
    stages = w.db.rows("SELECT id, status, probability FROM stage ORDER BY position")
    open_ones = [stage for stage in stages if stage[1] == "open"]
    others = [stage for stage in stages if stage[1] != "open"]
    deals = []
    for n in range(size.deals):
        among = others if n % 5 == 4 else open_ones
        stage, status, probability = among[n // 5 % len(among)]
        since = encode_instant(w.clock.now() - timedelta(days=n % 60))
        deals.append(
            {
                "title": f"Offer {n:05}",
                "title_key": f"offer {n:05}",
                "pipeline_id": 1,
                "stage_id": stage,
                "status": status,
                "probability": probability,
                "stage_since": since,
                "closed_at": None if status == "open" else since,
                "value": 100_000 + n % 977 * 1000,
                "currency": "EUR",
                "company_id": n % (size.contacts // 20 + 1) + 1,
            }
        )
    w.insert_many("deal", deals)
    w.insert_many(
        "deal_contact",
        [{"deal_id": n + 1, "contact_id": n % size.contacts + 1} for n in range(size.deals)],
    )


def _fill_talk(w: Write, size: Size) -> None:
    w.insert_many(
        "reminder",
        [
            {
                "text": f"Call about offer {n}",
                "kind": "call",
                "due": (w.today + timedelta(days=day)).isoformat(),
                "contact_id": n % size.contacts + 1,
            }
            for n, day in enumerate(_days(size.reminders, -7, 60))
        ],
    )
    w.insert_many(
        "interaction",
        [
            {
                "kind": "call",
                "at": encode_instant(w.clock.now() - timedelta(days=n % 365, minutes=n % 600)),
                "body": f"Talked about offer {n}",
                "user_id": w.user_id,
            }
            for n in range(size.interactions)
        ],
    )
    w.insert_many(
        "interaction_contact",
        [
            {"interaction_id": n + 1, "contact_id": n % size.contacts + 1}
            for n in range(size.interactions)
        ],
    )


def _days(count: int, first: int, last: int) -> Iterator[int]:
    """So many days from today, spread evenly."""
    return (first + n % (last - first + 1) for n in range(count))
