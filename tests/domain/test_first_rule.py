"""Trying to break the first rule of the design.

No change takes effect on a contract unless it was announced in time under that contract's own
clause, or an override names who decided and why. The judge here is written anew, by hand, and
knows nothing of the decider's way of telling.
"""

from datetime import date, timedelta
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    BarAnnouncement,
    ChangeCommand,
    ClearAnnouncement,
    DraftAnnouncement,
    JoinChange,
    MandateAnnouncement,
    MissAnnouncement,
    NarrowChange,
    OrderDispatch,
    OverrideNotice,
    PauseChange,
    PostponeChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    RemindOffice,
    ReplaceAnnouncement,
    ResumeChange,
    RuleOnNotice,
    TableChange,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeEvent,
    ChangeNarrowed,
    ChangeTookEffect,
    ContractsJoined,
    LetterSent,
    NoticeOverridden,
    NoticeRuled,
)
from domain.change.outlook import next_step
from domain.change.state import Change
from tests import make
from tests.domain import change_stories as story
from tests.making.change import RULING

DAYS = st.dates(date(2021, 3, 1), date(2022, 9, 1))
SOME_CONTRACTS = st.lists(st.sampled_from(story.CONTRACTS), min_size=1, unique=True).map(tuple)
RECIPIENTS = (
    story.recipient(0),
    story.recipient(1, story.NINE_MONTHS),
    story.recipient(2, make.CLAUSE.model_copy(update={"months": 1, "counting": "forward"})),
)
BEGINNINGS = (
    story.proposed(),
    story.adopted(),
    story.approved(*RECIPIENTS),
    story.ordered(*RECIPIENTS),
)


def receipts(day: date) -> st.SearchStrategy[object]:
    one = st.builds(
        story.receipt,
        st.sampled_from(story.LETTERS),
        st.just(day),
        st.sampled_from(["sent", "deferred", "refused"]),
    )
    return st.lists(one, min_size=1, max_size=3).map(tuple)


@st.composite
def commands(draw: st.DrawFn, day: date) -> ChangeCommand:
    """Anything anybody might ask on a day, lawful or not."""
    at = story.noon(day)
    kind: type[Any] = draw(
        st.sampled_from(
            [
                TableChange,
                AdoptChange,
                DraftAnnouncement,
                ApproveAnnouncement,
                OrderDispatch,
                RecallDispatch,
                QueueLetters,
                RecordReceipts,
                ReaddressLetter,
                RemindOffice,
                MissAnnouncement,
                OverrideNotice,
                PostponeChange,
                WithdrawChange,
                PutInForce,
                NarrowChange,
                ReplaceAnnouncement,
                JoinChange,
                RuleOnNotice,
                MandateAnnouncement,
                BarAnnouncement,
                ClearAnnouncement,
                PauseChange,
                ResumeChange,
            ]
        )
    )
    fields: dict[str, object] = {"at": at}
    if kind is DraftAnnouncement:
        fields["recipients"] = RECIPIENTS
    elif kind is OrderDispatch:
        fields["send_at"] = at
    elif kind is QueueLetters:
        fields["letter_ids"] = story.LETTERS
    elif kind is RecordReceipts:
        fields["receipts"] = draw(receipts(day))
    elif kind is ReaddressLetter:
        fields["letter_id"] = draw(st.sampled_from(story.LETTERS))
    elif kind is OverrideNotice:
        fields["contract_ids"] = draw(st.just(()) | SOME_CONTRACTS)
        fields["override"] = make.OVERRIDE.model_copy(update={"decided_on": draw(DAYS)})
    elif kind is NarrowChange:
        fields["contract_ids"] = draw(SOME_CONTRACTS)
    elif kind is ReplaceAnnouncement:
        fields["nature"] = draw(st.sampled_from(["other_terms", "writing_error"]))
        fields["description"] = draw(st.sampled_from(["One text.", "Another text."]))
    elif kind is JoinChange:
        knew = RECIPIENTS[2].model_copy(update={"knew": draw(st.booleans())})
        fields["recipients"] = (knew,)
    elif kind is RuleOnNotice:
        fields["ruling"] = RULING.model_copy(update={"covered": draw(st.booleans())})
    elif kind is PostponeChange:
        fields["effective"] = draw(DAYS)
    elif kind is PutInForce:
        fields["contract_ids"] = draw(SOME_CONTRACTS)
    command: ChangeCommand = make.a(kind, **fields)
    return command


@st.composite
def lives(draw: st.DrawFn) -> list[ChangeCommand]:
    """What is asked of a change in the order of time, mostly sensibly begun."""
    begun = draw(
        st.sampled_from(
            [
                story.proposed(),
                story.adopted(),
                story.approved(*RECIPIENTS),
                story.ordered(*RECIPIENTS),
            ]
        )
    )
    days = sorted(draw(st.lists(DAYS, max_size=25)))
    return [*begun, *(draw(commands(day)) for day in days)]


def months_before(day: date, months: int) -> date:
    """Counted by hand: a month back, so many times; the clamped day when it is missing."""
    total = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(total // 12, total % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def lawful(
    contract: UUID, effective: date, told: dict[UUID, date], clauses: dict[UUID, int]
) -> bool:
    if contract not in told:
        return False
    months = clauses[contract]
    if months == 1:  # counted forward: the announcement plus a month, clamped
        back = [effective - timedelta(days=days) for days in range(27, 33)]
        latest = max(day for day in back if months_forward(day, 1) <= effective)
    else:
        latest = months_before(effective, months)
    return told[contract] <= latest


def months_forward(day: date, months: int) -> date:
    return months_before(day, -months)


def is_lawful(history: list[ChangeEvent]) -> bool:
    """Walk the facts in order: whether each taking effect was allowed by what came before."""
    told: dict[UUID, date] = {}
    clauses: dict[UUID, int] = {}
    overridden: dict[UUID, date] = {}
    knew: set[UUID] = set()
    given_up: set[UUID] = set()
    uncovered, adopted = False, False
    for event in history:
        match event:
            case AnnouncementDrafted():
                clauses = {each.contract_id: each.clause.months for each in event.recipients}
            case AnnouncementReplaced(nature="other_terms"):
                told, knew = {}, set()
            case ContractsJoined():
                clauses |= {each.contract_id: each.clause.months for each in event.recipients}
                knew |= {each.contract_id for each in event.recipients if each.knew}
            case ChangeNarrowed():
                given_up |= {*event.contract_ids}
            case NoticeRuled():
                uncovered = not event.ruling.covered
            case LetterSent():
                told.setdefault(event.contract_id, event.announced_on)
            case NoticeOverridden():
                if not (event.override.decided_by and event.override.reason):
                    return False
                overridden |= dict.fromkeys(event.contract_ids, event.override.decided_on)
            case ChangeAdopted():
                adopted = True
            case ChangeTookEffect():
                if not adopted or event.effective is None or given_up & {*event.contract_ids}:
                    return False
                if not all(
                    lawful(contract, event.effective, told, clauses)
                    or (contract in overridden and event.effective >= overridden[contract])
                    or uncovered
                    or contract in knew
                    for contract in event.contract_ids
                ):
                    return False
            case _:
                pass
    return True


def live(commands: list[ChangeCommand]) -> list[ChangeEvent]:
    state: Change = CHANGE.initial
    history: list[ChangeEvent] = []
    for command in commands:
        try:
            events = CHANGE.decide(command, state)
        except Refused:
            continue
        history += events
        state = reduce(CHANGE.evolve, events, state)
    return history


@pytest.mark.row("AN-08")
@settings(max_examples=400, deadline=None)
@given(lives())
def test_no_change_takes_effect_without_timely_notice_or_a_named_override(
    commands: list[ChangeCommand],
) -> None:
    assert is_lawful(live(commands))


@settings(max_examples=200, deadline=None)
@given(lives())
def test_repeating_a_command_changes_nothing(commands: list[ChangeCommand]) -> None:
    state: Change = CHANGE.initial
    for command in commands:
        for attempt in (1, 2):
            try:
                events = CHANGE.decide(command, state)
            except Refused:
                events = []
            assert attempt == 1 or events == []
            state = reduce(CHANGE.evolve, events, state)


@settings(max_examples=200, deadline=None)
@given(lives(), DAYS)
def test_a_change_can_always_say_what_it_needs_next(
    commands: list[ChangeCommand], day: date
) -> None:
    step = next_step(reduce(CHANGE.evolve, live(commands), CHANGE.initial), story.noon(day))
    assert step.kind != "wait" or step.wake_at is None or step.wake_at > story.noon(day)
