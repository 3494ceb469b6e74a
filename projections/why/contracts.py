"""Why the days of a contract are what they are."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from domain.base import Event
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractExtended,
    HandOverPlanned,
)
from domain.contract.options import latest_use
from domain.contract.replay import Reading, facts, terms_on
from domain.dates import Explained, Window, last_day_of_term, local_day, step
from domain.notice import NoticeClause, latest_announcement
from domain.provisions import Duty, Review
from projections.why.parts import Why, of_window, reckoned, set_so


def of_contract(events: Sequence[Event], on: date) -> Iterator[Why]:
    """Its end, its options, its duties, and for each change the last day to have announced it."""
    concluded = next((each for each in events if isinstance(each, ContractConcluded)), None)
    if concluded is None:
        return
    reading = terms_on(facts(events), on, _last(events))
    yield from _end(reading, concluded, on)
    for option in reading.options:
        if option.latest is not None and reading.ending is not None:
            given = (reading.ending.event_id, concluded)
            name = option.option.written
            yield reckoned("option", name, option.latest, on, given)
    yield from _provisions(reading, on)
    for event in events:
        match event:
            case ContractAmended():
                yield _announced(events, event)
            case ContractExtended(latest=latest) if latest is not None:
                yield _told(event, latest, concluded)
            case HandOverPlanned():
                how = step("The hand-over was planned with this last day.")
                yield set_so("hand_over", event.arrangement, event.due, how, event)
            case _:
                pass


def _last(events: Sequence[Event]) -> datetime:
    return max(each.at for each in events)


def _end(reading: Reading, concluded: ContractConcluded, on: date) -> Iterator[Why]:
    if reading.ends is None or reading.ending is None:
        return
    computed = _length(concluded) if reading.ending.what == "concluded" else None
    if computed is not None and reading.ends.last == computed.value:
        yield reckoned("contract_end", concluded.number, computed, on, (concluded,))
        return
    given = (reading.ending.event_id, concluded)
    yield from of_window("contract_end", concluded.number, reading.ends, on, *given)


def _length(concluded: ContractConcluded) -> Explained | None:
    """The last day that follows from the length, if that is exact."""
    term = concluded.term
    if term is None or term.at_least is None or term.at_least != term.at_most:
        return None
    return last_day_of_term(concluded.starts, 0, term.at_least)


def _provisions(reading: Reading, on: date) -> Iterator[Why]:
    for name, provision in sorted(reading.provisions.items()):
        giver = reading.facts[name].event_id if name in reading.facts else None
        if isinstance(provision, Duty):
            yield from of_window("duty", provision.what, provision.due, on, giver)
        elif isinstance(provision, Review):
            yield from of_window("review", provision.about, provision.when, on, giver)


def _announced(events: Sequence[Event], event: ContractAmended) -> Why:
    """The last day to announce a change, by the clause that was the contract's until then."""
    on = local_day(event.at)
    for carrier, clause in reversed(_carried(events, event)):
        explained = latest_announcement(event.effective or on, clause)
        if explained.value == event.latest:
            given = (event, carrier)
            return reckoned("amended", _names(event), explained, on, given, clause)
    how = step("The change was put in force with this last day to announce it.")
    return set_so("amended", _names(event), event.latest, how, event)


def _carried(events: Sequence[Event], until: Event) -> list[tuple[Event, NoticeClause]]:
    found: list[tuple[Event, NoticeClause]] = []
    for event in events:
        if event is until:
            break
        if isinstance(event, ContractConcluded):
            found.append((event, event.clause))
        elif isinstance(event, ContractAmended) and event.new_clause:
            found.append((event, event.new_clause))
    return found


def _told(event: ContractExtended, latest: date, concluded: ContractConcluded) -> Why:
    on = local_day(event.at)
    option = next((o for o in concluded.options if o.option_id == event.option_id), None)
    last = event.previous.last
    explained = latest_use(option, last) if option and last else None
    if explained is not None and explained.value == latest:
        return reckoned("extended", concluded.number, explained, on, (event, concluded))
    how = step("The contract was extended with this last day to tell its provider.")
    return set_so("extended", Window.on(event.until).written, latest, how, event)


def _names(event: ContractAmended) -> str:
    return ", ".join(event.terms)
