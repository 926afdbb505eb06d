"""The deals as acts: added, talked about, moved, with what was promised and kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

from crm_tui.demo import acts, small_talk
from crm_tui.demo.acts import Act
from crm_tui.demo.cast import COMPANIES, Company
from crm_tui.demo.paths import Touch, touches
from crm_tui.demo.sales import SALES, Sale, Step
from crm_tui.demo.script import Script
from crm_tui.demo.wares import SOLD, SUMMED, WARES

_MINUTE = timedelta(minutes=1)
_BEGIN = time(8, 15)
_MOVES = {"Won": "deal win", "Lost": "deal lose"}


def selling(script: Script) -> Iterator[Act]:
    """Every deal from its first touch on; says by when its company must have been met."""
    by_name = {company.name: company for company in COMPANIES}
    for sale in SALES:
        path = touches(sale, script.days, script.decks, script.rng)
        first = script.met.get(sale.company, path[0].day)
        script.met[sale.company] = min(first, path[0].day)
        yield from _told(script, sale, by_name[sale.company], path)


def catalogue(script: Script) -> Iterator[Act]:
    """The products, entered before anybody is met; what is past was archived since."""
    begun = script.days.at(min(script.met.values()), _BEGIN)
    for number, ware in enumerate(WARES):
        yield Act(begun + number * _MINUTE, "product add", acts.add_product(ware))
        if ware.past:
            later = script.days.at(script.days.workday(90), _BEGIN)
            yield Act(later, "product archive", acts.archive_product(ware))


def _told(script: Script, sale: Sale, company: Company, path: list[Touch]) -> Iterator[Act]:
    person, key = company.people[0], f"{sale.company}: {sale.title}"
    promised = ""
    for number, touch in enumerate(path):
        at = script.days.moment(touch.day)
        if number == 0:
            both = script.rng.random() < 0.5
            deal = acts.add_deal(
                key, sale, company, _close_day(script, sale, path), both=both,
                summed=sale.title in SUMMED,
            )  # fmt: skip
            yield Act(at - 3 * _MINUTE, "deal add", deal)
            for sold in SOLD.get((sale.company, sale.title), ()):
                yield Act(at - 2 * _MINUTE, "deal product add", acts.add_line(key, sold))
        after = path[number + 1] if touch is not path[-1] else None
        plan = _plan(script, sale, company, touch, after)
        kept = f"{key} {number}" if plan else ""
        said = script.fill(touch.line.text, person, company, sale.reason)
        talked = acts.log(touch.line, said, (person.name, key), plan, kept)
        yield Act(at, "log", talked)
        if promised:
            yield Act(at + _MINUTE, "remind done", acts.finish(promised))
        if touch.stage and number:
            move = acts.move_deal(key, sale, touch.stage, person.name)
            yield Act(at + 2 * _MINUTE, _MOVES.get(touch.stage, "deal move"), move)
        promised = kept


def _plan(script: Script, sale: Sale, company: Company, touch: Touch, after: Touch | None) -> str:
    """The next step that a touch ends with, as it is typed; empty for none.

    The last touch of a deal plans what is open today; an earlier one leads to the one
    after it, if that was ours and some days later.
    """
    if after is None:
        text, due = (sale.step.text, script.days.due(sale.step)) if sale.step else ("", "")
    else:
        ours = after.line.direction == "outbound" and (after.day - touch.day).days > 1
        steps = small_talk.NEXT_STEPS.get(after.line.kind) if ours else None
        text, due = (script.decks.deal(steps), str(after.day)) if steps else ("", "")
    return f"{script.fill(text, company.people[0], company)} {due}".strip()


def _close_day(script: Script, sale: Sale, path: list[Touch]) -> str:
    """When the deal was expected to close: ahead for an open one, about when it did."""
    if sale.stage not in _MOVES:
        return script.days.due(Step("", sale.close))
    closed = next(touch.day for touch in path if touch.stage == sale.stage)
    return str(closed + timedelta(days=script.rng.randint(-12, 20)))
