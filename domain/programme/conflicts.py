"""Parts of a plan, and ends of terms, that do not fit what was stated of them since (AU-10)."""

from domain.base import Event
from domain.conflict import Rules, Wrong, unfit
from domain.dates import local_day
from domain.programme.events import (
    PlanItemMissed,
    PlanItemPlanned,
    PlanItemRealised,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.programme.state import Programme, evolve


def corrects(event: Event) -> bool:
    """Whether it states anew what was planned, when something was done, how long a term is."""
    return isinstance(event, PlanItemPlanned | PlanItemRealised | TermStated | TermExtended)


def check(event: Event, programme: Programme) -> Wrong | None:
    """Why a fact does not fit the programme as it is known now."""
    match event:
        case PlanItemMissed():
            return missed(event, programme)
        case PlanItemRealised():
            return realised(event, programme)
        case TermEnded():
            return ended(event, programme)
        case _:
            return None


def missed(event: PlanItemMissed, programme: Programme) -> Wrong | None:
    """What was done within its window was not missed."""
    done, last = programme.items[event.item_id].realised_on, event.window.last
    if done is None or done.last is None or last is None or done.last > last:
        return None
    return unfit(
        "done_in_time",
        "%(item)s was recorded on %(day)s as not done in time; it is now known to have been done "
        "“%(done)s”, in time",
        item=event.item_id,
        day=local_day(event.at),
        done=done.written,
    )


def realised(event: PlanItemRealised, programme: Programme) -> Wrong | None:
    """Nothing is done before what it comes after."""
    item = programme.items[event.item_id]
    last = event.realised_on.last
    if item.realised_on != event.realised_on or last is None:
        return None
    for name in item.planned.after:
        other = programme.items.get(name)
        first = other.realised_on.first if other and other.realised_on else None
        if first is not None and last < first:
            return unfit(
                "done_before_others",
                "%(item)s was done “%(done)s”; %(other)s, which it comes after, is now known to "
                "have been done “%(first)s”",
                item=event.item_id,
                done=event.realised_on.written,
                other=name,
                first=other.realised_on.written if other and other.realised_on else "",
            )
    return None


def ended(event: TermEnded, programme: Programme) -> Wrong | None:
    """A term ends on its last day, by itself or by what extended it."""
    term, last = programme.terms[event.term_id], event.ended.last
    if last is None or term.end.last is None or term.end.last <= last:
        return None
    return unfit(
        "ended_too_soon",
        "term %(term)s was recorded as ended “%(ended)s”; it is now known to last “%(end)s”",
        term=event.term_id,
        ended=event.ended.written,
        end=term.end.written,
    )


RULES = Rules(initial=Programme(), evolve=evolve, corrects=corrects, check=check)
