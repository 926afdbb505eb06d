"""What is done again and again, what is planned apart from the deals, and habits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from crm_tui.demo import acts, extras, small_talk
from crm_tui.demo.acts import Act, Known
from crm_tui.demo.cast import COMPANIES
from crm_tui.demo.extras import Routine
from crm_tui.demo.script import Script
from crm_tui.domain.recurrence import parse_repeat
from crm_tui.domain.reminders import KINDS
from crm_tui.domain.rrule import parse_rule
from crm_tui.queries.deals import pipelines
from crm_tui.services import contacts, pins, segments, stages
from crm_tui.store.write import Write

_MINUTE = timedelta(minutes=1)
_PEOPLE = {person.name: (person, company) for company in COMPANIES for person in company.people}


def routines(script: Script) -> Iterator[Act]:
    """Recurring reminders, each time done on its day, or on the working day before it."""
    for routine in extras.ROUTINES:
        begun = script.days.workday(routine.ago)
        first = begun + timedelta(days=3 + (routine.weekday - begun.weekday() - 3) % 7)
        remind = acts.remind(routine.text, str(first), routine.record, routine.kind, routine.repeat)
        yield Act(script.days.moment(begun), "remind add", remind)
        for day in parse_rule(parse_repeat(routine.repeat, first)).days(first, first):
            done = script.days.workday((script.days.today - day).days)
            if done >= script.days.today:
                break
            yield from _once(script, routine, script.days.moment(done))


def _once(script: Script, routine: Routine, at: datetime) -> Iterator[Act]:
    if routine.kind == "call":
        person, company = _PEOPLE[routine.record]
        line = script.decks.deal(small_talk.CARE)
        said = script.fill(line.text, person, company)
        yield Act(at - _MINUTE, "log", acts.log(line, said, (person.name,)))
    yield Act(at, "remind done", acts.finish(routine.text))


def habits(script: Script) -> Iterator[Act]:
    """How often to be in touch with some, how many deals a stage is to hold, and what is kept
    at hand."""

    def act(command: str, do: acts.Do) -> Act:
        return Act(script.days.moment(script.days.workday(20)), command, do)

    for name, cadence in extras.CADENCES:
        yield act("contact edit", partial(_keep_in_touch, name=name, cadence=cadence))
    yield act("stage edit", _limit)
    for noun, name, filter in extras.SAVED_FILTERS:
        yield act("segment add", partial(_save_filter, noun=noun, name=name, filter=filter))
    for name in extras.PINNED:
        yield act("pin", partial(_pin, name=name))


def _keep_in_touch(w: Write, known: Known, name: str, cadence: str) -> None:
    contacts.edit(w, known[name].id, {"cadence": cadence})


def _save_filter(w: Write, _: Known, noun: str, name: str, filter: str) -> None:
    segments.create(w, noun, name, filter)


def _pin(w: Write, known: Known, name: str) -> None:
    pins.pin(w, known[name].noun, known[name].id)


def _limit(w: Write, _: Known) -> None:
    name, limit = extras.STAGE_LIMIT
    stage = next(each for each in pipelines(w)[0].stages if each.name == name)
    stages.edit(w, stage.id, {"deal_limit": limit})


def plans(script: Script) -> Iterator[Act]:
    """Reminders on people and companies, planned in the last weeks."""
    for record, step in extras.PLANS:
        text = script.fill(step.text, *_PEOPLE[record]) if record in _PEOPLE else step.text
        word = text.split()[0].casefold()
        kind = word if word in KINDS else "to-do"
        at = script.days.moment(script.days.workday(script.rng.randint(8, 15)))
        yield Act(at, "remind add", acts.remind(text, script.days.due(step), record, kind))
    name, text = extras.CONGRATULATE
    day = script.days.today + timedelta(days=dict(extras.BIRTHDAYS)[name])
    at = script.days.moment(script.days.workday(40))
    yield Act(at, "remind add", acts.remind(text, str(day), name, repeat="every year"))
