"""Made-up people of whom some were entered twice: names as frequent as names are, addresses, and
in the second entry slips, swaps, gaps and another address. The same for the same seed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any, NamedTuple

from crm_tui.clock import Clock, zone
from crm_tui.config import Config
from crm_tui.store.write import Write
from crm_tui.text import fold
from crm_tui.workspace import create_workspace

_SEED = 4
_TWICE = 0.12  # of those who are there, so many are a second entry
_SOUNDS = """
ba be bin bo da del di dor ga gren ha hol ka ler li lo ma mer min na nor o pe ra ro sa sen so ta
ter ti to va vel vi wa""".split()  # noqa: SIM905
_STREETS = ("Street", "Road", "Lane", "Avenue", "Square")
_RUN = 20_000


class Entry(NamedTuple):
    """What was entered of somebody; `who` numbers people, `born` is YYYY-MM-DD or ""."""

    who: int
    first: str
    last: str
    email: str
    phone: str
    company: str
    born: str
    street: str
    postcode: str
    city: str


def entries(count: int) -> Iterator[Entry]:
    """So many entries, the second ones anywhere after the first."""
    chance, names = Random(_SEED), _Names(Random(_SEED), count)
    late: list[Entry] = []
    for who in range(count):
        if late and chance.random() < _TWICE:
            at = chance.randrange(len(late))
            late[at], late[-1] = late[-1], late[at]
            yield _again(chance, late.pop())
            continue
        entry = names.somebody(who)
        late.append(entry)
        yield entry


def people_csv(path: Path, count: int) -> Path:
    """The entries as a table, with their row numbers from 1."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("row", *Entry._fields))
        writer.writerows((row, *entry) for row, entry in enumerate(entries(count), start=1))
    return path


def people_store(path: Path, count: int) -> None:
    """A store with the entries as contacts, their ids the row numbers."""
    clock = Clock(zone("Europe/Berlin"))
    workspace = create_workspace(str(path), Config(timezone="Europe/Berlin"), clock)
    try:
        with workspace.write("fill") as w:
            firms = count // 12 + 1
            w.insert_many(
                "company", [{"name": _firm(n), "name_key": fold(_firm(n))} for n in range(firms)]
            )
            rows: list[tuple[int, Entry]] = []
            for row in enumerate(entries(count), start=1):
                rows.append(row)
                if len(rows) == _RUN:
                    _insert(w, rows)
                    rows = []
            _insert(w, rows)
    finally:
        workspace.close()


def _insert(w: Write, rows: list[tuple[int, Entry]]) -> None:
    w.insert_many("contact", [_contact(entry) for _, entry in rows])
    w.insert_many(
        "channel",
        [
            {"contact_id": id, "kind": kind, "value": value, "value_key": fold(value)}
            for id, entry in rows
            for kind, value in (
                ("email", entry.email),
                ("phone", entry.phone),
                ("address", _address(entry)),
            )
            if value
        ],
    )
    w.insert_many(
        "key_date",
        [
            {"contact_id": id, "kind": "birthday", "day": entry.born}
            for id, entry in rows
            if entry.born
        ],
    )


def _contact(entry: Entry) -> dict[str, Any]:
    name = f"{entry.first} {entry.last}"
    return {
        "name": name,
        "name_key": fold(name),
        "first_name": entry.first,
        "last_name": entry.last,
        "company_id": int(entry.company.split()[1]) + 1 if entry.company else None,
    }


def _address(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.street, f"{entry.postcode} {entry.city}".strip())))


def _firm(number: int) -> str:
    return f"Firm {number:06}"


class _Names:
    """What people are called and where they live, some of it far more often than the rest."""

    def __init__(self, chance: Random, count: int) -> None:
        self._chance, self._firms = chance, count // 12 + 1
        self._firsts = _made(chance, 800, 2), _weights(800, 12)
        self._lasts = _made(chance, 20_000, 3), _weights(20_000, 60)
        self._streets = _made(chance, 3_000, 3)
        self._cities = _made(chance, 400, 2)

    def somebody(self, who: int) -> Entry:
        """The first entry of one of them."""
        chance = self._chance
        first, last = _one(chance, *self._firsts), _one(chance, *self._lasts)
        city = int(400 * chance.random() ** 2)
        return Entry(
            who,
            first,
            last,
            _some(chance, 0.7, f"{first}.{last}{chance.randrange(100)}@host{city}.example".lower()),
            _some(chance, 0.6, f"+4930{chance.randrange(10**7):07}"),
            _some(chance, 0.6, _firm(chance.randrange(self._firms))),
            _some(chance, 0.4, _day(chance)),
            _some(
                chance,
                0.7,
                f"{chance.randrange(1, 200)} {chance.choice(self._streets)}"
                f" {chance.choice(_STREETS)}",
            ),
            _some(chance, 0.7, f"{10_000 + city * 200 + chance.randrange(25)}"),
            _some(chance, 0.9, self._cities[city]),
        )


def _again(chance: Random, entry: Entry) -> Entry:
    """The same person entered anew: some of it is missing, new, or has a slip."""
    values = entry._asdict()
    for name in ("email", "phone", "company", "born", "street", "postcode"):
        if chance.random() < 0.25:
            values[name] = ""
    if values["email"] and chance.random() < 0.3:
        values["email"] = f"{entry.first[:1]}{entry.last}@private.example".lower()
    for name in chance.sample(("first", "last", "born", "street", "postcode", "email"), 2):
        if values[name] and chance.random() < 0.6:
            values[name] = _slip(chance, values[name], digits=name in ("born", "postcode"))
    if chance.random() < 0.05:
        values["first"], values["last"] = values["last"], values["first"]
    elif chance.random() < 0.05:
        values["first"] = values["first"][:1]
    return Entry(**values)


def _slip(chance: Random, text: str, *, digits: bool) -> str:
    """A letter that is wrong, missing, doubled, or changed places with the next; a digit that is
    another."""
    at = chance.randrange(len(text))
    if digits:
        at = max(n for n in range(len(text)) if n <= max(at, 3) and text[n].isdigit())
        other = chance.choice("123")
        return f"{text[:at]}{other}{text[at + 1 :]}"
    way = chance.randrange(4)
    middle = (chance.choice(ascii_lowercase), "", text[at] * 2, text[at + 1 : at + 2] + text[at])
    return f"{text[:at]}{middle[way]}{text[at + 1 + (way == 3) :]}" or text


def _made(chance: Random, count: int, most: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        sounds = (chance.choice(_SOUNDS) for _ in range(chance.randint(2, most + 1)))
        found["".join(sounds).capitalize()] = None
    return list(found)


def _weights(count: int, flat: int) -> list[float]:
    """Cumulative weights after Zipf's law, flatter at its head."""
    return list(accumulate(1 / (rank + flat) for rank in range(count)))


def _one(chance: Random, names: list[str], weights: list[float]) -> str:
    return chance.choices(names, cum_weights=weights)[0]


def _some(chance: Random, share: float, value: str) -> str:
    return value if chance.random() < share else ""


def _day(chance: Random) -> str:
    return f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
