"""Which deal a part of a captured line means, and what is to happen to it."""

from __future__ import annotations

from crm_tui.domain.capture import DealPart
from crm_tui.domain.fields import choice
from crm_tui.domain.money import format_money, parse_money
from crm_tui.errors import Ambiguous, CrmError, InvalidField, UsageError
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.resolve import Target, resolve
from crm_tui.store.reader import Reader
from crm_tui.text import clean_line, fold

_SHOWN = 4  # deals that an error names


def named_deal(reader: Reader, part: DealPart, people: list[Target]) -> Target:
    """The deal of the part's title, which may end like an action: a deal of that very name
    comes first, and of several the one that these people have open.

    Raises Ambiguous and NotFound.
    """
    if part.whole != part.title and (deal := _called(reader, part.whole)):
        return deal
    try:
        return resolve(reader, part.title, ("deal",))
    except Ambiguous:
        theirs = [deal for deal in _open_of(reader, people) if fold(part.title) in fold(deal.name)]
        if len(theirs) != 1:
            raise
        return theirs[0]


def unnamed_deal(reader: Reader, part: DealPart, about: list[Target]) -> Target:
    """The only open deal of whom the line is about, where a part is nothing but an amount;
    unless a deal is called so, or the number is the id of one that may be meant.

    Raises UsageError for none, and for several with their names.
    """
    found = _open_of(reader, about)
    if called := _called(reader, part.whole):
        by_name = fold(called.name) == fold(part.whole)
        if by_name or not about or called in found:
            return called
    if len(found) == 1:
        return found[0]
    if found:
        names = [deal.name for deal in found]
        shown = ", ".join(names[:_SHOWN]) + ", …" * (len(names) > _SHOWN)
        raise UsageError(f"several are open: {shown}", f"name it: deal {names[0]} {part.whole}")
    who = ", ".join(target.name for target in about)
    none = f"no open deal of {who}" if who else "which deal?"
    raise UsageError(none, f"name it: deal Engine {part.whole}; to make it: deal new Engine …")


def _called(reader: Reader, named: str) -> Target | None:
    try:
        return resolve(reader, named, ("deal",), exact=True)
    except CrmError:
        return None


def _open_of(reader: Reader, about: list[Target]) -> list[Target]:
    """The open deals of contacts and companies, and those that are named, each once."""
    found = []
    for target in about:
        if target.noun == "deal":
            found.append(target)
        else:
            theirs = deal_queries.open_of(reader, target.noun, target.id)
            found += [
                Target("deal", each.id, each.title) for each in theirs if each.status == "open"
            ]
    return list(dict.fromkeys(found))


def meant(part: DealPart, deal: Target) -> DealPart:
    """The part as it is meant of this deal, whose name or id may be all that was written."""
    if part.action != "new" and fold(clean_line(part.whole)) in (fold(deal.name), str(deal.id)):
        return part._replace(action="about", argument="")
    return part


def what_changes(reader: Reader, part: DealPart, id: int) -> str:
    """What is to happen to a deal, in words. Raises InvalidField where it cannot."""
    row = deal_queries.deal(reader, id).deal
    if part.action == "about":
        return ""
    if part.action == "lost" and not part.argument:
        raise InvalidField("reason", "why was it lost?", f"deal {part.title} lost: too dear")
    if part.action == "move":
        pipelines = deal_queries.pipelines(reader)
        stages = next(each.stages for each in pipelines if each.id == row.pipeline_id)
        key = choice("stage", fold(part.argument), [fold(stage.name) for stage in stages])
        stage = next(stage for stage in stages if fold(stage.name) == key)
        return f": {row.stage} → {stage.name}"
    if part.action in ("value", "add"):
        minor, currency = worth(part, row.value, row.currency)
        before = "" if row.value is None else f"{format_money(row.value, row.currency)} → "
        return f": {before}{format_money(minor, currency)}"
    reason = f", {part.argument}" if part.argument else ""
    return f": {part.action}{reason}"


def worth(part: DealPart, value: int | None, currency: str) -> tuple[int, str]:
    """What a deal is worth after a part. Raises InvalidField."""
    minor, code = parse_money(part.argument.lstrip("+-"), currency)
    if part.action == "value":
        return minor, code
    if code != currency:
        raise InvalidField("value", f"the deal is in {currency}", "name its whole value instead")
    total = (value or 0) + (-minor if part.argument.startswith("-") else minor)
    if total < 0:
        raise InvalidField("value", "the deal would be worth less than nothing", "look at it again")
    return total, currency


def worth_of_new(text: str, currency: str) -> str:
    """The amount of a deal that is to be made, as it is shown. Raises InvalidField."""
    return format_money(*parse_money(text, currency)) if text else ""
