"""Anything that anybody may do to two changes and their contracts, against a naive notebook."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from domain.base import Command
from domain.change.commands import (
    ApproveAnnouncement,
    DraftAnnouncement,
    JoinChange,
    LiftReservation,
    NarrowChange,
    OrderDispatch,
    OverrideNotice,
    PauseChange,
    PostponeChange,
    ProposeChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    ReplaceAnnouncement,
    ResumeChange,
    RuleOnNotice,
    WithdrawChange,
)
from domain.change.outlook import next_step, settled
from domain.change.parts import Receipt, Reservation, Scope
from domain.contract.commands import CorrectContract, EndContract
from tests import make
from tests.domain.desk import (
    BEGUN,
    BOTH,
    CHANGE_IDS,
    CHANGES,
    MOST,
    NOTICES,
    OUTCOMES,
    SEGMENTS,
    Office,
    clause,
    contract_id,
    letter_id,
    noon,
)
from tests.domain.naive_changes import Note, Notice
from tests.making.change import RULING
from tests.making.contract import ENDING


class Desk(Office):
    """What may happen, in any order."""

    @initialize(
        effects=st.tuples(*[st.dates(date(2021, 9, 1), date(2022, 6, 30))] * 2),
        reserved=st.booleans(),
        begun=st.tuples(BEGUN, BEGUN),
        notice=st.sampled_from([NOTICES[1], NOTICES[4]]),
    )
    def begin(
        self,
        effects: tuple[date, date],
        begun: tuple[str, str],
        notice: Notice,
        *,
        reserved: bool,
    ) -> None:
        for place, first in enumerate(NOTICES[:4]):
            self.conclude(first, SEGMENTS[place % 2], date(2020, 1, 1))
        said: tuple[dict[str, Any], ...] = (
            {"terms": {"tariff": "first"}, "reservation": reserved or None},
            {"terms": {"scope": "second"}, "kinds": ("clause",), "new_clause": clause(notice)},
        )
        for change in CHANGES:
            fields = dict(said[change])
            if fields.pop("reservation", None):
                fields["reservation"] = Reservation(what="the councils decide")
            scope = Scope(segments=SEGMENTS)
            effect = effects[change]
            assert self.of(
                ProposeChange, change, effective=effect, scope=scope, by="writer", **fields
            )
            self.notes[change] = Note(effect, reserved and change == 0, notice if change else None)
            self.adopt(change)
            if begun[change] != "proposed":
                self.lay_out(change)
                self.order(change)
            if begun[change] == "told":
                self.send(change, ["sent"] * 8)

    @rule(days=st.integers(1, 70))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(change=BOTH)
    def wait_for_effect(self, change: int) -> None:
        self.now = max(self.now, noon(self.notes[change].effect))
        self.put_in_force(change)

    @rule(change=BOTH, outcomes=OUTCOMES)
    def announce(self, change: int, outcomes: list[str]) -> None:
        self.lay_out(change)
        self.order(change)
        self.send(change, outcomes)

    @rule(change=BOTH, slip=st.booleans(), outcomes=OUTCOMES)
    def replace_while_sending(self, change: int, slip: bool, outcomes: list[str]) -> None:  # noqa: FBT001
        self.replace(change, slip=True, outcomes=None)
        self.lay_out(change)
        self.order(change)
        self.send(change, None)
        self.replace(change, slip, None)
        self.answer(change, outcomes)

    @rule(change=BOTH, knew=st.booleans(), slip=st.booleans())
    def join_and_replace(self, change: int, knew: bool, slip: bool) -> None:  # noqa: FBT001
        if len(self.files) < MOST:
            self.join(change, NOTICES[1], knew)
            self.replace(change, slip, None)

    @rule(days=st.integers(1, 30))
    def decide_after_the_effect(self, days: int) -> None:
        if self.notes[0].reserved and not self.notes[0].lifted:
            self.wait_for_effect(0)
            self.wait(days)
            self.lift()
            self.put_in_force(0)

    @rule(months=st.integers(1, 5))
    def announce_under_the_new_clause(self, months: int) -> None:
        """The change that brings another clause is in force, then the other is announced."""
        self.wait_for_effect(1)
        later = (self.today - self.notes[0].effect).days + 31 * months
        if later > 0:
            self.postpone(0, later)
            self.announce(0, ["sent"] * 8)
            self.wait_for_effect(0)

    @rule(change=BOTH)
    def lay_out(self, change: int) -> None:
        note = self.notes[change]
        recipients = tuple(
            self.recipient(change, name, knew=file.knew == change)
            for name, file in self.files.items()
            if file.last_day >= note.effect
        )
        if not recipients or not self.of(DraftAnnouncement, change, recipients=recipients):
            return
        meant = {
            name
            for name in self.named(each.contract_id for each in recipients)
            if name not in note.spared
            and self.files[name].segment not in self.spared_segments[change]
        }
        knowing = {name for name in meant if self.files[name].knew == change}
        note.knew = knowing & note.knew if note.text else knowing
        stay = {name: note.asked[name] for name in note.spared & {*note.asked}}
        note.asked = stay | {name: self.files[name].notice_on(self.today) for name in meant}
        note.joined = {}

    @rule(change=BOTH)
    def order(self, change: int) -> None:
        self.of(ApproveAnnouncement, change, by="another")
        self.of(OrderDispatch, change, send_at=self.now)

    @rule(change=BOTH, outcomes=st.none() | OUTCOMES)
    def send(self, change: int, outcomes: list[str] | None) -> None:
        """Letters go out; what became of them is known at once, or some other day."""
        step = next_step(self.change(change), self.now)
        if step.kind != "send" or not self.of(QueueLetters, change, letter_ids=step.letter_ids):
            return
        note = self.notes[change]
        ids = {letter_id(change, name): name for name in self.files}
        note.queued |= {ids[each]: note.text for each in step.letter_ids if each in ids}
        if outcomes is not None:
            self.answer(change, outcomes)

    @rule(change=BOTH, outcomes=OUTCOMES)
    def answer(self, change: int, outcomes: list[str]) -> None:
        letters = self.change(change).letters
        ids = {letter_id(change, name): name for name in self.files}
        under_way = [
            each
            for each in letters
            if letters[each].status in ("queued", "deferred") or letters[each].earlier == "awaited"
        ]
        if not (said := list(zip(under_way, outcomes * 4, strict=False))):
            return
        receipts = tuple(
            Receipt(letter_id=each, outcome=outcome, answered_at=self.now, **make.MESSAGE)
            for each, outcome in said
        )
        self.of(RecordReceipts, change, receipts=receipts)
        note = self.notes[change]
        for each, outcome in said:
            name = ids.get(each)
            if name is None or outcome == "deferred":
                continue
            text = note.queued.pop(name, None)
            if outcome == "sent" and text == note.text:
                note.told.setdefault(name, self.today)

    @rule(change=BOTH)
    def mend(self, change: int) -> None:
        for each, letter in list(self.change(change).letters.items()):
            if letter.status == "refused":
                self.of(ReaddressLetter, change, letter_id=each)

    @rule(change=BOTH, picks=st.sets(st.integers(0, 5), min_size=1, max_size=2))
    def narrow(self, change: int, picks: set[int]) -> None:
        names = sorted(self.files)
        some = {names[pick % len(names)] for pick in picks}
        contracts = tuple(map(contract_id, some))
        self.give_up(change, NarrowChange, {"contract_ids": contracts}, some)

    @rule(change=BOTH, segment=st.sampled_from(SEGMENTS))
    def narrow_segment(self, change: int, segment: str) -> None:
        note = self.notes[change]
        some = {
            name
            for name in note.asked
            if self.files[name].segment == segment and name not in note.counts
        }
        self.give_up(change, NarrowChange, {"segments": (segment,)}, some, {segment})

    @rule(change=BOTH, sorry=st.sampled_from([True, True, True, False]))
    def withdraw(self, change: int, sorry: bool) -> None:  # noqa: FBT001
        if self.give_up(change, WithdrawChange, {}):
            self.notes[change].withdrawn = True
        if sorry:
            self.undo(change)

    @rule(change=BOTH)
    def undo(self, change: int) -> None:
        """Of the last thing given up; possible while letters of that wait."""
        if not self.given_up[change]:
            return
        order_id, names, segments = self.given_up[change][-1]
        if self.of(RecallDispatch, change, withdrawal=order_id):
            self.given_up[change].pop()
            note = self.notes[change]
            note.spared -= names
            self.spared_segments[change] -= segments
            note.withdrawn = note.withdrawn and bool(names or segments)

    @rule(change=BOTH, slip=st.booleans(), outcomes=st.none() | OUTCOMES)
    def replace(self, change: int, slip: bool, outcomes: list[str] | None) -> None:  # noqa: FBT001
        nature = "writing_error" if slip else "other_terms"
        terms = dict.fromkeys(self.change(change).terms, f"{self.now}")
        if not self.of(ReplaceAnnouncement, change, terms=terms, nature=nature):
            return
        if not slip:
            self.notes[change].told_anew()
        if outcomes is not None:
            self.announce(change, outcomes)

    @rule(change=BOTH, days=st.integers(1, 200))
    def postpone(self, change: int, days: int) -> None:
        later = self.notes[change].effect + timedelta(days=days)
        if self.of(PostponeChange, change, effective=later):
            self.notes[change].effect = later

    @rule(change=BOTH, pick=st.none() | st.integers(0, 5))
    def override(self, change: int, pick: int | None) -> None:
        note, names = self.notes[change], sorted(self.files)
        one = None if pick is None else names[pick % len(names)]
        override = make.OVERRIDE.model_copy(update={"decided_on": self.today})
        ids = () if one is None else (contract_id(one),)
        if self.of(OverrideNotice, change, override=override, contract_ids=ids, by="another"):
            late = {
                name
                for name in {*note.asked} - {*note.counts} - note.spared
                if not note.timely(name)
            }
            note.excused |= dict.fromkeys(late if one is None else {one}, self.today)

    @rule(change=BOTH, covered=st.booleans())
    def decide_on_notice(self, change: int, covered: bool) -> None:  # noqa: FBT001
        ruling = RULING.model_copy(update={"covered": covered, "decided_on": self.today})
        if self.of(RuleOnNotice, change, ruling=ruling, by="another"):
            self.notes[change].uncovered = None if covered else self.today

    @rule(change=BOTH, briefly=st.sampled_from([True, True, True, False]))
    def pause_or_resume(self, change: int, briefly: bool) -> None:  # noqa: FBT001
        note = self.notes[change]
        for _ in range(2 if briefly else 1):
            kind: type[Command] = ResumeChange if note.paused else PauseChange
            assert self.of(kind, change)
            note.paused = not note.paused
            self.put_in_force(change)

    @precondition(lambda self: self.notes[0].reserved and not self.notes[0].lifted)
    @rule()
    def lift(self) -> None:
        if self.of(LiftReservation, 0, decided_on=self.today):
            self.notes[0].lifted = self.today

    @precondition(lambda self: len(self.files) < MOST)
    @rule(change=BOTH, notice=st.sampled_from(NOTICES), knew=st.booleans())
    def join(self, change: int, notice: Notice, knew: bool) -> None:  # noqa: FBT001
        """A contract is concluded; whoever looks finds that it comes under the change."""
        note = self.notes[change]
        name = self.conclude(notice, "wonen", self.today, change if knew else None)
        late = self.recipient(change, name, knew=knew)
        if self.of(JoinChange, change, recipients=(late,)):
            note.asked[name], note.joined[name] = notice, self.today
            note.knew |= {name} if knew else set()

    @rule(pick=st.integers(0, 6), line=st.integers(0, 3), term=st.sampled_from(["tariff", "scope"]))
    def correct(self, pick: int, line: int, term: str) -> None:
        name = sorted(self.files)[pick % len(self.files)]
        file = self.files[name]
        entry = file.entries[line % len(file.entries)]
        last = entry.over[-1][0] if entry.over else entry.at
        [written] = [each for each in self.log[contract_id(name)] if each.at == last]
        words = {term: f"corrected {self.now}"}
        if self.ask(CorrectContract, contract_id(name), corrects=written.event_id, terms=words):
            entry.over.append((self.now, words))

    @rule(pick=st.integers(0, 6), days=st.integers(0, 500))
    def end(self, pick: int, days: int) -> None:
        name = sorted(self.files)[pick % len(self.files)]
        last = self.today + timedelta(days=days)
        if self.ask(EndContract, contract_id(name), last_day=last, ending=ENDING):
            self.files[name].ends.append((self.now, last))

    @rule(change=BOTH)
    def put_in_force(self, change: int) -> None:
        note, names = self.notes[change], [*self.notes[change].asked]
        if not names:
            return
        may = not (note.withdrawn or note.paused) and self.today >= note.effect
        fresh = {
            name: day
            for name in names
            if name not in note.counts and (day := note.counts_from(name)) is not None
        }
        done = self.of(PutInForce, change, contract_ids=[*map(contract_id, names)])
        assert (done is not None) == may
        if may:
            note.counts |= fresh
        for name in note.counts:
            self.amend(change, name)

    @rule(pick=st.integers(0, 6), days=st.integers(-400, 700), back=st.integers(0, 300))
    def look(self, pick: int, days: int, back: int) -> None:
        """Read a contract for a day, as known at a moment, and keep what it said."""
        name = sorted(self.files)[pick % len(self.files)]
        known, day = self.now - timedelta(days=back), self.today + timedelta(days=days)
        self.kept.append((name, self.reading(name, day, known)))

    @invariant()
    def what_may_count_and_what_counts_is_what_the_notebook_says(self) -> None:
        for change, note in self.notes.items():
            state = self.change(change)
            assert {contract_id(name) for name in note.asked} == state.recipients.keys()
            assert {contract_id(name): day for name, day in note.counts.items()} == state.in_force
            for name in note.asked:
                assert state.may_count(contract_id(name)) == (note.counts_from(name) is not None)

    @invariant()
    def no_contract_has_a_change_unseen(self) -> None:
        """By the facts of the contract alone: told in time, or excused by somebody, or known."""
        for name, file in self.files.items():
            made = self.states[contract_id(name)].changes
            assert made == {CHANGE_IDS[each] for each in file.changes}

    @invariant()
    def a_change_can_say_what_is_next(self) -> None:
        for change in self.notes:
            step = next_step(self.change(change), self.now)
            assert (step.kind == "end") == settled(self.change(change))
            assert step.wake_at is None or step.wake_at > self.now

    def teardown(self) -> None:
        for name, before in self.kept:
            assert self.reading(name, before.in_force, before.known) == before


Desk.TestCase.settings = settings(
    max_examples=75,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestDesk = pytest.mark.row("AN-08", "AN-14", "AN-15", "AN-21", "AN-24")(Desk.TestCase)
