"""A change seen through on skipped time: what nobody has to think of happens, each on its day."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from temporalio.client import WorkflowExecutionStatus

from domain.base import Event, derived_id
from domain.change.commands import (
    OverrideNotice,
    PostponeChange,
    ReaddressLetter,
    RecallDispatch,
    WithdrawChange,
)
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAnnounced,
    ChangeHeldBack,
    ChangeTookEffect,
    LetterDeferred,
    LetterRefused,
    LetterSent,
    LettersQueued,
    OfficeReminded,
)
from domain.contract.events import ContractAmended
from domain.dates import local_day
from tests import make
from tests.workflows.memory import SCOPE
from tests.workflows.stage import (
    PATIENCE_SECONDS,
    Stage,
    announced,
    forgetful,
    lasting,
    noon,
    proposed,
)

pytestmark = pytest.mark.anyio

OVERRIDDEN = make.OVERRIDE.model_copy(update={"decided_on": date(2022, 1, 10)})


def days(events: Iterable[Event]) -> list[str]:
    return [local_day(event.at).isoformat() for event in events]


async def status(stage: Stage) -> WorkflowExecutionStatus | None:
    return (await stage.announcement.describe()).status


async def asked_within(stage: Stage, time: timedelta) -> int:
    """How often the world was looked at in that time."""
    before = stage.world.asked
    await stage.until(await stage.now() + time)
    return stage.world.asked - before


@pytest.mark.row("AN-06")
@pytest.mark.histories(announcement="announcement-in-time")
async def test_an_announced_change_is_in_force_on_its_day_on_every_contract(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-04-07")
    assert stage.log.all(AnnouncementDrafted) == []
    await stage.until("2021-05-10")
    assert days(stage.log.all(AnnouncementDrafted)) == ["2021-04-08"]
    await stage.ask(*announced())
    await stage.until("2021-05-11")
    assert days(stage.log.all(LetterSent)) == ["2021-05-10"] * 3
    assert days(stage.log.all(ChangeAnnounced)) == ["2021-05-10"]
    await stage.until("2021-12-31")
    assert stage.log.all(ChangeTookEffect) == []
    await stage.until("2022-01-01")
    (took_effect,) = stage.log.all(ChangeTookEffect)
    assert set(took_effect.contract_ids) == {each.contract_id for each in SCOPE}
    amended = stage.log.all(ContractAmended)
    assert [each.effective for each in amended] == [make.NEW_YEAR] * 3
    assert {each.contract_id for each in amended} == {each.contract_id for each in SCOPE}
    assert await status(stage) is WorkflowExecutionStatus.COMPLETED
    assert not stage.log.refused


@pytest.mark.row("AN-06", "ST-29")
@pytest.mark.histories(announcement="announcement-missed")
async def test_the_office_is_reminded_once_each_time_and_told_when_it_is_too_late(
    stage: Stage,
) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-07-01")
    reminders = stage.log.all(OfficeReminded)
    assert [each.days_before for each in reminders] == [56, 28, 14, 7, 1, 0]
    assert days(reminders) == [
        "2021-05-06",
        "2021-06-03",
        "2021-06-17",
        "2021-06-24",
        "2021-06-30",
        "2021-07-01",
    ]
    assert stage.world.reminded == [56, 28, 14, 7, 1, 0]
    assert stage.log.all(AnnouncementMissed) == []
    await stage.until("2021-12-31")
    assert days(stage.log.all(AnnouncementMissed)) == ["2021-07-02"]
    assert stage.world.reminded == [56, 28, 14, 7, 1, 0]
    await stage.until("2022-01-03")
    (held_back,) = stage.log.all(ChangeHeldBack)
    assert {each.reason for each in held_back.contracts} == {"not_adopted"}
    assert stage.world.posted == []


async def test_an_order_can_be_taken_back_until_its_moment(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced(noon("2021-05-11")))
    await stage.until(noon("2021-05-11") - timedelta(minutes=1))
    await stage.ask(make.a(RecallDispatch))
    await stage.until("2021-05-12")
    assert stage.world.posted == []
    await stage.ask(*announced(noon("2021-05-13"))[-1:])
    await stage.until(noon("2021-05-13") - timedelta(seconds=1))
    assert stage.world.posted == []
    await stage.until(noon("2021-05-13") + timedelta(seconds=1))
    assert len(stage.world.posted) == 1


@pytest.mark.row("AN-18")
async def test_letters_go_out_in_batches_each_letter_once(stage: Stage) -> None:
    stage.world.scope = [
        replace(SCOPE[0], contract_id=derived_id("contract", n), number=f"HR-W-{n:03}")
        for n in range(450)
    ]
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2021-05-11")
    assert [len(letters) for _, letters in stage.world.posted] == [200, 200, 50]
    assert len({letter for _, letters in stage.world.posted for letter in letters}) == 450
    assert [len(each.letter_ids) for each in stage.log.all(LettersQueued)] == [200, 200, 50]
    assert len(stage.log.all(LetterSent)) == 450
    assert len(stage.log.all(ChangeAnnounced)) == 1


@pytest.mark.row("AN-07")
@pytest.mark.histories(announcement="announcement-put-off")
async def test_letters_the_mail_server_puts_off_are_sent_again_ever_less_often(
    stage: Stage,
) -> None:
    stage.world.answers = {letter: ["deferred"] * 7 for letter in stage.letters[:2]}
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2021-05-11")
    moments = [moment for moment, _ in stage.world.posted]
    waited = [round((later - earlier).total_seconds() / 60) for earlier, later in pairwise(moments)]
    assert waited == [1, 2, 4, 8, 15, 15, 15]
    assert [set(letters) for _, letters in stage.world.posted[1:]] == [set(stage.letters[:2])] * 7
    assert len(stage.log.all(LetterDeferred)) == 2
    assert len(stage.log.all(LetterSent)) == 3
    assert len(stage.log.all(ChangeAnnounced)) == 1


@pytest.mark.row("AN-07")
async def test_a_refused_letter_waits_for_people_and_goes_out_once_readdressed(
    stage: Stage,
) -> None:
    bad, *_ = stage.letters
    stage.world.answers = {bad: ["refused"]}
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2021-05-20")
    assert [each.letter_id for each in stage.log.all(LetterRefused)] == [bad]
    assert len(stage.world.posted) == 1
    assert stage.log.all(ChangeAnnounced) == []
    await stage.ask(make.a(ReaddressLetter, letter_id=bad))
    await stage.until("2021-05-21")
    assert [letters for _, letters in stage.world.posted[1:]] == [(bad,)]
    assert days(stage.log.all(ChangeAnnounced)) == ["2021-05-20"]


@pytest.mark.histories(announcement="announcement-withdrawn")
async def test_a_change_that_is_withdrawn_is_waited_for_no_longer(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced(noon("2021-05-20")))
    await stage.until("2021-05-19")
    await stage.ask(make.a(WithdrawChange))
    await stage.until("2022-02-01")
    assert await status(stage) is WorkflowExecutionStatus.COMPLETED
    assert stage.world.posted == []
    assert stage.log.all(ChangeTookEffect) == []


async def test_letters_under_way_when_a_change_is_withdrawn_are_accounted_for(
    stage: Stage,
) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    stage.world.before_post = lambda: withdraw(stage)
    await stage.ask(*announced())
    await stage.until("2021-05-11")
    kinds = Counter(each.letter_id in stage.letters for each in stage.log.all(LetterSent))
    assert kinds == {True: 3, False: 3}, "who was told meanwhile is told that it does not come"
    assert await status(stage) is WorkflowExecutionStatus.COMPLETED


def withdraw(stage: Stage) -> None:
    stage.log.handle(make.a(WithdrawChange, change_id=stage.about["change_id"]))


@pytest.mark.histories(announcement="announcement-postponed")
async def test_a_postponed_change_is_reminded_of_anew_and_counts_from_the_later_day(
    stage: Stage,
) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-07-05")
    assert len(stage.log.all(AnnouncementMissed)) == 1
    await stage.ask(make.a(PostponeChange, effective=date(2022, 7, 1)))
    await stage.until("2021-12-19")
    assert days(stage.log.all(OfficeReminded))[6:] == ["2021-11-06", "2021-12-04", "2021-12-18"]
    await stage.ask(*announced())
    await stage.until("2022-06-30")
    assert stage.log.all(ChangeTookEffect) == []
    await stage.until("2022-07-01")
    assert days(stage.log.all(ChangeTookEffect)) == ["2022-07-01"]
    assert [each.effective for each in stage.log.all(ContractAmended)] == [date(2022, 7, 1)] * 3
    assert len(stage.log.all(AnnouncementMissed)) == 1


@pytest.mark.row("AN-08")
async def test_a_contract_without_notice_is_held_back_until_somebody_overrides(
    stage: Stage,
) -> None:
    stage.world.answers = {stage.letters[0]: ["refused"]}
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2022-01-10")
    (took_effect,) = stage.log.all(ChangeTookEffect)
    assert set(took_effect.contract_ids) == {each.contract_id for each in SCOPE[1:]}
    (held_back,) = stage.log.all(ChangeHeldBack)
    assert [each.contract_id for each in held_back.contracts] == [SCOPE[0].contract_id]
    assert await status(stage) is WorkflowExecutionStatus.RUNNING
    assert await asked_within(stage, timedelta(days=300)) == 0
    await stage.ask(make.a(OverrideNotice, override=OVERRIDDEN))
    await stage.announcement.result()
    last = stage.log.all(ContractAmended)[-1]
    assert (last.contract_id, last.effective) == (SCOPE[0].contract_id, date(2022, 1, 10))
    assert last.override == OVERRIDDEN


async def test_what_the_domain_refuses_is_asked_again_ever_less_often(stage: Stage) -> None:
    stage.world.scope = []
    await stage.ask(*proposed())
    await stage.until("2021-04-09")
    assert await asked_within(stage, timedelta(days=1)) < 60
    stage.world.scope = SCOPE
    await stage.until("2021-04-11")
    assert days(stage.log.all(AnnouncementDrafted)) == ["2021-04-10"]


async def test_a_moved_clock_wakes_what_waits_for_the_day(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.move_clock("2021-07-01")
    await stage.until(await stage.now() + timedelta(seconds=1))
    assert days(stage.log.all(AnnouncementDrafted)) == ["2021-07-01"]
    assert stage.world.reminded == [0]


async def test_news_that_changes_nothing_does_no_harm(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    told = list(stage.log.events)
    for position in range(20):
        await stage.relay.wake(stage.announcement_id, position)
    await stage.until("2021-05-11")
    assert stage.log.events == told


async def test_news_that_comes_while_it_asks_is_not_lost(temporal_address: str) -> None:
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        if stage.world.asked == 1:
            wake = stage.relay.wake(stage.announcement_id, 0)
            asyncio.run_coroutine_threadsafe(wake, loop).result()

    async with lasting(temporal_address) as stage:
        stage.world.after_read = interrupted
        await stage.ask(proposed()[len(SCOPE)])
        await stage.happens(lambda: stage.world.asked == 2)
        assert stage.world.asked == 2


@pytest.mark.row("AN-06")
async def test_a_change_is_seen_through_on_a_real_server(temporal_address: str) -> None:
    async with lasting(temporal_address) as stage:
        await stage.ask(*proposed())
        await stage.move_clock("2021-05-10")
        await stage.happens(lambda: stage.world.reminded == [56])
        await stage.happens(lambda: len(stage.log.all(AnnouncementDrafted)) == 1)
        await stage.ask(*announced())
        await stage.happens(lambda: len(stage.log.all(ChangeAnnounced)) == 1)
        await stage.move_clock("2021-12-31")
        await stage.move_clock("2022-01-01")
        await stage.announcement.result()
        assert [each.effective for each in stage.log.all(ContractAmended)] == [make.NEW_YEAR] * 3
        assert days(stage.log.all(ChangeTookEffect)) == ["2022-01-01"]


async def test_a_long_run_goes_on_as_a_new_one_and_remembers_how_patient_it_was() -> None:
    async with forgetful(events=60) as stage:
        stage.world.answers = {letter: ["deferred"] * 1000 for letter in stage.letters}
        await stage.ask(*proposed())
        await stage.move_clock("2021-05-10")
        await stage.happens(lambda: len(stage.log.all(AnnouncementDrafted)) == 1)
        first = await stage.announcement.describe()
        await stage.ask(*announced())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(stage.world.posted) < 8:  # news cuts a pause short
                await stage.relay.wake(stage.announcement_id, 0)
                await asyncio.sleep(0.05)
        latest = await stage.announcement.describe()
        assert latest.run_id != first.run_id
        begun = (await stage.announcement.fetch_history()).events[0]
        given = begun.workflow_execution_started_event_attributes.input.payloads[0]
        assert b'"put_off":' in given.data
        assert b'"put_off":0' not in given.data
