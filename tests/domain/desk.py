"""An office with two changes and some contracts: what it asks, and how that is written down."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
)

from domain.base import Command, Event, Refused, derived_id
from domain.change.commands import (
    AdoptChange,
    TableChange,
)
from domain.change.decider import CHANGE
from domain.change.parts import Recipient
from domain.change.state import Change
from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
)
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractAmended
from domain.contract.replay import Reading, facts, terms_on
from domain.dates import Window
from domain.notice import NoticeClause, latest_announcement
from tests import make
from tests.domain.naive_changes import Entry, File, Note, Notice, lawful

SEGMENTS = ("wonen", "ambulant")
NOTICES = (Notice(6), Notice(9), Notice(6, onward=True), Notice(6, working_day=True), Notice(1))

NOTICES = (Notice(6), Notice(9), Notice(6, onward=True), Notice(6, working_day=True), Notice(1))
LAST = date(2023, 12, 31)
CHANGES = (0, 1)
CHANGE_IDS = tuple(derived_id("change", number) for number in CHANGES)
BOTH = st.sampled_from(CHANGES)
MOST = 7
"""Contracts at once."""
BEGUN = st.sampled_from(["proposed", "ordered", "told", "told"])
OUTCOMES = st.lists(st.sampled_from(["sent", "sent", "sent", "refused", "deferred"]), min_size=8)


def clause(notice: Notice) -> NoticeClause:
    return NoticeClause(
        clause_id=f"{notice.months}-{notice.onward}-{notice.working_day}",
        months=notice.months,
        counting="forward" if notice.onward else "back",
        weekend="working_day_before" if notice.working_day else "no_shift",
        source=make.SOURCE,
    )


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def contract_id(name: str) -> UUID:
    return derived_id("contract", name)


def letter_id(change: int, name: str) -> UUID:
    return derived_id("letter", change, name)


class Office(RuleBasedStateMachine):
    """An office, its log, and the notebook in which it is all written down once more."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2021, 1, 4, 9, tzinfo=UTC)
        self.log: dict[UUID, list[Event]] = {}
        self.states: dict[UUID, Any] = {}
        self.files: dict[str, File] = {}
        self.notes: dict[int, Note] = {}
        self.given_up: dict[int, list[tuple[UUID, set[str], set[str]]]] = {0: [], 1: []}
        self.spared_segments: dict[int, set[str]] = {0: set(), 1: set()}
        self.kept: list[tuple[str, Reading]] = []

    @property
    def today(self) -> date:
        return self.now.date()

    def ask(self, kind: type[Command], about: UUID, **fields: Any) -> Sequence[Event] | None:
        """Ask it of the domain; none if that was refused."""
        self.now += timedelta(seconds=1)
        decider: Any = CONTRACT if kind.__module__ == "domain.contract.commands" else CHANGE
        ids = {decider.identity: about, "command_id": uuid5(about, self.now.isoformat())}
        state = self.states.get(about, decider.initial)
        try:
            decided = decider.decide(make.a(kind, at=self.now, **ids, **fields), state)
        except Refused:
            return None
        log = self.log.setdefault(about, [])
        events = [
            each.model_copy(update={"event_id": uuid5(about, str(len(log) + place))})
            for place, each in enumerate(decided)
        ]
        log += events
        self.states[about] = reduce(decider.evolve, events, state)
        return events

    def of(self, kind: type[Command], change: int, **fields: Any) -> Sequence[Event] | None:
        return self.ask(kind, CHANGE_IDS[change], **fields)

    def change(self, change: int) -> Change:
        state: Change = self.states[CHANGE_IDS[change]]
        return state

    def named(self, ids: Any) -> set[str]:
        wanted = set(ids)
        return {name for name in self.files if contract_id(name) in wanted}

    def conclude(self, notice: Notice, segment: str, starts: date, knew: int | None = None) -> str:
        name = f"C{len(self.files)}"
        terms = {"tariff": f"tariff of {name}", "scope": f"scope of {name}"}
        assert self.ask(
            ConcludeContract,
            contract_id(name),
            number=name,
            segment=segment,
            starts=starts,
            ends=Window.on(LAST),
            terms=terms,
            clause=clause(notice),
            knows=() if knew is None else (CHANGE_IDS[knew],),
        )
        self.files[name] = File(
            segment, [Entry(self.now, starts, terms, notice)], [(self.now, LAST)], knew
        )
        return name

    def adopt(self, change: int) -> None:
        assert self.of(TableChange, change, discussed_on=self.today)
        adoption = make.ADOPTION.model_copy(update={"decided_on": self.today})
        assert self.of(AdoptChange, change, adoption=adoption)
        self.notes[change].adopted = self.today

    def recipient(self, change: int, name: str, **fields: Any) -> Recipient:
        notice = self.files[name].notice_on(self.today)
        return Recipient(
            letter_id=letter_id(change, name),
            contract_id=contract_id(name),
            contract_number=name,
            provider_id=make.PROVIDER_ID,
            clause=clause(notice),
            latest=latest_announcement(self.notes[change].effect, clause(notice)).value,
            segment=self.files[name].segment,
            **fields,
        )

    def give_up(
        self,
        change: int,
        kind: type[Command],
        fields: dict[str, Any],
        names: Collection[str] = (),
        segments: Collection[str] = (),
    ) -> bool:
        """Withdraw or narrow; what is new of it is noted on top, so that it can be undone."""
        note = self.notes[change]
        if not self.of(kind, change, **fields):
            return False
        order_id = uuid5(CHANGE_IDS[change], self.now.isoformat())
        fresh, gone = {*names} - note.spared, {*segments} - self.spared_segments[change]
        self.given_up[change].append((order_id, fresh, gone))
        note.spared |= fresh
        self.spared_segments[change] |= gone
        return True

    def amend(self, change: int, name: str) -> None:
        state, note, file = self.change(change), self.notes[change], self.files[name]
        key = contract_id(name)
        terms = state.terms_for(key)
        done = self.ask(
            AmendContract,
            key,
            change_id=CHANGE_IDS[change],
            effective=state.in_force[key],
            terms=terms,
            announced_on=state.announced_on(key),
            override=state.overrides.get(key),
            ruling=state.ruling,
            knew=state.recipients[key].knew,
            new_clause=clause(note.notice) if note.notice else None,
        )
        if change in file.changes:
            assert done == []
            return
        effect = note.counts[name]
        assert bool(done) == lawful(file, change, note, name, effect, self.today)
        if not done:
            return
        [amended] = done
        assert isinstance(amended, ContractAmended)
        told = note.told.get(name)
        timely = told is not None and file.notice_on(told).kept(told, effect)
        assert timely or amended.override or amended.ruling or amended.knew
        file.changes.add(change)
        file.entries.append(Entry(self.now, effect, terms, note.notice))

    def reading(self, name: str, day: date, known: datetime) -> Reading:
        file = self.files[name]
        reading = terms_on(facts(self.log[contract_id(name)]), day, known)
        assert dict(reading.terms) == file.reads(day, known)
        assert reading.status == file.stands(day, known)
        return reading
