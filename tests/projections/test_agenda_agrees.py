"""What the agenda has due is what the rules do: else it would be tried for ever, or never."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Command, Decider, Event, Refused
from domain.dates import Window
from domain.document.commands import (
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
)
from domain.document.decider import DOCUMENT
from domain.programme.events import PlanItemOpened, PlanItemPlanned
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
)
from domain.steering.decider import STEERING
from projections.agenda import AGENDA
from projections.plan_items import PLAN_ITEMS
from projections.steering import REGISTER_ENTRIES, raised_now
from tests import make
from tests.domain.change_stories import noon
from tests.making.document import SECRECY
from tests.making.steering import COMMITMENT
from tests.projections import story

FIRST = date(2021, 5, 3)
OPENED = story.only(PLAN_ITEMS, [make.a(PlanItemPlanned), make.a(PlanItemOpened)])
Order = Callable[[date], Command]


def window(days: int | None, day: date) -> Window | None:
    return None if days is None else until(day + timedelta(days=days))


def until(day: date, bound: Any = "at_latest") -> Window:
    return Window(edtf=day.isoformat(), bound=bound, written=day.isoformat())


def state(due: Window | None, title: str, segment: str) -> Order:
    entry = COMMITMENT.model_copy(update={"due": due, "title": title, "segments": (segment,)})
    return lambda day: make.a(StateEntries, entries=(entry,), at=noon(day))


def of_entry(cls: type[Any], **fields: Any) -> Order:
    return lambda day: make.a(cls, at=noon(day), **fields)


def settle(outcome: str) -> Order:
    return lambda day: make.a(SettleEntry, at=noon(day), outcome=outcome, settled_on=day)


def impose(section: str | None, days: int | None) -> Order:
    def order(day: date) -> Command:
        end = None if days is None else until(day + timedelta(days=days), "before")
        secrecy = SECRECY.model_copy(update={"section": section, "until": end, "since": None})
        return make.a(ImposeSecrecy, secrecy=secrecy, imposed_on=day, at=noon(day))

    return order


dues = st.one_of(st.none(), st.integers(-3, 12).map(lambda days: window(days, FIRST)))
orders_of_entries: st.SearchStrategy[Order] = st.one_of(
    st.builds(state, dues, st.sampled_from(["Zo", "Anders"]), st.sampled_from(["wonen", "dag"])),
    st.sampled_from(["kept", "closed", "lapsed"]).map(settle),
    st.sampled_from([ReopenEntry, MissEntry, AssignEntries, RaiseCommitment]).map(of_entry),
)
sections = st.sampled_from([None, "Hoofdstuk 3"])
orders_of_documents: st.SearchStrategy[Order] = st.one_of(
    st.builds(impose, sections, st.one_of(st.none(), st.integers(1, 9))),
    sections.map(lambda section: of_entry(ExpireSecrecy, section=section)),
    sections.map(
        lambda section: (
            lambda day: make.a(LiftSecrecy, section=section, lifted_on=day, at=noon(day))
        )
    ),
)


def told(
    decider: Decider[Any, Any, Any], orders: list[tuple[int, Order]], first: Command
) -> tuple[list[Event], Any, date]:
    """What became of these orders, given so many days after each other."""
    events: list[Event] = decider.decide(first, decider.initial)
    state = reduce(decider.evolve, events, decider.initial)
    day = FIRST
    for pause, order in orders:
        day += timedelta(days=pause)
        try:
            decided = decider.decide(order(day), state)
        except Refused:
            continue
        events = [*events, *decided]
        state = reduce(decider.evolve, decided, state)
    return events, state, day


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), orders_of_entries), max_size=9), st.integers(0, 9))
def test_an_entry_is_due_to_be_missed_exactly_when_the_rules_miss_it(
    orders: list[tuple[int, Order]], later: int
) -> None:
    first = make.a(StateEntries, at=noon(FIRST))
    events, registers, day = told(STEERING, orders, first)
    asked = day + timedelta(days=later)
    due = [
        row.entry_id
        for row in story.table(AGENDA, events).values()
        if not row.done and row.due_on and row.due_on <= asked
    ]
    missed = STEERING.decide(make.a(MissEntry, at=noon(asked)), registers)
    assert len(due) == len(missed)
    row = story.only(REGISTER_ENTRIES, events)
    raised = STEERING.decide(make.a(RaiseCommitment, at=noon(asked)), registers)
    assert len(raised_now(row, {OPENED.item_id: OPENED})) == len(raised)
    known = registers.entries["tell-effects"]
    same = {"unknown": "open", "reopened": "open"}
    assert (same.get(row.status, row.status), row.owner) == (known.status, known.owner)
    assert row.outcome == (known.settled and known.settled.outcome)
    assert row.raised_by == known.raised_by


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), orders_of_documents), max_size=9), st.integers(0, 9))
def test_secrecy_is_due_to_end_exactly_when_the_rules_end_it(
    orders: list[tuple[int, Order]], later: int
) -> None:
    events, document, day = told(DOCUMENT, orders, make.a(FileDocument, at=noon(FIRST)))
    asked = day + timedelta(days=later)
    due = {
        row.section
        for row in story.table(AGENDA, events).values()
        if not row.done and row.due_on and row.due_on <= asked
    }
    ended = {
        section
        for section in (None, "Hoofdstuk 3")
        if DOCUMENT.decide(make.a(ExpireSecrecy, section=section, at=noon(asked)), document)
    }
    assert due == ended
