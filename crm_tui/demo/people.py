"""The people as acts: met, talked to, written down with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from crm_tui.demo import acts, extras, small_talk
from crm_tui.demo.acts import Act, Known
from crm_tui.demo.cast import COMPANIES, FREELANCERS, NOT_SOLD_TO, Company, Person
from crm_tui.demo.script import Script
from crm_tui.domain.contacts import LIFECYCLE
from crm_tui.services import key_dates, preferences, relationships
from crm_tui.store.write import Write

_MINUTE = timedelta(minutes=1)
_SOURCES = ("trade fair", "website", "referral", "cold call", "newsletter")
_LEADS = LIFECYCLE[1:5]
# Leap years, so that every day of the year is one of theirs.
_BORN = tuple(range(1964, 2001, 4))


def meeting(script: Script) -> Iterator[Act]:
    """Companies with their people, a few days before their first deal; the others early."""
    for company in COMPANIES:
        lead = script.rng.randint(3, 12)
        if company.name in script.met:
            lead += (script.days.today - script.met[company.name]).days
        else:
            lead += 340
        source = script.decks.deal(_SOURCES)
        day = script.days.workday(lead)
        at = script.days.moment(day)
        yield Act(at, "company add", acts.add_company(company, source))
        script.met[company.name] = day
        for number, person in enumerate(company.people):
            lifecycle = _lifecycle(script, company, first=number == 0)
            email = f"{person.mailbox}@{company.domain}"
            add = acts.add_contact(person, email, company.name, lifecycle, source)
            yield Act(at + (number + 1) * _MINUTE, "contact add", add)
            script.met[person.name] = day
    for person in FREELANCERS:
        script.met[person.name] = script.days.workday(script.rng.randint(200, 340))
        add = acts.add_contact(person, person.mailbox, "", "", "referral")
        yield Act(script.days.moment(script.met[person.name]), "contact add", add)
    company = next(each for each in COMPANIES if each.name == extras.TWICE_AT)
    email = f"{extras.TWICE.mailbox}@{company.domain}"
    again = acts.add_contact(extras.TWICE, email, company.name, "", "trade fair")
    yield Act(script.days.moment(script.days.workday(12)), "contact add", again)


def _lifecycle(script: Script, company: Company, *, first: bool) -> str:
    if company.name in NOT_SOLD_TO:
        return ""
    return "active lead" if first else script.rng.choice(_LEADS)


def chatting(script: Script) -> Iterator[Act]:
    """A few words now and then with those whom no deal is made with."""
    for person, company in _not_selling_to():
        for _ in range(script.rng.choice((1, 1, 1, 2))):
            deck = small_talk.PARTNERS.get(company.tags) if company else None
            line = script.decks.deal(deck or small_talk.OTHERS)
            said = script.fill(line.text, person, company)
            at = script.days.moment(script.some_day(person.name))
            yield Act(at, "log", acts.log(line, said, (person.name,)))


def _not_selling_to() -> Iterator[tuple[Person, Company | None]]:
    for company in COMPANIES:
        sold_to = company.name not in NOT_SOLD_TO
        yield from ((person, company) for person in company.people[1 if sold_to else 0 :])
    yield from ((person, None) for person in FREELANCERS)


def knowing(script: Script) -> Iterator[Act]:
    """Notes, preferences, consents, relationships and key dates, each on some day."""

    def act(name: str, command: str, do: acts.Do) -> Act:
        return Act(script.days.moment(script.some_day(name)), command, do)

    for record, text in extras.NOTES:
        yield act(record, "note", acts.note(record, text))
    for name, wishes in extras.PREFERENCES:
        yield act(name, "contact edit", partial(_prefer, name=name, wishes=wishes))
    for one, kind, other in extras.RELATIONSHIPS:
        later = max(one, other, key=script.met.__getitem__)
        yield act(later, "relate", partial(_relate, one=one, kind=kind, other=other))
    for name, ahead in extras.BIRTHDAYS:
        day = _birthday(script, ahead)
        yield act(name, "key date", partial(_remember, name=name, kind="birthday", day=day))
    for name, kind, ahead in extras.COMPANY_DAYS:
        day = script.days.today + timedelta(days=ahead)
        yield act(name, "key date", partial(_remember, name=name, kind=kind, day=day))
    for company in COMPANIES:
        for person in company.people:
            if "newsletter" in person.tags:
                yield act(person.name, "consent", partial(_consent, name=person.name))


def _birthday(script: Script, ahead: int) -> date:
    day = script.days.today + timedelta(days=ahead)
    return day.replace(year=script.decks.deal(_BORN))


def _prefer(w: Write, known: Known, name: str, wishes: dict[str, str]) -> None:
    preferences.edit(w, known[name].id, wishes)


def _relate(w: Write, known: Known, one: str, kind: str, other: str) -> None:
    relationships.add(w, known[one], kind, known[other])


def _remember(w: Write, known: Known, name: str, kind: str, day: date) -> None:
    target = known[name]
    key_dates.add(w, target.noun, target.id, kind, str(day))


def _consent(w: Write, known: Known, name: str) -> None:
    preferences.consent(w, known[name].id, "email", "newsletter", source="trade fair, on paper")
